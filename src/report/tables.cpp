#include "report/tables.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "exercise/exercise.h"

namespace endrange {

namespace {

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

const char* name_of(Position position) {
  return position == Position::supine ? "lying" : position == Position::hanging ? "hanging" : "all fours";
}
const char* name_of(Legs legs) { return legs == Legs::both ? "both" : legs == Legs::one ? "one" : "alternating"; }
const char* name_of(Knees knees) {
  return knees == Knees::straight ? "straight" : knees == Knees::bent ? "bent" : "bent to straight";
}

Table exercise_table() {
  Table table{{"id", "title", "position", "legs", "knees", "kind", "easier", "harder", "good"}, {}};
  for (const Exercise& e : exercises()) {
    if (e.id == "other") {
      table.rows.push_back({"other", std::string(e.title), "", "", "", "", "", "", ""});
      continue;
    }
    table.rows.push_back({std::string(e.id), std::string(e.title), name_of(e.position), name_of(e.legs),
                          name_of(e.knees), e.is_hold ? "hold" : "reps", std::string(e.easier), std::string(e.harder),
                          std::string(e.good)});
  }
  return table;
}

// A terminal is too narrow for long sentences.
void drop_columns(Table& table, std::size_t kept) {
  table.columns.resize(kept);
  for (auto& row : table.rows) row.resize(kept);
}

Table format_table() {
  return {{"file", "direction", "what"},
          {{"MP4, MOV, MKV, WebM, GIF", "in",
            "clips: H.264, HEVC, VP8, VP9, AV1, MPEG-4, MJPEG; sound AAC, MP3, Opus, Vorbis, PCM, FLAC, AC-3"},
           {"report.html", "out", "the report, one file, offline"},
           {"analysis.json", "out", "schema endrange.analysis/1"},
           {"series.csv", "out", "one row a frame: angles, phases, joints"},
           {"lower_back.jpg", "out", "the lower back where it is lost, or highest; where there is such a moment"},
           {"lower_back_x10.jpg", "out", "the lower back's movement, drawn ten times larger; where it was measured"},
           {"annotated.mp4", "out", "the clip with skeleton, angle, rep, phase, and where the back is lost"}}};
}

std::string as_text(const Table& table) {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    std::size_t width = table.columns[c].size();
    for (const auto& row : table.rows) width = std::max(width, row[c].size());
    widths.push_back(width);
  }
  std::string out;
  const auto add = [&](const std::vector<std::string>& row) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) line += row[c] + std::string(widths[c] - row[c].size() + 2, ' ');
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  };
  add(table.columns);
  for (const auto& row : table.rows) add(row);
  return out;
}

std::string as_markdown(const Table& table) {
  std::string out;
  const auto add = [&](const std::vector<std::string>& row) {
    out += "|";
    for (const std::string& cell : row) out += " " + cell + " |";
    out += "\n";
  };
  add(table.columns);
  add(std::vector<std::string>(table.columns.size(), "---"));
  for (const auto& row : table.rows) add(row);
  return out;
}

std::string as_json(const Table& table) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const auto& row : table.rows) {
    nlohmann::ordered_json object;
    for (std::size_t c = 0; c < row.size(); ++c) object[table.columns[c]] = row[c];
    rows.push_back(object);
  }
  return rows.dump(2) + "\n";
}

}  // namespace

Result<std::string> write_table(const std::string& table, const std::string& as, std::span<const CheckKind> checks,
                                std::span<const FileKind> training_files) {
  Table found;
  if (table == "exercises") {
    found = exercise_table();
    if (as == "text") drop_columns(found, 8);
  } else if (table == "formats") {
    found = format_table();
    for (const FileKind& f : training_files) found.rows.push_back({f.file, f.direction, f.what});
  } else if (table == "checks") {
    found.columns = {"id", "family", "meaning", "measured", "limit", "source"};
    for (const CheckKind& c : checks) found.rows.push_back({c.id, c.family, c.meaning, c.measured, c.limit, c.source});
    if (as == "text") drop_columns(found, 3);
  } else {
    return failure(Error::Kind::bad_argument, "there is no list '" + table + "': exercises, checks, formats or ladder");
  }
  if (as == "text") return as_text(found);
  if (as == "json") return as_json(found);
  if (as == "markdown") return as_markdown(found);
  return failure(Error::Kind::bad_argument, "no such form of a list: " + as);
}

}  // namespace endrange
