#include "motion/side_frame.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/angle.h"
#include "core/smooth.h"
#include "core/trunk_line.h"
#include "motion/plumb.h"

namespace endrange {

namespace {

// Doubt about each witness of the floor's direction (one standard deviation).
constexpr double kTrunkDoubt = 3.0_deg;    // people differ in build, and shoulders lift
constexpr double kRestingDoubt = 1.5_deg;  // a leg that lies still
constexpr double kLevelDoubt = 2.0_deg;    // phones stand about level …
constexpr double kLevelDoubtPerYaw = 0.5;  // … but seen obliquely and from above, a level floor looks tilted
// A body doesn't lie quite along its mat or wall, which tilts more the more obliquely it is seen.
constexpr double kEdgeDoubt = 1.0_deg, kEdgeDoubtPerYaw = 0.1;

// Of the doubt that the witnesses agree on, how much is stated where edges of the room are among them. Over 30 rendered
// clips of all cameras (`bench accuracy --seed 2`, lying) the floor line is then off by 0.89 deg where 1.27 would be
// stated, over 74 filmed from 30 to 100 mm height (`bench lift`, seeds 1 and 2) by 0.33 of 1.31. Without edges the
// whole doubt is right: 2.6 of 2.2, 1.28 of 2.51.
constexpr double kDoubtStated = 0.6;

// A leg at rest stays put for this long and this close to where the trunk says the floor is. A shorter stay may be a
// pause at the bottom of a repetition, which says nothing of the floor.
constexpr double kRestingSeconds = 3, kRestingWithin = 9.0_deg, kRestingStill = 2.0_deg;

// Trunk closer to level than this: lying. Steeper than that: upright.
constexpr double kLyingSteepest = 40.0_deg, kUprightFlattest = 50.0_deg;

// A head this much higher than where it lies for half a second is up: a shape that is held lifts it by 0.23 or more,
// noise moves it by 0.02. trunk lengths
constexpr double kHeadUp = 0.1, kHeadDown_s = 0.5;

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
double median_of(std::span<const Pose> poses, auto&& value) {
  std::vector<double> values;
  for (const Pose& pose : poses)
    if (pose.is_placed()) values.push_back(value(pose));
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

// On hands and knees, one of either perhaps stretched out: a knee well below the hips, a hand well below the shoulders.
bool is_on_all_fours(const Pose& pose) {
  const Body b(pose);
  if (!is_flat(b)) return false;
  const double trunk = length(b.trunk());
  const double knee = std::max(pose.at(Joint::left_knee).y, pose.at(Joint::right_knee).y),
               hand = std::max(pose.at(Joint::left_wrist).y, pose.at(Joint::right_wrist).y);
  return knee > b.hips.y + 0.45 * trunk && hand > b.shoulders.y + 0.45 * trunk;
}

// On one side, the front or the back to the camera: shoulders and hips one above the other. Filmed from the side of a
// lifter on the back, the far shoulder appears 0.06–0.31 trunk lengths higher, the far hip 0.05–0.23 (real and rendered
// clips); on the side they stand 0.7 and 0.36 apart.
bool is_on_one_side(const Pose& pose) {
  constexpr double kShouldersApart = 0.45, kHipsApart = 0.27;
  const Body b(pose);
  const double trunk = std::max(length(b.trunk()), 1.0);
  const auto apart = [&](Joint left) {
    return std::abs(cross(pose.at(left) - pose.at(of(left, Side::right)), b.trunk())) / (trunk * trunk);
  };
  return apart(Joint::left_shoulder) > kShouldersApart && apart(Joint::left_hip) > kHipsApart;
}

bool is_lying(const Pose& pose) { return is_flat(Body(pose)) && !is_on_all_fours(pose) && !is_on_one_side(pose); }

void find_posture(std::span<const Pose> poses, SideFrame& frame) {
  double seen = 0, lying = 0, hanging = 0, all_fours = 0;
  for (const Pose& pose : poses) {
    if (!pose.is_placed()) continue;
    ++seen;
    if (is_lying(pose)) ++lying;
    if (is_hanging(pose)) ++hanging;
    if (is_on_all_fours(pose)) ++all_fours;
  }
  const double most = std::max({lying, hanging, all_fours}) / seen;
  frame.posture = most < 0.5               ? Posture::other
                  : lying == most * seen   ? Posture::lying
                  : hanging == most * seen ? Posture::hanging
                                           : Posture::all_fours;
  frame.posture_confidence = frame.posture == Posture::other ? 1 - most : most;
}

void find_near_side(std::span<const Pose> poses, SideFrame& frame) {
  double seen = 0, left = 0;
  for (const Pose& pose : poses) {
    if (!pose.is_placed()) continue;
    ++seen;
    if (nearer_side(pose) == Side::left) ++left;
  }
  frame.near_side = left * 2 >= seen ? Side::left : Side::right;
  frame.near_side_confidence = std::max(left, seen - left) / seen;
}

// How far the camera is from square to the side. Lying: how far a straight near leg leaves the picture's plane while it
// is low (near vertical it says nothing); for want of one the thigh, then the trunk. Hanging: how far the line through
// hips and shoulders leaves the view axis. Positive: the feet are farther away than the head.
double find_yaw(std::span<const Pose> poses, const SideFrame& frame) {
  constexpr double kSteepestLeg = 55.0_deg, kStraightKnee = 30.0_deg;
  constexpr std::size_t kFewest = 5;
  std::vector<double> straight, thighs, trunk, across;
  for (const Pose& pose : poses) {
    if (!pose.is_placed()) continue;
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
  return median(straight.size() >= kFewest ? straight : thighs.size() >= kFewest ? thighs : trunk);
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
      if (!pose.is_placed() || !is_inside(pose[of(Joint::left_ankle, side)], width, height)) continue;
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

// What the room's edges say of the floor under the hip. Edges that are parallel on the floor meet at a far point of the
// picture, so tilt goes with height: a straight line through both, robustly, read where the body touches the floor.
void add_edges(std::span<const Edge> edges, const SideFrame& frame, auto&& angle_of, Vec2 floor,
               std::vector<Witness>& witnesses) {
  constexpr double kScatter = 1.0_deg;     // of an edge that belongs to the family
  constexpr double kSlopePrior = 4.0_deg;  // tilt a trunk length
  constexpr double kStrong = 40;           // contrast times trunk lengths that make a full witness
  constexpr double kFarthest = 1.3;        // trunk lengths above or below the floor point
  struct Sample {
    double height, angle, weight;
  };
  std::vector<Sample> samples;
  for (const Edge& edge : edges) {
    const Vec2 along{std::cos(edge.tilt), std::sin(edge.tilt)};
    const double share = (floor.x - edge.at.x) / along.x;
    const double below = (edge.at.y + share * along.y - floor.y) / frame.trunk_px;
    if (std::abs(below) > kFarthest) continue;
    const double strength = std::min(1.0, edge.contrast * edge.length_px / frame.trunk_px / kStrong);
    samples.push_back({below, angle_of(frame.head.x > 0 ? -1.0 * along : along), strength});
  }
  if (samples.empty()) return;
  std::vector<double> angles;
  for (const Sample& s : samples) angles.push_back(s.angle);
  double at = median(angles), slope = 0, scatter = 0, information = 0;
  for (int round = 0; round < 20; ++round) {
    double w = 0, wh = 0, whh = 1 / (kSlopePrior * kSlopePrior), wa = 0, wha = 0, miss = 0;
    for (const Sample& s : samples) {
      const double residual = (s.angle - at - slope * s.height) / kScatter;
      const double robust = 1 / (1 + residual * residual / 4);
      const double weight = s.weight * robust * robust / (kScatter * kScatter);
      w += weight, wh += weight * s.height, whh += weight * s.height * s.height;
      wa += weight * s.angle, wha += weight * s.height * s.angle;
      miss += s.weight * std::min(residual * residual, 16.0);
    }
    const double determinant = w * whh - wh * wh;
    if (determinant <= 0) return;
    at = (wa * whh - wha * wh) / determinant, slope = (w * wha - wh * wa) / determinant;
    information = determinant / whh, scatter = miss;
  }
  double strength = 0;
  for (const Sample& s : samples) strength += s.weight;
  const double quarrel = scatter / std::max(strength, 1e-9);
  witnesses.push_back(
      {at, std::hypot(kEdgeDoubt, kEdgeDoubtPerYaw * frame.yaw, std::sqrt(std::max(1.0, quarrel) / information))});
}

void find_floor(std::span<const Pose> poses, int width, int height, std::span<const Edge> edges, SideFrame& frame) {
  const Joint shoulder = of(Joint::left_shoulder, frame.near_side), hip = of(Joint::left_hip, frame.near_side);
  const bool head_is_right = median_of(poses, [](const Pose& p) { return Body(p).trunk().x; }) > 0;
  // Angle of a direction that points to the feet, 0 = level, positive = pointing down in the picture.
  const auto angle_of = [&](Vec2 towards_feet) {
    return std::atan2(towards_feet.y, head_is_right ? -towards_feet.x : towards_feet.x);
  };

  // The pelvis rolls up with the legs at the top of a lift, so the trunk is read while it lies flattest; shoulders come
  // up with the head, so it is read while that is down.
  // In the picture, for hips that curl up must not count.
  const auto head_height = [&](const Pose& p) {
    return -p.at(of(Joint::left_ear, frame.near_side)).y / frame.trunk_px;
  };
  std::vector<double> heads;
  for (const Pose& pose : poses)
    if (pose.is_placed()) heads.push_back(head_height(pose));
  const double seconds = poses.back().at_s - poses.front().at_s,
               down = quantile(heads, std::min(1.0, kHeadDown_s / std::max(seconds, kHeadDown_s))) + kHeadUp;
  std::vector<double> trunk_angles;
  for (const Pose& pose : poses)
    if (pose.is_placed() && !(head_height(pose) > down))
      trunk_angles.push_back(angle_of(pose.at(hip) - pose.at(shoulder)) + std::asin(kHipHeight - kShoulderHeight));
  const double trunk_angle = quantile(trunk_angles, 0.6);

  std::vector<Witness> witnesses = {
      {trunk_angle, kTrunkDoubt},
      {0, std::hypot(kLevelDoubt, kLevelDoubtPerYaw * (std::isnan(frame.yaw) ? 0 : frame.yaw))}};
  add_resting_leg(poses, width, height, frame, angle_of, trunk_angle, witnesses);
  const Vec2 at{median_of(poses, [&](const Pose& p) { return p.at(hip).x; }),
                median_of(poses, [&](const Pose& p) { return p.at(hip).y; })};
  frame.head.x = head_is_right ? 1 : -1;
  add_edges(edges, frame, angle_of, at + Vec2{0, kHipHeight * frame.trunk_px}, witnesses);
  const Witness floor = agree(witnesses);

  const double cosine = std::cos(floor.angle), sine = std::sin(floor.angle);
  frame.head = {head_is_right ? cosine : -cosine, -sine};
  // Up is the head direction turned by a quarter so that it points away from gravity.
  frame.up = head_is_right ? Vec2{frame.head.y, -frame.head.x} : Vec2{-frame.head.y, frame.head.x};
  frame.floor_tilt = head_is_right ? -floor.angle : floor.angle;
  frame.floor_tilt_error = floor.doubt;

  // The floor lies one rest height below shoulder and hip.
  frame.floor_point = at - kHipHeight * frame.trunk_px * frame.up;
}

// The far hip is hidden, and the network puts it where a camera that looks down would see it, whether or not this one
// does: on rendered clips 0.085 + 0.126 tan(d) trunk lengths above the near one, at a depression d of the camera, where
// 0.36 tan(d) is true; on real clips, of unknown d, 0.09 to 0.13. How far the camera looks down follows from that
// guess, from how much the floor line tilts for its yaw, and from how phones stand.
void find_far_hip(std::span<const Pose> poses, double yaw, SideFrame& frame) {
  constexpr double kUsual = 0.10, kUsualDoubt = 0.12;                                          // tan(d)
  constexpr double kGuess = 0.085, kGuessGain = 0.126, kGuessDoubt = 0.022, kHipWidth = 0.36;  // trunk lengths
  constexpr double kRollDoubt = 2.0_deg, kYawDoubt = 8.0_deg;
  // Hips as near each other as this aren't the network's guess.
  constexpr double kNoGuess = 0.03, kSurelyGuess = 0.06;
  const Joint near = of(Joint::left_hip, frame.near_side), far = of(Joint::left_hip, opposite(frame.near_side));
  const double rise =
      median_of(poses, [&](const Pose& p) { return dot(p.at(far) - p.at(near), frame.up); }) / frame.trunk_px;
  const double is_guess = std::clamp((rise - kNoGuess) / (kSurelyGuess - kNoGuess), 0.0, 1.0);
  double information = 1 / (kUsualDoubt * kUsualDoubt), sum = information * kUsual;
  const auto add = [&](double measured, double gain, double doubt) {
    information += gain * gain / (doubt * doubt), sum += gain * measured / (doubt * doubt);
  };
  add(rise - kGuess, is_guess * kGuessGain, kGuessDoubt);
  const double falls_to_feet = frame.head.x > 0 ? -frame.floor_tilt : frame.floor_tilt;
  add(falls_to_feet, -std::sin(yaw), std::hypot(kRollDoubt, frame.floor_tilt_error, kUsualDoubt * kYawDoubt));
  frame.depression = std::atan(sum / information);
  frame.far_hip_excess = is_guess * std::max(0.0, rise - kHipWidth * std::tan(frame.depression));
}

// On all fours nothing that is seen lies along the floor: the camera counts as level.
void find_level_axes(std::span<const Pose> poses, SideFrame& frame) {
  frame.head = {median_of(poses, [](const Pose& p) { return Body(p).trunk().x; }) > 0 ? 1.0 : -1.0, 0};
  frame.up = {0, -1};
  frame.floor_tilt = 0;
  frame.floor_tilt_error = kLevelDoubt;
  frame.floor_point = {kUnknown, kUnknown};
}

// Hanging: gravity points from the hands to the body's centre, and a camera stands about level; the legs go forward, to
// where the knees and toes are.
void find_hanging_axes(std::span<const Pose> poses, SideFrame& frame) {
  const double forward = median_of(poses, [](const Pose& p) {
    double sum = 0;
    for (const Side side : kSides)
      sum += p.at(of(Joint::left_foot, side)).x - p.at(of(Joint::left_heel, side)).x +
             0.5 * (p.at(of(Joint::left_knee, side)).x - p.at(of(Joint::left_hip, side)).x);
    return sum;
  });
  Witness floor{0, kLevelDoubt};
  if (const auto plumb = find_plumb(poses)) {
    // Two witnesses can't outvote each other: the mean, and what they disagree by is doubt.
    const double level = 1 / (kLevelDoubt * kLevelDoubt), body = 1 / (plumb->doubt * plumb->doubt);
    floor.angle = plumb->tilt * body / (level + body);
    floor.doubt = std::hypot(1 / std::sqrt(level + body), 0.5 * (plumb->tilt - floor.angle));
  }
  const double cosine = std::cos(floor.angle), sine = std::sin(floor.angle);
  frame.head = (forward > 0 ? -1.0 : 1.0) * Vec2{cosine, sine};
  frame.up = {sine, -cosine};
  frame.floor_tilt = floor.angle;
  frame.floor_tilt_error = floor.doubt;
  frame.floor_point = {kUnknown, kUnknown};
}

}  // namespace

std::optional<SideFrame> find_side_frame(std::span<const Pose> poses, int width, int height,
                                         std::span<const Edge> edges) {
  if (std::ranges::count_if(poses, &Pose::is_placed) < 3) return std::nullopt;
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
    if (p.is_placed())
      legs.push_back(length(p.at(of(Joint::left_knee, near)) - p.at(of(Joint::left_hip, near))) +
                     length(p.at(of(Joint::left_ankle, near)) - p.at(of(Joint::left_knee, near))));
  frame.leg_px = quantile(legs, 0.9);
  const double yaw = find_yaw(poses, frame);
  frame.yaw = std::abs(yaw);
  if (frame.posture == Posture::hanging) {
    find_hanging_axes(poses, frame);
  } else if (frame.posture == Posture::all_fours) {
    find_level_axes(poses, frame);
  } else {
    find_floor(poses, width, height, edges, frame);
    find_far_hip(poses, yaw, frame);
    if (!edges.empty()) frame.floor_tilt_error *= kDoubtStated;
  }
  return frame;
}

double millimetres_per_px(const SideFrame& frame, double height_m) {
  constexpr double kThighAndShank = 0.245 + 0.246;
  return frame.leg_px > 0 ? kThighAndShank * height_m * 1000 / frame.leg_px : kUnknown;
}

}  // namespace endrange
