// vec3.h: points, directions and frames in space. m.
#pragma once

#include <algorithm>
#include <cmath>

namespace endrange::synthetic {

/// The world: x along the mat towards the head, y up from the mat's surface, z towards the lifter's left. m
struct Vec3 {
  double x = 0, y = 0, z = 0;
};
inline Vec3 operator+(Vec3 a, Vec3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
inline Vec3 operator-(Vec3 a, Vec3 b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
inline Vec3 operator*(double s, Vec3 a) { return {s * a.x, s * a.y, s * a.z}; }
inline double dot(Vec3 a, Vec3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline Vec3 cross(Vec3 a, Vec3 b) { return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
inline double length(Vec3 a) { return std::sqrt(dot(a, a)); }
inline Vec3 unit(Vec3 a) { return 1 / std::max(length(a), 1e-12) * a; }
inline Vec3 lerp(Vec3 a, Vec3 b, double t) { return a + t * (b - a); }

/// A place and three axes at right angles: x along a bone, y its front, z its side.
struct Placement {
  Vec3 origin, x{1, 0, 0}, y{0, 1, 0}, z{0, 0, 1};
  Vec3 to_world(Vec3 local) const { return origin + local.x * x + local.y * y + local.z * z; }
  Vec3 to_local(Vec3 world) const {
    const Vec3 d = world - origin;
    return {dot(d, x), dot(d, y), dot(d, z)};
  }
};

/// The frame at `origin` with x along `along` and y as near to `front` as a right angle allows.
inline Placement placed(Vec3 origin, Vec3 along, Vec3 front) {
  const Vec3 x = unit(along), y = unit(front - dot(front, x) * x);
  return {origin, x, y, cross(x, y)};
}

/// `v` turned about the z axis, from x towards y. rad
inline Vec3 turned_z(Vec3 v, double angle) {
  const double c = std::cos(angle), s = std::sin(angle);
  return {c * v.x - s * v.y, s * v.x + c * v.y, v.z};
}

inline double smoothstep(double from, double to, double x) {
  const double t = std::clamp((x - from) / (to - from), 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

}  // namespace endrange::synthetic
