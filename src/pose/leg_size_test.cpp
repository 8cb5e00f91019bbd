// A body of known sizes, seen by a pinhole.
#include "pose/leg_size.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "core/angle.h"
#include "pose/sides.h"

namespace endrange {
namespace {

constexpr double kTrunk = 0.5, kThigh = 0.42, kShank = 0.42, kApart = 0.17, kFocal_px = 1000;

struct Room {
  double distance = 2.5, yaw_deg = 0;
};

// The left side is near. Thighs and shanks above the floor, deg.
Pose look(double left_thigh, double left_shank, double right_thigh, double right_shank, const Room& room = {}) {
  Pose pose;
  pose.seen = true, pose.score = 1;
  const double yaw = from_deg(room.yaw_deg);
  const auto put = [&](Joint joint, Side side, double along, double up) {
    const double beside = side == Side::left ? -0.5 * kApart : 0.5 * kApart;
    const double depth = room.distance + beside * std::cos(yaw) + along * std::sin(yaw);
    const double x = along * std::cos(yaw) - beside * std::sin(yaw);
    pose[of(joint, side)] = {static_cast<float>(500 + kFocal_px * x / depth),
                             static_cast<float>(500 - kFocal_px * up / depth), 1, 1};
    pose.world[static_cast<std::size_t>(of(joint, side))].z = static_cast<float>(beside);
  };
  for (const Side side : kSides) {
    const double thigh = from_deg(side == Side::left ? left_thigh : right_thigh),
                 shank = from_deg(side == Side::left ? left_shank : right_shank);
    // The network draws a far shoulder a little towards the feet.
    put(Joint::left_shoulder, side, -kTrunk + (side == Side::left ? 0 : 0.04), 0), put(Joint::left_hip, side, 0, 0);
    const double x = kThigh * std::cos(thigh), y = kThigh * std::sin(thigh);
    put(Joint::left_knee, side, x, y);
    for (const auto& [joint, reach] :
         {std::pair{Joint::left_ankle, 1.0}, {Joint::left_heel, 1.05}, {Joint::left_foot, 1.1}})
      put(joint, side, x + reach * kShank * std::cos(shank), y + reach * kShank * std::sin(shank));
  }
  return pose;
}

void exchange_legs(Pose& pose) {
  for (const Joint joint : {Joint::left_knee, Joint::left_ankle, Joint::left_heel, Joint::left_foot})
    std::swap(pose[joint], pose[of(joint, Side::right)]);
}

TEST(LegSize, the_larger_leg_is_the_near_one_straight_or_bent) {
  for (Pose pose : {look(10, 10, 26, 26), look(26, 26, 10, 10), look(80, 80, 66, 66), look(66, 66, 80, 80),
                    look(90, 0, 78, 0), look(78, 0, 90, 0)}) {
    EXPECT_GT(named_by_size(pose, Side::left), 0.5);
    exchange_legs(pose);
    EXPECT_LT(named_by_size(pose, Side::left), -0.5);
  }
}

TEST(LegSize, legs_on_one_another_far_apart_or_unknown_say_nothing) {
  EXPECT_EQ(named_by_size(look(80, 80, 0, 0), Side::left), 0);
  Pose together = look(20, 20, 20, 20);
  for (const Joint joint : {Joint::left_knee, Joint::left_ankle}) together[of(joint, Side::right)] = together[joint];
  EXPECT_EQ(named_by_size(together, Side::left), 0);
  Pose broken = look(10, 10, 30, 30);
  broken[Joint::right_ankle].x = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(named_by_size(broken, Side::left), 0);
}

TEST(LegSize, no_look_says_more_than_its_share) {
  Pose pose = look(10, 10, 30, 30);
  pose[Joint::left_ankle].x += 4000;
  EXPECT_LE(std::abs(named_by_size(pose, Side::left)), 3);
}

TEST(LegSize, is_trusted_from_the_side_only) {
  const auto trust = [](double yaw_deg) {
    Pose pose = look(10, 10, 30, 30, {2.5, yaw_deg});
    return squareness(std::vector<Pose*>{&pose}, Side::left);
  };
  EXPECT_EQ(trust(0), 1);
  for (const double yaw_deg : {-25.0, 25.0}) EXPECT_EQ(trust(yaw_deg), 0) << yaw_deg;
  EXPECT_EQ(squareness({}, Side::left), 0);
}

// Legs that pass each other twice a second; the network exchanges them from one pass to another, where they can't be
// told by how they move.
TEST(LegSize, legs_exchanged_between_two_passes_get_their_names_back) {
  std::vector<Pose> truth;
  for (int i = 0; i < 150; ++i) {
    const double at_s = i / 30.0, up = 12 * std::sin(2 * 3.14159265 * at_s);
    Pose pose = look(20 + up, 20 + up, 20 - up, 20 - up);
    pose.frame = i, pose.at_s = at_s;
    truth.push_back(pose);
  }
  auto poses = truth;
  for (std::size_t i = 45; i < 60; ++i) exchange_legs(poses[i]);
  for (std::size_t i = 90; i < 105; ++i) exchange_legs(poses[i]);
  repair_side_swaps(poses);
  for (std::size_t i = 0; i < truth.size(); ++i)
    EXPECT_NEAR(poses[i].at(Joint::left_ankle).y, truth[i].at(Joint::left_ankle).y, 20) << i;
}

TEST(LegSize, hips_stay_where_the_network_saw_them_when_the_legs_are_exchanged) {
  std::vector<Pose> poses;
  for (int i = 0; i < 90; ++i) {
    Pose pose = look(60 - 0.5 * i, 60 - 0.5 * i, 2, 2);
    pose.frame = i, pose.at_s = i / 30.0;
    // The far hip lies higher, as from above.
    pose[Joint::right_hip].y -= 20;
    if (i > 30 && i < 60) exchange_legs(pose);
    poses.push_back(pose);
  }
  EXPECT_EQ(repair_side_swaps(poses), 29);
  for (const Pose& pose : poses) EXPECT_EQ(pose.at(Joint::right_hip).y, 480);
}

}  // namespace
}  // namespace endrange
