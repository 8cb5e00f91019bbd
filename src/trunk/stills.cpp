#include "trunk/stills.h"

#include <algorithm>

namespace endrange {

namespace {

constexpr std::size_t kMost = 32;
// Fine enough that an edge of a mat, averaged along its length, is known to a hundredth of a picture's width.
constexpr int kWidest = 480;

Still shrink(const Frame& frame) {
  Still still;
  still.frame = frame.index;
  still.scale = std::max(1, (std::max(frame.width, frame.height) + kWidest - 1) / kWidest);
  still.width = frame.width / still.scale, still.height = frame.height / still.scale;
  still.grey.resize(static_cast<std::size_t>(still.width) * static_cast<std::size_t>(still.height));
  const int cells = still.scale * still.scale;
  std::vector<int> sums(static_cast<std::size_t>(still.width));
  std::uint8_t* to = still.grey.data();
  for (int y = 0; y < still.height; ++y) {
    std::ranges::fill(sums, 0);
    for (int row = 0; row < still.scale; ++row) {
      const std::uint8_t* from = frame.luma + static_cast<std::ptrdiff_t>(y * still.scale + row) * frame.luma_stride;
      for (int& sum : sums)
        for (int column = 0; column < still.scale; ++column) sum += *from++;
    }
    for (const int sum : sums) *to++ = static_cast<std::uint8_t>((sum + cells / 2) / cells);
  }
  return still;
}

}  // namespace

void StillKeeper::push(const Frame& frame) {
  if (frame.index % every_ != 0) return;
  stills_.push_back(shrink(frame));
  if (stills_.size() <= kMost) return;
  every_ *= 2;
  std::erase_if(stills_, [&](const Still& still) { return still.frame % every_ != 0; });
}

}  // namespace endrange
