// grey_window.h: a rectangle of a frame's luma as floats, for reading between its pixels.
#pragma once

#include <cstddef>
#include <vector>

#include "core/frame.h"

namespace endrange {

/// Coordinates are the picture's: pixel (x, y) of it has its centre at (x + 0.5, y + 0.5).
class GreyWindow {
 public:
  /// Reads [left, left + width) × [top, top + height), clipped to the picture. Memory is kept from frame to frame.
  void read(const Frame& frame, int left, int top, int width, int height);

  int left() const { return left_; }
  int top() const { return top_; }
  int width() const { return width_; }
  int height() const { return height_; }
  /// Four more pixels stand ready beyond every row's end, so that a cubic's four may be loaded at once.
  const float* row(int y) const { return values_.data() + static_cast<std::ptrdiff_t>(y - top_) * stride_; }
  float at(int x, int y) const { return row(y)[x - left_]; }
  /// Whether all pixels within `reach` of a place are inside.
  bool holds(double x, double y, double reach) const {
    return x - reach >= left_ && y - reach >= top_ && x + reach < left_ + width_ && y + reach < top_ + height_;
  }

 private:
  int left_ = 0, top_ = 0, width_ = 0, height_ = 0, stride_ = 0;
  std::vector<float> values_;
};

}  // namespace endrange
