#include "io/csv_table.h"

#include <algorithm>
#include <array>

#include "io/limits.h"
#include "io/text.h"

namespace endrange {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The one that the first line has most of, outside quotes.
char separator_of(std::string_view text) {
  std::array<int, 128> count{};
  bool is_quoted = false;
  for (const char c : text) {
    if (c == '"') is_quoted = !is_quoted;
    if (!is_quoted && (c == '\n' || c == '\r')) break;
    if (!is_quoted && (c == ',' || c == ';' || c == '\t')) ++count[static_cast<std::size_t>(c)];
  }
  char most = ',';
  for (const char c : {';', '\t'})
    if (count[static_cast<std::size_t>(c)] > count[static_cast<std::size_t>(most)]) most = c;
  return most;
}

// Source: OWASP, "CSV Injection": = + - @, tab, carriage return, line feed, and the full-width signs (U+FF1D FF0B FF0D
// FF20).
bool starts_a_formula(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of('\''), text.size()));
  if (text.empty()) return false;
  if (std::string_view("=+-@\t\r\n").find(text[0]) != std::string_view::npos) return true;
  return text.starts_with("\uFF1D") || text.starts_with("\uFF0B") || text.starts_with("\uFF0D") ||
         text.starts_with("\uFF20");
}

}  // namespace

CsvTable::CsvTable(std::string_view text, std::string file, Rows rows)
    : text_(text), file_(std::move(file)), rows_(rows), separator_(separator_of(text)) {}

Result<CsvTable> CsvTable::open(std::string_view text, std::string file, Rows rows) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    return failure(Error::Kind::unreadable, file + ":1: this is UTF-16 text; save it as \"CSV UTF-8\"");
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  CsvTable table(text, std::move(file), rows);
  if (const std::size_t bad = first_bad_utf8(text); bad != std::string_view::npos) {
    table.row_line_ += static_cast<int>(std::ranges::count(text.substr(0, bad), '\n'));
    return table.broken("a character that isn't UTF-8; save the file as \"CSV UTF-8\"");
  }
  const auto is_there = table.read_row(table.header_);
  if (!is_there) return tl::unexpected(is_there.error());
  for (std::string& name : table.header_) name = lower_case(trimmed(name));
  if (!*is_there) return table.broken("the file is empty; a first line with the columns' names is needed");
  return table;
}

Result<bool> CsvTable::next() {
  for (;;) {
    const auto is_there = read_row(cells_);
    if (!is_there || !*is_there) return is_there;
    if (cells_.size() == 1 && cells_[0].empty()) continue;  // a blank line
    break;
  }
  if (++row_count_ > kMostRows) return broken("more than " + std::to_string(kMostRows) + " rows; split the file");
  while (cells_.size() > header_.size() && cells_.back().empty()) cells_.pop_back();
  const std::string both = std::to_string(cells_.size()) + " cells under " + std::to_string(header_.size()) + " names";
  if (cells_.size() > header_.size())
    return broken(both + "; put text that holds a \"" + std::string(1, separator_) + "\" between quotes");
  if (rows_ == Rows::ends_whole && cells_.size() < header_.size() && !has_line_end_)
    return broken(both + "; the file is cut off, export it again");
  return true;
}

Result<bool> CsvTable::read_row(std::vector<std::string>& cells) {
  cells.clear();
  row_line_ = line_;
  if (at_ >= text_.size()) return false;
  for (;;) {
    std::string& cell = cells.emplace_back();
    if (cells.size() > kMostColumns) return broken("more than " + std::to_string(kMostColumns) + " columns");
    if (at_ < text_.size() && text_[at_] == '"') {
      if (const auto quoted = read_quoted(cell); !quoted) return tl::unexpected(quoted.error());
    } else {
      const std::size_t from = at_;
      while (!is_at_line_end() && text_[at_] != separator_) ++at_;
      cell = text_.substr(from, at_ - from);
      if (cell.size() > kMostCell_bytes) return broken("a cell of more than a megabyte");
    }
    if (is_at_line_end()) break;
    ++at_;  // the separator
  }
  has_line_end_ = at_ < text_.size();
  take_line_end();
  return true;
}

// From the opening quote to behind the closing one.
Result<void> CsvTable::read_quoted(std::string& cell) {
  const int opened = line_;
  for (++at_;; ++at_) {
    if (at_ >= text_.size() || cell.size() > kMostCell_bytes) {
      row_line_ = opened;
      return broken("a quote (\") opens here and is never closed; close it, or write a quote inside text twice");
    }
    const char c = text_[at_];
    if (c == '"') {
      if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
      ++at_;
    }
    if (c == '\n' || (c == '\r' && (at_ + 1 >= text_.size() || text_[at_ + 1] != '\n'))) ++line_;
    cell += c;
  }
  ++at_;
  if (is_at_line_end() || text_[at_] == separator_) return {};
  row_line_ = line_;
  return broken("text goes on after a closing quote (\"); write a quote inside text twice");
}

void CsvTable::take_line_end() {
  if (at_ >= text_.size()) return;
  const bool is_pair = text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n';
  at_ += is_pair ? 2 : 1;
  ++line_;
}

int CsvTable::column(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    const auto found = std::ranges::find(header_, name);
    if (found != header_.end()) return static_cast<int>(found - header_.begin());
  }
  return -1;
}

std::string_view CsvTable::cell(int column) const {
  const auto at = static_cast<std::size_t>(column);
  return column >= 0 && at < cells_.size() ? std::string_view(cells_[at]) : std::string_view();
}

Result<std::optional<double>> CsvTable::number(int column) const {
  const std::string_view text = trimmed(cell(column));
  if (text.empty()) return std::nullopt;
  std::string with_point(text);
  if (separator_ != ',') std::ranges::replace(with_point, ',', '.');
  if (const auto value = parse_number(with_point)) return value;
  const std::string name = shown(header_[static_cast<std::size_t>(column)]);
  return broken(name + " \"" + shown(text) + "\" is no number; write it like 12.5, or leave it empty");
}

tl::unexpected<Error> CsvTable::broken(const std::string& what) const {
  return failure(Error::Kind::unreadable, file_ + ":" + std::to_string(row_line_) + ": " + what);
}

void add_csv_line(std::string& text, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) text += ',';
    const std::string& cell = cells[i];
    const bool has_edge = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
    if (!has_edge && cell.find_first_of(",\"\r\n") == std::string::npos) {
      text += cell;
      continue;
    }
    text += '"';
    for (const char c : cell) text.append(c == '"' ? 2 : 1, c);
    text += '"';
  }
  text += "\r\n";
}

std::string guarded(std::string_view text) {
  return starts_a_formula(text) ? "'" + std::string(text) : std::string(text);
}

std::string unguarded(std::string_view cell) {
  if (cell.starts_with('\'') && starts_a_formula(cell)) cell.remove_prefix(1);
  return std::string(cell);
}

std::vector<std::string> csv_header(std::string_view text) {
  // Enough for any header; what follows may be anything.
  constexpr std::size_t kHeader_bytes = 16 << 10;
  const std::string_view start = cut_utf8(text, kHeader_bytes);
  const auto table = CsvTable::open(start.substr(0, start.find_first_of("\r\n")), "", CsvTable::Rows::may_be_cut);
  return table ? table->header() : std::vector<std::string>{};
}

}  // namespace endrange
