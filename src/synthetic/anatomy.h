// anatomy.h: the sizes of one body. m
#pragma once

#include <array>
#include <span>
#include <string>

namespace endrange::synthetic {

/// A section across the trunk, lying flat on its back: an ellipse-like outline from the back line forward.
struct Section {
  double s = 0;           ///< along the trunk from the hips' level, towards the head
  double half_width = 0;  ///< to the side
  double back = 0;        ///< where it begins, in front of the back line
  double depth = 0;       ///< from there to the front
};

struct Anatomy {
  bool is_woman = false;
  double height = 1.75, girth = 1;
  // Joint to joint, as shares of height: Drillis & Contini.
  double thigh = 0, shank = 0, upper_arm = 0, forearm = 0, hand = 0, foot = 0;
  double hip_s = 0, hip_depth = 0, hip_side = 0;                 ///< hip joints; s = 0 by definition
  double shoulder_s = 0, shoulder_depth = 0, shoulder_side = 0;  ///< shoulder joints
  double neck_s = 0, neck_depth = 0, neck = 0;                   ///< root of the neck and its length
  double head = 0;                                               ///< chin to crown
  // Where the back bends and rests: sacrum's end on the floor, upper end of the pelvis, lowest rib that stays down.
  double buttock_s = 0, pelvis_s = 0, rib_s = 0;
  std::array<Section, 11> sections;

  double leg() const { return thigh + shank; }
};

/// sex f or m; height m; girth 1 = average.
Anatomy make_anatomy(char sex, double height, double girth);

}  // namespace endrange::synthetic
