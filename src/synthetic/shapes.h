// shapes.h: the rounded shapes a body is made of, each on one bone.
#pragma once

#include <vector>

#include "synthetic/anatomy.h"
#include "synthetic/posture.h"
#include "synthetic/recipe.h"

namespace endrange::synthetic {

/// A cone with round ends between two points of a bone's own frame; equal points make a ball. m
struct Shape {
  Bone bone;
  Vec3 from, to;
  double from_radius, to_radius;
  Vec3 stretch{1, 1, 1};  ///< of the whole shape, about `from`
};

/// All shapes of a body but the trunk.
std::vector<Shape> body_shapes(const Anatomy& anatomy, const Recipe& recipe);

/// Distance to a shape's surface, negative inside; exact for unstretched ones. `local`: in the bone's frame. m
double distance_to(const Shape& shape, Vec3 local);

/// Distance to the trunk, roughly; its zero is exact. material: body frame. m
double distance_to_trunk(const Anatomy& anatomy, Vec3 material);

}  // namespace endrange::synthetic
