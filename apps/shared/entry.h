// entry.h: what a person says of a set or of what they felt, and the records it makes.
#pragma once

#include <string>
#include <vector>

#include "endrange.h"

namespace endrange::apps {

/// The most that makes sense in an entry; the least is 1, of pain and weight 0.
constexpr int kMostReps = 1000, kMostSets = 20, kLongestHold_s = 3600;
constexpr double kMostWeight_kg = 200, kMostRpe = 10, kMostPain = 10;

/// As said, on the command line or in the page. What wasn't said is NaN, 0 or "".
struct EntrySaid {
  std::string exercise, side, tempo, note, place, symptom;
  int reps = 0, sets = 1;
  double hold_s = kUnknown, weight_kg = kUnknown, rpe = kUnknown, pain = kUnknown;
  bool is_skipped = false, is_all_clear = false;
};

/// What is called how where it was said, and how to mend it there. As it stands: in plain words.
struct EntryWords {
  const char *exercise = "exercise", *tempo = "tempo", *symptom = "symptom", *all_clear = "all clear", *pain = "pain";
  const char *see_exercises = "", *add_hold = "", *add_reps = "";  ///< put at a sentence's end
};

/// Its sets, a second apart so that they keep their order. Errors: bad_argument
Result<std::vector<SetRecord>> sets_of(const EntrySaid& entry, const Moment& at, const EntryWords& words = {});

/// Errors: bad_argument
Result<Symptom> symptom_of(const EntrySaid& entry, const Moment& at, const EntryWords& words = {});

}  // namespace endrange::apps
