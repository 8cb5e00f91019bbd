// end_range.h: the leg elevation at which, on the way down, the lower back is lost.
//
//   elevation ╲            lift            ╭─────   above the criterion for 0.15 s
//              ╲─ end range ┄┄┄┄┄┄┄┄┄┄┄┄┄╱┄┄ 5 mm
//               ╲______          _______╱
//
// Told for each rep, then for the set, with an interval: from the spread of the reps, from how uncertain the lift is
// against how fast it grows with the angle, and from what all angles of the clip have wrong alike.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/analysis.h"

namespace endrange {

struct EndRangeInput {
  std::span<const double> at_s;
  std::span<const double> lumbar_lift_mm, lumbar_lift_error_mm;  ///< NaN where not measured
  std::span<const double> floor_gap_mm;                          ///< NaN where hidden
  double certain_gap_mm = 20;                                    ///< an opening this high is one
  std::array<std::span<const double>, 2> elevation_deg;          ///< by Side
  Side near_side = Side::left;
  double angle_bias_deg = 0;  ///< what all its frames share; the rest is in the reps' spread
  /// Why nothing that looks like a held back may be believed: "" = it may. E.g. a file that erases small motion.
  std::string doubt;
};

/// Fills end_range_deg and lumbar_lift_max_mm of each complete rep and returns the set's end range. Status
/// not_measured, with a reason, where the lift was seen in too little of the lowering.
EndRange find_end_range(const EndRangeInput& input, std::span<Rep> reps);

/// The lift that counts as losing the back: 5 mm, or three times the clip's own noise. mm
double lift_criterion(std::span<const double> lumbar_lift_error_mm);

}  // namespace endrange
