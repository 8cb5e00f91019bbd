// overlay.h: what is drawn over a frame: floor line, skeleton, the leg's angle, and a small panel with the numbers.
#pragma once

#include "core/analysis.h"
#include "report/canvas.h"

namespace endrange {

/// Where a frame's pixels stand on the canvas: canvas = scale · (frame − origin).
struct Placement {
  Vec2 origin;
  double scale = 1;
  Vec2 on_canvas(Vec2 p) const { return scale * (p - origin); }
};

/// Draws the body of frame `index`: floor, skeleton, and the angle of the `shown` leg where one is measured. Nothing
/// when nobody was found.
///
/// unit  px of a thin line; everything else is a multiple of it
void draw_body(Canvas& canvas, const Analysis& analysis, std::size_t index, Side shown, const Placement& placement,
               double unit);

/// How floor and body lie in frame `index`; null where that isn't known.
const SideGeometry* geometry_at(const Analysis& analysis, std::size_t index);

/// The leg elevation that is shown for a frame, deg: of the thigh where the feet leave the picture; NaN = unknown.
double shown_angle(const Analysis& analysis, std::size_t index, Side shown);

/// Draws the panel (angle, rep and phase, lumbar lift) of frame `index` into the top left corner.
void draw_panel(Canvas& canvas, const Analysis& analysis, std::size_t index, double unit);

/// A leg elevation for showing: "34°"; "–" when unknown. Negative angles within half a degree of the floor read "0°".
std::string degrees_text(double deg);

/// The leg that a frame's angle is read from: that of the rep under way, else the one that does the reps.
Side shown_side(const Analysis& analysis, std::size_t index);

}  // namespace endrange
