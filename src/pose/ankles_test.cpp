#include "pose/ankles.h"

#include <gtest/gtest.h>

#include <cmath>

namespace endrange {
namespace {

Pose bent_leg() {
  Pose pose;
  pose[Joint::left_hip].x = 100, pose[Joint::left_hip].y = 100;
  pose[Joint::left_knee].x = 100, pose[Joint::left_knee].y = 0;
  pose[Joint::left_ankle].x = 200, pose[Joint::left_ankle].y = 20;
  pose.world[static_cast<std::size_t>(Joint::left_ankle)] = {0.4f, 0, 0.1f};
  return pose;
}

TEST(Ankles, move_along_the_shank_and_nothing_else_does) {
  std::vector<Pose> poses = {bent_leg()};
  lower_ankles(poses);
  EXPECT_FLOAT_EQ(poses[0][Joint::left_ankle].x, 205);
  EXPECT_FLOAT_EQ(poses[0][Joint::left_ankle].y, 21);
  EXPECT_FLOAT_EQ(poses[0].world_at(Joint::left_ankle).x, 0.42f);
  EXPECT_FLOAT_EQ(poses[0].world_at(Joint::left_ankle).z, 0.105f);
  EXPECT_EQ(poses[0][Joint::left_knee].x, 100);
}

TEST(Ankles, of_a_straight_leg_nothing_moves) {
  Pose pose = bent_leg();
  pose[Joint::left_ankle].x = 102, pose[Joint::left_ankle].y = -100;
  std::vector<Pose> poses = {pose};
  lower_ankles(poses);
  EXPECT_EQ(poses[0][Joint::left_ankle].y, -100);
}

TEST(Ankles, a_leg_that_was_not_found_stays_unknown) {
  std::vector<Pose> poses = {bent_leg()};
  lower_ankles(poses);
  EXPECT_TRUE(std::isnan(poses[0][Joint::right_ankle].x));
}

}  // namespace
}  // namespace endrange
