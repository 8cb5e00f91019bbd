#include "synthetic/posture.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace endrange::synthetic {

namespace {

// The line is kept as a table: fine enough that linear interpolation errs by less than a micrometre.
constexpr double kStep = 0.002, kFrom = -0.30, kTo = 0.90;
constexpr std::size_t kSteps = static_cast<std::size_t>((kTo - kFrom) / kStep) + 1;

// Slope of the arch for a unit of pelvic slope: 1 on the pelvis, then a cubic down to the ribs, so that height and
// slope meet both ends.
double arch_slope(const Anatomy& a, double s) {
  if (s <= a.pelvis_s) return 1;
  if (s >= a.rib_s) return 0;
  const double length = a.rib_s - a.pelvis_s, x = (s - a.pelvis_s) / length;
  const double height = (a.pelvis_s - a.buttock_s) / length;
  return height * (6 * x * x - 6 * x) + (1 - 4 * x + 3 * x * x);
}

double arch_height(const Anatomy& a, double s) {
  if (s <= a.pelvis_s) return s - a.buttock_s;
  if (s >= a.rib_s) return 0;
  const double length = a.rib_s - a.pelvis_s, x = (s - a.pelvis_s) / length;
  return (a.pelvis_s - a.buttock_s) * (1 + x * x * (2 * x - 3)) + length * x * (1 + x * (x - 2));
}

// The arch's greatest height for a unit of pelvic slope.
double arch_peak(const Anatomy& a) {
  double peak = 0;
  for (double s = a.buttock_s; s < a.rib_s; s += kStep / 2) peak = std::max(peak, arch_height(a, s));
  return peak;
}

}  // namespace

BackLine::BackLine(const Anatomy& a, const Moment& moment, double standing_lordosis)
    : angle_(kSteps), x_(kSteps), y_(kSteps), sin_(kSteps), cos_(kSteps) {
  const double slope = (moment.lumbar_lift + standing_lordosis) / arch_peak(a);
  for (std::size_t i = 0; i < kSteps; ++i) {
    const double s = kFrom + kStep * static_cast<double>(i);
    double angle = std::asin(std::clamp(slope * arch_slope(a, s), -0.9, 0.9));
    angle -= moment.pelvic_tilt * (1 - smoothstep(a.pelvis_s - 0.03, a.pelvis_s + 0.05, s));
    angle -= moment.curl * (1 - smoothstep(a.pelvis_s - 0.06, a.rib_s + 0.06, s));
    angle += moment.chest * smoothstep(a.rib_s - 0.06, a.shoulder_s - 0.02, s);
    angle_[i] = angle, sin_[i] = std::sin(angle), cos_[i] = std::cos(angle);
  }
  // The ribs don't slide along the floor: x is theirs.
  const auto anchor = static_cast<std::size_t>((a.rib_s - kFrom) / kStep);
  x_[anchor] = kFrom + kStep * static_cast<double>(anchor);
  for (std::size_t i = anchor + 1; i < kSteps; ++i) {
    const double mean = 0.5 * (angle_[i] + angle_[i - 1]);
    x_[i] = x_[i - 1] + kStep * std::cos(mean), y_[i] = y_[i - 1] + kStep * std::sin(mean);
  }
  for (std::size_t i = anchor; i-- > 0;) {
    const double mean = 0.5 * (angle_[i] + angle_[i + 1]);
    x_[i] = x_[i + 1] - kStep * std::cos(mean), y_[i] = y_[i + 1] - kStep * std::sin(mean);
  }
  double lowest = 1e9;
  const auto first = static_cast<std::size_t>((a.buttock_s - kFrom) / kStep),
             last = static_cast<std::size_t>((a.shoulder_s - kFrom) / kStep);
  for (std::size_t i = first; i <= last; ++i) lowest = std::min(lowest, y_[i]);
  for (double& y : y_) y -= lowest;
}

double BackLine::index_of(double s) const {
  return std::clamp((s - kFrom) / kStep, 0.0, static_cast<double>(kSteps) - 1.001);
}

double BackLine::angle_at(double s) const {
  const double at = index_of(s);
  const auto i = static_cast<std::size_t>(at);
  return angle_[i] + (at - static_cast<double>(i)) * (angle_[i + 1] - angle_[i]);
}

Vec3 BackLine::at(double s) const {
  const double at = index_of(s);
  const auto i = static_cast<std::size_t>(at);
  const double f = at - static_cast<double>(i);
  return {x_[i] + f * (x_[i + 1] - x_[i]), y_[i] + f * (y_[i + 1] - y_[i]), 0};
}

