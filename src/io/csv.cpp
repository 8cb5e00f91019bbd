// One row a set, a symptom or a choice, and one of the person; what each kind has no use for is empty.
#include <algorithm>
#include <map>
#include <type_traits>

#include "io/csv_table.h"
#include "io/each_format.h"
#include "io/fields.h"
#include "io/limits.h"
#include "io/local_time.h"
#include "io/text.h"

namespace endrange {

namespace {

// Names of a set's end range begin so: "end_range_low_deg".
constexpr const char* kEndRange = "end_range_";

using Row = std::map<std::string, std::string, std::less<>>;

// Fills a row from a record's fields.
struct RowWriter {
  Row& row;
  std::string prefix;

  template <class T>
  void operator()(const char* name, const T& value, Range = {}) const {
    row[prefix + name] = text_of(value);
  }

 private:
  static std::string text_of(const std::string& value) { return guarded(clean_utf8(value)); }
  static std::string text_of(double value) { return number_text(value); }
  static std::string text_of(int value) { return std::to_string(value); }
  static std::string text_of(unsigned value) { return std::to_string(value); }
  static std::string text_of(bool value) { return value ? "1" : "0"; }
  static std::string text_of(char value) { return value == 0 ? std::string() : std::string(1, value); }
  static std::string text_of(const Moment& value) { return moment_text(value); }
  template <class Kind>
  requires std::is_enum_v<Kind>
  static std::string text_of(Kind value) { return name_of(value); }
};

Row set_row(const SetRecord& set) {
  Row row{{"kind", "set"}};
  set_fields(set, RowWriter{row, ""});
  end_range_fields(set.end_range, RowWriter{row, kEndRange});
  return row;
}

Row person_row(const Person& person) {
  Row row{{"kind", "person"}};
  person_fields(person, RowWriter{row, ""});
  return row;
}

Row symptom_row(const Symptom& symptom) {
  Row row{{"kind", "symptom"}};
  symptom_fields(symptom, RowWriter{row, ""});
  return row;
}

Row choice_row(const Choice& choice) {
  Row row{{"kind", "choice"}};
  choice_fields(choice, RowWriter{row, ""});
  return row;
}

// The names in the order of the lists in fields.h, each once: what sets, symptoms and choices share stands with the
// set.
std::vector<std::string> columns() {
  std::vector<std::string> names{"kind"};
  const auto adder = [&](std::string prefix) {
    return [&names, prefix](const char* name, auto&&, Range = {}) {
      if (std::ranges::find(names, prefix + name) == names.end()) names.push_back(prefix + name);
    };
  };
  const SetRecord set;
  const Symptom symptom;
  const Choice choice;
  const Person person;
  set_fields(set, adder(""));
  end_range_fields(set.end_range, adder(kEndRange));
  symptom_fields(symptom, adder(""));
  choice_fields(choice, adder(""));
  person_fields(person, adder(""));
  return names;
}

// Fills a record's fields from the table's row; keeps the first thing that is wrong.
struct RowReader {
  const CsvTable& table;
  const std::map<std::string, int, std::less<>>& column_of;
  Result<void>& outcome;
  std::string prefix;

  template <class T>
  void operator()(const char* name, T& value, Range range = {}) const {
    const auto found = column_of.find(prefix + name);
    if (!outcome || found == column_of.end()) return;
    read(found->second, value, range);
  }

 private:
  void broken(int column, const std::string& mend) const {
    outcome = table.broken(shown(table.header()[static_cast<std::size_t>(column)]) + " \"" + shown(table.cell(column)) +
                           "\": " + mend);
  }

  void read(int column, std::string& value, Range) const { value = unguarded(table.cell(column)); }

  void read(int column, double& value, Range range) const {
    const auto number = table.number(column);
    if (!number) return void(outcome = tl::unexpected(number.error()));
    value = number->value_or(kUnknown);
    if (value < range.low || value > range.high)
      broken(column, "must lie between " + number_text(range.low) + " and " + number_text(range.high));
  }

  void read(int column, int& value, Range range) const {
    const auto number = table.number(column);
    if (!number) return void(outcome = tl::unexpected(number.error()));
    const double whole = number->value_or(0);
    if (whole < range.low || whole > range.high || whole != static_cast<double>(static_cast<int>(whole)))
      return broken(column, "must be a whole number from " + number_text(range.low) + " to " + number_text(range.high));
    value = static_cast<int>(whole);
  }

