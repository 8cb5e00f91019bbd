// ffmpeg.h: FFmpeg's handles as owning pointers, and the one list of what is let in. Included by media/*.cpp only.
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/mem.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

#include <memory>
#include <string>

#include "core/error.h"

namespace endrange::ffmpeg {

struct Deleter {
  void operator()(AVFormatContext* p) const { avformat_close_input(&p); }
  void operator()(AVCodecContext* p) const { avcodec_free_context(&p); }
  void operator()(AVPacket* p) const { av_packet_free(&p); }
  void operator()(AVFrame* p) const { av_frame_free(&p); }
  void operator()(SwsContext* p) const { sws_freeContext(p); }
  void operator()(SwrContext* p) const { swr_free(&p); }
};
using Input = std::unique_ptr<AVFormatContext, Deleter>;
using Codec = std::unique_ptr<AVCodecContext, Deleter>;
using Packet = std::unique_ptr<AVPacket, Deleter>;
using Picture = std::unique_ptr<AVFrame, Deleter>;
using Scaler = std::unique_ptr<SwsContext, Deleter>;
using Resampler = std::unique_ptr<SwrContext, Deleter>;

/// Called before anything else: FFmpeg keeps quiet (the library never prints) and asks for no absurd blocks of memory.
void set_up();

/// FFmpeg's words for an error code.
std::string words_for(int code);

/// The error of a file that can't be written.
tl::unexpected<Error> cannot_write(const std::string& path, int code);

/// Moves what an encoder has ready into the file, through `packet`. `is_in_order`: the packets are known to come in the
/// order in which they are shown, whatever the encoder says. Errors: io.
Result<void> write_ready(AVCodecContext& codec, const AVStream& stream, AVFormatContext& output, AVPacket& packet,
                         const std::string& path, bool is_in_order = false);

/// Opens a local file through the allow-lists and reads its stream headers.
/// Errors: not_found, unreadable.
Result<Input> open_input(const std::string& path, int most_streams);

/// A decoder for one stream. Errors: unsupported (codec not on the list), unreadable.
Result<Codec> open_decoder(const AVStream& stream, const std::string& path, long most_pixels, int threads);

}  // namespace endrange::ffmpeg
