// camera_feed.h: pictures as a camera or a browser hands them over, as the Frames that the rest works on.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/frame.h"
#include "media/scene.h"

namespace endrange {

enum class PixelFormat { i420, nv12, rgba, bgra };
std::optional<PixelFormat> pixel_format_of(std::string_view name);

/// Planes without gaps between their rows, one after the other; chroma planes of odd sizes are rounded up.
struct RawPicture {
  PixelFormat format = PixelFormat::i420;
  int width = 0, height = 0;
  bool is_full_range = false;  ///< luma 0–255; without meaning for rgba and bgra
  std::string bytes;
  double at_s = 0;  ///< when it was taken, by a clock of the caller's
};

/// How many bytes such a picture has.
std::size_t bytes_of(PixelFormat format, int width, int height);

/// The largest picture taken in.
constexpr int kWidestLive = 1920, kHighestLive = 1920;

class CameraFeed {
 public:
  CameraFeed();
  ~CameraFeed();
  CameraFeed(CameraFeed&&) noexcept;
  CameraFeed& operator=(CameraFeed&&) noexcept;

  /// In order of time; the bytes are taken over, not copied, where their format allows it. Frame::index counts from 0,
  /// Frame::at_s from the first picture. A picture that isn't later than the one before is refused.
  /// Errors: bad_argument (size, length or time)
  Result<Frame> push(RawPicture picture);

  /// From the next picture on, movement of the camera is told against that one.
  void begin_take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace endrange
