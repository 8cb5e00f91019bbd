// From landmarks to reps: stick figures of known angles, sides and tempo.
#include "motion/sets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include "core/angle.h"
#include "core/smooth.h"
#include "motion/test_lifter.h"

namespace endrange {
namespace {

using test::film;
using test::Lifter;
using test::swing;

std::vector<Rep> reps_of(const std::vector<Pose>& poses, const Lifter& l, bool is_hanging = false) {
  const auto frame = find_side_frame(poses, l.width, l.height);
  EXPECT_TRUE(frame.has_value());
  if (!frame) return {};
  std::vector<double> at_s;
  for (const Pose& p : poses) at_s.push_back(p.at_s);
  SetInput input;
  input.at_s = at_s;
  input.legs = measure_legs(poses, *frame, l.width, l.height);
  input.near_side = frame->near_side;
  input.is_hanging = is_hanging;
  for (const Side side : kSides)
    for (const Motion& m : smooth(at_s, input.legs[static_cast<std::size_t>(side)].leg_elevation))
      input.rates[static_cast<std::size_t>(side)].push_back(m.rate);
  return find_reps(input);
}

std::vector<Rep> reps_of(const Lifter& l) { return reps_of(film(l), l); }

Lifter both_legs(double low = 0, double high = 90, double period_s = 4) {
  Lifter l;
  l.left = l.right = [=](double t) { return swing(t, low, high, period_s); };
  l.seconds = 12.3;
  return l;
}

TEST(FindReps, both_legs_together_are_reps_of_both) {
  const auto reps = reps_of(both_legs());
  ASSERT_EQ(reps.size(), 3u);
  for (const Rep& r : reps) {
    EXPECT_EQ(r.side, RepSide::both);
    EXPECT_NEAR(r.leg_elevation_top_deg, 90, 1.5);
    EXPECT_NEAR(r.leg_elevation_bottom_deg, 0, 1.5);
    EXPECT_NEAR(r.knee_flexion_max_deg, 0, 1);
  }
}

TEST(FindReps, one_leg_is_told_from_the_other_whichever_is_near) {
  for (const Side near : kSides)
    for (const Side moving : kSides) {
      Lifter l;
      l.near_side = near;
      l.seconds = 12.3;
      (moving == Side::left ? l.left : l.right) = [](double t) { return swing(t, 0, 70, 4); };
      const auto reps = reps_of(l);
      ASSERT_EQ(reps.size(), 3u);
      for (const Rep& r : reps) EXPECT_EQ(r.side, moving == Side::left ? RepSide::left : RepSide::right);
    }
}

TEST(FindReps, legs_that_take_turns_are_counted_apart) {
  Lifter l;
  l.seconds = 16.3;
  l.left = [](double t) { return std::fmod(t, 8) < 4 ? swing(t, 50, 0, 4) : 50.0; };
  l.right = [](double t) { return std::fmod(t, 8) < 4 ? 50.0 : swing(t, 50, 0, 4); };
  const auto reps = reps_of(l);
  ASSERT_EQ(reps.size(), 4u);
  Analysis a;
  a.reps = reps;
  EXPECT_EQ(a.sides(), "alternating");
}

TEST(FindReps, scissors_alternate_though_both_legs_set_off_together) {
  for (int seed = 1; seed <= 8; ++seed) {
    Lifter l;
    l.left = [](double t) { return swing(t, 10, 40, 2); };
    l.right = [](double t) { return 50 - swing(t, 10, 40, 2); };
    l.seconds = 8.3, l.noise_px = 2, l.seed = static_cast<unsigned>(seed);
    const auto reps = reps_of(l);
    for (std::size_t i = 1; i < reps.size(); ++i) EXPECT_NE(reps[i].side, reps[i - 1].side) << seed;
  }
}

TEST(FindReps, camera_roll_mirror_scale_and_time_shift_leave_the_answer_alone) {
  const auto reference = reps_of(both_legs());
  for (int change = 0; change < 4; ++change) {
    Lifter l = both_legs();
    if (change == 0) l.head_is_right = true;
    if (change == 1) l.scale = 150;
    if (change == 2) l.start_s = 50;
    if (change == 3) l.near_side = Side::left;
    const auto reps = reps_of(l);
    ASSERT_EQ(reps.size(), reference.size()) << change;
    for (std::size_t i = 0; i < reps.size(); ++i) {
      EXPECT_NEAR(reps[i].leg_elevation_top_deg, reference[i].leg_elevation_top_deg, 0.2) << change;
      EXPECT_NEAR(reps[i].top_s - l.start_s, reference[i].top_s, 0.005) << change;
      EXPECT_NEAR(reps[i].lower.duration_s(), reference[i].lower.duration_s(), 0.01) << change;
    }
  }
}

TEST(FindReps, tempo_does_not_depend_on_the_frame_rate) {
  // Minimum jerk over 1.6 s, dwelling 0.4 s at either end.
  Lifter fine = both_legs();
  fine.frames_per_s = 240;
  const auto truth = reps_of(fine);
  for (const double rate : {15.0, 24.0, 29.97, 60.0}) {
    Lifter l = both_legs();
    l.frames_per_s = rate;
    const auto reps = reps_of(l);
    ASSERT_EQ(reps.size(), truth.size());
    for (std::size_t i = 0; i < reps.size(); ++i) {
      EXPECT_NEAR(reps[i].lower.from_s, truth[i].lower.from_s, 0.4 / rate + 0.004) << rate;
      EXPECT_NEAR(reps[i].lower.to_s, truth[i].lower.to_s, 0.4 / rate + 0.004) << rate;
    }
  }
}

TEST(FindReps, phases_follow_each_other_without_holes_and_in_order) {
  for (const Rep& r : reps_of(both_legs())) {
    EXPECT_DOUBLE_EQ(r.bottom.to_s, r.lift.from_s);
    EXPECT_DOUBLE_EQ(r.lift.to_s, r.top.from_s);
    EXPECT_DOUBLE_EQ(r.top.to_s, r.lower.from_s);
    EXPECT_DOUBLE_EQ(r.lower.to_s, r.end_s);
    EXPECT_LT(r.lift.from_s, r.lift.to_s);
    EXPECT_NEAR(r.top_s, (r.top.from_s + r.top.to_s) / 2, 0.05);
  }
}

TEST(FindReps, a_wait_in_which_the_leg_drifts_isnt_lowering) {
  // 4 s at the top, sinking by 5 deg, then down and up in 1.5 s each.
  Lifter l;
  l.seconds = 7.5;
  l.left = l.right = [](double t) {
    if (t < 4) return 90 - 1.25 * t;
    const double u = t - 4;
    return u < 3 ? 85 - 85 * std::pow(std::sin(std::numbers::pi * u / 3), 2) : 85.0;
  };
  const auto reps = reps_of(l);
  ASSERT_EQ(reps.size(), 1u);
  EXPECT_NEAR(reps[0].lower.from_s, 4.1, 0.2);
  EXPECT_LT(reps[0].lower.duration_s(), 1.6);
}

TEST(FindReps, a_short_slow_finish_still_belongs_to_the_lowering) {
  // Down to 4.5 deg in 1 s, then the last of it at 12 deg/s: 0.17 s until within 2.5 deg of the floor, too short a
  // drift to be a wait.
  Lifter l;
  l.seconds = 5;
  l.left = l.right = [](double t) {
    const auto ease = [](double u) { return u * u * u * (10 - 15 * u + 6 * u * u); };
    if (t < 0.5) return 90.0;
    if (t < 1.5) return 90 - 85.5 * ease(t - 0.5);
    if (t < 2.5) return std::max(0.0, 4.5 - 12 * (t - 1.5));
    return t < 3.5 ? 90 * ease(t - 2.5) : 90.0;
  };
  const auto reps = reps_of(l);
  ASSERT_EQ(reps.size(), 1u);
  EXPECT_NEAR(reps[0].lower.to_s, 1.5 + (4.5 - 2.5) / 12, 0.06);
}

TEST(FindReps, a_bridge_that_moves_the_hip_under_still_feet_is_no_rep) {
  // Knees bent, feet flat; the hips go up by 25 cm and the ankles stay where they are.
  Lifter l;
  l.seconds = 12;
  l.hip_height_m = [](double t) { return 0.105 + swing(t, 0, 0.25, 4); };
  auto poses = film(l);
  for (Pose& p : poses)
    for (const Side side : kSides) {
      p[of(Joint::left_ankle, side)].x = 1920 * 0.5f + 160;
      p[of(Joint::left_ankle, side)].y = 1080 * 0.75f - 30;
      p[of(Joint::left_knee, side)].x = 1920 * 0.5f + 120;
      p[of(Joint::left_knee, side)].y = 1080 * 0.75f - 190;
    }
  EXPECT_TRUE(reps_of(poses, l).empty());
}

TEST(FindReps, moving_the_arms_counts_nothing) {
  Lifter l;
  l.seconds = 10;
  auto poses = film(l);
  for (Pose& p : poses)
    for (const Side side : kSides)
      p[of(Joint::left_wrist, side)].y -= static_cast<float>(200 * (1 + std::sin(3 * p.at_s)));
  EXPECT_TRUE(reps_of(poses, l).empty());
}

TEST(FindReps, getting_into_position_with_bent_knees_isnt_a_rep) {
  // Feet on the floor with knees bent, legs up, three times down and up with straight knees, feet back on the floor.
  Lifter l;
  l.seconds = 16;
  const auto angle = [](double t) {
    return t < 2 ? swing(t, -5, 90, 4) : t < 14 ? swing(t - 2, 90, 5, 4) : swing(t - 12, -5, 90, 4);
  };
  l.left = l.right = angle;
  l.knee = [](double t) { return t < 1.2 ? 100 - 80 * t : t > 14.8 ? 100 * (t - 14.8) / 1.2 : 0.0; };
  const auto reps = reps_of(l);
  EXPECT_EQ(std::ranges::count_if(reps, &Rep::is_complete), 3);
}

TEST(FindReps, under_a_bar_bent_knees_are_no_way_into_position) {
  Lifter l = both_legs();
  l.knee = [](double t) { return t > 1 && t < 3 ? 100.0 : 0.0; };
  EXPECT_EQ(reps_of(film(l), l, false).size(), 2u);
  EXPECT_EQ(reps_of(film(l), l, true).size(), 3u);
}

TEST(FindReps, legs_that_take_turns_begin_where_each_stands_once_its_knee_is_straight) {
  // Up with bent knees to 45 deg; one leg stays high, the other goes down; then they change places five times.
  Lifter l;
  l.seconds = 14;
  const auto ease = [](double t, double from_s, double to_s) {
    const double u = std::clamp((t - from_s) / (to_s - from_s), 0.0, 1.0);
    return u * u * u * (10 - 15 * u + 6 * u * u);
  };
  const auto turns = [=](double t) {
    double share = 0;
    for (int i = 0; i < 6; ++i) share += (i % 2 == 0 ? 1 : -1) * ease(t, 4.6 + 1.3 * i, 5.1 + 1.3 * i);
    return share;
  };
  l.left = [=](double t) { return 45 * ease(t, 1.2, 2.2) - 15 * ease(t, 2.5, 3.2) - 22 * turns(t); };
  l.right = [=](double t) { return 45 * ease(t, 1.2, 2.2) - 37 * ease(t, 2.5, 3.2) + 22 * turns(t); };
  l.knee = [=](double t) { return 90 * (1 - ease(t, 2.6, 3.3)); };
  const auto reps = reps_of(l);
  const auto of_side = [&](RepSide side) {
    return std::ranges::count_if(reps, [&](const Rep& r) { return r.is_complete && r.side == side; });
  };
  EXPECT_EQ(of_side(RepSide::left), 3);
  EXPECT_EQ(of_side(RepSide::right), 3);
  for (const Rep& r : reps) EXPECT_EQ(r.starts_at_top(), r.side == RepSide::left) << r.start_s;
}

}  // namespace
}  // namespace endrange
