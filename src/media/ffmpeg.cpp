#include "media/ffmpeg.h"

#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <string_view>

namespace endrange::ffmpeg {

namespace {

// What is let in. A parser that isn't reachable can't be attacked, so the lists name what phones, cameras and
// editors write, and nothing else.
constexpr const char* kProtocols = "file,pipe";
constexpr const char* kContainers = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,gif";
constexpr std::array<AVCodecID, 15> kCodecs = {
    AV_CODEC_ID_H264,  AV_CODEC_ID_HEVC,   AV_CODEC_ID_VP8,       AV_CODEC_ID_VP9,  AV_CODEC_ID_AV1,
    AV_CODEC_ID_MJPEG, AV_CODEC_ID_MPEG4,  AV_CODEC_ID_GIF,       AV_CODEC_ID_AAC,  AV_CODEC_ID_MP3,
    AV_CODEC_ID_OPUS,  AV_CODEC_ID_VORBIS, AV_CODEC_ID_PCM_S16LE, AV_CODEC_ID_FLAC, AV_CODEC_ID_AC3,
};

// The same codecs by the names of their decoders: what may run while FFmpeg probes a file.
constexpr const char* kDecoders =
    "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,libdav1d,libaom-av1,av1,mjpeg,mpeg4,gif,aac,mp3,mp3float,opus,libopus,vorbis,"
    "libvorbis,pcm_s16le,flac,ac3";

// One block of memory FFmpeg may ask for: an 8K picture with room to spare.
constexpr std::size_t kMostBytesAtOnce = 512u << 20;

}  // namespace

void set_up() {
  av_max_alloc(kMostBytesAtOnce);
  av_log_set_level(AV_LOG_QUIET);
}

std::string words_for(int code) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(code, text.data(), text.size());
  return text.data();
}

tl::unexpected<Error> cannot_write(const std::string& path, int code) {
  return failure(Error::Kind::io, path + ": can't be written (" + words_for(code) + ")");
}

Result<void> write_ready(AVCodecContext& codec, const AVStream& stream, AVFormatContext& output, AVPacket& packet,
                         const std::string& path, bool is_in_order) {
  while (true) {
    const int got = avcodec_receive_packet(&codec, &packet);
    if (got == AVERROR(EAGAIN) || got == AVERROR_EOF) return {};
    if (got < 0) return cannot_write(path, got);
    if (is_in_order) packet.dts = packet.pts;
    av_packet_rescale_ts(&packet, codec.time_base, stream.time_base);
    packet.stream_index = stream.index;
    if (const int written = av_interleaved_write_frame(&output, &packet); written < 0)
      return cannot_write(path, written);
    if (output.pb->error < 0) return cannot_write(path, output.pb->error);
  }
}

Result<Input> open_input(const std::string& path, int most_streams) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const auto status = fs::status(path, ignored);
  if (status.type() == fs::file_type::not_found) return failure(Error::Kind::not_found, path + ": no such file");
  if (fs::is_directory(status)) return failure(Error::Kind::unreadable, path + ": a folder, not a video");
  if (fs::is_regular_file(status) && fs::file_size(path, ignored) == 0)
    return failure(Error::Kind::unreadable, path + ": the file is empty");

  set_up();
  AVDictionary* options = nullptr;
  av_dict_set(&options, "protocol_whitelist", kProtocols, 0);
  av_dict_set(&options, "format_whitelist", kContainers, 0);
  av_dict_set(&options, "codec_whitelist", kDecoders, 0);
  av_dict_set_int(&options, "max_streams", most_streams, 0);
  AVFormatContext* raw = nullptr;
  // "file:" keeps a path such as "concat:x" or "http://…" from being read as a protocol.
  const int opened = avformat_open_input(&raw, ("file:" + path).c_str(), nullptr, &options);
  av_dict_free(&options);
  if (opened == AVERROR(EACCES)) return failure(Error::Kind::unreadable, path + ": no permission to read it");
  if (opened < 0)
    return failure(Error::Kind::unreadable,
                   path + ": not a video this program reads (MP4, MOV, MKV, WebM or GIF), or damaged at the start");
  Input input(raw);
  if (const int found = avformat_find_stream_info(raw, nullptr); found < 0)
    return failure(Error::Kind::unreadable, path + ": damaged (" + words_for(found) + ")");
  return input;
}

Result<Codec> open_decoder(const AVStream& stream, const std::string& path, long most_pixels, int threads) {
  const AVCodecID id = stream.codecpar->codec_id;
  if (std::find(kCodecs.begin(), kCodecs.end(), id) == kCodecs.end())
    return failure(Error::Kind::unsupported,
                   path + ": its codec '" + avcodec_get_name(id) + "' isn't read here; save it as H.264 in MP4");
  const AVCodec* decoder = avcodec_find_decoder(id);
  if (decoder == nullptr)
    return failure(Error::Kind::unsupported, path + ": this FFmpeg has no decoder for '" + avcodec_get_name(id) + "'");
  Codec codec(avcodec_alloc_context3(decoder));
  if (!codec || avcodec_parameters_to_context(codec.get(), stream.codecpar) < 0)
    return failure(Error::Kind::unreadable, path + ": damaged stream header");
  codec->max_pixels = most_pixels;
  codec->thread_count = threads;
  codec->pkt_timebase = stream.time_base;
  if (const int opened = avcodec_open2(codec.get(), decoder, nullptr); opened < 0)
    return failure(Error::Kind::unreadable, path + ": can't be decoded (" + words_for(opened) + ")");
  return codec;
}

}  // namespace endrange::ffmpeg
