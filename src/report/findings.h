// findings.h: what the checks have seen, gathered for a reader: one entry a thing to change, however often it was seen.
#pragma once

#include <string>
#include <vector>

#include "core/analysis.h"

namespace endrange {

/// The findings of one check that ask for the same change.
struct FindingGroup {
  std::string check, severity;
  std::vector<int> reps;  ///< ascending; empty = of the whole set
  std::string message;    ///< with its repetitions: "In repetitions 1–3, most clearly in 2: the lower back …"
  std::string cue;        ///< what to change
};

/// The most pressing first, else in the order in which they were found.
std::vector<FindingGroup> grouped_findings(const std::vector<Finding>& findings);

/// "1–3 and 5" of {1, 2, 3, 5}.
std::string ranges_text(const std::vector<int>& numbers);

}  // namespace endrange
