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

// Pushes picture by picture, as the follower sees them.
struct Watching {
  LiveMotion motion;
  std::vector<Pose> seen;
  explicit Watching(const Lifter& l, bool is_set = true) : motion(l.width, l.height, is_set) {}
  void push(const Pose& pose) {
    seen.push_back(pose);
    motion.push({seen, {}, {}});
  }
};

Watching watched(const Lifter& l, bool is_set = true) {
  Watching watching(l, is_set);
  for (const Pose& pose : film(l)) watching.push(pose);
  return watching;
}

int complete(const LiveMotion& motion) {
  return static_cast<int>(std::ranges::count_if(motion.reps(), &Rep::is_complete));
}

TEST(LiveMotion, counts_what_both_legs_do_as_they_come_back) {
  Lifter l;
  l.seconds = 17;
  l.left = l.right = [](double t) { return swing(t, 88, 12, 4); };
  Watching watching(l);
  const LiveMotion& motion = watching.motion;
  std::vector<int> counts;
  for (const Pose& pose : film(l)) {
    watching.push(pose);
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
  Watching watching(l);
  const LiveMotion& motion = watching.motion;
  double sum = 0;
  int n = 0;
  for (const Pose& pose : film(l)) {
    watching.push(pose);
    if (pose.at_s < 1) continue;
    const double off = to_deg(motion.elevation().value) - l.left(pose.at_s);
    sum += off * off, ++n;
  }
  EXPECT_LT(std::sqrt(sum / n), 1.5);
}

TEST(LiveMotion, legs_whose_names_the_network_exchanges_now_and_then_are_counted_once) {
  Lifter l;
  l.seconds = 15;
  l.right = [](double t) { return swing(t, 5, 80, 4.5); };
  Watching watching(l);
  for (Pose pose : film(l)) {
    const int spell = static_cast<int>(pose.at_s / 0.4);
    if (spell % 5 == 2)
      for (const Joint joint : {Joint::left_knee, Joint::left_ankle, Joint::left_heel, Joint::left_foot})
        std::swap(pose[joint], pose[of(joint, Side::right)]);
    watching.push(pose);
  }
  EXPECT_EQ(complete(watching.motion), 3);
}

TEST(LiveMotion, legs_that_stay_apart_keep_their_angles_when_their_names_are_exchanged) {
  Lifter l;
  l.seconds = 15;
  l.right = [](double t) { return swing(t, 30, 85, 4.5); };
  Watching watching(l);
  double most = 0;
  for (Pose pose : film(l)) {
    if (pose.at_s > 2 && static_cast<int>(pose.at_s / 0.4) % 4 == 2)
      for (const Joint joint : {Joint::left_knee, Joint::left_ankle, Joint::left_heel, Joint::left_foot})
        std::swap(pose[joint], pose[of(joint, Side::right)]);
    watching.push(pose);
    if (pose.at_s < 2) continue;
    EXPECT_EQ(watching.motion.working_leg(), Side::right);
    most = std::max(most, std::abs(to_deg(watching.motion.elevation().value) - l.right(pose.at_s)));
  }
  EXPECT_LT(most, 3);
}

TEST(LiveMotion, a_long_set_is_counted_in_parts_and_none_is_lost) {
  Lifter l;
  l.seconds = 322;
  l.left = l.right = [](double t) { return swing(t, 85, 12, 4); };
  EXPECT_EQ(complete(watched(l).motion), 80);
}

TEST(LiveMotion, legs_that_take_turns_are_counted_each) {
  Lifter l;
  l.seconds = 17;
  l.left = [](double t) { return std::fmod(t, 8) < 4 ? swing(t, 5, 80, 4) : 5.0; };
  l.right = [](double t) { return std::fmod(t, 8) >= 4 ? swing(t, 5, 80, 4) : 5.0; };
  const Watching watching = watched(l);
  const LiveMotion& motion = watching.motion;
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
  Watching watching(l);
  const LiveMotion& motion = watching.motion;
  std::vector<Phase> phases;
  for (const Pose& pose : film(l)) {
    watching.push(pose);
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
  const Watching watching = watched(l, false);
  const LiveMotion& motion = watching.motion;
  EXPECT_TRUE(motion.reps().empty());
  EXPECT_LE(motion.poses().back().at_s - motion.poses().front().at_s, LiveMotion::kSetUpWindow_s);
}

TEST(LiveMotion, who_isnt_seen_moves_nothing) {
  Lifter l;
  l.seconds = 6;
  Watching watching(l);
  const LiveMotion& motion = watching.motion;
  for (Pose pose : film(l)) {
    if (pose.at_s > 2) pose = {.frame = pose.frame, .at_s = pose.at_s};
    watching.push(pose);
  }
  EXPECT_TRUE(std::isnan(motion.elevation().value));
  EXPECT_TRUE(motion.reps().empty());

  Watching nobody(l);
  for (int i = 0; i < 90; ++i) {
    Pose pose;
    pose.frame = i, pose.at_s = i / 30.0;
    nobody.push(pose);
  }
  EXPECT_FALSE(nobody.motion.frame().has_value());
}

TEST(LiveMotion, who_sits_up_is_no_longer_down) {
  Lifter l;
  l.seconds = 4;
  Watching watching(l);
  const LiveMotion& motion = watching.motion;
  const auto poses = film(l);
  for (const Pose& pose : poses) watching.push(pose);
  EXPECT_TRUE(motion.is_down());
  // The trunk stands straight up over the hip.
  for (int i = 0; i < 90; ++i) {
    Pose pose = poses.back();
    pose.frame += i + 1, pose.at_s += (i + 1) / 30.0;
    for (const Side side : kSides) {
      pose[of(Joint::left_shoulder, side)].x = pose[of(Joint::left_hip, side)].x;
      pose[of(Joint::left_shoulder, side)].y = pose[of(Joint::left_hip, side)].y - 200;
    }
    watching.push(pose);
  }
  EXPECT_FALSE(motion.is_down());
}

}  // namespace
}  // namespace endrange
