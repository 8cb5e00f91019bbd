// records.h: what is kept of a measured clip.
#pragma once

#include <vector>

#include "core/analysis.h"
#include "core/training.h"

namespace endrange {

/// The sets of a clip as the journal keeps them, in time order: numbers only. at: when the clip was filmed; its sets
/// stand at their own moments after that. The end range goes with the set of the exercise that the clip's is told of;
/// the others say why they have none. Empty where nothing was measured.
std::vector<SetRecord> records_of(const Analysis& analysis, const Moment& at);

}  // namespace endrange
