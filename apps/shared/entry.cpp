#include "shared/entry.h"

#include <cmath>
#include <cstdio>

namespace endrange::apps {

namespace {

tl::unexpected<Error> wrong(std::string message) { return failure(Error::Kind::bad_argument, std::move(message)); }

// "4-0-2-1" into the set's phases.
bool read_tempo(const std::string& text, SetRecord& set) {
  double* const phases[] = {&set.lower_s, &set.bottom_s, &set.lift_s, &set.top_s};
  int read = 0;
  if (std::sscanf(text.c_str(), "%lf-%lf-%lf-%lf%n", phases[0], phases[1], phases[2], phases[3], &read) != 4 ||
      static_cast<std::size_t>(read) != text.size())
    return false;
  for (const double* phase : phases)
    if (!(*phase >= 0 && *phase <= 60)) return false;
  return true;
}

Result<SetRecord> set_of(const EntrySaid& entry, const Moment& at, const EntryWords& words) {
  using namespace std::string_literals;
  const Exercise* exercise = find_exercise(entry.exercise);
  if (exercise == nullptr || exercise->id == "other")
    return wrong(words.exercise + " "s + entry.exercise + ": no such exercise" + words.see_exercises);
  SetRecord set;
  set.at = at;
  set.exercise = entry.exercise;
  set.source = SetSource::log;
  set.is_skipped = entry.is_skipped;
  set.rpe = entry.rpe, set.weight_kg = entry.weight_kg, set.hold_s = entry.hold_s, set.note = entry.note;
  set.end_range.reason = "entered by hand";
  if (!entry.tempo.empty() && !read_tempo(entry.tempo, set))
    return wrong(words.tempo + " "s + entry.tempo + ": seconds down, at the bottom, up and at the top, as in 4-0-2-1");
  if (entry.is_skipped) return set;
  if (exercise->is_hold ? std::isnan(entry.hold_s) : entry.reps <= 0)
    return wrong(exercise->is_hold ? "how long was it held?"s + words.add_hold : "how many?"s + words.add_reps);
  // As plans are written: so many with each leg, where legs work one at a time.
  const bool is_each_leg = exercise->legs != Legs::both;
  const std::string side = !entry.side.empty() ? entry.side : is_each_leg ? "alternating" : "both";
  set.reps = side == "alternating" ? 2 * entry.reps : entry.reps;
  if (side == "alternating") set.left_reps = set.right_reps = entry.reps;
  if (side == "left") set.left_reps = entry.reps;
  if (side == "right") set.right_reps = entry.reps;
  return set;
}

}  // namespace

Result<std::vector<SetRecord>> sets_of(const EntrySaid& entry, const Moment& at, const EntryWords& words) {
  const auto set = set_of(entry, at, words);
  if (!set) return tl::unexpected(set.error());
  std::vector<SetRecord> sets(static_cast<std::size_t>(entry.is_skipped ? 1 : entry.sets), *set);
  for (std::size_t i = 0; i < sets.size(); ++i) sets[i].at.utc_s += static_cast<std::int64_t>(i);
  return sets;
}

Result<Symptom> symptom_of(const EntrySaid& entry, const Moment& at, const EntryWords& words) {
  using namespace std::string_literals;
  if (entry.is_all_clear && (!entry.symptom.empty() || entry.pain > 0))
    return wrong(words.all_clear + " says that nothing is felt any more: leave "s + words.pain + " and " +
                 words.symptom + " out");
  if (entry.symptom == "snapping" && entry.pain > 0)
    return wrong("snapping is without pain; a hip that hurts with it is "s + words.symptom + " painful_popping");
  Symptom symptom;
  symptom.at = at;
  symptom.place = entry.place;
  symptom.note = entry.exercise.empty() ? entry.note : "";
  symptom.pain = entry.pain;
  if (entry.is_all_clear) {
    symptom.kind = SymptomKind::all_clear;
  } else if (!entry.symptom.empty()) {
    const auto kind = symptom_kind_of(entry.symptom);
    if (!kind)
      return wrong(words.symptom + " "s + entry.symptom +
                   ": known are snapping, painful_popping, leg_pain, numbness, weakness");
    symptom.kind = *kind;
  }
  return symptom;
}

}  // namespace endrange::apps
