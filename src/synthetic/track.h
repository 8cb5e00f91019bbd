// track.h: one quantity over time, as waits and smooth ways between them.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace endrange::synthetic {

/// Minimum jerk: from 0 to 1 with speed and acceleration zero at both ends. Source: Flash & Hogan 1985.
inline double minimum_jerk(double t) {
  t = std::clamp(t, 0.0, 1.0);
  return t * t * t * (10 + t * (6 * t - 15));
}

/// Where minimum_jerk() is `share`.
inline double minimum_jerk_inverse(double share) {
  double low = 0, high = 1;
  for (int i = 0; i < 60; ++i) (minimum_jerk((low + high) / 2) < share ? low : high) = (low + high) / 2;
  return (low + high) / 2;
}

/// Holds a value, and goes to others by minimum jerk. Ways are added in time order and don't overlap.
class Track {
 public:
  explicit Track(double start = 0) : start_(start) {}
  void go(double from_s, double to_s, double value) {
    ways_.push_back({from_s, to_s, ways_.empty() ? start_ : ways_.back().to, value});
  }
  double at(double t) const {
    const auto next = std::ranges::upper_bound(ways_, t, {}, &Way::from_s);
    if (next == ways_.begin()) return start_;
    const Way& way = *(next - 1);
    return way.from + (way.to - way.from) * minimum_jerk((t - way.from_s) / (way.to_s - way.from_s));
  }
  double last() const { return ways_.empty() ? start_ : ways_.back().to; }

 private:
  struct Way {
    double from_s, to_s, from, to;
  };
  double start_;
  std::vector<Way> ways_;
};

}  // namespace endrange::synthetic
