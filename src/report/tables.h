// tables.h: what endrange knows, as tables for `endrange list` and for the docs.
#pragma once

#include <span>
#include <string>

#include "core/check_kind.h"
#include "core/error.h"

namespace endrange {

/// table:   "exercises", "checks" or "formats"
/// as:      "text", "json" or "markdown"
/// checks:  what a clip is checked for
/// Errors:  bad_argument (no such table or form)
Result<std::string> write_table(const std::string& table, const std::string& as, std::span<const CheckKind> checks);

}  // namespace endrange
