#include "report/back_charts.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "report/chart.h"
#include "report/overlay.h"
#include "report/words.h"

namespace endrange {

namespace {

struct Scale {
  double low, high, step;
};

// Round limits about the values, with the criterion well inside. mm
Scale lift_scale(const std::vector<double>& lifts, double criterion) {
  double low = 0, high = std::isnan(criterion) ? 10 : 2 * criterion;
  for (const double v : lifts)
    if (!std::isnan(v)) low = std::min(low, v), high = std::max(high, v);
  const double step = high - low > 60 ? 20 : high - low > 25 ? 10 : 5;
  return {low < -0.5 ? std::floor(low / step) * step : 0, std::ceil(high / step) * step, step};
}

// To the lowest point, so that a back lost at the very bottom is on it.
Track lowering_of(const Analysis& a, const Rep& rep) {
  const Series& s = a.series;
  const Side side = leg_of(rep.side, a.view.near_side.value_or(Side::left));
  const double to_s = std::isnan(rep.bottom_s) ? rep.lower.to_s : std::max(rep.lower.to_s, rep.bottom_s);
  Track track;
  track.label = "rep " + std::to_string(rep.index);
  track.mark_x = rep.end_range_deg;
  for (std::size_t i = 0; i < s.lumbar_lift.size(); ++i) {
    if (!(s.at_s[i] >= rep.lower.from_s && s.at_s[i] <= to_s)) continue;
    const double deg = shown_angle(a, i, side);
    if (std::isnan(deg)) continue;
    track.x.push_back(deg), track.y.push_back(s.lumbar_lift[i]);
  }
  return track;
}

std::vector<Track> lowerings(const Analysis& a) {
  std::vector<Track> tracks;
  for (const Rep& rep : a.reps) {
    if (!rep.is_complete) continue;
    Track track = lowering_of(a, rep);
    if (std::ranges::any_of(track.y, [](double v) { return !std::isnan(v); })) tracks.push_back(std::move(track));
  }
  // The first rep is the faintest, so that a set that changes is seen to.
  for (std::size_t i = 0; i < tracks.size(); ++i)
    tracks[i].strength =
        tracks.size() < 2 ? 1 : std::lerp(0.4, 1.0, static_cast<double>(i) / static_cast<double>(tracks.size() - 1));
  return tracks;
}

}  // namespace

std::string lift_by_angle_chart(const Analysis& a) {
  // A flat line under "not measured" would read as a back that held.
  if (a.end_range.status == EndRangeStatus::not_measured) return "";
  const std::vector<Track> tracks = lowerings(a);
  if (tracks.empty()) return "";
  const EndRange& e = a.end_range;
  std::vector<double> lifts;
  double highest = 90, lowest = 0;
  for (const Track& t : tracks) {
    lifts.insert(lifts.end(), t.y.begin(), t.y.end());
    for (const double deg : t.x) highest = std::max(highest, deg), lowest = std::min(lowest, deg);
  }
  const Scale scale = lift_scale(lifts, e.criterion_mm);
  PlaneOptions o;
  o.id = "lift-by-angle";
  o.x_title = "leg elevation, degrees above the floor", o.y_title = "Lumbar lift while lowering, mm";
  o.x_left = std::ceil(highest / 10) * 10, o.x_right = std::floor(lowest / 10) * 10;
  o.low = scale.low, o.high = scale.high, o.y_step = scale.step;
  o.threshold = e.criterion_mm;
  o.threshold_label = "counts as leaving the floor: " +
                      number_text(e.criterion_mm, e.criterion_mm == std::round(e.criterion_mm) ? 0 : 1, " mm");
  const bool is_found = e.status == EndRangeStatus::found;
  if (is_found) {
    o.estimate = e.deg, o.band = {e.low_deg, e.high_deg};
    o.estimate_label = "end range " + degrees_text(e.deg);
  }
  return "<p class='legend'><span class='key back'></span>" +
         std::string(tracks.size() > 1 ? "one line a rep, the first the faintest; gaps: not seen"
                                       : "one rep; gaps: not seen") +
         (is_found ? "<span class='key band'></span>end range, 95 % interval" : "") + "</p>" + plane_chart(tracks, o);
}

std::string back_over_time_chart(const Analysis& a) {
  const Series& s = a.series;
  const auto is_known = [](double v) { return !std::isnan(v); };
  const bool is_open = a.starts_arched() && std::ranges::any_of(s.floor_gap, is_known);
  const std::vector<double>& height = is_open ? s.floor_gap : s.lumbar_lift;
  if (height.size() != s.at_s.size() || std::ranges::none_of(height, is_known)) return "";
  const Scale scale = lift_scale(height, a.end_range.criterion_mm);
  const std::vector<Curve> curves = {{is_open ? "opening" : "lower back", "back", height}};
  return line_chart(s.at_s, curves, a.reps,
                    {"lift", is_open ? "Opening under the back" : "Lumbar lift",
                     is_open ? "mm, 0 = none seen" : "mm above where the lower back lay at the top", scale.low,
                     scale.high, scale.step, " mm"});
}

}  // namespace endrange
