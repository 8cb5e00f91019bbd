// exercise.h: what is known of each variation, as facts. Nobody switches on an id: checks, coach and counting read
// facts.
#pragma once

#include <span>
#include <string_view>

#include "core/analysis.h"

namespace endrange {

enum class Position { supine, hanging, all_fours };
enum class Legs { both, one, alternating };
enum class Knees {
  straight,
  bent,
  bent_to_straight
};  ///< the last: bent at one end of the movement, straight at the other

struct Exercise {
  std::string_view id;  ///< as in docs/formats.md; never renamed
  std::string_view title;
  Position position;
  Legs legs;
  Knees knees;
  bool curls_pelvis = false;     ///< the hips leave the floor at the top
  bool is_hold = false;          ///< timed rather than counted
  bool is_rhythmic = false;      ///< small quick movements: tempo is no fault of them
  bool lowering_is_hard = true;  ///< the phase in which the back is lost; hanging raises are hard on the way up
  std::string_view easier;       ///< id of a regression; "" = none
  std::string_view harder;       ///< id of a progression; "" = none
};

/// All variations, easiest first; "other" last.
std::span<const Exercise> exercises();

/// The exercise with that id; null when there is none.
const Exercise* find_exercise(std::string_view id);

/// What recognition looks at.
struct MovementFacts {
  Posture posture = Posture::other;
  std::string_view sides;                ///< Analysis::sides()
  double knee_at_top_deg = kUnknown;     ///< median knee flexion at the tops
  double knee_at_bottom_deg = kUnknown;  ///< likewise at the bottoms
  double hip_rise_trunks = kUnknown;     ///< median rise of the hips from bottom to top, trunk lengths
  int complete_reps = 0;
  bool is_held = false;  ///< a hollow-body shape was held
};

/// The variation whose facts fit the movement, with a confidence and the reason in words; "other" when none does.
ExerciseGuess recognise(const MovementFacts& facts);

}  // namespace endrange
