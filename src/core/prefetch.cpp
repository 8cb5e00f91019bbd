#include "core/prefetch.h"

namespace endrange {

Prefetch::Prefetch(FrameSource& source, std::size_t depth)
    : source_(source), depth_(depth), reader_([this] { read_all(); }) {}

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
    Result<Frame> frame = source_.next();
    const bool is_last = !frame || frame->empty();
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ready_.size() < depth_ || stopping_; });
    if (stopping_) return;
    ready_.push_back(std::move(frame));
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
