// see.h: what the belly's rise and fall in the picture says of the breath, moment by moment.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "breath/path.h"

namespace endrange {

enum class Sight {
  seen,
  not_seen,   ///< the belly wasn't followed for long enough
  too_small,  ///< it moved less than the measurement's own noise
  with_legs,  ///< it moved as the legs do: breath and legs can't be told apart
  irregular   ///< what moved it doesn't come and go as breath does; set by fuse
};

struct Seen {
  Sight sight = Sight::not_seen;
  /// On the steps asked for; nothing where the belly wasn't seen. (steps)
  std::vector<BreathEvidence> evidence;
  std::vector<char> is_known;  ///< (steps)
  std::vector<double> rate;    ///< of the belly's rise, mm/s, NaN where it wasn't seen (steps)
  double range_mm = 0;         ///< how far the belly rises and falls, 10th to 90th percentile about its own drift
  double noise_mm = 0;         ///< of a single frame
};

/// What the picture gives, frame by frame; spans of the same length.
struct BellySeries {
  std::span<const double> at_s;                    ///< ascending
  std::span<const double> rise_mm;                 ///< of the belly's front; NaN where not measured
  std::array<std::span<const double>, 2> leg_deg;  ///< elevation of each leg; NaN or empty where not measured
};

/// Evidence at from_s + k * step_s, `steps` of them. What the legs' elevation explains of the belly's path is taken off
/// it first, by least squares: skin and pelvis go with the legs.
Seen see(const BellySeries& belly, double from_s, double step_s, std::size_t steps);

}  // namespace endrange
