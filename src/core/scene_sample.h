// scene_sample.h: what one frame says about the filming, apart from the person. Made by media/, judged by motion/view.
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

}  // namespace endrange
