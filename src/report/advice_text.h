// advice_text.h: what to go on with, what couldn't be judged, and the set as a whole, as sentences.
#pragma once

#include <string>

#include "core/analysis.h"

namespace endrange {

/// "Next: the single-leg raise, because …"; "" where there is nothing to go by.
std::string next_text(const Analysis& analysis);

/// "Couldn't be judged: the back staying down (an arm hides it)."; "" where all was judged.
std::string not_judged_text(const Analysis& analysis);

/// "From the first repetition to the last: range −6 ± 2°, …"; "" with too few of them.
std::string trends_text(const Analysis& analysis);

/// "Left and right: range 37° and 41°, …"; "" where they didn't work apart.
std::string sides_text(const Analysis& analysis);

}  // namespace endrange
