#include "report/history.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "coach/words.h"
#include "exercise/exercise.h"
#include "report/json_number.h"
#include "report/overlay.h"
#include "report/words.h"

namespace endrange {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kWidth = 78;
constexpr int kPlotRows = 10, kPlotColumns = 64;

std::string printable(std::string text);

std::string title_of(const SetRecord& set) {
  const Exercise* exercise = find_exercise(set.exercise);
  if (exercise != nullptr && exercise->id != "other") return std::string(exercise->title);
  return set.exercise_as.empty() ? "Another movement" : printable(set.exercise_as);
}

// Mean of what is known.
struct Mean {
  double sum = 0;
  int count = 0;
  void add(double value) {
    if (!std::isnan(value)) sum += value, ++count;
  }
  double value() const { return count > 0 ? sum / count : kUnknown; }
};

std::string left_aligned(const std::string& text, std::size_t width) {
  const std::size_t shown = shown_width(text);
  return text + std::string(shown < width ? width - shown : 0, ' ');
}

// What other programs wrote may hold what terminals obey.
std::string printable(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return text;
}

std::string felt_text(const Symptom& s) {
  std::string what = name_of(s.kind);
  std::ranges::replace(what, '_', ' ');
  if (!std::isnan(s.pain)) what += " " + number_text(s.pain, 0, " of 10");
  return what + (s.place.empty() ? "" : ", " + s.place) + (s.note.empty() ? "" : ": " + s.note);
}

// The curve of a terminal: a dot a measurement, a bar its interval.
std::string plot(const EndRangeTrend& trend, Day from, Day to) {
  double low = 90, high = 0;
  for (const MeasuredEndRange& m : trend.points) {
    const double at = angle_of(m.value);
    low = std::min(low, std::isnan(m.value.low_deg) ? at : m.value.low_deg);
    high = std::max(high, std::isnan(m.value.high_deg) ? at : m.value.high_deg);
  }
  low = 10 * std::floor(low / 10), high = std::max(low + 10, 10 * std::ceil(high / 10));
  std::vector<std::vector<std::string>> cells(kPlotRows + 1, std::vector<std::string>(kPlotColumns, " "));
  const auto row_of = [&](double deg) {
    return static_cast<std::size_t>(std::lround((high - std::clamp(deg, low, high)) / (high - low) * kPlotRows));
  };
  const double span = std::max(1.0, static_cast<double>((to - from).count()));
  for (const MeasuredEndRange& m : trend.points) {
    // Days may run backwards for who travels west.
    const double share = std::clamp(static_cast<double>((m.day - from).count()) / span, 0.0, 1.0);
    const auto column = static_cast<std::size_t>(std::lround(share * (kPlotColumns - 1)));
    const bool is_found = m.value.status == EndRangeStatus::found;
    if (is_found && !std::isnan(m.value.low_deg) && !std::isnan(m.value.high_deg))
      for (std::size_t r = row_of(m.value.high_deg); r <= row_of(m.value.low_deg); ++r)
        if (cells[r][column] == " ") cells[r][column] = "│";
    cells[row_of(angle_of(m.value))][column] = is_found ? "●" : "▽";
  }
  std::string out;
  for (std::size_t r = 0; r < cells.size(); ++r) {
    const double deg = high - (high - low) * static_cast<double>(r) / kPlotRows;
    out += right_aligned(r % 5 == 0 ? degrees_text(deg) : "", 7) + " ┤";
    for (const std::string& cell : cells[r]) out += cell;
    while (out.back() == ' ') out.pop_back();
    out += "\n";
  }
  const std::string first = day_text(from), last = day_text(to);
  return out + std::string(9, ' ') + first + std::string(kPlotColumns - first.size() - last.size(), ' ') + last + "\n";
}

Json number(double value, int decimals) { return json_number(value, decimals); }

}  // namespace

std::string end_range_cell(const HistoryRow& row) {
  const EndRange& e = row.end_range;
  if (!row.is_measured) return "by hand";
  if (e.status == EndRangeStatus::found)
    return degrees_text(e.deg) + " (" + number_text(e.low_deg, 0, "") + "–" + number_text(e.high_deg, 0, "") + ")";
  if (e.status == EndRangeStatus::not_reached) return "held to " + degrees_text(e.lowest_held_deg);
  return "–";
}

