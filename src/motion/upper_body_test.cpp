#include "motion/upper_body.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/angle.h"

namespace endrange {
namespace {

// Head to the right, trunk 200 px, the near hip at (500, 300).
SideFrame lying() {
  SideFrame frame;
  frame.posture = Posture::lying, frame.trunk_px = 200;
  return frame;
}

void put(Pose& pose, Joint joint, double along, double up) {
  pose[joint] = {static_cast<float>(500 + along), static_cast<float>(300 - up), 1, 1};
}

Pose with_face(double pitch_deg) {
  Pose pose;
  put(pose, Joint::left_hip, 0, 0);
  put(pose, Joint::left_ear, 250, 0);
  put(pose, Joint::nose, 250 - 40 * std::sin(from_deg(pitch_deg)), 40 * std::cos(from_deg(pitch_deg)));
  return pose;
}

TEST(Head, a_nose_straight_above_the_ear_is_zero_and_the_chin_to_the_chest_is_positive) {
  for (const double pitch : {-25.0, 0.0, 18.0, 50.0})
    EXPECT_NEAR(to_deg(head_pitch(with_face(pitch), lying())), pitch, 1e-4);
}

TEST(Head, a_face_towards_the_camera_has_no_pitch) {
  Pose pose = with_face(0);
  put(pose, Joint::nose, 252, 4);
  EXPECT_TRUE(std::isnan(head_pitch(pose, lying())));
}

TEST(Hands, lie_where_wrist_and_knuckles_say) {
  struct Case {
    double along, up, knuckles_up;  // trunk lengths
    HandPlace expected;
  };
  for (const Case& c : {Case{-0.05, -0.18, -0.21, HandPlace::beside}, Case{-0.1, -0.1, -0.08, HandPlace::under_hips},
                        Case{-0.1, -0.14, -0.145, HandPlace::unknown}, Case{1.8, 0, 0, HandPlace::overhead},
                        Case{0.95, 0.9, 1.0, HandPlace::upright}, Case{0.8, 0.3, 0.3, HandPlace::on_trunk}}) {
    std::vector<Pose> poses;
    for (int i = 0; i < 30; ++i) {
      Pose pose = with_face(18);
      pose.at_s = i / 30.0;
      put(pose, Joint::left_wrist, 200 * c.along, 200 * c.up);
      put(pose, Joint::left_index, 200 * (c.along - 0.15), 200 * c.knuckles_up);
      put(pose, Joint::left_pinky, 200 * (c.along - 0.15), 200 * c.knuckles_up);
      poses.push_back(pose);
    }
    EXPECT_STREQ(name_of(find_hands(poses, lying(), 0, 1)), name_of(c.expected)) << c.along << " " << c.up;
  }
}

TEST(Hands, that_move_about_are_in_no_place) {
  std::vector<Pose> poses;
  for (int i = 0; i < 60; ++i) {
    Pose pose = with_face(18);
    pose.at_s = i / 30.0;
    put(pose, Joint::left_wrist, 4.0 * i, 3.0 * i);
    poses.push_back(pose);
  }
  EXPECT_EQ(find_hands(poses, lying(), 0, 2), HandPlace::unknown);
}

TEST(Swing, is_half_of_how_far_the_line_from_hands_to_hips_sweeps) {
  SideFrame frame = lying();
  frame.posture = Posture::hanging;
  std::vector<Pose> poses;
  for (int i = 0; i < 120; ++i) {
    Pose pose;
    pose.at_s = i / 30.0;
    const double angle = from_deg(10.0) * std::sin(2 * std::numbers::pi * pose.at_s / 2);
    for (const Side side : kSides) {
      put(pose, of(Joint::left_wrist, side), 0, 300);
      put(pose, of(Joint::left_hip, side), 300 * std::sin(angle), 300 - 300 * std::cos(angle));
    }
    poses.push_back(pose);
  }
  Rep rep;
  rep.start_s = 0, rep.end_s = 4;
  std::vector<Rep> reps = {rep};
  add_upper_body(reps, poses, frame);
  EXPECT_NEAR(reps[0].swing_deg, 10, 0.2);
}

}  // namespace
}  // namespace endrange
