#include "analysis/legs.h"

#include "core/smooth.h"
#include "pose/ankles.h"
#include "pose/sides.h"

namespace endrange {

void smooth_take(std::span<Pose> poses) {
  std::vector<double> at_s, x(poses.size()), y(poses.size());
  for (const Pose& pose : poses) at_s.push_back(pose.at_s);
  for (std::size_t j = 0; j < kJointCount; ++j) {
    for (std::size_t i = 0; i < poses.size(); ++i) {
      x[i] = poses[i].seen ? poses[i].joints[j].x : kUnknown;
      y[i] = poses[i].seen ? poses[i].joints[j].y : kUnknown;
    }
    const auto smooth_x = smooth(at_s, x), smooth_y = smooth(at_s, y);
    Landmark latest;
    for (std::size_t i = 0; i < poses.size(); ++i) {
      Landmark& joint = poses[i].joints[j];
      if (poses[i].seen) latest = joint;
      joint = {static_cast<float>(smooth_x[i].value), static_cast<float>(smooth_y[i].value), latest.visibility,
               latest.presence};
    }
  }
  // What isn't smoothed is carried over from the last look.
  const Pose* latest = nullptr;
  for (Pose& pose : poses) {
    if (pose.seen) latest = &pose;
    const bool is_placed = pose.is_placed();
    pose.score = is_placed && latest != nullptr ? latest->score : 0;
    if (is_placed && latest != nullptr) pose.world = latest->world;
  }
}

SetInput set_input(std::span<const Pose> poses, std::span<const double> at_s, const SideFrame& frame,
                   bool is_thigh_used, int width, int height) {
  SetInput input;
  input.at_s = at_s;
  input.legs = measure_legs(poses, frame, width, height);
  input.is_thigh_used = is_thigh_used;
  input.is_hanging = frame.posture == Posture::hanging;
  input.near_side = frame.near_side;
  for (const Side side : kSides) {
    const auto leg = static_cast<std::size_t>(side);
    for (const Motion& m : smooth(at_s, input.legs[leg].elevation(is_thigh_used))) input.rates[leg].push_back(m.rate);
  }
  return input;
}

std::vector<Rep> count_reps(std::vector<Pose> poses, std::span<const FrontLeg> fronts, const SideFrame& frame,
                            bool is_thigh_used, int width, int height) {
  repair_side_swaps(poses, fronts);
  lower_ankles(poses);
  smooth_take(poses);
  std::vector<double> at_s;
  for (const Pose& pose : poses) at_s.push_back(pose.at_s);
  return find_reps(set_input(poses, at_s, frame, is_thigh_used, width, height));
}

}  // namespace endrange
