#include "motion/soft_way.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace endrange {

namespace {

// Minimum jerk: peak speed over mean speed; share of the time between a quarter and three quarters of the way.
constexpr double kPeak = 1.875, kMiddleHalf = 0.2814;
// A way has turned where it has come back by this share, and ended where it goes no further for this long.
constexpr double kTurned = 0.25, kRests_s = 0.8, kNewShare = 0.06;
// So much of the level before or after the way is looked at as well, s.
constexpr double kLevelSeen_s = 0.7;
constexpr double kShortest_s = 0.15, kLongest_s = 8;

double minimum_jerk(double t) {
  t = std::clamp(t, 0.0, 1.0);
  return t * t * t * (10 + t * (6 * t - 15));
}

// Values against minus or plus time, so that the way always leads away from the level.
struct Sample {
  double after_s, value;
};

struct Fit {
  double cost = kUnknown, level = 0, way = 0;
};

// The best level and way for given times; straight line through (share of the way, value).
Fit fit_at(const std::vector<Sample>& samples, double from_s, double duration_s) {
  double n = 0, x = 0, xx = 0, y = 0, xy = 0, yy = 0;
  for (const Sample& s : samples) {
    const double share = minimum_jerk((s.after_s - from_s) / duration_s);
    n += 1, x += share, xx += share * share, y += s.value, xy += share * s.value, yy += s.value * s.value;
  }
  const double spread = xx - x * x / n;
  if (!(spread > 1e-9)) return {};
  Fit fit;
  fit.way = (xy - x * y / n) / spread;
  fit.level = (y - fit.way * x) / n;
  fit.cost = yy - fit.level * y - fit.way * xy;
  return fit;
}

}  // namespace

double SoftWay::peak_rate() const { return kPeak * (to - from) / duration_s(); }

std::optional<SoftWay> find_soft_way(std::span<const double> at_s, std::span<const double> values, double level,
                                     double held_s, int step, double least, double within_s) {
  std::vector<Sample> samples;
  for (std::size_t i = 0; i < at_s.size(); ++i)
    if (const double after_s = step * (at_s[i] - held_s); after_s >= -kLevelSeen_s - within_s && after_s <= within_s)
      if (!std::isnan(values[i])) samples.push_back({after_s, values[i] - level});
  if (step < 0) std::ranges::reverse(samples);

  // Away from the level until it turns back or rests.
  double extreme = 0, extreme_s = 0;
  bool is_away = false;
  for (const Sample& s : samples) {
    if (s.after_s < 0) continue;
    if (!is_away && !(std::abs(s.value) > least)) continue;
    if (!is_away) is_away = true, extreme = s.value, extreme_s = s.after_s;
    const double sign = extreme > 0 ? 1 : -1;
    if (sign * (s.value - extreme) > kNewShare * std::abs(extreme)) extreme = s.value, extreme_s = s.after_s;
    if (sign * (extreme - s.value) > kTurned * std::abs(extreme) || s.after_s - extreme_s > kRests_s) break;
  }
  if (!is_away) return std::nullopt;
  // From its quarters, how long it takes; last crossings before the extreme, for the level may be left for a moment.
  const auto crossed_s = [&](double share) {
    for (std::size_t i = samples.size(); i-- > 1;) {
      const double before = samples[i - 1].value / extreme, now = samples[i].value / extreme;
      if (samples[i].after_s > extreme_s || before > share || now <= share) continue;
      return std::lerp(samples[i - 1].after_s, samples[i].after_s, (share - before) / (now - before));
    }
    return kUnknown;
  };
  const double quarter_s = crossed_s(0.25), three_s = crossed_s(0.75);
  if (std::isnan(quarter_s) || !(three_s > quarter_s)) return std::nullopt;
  double duration_s = std::clamp((three_s - quarter_s) / kMiddleHalf, kShortest_s, kLongest_s),
         from_s = 0.5 * (quarter_s + three_s) - 0.5 * duration_s;

  // The level beside it belongs to the picture; what comes after the extreme doesn't.
  const double first_s = from_s - std::max(kLevelSeen_s, 0.3 * duration_s);
  std::erase_if(samples, [&](const Sample& s) { return s.after_s < first_s || s.after_s > extreme_s; });
  constexpr std::size_t kFewest = 6;
  if (samples.size() < kFewest) return std::nullopt;

  Fit best = fit_at(samples, from_s, duration_s);
  constexpr double kPrecise_s = 0.001;
  for (double move_s = 0.15 * duration_s; move_s > kPrecise_s;) {
    bool is_better = false;
    for (const auto& [later_s, longer_s] : {std::pair{1.0, 0.0},
                                            {-1.0, 0.0},
                                            {0.0, 1.0},
                                            {0.0, -1.0},
                                            {-1.0, 1.0},
                                            {1.0, -1.0},
                                            {-0.5, 1.0},
                                            {0.5, -1.0}}) {
      const double f = from_s + later_s * move_s, d = duration_s + longer_s * move_s;
      if (!(d >= kShortest_s && d <= kLongest_s)) continue;
      if (const Fit fit = fit_at(samples, f, d); fit.cost < best.cost)
        best = fit, from_s = f, duration_s = d, is_better = true;
    }
    if (!is_better) move_s *= 0.5;
  }
  if (!(std::abs(best.way) > least)) return std::nullopt;
  SoftWay way{held_s + from_s, held_s + from_s + duration_s, level + best.level, level + best.level + best.way};
  if (step < 0) way = {held_s - from_s - duration_s, held_s - from_s, way.to, way.from};
  return way;
}

}  // namespace endrange
