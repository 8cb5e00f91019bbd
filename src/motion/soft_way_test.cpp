#include "motion/soft_way.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "core/smooth.h"

namespace endrange {
namespace {

struct Signal {
  std::vector<double> at_s, values;
};

// From one value to another between two times, softly; then still, or back again.
Signal film(double from, double to, double from_s, double to_s, double noise = 0, unsigned seed = 1,
            double back_s = 100) {
  const auto jerk = [](double x) {
    x = std::clamp(x, 0.0, 1.0);
    return x * x * x * (10 - 15 * x + 6 * x * x);
  };
  std::mt19937 random(seed);
  std::normal_distribution<double> error(0, 1);
  Signal s;
  for (double t = 0; t < 10; t += 1.0 / 30) {
    const double share = jerk((t - from_s) / (to_s - from_s)) - jerk((t - back_s) / (to_s - from_s));
    s.at_s.push_back(t), s.values.push_back(from + (to - from) * share + noise * error(random));
  }
  return s;
}

TEST(SoftWay, away_from_a_level_and_towards_it) {
  for (const double to : {-3.0, 5.0}) {
    const Signal away = film(1, to, 4, 5.5);
    const auto left = find_soft_way(away.at_s, away.values, 1, 3, 1, 0.5, 5);
    ASSERT_TRUE(left);
    EXPECT_NEAR(left->from_s, 4, 0.01);
    EXPECT_NEAR(left->to_s, 5.5, 0.02);
    EXPECT_NEAR(left->from, 1, 0.02);
    EXPECT_NEAR(left->to, to, 0.1);
    const Signal there = film(to, 1, 4, 5.5);
    const auto reached = find_soft_way(there.at_s, there.values, 1, 7, -1, 0.5, 5);
    ASSERT_TRUE(reached);
    EXPECT_NEAR(reached->to_s, 5.5, 0.01);
    EXPECT_NEAR(reached->from, to, 0.1);
  }
}

TEST(SoftWay, noise_makes_its_ends_neither_early_nor_late) {
  // Slow and short against the noise: where a peak speed is half noise.
  std::vector<double> off_s;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    const Signal s = film(0, 13, 4, 7, 0.5, seed);
    if (const auto way = find_soft_way(s.at_s, s.values, 0, 2, 1, 5, 6)) off_s.push_back(way->from_s - 4);
  }
  EXPECT_EQ(off_s.size(), 200u);
  EXPECT_NEAR(median(off_s), 0, 0.03);
  EXPECT_LT(quantile(off_s, 0.95) - quantile(off_s, 0.05), 0.5);
}

TEST(SoftWay, that_turns_back_at_once_is_one) {
  const Signal s = film(0, 10, 4, 5, 0, 1, 5);
  const auto way = find_soft_way(s.at_s, s.values, 0, 3, 1, 3, 5);
  ASSERT_TRUE(way);
  EXPECT_NEAR(way->from_s, 4, 0.02);
  EXPECT_NEAR(way->to_s, 5, 0.05);
}

TEST(SoftWay, there_is_none_in_stillness_short_ways_and_without_data) {
  const Signal still = film(0, 0, 4, 5, 0.2), small = film(0, 2, 4, 5), late = film(0, 9, 8.8, 9.5);
  EXPECT_FALSE(find_soft_way(still.at_s, still.values, 0, 3, 1, 3, 5));
  EXPECT_FALSE(find_soft_way(small.at_s, small.values, 0, 3, 1, 3, 5));
  EXPECT_FALSE(find_soft_way(late.at_s, late.values, 0, 2, 1, 3, 5));
  EXPECT_FALSE(find_soft_way({}, {}, 0, 2, 1, 3, 5));
  const std::vector<double> unknown(still.at_s.size(), kUnknown);
  EXPECT_FALSE(find_soft_way(still.at_s, unknown, 0, 3, 1, 3, 5));
}

}  // namespace
}  // namespace endrange
