#include "media/encoder.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "media/encode_sound.h"
#include "media/ffmpeg.h"

namespace endrange {

namespace {

// Fine enough for any frame rate and exact for the common ones.
constexpr AVRational kTimeBase = {1, 90000};

struct OutputCloser {
  void operator()(AVFormatContext* p) const {
    if (p->pb != nullptr) avio_closep(&p->pb);
    avformat_free_context(p);
  }
};
using Output = std::unique_ptr<AVFormatContext, OutputCloser>;

// What makes no sense about the options; "" = nothing.
std::string complaint_about(const EncoderOptions& o) {
  if (o.rotation_deg != 0 && o.rotation_deg != 90 && o.rotation_deg != 180 && o.rotation_deg != 270)
    return "a film can be turned by 0, 90, 180 or 270 degrees, not by " + std::to_string(o.rotation_deg);
  if (!(o.key_frame_s > 0)) return "the time between key frames must be positive";
  if (o.is_lossless && o.codec != VideoCodec::h264) return "lossless films are H.264 only";
  if (o.is_lossless && o.bits_per_s > 0) return "a film is lossless or of a given bit rate, not both";
  if (o.sound_rate_hz != 0 && !o.sound_from.empty()) return "a film has its own sound or another clip's, not both";
  return o.sound_rate_hz != 0 ? OwnSound::complaint_about(o) : "";
}

// Bits as few as the quality or the rate allows; the same words mean the same to x264 and x265.
void set_rate(AVCodecContext& codec, const EncoderOptions& options) {
  if (options.is_lossless) {
    av_opt_set(codec.priv_data, "qp", "0", 0);
  } else if (options.bits_per_s > 0) {
    codec.bit_rate = codec.rc_max_rate = static_cast<std::int64_t>(options.bits_per_s);
    codec.rc_buffer_size = static_cast<int>(options.bits_per_s);
  } else {
    av_opt_set_double(codec.priv_data, "crf", options.quality, 0);
  }
}

// x265 prints unless told not to, and takes every core for its helpers.
void tame_x265(AVCodecContext& codec, int threads) {
  std::string words = "log-level=none";
  if (threads > 0) words += ":pools=" + std::to_string(threads);
  av_opt_set(codec.priv_data, "x265-params", words.c_str(), 0);
}

}  // namespace

struct Encoder::Impl {
  std::string path;
  Output output;
  ffmpeg::Codec codec;
  ffmpeg::Packet packet{av_packet_alloc()};
  ffmpeg::Picture raw{av_frame_alloc()};
  AVStream* video = nullptr;

  // Sound, carried over packet by packet.
  ffmpeg::Input sound_input;
  AVStream* sound = nullptr;
  int sound_index = -1;
  double sound_offset_s = 0;  // when the source's first picture is shown, on the source's clock
  ffmpeg::Packet sound_packet{av_packet_alloc()};
  bool has_sound_packet = false, kept_sound = true;

  std::optional<OwnSound> own_sound;
  double frame_s = 0;  // how long a picture lasts, nominally

  int pictures = 0;
  std::int64_t last_pts = -1, last_sound_dts = std::numeric_limits<std::int64_t>::min();

