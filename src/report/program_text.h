// program_text.h: what the coach says, for a terminal and as JSON.
#pragma once

#include <string>

#include "coach/program.h"

namespace endrange {

/// The first day in full, the others a line each; at most 80 columns wide.
std::string write_program_text(const Program& program, bool color);

/// Schema endrange.plan/1 (docs/formats.md).
std::string write_program_json(const Program& program);

/// A planned session in one line: "2 × 12 heel taps with each leg, tempo 4-0-2-1".
std::string session_line(const PlannedDay& day);

}  // namespace endrange
