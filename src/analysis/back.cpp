#include "analysis/back.h"

#include <algorithm>
#include <cmath>

#include "core/angle.h"
#include "trunk/lift.h"

namespace endrange {

namespace {

// Legs this high take the load off the back. deg
constexpr double kHighEnough = 50;
// Shorter tracks hold no repetition. s
constexpr double kShortest_s = 1.0;

// Frames of the track in which the first rep that begins or ends in it stands at its top.
std::vector<std::size_t> reference_of(const FlankTrack& track, std::span<const Rep> reps, const Series& series) {
  const auto first = static_cast<std::size_t>(track.first_frame), last = first + track.frames();
  for (const Rep& rep : reps) {
    if (!rep.is_complete || rep.leg_elevation_top_deg < kHighEnough) continue;
    for (const Interval& top :
         {rep.starts_at_top() ? rep.top : Interval{}, rep.starts_at_top() ? rep.settled : rep.top}) {
      std::vector<std::size_t> frames;
      for (std::size_t i = first; i < last && i < series.at_s.size(); ++i)
        if (series.at_s[i] >= top.from_s && series.at_s[i] <= top.to_s) frames.push_back(i - first);
      if (!frames.empty()) return frames;
    }
  }
  return {};
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

}  // namespace

void measure_gap(const std::vector<Underside>& undersides, std::span<const Edge> edges, const SideGeometry& geometry,
                 const View& view, Series& series) {
  constexpr double kNear_s = 0.3;
  // Seen obliquely, what is under the body is behind it as well.
  constexpr double kMostYaw_deg = 15;
  if (!(view.yaw_deg <= kMostYaw_deg)) return;
  const Underside* before = nullptr;
  for (const Underside& now : undersides) {
    if (now.frame < geometry.first_frame || now.frame > geometry.last_frame) continue;
    if (std::ranges::any_of(edges, [&](const Edge& edge) { return runs_along(now, edge); })) continue;
    const auto to = static_cast<std::size_t>(now.frame);
    series.floor_gap[to] = opening_px(now) * view.mm_per_px;
    const auto from = before != nullptr ? static_cast<std::size_t>(before->frame) : to;
    if (series.at_s[to] - series.at_s[from] < kNear_s)
      for (std::size_t i = from + 1; i < to; ++i)
        series.floor_gap[i] = std::lerp(series.floor_gap[from], series.floor_gap[to],
                                        static_cast<double>(i - from) / static_cast<double>(to - from));
    before = &now;
  }
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
    const std::vector<std::size_t> reference = reference_of(track, reps, series);
    if (reference.empty()) continue;
    Vec2 hip;
    for (const std::size_t i : reference)
      hip = hip + 1.0 / static_cast<double>(reference.size()) * series.poses[first + i].at(hip_joint);
    std::vector<double> thigh;
    for (std::size_t i = first; i < first + frames; ++i)
      thigh.push_back(from_deg(series.leg(*view.near_side).thigh_elevation[i]));
    const Lift lift =
        measure_lift(track, {geometry.head, geometry.up, hip, geometry.floor_point, geometry.trunk_px, view.mm_per_px},
                     reference, thigh);
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
