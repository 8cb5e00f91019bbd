#include "accuracy_metrics.h"

#include <algorithm>
#include <cmath>

#include "core/smooth.h"

namespace endrange::bench {

namespace {

// A joint this close counts as found: PCK@0.2 of the trunk, the usual measure.
constexpr double kFoundWithin = 0.2;  // trunk lengths
// Half of the time must be shared for a measured rep to be the true one.
constexpr double kSameRep = 0.5;
// 95 % of a normal distribution.
constexpr double kTwoSided95 = 1.96;
// Waits longer than this aren't tempo: docs/conventions.md. s
constexpr double kLongestPause = 10;

std::size_t index_of(Side side) { return static_cast<std::size_t>(side); }
Side side_named(const std::string& name) { return name == "left" ? Side::left : Side::right; }
double yes(bool is_so) { return is_so ? 1 : 0; }

// A curve of the truth at a moment, linearly between its samples.
double value_at(const std::vector<double>& curve, double rate_hz, double at_s) {
  if (curve.empty()) return kUnknown;
  const double at = std::clamp(at_s * rate_hz, 0.0, static_cast<double>(curve.size() - 1));
  const auto i = std::min(static_cast<std::size_t>(at), curve.size() - 1), next = std::min(i + 1, curve.size() - 1);
  return curve[i] + (at - static_cast<double>(i)) * (curve[next] - curve[i]);
}

AngleError angle_error(const KnownClip& known, const MeasuredClip& measured, const std::vector<double>& truth,
                       const std::vector<double>& values) {
  AngleError error;
  std::vector<double> sizes;
  const std::size_t frames = std::min(known.at_s.size(), values.size());
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < frames; ++i) {
    const double e = std::remainder(values[i] - value_at(truth, known.rate_hz, measured.at_s[i]), 360.0);
    if (std::isnan(e)) continue;
    sum += e, squares += e * e;
    sizes.push_back(std::abs(e));
  }
  const auto n = static_cast<double>(sizes.size());
  error.abstained = frames == 0 ? 1 : 1 - n / static_cast<double>(frames);
  if (sizes.empty()) return error;
  error.bias = sum / n, error.rmse = std::sqrt(squares / n);
  std::ranges::sort(sizes);
  for (int percent = 0; percent <= 100; ++percent)
    error.size_quantiles.push_back(sizes[static_cast<std::size_t>((n - 1) * percent / 100)]);
  error.p95 = error.size_quantiles[95];
  return error;
}

double coverage(const KnownClip& known, const MeasuredClip& measured, Side side) {
  double inside = 0, all = 0;
  const auto &truth = known.legs[index_of(side)].leg_elevation, &values = measured.legs[index_of(side)].leg_elevation;
  for (std::size_t i = 0; i < std::min(known.at_s.size(), values.size()); ++i) {
    const double e = std::remainder(values[i] - value_at(truth, known.rate_hz, measured.at_s[i]), 360.0);
    if (std::isnan(e)) continue;
    ++all;
    if (std::abs(e) <= kTwoSided95 * measured.angle_error_deg) ++inside;
  }
  return all > 0 && !std::isnan(measured.angle_error_deg) ? inside / all : kUnknown;
}

double followed_share(const KnownClip& known, const MeasuredClip& measured) {
  const std::size_t near = index_of(side_named(known.near_side));
  double found = 0;
  for (std::size_t i = 0; i < known.joints.size() && i < measured.joints.size(); ++i) {
    const auto &truth = known.joints[i][near], &seen = measured.joints[i][near];
    const double trunk =
        length(truth[static_cast<std::size_t>(Place::shoulder)] - truth[static_cast<std::size_t>(Place::hip)]);
    bool all = true;
    for (std::size_t p = 0; p < kPlaceCount; ++p) all = all && length(seen[p] - truth[p]) <= kFoundWithin * trunk;
    if (all) ++found;
  }
  return known.joints.empty() ? kUnknown : found / static_cast<double>(known.joints.size());
}

// Knees and ankles that fit better with left and right exchanged, where the legs are apart enough to say so.
double exchanged_share(const KnownClip& known, const MeasuredClip& measured) {
  double exchanged = 0;
  for (std::size_t i = 0; i < known.joints.size() && i < measured.joints.size(); ++i) {
    const auto &truth = known.joints[i], &seen = measured.joints[i];
    double straight = 0, crossed = 0, apart = 0;
    for (const Place place : {Place::knee, Place::ankle}) {
      const auto p = static_cast<std::size_t>(place);
      straight += length(seen[0][p] - truth[0][p]) + length(seen[1][p] - truth[1][p]);
      crossed += length(seen[0][p] - truth[1][p]) + length(seen[1][p] - truth[0][p]);
      apart += length(truth[0][p] - truth[1][p]);
    }
    const double trunk =
        length(truth[0][static_cast<std::size_t>(Place::shoulder)] - truth[0][static_cast<std::size_t>(Place::hip)]);
    if (apart > 2 * kFoundWithin * trunk && crossed < straight) ++exchanged;
  }
  return known.joints.empty() ? kUnknown : exchanged / static_cast<double>(known.joints.size());
}

JointError joint_error(const KnownClip& known, const MeasuredClip& measured, Side side, Place place) {
  JointError error;
  std::vector<double> sizes;
  Vec2 sum;
  double squares = 0;
  for (std::size_t i = 0; i < known.joints.size() && i < measured.joints.size(); ++i) {
    const auto p = static_cast<std::size_t>(place);
    const Vec2 off = measured.joints[i][index_of(side)][p] - known.joints[i][index_of(side)][p];
    if (std::isnan(off.x) || std::isnan(off.y)) continue;
    sum = sum + off;
    squares += dot(off, off);
    sizes.push_back(length(off));
  }
  if (sizes.empty()) return error;
  const auto n = static_cast<double>(sizes.size());
  error.median = median(sizes), error.rms = std::sqrt(squares / n);
  error.along = known.head_x * sum.x / n, error.up = -sum.y / n;
  return error;
}

// From setting off to being back: waits apart, so that legs that take turns don't overlap.
Interval movement(const RepFacts& rep) {
  if (!rep.lower.is_known() || !rep.lift.is_known()) return {};
  return {std::min(rep.lower.from_s, rep.lift.from_s), std::max(rep.lower.to_s, rep.lift.to_s)};
}

// Of the time that either takes, how much both do. One that goes up first is no match for one that goes down first: it
// is the second half of one rep with the first of the next.
double shared(const RepFacts& a, const RepFacts& b) {
  if ((a.lower.from_s < a.lift.from_s) != (b.lower.from_s < b.lift.from_s)) return 0;
  const Interval one = movement(a), other = movement(b);
  const double both = std::min(one.to_s, other.to_s) - std::max(one.from_s, other.from_s),
               either = std::max(one.to_s, other.to_s) - std::min(one.from_s, other.from_s);
  return both / either;  // NaN compares false
}

RepErrors rep_errors(const KnownClip& known, const RepFacts& truth, const RepFacts& rep, bool takes_turns) {
  RepErrors errors;
  errors.boundaries_s = {rep.lower.from_s - truth.lower.from_s, rep.lower.to_s - truth.lower.to_s,
                         rep.lift.from_s - truth.lift.from_s, rep.lift.to_s - truth.lift.to_s};
  const std::array true_phases = {truth.lower, truth.bottom, truth.lift, truth.top},
                   phases = {rep.lower, rep.bottom, rep.lift, rep.top};
  // The wait at home of a leg whose turn it isn't belongs to no rep.
  const std::size_t home = truth.lower.from_s < truth.lift.from_s ? 3 : 1;
  for (std::size_t i = 0; i < phases.size(); ++i) {
    if ((takes_turns && i == home) || true_phases[i].duration_s() > kLongestPause) continue;
    errors.durations_s[i] = phases[i].duration_s() - true_phases[i].duration_s();
  }
  double top = truth.top_deg, bottom = truth.bottom_deg;
  if (rep.is_thigh_used) {
    const Side side = truth.side == "both" ? side_named(known.near_side) : side_named(truth.side);
    const auto& thigh = known.legs[index_of(side)].thigh_elevation;
    const auto middle = [](const Interval& i) { return 0.5 * (i.from_s + i.to_s); };
    top = value_at(thigh, known.rate_hz, middle(truth.top));
    bottom = value_at(thigh, known.rate_hz, middle(truth.bottom));
  }
  errors.top_deg = rep.top_deg - top, errors.bottom_deg = rep.bottom_deg - bottom;
  errors.lumbar_lift_mm = rep.lumbar_lift_max_mm - truth.lumbar_lift_max_mm;
  return errors;
}

int count(const std::vector<RepFacts>& reps, bool complete) {
  return static_cast<int>(std::ranges::count(reps, complete, &RepFacts::is_complete));
}

void compare_reps(const KnownClip& known, const MeasuredClip& measured, ClipMetrics& metrics) {
  const int truth = count(known.reps, true), counted = count(measured.reps, true);
  metrics.true_reps = truth, metrics.reps_counted = counted;
  metrics.true_partials = count(known.reps, false), metrics.partials_counted = count(measured.reps, false);
  const bool is_whole = std::ranges::all_of(
      known.reps, [](const RepFacts& r) { return !r.is_complete || !std::isnan(movement(r).from_s); });
  if (!is_whole) return;
  // On all fours nothing is measured yet: no rep is right there, a wrong number isn't.
  metrics.reps_exact = yes(counted == truth || (known.posture == "other" && counted == 0));
  if (known.posture == "other") return;
  metrics.partials_exact = yes(metrics.partials_counted == metrics.true_partials);
  const std::string sides = sides_of(known.reps);
  if (truth == 0) return;
  metrics.is_set_counted = yes(counted > 0);
  metrics.is_side_right = yes(measured.sides == sides);
  metrics.is_exercise_right = yes(measured.exercise == known.exercise);
  const bool takes_turns = sides == "alternating" || sides == "mixed";
  for (const RepFacts& rep : known.reps) {
    if (!rep.is_complete) continue;
    const RepFacts* best = nullptr;
    for (const RepFacts& candidate : measured.reps)
      if (candidate.is_complete && shared(rep, candidate) > kSameRep &&
          (best == nullptr || shared(rep, candidate) > shared(rep, *best)))
        best = &candidate;
    if (best != nullptr) metrics.reps.push_back(rep_errors(known, rep, *best, takes_turns));
  }
  metrics.are_reps_found = yes(counted == truth && static_cast<int>(metrics.reps.size()) == truth);
  double lift = 0, lifts = 0;
  for (const RepErrors& rep : metrics.reps)
    if (!std::isnan(rep.lumbar_lift_mm)) lift += rep.lumbar_lift_mm, ++lifts;
  if (lifts > 0) metrics.lumbar_lift_error_mm = lift / lifts;
}

}  // namespace

