// comparison.h: measured beside true, of a clip whose truth is known.
#pragma once

#include <string>
#include <vector>

#include "core/analysis.h"

namespace endrange {

struct Compared {
  std::string what, unit;  ///< "rep 1, top", "deg"
  int decimals = 1;
  double truth = kUnknown, measured = kUnknown;
};

struct Comparison {
  std::vector<Compared> rows;
  std::vector<double> at_s, true_deg, measured_deg;  ///< leg elevation of the leg that is read, (frames)
  std::vector<Rep> reps;                             ///< as measured
  double rms_deg = kUnknown, p95_deg = kUnknown, bias_deg = kUnknown;  ///< of leg elevation over all frames
  double followed = kUnknown;  ///< share of frames in which shoulder, hip, knee and ankle of the near side lie within
                               ///< 0.2 trunk lengths of the truth
};

}  // namespace endrange
