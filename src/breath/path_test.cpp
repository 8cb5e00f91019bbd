// The path: the best of all possible ones, and what that means for flickers and turns.
#include "breath/path.h"

#include <gtest/gtest.h>

namespace endrange {
namespace {

using Path = std::vector<BreathState>;
constexpr BreathState kIn = BreathState::in, kOut = BreathState::out, kPause = BreathState::pause;

std::vector<BreathEvidence> evidence(const Path& states, double how_much = 0.5) {
  std::vector<BreathEvidence> out;
  for (const BreathState s : states)
    out.push_back({s == kIn ? how_much : 0, s == kOut ? how_much : 0, s == kPause ? how_much : 0});
  return out;
}

Path repeated(std::initializer_list<std::pair<BreathState, int>> runs) {
  Path out;
  for (const auto& [state, n] : runs) out.insert(out.end(), static_cast<std::size_t>(n), state);
  return out;
}

TEST(BreathPath, follows_what_is_clear) {
  const Path truth = repeated({{kPause, 20}, {kIn, 40}, {kOut, 40}, {kPause, 30}, {kIn, 40}, {kPause, 80}, {kOut, 40}});
  EXPECT_EQ(breath_path(evidence(truth), true), truth);
}

TEST(BreathPath, a_flicker_changes_nothing) {
  Path flickering = repeated({{kPause, 20}, {kIn, 40}, {kOut, 40}, {kPause, 30}});
  const Path truth = flickering;
  flickering[40] = kPause, flickering[45] = kOut, flickering[80] = kIn, flickering[110] = kIn;
  EXPECT_EQ(breath_path(evidence(flickering), true), truth);
}

TEST(BreathPath, without_evidence_in_between_the_ways_take_turns) {
  // The second breath could be either, by its own sound a little more in; between two breaths in it is out.
  std::vector<BreathEvidence> e = evidence(repeated({{kIn, 40}, {kPause, 20}, {kPause, 40}, {kPause, 20}, {kIn, 40}}));
  for (std::size_t i = 60; i < 100; ++i) e[i] = {0.52, 0.5, 0};
  const Path path = breath_path(e, true);
  EXPECT_EQ(path[30], kIn);
  EXPECT_EQ(path[80], kOut);
  EXPECT_EQ(path[140], kIn);
}

TEST(BreathPath, breath_of_either_way_takes_no_turns) {
  const Path truth = repeated({{kPause, 20}, {kIn, 40}, {kPause, 20}, {kIn, 40}, {kPause, 20}});
  EXPECT_EQ(breath_path(evidence(truth), false), truth);
}

// All paths of eight steps, each priced by itself: going on costs nothing, what a change costs is seen from pairs.
TEST(BreathPath, no_other_path_of_eight_steps_is_better_by_more_than_its_changes_cost) {
  unsigned dice = 12345;
  const auto uniform = [&] { return static_cast<double>((dice = dice * 1664525u + 1013904223u) >> 8) / 16777216.0; };
  for (int round = 0; round < 20; ++round) {
    std::vector<BreathEvidence> e(8);
    for (BreathEvidence& x : e) x = {4 * uniform(), 4 * uniform(), 4 * uniform()};
    const auto worth = [&](const Path& p) {
      double sum = 0;
      for (std::size_t i = 0; i < p.size(); ++i) {
        sum += p[i] == kIn ? e[i].in : p[i] == kOut ? e[i].out : e[i].pause;
        if (i == 0 || p[i] == p[i - 1]) continue;
        if (p[i] != kPause && p[i - 1] != kPause) sum -= 2;
        if (p[i] == kPause) sum -= 1.5;
        if (p[i - 1] == kPause) {
          std::size_t k = i - 1;
          while (k > 0 && p[k] == kPause) --k;
          sum -= p[k] == kPause || p[k] != p[i] ? 1.5 : 4;  // from a pause at the very beginning it may be either
        }
      }
      return sum;
    };
    double best = -1e9;
    for (int code = 0; code < 6561; ++code) {
      Path p;
      for (int i = 0, c = code; i < 8; ++i, c /= 3) p.push_back(static_cast<BreathState>(c % 3));
      best = std::max(best, worth(p));
    }
    EXPECT_NEAR(worth(breath_path(e, true)), best, 1e-9);
  }
}

TEST(BreathPath, of_nothing_is_nothing) { EXPECT_TRUE(breath_path({}, true).empty()); }

}  // namespace
}  // namespace endrange
