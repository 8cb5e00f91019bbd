#include "trunk/grey_window.h"

#include <algorithm>

namespace endrange {

void GreyWindow::read(const Frame& frame, int left, int top, int width, int height) {
  left_ = std::clamp(left, 0, frame.width), top_ = std::clamp(top, 0, frame.height);
  width_ = std::clamp(left + width, left_, frame.width) - left_;
  height_ = std::clamp(top + height, top_, frame.height) - top_;
  stride_ = width_ + 4;
  values_.resize(static_cast<std::size_t>(stride_) * static_cast<std::size_t>(height_));
  for (int y = 0; y < height_; ++y) {
    const std::uint8_t* from = frame.luma + static_cast<std::ptrdiff_t>(top_ + y) * frame.luma_stride + left_;
    float* to = values_.data() + static_cast<std::ptrdiff_t>(y) * stride_;
    for (int x = 0; x < width_; ++x) to[x] = from[x];
    std::fill(to + width_, to + stride_, width_ > 0 ? to[width_ - 1] : 0.0f);
  }
}

}  // namespace endrange
