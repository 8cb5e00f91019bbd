#include "analysis/forces.h"

#include <algorithm>
#include <cmath>

#include "analysis/leg_lengths.h"
#include "body/sheet.h"
#include "core/angle.h"
#include "core/smooth.h"

namespace endrange {

namespace {

constexpr double kHalfWindow_s = 0.2;
// A leg this low beside one this high, or while the other one has its turn, lies on the floor. deg
constexpr double kRests_deg = 8, kRaised_deg = 20;

struct Motion {
  double rate = 0, acceleration = 0;  // of an angle in deg, as rad/s and rad/s²
};

// The parabola through the neighbourhood of a frame, by least squares; nothing where too little was measured.
Motion motion_at(const std::vector<double>& at_s, const std::vector<double>& deg, std::size_t i) {
  double n = 0, t2 = 0, t3 = 0, t4 = 0, t1 = 0, y = 0, ty = 0, t2y = 0;
  std::size_t from = i, to = i;
  while (from > 0 && at_s[i] - at_s[from - 1] <= kHalfWindow_s) --from;
  while (to + 1 < at_s.size() && at_s[to + 1] - at_s[i] <= kHalfWindow_s) ++to;
  for (std::size_t k = from; k <= to; ++k) {
    if (std::isnan(deg[k])) continue;
    const double t = at_s[k] - at_s[i], v = from_deg(deg[k]);
    n += 1, t1 += t, t2 += t * t, t3 += t * t * t, t4 += t * t * t * t, y += v, ty += t * v, t2y += t * t * v;
  }
  const double det = n * (t2 * t4 - t3 * t3) - t1 * (t1 * t4 - t2 * t3) + t2 * (t1 * t3 - t2 * t2);
  if (n < 5 || !(det > 1e-12)) return {};
  const double b = (n * (ty * t4 - t3 * t2y) - y * (t1 * t4 - t2 * t3) + t2 * (t1 * t2y - t2 * ty)) / det;
  const double c = (n * (t2 * t2y - t3 * ty) - t1 * (t1 * t2y - ty * t2) + y * (t1 * t3 - t2 * t2)) / det;
  return {b, 2 * c};
}

class PoseReader {
 public:
  PoseReader(const Analysis& a, bool is_together) : a_(a), is_together_(is_together) {}

  // The pose of a frame; nothing where a leg that counts wasn't measured.
  std::optional<LoadPose> at(std::size_t i) const {
    const Series& s = a_.series;
    LoadPose pose;
    pose.is_hanging = a_.view.posture == Posture::hanging;
    for (const Side side : kSides) {
      const Side from = is_together_ ? *a_.view.near_side : side;
      const LegSeries& leg = s.leg(from);
      const auto k = static_cast<std::size_t>(side);
      if (std::isnan(leg.thigh_elevation[i]) || std::isnan(leg.knee_flexion[i])) return std::nullopt;
      const Motion thigh = motion_at(s.at_s, leg.thigh_elevation, i), knee = motion_at(s.at_s, leg.knee_flexion, i);
      pose.thigh_elevation[k] = from_deg(leg.thigh_elevation[i]), pose.thigh_rate[k] = thigh.rate;
      pose.thigh_acceleration[k] = thigh.acceleration;
      // A little overstretched is straight.
      pose.knee_flexion[k] = from_deg(std::max(leg.knee_flexion[i], 0.0));
      pose.knee_rate[k] = knee.rate, pose.knee_acceleration[k] = knee.acceleration;
    }
    if (is_together_ || pose.is_hanging) return pose;
    const auto elevation = [&](Side side) {
      const LegSeries& leg = s.leg(side);
      return std::isnan(leg.leg_elevation[i]) ? leg.thigh_elevation[i] : leg.leg_elevation[i];
    };
    for (const Side side : kSides)
      if (elevation(side) < kRests_deg && (elevation(opposite(side)) > kRaised_deg || is_of_other_leg(i, side))) {
        const auto k = static_cast<std::size_t>(side);
        pose.is_resting[k] = true;
        pose.thigh_elevation[k] = pose.knee_flexion[k] = 0;
        pose.thigh_rate[k] = pose.knee_rate[k] = pose.thigh_acceleration[k] = pose.knee_acceleration[k] = 0;
      }
    return pose;
  }

