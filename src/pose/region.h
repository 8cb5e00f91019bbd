// region.h: the turned square of the picture that the landmark network looks at.
//
//        ┌───────────┐   `side_px` wide, turned clockwise by `turn` about its centre, so that the person's
//        │     ●     │   head is up inside it however they lie in the picture
//        └───────────┘
#pragma once

#include <cmath>

#include "core/landmarks.h"

namespace endrange {

struct Region {
  Vec2 center;         ///< px
  double side_px = 0;  ///< px
  double turn = 0;     ///< rad, clockwise on screen; 0 = upright

  /// Where the point (u, v) of the square, each 0…1 from its top-left corner, lies in the picture.
  Vec2 in_picture(double u, double v) const {
    const double x = (u - 0.5) * side_px, y = (v - 0.5) * side_px;
    return {center.x + x * std::cos(turn) - y * std::sin(turn), center.y + x * std::sin(turn) + y * std::cos(turn)};
  }
};

/// The region around a person, from the middle of the hips and a point on the circle that encloses the body.
/// Source: MediaPipe pose_detection_to_roi and pose_landmarks_to_roi (square on the longer side, enlarged by 1.25).
inline Region region_around(Vec2 hips, Vec2 on_circle) {
  constexpr double kEnlarge = 1.25;
  const Vec2 up = on_circle - hips;
  return {hips, 2 * length(up) * kEnlarge, std::atan2(up.x, -up.y)};
}

}  // namespace endrange
