// checked_set.h: a set of known faults, judged: true landmarks with errors through the whole of interpret(), and what
// the picture and the sound would add, put in from the truth with errors of its own.
#pragma once

#include <string>
#include <vector>

#include "core/analysis.h"
#include "core/error.h"
#include "synthetic/recipe.h"
#include "synthetic/skeleton.h"

namespace endrange::bench {

struct CheckedSet {
  Analysis analysis;
  std::vector<std::string> faults;   ///< ids of the checks that ought to see something, by the recipe
  std::vector<std::string> unclear;  ///< ids whose fault is too near the limit to demand either answer
  double hold_s = kUnknown, true_hold_s = kUnknown;
};

/// A recipe from flags of `endrange synth`: "--exercise heel_tap --reps 4". Errors: bad_argument, names the flag.
Result<synthetic::Recipe> recipe_from_flags(const std::string& flags);

/// Pre: recipe.problem() is empty.
CheckedSet judge_set(const synthetic::Recipe& recipe, const synthetic::LandmarkNoise& noise = {});

}  // namespace endrange::bench
