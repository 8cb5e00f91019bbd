// prefetch.h: reads frames ahead on a thread of its own, so that decoding and looking overlap.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "core/frame.h"

namespace endrange {

/// Wraps a source that outlives it. Holds at most `depth` frames, so memory stays bounded.
class Prefetch : public FrameSource {
 public:
  explicit Prefetch(FrameSource& source, std::size_t depth);
  ~Prefetch() override;
  Prefetch(const Prefetch&) = delete;
  Prefetch& operator=(const Prefetch&) = delete;

  Result<Frame> next() override;

 private:
  void read_all();

  FrameSource& source_;
  const std::size_t depth_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Result<Frame>> ready_;
  bool stopping_ = false;
  std::thread reader_;
};

}  // namespace endrange
