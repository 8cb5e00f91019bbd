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
  std::string_view good = "";    ///< how a good one looks, one sentence
};

/// All variations, easiest first; "other" last.
std::span<const Exercise> exercises();

/// The exercise with that id; null when there is none.
const Exercise* find_exercise(std::string_view id);

}  // namespace endrange
