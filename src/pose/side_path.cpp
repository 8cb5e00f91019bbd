#include "pose/side_path.h"

#include <array>
#include <cmath>
#include <limits>

namespace endrange {

namespace {

// What a second of exchanged sides costs, in trunk lengths of mean joint movement: little enough that a leg may have
// carried the wrong name for a whole repetition. While the legs are near each other one covers the other, and the
// network sees which is in front; far apart it guesses, and its word counts for a tenth.
constexpr double kPerSecond = 0.2, kGuess = 0.1, kCovers = 0.30, kGuesses = 0.50;
// Exchanging is only for jumps worth the name. trunk lengths
constexpr double kPerExchange = 0.075;

// Where the network can't decide it draws what lies between its two guesses: legs that seem to meet halfway and are
// back a moment later. How long that may last (s), how far apart the sides are before and after, how much nearer each
// other they seem meanwhile, and what a look passed over costs (trunk lengths): more than the landmarks tremble, less
// than they jump. From 0.03 to 0.08 and 0.3 to 0.5 s, 74 rendered clips come out within 0.04 deg.
constexpr double kLongest_s = 0.4, kApart = 0.15, kNearer = 0.8, kPassedOver = 0.05;

// Where the names are exchanged meanwhile, the legs may have passed each other: unless that is faster than legs move.
// A flutter of 15 deg either way once a second takes knee and foot past the other's by 2.4. trunk lengths a second
constexpr double kFastest = 2.5;

// Mean distance of the group's joints between two looks, with sides kept or exchanged. px
double distance(const Pose& a, const Pose& b, JointGroup group, bool is_exchanged) {
  double sum = 0;
  for (const Joint joint : group)
    for (const Side side : kSides)
      sum += length(a.at(of(joint, side)) - b.at(of(joint, is_exchanged ? opposite(side) : side)));
  return sum / (2 * static_cast<double>(group.size()));
}

// How much the network's naming counts where the sides are that far apart.
double weight_of(double apart) {
  return std::lerp(1.0, kGuess, std::clamp((apart - kCovers) / (kGuesses - kCovers), 0.0, 1.0));
}

// What isn't known costs nothing.
double known(double cost) { return std::isnan(cost) ? 0 : cost; }

// Where a way into a look comes from.
struct Step {
  std::size_t from = 0, state = 0;
};

}  // namespace

SidePath find_side_path(std::span<Pose* const> looks, JointGroup group, std::span<const double> kept_costs,
                        bool may_pass_over) {
  const auto kept_cost = [&](std::size_t i) { return kept_costs.empty() ? 0.0 : kept_costs[i]; };
  std::vector<double> aparts;
  for (const Pose* look : looks) aparts.push_back(between(*look, Side::left, *look, Side::right, group));
  std::vector<std::array<double, 2>> costs(looks.size());  // states: kept, exchanged
  std::vector<std::array<Step, 2>> steps(looks.size());
  costs[0] = {kept_cost(0), 0};
  for (std::size_t i = 1; i < looks.size(); ++i) {
    const Pose& now = *looks[i];
    costs[i].fill(std::numeric_limits<double>::infinity());
    const auto come_from = [&](std::size_t from) {
      const double trunk = trunk_of(*looks[from]), over = kPassedOver * static_cast<double>(i - from - 1);
      const double stay = known(distance(*looks[from], now, group, false) / trunk) + over,
                   change = known(distance(*looks[from], now, group, true) / trunk) + over + kPerExchange;
      const bool may_have_passed = from + 1 < i && aparts[i] < kFastest * (now.at_s - looks[from]->at_s);
      for (const std::size_t state : {0u, 1u})
        for (const std::size_t before : {state, 1 - state}) {
          if (before != state && may_have_passed) continue;
          const double cost = costs[from][before] + (before == state ? stay : change);
          if (cost < costs[i][state]) costs[i][state] = cost, steps[i][state] = {from, before};
        }
    };
    come_from(i - 1);
    double meanwhile = 0;  // the furthest apart that the looks to pass over are
    for (std::size_t from = i - 1; may_pass_over && aparts[i] > kApart && from-- > 0;) {
      meanwhile = std::max(meanwhile, aparts[from + 1]);
      if (now.at_s - looks[from]->at_s > kLongest_s || !(meanwhile < kNearer * aparts[i])) break;
      if (aparts[from] > kApart && meanwhile < kNearer * aparts[from]) come_from(from);
    }
    costs[i][0] += kept_cost(i);
    costs[i][1] += known(kPerSecond * weight_of(aparts[i]) * (now.at_s - looks[i - 1]->at_s));
  }
  SidePath path{std::vector<bool>(looks.size()), {}};
  std::size_t state = costs.back()[1] < costs.back()[0] ? 1 : 0;
  for (std::size_t i = looks.size() - 1;;) {
    path.is_exchanged[i] = state == 1;
    if (i == 0) break;
    const Step step = steps[i][state];
    for (std::size_t k = step.from + 1; k < i; ++k) path.passed_over.push_back(k);
    i = step.from, state = step.state;
  }
  return path;
}

}  // namespace endrange
