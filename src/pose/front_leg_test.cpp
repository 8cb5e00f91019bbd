// Two drawn legs that cross, of which it is known which is in front.
#include "pose/front_leg.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <numbers>
#include <utility>

#include "core/angle.h"
#include "pose/sides.h"

namespace endrange {
namespace {

constexpr int kWidth = 640, kHeight = 360;
constexpr double kTrunk_px = 150, kThigh_px = 125, kShank_px = 125;
constexpr Vec2 kHipAt{250, 250};

struct Film {
  std::vector<Frame> frames;
  std::vector<Pose> poses;
};

Vec2 on_leg(double angle_deg, double reach_px) {
  const double angle = from_deg(angle_deg);
  return kHipAt + reach_px * Vec2{std::cos(angle), -std::sin(angle)};
}

// Folds across a leg that belong to it: each leg has its own.
int folds(double along_px, double across_px, Side side) {
  const double pitch = side == Side::left ? 13 : 17;
  return static_cast<int>(120 + 40 * std::sin(along_px / pitch * 2 * std::numbers::pi) + 20 * std::sin(across_px / 5));
}

// The names that `front` and the other have are the true ones. has_folds = false: both legs one plain grey.
Film film(Side front, const std::function<double(double)>& left_deg, const std::function<double(double)>& right_deg,
          bool has_folds = true) {
  Film made;
  for (int i = 0; i < 60; ++i) {
    const double at_s = i / 30.0;
    const auto luma = std::make_shared<std::vector<std::uint8_t>>(kWidth * kHeight, static_cast<std::uint8_t>(200));
    Pose pose;
    pose.frame = i, pose.at_s = at_s, pose.seen = true, pose.score = 1;
    for (const Side side : {opposite(front), front}) {
      const double angle_deg = side == Side::left ? left_deg(at_s) : right_deg(at_s);
      const double angle = from_deg(angle_deg);
      for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x) {
          const Vec2 d = Vec2{x + 0.5, y + 0.5} - kHipAt;
          const double along = d.x * std::cos(angle) - d.y * std::sin(angle),
                       across = d.x * std::sin(angle) + d.y * std::cos(angle);
          const double half = std::lerp(0.17, 0.07, along / (kThigh_px + kShank_px)) * kTrunk_px;
          if (along < 0 || along > kThigh_px + kShank_px || std::abs(across) > half) continue;
          (*luma)[static_cast<std::size_t>(y * kWidth + x)] =
              static_cast<std::uint8_t>(has_folds ? folds(along, across, side) : 120);
        }
      const auto put = [&](Joint joint, Vec2 at) {
        pose[of(joint, side)] = {static_cast<float>(at.x), static_cast<float>(at.y), 1, 1};
        // The front leg's side is the nearer one.
        pose.world[static_cast<std::size_t>(of(joint, side))].z = side == front ? -0.15f : 0.15f;
      };
      put(Joint::left_hip, kHipAt), put(Joint::left_shoulder, kHipAt - Vec2{kTrunk_px, 0});
      put(Joint::left_elbow, kHipAt - Vec2{kTrunk_px, 60}), put(Joint::left_wrist, kHipAt - Vec2{kTrunk_px, 120});
      put(Joint::left_knee, on_leg(angle_deg, kThigh_px));
      put(Joint::left_ankle, on_leg(angle_deg, kThigh_px + kShank_px));
      put(Joint::left_heel, on_leg(angle_deg, kThigh_px + kShank_px));
      put(Joint::left_foot, on_leg(angle_deg, kThigh_px + kShank_px + 20));
    }
    Frame frame;
    frame.index = i, frame.at_s = at_s, frame.width = kWidth, frame.height = kHeight;
    frame.luma = luma->data(), frame.luma_stride = kWidth, frame.owner = luma;
    made.frames.push_back(frame), made.poses.push_back(pose);
  }
  return made;
}

double up_and_down(double t) { return 25 + 15 * std::sin(4 * t + 1); }
double down_and_up(double t) { return 25 - 15 * std::sin(4 * t + 1); }

std::vector<FrontLeg> watch(const Film& film) {
  FrontLegWatcher watcher;
  for (std::size_t i = 0; i < film.frames.size(); ++i) watcher.push(film.frames[i], film.poses[i]);
  return watcher.take();
}

double sum_of(const std::vector<FrontLeg>& fronts) {
  double sum = 0;
  for (const FrontLeg& front : fronts) sum += front.left;
  return sum;
}

void exchange_legs(Pose& pose) {
  for (const Joint joint : {Joint::left_hip, Joint::left_knee, Joint::left_ankle, Joint::left_heel, Joint::left_foot})
    std::swap(pose[joint], pose[of(joint, Side::right)]);
}

TEST(FrontLeg, is_the_one_whose_folds_go_on_where_the_legs_cross) {
  for (const Side front : kSides) {
    const auto fronts = watch(film(front, up_and_down, down_and_up));
    ASSERT_GE(fronts.size(), 4u);
    const double sign = front == Side::left ? 1 : -1;
    for (const FrontLeg& f : fronts) EXPECT_GT(sign * f.left, 0) << f.frame;
    EXPECT_GT(sign * sum_of(fronts), 1);
  }
}

TEST(FrontLeg, follows_the_names_of_the_very_frame) {
  Film made = film(Side::left, up_and_down, down_and_up);
  for (std::size_t i = 0; i < made.poses.size(); ++i)
    if (i % 2 == 1) exchange_legs(made.poses[i]);
  for (const FrontLeg& f : watch(made)) EXPECT_GT((f.frame % 2 == 1 ? -1 : 1) * f.left, 0) << f.frame;
}

TEST(FrontLeg, one_leg_may_lie_still) {
  EXPECT_LT(sum_of(watch(film(Side::right, up_and_down, [](double) { return 5.0; }))), -0.4);
  EXPECT_GT(sum_of(watch(film(Side::left, up_and_down, [](double) { return 5.0; }))), 0.4);
}

TEST(FrontLeg, says_nothing_of_legs_that_move_together_lie_still_or_show_nothing) {
  EXPECT_TRUE(watch(film(Side::left, up_and_down, up_and_down)).empty());
  const auto still = [](double) { return 20.0; };
  EXPECT_TRUE(watch(film(Side::left, still, [](double) { return 10.0; })).empty());
  EXPECT_NEAR(sum_of(watch(film(Side::left, up_and_down, down_and_up, false))), 0, 0.5);
}

TEST(FrontLeg, broken_poses_and_empty_pictures_are_passed_over) {
  FrontLegWatcher watcher;
  Film made = film(Side::left, up_and_down, down_and_up);
  for (std::size_t i = 0; i < made.frames.size(); ++i) {
    if (i % 3 == 1) made.poses[i].seen = false;
    if (i % 3 == 2) made.poses[i][Joint::left_knee].x = std::numeric_limits<float>::quiet_NaN();
    watcher.push(i % 5 == 4 ? Frame{} : made.frames[i], made.poses[i]);
  }
  for (const FrontLeg& f : watcher.take()) EXPECT_TRUE(std::isfinite(f.left));
}

TEST(FrontLeg, legs_named_wrongly_over_the_whole_film_get_their_names_back) {
  Film made = film(Side::left, up_and_down, down_and_up);
  const std::vector<Pose> truth = made.poses;
  for (Pose& pose : made.poses) exchange_legs(pose);
  auto without = made.poses;
  EXPECT_EQ(repair_side_swaps(without), 0);
  EXPECT_EQ(repair_side_swaps(made.poses, watch(made)), static_cast<int>(truth.size()));
  for (std::size_t i = 0; i < truth.size(); ++i)
    EXPECT_EQ(made.poses[i].at(Joint::left_ankle).y, truth[i].at(Joint::left_ankle).y);
}

}  // namespace
}  // namespace endrange
