// stills.h: a handful of small grey pictures, spread over a clip of unknown length.
#pragma once

#include <vector>

#include "core/frame.h"
#include "core/still.h"

namespace endrange {

/// Keeps every n-th frame's still, and doubles n whenever it holds too many. Memory: 32 stills of 0.1 MB.
class StillKeeper {
 public:
  void push(const Frame& frame);
  const std::vector<Still>& kept() const { return stills_; }
  std::vector<Still> take() { return std::move(stills_); }

 private:
  std::vector<Still> stills_;
  int every_ = 8;
};

}  // namespace endrange
