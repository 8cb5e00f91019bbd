// motion.h: what the lifter does, moment by moment: smooth functions of time.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "core/landmarks.h"
#include "synthetic/recipe.h"
#include "synthetic/track.h"

namespace endrange::synthetic {

/// Angles of the body at one moment, rad, in the body's own frame: legs and arms in line with the trunk are 0 and pi.
struct LegPose {
  double hip = 0;    ///< thigh against the trunk line, positive flexed
  double knee = 0;   ///< positive bent
  double ankle = 0;  ///< sole against the shank: 0 at a right angle, positive pointed
};
struct ArmPose {
  double shoulder = 0;   ///< 0 along the trunk, pi/2 forward, pi overhead
  double abduction = 0;  ///< away from the trunk, sideways
  double elbow = 0;      ///< positive bent
};
struct Moment {
  double at_s = 0;
  std::array<LegPose, 2> legs;  ///< by Side
  std::array<ArmPose, 2> arms;
  double spread = 0.015;   ///< rad, legs turned out
  double head = 0;         ///< rad, chin towards the chest; negative: looking back
  double chest = 0;        ///< rad, head and shoulders curled off the floor
  double lumbar_lift = 0;  ///< m
  double pelvic_tilt = 0;  ///< rad, posterior positive, 0 = flat on the floor
  double curl = 0;         ///< rad, the whole pelvis curled off the floor
  double breath = 0;       ///< 0 breathed out … 1 breathed in
  double swing = 0;        ///< rad, of a hanging body, legs' side positive
  double slip = 0;         ///< m, how far cloth has slid towards the head
};

/// A movement away from home and back, as it was meant.
struct ScriptRep {
  bool is_complete = true;
  std::string side;  ///< both, left, right
  Side leader = Side::left;
  bool is_scissors = false;                                 ///< the other leg goes the other way at the same time
  double leave_s = 0, reach_s = 0, turn_s = 0, back_s = 0;  ///< leaves home, reaches the far end, leaves it, is home
};

/// The whole clip's movement.
struct Script {
  double duration_s = 0;
  bool home_is_top = true;
  bool is_hold = false;
  double hold_from_s = kUnknown, hold_to_s = kUnknown;  ///< the shape is held
  double set_from_s = 0, set_to_s = 0;                  ///< first and last movement of the set
  std::vector<ScriptRep> reps;
  bool is_hanging = false, is_prone = false;

  Moment at(double t) const;
  /// A moment in the middle of what the clip shows, limbs apart: the posture in which the surface is grown.
  Moment rest() const;

  // Ways of each leg, arm and of the breath; read through at().
  std::array<Track, 2> hip, knee, shoulder, elbow;
  std::array<Track, 2> rests;  ///< 1: the foot rests on the floor, nothing of the leg pulls at the back
  std::array<double, 2> abduction{};
  Track breath, head, chest, curl;
  Recipe recipe;
  double breath_phase = 0;
};

/// Writes the script of a recipe. Pre: recipe.problem() is empty.
Script write_script(const Recipe& recipe);

}  // namespace endrange::synthetic
