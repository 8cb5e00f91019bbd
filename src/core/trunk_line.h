// trunk_line.h: the trunk of one pose, from the near hip to the near shoulder, in the picture.
#pragma once

#include <algorithm>
#include <cmath>

#include "core/landmarks.h"

namespace endrange {

/// How high the joints of somebody lying flat are above the floor, in trunk lengths (shoulder to hip, about 0.5 m).
/// Read off level studio footage (hip 0.21 ± 0.02, shoulder 0.14 ± 0.02; ankle of a resting leg 0.17).
constexpr double kHipHeight = 0.21, kShoulderHeight = 0.14, kAnkleHeight = 0.17;

/// The side whose shoulder and hip are nearer the camera, by the network's depth.
inline Side nearer_side(const Pose& pose) {
  const auto depth = [&](Side side) {
    return pose.world_at(of(Joint::left_shoulder, side)).z + pose.world_at(of(Joint::left_hip, side)).z;
  };
  return depth(Side::left) <= depth(Side::right) ? Side::left : Side::right;
}

/// px, or whatever the points are in.
inline double distance_to_segment(Vec2 p, Vec2 from, Vec2 to) {
  const Vec2 along = to - from;
  const double share = std::clamp(dot(p - from, along) / std::max(dot(along, along), 1e-9), 0.0, 1.0);
  return length(p - (from + share * along));
}

struct TrunkLine {
  Vec2 hip, shoulder;  ///< px
  Vec2 along, up;      ///< unit vectors from hip to shoulder, and across it away from the floor
  double length_px = 0;
  Side near = Side::left;
  /// Closer to level than 40 deg.
  bool is_lying() const { return std::abs(along.y) < 0.64; }
};

inline TrunkLine trunk_line(const Pose& pose) {
  TrunkLine t;
  t.near = nearer_side(pose);
  t.hip = pose.at(of(Joint::left_hip, t.near)), t.shoulder = pose.at(of(Joint::left_shoulder, t.near));
  t.length_px = length(t.shoulder - t.hip);
  t.along = 1 / std::max(t.length_px, 1.0) * (t.shoulder - t.hip);
  t.up = t.along.x > 0 ? Vec2{t.along.y, -t.along.x} : Vec2{-t.along.y, t.along.x};
  return t;
}

}  // namespace endrange
