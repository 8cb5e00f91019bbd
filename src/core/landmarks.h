// landmarks.h: where the body's points are in one picture.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace endrange {

/// A point or direction in a plane. In the image: px, x right, y down. In the side frame: m, x along the floor
/// towards the head, y up.
struct Vec2 {
  double x = 0, y = 0;
};
inline Vec2 operator+(Vec2 a, Vec2 b) { return {a.x + b.x, a.y + b.y}; }
inline Vec2 operator-(Vec2 a, Vec2 b) { return {a.x - b.x, a.y - b.y}; }
inline Vec2 operator*(double s, Vec2 a) { return {s * a.x, s * a.y}; }
inline double dot(Vec2 a, Vec2 b) { return a.x * b.x + a.y * b.y; }
inline double cross(Vec2 a, Vec2 b) { return a.x * b.y - a.y * b.x; }
inline double length(Vec2 a) { return std::hypot(a.x, a.y); }

/// BlazePose's 33 points, in its order. left and right are the person's own.
enum class Joint {
  nose,
  left_eye_inner,
  left_eye,
  left_eye_outer,
  right_eye_inner,
  right_eye,
  right_eye_outer,
  left_ear,
  right_ear,
  mouth_left,
  mouth_right,
  left_shoulder,
  right_shoulder,
  left_elbow,
  right_elbow,
  left_wrist,
  right_wrist,
  left_pinky,
  right_pinky,
  left_index,
  right_index,
  left_thumb,
  right_thumb,
  left_hip,
  right_hip,
  left_knee,
  right_knee,
  left_ankle,
  right_ankle,
  left_heel,
  right_heel,
  left_foot,
  right_foot,
};
constexpr std::size_t kJointCount = 33;

enum class Side { left, right };
inline constexpr std::array kSides = {Side::left, Side::right};
inline Side opposite(Side side) { return side == Side::left ? Side::right : Side::left; }
inline const char* name_of(Side side) { return side == Side::left ? "left" : "right"; }

/// The same joint of the other side follows it in BlazePose's order: `of(Joint::left_knee, Side::right)`.
inline Joint of(Joint left_joint, Side side) {
  return static_cast<Joint>(static_cast<int>(left_joint) + (side == Side::left ? 0 : 1));
}

struct Landmark {
  float x = std::numeric_limits<float>::quiet_NaN();  ///< px
  float y = std::numeric_limits<float>::quiet_NaN();  ///< px
  float visibility = 0;                               ///< 0…1, how likely it is seen rather than hidden
  float presence = 0;                                 ///< 0…1, how likely it lies inside the region looked at
};

/// A point in the network's own body frame: m from the hips' middle, x image right, y image down, z away from the
/// camera.
struct WorldPoint {
  float x = 0, y = 0, z = 0;
};

/// One person in one picture.
struct Pose {
  int frame = -1;     ///< Frame::index
  double at_s = 0;    ///< Frame::at_s
  int take = 0;       ///< a cut begins a new take
  float score = 0;    ///< the network's belief that a person is there, 0…1; 0 = nobody found
  bool seen = false;  ///< the network looked at this very frame; false = filled in between two that it saw
  std::array<Landmark, kJointCount> joints{};
  std::array<WorldPoint, kJointCount> world{};

  const Landmark& operator[](Joint joint) const { return joints[static_cast<std::size_t>(joint)]; }
  Landmark& operator[](Joint joint) { return joints[static_cast<std::size_t>(joint)]; }
  Vec2 at(Joint joint) const { return {(*this)[joint].x, (*this)[joint].y}; }
  /// Somebody was found here, or between two such frames.
  bool is_placed() const { return !std::isnan((*this)[Joint::left_hip].x); }
  const WorldPoint& world_at(Joint joint) const { return world[static_cast<std::size_t>(joint)]; }
};

}  // namespace endrange
