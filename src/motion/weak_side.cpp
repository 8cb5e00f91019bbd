#include "motion/weak_side.h"

#include <algorithm>
#include <cmath>

#include "core/analysis.h"
#include "core/angle.h"
#include "core/smooth.h"

namespace endrange {

namespace {

// A smaller movement is within what the hidden far leg is off by (4 deg, docs/accuracy.md).
constexpr double kLeast = 6.0_deg;
// While the other leg works this one moves by less than this share of its own turn (5 % to 95 %).
constexpr double kStillShare = 0.5;
// A turn before the strong leg's first or after its last lies within this many of its waits.
constexpr double kBeside = 1.3;
// A turn may overlap the strong leg's work by this share of its own time: some set off early.
constexpr double kOverlap = 0.4;

bool is_whole(const Cycle& c) { return c.is_complete && !c.is_cut_off; }

double shared_s(const Cycle& c, double from_s, double to_s) {
  return std::min(c.back_s, to_s) - std::max(c.left_s, from_s);
}

}  // namespace

std::vector<Cycle> find_turns(std::span<const double> at_s, std::span<const double> values,
                              std::span<const Cycle> strong, const RepOptions& options) {
  constexpr std::size_t kFewest = 2;
  std::vector<Cycle> work;
  std::ranges::copy_if(strong, std::back_inserter(work), is_whole);
  if (work.size() < kFewest) return {};
  // When the strong leg works, by half its way: a cycle's own ends reach into the waits.
  std::vector<double> waits_s;
  for (std::size_t k = 1; k < work.size(); ++k) waits_s.push_back(work[k].far_s - work[k - 1].far_s);
  const double period_s = median(waits_s);
  const double from_s = work.front().far_s - kBeside * period_s, to_s = work.back().far_s + kBeside * period_s;

  std::vector<double> inside(values.begin(), values.end());
  for (std::size_t i = 0; i < inside.size(); ++i)
    if (at_s[i] < from_s || at_s[i] > to_s) inside[i] = kUnknown;
  RepOptions small = options;
  small.smallest_range = kLeast;
  std::vector<Cycle> turns;
  for (const Cycle& c : find_cycles(at_s, inside, small))
    if (is_whole(c) && c.start_at == work.front().start_at) turns.push_back(c);
  if (turns.size() < kFewest) return {};

  // One between each two of the strong leg's, at most one before and after them, none beside them.
  const auto between = [&](double a_s, double b_s) {
    return std::ranges::count_if(turns, [&](const Cycle& c) { return c.far_s > a_s && c.far_s < b_s; });
  };
  for (std::size_t k = 1; k < work.size(); ++k)
    if (between(work[k - 1].far_s, work[k].far_s) != 1) return {};
  if (between(from_s, work.front().far_s) > 1 || between(work.back().far_s, to_s) > 1) return {};
  for (const Cycle& c : turns)
    for (const Cycle& w : work)
      if (shared_s(c, w.left_s, w.back_s) > kOverlap * (c.back_s - c.left_s) &&
          std::abs(c.far_s - w.far_s) < 0.25 * period_s)
        return {};
  // Still meanwhile.
  std::vector<double> spreads, ways;
  for (const Cycle& w : work) {
    std::vector<double> meanwhile;
    for (std::size_t i = 0; i < inside.size(); ++i)
      if (std::abs(at_s[i] - w.far_s) < 0.15 * period_s) meanwhile.push_back(inside[i]);
    spreads.push_back(quantile(meanwhile, 0.95) - quantile(meanwhile, 0.05));
  }
  for (const Cycle& c : turns) ways.push_back(std::abs(c.far_value - c.start_value));
  if (!(median(spreads) < kStillShare * median(ways))) return {};
  return turns;
}

}  // namespace endrange
