// tables.h: what endrange knows, as tables for `endrange list` and for the docs.
#pragma once

#include <span>
#include <string>

#include "core/check_kind.h"
#include "core/error.h"

namespace endrange {

/// A kind of file, beside those of a clip's report.
struct FileKind {
  std::string file, direction, what;  ///< direction: "in", "out" or "in, out"
};

/// table:   "exercises", "checks" or "formats"
/// as:      "text", "json" or "markdown"
/// checks:  what a clip is checked for
/// training_files:  how training data come and go
/// Errors:  bad_argument (no such table or form)
Result<std::string> write_table(const std::string& table, const std::string& as, std::span<const CheckKind> checks,
                                std::span<const FileKind> training_files);

}  // namespace endrange
