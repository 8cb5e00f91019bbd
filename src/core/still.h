// still.h: a small grey copy of a frame, kept while the clip streams by.
#pragma once

#include <cstdint>
#include <vector>

namespace endrange {

/// Block means of the luma plane. Still frame: x right, y down, (0,0) the top-left corner, as in the picture but
/// `scale` times smaller.
struct Still {
  int frame = -1;  ///< Frame::index
  int width = 0, height = 0;
  int scale = 1;                   ///< picture px in a still's px
  std::vector<std::uint8_t> grey;  ///< (height, width)
};

}  // namespace endrange
