// To add a variation: add one row. Nothing else in the program names an exercise.
#include <algorithm>
#include <array>
#include "exercise/exercise.h"

namespace endrange {

namespace {

using enum Position;
using enum Knees;

constexpr std::array kExercises = {
    Exercise{.id = "dead_bug",
             .title = "Dead bug",
             .position = supine,
             .legs = Legs::alternating,
             .knees = bent_to_straight,
             .easier = "",
             .harder = "heel_tap"},
    Exercise{.id = "bird_dog",
             .title = "Bird dog",
             .position = all_fours,
             .legs = Legs::alternating,
             .knees = bent_to_straight,
             .lowering_is_hard = false,
             .easier = "",
             .harder = "heel_tap"},
    Exercise{.id = "heel_tap",
             .title = "Heel taps",
             .position = supine,
             .legs = Legs::alternating,
             .knees = bent,
             .easier = "dead_bug",
             .harder = "single_leg_raise"},
    Exercise{.id = "single_leg_raise",
             .title = "Single-leg raise",
             .position = supine,
             .legs = Legs::one,
             .knees = straight,
             .easier = "heel_tap",
             .harder = "bent_knee_leg_raise"},
    Exercise{.id = "bent_knee_leg_raise",
             .title = "Bent-knee leg raise",
             .position = supine,
             .legs = Legs::both,
             .knees = bent,
             .easier = "single_leg_raise",
             .harder = "double_leg_raise"},
    Exercise{.id = "reverse_crunch",
             .title = "Reverse crunch",
             .position = supine,
             .legs = Legs::both,
             .knees = bent,
             .curls_pelvis = true,
             .lowering_is_hard = false,
             .easier = "bent_knee_leg_raise",
             .harder = "double_leg_raise"},
    Exercise{.id = "hollow_hold",
             .title = "Hollow-body hold",
             .position = supine,
             .legs = Legs::both,
             .knees = straight,
             .is_hold = true,
             .easier = "dead_bug",
             .harder = "double_leg_raise"},
    Exercise{.id = "flutter_kick",
             .title = "Flutter kicks",
             .position = supine,
             .legs = Legs::alternating,
             .knees = straight,
             .is_rhythmic = true,
             .easier = "single_leg_raise",
             .harder = "double_leg_raise"},
    Exercise{.id = "double_leg_raise",
             .title = "Double straight-leg raise",
             .position = supine,
             .legs = Legs::both,
             .knees = straight,
             .easier = "bent_knee_leg_raise",
             .harder = "hanging_leg_raise"},
    Exercise{.id = "hanging_leg_raise",
             .title = "Hanging leg raise",
             .position = hanging,
             .legs = Legs::both,
             .knees = straight,
             .lowering_is_hard = false,
             .easier = "double_leg_raise",
             .harder = ""},
    Exercise{.id = "other",
             .title = "Another movement",
             .position = supine,
             .legs = Legs::both,
             .knees = straight,
             .easier = "",
             .harder = ""},
};

}  // namespace

std::span<const Exercise> exercises() { return kExercises; }

const Exercise* find_exercise(std::string_view id) {
  const auto found = std::ranges::find(kExercises, id, &Exercise::id);
  return found == kExercises.end() ? nullptr : &*found;
}

}  // namespace endrange
