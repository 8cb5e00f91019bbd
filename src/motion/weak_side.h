// weak_side.h: the turns of a leg that moves too little to be counted by itself.
//
//   strong leg   ‾‾╲__╱‾‾‾‾‾‾‾‾‾‾╲__╱‾‾‾‾‾‾‾‾‾‾     alternates with
//   weak leg     ‾‾‾‾‾‾‾‾‾‾╲_╱‾‾‾‾‾‾‾‾‾‾╲_╱‾‾‾‾     … one in each of its waits, still while it works
#pragma once

#include <span>
#include <vector>

#include "motion/reps.h"

namespace endrange {

/// Counted against the weak leg's own movement, which the other's waits vouch for: exactly one there-and-back in each
/// wait between the strong leg's, from the same end, at least two in all, and stillness while the strong leg works.
/// Jitter, fidgeting and a leg that moves along with the other meet none of that.
///
/// at_s, values   of the weak leg, or of its thigh, rad (frames)
/// strong         the other leg's cycles, in time order
/// returns        no cycles where it doesn't take turns
std::vector<Cycle> find_turns(std::span<const double> at_s, std::span<const double> values,
                              std::span<const Cycle> strong, const RepOptions& options = {});

}  // namespace endrange
