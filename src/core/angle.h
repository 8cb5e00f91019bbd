// angle.h: radians inside, degrees at the eye.
#pragma once

#include <cmath>
#include <numbers>

namespace endrange {

constexpr double operator""_deg(long double degrees) { return static_cast<double>(degrees) * std::numbers::pi / 180; }
constexpr double operator""_deg(unsigned long long degrees) {
  return static_cast<double>(degrees) * std::numbers::pi / 180;
}
constexpr double to_deg(double radians) { return radians * 180 / std::numbers::pi; }
constexpr double from_deg(double degrees) { return degrees * std::numbers::pi / 180; }

/// The same direction within (−π, π].
inline double wrapped(double radians) { return std::remainder(radians, 2 * std::numbers::pi); }

}  // namespace endrange
