// brush.h: strokes, dots, boxes and words on a canvas, so drawn that they show on any picture.
#pragma once

#include <string>

#include "core/landmarks.h"

struct _cairo;  // cairo_t; its header is seen by report/*.cpp only

namespace endrange {

struct Colour {
  double r, g, b;  ///< 0…1
};
/// The near and the far body, the measured leg, the floor, what lies behind words, and a back that is off the floor (as
/// words: lighter).
constexpr Colour kNear{1.00, 1.00, 1.00}, kFar{0.72, 0.76, 0.80}, kLeg{1.00, 0.66, 0.15}, kFloor{0.35, 0.85, 0.75},
    kShade{0.05, 0.07, 0.10}, kLost{0.90, 0.16, 0.33}, kLostText{1.00, 0.52, 0.60};

void set(_cairo* cr, Colour colour, double alpha);
/// A line with a dark edge. px; nothing where an end is NaN.
void stroke(_cairo* cr, Vec2 from, Vec2 to, Colour colour, double alpha, double width);
/// The same along the context's current path.
void stroke_path(_cairo* cr, Colour colour, double alpha, double width);
void dot_at(_cairo* cr, Vec2 p, Colour colour, double alpha, double radius);
void select_font(_cairo* cr, double size, bool bold);
/// In the font selected, px.
double text_width(_cairo* cr, const std::string& text);
/// Adds a box to the path. px.
void rounded_box(_cairo* cr, double x, double y, double width, double height, double radius);
/// Bold words on a box of `ground` with the middle of their line at `middle`, kept within `room`. size: of the font,
/// px.
void draw_label(_cairo* cr, Vec2 middle, Vec2 room, const std::string& text, double size, Colour ground, double alpha);

}  // namespace endrange
