// chain.h: the body in its sagittal plane as a tree of rigid links, and the moments that a movement asks of its joints.
//
//                    L1/2 … L5/S1          ┌ thigh ─ shank ─ foot   left
//   thorax (fixed) ──●──●──●──●──● pelvis ─┤
//                                          └ thigh ─ shank ─ foot   right
//
// Frame: x along the body towards the head, y towards the belly, origin at the hips when the back is flat. A recursion
// outwards for accelerations and inwards for forces (Luh, Walker & Paul 1980), in closed form, without allocation.
#pragma once

#include <array>

#include "body/anthropometry.h"
#include "core/landmarks.h"

namespace endrange {

/// Coordinates of the chain, rad; flexion positive.
struct Joints {
  std::array<double, kLumbarLevels> lumbar{};  ///< 0 = flat
  std::array<double, 2> hip{}, knee{};         ///< by Side; hip: 0 = leg in line with the trunk
};

struct Movement {
  Joints at, rate, acceleration;  ///< rad, rad/s, rad/s²
  Vec2 gravity{0, -9.80665};      ///< m/s², lying; hanging straight it points to the feet
  /// Masses that are sometimes carried, kg.
  double ankle_weight_kg = 0;       ///< on each leg
  double on_thorax_kg = 0;          ///< arms on the chest
  double at_shoulder_kg = 0;        ///< arms above the head, hanging or lying, and a lifted head
  double at_shoulder_beyond_m = 0;  ///< their centre, beyond the shoulders
};

/// What muscles, ligaments and the ground must supply together. N·m; positive = flexors.
struct Moments {
  std::array<double, kLumbarLevels> lumbar{};
  std::array<double, 2> hip{}, knee{};
  Vec2 support_n;         ///< on the whole, N
  double support_nm = 0;  ///< about the origin, N·m, counterclockwise seen with the head to the right
  Vec2 below_l4l5_n;      ///< the force that L4 must exert on L5
  std::array<Vec2, 2> ankle_at_m{};
};

Moments moments_of(const BodyModel& body, const Movement& movement);

/// Kinetic and potential energy, J: for tests by the work of the moments.
struct Energy {
  double kinetic = 0, potential = 0;
};
Energy energy_of(const BodyModel& body, const Movement& movement);

}  // namespace endrange
