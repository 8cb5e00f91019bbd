#include "body/sharing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace endrange {
namespace {

SharingProblem two_flexors(double wanted) {
  SharingProblem p;
  p.equations = 1, p.shares = 2, p.wanted[0] = wanted;
  for (std::size_t i = 0; i < 2; ++i)
    p.high[i] = 1, p.cubic[i] = 1, p.square[i] = 1e-9, p.column[i][0] = i == 0 ? 4 : 1;
  return p;
}

TEST(Sharing, two_muscles_share_as_the_square_roots_of_their_arms) {
  // min a³ + b³ with 4a + b = 1: a² / b² = 4, so a = 2b.
  const Sharing s = share(two_flexors(1));
  EXPECT_TRUE(s.is_solved && s.is_feasible);
  EXPECT_NEAR(s.x[0], 2 / 9.0, 1e-6);
  EXPECT_NEAR(s.x[1], 1 / 9.0, 1e-6);
}

TEST(Sharing, at_the_limit_of_both_muscles_there_is_still_an_answer_and_beyond_there_is_a_proof_of_none) {
  EXPECT_TRUE(share(two_flexors(4.999)).is_feasible);
  for (const double wanted : {5.01, 7.0, 500.0, -0.1}) {
    const Sharing s = share(two_flexors(wanted));
    EXPECT_TRUE(s.is_solved);
    EXPECT_FALSE(s.is_feasible) << wanted;
  }
}

TEST(Sharing, a_floor_is_kept_and_its_extra_is_held_against) {
  SharingProblem p = two_flexors(0.5);
  p.column[1][0] = -1, p.low[1] = 0.3;  // an antagonist that is never silent
  const Sharing s = share(p);
  EXPECT_NEAR(s.x[1], 0.3, 1e-12);
  EXPECT_NEAR(s.x[0], 0.2, 1e-9);
}

TEST(Sharing, random_problems_are_solved_or_proved_impossible_and_meet_the_optimality_conditions) {
  std::mt19937 random(11);
  std::uniform_real_distribution<double> any(-1, 1), some(0, 1);
  int impossible = 0;
  for (int trial = 0; trial < 20000; ++trial) {
    SharingProblem p;
    p.equations = 1 + random() % kMostEquations, p.shares = p.equations + random() % (kMostShares - p.equations);
    for (std::size_t i = 0; i < p.shares; ++i) {
      p.low[i] = some(random) < 0.2 ? 0.1 * some(random) : 0, p.high[i] = some(random) < 0.8 ? 1 : 10;
      p.cubic[i] = some(random) < 0.8 ? 1 : 0, p.square[i] = p.cubic[i] > 0 ? 1e-3 : 0.5;
      p.reward[i] = p.cubic[i] > 0 ? 0 : 0.3 * some(random);
      for (std::size_t r = 0; r < p.equations; ++r) p.column[i][r] = any(random);
    }
    // Half of them have an answer by construction.
    const bool is_known = trial % 2 == 0;
    for (std::size_t r = 0; r < p.equations; ++r) {
      p.wanted[r] = is_known ? 0 : 3 * any(random);
      for (std::size_t i = 0; is_known && i < p.shares; ++i)
        p.wanted[r] += p.column[i][r] * (p.low[i] + (0.05 + 0.5 * some(random)) * 0.5 * (1 - p.low[i]));
    }
    if (is_known) {
      std::array<double, kMostShares> x{};
      for (std::size_t i = 0; i < p.shares; ++i) x[i] = p.low[i] + 0.9 * some(random) * (1 - p.low[i]);
      for (std::size_t r = 0; r < p.equations; ++r) {
        p.wanted[r] = 0;
        for (std::size_t i = 0; i < p.shares; ++i) p.wanted[r] += p.column[i][r] * x[i];
      }
    }
    const Sharing s = share(p);
    ASSERT_TRUE(s.is_solved) << trial << " residual " << s.residual << " steps " << s.steps;
    ASSERT_TRUE(s.is_feasible || !is_known) << trial;
    if (!s.is_feasible) {
      ++impossible;
      continue;
    }
    ASSERT_LE(s.residual, 1e-8);
    for (std::size_t i = 0; i < p.shares; ++i) {
      double slope = 3 * p.cubic[i] * s.x[i] * s.x[i] + p.square[i] * s.x[i] - p.reward[i];
      for (std::size_t r = 0; r < p.equations; ++r) slope -= p.column[i][r] * s.price[r];
      const double scale = 1 + std::abs(slope);
      // At its lower end a share may be dearer than it earns, at its upper end cheaper; in between neither.
      ASSERT_TRUE(s.x[i] >= p.high[i] || slope / scale > -1e-6) << trial;
      ASSERT_TRUE(s.x[i] <= p.low[i] || slope / scale < 1e-6) << trial;
    }
  }
  EXPECT_GT(impossible, 1000);
}

TEST(Sharing, prices_of_a_neighbour_change_the_way_and_not_the_answer) {
  const Sharing cold = share(two_flexors(1.0));
  const Sharing warm = share(two_flexors(1.05), cold.price), same = share(two_flexors(1.05));
  EXPECT_NEAR(warm.x[0], same.x[0], 1e-8);
  EXPECT_LE(warm.steps, same.steps);
}

}  // namespace
}  // namespace endrange
