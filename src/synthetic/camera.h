// camera.h: a phone's camera: where it stands, and where the world falls in its picture.
#pragma once

#include "synthetic/posture.h"
#include "synthetic/recipe.h"
#include "synthetic/vec3.h"

namespace endrange::synthetic {

/// Image frame as everywhere: px, x right, y down, (0,0) the top-left corner.
struct Camera {
  Vec3 eye, right, up, forward;  ///< world, m; unit axes
  double focal_px = 0;
  double center_x = 0, center_y = 0;  ///< px

  struct Point {
    double x = 0, y = 0;  ///< px
    double nearness = 0;  ///< 1 / distance along the view, 1/m
  };
  Point project(Vec3 world) const {
    const Vec3 d = world - eye;
    const double nearness = 1 / dot(d, forward);
    return {center_x + focal_px * dot(d, right) * nearness, center_y - focal_px * dot(d, up) * nearness, nearness};
  }
  /// Direction of the ray through a place in the picture; not unit.
  Vec3 ray(double x, double y) const {
    return forward + (x - center_x) / focal_px * right - (y - center_y) / focal_px * up;
  }
};

Stance stance_of(const Script& script);

/// +1 when the camera stands on the side of positive z.
double camera_side(const Recipe& recipe, Stance stance);

/// The camera at rest, aimed so that the whole movement is in the picture.
Camera place_camera(const Recipe& recipe, const Anatomy& anatomy, const Script& script);

/// The same camera in a hand that shakes.
Camera shaken(const Camera& camera, const Recipe& recipe, double at_s);

}  // namespace endrange::synthetic
