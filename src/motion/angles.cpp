#include "motion/angles.h"

#include <algorithm>
#include <cmath>

#include "core/angle.h"
#include "core/smooth.h"

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
    for (const Pose& pose : poses) {
      const Vec2 shoulder = pose.at(of(Joint::left_shoulder, side)), hip = pose.at(of(Joint::left_hip, side)),
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

namespace {

constexpr double kLeastSweep = 60.0_deg;

// Seen obliquely the arc is an ellipse, whose fitted centre is not the hip.
constexpr double kSquareEnough = 15.0_deg;

// A hip landmark is off by a few percent of the leg; a fit that says more is wrong itself.
constexpr double kMostShift = 0.08;  // leg lengths

// One arc's centre relative to the hip landmark, by Gauss–Newton on |point − hip − centre| = radius with weights that
// forgive single bad points.
std::optional<Vec2> fit_center(std::span<const Vec2> from_hip) {
  constexpr int kRounds = 25;
  Vec2 center;
  std::vector<double> radii(from_hip.size()), deviations(from_hip.size());
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t i = 0; i < from_hip.size(); ++i) radii[i] = length(from_hip[i] - center);
    const double radius = median(radii);
    for (std::size_t i = 0; i < radii.size(); ++i) deviations[i] = std::abs(radii[i] - radius);
    const double scale = std::max(3 * median(deviations), 1e-6 * radius);
    // Normal equations in (centre x, centre y, radius).
    std::array<double, 9> a{};
    std::array<double, 3> b{};
    for (std::size_t i = 0; i < from_hip.size(); ++i) {
      const Vec2 v = from_hip[i] - center;
      const double ratio = (radii[i] - radius) / scale, weight = 1 / (1 + ratio * ratio);
      const std::array<double, 3> row = {v.x / radii[i], v.y / radii[i], 1};
      for (std::size_t r = 0; r < 3; ++r) {
        b[r] += weight * row[r] * (radii[i] - radius);
        for (std::size_t c = 0; c < 3; ++c) a[3 * r + c] += weight * row[r] * row[c];
      }
    }
    const auto det = [](double p, double q, double r, double s) { return p * s - q * r; };
    const double whole =
        a[0] * det(a[4], a[5], a[7], a[8]) - a[1] * det(a[3], a[5], a[6], a[8]) + a[2] * det(a[3], a[4], a[6], a[7]);
    if (!(std::abs(whole) > 1e-9 * a[0] * a[4] * a[8])) return std::nullopt;
    const Vec2 step{
        (b[0] * det(a[4], a[5], a[7], a[8]) - a[1] * det(b[1], a[5], b[2], a[8]) + a[2] * det(b[1], a[4], b[2], a[7])) /
            whole,
        (a[0] * det(b[1], a[5], b[2], a[8]) - b[0] * det(a[3], a[5], a[6], a[8]) + a[2] * det(a[3], b[1], a[6], b[2])) /
            whole};
    center = center + step;
    if (length(step) < 1e-4 * radius) return center;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Vec2> fit_hip_center(std::span<const Pose> poses, const SideFrame& frame, Side side) {
  constexpr double kStraightKnee = 25.0_deg;
  if (!(frame.yaw <= kSquareEnough)) return std::nullopt;
  std::vector<Vec2> knees, ankles;
  std::vector<double> elevations;
  for (const Pose& pose : poses) {
    const Vec2 hip = pose.at(of(Joint::left_hip, side)), knee = pose.at(of(Joint::left_knee, side)) - hip,
               ankle = pose.at(of(Joint::left_ankle, side)) - hip;
    if (std::isnan(hip.x) || std::isnan(ankle.x)) continue;
    // Only a straight leg's ankle stays on an arc.
    if (std::abs(wrapped(std::atan2(knee.y, knee.x) - std::atan2(ankle.y - knee.y, ankle.x - knee.x))) > kStraightKnee)
      continue;
    knees.push_back(knee);
    ankles.push_back(ankle);
    elevations.push_back(frame.elevation(ankle));
  }
  constexpr std::size_t kFewestPoses = 20;
  if (knees.size() < kFewestPoses || quantile(elevations, 0.98) - quantile(elevations, 0.02) < kLeastSweep)
    return std::nullopt;
  const auto by_knee = fit_center(knees), by_ankle = fit_center(ankles);
  if (!by_knee || !by_ankle) return std::nullopt;
  const Vec2 mean = 0.5 * (*by_knee + *by_ankle);
  const double disagreement = length(*by_knee - *by_ankle);
  if (disagreement > 0.5 * length(mean) || length(mean) > kMostShift * frame.leg_px) return std::nullopt;
  return mean;
}

}  // namespace endrange
