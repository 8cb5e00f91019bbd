// exaggerate.h: the lower back's movement, drawn larger than it was.
//
//     h ▲  ▔▔▔▔▔▔▔▔▔▔ upper contour: stays       between the two, pixels move along h in proportion
//       │  ╭──10 ×──╮
//       │ ─╯        ╰─ lower edge of the back ─► along the back, from the hip to the head
//       └── floor ────────────────────────────  what opens under it is filled with one colour
#pragma once

#include "core/still.h"
#include "media/picture.h"
#include "report/canvas.h"

namespace endrange {

/// How a lying trunk stands in a picture, and how its back has moved.
struct BackView {
  Vec2 hip_floor;       ///< on the floor line, under where the hip was at the reference; px of the picture
  Vec2 head, up;        ///< unit vectors along the floor and away from it
  double trunk_px = 0;  ///< shoulder to hip, px of the picture
  double scale = 1;     ///< px of the picture in a px of the frame that the curve counts in
  double gain = 10;     ///< how many times larger the movement is drawn, ≥ 1
  BackCurve curve;
  /// Height at which the lower edge of the back is drawn: gain times its rise, as long as that leaves some trunk above
  /// it. px of the picture; along: trunk lengths from the hip.
  double drawn_rise(double along) const;
};

/// The picture with the trunk's pixels moved: those at the lower edge by (gain − 1) times the curve, since the frame
/// itself shows the movement once, those above it less, those at the upper contour and beyond not at all.
Picture exaggerated(const Picture& picture, const BackView& view);

/// Fills what has opened under the back, and draws the back's lower edge.
///
/// unit  px of a thin line
void draw_opening(Canvas& canvas, const BackView& view, double unit);

}  // namespace endrange
