#include "synthetic/compare.h"

#include <algorithm>
#include <cmath>

#include "core/smooth.h"

namespace endrange::synthetic {

namespace {

// The usual measure of a found landmark: within a fifth of the trunk.
constexpr double kFoundWithin = 0.2;

double value_at(const std::vector<double>& series, double at_s) {
  if (series.empty()) return kUnknown;
  const double at = std::clamp(at_s * kTruthRate, 0.0, static_cast<double>(series.size()) - 1.001);
  const auto i = static_cast<std::size_t>(at);
  return series[i] + (at - static_cast<double>(i)) * (series[i + 1] - series[i]);
}

double share_followed(const Analysis& analysis, const Truth& truth, Side near) {
  std::size_t followed = 0;
  const std::size_t frames = std::min(analysis.series.poses.size(), truth.frame_joints.size());
  for (std::size_t i = 0; i < frames; ++i) {
    const auto true_at = [&](Joint left_joint) {
      const auto j = static_cast<std::size_t>(of(left_joint, near));
      return Vec2{truth.frame_joints[i][2 * j], truth.frame_joints[i][2 * j + 1]};
    };
    const double trunk = length(true_at(Joint::left_shoulder) - true_at(Joint::left_hip));
    followed += std::ranges::all_of(
        std::array{Joint::left_shoulder, Joint::left_hip, Joint::left_knee, Joint::left_ankle}, [&](Joint joint) {
          return length(analysis.series.poses[i].at(of(joint, near)) - true_at(joint)) < kFoundWithin * trunk;
        });
  }
  return frames > 0 ? static_cast<double>(followed) / static_cast<double>(frames) : kUnknown;
}

}  // namespace

Comparison compare(const Analysis& analysis, const Truth& truth) {
  Comparison all;
  all.reps = analysis.reps;
  const auto row = [&](std::string what, const char* unit, int decimals, double true_value, double measured) {
    all.rows.push_back({std::move(what), unit, decimals, true_value, measured});
  };
  std::vector<TruthRep> true_reps;
  std::ranges::copy_if(truth.reps, std::back_inserter(true_reps), &TruthRep::is_complete);
  std::vector<Rep> reps;
  std::ranges::copy_if(analysis.reps, std::back_inserter(reps), &Rep::is_complete);
  row("repetitions", "", 0, static_cast<double>(true_reps.size()), static_cast<double>(reps.size()));
  for (std::size_t i = 0; i < true_reps.size(); ++i) {
    const TruthRep& is = true_reps[i];
    const Rep seen = i < reps.size() ? reps[i] : Rep{};
    const std::string name = "rep " + std::to_string(i + 1) + ", ";
    row(name + "top", "deg", 1, is.top_deg, seen.leg_elevation_top_deg);
    row(name + "bottom", "deg", 1, is.bottom_deg, seen.leg_elevation_bottom_deg);
    row(name + "lowering", "s", 2, is.lower.duration_s(), seen.lower.duration_s());
    row(name + "lifting", "s", 2, is.lift.duration_s(), seen.lift.duration_s());
    row(name + "end range", "deg", 1, is.end_range_deg, seen.end_range_deg);
    row(name + "lumbar lift", "mm", 1, is.lumbar_lift_max_mm, seen.lumbar_lift_max_mm);
  }
  row("scale", "mm/px", 2, truth.mm_per_px, analysis.view.mm_per_px);

  const Side near = analysis.view.near_side.value_or(Side::left);
  const Side side = reps.empty() ? near : leg_of(reps.front().side, near);
  all.followed = share_followed(analysis, truth, near);
  all.at_s = analysis.series.at_s;
  all.measured_deg = analysis.series.leg(side).leg_elevation;
  std::vector<double> errors;
  double sum = 0, square = 0;
  for (std::size_t i = 0; i < all.at_s.size(); ++i) {
    all.true_deg.push_back(value_at(truth.series.legs[static_cast<std::size_t>(side)].leg_elevation, all.at_s[i]));
    const double error = all.measured_deg[i] - all.true_deg[i];
    if (std::isnan(error)) continue;
    errors.push_back(std::abs(error));
    sum += error, square += error * error;
  }
  if (!errors.empty()) {
    const auto n = static_cast<double>(errors.size());
    all.bias_deg = sum / n, all.rms_deg = std::sqrt(square / n);
    all.p95_deg = quantile(errors, 0.95);
  }
  return all;
}

}  // namespace endrange::synthetic
