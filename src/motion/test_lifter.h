// test_lifter.h: a stick figure of known angles, filmed by a camera of known roll and side, as landmarks. For tests.
#pragma once

#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include "core/angle.h"
#include "core/landmarks.h"

namespace endrange::test {

/// What the figure does and how it is filmed. Angles in deg.
struct Lifter {
  std::function<double(double)> left = [](double) { return 0.0; };  ///< leg elevation over time
  std::function<double(double)> right = [](double) { return 0.0; };
  std::function<double(double)> knee = [](double) { return 0.0; };  ///< flexion of both knees
  std::function<double(double)> hip_height_m = [](double) { return 0.105; };
  double seconds = 10, frames_per_s = 30;
  bool head_is_right = false;
  Side near_side = Side::right;
  double roll_deg = 0;  ///< of the camera: turns the picture clockwise
  double yaw_deg = 0;   ///< of the camera, as the network's depth would show it
  double scale = 400;   ///< px per metre
  double noise_px = 0;
  double start_s = 0;
  int width = 1920, height = 1080;
  unsigned seed = 1;
};

inline std::vector<Pose> film(const Lifter& l) {
  constexpr double kTrunk = 0.5, kThigh = 0.42, kShank = 0.42, kShoulderHeight = 0.07;
  std::mt19937 random(l.seed);
  std::normal_distribution<double> noise(0, 1);
  std::vector<Pose> poses;
  const int frames = static_cast<int>(std::lround(l.seconds * l.frames_per_s));
  const double direction = l.head_is_right ? -1 : 1;  // picture x towards the feet
  for (int i = 0; i < frames; ++i) {
    const double t = i / l.frames_per_s;
    Pose pose;
    pose.frame = i;
    pose.at_s = l.start_s + t;
    pose.score = 1;
    pose.seen = true;
    // Side frame here: x towards the feet, y up, metres; the hip stands above the origin.
    const auto place = [&](Joint joint, double x, double y, double depth, float visibility) {
      const double across = x * std::cos(from_deg(l.yaw_deg));
      const double px = direction * across * l.scale, py = -y * l.scale;
      const double c = std::cos(from_deg(l.roll_deg)), s = std::sin(from_deg(l.roll_deg));
      pose[joint] = {static_cast<float>(l.width * 0.5 + c * px - s * py + l.noise_px * noise(random)),
                     static_cast<float>(l.height * 0.75 + s * px + c * py + l.noise_px * noise(random)), visibility, 1};
      pose.world[static_cast<std::size_t>(joint)] = {static_cast<float>(direction * across), static_cast<float>(-y),
                                                     static_cast<float>(depth + x * std::sin(from_deg(l.yaw_deg)))};
    };
    const double hip = l.hip_height_m(t);
    for (const Side side : kSides) {
      const bool is_near = side == l.near_side;
      const double depth = is_near ? -0.15 : 0.15;
      const float visibility = is_near ? 0.9f : 0.3f;
      const double leg = from_deg(side == Side::left ? l.left(t) : l.right(t)), bend = from_deg(l.knee(t));
      // The knee bends so that hip→ankle keeps the wanted direction.
      const double thigh = leg + bend / 2, shank = leg - bend / 2;
      const double knee_x = kThigh * std::cos(thigh), knee_y = hip + kThigh * std::sin(thigh);
      const double ankle_x = knee_x + kShank * std::cos(shank), ankle_y = knee_y + kShank * std::sin(shank);
      place(of(Joint::left_shoulder, side), -kTrunk, kShoulderHeight, depth, visibility);
      place(of(Joint::left_elbow, side), -kTrunk + 0.25, 0.05, depth, visibility);
      place(of(Joint::left_wrist, side), -kTrunk + 0.5, 0.03, depth, visibility);
      place(of(Joint::left_hip, side), 0, hip, depth, visibility);
      place(of(Joint::left_knee, side), knee_x, knee_y, depth, visibility);
      place(of(Joint::left_ankle, side), ankle_x, ankle_y, depth, visibility);
      place(of(Joint::left_heel, side), ankle_x + 0.05, ankle_y, depth, visibility);
      place(of(Joint::left_foot, side), ankle_x + 0.05, ankle_y + 0.15, depth, visibility);
    }
    place(Joint::nose, -kTrunk - 0.2, 0.2, 0, 1);
    for (const Joint joint : {Joint::left_ear, Joint::right_ear}) place(joint, -kTrunk - 0.2, 0.1, 0, 1);
    poses.push_back(pose);
  }
  return poses;
}

/// A smooth there-and-back between `from` and `to` every `period_s`, dwelling `dwell` of it at either end.
inline double swing(double t, double from, double to, double period_s, double dwell = 0.1) {
  const double phase = std::fmod(t / period_s, 1.0), move = (1 - 2 * dwell) / 2;
  const auto ease = [](double u) { return u * u * u * (10 - 15 * u + 6 * u * u); };  // minimum jerk
  double share;
  if (phase < dwell / 2 || phase >= 1 - dwell / 2) {
    share = 0;
  } else if (phase < dwell / 2 + move) {
    share = ease((phase - dwell / 2) / move);
  } else if (phase < 1.5 * dwell + move) {
    share = 1;
  } else {
    share = 1 - ease((phase - 1.5 * dwell - move) / move);
  }
  return from + (to - from) * share;
}

}  // namespace endrange::test
