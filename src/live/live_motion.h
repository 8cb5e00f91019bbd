// live_motion.h: what the legs do, from poses as they come.
//
// Causal: joints through the smoother's forward half, the side frame found anew now and then from what has been seen,
// one RepTracker a leg to tell the moment at which something ended. What it was – one leg or both, complete or not –
// count_reps says of everything so far, as it does of a clip.
#pragma once

#include <array>
#include <future>
#include <optional>
#include <span>
#include <vector>

#include "core/analysis.h"
#include "core/smooth.h"
#include "core/still.h"
#include "motion/angles.h"
#include "motion/reps.h"
#include "motion/side_frame.h"
#include "pose/front_leg.h"

namespace endrange {

/// Poses, joint by joint, through the causal smoother.
class PoseSmoother {
 public:
  PoseSmoother();
  /// In order of time. A pose that isn't placed lets half a second pass before its joints are unknown.
  Pose push(const Pose& pose);

 private:
  std::vector<CausalSmoother> x_, y_;  // (joints)
};

class LiveMotion {
 public:
  /// is_set: repetitions are counted. Otherwise it only finds the side frame, and forgets what is older than
  /// kSetUpWindow_s.
  /// known: the side frame to begin with.
  LiveMotion(int width, int height, bool is_set, std::optional<SideFrame> known = std::nullopt);
  static constexpr double kSetUpWindow_s = 3;

  /// What has been followed so far, the newest picture last.
  struct Seen {
    std::span<const Pose> poses;       ///< raw
    std::span<const Still> stills;     ///< for edges of the room
    std::span<const FrontLeg> fronts;  ///< which leg is in front
  };
  void push(const Seen& seen);

  /// Empty before somebody was seen for a while.
  const std::optional<SideFrame>& frame() const { return frame_; }
  const std::vector<Pose>& poses() const { return poses_; }  ///< smoothed causally
  bool is_thigh_used() const { return is_thigh_used_; }

  /// Of the leg that works: the near one, unless only the other moves. rad, rad/s; NaN where unknown
  Motion elevation() const;
  double knee_flexion() const;
  Side working_leg() const { return working_; }
  Phase phase() const { return phase_; }
  double phase_since_s() const { return phase_since_s_; }
  /// When a leg moved last.
  double moved_s() const { return moved_s_; }

  /// Found so far, complete and partial, in time order.
  const std::vector<Rep>& reps() const { return reps_; }
  /// The hold that goes on; empty = none does.
  const std::optional<Hold>& hold() const { return hold_; }
  /// The body lies as it should; false once it has been up for a while.
  bool is_down() const { return is_down_; }

 private:
  struct Leg {
    RepTracker tracker;
    Motion elevation{kUnknown, kUnknown};
    double knee = kUnknown;
    double low = kUnknown, high = kUnknown;  // of the last second or two
  };
  void find_frame(std::span<const Still> stills);
  void measure(const Seen& seen);
  void watch_phase(double at_s);
  void watch_body(const Pose& pose);
  void count(const Seen& seen);
  void watch_hold(double at_s);

  int width_, height_;
  bool is_set_;
  PoseSmoother smoother_;
  std::vector<Pose> poses_;
  std::optional<SideFrame> frame_;
  std::vector<Edge> edges_;
  std::future<std::vector<Edge>> finding_edges_;
  double framed_s_ = -1e9, held_s_ = -1e9;
  bool is_thigh_used_ = false;
  std::array<Leg, 2> legs_;
  std::vector<Pose> recent_;  // working memory
  Side working_ = Side::left;
  Phase phase_ = Phase::none;
  double phase_since_s_ = 0, moved_s_ = 0, up_since_s_ = kUnknown, rested_at_ = 0;
  bool is_down_ = true;
  std::vector<Rep> reps_;
  std::vector<Rep> settled_;  // which are long over
  double recount_until_s_ = -1, counted_s_ = -1;
  std::optional<Hold> hold_;
};

}  // namespace endrange
