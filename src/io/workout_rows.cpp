#include "io/workout_rows.h"

#include <algorithm>
#include <cmath>

#include "io/exercise_names.h"
#include "io/local_time.h"
#include "io/text.h"

namespace endrange {

namespace {

// The international pound, exact by definition.
constexpr double kPound_kg = 0.45359237;
constexpr std::size_t kMostNames = 20;

}  // namespace

std::string_view kind_of_set(std::string_view name) {
  const std::string kind = lower_case(trimmed(name));
  if (kind == "w" || kind == "warmup" || kind == "warm up" || kind == "warm-up") return "warm-up";
  if (kind == "d" || kind == "dropset" || kind == "drop set") return "drop set";
  if (kind == "f" || kind == "failure") return "to failure";
  return "";
}

WorkoutRows::WorkoutRows(const CsvTable& table, const WorkoutColumns& columns, const ReadOptions& options,
                         std::string app)
    : table_(table), columns_(columns), options_(options), app_(std::move(app)) {}

Result<void> WorkoutRows::add(WeightUnit unit, std::string note) {
  const std::string_view name = trimmed(table_.cell(columns_.exercise));
  std::string_view id = exercise_of_name(name);
  if (id.empty() && !options_.keeps_other_exercises) return leave_out(name), Result<void>();
  if (id.empty()) id = "other";

  const auto reps = table_.number(columns_.reps), seconds = table_.number(columns_.seconds),
             weight = table_.number(columns_.weight), rpe = table_.number(columns_.rpe);
  for (const auto* number : {&reps, &seconds, &weight, &rpe})
    if (!*number) return tl::unexpected(number->error());
  // Both programs write 0 for what there is none of.
  const double count = reps->value_or(0), time_s = seconds->value_or(0), load = weight->value_or(0),
               effort = rpe->value_or(0);
  if (count < 0 || count > 1e6 || count != std::floor(count))
    return table_.broken("repetitions must be a whole number, not " + shown(table_.cell(columns_.reps)));
  if (time_s < 0 || time_s > 86'400)
    return table_.broken("seconds must lie within a day, not " + shown(table_.cell(columns_.seconds)));
  if (effort != 0 && (effort < 1 || effort > 10))
    return table_.broken("RPE must lie between 1 and 10, not " + shown(table_.cell(columns_.rpe)));
  if (count == 0 && time_s == 0) return skip(), Result<void>();
  const auto at = parse_local_time(table_.cell(columns_.at), options_.offset_min);
  if (!at)
    return table_.broken("\"" + shown(table_.cell(columns_.at)) + "\" is no date like 2025-07-26 07:06:00 or 26 Jul " +
                         "2025, 07:06; set " + app_ + " to English and export again");

  SetRecord& set = import_.history.sets.emplace_back();
  set.at = *at;
  set.exercise = id;
  set.exercise_as = name;
  set.source = SetSource::import;
  set.reps = static_cast<int>(count);
  if (count == 0) set.hold_s = time_s;
  if (effort != 0) set.rpe = effort;
  if (unit == WeightUnit::not_said) unit = options_.weights;
  if (load != 0 && unit == WeightUnit::not_said) ++import_.report.weights_without_unit;
  if (load != 0 && unit != WeightUnit::not_said) set.weight_kg = unit == WeightUnit::lb ? load * kPound_kg : load;
  set.note = std::move(note);
  set.end_range.reason = "imported from " + app_;
  return {};
}

void WorkoutRows::leave_out(std::string_view name) {
  ImportReport& report = import_.report;
  ++report.left_out;
  const std::string short_name = shown(name);
  if (report.names.size() < kMostNames && std::ranges::find(report.names, short_name) == report.names.end())
    report.names.push_back(short_name);
}

TrainingImport WorkoutRows::finish() {
  std::vector<SetRecord>& sets = import_.history.sets;
  std::ranges::stable_sort(sets, {}, [](const SetRecord& set) { return set.at.utc_s; });
  import_.report.sets = static_cast<int>(sets.size());
  return std::move(import_);
}

}  // namespace endrange
