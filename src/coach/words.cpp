#include "coach/words.h"

#include <cctype>

#include "exercise/exercise.h"

namespace endrange {

std::string volume_text(const Volume& volume, const Rung& rung) {
  return std::to_string(volume.sets) + "\u00a0×\u00a0" + std::to_string(volume.reps) +
         (is_hold(rung)         ? " s"
          : is_one_legged(rung) ? " with each leg"
                                : "");
}

std::string counted(std::int64_t count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string in_sentence(std::string title) {
  if (!title.empty()) title[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(title[0])));
  return title;
}

namespace {

const Exercise* exercise_of(const Rung& rung) {
  return rung.exercises.empty() ? nullptr : find_exercise(rung.exercises.front());
}

}  // namespace

bool is_hold(const Rung& rung) {
  const Exercise* exercise = exercise_of(rung);
  return exercise != nullptr && exercise->is_hold;
}

bool is_one_legged(const Rung& rung) {
  const Exercise* exercise = exercise_of(rung);
  return exercise != nullptr && exercise->legs != Legs::both;
}

}  // namespace endrange
