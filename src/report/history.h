// history.h: what was done over the weeks: a table, the end range with its interval, the coach's decisions. For a
// terminal, as a page and as JSON.
#pragma once

#include <string>
#include <vector>

#include "coach/standing.h"
#include "core/training.h"

namespace endrange {

/// What a history shows. totals: of all the journal holds of the person, not only of the days shown.
struct HistoryView {
  TrainingHistory history;  ///< of the days shown
  Day from{}, to{};
  std::int64_t all_sessions = 0, all_sets = 0, all_reps = 0;
  std::optional<Day> first;  ///< session of all
  std::vector<Decision> decisions;
};

/// At most 80 columns wide.
std::string write_history_text(const HistoryView& view, bool color);

/// A page of its own, which needs nothing beside it.
std::string write_history_html(const HistoryView& view);

/// Schema endrange.history/1 (docs/formats.md).
std::string write_history_json(const HistoryView& view);

/// The sets of one exercise on one day, as a row of the table.
struct HistoryRow {
  Day day{};
  std::string exercise;  ///< title
  int sets = 0, reps = 0, skipped = 0;
  double hold_s = kUnknown, lower_s = kUnknown;     ///< longest; mean of the sets' medians
  double control_score = kUnknown, rpe = kUnknown;  ///< means over the sets that have one
  bool is_measured = false;                         ///< at least one set was filmed
  EndRange end_range;                               ///< the best measured of the day
};
std::vector<HistoryRow> history_rows(const TrainingHistory& history);
/// "34° (31–37)", "held to 20°", "by hand"; "–" where it wasn't measured.
std::string end_range_cell(const HistoryRow& row);

/// The measured end ranges of one exercise, in time order.
struct EndRangeTrend {
  std::string exercise;  ///< title
  std::vector<MeasuredEndRange> points;
};
/// One for each exercise that has any; the one with most first.
std::vector<EndRangeTrend> end_range_trends(const TrainingHistory& history);

/// What became of an end range from its first to its last measurement, in one sentence; "" with fewer than two.
std::string trend_sentence(const EndRangeTrend& trend);

}  // namespace endrange
