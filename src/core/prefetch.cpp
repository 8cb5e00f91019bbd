#include "core/prefetch.h"

namespace endrange {

Prefetch::Prefetch(FrameSource& source, std::size_t depth, std::size_t most_bytes)
    : source_(source), depth_(depth), most_bytes_(most_bytes), reader_([this] { read_all(); }) {}

bool Prefetch::has_room() const {
  if (ready_.empty()) return true;
  if (ready_.size() >= depth_ || !ready_.front()) return false;
  // All frames of a clip are of one size: luma and a quarter each of two chroma planes.
  const Frame& frame = *ready_.front();
  const std::size_t bytes = static_cast<std::size_t>(frame.width) * static_cast<std::size_t>(frame.height) * 3 / 2;
  return (ready_.size() + 1) * bytes <= most_bytes_;
}

Prefetch::~Prefetch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  reader_.join();
}

void Prefetch::read_all() {
  while (true) {
    // Room first, then the frame: otherwise one more than `depth` would be held.
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return has_room() || stopping_; });
      if (stopping_) return;
    }
    Result<Frame> frame = source_.next();
    const bool is_last = !frame || frame->empty();
    {
      const std::lock_guard lock(mutex_);
      ready_.push_back(std::move(frame));
    }
    changed_.notify_all();
    if (is_last) return;
  }
}

Result<Frame> Prefetch::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !ready_.empty(); });
  // The end, or an error, stays at the front: asking again gets the same answer.
  if (!ready_.front() || ready_.front()->empty()) return ready_.front();
  Result<Frame> frame = std::move(ready_.front());
  ready_.pop_front();
  changed_.notify_all();
  return frame;
}

}  // namespace endrange
