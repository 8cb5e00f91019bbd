#include "analysis/back.h"

#include <algorithm>
#include <cmath>

#include "core/angle.h"
#include "core/smooth.h"
#include "trunk/lift.h"

namespace endrange {

namespace {

// Legs this high take the load off the back. deg
constexpr double kHighEnough = 50;
// A top at which the back lies lower than at the first by this, or three errors, shows that the set began arched: tops
// of backs that stayed flat read −0.9 mm at the least (112 rendered clips, docs/accuracy.md). Frames that tell.
constexpr double kPressedFlat_mm = 7.5;
constexpr std::size_t kFewestAtTop = 4;
// Shorter tracks hold no repetition. s
constexpr double kShortest_s = 1.0;

// Frames of the track in which the legs stand at the top of a rep that begins or ends in it, top by top.
std::vector<std::vector<std::size_t>> tops_of(const FlankTrack& track, std::span<const Rep> reps,
                                              const Series& series) {
  const auto first = static_cast<std::size_t>(track.first_frame), last = first + track.frames();
  std::vector<std::vector<std::size_t>> tops;
  for (const Rep& rep : reps) {
    if (!rep.is_complete || rep.leg_elevation_top_deg < kHighEnough) continue;
    for (const Interval& top :
         {rep.starts_at_top() ? rep.top : Interval{}, rep.starts_at_top() ? rep.settled : rep.top}) {
      std::vector<std::size_t> frames;
      for (std::size_t i = first; i < last && i < series.at_s.size(); ++i)
        if (series.at_s[i] >= top.from_s && series.at_s[i] <= top.to_s) frames.push_back(i - first);
      if (!frames.empty()) tops.push_back(std::move(frames));
    }
  }
  return tops;
}

// The top at which the back lay lowest, if that is surely lower than at the first, to which the lift was measured; else
// the first.
std::size_t flattest(const std::vector<std::vector<std::size_t>>& tops, const Lift& lift) {
  std::size_t best = 0;
  double lowest = 0;
  for (std::size_t k = 1; k < tops.size(); ++k) {
    std::vector<double> rises, errors;
    for (const std::size_t i : tops[k])
      if (i < lift.lumbar_lift.size() && !std::isnan(lift.lumbar_lift[i]))
        rises.push_back(lift.lumbar_lift[i]), errors.push_back(lift.lumbar_lift_error[i]);
    if (rises.size() < kFewestAtTop) continue;
    const double rise = median(rises);
    if (rise < lowest && -rise > std::max(kPressedFlat_mm, 3 * median(errors))) lowest = rise, best = k;
  }
  return best;
}

// Whether most of the line under the body lies on an edge of the room.
bool runs_along(const Underside& underside, const Edge& edge) {
  constexpr double kNear = 0.012, kMost = 0.4;  // trunk lengths, share of the columns
  const Vec2 across{-std::sin(edge.tilt), std::cos(edge.tilt)};
  double on_it = 0;
  for (const Vec2 p : underside.contact_at)
    if (std::abs(dot(p - edge.at, across)) < std::max(kNear * underside.trunk_px, 2.5)) ++on_it;
  return on_it > kMost * static_cast<double>(underside.contact_at.size());
}

// Writes what was seen at some frames into a series, and between two looks that are near the straight line between.
void spread(std::span<const int> frames, std::span<const double> values, std::span<const double> at_s,
            std::vector<double>& series) {
  constexpr double kNear_s = 0.3;
  for (std::size_t k = 0; k < frames.size(); ++k) {
    const auto to = static_cast<std::size_t>(frames[k]);
    series[to] = values[k];
    const auto from = k > 0 ? static_cast<std::size_t>(frames[k - 1]) : to;
    if (at_s[to] - at_s[from] < kNear_s)
      for (std::size_t i = from + 1; i < to; ++i)
        series[i] = std::lerp(series[from], series[to], static_cast<double>(i - from) / static_cast<double>(to - from));
  }
}

}  // namespace

void measure_gap(const std::vector<Underside>& undersides, std::span<const Edge> edges, const SideGeometry& geometry,
                 const View& view, Series& series) {
  // Seen obliquely, what is under the body is behind it as well.
  constexpr double kMostYaw_deg = 15;
  if (!(view.yaw_deg <= kMostYaw_deg)) return;
  std::vector<int> frames;
  std::vector<double> gaps;
  for (const Underside& now : undersides) {
    if (now.frame < geometry.first_frame || now.frame > geometry.last_frame) continue;
    if (std::ranges::any_of(edges, [&](const Edge& edge) { return runs_along(now, edge); })) continue;
    frames.push_back(now.frame), gaps.push_back(opening_px(now) * view.mm_per_px);
  }
  spread(frames, gaps, series.at_s, series.floor_gap);
}

void measure_shape(const std::vector<UpperContour>& contours, const SideGeometry& geometry, const View& view,
                   Series& series) {
  const TrunkFrame trunk{geometry.head, geometry.up, geometry.floor_point, geometry.trunk_px, view.mm_per_px};
  std::vector<int> frames;
  std::vector<double> hump, hollow, seen;
  for (const UpperContour& contour : contours) {
    if (contour.frame < geometry.first_frame || contour.frame > geometry.last_frame) continue;
    const TrunkShape shape = shape_of(contour, trunk);
    frames.push_back(contour.frame);
    hump.push_back(shape.rib_hump), hollow.push_back(shape.belly_hollow), seen.push_back(shape.seen);
  }
  spread(frames, hump, series.at_s, series.rib_hump);
  spread(frames, hollow, series.at_s, series.belly_hollow);
  spread(frames, seen, series.at_s, series.contour_seen);
}

void measure_back(const std::vector<FlankTrack>& tracks, const SideGeometry& geometry, const View& view,
                  std::span<const Rep> reps, Series& series, std::vector<BackCurve>& curves) {
  const Joint hip_joint = of(Joint::left_hip, *view.near_side);
  for (const FlankTrack& track : tracks) {
    const auto first = static_cast<std::size_t>(track.first_frame);
    if (track.frames() == 0 || track.first_frame < geometry.first_frame || track.first_frame > geometry.last_frame)
      continue;
    const std::size_t frames = std::min(track.frames(), static_cast<std::size_t>(geometry.last_frame) + 1 - first);
    if (series.at_s[first + frames - 1] - series.at_s[first] < kShortest_s) continue;
    const auto tops = tops_of(track, reps, series);
    if (tops.empty()) continue;
    std::vector<double> thigh;
    for (std::size_t i = first; i < first + frames; ++i)
      thigh.push_back(from_deg(series.leg(*view.near_side).thigh_elevation[i]));
    const auto measure = [&](const std::vector<std::size_t>& reference) {
      Vec2 hip;
      for (const std::size_t i : reference)
        hip = hip + 1.0 / static_cast<double>(reference.size()) * series.poses[first + i].at(hip_joint);
      return measure_lift(track,
                          {geometry.head, geometry.up, hip, geometry.floor_point, geometry.trunk_px, view.mm_per_px},
                          reference, thigh);
    };
    Lift lift = measure(tops[0]);
    if (const std::size_t flat = flattest(tops, lift); flat > 0) lift = measure(tops[flat]);
    for (std::size_t i = 0; i < std::min(frames, lift.lumbar_lift.size()); ++i) {
      if (std::isnan(lift.lumbar_lift[i])) continue;
      series.lumbar_lift[first + i] = lift.lumbar_lift[i];
      series.lumbar_lift_error[first + i] = lift.lumbar_lift_error[i];
      series.pelvic_tilt[first + i] = lift.pelvic_tilt[i];
      series.breath_seen[first + i] = lift.breath[i];
      curves.push_back(lift.curves[i]);
    }
  }
}

}  // namespace endrange
