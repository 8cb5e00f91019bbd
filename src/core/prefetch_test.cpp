// prefetch_test.cpp: reading ahead changes nothing but the waiting.
#include "core/prefetch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <vector>

namespace endrange {
namespace {

using namespace std::chrono_literals;

// Frames numbered from 0, then the end or an error. Counts how many of its frames are alive at once.
class CountingSource : public FrameSource {
 public:
  explicit CountingSource(int frames) : frames_(frames) {}

  Result<Frame> next() override {
    if (delay > 0ms) std::this_thread::sleep_for(delay);
    ++calls;
    if (made_ >= frames_) {
      if (fails) return failure(Error::Kind::unreadable, "a.mp4: damaged");
      return Frame{};
    }
    Frame frame;
    frame.index = made_;
    frame.at_s = made_++ / 30.0;
    frame.width = 4, frame.height = 2;
    frame.luma = &pixel_;
    const int alive_now = ++alive;
    most_alive = std::max(most_alive.load(), alive_now);
    frame.owner = std::shared_ptr<const void>(&pixel_, [this](const void*) { --alive; });
    return frame;
  }

  std::chrono::milliseconds delay{0};
  bool fails = false;
  std::atomic<int> alive = 0, most_alive = 0, calls = 0;

 private:
  int frames_, made_ = 0;
  std::uint8_t pixel_ = 0;
};

// Waits until something holds that another thread brings about; false when it doesn't within 5 s.
bool comes_true(const std::function<bool()>& condition) {
  for (int i = 0; i < 5000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(1ms);
  }
  return false;
}

TEST(Prefetch, gives_the_frames_in_order) {
  for (const std::size_t depth : {1u, 2u, 8u, 1000u}) {
    CountingSource source(200);
    Prefetch frames(source, depth);
    for (int i = 0; i < 200; ++i) {
      const auto frame = frames.next();
      ASSERT_TRUE(frame);
      ASSERT_FALSE(frame->empty());
      EXPECT_EQ(frame->index, i);
      EXPECT_EQ(frame->at_s, i / 30.0);
    }
    EXPECT_TRUE(frames.next()->empty());
  }
}

TEST(Prefetch, gives_the_frames_in_order_when_either_side_is_slow) {
  CountingSource slow(20);
  slow.delay = 2ms;
  Prefetch waiting(slow, 3);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(waiting.next()->index, i);
  EXPECT_TRUE(waiting.next()->empty());

  CountingSource fast(20);
  Prefetch lagging(fast, 3);
  for (int i = 0; i < 20; ++i) {
    std::this_thread::sleep_for(2ms);
    EXPECT_EQ(lagging.next()->index, i);
  }
  EXPECT_TRUE(lagging.next()->empty());
}

TEST(Prefetch, says_the_end_again_when_asked_again) {
  CountingSource source(3);
  Prefetch frames(source, 2);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(frames.next()->empty());
  for (int i = 0; i < 5; ++i) {
    const auto end = frames.next();
    ASSERT_TRUE(end);
    EXPECT_TRUE(end->empty());
  }
  EXPECT_EQ(source.calls, 4);
}

TEST(Prefetch, of_an_empty_source_is_empty) {
  CountingSource source(0);
  Prefetch frames(source, 4);
  EXPECT_TRUE(frames.next()->empty());
  EXPECT_TRUE(frames.next()->empty());
}

TEST(Prefetch, passes_an_error_on_after_the_frames_before_it) {
  CountingSource source(5);
  source.fails = true;
  Prefetch frames(source, 8);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(frames.next()->index, i);
  for (int i = 0; i < 3; ++i) {
    const auto error = frames.next();
    ASSERT_FALSE(error);
    EXPECT_EQ(error.error().kind, Error::Kind::unreadable);
    EXPECT_EQ(error.error().message, "a.mp4: damaged");
  }
  EXPECT_EQ(source.calls, 6);
}

TEST(Prefetch, may_be_dropped_while_the_source_has_many_frames_left) {
  for (const int taken : {0, 1, 50}) {
    CountingSource source(1000000);
    {
      Prefetch frames(source, 4);
      for (int i = 0; i < taken; ++i) ASSERT_FALSE(frames.next()->empty());
    }
    EXPECT_LT(source.calls, taken + 6);
    EXPECT_EQ(source.alive, 0);
  }
}

TEST(Prefetch, may_be_dropped_at_once_while_the_source_is_slow) {
  CountingSource source(1000);
  source.delay = 20ms;
  const auto began = std::chrono::steady_clock::now();
  { const Prefetch frames(source, 100); }
  EXPECT_LT(std::chrono::steady_clock::now() - began, 1s);
}

TEST(Prefetch, may_be_dropped_after_the_end_and_after_an_error) {
  for (const bool fails : {false, true}) {
    CountingSource source(3);
    source.fails = fails;
    Prefetch frames(source, 100);
    EXPECT_TRUE(comes_true([&] { return source.calls == 4; }));
  }
}

TEST(Prefetch, reads_ahead_while_nobody_asks) {
  CountingSource source(100);
  const Prefetch frames(source, 5);
  EXPECT_TRUE(comes_true([&] { return source.alive >= 5; }));
}

TEST(Prefetch, holds_at_most_depth_frames) {
  for (const int depth : {1, 2, 5}) {
    CountingSource source(300);
    Prefetch frames(source, static_cast<std::size_t>(depth));
    EXPECT_TRUE(comes_true([&] { return source.alive >= depth; }));
    std::this_thread::sleep_for(20ms);
    EXPECT_EQ(source.alive, depth);
    // Handed out and dropped at once, a frame makes room for one: never more than that one beside those held.
    while (!frames.next()->empty()) EXPECT_LE(source.alive, depth + 1);
    EXPECT_LE(source.most_alive, depth + 1);
    EXPECT_EQ(source.alive, 0);
  }
}

// Frames here are 4 x 2 pixels: 12 bytes.
TEST(Prefetch, holds_no_more_bytes_than_asked_but_one_frame_always) {
  struct Case {
    std::size_t most_bytes;
    int frames;
  };
  for (const Case& c : {Case{0, 1}, {12, 1}, {24, 2}, {35, 2}, {36, 3}, {1000, 5}}) {
    CountingSource source(100);
    Prefetch frames(source, 5, c.most_bytes);
    EXPECT_TRUE(comes_true([&] { return source.alive >= c.frames; }));
    std::this_thread::sleep_for(10ms);
    EXPECT_EQ(source.alive, c.frames) << c.most_bytes;
    for (int i = 0; i < 100; ++i) ASSERT_EQ(frames.next()->index, i);
    EXPECT_TRUE(frames.next()->empty());
    EXPECT_LE(source.most_alive, c.frames + 1);
  }
}

TEST(Prefetch, keeps_no_frame_that_it_has_handed_out) {
  CountingSource source(50);
  Prefetch frames(source, 4);
  std::vector<Frame> held;
  for (int i = 0; i < 50; ++i) held.push_back(*frames.next());
  EXPECT_TRUE(frames.next()->empty());
  EXPECT_EQ(source.alive, 50);
  held.clear();
  EXPECT_EQ(source.alive, 0);
}

}  // namespace
}  // namespace endrange
