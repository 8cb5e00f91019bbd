// comparison.h: measured beside true, as a table and as a page.
#pragma once

#include <string>

#include "core/comparison.h"

namespace endrange {

/// At most 80 columns wide.
std::string write_comparison_text(const Comparison& comparison);

/// A page of its own: the clip, both curves, the table, a link to the report. clip, report: relative to the page.
std::string write_comparison_html(const Comparison& comparison, const std::string& clip, const std::string& report);

}  // namespace endrange
