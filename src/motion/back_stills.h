// back_stills.h: which moments of a set show what the lower back did.
//
//   leg   ╲●            one repetition, on its way down: evenly by the leg's angle to where the back is lost,
//           ╲●          that moment, and one past it; where it held, evenly to the lowest
//             ╲●
//               ●◄ lift-off
//                ●
#pragma once

#include <vector>

#include "core/analysis.h"

namespace endrange {

/// Up to six moments in time order, of the rep whose end range is the set's median, or of the first measured one where
/// the back held. Curves are left empty but for the frame. Empty where the lift wasn't measured, or of no rep at two
/// moments.
std::vector<BackStill> choose_back_stills(const Analysis& analysis);

}  // namespace endrange
