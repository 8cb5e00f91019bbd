#include "pose/ankles.h"

#include <algorithm>
#include <cmath>

#include "core/angle.h"

namespace endrange {

namespace {

constexpr double kShare = 0.05;  // of knee to ankle
// A straighter leg stays as it is: no angle would change, only its length, by which millimetres are counted.
constexpr double kStraight = 10.0_deg, kBent = 40.0_deg;

}  // namespace

void lower_ankles(std::span<Pose> poses) {
  for (Pose& pose : poses)
    for (const Side side : kSides) {
      const Joint knee = of(Joint::left_knee, side), ankle = of(Joint::left_ankle, side);
      const Vec2 thigh = pose.at(knee) - pose.at(of(Joint::left_hip, side)), shank = pose.at(ankle) - pose.at(knee);
      const double bend = std::abs(std::atan2(cross(thigh, shank), dot(thigh, shank)));
      if (!(bend > kStraight)) continue;  // nor where it is unknown
      const auto share = static_cast<float>(kShare * std::min((bend - kStraight) / (kBent - kStraight), 1.0));
      pose[ankle].x += share * static_cast<float>(shank.x);
      pose[ankle].y += share * static_cast<float>(shank.y);
      const WorldPoint from = pose.world_at(knee);
      WorldPoint& to = pose.world[static_cast<std::size_t>(ankle)];
      to = {to.x + share * (to.x - from.x), to.y + share * (to.y - from.y), to.z + share * (to.z - from.z)};
    }
}

}  // namespace endrange
