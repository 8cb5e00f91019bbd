// crop.h: cuts a turned square out of a picture and lays it into a network's input.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/frame.h"
#include "pose/region.h"

namespace endrange {

/// What to put where the square reaches beyond the picture.
enum class Border { black, replicate };

/// Samples regions of pictures as RGB. Keeps its scratch memory between calls.
class Cropper {
 public:
  /// Fills `rgb` with the region, shrunk or enlarged to `size` × `size`.
  ///
  /// frame    any size
  /// region   may reach outside the picture; `border` says what is seen there
  /// low,high the values that black and white become
  /// rgb      (size, size, 3); filled
  ///
  /// Shrinking averages whole blocks of pixels first, so that fine detail doesn't turn into jitter; then bilinear.
  void sample(const Frame& frame, const Region& region, int size, Border border, float low, float high,
              std::span<float> rgb);

 private:
  struct Plane {
    std::vector<std::uint8_t> pixels;
    int width = 0, height = 0;
  };
  void shrink(const std::uint8_t* from, int stride, int width, int height, int factor, Plane& to);

  Plane luma_, blue_, red_;
  std::vector<std::uint16_t> row_sums_;
};

}  // namespace endrange
