#include "motion/weak_side.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "core/angle.h"
#include "core/smooth.h"
#include "motion/test_lifter.h"

namespace endrange {
namespace {

// Two legs, 90° down to wherever, one after the other, 4 s each.
struct Legs {
  double strong_deg = 40, weak_deg = 9, noise_deg = 0.7, shift_s = 4, wander_deg = 0;
  int weak_turns = 3;
  unsigned seed = 1;
};

struct Signals {
  std::vector<double> at_s, strong, weak;
};

Signals film(const Legs& legs) {
  std::mt19937 random(legs.seed);
  std::normal_distribution<double> noise(0, legs.noise_deg);
  Signals s;
  for (double t = 0; t < 26; t += 1.0 / 30) {
    const auto turn = [](double u) { return u > 0 && u < 4 ? test::swing(u, 0, 1, 4, 0.2) : 0.0; };
    double strong = 0, weak = 0;
    for (int k = 0; k < 3; ++k) strong += turn(t - 1 - 8 * k);
    for (int k = 0; k < legs.weak_turns; ++k) weak += turn(t - 1 - legs.shift_s - 8 * k);
    const double wanders = legs.wander_deg * std::sin(2 * std::numbers::pi * t / 5);
    s.at_s.push_back(t);
    s.strong.push_back(from_deg(90 - legs.strong_deg * strong + noise(random)));
    s.weak.push_back(from_deg(90 - legs.weak_deg * weak + wanders + noise(random)));
  }
  for (std::vector<double>* values : {&s.strong, &s.weak}) {
    const auto smooth_values = smooth(s.at_s, *values);  // as landmarks are before anything is counted
    std::ranges::transform(smooth_values, values->begin(), &Motion::value);
  }
  return s;
}

std::size_t turns_of(const Legs& legs) {
  const Signals s = film(legs);
  const auto strong = find_cycles(s.at_s, s.strong);
  EXPECT_EQ(strong.size(), 3u);
  return find_turns(s.at_s, s.weak, strong).size();
}

TEST(FindTurns, a_weak_leg_is_counted_in_the_waits_of_the_strong_one) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    EXPECT_EQ(turns_of({.seed = seed}), 3u) << seed;
    const Signals s = film({.seed = seed});
    EXPECT_TRUE(find_cycles(s.at_s, s.weak).empty()) << "too little to be counted by itself";
  }
}

TEST(FindTurns, jitter_and_wandering_are_none) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    EXPECT_EQ(turns_of({.weak_deg = 0, .noise_deg = 1.5, .seed = seed}), 0u) << seed;
    EXPECT_EQ(turns_of({.weak_deg = 0, .noise_deg = 1, .wander_deg = 4, .seed = seed}), 0u) << seed;
  }
}

TEST(FindTurns, a_leg_that_moves_along_takes_no_turns) { EXPECT_EQ(turns_of({.shift_s = 0}), 0u); }

TEST(FindTurns, a_leg_that_misses_a_turn_is_not_counted) { EXPECT_EQ(turns_of({.weak_turns = 1}), 0u); }

TEST(FindTurns, nothing_comes_of_nothing) { EXPECT_TRUE(find_turns({}, {}, {}).empty()); }

}  // namespace
}  // namespace endrange
