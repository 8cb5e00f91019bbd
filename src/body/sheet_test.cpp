#include "body/sheet.h"

#include <gtest/gtest.h>

#include <cmath>

namespace endrange {
namespace {

LoadQuestion of_a_man() {
  LoadQuestion q;
  q.height_m = 1.76, q.mass_kg = 80, q.sex = 'm';
  return q;
}

TEST(LoadSheet, an_unknown_mass_or_sex_widens_the_band_and_a_known_one_narrows_it) {
  LoadQuestion open, closed = of_a_man();
  const PoseLoads wide = load_sheet(open)->poses[0], narrow = load_sheet(closed)->poses[0];
  EXPECT_GT(wide.hip_moment_band_nm.high, 1.3 * wide.hip_moment_band_nm.low);
  EXPECT_DOUBLE_EQ(narrow.hip_moment_band_nm.high, narrow.hip_moment_band_nm.low);
  EXPECT_GT(narrow.l4l5_compression_n.high, 1.2 * narrow.l4l5_compression_n.low) << "the floors' band stays";
}

TEST(LoadSheet, a_sweep_goes_from_upright_to_level_and_the_moment_grows) {
  LoadQuestion q = of_a_man();
  q.is_sweep = true;
  const LoadSheet sheet = *load_sheet(q);
  ASSERT_EQ(sheet.poses.size(), 19u);
  for (std::size_t i = 1; i < sheet.poses.size(); ++i) {
    EXPECT_GT(sheet.poses[i].hip_moment_nm, sheet.poses[i - 1].hip_moment_nm);
    for (std::size_t t = 1; t < 3; ++t)
      EXPECT_GE(sheet.poses[i].lumbar_by_trunk_n[t], sheet.poses[i].lumbar_by_trunk_n[t - 1] - 1e-6);
  }
  ASSERT_EQ(sheet.end_ranges.size(), 3u);
  EXPECT_GT(sheet.end_ranges[0].deg, sheet.end_ranges[1].deg);
  EXPECT_GT(sheet.end_ranges[1].deg, sheet.end_ranges[2].deg);
}

TEST(LoadSheet, every_exercise_that_is_modelled_has_an_answer) {
  for (const char* id : {"dead_bug", "heel_tap", "single_leg_raise", "bent_knee_leg_raise", "reverse_crunch",
                         "double_leg_raise", "flutter_kick", "hollow_hold", "hanging_leg_raise"}) {
    LoadQuestion q = of_a_man();
    q.exercise = id, q.angle_deg = std::string(id) == "hanging_leg_raise" ? -10 : 20;
    const auto sheet = load_sheet(q);
    ASSERT_TRUE(sheet) << id << ": " << sheet.error().message;
    EXPECT_TRUE(sheet->poses[0].is_feasible) << id;
    EXPECT_LE(sheet->poses[0].residual, 1e-8) << id;
    EXPECT_EQ(sheet->end_ranges.empty(), sheet->is_hanging) << id;
  }
}

TEST(LoadSheet, lighter_variations_weigh_less_on_the_hips) {
  // Order by lever: one bent knee below one straight leg, both below both.
  const auto moment = [](const char* id) {
    LoadQuestion q = of_a_man();
    q.exercise = id;
    return load_sheet(q)->poses[0].hip_moment_nm;
  };
  EXPECT_LT(moment("bent_knee_leg_raise"), moment("double_leg_raise"));
  EXPECT_LT(moment("single_leg_raise"), moment("bent_knee_leg_raise"));
  EXPECT_LT(moment("heel_tap"), moment("bent_knee_leg_raise"));
}

TEST(LoadSheet, a_measured_end_range_implies_a_capacity_between_those_of_the_trunks_about_it) {
  LoadQuestion q = of_a_man();
  q.end_range_deg = 45;
  const LoadSheet sheet = *load_sheet(q);
  EXPECT_GT(sheet.implied_capacity, kTrunks[0].capacity);
  EXPECT_LT(sheet.implied_capacity, kTrunks[1].capacity);
}

}  // namespace
}  // namespace endrange
