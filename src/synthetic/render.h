// render.h: one picture of the lifter in the room, as light that reaches the sensor.
#pragma once

#include <vector>

#include "synthetic/camera.h"
#include "synthetic/clothes.h"
#include "synthetic/flesh.h"
#include "synthetic/raster.h"
#include "synthetic/room.h"

namespace endrange::synthetic {

/// What doesn't change during a clip. Shared by all threads.
struct Scene {
  Recipe recipe;
  Script script;
  Anatomy anatomy;
  Stance stance = Stance::lying;
  Flesh flesh;
  std::vector<std::array<std::uint32_t, 3>> triangles;  ///< of flesh, for the rasterizer
  Camera camera;
};

/// Pre: recipe.problem() is empty.
Scene build_scene(const Recipe& recipe);

/// The moment at which a row of a picture shown at `at_s` is exposed, in the middle of its exposure.
double exposed_at(const Recipe& recipe, double at_s, double row_px);

/// Linear light, (height, width); 1 = white paper under full light.
using LightImage = std::vector<Color>;

/// Renders pictures; one object a thread, since it keeps its working memory.
class Renderer {
 public:
  explicit Renderer(const Scene& scene);
  void render(double at_s, LightImage& image);

 private:
  const Scene& scene_;
  Wardrobe wardrobe_;
  Room room_;
  Light light_;
  Rasterizer rasterizer_;
  Backdrop backdrop_;
  bool has_backdrop_ = false;

  // Of the picture under way.
  std::array<Surface, 3> surfaces_;  // begin, middle and end of readout and exposure
  MovingPoints moving_;
  std::vector<ScreenPoint> points_;
  std::vector<float> lit_;                      // (vertices)
  std::vector<float> heights_;                  // (vertices), world y, m
  LightImage body_;                             // (pixels), premultiplied by coverage
  std::vector<float> shade_;                    // of the floor, a grid
  std::vector<float> coverage_;                 // (pixels), 0…1
  std::vector<std::array<float, 3>> material_;  // (vertices)

  void pose_knots(double at_s);
  void light_body(const std::vector<Blocker>& blockers);
  void lay_backdrop(double at_s, const std::vector<Blocker>& blockers, LightImage& image);
};

}  // namespace endrange::synthetic
