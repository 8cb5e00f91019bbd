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

/// What is wrong with a set, by its recipe.
struct Faults {
  std::vector<std::string> seen;     ///< ids of the checks that ought to see something
  std::vector<std::string> unclear;  ///< ids whose fault is too near the limit to demand either answer
  double hold_s = kUnknown;          ///< length of the hold, if it is one
};

/// A recipe from flags of `endrange synth`: "--exercise heel_tap --reps 4". Errors: bad_argument, names the flag.
Result<synthetic::Recipe> recipe_from_flags(const std::string& flags);

/// Pre, of both: recipe.problem() is empty.
Faults faults_of(const synthetic::Recipe& recipe);
Analysis judge_set(const synthetic::Recipe& recipe, const synthetic::LandmarkNoise& noise = {});

}  // namespace endrange::bench
