// picture.h: a picture of our own, to draw on, to shrink, to store.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/frame.h"

namespace endrange {

/// A 4:2:0 picture that may be written to; same layout as Frame. Even sizes.
struct Picture {
  int width = 0, height = 0;
  bool is_full_range = false, is_bt709 = false;
  std::vector<std::uint8_t> luma, blue, red;

  Picture() = default;
  Picture(int width, int height);
  int chroma_width() const { return width / 2; }
  /// A view of this picture; it must outlive the view.
  Frame view() const;
};

/// A rectangle of a picture, px.
struct Box {
  int x = 0, y = 0, width = 0, height = 0;
};

/// Copies a rectangle of a frame, scaled to `width` × `height` (rounded down to even). The rectangle is clipped to the
/// frame. Errors: unsupported (sizes of zero).
Result<Picture> copy_scaled(const Frame& frame, Box from, int width, int height);

/// The picture as a JPEG file. quality: 1 coarse … 100 fine. Errors: unsupported.
Result<std::vector<std::uint8_t>> encode_jpeg(const Picture& picture, int quality);

/// The SHA-256 of a file in hexadecimal. Errors: not_found, unreadable.
Result<std::string> sha256_of_file(const std::string& path);

}  // namespace endrange
