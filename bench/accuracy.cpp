// Renders the grid's clips, analyses them with the real binary and compares: see accuracy.h.
#include "accuracy.h"

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

#include "accuracy_pool.h"
#include "bench.h"
#include "renders.h"
#include "run.h"

namespace endrange::bench {

namespace {

namespace fs = std::filesystem;

// Analyses and reads both files. What goes wrong ends in row.reason.
void fill(Row& row, Rendered& rendered, bool is_live) {
  row.clip = rendered.clip;
  row.reason = rendered.reason;
  if (row.reason.empty())
    row.reason = is_live ? analyse_live(rendered, row.job.recipe) : analyse(rendered, row.job.recipe);
  if (!row.reason.empty()) return;
  const fs::path report = rendered.report;
  const auto known = read_known(test::text_of(rendered.truth));
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
    if (name == "--fresh" || name == "--live") {
      (name == "--fresh" ? options.is_fresh : options.is_live) = true;
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
  const auto cases = make_grid(options.grid, options.seed);
  std::vector<synthetic::Recipe> recipes;
  for (const Case& job : cases) rows.emplace_back().job = job, recipes.push_back(job.recipe);
  auto rendered = render_all(recipes, options.renders, options.is_fresh);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Row& row = rows[i];
    try {
      fill(row, rendered[i], options.is_live);
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
