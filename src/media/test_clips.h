// test_clips.h: writes small clips for the tests, with pictures and sound whose every frame and moment is known.
//
//   encode_pictures(PictureSpec) ─┐
//   encode_sound(SoundSpec) ──────┼─► Track ─► write_clip(path, tracks) ─► a file in a TempFolder
//   claim_track(codec, size) ─────┘
//
// Each frame is one even grey, grey_of(frame), with a bright and coloured mark in the stored top-left corner, wider
// than tall: it tells turned from mirrored. Included by *_test.cpp only.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/frame.h"
#include "media/decoder.h"
#include "media/ffmpeg.h"

/// At the start of a test: leaves it when this FFmpeg can't make the clip.
#define NEEDS_ENCODER(name) \
  if (!::endrange::test_clips::has_encoder(name)) GTEST_SKIP() << "skipped: this FFmpeg has no encoder " << (name)

namespace endrange::test_clips {

// ---------------------------------------------------------------------------------------------------------- Files

/// A folder of its own under the system's temporary one; gone with the object.
class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "endrange_test_XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  std::string file(const std::string& name) const { return (path_ / name).string(); }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

using Bytes = std::vector<char>;

inline Bytes read_bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void write_bytes(const std::string& path, const Bytes& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out) throw std::runtime_error("can't write " + path);
}

/// Numbers that look random and are the same on every machine.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : state_(seed) {}
  std::uint32_t roll() {
    state_ = state_ * 1664525u + 1013904223u;
    return state_ >> 8;
  }

 private:
  std::uint32_t state_;
};

// --------------------------------------------------------------------------------------------------------- Tracks

inline bool has_encoder(const std::string& name) { return avcodec_find_encoder_by_name(name.c_str()) != nullptr; }

inline void require(int code, const char* what) {
  if (code < 0) throw std::runtime_error(std::string("test clip: ") + what + ": " + ffmpeg::words_for(code));
}
inline void require(const void* made, const char* what) {
  if (made == nullptr) throw std::runtime_error(std::string("test clip: ") + what);
}

struct ParametersDeleter {
  void operator()(AVCodecParameters* p) const { avcodec_parameters_free(&p); }
};

/// One encoded stream, ready to be put into any container.
struct Track {
  std::unique_ptr<AVCodecParameters, ParametersDeleter> parameters{avcodec_parameters_alloc()};
  AVRational time_base = {1, 90000};
  AVRational pixel_aspect = {0, 1};
  int turned_clockwise_deg = 0;
  std::vector<ffmpeg::Packet> packets;
};

struct PictureSpec {
  std::string encoder = "libx264";
  std::string options;  ///< "name=value:name=value"; "" = fast and fine ones of this encoder
  AVPixelFormat pixels = AV_PIX_FMT_YUV420P;
  bool is_full_range = false;
  int width = 160, height = 120;
  std::vector<double> times_s;
  AVRational pixel_aspect = {1, 1};
  int turned_clockwise_deg = 0;
};

/// The grey of a frame away from the mark, 0 black … 255 white. Neighbours differ by 15 or more.
inline double grey_of(int frame) { return 40 + 15 * (frame % 12); }
constexpr double kMarkGrey = 240;
constexpr int kMarkBlue = 90, kMarkRed = 160;

inline std::vector<double> steady_times(int frames, double frames_per_s, double starts_s = 0) {
  std::vector<double> times;
  for (int i = 0; i < frames; ++i) times.push_back(starts_s + i / frames_per_s);
  return times;
}

inline std::string fast_options(const std::string& encoder) {
  if (encoder == "libx264") return "preset=ultrafast:crf=12";
  if (encoder == "libx265") return "preset=ultrafast:crf=12:x265-params=log-level=none";
  if (encoder == "libvpx-vp9") return "deadline=realtime:cpu-used=8:crf=15:b=0:lag-in-frames=0";
  if (encoder == "libaom-av1") return "cpu-used=8:usage=realtime:crf=20:b=0:lag-in-frames=0";
  return "";
}

/// One plane filled with `value`, and `mark` in its top-left corner: a quarter wide, an eighth tall.
template <class Sample>
void paint_plane(std::uint8_t* data, int stride, int columns, int rows, double value, double mark) {
  for (int y = 0; y < rows; ++y) {
    auto* row = reinterpret_cast<Sample*>(data + static_cast<std::ptrdiff_t>(y) * stride);
    std::fill_n(row, columns, static_cast<Sample>(std::lround(value)));
    if (y < rows / 8) std::fill_n(row, columns / 4, static_cast<Sample>(std::lround(mark)));
  }
}

