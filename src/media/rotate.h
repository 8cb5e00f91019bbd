// rotate.h: turns one plane of a picture by a quarter turn or two.
#pragma once

#include <cstdint>

namespace endrange {

/// Turns an 8-bit plane clockwise.
///
/// from           (rows, columns), `from_stride` bytes a row
/// to             (columns, rows) for 90 and 270, (rows, columns) for 180; must not overlap `from`
/// clockwise_deg  90, 180 or 270
void rotate_plane(const std::uint8_t* from, int from_stride, int columns, int rows, int clockwise_deg, std::uint8_t* to,
                  int to_stride);

}  // namespace endrange
