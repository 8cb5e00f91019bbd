// muscles.h: the TABLE of muscles, as facts: how strong, how long, and with what arm they pull at which joint.
//
// Rigid tendons, active force–length, no force–velocity (movements are slower than 0.4 rad/s). One row stands for a
// group on one side of the body.
// Sources: hips: gait2392 (Delp 1990, Thelen, Seth, Anderson; CC BY 3.0), arms as in its path geometry with straight
// knees; those of the iliopsoas and the rectus femoris' strength after Kumazaki 2022. Trunk: MyoTorso (Christophy 2012
// by way of MyoHub; Apache-2.0), means over its strands weighted by strength.
#pragma once

#include <array>
#include <span>

#include "body/anthropometry.h"

namespace endrange {

/// A muscle that crosses the hip. Arms in m, positive = flexes the hip, at hip flexions of 0, 15 … 90 deg.
struct HipMuscle {
  const char* name;
  double strength_n, fibre_m, pennation;  ///< largest force, optimal fibre length, rad
  double fibre_at_zero;                   ///< fibre length over the optimal one, hip and knee straight
  std::array<double, 7> hip_arm_m;
  double knee_arm_m;  ///< positive = flexes the knee
  /// Where it crosses the lumbar spine too, by level: arm (m, positive = flexes) and compression per newton.
  std::array<double, kLumbarLevels> lumbar_arm_m, compression;
};

/// A muscle of the trunk. Arms in m, positive = flexes; by lumbar level.
struct TrunkMuscle {
  const char* name;
  double strength_n;
  std::array<double, kLumbarLevels> arm_m, compression;
  bool is_abdominal;
  /// The activation it never falls below, of both legs held level and straight: what electrodes saw (Juker 1998, from
  /// memory; extensors 7 %, transversus 6 %).
  double floor;
};

std::span<const HipMuscle> hip_muscles();
std::span<const TrunkMuscle> trunk_muscles();

/// Rows of hip_muscles() by name.
enum HipRow : std::size_t { kPsoasUpper, kPsoasMiddle, kPsoasLower, kIliacus, kRectusFemoris };

/// At a hip and knee flexion (rad).
struct MuscleState {
  double arm_m = 0;  ///< at the hip
  double share = 0;  ///< of its strength that it can pull with at full activation, along the tendon
  double fibre = 0;  ///< over the optimal length
};
MuscleState state_of(const HipMuscle& muscle, double hip, double knee);

/// Active force–length: a bell, 1 at the optimal length. Thelen's (J. Biomech. Eng. 125, 2003) is wider (0.45), De
/// Groote's (Ann. Biomed. Eng. 44, 2016) narrower: this width lets psoas and iliacus work no less at 60° than at 30°,
/// as electrodes saw (Yamane 2019), and still holds the legs level when hanging.
double force_length(double fibre);

/// Moment of ligaments, capsule and unexcited muscle at one hip, N·m, positive = flexes.
/// Source: Riener & Edrich, J. Biomech. 32 (1999) 539–544 (coefficients from memory).
double passive_hip_moment(double hip, double knee);

}  // namespace endrange
