#include "media/sound.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "media/ffmpeg.h"

namespace endrange {

struct SoundReader::Impl {
  std::string path;
  double rate_hz = 0;
  ffmpeg::Input input;
  ffmpeg::Codec codec;
  ffmpeg::Resampler resampler;
  int from_rate = 0, from_channels = 0, from_format = 0;  // what the resampler was made for
  ffmpeg::Packet packet{av_packet_alloc()};
  ffmpeg::Picture raw{av_frame_alloc()};
  std::vector<float> samples;
  int stream = -1;
  double picture_starts_s = 0;
  double next_s = 0;  // when the next sample sounds, should a block carry no time
  bool draining = false;

  Result<void> prepare_resampler();
};

SoundReader::SoundReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SoundReader::SoundReader(SoundReader&&) noexcept = default;
SoundReader& SoundReader::operator=(SoundReader&&) noexcept = default;
SoundReader::~SoundReader() = default;

Result<SoundReader> SoundReader::open(const std::string& path, double rate_hz) {
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->rate_hz = rate_hz;
  auto input = ffmpeg::open_input(path, 32);
  if (!input) return tl::unexpected(input.error());
  impl->input = std::move(*input);
  impl->stream = av_find_best_stream(impl->input.get(), AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
  if (impl->stream < 0) return failure(Error::Kind::unreadable, path + ": no sound in it");
  const AVStream& stream = *impl->input->streams[impl->stream];
  const int picture = av_find_best_stream(impl->input.get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  if (picture >= 0 && impl->input->streams[picture]->start_time != AV_NOPTS_VALUE)
    impl->picture_starts_s = static_cast<double>(impl->input->streams[picture]->start_time) *
                             av_q2d(impl->input->streams[picture]->time_base);
  for (unsigned i = 0; i < impl->input->nb_streams; ++i)
    if (static_cast<int>(i) != impl->stream) impl->input->streams[i]->discard = AVDISCARD_ALL;
  auto codec = ffmpeg::open_decoder(stream, path, 0, 1);
  if (!codec) return tl::unexpected(codec.error());
  impl->codec = std::move(*codec);
  return SoundReader(std::move(impl));
}

// Made at the first block, since some streams only then say what they hold, and anew where that changes: damage and
// clips pasted together do that.
Result<void> SoundReader::Impl::prepare_resampler() {
  if (resampler && raw->sample_rate == from_rate && raw->ch_layout.nb_channels == from_channels &&
      raw->format == from_format)
    return {};
  from_rate = raw->sample_rate, from_channels = raw->ch_layout.nb_channels, from_format = raw->format;
  AVChannelLayout mono;
  av_channel_layout_default(&mono, 1);
  AVChannelLayout from;
  av_channel_layout_copy(&from, &raw->ch_layout);
  if (from.order == AV_CHANNEL_ORDER_UNSPEC) av_channel_layout_default(&from, raw->ch_layout.nb_channels);
  SwrContext* made = nullptr;
  const int allocated = swr_alloc_set_opts2(&made, &mono, AV_SAMPLE_FMT_FLT, static_cast<int>(rate_hz), &from,
                                            static_cast<AVSampleFormat>(raw->format), raw->sample_rate, 0, nullptr);
  av_channel_layout_uninit(&from);
  resampler.reset(made);
  // The channels' mean: their sum would leave −1…1.
  if (made != nullptr) av_opt_set_double(made, "rematrix_maxval", 1.0, 0);
  if (allocated < 0 || swr_init(made) < 0)
    return failure(Error::Kind::unreadable, path + ": its sound can't be converted");
  return {};
}

Result<Sound> SoundReader::next() {
  Impl& i = *impl_;
  while (true) {
    const int received = avcodec_receive_frame(i.codec.get(), i.raw.get());
    if (received == 0) {
      if (auto ready = i.prepare_resampler(); !ready) return tl::unexpected(ready.error());
      // What the resampler still holds belongs before this block.
      const double held_s = static_cast<double>(swr_get_delay(i.resampler.get(), 1'000'000)) / 1e6;
      if (i.raw->best_effort_timestamp != AV_NOPTS_VALUE)
        i.next_s = static_cast<double>(i.raw->best_effort_timestamp) * av_q2d(i.input->streams[i.stream]->time_base) -
                   i.picture_starts_s - held_s;
      const int room = swr_get_out_samples(i.resampler.get(), i.raw->nb_samples);
      i.samples.resize(static_cast<std::size_t>(std::max(room, 1)));
      std::uint8_t* out = reinterpret_cast<std::uint8_t*>(i.samples.data());
      const int got = swr_convert(i.resampler.get(), &out, room, const_cast<const std::uint8_t**>(i.raw->extended_data),
                                  i.raw->nb_samples);
      if (got <= 0) continue;
      const Sound sound{i.next_s, i.rate_hz, {i.samples.data(), static_cast<std::size_t>(got)}};
      i.next_s += got / i.rate_hz;
      return sound;
    }
    if (received == AVERROR_EOF || (received == AVERROR(EAGAIN) && i.draining)) return Sound{i.next_s, i.rate_hz, {}};
    if (i.draining) return Sound{i.next_s, i.rate_hz, {}};
    if (av_read_frame(i.input.get(), i.packet.get()) < 0) {
      i.draining = true;
      avcodec_send_packet(i.codec.get(), nullptr);
      continue;
    }
    if (i.packet->stream_index == i.stream) avcodec_send_packet(i.codec.get(), i.packet.get());
    av_packet_unref(i.packet.get());
  }
}

}  // namespace endrange
