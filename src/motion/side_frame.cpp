#include "motion/side_frame.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/angle.h"
#include "core/smooth.h"

namespace endrange {

namespace {

// How high the joints of somebody lying flat are above the floor, in trunk lengths (shoulder to hip, about 0.5 m).
// Read off level studio footage (hip 0.21 ± 0.02, shoulder 0.14 ± 0.02; ankle of a resting leg 0.17).
constexpr double kHipHeight = 0.21, kShoulderHeight = 0.14, kAnkleHeight = 0.17;

// Doubt about each witness of the floor's direction (one standard deviation).
constexpr double kTrunkDoubt = 3.0_deg;    // people differ in build, and shoulders lift
constexpr double kRestingDoubt = 1.5_deg;  // a leg that lies still
constexpr double kLevelDoubt = 2.0_deg;    // phones stand about level …
constexpr double kLevelDoubtPerYaw = 0.5;  // … but seen obliquely and from above, a level floor looks tilted

// A leg at rest stays put for this long and this close to where the trunk says the floor is. A shorter stay may be a
// pause at the bottom of a repetition, which says nothing of the floor.
constexpr double kRestingSeconds = 3, kRestingWithin = 9.0_deg, kRestingStill = 2.0_deg;

// Trunk closer to level than this: lying. Steeper than that: upright.
constexpr double kLyingSteepest = 40.0_deg, kUprightFlattest = 50.0_deg;

struct Body {
  const Pose& pose;
  Vec2 shoulders, hips;
  explicit Body(const Pose& p)
      : pose(p),
        shoulders(0.5 * (p.at(Joint::left_shoulder) + p.at(Joint::right_shoulder))),
        hips(0.5 * (p.at(Joint::left_hip) + p.at(Joint::right_hip))) {}
  Vec2 trunk() const { return shoulders - hips; }
};

// Poses of frames in which nobody was found have no place.
bool is_placed(const Pose& pose) { return !std::isnan(pose[Joint::left_hip].x); }

double median_of(std::span<const Pose> poses, auto&& value) {
  std::vector<double> values;
  for (const Pose& pose : poses)
    if (is_placed(pose)) values.push_back(value(pose));
  return median(values);
}

bool is_upright(const Body& b) {
  return std::abs(b.trunk().x) < std::abs(b.trunk().y) / std::tan(kUprightFlattest) && b.trunk().y < 0;
}
bool is_flat(const Body& b) { return std::abs(b.trunk().y) < std::abs(b.trunk().x) * std::tan(kLyingSteepest); }

// Hands above the head while the trunk hangs below them.
bool is_hanging(const Pose& pose) {
  const Body b(pose);
  const double hands = std::min(pose.at(Joint::left_wrist).y, pose.at(Joint::right_wrist).y);
  return is_upright(b) && hands < pose.at(Joint::nose).y && hands < b.shoulders.y - 0.3 * length(b.trunk());
}

// On the back, or at least on the floor: not on hands and knees (knees well below the hips, hands below the shoulders).
bool is_lying(const Pose& pose) {
  const Body b(pose);
  if (!is_flat(b)) return false;
  const double trunk = length(b.trunk());
  const double knees = 0.5 * (pose.at(Joint::left_knee).y + pose.at(Joint::right_knee).y),
               hands = 0.5 * (pose.at(Joint::left_wrist).y + pose.at(Joint::right_wrist).y);
  return !(knees > b.hips.y + 0.45 * trunk && hands > b.shoulders.y + 0.45 * trunk);
}

void find_posture(std::span<const Pose> poses, SideFrame& frame) {
  double seen = 0, lying = 0, hanging = 0;
  for (const Pose& pose : poses) {
    if (!is_placed(pose)) continue;
    ++seen;
    if (is_lying(pose)) ++lying;
    if (is_hanging(pose)) ++hanging;
  }
  const double most = std::max(lying, hanging) / seen;
  frame.posture = most < 0.5 ? Posture::other : lying > hanging ? Posture::lying : Posture::hanging;
  frame.posture_confidence = frame.posture == Posture::other ? 1 - most : most;
}

// The side whose shoulder and hip are nearer the camera, by the network's depth.
void find_near_side(std::span<const Pose> poses, SideFrame& frame) {
  double seen = 0, left = 0;
  for (const Pose& pose : poses) {
    if (!is_placed(pose)) continue;
    ++seen;
    const auto depth = [&](Joint joint) {
      return pose.world_at(of(joint, Side::left)).z - pose.world_at(of(joint, Side::right)).z;
    };
    if (depth(Joint::left_shoulder) + depth(Joint::left_hip) < 0) ++left;
  }
  frame.near_side = left * 2 >= seen ? Side::left : Side::right;
  frame.near_side_confidence = std::max(left, seen - left) / seen;
}

// How far the camera is from square to the side. Lying: how far a straight near leg leaves the picture's plane while it
// is low (near vertical it says nothing); for want of one the thigh, then the trunk. Hanging: how far the line through
// hips and shoulders leaves the view axis.
double find_yaw(std::span<const Pose> poses, const SideFrame& frame) {
  constexpr double kSteepestLeg = 55.0_deg, kStraightKnee = 30.0_deg;
  constexpr std::size_t kFewest = 5;
  std::vector<double> straight, thighs, trunk, across;
  for (const Pose& pose : poses) {
    if (!is_placed(pose)) continue;
    const auto between = [&](Joint from, Joint to) {
      const WorldPoint a = pose.world_at(from), b = pose.world_at(to);
      return WorldPoint{b.x - a.x, b.y - a.y, b.z - a.z};
    };
    const auto out_of_plane = [](const WorldPoint& v) { return std::atan2(v.z, std::hypot(v.x, v.y)); };
    const auto is_low = [&](const WorldPoint& v) {
      return std::abs(v.y) < std::tan(kSteepestLeg) * std::hypot(v.x, v.z);
    };
    const auto near = [&](Joint joint) { return of(joint, frame.near_side); };
    const WorldPoint leg = between(near(Joint::left_hip), near(Joint::left_ankle)),
                     thigh = between(near(Joint::left_hip), near(Joint::left_knee));
    const WorldPoint shank = between(near(Joint::left_knee), near(Joint::left_ankle));
    const double along = thigh.x * shank.x + thigh.y * shank.y + thigh.z * shank.z;
    const double lengths = std::hypot(thigh.x, thigh.y, thigh.z) * std::hypot(shank.x, shank.y, shank.z);
    if (is_low(leg) && along > std::cos(kStraightKnee) * lengths) straight.push_back(out_of_plane(leg));
    if (is_low(thigh)) thighs.push_back(out_of_plane(thigh));
    trunk.push_back(out_of_plane(between(near(Joint::left_hip), near(Joint::left_shoulder))));
    const WorldPoint hips = between(Joint::left_hip, Joint::right_hip),
                     shoulders = between(Joint::left_shoulder, Joint::right_shoulder);
    // A turn about the vertical moves the hip line along the picture's x.
    across.push_back(std::atan2(std::abs(hips.x + shoulders.x), std::abs(hips.z + shoulders.z)));
  }
  if (frame.posture == Posture::hanging) return median(across);
  return std::abs(median(straight.size() >= kFewest ? straight : thighs.size() >= kFewest ? thighs : trunk));
}

// A direction of the floor towards the feet, as an angle in the picture's frame turned so that 0 = level. rad.
struct Witness {
  double angle, doubt;
};

// A robust mean: each witness loses weight as it disagrees with the rest beyond twice its doubt.
Witness agree(std::span<const Witness> witnesses) {
  constexpr double kTolerance = 2;
  std::vector<double> angles;
  for (const Witness& w : witnesses) angles.push_back(w.angle);
  // Start where the most trusted evidence is: the weighted median of small sets.
  double best = angles.front(), best_cost = std::numeric_limits<double>::infinity();
  for (const double candidate : angles) {
    double cost = 0;
    for (const Witness& w : witnesses) cost += std::min(std::abs(w.angle - candidate) / w.doubt, 2 * kTolerance);
    if (cost < best_cost) best = candidate, best_cost = cost;
  }
  double weight_sum = 0;
  for (int round = 0; round < 20; ++round) {
    double sum = 0;
    weight_sum = 0;
    for (const Witness& w : witnesses) {
      const double ratio = (w.angle - best) / (kTolerance * w.doubt);
      const double weight = 1 / ((1 + ratio * ratio) * (1 + ratio * ratio) * w.doubt * w.doubt);
      sum += weight * w.angle, weight_sum += weight;
    }
    best = sum / weight_sum;
  }
  return {best, 1 / std::sqrt(weight_sum)};
}

// The direction of the leg that lies still on the floor for the longest, with the tilt that its rest heights imply
// removed. One witness: two legs that pause together say no more than one.
void add_resting_leg(std::span<const Pose> poses, int width, int height, const SideFrame& frame, auto&& angle_of,
                     double trunk_angle, std::vector<Witness>& witnesses) {
  double best_seconds = 0, best_angle = kUnknown;
  for (const Side side : kSides) {
    // Still = the direction stays within a band; the longest such stretch near the floor counts.
    std::size_t from = 0;
    std::vector<std::pair<double, double>> samples;  // time, angle
    for (const Pose& pose : poses) {
      if (!is_placed(pose) || !is_inside(pose[of(Joint::left_ankle, side)], width, height)) continue;
      const Vec2 leg = pose.at(of(Joint::left_ankle, side)) - pose.at(of(Joint::left_hip, side));
      const double fall =
          std::asin(std::clamp((kHipHeight - kAnkleHeight) * frame.trunk_px / std::max(length(leg), 1.0), -1.0, 1.0));
      samples.emplace_back(pose.at_s, wrapped(angle_of(leg) - fall));
    }
    for (std::size_t i = 0; i < samples.size(); ++i) {
      if (std::abs(wrapped(samples[i].second - trunk_angle)) > kRestingWithin) {
        from = i + 1;
        continue;
      }
      while (from < i && std::abs(samples[i].second - samples[from].second) > kRestingStill) ++from;
      const double seconds = samples[i].first - samples[from].first;
      if (seconds <= best_seconds) continue;
      best_seconds = seconds;
      std::vector<double> angles;
      for (std::size_t k = from; k <= i; ++k) angles.push_back(samples[k].second);
      best_angle = median(angles);
    }
  }
  if (best_seconds >= kRestingSeconds) witnesses.push_back({best_angle, kRestingDoubt});
}

void find_floor(std::span<const Pose> poses, int width, int height, SideFrame& frame) {
  const Joint shoulder = of(Joint::left_shoulder, frame.near_side), hip = of(Joint::left_hip, frame.near_side);
  const bool head_is_right = median_of(poses, [](const Pose& p) { return Body(p).trunk().x; }) > 0;
  // Angle of a direction that points to the feet, 0 = level, positive = pointing down in the picture.
  const auto angle_of = [&](Vec2 towards_feet) {
    return std::atan2(towards_feet.y, head_is_right ? -towards_feet.x : towards_feet.x);
  };

  // The pelvis rolls up with the legs at the top of a lift, so the trunk is read while it lies flattest.
  std::vector<double> trunk_angles;
  for (const Pose& pose : poses)
    if (is_placed(pose))
      trunk_angles.push_back(angle_of(pose.at(hip) - pose.at(shoulder)) + std::asin(kHipHeight - kShoulderHeight));
  const double trunk_angle = quantile(trunk_angles, 0.6);

  std::vector<Witness> witnesses = {
      {trunk_angle, kTrunkDoubt},
      {0, std::hypot(kLevelDoubt, kLevelDoubtPerYaw * (std::isnan(frame.yaw) ? 0 : frame.yaw))}};
  add_resting_leg(poses, width, height, frame, angle_of, trunk_angle, witnesses);
  const Witness floor = agree(witnesses);

  const double cosine = std::cos(floor.angle), sine = std::sin(floor.angle);
  frame.head = {head_is_right ? cosine : -cosine, -sine};
  // Up is the head direction turned by a quarter so that it points away from gravity.
  frame.up = head_is_right ? Vec2{frame.head.y, -frame.head.x} : Vec2{-frame.head.y, frame.head.x};
  frame.floor_tilt = head_is_right ? -floor.angle : floor.angle;
  frame.floor_tilt_error = floor.doubt;

  // The floor lies one rest height below shoulder and hip.
  const Vec2 at{median_of(poses, [&](const Pose& p) { return p.at(hip).x; }),
                median_of(poses, [&](const Pose& p) { return p.at(hip).y; })};
  frame.floor_point = at - kHipHeight * frame.trunk_px * frame.up;
}

// Hanging: gravity is the picture's own down; the legs go forward, to where the knees and toes are.
void find_hanging_axes(std::span<const Pose> poses, SideFrame& frame) {
  const double forward = median_of(poses, [](const Pose& p) {
    double sum = 0;
    for (const Side side : kSides)
      sum += p.at(of(Joint::left_foot, side)).x - p.at(of(Joint::left_heel, side)).x +
             0.5 * (p.at(of(Joint::left_knee, side)).x - p.at(of(Joint::left_hip, side)).x);
    return sum;
  });
  frame.head = {forward > 0 ? -1.0 : 1.0, 0};
  frame.up = {0, -1};
  frame.floor_tilt = 0;
  frame.floor_tilt_error = kLevelDoubt;
  frame.floor_point = {kUnknown, kUnknown};
}

}  // namespace

std::optional<SideFrame> find_side_frame(std::span<const Pose> poses, int width, int height) {
  if (std::ranges::count_if(poses, is_placed) < 3) return std::nullopt;
  SideFrame frame;
  find_posture(poses, frame);
  find_near_side(poses, frame);
  const Side near = frame.near_side;
  frame.trunk_px = median_of(poses, [&](const Pose& p) {
    return length(p.at(of(Joint::left_shoulder, near)) - p.at(of(Joint::left_hip, near)));
  });
  frame.face_on = median_of(poses, [](const Pose& p) {
    return length(p.at(Joint::left_shoulder) - p.at(Joint::right_shoulder)) / std::max(length(Body(p).trunk()), 1.0);
  });
  std::vector<double> legs;
  for (const Pose& p : poses)
    if (is_placed(p))
      legs.push_back(length(p.at(of(Joint::left_knee, near)) - p.at(of(Joint::left_hip, near))) +
                     length(p.at(of(Joint::left_ankle, near)) - p.at(of(Joint::left_knee, near))));
  frame.leg_px = quantile(legs, 0.9);
  frame.yaw = find_yaw(poses, frame);
  if (frame.posture == Posture::hanging) {
    find_hanging_axes(poses, frame);
  } else {
    find_floor(poses, width, height, frame);
  }
  return frame;
}

double millimetres_per_px(const SideFrame& frame, double height_m) {
  constexpr double kThighAndShank = 0.245 + 0.246;
  return frame.leg_px > 0 ? kThighAndShank * height_m * 1000 / frame.leg_px : kUnknown;
}

}  // namespace endrange
