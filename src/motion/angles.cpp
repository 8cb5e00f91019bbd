#include "motion/angles.h"

#include <algorithm>
#include <cmath>

#include "core/angle.h"

namespace endrange {

namespace {

// The near ankle's visibility is 0.4–0.9 on real clips; feet invented outside the picture stay below 0.07.
constexpr float kCredibleFoot = 0.1f;

// Calf against thigh: no knee bends further.
constexpr double kMostBend = 155.0_deg;

}  // namespace

std::array<LegAngles, 2> measure_legs(std::span<const Pose> poses, const SideFrame& frame, int width, int height) {
  std::array<LegAngles, 2> legs;
  for (const Side side : kSides) {
    LegAngles& leg = legs[static_cast<std::size_t>(side)];
    const double excess = side == frame.near_side ? 0 : frame.far_hip_excess * frame.trunk_px;
    for (const Pose& pose : poses) {
      const Vec2 shoulder = pose.at(of(Joint::left_shoulder, side)) - excess * frame.up,
                 hip = pose.at(of(Joint::left_hip, side)) - excess * frame.up,
                 knee = pose.at(of(Joint::left_knee, side));
      const Landmark& foot = pose[of(Joint::left_ankle, side)];
      // Beyond the edge, or behind something, the network invents the foot. The far foot is always half hidden.
      const bool is_credible =
          is_inside(foot, width, height) && (side != frame.near_side || foot.visibility >= kCredibleFoot);
      const Vec2 ankle = is_credible ? Vec2{foot.x, foot.y} : Vec2{kUnknown, kUnknown};
      const double thigh = frame.elevation(knee - hip), shank = frame.elevation(ankle - knee),
                   trunk = frame.elevation(hip - shoulder);
      leg.leg_elevation.push_back(frame.elevation(ankle - hip));
      leg.thigh_elevation.push_back(thigh);
      leg.hip_flexion.push_back(wrapped(thigh - trunk));
      // A bent knee lets the shank fall behind the thigh, whichever way the body lies.
      const double bend = wrapped(thigh - shank);
      leg.knee_flexion.push_back(std::abs(bend) < kMostBend ? bend : kUnknown);
      const double thigh_px = frame.leg_px / 2;
      leg.foot_rise.push_back(dot(ankle - shoulder, frame.up) / frame.leg_px);
      leg.hip_rise.push_back(dot(hip - shoulder, frame.up) / frame.trunk_px);
      leg.knee_rise.push_back(dot(knee - shoulder, frame.up) / thigh_px);
    }
  }
  return legs;
}

}  // namespace endrange
