// Renders the grid's clips, analyses them with the real binary and compares: see accuracy.h.
#include "accuracy.h"

#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>

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

// Renders if need be, analyses, reads both. What goes wrong ends in row.reason.
void fill(Row& row, const AccuracyOptions& options, const std::string& version) {
  // One thread, whatever the machine: x264 writes other bits with more.
  std::vector<std::string> synth = arguments_of(row.job.recipe);
  row.clip = (fs::path(options.renders) / (fingerprint(version + "\n" + joined(synth)) + ".mp4")).string();
  const fs::path truth = fs::path(row.clip).replace_extension(".truth.json"),
                 report = fs::path(row.clip).replace_extension(".endrange");
  if (options.is_fresh || !fs::exists(row.clip) || !fs::exists(truth)) {
    synth.insert(synth.begin(), {"synth", row.clip, "--threads", "1"});
    if (const test::Outcome o = test::run(synth); o.exit_code != 0) {
      row.reason = complaint("synth", o);
      return;
    }
  }
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

std::string words_before(const std::string& text, char end) { return text.substr(0, text.find(end)); }

}  // namespace

int run_accuracy(const std::vector<std::string>& arguments) {
  AccuracyOptions options;
  options.renders = (fs::temp_directory_path() / "endrange-renders").string();
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& name = arguments[i];
    if (name == "--fresh") {
      options.is_fresh = true;
      continue;
    }
    if (i + 1 == arguments.size()) return -1;
    const std::string& value = arguments[++i];
    if (name == "--grid")
      options.grid = std::atoi(value.c_str());
    else if (name == "--seed")
      options.seed = std::atoi(value.c_str());
    else if (name == "--geometry")
      options.geometry = std::atoi(value.c_str());
    else if (name == "--renders")
      options.renders = fs::absolute(value).string();
    else if (name == "--csv")
      options.csv = value;
    else if (name == "--docs")
      options.docs = value;
    else
      return -1;
  }
  if (options.grid < 0 || options.geometry < 0) return -1;
  if (options.grid > 0 && !test::has_model()) {
    std::puts("skipped: the pose model isn't installed");
    return 0;
  }
  std::error_code failed;
  fs::create_directories(options.renders, failed);
  if (failed) {
    std::fprintf(stderr, "bench: %s: can't be made (%s)\n", options.renders.c_str(), failed.message().c_str());
    return 1;
  }

  const std::string version = words_before(test::run({"--version"}).out, '\n');
  std::ofstream csv;
  if (!options.csv.empty()) {
    csv.open(options.csv);
    csv << csv_header() << std::endl;
  }
  std::vector<Row> rows;
  if (options.grid > 0) {
    const auto cases = make_grid(options.grid, options.seed);
    for (const Case& job : cases) {
      Row& row = rows.emplace_back();
      row.job = job;
      try {
        fill(row, options, version);
      } catch (const std::exception& e) {
        row.reason = e.what();
      }
      print_progress(row, cases.size());
      if (csv.is_open()) csv << csv_line(row) << std::endl;
    }
  }
  const GeometryRows geometry = run_geometry(options.geometry, options.seed);
  if (csv.is_open() && !geometry.exact.empty()) {
    fs::path beside = options.csv;
    beside.replace_extension(".geometry.csv");
    std::ofstream file(beside);
    file << csv_header() << "\n";
    for (const auto* list : {&geometry.exact, &geometry.noisy})
      for (const Row& row : *list) file << csv_line(row) << "\n";
  }
  const std::string tables = accuracy_tables(rows, geometry, options);
  std::printf("\n%s", tables.c_str());
  if (csv.is_open() && !csv) {
    std::fprintf(stderr, "bench: %s: can't be written\n", options.csv.c_str());
    return 1;
  }
  if (options.docs.empty()) return 0;
  if (const auto written = write_tables(options.docs, tables); !written) {
    std::fprintf(stderr, "bench: %s\n", written.error().message.c_str());
    return 1;
  }
  return 0;
}

}  // namespace endrange::bench
