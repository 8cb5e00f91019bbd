// skeleton.h: a lifter's true landmarks over time, without a picture: what a perfect network would say, and one that
// errs by a chosen amount. For finding out what the geometry and the rules alone do.
#pragma once

#include <vector>

#include "core/landmarks.h"
#include "synthetic/recipe.h"
#include "synthetic/render.h"

namespace endrange::synthetic {

/// Everything of a scene but the mesh. Pre: recipe.problem() is empty.
Scene skeleton_scene(const Recipe& recipe);

/// The true joints of each moment, projected, sides as they are, all seen. (frames)
std::vector<Pose> film_skeleton(const Scene& scene, const std::vector<double>& frames_s);

/// Landmark errors, in trunk lengths: new in every frame, and a bias of each joint (RMS) that wanders within 2–8 s.
struct LandmarkNoise {
  double white = 0.01, wandering = 0.02;
};
void disturb(std::vector<Pose>& poses, int seed, const LandmarkNoise& noise = {});

}  // namespace endrange::synthetic