inline void paint(AVFrame& picture, int frame, bool is_full_range) {
  const AVPixFmtDescriptor& format = *av_pix_fmt_desc_get(static_cast<AVPixelFormat>(picture.format));
  const int depth = format.comp[0].depth;
  if ((format.flags & AV_PIX_FMT_FLAG_RGB) != 0) {  // red all over, three bits each of red and green and two of blue
    paint_plane<std::uint8_t>(picture.data[0], picture.linesize[0], picture.width, picture.height, 0xe0, 0xe0);
    return;
  }
  const double unit = 1 << (depth - 8);
  const auto luma = [&](double grey) { return unit * (is_full_range ? grey : 16 + grey * 219 / 255); };
  for (int plane = 0; plane < std::min<int>(format.nb_components, 3); ++plane) {
    const int across = plane == 0 ? 0 : format.log2_chroma_w, down = plane == 0 ? 0 : format.log2_chroma_h;
    const int columns = AV_CEIL_RSHIFT(picture.width, across), rows = AV_CEIL_RSHIFT(picture.height, down);
    const double value = plane == 0 ? luma(grey_of(frame)) : unit * 128;
    const double mark = plane == 0 ? luma(kMarkGrey) : unit * (plane == 1 ? kMarkBlue : kMarkRed);
    if (depth > 8)
      paint_plane<std::uint16_t>(picture.data[plane], picture.linesize[plane], columns, rows, value, mark);
    else
      paint_plane<std::uint8_t>(picture.data[plane], picture.linesize[plane], columns, rows, value, mark);
  }
}

inline ffmpeg::Codec new_encoder(const std::string& name) {
  av_log_set_level(AV_LOG_QUIET);
  ::setenv("SVT_LOG", "-1", 1);
  const AVCodec* encoder = avcodec_find_encoder_by_name(name.c_str());
  require(encoder, "no such encoder");
  ffmpeg::Codec codec(avcodec_alloc_context3(encoder));
  require(codec.get(), "no encoder context");
  codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  codec->thread_count = 1;
  codec->strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL;
  return codec;
}

inline void open_encoder(AVCodecContext& codec, const std::string& options) {
  AVDictionary* entries = nullptr;
  require(av_dict_parse_string(&entries, options.c_str(), "=", ":", 0), "options");
  const int opened = avcodec_open2(&codec, codec.codec, &entries);
  av_dict_free(&entries);
  require(opened, "open encoder");
}

/// Moves what the encoder has ready into the track.
inline void collect(AVCodecContext& codec, Track& track) {
  while (true) {
    ffmpeg::Packet packet(av_packet_alloc());
    const int got = avcodec_receive_packet(&codec, packet.get());
    if (got == AVERROR(EAGAIN) || got == AVERROR_EOF) return;
    require(got, "encode");
    track.packets.push_back(std::move(packet));
  }
}

/// Gives every packet the time to the next picture: without it, MP4 may lose the last one.
inline void fill_durations(Track& track) {
  std::vector<AVPacket*> shown;
  for (const auto& packet : track.packets) shown.push_back(packet.get());
  std::sort(shown.begin(), shown.end(), [](const AVPacket* a, const AVPacket* b) { return a->pts < b->pts; });
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const std::size_t next = std::min(i + 1, shown.size() - 1);
    shown[i]->duration = next > i ? shown[next]->pts - shown[i]->pts : i > 0 ? shown[i - 1]->duration : 1;
  }
}

