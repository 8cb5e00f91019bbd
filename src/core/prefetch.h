// prefetch.h: reads frames ahead on a thread of its own, so that decoding and looking overlap.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>

#include "core/frame.h"

namespace endrange {

/// Wraps a source that outlives it. Holds at most `depth` frames, and no more of them than fit `most_bytes` (but one),
/// so memory stays bounded whatever the picture's size.
class Prefetch : public FrameSource {
 public:
  explicit Prefetch(FrameSource& source, std::size_t depth, std::size_t most_bytes = SIZE_MAX);
  ~Prefetch() override;
  Prefetch(const Prefetch&) = delete;
  Prefetch& operator=(const Prefetch&) = delete;

  Result<Frame> next() override;

 private:
  void read_all();
  bool has_room() const;

  FrameSource& source_;
  const std::size_t depth_, most_bytes_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Result<Frame>> ready_;
  bool stopping_ = false;
  std::thread reader_;
};

}  // namespace endrange
