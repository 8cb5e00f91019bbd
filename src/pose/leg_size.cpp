#include "pose/leg_size.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/smooth.h"
#include "pose/side_path.h"

namespace endrange {

namespace {

// All lengths in trunk lengths (shoulder to hip, about 0.5 m).

// The legs are 0.17 m apart and the camera 2 to 3 m away: a thigh or shank of 0.85 is seen longer by 0.05 to 0.07 on
// the near side. By landmarks 0.05 both, on the one real clip of legs that take turns, square view; 0.02 to 0.14 (mean
// 0.07) and 0.02 to 0.11 (0.06), with a spread of 0.01 to 0.10 between looks, on 23 rendered ones of up to 10 deg of
// yaw. The ankle goes astray more than the knee.
constexpr double kLonger = 0.06, kThighDoubt = 0.035, kShankDoubt = 0.07;
// Foreshortened or misplaced: then no more is meant by being further off, in log likelihood.
constexpr double kFurthest = 8, kMost = 3;
// Legs nearer each other than this show no size of their own, and apart by that all of it.
constexpr double kOnTop = 0.08, kApart = 0.20;
// Legs further apart point in directions in which they are foreshortened otherwise; there the names of the network
// mostly hold.
constexpr double kAlike = 0.5, kOtherwise = 0.8;

// How far the far hip and the far shoulder are seen from the near ones along the trunk: from the side the network has
// them at 0 and −0.08 (medians of 14 rendered clips; 0 and −0.10 on 7 real ones). Their mean is off that by 0.03 at 5
// deg of yaw, 0.05 at 10, 0.06 at 15, 0.09 at 20 and 0.15 at 25 (medians of 9 to 15 rendered clips).
constexpr double kUsualShoulder = -0.08, kSquare = 0.05, kOblique = 0.10;

// 0 … 1: how far the legs are from lying on one another.
double apartness(const Pose& pose) {
  constexpr std::array kSeen = {Joint::left_knee, Joint::left_ankle};
  const double apart = between(pose, Side::left, pose, Side::right, kSeen);
  return std::clamp((apart - kOnTop) / (kApart - kOnTop), 0.0, 1.0) *
         std::clamp((kOtherwise - apart) / (kOtherwise - kAlike), 0.0, 1.0);
}

double likelihood(double longer, double doubt) {
  const double off = (longer - kLonger) / doubt;
  return -std::min(0.5 * off * off, kFurthest);
}

// Of both parts of the legs, if these names belong to the near and the far hip.
double likelihood(const Pose& pose, Side near, Side near_name) {
  const auto thigh = [&](Side hip, Side name) {
    return length(pose.at(of(Joint::left_knee, name)) - pose.at(of(Joint::left_hip, hip)));
  };
  const auto shank = [&](Side name) {
    return length(pose.at(of(Joint::left_ankle, name)) - pose.at(of(Joint::left_knee, name)));
  };
  const Side far = opposite(near), far_name = opposite(near_name);
  const double trunk = trunk_of(pose);
  return likelihood((thigh(near, near_name) - thigh(far, far_name)) / trunk, kThighDoubt) +
         likelihood((shank(near_name) - shank(far_name)) / trunk, kShankDoubt);
}

}  // namespace

double squareness(std::span<Pose* const> poses, Side near) {
  std::vector<double> beside;
  for (const Pose* pose : poses) {
    const auto offset = [&](Joint joint) { return pose->at(of(joint, opposite(near))) - pose->at(of(joint, near)); };
    Vec2 trunk{0, 0};
    for (const Side side : kSides)
      trunk = trunk + 0.5 * (pose->at(of(Joint::left_shoulder, side)) - pose->at(of(Joint::left_hip, side)));
    const Vec2 both = 0.5 * (offset(Joint::left_hip) + offset(Joint::left_shoulder));
    beside.push_back(dot(both, trunk) / dot(trunk, trunk) - 0.5 * kUsualShoulder);
  }
  const double oblique = std::abs(median(beside));
  return std::isnan(oblique) ? 0 : std::clamp((kOblique - oblique) / (kOblique - kSquare), 0.0, 1.0);
}

double named_by_size(const Pose& pose, Side near) {
  const double ratio = likelihood(pose, near, near) - likelihood(pose, near, opposite(near));
  const double counted = apartness(pose) * std::clamp(ratio, -kMost, kMost);
  return std::isnan(counted) ? 0 : counted;
}

}  // namespace endrange
