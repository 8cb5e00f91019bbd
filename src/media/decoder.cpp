#include "media/decoder.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "media/ffmpeg.h"
#include "media/rotate.h"
#include "media/scene.h"

namespace endrange {

namespace {

int clockwise_rotation(const AVStream& stream) {
  const auto* matrix =
      reinterpret_cast<const std::int32_t*>(av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr));
  if (matrix == nullptr) return 0;
  // FFmpeg gives the counter-clockwise angle; cameras only write quarter turns.
  const double turn = -av_display_rotation_get(matrix);
  if (!std::isfinite(turn)) return 0;
  return ((static_cast<int>(std::lround(turn / 90)) * 90) % 360 + 360) % 360;
}

// How long the pictures last by the file's own word; NaN = it doesn't say. Matroska counts from zero rather than from
// the first picture, and for all tracks together, which a longer sound stretches; most writers add a tag for each
// track.
double declared_duration_s(const AVFormatContext& input, const AVStream& stream) {
  if (stream.duration > 0) return static_cast<double>(stream.duration) * av_q2d(stream.time_base);
  const bool starts = stream.start_time != AV_NOPTS_VALUE;
  const double starts_s = starts ? static_cast<double>(stream.start_time) * av_q2d(stream.time_base) : 0;
  const AVDictionaryEntry* tag = av_dict_get(stream.metadata, "DURATION", nullptr, AV_DICT_IGNORE_SUFFIX);
  int hours = 0, minutes = 0;
  double seconds = 0;
  if (tag != nullptr && std::sscanf(tag->value, "%d:%d:%lf", &hours, &minutes, &seconds) == 3) {
    const double ends_s = 3600.0 * hours + 60.0 * minutes + seconds;
    if (ends_s > starts_s) return ends_s - starts_s;
  }
  if (input.duration <= 0 || input.nb_streams > 1) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(input.duration) / AV_TIME_BASE - std::max(starts_s, 0.0);
}

// A format marked as full range, as its plain twin: swscale would squeeze the marked one into the limited range.
AVPixelFormat without_range(int format) {
  switch (format) {
    case AV_PIX_FMT_YUVJ420P: return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_YUVJ422P: return AV_PIX_FMT_YUV422P;
    case AV_PIX_FMT_YUVJ440P: return AV_PIX_FMT_YUV440P;
    case AV_PIX_FMT_YUVJ444P: return AV_PIX_FMT_YUV444P;
    case AV_PIX_FMT_YUVJ411P: return AV_PIX_FMT_YUV411P;
    default: return static_cast<AVPixelFormat>(format);
  }
}

ffmpeg::Picture new_picture(int width, int height) {
  ffmpeg::Picture picture(av_frame_alloc());
  if (!picture) return nullptr;
  picture->format = AV_PIX_FMT_YUV420P;
  picture->width = width;
  picture->height = height;
  if (av_frame_get_buffer(picture.get(), 0) < 0) return nullptr;
  return picture;
}

ffmpeg::Picture rotated(const AVFrame& from, int clockwise_deg) {
  const bool sideways = clockwise_deg % 180 != 0;
  auto to = new_picture(sideways ? from.height : from.width, sideways ? from.width : from.height);
  if (!to) return nullptr;
  for (int plane = 0; plane < 3; ++plane) {
    const int columns = plane == 0 ? from.width : (from.width + 1) / 2,
              rows = plane == 0 ? from.height : (from.height + 1) / 2;
    rotate_plane(from.data[plane], from.linesize[plane], columns, rows, clockwise_deg, to->data[plane],
                 to->linesize[plane]);
  }
  to->color_range = from.color_range;
  to->colorspace = from.colorspace;
  return to;
}

}  // namespace

