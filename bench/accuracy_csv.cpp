// One row a clip: its factors, every metric, its arguments.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "accuracy.h"
#include "accuracy_pool.h"

namespace endrange::bench {

namespace {

// Calls visit(name, value) for every cell behind the factors.
template <class Visit>
void each_metric(const Row& row, Visit visit) {
  const ClipMetrics& m = row.metrics;
  visit("clock_s", m.clock_s), visit("followed", m.followed), visit("exchanged", m.exchanged),
      visit("mm_per_px", m.px_in_mm);
  for (std::size_t where = 0; where < 2; ++where) {
    const std::string side = where == 0 ? "near_" : "far_";
    for (const Place place : kPlaces) {
      const JointError& e = m.joints[where][static_cast<std::size_t>(place)];
      const std::string joint = side + name_of(place);
      visit(joint + "_median_px", e.median), visit(joint + "_rms_px", e.rms);
      visit(joint + "_along_px", e.along), visit(joint + "_up_px", e.up);
      visit(joint + "_median_mm", e.median * m.px_in_mm), visit(joint + "_rms_mm", e.rms * m.px_in_mm);
    }
    const LegErrors& leg = m.legs[where];
    for (const auto& [name, e] : {std::pair{"leg_elevation", &leg.elevation}, std::pair{"hip_flexion", &leg.hip},
                                  std::pair{"knee_flexion", &leg.knee}}) {
      const std::string angle = side + name;
      visit(angle + "_bias_deg", e->bias), visit(angle + "_rmse_deg", e->rmse), visit(angle + "_p95_deg", e->p95);
      visit(angle + "_abstained", e->abstained);
    }
    visit(side + "coverage", leg.coverage);
  }
  visit("true_reps", m.true_reps), visit("reps_counted", m.reps_counted);
  visit("true_partials", m.true_partials), visit("partials_counted", m.partials_counted);
  visit("reps_exact", m.reps_exact), visit("partials_exact", m.partials_exact), visit("set_counted", m.is_set_counted);
  visit("reps_found", m.are_reps_found);
  visit("side_right", m.is_side_right), visit("posture_right", m.is_posture_right);
  visit("near_side_right", m.is_near_side_right), visit("exercise_right", m.is_exercise_right);
  visit("reps_matched", static_cast<double>(m.reps.size()));
  std::vector<double> top, bottom;
  for (const RepErrors& rep : m.reps) top.push_back(rep.top_deg), bottom.push_back(rep.bottom_deg);
  visit("top_bias_deg", pool(top, Pool::mean)), visit("top_rmse_deg", pool(top, Pool::rms));
  visit("bottom_bias_deg", pool(bottom, Pool::mean)), visit("bottom_rmse_deg", pool(bottom, Pool::rms));
  visit("boundary_median_s", pool(boundary_sizes(m), Pool::median));
  visit("boundary_p95_s", pool(boundary_sizes(m), Pool::p95));
  for (std::size_t i = 0; i < 4; ++i) {
    std::vector<double> boundary, duration;
    for (const RepErrors& rep : m.reps) boundary.push_back(rep.boundaries_s[i]), duration.push_back(rep.durations_s[i]);
    std::string name = kBoundaryNames[i];
    std::ranges::replace(name, ' ', '_');
    visit(name + "_bias_s", pool(boundary, Pool::mean));
    visit(std::string(kPhaseNames[i]) + "_length_bias_s", pool(duration, Pool::mean));
  }
  visit("yaw_error_deg", m.yaw_error_deg), visit("scale_error", m.scale_error);
  visit("tilt_error_deg", m.tilt_error_deg), visit("roll_error_deg", m.roll_error_deg);
  visit("angle_error_deg", m.angle_error_deg);
  visit("end_range_status_right", m.is_end_range_status_right), visit("end_range_error_deg", m.end_range_error_deg);
  visit("lumbar_lift_error_mm", m.lumbar_lift_error_mm), visit("breath_match", m.breath_match);
}

std::string quoted(std::string text) {
  std::ranges::replace(text, '"', '\'');
  return "\"" + text + "\"";
}

}  // namespace

std::string csv_header() {
  std::string line = "number,extra,reason," + joined(factor_names(), ",");
  each_metric({}, [&](const std::string& name, double) { line += "," + name; });
  return line + ",measured_sides,measured_exercise,measured_posture,usability,problems,clip,arguments";
}

std::string csv_line(const Row& row) {
  std::string line = std::to_string(row.job.number) + (row.job.is_extra ? ",1," : ",0,") + quoted(row.reason);
  for (const std::string& level : row.job.levels) line += "," + (level == "–" ? "" : level);
  char text[40];
  each_metric(row, [&](const std::string&, double value) {
    std::snprintf(text, sizeof text, std::isfinite(value) ? ",%.6g" : ",", value);
    line += text;
  });
  const MeasuredClip& m = row.measured;
  for (const std::string& word : {m.sides, m.exercise, m.posture, m.usability, m.problems}) line += "," + word;
  return line + "," + std::filesystem::path(row.clip).filename().string() + "," +
         quoted(joined(arguments_of(row.job.recipe)));
}

}  // namespace endrange::bench
