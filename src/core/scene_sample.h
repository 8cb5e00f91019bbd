// scene_sample.h: what the picture says about the filming, apart from the person. Samples are made by media/, edges by
// trunk/; motion/ judges them.
#pragma once

#include <limits>

#include "core/landmarks.h"

namespace endrange {

struct SceneSample {
  float brightness = 1;      ///< mean luma, 0 black … 1 white
  float contrast = 1;        ///< spread of luma between the 5th and 95th percentile, 0…1
  bool starts_take = false;  ///< the film was cut just before this frame
  /// How far the background stands from where it stood when the take began, px; NaN when there is nothing to hold on
  /// to.
  Vec2 camera_shift{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
};

/// A straight edge of the room: of a mat, of a floor board, where the floor meets the wall.
struct Edge {
  double tilt = 0;       ///< rad, clockwise positive (right end lower)
  Vec2 at;               ///< its middle, px
  double length_px = 0;  ///< how much of it is seen
  double contrast = 0;   ///< mean step across it, grey levels of 255
};

}  // namespace endrange
