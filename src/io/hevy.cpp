// Hevy's export, one row a set, newest workout first. Weights say their unit in the column's name.
#include <algorithm>

#include "io/each_format.h"
#include "io/text.h"
#include "io/workout_rows.h"

namespace endrange {

Result<TrainingImport> read_hevy(std::string_view text, const ReadOptions& options) {
  auto table = CsvTable::open(text, options.file, CsvTable::Rows::may_be_cut);
  if (!table) return tl::unexpected(table.error());
  CsvTable& rows = *table;
  const int in_kg = rows.column({"weight_kg"}), in_lb = rows.column({"weight_lbs", "weight_lb"});
  const WorkoutColumns columns{.at = rows.column({"start_time"}),
                               .exercise = rows.column({"exercise_title"}),
                               .weight = in_kg >= 0 ? in_kg : in_lb,
                               .reps = rows.column({"reps"}),
                               .seconds = rows.column({"duration_seconds"}),
                               .rpe = rows.column({"rpe"})};
  if (columns.at < 0 || columns.exercise < 0 || columns.reps < 0)
    return rows.broken(
        "no columns \"start_time\", \"exercise_title\" and \"reps\"; export the workouts from Hevy again");
  const int notes = rows.column({"exercise_notes"}), type = rows.column({"set_type"});

  WorkoutRows workouts(rows, columns, options, "Hevy");
  for (;;) {
    const auto is_there = rows.next();
    if (!is_there) return tl::unexpected(is_there.error());
    if (!*is_there) return workouts.finish();
    std::string note(trimmed(rows.cell(notes)));
    if (const std::string_view kind = kind_of_set(rows.cell(type)); !kind.empty())
      note += (note.empty() ? "" : "; ") + std::string(kind);
    const WeightUnit weights = in_kg >= 0 ? WeightUnit::kg : in_lb >= 0 ? WeightUnit::lb : WeightUnit::not_said;
    if (const Result<void> added = workouts.add(weights, note); !added) return tl::unexpected(added.error());
  }
}

bool is_hevy(std::string_view text) {
  const std::vector<std::string> names = csv_header(text);
  const auto has = [&](const char* name) { return std::ranges::find(names, name) != names.end(); };
  return has("start_time") && has("exercise_title");
}

}  // namespace endrange
