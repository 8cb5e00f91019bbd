// recognise.h: which variation a movement is, from its facts.
#pragma once

#include <string_view>
#include <vector>

#include "exercise/exercise.h"

namespace endrange {

/// What recognition looks at.
struct MovementFacts {
  Posture posture = Posture::other;
  std::string_view sides;                ///< Analysis::sides()
  double knee_at_top_deg = kUnknown;     ///< median knee flexion at the tops
  double knee_at_bottom_deg = kUnknown;  ///< likewise at the bottoms
  double hip_rise_trunks = kUnknown;     ///< median rise of the hips from bottom to top, trunk lengths
  int complete_reps = 0;
  bool legs_cross = false;  ///< one leg goes down while the other goes up
  bool is_held = false;     ///< a hollow-body shape was held
};

/// The variation whose facts fit the movement, with a confidence and the reason in words; "other" when none does.
ExerciseGuess recognise(const MovementFacts& facts);

/// The sets of a clip: reps of one kind in a row, and holds, in time order. One set where the clip is of one exercise;
/// none without a complete rep or a hold.
std::vector<ExerciseSet> find_sets(const Analysis& analysis);

}  // namespace endrange
