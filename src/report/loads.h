// loads.h: a LoadSheet for a terminal, for programs, for a spreadsheet.
#pragma once

#include <string>

#include "core/load_sheet.h"

namespace endrange {

/// One pose: in full. Several: a line each, and where the back is lost. At most 80 columns wide.
std::string to_text(const LoadSheet& sheet);
/// Schema endrange.loads/1 (docs/formats.md).
std::string to_json(const LoadSheet& sheet);
/// One row a pose, unit in every column name.
std::string to_csv(const LoadSheet& sheet);

}  // namespace endrange
