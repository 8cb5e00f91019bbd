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
             .harder = "heel_tap",
             .good = "Back pressed down, hips and knees at right angles; one leg and the other arm go out and come "
                     "back, slowly, then the others."},
    Exercise{.id = "bird_dog",
             .title = "Bird dog",
             .position = all_fours,
             .legs = Legs::alternating,
             .knees = bent_to_straight,
             .lowering_is_hard = false,
             .easier = "",
             .harder = "heel_tap",
             .good = "Hands under the shoulders, knees under the hips; one leg and the other arm reach out level, the "
                     "trunk doesn't turn."},
    Exercise{
        .id = "heel_tap",
        .title = "Heel taps",
        .position = supine,
        .legs = Legs::alternating,
        .knees = bent,
        .easier = "dead_bug",
        .harder = "single_leg_raise",
        .good = "Knees stay at a right angle; one heel goes down to the floor and comes back, the back stays down."},
    Exercise{.id = "single_leg_raise",
             .title = "Single-leg raise",
             .position = supine,
             .legs = Legs::one,
             .knees = straight,
             .easier = "heel_tap",
             .harder = "bent_knee_leg_raise",
             .good = "The other foot stands, or lies; one straight leg goes up and comes down to a count of four."},
    Exercise{.id = "bent_knee_leg_raise",
             .title = "Bent-knee leg raise",
             .position = supine,
             .legs = Legs::both,
             .knees = bent,
             .easier = "single_leg_raise",
             .harder = "double_leg_raise",
             .good = "Both knees bent alike all the way; down only as far as the back stays on the floor."},
    Exercise{.id = "reverse_crunch",
             .title = "Reverse crunch",
             .position = supine,
             .legs = Legs::both,
             .knees = bent,
             .curls_pelvis = true,
             .lowering_is_hard = false,
             .easier = "bent_knee_leg_raise",
             .harder = "double_leg_raise",
             .good = "The pelvis rolls off the floor towards the ribs, and is laid down again without a drop."},
    Exercise{
        .id = "hollow_hold",
        .title = "Hollow-body hold",
        .position = supine,
        .legs = Legs::both,
        .knees = straight,
        .is_hold = true,
        .easier = "dead_bug",
        .harder = "double_leg_raise",
        .good = "Shoulder blades off the floor, legs low and straight, lower back pressed down; still, and breathing."},
    Exercise{.id = "flutter_kick",
             .title = "Flutter kicks",
             .position = supine,
             .legs = Legs::alternating,
             .knees = straight,
             .is_rhythmic = true,
             .easier = "single_leg_raise",
             .harder = "double_leg_raise",
             .good = "Small quick kicks of straight legs close to the floor, the back pressed down throughout."},
    Exercise{.id = "double_leg_raise",
             .title = "Double straight-leg raise",
             .position = supine,
             .legs = Legs::both,
             .knees = straight,
             .easier = "bent_knee_leg_raise",
             .harder = "hanging_leg_raise",
             .good = "Legs together to upright, down to a count of four as far as the back stays on the floor, up "
                     "without a swing."},
    Exercise{.id = "hanging_leg_raise",
             .title = "Hanging leg raise",
             .position = hanging,
             .legs = Legs::both,
             .knees = straight,
             .lowering_is_hard = false,
             .easier = "double_leg_raise",
             .harder = "",
             .good = "Hang still, curl the pelvis towards the ribs as the legs come up, lower them slowly; no swing."},
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
