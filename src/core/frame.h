// frame.h: one picture and one stretch of sound, as the measuring folders see them.
//
// Views: they name memory and keep it alive, and copying one copies no pixel. Decoders, tests and browsers make them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "core/error.h"
#include "core/scene_sample.h"

namespace endrange {

/// A picture in planar 8-bit YCbCr 4:2:0, upright (display rotation already applied), square pixels.
/// Image frame: x right, y down, (0,0) the top-left corner; the first pixel's centre is (0.5, 0.5).
struct Frame {
  int index = -1;   ///< position in the clip, from 0
  double at_s = 0;  ///< presentation time, seconds from the first frame
  int width = 0, height = 0;
  const std::uint8_t* luma = nullptr;      ///< (height, width)
  const std::uint8_t* blue = nullptr;      ///< Cb, (⌈height/2⌉, ⌈width/2⌉)
  const std::uint8_t* red = nullptr;       ///< Cr, likewise
  int luma_stride = 0, chroma_stride = 0;  ///< bytes from row to row
  bool is_full_range = false;              ///< luma 0–255 rather than 16–235
  bool is_bt709 = false;                   ///< colour matrix BT.709 rather than BT.601
  SceneSample scene;                       ///< what the source saw of the filming; defaults when it doesn't look
  std::shared_ptr<const void> owner;       ///< keeps the planes alive

  bool empty() const { return luma == nullptr; }
};

/// Mono sound, −1…1. `at_s` is when the first sample sounds, on the same clock as Frame::at_s.
struct Sound {
  double at_s = 0;
  double rate_hz = 0;
  std::span<const float> samples;
};

/// Where frames come from, in presentation order: a decoder, a camera, a test's vector.
class FrameSource {
 public:
  virtual ~FrameSource() = default;
  /// The next picture; an empty Frame at the end. Errors: unreadable, interrupted.
  virtual Result<Frame> next() = 0;
};

/// Where sound comes from, in order of time: a reader, a microphone, a test's vector.
class SoundSource {
 public:
  virtual ~SoundSource() = default;
  /// The next stretch, valid until the next call; no samples at the end. Errors: unreadable.
  virtual Result<Sound> next() = 0;
};

}  // namespace endrange
