// set_verdict.h: one set against what its rung asks for.
#pragma once

#include <string>

#include "coach/ladder.h"
#include "core/training.h"

namespace endrange {

/// unmeasured: nothing speaks against the set, but what decides wasn't measured. skipped: planned, and not done.
enum class SetOutcome { met, missed, unmeasured, skipped };

/// What a set lacked first, in the order in which it is looked at.
enum class Lack {
  none,
  not_filmed,
  exercise_unsure,
  reps,
  tempo_unknown,
  tempo,
  pause,
  back_unknown,
  back,
  depth,
  fault
};

struct SetVerdict {
  SetOutcome outcome = SetOutcome::unmeasured;
  Lack lack = Lack::none;
  std::string reason;         ///< a clause with the numbers: "lowered in 2.1 s, where 3.7 s are asked for"
  bool is_back_lost = false;  ///< in so many reps that it speaks for an easier rung
};

/// True where the set's exercise is one of the rung's.
bool is_of(const SetRecord& set, const Rung& rung);

/// How many reps of the set count against a volume: of the leg that did fewer, where legs work one at a time; of the
/// one leg that worked in a set of one leg; whole seconds of a hold.
int reps_that_count(const SetRecord& set);

/// Judges a set of one of the rung's exercises. volume: what was asked of it.
SetVerdict judge_set(const SetRecord& set, const Rung& rung, const Volume& volume);

}  // namespace endrange
