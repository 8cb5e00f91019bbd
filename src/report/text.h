// text.h: the summary for a terminal.
#pragma once

#include <string>

#include "core/analysis.h"

namespace endrange {

/// At most 80 columns wide; `color` adds ANSI colours.
std::string write_text(const Analysis& analysis, bool color);

/// Breaks a text at spaces into lines of at most `width` characters, each after the first begun with `indent` spaces.
std::string wrapped_text(const std::string& text, std::size_t width, std::size_t indent);

}  // namespace endrange