inline Track encode_pictures(const PictureSpec& spec) {
  Track track;
  auto codec = new_encoder(spec.encoder);
  const bool is_rate_bound = spec.encoder == "mpeg2video";  // knows a few frame rates only
  codec->width = spec.width, codec->height = spec.height;
  codec->pix_fmt = spec.pixels;
  codec->time_base = is_rate_bound ? AVRational{1, 25} : spec.encoder == "gif" ? AVRational{1, 100} : track.time_base;
  if (is_rate_bound) codec->framerate = {25, 1};
  codec->sample_aspect_ratio = spec.pixel_aspect;
  codec->color_range = spec.is_full_range ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
  if (spec.encoder == "mjpeg") codec->flags |= AV_CODEC_FLAG_QSCALE, codec->global_quality = 2 * FF_QP2LAMBDA;
  open_encoder(*codec, spec.options.empty() ? fast_options(spec.encoder) : spec.options);
  track.time_base = codec->time_base;
  track.pixel_aspect = spec.pixel_aspect;
  track.turned_clockwise_deg = spec.turned_clockwise_deg;

  for (int frame = 0; frame < static_cast<int>(spec.times_s.size()); ++frame) {
    ffmpeg::Picture picture(av_frame_alloc());
    require(picture.get(), "no frame");
    picture->format = spec.pixels, picture->width = spec.width, picture->height = spec.height;
    require(av_frame_get_buffer(picture.get(), 0), "no planes");
    paint(*picture, frame, spec.is_full_range);
    picture->pts = std::llround(spec.times_s[static_cast<std::size_t>(frame)] / av_q2d(codec->time_base));
    picture->color_range = codec->color_range;
    if (spec.encoder == "mjpeg") picture->quality = codec->global_quality;
    require(avcodec_send_frame(codec.get(), picture.get()), "send frame");
    collect(*codec, track);
  }
  require(avcodec_send_frame(codec.get(), nullptr), "flush");
  collect(*codec, track);
  fill_durations(track);
  require(avcodec_parameters_from_context(track.parameters.get(), codec.get()), "parameters");
  return track;
}

struct SoundSpec {
  std::string encoder = "aac";
  int rate_hz = 44100;
  int channels = 1;
  double starts_s = 0, lasts_s = 1;         ///< on the file's clock
  std::function<double(double at_s)> wave;  ///< −1…1, on the file's clock; empty = a sine of 440 Hz
  std::string options = "";
};

inline double sine(double hz, double at_s) { return 0.5 * std::sin(2 * M_PI * hz * at_s); }

inline Track encode_sound(const SoundSpec& spec) {
  Track track;
  auto codec = new_encoder(spec.encoder);
  AVSampleFormat format = AV_SAMPLE_FMT_S16;
  for (const AVSampleFormat* offered = codec->codec->sample_fmts; *offered != AV_SAMPLE_FMT_NONE; ++offered)
    if (av_get_packed_sample_fmt(*offered) == AV_SAMPLE_FMT_FLT) format = *offered;
  codec->sample_rate = spec.rate_hz;
  codec->sample_fmt = format;
  av_channel_layout_default(&codec->ch_layout, spec.channels);
  codec->time_base = {1, spec.rate_hz};
  codec->bit_rate = 128000;
  open_encoder(*codec, spec.options);
  track.time_base = codec->time_base;

  const auto first = std::llround(spec.starts_s * spec.rate_hz), count = std::llround(spec.lasts_s * spec.rate_hz);
  const std::int64_t block = codec->frame_size > 0 ? codec->frame_size : 1024;
  for (std::int64_t done = 0; done < count; done += block) {
    ffmpeg::Picture sound(av_frame_alloc());
    require(sound.get(), "no frame");
    sound->format = format;
    sound->nb_samples = static_cast<int>(std::min<std::int64_t>(block, count - done));
    sound->sample_rate = spec.rate_hz;
    require(av_channel_layout_copy(&sound->ch_layout, &codec->ch_layout), "layout");
    require(av_frame_get_buffer(sound.get(), 0), "no samples");
    sound->pts = first + done;
    for (int i = 0; i < sound->nb_samples; ++i) {
      const double at_s = static_cast<double>(first + done + i) / spec.rate_hz;
      const double value = spec.wave ? spec.wave(at_s) : sine(440, at_s);
      for (int channel = 0; channel < spec.channels; ++channel) {
        const bool is_planar = av_sample_fmt_is_planar(format) != 0;
        std::uint8_t* data = sound->extended_data[is_planar ? channel : 0];
        const int at = is_planar ? i : i * spec.channels + channel;
        if (av_get_packed_sample_fmt(format) == AV_SAMPLE_FMT_FLT)
          reinterpret_cast<float*>(data)[at] = static_cast<float>(value);
        else
          reinterpret_cast<std::int16_t*>(data)[at] = static_cast<std::int16_t>(std::lround(value * 32767));
      }
    }
    require(avcodec_send_frame(codec.get(), sound.get()), "send sound");
    collect(*codec, track);
  }
  require(avcodec_send_frame(codec.get(), nullptr), "flush");
  collect(*codec, track);
  require(avcodec_parameters_from_context(track.parameters.get(), codec.get()), "parameters");
  return track;
}

