#include "media/rotate.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace endrange {

namespace {
// A tile this wide keeps both the rows read and the rows written in the first-level cache.
constexpr int kTile = 32;
}  // namespace

void rotate_plane(const std::uint8_t* from, int from_stride, int columns, int rows, int clockwise_deg, std::uint8_t* to,
                  int to_stride) {
  assert(clockwise_deg == 90 || clockwise_deg == 180 || clockwise_deg == 270);
  const auto at = [](auto* base, std::ptrdiff_t row, int stride) { return base + row * stride; };
  if (clockwise_deg == 180) {
    for (int y = 0; y < rows; ++y)
      std::reverse_copy(at(from, y, from_stride), at(from, y, from_stride) + columns, at(to, rows - 1 - y, to_stride));
    return;
  }
  for (int top = 0; top < rows; top += kTile) {
    for (int left = 0; left < columns; left += kTile) {
      const int bottom = std::min(top + kTile, rows), right = std::min(left + kTile, columns);
      for (int x = left; x < right; ++x) {
        std::uint8_t* out = at(to, clockwise_deg == 90 ? x : columns - 1 - x, to_stride);
        if (clockwise_deg == 90) {
          for (int y = top; y < bottom; ++y) out[rows - 1 - y] = at(from, y, from_stride)[x];
        } else {
          for (int y = top; y < bottom; ++y) out[y] = at(from, y, from_stride)[x];
        }
      }
    }
  }
}

}  // namespace endrange
