// sides.h: which leg is left and which is right, over a whole clip.
#pragma once

#include <span>
#include <vector>

#include "core/landmarks.h"
#include "pose/front_leg.h"

namespace endrange {

/// Exchanges left and right where the network mixed them up. Of all ways to exchange the legs (and, apart from them,
/// the arms) pose by pose, the one is taken that moves the joints the least, at a price for every second exchanged: a
/// limb doesn't jump, mostly the network is right, and the near leg is in front. `fronts` (may be empty) are what the
/// picture says of that, in the poses' order; they count where the body lies with one side nearer. Then a leg that was
/// put onto the other for a moment is forgotten there (NaN), and both are where they seem to meet halfway for a moment.
/// Returns how many poses were mended. Poses that the network didn't see are left alone.
int repair_side_swaps(std::vector<Pose>& poses, std::span<const FrontLeg> fronts = {});

}  // namespace endrange
