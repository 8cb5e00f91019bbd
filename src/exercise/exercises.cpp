// To add a variation: add one row. Nothing else in the program names an exercise.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

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

// Knees beyond this are bent for good; below it a "slight bend" of a straight-leg exercise. deg
constexpr double kBentKnee = 60;

// Hips that rise by this much of the trunk were curled off the floor; a straight leg lift tips them by half of it.
constexpr double kCurl = 0.12;

// How surely a knee counts as bent or straight: 0.5 on the line, near 1 thirty degrees away from it.
double sureness(double knee_deg) {
  return std::isnan(knee_deg) ? 0.5 : 0.5 + 0.5 * std::min(1.0, std::abs(knee_deg - kBentKnee) / 30);
}

}  // namespace

std::span<const Exercise> exercises() { return kExercises; }

const Exercise* find_exercise(std::string_view id) {
  const auto found = std::ranges::find(kExercises, id, &Exercise::id);
  return found == kExercises.end() ? nullptr : &*found;
}

ExerciseGuess recognise(const MovementFacts& facts) {
  ExerciseGuess guess;
  if (facts.is_held && facts.complete_reps == 0) {
    guess = {"hollow_hold", false, 0.9, "lying, shoulders off the floor and straight legs low, held"};
    return guess;
  }
  if (facts.complete_reps == 0 || facts.posture == Posture::other) {
    guess.confidence = facts.complete_reps == 0 ? 0.8 : 0.5;
    guess.reason = "no legs were raised and lowered";
    return guess;
  }
  const bool top_bent = facts.knee_at_top_deg > kBentKnee, bottom_bent = facts.knee_at_bottom_deg > kBentKnee;
  const Position position = facts.posture == Posture::hanging ? hanging : supine;
  const Knees knees = top_bent && bottom_bent ? bent : top_bent && !bottom_bent ? bent_to_straight : straight;
  const bool curls = position == supine && facts.hip_rise_trunks > kCurl;
  const bool takes_turns = facts.sides == "alternating" || facts.sides == "mixed";
  const Legs legs = facts.sides == "both" ? Legs::both : takes_turns ? Legs::alternating : Legs::one;

  // Most facts that fit wins; the position must.
  int best_score = -1;
  const Exercise* best = nullptr;
  for (const Exercise& e : kExercises) {
    if (e.id == "other" || e.is_hold || e.position != position) continue;
    const bool legs_fit = e.legs == legs || (e.legs != Legs::both && legs != Legs::both);
    const int score =
        (legs_fit ? 4 : 0) + (e.legs == legs ? 1 : 0) + (e.knees == knees ? 2 : 0) + (e.curls_pelvis == curls ? 1 : 0);
    if (score > best_score) best_score = score, best = &e;
  }
  guess.id = best->id;
  guess.confidence =
      (position == hanging ? 1.0 : sureness(facts.knee_at_top_deg) * sureness(facts.knee_at_bottom_deg)) *
      std::min(1.0, 0.6 + 0.1 * facts.complete_reps);
  guess.reason = std::string(position == hanging ? "hanging" : "lying") + ", " +
                 (legs == Legs::both ? "both legs together"
                  : takes_turns      ? "legs taking turns"
                                     : "one leg") +
                 ", knees " +
                 (knees == bent       ? "bent"
                  : knees == straight ? "nearly straight"
                                      : "bent, then straight") +
                 (curls ? ", hips curled up" : "");
  return guess;
}

}  // namespace endrange
