#include "body/muscles.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/angle.h"

namespace endrange {
namespace {

TEST(HipMuscles, arms_are_the_tables_at_its_points) {
  for (const HipMuscle& m : hip_muscles())
    for (std::size_t i = 0; i < m.hip_arm_m.size(); ++i)
      EXPECT_NEAR(state_of(m, static_cast<double>(i) * 15.0_deg, 0).arm_m, m.hip_arm_m[i], 1e-12) << m.name;
}

TEST(HipMuscles, an_arm_is_how_fast_its_muscle_shortens) {
  constexpr double kStep = 1e-5;
  for (const HipMuscle& m : hip_muscles())
    for (double hip = -0.45; hip < 2.0; hip += 0.0613) {
      const double shortened = state_of(m, hip - kStep, 0.2).fibre - state_of(m, hip + kStep, 0.2).fibre;
      EXPECT_NEAR(m.fibre_m * shortened / (2 * kStep), state_of(m, hip, 0.2).arm_m, 1e-6) << m.name << " at " << hip;
    }
}

TEST(HipMuscles, the_psoas_flexes_the_lower_and_extends_the_upper_lumbar_spine) {
  // Bogduk 1992. By strength over its strands.
  std::array<double, kLumbarLevels> arm{};
  for (std::size_t k = kPsoasUpper; k <= kPsoasLower; ++k)
    for (std::size_t j = 0; j < kLumbarLevels; ++j)
      arm[j] += hip_muscles()[k].strength_n * hip_muscles()[k].lumbar_arm_m[j];
  EXPECT_LT(arm[0], 0);
  EXPECT_LT(arm[1], 0);
  EXPECT_GT(arm[3], 0);
  EXPECT_GT(arm[4], 0);
}

TEST(HipMuscles, the_rectus_femoris_is_two_thirds_of_rectus_and_iliopsoas_up_to_sixty_degrees_and_less_beyond) {
  // Kumazaki 2022, by section times arm: without force–length.
  const auto share = [](double deg) {
    double all = 0, rectus = 0;
    for (std::size_t k = kPsoasUpper; k <= kRectusFemoris; ++k) {
      const double most = hip_muscles()[k].strength_n * state_of(hip_muscles()[k], from_deg(deg), 0).arm_m;
      all += most, rectus += k == kRectusFemoris ? most : 0;
    }
    return rectus / all;
  };
  for (const double deg : {0.0, 15.0, 30.0, 45.0, 60.0}) EXPECT_NEAR(share(deg), 2.0 / 3, 0.07) << deg;
  EXPECT_LT(share(75), share(45) - 0.1);
}

TEST(HipMuscles, a_bent_knee_slackens_the_rectus_femoris_less_than_it_stretches_it) {
  const HipMuscle& rectus = hip_muscles()[kRectusFemoris];
  EXPECT_GT(state_of(rectus, 0.5, 1.0).fibre, state_of(rectus, 0.5, 0).fibre);
  EXPECT_EQ(state_of(hip_muscles()[kIliacus], 0.5, 1.0).fibre, state_of(hip_muscles()[kIliacus], 0.5, 0).fibre);
}

TEST(HipMuscles, force_falls_on_either_side_of_the_optimal_length) {
  EXPECT_DOUBLE_EQ(force_length(1), 1);
  EXPECT_LT(force_length(0.6), 0.6);
  EXPECT_NEAR(force_length(0.7), force_length(1.3), 1e-12);
  for (const HipMuscle& m : hip_muscles())
    for (const double hip : {-0.5, 0.0, 1.0, 2.0}) {
      const double share = state_of(m, hip, 0.5).share;
      EXPECT_GE(share, 0) << m.name;
      EXPECT_LE(share, 1) << m.name;
    }
}

TEST(HipMuscles, what_is_passive_holds_back_a_straight_leg_more_than_a_bent_one) {
  EXPECT_LT(passive_hip_moment(75.0_deg, 0), -15);
  EXPECT_GT(passive_hip_moment(75.0_deg, 90.0_deg), passive_hip_moment(75.0_deg, 0) + 15);
}

TEST(TrunkMuscles, abdominals_flex_and_extensors_extend_at_every_level) {
  for (const TrunkMuscle& m : trunk_muscles())
    for (const double arm : m.arm_m) {
      if (m.is_abdominal)
        EXPECT_GT(arm, 0) << m.name;
      else
        EXPECT_LT(arm, 0) << m.name;
    }
  // MRI of people lying has the rectus at 7 to 9 cm.
  for (const double arm : trunk_muscles()[0].arm_m) EXPECT_TRUE(arm > 0.065 && arm < 0.095);
}

}  // namespace
}  // namespace endrange
