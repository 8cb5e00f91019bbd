#include "motion/trends.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace endrange {

namespace {

// A single value's scatter can't be told from one value; this much is usual. Share of the mean.
constexpr double kUsualScatter = 0.1;

Trend trend_of(const std::vector<double>& values) {
  std::vector<double> x, y;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isnan(values[i])) x.push_back(static_cast<double>(i)), y.push_back(values[i]);
  const auto n = static_cast<double>(x.size());
  if (n < 3) return {};
  double mx = 0, my = 0, sxx = 0, sxy = 0, miss = 0;
  for (std::size_t i = 0; i < x.size(); ++i) mx += x[i] / n, my += y[i] / n;
  for (std::size_t i = 0; i < x.size(); ++i) sxx += (x[i] - mx) * (x[i] - mx), sxy += (x[i] - mx) * (y[i] - my);
  const double slope = sxy / sxx;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double residual = y[i] - my - slope * (x[i] - mx);
    miss += residual * residual;
  }
  const double reach = x.back() - x.front();
  // Few values scatter by chance less than they ought to: Student's t for one standard deviation, within 5 %.
  const double few = 1 + 0.7 / (n - 2);
  return {my + slope * (x.front() - mx), slope * reach, few * reach * std::sqrt(miss / (n - 2) / sxx),
          static_cast<int>(x.size())};
}

// A weaker leg may turn back early every time: then that is what it does.
bool only_partial(std::span<const Rep> reps, RepSide which) {
  int partial = 0;
  for (const Rep& rep : reps) {
    if (rep.side != which) continue;
    if (rep.is_complete) return false;
    ++partial;
  }
  return partial >= 2;
}

// `bias`: a side's own error, which doesn't shrink with more reps.
template <class Value>
SideDifference difference_of(std::span<const Rep> reps, double bias, Value value) {
  const auto side = [&](RepSide which, double& mean, double& variance) {
    double n = 0, sum = 0, squares = 0;
    for (const Rep& rep : reps) {
      const double v = value(rep);
      if ((rep.is_complete || only_partial(reps, which)) && rep.side == which && !std::isnan(v))
        ++n, sum += v, squares += v * v;
    }
    if (n == 0) return;
    mean = sum / n;
    const double spread =
        n > 1 ? std::max(0.0, (squares - n * mean * mean) / (n - 1)) : kUsualScatter * kUsualScatter * mean * mean;
    variance = spread / n;
  };
  SideDifference d;
  double left = kUnknown, right = kUnknown;
  side(RepSide::left, d.left, left), side(RepSide::right, d.right, right);
  d.error = std::sqrt(left + right + 2 * bias * bias);
  return d;
}

}  // namespace

SetTrends find_trends(std::span<const Rep> reps) {
  SetTrends trends;
  // Each side against its own mean: legs that differ aren't legs that tire.
  const auto of = [&](auto belongs, auto value) {
    std::vector<double> values;
    std::array<double, 3> sum{}, n{};
    const auto side = [](const Rep& rep) { return static_cast<std::size_t>(rep.side); };
    for (std::size_t i = 0; i < reps.size(); ++i)
      if (const double v = value(reps[i]); belongs(i) && !std::isnan(v)) sum[side(reps[i])] += v, ++n[side(reps[i])];
    const double all = (sum[0] + sum[1] + sum[2]) / std::max(1.0, n[0] + n[1] + n[2]);
    for (std::size_t i = 0; i < reps.size(); ++i)
      if (belongs(i)) values.push_back(value(reps[i]) - sum[side(reps[i])] / std::max(1.0, n[side(reps[i])]) + all);
    return trend_of(values);
  };
  const auto is_complete = [&](std::size_t i) { return reps[i].is_complete; };
  // A range that fades far enough ends in reps that turn back early; those in between are meant.
  std::size_t last = reps.size();
  while (last > 0 && !reps[last - 1].is_complete) --last;
  trends.range_deg = of([&](std::size_t i) { return reps[i].is_complete || i >= last; },
                        [](const Rep& r) { return r.leg_elevation_top_deg - r.leg_elevation_bottom_deg; });
  trends.lowering_s = of(is_complete, [](const Rep& r) { return r.lower.duration_s(); });
  trends.lumbar_lift_mm = of(is_complete, [](const Rep& r) { return r.lumbar_lift_max_mm; });
  return trends;
}

std::optional<SideComparison> compare_sides(std::span<const Rep> reps, double bias_deg) {
  SideComparison c;
  for (const Rep& rep : reps) {
    if (rep.side == RepSide::both || !(rep.is_complete || only_partial(reps, rep.side))) continue;
    ++(rep.side == RepSide::left ? c.left_reps : c.right_reps);
  }
  if (c.left_reps == 0 || c.right_reps == 0) return std::nullopt;
  c.top_deg = difference_of(reps, bias_deg, [](const Rep& r) { return r.leg_elevation_top_deg; });
  c.bottom_deg = difference_of(reps, bias_deg, [](const Rep& r) { return r.leg_elevation_bottom_deg; });
  c.range_deg =
      difference_of(reps, bias_deg, [](const Rep& r) { return r.leg_elevation_top_deg - r.leg_elevation_bottom_deg; });
  c.lowering_s = difference_of(reps, 0, [](const Rep& r) { return r.lower.duration_s(); });
  c.end_range_deg = difference_of(reps, bias_deg, [](const Rep& r) { return r.end_range_deg; });
  return c;
}

}  // namespace endrange