Vec3 BackLine::bend(Vec3 material) const {
  const double at = index_of(material.x);
  const auto i = static_cast<std::size_t>(at);
  // Beyond the table the end is straight.
  const double f = (material.x - kFrom) / kStep - static_cast<double>(i);
  const auto mix = [&](const std::vector<double>& v) { return v[i] + f * (v[i + 1] - v[i]); };
  return {mix(x_) - material.y * mix(sin_), mix(y_) + material.y * mix(cos_), material.z};
}

double BackLine::lift_above_chord(const Anatomy& a) const {
  const Vec3 from = at(a.buttock_s), to = at(a.rib_s);
  double most = 0;
  for (double s = a.buttock_s; s <= a.rib_s; s += kStep) {
    const Vec3 p = at(s);
    const double share = (p.x - from.x) / (to.x - from.x);
    most = std::max(most, p.y - (from.y + share * (to.y - from.y)));
  }
  return most;
}

double BackLine::gap(const Anatomy& a) const {
  // The opening that daylight can show: bounded on both sides by what rests on the floor.
  double most = 0;
  for (double s = a.pelvis_s; s <= a.rib_s; s += kStep) most = std::max(most, at(s).y);
  return at(a.buttock_s).y < 0.004 || most > 0 ? most : 0;
}

double bar_height(const Anatomy& a) { return 1.40 * a.height; }

namespace {

// A limb part that begins at `origin` and points along `along`.
Placement limb(Vec3 origin, Vec3 along, Vec3 front) { return placed(origin, along, front); }

void pose_leg(const Anatomy& a, Side side, Posture& p) {
  const LegPose& leg = p.moment.legs[static_cast<std::size_t>(side)];
  const double out = side == Side::left ? 1 : -1;
  const Vec3 hip = p.back.bend({0, a.hip_depth, out * a.hip_side});
  const double spread = out * std::tan(p.moment.spread);
  const Vec3 thigh{-std::cos(leg.hip), std::sin(leg.hip), spread}, front{std::sin(leg.hip), std::cos(leg.hip), 0};
  Placement& upper = p[of(Bone::left_thigh, side)] = limb(hip, thigh, front);
  const double k = leg.knee;
  Placement& lower = p[of(Bone::left_shank, side)] =
      limb(upper.to_world({a.thigh, 0, 0}), std::cos(k) * upper.x - std::sin(k) * upper.y,
           std::sin(k) * upper.x + std::cos(k) * upper.y);
  p[of(Bone::left_foot, side)] =
      limb(lower.to_world({a.shank, 0, 0}), std::cos(leg.ankle) * lower.y + std::sin(leg.ankle) * lower.x,
           std::sin(leg.ankle) * lower.y - std::cos(leg.ankle) * lower.x);
}

void pose_arm(const Anatomy& a, Side side, Posture& p) {
  const ArmPose& arm = p.moment.arms[static_cast<std::size_t>(side)];
  const double out = side == Side::left ? 1 : -1, f = arm.shoulder;
  // Raised arms go with a chest that is curled up; arms beside the trunk stay on the floor.
  const double lean = p.back.angle_at(a.shoulder_s) * 0.5 * (1 - std::cos(f));
  // The collar bone turns up with the arm and carries the shoulder along, by some 30° of its 0.15 m.
  const double raised = 0.037 * a.height * smoothstep(1.0, 3.0, f);
  const Vec3 shoulder = p.back.bend({a.shoulder_s + raised, a.shoulder_depth, out * (a.shoulder_side - 0.3 * raised)});
  const Vec3 along{-std::cos(f) * std::cos(arm.abduction), std::sin(f) * std::cos(arm.abduction),
                   out * std::sin(arm.abduction)};
  const Vec3 front{std::sin(f), std::cos(f), 0};
  Placement& upper = p[of(Bone::left_upper_arm, side)] = limb(shoulder, turned_z(along, lean), turned_z(front, lean));
  const double e = arm.elbow;
  Placement& fore = p[of(Bone::left_forearm, side)] =
      limb(upper.to_world({a.upper_arm, 0, 0}), std::cos(e) * upper.x + std::sin(e) * upper.y,
           std::cos(e) * upper.y - std::sin(e) * upper.x);
  p[of(Bone::left_hand, side)] = limb(fore.to_world({a.forearm, 0, 0}), fore.x, fore.y);
}

}  // namespace

