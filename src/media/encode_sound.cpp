#include "media/encode_sound.h"

#include <algorithm>
#include <cmath>
#include <deque>

#include "media/ffmpeg.h"

namespace endrange {

namespace {

// FFmpeg's own: libfdk_aac isn't free, and is missing from most builds.
constexpr const char* kEncoder = "aac";

// Longer than any film: only keeps a slip of the pen from overflowing a count of samples.
constexpr double kLongestStart_s = 86400;

// How far the writer may hold back pictures for sound that is late, ended or never comes. FFmpeg's 10 s of lossless
// pictures would be a gigabyte; an encoder's look-ahead, which holds the sound back, is 2 s at 30 frames a second.
constexpr std::int64_t kMostHeldBack_us = 4'000'000;

}  // namespace

struct OwnSound::Impl {
  std::string path;
  AVFormatContext* output = nullptr;
  AVStream* track = nullptr;
  ffmpeg::Codec codec;
  ffmpeg::Packet packet{av_packet_alloc()};
  ffmpeg::Picture block{av_frame_alloc()};
  std::int64_t silent = 0;     // samples of silence still to be written before the first one
  std::int64_t too_early = 0;  // samples still to be left out, which sound before the film begins
  std::deque<float> waiting;
  std::int64_t written = 0;

  std::int64_t ready() const { return silent + static_cast<std::int64_t>(waiting.size()); }
  // How many samples, unwritten yet, sound before a time.
  std::int64_t due(double at_s) const {
    return static_cast<std::int64_t>(std::floor(at_s * codec->sample_rate)) - written;
  }
  Result<void> open(const EncoderOptions& options);
  Result<void> write_block(std::int64_t count);
  Result<void> send(const AVFrame* samples);
};

OwnSound::OwnSound(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
OwnSound::OwnSound(OwnSound&&) noexcept = default;
OwnSound& OwnSound::operator=(OwnSound&&) noexcept = default;
OwnSound::~OwnSound() = default;

std::string OwnSound::complaint_about(const EncoderOptions& options) {
  if (!(options.sound_bits_per_s > 0)) return "the sound's bit rate must be positive";
  if (!(std::abs(options.sound_starts_s) < kLongestStart_s)) return "its sound starts at no time that a film has";
  const AVCodec* encoder = avcodec_find_encoder_by_name(kEncoder);
  if (encoder == nullptr || encoder->supported_samplerates == nullptr) return "";
  for (const int* rate = encoder->supported_samplerates; *rate != 0; ++rate)
    if (*rate == options.sound_rate_hz) return "";
  return "AAC has no sample rate of " + std::to_string(options.sound_rate_hz) + " Hz; 44100 and 48000 are common";
}

Result<OwnSound> OwnSound::create(const std::string& path, const EncoderOptions& options, AVFormatContext& output) {
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->output = &output;
  if (auto opened = impl->open(options); !opened) return tl::unexpected(opened.error());
  return OwnSound(std::move(impl));
}

Result<void> OwnSound::Impl::open(const EncoderOptions& options) {
  const auto failed = [&](int code) { return ffmpeg::cannot_write(path, code); };
  const AVCodec* encoder = avcodec_find_encoder_by_name(kEncoder);
  if (encoder == nullptr) return failure(Error::Kind::unsupported, path + ": this FFmpeg can't write AAC");
  codec.reset(avcodec_alloc_context3(encoder));
  codec->sample_fmt = AV_SAMPLE_FMT_FLTP;
  codec->sample_rate = options.sound_rate_hz;
  codec->time_base = {1, options.sound_rate_hz};
  codec->bit_rate = static_cast<std::int64_t>(options.sound_bits_per_s);
  av_channel_layout_default(&codec->ch_layout, 1);
  if ((output->oformat->flags & AVFMT_GLOBALHEADER) != 0) codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  if (const int opened = avcodec_open2(codec.get(), encoder, nullptr); opened < 0) return failed(opened);
  track = avformat_new_stream(output, nullptr);
  if (track == nullptr) return failed(AVERROR(ENOMEM));
  avcodec_parameters_from_context(track->codecpar, codec.get());
  track->time_base = codec->time_base;
  output->max_interleave_delta = kMostHeldBack_us;

  block->format = codec->sample_fmt, block->nb_samples = codec->frame_size, block->sample_rate = codec->sample_rate;
  av_channel_layout_copy(&block->ch_layout, &codec->ch_layout);
  if (const int got = av_frame_get_buffer(block.get(), 0); got < 0) return failed(got);
  const std::int64_t starts = std::llround(options.sound_starts_s * options.sound_rate_hz);
  silent = std::max<std::int64_t>(starts, 0);
  too_early = std::max<std::int64_t>(-starts, 0);
  return {};
}

Result<void> OwnSound::push(std::span<const float> samples) {
  Impl& i = *impl_;
  if (!std::all_of(samples.begin(), samples.end(), [](float s) { return std::isfinite(s); }))
    return failure(Error::Kind::bad_argument, i.path + ": its sound has samples that aren't numbers");
  const auto left_out = std::min(i.too_early, static_cast<std::int64_t>(samples.size()));
  i.too_early -= left_out;
  const auto kept = samples.subspan(static_cast<std::size_t>(left_out));
  i.waiting.insert(i.waiting.end(), kept.begin(), kept.end());
  return {};
}

Result<void> OwnSound::Impl::send(const AVFrame* samples) {
  if (const int sent = avcodec_send_frame(codec.get(), samples); sent < 0) return ffmpeg::cannot_write(path, sent);
  return ffmpeg::write_ready(*codec, *track, *output, *packet, path);
}

Result<void> OwnSound::Impl::write_block(std::int64_t count) {
  if (const int writable = av_frame_make_writable(block.get()); writable < 0)
    return ffmpeg::cannot_write(path, writable);
  auto* to = reinterpret_cast<float*>(block->data[0]);
  const std::int64_t still = std::min(silent, count), heard = count - still;
  std::fill_n(to, still, 0.0f);
  // Louder than full is clipped, as a recorder does.
  std::transform(waiting.begin(), waiting.begin() + heard, to + still,
                 [](float s) { return std::clamp(s, -1.0f, 1.0f); });
  waiting.erase(waiting.begin(), waiting.begin() + heard);
  silent -= still;
  block->nb_samples = static_cast<int>(count);
  block->pts = written;
  written += count;
  return send(block.get());
}

Result<void> OwnSound::write_until(double at_s) {
  Impl& i = *impl_;
  const int whole = i.codec->frame_size;
  while (std::min(i.due(at_s), i.ready()) >= whole)
    if (auto wrote = i.write_block(whole); !wrote) return wrote;
  return {};
}

Result<void> OwnSound::finish(double ends_s) {
  Impl& i = *impl_;
  if (auto wrote = write_until(ends_s); !wrote) return wrote;
  // The codec takes one shorter block, at the end.
  if (const std::int64_t rest = std::min(i.due(ends_s), i.ready()); rest > 0)
    if (auto wrote = i.write_block(rest); !wrote) return wrote;
  return i.send(nullptr);
}

}  // namespace endrange
