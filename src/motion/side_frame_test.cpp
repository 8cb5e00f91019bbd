// The side frame on stick figures: camera roll, mirror, scale and view leave the body's own angles alone.
#include "motion/side_frame.h"

#include <gtest/gtest.h>

#include <algorithm>
#include "core/angle.h"
#include "motion/test_lifter.h"

namespace endrange {
namespace {

using test::film;
using test::Lifter;
using test::swing;

Lifter double_leg() {
  Lifter l;
  l.left = l.right = [](double t) { return swing(t, 0, 90, 4); };
  return l;
}

SideFrame frame_of(const Lifter& l) {
  const auto frame = find_side_frame(film(l), l.width, l.height);
  EXPECT_TRUE(frame.has_value());
  return *frame;
}

TEST(SideFrame, a_level_lying_figure_is_recognised) {
  const SideFrame f = frame_of(double_leg());
  EXPECT_EQ(f.posture, Posture::lying);
  EXPECT_EQ(f.near_side, Side::right);
  EXPECT_LT(f.head.x, -0.99);
  EXPECT_NEAR(to_deg(f.floor_tilt), 0, 1);
  EXPECT_NEAR(to_deg(f.yaw), 0, 1);
  // The floor line runs 0.105 m under the hip.
  EXPECT_NEAR(f.floor_point.y, 1080 * 0.75, 6);
}

TEST(SideFrame, camera_roll_is_found_and_taken_out) {
  for (const double roll : {-12.0, -5.0, 3.0, 9.0}) {
    Lifter l = double_leg();
    l.roll_deg = roll;
    // One leg stays on the floor: with trunk and resting leg in agreement the level camera is outvoted.
    l.left = [](double) { return 0.0; };
    EXPECT_NEAR(to_deg(frame_of(l).floor_tilt), roll, 2) << roll;
  }
}

TEST(SideFrame, mirroring_the_picture_mirrors_the_frame) {
  Lifter l = double_leg();
  l.roll_deg = 4;
  const SideFrame left = frame_of(l);
  l.head_is_right = true;
  l.roll_deg = -4;
  const SideFrame right = frame_of(l);
  EXPECT_NEAR(left.head.x, -right.head.x, 1e-6);
  EXPECT_NEAR(left.head.y, right.head.y, 1e-6);
  EXPECT_NEAR(left.up.y, right.up.y, 1e-6);
  EXPECT_NEAR(left.floor_tilt, -right.floor_tilt, 1e-6);
}

TEST(SideFrame, elevation_is_zero_along_the_floor_to_the_feet_and_a_right_angle_straight_up) {
  for (const bool head_is_right : {false, true}) {
    Lifter l = double_leg();
    l.head_is_right = head_is_right;
    const SideFrame f = frame_of(l);
    EXPECT_NEAR(f.elevation(-1 * f.head), 0, 1e-9);
    EXPECT_NEAR(f.elevation(f.up), 90_deg, 1e-9);
    EXPECT_LT(f.up.y, 0);
  }
}

TEST(SideFrame, yaw_is_read_from_how_far_the_low_leg_leaves_the_picture_plane) {
  for (const double yaw : {0.0, 15.0, 25.0, 40.0}) {
    Lifter l = double_leg();
    l.yaw_deg = yaw;
    EXPECT_NEAR(to_deg(frame_of(l).yaw), yaw, 3) << yaw;
  }
}

TEST(SideFrame, two_poses_are_too_few) {
  Lifter l = double_leg();
  l.seconds = 2.0 / 30;
  EXPECT_FALSE(find_side_frame(film(l), l.width, l.height).has_value());
  EXPECT_FALSE(find_side_frame({}, 640, 480).has_value());
}

TEST(SideFrame, standing_is_neither_lying_nor_hanging) {
  Lifter l = double_leg();
  l.roll_deg = 90;  // head up
  EXPECT_EQ(frame_of(l).posture, Posture::other);
}

TEST(SideFrame, millimetres_follow_the_lifters_height) {
  const SideFrame f = frame_of(double_leg());
  // The figure's thigh and shank measure 0.84 m at 400 px a metre.
  EXPECT_NEAR(millimetres_per_px(f, 0.84 / 0.491), 2.5, 0.05);
  EXPECT_NEAR(millimetres_per_px(f, 2 * 0.84 / 0.491), 5.0, 0.1);
}

}  // namespace
}  // namespace endrange