/// A track that only says what it holds; its packets are noise.
inline Track claim_track(AVCodecID codec, int width, int height) {
  Track track;
  track.parameters->codec_type = AVMEDIA_TYPE_VIDEO;
  track.parameters->codec_id = codec;
  track.parameters->width = width, track.parameters->height = height;
  Dice dice(7);
  for (int i = 0; i < 5; ++i) {
    ffmpeg::Packet packet(av_packet_alloc());
    require(av_new_packet(packet.get(), 200), "packet");
    for (int k = 0; k < packet->size; ++k) packet->data[k] = static_cast<std::uint8_t>(dice.roll());
    packet->pts = packet->dts = i * 3000;
    packet->duration = 3000;
    packet->flags |= AV_PKT_FLAG_KEY;
    track.packets.push_back(std::move(packet));
  }
  return track;
}

/// Appends another track's packets, `later_s` later: a clip that changes its size or channels on the way.
inline void append(Track& track, Track&& more, double later_s) {
  const auto ticks = std::llround(later_s / av_q2d(track.time_base));
  for (auto& packet : more.packets) {
    av_packet_rescale_ts(packet.get(), more.time_base, track.time_base);
    packet->pts += ticks, packet->dts += ticks;
    track.packets.push_back(std::move(packet));
  }
}

struct ClipSpec {
  std::string muxing_options;  ///< "movflags=+faststart"
};

inline void describe(AVStream& stream, const Track& track) {
  require(avcodec_parameters_copy(stream.codecpar, track.parameters.get()), "parameters");
  stream.codecpar->codec_tag = 0;
  stream.time_base = track.time_base;
  if (track.pixel_aspect.num > 0)
    stream.sample_aspect_ratio = stream.codecpar->sample_aspect_ratio = track.pixel_aspect;
  if (track.turned_clockwise_deg == 0) return;
  // As the QuickTime format has it: x' = a x + c y, y' = b x + d y, y downwards; {a, b, 0, c, d, 0, 0, 0, 1}.
  constexpr std::int32_t kOne = 1 << 16;
  std::array<std::int32_t, 9> matrix{};
  matrix[8] = 1 << 30;
  if (track.turned_clockwise_deg == 90) matrix[1] = kOne, matrix[3] = -kOne;
  if (track.turned_clockwise_deg == 180) matrix[0] = -kOne, matrix[4] = -kOne;
  if (track.turned_clockwise_deg == 270) matrix[1] = -kOne, matrix[3] = kOne;
  std::uint8_t* data = av_stream_new_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, sizeof(matrix));
  require(data, "matrix");
  std::copy_n(reinterpret_cast<const std::uint8_t*>(matrix.data()), sizeof(matrix), data);
}

/// Writes the tracks into a container chosen by the path's ending: mp4, mov, mkv, webm, gif, m4a.
inline void write_clip(const std::string& path, const std::vector<const Track*>& tracks, const ClipSpec& spec = {}) {
  AVFormatContext* made = nullptr;
  require(avformat_alloc_output_context2(&made, nullptr, nullptr, path.c_str()), "container");
  const std::unique_ptr<AVFormatContext, void (*)(AVFormatContext*)> output(made, [](AVFormatContext* p) {
    avio_closep(&p->pb);
    avformat_free_context(p);
  });
  output->strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL;
  struct Due {
    double at_s;
    int stream;
    const AVPacket* packet;
  };
  std::vector<Due> due;
  for (const Track* track : tracks) {
    AVStream* stream = avformat_new_stream(output.get(), nullptr);
    require(stream, "stream");
    describe(*stream, *track);
    for (const auto& packet : track->packets)
      due.push_back({static_cast<double>(packet->dts) * av_q2d(track->time_base), stream->index, packet.get()});
  }
  std::stable_sort(due.begin(), due.end(), [](const Due& a, const Due& b) { return a.at_s < b.at_s; });

  require(avio_open(&output->pb, ("file:" + path).c_str(), AVIO_FLAG_WRITE), "open for writing");
  AVDictionary* entries = nullptr;
  require(av_dict_parse_string(&entries, spec.muxing_options.c_str(), "=", ":", 0), "muxing options");
  const int begun = avformat_write_header(output.get(), &entries);
  av_dict_free(&entries);
  require(begun, "header");
  for (const Due& d : due) {
    const ffmpeg::Packet packet(av_packet_clone(d.packet));
    require(packet.get(), "packet");
    packet->stream_index = d.stream;
    // Matroska's times count Opus' run-in, 6.5 ms, as Opus' own don't; FFmpeg 5.1 forgets to add it.
    const AVCodecParameters& parameters = *output->streams[d.stream]->codecpar;
    if (parameters.codec_id == AV_CODEC_ID_OPUS && !path.ends_with(".mp4"))
      packet->pts += parameters.initial_padding, packet->dts += parameters.initial_padding;
    av_packet_rescale_ts(packet.get(), tracks[static_cast<std::size_t>(d.stream)]->time_base,
                         output->streams[d.stream]->time_base);
    require(av_interleaved_write_frame(output.get(), packet.get()), "write");
  }
  require(av_write_trailer(output.get()), "trailer");
}

