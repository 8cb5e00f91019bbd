// A body of sticks under a bar, turned about its hands until its centre hangs below them: then the camera's roll is
// all that is left.
#include "motion/plumb.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "core/angle.h"
#include "motion/side_frame.h"

namespace endrange {
namespace {

// m, y down, hands at the origin, legs raised by that much, head and trunk straight below the hands.
Pose body(double raised_deg) {
  Pose pose;
  pose.seen = true, pose.score = 1;
  const double angle = from_deg(raised_deg);
  const auto put = [&](Joint joint, double x, double y) {
    for (const Side side : kSides) pose[of(joint, side)] = {static_cast<float>(x), static_cast<float>(y), 1, 1};
  };
  const auto on_leg = [&](Joint joint, double reach, double ahead) {
    put(joint, reach * std::sin(angle) + ahead * std::cos(angle),
        1.1 + reach * std::cos(angle) - ahead * std::sin(angle));
  };
  put(Joint::left_pinky, 0, 0), put(Joint::left_index, 0, 0), put(Joint::left_wrist, 0, 0.08);
  put(Joint::left_elbow, 0, 0.34), put(Joint::left_shoulder, 0, 0.6), put(Joint::left_ear, 0, 0.42);
  put(Joint::left_hip, 0, 1.1);
  on_leg(Joint::left_knee, 0.42, 0), on_leg(Joint::left_ankle, 0.84, 0);
  on_leg(Joint::left_heel, 0.88, -0.05), on_leg(Joint::left_foot, 0.88, 0.18);
  pose[Joint::nose] = {0.05f, 0.45f, 1, 1};
  for (const Joint joint : {Joint::left_shoulder, Joint::left_hip, Joint::right_shoulder, Joint::right_hip})
    pose.world[static_cast<std::size_t>(joint)].z =
        joint == Joint::left_shoulder || joint == Joint::left_hip ? -0.1f : 0.1f;
  return pose;
}

// de Leva's table written out once more, as moments about the hands.
Vec2 center(const Pose& pose) {
  struct Part {
    Joint from, to;
    double mass, along;
  };
  constexpr std::array kParts = {Part{Joint::left_shoulder, Joint::left_elbow, 2.71, 0.577},
                                 Part{Joint::left_elbow, Joint::left_wrist, 1.62, 0.457},
                                 Part{Joint::left_wrist, Joint::left_index, 0.61, 0.79},
                                 Part{Joint::left_hip, Joint::left_knee, 14.16, 0.410},
                                 Part{Joint::left_knee, Joint::left_ankle, 4.33, 0.446},
                                 Part{Joint::left_heel, Joint::left_foot, 1.37, 0.442},
                                 Part{Joint::left_shoulder, Joint::left_hip, 43.46 / 2, 0.431},
                                 Part{Joint::left_ear, Joint::left_ear, 6.94 / 2, 0}};
  Vec2 sum;
  double mass = 0;
  for (const Part& p : kParts) {
    sum = sum + p.mass * (pose.at(p.from) + p.along * (pose.at(p.to) - pose.at(p.from)));
    mass += p.mass;
  }
  return 1 / mass * sum;
}

// 400 px a metre, turned about the hands by that much clockwise.
Pose seen(Pose pose, double turn_deg) {
  const double cosine = std::cos(from_deg(turn_deg)), sine = std::sin(from_deg(turn_deg));
  for (Landmark& l : pose.joints) {
    const double x = l.x, y = l.y;
    l.x = static_cast<float>(600 + 400 * (cosine * x - sine * y)),
    l.y = static_cast<float>(100 + 400 * (sine * x + cosine * y));
  }
  return pose;
}

// At rest, filmed by a camera that turns the picture clockwise by roll.
Pose at_rest(double raised_deg, double roll_deg) {
  const Pose pose = body(raised_deg);
  const Vec2 c = center(pose);
  return seen(pose, to_deg(std::atan2(c.x, c.y)) + roll_deg);
}

TEST(Plumb, a_body_at_rest_shows_the_cameras_roll_whatever_its_legs_do) {
  for (const double roll : {-9.0, 0.0, 4.0})
    for (const double raised : {0.0, 10.0, 25.0}) {
      const auto plumb = find_plumb(std::vector<Pose>(5, at_rest(raised, roll)));
      ASSERT_TRUE(plumb.has_value());
      EXPECT_NEAR(to_deg(plumb->tilt), roll, 0.01);
      EXPECT_NEAR(to_deg(plumb->doubt), 2, 0.01);
    }
}

TEST(Plumb, swinging_averages_out_and_adds_doubt) {
  std::vector<Pose> poses;
  for (int i = 0; i < 240; ++i) poses.push_back(at_rest(5, 3 + 8 * std::sin(i / 12.0)));
  const auto plumb = find_plumb(poses);
  ASSERT_TRUE(plumb.has_value());
  EXPECT_NEAR(to_deg(plumb->tilt), 3, 1);
  EXPECT_GT(to_deg(plumb->doubt), 3);
}

TEST(Plumb, raised_legs_and_poses_without_a_place_say_nothing) {
  std::vector<Pose> poses(10, at_rest(80, 4));
  EXPECT_FALSE(find_plumb(poses).has_value());
  Pose nobody;
  poses.insert(poses.end(), 10, nobody);
  EXPECT_FALSE(find_plumb(poses).has_value());
  EXPECT_FALSE(find_plumb({}).has_value());
}

TEST(Plumb, a_hanging_body_and_a_level_camera_meet_halfway) {
  std::vector<Pose> poses(20, at_rest(0, 4));
  for (std::size_t i = 0; i < poses.size(); ++i) poses[i].at_s = 0.1 * static_cast<double>(i);
  const auto frame = find_side_frame(poses, 1200, 1100);
  ASSERT_TRUE(frame.has_value());
  ASSERT_EQ(frame->posture, Posture::hanging);
  EXPECT_NEAR(to_deg(frame->floor_tilt), 2, 0.1);
  EXPECT_NEAR(to_deg(frame->floor_tilt_error), std::hypot(std::sqrt(2), 1), 0.1);
  EXPECT_NEAR(frame->up.x, std::sin(frame->floor_tilt), 1e-9);
  EXPECT_NEAR(dot(frame->up, frame->head), 0, 1e-9);
}

}  // namespace
}  // namespace endrange
