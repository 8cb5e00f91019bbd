// accuracy.h: the parts of `bench accuracy`. START HERE.
//
//   grid ─► Case ─ endrange synth ─► clip, truth ─ endrange analyze ─► files ─ accuracy_metrics ─► Row ─► csv, tables
//   grid ─► Recipe ─ skeleton only ─► landmarks ─ interpret() ────────────── accuracy_metrics ─► Row ─┘ (geometry)
//
// To vary something else: one row in kFactors of accuracy_grid.cpp; command line, CSV and tables follow.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "accuracy_metrics.h"
#include "synthetic/recipe.h"

namespace endrange::bench {

/// One clip of the grid.
struct Case {
  int number = 0;         ///< from 1
  bool is_extra = false;  ///< an exercise without reps today: checked, and kept out of the figures
  synthetic::Recipe recipe;
  std::vector<std::string> levels;  ///< by factor, as the tables name them; "–" where the factor has no meaning
};

/// Names of the factors, in the order of Case::levels.
std::vector<std::string> factor_names();

/// A balanced random design: of n clips each level of each factor has its share, and which go together is drawn.
/// The same for a seed everywhere. Behind the n come the extra ones.
std::vector<Case> make_grid(int n, int seed);

/// The recipe as options of `endrange synth`: what differs from the defaults.
std::vector<std::string> arguments_of(const synthetic::Recipe& recipe);
std::string joined(const std::vector<std::string>& words, const char* separator = " ");

/// A clip and how it went.
struct Row {
  Case job;
  std::string clip;       ///< file, or "" without a picture
  std::string reason;     ///< why there are no metrics; "" = all went well
  MeasuredClip measured;  ///< without its curves
  ClipMetrics metrics;
};

struct AccuracyOptions {
  int grid = 36, seed = 1, geometry = 300;
  std::string renders, csv, docs;
  bool is_fresh = false, is_live = false;  ///< live: through a live set instead of `endrange analyze`
};

/// Landmarks of known truth through interpret(): neither renderer nor network. One row a set.
struct GeometryRows {
  std::vector<Row> exact, noisy;
};
GeometryRows run_geometry(int n, int seed);

/// One line a clip, columns named in the first.
std::string csv_header();
std::string csv_line(const Row& row);

/// The tables of docs/accuracy.md, in Markdown.
std::string accuracy_tables(std::span<const Row> rows, const GeometryRows& geometry, const AccuracyOptions& options);
/// Puts them between the marks of a document. Errors: io, bad_argument (no marks).
Result<void> check_marks(const std::string& path);
Result<void> write_tables(const std::string& path, const std::string& tables);

}  // namespace endrange::bench
