#include "live/live_motion.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "analysis/legs.h"
#include "core/angle.h"
#include "motion/holds.h"
#include "pose/ankles.h"
#include "pose/sides.h"
#include "trunk/floor_edges.h"

namespace endrange {

namespace {

// The side frame follows from joints at rest, so it is found often while little has been seen. s
constexpr double kFrameOften = 0.5, kFrameSeldom = 2, kSettled = 10;
// From poses this far apart, of the last so many seconds. s
constexpr double kSpacing = 0.1, kWindow = 40;
constexpr double kHoldEvery = 0.5, kWarmUp = 3;
// After something ended it is counted as often, for so long, or until there is a rep more. s
constexpr double kCountEvery = 0.1, kRecount_s = 1;
// … and now and then anyway: legs whose names the network exchanges may have ended nothing for either machine. s
constexpr double kCountAnyway = 1;
// A set longer than this is counted in parts; what ended so long ago stays as it was. s
constexpr double kLongest = 90, kStays = 45;

// A leg moves when it goes faster, and has stopped when it is slower: network jitter reaches 3 deg/s.
constexpr double kSetsOff = 12.0_deg, kStops = 6.0_deg;  // rad/s
// … and goes this far: a leg that stops short seems to swing back a little.
constexpr double kLeaves = 3.0_deg;

// Only the far leg works when it goes this much further than the near one.
constexpr double kWorksAlone = 2, kWorks = 15.0_deg;
// How fast what a leg has done of late is forgotten, s.
constexpr double kForget = 1.5;

// Which leg is which follows from so much of the past; angles are smoothed over as much as still counts. s
constexpr double kNamesOf_s = 20, kSmoothOf_s = 4;

// Trunk against the floor: lying it stays below 25 deg, also in a hollow hold or a crunch; who sits up passes 45.
constexpr double kUpright = 45.0_deg;

}  // namespace

PoseSmoother::PoseSmoother() : x_(kJointCount), y_(kJointCount) {}

Pose PoseSmoother::push(const Pose& pose) {
  Pose smooth = pose;
  for (std::size_t j = 0; j < kJointCount; ++j) {
    const bool is_seen = pose.seen && pose.score > 0;
    const double x = is_seen ? static_cast<double>(pose.joints[j].x) : kUnknown,
                 y = is_seen ? static_cast<double>(pose.joints[j].y) : kUnknown;
    smooth.joints[j].x = static_cast<float>(x_[j].push(pose.at_s, x).value);
    smooth.joints[j].y = static_cast<float>(y_[j].push(pose.at_s, y).value);
  }
  return smooth;
}

LiveMotion::LiveMotion(int width, int height, bool is_set, std::optional<SideFrame> known)
    : width_(width), height_(height), is_set_(is_set), frame_(std::move(known)) {}

Motion LiveMotion::elevation() const { return legs_[static_cast<std::size_t>(working_)].elevation; }
double LiveMotion::knee_flexion() const { return legs_[static_cast<std::size_t>(working_)].knee; }

void LiveMotion::find_frame(std::span<const Still> stills) {
  const double now_s = poses_.back().at_s;
  // One that was handed in knows more than a few frames do.
  if (is_set_ && frame_ && now_s - poses_.front().at_s < kWarmUp) return;
  if (now_s - framed_s_ < (now_s - poses_.front().at_s < kSettled ? kFrameOften : kFrameSeldom)) return;
  framed_s_ = now_s;
  std::vector<Pose> some;
  for (const Pose& pose : poses_)
    if (pose.at_s > now_s - kWindow && (some.empty() || pose.at_s - some.back().at_s >= kSpacing)) some.push_back(pose);
  // Edges of the room take longer than a picture may: they are looked for beside, and count from the next time on.
  if (finding_edges_.valid() && finding_edges_.wait_for(std::chrono::seconds(0)) == std::future_status::ready)
    edges_ = finding_edges_.get();
  if (!finding_edges_.valid() && !stills.empty())
    finding_edges_ = std::async(std::launch::async, [seen = std::vector(stills.begin(), stills.end()), poses = poses_] {
      return find_floor_edges(seen, poses);
    });
  auto found = find_side_frame(some, width_, height_, edges_);
  if (!found) return;
  // The sides of a set don't change within it.
  if (frame_ && is_set_) found->near_side = frame_->near_side;
  frame_ = std::move(found);
  // Feet that are out of the picture for a noticeable part: the thigh says how high the leg is.
  const auto is_out = [&](const Pose& p) {
    const Landmark& ankle = p[of(Joint::left_ankle, frame_->near_side)];
    return !std::isnan(ankle.x) && !is_inside(ankle, width_, height_);
  };
  constexpr std::ptrdiff_t kNoticeable = 10;  // one pose of so many
  const bool feet_leave = kNoticeable * std::ranges::count_if(some, is_out) > std::ssize(some);
  is_thigh_used_ = frame_->posture == Posture::hanging || frame_->posture == Posture::all_fours || feet_leave;
}

void LiveMotion::watch_phase(double at_s) {
  const Side near = frame_->near_side, far = opposite(near);
  const auto way = [&](Side side) {
    const Leg& leg = legs_[static_cast<std::size_t>(side)];
    return leg.high - leg.low;
  };
  working_ = way(far) > kWorks && way(far) > kWorksAlone * way(near) ? far : near;

  const Motion now = elevation();
  if (std::isnan(now.value)) return;
  const bool was_moving = phase_ == Phase::lower || phase_ == Phase::lift;
  const bool is_fast = std::abs(now.rate) > (was_moving ? kStops : kSetsOff);
  const bool is_moving = is_fast && (was_moving || std::abs(now.value - rested_at_) > kLeaves);
  if (is_moving) moved_s_ = at_s;
  Phase phase = phase_;
  if (is_moving) {
    phase = now.rate < 0 ? Phase::lower : Phase::lift;
  } else if (was_moving || phase_ == Phase::none) {
    const auto range = legs_[static_cast<std::size_t>(working_)].tracker.range();
    const double middle = range ? 0.5 * (range->low + range->high) : 45.0_deg;
    phase = now.value > middle ? Phase::top : Phase::bottom;
    rested_at_ = now.value;
  }
  if (phase != phase_) phase_ = phase, phase_since_s_ = at_s;
}

// Up: the trunk stands at an angle to the floor, lying; nobody who hangs lies down.
void LiveMotion::watch_body(const Pose& pose) {
  if (frame_->posture != Posture::lying) return;
  const Vec2 trunk =
      pose.at(of(Joint::left_shoulder, frame_->near_side)) - pose.at(of(Joint::left_hip, frame_->near_side));
  const double rise = std::atan2(dot(trunk, frame_->up), std::abs(dot(trunk, frame_->head)));
  if (!(rise > kUpright)) {
    up_since_s_ = kUnknown, is_down_ = true;
    return;
  }
  if (std::isnan(up_since_s_)) up_since_s_ = pose.at_s;
  constexpr double kForGood = 1.2;
  is_down_ = pose.at_s - up_since_s_ < kForGood;
}

// What ended for one leg's machine, whose range is still being learned, may end for the whole set a moment later; and
// what is long over isn't counted anew.
void LiveMotion::count(const Seen& seen) {
  const double now_s = seen.poses.back().at_s;
  counted_s_ = now_s;
  const std::size_t before = reps_.size();
  double from_s = settled_.empty() ? -1 : settled_.back().end_s;
  if (now_s - std::max(from_s, 0.0) > kLongest) {
    for (const Rep& rep : reps_)
      if (rep.start_s >= from_s && rep.end_s < now_s - kStays) settled_.push_back(rep);
    if (!settled_.empty()) from_s = settled_.back().end_s;
  }
  const auto first = std::ranges::upper_bound(seen.poses, from_s, {}, &Pose::at_s);
  const auto front = std::ranges::lower_bound(seen.fronts, first->frame, {}, &FrontLeg::frame);
  reps_ = settled_;
  for (const Rep& rep :
       count_reps({first, seen.poses.end()}, {front, seen.fronts.end()}, *frame_, is_thigh_used_, width_, height_))
    reps_.push_back(rep);
  if (reps_.size() > before) recount_until_s_ = -1;
}

void LiveMotion::watch_hold(double at_s) {
  if (at_s - held_s_ < kHoldEvery || frame_->posture != Posture::lying) return;
  held_s_ = at_s;
  hold_.reset();
  const auto legs = measure_legs(poses_, *frame_, width_, height_);
  const auto holds = find_holds(poses_, *frame_, legs, is_thigh_used_);
  // One that reaches up to now goes on.
  constexpr double kStill = 0.6;
  if (!holds.empty() && at_s - holds.back().when.to_s < kStill) hold_ = holds.back();
}

// The names that the network gave the legs are put right over the last while, and what follows from them is found anew:
// what the next pictures show may exchange those before.
void LiveMotion::measure(const Seen& seen) {
  const double now_s = seen.poses.back().at_s;
  const auto since = [](std::span<const Pose> poses, double at_s) {
    return poses.subspan(
        static_cast<std::size_t>(std::ranges::lower_bound(poses, at_s, {}, &Pose::at_s) - poses.begin()));
  };
  const auto named = since(seen.poses, now_s - kNamesOf_s);
  recent_.assign(named.begin(), named.end());
  const auto front = std::ranges::lower_bound(seen.fronts, named.front().frame, {}, &FrontLeg::frame);
  repair_side_swaps(recent_, {front, seen.fronts.end()});
  lower_ankles(recent_);
  for (Pose& pose : recent_)
    if (!pose.seen || !(pose.score > 0)) pose.joints.fill({});

  // Angles of what was seen, smoothed once: smoothed joints would make them late, and swing past where a leg stops.
  const auto poses = since(recent_, now_s - kSmoothOf_s);
  const auto angles = measure_legs(poses, *frame_, width_, height_);
  for (const Side side : kSides) {
    Leg& leg = legs_[static_cast<std::size_t>(side)];
    const LegAngles& seen_angles = angles[static_cast<std::size_t>(side)];
    const std::vector<double>& elevation = seen_angles.elevation(is_thigh_used_);
    CausalSmoother smoother, knee_smoother;
    leg.low = leg.high = kUnknown;
    for (std::size_t i = 0; i < poses.size(); ++i) {
      leg.elevation = smoother.push(poses[i].at_s, elevation[i]);
      leg.knee = knee_smoother.push(poses[i].at_s, seen_angles.knee_flexion[i]).value;
      const double value = leg.elevation.value;
      if (std::isnan(value)) continue;
      const double keep = i > 0 ? std::exp((poses[i - 1].at_s - poses[i].at_s) / kForget) : 1;
      leg.high = std::isnan(leg.high) ? value : std::max(value, value + keep * (leg.high - value));
      leg.low = std::isnan(leg.low) ? value : std::min(value, value + keep * (leg.low - value));
    }
  }
}

void LiveMotion::push(const Seen& seen) {
  const Pose& raw = seen.poses.back();
  poses_.push_back(smoother_.push(raw));
  lower_ankles(std::span(poses_).last(1));
  if (!is_set_)
    while (poses_.front().at_s < raw.at_s - kSetUpWindow_s) poses_.erase(poses_.begin());
  find_frame(seen.stills);
  if (!frame_) return;

  measure(seen);
  const double now_s = raw.at_s;
  for (Leg& leg : legs_)
    if (is_set_ && leg.tracker.push(now_s, leg.elevation.value)) recount_until_s_ = now_s + kRecount_s;
  watch_phase(now_s);
  watch_body(poses_.back());
  if (!is_set_) return;
  if (now_s - counted_s_ >= (now_s <= recount_until_s_ ? kCountEvery : kCountAnyway)) count(seen);
  watch_hold(now_s);
}

}  // namespace endrange
