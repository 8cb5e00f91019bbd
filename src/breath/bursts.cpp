#include "breath/bursts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/smooth.h"

namespace endrange {

namespace {

// Room noise alone, its level known from its pauses, stays below 1 dB as the mean of 11 bands.
constexpr float kAbove_db = 1.2f, kPeak_db = 2.4f;
// Below that it is echo: a room of 0.35 s has it down by so much after 0.12 s.
constexpr float kEcho_db = 20;
// Noise rises and falls by 1 dB; breath that turns falls by more than a third.
constexpr float kDip_db = 2.5f, kDipShare = 0.35f;
constexpr std::size_t kShortest = 10;  // 0.25 s: a footstep and its echo

double to_db(double power) { return 10 * std::log10(std::max(power, 1e-15)); }

// Parts a stretch where it dips; what is left is short enough to be one breath.
void part(const std::vector<float>& loud, std::size_t from, std::size_t to, std::vector<Burst>& out) {
  const auto at = [&](std::size_t i) { return loud.begin() + static_cast<std::ptrdiff_t>(i); };
  const auto top = static_cast<std::size_t>(std::max_element(at(from), at(to)) - loud.begin());
  for (const bool is_left : {true, false}) {
    // The highest point that lies beyond a dip, seen from the top.
    float lowest = loud[top];
    std::size_t valley = top, i = top;
    while (is_left ? i > from : i + 1 < to) {
      i = is_left ? i - 1 : i + 1;
      if (loud[i] < lowest) lowest = loud[i], valley = i;
      const float rise = loud[i] - lowest;
      if (valley != top && rise > std::max(kDip_db, kDipShare * loud[i])) {
        part(loud, from, valley, out);
        part(loud, valley, to, out);
        return;
      }
    }
  }
  Burst burst{from, to, loud[top], {}, 0, 0, 0};
  if (burst.peak_db < kPeak_db) return;
  const float least = std::max(kAbove_db, burst.peak_db - kEcho_db);
  while (burst.from < top && loud[burst.from] < least) ++burst.from;
  while (burst.to > top + 1 && loud[burst.to - 1] < least) --burst.to;
  if (burst.to - burst.from >= kShortest) out.push_back(burst);
}

void describe(Burst& burst, const SoundFrames& frames, const Levels& levels) {
  // The loud half of it: the rest is more room than breath.
  std::vector<double> loud;
  for (std::size_t i = burst.from; i < burst.to; ++i) loud.push_back(levels.loud_db[i]);
  const double least = median(loud);
  double count = 0;
  std::array<double, kBands> floor{};
  for (std::size_t i = burst.from; i < burst.to; ++i) {
    if (levels.loud_db[i] < least) continue;
    ++count;
    for (std::size_t b = 0; b < kBands; ++b) burst.power[b] += frames.power[i][b], floor[b] += levels.floor[i][b];
  }
  double sum = 0, middle = 0;
  for (std::size_t b = 0; b < kBands; ++b) {
    // What is a tenth of the room's or less can't be told from none.
    burst.power[b] = std::max(burst.power[b] - floor[b], 0.1 * floor[b]) / count;
    sum += burst.power[b], middle += 0.5 * static_cast<double>(b) * burst.power[b];
  }
  burst.level_db = to_db(sum), burst.brightness = middle / sum;
}

using Shape = std::array<double, kBands + 1>;  // dB about its own mean; last: the level, weighed

// A band so far below the strongest doesn't shape the sound; levels vary from breath to breath more than spectra do.
constexpr double kDeepest_db = 18, kLevelWeight = 0.35;

Shape shape_of(const Burst& burst) {
  Shape shape{};
  double most = -1e9, mean = 0;
  for (std::size_t b = 0; b < kBands; ++b) most = std::max(most, shape[b] = to_db(burst.power[b]));
  for (std::size_t b = 0; b < kBands; ++b) mean += (shape[b] = std::max(shape[b], most - kDeepest_db)) / kBands;
  for (std::size_t b = 0; b < kBands; ++b) shape[b] -= mean;
  shape[kBands] = kLevelWeight * std::sqrt(static_cast<double>(kBands)) * burst.level_db;
  return shape;
}

// Mean square, dB².
double apart(const Shape& a, const Shape& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum / kBands;
}

struct Sorting {
  std::vector<int> kind;
  std::array<Shape, 2> mean{};
  double spread_db = 0, cost = 1e300;
};

// The same kind twice: one in between wasn't heard, likelier in a long gap. Nepers.
double price_of_repeat(const Burst& before, const Burst& now) {
  constexpr std::size_t kLongGap = 48;  // 1.2 s
  return now.from - before.to > kLongGap ? 1 : 3;
}

Sorting sort_from(std::vector<int> kind, const std::vector<Burst>& bursts, const std::vector<Shape>& shapes) {
  // Breaths of one kind differ by so much or more; a burst counts as so many measurements, its bands being alike.
  constexpr double kLeastSpread_db = 1.5, kWeight = 4;
  Sorting s;
  for (int round = 0; round < 8; ++round) {
    std::array<double, 2> count{};
    s.mean = {};
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      const auto k = static_cast<std::size_t>(kind[i]);
      ++count[k];
      for (std::size_t d = 0; d < shapes[i].size(); ++d) s.mean[k][d] += shapes[i][d];
    }
    if (count[0] == 0 || count[1] == 0) return s;  // all of one kind: its cost stays beyond all
    for (std::size_t k = 0; k < 2; ++k)
      for (double& v : s.mean[k]) v /= count[k];
    double within = 0;
    for (std::size_t i = 0; i < shapes.size(); ++i)
      within += apart(shapes[i], s.mean[static_cast<std::size_t>(kind[i])]) / static_cast<double>(shapes.size());
    s.spread_db = std::max(kLeastSpread_db, std::sqrt(within));
    std::array<double, 2> cost{};
    std::vector<std::array<int, 2>> from(shapes.size());
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      std::array<double, 2> next{};
      for (std::size_t k = 0; k < 2; ++k) {
        const double stay = i == 0 ? 0 : price_of_repeat(bursts[i - 1], bursts[i]);
        const bool is_same = cost[k] + stay < cost[1 - k];
        from[i][k] = static_cast<int>(is_same ? k : 1 - k);
        next[k] = (i == 0    ? 0
                   : is_same ? cost[k] + stay
                             : cost[1 - k]) +
                  kWeight * apart(shapes[i], s.mean[k]) / (2 * s.spread_db * s.spread_db);
      }
      cost = next;
    }
    std::vector<int> best(shapes.size());
    int k = cost[1] < cost[0] ? 1 : 0;
    for (std::size_t i = shapes.size(); i-- > 0;) best[i] = k, k = from[i][static_cast<std::size_t>(k)];
    s.cost = std::min(cost[0], cost[1]) +
             kWeight * static_cast<double>(shapes.size()) * std::log(s.spread_db / kLeastSpread_db);
    s.kind = best;
    if (best == kind) break;
    kind = std::move(best);
  }
  return s;
}

