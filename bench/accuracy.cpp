// Renders the grid's clips, analyses them with the real binary and compares: see accuracy.h.
#include "accuracy.h"

#include <atomic>
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <thread>

#include "accuracy_pool.h"
#include "bench.h"
#include "run.h"

namespace endrange::bench {

namespace {

namespace fs = std::filesystem;

// FNV-1a: names the clip of these arguments.
std::string fingerprint(const std::string& text) {
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  char name[20];
  std::snprintf(name, sizeof name, "%016" PRIx64, hash);
  return name;
}

// "synth, exit 3: the last thing it said".
std::string complaint(const char* what, const test::Outcome& o) {
  std::string last;
  std::istringstream lines(o.err);
  for (std::string line; std::getline(lines, line);)
    if (!line.empty()) last = line;
  return std::string(what) + ", exit " + std::to_string(o.exit_code) + ": " + last;
}

fs::path truth_of(const Row& row) { return fs::path(row.clip).replace_extension(".truth.json"); }

// Renders unless it has been. What goes wrong ends in row.reason.
void render(Row& row, const AccuracyOptions& options, const std::string& version) {
  // One thread, whatever the machine: x264 writes other bits with more.
  std::vector<std::string> synth = arguments_of(row.job.recipe);
  row.clip = (fs::path(options.renders) / (fingerprint(version + "\n" + joined(synth)) + ".mp4")).string();
  if (!options.is_fresh && fs::exists(row.clip) && fs::exists(truth_of(row))) return;
  synth.insert(synth.begin(), {"synth", row.clip, "--threads", "1"});
  if (const test::Outcome o = test::run(synth); o.exit_code != 0) row.reason = complaint("synth", o);
}

// Every clip of the grid, one on each core.
void render_all(std::vector<Row>& rows, const AccuracyOptions& options, const std::string& version) {
  std::atomic<std::size_t> next = 0, done = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < rows.size(); i = next++) {
      try {
        render(rows[i], options, version);
      } catch (const std::exception& e) {
        rows[i].reason = e.what();
      }
      std::fprintf(stderr, "rendered %zu of %zu\n", ++done, rows.size());
    }
  };
  std::vector<std::jthread> workers;
  for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i) workers.emplace_back(work);
}

// Analyses and reads both. What goes wrong ends in row.reason.
void fill(Row& row) {
  const fs::path truth = truth_of(row), report = fs::path(row.clip).replace_extension(".endrange");
  char height[16];
  std::snprintf(height, sizeof height, "%.3f", row.job.recipe.height_m);
  const test::Outcome o =
      test::run({"analyze", row.clip, "--no-video", "--json", "--out", report.string(), "--height", height});
  constexpr int kNothingToMeasure = 4;  // a result as well
  if (o.exit_code != 0 && o.exit_code != kNothingToMeasure) {
    row.reason = complaint("analyze", o);
    return;
  }
  const auto known = read_known(test::text_of(truth));
  auto measured = read_measured(test::text_of(report / "analysis.json"), test::text_of(report / "series.csv"));
  if (!known || !measured) {
    row.reason = !known ? known.error().message : measured.error().message;
    return;
  }
  row.metrics = compare(*known, *measured);
  if (known->at_s.size() != measured->at_s.size())
    row.reason =
        std::to_string(known->at_s.size()) + " frames rendered, " + std::to_string(measured->at_s.size()) + " analysed";
  measured->joints.clear(), measured->legs = {}, measured->at_s.clear();
  row.measured = std::move(*measured);
}

void print_progress(const Row& row, std::size_t all) {
  const ClipMetrics& m = row.metrics;
  const synthetic::Recipe& r = row.job.recipe;
  std::printf("[%d/%zu] %-19s yaw %+3.0f  ", row.job.number, all, r.exercise.c_str(), r.yaw_deg);
  if (!row.reason.empty()) {
    std::printf("FAILED: %s\n", row.reason.c_str());
  } else {
    const AngleError& leg = std::isnan(m.legs[0].elevation.abstained) ? m.legs[1].elevation : m.legs[0].elevation;
    std::printf("followed %5.1f %%  leg bias %+5.2f rmse %5.2f deg  reps %.0f/%.0f%s  phases %4.0f ms  %s\n",
                100 * m.followed, leg.bias, leg.rmse, m.reps_counted, m.true_reps, m.reps_exact == 0 ? " WRONG" : "",
                1000 * pool(boundary_sizes(m), Pool::median), row.measured.problems.c_str());
  }
  std::fflush(stdout);
}

