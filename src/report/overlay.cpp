#include "report/overlay.h"

#include <cairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <string>

#include "report/brush.h"
#include "report/overlay_back.h"
#include "report/words.h"

namespace endrange {

namespace {

Colour colour_of(Phase phase) {
  switch (phase) {
    case Phase::lower: return {0.38, 0.70, 1.00};
    case Phase::lift: return {1.00, 0.66, 0.15};
    case Phase::bottom: return {0.72, 0.58, 0.98};
    case Phase::top: return {0.45, 0.85, 0.55};
    case Phase::none: break;
  }
  return {0.8, 0.8, 0.8};
}

struct Bone {
  Joint from, to;
  bool is_leg;
};
// Left joints; the right side follows. Hands and face are left out: they say nothing about a leg lift.
constexpr std::array kBones = {
    Bone{Joint::left_shoulder, Joint::left_elbow, false}, Bone{Joint::left_elbow, Joint::left_wrist, false},
    Bone{Joint::left_shoulder, Joint::left_hip, false},   Bone{Joint::left_hip, Joint::left_knee, true},
    Bone{Joint::left_knee, Joint::left_ankle, true},      Bone{Joint::left_ankle, Joint::left_foot, true},
};

void draw_side(cairo_t* cr, const Pose& pose, Side side, bool is_near, bool is_measured, const Placement& at,
               double unit) {
  const Colour body = is_near ? kNear : kFar;
  const double alpha = is_near ? 0.95 : 0.55, width = unit * (is_near ? 2.2 : 1.5);
  for (const Bone& bone : kBones) {
    const Colour colour = bone.is_leg && is_measured ? kLeg : body;
    stroke(cr, at.on_canvas(pose.at(of(bone.from, side))), at.on_canvas(pose.at(of(bone.to, side))), colour, alpha,
           width);
  }
  for (const Joint joint : {Joint::left_shoulder, Joint::left_hip, Joint::left_knee, Joint::left_ankle})
    dot_at(cr, at.on_canvas(pose.at(of(joint, side))), is_measured && joint != Joint::left_shoulder ? kLeg : body,
           alpha, unit * (is_near ? 2.6 : 1.8));
}

void draw_floor(cairo_t* cr, const SideGeometry& g, Vec2 hip, const Placement& at, double unit) {
  if (std::isnan(g.floor_point.x)) return;
  // Under the body only: from behind the head to beyond the feet.
  const double along = dot(hip - g.floor_point, g.head);
  const Vec2 foot = g.floor_point + along * g.head;
  const Vec2 a = at.on_canvas(foot + 1.9 * g.trunk_px * g.head), b = at.on_canvas(foot + -2.2 * g.trunk_px * g.head);
  const std::array<double, 2> dashes = {unit * 5, unit * 4};
  cairo_set_dash(cr, dashes.data(), 2, 0);
  cairo_set_line_width(cr, unit * 0.9);
  set(cr, kFloor, 0.8);
  cairo_move_to(cr, a.x, a.y);
  cairo_line_to(cr, b.x, b.y);
  cairo_stroke(cr);
  cairo_set_dash(cr, nullptr, 0, 0);
}

// The angle between the floor's direction to the feet and the leg, at the hip.
void draw_angle(cairo_t* cr, const SideGeometry& g, Vec2 hip, Vec2 leg_end, double deg, const Placement& at,
                double unit) {
  const Vec2 h = at.on_canvas(hip), flat = -1 * g.head, leg = leg_end - hip;
  const double radius = std::max(0.42 * at.scale * g.trunk_px, unit * 12);
  const double from = std::atan2(flat.y, flat.x),
               to = from + std::remainder(std::atan2(leg.y, leg.x) - from, 2 * std::numbers::pi);
  const auto arc = [&] {
    to < from ? cairo_arc_negative(cr, h.x, h.y, radius, from, to) : cairo_arc(cr, h.x, h.y, radius, from, to);
  };
  cairo_move_to(cr, h.x, h.y);
  arc();
  cairo_close_path(cr);
  set(cr, kLeg, 0.18);
  cairo_fill(cr);
  stroke(cr, h, h + radius * flat, kFloor, 0.9, unit * 0.9);
  cairo_new_path(cr);
  arc();
  cairo_set_line_width(cr, unit * 1.4);
  set(cr, kLeg, 0.95);
  cairo_stroke(cr);

  const double middle = (from + to) / 2, size = unit * 12.5;
  select_font(cr, size, true);
  const std::string text = degrees_text(deg);
  const double width = text_width(cr, text);
  const Vec2 label{h.x + (radius + size * 1.1) * std::cos(middle) - width / 2,
                   h.y + (radius + size * 1.1) * std::sin(middle) + size * 0.35};
  rounded_box(cr, label.x - size * 0.3, label.y - size * 0.95, width + size * 0.6, size * 1.25, size * 0.3);
  set(cr, kShade, 0.72);
  cairo_fill(cr);
  set(cr, kNear, 1);
  cairo_move_to(cr, label.x, label.y);
  cairo_show_text(cr, text.c_str());
}

// The back's millimetres, and what they are.
void draw_reading(cairo_t* cr, const BackReading& reading, double x, double middle, double size) {
  const bool is_off = reading.state == BackState::lost || reading.state == BackState::off_floor;
  const std::string value = number_text(reading.mm, reading.mm < 9.95 ? 1 : 0, " mm");
  for (const bool is_value : {true, false}) {
    select_font(cr, size, is_value);
    set(cr, is_off ? kLostText : is_value ? kNear : kFar, 1);
    cairo_move_to(cr, x, middle + size * (is_value ? -0.25 : 1.15));
    cairo_show_text(cr, is_value ? value.c_str() : is_off ? "off the floor" : "lumbar lift");
  }
}

}  // namespace

const SideGeometry* geometry_at(const Analysis& analysis, std::size_t index) {
  for (const SideGeometry& g : analysis.geometry)
    if (static_cast<int>(index) >= g.first_frame && static_cast<int>(index) <= g.last_frame) return &g;
  return nullptr;
}

double shown_angle(const Analysis& analysis, std::size_t index, Side shown) {
  const SideGeometry* g = geometry_at(analysis, index);
  if (g == nullptr) return kUnknown;
  const LegSeries& leg = analysis.series.leg(shown);
  return g->is_thigh_used ? leg.thigh_elevation[index] : leg.leg_elevation[index];
}

Side shown_side(const Analysis& analysis, std::size_t index) {
  const Side near = analysis.view.near_side.value_or(Side::left);
  const int current = analysis.series.rep[index];
  for (const Rep& rep : analysis.reps) {
    const bool is_asked_for = current == 0 || (rep.is_complete && rep.index == current);
    if (is_asked_for && rep.side != RepSide::both) return leg_of(rep.side, near);
  }
  return near;
}

std::string degrees_text(double deg) {
  if (std::isnan(deg)) return "–";
  char text[16];
  std::snprintf(text, sizeof text, "%d°", static_cast<int>(std::lround(deg)));
  return text;
}

void draw_body(Canvas& canvas, const Analysis& analysis, std::size_t index, Side shown, const Placement& placement,
               double unit) {
  const Pose& pose = analysis.series.poses[index];
  if (pose.score <= 0 || std::isnan(pose[Joint::left_hip].x)) return;
  cairo_t* cr = canvas.context();
  const Side near = analysis.view.near_side.value_or(Side::left);
  const SideGeometry* g = geometry_at(analysis, index);
  const bool has_both = std::ranges::any_of(analysis.reps, [](const Rep& r) { return r.side == RepSide::both; });
  if (g != nullptr) draw_floor(cr, *g, pose.at(of(Joint::left_hip, near)), placement, unit);
  for (const Side side : {opposite(near), near})
    draw_side(cr, pose, side, side == near, side == shown || (has_both && side == near), placement, unit);
  const double deg = shown_angle(analysis, index, shown);
  if (g != nullptr && !std::isnan(deg)) {
    const Joint end = g->is_thigh_used ? Joint::left_knee : Joint::left_ankle;
    draw_angle(cr, *g, pose.at(of(Joint::left_hip, shown)), pose.at(of(end, shown)), deg, placement, unit);
  }
}

void draw_panel(Canvas& canvas, const Analysis& analysis, std::size_t index, double unit) {
  cairo_t* cr = canvas.context();
  const int all = analysis.complete_reps(), rep = analysis.series.rep[index];
  const Phase phase = analysis.series.phase[index];
  const double margin = unit * 10, pad = unit * 8, large = unit * 22, small = unit * 10.5;
  const double deg = shown_angle(analysis, index, shown_side(analysis, index));
  const bool has_back = has_back_reading(analysis);
  const double width = unit * ((std::isnan(deg) ? 108 : 150) + (has_back ? 78 : 0)), height = pad * 2 + large;

  rounded_box(cr, margin, margin, width, height, unit * 6);
  set(cr, kShade, 0.72);
  cairo_fill(cr);
  // A bar in the phase's colour at the left edge.
  rounded_box(cr, margin, margin, unit * 4, height, unit * 2);
  set(cr, colour_of(phase), rep > 0 ? 1 : 0.4);
  cairo_fill(cr);

  double x = margin + pad + unit * 3;
  const double middle = margin + height / 2;
  if (!std::isnan(deg)) {
    select_font(cr, large, true);
    set(cr, kNear, 1);
    cairo_move_to(cr, x, middle + large * 0.36);
    cairo_show_text(cr, degrees_text(deg).c_str());
    x += unit * 56;
  }
  char count[48];
  std::snprintf(count, sizeof count, rep > 0 ? "Rep %d of %d" : "Rep –", rep, all);
  select_font(cr, small, true);
  set(cr, kNear, 1);
  cairo_move_to(cr, x, middle - small * 0.25);
  cairo_show_text(cr, count);
  select_font(cr, small, false);
  set(cr, colour_of(phase), 1);
  cairo_move_to(cr, x, middle + small * 1.15);
  cairo_show_text(cr, rep > 0 ? name_of(phase) : "");
  if (has_back) draw_reading(cr, back_reading(analysis, index), x + unit * 88, middle, small);
}

}  // namespace endrange
