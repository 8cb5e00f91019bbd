// The model's own figures: published bands, the signs that electrodes saw, and that every pose has an answer.
#include "body/loads.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "body/muscles.h"
#include "core/angle.h"

namespace endrange {
namespace {

LoadModel man() { return load_model(*body_model(1.76, 80, Sex::male)); }
LoadModel woman() { return load_model(*body_model(1.65, 60, Sex::female)); }

constexpr LoadOptions kFloors{true, 1}, kNoFloors{false, 1};

TEST(Loads, compression_lies_within_a_fifth_of_the_published_values_and_in_their_ratio) {
  // Axler & McGill 1997: 2525 and 1767 N (from memory), EMG-driven model.
  const double straight = loads_of(man(), lying_pose(0), kFloors).l4l5_compression_n,
               bent = loads_of(man(), lying_pose(0, 90.0_deg), kFloors).l4l5_compression_n;
  EXPECT_NEAR(straight, 2525, 0.2 * 2525);
  EXPECT_NEAR(bent, 1767, 0.2 * 1767);
  EXPECT_GT(bent / straight, 0.65);
  EXPECT_LT(bent / straight, 0.85);
  // The other end of the band is well below.
  EXPECT_LT(loads_of(man(), lying_pose(0), kNoFloors).l4l5_compression_n, 0.8 * straight);
}

TEST(Loads, the_abdominals_work_as_hard_as_electrodes_say) {
  const Loads loads = loads_of(man(), lying_pose(0), kFloors);
  EXPECT_GT(loads.trunk_activation[0], 0.35);
  EXPECT_LT(loads.trunk_activation[0], 0.75);
  const double external = (486.8 * loads.trunk_activation[1] + 343.3 * loads.trunk_activation[2]) / (486.8 + 343.3);
  EXPECT_GT(external, 0.25);
  EXPECT_LT(external, 0.50);
}

TEST(Loads, both_legs_need_the_abdominals_and_one_leg_hardly_does) {
  // Andersson 1997; and implants: both legs at least twice one leg (Rohlmann 2014).
  for (const double elevation : {5.0_deg, 30.0_deg}) {
    const Loads both = loads_of(man(), lying_pose(elevation), kFloors),
                one = loads_of(man(), lying_pose(elevation, 0, 1), kFloors);
    EXPECT_LT(one.trunk_activation[0], 0.5 * both.trunk_activation[0]);
    EXPECT_GT(both.l4l5_compression_n, 1.9 * one.l4l5_compression_n);
    EXPECT_NEAR(one.hip_moment_nm, 0.5 * both.hip_moment_nm, 1e-9);
  }
}

TEST(Loads, both_psoas_are_alike_active_when_one_leg_is_raised) {
  // Hu 2011: no difference between the sides. By their floor: nothing else asks the resting side.
  for (const LoadModel& model : {man(), woman()})
    for (double deg = 0; deg <= 45; deg += 5) {
      const Loads one = loads_of(model, lying_pose(from_deg(deg), 0, 1), kFloors);
      EXPECT_GT(one.hip_activation[1][kPsoasUpper], 0.9 * one.hip_activation[0][kPsoasUpper]) << deg;
      EXPECT_GT(one.hip_activation[1][kPsoasUpper], 0.15) << deg;
    }
  EXPECT_LT(loads_of(man(), lying_pose(20.0_deg, 0, 1), kNoFloors).hip_activation[1][kPsoasUpper], 0.01);
}

TEST(Loads, psoas_and_iliacus_work_no_less_at_sixty_degrees_than_at_thirty) {
  // Yamane 2019: one leg, though gravity's moment falls with the cosine.
  for (const bool has_floors : {false, true}) {
    const auto at = [&](double elevation) {
      return loads_of(man(), lying_pose(elevation, 0, 1), {has_floors, 1}).hip_activation[0];
    };
    EXPECT_GT(at(60.0_deg)[kPsoasUpper], at(30.0_deg)[kPsoasUpper]);
    EXPECT_GT(at(60.0_deg)[kIliacus], at(30.0_deg)[kIliacus]);
  }
}

TEST(Loads, a_back_pressed_down_asks_more_of_the_abdominals_than_a_hollow_one_and_nothing_of_the_hips) {
  // Workman 2008: rectus abdominis more with the pelvis tipped back, rectus femoris alike.
  LoadPose hollow = lying_pose(5.0_deg);
  hollow.is_back_pressed = false;
  const Loads pressed = loads_of(man(), lying_pose(5.0_deg), kFloors), off = loads_of(man(), hollow, kFloors);
  EXPECT_GT(pressed.trunk_activation[0], 1.1 * off.trunk_activation[0]);
  EXPECT_NEAR(pressed.hip_activation[0][kRectusFemoris], off.hip_activation[0][kRectusFemoris], 0.02);
  EXPECT_EQ(off.contacts.lumbar, 0);
}

TEST(Loads, bent_knees_spare_the_rectus_femoris) {
  // Juker 1998: a third.
  const Loads straight = loads_of(man(), lying_pose(0), kFloors),
              bent = loads_of(man(), lying_pose(0, 90.0_deg), kFloors);
  EXPECT_LT(bent.hip_activation[0][kRectusFemoris], 0.5 * straight.hip_activation[0][kRectusFemoris]);
  EXPECT_NEAR(bent.hip_moment_nm / straight.hip_moment_nm, 0.77, 0.02);
}

TEST(Loads, the_floor_carries_what_lies_on_it) {
  const LoadModel m = woman();
  const Loads loads = loads_of(m, lying_pose(0.5), kFloors);
  const Contacts& c = loads.contacts;
  const double arms = 2 * m.body.arm_mass_kg;
  EXPECT_NEAR(c.head + c.thorax + c.lumbar + c.sacrum + c.buttocks + c.heels, (m.body.mass_kg - arms) * 9.80665, 0.5);
  EXPECT_EQ(c.heels, 0);
  EXPECT_GT(loads_of(m, lying_pose(0.5, 0, 1), kFloors).contacts.heels, 10);
}

TEST(Loads, hands_under_the_hips_an_ankle_weight_and_hanging_change_what_they_should) {
  const Loads plain = loads_of(man(), lying_pose(0), kFloors);
  LoadPose pose = lying_pose(0);
  pose.hands = Hands::under_hips;
  EXPECT_LT(loads_of(man(), pose, kFloors).lumbar_moment_nm, plain.lumbar_moment_nm - 5);
  pose = lying_pose(0), pose.ankle_weight_kg = 1;
  EXPECT_NEAR(loads_of(man(), pose, kFloors).hip_moment_nm - plain.hip_moment_nm,
              2 * 9.80665 * (man().body.thigh.length_m + man().body.shank.length_m), 1e-6);
  const Loads hanging = loads_of(man(), hanging_pose(0), kFloors);
  EXPECT_TRUE(hanging.is_feasible);
  EXPECT_GT(hanging.trunk_activation[0], plain.trunk_activation[0]);  // McGill 2015: RA above 130 %
  EXPECT_EQ(hanging.contacts.lumbar, 0);
  EXPECT_NEAR(loads_of(man(), hanging_pose(-90.0_deg), kFloors).hip_moment_nm, 0, 6);
}

TEST(Loads, every_random_pose_is_solved_to_1e_8_or_proved_impossible) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> some(0, 1);
  double worst = 0;
  int impossible = 0;
  for (int i = 0; i < 100000; ++i) {
    const LoadModel model =
        load_model(*body_model(1.3 + 0.9 * some(random), 35 + 120 * some(random), i % 2 ? Sex::male : Sex::female));
    LoadPose pose;
    const bool is_one = some(random) < 0.3;
    for (std::size_t s = 0; s < 2; ++s) {
      pose.thigh_elevation[s] = -0.2 + 2.0 * some(random),
      pose.knee_flexion[s] = some(random) < 0.5 ? 0 : 2.2 * some(random);
      pose.thigh_acceleration[s] = 8 * (some(random) - 0.5);
    }
    if (some(random) < 0.5)
      pose.thigh_elevation[1] = pose.thigh_elevation[0], pose.knee_flexion[1] = pose.knee_flexion[0],
      pose.thigh_acceleration[1] = pose.thigh_acceleration[0];
    if (is_one)
      pose.thigh_elevation[1] = pose.knee_flexion[1] = pose.thigh_acceleration[1] = 0, pose.is_resting[1] = true;
    pose.is_hanging = !is_one && some(random) < 0.2;
    pose.is_head_lifted = some(random) < 0.2, pose.hands = static_cast<Hands>(random() % 4);
    pose.ankle_weight_kg = some(random) < 0.2 ? 3 * some(random) : 0;
    const Loads loads = loads_of(model, pose, {some(random) < 0.5, 0.1 + 0.9 * some(random)});
    ASSERT_TRUE(loads.is_solved) << i << " residual " << loads.residual;
    if (!loads.is_feasible) {
      ++impossible;
      ASSERT_TRUE(std::isnan(loads.l4l5_compression_n));
      continue;
    }
    worst = std::max(worst, loads.residual);
  }
  EXPECT_LE(worst, 1e-8);
  EXPECT_GT(impossible, 100);
  EXPECT_LT(impossible, 60000);
}

TEST(PredictedEndRange, a_stronger_trunk_bent_knees_and_one_leg_all_get_lower) {
  for (const LoadModel& model : {man(), woman()}) {
    double before = 2;
    for (const Trunk& trunk : kTrunks) {
      const double straight = *predicted_end_range(model, lying_pose(0), trunk.capacity);
      EXPECT_LT(straight, before) << trunk.name;
      EXPECT_GT(straight, 0) << trunk.name;
      EXPECT_LT(*predicted_end_range(model, lying_pose(0, 90.0_deg), trunk.capacity), straight);
      EXPECT_LT(*predicted_end_range(model, lying_pose(0, 0, 1), trunk.capacity), straight);
      before = straight;
    }
  }
}

TEST(PredictedEndRange, the_capacity_that_an_end_range_implies_predicts_it_again) {
  for (const double elevation : {25.0_deg, 40.0_deg, 60.0_deg}) {
    const auto capacity = implied_capacity(man(), lying_pose(0), elevation);
    ASSERT_TRUE(capacity);
    EXPECT_NEAR(*predicted_end_range(man(), lying_pose(0), *capacity), elevation, 0.5_deg);
  }
  EXPECT_FALSE(implied_capacity(man(), lying_pose(0), 89.0_deg));
}

TEST(PredictedEndRange, just_above_it_the_back_presses_and_just_below_it_does_not) {
  const double range = *predicted_end_range(man(), lying_pose(0), 0.25);
  EXPECT_GT(loads_of(man(), lying_pose(range + 1.0_deg), {true, 0.25}).contacts.lumbar, 0.5);
  const Loads below = loads_of(man(), lying_pose(range - 1.0_deg), {true, 0.25});
  EXPECT_TRUE(!below.is_feasible || below.contacts.lumbar < 0.5);
}

}  // namespace
}  // namespace endrange
