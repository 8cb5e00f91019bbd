// workout_rows.h: what the tables of training logs have in common: a row a set, with a moment, an exercise by name,
// weight, repetitions, seconds.
#pragma once

#include <string>
#include <string_view>

#include "io/csv_table.h"
#include "io/formats.h"

namespace endrange {

/// Columns of a table; −1 = it has none.
struct WorkoutColumns {
  int at = -1, exercise = -1, weight = -1, reps = -1, seconds = -1, rpe = -1;
};

/// "warm-up" and the like, of what logs call a kind of set; "" of a plain one.
std::string_view kind_of_set(std::string_view name);

/// Takes row after row of a table and makes sets of those whose exercise is known.
class WorkoutRows {
 public:
  /// `app`: by which name the sets say where they come from. All must outlive it.
  WorkoutRows(const CsvTable& table, const WorkoutColumns& columns, const ReadOptions& options, std::string app);

  /// The table's current row. Errors: unreadable, in a row that would become a set.
  Result<void> add(WeightUnit unit, std::string note);
  /// The current row is no set: a timer, a remark.
  void skip() { ++import_.report.empty; }
  /// Everything in time order; sets of one moment stay in the file's order.
  TrainingImport finish();

 private:
  void leave_out(std::string_view name);

  const CsvTable& table_;
  const WorkoutColumns& columns_;
  const ReadOptions& options_;
  std::string app_;
  TrainingImport import_;
};

}  // namespace endrange
