// trunk_line.h: the trunk of one pose, from the near hip to the near shoulder, in the picture.
#pragma once

#include <algorithm>
#include <cmath>

#include "core/landmarks.h"

namespace endrange {

struct TrunkLine {
  Vec2 hip, shoulder;  ///< px
  Vec2 along, up;      ///< unit vectors from hip to shoulder, and across it away from the floor
  double length_px = 0;
  Side near = Side::left;
  /// Closer to level than 40 deg.
  bool is_lying() const { return std::abs(along.y) < 0.64; }
};

inline TrunkLine trunk_line(const Pose& pose) {
  const auto depth = [&](Side side) {
    return pose.world_at(of(Joint::left_shoulder, side)).z + pose.world_at(of(Joint::left_hip, side)).z;
  };
  TrunkLine t;
  t.near = depth(Side::left) <= depth(Side::right) ? Side::left : Side::right;
  t.hip = pose.at(of(Joint::left_hip, t.near)), t.shoulder = pose.at(of(Joint::left_shoulder, t.near));
  t.length_px = length(t.shoulder - t.hip);
  t.along = 1 / std::max(t.length_px, 1.0) * (t.shoulder - t.hip);
  t.up = t.along.x > 0 ? Vec2{t.along.y, -t.along.x} : Vec2{-t.along.y, t.along.x};
  return t;
}

}  // namespace endrange
