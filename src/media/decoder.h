// decoder.h: a clip on disk, as frames with their presentation times.
//
//   file ─[FFmpeg: demux, decode]─► 4:2:0, square pixels, display rotation applied ─► Frame
//
// Streaming: memory doesn't grow with the clip. Only local files, and only the containers and codecs of the list in
// decoder.cpp; sizes, durations and stream counts are limited before anything large is allocated.
#pragma once

#include <memory>
#include <string>

#include "core/error.h"
#include "core/frame.h"

namespace endrange {

/// What the file says of itself. Filled by Decoder::open.
struct ClipInfo {
  std::string file;             ///< the path as given
  std::string container;        ///< "mov", "matroska", "gif"
  std::string video_codec;      ///< "h264", …
  std::string audio_codec;      ///< "" = no sound
  int width = 0, height = 0;    ///< px, as shown (after rotation, square pixels)
  int rotation_deg = 0;         ///< how far the stored picture is turned for showing, clockwise: 0, 90, 180, 270
  double duration_s = 0;        ///< as declared; NaN = not stated
  double nominal_fps = 0;       ///< as declared; for progress bars only, never for time
  double video_bits_per_s = 0;  ///< NaN = not stated
  double file_bytes = 0;
  std::string created;  ///< when, as the camera wrote it: "2026-11-20T17:03:12.000000Z"; "" = it didn't

  bool has_audio() const { return !audio_codec.empty(); }
};

/// Limits on what is accepted; the defaults fit any phone. And how to go about it.
struct DecoderOptions {
  long most_pixels = 8192L * 4352;  ///< of one picture; 8K with a margin
  double longest_s = 2 * 3600;      ///< as declared, and as found
  int most_streams = 32;
  int threads = 2;            ///< for decoding
  bool watches_scene = true;  ///< fill Frame::scene (cuts, brightness, camera movement)
};

class Decoder : public FrameSource {
 public:
  /// Errors: not_found; unreadable (not a video, damaged, no picture, over a limit); unsupported (a codec not on the
  /// list)
  static Result<Decoder> open(const std::string& path, const DecoderOptions& options = {});

  const ClipInfo& info() const;

  /// The next frame, empty at the end. A damaged stretch is skipped; a file that breaks off ends early: see damage().
  Result<Frame> next() override;

  /// Jumps to the last key picture at or before a time; next() goes on from there, with right times but without an
  /// index (−1). Returns false, and stays where it is, for files that can't be jumped in.
  bool seek(double at_s);

  /// What was wrong with the stream so far, as a sentence; empty = nothing.
  std::string damage() const;

  Decoder(Decoder&&) noexcept;
  Decoder& operator=(Decoder&&) noexcept;
  ~Decoder() override;

 private:
  struct Impl;
  explicit Decoder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace endrange
