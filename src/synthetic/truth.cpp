#include "synthetic/truth.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/angle.h"
#include "synthetic/render.h"

namespace endrange::synthetic {

namespace {

// The definitions of docs/method.md and docs/conventions.md, once more.
constexpr double kNearExtreme_deg = 2.5, kLost_mm = 5, kLostFor_s = 0.15, kLongestWait_s = 10;
// The pelvis counts as moving once it has turned by this. deg
constexpr double kOnset_deg = 2;

// Angle of a direction against the floor, deg. forward: unit direction along the floor in which the legs go.
double elevation(Vec3 from, Vec3 to, double forward) {
  return to_deg(std::atan2(to.y - from.y, forward * (to.x - from.x)));
}

double between(Vec3 a, Vec3 b) { return to_deg(std::atan2(std::abs(a.x * b.y - a.y * b.x), a.x * b.x + a.y * b.y)); }

// When the curve crosses `level` between samples i and i + 1.
double crossing(const std::vector<double>& v, std::size_t i, double level) {
  const double share = v[i + 1] == v[i] ? 0 : (level - v[i]) / (v[i + 1] - v[i]);
  return (static_cast<double>(i) + std::clamp(share, 0.0, 1.0)) / kTruthRate;
}

// The stretch around a moment within the band of its value.
Interval stay(const std::vector<double>& v, double around_s) {
  const auto at = std::min(static_cast<std::size_t>(around_s * kTruthRate), v.size() - 1);
  const double value = v[at];
  const auto inside = [&](std::size_t i) { return std::abs(v[i] - value) <= kNearExtreme_deg; };
  std::size_t first = at, last = at;
  while (first > 0 && inside(first - 1)) --first;
  while (last + 1 < v.size() && inside(last + 1)) ++last;
  const auto level = [&](std::size_t outside) {
    return value + (v[outside] > value ? kNearExtreme_deg : -kNearExtreme_deg);
  };
  return {first > 0 ? crossing(v, first - 1, level(first - 1)) : 0,
          last + 1 < v.size() ? crossing(v, last, level(last + 1)) : static_cast<double>(last) / kTruthRate};
}

void judge_back(TruthRep& rep, const TruthSeries& series, const std::vector<double>& angle, double low_to_s) {
  const auto from = static_cast<std::size_t>(rep.lower.from_s * kTruthRate),
             to = std::min(static_cast<std::size_t>(rep.end_s * kTruthRate), angle.size() - 1);
  if (std::isnan(series.lumbar_lift[from])) return;
  rep.lumbar_lift_max_mm = 0;
  for (auto i = static_cast<std::size_t>(rep.start_s * kTruthRate); i <= to; ++i)
    rep.lumbar_lift_max_mm = std::max(rep.lumbar_lift_max_mm, series.lumbar_lift[i]);
  const auto low_to = std::min(static_cast<std::size_t>(low_to_s * kTruthRate), angle.size() - 1);
  rep.lowest_held_deg = angle[from];
  const double tilt = series.pelvic_tilt[from];
  for (std::size_t i = from; i <= low_to; ++i) {
    if (std::isnan(rep.pelvic_onset_deg) && std::abs(series.pelvic_tilt[i] - tilt) > kOnset_deg)
      rep.pelvic_onset_deg = angle[i];
    if (series.lumbar_lift[i] <= kLost_mm) {
      rep.lowest_held_deg = std::min(rep.lowest_held_deg, angle[i]);
      continue;
    }
    std::size_t last = i;
    while (last + 1 < series.lumbar_lift.size() && series.lumbar_lift[last + 1] > kLost_mm) ++last;
    if (static_cast<double>(last - i) / kTruthRate < kLostFor_s) continue;
    rep.end_range_deg = angle[i];
    return;
  }
}

// A meant movement as it was, read off the leg of that side.
TruthRep true_rep(const ScriptRep& meant, Side side, bool from_top, const TruthSeries& series) {
  TruthRep rep;
  rep.is_complete = meant.is_complete;
  rep.side = meant.side;
  const std::vector<double>& angle = series.legs[static_cast<std::size_t>(side)].leg_elevation;
  const double far_s = 0.5 * (meant.reach_s + meant.turn_s);
  Interval home = stay(angle, meant.leave_s);
  home.from_s = std::max(home.from_s, home.to_s - kLongestWait_s);
  const Interval far = stay(angle, far_s), back = stay(angle, meant.back_s);
  rep.start_s = home.from_s, rep.end_s = back.from_s;
  (from_top ? rep.top : rep.bottom) = home, (from_top ? rep.bottom : rep.top) = far;
  (from_top ? rep.lower : rep.lift) = {home.to_s, far.from_s};
  (from_top ? rep.lift : rep.lower) = {far.to_s, back.from_s};
  const auto value = [&](double t) {
    return angle[std::min(static_cast<std::size_t>(t * kTruthRate), angle.size() - 1)];
  };
  rep.top_deg = value(from_top ? meant.leave_s : far_s), rep.bottom_deg = value(from_top ? far_s : meant.leave_s);
  judge_back(rep, series, angle, from_top ? far.to_s : back.to_s);
  return rep;
}

}  // namespace

Truth log_truth(const Scene& scene, const std::vector<double>& frames_s) {
  Truth truth;
  const Script& script = scene.script;
  const auto samples = static_cast<std::size_t>(script.duration_s * kTruthRate) + 1;
  const bool is_lying = scene.stance == Stance::lying;
  // Hanging legs go to the body's front, lying ones away from the head.
  const double forward = scene.stance == Stance::hanging ? 1 : -1;
  const Side near = scene.recipe.near_side == "left" ? Side::left : Side::right;
  for (std::size_t i = 0; i < samples; ++i) {
    const double t = static_cast<double>(i) / kTruthRate;
    const Posture posture = pose_body(scene.anatomy, scene.stance, script.at(t));
    const auto joints = joints_of(scene.anatomy, posture);
    const auto at = [&](Joint joint) { return joints[static_cast<std::size_t>(joint)]; };
    for (const Side side : kSides) {
      const Vec3 hip = at(of(Joint::left_hip, side)), knee = at(of(Joint::left_knee, side)),
                 ankle = at(of(Joint::left_ankle, side)), shoulder = at(of(Joint::left_shoulder, side));
      TruthSeries::LegTruth& leg = truth.series.legs[static_cast<std::size_t>(side)];
      leg.leg_elevation.push_back(elevation(hip, ankle, forward));
      leg.thigh_elevation.push_back(elevation(hip, knee, forward));
      const Vec3 trunk = unit({hip.x - shoulder.x, hip.y - shoulder.y, 0}),
                 front = unit(posture.body.y - dot(posture.body.y, trunk) * trunk), thigh = knee - hip;
      leg.hip_flexion.push_back(to_deg(std::atan2(dot(thigh, front), dot(thigh, trunk))));
      leg.knee_flexion.push_back(between(knee - hip, ankle - knee));
    }
    TruthSeries& s = truth.series;
    s.lumbar_lift.push_back(is_lying ? 1000 * posture.back.lift_above_chord(scene.anatomy) : kUnknown);
    s.floor_gap.push_back(is_lying ? 1000 * posture.back.gap(scene.anatomy) : kUnknown);
    s.pelvic_tilt.push_back(is_lying ? -to_deg(posture.back.angle_at(scene.anatomy.buttock_s)) : kUnknown);
    s.breath.push_back(posture.moment.breath);
    s.swing.push_back(to_deg(posture.moment.swing));
    const Camera camera = shaken(scene.camera, scene.recipe, t);
    for (std::size_t j = 0; j < kJointCount; ++j) {
      const Camera::Point p = camera.project(joints[j]);
      s.joints[2 * j].push_back(p.x), s.joints[2 * j + 1].push_back(p.y);
    }
    if (i == 0)
      truth.mm_per_px = 1000 / (scene.camera.focal_px * camera.project(at(of(Joint::left_hip, near))).nearness);
  }

  for (const ScriptRep& meant : script.reps) {
    if (!meant.is_scissors) {
      const Side side = meant.side == "both" ? near : meant.side == "left" ? Side::left : Side::right;
      truth.reps.push_back(true_rep(meant, side, script.home_is_top, truth.series));
      continue;
    }
    // Scissors: each leg's there-and-back is a rep of its own, one from below, one from above.
    for (const bool is_leader : {true, false}) {
      const Side side = is_leader ? meant.leader : opposite(meant.leader);
      TruthRep rep = true_rep(meant, side, is_leader == script.home_is_top, truth.series);
      rep.side = name_of(side);
      truth.reps.push_back(rep);
    }
  }

  for (const double shown_s : frames_s) {
    auto& joints = truth.frame_joints.emplace_back();
    for (std::size_t j = 0; j < kJointCount; ++j) {
      // The row on which a joint falls decides when it is exposed.
      const auto value = [&](std::size_t column, double t) {
        const auto& v = truth.series.joints[column];
        const double at = std::clamp(t * kTruthRate, 0.0, static_cast<double>(v.size()) - 1.001);
        const auto i = static_cast<std::size_t>(at);
        return v[i] + (at - static_cast<double>(i)) * (v[i + 1] - v[i]);
      };
      double t = shown_s;
      for (int round = 0; round < 3; ++round) t = exposed_at(scene.recipe, shown_s, value(2 * j + 1, t));
      joints[2 * j] = value(2 * j, t), joints[2 * j + 1] = value(2 * j + 1, t);
    }
  }
  return truth;
}

}  // namespace endrange::synthetic
