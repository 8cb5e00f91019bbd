// sensor.h: light to a picture as a phone makes it: exposure, noise, temporal denoising, sharpening, tone, 4:2:0.
#pragma once

#include "media/picture.h"
#include "synthetic/render.h"

namespace endrange::synthetic {

/// One sensor a clip: denoising remembers the picture before. Feed it pictures in order.
class Sensor {
 public:
  Sensor(const Recipe& recipe, double duration_s);
  /// Both steps in one. `image` is used up. index: of the picture, seeds its noise.
  void develop(LightImage& image, int index, double at_s, Picture& picture);
  /// Gain and noise, in place: each picture by itself, in any order, from any thread.
  void expose(LightImage& image, int index, double at_s) const;
  /// Denoising, sharpening, tone: pictures in order. `image` is used up.
  void finish(LightImage& image, Picture& picture);

 private:
  Recipe recipe_;
  double duration_s_;
  int width_, height_;
  double electrons_;  // of a white pixel in this light
  LightImage before_, soft_;
  std::vector<float> tone_;  // linear light to luma's own scale, a table
};

}  // namespace endrange::synthetic
