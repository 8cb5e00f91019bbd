// The side frame on stick figures: camera roll, mirror, scale and view leave the body's own angles alone.
#include "motion/side_frame.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
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

// An edge of the room through a point, as long as the lifter's trunk.
Edge edge_at(double y_px, double tilt_deg) { return {from_deg(tilt_deg), {960, y_px}, 400, 30}; }

TEST(SideFrame, edges_of_the_room_tell_the_roll_that_a_lifted_shoulder_would_hide) {
  Lifter l = double_leg();
  l.roll_deg = 5;
  auto poses = film(l);
  // Shoulders off the floor by 6 cm: on its own the body looks 7 degrees flatter.
  for (Pose& p : poses)
    for (const Side side : kSides) p[of(Joint::left_shoulder, side)].y -= 24;
  const double without = to_deg(find_side_frame(poses, l.width, l.height)->floor_tilt);
  EXPECT_GT(std::abs(without - 5), 2);
  const std::array edges = {edge_at(840, 5.2), edge_at(880, 4.8), edge_at(950, 5.0)};
  EXPECT_NEAR(to_deg(find_side_frame(poses, l.width, l.height, edges)->floor_tilt), 5, 1.2);
}

TEST(SideFrame, edges_that_meet_far_away_are_read_at_the_height_of_the_floor_under_the_hip) {
  Lifter l = double_leg();
  l.roll_deg = 3;
  // The hip is at 768 px, the floor 42 px lower; tilt grows by 2 degrees a hundred px.
  std::vector<Edge> edges;
  for (const double y : {700.0, 760.0, 830.0, 900.0, 960.0}) edges.push_back(edge_at(y, 3 + (y - 810) / 50));
  EXPECT_NEAR(to_deg(find_side_frame(film(l), l.width, l.height, edges)->floor_tilt), 3, 0.8);
}

TEST(SideFrame, an_edge_that_the_body_contradicts_is_ignored) {
  Lifter l = double_leg();
  l.roll_deg = 8;
  l.left = [](double) { return 0.0; };  // a resting leg
  const std::array edges = {edge_at(820, -8)};
  EXPECT_NEAR(to_deg(find_side_frame(film(l), l.width, l.height, edges)->floor_tilt), 8, 2);
}

TEST(SideFrame, a_far_hip_guessed_high_by_the_network_is_put_back) {
  Lifter l = double_leg();
  EXPECT_EQ(frame_of(l).far_hip_excess, 0);  // both hips where they are
  auto poses = film(l);
  for (Pose& p : poses) p[of(Joint::left_hip, opposite(l.near_side))].y -= 20;  // a tenth of the trunk
  const SideFrame f = *find_side_frame(poses, l.width, l.height);
  // A tenth is what the network says even for a phone on the floor, where 0.02 would be true.
  EXPECT_GT(f.far_hip_excess, 0.04);
  EXPECT_LT(f.far_hip_excess, 0.10);
}

}  // namespace
}  // namespace endrange
