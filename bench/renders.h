// renders.h: clips of known truth, rendered once and kept.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "synthetic/recipe.h"

namespace endrange::bench {

struct Rendered {
  std::string clip;    ///< file
  std::string truth;   ///< its truth file
  std::string report;  ///< folder that an analysis of it is written to
  std::string reason;  ///< why there is none; "" = all went well
};

/// Renders what isn't there yet, a clip on each core. Kept by recipe and version of the program; `is_fresh` renders all
/// anew. One for each recipe, in order.
std::vector<Rendered> render_all(std::span<const synthetic::Recipe> recipes, const std::string& folder, bool is_fresh);

/// Analyses a rendered clip with the real binary, its lifter's height given; the report holds analysis.json and
/// series.csv. Returns why it went wrong; "" = all went well.
std::string analyse(const Rendered& rendered, const synthetic::Recipe& recipe);

/// The same through a live set, each of its pictures in turn. Its report gets a folder of its own: rendered.report
/// changes.
std::string analyse_live(Rendered& rendered, const synthetic::Recipe& recipe);

}  // namespace endrange::bench