std::vector<HistoryRow> history_rows(const TrainingHistory& history) {
  std::vector<HistoryRow> rows;
  std::vector<Mean> lower, control, rpe;
  for (const SetRecord& set : history.sets) {
    const Day day = set.at.day();
    const std::string title = title_of(set);
    // Sets come in time order, so that only the last rows can be of this day.
    auto row = rows.end();
    while (row != rows.begin() && (row - 1)->day == day && (row == rows.end() || row->exercise != title)) --row;
    if (row == rows.end() || row->exercise != title) {
      rows.push_back({});
      row = rows.end() - 1;
      row->day = day, row->exercise = title;
      lower.emplace_back(), control.emplace_back(), rpe.emplace_back();
    }
    const auto at = static_cast<std::size_t>(row - rows.begin());
    if (set.is_skipped) {
      ++row->skipped;
      continue;
    }
    ++row->sets, row->reps += set.reps;
    row->hold_s = std::fmax(row->hold_s, set.hold_s);  // NaN is no hold
    lower[at].add(set.lower_s), rpe[at].add(set.rpe), control[at].add(set.end_range.control_score);
    row->is_measured = row->is_measured || set.source == SetSource::clip;
    if (set.end_range.status != EndRangeStatus::not_measured &&
        (row->end_range.status == EndRangeStatus::not_measured || is_better(set.end_range, row->end_range)))
      row->end_range = set.end_range;
  }
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i].lower_s = lower[i].value(), rows[i].control_score = control[i].value(), rows[i].rpe = rpe[i].value();
  return rows;
}

std::vector<EndRangeTrend> end_range_trends(const TrainingHistory& history) {
  std::vector<EndRangeTrend> trends;
  for (const HistoryRow& row : history_rows(history)) {
    if (std::isnan(angle_of(row.end_range))) continue;
    auto trend = std::ranges::find(trends, row.exercise, &EndRangeTrend::exercise);
    if (trend == trends.end()) trend = trends.insert(trends.end(), {row.exercise, {}});
    trend->points.push_back({row.day, row.exercise, row.end_range});
  }
  std::ranges::stable_sort(trends, std::greater<>(), [](const EndRangeTrend& t) { return t.points.size(); });
  return trends;
}

std::string trend_sentence(const EndRangeTrend& trend) {
  const auto is_found = [](const MeasuredEndRange& m) { return m.value.status == EndRangeStatus::found; };
  const auto first = std::ranges::find_if(trend.points, is_found);
  const auto last = std::find_if(trend.points.rbegin(), trend.points.rend(), is_found);
  if (first == trend.points.end() || &*first == &*last) return "";
  const EndRangeChange change = compare(first->value, last->value);
  if (std::isnan(change.change_deg)) return "";
  return "From " + degrees_text(first->value.deg) + " on " + day_text(first->day) + " to " +
         degrees_text(last->value.deg) + " on " + day_text(last->day) + ": " +
         number_text(std::abs(change.change_deg), 0, "°") + (change.change_deg < 0 ? " lower" : " higher") +
         (change.is_real ? ", more than the measurements may be off by ("
                         : ", within what the measurements may be off by (") +
         number_text(1.96 * change.error_deg, 0, "°") + (change.is_real ? ")." : "): no change yet.");
}