// Empty when they make no sense.
std::optional<AccuracyOptions> read_options(const std::vector<std::string>& arguments) {
  AccuracyOptions options;
  options.renders = (fs::temp_directory_path() / "endrange-renders").string();
  const std::map<std::string, int*> numbers = {
      {"--grid", &options.grid}, {"--seed", &options.seed}, {"--geometry", &options.geometry}};
  const std::map<std::string, std::string*> texts = {
      {"--renders", &options.renders}, {"--csv", &options.csv}, {"--docs", &options.docs}};
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& name = arguments[i];
    if (name == "--fresh") {
      options.is_fresh = true;
      continue;
    }
    if (++i == arguments.size()) return std::nullopt;
    if (const auto number = numbers.find(name); number != numbers.end())
      *number->second = std::atoi(arguments[i].c_str());
    else if (const auto text = texts.find(name); text != texts.end())
      *text->second = arguments[i];
    else
      return std::nullopt;
  }
  if (options.grid < 0 || options.geometry < 0) return std::nullopt;
  return options;
}

std::vector<Row> run_grid(const AccuracyOptions& options, std::ofstream& csv) {
  std::vector<Row> rows;
  if (options.grid == 0) return rows;
  const std::string said = test::run({"--version"}).out, version = said.substr(0, said.find('\n'));
  const auto cases = make_grid(options.grid, options.seed);
  for (const Case& job : cases) rows.emplace_back().job = job;
  render_all(rows, options, version);
  for (Row& row : rows) {
    try {
      if (row.reason.empty()) fill(row);
    } catch (const std::exception& e) {
      row.reason = e.what();
    }
    print_progress(row, cases.size());
    // At once: what was measured outlives a run that is stopped.
    if (csv.is_open()) csv << csv_line(row) << std::endl;
  }
  return rows;
}

int complain(const std::string& sentence) {
  std::fprintf(stderr, "bench: %s\n", sentence.c_str());
  return 1;
}

}  // namespace

int run_accuracy(const std::vector<std::string>& arguments) {
  auto options = read_options(arguments);
  if (!options) return -1;
  if (options->grid > 0 && !test::has_model()) {
    std::puts("rendered clips skipped: the pose model isn't installed");
    options->grid = 0;
  }
  // What can't be written later is said before an hour has passed.
  if (!options->docs.empty()) {
    if (options->grid == 0 || options->geometry == 0)
      return complain("--docs replaces all the tables: it needs rendered clips and geometry");
    if (const auto fits = check_marks(options->docs); !fits) return complain(fits.error().message);
  }
  std::error_code failed;
  fs::create_directories(options->renders, failed);
  if (failed) return complain(options->renders + ": can't be made (" + failed.message() + ")");
  options->renders = fs::canonical(options->renders).string();
  std::ofstream csv;
  if (!options->csv.empty()) {
    csv.open(options->csv);
    csv << csv_header() << std::endl;
    if (!csv) return complain(options->csv + ": can't be written");
  }

  const std::vector<Row> rows = run_grid(*options, csv);
  const GeometryRows geometry = run_geometry(options->geometry, options->seed);
  if (csv.is_open() && !geometry.exact.empty()) {
    std::ofstream file(fs::path(options->csv).replace_extension(".geometry.csv"));
    file << csv_header() << "\n";
    for (const auto* list : {&geometry.exact, &geometry.noisy})
      for (const Row& row : *list) file << csv_line(row) << "\n";
  }
  const std::string tables = accuracy_tables(rows, geometry, *options);
  std::printf("\n%s", tables.c_str());
  if (options->docs.empty()) return 0;
  const auto written = write_tables(options->docs, tables);
  return written ? 0 : complain(written.error().message);
}

}  // namespace endrange::bench
