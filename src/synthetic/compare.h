// compare.h: what was measured in a rendered clip beside what is true of it.
#pragma once

#include "core/comparison.h"
#include "synthetic/truth.h"

namespace endrange::synthetic {

/// Reps are laid side by side in their order. Rows whose measurement is missing are kept, measured NaN.
Comparison compare(const Analysis& analysis, const Truth& truth);

}  // namespace endrange::synthetic
