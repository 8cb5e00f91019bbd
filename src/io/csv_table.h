// csv_table.h: rows of comma-separated text, RFC 4180, and what is found in the wild: a byte-order mark, semicolons or
// tabs, lines that end in LF or CR alone, numbers with a decimal comma between semicolons.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace endrange {

/// Reads a table row by row: only one row is held at a time. The text must outlive it.
class CsvTable {
 public:
  /// may_be_cut: some programs leave out empty cells at the end of a row. ends_whole: the same, but the last row is
  /// either complete or has a line end; without both the file was cut off.
  enum class Rows { may_be_cut, ends_whole };

  /// Reads the header. Errors (all of this class): unreadable, "FILE:LINE: …".
  static Result<CsvTable> open(std::string_view text, std::string file, Rows rows);

  /// Goes to the next row that isn't blank; false at the end.
  Result<bool> next();

  /// The first column of one of these names, without regard to case; −1 when there is none.
  int column(std::initializer_list<std::string_view> names) const;
  const std::vector<std::string>& header() const { return header_; }
  /// Of the current row; "" of column −1 and of a row that ends before.
  std::string_view cell(int column) const;
  /// "" is no number and no error: nullopt. A decimal comma is one where commas don't separate.
  Result<std::optional<double>> number(int column) const;
  /// Says where: "sets.csv:12: " + what.
  tl::unexpected<Error> broken(const std::string& what) const;

 private:
  CsvTable(std::string_view text, std::string file, Rows rows);
  Result<bool> read_row(std::vector<std::string>& cells);
  Result<void> read_quoted(std::string& cell);
  bool is_at_line_end() const { return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r'; }
  void take_line_end();

  std::string_view text_;
  std::string file_;
  Rows rows_;
  char separator_ = ',';
  std::size_t at_ = 0;
  int line_ = 1, row_line_ = 1;  // of the reading head; where the current row began
  std::size_t row_count_ = 0;
  bool has_line_end_ = false;  // the current row
  std::vector<std::string> header_, cells_;
};

/// Cells joined into a line that ends in CR LF; quoted where they need it.
void add_csv_line(std::string& text, const std::vector<std::string>& cells);

/// Text that a spreadsheet would take for a formula gets an apostrophe in front; reading takes it off again. Text that
/// already begins with apostrophes before such a sign gets one more, so that every text comes back as it was.
std::string guarded(std::string_view text);
std::string unguarded(std::string_view cell);

/// The names in the header's line, in lower case; for telling formats apart.
std::vector<std::string> csv_header(std::string_view text);

}  // namespace endrange
