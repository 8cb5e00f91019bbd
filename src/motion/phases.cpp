#include "motion/phases.h"

#include <algorithm>
#include <cmath>

#include "core/angle.h"

namespace endrange {

namespace {

// What still counts as being at the extreme, and as the extreme itself.
constexpr double kNear = 2.5_deg, kAtExtreme = 0.75_deg;

// A longer stay at the start is rest before the rep, not part of its tempo.
constexpr double kLongestPause = 10;

// Where the straight line between two samples crosses `level`.
double crossing(double t0, double v0, double t1, double v1, double level) {
  return v1 == v0 ? t0 : t0 + (t1 - t0) * std::clamp((level - v0) / (v1 - v0), 0.0, 1.0);
}

struct Stretch {
  std::size_t first, last;  // samples
};

// From entering to leaving `band` around the value of sample `peak`, with sub-frame ends: the stretch of samples of
// which the first and last are given. Samples between may lie outside.
Interval time_of(std::span<const double> at_s, std::span<const double> values, std::size_t peak, double band,
                 Stretch inside) {
  const double value = values[peak];
  const auto edge = [&](std::size_t in, std::size_t out) {
    if (std::isnan(values[out])) return at_s[in];
    return crossing(at_s[in], values[in], at_s[out], values[out], values[out] > value ? value + band : value - band);
  };
  return {inside.first > 0 ? edge(inside.first, inside.first - 1) : at_s[inside.first],
          inside.last + 1 < values.size() ? edge(inside.last, inside.last + 1) : at_s[inside.last]};
}

// The contiguous time around sample `peak` within `band` of its value.
Interval time_within(std::span<const double> at_s, std::span<const double> values, std::size_t peak, double band) {
  const auto is_inside = [&](std::size_t i) { return std::abs(values[i] - values[peak]) <= band; };  // false for NaN
  Stretch inside{peak, peak};
  while (inside.first > 0 && is_inside(inside.first - 1)) --inside.first;
  while (inside.last + 1 < values.size() && is_inside(inside.last + 1)) ++inside.last;
  return time_of(at_s, values, peak, band, inside);
}

// The time from first to last being within `band` of sample `peak` during a stretch: a leg that slips away and comes
// back while it waits hasn't set off.
Interval time_between(std::span<const double> at_s, std::span<const double> values, std::size_t peak, double band,
                      Stretch stretch) {
  const auto is_inside = [&](std::size_t i) { return std::abs(values[i] - values[peak]) <= band; };
  while (stretch.first < peak && !is_inside(stretch.first)) ++stretch.first;
  while (stretch.last > peak && !is_inside(stretch.last)) --stretch.last;
  return time_of(at_s, values, peak, band, stretch);
}

// A leg that waits drifts; it is lowering or lifting once it goes at this share of the swing's peak speed. Believed
// only near the extreme, so that a pause halfway doesn't cut a swing in two.
constexpr double kMovingShare = 0.1, kNearExtremeShare = 0.2;
// … and only for a wait worth the name: the ends of a swift swing are the 2.5 deg band's. s
constexpr double kShortestDrift = 0.3;

// Trims a swing to when the leg really moved. `swing` runs from leaving one extreme to reaching the other.
Interval trimmed(Interval swing, std::span<const double> at_s, std::span<const double> values,
                 std::span<const double> rates) {
  const auto first = static_cast<std::size_t>(std::ranges::lower_bound(at_s, swing.from_s) - at_s.begin());
  auto last = static_cast<std::size_t>(std::ranges::lower_bound(at_s, swing.to_s) - at_s.begin());
  last = std::min(last, at_s.size() - 1);
  if (!(swing.from_s < swing.to_s) || last < first + 2) return swing;
  Interval moved = swing;
  std::size_t fastest = first;
  for (std::size_t i = first; i <= last; ++i)
    if (std::abs(rates[i]) > std::abs(rates[fastest])) fastest = i;
  const double moving = kMovingShare * std::abs(rates[fastest]), way = std::abs(values[last] - values[first]);
  const auto near = [&](std::size_t i, std::size_t end) {
    return std::abs(values[i] - values[end]) < kNearExtremeShare * way;
  };
  for (std::size_t i = fastest; i-- > first;) {
    if (!(std::abs(rates[i]) < moving)) continue;
    if (near(i, first))
      moved.from_s = crossing(at_s[i], std::abs(rates[i]), at_s[i + 1], std::abs(rates[i + 1]), moving);
    break;
  }
  for (std::size_t i = fastest + 1; i <= last; ++i) {
    if (!(std::abs(rates[i]) < moving)) continue;
    if (near(i, last)) moved.to_s = crossing(at_s[i - 1], std::abs(rates[i - 1]), at_s[i], std::abs(rates[i]), moving);
    break;
  }
  if (moved.from_s - swing.from_s > kShortestDrift) swing.from_s = moved.from_s;
  if (swing.to_s - moved.to_s > kShortestDrift) swing.to_s = moved.to_s;
  return swing;
}

}  // namespace

Dwell find_dwell(std::span<const double> at_s, std::span<const double> values, double around_s, Extreme which,
                 const Range& range) {
  const double zone = range.width() / 3;
  const auto inside = [&](std::size_t i) {
    return which == Extreme::high ? values[i] >= range.high - zone : values[i] <= range.low + zone;
  };
  auto start = static_cast<std::size_t>(std::ranges::lower_bound(at_s, around_s - 1e-9) - at_s.begin());
  if (start >= values.size()) start = values.size() - 1;
  if (!inside(start)) return {};
  std::size_t first = start, last = start;
  while (first > 0 && inside(first - 1)) --first;
  while (last + 1 < values.size() && inside(last + 1)) ++last;
  std::size_t peak = start;
  for (std::size_t i = first; i <= last; ++i)
    if (which == Extreme::high ? values[i] > values[peak] : values[i] < values[peak]) peak = i;
  const Interval extreme = time_within(at_s, values, peak, kAtExtreme);
  return {values[peak], 0.5 * (extreme.from_s + extreme.to_s), time_between(at_s, values, peak, kNear, {first, last})};
}

void fill_phases(Rep& rep, const Cycle& cycle, const Range& range, std::span<const double> at_s,
                 std::span<const double> values, std::span<const double> rates) {
  const bool from_top = cycle.start_at == Extreme::high;
  const Extreme far_end = from_top ? Extreme::low : Extreme::high;
  // A partial rep's turning point lies between the zones; a range that just reaches it makes it an extreme.
  Range reached = range;
  if (!cycle.is_complete) (from_top ? reached.low : reached.high) = cycle.far_value;

  Dwell start = find_dwell(at_s, values, cycle.left_s, cycle.start_at, reached);
  const Dwell far = find_dwell(at_s, values, cycle.far_s, far_end, reached);
  const Dwell end = cycle.is_cut_off ? Dwell{} : find_dwell(at_s, values, cycle.back_s, cycle.start_at, reached);
  if (start.near.duration_s() > kLongestPause) start.near.from_s = start.near.to_s - kLongestPause;

  const double back_s = end.near.is_known() ? end.near.from_s : cycle.back_s;
  const Interval away = trimmed({start.near.to_s, far.near.from_s}, at_s, values, rates);
  const Interval back = trimmed({far.near.to_s, back_s}, at_s, values, rates);
  const Interval waited{start.near.from_s, away.from_s}, turned{away.to_s, back.from_s};
  rep.start_s = waited.from_s;
  rep.end_s = back.to_s;
  rep.top = from_top ? waited : turned;
  rep.bottom = from_top ? turned : waited;
  rep.lower = from_top ? away : back;
  rep.lift = from_top ? back : away;
  rep.top_s = from_top ? start.at_s : far.at_s;
  rep.bottom_s = from_top ? far.at_s : start.at_s;
  rep.settled_s = end.at_s;
  rep.settled = end.near;
  rep.leg_elevation_top_deg = to_deg(from_top ? start.value : far.value);
  rep.leg_elevation_bottom_deg = to_deg(from_top ? far.value : start.value);

  rep.peak_lowering_deg_per_s = rep.peak_lifting_deg_per_s = kUnknown;
  const auto keep_peak = [&](double& peak, const Interval& phase, double at, double speed) {
    if (at >= phase.from_s && at <= phase.to_s && !std::isnan(speed) && !(speed <= peak)) peak = speed;
  };
  for (std::size_t i = 0; i < at_s.size(); ++i) {
    keep_peak(rep.peak_lowering_deg_per_s, rep.lower, at_s[i], -to_deg(rates[i]));
    keep_peak(rep.peak_lifting_deg_per_s, rep.lift, at_s[i], to_deg(rates[i]));
  }
}

}  // namespace endrange