Posture pose_body(const Anatomy& a, Stance stance, const Moment& moment) {
  Posture p;
  p.moment = moment;
  p.back = BackLine(a, moment, stance == Stance::hanging ? 0.028 : stance == Stance::prone ? 0.012 : 0);
  const double lean = p.back.angle_at(a.neck_s);
  const Vec3 up = turned_z({1, 0, 0}, lean + 0.35 * moment.head),
             front = turned_z({0, 1, 0}, lean + 0.35 * moment.head);
  p[Bone::neck] = {p.back.bend({a.neck_s, a.neck_depth, 0}), up, front, {0, 0, 1}};
  const double nod = lean + moment.head;
  p[Bone::head] = {
      p[Bone::neck].to_world({a.neck, 0.010, 0}), turned_z({1, 0, 0}, nod), turned_z({0, 1, 0}, nod), {0, 0, 1}};
  for (const Side side : kSides) pose_leg(a, side, p), pose_arm(a, side, p);

  if (stance == Stance::prone) {
    // On hands and knees: front down; the knees rest on the floor.
    p.body = {{0, 0.345 * a.height + 0.02, 0}, {1, 0, 0}, {0, -1, 0}, {0, 0, -1}};
    // Palms lie flat on the floor while the arm stands on it.
    for (const Side side : kSides) {
      Placement& hand = p[of(Bone::left_hand, side)];
      const double bend = -std::numbers::pi / 2 * (1 - smoothstep(0.08, 0.25, p.body.to_world(hand.origin).y));
      hand = placed(hand.origin, turned_z(hand.x, bend), turned_z(hand.y, bend));
    }
  } else if (stance == Stance::hanging) {
    const Vec3 x{-std::sin(moment.swing), std::cos(moment.swing), 0},
        y{std::cos(moment.swing), std::sin(moment.swing), 0};
    p.body = {{}, x, y, {0, 0, -1}};
    // The hands stay on the bar, which lies in the curled fingers.
    const Vec3 in_hand = a.height / 1.75 * Vec3{0.084, -0.027, 0};
    const Vec3 grip = 0.5 * (p[Bone::left_hand].to_world(in_hand) + p[Bone::right_hand].to_world(in_hand));
    p.body.origin = Vec3{0, bar_height(a), 0} - p.body.to_world(grip);
  }
  return p;
}

std::array<Vec3, kJointCount> joints_of(const Anatomy& a, const Posture& p) {
  std::array<Vec3, kJointCount> joints;
  const auto set = [&](Joint joint, Vec3 in_body) {
    joints[static_cast<std::size_t>(joint)] = p.body.to_world(in_body);
  };
  const Placement& head = p[Bone::head];
  // The face, as shares of the head's height, from its root under the skull.
  const auto face = [&](double up, double front, double left) {
    return head.to_world({up * a.head, front * a.head, left * a.head});
  };
  set(Joint::nose, face(0.23, 0.53, 0));
  for (const Side side : kSides) {
    const double out = side == Side::left ? 1 : -1;
    const int next = side == Side::left ? 0 : 3;
    set(static_cast<Joint>(static_cast<int>(Joint::left_eye_inner) + next), face(0.39, 0.40, out * 0.08));
    set(static_cast<Joint>(static_cast<int>(Joint::left_eye) + next), face(0.39, 0.40, out * 0.14));
    set(static_cast<Joint>(static_cast<int>(Joint::left_eye_outer) + next), face(0.39, 0.37, out * 0.20));
    set(of(Joint::left_ear, side), face(0.29, 0.00, out * 0.34));
    set(of(Joint::mouth_left, side), face(0.10, 0.42, out * 0.10));
  }
  for (const Side side : kSides) {
    const double out = side == Side::left ? 1 : -1;
    const Placement &hand = p[of(Bone::left_hand, side)], &foot = p[of(Bone::left_foot, side)];
    set(of(Joint::left_shoulder, side), p[of(Bone::left_upper_arm, side)].origin);
    set(of(Joint::left_elbow, side), p[of(Bone::left_forearm, side)].origin);
    set(of(Joint::left_wrist, side), hand.origin);
    set(of(Joint::left_pinky, side), hand.to_world({0.50 * a.hand, 0, -out * 0.18 * a.hand}));
    set(of(Joint::left_index, side), hand.to_world({0.55 * a.hand, 0, out * 0.15 * a.hand}));
    set(of(Joint::left_thumb, side), hand.to_world({0.38 * a.hand, 0, out * 0.28 * a.hand}));
    set(of(Joint::left_hip, side), p[of(Bone::left_thigh, side)].origin);
    set(of(Joint::left_knee, side), p[of(Bone::left_shank, side)].origin);
    set(of(Joint::left_ankle, side), foot.origin);
    set(of(Joint::left_heel, side), foot.to_world({-0.22 * a.foot, -0.17 * a.foot, 0}));
    set(of(Joint::left_foot, side), foot.to_world({0.70 * a.foot, -0.20 * a.foot, 0}));
  }
  return joints;
}

}  // namespace endrange::synthetic
