// text.h: the summary for a terminal.
#pragma once

#include <string>

#include "core/analysis.h"

namespace endrange {

/// At most 80 columns wide; `color` adds ANSI colours.
std::string write_text(const Analysis& analysis, bool color);

}  // namespace endrange
