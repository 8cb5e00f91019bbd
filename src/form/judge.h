// judge.h: all checks over one analysis, and the one answer that follows.
#pragma once

#include <span>

#include "core/analysis.h"
#include "form/check.h"

namespace endrange {

/// Every check of every family, in the order in which they are told.
std::span<const Check> all_checks();

/// The row of that id; nullptr = there is none.
const Check* find_check(const std::string& id);

/// Fills findings and checks, set by set, from the rows that its exercise calls for. Nothing is judged without a rep or
/// a hold.
void judge(Analysis& analysis);

/// The finding that is worth most, and the variation to go on with, from the findings and the end range.
Advice advise(const Analysis& analysis);

}  // namespace endrange
