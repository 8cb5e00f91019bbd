#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "clock.h"
#include "commands.h"
#include "progress.h"

namespace endrange::cli {

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

Result<SetRecord> set_from(const LogCommand& c, const Moment& at) {
  const Exercise* exercise = find_exercise(c.exercise);
  if (exercise == nullptr || exercise->id == "other")
    return wrong("--exercise " + c.exercise + ": no such exercise; see `endrange list exercises`");
  SetRecord set;
  set.at = at;
  set.exercise = c.exercise;
  set.source = SetSource::log;
  set.is_skipped = c.is_skipped;
  set.rpe = c.rpe, set.weight_kg = c.weight_kg, set.hold_s = c.hold_s, set.note = c.note;
  set.end_range.reason = "entered by hand";
  if (!c.tempo.empty() && !read_tempo(c.tempo, set))
    return wrong("--tempo " + c.tempo + ": seconds down, at the bottom, up and at the top, as in 4-0-2-1");
  if (c.is_skipped) return set;
  if (exercise->is_hold ? std::isnan(c.hold_s) : c.reps <= 0)
    return wrong(exercise->is_hold ? "how long was it held? add --hold SECONDS" : "how many? add --reps N");
  // As plans are written: so many with each leg, where legs work one at a time.
  const bool is_each_leg = exercise->legs != Legs::both;
  const std::string side = !c.side.empty() ? c.side : is_each_leg ? "alternating" : "both";
  set.reps = side == "alternating" ? 2 * c.reps : c.reps;
  if (side == "alternating") set.left_reps = set.right_reps = c.reps;
  if (side == "left") set.left_reps = c.reps;
  if (side == "right") set.right_reps = c.reps;
  return set;
}

Result<Symptom> symptom_from(const LogCommand& c, const Moment& at) {
  if (c.is_all_clear && (!c.symptom.empty() || c.pain > 0))
    return wrong("--all-clear says that nothing is felt any more: leave --pain and --symptom out");
  if (c.symptom == "snapping" && c.pain > 0)
    return wrong("snapping is without pain; a hip that hurts with it is --symptom painful_popping");
  Symptom symptom;
  symptom.at = at;
  symptom.place = c.place;
  symptom.note = c.exercise.empty() ? c.note : "";
  symptom.pain = c.pain;
  if (c.is_all_clear) {
    symptom.kind = SymptomKind::all_clear;
  } else if (!c.symptom.empty()) {
    const auto kind = symptom_kind_of(c.symptom);
    if (!kind)
      return wrong("--symptom " + c.symptom + ": known are snapping, painful_popping, leg_pain, numbness, weakness");
    symptom.kind = *kind;
  }
  return symptom;
}

bool has_symptom(const LogCommand& c) { return c.is_all_clear || !c.symptom.empty() || !std::isnan(c.pain); }

std::string said(const SetRecord& set, int sets) {
  const Exercise* exercise = find_exercise(set.exercise);
  const std::string title(exercise->title);
  if (set.is_skipped) return title + ", skipped";
  std::string text = std::to_string(sets) + (sets == 1 ? " set of " : " sets of ") + title;
  if (exercise->is_hold) return text + ", " + std::to_string(static_cast<int>(set.hold_s)) + " s";
  if (set.left_reps > 0 && set.right_reps > 0)
    return text + ", " + std::to_string(set.left_reps) + " reps with each leg";
  return text + ", " + std::to_string(set.reps) + " reps" +
         (set.left_reps > 0    ? " with the left leg"
          : set.right_reps > 0 ? " with the right leg"
                               : "");
}

// The newest entry of the last days, taken back.
int undo(Journal& journal, const Person& person, Day today) {
  if (person.id == 0) return complain({Error::Kind::bad_argument, "--undo: the journal is empty"});
  const auto history = journal.history(person.id, today - std::chrono::days(1), today);
  if (!history) return complain(history.error());
  const auto at = [](const auto& entries) { return entries.empty() ? INT64_MIN : entries.back().at.utc_s; };
  const std::int64_t newest = std::max({at(history->sets), at(history->symptoms), at(history->choices)});
  if (newest == INT64_MIN) return complain({Error::Kind::bad_argument, "--undo: nothing was kept today or yesterday"});
  Result<void> gone;
  std::string what;
  if (at(history->sets) == newest) {
    gone = journal.delete_set(person.id, history->sets.back().id), what = "a set of " + history->sets.back().exercise;
  } else if (at(history->symptoms) == newest) {
    gone = journal.delete_symptom(person.id, history->symptoms.back().id),
    what = name_of(history->symptoms.back().kind);
  } else {
    gone = journal.delete_choice(person.id, history->choices.back().id),
    what = "the choice of " + history->choices.back().rung;
  }
  if (!gone) return complain(gone.error());
  return print("Taken back: " + what + "\n");
}

}  // namespace

