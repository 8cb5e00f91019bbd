#include "trunk/flank.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/trunk_line.h"
#include "core/unknown.h"

namespace endrange {

namespace {

// The flank, in trunk lengths (shoulder to hip): from beyond the hip to the armpit, and from the floor to where an
// average body still has flank.
constexpr double kFromHip = 0.08, kToHip = 1.0, kLow = 0.025 - kHipHeight, kHigh = 0.15;
// A patch's half side, trunk lengths and px; the space between patches, in half sides.
constexpr double kRadius = 0.045, kSpacing = 1.2;
constexpr int kLeastRadius = 7, kMostRadius = 19;
// Plainer than this a patch says nothing, grey levels² a pixel.
constexpr double kLeastTexture = 0.15;
constexpr std::size_t kFewest = 8;
// A match this uncertain in every direction is none. px²
constexpr float kMostDoubt = 0.5f;
// Neighbours this far say where a patch goes. trunk lengths
constexpr double kNeighbours = 0.12;
constexpr Doubt kAnchorDoubt = {4e-4f, 0, 4e-4f};
// The near arm, where the anchor shows it. trunk lengths
constexpr double kArmGirth = 0.085;
// An anchor is made when shoulder and hip stayed this still for so long. It is given up when fewer of its patches than
// this are found for so long: soon if the body is somewhere else, late if it lies where it lay. trunk lengths, s
constexpr double kStill = 0.03, kStillFor = 0.25;
constexpr double kElsewhere = 0.12, kLostShare = 0.3, kLostFor = 1.0, kLostForLong = 6.0;
// Lost patches looked for anew in a frame, and how far. px
constexpr int kSearches = 8, kSearchReach = 5;
constexpr double kSearchCorrelation = 0.6;

Vec2 near_point(const Pose& pose, Joint left, Side side) { return pose.at(of(left, side)); }

}  // namespace

void FlankTracker::push(const Frame& frame, const Pose& pose) {
  if (pose.take != take_) {
    take_ = pose.take;
    patches_.clear(), has_pose_ = false, lost_since_s_ = -1;
  }
  if (pose.seen) {
    pose_ = pose;
    const TrunkLine t = trunk_line(pose);
    const double reach = kStill * t.length_px;
    if (!has_pose_ || length(t.hip - still_hip_) > reach || length(t.shoulder - still_shoulder_) > reach)
      still_hip_ = t.hip, still_shoulder_ = t.shoulder, still_since_s_ = frame.at_s;
    has_pose_ = true;
  }
  if (!patches_.empty()) follow(frame);
  if (!has_pose_) return;
  const bool is_lost = lost_since_s_ >= 0 && frame.at_s - lost_since_s_ > (is_elsewhere() ? kLostFor : kLostForLong);
  if ((patches_.empty() || is_lost) && frame.at_s - still_since_s_ >= kStillFor) make_anchor(frame);
}

bool FlankTracker::is_elsewhere() const {
  const TrunkLine now = trunk_line(pose_), then = trunk_line(anchor_pose_);
  const double reach = kElsewhere * then.length_px;
  return length(now.hip - then.hip) > reach || length(now.shoulder - then.shoulder) > reach;
}

bool FlankTracker::make_anchor(const Frame& frame) {
  const TrunkLine t = trunk_line(pose_);
  // Lying, and large enough to hold patches.
  if (!t.is_lying() || t.length_px < 5 * kLeastRadius) return false;
  const int radius = std::clamp(static_cast<int>(std::lround(kRadius * t.length_px)), kLeastRadius, kMostRadius);
  // The window: the flank and what it may move.
  Vec2 low{1e9, 1e9}, high{-1e9, -1e9};
  for (const double s : {kFromHip, kToHip})
    for (const double h : {kLow, kHigh}) {
      const Vec2 p = t.hip + t.length_px * (s * t.along + h * t.up);
      low = {std::min(low.x, p.x), std::min(low.y, p.y)}, high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
  const int margin = 2 * radius + static_cast<int>(0.08 * t.length_px) + kSearchReach;
  left_ = static_cast<int>(low.x) - margin, top_ = static_cast<int>(low.y) - margin;
  width_ = static_cast<int>(high.x - low.x) + 2 * margin, height_ = static_cast<int>(high.y - low.y) + 2 * margin;
  window_.read(frame, left_, top_, width_, height_);

  const Vec2 elbow = near_point(pose_, Joint::left_elbow, t.near), wrist = near_point(pose_, Joint::left_wrist, t.near),
             index = near_point(pose_, Joint::left_index, t.near);
  const double arm = kArmGirth * t.length_px + 0.6 * radius;
  const auto is_on_arm = [&](Vec2 p) {
    return distance_to_segment(p, t.shoulder, elbow) < arm || distance_to_segment(p, elbow, wrist) < arm ||
           distance_to_segment(p, wrist, index) < arm;
  };
  std::vector<Patch> patches;
  FlankTrack track;
  const double step = kSpacing * radius / t.length_px;
  const double least = kLeastTexture * (2 * radius + 1) * (2 * radius + 1);
  for (double h = kLow; h <= kHigh; h += step)
    for (double s = kFromHip; s <= kToHip; s += step) {
      const Vec2 p = t.hip + t.length_px * (s * t.along + h * t.up);
      if (is_on_arm(p)) continue;
      auto patch = Patch::cut(window_, static_cast<int>(p.x), static_cast<int>(p.y), radius, least);
      if (!patch) continue;
      track.places.push_back({patch->x() + 0.5, patch->y() + 0.5});
      patches.push_back(std::move(*patch));
    }
  if (patches.size() < kFewest) return false;
  patches_ = std::move(patches);
  last_.assign(patches_.size(), {}), is_found_.assign(patches_.size(), true);
  last_doubt_.assign(patches_.size(), kAnchorDoubt), expected_.assign(patches_.size(), {});
  lost_since_s_ = -1, anchor_pose_ = pose_;
  track.first_frame = frame.index, track.radius_px = radius;
  // The anchor's own frame: nothing has moved.
  track.shifts.assign(patches_.size(), {0, 0}), track.doubts.assign(patches_.size(), kAnchorDoubt);
  tracks_.push_back(std::move(track));
  return true;
}

void FlankTracker::follow(const Frame& frame) {
  window_.read(frame, left_, top_, width_, height_);
  FlankTrack& track = tracks_.back();
  std::size_t found = 0;
  for (std::size_t i = 0; i < patches_.size(); ++i) {
    Match m;
    if (is_found_[i]) m = patches_[i].match(window_, last_[i], expected_[i]), ++solves_;
    const bool is_good = m.is_found && std::min(m.doubt.xx, m.doubt.yy) < kMostDoubt;
    is_found_[i] = is_good;
    if (is_good) last_[i] = m.warp, last_doubt_[i] = m.doubt, ++found;
    track.shifts.push_back(is_good ? Vec2{m.warp.x, m.warp.y} : Vec2{kUnknown, kUnknown});
    track.doubts.push_back(m.doubt);
  }
  expect();
  // A few of the lost ones in turn: behind an arm, or after a jerk.
  const int n = static_cast<int>(patches_.size());
  for (int looked = 0, tried = 0; looked < kSearches && tried < n; ++tried) {
    next_to_search_ = (next_to_search_ + 1) % n;
    const auto patch = static_cast<std::size_t>(next_to_search_);
    if (!is_found_[patch]) find_again(patch), ++looked;
  }
  if (static_cast<double>(found) >= kLostShare * static_cast<double>(n))
    lost_since_s_ = -1;
  else if (lost_since_s_ < 0)
    lost_since_s_ = frame.at_s;
}

// Where each patch should be by its neighbours: a mean weighted by nearness and by how sure each is of its direction.
void FlankTracker::expect() {
  const std::vector<Vec2>& places = tracks_.back().places;
  const double reach = kNeighbours * trunk_line(anchor_pose_).length_px;
  for (std::size_t i = 0; i < places.size(); ++i) {
    double wx = 1e-9, wy = 1e-9, x = 1e-9 * last_[i].x, y = 1e-9 * last_[i].y;
    for (std::size_t k = 0; k < places.size(); ++k) {
      if (!is_found_[k]) continue;
      const Vec2 apart = places[k] - places[i];
      const double near = std::exp(-dot(apart, apart) / (reach * reach));
      const double kx = near / (static_cast<double>(last_doubt_[k].xx) + 0.01),
                   ky = near / (static_cast<double>(last_doubt_[k].yy) + 0.01);
      wx += kx, wy += ky, x += kx * last_[k].x, y += ky * last_[k].y;
    }
    expected_[i] = {x / wx, y / wy};
  }
}

// A start for the next frame: the best whole-pixel place around where it was last and around where it was cut.
void FlankTracker::find_again(std::size_t i) {
  double best = kSearchCorrelation;
  Warp start;
  const Warp by_neighbours{expected_[i].x, expected_[i].y, 0, 0, 0, 0};
  for (const Warp& around : {by_neighbours, Warp{}})
    for (int dy = -kSearchReach; dy <= kSearchReach; ++dy)
      for (int dx = -kSearchReach; dx <= kSearchReach; ++dx) {
        const int x = static_cast<int>(std::lround(around.x)) + dx, y = static_cast<int>(std::lround(around.y)) + dy;
        const double c = patches_[i].correlation_at(window_, x, y);
        if (c > best) best = c, start = {static_cast<double>(x), static_cast<double>(y), 0, 0, 0, 0};
      }
  if (best > kSearchCorrelation) last_[i] = start, is_found_[i] = true;
}

}  // namespace endrange
