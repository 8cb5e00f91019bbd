// live_set.h: a set while it is being filmed.
//
//   frame ─► Follower ─┬─► LiveMotion ─► angle, phase, count, cues        at once, from what has been
//                      └─► interpret() ─► end range, findings             beside it, again and again, as of a clip
//
// The count comes from the same state machine as a clip's, fed causally (motion/reps.h); everything that is stored is
// what interpret() says of the frames when the set has ended, as it would of a clip.
#pragma once

#include <memory>
#include <string>

#include "analysis/analyze.h"
#include "core/error.h"
#include "core/frame.h"
#include "core/live_state.h"

namespace endrange {

struct LiveOptions {
  BlazePose::Options pose;
  Subject subject;
  std::string exercise;  ///< an id, or "" = recognise it
  LiveGoal goal;
};

/// Not thread-safe; one a camera.
class LiveSet {
 public:
  /// Errors: setup (the pose model)
  static Result<LiveSet> create(const LiveOptions& options);

  /// The next picture, in order of time; some 12 ms. Frame::index doesn't matter. Takes some 1 MB a second of memory.
  /// Errors: unsupported (the network failed), bad_argument (the picture's size changed within the set)
  Result<LiveState> push(Frame frame);

  /// From the next picture on it is the set. Doesn't matter when it has begun.
  void start();

  /// What the set was, as of a clip; ends it. Nothing measured: see is_nothing_measured(). Errors: as push
  Result<Analysis> finish();

  LiveSet(LiveSet&&) noexcept;
  LiveSet& operator=(LiveSet&&) noexcept;
  ~LiveSet();

 private:
  struct Impl;
  explicit LiveSet(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace endrange
