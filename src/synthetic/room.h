// room.h: where it is filmed: floor, mat, wall, things on and before it; and the light.
#pragma once

#include <vector>

#include "synthetic/camera.h"
#include "synthetic/clothes.h"

namespace endrange::synthetic {

/// A ball that stands for a part of the body where light is reckoned with. World, m.
struct Blocker {
  Vec3 center;
  double radius = 0;
  int bone = 0;
};
std::vector<Blocker> blockers_of(const Flesh& flesh, const Posture& posture);

/// How light falls on a point: the sky of the room from above, a soft lamp, the floor's reflection.
class Light {
 public:
  Light(const Recipe& recipe, double side);
  /// Light on a surface, 1 = fully lit. bone: of the point itself, −1 of the room; its own bone's balls and its
  /// neighbours' cast no shade on it.
  float on(Vec3 point, Vec3 normal, const std::vector<Blocker>& blockers, int bone) const;

 private:
  Vec3 lamp_;
};

/// The room without the body: colour of each pixel under full light, and where on the floor it lies.
struct Backdrop {
  int width = 0, height = 0;
  std::vector<Color> colors;  ///< (height, width), linear light
  /// (height, width), world x and z of what lies on the floor, m; NaN elsewhere.
  std::vector<std::array<float, 2>> floor;
};

class Room {
 public:
  Room(const Recipe& recipe, const Anatomy& anatomy, Stance stance);
  /// Paints what the camera sees, 4 × 4 samples a pixel.
  void paint(const Camera& camera, Backdrop& backdrop) const;

 private:
  struct Thing {
    enum class Kind { box, ball, bar } kind;
    Vec3 low, high;  ///< box: corners; ball, bar: low is a point, high the other end
    double radius = 0;
    Color color, second;
    double stripe = 0;  ///< width of stripes of the second colour, m; 0 = plain
  };
  Noise noise_;
  std::vector<Thing> things_;
  Color floor_, mat_, wall_, skirting_;
  double side_, wall_z_, mat_half_x_, mat_half_z_, mat_x_;
  bool has_mat_;
  Vec3 lamp_;
  Color see(Vec3 eye, Vec3 ray, std::array<float, 2>& floor) const;
};

}  // namespace endrange::synthetic