const char* name_of(Place place) {
  constexpr std::array kNames = {"shoulder", "hip", "knee", "ankle"};
  return kNames[static_cast<std::size_t>(place)];
}

std::string sides_of(const std::vector<RepFacts>& reps) {
  std::vector<std::string> sides;
  for (const RepFacts& rep : reps)
    if (rep.is_complete) sides.push_back(rep.side);
  if (sides.empty()) return "";
  if (std::ranges::count(sides, sides[0]) == static_cast<std::ptrdiff_t>(sides.size())) return sides[0];
  const bool takes_turns = std::ranges::adjacent_find(sides) == sides.end() && !std::ranges::count(sides, "both");
  return takes_turns ? "alternating" : "mixed";
}

ClipMetrics compare(const KnownClip& known, const MeasuredClip& measured) {
  ClipMetrics metrics;
  metrics.px_in_mm = known.mm_per_px;
  if (known.at_s.size() == measured.at_s.size()) {
    metrics.clock_s = 0;
    for (std::size_t i = 0; i < known.at_s.size(); ++i)
      metrics.clock_s = std::max(metrics.clock_s, std::abs(measured.at_s[i] - known.at_s[i]));
  }
  metrics.followed = followed_share(known, measured);
  metrics.exchanged = exchanged_share(known, measured);
  const Side near = side_named(known.near_side);
  for (const Side side : kSides) {
    const std::size_t where = side == near ? 0 : 1;
    for (const Place place : kPlaces)
      metrics.joints[where][static_cast<std::size_t>(place)] = joint_error(known, measured, side, place);
    // Of both legs' exercises the near one is read; a hold has no reps, and is one of both legs.
    const bool moves = (where == 0 && known.reps.empty()) || std::ranges::any_of(known.reps, [&](const RepFacts& r) {
                         return r.side == endrange::name_of(side) || (r.side == "both" && where == 0);
                       });
    if (!moves) continue;
    const LegCurve &truth = known.legs[index_of(side)], &values = measured.legs[index_of(side)];
    LegErrors& leg = metrics.legs[where];
    leg.elevation = angle_error(known, measured, truth.leg_elevation, values.leg_elevation);
    leg.hip = angle_error(known, measured, truth.hip_flexion, values.hip_flexion);
    leg.knee = angle_error(known, measured, truth.knee_flexion, values.knee_flexion);
    leg.coverage = coverage(known, measured, side);
  }
  compare_reps(known, measured, metrics);
  metrics.is_posture_right = yes(measured.posture == known.posture);
  metrics.is_near_side_right = yes(measured.near_side == known.near_side);
  metrics.yaw_error_deg = measured.yaw_deg - known.yaw_deg;
  metrics.scale_error = measured.mm_per_px / known.mm_per_px - 1;
  metrics.tilt_error_deg = measured.floor_tilt_deg - known.floor_tilt_deg;
  // A camera turned counter-clockwise (roll > 0) sees the floor turned clockwise: the same sign.
  metrics.roll_error_deg = measured.floor_tilt_deg - known.roll_deg;
  metrics.angle_error_deg = measured.angle_error_deg;
  if (!measured.end_range_status.empty() && measured.end_range_status != "not_measured") {
    metrics.is_end_range_status_right = yes(measured.end_range_status == known.end_range_status);
    metrics.end_range_error_deg = measured.end_range_deg - known.end_range_deg;
  }
  return metrics;
}

std::vector<double> boundary_sizes(const ClipMetrics& metrics) {
  std::vector<double> sizes;
  for (const RepErrors& rep : metrics.reps)
    for (const double off : rep.boundaries_s)
      if (!std::isnan(off)) sizes.push_back(std::abs(off));
  return sizes;
}

}  // namespace endrange::bench
