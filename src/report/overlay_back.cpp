#include "report/overlay_back.h"

#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <string>

#include "report/brush.h"

namespace endrange {

namespace {

// From hip to shoulder: where the back's hollow is, and how far the line of the lower back goes to both sides.
constexpr double kWaist = 0.33, kHalfLength = 0.36;

double value_at(const std::vector<double>& values, std::size_t index) {
  return index < values.size() ? values[index] : kUnknown;
}

// From lift-off until the legs turn, or come to rest.
Interval lost_in(const Rep& rep) {
  const Interval& low = rep.starts_at_top() ? rep.bottom : rep.settled;
  return {rep.end_range_s, std::fmax(rep.lower.to_s, low.to_s)};
}

// A point of the back: on the floor under the trunk, `along` trunk lengths from the hip. px
struct BackLine {
  Vec2 hip, head, up;
  double trunk_px;
  Vec2 at(double along, double rise_px) const { return hip + along * trunk_px * head + rise_px * up; }
};

std::optional<BackLine> back_line(const Analysis& analysis, std::size_t index) {
  const Pose& pose = analysis.series.poses[index];
  const SideGeometry* g = geometry_at(analysis, index);
  const Side near = analysis.view.near_side.value_or(Side::left);
  const Vec2 hip = pose.at(of(Joint::left_hip, near)), shoulder = pose.at(of(Joint::left_shoulder, near));
  if (g == nullptr || std::isnan(g->floor_point.x) || std::isnan(hip.x) || std::isnan(shoulder.x)) return std::nullopt;
  return BackLine{hip - dot(hip - g->floor_point, g->up) * g->up, g->head, g->up, dot(shoulder - hip, g->head)};
}

}  // namespace

BackReading back_reading(const Analysis& a, std::size_t index) {
  const double at_s = a.series.at_s[index], lift_mm = value_at(a.series.lumbar_lift, index);
  for (const Rep& rep : a.reps) {
    if (!rep.is_complete) continue;
    const Interval lost = lost_in(rep);
    if (at_s >= lost.from_s && at_s <= lost.to_s) return {BackState::lost, lift_mm, rep.end_range_deg};
    if (!rep.starts_arched || !(at_s >= rep.start_s && at_s < rep.end_s)) continue;
    // Against a back that is off the floor already, a lift says nothing; against one that was pressed flat later it
    // does.
    const double height_mm = std::isnan(rep.arched_by_mm) ? value_at(a.series.floor_gap, index) : lift_mm;
    return {height_mm > a.end_range.criterion_mm ? BackState::off_floor : BackState::unknown, height_mm, kUnknown};
  }
  // Nor does it where most of the set was so.
  if (std::isnan(lift_mm) || a.starts_arched()) return {};
  return {BackState::measured, lift_mm, kUnknown};
}

bool has_back_reading(const Analysis& a) {
  const auto is_known = [](double v) { return !std::isnan(v); };
  return std::ranges::any_of(a.series.lumbar_lift, is_known) || std::ranges::any_of(a.series.floor_gap, is_known);
}

void draw_lost_back(Canvas& canvas, const Analysis& a, std::size_t index, const Placement& placement, Vec2 room,
                    double unit) {
  const BackReading reading = back_reading(a, index);
  if (reading.state != BackState::lost && reading.state != BackState::off_floor) return;
  const auto line = back_line(a, index);
  if (!line) return;
  const double rise_px = std::isnan(reading.mm) || std::isnan(a.view.mm_per_px) ? 0 : reading.mm / a.view.mm_per_px;
  cairo_t* cr = canvas.context();
  cairo_new_path(cr);
  constexpr int kPoints = 24;
  for (int i = 0; i <= kPoints; ++i) {
    const double share = 2.0 * i / kPoints - 1, bump = std::cos(share * std::numbers::pi / 2);
    const Vec2 p = placement.on_canvas(line->at(kWaist + share * kHalfLength, bump * bump * rise_px));
    cairo_line_to(cr, p.x, p.y);
  }
  stroke_path(cr, kLost, 1, unit * 3);
  const std::string text =
      reading.state == BackState::lost ? "back lifts · " + degrees_text(reading.lost_deg) : "back off the floor";
  draw_label(cr, placement.on_canvas(line->at(kWaist, 0)) - unit * 17 * line->up, room, text, unit * 12.5, kLost, 0.92);
}

void draw_back_mark(Canvas& canvas, const Analysis& analysis, std::size_t index, const Placement& placement,
                    double unit) {
  const auto line = back_line(analysis, index);
  if (!line) return;
  const Vec2 tip = placement.on_canvas(line->at(kWaist, 0)) - unit * 3 * line->up;
  cairo_t* cr = canvas.context();
  stroke(cr, tip - unit * 22 * line->up, tip - unit * 3 * line->up, kLeg, 1, unit * 2.4);
  for (const double side : {-1.0, 1.0})
    stroke(cr, tip + side * unit * 6 * line->head - unit * 8 * line->up, tip, kLeg, 1, unit * 2.4);
}

}  // namespace endrange
