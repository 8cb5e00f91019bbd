#include "report/brush.h"

#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace endrange {

void set(_cairo* cr, Colour c, double alpha) { cairo_set_source_rgba(cr, c.r, c.g, c.b, alpha); }

void stroke_path(_cairo* cr, Colour colour, double alpha, double width) {
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width(cr, width * 1.8);
  set(cr, kShade, alpha * 0.55);
  cairo_stroke_preserve(cr);
  cairo_set_line_width(cr, width);
  set(cr, colour, alpha);
  cairo_stroke(cr);
}

void stroke(_cairo* cr, Vec2 a, Vec2 b, Colour colour, double alpha, double width) {
  if (std::isnan(a.x) || std::isnan(b.x)) return;
  cairo_new_path(cr);
  cairo_move_to(cr, a.x, a.y);
  cairo_line_to(cr, b.x, b.y);
  stroke_path(cr, colour, alpha, width);
}

void dot_at(_cairo* cr, Vec2 p, Colour colour, double alpha, double radius) {
  if (std::isnan(p.x)) return;
  cairo_arc(cr, p.x, p.y, radius * 1.4, 0, 2 * std::numbers::pi);
  set(cr, kShade, alpha * 0.6);
  cairo_fill(cr);
  cairo_arc(cr, p.x, p.y, radius, 0, 2 * std::numbers::pi);
  set(cr, colour, alpha);
  cairo_fill(cr);
}

void select_font(_cairo* cr, double size, bool bold) {
  cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                         bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(cr, size);
}

double text_width(_cairo* cr, const std::string& text) {
  cairo_text_extents_t extents;
  cairo_text_extents(cr, text.c_str(), &extents);
  return extents.x_advance;
}

void rounded_box(_cairo* cr, double x, double y, double width, double height, double radius) {
  constexpr double kQuarter = std::numbers::pi / 2;
  cairo_new_sub_path(cr);
  cairo_arc(cr, x + width - radius, y + radius, radius, -kQuarter, 0);
  cairo_arc(cr, x + width - radius, y + height - radius, radius, 0, kQuarter);
  cairo_arc(cr, x + radius, y + height - radius, radius, kQuarter, 2 * kQuarter);
  cairo_arc(cr, x + radius, y + radius, radius, 2 * kQuarter, 3 * kQuarter);
  cairo_close_path(cr);
}

void draw_label(_cairo* cr, Vec2 middle, Vec2 room, const std::string& text, double size, Colour ground, double alpha) {
  select_font(cr, size, true);
  const double width = text_width(cr, text) + 0.8 * size, height = 1.45 * size;
  const double left = std::clamp(middle.x - width / 2, 0.0, std::max(0.0, room.x - width)),
               top = std::clamp(middle.y - height / 2, 0.0, std::max(0.0, room.y - height));
  rounded_box(cr, left, top, width, height, 0.3 * size);
  set(cr, ground, alpha);
  cairo_fill(cr);
  set(cr, kNear, 1);
  cairo_move_to(cr, left + 0.4 * size, top + 1.07 * size);
  cairo_show_text(cr, text.c_str());
}

}  // namespace endrange
