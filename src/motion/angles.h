// angles.h: joint angles over time, from smoothed landmarks and the side frame.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/landmarks.h"
#include "motion/side_frame.h"

namespace endrange {

/// One leg over time. rad, (frames); NaN where the landmarks are.
struct LegAngles {
  std::vector<double> leg_elevation;    ///< direction hip→ankle above the floor
  std::vector<double> thigh_elevation;  ///< direction hip→knee above the floor
  std::vector<double> hip_flexion;      ///< thigh against the trunk line, 0 straight, positive flexed
  std::vector<double> knee_flexion;     ///< 0 straight, positive bent
  std::vector<double> foot_rise;        ///< how high the ankle is above the shoulder, in leg lengths (not an angle)
  std::vector<double> knee_rise;        ///< likewise the knee, in thigh lengths
  std::vector<double> hip_rise;         ///< how high the hip is above the shoulder, in trunk lengths
  const std::vector<double>& elevation(bool of_thigh) const { return of_thigh ? thigh_elevation : leg_elevation; }
};

/// Both legs, by Side.
///
/// poses          smoothed, one a frame; NaN joints where nobody was found
/// frame          the take's side frame
/// width, height  of the picture, px; what needs an ankle outside it is NaN
std::array<LegAngles, 2> measure_legs(std::span<const Pose> poses, const SideFrame& frame, int width, int height);

}  // namespace endrange