  void read(int column, unsigned& value, Range) const {
    int days = 0;
    read(column, days, Range{0, 127});
    value = static_cast<unsigned>(days);
  }

  void read(int column, bool& value, Range) const {
    int flag = 0;
    read(column, flag, Range{0, 1});
    value = flag == 1;
  }

  void read(int column, char& value, Range) const {
    const std::string_view cell = table.cell(column);
    if (cell != "" && cell != "f" && cell != "m") return broken(column, "must be f, m or empty");
    value = cell.empty() ? '\0' : cell[0];
  }

  void read(int column, Moment& value, Range) const {
    const auto moment = parse_moment(table.cell(column));
    if (!moment || !is_in_calendar(*moment))
      return broken(column, "must be a day and a time like 2026-11-21T18:05:00+01:00");
    value = *moment;
  }

  template <class Kind>
  requires std::is_enum_v<Kind>
  void read(int column, Kind& value, Range) const {
    // What was felt must be said; a set's source and its end range's status go without.
    if (table.cell(column).empty() && !std::is_same_v<Kind, SymptomKind>) return;
    if (!read_name(table.cell(column), value)) broken(column, "is none of the words that stand here (docs/formats.md)");
  }
};

}  // namespace

Result<std::string> training_csv(const TrainingHistory& history) {
  const std::vector<std::string> names = columns();
  std::string text;
  add_csv_line(text, names);
  std::vector<std::string> cells;
  bool fits = true;
  const auto add = [&](const Row& row) {
    cells.clear();
    for (const std::string& name : names) {
      const auto found = row.find(name);
      cells.push_back(found == row.end() ? std::string() : found->second);
      fits = fits && cells.back().size() <= kMostCell_bytes;
    }
    add_csv_line(text, cells);
  };
  add(person_row(history.person));
  for (const SetRecord& set : history.sets) add(set_row(set));
  for (const Symptom& symptom : history.symptoms) add(symptom_row(symptom));
  for (const Choice& choice : history.choices) add(choice_row(choice));
  if (!fits)
    return failure(Error::Kind::bad_argument, "a text of more than a megabyte, which no cell of a table holds");
  return text;
}

Result<TrainingImport> read_training_csv(std::string_view text, const ReadOptions& options) {
  auto table = CsvTable::open(text, options.file, CsvTable::Rows::ends_whole);
  if (!table) return tl::unexpected(table.error());
  std::map<std::string, int, std::less<>> column_of;
  for (std::size_t i = 0; i < table->header().size(); ++i) {
    const std::string& name = table->header()[i];
    if (!name.empty() && !column_of.emplace(name, static_cast<int>(i)).second)
      return table->broken("two columns are called \"" + shown(name) + "\"; remove one");
  }
  for (const char* needed : {"kind", "at"})
    if (!column_of.contains(needed)) return table->broken(std::string("no column \"") + needed + "\"");

  TrainingImport import;
  TrainingHistory& history = import.history;
  Result<void> outcome;
  const RowReader field{*table, column_of, outcome, ""}, end_range_field{*table, column_of, outcome, kEndRange};
  for (;;) {
    const auto is_there = table->next();
    if (!is_there) return tl::unexpected(is_there.error());
    if (!*is_there) break;
    const std::string_view kind = table->cell(column_of.at("kind"));
    if (kind == "set") {
      set_fields(history.sets.emplace_back(), field);
      end_range_fields(history.sets.back().end_range, end_range_field);
    } else if (kind == "symptom") {
      symptom_fields(history.symptoms.emplace_back(), field);
    } else if (kind == "choice") {
      choice_fields(history.choices.emplace_back(), field);
    } else if (kind == "person") {
      person_fields(history.person, field);
    } else {
      return table->broken("kind \"" + shown(kind) + "\": must be person, set, symptom or choice");
    }
    if (!outcome) return tl::unexpected(outcome.error());
  }
  import.report.sets = static_cast<int>(history.sets.size());
  return import;
}

bool is_training_csv(std::string_view text) {
  const std::vector<std::string> names = csv_header(text);
  return std::ranges::find(names, "kind") != names.end() && std::ranges::find(names, "at") != names.end();
}

}  // namespace endrange
