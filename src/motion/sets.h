// sets.h: from two legs' angles to the reps of a set: which leg, complete or partial, and what was only set-up.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/analysis.h"
#include "motion/angles.h"
#include "motion/reps.h"

namespace endrange {

/// What the reps of one take are read from.
struct SetInput {
  std::span<const double> at_s;              ///< (frames)
  std::array<LegAngles, 2> legs;             ///< by Side, (frames)
  std::array<std::vector<double>, 2> rates;  ///< of the elevation used, rad/s, (frames)
  bool is_thigh_used = false;                ///< feet out of the picture, or hanging
  bool is_hanging = false;
  Side near_side = Side::left;
};

/// The reps of one take, complete and partial, in time order; index is left to the caller.
///
/// A cycle of an angle becomes a rep only when the foot (or knee) really rose: a bridge moves the hip under a still
/// foot and isn't one. Getting into position (bent knees where the set's are straight) isn't one either.
std::vector<Rep> find_reps(const SetInput& input, const RepOptions& options = {});

}  // namespace endrange