void add_log(CLI::App& app, LogCommand& c) {
  add_whose(app, c.whose);
  app.add_option("--exercise", c.exercise, "What was done (`endrange list exercises`)")->type_name("ID");
  app.add_option("--reps", c.reps, "In each set; with each leg where legs work one at a time")
      ->check(CLI::Range(1, 1000))
      ->type_name("N");
  app.add_option("--sets", c.sets, "How many such sets (default: 1)")->check(CLI::Range(1, 20))->type_name("N");
  app.add_option("--hold", c.hold_s, "How long it was held")->check(CLI::Range(1, 3600))->type_name("S");
  app.add_option("--side", c.side, "left, right, both or alternating")
      ->check(CLI::IsMember({"left", "right", "both", "alternating"}))
      ->type_name("SIDE");
  app.add_option("--tempo", c.tempo, "Down, bottom, up, top, in seconds")->type_name("4-0-2-1");
  app.add_option("--weight", c.weight_kg, "Added")->check(CLI::Range(0.0, 200.0))->type_name("KG");
  app.add_option("--rpe", c.rpe, "How hard it was, 1 to 10")->check(CLI::Range(1.0, 10.0))->type_name("N");
  app.add_flag("--skipped", c.is_skipped, "It was planned, and not done");
  app.add_option("--note", c.note, "Anything else")->type_name("TEXT");
  app.add_option("--pain", c.pain, "0 none to 10 the worst there is")->check(CLI::Range(0.0, 10.0))->type_name("N");
  app.add_option("--place", c.place, "Where")->type_name("TEXT");
  app.add_option("--symptom", c.symptom, "snapping (without pain), painful_popping, leg_pain, numbness, weakness")
      ->type_name("KIND");
  app.add_flag("--all-clear", c.is_all_clear, "What was felt before is gone");
  app.add_option("--date", c.date, "On that day (default: now)")->type_name("DAY");
  app.add_option("--ladder", c.ladder, "The ladder whose rules for stopping hold (default: endrange's own)")
      ->type_name("FILE");
  app.add_flag("--undo", c.is_undo, "Take back the newest entry of today or yesterday");
}

int run_log(LogCommand& c) {
  auto at = now();
  if (!at) return complain(at.error());
  const Day today = at->day();
  if (!c.date.empty()) {
    const auto day = day_from(c.date, today);
    if (!day) return complain(day.error());
    if (*day > today) return complain({Error::Kind::bad_argument, "--date " + c.date + ": that day hasn't come yet"});
    if (*day != today) at = at_noon(*day, offset_min_at(at_noon(*day, at->offset_min).utc_s));
  }
  if (!c.is_undo && c.exercise.empty() && !has_symptom(c))
    return complain(
        {Error::Kind::bad_argument, "log: what? --exercise ID --reps N, or --pain N --place TEXT, or --symptom KIND"});
  // Nothing is opened, and nobody made, before all that was said makes sense.
  std::vector<SetRecord> sets;
  if (!c.exercise.empty()) {
    const auto set = set_from(c, *at);
    if (!set) return complain(set.error());
    sets.assign(static_cast<std::size_t>(c.is_skipped ? 1 : c.sets), *set);
    for (std::size_t i = 0; i < sets.size(); ++i) sets[i].at.utc_s += static_cast<std::int64_t>(i);  // in their order
  }
  const auto ladder = ladder_of(c.ladder);
  if (!ladder) return complain(ladder.error());
  const auto symptom = symptom_from(c, *at);
  if (!symptom) return complain(symptom.error());

  auto journal = c.is_undo ? open_to_look(c.whose) : open_journal(c.whose, Access::write);
  if (!journal) return complain(journal.error());
  const auto person = c.is_undo ? find_lifter(*journal, c.whose) : find_or_add_lifter(*journal, c.whose);
  if (!person) return complain(person.error());
  if (c.is_undo) return undo(*journal, *person, today);
  if (!sets.empty()) {
    const auto stored = journal->store(person->id, sets);
    if (!stored) return complain(stored.error());
    std::printf("Kept: %s (%s, %s)\n", said(sets[0], static_cast<int>(sets.size())).c_str(), person->name.c_str(),
                day_text(at->day()).c_str());
  }
  if (has_symptom(c)) {
    const auto stored = journal->store(person->id, *symptom);
    if (!stored) return complain(stored.error());
    std::string what = name_of(symptom->kind);
    std::ranges::replace(what, '_', ' ');
    if (!std::isnan(symptom->pain)) what += " " + std::to_string(static_cast<int>(symptom->pain)) + " of 10";
    std::printf("Kept: %s (%s, %s)\n", what.c_str(), person->name.c_str(), day_text(at->day()).c_str());
    // A stop is said at once, not with the next plan.
    const auto program = plan(*journal, *person, *ladder, today, 1);
    if (!program) return complain(program.error());
    if (program->standing.is_stopped) std::printf("\n%s", to_text(*program, may_color(1)).c_str());
  }
  return print("");
}

}  // namespace endrange::cli
