// trends.h: a set as a whole: what changes from its first rep to its last, and how its two sides differ.
#pragma once

#include <optional>
#include <span>

#include "core/analysis.h"

namespace endrange {

/// Straight lines through the complete reps, in order, and for the range also through those that turned back early
/// after the last complete one; unknown with fewer than three values.
SetTrends find_trends(std::span<const Rep> reps);

/// Each leg's means, where both did complete reps of their own, or one of them only partial ones; empty otherwise.
///
/// bias_deg  what a side's angles may be off by, the two sides apart from each other: the far leg is half hidden. deg
std::optional<SideComparison> compare_sides(std::span<const Rep> reps, double bias_deg);

}  // namespace endrange
