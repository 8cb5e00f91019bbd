// force_section.h: the report's words and charts of the forces.
#pragma once

#include <string>

#include "core/analysis.h"

namespace endrange {

/// A section of the page; "" where no forces were computed.
std::string force_section(const Analysis& analysis);

/// "About 98 N·m at the hips …": one paragraph for page and terminal; "" likewise.
std::string force_text(const Analysis& analysis);

}  // namespace endrange
