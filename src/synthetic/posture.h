// posture.h: where every bone is at one moment, and the line of the back.
//
//   body frame: the lifter flat on the back: x towards the head from the hips' level, y to the front, z to the left. m
//   The same frame carries the body's material: a point of it never leaves its (x, y, z) there.
#pragma once

#include <array>
#include <vector>

#include "core/landmarks.h"
#include "synthetic/anatomy.h"
#include "synthetic/motion.h"
#include "synthetic/vec3.h"

namespace endrange::synthetic {

/// The back's outline in the middle plane, bent as it is at one moment: for a place s along the trunk, where it is.
class BackLine {
 public:
  BackLine() = default;
  /// angle(s): slope of the line, rad, positive rising towards the head. Lies with its lowest point on y = 0.
  BackLine(const Anatomy& anatomy, const Moment& moment, double standing_lordosis);
  double angle_at(double s) const;
  Vec3 at(double s) const;
  /// A material point of the trunk, bent along.
  Vec3 bend(Vec3 material) const;
  /// Highest point between the chord's ends, above the chord from buttock to ribs. m
  double lift_above_chord(const Anatomy& anatomy) const;
  /// Height of the lower back above the floor, m: the opening under it.
  double gap(const Anatomy& anatomy) const;

 private:
  std::vector<double> angle_, x_, y_, sin_, cos_;
  double index_of(double s) const;
};

enum class Bone {
  trunk,
  neck,
  head,
  left_upper_arm,
  right_upper_arm,
  left_forearm,
  right_forearm,
  left_hand,
  right_hand,
  left_thigh,
  right_thigh,
  left_shank,
  right_shank,
  left_foot,
  right_foot,
};
constexpr std::size_t kBoneCount = 15;
inline Bone of(Bone left_bone, Side side) {
  return static_cast<Bone>(static_cast<int>(left_bone) + (side == Side::left ? 0 : 1));
}

/// One moment's bones.
struct Posture {
  Moment moment;
  BackLine back;
  std::array<Placement, kBoneCount> bones;  ///< in the body frame; the trunk's own entry is unused
  Placement body;                           ///< the body frame in the world
  const Placement& operator[](Bone bone) const { return bones[static_cast<std::size_t>(bone)]; }
  Placement& operator[](Bone bone) { return bones[static_cast<std::size_t>(bone)]; }
};

enum class Stance { lying, hanging, prone };

/// Height of the bar of a hanging lifter above the floor. m
double bar_height(const Anatomy& anatomy);

Posture pose_body(const Anatomy& anatomy, Stance stance, const Moment& moment);

/// The 33 points of core/landmarks.h in the world. m
std::array<Vec3, kJointCount> joints_of(const Anatomy& anatomy, const Posture& posture);

}  // namespace endrange::synthetic
