// Two legs as single points above a trunk of 200 px.
#include "pose/side_path.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>
#include <limits>

namespace endrange {
namespace {

constexpr std::array kGroup = {Joint::left_ankle};

struct Film {
  std::vector<Pose> poses;
  std::vector<Pose*> looks() {
    std::vector<Pose*> all;
    for (Pose& pose : poses) all.push_back(&pose);
    return all;
  }
};

// Heights in trunk lengths over time, 30 looks a second.
Film film(const std::function<double(double)>& left, const std::function<double(double)>& right, int count = 60) {
  Film made;
  for (int i = 0; i < count; ++i) {
    Pose pose;
    pose.frame = i, pose.at_s = i / 30.0, pose.seen = true;
    for (const Side side : kSides) {
      pose[of(Joint::left_shoulder, side)] = {0, 500, 1, 1}, pose[of(Joint::left_hip, side)] = {200, 500, 1, 1};
      const double up = side == Side::left ? left(pose.at_s) : right(pose.at_s);
      pose[of(Joint::left_ankle, side)] = {500, static_cast<float>(500 - 200 * up), 1, 1};
    }
    made.poses.push_back(pose);
  }
  return made;
}

double high(double t) { return 0.5 + 0.02 * std::sin(9 * t); }
double low(double) { return 0.1; }

TEST(SidePath, looks_in_which_the_legs_seem_to_meet_halfway_lie_beside_it) {
  Film made = film(high, low);
  for (int i = 30; i < 36; ++i)
    for (const Side side : kSides) made.poses[static_cast<std::size_t>(i)][of(Joint::left_ankle, side)].y = 440;
  const auto looks = made.looks();
  EXPECT_TRUE(find_side_path(looks, kGroup).passed_over.empty());
  const SidePath path = find_side_path(looks, kGroup, {}, true);
  ASSERT_EQ(path.passed_over.size(), 6u);
  for (const std::size_t i : path.passed_over) EXPECT_TRUE(i >= 30 && i < 36) << i;
  for (const bool is_exchanged : path.is_exchanged) EXPECT_FALSE(is_exchanged);
}

TEST(SidePath, legs_that_meet_for_longer_or_pass_each_other_are_seen_to_do_so) {
  Film longer = film([](double t) { return t > 0.7 && t < 1.4 ? 0.3 : 0.5; }, low);
  EXPECT_TRUE(find_side_path(longer.looks(), kGroup, {}, true).passed_over.empty());
  Film passing =
      film([](double t) { return 0.3 + 0.2 * std::sin(9 * t); }, [](double t) { return 0.3 - 0.2 * std::sin(9 * t); });
  EXPECT_TRUE(find_side_path(passing.looks(), kGroup, {}, true).passed_over.empty());
}

TEST(SidePath, trembling_is_no_reason_to_pass_over_a_look) {
  Film made = film([](double t) { return 0.5 + 0.02 * std::sin(71 * t); },
                   [](double t) { return 0.1 + 0.02 * std::cos(83 * t); });
  EXPECT_TRUE(find_side_path(made.looks(), kGroup, {}, true).passed_over.empty());
}

TEST(SidePath, names_exchanged_and_halfway_between_are_told_apart) {
  Film made = film(high, low);
  for (int i = 20; i < 40; ++i) {
    Pose& pose = made.poses[static_cast<std::size_t>(i)];
    std::swap(pose[Joint::left_ankle], pose[Joint::right_ankle]);
    if (i == 30)
      for (const Side side : kSides) pose[of(Joint::left_ankle, side)].y = 440;
  }
  const SidePath path = find_side_path(made.looks(), kGroup, {}, true);
  EXPECT_EQ(path.passed_over, std::vector<std::size_t>{30});
  for (std::size_t i = 0; i < 60; ++i) EXPECT_EQ(path.is_exchanged[i], i >= 20 && i < 40 && i != 30) << i;
}

TEST(SidePath, unknown_joints_cost_nothing) {
  Film made = film(high, low);
  for (int i = 10; i < 20; ++i)
    made.poses[static_cast<std::size_t>(i)][Joint::left_ankle].y = std::numeric_limits<float>::quiet_NaN();
  const SidePath path = find_side_path(made.looks(), kGroup, {}, true);
  EXPECT_TRUE(path.passed_over.empty());
  for (const bool is_exchanged : path.is_exchanged) EXPECT_FALSE(is_exchanged);
}

}  // namespace
}  // namespace endrange
