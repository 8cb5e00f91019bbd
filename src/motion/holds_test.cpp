#include "motion/holds.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/angle.h"

namespace endrange {
namespace {

// Up to a level between two times, down again between two others; minimum jerk, as limbs move.
double way(double t, double up_s, double held_s, double down_s, double rest_s) {
  const auto jerk = [](double x) {
    x = std::clamp(x, 0.0, 1.0);
    return x * x * x * (10 - 15 * x + 6 * x * x);
  };
  return jerk((t - up_s) / (held_s - up_s)) - jerk((t - down_s) / (rest_s - down_s));
}

struct Shape {
  bool has_shoulders_down = false;
  double up_s = 1, held_s = 2.5, head_down_s = 10.5, legs_down_s = 10.5, leg_deg = 22, seconds = 14;
  double head_later_s = 0;                                               // than the legs, into the shape
  double ways_s = 1.5;                                                   // out of it
  double lies_deg = 0;                                                   // by so much the floor line is off
  std::function<double(double)> sinks_deg = [](double) { return 0.0; };  // of the legs, over time
};

struct Filmed {
  std::vector<Pose> poses;
  std::array<LegAngles, 2> legs;
  SideFrame frame;
};

// Head to the right, trunk 100 px.
Filmed film(const Shape& shape) {
  Filmed f;
  f.frame.posture = Posture::lying, f.frame.near_side = Side::left, f.frame.trunk_px = 100;
  for (double t = 0; t < shape.seconds; t += 1.0 / 30) {
    const double head = way(t, shape.up_s + shape.head_later_s, shape.held_s + shape.head_later_s, shape.head_down_s,
                            shape.head_down_s + shape.ways_s),
                 legs = way(t, shape.up_s, shape.held_s, shape.legs_down_s, shape.legs_down_s + shape.ways_s);
    const double leg = from_deg(std::max(0.0, shape.leg_deg * legs - shape.sinks_deg(t)));
    Pose pose;
    pose.at_s = t, pose.seen = true, pose.score = 1;
    const double c = std::cos(from_deg(shape.lies_deg)), sn = std::sin(from_deg(shape.lies_deg));
    const auto put = [&](Joint joint, double x, double y) {
      const double along = c * x + sn * y, up = c * y - sn * x;
      for (const Side side : kSides)
        pose[of(joint, side)] = {static_cast<float>(500 + along), static_cast<float>(300 - up), 1, 1};
    };
    put(Joint::left_hip, 0, 0), put(Joint::left_shoulder, 100, shape.has_shoulders_down ? -8 : -8 + 13 * head),
        put(Joint::left_ear, 125, -4 + (shape.has_shoulders_down ? 17 : 26) * head);
    for (const Joint joint : {Joint::left_eye, Joint::mouth_left}) put(joint, 130, 4 + 26 * head);
    put(Joint::left_knee, -80 * std::cos(leg), 80 * std::sin(leg));
    for (const Joint joint : {Joint::left_ankle, Joint::left_heel, Joint::left_foot})
      put(joint, -160 * std::cos(leg), 160 * std::sin(leg));
    f.poses.push_back(pose);
    for (LegAngles& angles : f.legs) {
      angles.leg_elevation.push_back(leg + from_deg(shape.lies_deg));
      angles.knee_flexion.push_back(from_deg(4.0));
    }
  }
  return f;
}

std::vector<Hold> holds_of(const Shape& shape) {
  const Filmed f = film(shape);
  return find_holds(f.poses, f.frame, f.legs, false);
}

TEST(Holds, last_from_reaching_the_shape_to_leaving_it) {
  const auto holds = holds_of({});
  ASSERT_EQ(holds.size(), 1u);
  EXPECT_NEAR(holds[0].when.from_s, 2.5, 0.06);
  EXPECT_NEAR(holds[0].when.to_s, 10.5, 0.06);
  EXPECT_NEAR(holds[0].leg_elevation_deg, 22, 0.1);
  EXPECT_EQ(holds[0].broke_by, "");
}

TEST(Holds, shoulders_that_come_down_before_the_legs_break_it) {
  const auto holds = holds_of({.head_down_s = 7, .legs_down_s = 11});
  ASSERT_EQ(holds.size(), 1u);
  EXPECT_NEAR(holds[0].when.to_s, 7, 0.1);
  EXPECT_EQ(holds[0].broke_by, "shoulders");
  EXPECT_GT(holds[0].went_on_s, 2);
}

TEST(Holds, legs_that_go_down_while_the_shoulders_stay_break_it) {
  const auto holds = holds_of({.head_down_s = 12, .legs_down_s = 7});
  ASSERT_EQ(holds.size(), 1u);
  EXPECT_EQ(holds[0].broke_by, "legs");
  EXPECT_LT(holds[0].when.to_s, 8.5);
}

// Legs that sink from 6 s on, softly, for so long and so far.
Shape sinking(double seconds, double most_deg, double head_down_s) {
  Shape shape{.head_down_s = head_down_s, .legs_down_s = head_down_s, .seconds = 24};
  shape.sinks_deg = [=](double t) { return most_deg * way(t, 6, 6 + seconds, 100, 101); };
  return shape;
}

TEST(Holds, legs_that_sink_to_the_floor_and_the_head_after_them_end_it) {
  for (const double seconds : {2.0, 3.0, 4.0}) {
    const auto holds = holds_of(sinking(seconds, 22, 6 + seconds));
    ASSERT_EQ(holds.size(), 1u);
    EXPECT_EQ(holds[0].broke_by, "");
    EXPECT_NEAR(holds[0].when.to_s, 6, 0.1);
  }
}

TEST(Holds, legs_that_sink_and_stay_there_come_back_or_take_long_break_it) {
  for (const Shape& shape : {sinking(3, 14, 13), sinking(11, 22, 17)}) {
    const auto holds = holds_of(shape);
    ASSERT_EQ(holds.size(), 1u);
    EXPECT_EQ(holds[0].broke_by, "legs");
  }
  Shape back{.head_down_s = 13, .legs_down_s = 13, .seconds = 16};
  back.sinks_deg = [](double t) { return 14 * way(t, 6, 7, 7.5, 8.5); };
  const auto holds = holds_of(back);
  ASSERT_EQ(holds.size(), 1u);
  EXPECT_EQ(holds[0].broke_by, "legs");
  EXPECT_NEAR(holds[0].when.to_s, 6, 0.1);
}

TEST(Holds, begin_with_the_part_that_comes_last_and_end_with_the_one_that_goes_first) {
  const auto holds = holds_of({.head_down_s = 9.5, .head_later_s = 1.2});
  ASSERT_EQ(holds.size(), 1u);
  EXPECT_NEAR(holds[0].when.from_s, 3.7, 0.06);
  EXPECT_NEAR(holds[0].when.to_s, 9.5, 0.06);
  EXPECT_EQ(holds[0].broke_by, "");
}

TEST(Holds, left_slowly_end_when_they_are_left) {
  const auto holds = holds_of({.up_s = 0.5, .held_s = 3.5, .leg_deg = 14, .ways_s = 3});
  ASSERT_EQ(holds.size(), 1u);
  EXPECT_NEAR(holds[0].when.from_s, 3.5, 0.06);
  EXPECT_NEAR(holds[0].when.to_s, 10.5, 0.06);
}

TEST(Holds, are_seen_over_a_floor_line_that_is_off) {
  // Shoulders that come up are judged by where they lay.
  EXPECT_EQ(holds_of({.lies_deg = 5}).size(), 1u);
  EXPECT_TRUE(holds_of({.has_shoulders_down = true, .lies_deg = 3}).empty());
}

TEST(Holds, a_clip_that_begins_in_the_shape_is_timed_from_its_first_picture) {
  const auto holds = holds_of({.up_s = -5, .held_s = -3});
  ASSERT_EQ(holds.size(), 1u);
  EXPECT_NEAR(holds[0].when.from_s, 0, 0.05);
}

TEST(Holds, legs_held_high_or_on_the_floor_are_none) {
  EXPECT_TRUE(holds_of({.leg_deg = 80}).empty());
  EXPECT_TRUE(holds_of({.leg_deg = 0.5}).empty());
}

TEST(Holds, a_head_lifted_by_itself_makes_none) { EXPECT_TRUE(holds_of({.has_shoulders_down = true}).empty()); }

TEST(Holds, a_second_in_the_shape_is_none) { EXPECT_TRUE(holds_of({.head_down_s = 3, .legs_down_s = 3}).empty()); }

TEST(Holds, pauses_of_several_reps_are_none_and_reps_around_a_hold_are_its_ends) {
  const auto rep = [](double from_s, double to_s) {
    Rep r;
    r.is_complete = true, r.start_s = from_s, r.end_s = to_s;
    return r;
  };
  Hold pause;
  pause.when = {4, 7};
  std::vector<Hold> holds = {pause};
  std::vector<Rep> reps = {rep(3, 8), rep(8, 13)};
  tell_apart(holds, reps);
  EXPECT_TRUE(holds.empty());
  EXPECT_EQ(reps.size(), 2u);
  pause.went_on_s = 4;
  holds = {pause}, reps = {rep(3, 12)};
  tell_apart(holds, reps);
  EXPECT_EQ(holds.size(), 1u) << "broken early, and kept up for long";
  Hold hold;
  hold.when = {2, 22};
  holds = {hold}, reps = {rep(1, 23)};
  tell_apart(holds, reps);
  EXPECT_EQ(holds.size(), 1u);
  EXPECT_TRUE(reps.empty());
}

}  // namespace
}  // namespace endrange
