// soft_way.h: when a limb set off and when it came to rest, from the whole of its way.
//
//   level ────╮  from_s                Noise hides the ends, where nearly nothing moves, and makes the fastest frame
//              ╲                       faster than it was: neither a threshold nor a peak speed tells the ends without
//               ╲______ to_s           being early or late. A smooth way laid through all of it does.
#pragma once

#include <optional>
#include <span>

#include "core/analysis.h"

namespace endrange {

/// A way that starts and ends softly: minimum jerk.
struct SoftWay {
  double from_s, to_s;  ///< when it set off and came to rest
  double from, to;      ///< the values between which it goes
  double duration_s() const { return to_s - from_s; }
  double peak_rate() const;
};

/// The way between a level that is held and somewhere else, laid through the values by least squares.
///
/// at_s, values   (frames), NaN where unknown
/// level          held on one side of it
/// held_s         a time at which it is; the way is looked for from there
/// step           1: the way follows held_s; −1: it leads there
/// least          a shorter way is none, in the unit of values
/// within_s       so far from held_s it is looked for at most
/// returns        empty where there is no such way, or none that ends within the data
///
/// Source of the shape: Flash & Hogan 1985. Limbs that are aimed at a place move much like it.
std::optional<SoftWay> find_soft_way(std::span<const double> at_s, std::span<const double> values, double level,
                                     double held_s, int step, double least, double within_s);

}  // namespace endrange
