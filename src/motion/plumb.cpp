#include "motion/plumb.h"

#include <array>
#include <cmath>
#include <vector>

#include "core/angle.h"
#include "core/smooth.h"

namespace endrange {

namespace {

// Legs hang down when the thighs are this close to the trunk's line.
constexpr double kHangs = 30.0_deg;
constexpr std::size_t kFewest = 3;
// On ten rendered clips of known roll the median was off by 1.5 deg (RMS); on one real clip, oblique and swinging, it
// lies some 3 deg from the room's uprights.
constexpr double kDoubt = 2.0_deg;

// A limb: its share of the body's mass, and how far along it the centre lies.
struct Limb {
  Joint from, to;
  double mass, center;
};
constexpr std::array kLimbs = {Limb{Joint::left_shoulder, Joint::left_elbow, 0.0271, 0.577},
                               Limb{Joint::left_elbow, Joint::left_wrist, 0.0162, 0.457},
                               Limb{Joint::left_wrist, Joint::left_index, 0.0061, 0.79},
                               Limb{Joint::left_hip, Joint::left_knee, 0.1416, 0.410},
                               Limb{Joint::left_knee, Joint::left_ankle, 0.0433, 0.446},
                               Limb{Joint::left_heel, Joint::left_foot, 0.0137, 0.442}};
constexpr double kTrunk = 0.4346, kTrunkCenter = 0.431, kHead = 0.0694;

Vec2 middle(const Pose& pose, Joint left) { return 0.5 * (pose.at(left) + pose.at(of(left, Side::right))); }

Vec2 center_of_mass(const Pose& pose) {
  const Vec2 shoulders = middle(pose, Joint::left_shoulder), hips = middle(pose, Joint::left_hip);
  double mass = kTrunk + kHead;
  Vec2 sum = kTrunk * (shoulders + kTrunkCenter * (hips - shoulders)) + kHead * middle(pose, Joint::left_ear);
  for (const Limb& limb : kLimbs) {
    const Vec2 from = middle(pose, limb.from), to = middle(pose, limb.to);
    sum = sum + 2 * limb.mass * (from + limb.center * (to - from));
    mass += 2 * limb.mass;
  }
  return 1 / mass * sum;
}

bool legs_hang(const Pose& pose) {
  const Vec2 hips = middle(pose, Joint::left_hip), trunk = hips - middle(pose, Joint::left_shoulder),
             thigh = middle(pose, Joint::left_knee) - hips;
  return dot(trunk, thigh) > std::cos(kHangs) * length(trunk) * length(thigh);  // NaN compares false
}

}  // namespace

std::optional<Plumb> find_plumb(std::span<const Pose> poses) {
  std::vector<double> tilts;
  for (const Pose& pose : poses) {
    if (!legs_hang(pose)) continue;
    // The knuckles hold the bar.
    const Vec2 hands = 0.5 * (middle(pose, Joint::left_pinky) + middle(pose, Joint::left_index));
    const Vec2 down = center_of_mass(pose) - hands;
    const double tilt = std::atan2(-down.x, down.y);
    if (!std::isnan(tilt)) tilts.push_back(tilt);
  }
  if (tilts.size() < kFewest) return std::nullopt;
  // Half of what it swings by may be left in the median of a few swings.
  const double spread = 0.5 * (quantile(tilts, 0.84) - quantile(tilts, 0.16));
  return Plumb{median(tilts), std::hypot(kDoubt, 0.5 * spread)};
}

}  // namespace endrange
