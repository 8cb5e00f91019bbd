// phases.h: when a rep's phases begin and end, to less than a frame.
//
//   angle   ┌─top─┐                      top, bottom: within 2.5 deg of the extreme, as one counts a pause;
//           │     │                      or slower than a tenth of the swing's peak, for a leg that drifts while it
//           waits │     ╲ lower        lift ╱  lower, lift: between them │      ╲______bottom_____╱
#pragma once

#include <span>

#include "core/analysis.h"
#include "motion/reps.h"

namespace endrange {

/// One local extreme of the signal and the time spent near it.
struct Dwell {
  double value = kUnknown;  ///< signal at the extreme, rad
  double at_s = kUnknown;   ///< middle of the time within 0.75 deg of it
  Interval near;            ///< from first to last being within 2.5 deg of it
};

/// The extreme around a moment: the outermost value of the stretch around `around_s` that stays within `zone` of
/// `level`.
///
/// at_s, values  the signal, ascending times, rad; NaN ends a stretch
/// which         whether the highest or the lowest value is the extreme
Dwell find_dwell(std::span<const double> at_s, std::span<const double> values, double around_s, Extreme which,
                 const Range& range);

/// Fills the times and phases of `rep` from a cycle. `rates` (rad/s) give the peak lowering speed.
void fill_phases(Rep& rep, const Cycle& cycle, const Range& range, std::span<const double> at_s,
                 std::span<const double> values, std::span<const double> rates);

}  // namespace endrange