  tl::unexpected<Error> failed(int code) const { return ffmpeg::cannot_write(path, code); }
  Result<void> open_video(const EncoderOptions& options);
  void open_sound(const std::string& source);
  Result<void> turn_video(int clockwise_deg);
  Result<void> drain();
  double last_s() const { return static_cast<double>(last_pts) * av_q2d(kTimeBase); }
  Result<void> write_sound_until(double at_s);
  Result<void> finish_sound();
};

Encoder::Encoder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;
Encoder::~Encoder() = default;

Result<void> Encoder::Impl::open_video(const EncoderOptions& options) {
  const bool is_hevc = options.codec == VideoCodec::hevc;
  const AVCodec* encoder = avcodec_find_encoder_by_name(is_hevc ? "libx265" : "libx264");
  if (encoder == nullptr)
    return failure(Error::Kind::unsupported, path + ": this FFmpeg can't write " + (is_hevc ? "HEVC" : "H.264"));
  codec.reset(avcodec_alloc_context3(encoder));
  codec->width = options.width, codec->height = options.height;
  codec->pix_fmt = AV_PIX_FMT_YUV420P;
  codec->time_base = kTimeBase;
  codec->framerate = av_d2q(options.frames_per_s, 100000);
  codec->color_range = options.is_full_range ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
  codec->colorspace = options.is_bt709 ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
  codec->thread_count = options.threads;
  // Players seek to key frames: one a second or two makes clicking around pleasant.
  codec->gop_size = static_cast<int>(std::lround(std::clamp(options.frames_per_s * options.key_frame_s, 1.0, 1e6)));
  if ((output->oformat->flags & AVFMT_GLOBALHEADER) != 0) codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  av_opt_set(codec->priv_data, "preset", options.preset.c_str(), 0);
  set_rate(*codec, options);
  if (is_hevc) tame_x265(*codec, options.threads);
  if (const int opened = avcodec_open2(codec.get(), encoder, nullptr); opened < 0) return failed(opened);
  video = avformat_new_stream(output.get(), nullptr);
  if (video == nullptr) return failed(AVERROR(ENOMEM));
  avcodec_parameters_from_context(video->codecpar, codec.get());
  // Apple's players know HEVC by this name only.
  if (is_hevc) video->codecpar->codec_tag = MKTAG('h', 'v', 'c', '1');
  video->time_base = kTimeBase;
  video->avg_frame_rate = codec->framerate;
  raw->format = codec->pix_fmt, raw->width = options.width, raw->height = options.height;
  if (const int got = av_frame_get_buffer(raw.get(), 0); got < 0) return failed(got);
  if (options.frames_per_s > 0) frame_s = 1 / options.frames_per_s;
  return turn_video(options.rotation_deg);
}

Result<void> Encoder::Impl::turn_video(int clockwise_deg) {
  if (clockwise_deg == 0) return {};
  constexpr std::size_t kMatrixBytes = 9 * sizeof(std::int32_t);
  std::uint8_t* matrix = av_stream_new_side_data(video, AV_PKT_DATA_DISPLAYMATRIX, kMatrixBytes);
  if (matrix == nullptr) return failed(AVERROR(ENOMEM));
  // Clockwise here, though av_display_rotation_get gives the counter-clockwise angle.
  av_display_rotation_set(reinterpret_cast<std::int32_t*>(matrix), clockwise_deg);
  return {};
}

// A missing or unusual sound track only means a silent film, never a failure.
void Encoder::Impl::open_sound(const std::string& source) {
  auto input = ffmpeg::open_input(source, 32);
  if (!input) return;
  const int index = av_find_best_stream(input->get(), AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
  if (index < 0) return;
  const AVStream& from = *(*input)->streams[index];
  // MP4 wants some codecs' headers whole, and would say so only at the very end.
  const AVCodecID id = from.codecpar->codec_id;
  const int shortest_header = id == AV_CODEC_ID_OPUS ? 19 : id == AV_CODEC_ID_FLAC ? 34 : 0;
  kept_sound = avformat_query_codec(output->oformat, id, FF_COMPLIANCE_NORMAL) == 1 &&
               from.codecpar->extradata_size >= shortest_header;
  if (!kept_sound) return;
  sound = avformat_new_stream(output.get(), nullptr);
  if (sound == nullptr || avcodec_parameters_copy(sound->codecpar, from.codecpar) < 0) return;
  sound->codecpar->codec_tag = 0;
  sound->time_base = from.time_base;
  const int picture = av_find_best_stream(input->get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  if (picture >= 0 && (*input)->streams[picture]->start_time != AV_NOPTS_VALUE)
    sound_offset_s =
        static_cast<double>((*input)->streams[picture]->start_time) * av_q2d((*input)->streams[picture]->time_base);
  for (unsigned i = 0; i < (*input)->nb_streams; ++i)
    if (static_cast<int>(i) != index) (*input)->streams[i]->discard = AVDISCARD_ALL;
  sound_index = index;
  sound_input = std::move(*input);
}

Result<Encoder> Encoder::create(const std::string& path, const EncoderOptions& options) {
  ffmpeg::set_up();
  if (const std::string complaint = complaint_about(options); !complaint.empty())
    return failure(Error::Kind::bad_argument, path + ": " + complaint);
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  AVFormatContext* raw = nullptr;
  if (const int got = avformat_alloc_output_context2(&raw, nullptr, "mp4", path.c_str()); got < 0)
    return impl->failed(got);
  impl->output.reset(raw);
  if (auto opened = impl->open_video(options); !opened) return tl::unexpected(opened.error());
  if (!options.sound_from.empty()) impl->open_sound(options.sound_from);
  if (options.sound_rate_hz != 0) {
    auto own = OwnSound::create(path, options, *raw);
    if (!own) return tl::unexpected(own.error());
    impl->own_sound = std::move(*own);
  }
  if (const int opened = avio_open(&raw->pb, ("file:" + path).c_str(), AVIO_FLAG_WRITE); opened < 0)
    return impl->failed(opened);
  AVDictionary* muxing = nullptr;
  av_dict_set(&muxing, "movflags", "+faststart", 0);  // plays while it loads
  const int begun = avformat_write_header(raw, &muxing);
  av_dict_free(&muxing);
  if (begun < 0 && impl->sound != nullptr) {  // a damaged sound header, perhaps: then the film is silent
    EncoderOptions silent = options;
    silent.sound_from.clear();
    auto encoder = create(path, silent);
    if (encoder) encoder->impl_->kept_sound = false;
    return encoder;
  }
  if (begun < 0) return impl->failed(begun);
  return Encoder(std::move(impl));
}

Result<void> Encoder::Impl::drain() {
  // x265 learns from the third picture how far decoding runs ahead of showing, and gives shorter films decoding times
  // out of unset memory (its issue 934). One or two pictures are never reordered.
  const bool is_too_short = codec->codec_id == AV_CODEC_ID_HEVC && pictures <= 2;
  return ffmpeg::write_ready(*codec, *video, *output, *packet, path, is_too_short);
}

Result<void> Encoder::Impl::write_sound_until(double at_s) {
  if (own_sound) return own_sound->write_until(at_s);
  if (!sound_input) return {};
  while (true) {
    if (!has_sound_packet) {
      if (av_read_frame(sound_input.get(), sound_packet.get()) < 0) {
        sound_input.reset();
        return {};
      }
      if (sound_packet->stream_index != sound_index || sound_packet->pts == AV_NOPTS_VALUE) {
        av_packet_unref(sound_packet.get());
        continue;
      }
      has_sound_packet = true;
    }
    const AVRational base = sound_input->streams[sound_index]->time_base;
    const double starts_s = static_cast<double>(sound_packet->pts) * av_q2d(base) - sound_offset_s;
    if (starts_s > at_s) return {};
    has_sound_packet = false;
    const auto offset = static_cast<std::int64_t>(std::llround(sound_offset_s / av_q2d(base)));
    sound_packet->dts = (sound_packet->dts != AV_NOPTS_VALUE ? sound_packet->dts : sound_packet->pts) - offset;
    sound_packet->pts -= offset;
    av_packet_rescale_ts(sound_packet.get(), base, sound->time_base);
    // Damaged times run backwards. MP4 takes no such block, and one block isn't worth the film.
    if (sound_packet->dts <= last_sound_dts || sound_packet->pts < sound_packet->dts) {
      av_packet_unref(sound_packet.get());
      continue;
    }
    last_sound_dts = sound_packet->dts;
    sound_packet->stream_index = sound->index;
    sound_packet->pos = -1;
    const int written = av_interleaved_write_frame(output.get(), sound_packet.get());
    if (written < 0 && written != AVERROR_INVALIDDATA) return failed(written);  // a damaged block is left out
  }
}

// Sound to the end of the picture, not beyond.
Result<void> Encoder::Impl::finish_sound() {
  if (!own_sound) return write_sound_until(last_s());
  return own_sound->finish(pictures > 0 ? last_s() + frame_s : 0);
}

Result<void> Encoder::push(const Picture& picture, double at_s) {
  Impl& i = *impl_;
  if (const int writable = av_frame_make_writable(i.raw.get()); writable < 0) return i.failed(writable);
  const auto copy_plane = [&](int plane, const std::vector<std::uint8_t>& from, int width, int height) {
    av_image_copy_plane(i.raw->data[plane], i.raw->linesize[plane], from.data(), width, width, height);
  };
  copy_plane(0, picture.luma, picture.width, picture.height);
  copy_plane(1, picture.blue, picture.chroma_width(), picture.height / 2);
  copy_plane(2, picture.red, picture.chroma_width(), picture.height / 2);
  i.raw->pts = std::max(i.last_pts + 1, static_cast<std::int64_t>(std::llround(at_s / av_q2d(kTimeBase))));
  i.last_pts = i.raw->pts;
  ++i.pictures;
  if (auto wrote = i.write_sound_until(at_s); !wrote) return wrote;
  if (const int sent = avcodec_send_frame(i.codec.get(), i.raw.get()); sent < 0) return i.failed(sent);
  return i.drain();
}

Result<void> Encoder::push_sound(std::span<const float> samples) {
  Impl& i = *impl_;
  if (!i.own_sound) return failure(Error::Kind::bad_argument, i.path + ": sound for a film that was begun without");
  if (auto pushed = i.own_sound->push(samples); !pushed) return pushed;
  return i.own_sound->write_until(i.last_s());
}

Result<void> Encoder::finish() {
  Impl& i = *impl_;
  if (const int sent = avcodec_send_frame(i.codec.get(), nullptr); sent < 0) return i.failed(sent);
  if (auto drained = i.drain(); !drained) return drained;
  if (auto wrote = i.finish_sound(); !wrote) return wrote;
  if (const int ended = av_write_trailer(i.output.get()); ended < 0) return i.failed(ended);
  if (const int closed = avio_closep(&i.output->pb); closed < 0) return i.failed(closed);
  return {};
}

bool Encoder::has_kept_sound() const { return impl_->kept_sound; }

}  // namespace endrange
