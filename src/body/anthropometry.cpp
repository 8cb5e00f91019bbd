#include "body/anthropometry.h"

#include <cmath>
#include <cstdio>

namespace endrange {

namespace {

// Shares of body mass; centre and radius of gyration as shares of the segment's length; length as a share of height.
struct Row {
  double mass, centre, gyration, length;
};
struct Table {
  Row thigh, shank, foot, lower_trunk, middle_trunk, upper_trunk, head;
  double arm_mass;  // upper arm, forearm and hand
};
// de Leva 1996. Shank: knee to lateral malleolus, the row that its length belongs to. Trunk segments: from their upper
// end. Foot: heel to toe; it hangs on the shank at the ankle.
constexpr Table kMale = {{0.1416, 0.4095, 0.329, 0.2425}, {0.0433, 0.4459, 0.255, 0.2493},
                         {0.0137, 0.4415, 0.257, 0.1482}, {0.1117, 0.6115, 0.615, 0.0837},
                         {0.1633, 0.4502, 0.482, 0.1238}, {0.1596, 0.2999, 0.716, 0.0980},
                         {0.0694, 0.5002, 0.303, 0.1395}, 0.0494};
constexpr Table kFemale = {{0.1478, 0.3612, 0.369, 0.2124}, {0.0481, 0.4416, 0.271, 0.2492},
                           {0.0129, 0.4014, 0.299, 0.1316}, {0.1247, 0.4920, 0.433, 0.1046},
                           {0.1465, 0.4512, 0.433, 0.1183}, {0.1545, 0.2077, 0.746, 0.0821},
                           {0.0668, 0.4841, 0.271, 0.1405}, 0.0449};

// MyoTorso: the lumbar joints above the hip joints, m, of a body of this height.
constexpr std::array kJoints_m = {0.250, 0.221, 0.188, 0.157, 0.127};
constexpr double kSpineDepth_m = 0.03, kModelHeight_m = 1.75;

Segment segment_of(const Row& row, double height, double mass) {
  const double length = row.length * height, gyration = row.gyration * length;
  return {row.mass * mass, length, row.centre * length, row.mass * mass * gyration * gyration};
}

}  // namespace

Result<BodyModel> body_model(double height_m, double mass_kg, Sex sex) {
  char text[120];
  if (!(height_m >= kShortest_m && height_m <= kTallest_m)) {
    std::snprintf(text, sizeof text, "height %g m: between %g and %g, please", height_m, kShortest_m, kTallest_m);
    return failure(Error::Kind::bad_argument, text);
  }
  if (!(mass_kg >= kLightest_kg && mass_kg <= kHeaviest_kg)) {
    std::snprintf(text, sizeof text, "mass %g kg: between %g and %g, please", mass_kg, kLightest_kg, kHeaviest_kg);
    return failure(Error::Kind::bad_argument, text);
  }
  const Table& t = sex == Sex::male ? kMale : kFemale;
  BodyModel b;
  b.height_m = height_m, b.mass_kg = mass_kg, b.sex = sex;
  b.thigh = segment_of(t.thigh, height_m, mass_kg);
  b.shank = segment_of(t.shank, height_m, mass_kg);
  b.foot = segment_of(t.foot, height_m, mass_kg);
  for (std::size_t i = 0; i < kLumbarLevels; ++i) b.joint_at_m[i] = kJoints_m[i] / kModelHeight_m * height_m;
  b.spine_depth_m = kSpineDepth_m / kModelHeight_m * height_m;

  const Segment lower = segment_of(t.lower_trunk, height_m, mass_kg),
                middle = segment_of(t.middle_trunk, height_m, mass_kg),
                upper = segment_of(t.upper_trunk, height_m, mass_kg), head = segment_of(t.head, height_m, mass_kg);
  b.pelvis_mass_kg = lower.mass_kg, b.pelvis_at_m = lower.length_m - lower.centre_m;
  b.pelvis_inertia_kg_m2 = lower.inertia_kg_m2;
  // The middle trunk is cut into slices at the joints, each as heavy as it is long; what is above L1/2 goes with the
  // thorax.
  const double from = lower.length_m, to = from + middle.length_m;
  double sliced_kg = 0, sliced_moment = 0;
  for (std::size_t i = 0; i + 1 < kLumbarLevels; ++i) {
    const double top = std::fmin(b.joint_at_m[i], to), bottom = std::fmax(b.joint_at_m[i + 1], from);
    b.vertebra_mass_kg[i] = middle.mass_kg * std::fmax(top - bottom, 0) / middle.length_m;
    sliced_kg += b.vertebra_mass_kg[i];
    sliced_moment += b.vertebra_mass_kg[i] * 0.5 * (b.joint_at_m[i] + b.joint_at_m[i + 1]);
  }
  const double rest_kg = middle.mass_kg - sliced_kg,
               rest_at = (middle.mass_kg * (to - middle.centre_m) - sliced_moment) / rest_kg;
  const double upper_at = to + upper.length_m - upper.centre_m;
  b.thorax_mass_kg = upper.mass_kg + rest_kg;
  b.thorax_at_m = (upper.mass_kg * upper_at + rest_kg * rest_at) / b.thorax_mass_kg;
  b.thorax_inertia_kg_m2 = upper.inertia_kg_m2 + middle.inertia_kg_m2 * rest_kg / middle.mass_kg +
                           upper.mass_kg * rest_kg / b.thorax_mass_kg * (upper_at - rest_at) * (upper_at - rest_at);
  b.shoulder_at_m = to + upper.length_m;
  b.head_mass_kg = head.mass_kg, b.head_at_m = b.shoulder_at_m + head.length_m - head.centre_m;
  b.arm_mass_kg = t.arm_mass * mass_kg;
  return b;
}

bool divide_leg(BodyModel& b, double thigh_share) {
  const double leg = b.thigh.length_m + b.shank.length_m;
  const double thigh = thigh_share * leg / b.thigh.length_m, shank = (1 - thigh_share) * leg / b.shank.length_m;
  if (!(std::fabs(thigh - 1) <= kMostOffTable && std::fabs(shank - 1) <= kMostOffTable)) return false;
  const auto stretch = [](Segment& segment, double by) {
    segment.length_m *= by, segment.centre_m *= by, segment.inertia_kg_m2 *= by * by;
  };
  stretch(b.thigh, thigh), stretch(b.shank, shank);
  return true;
}

std::array<double, 3> usual_masses(double height_m) {
  return {19 * height_m * height_m, 23 * height_m * height_m, 28 * height_m * height_m};
}

}  // namespace endrange
