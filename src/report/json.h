// json.h: analysis.json and series.csv (docs/formats.md).
#pragma once

#include <string>

#include "core/analysis.h"

namespace endrange {

/// The document of schema endrange.analysis/1. Unknown numbers are null.
std::string write_json(const Analysis& analysis);

/// One row a frame; the unit in every column name; unknown = empty cell.
std::string write_csv(const Analysis& analysis);

}  // namespace endrange
