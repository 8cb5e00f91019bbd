#include "body/anthropometry.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

namespace endrange {
namespace {

double whole_mass(const BodyModel& b) {
  return 2 * (b.thigh.mass_kg + b.shank.mass_kg + b.foot.mass_kg + b.arm_mass_kg) + b.head_mass_kg + b.thorax_mass_kg +
         b.pelvis_mass_kg + std::accumulate(b.vertebra_mass_kg.begin(), b.vertebra_mass_kg.end(), 0.0);
}

TEST(BodyModel, its_segments_weigh_what_the_person_weighs) {
  for (const Sex sex : {Sex::female, Sex::male})
    for (const double mass : {45.0, 75.0, 130.0})
      EXPECT_NEAR(whole_mass(*body_model(1.7, mass, sex)), mass, 2e-4 * mass);
}

TEST(BodyModel, the_trunks_centre_is_where_de_leva_has_it) {
  // Table 4, "Trunk": from suprasternale to the hips, 0.4486 and 0.4151 of its length from above.
  for (const auto& [sex, centre, length] : {std::tuple{Sex::male, 0.4486, 0.3055}, {Sex::female, 0.4151, 0.3051}}) {
    const BodyModel b = *body_model(1.75, 75, sex);
    double mass = b.thorax_mass_kg + b.pelvis_mass_kg,
           sum = b.thorax_mass_kg * b.thorax_at_m + b.pelvis_mass_kg * b.pelvis_at_m;
    for (std::size_t i = 0; i + 1 < kLumbarLevels; ++i) {
      mass += b.vertebra_mass_kg[i];
      sum += b.vertebra_mass_kg[i] * 0.5 * (b.joint_at_m[i] + b.joint_at_m[i + 1]);
    }
    EXPECT_NEAR(sum / mass, (1 - centre) * length * 1.75, 0.006);
  }
}

TEST(BodyModel, lengths_go_with_height_and_masses_with_mass) {
  const BodyModel a = *body_model(1.6, 60, Sex::female), b = *body_model(1.92, 60, Sex::female),
                  c = *body_model(1.6, 90, Sex::female);
  EXPECT_NEAR(b.thigh.length_m / a.thigh.length_m, 1.2, 1e-12);
  EXPECT_NEAR(c.thigh.mass_kg / a.thigh.mass_kg, 1.5, 1e-12);
  EXPECT_NEAR(c.shank.inertia_kg_m2 / a.shank.inertia_kg_m2, 1.5, 1e-12);
  EXPECT_NEAR(b.shank.inertia_kg_m2 / a.shank.inertia_kg_m2, 1.44, 1e-12);
}

TEST(BodyModel, a_leg_divided_anew_keeps_its_length_and_masses) {
  const BodyModel table = *body_model(1.76, 80, Sex::male);
  BodyModel b = table;
  ASSERT_TRUE(divide_leg(b, 0.52));
  EXPECT_NEAR(b.thigh.length_m + b.shank.length_m, table.thigh.length_m + table.shank.length_m, 1e-12);
  EXPECT_NEAR(b.thigh.length_m / (b.thigh.length_m + b.shank.length_m), 0.52, 1e-12);
  EXPECT_EQ(b.thigh.mass_kg, table.thigh.mass_kg);
  EXPECT_NEAR(b.thigh.centre_m / b.thigh.length_m, table.thigh.centre_m / table.thigh.length_m, 1e-12);
  EXPECT_NEAR(b.shank.inertia_kg_m2 / table.shank.inertia_kg_m2, std::pow(b.shank.length_m / table.shank.length_m, 2),
              1e-12);
}

TEST(BodyModel, a_leg_that_nobody_has_stays_the_tables) {
  const BodyModel table = *body_model(1.65, 60, Sex::female);
  for (const double share : {0.40, 0.53, std::nan("")}) {
    BodyModel b = table;
    EXPECT_FALSE(divide_leg(b, share)) << share;
    EXPECT_EQ(b.thigh.length_m, table.thigh.length_m);
    EXPECT_EQ(b.shank.inertia_kg_m2, table.shank.inertia_kg_m2);
  }
}

TEST(BodyModel, what_is_no_human_size_is_refused_with_the_range) {
  for (const double height : {0.5, 2.5, std::nan("")}) {
    const auto body = body_model(height, 70, Sex::male);
    ASSERT_FALSE(body);
    EXPECT_EQ(body.error().kind, Error::Kind::bad_argument);
    EXPECT_NE(body.error().message.find("between 1.2 and 2.3"), std::string::npos);
  }
  for (const double mass : {10.0, 400.0, std::numeric_limits<double>::infinity()})
    EXPECT_FALSE(body_model(1.7, mass, Sex::male));
}

}  // namespace
}  // namespace endrange