double mean_of(const std::vector<Burst>& bursts, int kind, auto value) {
  std::vector<double> values;
  for (const Burst& b : bursts)
    if (b.kind == kind) values.push_back(value(b));
  return median(values);
}

// Median time from the end of a burst of that kind to the next one's beginning, s.
double pause_after(const std::vector<Burst>& bursts, int kind) {
  std::vector<double> gaps;
  for (std::size_t i = 0; i + 1 < bursts.size(); ++i)
    if (bursts[i].kind == kind) gaps.push_back(kSoundStep_s * static_cast<double>(bursts[i + 1].from - bursts[i].to));
  return median(gaps);
}

double bounded(double value, double most) { return std::isnan(value) ? 0 : std::clamp(value, -most, most); }

// Four hints, none of them proof, so none weighs more than even odds of five to one. Through the nose, with its
// resonances at 600–750 and 2500–3500 Hz, the breath drawn is brighter than the one blown out; out with effort is the
// louder way; out takes longer; and the breath rests after it, not before. How much each weighs is our choice.
double log_odds_of_first_in(const std::vector<Burst>& bursts) {
  const auto difference = [&](auto value) { return mean_of(bursts, 0, value) - mean_of(bursts, 1, value); };
  const double brighter = difference([](const Burst& b) { return b.brightness; });
  const double louder_db = difference([](const Burst& b) { return b.level_db; });
  const double longer = difference([](const Burst& b) { return std::log(static_cast<double>(b.to - b.from)); });
  const double rests_s = pause_after(bursts, 0) - pause_after(bursts, 1);
  return bounded(2 * brighter, 1.6) + bounded(-0.12 * louder_db, 0.8) + bounded(-longer, 0.5) +
         bounded(-1.2 * rests_s, 0.9);
}

}  // namespace

