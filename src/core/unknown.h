// unknown.h: a number that wasn't measured. Never 0.
#pragma once

#include <limits>

namespace endrange {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

}  // namespace endrange