 private:
  // Whether the rep under way is the other leg's.
  bool is_of_other_leg(std::size_t i, Side side) const {
    const RepSide other = side == Side::left ? RepSide::right : RepSide::left;
    return std::ranges::any_of(
        a_.reps, [&](const Rep& rep) { return rep.is_complete && rep.index == a_.series.rep[i] && rep.side == other; });
  }

  const Analysis& a_;
  bool is_together_;
};

}  // namespace

void add_forces(Analysis& a) {
  Series& s = a.series;
  if (!a.view.near_side || a.view.posture == Posture::other || a.view.posture == Posture::all_fours ||
      a.view.usability != Usability::yes || a.complete_reps() == 0)
    return;
  LoadQuestion question;
  question.exercise = a.exercise.id, question.is_sweep = true;
  question.height_m = a.subject.height_m, question.mass_kg = a.subject.mass_kg, question.sex = a.subject.sex;
  question.end_range_deg = a.end_range.status == EndRangeStatus::found ? a.end_range.deg : kUnknown;
  question.thigh_share = a.subject.is_height_assumed ? kUnknown : thigh_share_of(a);
  auto sheet = load_sheet(question);
  const auto bodies = possible_bodies(question.height_m, question.mass_kg, question.sex, question.thigh_share);
  if (!sheet || !bodies) return;
  if (!std::isnan(question.thigh_share) && !fits_a_body(question.thigh_share, *bodies)) {
    a.notes.push_back({"leg_proportions",
                       "Thigh and shank look further from usual proportions than people's are, so the forces are "
                       "computed with a table's lengths. Film square to your side, the whole leg in the picture."});
    question.thigh_share = kUnknown;
  }
  sheet->is_height_assumed = a.subject.is_height_assumed;
  LoadSummary& out = a.loads.emplace();
  out.sheet = std::move(*sheet);
  out.thigh_share = question.thigh_share;
  const PoseReader poses(a, a.sides() == "both");
  std::vector<std::array<double, kMostEquations>> prices(2 * bodies->size());
  std::vector<double> shares;
  double most = -1;
  for (std::size_t i = 0; i < s.at_s.size(); ++i) {
    const auto pose = poses.at(i);
    if (!pose) continue;
    Band hips, compression, psoas;
    double hip_nm = kUnknown, inertial_nm = kUnknown;
    for (std::size_t k = 0; k < prices.size(); ++k) {
      const Loads loads = loads_of((*bodies)[k / 2], *pose, {k % 2 == 0, 1}, prices[k]);
      if (loads.is_feasible) prices[k] = loads.price;
      hips.hold(loads.hip_moment_nm);
      compression.hold(loads.l4l5_compression_n), psoas.hold(loads.psoas_n);
      if (k == 0) hip_nm = loads.hip_moment_nm, inertial_nm = loads.inertial_hip_moment_nm;
    }
    s.hip_moment[i] = hip_nm, s.hip_moment_inertial[i] = inertial_nm;
    s.l4l5_compression_low[i] = compression.low, s.l4l5_compression_high[i] = compression.high;
    s.psoas_low[i] = psoas.low, s.psoas_high[i] = psoas.high;
    const bool is_moving = s.phase[i] == Phase::lower || s.phase[i] == Phase::lift;
    const double gravity_nm = hip_nm - inertial_nm;
    if (is_moving && gravity_nm > 0) shares.push_back(std::abs(inertial_nm) / gravity_nm);
    if (s.rep[i] > 0 && compression.high > most) {
      most = compression.high;
      out.at_s = s.at_s[i], out.hip_moment_nm = hip_nm, out.hip_moment_band_nm = hips,
      out.l4l5_compression_n = compression, out.psoas_n = psoas;
      const LegSeries& leg = s.leg(*a.view.near_side);
      out.leg_elevation_deg = std::isnan(leg.leg_elevation[i]) ? leg.thigh_elevation[i] : leg.leg_elevation[i];
    }
  }
  if (most < 0) {
    a.loads.reset();
    return;
  }
  out.momentum_share = median(shares);
}

}  // namespace endrange
