#include "breath/see.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/smooth.h"
#include "core/unknown.h"

namespace endrange {

namespace {

// Breath: up to 40 a minute, with the next two harmonics. Hz
constexpr double kCutoff_hz = 1.2;
// Two breaths at rest; in less, what sways twice looks like breath.
constexpr double kShortest_s = 8, kLeastShare = 0.5;
// A quiet breath lifts the belly by 4 mm or more; below 1.5 mm or three times the noise of 0.3 s it may be none.
constexpr double kLeast_mm = 1.5, kOverNoise = 3;
// Correlation with a leg's elevation: beyond, belly and legs go together, and which is seen can't be told.
constexpr double kWithLegs = 0.8;
// A movement the other way of less than a third of the usual depth isn't a breath of its own: by the prices of the path
// (four nepers for two turns), a whole breath weighs so much.
constexpr double kWholeBreath = 12;
// Slower than this share of the usual pace is a pause.
constexpr double kStill = 0.25;

// Correlation of what both know; 0 without enough.
double correlation(std::span<const Motion> a, std::span<const double> b) {
  double n = 0, sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    if (std::isnan(a[i].value) || std::isnan(b[i])) continue;
    const double x = a[i].value, y = b[i];
    n += 1, sa += x, sb += y, saa += x * x, sbb += y * y, sab += x * y;
  }
  const double va = n * saa - sa * sa, vb = n * sbb - sb * sb;
  return va > 0 && vb > 0 ? (n * sab - sa * sb) / std::sqrt(va * vb) : 0;
}

}  // namespace

Seen see(const BellySeries& belly, double from_s, double step_s, std::size_t steps) {
  Seen seen;
  seen.evidence.resize(steps), seen.is_known.assign(steps, 0), seen.rate.assign(steps, kUnknown);
  const std::span<const double> at_s = belly.at_s;
  if (at_s.size() < 2 || belly.rise_mm.size() != at_s.size() || steps == 0) return seen;
  double known_s = 0;
  for (std::size_t i = 1; i < at_s.size(); ++i)
    if (!std::isnan(belly.rise_mm[i])) known_s += std::min(at_s[i] - at_s[i - 1], 0.5);
  if (known_s < kShortest_s || known_s < kLeastShare * (at_s.back() - at_s.front())) return seen;
  const std::span<const double> rise = belly.rise_mm;
  const std::vector<Motion> path = smooth(at_s, rise, {kCutoff_hz, 0.5});
  std::vector<double> values, rates, off;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (std::isnan(path[i].value)) continue;
    values.push_back(path[i].value), rates.push_back(std::abs(path[i].rate));
    if (!std::isnan(rise[i])) off.push_back(std::abs(rise[i] - path[i].value));
  }
  seen.range_mm = quantile(values, 0.9) - quantile(values, 0.1);
  seen.noise_mm = 1.48 * median(off);  // of a normal distribution
  if (std::ranges::any_of(belly.leg_deg, [&](auto leg) { return std::abs(correlation(path, leg)) > kWithLegs; })) {
    seen.sight = Sight::with_legs;
    return seen;
  }
  if (!(seen.range_mm > std::max(kLeast_mm, kOverNoise * seen.noise_mm))) {
    seen.sight = Sight::too_small;
    return seen;
  }
  seen.sight = Sight::seen;
  // The usual pace of a breath, mm/s: a third of the time or so it is faster.
  const double pace = quantile(rates, 0.65), weight = kWholeBreath * step_s / seen.range_mm;
  std::size_t i = 0;
  for (std::size_t k = 0; k < steps; ++k) {
    const double t = from_s + step_s * static_cast<double>(k);
    while (i + 2 < at_s.size() && at_s[i + 1] < t) ++i;
    if (t < at_s[i] - step_s || t > at_s[i + 1] + step_s) continue;
    const double share = std::clamp((t - at_s[i]) / (at_s[i + 1] - at_s[i]), 0.0, 1.0);
    const double rate = std::lerp(path[i].rate, path[i + 1].rate, share);
    if (std::isnan(rate)) continue;
    seen.is_known[k] = 1, seen.rate[k] = rate;
    const double way = weight * std::clamp(rate, -3 * pace, 3 * pace);
    seen.evidence[k] = {way, -way, weight * kStill * pace};
  }
  return seen;
}

}  // namespace endrange