struct Decoder::Impl {
  ClipInfo info;
  DecoderOptions options;
  SceneWatcher scene;
  ffmpeg::Input input;
  ffmpeg::Codec codec;
  ffmpeg::Packet packet{av_packet_alloc()};
  ffmpeg::Picture picture{av_frame_alloc()};
  ffmpeg::Scaler scaler;
  int stream = -1;
  int frames = 0;
  int broken_packets = 0;
  bool draining = false, ended_early = false, has_jumped = false;
  double first_s = std::numeric_limits<double>::quiet_NaN();
  double last_s = 0, spacing_s = 0;
  double promised_s = std::numeric_limits<double>::quiet_NaN();  // how long the pictures last, as declared

  int stored_width = 0, stored_height = 0;  // square pixels, before rotation

  Result<bool> receive();
  double time_of(const AVFrame& raw);
  ffmpeg::Picture as_planar(ffmpeg::Picture raw);
};

Decoder::Decoder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;
Decoder::~Decoder() = default;

const ClipInfo& Decoder::info() const { return impl_->info; }

Result<Decoder> Decoder::open(const std::string& path, const DecoderOptions& options) {
  const auto unreadable = [&](const std::string& what) { return failure(Error::Kind::unreadable, path + ": " + what); };
  auto impl = std::make_unique<Impl>();
  impl->options = options;
  auto input = ffmpeg::open_input(path, options.most_streams);
  if (!input) return tl::unexpected(input.error());
  impl->input = std::move(*input);

  const int video = av_find_best_stream(impl->input.get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  if (video < 0) return unreadable("no picture in it, only sound or nothing");
  impl->stream = video;
  const AVStream& stream = *impl->input->streams[video];
  const AVCodecParameters& parameters = *stream.codecpar;
  for (unsigned i = 0; i < impl->input->nb_streams; ++i)
    if (static_cast<int>(i) != video) impl->input->streams[i]->discard = AVDISCARD_ALL;

  const long width = parameters.width, height = parameters.height;
  if (width <= 0 || height <= 0) return unreadable("the picture has no size");
  const auto too_large = [&](long wide, long tall) {
    return unreadable("its picture is " + std::to_string(wide) + "x" + std::to_string(tall) +
                      " pixels, more than the limit; save it smaller (1080p is plenty)");
  };
  if (width * height > options.most_pixels) return too_large(width, height);

  ClipInfo& info = impl->info;
  info.file = path;
  info.container = std::string(impl->input->iformat->name).substr(0, std::string(impl->input->iformat->name).find(','));
  info.video_codec = avcodec_get_name(parameters.codec_id);
  const int audio = av_find_best_stream(impl->input.get(), AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
  if (audio >= 0) info.audio_codec = avcodec_get_name(impl->input->streams[audio]->codecpar->codec_id);

  if (const AVDictionaryEntry* tag = av_dict_get(impl->input->metadata, "creation_time", nullptr, 0))
    info.created = tag->value;

  const double nan = std::numeric_limits<double>::quiet_NaN();
  impl->promised_s = declared_duration_s(*impl->input, stream);
  info.duration_s = std::isfinite(impl->promised_s) ? impl->promised_s
                    : impl->input->duration > 0     ? static_cast<double>(impl->input->duration) / AV_TIME_BASE
                                                    : nan;
  if (info.duration_s > options.longest_s)
    return unreadable("it lasts " + std::to_string(static_cast<long>(info.duration_s / 60)) +
                      " minutes, more than the limit; cut out the set");
  info.nominal_fps = stream.avg_frame_rate.num > 0 ? av_q2d(stream.avg_frame_rate) : av_q2d(stream.r_frame_rate);
  info.file_bytes =
      impl->input->pb != nullptr ? static_cast<double>(std::max<std::int64_t>(avio_size(impl->input->pb), 0)) : nan;
  info.video_bits_per_s = parameters.bit_rate > 0 ? static_cast<double>(parameters.bit_rate)
                          : info.duration_s > 0   ? 8 * info.file_bytes / info.duration_s
                                                  : nan;

  // Non-square pixels are widened to square ones: angles need them.
  const AVRational aspect = av_guess_sample_aspect_ratio(impl->input.get(), impl->input->streams[video], nullptr);
  const double stretch = aspect.num > 0 && aspect.den > 0 ? std::clamp(av_q2d(aspect), 0.25, 4.0) : 1.0;
  impl->stored_width = std::max(2, static_cast<int>(std::lround(static_cast<double>(width) * stretch)));
  impl->stored_height = static_cast<int>(height);
  if (impl->stored_width * height > options.most_pixels) return too_large(impl->stored_width, height);
  info.rotation_deg = clockwise_rotation(stream);
  const bool sideways = info.rotation_deg % 180 != 0;
  info.width = sideways ? impl->stored_height : impl->stored_width;
  info.height = sideways ? impl->stored_width : impl->stored_height;

  auto codec = ffmpeg::open_decoder(stream, path, options.most_pixels, options.threads);
  if (!codec) return tl::unexpected(codec.error());
  impl->codec = std::move(*codec);
  return Decoder(std::move(impl));
}

// Fills `picture` with the next decoded picture; false at the end.
Result<bool> Decoder::Impl::receive() {
  while (true) {
    const int received = avcodec_receive_frame(codec.get(), picture.get());
    if (received == 0) return true;
    if (received == AVERROR_EOF) return false;
    if (received != AVERROR(EAGAIN)) ++broken_packets;
    if (draining) {
      if (received == AVERROR(EAGAIN)) return false;
      continue;
    }
    const int read = av_read_frame(input.get(), packet.get());
    if (read < 0) {
      ended_early = read != AVERROR_EOF;
      draining = true;
      avcodec_send_packet(codec.get(), nullptr);
      continue;
    }
    if (packet->stream_index == stream) {
      if (packet->flags & AV_PKT_FLAG_CORRUPT) ++broken_packets;
      if (avcodec_send_packet(codec.get(), packet.get()) < 0) ++broken_packets;
    }
    av_packet_unref(packet.get());
  }
}

// Seconds from the first frame. A missing or backward timestamp is replaced by the last one plus the last spacing.
double Decoder::Impl::time_of(const AVFrame& raw) {
  const double declared = raw.best_effort_timestamp == AV_NOPTS_VALUE ? std::numeric_limits<double>::quiet_NaN()
                                                                      : static_cast<double>(raw.best_effort_timestamp) *
                                                                            av_q2d(input->streams[stream]->time_base);
  if (frames == 0) {
    first_s = std::isfinite(declared) ? declared : 0;
    spacing_s = info.nominal_fps > 0 ? 1 / info.nominal_fps : 1.0 / 30;
    return 0;
  }
  const double at = declared - first_s;
  if (!std::isfinite(at) || at <= last_s) return last_s + spacing_s;
  spacing_s = at - last_s;
  return at;
}

// 8-bit planar 4:2:0 with square pixels, upright. Phones' own H.264 passes through untouched.
ffmpeg::Picture Decoder::Impl::as_planar(ffmpeg::Picture raw) {
  if (const AVPixelFormat plain = without_range(raw->format); plain != raw->format)
    raw->format = plain, raw->color_range = AVCOL_RANGE_JPEG;
  if (raw->format != AV_PIX_FMT_YUV420P || raw->width != stored_width || raw->height != stored_height) {
    SwsContext* reused = sws_getCachedContext(
        scaler.release(), raw->width, raw->height, static_cast<AVPixelFormat>(raw->format), stored_width, stored_height,
        AV_PIX_FMT_YUV420P, SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT, nullptr, nullptr, nullptr);
    scaler.reset(reused);
    auto planar = reused != nullptr ? new_picture(stored_width, stored_height) : nullptr;
    if (!planar) return nullptr;
    sws_scale(reused, raw->data, raw->linesize, 0, raw->height, planar->data, planar->linesize);
    // swscale keeps the range and matrix of YCbCr; of grey and RGB it makes limited range and BT.601.
    const AVPixFmtDescriptor* from = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(raw->format));
    const bool is_ycbcr = from != nullptr && (from->flags & AV_PIX_FMT_FLAG_RGB) == 0 && from->nb_components >= 3;
    planar->color_range = is_ycbcr ? raw->color_range : AVCOL_RANGE_MPEG;
    planar->colorspace = is_ycbcr ? raw->colorspace : AVCOL_SPC_SMPTE170M;
    raw = std::move(planar);
  }
  return info.rotation_deg == 0 ? std::move(raw) : rotated(*raw, info.rotation_deg);
}

Result<Frame> Decoder::next() {
  auto got = impl_->receive();
  if (!got) return tl::unexpected(got.error());
  if (!*got) {
    if (impl_->frames == 0)
      return failure(Error::Kind::unreadable, impl_->info.file + ": no picture in it could be decoded");
    return Frame{};
  }
  ffmpeg::Picture raw(av_frame_alloc());
  if (!raw) return failure(Error::Kind::unreadable, impl_->info.file + ": out of memory");
  av_frame_move_ref(raw.get(), impl_->picture.get());
  if (static_cast<long>(raw->width) * raw->height > impl_->options.most_pixels)
    return failure(Error::Kind::unreadable, impl_->info.file + ": the picture grows beyond the limit in mid-clip");
  const double at_s = impl_->time_of(*raw);
  if (at_s > impl_->options.longest_s)
    return failure(Error::Kind::unreadable, impl_->info.file + ": lasts longer than the limit; cut out the set");
  auto picture = impl_->as_planar(std::move(raw));
  if (!picture) return failure(Error::Kind::unreadable, impl_->info.file + ": its pictures can't be converted");

  Frame frame;
  frame.index = impl_->has_jumped ? -1 : impl_->frames;
  ++impl_->frames;
  frame.at_s = impl_->last_s = at_s;
  frame.width = picture->width, frame.height = picture->height;
  frame.luma = picture->data[0], frame.blue = picture->data[1], frame.red = picture->data[2];
  frame.luma_stride = picture->linesize[0], frame.chroma_stride = picture->linesize[1];
  frame.is_full_range = picture->color_range == AVCOL_RANGE_JPEG;
  // Undeclared: HD material is BT.709 by custom.
  frame.is_bt709 = picture->colorspace == AVCOL_SPC_BT709 ||
                   (picture->colorspace == AVCOL_SPC_UNSPECIFIED && impl_->stored_height >= 720);
  frame.owner = std::shared_ptr<const void>(std::shared_ptr<AVFrame>(picture.release(), ffmpeg::Deleter{}));
  if (impl_->options.watches_scene) frame.scene = impl_->scene.push(frame);
  return frame;
}

bool Decoder::seek(double at_s) {
  Impl& i = *impl_;
  if (i.frames == 0) return false;  // the first picture's own time isn't known yet
  const double base = av_q2d(i.input->streams[i.stream]->time_base);
  const auto target = static_cast<std::int64_t>(std::floor((at_s + i.first_s) / base));
  if (av_seek_frame(i.input.get(), i.stream, target, AVSEEK_FLAG_BACKWARD) < 0) return false;
  avcodec_flush_buffers(i.codec.get());
  i.draining = false;
  i.has_jumped = true;
  i.last_s = -std::numeric_limits<double>::infinity();
  return true;
}

std::string Decoder::damage() const {
  const Impl& i = *impl_;
  // A container that promises clearly more than it holds was cut off while being written or sent.
  const bool is_short = std::isfinite(i.promised_s) && i.draining && i.last_s + i.spacing_s < 0.9 * i.promised_s - 0.2;
  if (i.ended_early || is_short) return "the file breaks off early; what is there was analysed";
  if (i.broken_packets > 0) return "parts of the file are damaged and were skipped";
  return "";
}

}  // namespace endrange
