#include "breath/path.h"

#include <algorithm>
#include <array>

namespace endrange {

namespace {

constexpr std::size_t kStates = 4;  // in, out, pause after in, pause after out
constexpr double kNever = 1e12;
// Nepers. A quarter of a second of clear breath brings ten; so flickers of a few steps don't pay for a change.
constexpr double kTurn = 2, kSetIn = 1.5, kRest = 1.5, kAgain = 4;
using Prices = std::array<std::array<double, kStates>, kStates>;
constexpr Prices kTakingTurns = {
    {{0, kTurn, kRest, kNever}, {kTurn, 0, kNever, kRest}, {kAgain, kSetIn, 0, kNever}, {kSetIn, kAgain, kNever, 0}}};
constexpr Prices kEither = {{{0, kNever, kRest, kNever},
                             {kNever, 0, kNever, kNever},
                             {kSetIn, kNever, 0, kNever},
                             {kNever, kNever, kNever, 0}}};

}  // namespace

std::vector<BreathState> breath_path(std::span<const BreathEvidence> evidence, bool ways_are_known) {
  const Prices& price = ways_are_known ? kTakingTurns : kEither;
  std::vector<std::array<std::uint8_t, kStates>> from(evidence.size());
  std::array<double, kStates> cost{};
  if (!ways_are_known) cost[1] = cost[3] = kNever;
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    const BreathEvidence& e = evidence[i];
    const std::array<double, kStates> here = {-e.in, -e.out, -e.pause, -e.pause};
    std::array<double, kStates> next{};
    for (std::size_t to = 0; to < kStates; ++to) {
      std::size_t best = to;
      for (std::size_t s = 0; s < kStates && i > 0; ++s)
        if (cost[s] + price[s][to] < cost[best] + price[best][to]) best = s;
      from[i][to] = static_cast<std::uint8_t>(best);
      next[to] = cost[best] + (i > 0 ? price[best][to] : 0) + here[to];
    }
    cost = next;
  }
  std::vector<BreathState> path(evidence.size());
  auto at = static_cast<std::size_t>(std::ranges::min_element(cost) - cost.begin());
  for (std::size_t i = path.size(); i-- > 0; at = from[i][at])
    path[i] = at == 0 ? BreathState::in : at == 1 ? BreathState::out : BreathState::pause;
  return path;
}

}  // namespace endrange
