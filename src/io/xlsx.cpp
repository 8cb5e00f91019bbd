// A spreadsheet for people: numbers as numbers, days as days, the end range over time as a chart. Out only.
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <type_traits>

#include "io/each_format.h"
#include "io/fields.h"
#include "io/text.h"

namespace endrange {

namespace {

namespace fs = std::filesystem;

// A sheet has 1 048 576 rows; one is the header, and an interval takes three.
constexpr std::size_t kMostSheetRows = 1'048'575 / 3;
// A cell holds 32 767 characters, and a character has a byte at least.
constexpr std::size_t kMostText_bytes = 32'767;

struct Formats {
  lxw_format *header, *day;
};

void write_text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, std::string_view text,
                lxw_format* format = nullptr) {
  if (text.empty()) return;
  const std::string cell(cut_utf8(plain_text(text), kMostText_bytes));
  worksheet_write_string(sheet, row, column, cell.c_str(), format);
}

void write_number(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, double value) {
  if (std::isfinite(value)) worksheet_write_number(sheet, row, column, value, nullptr);
}

// What the lifter's clocks showed, as days since the end of 1899; text before March 1900, which spreadsheets count
// wrongly.
void write_moment(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Moment& at, const Formats& formats) {
  constexpr double kDay_s = 86'400, kDaysTo1970 = 25'569, kMarch1900 = 61;
  const double days = (static_cast<double>(at.utc_s) + 60.0 * at.offset_min) / kDay_s + kDaysTo1970;
  if (days < kMarch1900) return write_text(sheet, row, column, moment_text(at));
  worksheet_write_number(sheet, row, column, days, formats.day);
}

// Called with a record's fields: one column each, from the left; names into the first row, or values into `row`.
struct SheetWriter {
  lxw_worksheet* sheet;
  const Formats& formats;
  lxw_row_t row;
  bool is_header;
  std::string prefix;
  lxw_col_t& column;

  template <class T>
  void operator()(const char* name, const T& value, Range = {}) const {
    if (is_header)
      write_text(sheet, 0, column, prefix + name, formats.header);
    else
      write(value);
    ++column;
  }

