// advice_text.h: what to go on with, and what couldn't be judged, as sentences.
#pragma once

#include <string>

#include "core/analysis.h"

namespace endrange {

/// "Next: the single-leg raise, because …"; "" where there is nothing to go by.
std::string next_text(const Analysis& analysis);

/// "Couldn't be judged: the back staying down (an arm hides it)."; "" where all was judged.
std::string not_judged_text(const Analysis& analysis);

}  // namespace endrange
