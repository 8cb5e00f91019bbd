#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "commands.h"
#include "progress.h"

namespace endrange::cli {

namespace {

constexpr EntryWords kOptions{.exercise = "--exercise",
                              .tempo = "--tempo",
                              .symptom = "--symptom",
                              .all_clear = "--all-clear",
                              .pain = "--pain",
                              .see_exercises = "; see `endrange list exercises`",
                              .add_hold = " add --hold SECONDS",
                              .add_reps = " add --reps N"};

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
      ->check(CLI::Range(1, kMostReps))
      ->type_name("N");
  app.add_option("--sets", c.sets, "How many such sets (default: 1)")->check(CLI::Range(1, kMostSets))->type_name("N");
  app.add_option("--hold", c.hold_s, "How long it was held")->check(CLI::Range(1, kLongestHold_s))->type_name("S");
  app.add_option("--side", c.side, "left, right, both or alternating")
      ->check(CLI::IsMember({"left", "right", "both", "alternating"}))
      ->type_name("SIDE");
  app.add_option("--tempo", c.tempo, "Down, bottom, up, top, in seconds")->type_name("4-0-2-1");
  app.add_option("--weight", c.weight_kg, "Added")->check(CLI::Range(0.0, kMostWeight_kg))->type_name("KG");
  app.add_option("--rpe", c.rpe, "How hard it was, 1 to 10")->check(CLI::Range(1.0, kMostRpe))->type_name("N");
  app.add_flag("--skipped", c.is_skipped, "It was planned, and not done");
  app.add_option("--note", c.note, "Anything else")->type_name("TEXT");
  app.add_option("--pain", c.pain, "0 none to 10 the worst there is")
      ->check(CLI::Range(0.0, kMostPain))
      ->type_name("N");
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
    auto said = sets_of(c, *at, kOptions);
    if (!said) return complain(said.error());
    sets = std::move(*said);
  }
  const auto ladder = ladder_of(c.ladder);
  if (!ladder) return complain(ladder.error());
  const auto symptom = symptom_of(c, *at, kOptions);
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
