// back.h: checks of the lower back: was it flat before the start, and did it stay down?
#pragma once

#include "core/analysis.h"

namespace endrange {

/// Adds `setup_not_flat` and `back_arches` to the analysis' findings. Nothing is said of what wasn't seen.
void judge_back(Analysis& analysis);

}  // namespace endrange
