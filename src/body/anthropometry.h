// anthropometry.h: masses, lengths and centres of a body's segments, from height, mass and sex.
//
// Source: de Leva, J. Biomech. 29 (1996) 1223–1230, tables 4 (means), by way of BMClab/BMC (CC BY 4.0); the joints of
// the lumbar spine from MyoTorso (Apache-2.0), scaled by height.
#pragma once

#include <array>
#include <span>

#include "core/error.h"

namespace endrange {

enum class Sex { female, male };

/// One segment. Lengths from its proximal end along its long axis.
struct Segment {
  double mass_kg = 0, length_m = 0, centre_m = 0;
  double inertia_kg_m2 = 0;  ///< about its own centre, axis across the body
};

/// Lumbar joints from the head down: L1/2, L2/3, L3/4, L4/5, L5/S1.
constexpr std::size_t kLumbarLevels = 5, kL4L5 = 3;

struct BodyModel {
  double height_m = 0, mass_kg = 0;
  Sex sex = Sex::male;
  Segment thigh, shank, foot;  ///< of one leg
  /// Along the body from the hip joints towards the head, m: where a joint is, or a segment's centre.
  std::array<double, kLumbarLevels> joint_at_m{};
  std::array<double, kLumbarLevels - 1> vertebra_mass_kg{};  ///< L2 … L5 with the flesh around them
  double pelvis_mass_kg = 0, pelvis_at_m = 0, pelvis_inertia_kg_m2 = 0;
  double thorax_mass_kg = 0, thorax_at_m = 0, thorax_inertia_kg_m2 = 0;  ///< down to L1, without arms and head
  double head_mass_kg = 0, head_at_m = 0;
  double arm_mass_kg = 0, shoulder_at_m = 0;  ///< one arm
  double spine_depth_m = 0;                   ///< the lumbar joints lie this far behind the hip joints
};

/// What heights and masses are taken for human.
constexpr double kShortest_m = 1.2, kTallest_m = 2.3, kLightest_kg = 30, kHeaviest_kg = 250;

/// Errors: bad_argument outside the ranges above.
Result<BodyModel> body_model(double height_m, double mass_kg, Sex sex);

/// What thigh and shank may differ by from the table's lengths before a measurement is taken for wrong. Over people
/// their ratio varies by some 3 % (one standard deviation, from memory).
constexpr double kMostOffTable = 0.12;

/// Divides the leg between hip and ankle anew: the thigh gets this share of its length. Masses stay; centres and
/// inertias go with the lengths.
/// Returns false, and changes nothing, where either segment would be off the table by more than kMostOffTable, or the
/// share is NaN.
bool divide_leg(BodyModel& body, double thigh_share);

/// Masses that go with a height when none is given: body mass index 19, 23 and 28 kg/m².
std::array<double, 3> usual_masses(double height_m);

}  // namespace endrange
