// plate.h: a textured plate that moves in the picture plane, photographed in closed form: the independent check of the
// renderer's sub-pixel motion.
//
//   plate ── turn, origin, speed ──► picture        mean over a pixel's square × mean over its row's exposure
//
// A sum of waves, and nothing else: the mean of a wave over a square and over a time at steady speed is the wave at
// their middle times one sinc for each side and one for the time. Nothing is sampled, and no line is shared with raster
// and render: two ways to the same picture that agree say more than one.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/landmarks.h"

namespace endrange::synthetic {

/// amplitude · cos(turns · place + phase).
struct PlateWave {
  Vec2 turns;  ///< rad/px along x and y
  double amplitude = 0, phase = 0;
};

/// How the plate lies and moves while one picture is taken. Image frame, px.
struct PlatePose {
  Vec2 origin;      ///< where its own (0, 0) lies in the middle of the readout and of the exposure
  double turn = 0;  ///< rad about that origin, from x towards y: clockwise as seen
  Vec2 speed;       ///< px/s, steady
};

/// How a picture is taken.
struct PlateShot {
  int width = 0, height = 0;  ///< px
  double exposure_s = 0;      ///< of one row
  double readout_s = 0;       ///< from the picture's upper edge to its lower; a row of pixels is exposed at once
};

class Plate {
 public:
  Plate(std::vector<PlateWave> waves, double mean) : waves_(std::move(waves)), mean_(mean) {}
  /// Waves of all directions, wavelengths spread evenly in their logarithm. contrast: standard deviation of the grey.
  static Plate random(int waves, double shortest_px, double longest_px, double mean, double contrast,
                      std::uint64_t seed);

  /// Grey of one point of the plate, px from its origin in its own frame.
  double at(Vec2 point) const;
  /// (height, width), exact to rounding.
  std::vector<float> photograph(const PlateShot& shot, const PlatePose& pose) const;

  const std::vector<PlateWave>& waves() const { return waves_; }

 private:
  std::vector<PlateWave> waves_;
  double mean_;
};

}  // namespace endrange::synthetic
