// Legs whose names the network mixes up, made from legs whose names are known.
#include "pose/sides.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>
#include <utility>

#include "core/angle.h"

namespace endrange {
namespace {

// Two straight legs of 400 px on a body that lies with a trunk of 240 px. deg over s
std::vector<Pose> film(const std::function<double(double)>& left, const std::function<double(double)>& right,
                       double seconds, double noise_px = 1) {
  std::mt19937 random(5);
  std::normal_distribution<float> noise(0, static_cast<float>(noise_px));
  std::vector<Pose> poses;
  for (int i = 0; i < static_cast<int>(seconds * 30); ++i) {
    Pose pose;
    pose.frame = i, pose.at_s = i / 30.0, pose.seen = true, pose.score = 1;
    for (const Side side : kSides) {
      const double angle = from_deg(side == Side::left ? left(pose.at_s) : right(pose.at_s));
      const auto put = [&](Joint joint, double reach, double across) {
        pose[of(joint, side)] = {static_cast<float>(500 + reach * std::cos(angle)) + noise(random),
                                 static_cast<float>(500 - reach * std::sin(angle) + across) + noise(random), 1, 1};
      };
      put(Joint::left_hip, 0, 0), put(Joint::left_knee, 200, 0), put(Joint::left_ankle, 400, 0);
      put(Joint::left_heel, 415, 10), put(Joint::left_foot, 420, -40);
      for (const Joint joint : {Joint::left_shoulder, Joint::left_elbow, Joint::left_wrist})
        pose[of(joint, side)] = {260, 490, 1, 1};
    }
    poses.push_back(pose);
  }
  return poses;
}

void exchange_legs(Pose& pose) {
  for (const Joint joint : {Joint::left_hip, Joint::left_knee, Joint::left_ankle, Joint::left_heel, Joint::left_foot})
    std::swap(pose[joint], pose[of(joint, Side::right)]);
}

double largest_difference(const std::vector<Pose>& a, const std::vector<Pose>& b) {
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    most = std::max(most, length(a[i].at(Joint::left_ankle) - b[i].at(Joint::left_ankle)));
  return most;
}

double raise(double t) { return 40 - 35 * std::cos(t * 2); }

TEST(Sides, right_names_are_left_alone) {
  const auto truth = film(
      raise, [](double) { return 2.0; }, 8);
  auto poses = truth;
  EXPECT_EQ(repair_side_swaps(poses), 0);
  EXPECT_EQ(largest_difference(poses, truth), 0);
}

TEST(Sides, a_leg_named_wrongly_for_a_whole_repetition_gets_its_name_back) {
  const auto truth = film(
      raise, [](double) { return 2.0; }, 9);
  auto poses = truth;
  for (std::size_t i = 100; i < 180; ++i) exchange_legs(poses[i]);
  EXPECT_EQ(repair_side_swaps(poses), 80);
  EXPECT_EQ(largest_difference(poses, truth), 0);
}

TEST(Sides, each_take_is_mended_on_its_own) {
  auto poses = film(
      raise, [](double) { return 2.0; }, 6);
  for (std::size_t i = 90; i < poses.size(); ++i) poses[i].take = 1, exchange_legs(poses[i]);
  // A second take that is consistent in itself has no reason to be exchanged.
  EXPECT_EQ(repair_side_swaps(poses), 0);
}

TEST(Sides, one_pose_or_none_is_no_reason_to_stumble) {
  std::vector<Pose> none;
  EXPECT_EQ(repair_side_swaps(none), 0);
  auto one = film(raise, raise, 0.05);
  EXPECT_EQ(repair_side_swaps(one), 0);
}

}  // namespace
}  // namespace endrange
