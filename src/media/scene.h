// scene.h: watches the picture as a whole: how bright it is, whether the camera moved, where the film was cut.
//
// Works on a thumbnail of block means, 96 cells wide: one pass over the luma plane a frame, nothing else.
#pragma once

#include <vector>

#include "core/frame.h"
#include "core/scene_sample.h"

namespace endrange {

class SceneWatcher {
 public:
  /// In presentation order. The first frame, and the first after a cut, become the reference for camera movement.
  SceneSample push(const Frame& frame);

 private:
  void shrink(const Frame& frame);
  bool is_cut(double change);
  Vec2 camera_shift() const;

  int columns_ = 0, rows_ = 0;
  double cell_px_ = 1;
  std::vector<float> now_, before_, reference_;
  std::vector<double> recent_changes_;
  Vec2 last_shift_;
};

}  // namespace endrange
