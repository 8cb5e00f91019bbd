#include "analysis/forces.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "body/loads.h"
#include "core/angle.h"

namespace endrange {
namespace {

// One repetition of straight legs from 80° down to 10° and up again, in so many seconds; the right leg with it or at
// rest.
Analysis clip(double seconds, RepSide side) {
  Analysis a;
  a.view.usability = Usability::yes, a.view.posture = Posture::lying, a.view.near_side = Side::left;
  a.subject = {1.76, false, 80, 'm'};
  a.exercise.id = side == RepSide::both ? "double_leg_raise" : "single_leg_raise";
  Rep rep;
  rep.index = 1, rep.side = side, rep.start_s = 0, rep.end_s = seconds, rep.top_s = 0, rep.bottom_s = seconds / 2;
  a.reps = {rep};
  Series& s = a.series;
  const auto frames = static_cast<std::size_t>(30 * seconds) + 1;
  for (std::size_t i = 0; i < frames; ++i) {
    const double t = static_cast<double>(i) / 30;
    s.at_s.push_back(t);
    s.phase.push_back(t < seconds / 2 ? Phase::lower : Phase::lift), s.rep.push_back(1);
    for (const Side leg : kSides) {
      const bool is_up = side == RepSide::both || leg == Side::left;
      const double deg = is_up ? 45 + 35 * std::cos(2 * std::numbers::pi * t / seconds) : 0;
      s.leg(leg).leg_elevation.push_back(deg), s.leg(leg).thigh_elevation.push_back(deg);
      s.leg(leg).knee_flexion.push_back(0);
    }
  }
  for (auto* values : {&s.hip_moment, &s.hip_moment_inertial, &s.l4l5_compression_low, &s.l4l5_compression_high,
                       &s.psoas_low, &s.psoas_high})
    values->assign(frames, kUnknown);
  return a;
}

TEST(Forces, of_a_slow_repetition_are_those_of_standing_still_at_each_angle) {
  Analysis a = clip(20, RepSide::both);
  add_forces(a);
  ASSERT_TRUE(a.loads);
  const LoadModel man = load_model(*body_model(1.76, 80, Sex::male));
  for (std::size_t i = 0; i < a.series.at_s.size(); i += 37) {
    const Loads still = loads_of(man, lying_pose(from_deg(a.series.legs[0].thigh_elevation[i])));
    EXPECT_NEAR(a.series.hip_moment[i], still.hip_moment_nm, 0.02 * man.full_moment_nm);
    EXPECT_LE(a.series.l4l5_compression_low[i], a.series.l4l5_compression_high[i]);
  }
  EXPECT_LT(a.loads->momentum_share, 0.02);
  EXPECT_NEAR(a.loads->leg_elevation_deg, 10, 1.5) << "lowest is hardest";
}

TEST(Forces, of_a_swift_repetition_swing_has_its_share) {
  Analysis slow = clip(8, RepSide::both), swift = clip(2, RepSide::both);
  add_forces(slow), add_forces(swift);
  EXPECT_GT(swift.loads->momentum_share, 8 * slow.loads->momentum_share);
  EXPECT_GT(swift.loads->momentum_share, 0.2);
}

TEST(Forces, a_leg_that_rests_weighs_nothing_on_its_hip) {
  Analysis both = clip(8, RepSide::both), one = clip(8, RepSide::left);
  add_forces(both), add_forces(one);
  const std::size_t lowest = both.series.at_s.size() / 2;
  EXPECT_NEAR(one.series.hip_moment[lowest], 0.5 * both.series.hip_moment[lowest], 0.5);
}

TEST(Forces, an_unknown_mass_and_sex_widen_the_band) {
  Analysis known = clip(8, RepSide::both), unknown = known;
  unknown.subject.mass_kg = kUnknown, unknown.subject.sex = 0;
  add_forces(known), add_forces(unknown);
  EXPECT_LT(unknown.series.l4l5_compression_low[100], known.series.l4l5_compression_low[100]);
  EXPECT_GT(unknown.loads->hip_moment_band_nm.high, 1.3 * unknown.loads->hip_moment_band_nm.low);
  EXPECT_EQ(known.loads->hip_moment_band_nm.high, known.loads->hip_moment_band_nm.low);
  EXPECT_GT(unknown.series.l4l5_compression_high[100], known.series.l4l5_compression_high[100] - 1);
}

// The near leg as the network would place it: its thigh this share of 400 px, seen as 0.015 more.
void show_leg(Analysis& a, double thigh_share) {
  a.clip.frames_per_s = 30, a.view.yaw_deg = 5;
  const double thigh = 400 * (thigh_share + 0.015);
  for (const double deg : a.series.legs[0].thigh_elevation) {
    const Vec2 along{std::cos(from_deg(deg)), -std::sin(from_deg(deg))};
    Pose pose;
    const auto put = [&](Joint joint, double at) {
      pose[joint].x = static_cast<float>(500 + at * along.x), pose[joint].y = static_cast<float>(500 + at * along.y);
    };
    put(Joint::left_hip, 0), put(Joint::left_knee, thigh), put(Joint::left_ankle, 400);
    a.series.poses.push_back(pose);
  }
}

TEST(Forces, thigh_and_shank_share_the_leg_as_the_clip_shows_it) {
  Analysis table = clip(8, RepSide::both), seen = table;
  show_leg(seen, 0.51);
  add_forces(table), add_forces(seen);
  EXPECT_NEAR(seen.loads->thigh_share, 0.51, 1e-6);
  EXPECT_TRUE(std::isnan(table.loads->thigh_share));
  BodyModel body = *body_model(1.76, 80, Sex::male);
  ASSERT_TRUE(divide_leg(body, seen.loads->thigh_share));
  const LoadModel own = load_model(body), other = load_model(*body_model(1.76, 80, Sex::male));
  EXPECT_NEAR(seen.series.hip_moment[100] / table.series.hip_moment[100], own.full_moment_nm / other.full_moment_nm,
              0.002);
  EXPECT_GT(std::abs(own.full_moment_nm / other.full_moment_nm - 1), 0.01);
  EXPECT_TRUE(seen.notes.empty());
}

TEST(Forces, a_leg_that_nobody_has_is_the_tables_and_a_note_says_so) {
  Analysis table = clip(8, RepSide::both), seen = table;
  show_leg(seen, 0.38);
  add_forces(table), add_forces(seen);
  EXPECT_TRUE(std::isnan(seen.loads->thigh_share));
  EXPECT_EQ(seen.series.hip_moment[100], table.series.hip_moment[100]);
  ASSERT_EQ(seen.notes.size(), 1u);
  EXPECT_EQ(seen.notes[0].id, "leg_proportions");
}

TEST(Forces, without_a_height_an_oblique_view_or_feet_the_leg_is_the_tables) {
  for (int why = 0; why < 3; ++why) {
    Analysis a = clip(8, RepSide::both);
    show_leg(a, 0.51);
    if (why == 0) a.subject.is_height_assumed = true;
    if (why == 1) a.view.yaw_deg = 20;
    if (why == 2) a.geometry.push_back({}), a.geometry[0].is_thigh_used = true;
    add_forces(a);
    EXPECT_TRUE(std::isnan(a.loads->thigh_share)) << why;
    EXPECT_TRUE(a.notes.empty()) << why;
  }
}

TEST(Forces, without_angles_a_view_or_a_modelled_exercise_there_are_none) {
  Analysis other = clip(4, RepSide::both), unseen = other, oblique = other;
  other.exercise.id = "other";
  unseen.series.legs[0].thigh_elevation.assign(unseen.series.at_s.size(), kUnknown);
  oblique.view.usability = Usability::partly;
  for (Analysis* a : {&other, &unseen, &oblique}) {
    add_forces(*a);
    EXPECT_FALSE(a->loads);
  }
}

}  // namespace
}  // namespace endrange
