// The causal path on stick figures of known motion: what is said at once beside what a clip's analysis would say.
#include "live/live_motion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "motion/test_lifter.h"

namespace endrange {
namespace {

using test::film;
using test::Lifter;
using test::swing;

LiveMotion watched(const Lifter& l, bool is_set = true) {
  LiveMotion motion(l.width, l.height, is_set);
  for (const Pose& pose : film(l)) motion.push(pose, {});
  return motion;
}

int complete(const LiveMotion& motion) {
  return static_cast<int>(std::ranges::count_if(motion.reps(), &Rep::is_complete));
}

TEST(LiveMotion, counts_what_both_legs_do_as_they_come_back) {
  Lifter l;
  l.seconds = 17;
  l.left = l.right = [](double t) { return swing(t, 88, 12, 4); };
  LiveMotion motion(l.width, l.height, true);
  std::vector<int> counts;
  for (const Pose& pose : film(l)) {
    motion.push(pose, {});
    counts.push_back(complete(motion));
  }
  // Back at the top at 4, 8 … s: counted within the half second before it.
  for (const int rep : {1, 2, 3, 4}) {
    EXPECT_EQ(counts[static_cast<std::size_t>(30 * (4 * rep - 1.2))], rep - 1) << rep;
    EXPECT_EQ(counts[static_cast<std::size_t>(30 * (4 * rep) - 1)], rep) << rep;
  }
  ASSERT_FALSE(motion.reps().empty());
  EXPECT_EQ(motion.reps().front().side, RepSide::both);
}

TEST(LiveMotion, follows_the_angle_within_a_degree_also_in_noise) {
  Lifter l;
  l.seconds = 12, l.noise_px = 1.0;
  l.left = l.right = [](double t) { return swing(t, 85, 15, 5); };
  LiveMotion motion(l.width, l.height, true);
  double sum = 0;
  int n = 0;
  for (const Pose& pose : film(l)) {
    motion.push(pose, {});
    if (pose.at_s < 1) continue;
    const double off = to_deg(motion.elevation().value) - l.left(pose.at_s);
    sum += off * off, ++n;
  }
  EXPECT_LT(std::sqrt(sum / n), 1.5);
}

TEST(LiveMotion, legs_that_take_turns_are_counted_each) {
  Lifter l;
  l.seconds = 17;
  l.left = [](double t) { return std::fmod(t, 8) < 4 ? swing(t, 5, 80, 4) : 5.0; };
  l.right = [](double t) { return std::fmod(t, 8) >= 4 ? swing(t, 5, 80, 4) : 5.0; };
  const LiveMotion motion = watched(l);
  EXPECT_EQ(complete(motion), 4);
  EXPECT_EQ(std::ranges::count(motion.reps(), RepSide::left, &Rep::side), 2);
  EXPECT_EQ(std::ranges::count(motion.reps(), RepSide::right, &Rep::side), 2);
}

TEST(LiveMotion, tells_phases_and_how_long_nothing_moved) {
  Lifter l;
  l.seconds = 10;
  l.left = l.right = [](double t) {
    return t < 1 ? 85 : t < 3 ? 85 - 70 * (t - 1) / 2 : t < 5 ? 15.0 : t < 6 ? 15 + 70 * (t - 5) : 85.0;
  };
  LiveMotion motion(l.width, l.height, true);
  std::vector<Phase> phases;
  for (const Pose& pose : film(l)) {
    motion.push(pose, {});
    phases.push_back(motion.phase());
  }
  EXPECT_EQ(phases[24], Phase::top);
  EXPECT_EQ(phases[60], Phase::lower);
  EXPECT_EQ(phases[130], Phase::bottom);
  EXPECT_EQ(phases[166], Phase::lift);
  EXPECT_EQ(phases[290], Phase::top);
  EXPECT_NEAR(motion.moved_s(), 6, 0.4);
}

TEST(LiveMotion, nothing_is_counted_while_getting_into_position) {
  Lifter l;
  l.seconds = 9;
  l.left = l.right = [](double t) { return swing(t, 80, 10, 3); };
  const LiveMotion motion = watched(l, false);
  EXPECT_TRUE(motion.reps().empty());
  EXPECT_LE(motion.poses().back().at_s - motion.poses().front().at_s, LiveMotion::kSetUpWindow_s);
}

TEST(LiveMotion, who_isnt_seen_moves_nothing) {
  Lifter l;
  l.seconds = 6;
  LiveMotion motion(l.width, l.height, true);
  for (Pose pose : film(l)) {
    if (pose.at_s > 2) pose = {.frame = pose.frame, .at_s = pose.at_s};
    motion.push(pose, {});
  }
  EXPECT_TRUE(std::isnan(motion.elevation().value));
  EXPECT_TRUE(motion.reps().empty());

  LiveMotion nobody(1280, 720, true);
  for (int i = 0; i < 90; ++i) nobody.push({.frame = i, .at_s = i / 30.0}, {});
  EXPECT_FALSE(nobody.frame().has_value());
}

TEST(LiveMotion, who_sits_up_is_no_longer_down) {
  Lifter l;
  l.seconds = 4;
  LiveMotion motion(l.width, l.height, true);
  const auto poses = film(l);
  for (const Pose& pose : poses) motion.push(pose, {});
  EXPECT_TRUE(motion.is_down());
  // The trunk stands straight up over the hip.
  for (int i = 0; i < 90; ++i) {
    Pose pose = poses.back();
    pose.frame += i + 1, pose.at_s += (i + 1) / 30.0;
    for (const Side side : kSides) {
      pose[of(Joint::left_shoulder, side)].x = pose[of(Joint::left_hip, side)].x;
      pose[of(Joint::left_shoulder, side)].y = pose[of(Joint::left_hip, side)].y - 200;
    }
    motion.push(pose, {});
  }
  EXPECT_FALSE(motion.is_down());
}

}  // namespace
}  // namespace endrange
