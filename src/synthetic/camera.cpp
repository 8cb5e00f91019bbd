#include "synthetic/camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/angle.h"
#include "synthetic/random.h"

namespace endrange::synthetic {

namespace {

// Of the picture left free around the body.
constexpr double kMargin = 0.07;
// Flesh around the joints. m
constexpr double kFlesh = 0.10;

}  // namespace

Stance stance_of(const Script& script) {
  return script.is_hanging ? Stance::hanging : script.is_prone ? Stance::prone : Stance::lying;
}

double camera_side(const Recipe& recipe, Stance stance) {
  const double left = stance == Stance::lying ? 1 : -1;
  return recipe.near_side == "left" ? left : -left;
}

Camera place_camera(const Recipe& recipe, const Anatomy& anatomy, const Script& script) {
  const Stance stance = stance_of(script);
  Vec3 low{1e9, 1e9, 1e9}, high{-1e9, -1e9, -1e9};
  std::vector<Vec3> reached;
  for (double t = 0; t <= script.duration_s; t += 0.1) {
    const auto joints = joints_of(anatomy, pose_body(anatomy, stance, script.at(t)));
    for (const Vec3 p : joints) {
      reached.push_back(p);
      low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
    }
  }
  Camera camera;
  const double side = camera_side(recipe, stance), yaw = from_deg(recipe.yaw_deg);
  const Vec3 middle = 0.5 * (low + high);
  const double height = !std::isnan(recipe.camera_height_mm) ? recipe.camera_height_mm / 1000
                        : stance == Stance::hanging          ? 1.1
                                                             : 0.15;
  camera.eye = Vec3{middle.x, height, 0} + recipe.distance_m * Vec3{std::sin(yaw), 0, side * std::cos(yaw)};
  // A phone that leans on something looks level or a little up: it is tilted only as far as the body needs.
  const Vec3 aim{middle.x, stance == Stance::lying ? std::max(0.35, 0.8 * middle.y) : middle.y, 0};
  camera.forward = unit(aim - camera.eye);
  const Vec3 level = unit(cross(camera.forward, {0, 1, 0})), upright = cross(level, camera.forward);
  const double roll = from_deg(recipe.roll_deg);
  camera.right = std::cos(roll) * level + std::sin(roll) * upright;
  camera.up = std::cos(roll) * upright - std::sin(roll) * level;
  const double width = recipe.width_px(), height_px = recipe.height_px();
  camera.center_x = width / 2, camera.center_y = height_px / 2;
  if (!std::isnan(recipe.focal_mm)) {
    camera.focal_px = recipe.focal_mm / 36 * std::max(width, height_px);
    return camera;
  }
  camera.focal_px = 1e9;
  for (const Vec3 p : reached) {
    const Vec3 d = p - camera.eye;
    const double depth = dot(d, camera.forward);
    camera.focal_px =
        std::min({camera.focal_px, (0.5 - kMargin) * width * depth / (std::abs(dot(d, camera.right)) + kFlesh),
                  (0.5 - kMargin) * height_px * depth / (std::abs(dot(d, camera.up)) + kFlesh)});
  }
  return camera;
}

Camera shaken(const Camera& camera, const Recipe& recipe, double at_s) {
  if (recipe.shake_mm <= 0) return camera;
  Camera moved = camera;
  // A hand trembles slowly and far, quickly and little: amplitudes fall with frequency.
  Dice dice(static_cast<std::uint64_t>(recipe.seed) * 41 + 9);
  double swing[5] = {};
  for (double& s : swing)
    for (int i = 0; i < 6; ++i) {
      const double hz = 0.25 * std::pow(1.9, i);
      s += std::sin(2 * std::numbers::pi * (hz * at_s + dice.uniform())) / std::pow(1.9, i);
    }
  const double size = recipe.shake_mm / 1000 / 1.6;
  moved.eye = moved.eye + size * (swing[0] * camera.right + swing[1] * camera.up);
  const double turn = size / 1.5;
  moved.forward = unit(camera.forward + turn * (swing[2] * camera.right + swing[3] * camera.up));
  const Vec3 right = unit(cross(moved.forward, camera.up) + turn * swing[4] * camera.up);
  moved.right = unit(right - dot(right, moved.forward) * moved.forward);
  moved.up = cross(moved.right, moved.forward);
  return moved;
}

}  // namespace endrange::synthetic