std::vector<Burst> find_bursts(const SoundFrames& frames, const Levels& levels, std::span<const char> covered) {
  std::vector<Burst> bursts;
  const std::size_t n = frames.size();
  const auto is_loud = [&](std::size_t i) { return covered[i] == 0 && levels.loud_db[i] > kAbove_db; };
  for (std::size_t from = 0; from < n;) {
    std::size_t to = from;
    while (to < n && is_loud(to)) ++to;
    if (to - from >= kShortest) part(levels.loud_db, from, to, bursts);
    from = std::max(to, from + 1);
  }
  for (Burst& burst : bursts) describe(burst, frames, levels);
  return bursts;
}

Kinds sort_bursts(std::vector<Burst>& bursts) {
  // Kinds whose means differ by less than this, or by less than one and a half of what a kind varies, are one kind.
  constexpr double kDifferent_db = 2.5, kApart = 1.5;
  Kinds kinds;
  std::vector<Shape> shapes;
  for (const Burst& b : bursts) shapes.push_back(shape_of(b));
  Sorting best;
  if (bursts.size() >= 2) {
    std::vector<int> turns, bright, loud;
    const auto values = [&](auto value) {
      std::vector<double> v;
      for (const Burst& b : bursts) v.push_back(value(b));
      return median(v);
    };
    const double brightness = values([](const Burst& b) { return b.brightness; });
    const double level_db = values([](const Burst& b) { return b.level_db; });
    for (std::size_t i = 0; i < bursts.size(); ++i) {
      turns.push_back(static_cast<int>(i % 2));
      bright.push_back(bursts[i].brightness > brightness);
      loud.push_back(bursts[i].level_db > level_db);
    }
    for (const std::vector<int>& start : {turns, bright, loud})
      if (Sorting s = sort_from(start, bursts, shapes); s.cost < best.cost) best = std::move(s);
  }
  if (!best.kind.empty()) {
    const double difference_db = std::sqrt(apart(best.mean[0], best.mean[1]));
    std::size_t switches = 0;
    for (std::size_t i = 0; i + 1 < bursts.size(); ++i) switches += best.kind[i] != best.kind[i + 1];
    kinds.are_told_apart =
        difference_db > kDifferent_db && difference_db > kApart * best.spread_db && 2 * switches >= bursts.size() - 1;
  }
  for (std::size_t i = 0; i < bursts.size(); ++i) {
    bursts[i].kind = kinds.are_told_apart ? best.kind[i] : 0;
    const double sum = std::accumulate(bursts[i].power.begin(), bursts[i].power.end(), 0.0);
    for (std::size_t b = 0; b < kBands; ++b)
      kinds.spectrum[static_cast<std::size_t>(bursts[i].kind)][b] += bursts[i].power[b] / sum;
  }
  if (!kinds.are_told_apart) kinds.spectrum[1] = kinds.spectrum[0];
  for (auto& spectrum : kinds.spectrum) {
    const double sum = std::accumulate(spectrum.begin(), spectrum.end(), 0.0);
    for (double& v : spectrum) v /= std::max(sum, 1e-300);
  }
  if (kinds.are_told_apart) kinds.first_is_in = log_odds_of_first_in(bursts);
  return kinds;
}

}  // namespace endrange
