// json_number.h: numbers as files hold them.
#pragma once

#include <cmath>

#include "core/unknown.h"

namespace endrange {

/// Rounded to what is meant, so that files don't claim more digits than there are. NaN, for what isn't finite, is
/// written as null.
inline double json_number(double value, int decimals) {
  if (!std::isfinite(value)) return kUnknown;
  const double scale = std::pow(10, decimals);
  return std::round(value * scale) / scale + 0.0;  // + 0.0: no "-0.0"
}

}  // namespace endrange
