// Strong's export, one row a set: the older one between commas, whose weights say no unit, and the newer one between
// semicolons or commas with a column for it. The date is the workout's start, on each of its rows, by the phone's
// clock.
#include <algorithm>

#include "io/each_format.h"
#include "io/text.h"
#include "io/workout_rows.h"

namespace endrange {

namespace {

bool is_rest_timer(std::string_view text) { return lower_case(trimmed(text)) == "rest timer"; }

}  // namespace

Result<TrainingImport> read_strong(std::string_view text, const ReadOptions& options) {
  auto table = CsvTable::open(text, options.file, CsvTable::Rows::may_be_cut);
  if (!table) return tl::unexpected(table.error());
  CsvTable& rows = *table;
  WorkoutColumns columns{.at = rows.column({"date"}),
                         .exercise = rows.column({"exercise name"}),
                         .weight = rows.column({"weight", "weight (kg)", "weight (lbs)", "weight (lb)"}),
                         .reps = rows.column({"reps"}),
                         .seconds = rows.column({"seconds"}),
                         .rpe = rows.column({"rpe"})};
  if (columns.at < 0 || columns.exercise < 0 || columns.reps < 0)
    return rows.broken("no columns \"Date\", \"Exercise Name\" and \"Reps\"; set Strong to English and export again");
  const int order = rows.column({"set order"}), unit = rows.column({"weight unit"}), notes = rows.column({"notes"});
  const bool is_kg = rows.column({"weight (kg)"}) >= 0, is_lb = rows.column({"weight (lbs)", "weight (lb)"}) >= 0;

  WorkoutRows workouts(rows, columns, options, "Strong");
  for (;;) {
    const auto is_there = rows.next();
    if (!is_there) return tl::unexpected(is_there.error());
    if (!*is_there) return workouts.finish();
    if (is_rest_timer(rows.cell(order)) || is_rest_timer(rows.cell(columns.exercise))) {
      workouts.skip();
      continue;
    }
    const std::string said = lower_case(trimmed(rows.cell(unit)));
    if (said != "" && said != "kg" && said != "kgs" && said != "lb" && said != "lbs")
      return rows.broken("weight unit \"" + shown(said) + "\": must be kg or lbs");
    const WeightUnit weights = said.starts_with("kg") || (said.empty() && is_kg)   ? WeightUnit::kg
                               : said.starts_with("lb") || (said.empty() && is_lb) ? WeightUnit::lb
                                                                                   : WeightUnit::not_said;
    std::string note(trimmed(rows.cell(notes)));
    if (const std::string_view kind = kind_of_set(rows.cell(order)); !kind.empty())
      note += (note.empty() ? "" : "; ") + std::string(kind);
    if (const Result<void> added = workouts.add(weights, note); !added) return tl::unexpected(added.error());
  }
}

bool is_strong(std::string_view text) {
  const std::vector<std::string> names = csv_header(text);
  const auto has = [&](const char* name) { return std::ranges::find(names, name) != names.end(); };
  return has("date") && has("exercise name") && has("set order");
}

}  // namespace endrange