std::string write_history_text(const HistoryView& view, bool color) {
  const std::string bold = color ? "\033[1m" : "", plain = color ? "\033[0m" : "";
  std::string out = bold + (view.history.person.id == 0 ? "You" : view.history.person.name) + plain + ": ";
  if (view.all_sets == 0 && view.history.symptoms.empty())
    return out + "nothing in the journal yet.\n\n" +
           "  endrange analyze CLIP --journal   keeps a filmed set\n  endrange log --help               a set by "
           "hand\n";
  out += counted(view.all_sessions, "session") + (view.first ? " since " + day_text(*view.first) : "") + ", " +
         counted(view.all_sets, "set") + ", " + counted(view.all_reps, "rep") + ".\n\n";
  const std::vector<HistoryRow> rows = history_rows(view.history);
  if (rows.empty()) out += "Nothing from " + day_text(view.from) + " to " + day_text(view.to) + ".\n";
  if (!rows.empty())
    out += bold + "Day         Exercise                   Sets  Reps  Lowered   Held  End range" + plain + "\n";
  for (const HistoryRow& r : rows) {
    if (r.sets == 0) {
      out += day_text(r.day) + "  " + left_aligned(r.exercise, 25) + "  skipped\n";
      continue;
    }
    const std::string amount = r.reps > 0 ? std::to_string(r.reps) : number_text(r.hold_s, 0, "s");
    out += day_text(r.day) + "  " + left_aligned(r.exercise, 25) + right_aligned(std::to_string(r.sets), 6) +
           right_aligned(amount, 6) + right_aligned(number_text(r.lower_s, 1, " s"), 9) +
           right_aligned(number_text(100 * r.control_score, 0, " %"), 7) + "  " + end_range_cell(r) + "\n";
  }
  for (const EndRangeTrend& trend : end_range_trends(view.history)) {
    if (trend.points.size() < 2) continue;
    out += "\n" + bold + "End range, " + trend.exercise + plain +
           "\n● where the back was lost, │ its interval, ▽ held as far as it went; lower is\nbetter\n";
    out += plot(trend, trend.points.front().day, trend.points.back().day);
    if (const std::string text = trend_sentence(trend); !text.empty()) out += wrapped_text(text, kWidth) + "\n";
  }
  if (!view.history.symptoms.empty()) out += "\n" + bold + "Felt" + plain + "\n";
  for (const Symptom& s : view.history.symptoms)
    out += day_text(s.at.day()) + "  " + hanging_text(printable(felt_text(s)), kWidth, 12) + "\n";
  const auto is_shown = [&](const Decision& d) { return d.day >= view.from && d.day <= view.to; };
  if (std::ranges::any_of(view.decisions, is_shown)) out += "\n" + bold + "Decisions" + plain + "\n";
  for (const Decision& d : view.decisions)
    if (is_shown(d)) out += day_text(d.day) + "  " + hanging_text(d.sentence, kWidth, 12) + "\n";
  return out;
}

std::string write_history_json(const HistoryView& view) {
  Json j = {{"schema", "endrange.history/1"},
            {"person", view.history.person.name},
            {"from", day_text(view.from)},
            {"to", day_text(view.to)},
            {"all",
             {{"sessions", view.all_sessions},
              {"sets", view.all_sets},
              {"reps", view.all_reps},
              {"first", view.first ? Json(day_text(*view.first)) : Json(nullptr)}}}};
  j["days"] = Json::array();
  for (const HistoryRow& r : history_rows(view.history))
    j["days"].push_back({{"day", day_text(r.day)},
                         {"exercise", r.exercise},
                         {"sets", r.sets},
                         {"reps", r.reps},
                         {"skipped", r.skipped},
                         {"hold_s", number(r.hold_s, 1)},
                         {"lowering_s", number(r.lower_s, 2)},
                         {"control_score", number(r.control_score, 2)},
                         {"rpe", number(r.rpe, 1)},
                         {"measured", r.is_measured},
                         {"end_range",
                          {{"status", name_of(r.end_range.status)},
                           {"deg", number(r.end_range.deg, 1)},
                           {"low_deg", number(r.end_range.low_deg, 1)},
                           {"high_deg", number(r.end_range.high_deg, 1)},
                           {"lowest_held_deg", number(r.end_range.lowest_held_deg, 1)}}}});
  j["symptoms"] = Json::array();
  for (const Symptom& s : view.history.symptoms)
    j["symptoms"].push_back({{"at", moment_text(s.at)},
                             {"kind", name_of(s.kind)},
                             {"pain", number(s.pain, 0)},
                             {"place", s.place},
                             {"note", s.note}});
  j["decisions"] = Json::array();
  for (const Decision& d : view.decisions)
    j["decisions"].push_back(
        {{"day", day_text(d.day)}, {"kind", d.kind}, {"from", d.from}, {"to", d.to}, {"sentence", d.sentence}});
  return j.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace endrange