/// The usual case: pictures only.
inline void write_clip(const std::string& path, const PictureSpec& pictures, const ClipSpec& spec = {}) {
  const Track track = encode_pictures(pictures);
  write_clip(path, {&track}, spec);
}

/// `frames` of 160 × 120 in H.264, 30 a second.
inline void write_plain_clip(const std::string& path, int frames = 12, const ClipSpec& spec = {}) {
  PictureSpec pictures;
  pictures.times_s = steady_times(frames, 30);
  write_clip(path, pictures, spec);
}

// -------------------------------------------------------------------------------------------------------- Looking

/// A part of a picture, in fractions of its width and height.
struct Part {
  double left = 0.3, top = 0.3, right = 0.7, bottom = 0.7;
};

template <class See>
double mean_of_plane(const std::uint8_t* plane, int stride, int columns, int rows, const Part& part, const See& see) {
  const int left = static_cast<int>(part.left * columns),
            right = std::max(left + 1, static_cast<int>(part.right * columns));
  const int top = static_cast<int>(part.top * rows), bottom = std::max(top + 1, static_cast<int>(part.bottom * rows));
  double sum = 0;
  for (int y = top; y < bottom; ++y)
    for (int x = left; x < right; ++x) sum += see(plane[static_cast<std::ptrdiff_t>(y) * stride + x]);
  return sum / ((right - left) * (bottom - top));
}

/// Mean grey of a part, 0 black … 255 white, whatever the range.
inline double mean_grey(const Frame& f, const Part& part = {}) {
  return mean_of_plane(f.luma, f.luma_stride, f.width, f.height, part, [&](int luma) {
    return f.is_full_range ? static_cast<double>(luma) : (luma - 16) * 255.0 / 219;
  });
}
inline double mean_blue(const Frame& f, const Part& part = {}) {
  return mean_of_plane(f.blue, f.chroma_stride, (f.width + 1) / 2, (f.height + 1) / 2, part,
                       [](int value) { return static_cast<double>(value); });
}
inline double mean_red(const Frame& f, const Part& part = {}) {
  return mean_of_plane(f.red, f.chroma_stride, (f.width + 1) / 2, (f.height + 1) / 2, part,
                       [](int value) { return static_cast<double>(value); });
}

/// All that a decoder gives, to its end or its error.
struct Seen {
  std::vector<Frame> frames;
  std::string error;  ///< "" = came to the end
  std::string damage;
  ClipInfo info;
};

/// Opens and decodes a clip, at most 20,000 frames of it. A file that doesn't open throws.
inline Seen see_all(const std::string& path, const DecoderOptions& options = {}) {
  auto decoder = Decoder::open(path, options);
  if (!decoder) throw std::runtime_error(decoder.error().message);
  Seen seen;
  seen.info = decoder->info();
  while (seen.frames.size() < 20000) {
    auto frame = decoder->next();
    if (!frame) seen.error = frame.error().message;
    if (!frame || frame->empty()) break;
    seen.frames.push_back(std::move(*frame));
  }
  seen.damage = decoder->damage();
  return seen;
}

}  // namespace endrange::test_clips
