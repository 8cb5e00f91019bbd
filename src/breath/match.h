// match.h: how the breath goes with the repetitions.
#pragma once

#include <span>

#include "core/analysis.h"

namespace endrange {

/// Fills breath_held_s, inhale_share_lowering and exhale_share_lifting of the reps. Unknown where the breath wasn't
/// measured, where more than a third of the rep, or of that phase, is unknown, and the shares where the ways aren't
/// known.
void match_breath(const Breath& breath, std::span<Rep> reps);

}  // namespace endrange