 private:
  void write(const std::string& value) const { write_text(sheet, row, column, value); }
  void write(double value) const { write_number(sheet, row, column, value); }
  void write(int value) const { write_number(sheet, row, column, value); }
  void write(bool value) const { worksheet_write_boolean(sheet, row, column, value, nullptr); }
  void write(const Moment& value) const { write_moment(sheet, row, column, value, formats); }
  template <class Kind>
  requires std::is_enum_v<Kind>
  void write(Kind value) const { write_text(sheet, row, column, name_of(value)); }
};

// A sheet of one kind of record. `walk` calls its second argument with the fields of a record, as in fields.h.
template <class Record, class Walk>
lxw_worksheet* add_sheet(lxw_workbook* book, const char* name, const std::vector<Record>& records,
                         const Formats& formats, Walk walk) {
  lxw_worksheet* sheet = workbook_add_worksheet(book, name);
  lxw_col_t column = 0;
  const auto write = [&](const Record& record, lxw_row_t row, bool is_header) {
    column = 0;
    walk(record, SheetWriter{sheet, formats, row, is_header, "", column});
  };
  write(Record(), 0, true);
  const auto last = static_cast<lxw_row_t>(records.size());
  for (lxw_row_t row = 1; row <= last; ++row) write(records[row - 1], row, false);
  worksheet_set_column(sheet, 0, 0, 17, nullptr);
  worksheet_set_column(sheet, 1, static_cast<lxw_col_t>(column - 1), 14, nullptr);
  worksheet_freeze_panes(sheet, 1, 1);
  worksheet_autofilter(sheet, 0, 0, last, static_cast<lxw_col_t>(column - 1));
  return sheet;
}

void set_marker(lxw_chart_series* series, uint8_t type, lxw_color_t color, bool has_line) {
  lxw_chart_line line{};
  line.color = color;
  line.none = !has_line;
  line.width = 1.5;
  chart_series_set_line(series, &line);
  chart_series_set_marker_type(series, type);
  lxw_chart_line edge{};
  edge.color = color;
  chart_series_set_marker_line(series, &edge);
}

// Columns of the sheet "End range". The last two are for the chart: each interval as a stroke from low to high, three
// rows each, of which the third, without an angle, lifts the pen.
enum EndRangeColumn : lxw_col_t { kAt, kExercise, kDeg, kLow, kHigh, kHeld, kStrokeAt, kStrokeDeg, kEnd };
constexpr std::array kEndRangeColumns = {
    "at",          "exercise",           "end_range_deg",      "end_range_low_deg", "end_range_high_deg",
    "held_to_deg", "chart: interval at", "chart: interval deg"};
static_assert(kEndRangeColumns.size() == kEnd);
constexpr const char* kEndRangeSheet = "End range";

void add_chart(lxw_workbook* book, lxw_worksheet* sheet, lxw_row_t last_row, lxw_row_t last_stroke_row) {
  lxw_chart* chart = workbook_add_chart(book, LXW_CHART_SCATTER_STRAIGHT_WITH_MARKERS);
  const auto add = [&](lxw_col_t at, lxw_col_t deg, lxw_row_t last, const char* name) {
    lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
    chart_series_set_categories(series, kEndRangeSheet, 1, at, last, at);
    chart_series_set_values(series, kEndRangeSheet, 1, deg, last, deg);
    chart_series_set_name(series, name);
    return series;
  };
  constexpr lxw_color_t kBlue = 0x1F5FA8, kGrey = 0x8A8A8A, kGreen = 0x2E8B57;
  set_marker(add(kStrokeAt, kStrokeDeg, last_stroke_row, "95 % interval"), LXW_CHART_MARKER_NONE, kGrey, true);
  set_marker(add(kAt, kDeg, last_row, "end range"), LXW_CHART_MARKER_CIRCLE, kBlue, true);
  set_marker(add(kAt, kHeld, last_row, "back held to"), LXW_CHART_MARKER_DIAMOND, kGreen, false);
  chart_title_set_name(chart, "End range over time (lower is better)");
  chart_axis_set_name(chart->y_axis, "leg elevation, deg");
  chart_axis_set_num_format(chart->x_axis, "yyyy-mm-dd");
  worksheet_insert_chart(sheet, 1, kEnd + 1, chart);
}

// The measured end ranges by themselves, and their chart: each with its interval, and where the back held, how low.
void add_end_range(lxw_workbook* book, const std::vector<SetRecord>& sets, const Formats& formats) {
  lxw_worksheet* sheet = workbook_add_worksheet(book, kEndRangeSheet);
  for (lxw_col_t i = 0; i < kEnd; ++i) write_text(sheet, 0, i, kEndRangeColumns[i], formats.header);
  worksheet_set_column(sheet, 0, kEnd - 1, 17, nullptr);
  worksheet_freeze_panes(sheet, 1, 1);
  lxw_row_t row = 0, stroke_row = 0;
  const auto write_stroke = [&](const SetRecord& set, double deg) {
    write_moment(sheet, ++stroke_row, kStrokeAt, set.at, formats);
    write_number(sheet, stroke_row, kStrokeDeg, deg);
  };
  for (const SetRecord& set : sets) {
    const EndRange& end_range = set.end_range;
    if (end_range.status == EndRangeStatus::not_measured) continue;
    ++row;
    write_moment(sheet, row, kAt, set.at, formats);
    write_text(sheet, row, kExercise, set.exercise);
    if (end_range.status == EndRangeStatus::not_reached) {
      write_number(sheet, row, kHeld, end_range.lowest_held_deg);
      continue;
    }
    write_number(sheet, row, kDeg, end_range.deg);
    write_number(sheet, row, kLow, end_range.low_deg);
    write_number(sheet, row, kHigh, end_range.high_deg);
    for (const double deg : {end_range.low_deg, end_range.high_deg, kUnknown}) write_stroke(set, deg);
  }
  if (row > 0) add_chart(book, sheet, row, std::max<lxw_row_t>(stroke_row, 1));
}

void fill(lxw_workbook* book, const TrainingHistory& history) {
  const Formats formats{workbook_add_format(book), workbook_add_format(book)};
  format_set_bold(formats.header);
  format_set_text_wrap(formats.header);
  format_set_num_format(formats.day, "yyyy-mm-dd hh:mm");
  // When the data ends, not when the file was made: the same history is the same file.
  lxw_doc_properties properties{};
  properties.created = 1;
  for (const SetRecord& set : history.sets)
    properties.created = std::max(properties.created, static_cast<time_t>(set.at.utc_s));
  workbook_set_properties(book, &properties);
  add_sheet(book, "Sets", history.sets, formats, [](const SetRecord& set, SheetWriter field) {
    set_fields(set, field);
    field.prefix = "end_range_";
    end_range_fields(set.end_range, field);
  });
  add_sheet(book, "Symptoms", history.symptoms, formats,
            [](const Symptom& symptom, const SheetWriter& field) { symptom_fields(symptom, field); });
  add_end_range(book, history.sets, formats);
}

}  // namespace

Result<std::string> training_xlsx(const TrainingHistory& history) {
  if (std::max(history.sets.size(), history.symptoms.size()) > kMostSheetRows)
    return failure(Error::Kind::unsupported, "more rows than a spreadsheet has; choose fewer days, or another format");
  // libxlsxwriter writes to files only.
  std::error_code problem;
  std::string name = (fs::temp_directory_path(problem) / "endrange-xlsx-XXXXXX").string();
  const int opened = ::mkstemp(name.data());
  if (opened < 0) return failure(Error::Kind::io, name + ": can't be written; see the space left");
  ::close(opened);
  lxw_workbook* book = workbook_new(name.c_str());
  lxw_error outcome = LXW_ERROR_MEMORY_MALLOC_FAILED;
  if (book) {
    fill(book, history);
    outcome = workbook_close(book);
  }
  std::ifstream in(name, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  in.close();
  fs::remove(name, problem);
  if (outcome != LXW_NO_ERROR || text.empty())
    return failure(Error::Kind::io, "the spreadsheet: " + std::string(lxw_strerror(outcome)));
  return text;
}

}  // namespace endrange
