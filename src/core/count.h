// count.h: how slowly a leg was lowered, as people count it.
#pragma once

#include <algorithm>
#include <cmath>

#include "core/unknown.h"

namespace endrange {

/// Ends within so many degrees of an extreme belong to the phases top and bottom.
constexpr double kNearExtreme_deg = 2.5;

/// Of a movement over that way which starts and ends softly (minimum jerk), the share of its time between those ends:
/// 0.70 of one over 90 deg, 0.60 of one over 45; of a steady one nearly all.
inline double share_between(double way_deg) {
  constexpr double kTolerance = 0.97;
  const double c = std::cbrt(kNearExtreme_deg / way_deg / 10);
  return kTolerance * (1 - 2 * c / std::cbrt(1 - 1.5 * c));
}

/// A count of four is one for this way; less in proportion for a shorter one.
constexpr double kWholeWay_deg = 60;

/// To how many seconds one would have counted over a whole way: 4 = a count of four.
/// lower_s   between the ends, as phases are
/// way_deg   from the top to the bottom
/// returns   NaN where either is unknown, or the way too short to tell
inline double lowering_count(double lower_s, double way_deg) {
  if (!(way_deg > 4 * kNearExtreme_deg)) return kUnknown;
  return lower_s / (share_between(way_deg) * std::min(1.0, way_deg / kWholeWay_deg));
}

/// The stillness at the bottom: without the soft ends of lowering and lifting, which belong to the phase too. s
inline double pause_between(double lower_s, double bottom_s, double lift_s, double way_deg) {
  const double share = share_between(way_deg);
  const double pause_s = bottom_s - (1 - share) / (2 * share) * (lower_s + lift_s);
  return pause_s < 0 ? 0 : pause_s;  // NaN stays
}

}  // namespace endrange
