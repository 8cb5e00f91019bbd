#include "motion/trends.h"

#include <gtest/gtest.h>

#include <vector>

namespace endrange {
namespace {

Rep rep(double top, double bottom, RepSide side = RepSide::both, double lowering_s = 3, bool is_complete = true) {
  Rep r;
  r.is_complete = is_complete, r.side = side;
  r.leg_elevation_top_deg = top, r.leg_elevation_bottom_deg = bottom, r.lower = {0, lowering_s};
  return r;
}

TEST(Trends, a_straight_line_is_found_without_error) {
  const std::vector<Rep> reps = {rep(90, 0), rep(90, 5), rep(90, 10), rep(90, 15)};
  const SetTrends trends = find_trends(reps);
  EXPECT_NEAR(trends.range_deg.first, 90, 1e-9);
  EXPECT_NEAR(trends.range_deg.change, -15, 1e-9);
  EXPECT_NEAR(trends.range_deg.error, 0, 1e-9);
  EXPECT_EQ(trends.range_deg.reps, 4);
  EXPECT_NEAR(trends.lowering_s.change, 0, 1e-9);
}

TEST(Trends, a_change_within_the_scatter_has_an_error_as_large) {
  const std::vector<Rep> reps = {rep(90, 0), rep(90, 8), rep(90, 1), rep(90, 9), rep(90, 2)};
  const Trend range = find_trends(reps).range_deg;
  EXPECT_GT(range.error, std::abs(range.change));
}

TEST(Trends, legs_that_differ_are_not_legs_that_tire) {
  std::vector<Rep> reps;
  for (int i = 0; i < 4; ++i) reps.push_back(rep(80, 0, RepSide::left));
  for (int i = 0; i < 4; ++i) reps.push_back(rep(60, 0, RepSide::right));
  EXPECT_NEAR(find_trends(reps).range_deg.change, 0, 1e-9);
}

TEST(Trends, two_reps_have_none) {
  EXPECT_TRUE(std::isnan(find_trends(std::vector{rep(90, 0), rep(90, 9)}).range_deg.change));
}

TEST(Trends, reps_that_turn_back_early_at_the_end_belong_to_the_range_those_between_do_not) {
  std::vector<Rep> reps = {rep(90, 0), rep(90, 60, RepSide::both, 3, false), rep(90, 0), rep(90, 0)};
  EXPECT_NEAR(find_trends(reps).range_deg.change, 0, 1e-9);
  reps.push_back(rep(90, 50, RepSide::both, 3, false));
  EXPECT_LT(find_trends(reps).range_deg.change, -20);
}

TEST(Sides, are_compared_with_what_they_share_and_what_they_scatter) {
  const std::vector<Rep> reps = {rep(90, 10, RepSide::left), rep(90, 30, RepSide::right), rep(90, 12, RepSide::left),
                                 rep(90, 32, RepSide::right)};
  const auto c = compare_sides(reps, 1.5);
  ASSERT_TRUE(c);
  EXPECT_EQ(c->left_reps, 2);
  EXPECT_NEAR(c->range_deg.difference(), 20, 1e-9);
  // Two means of two with a variance of 2 each, and 1.5° of each side's own.
  EXPECT_NEAR(c->range_deg.error, std::sqrt(2.0 / 2 + 2.0 / 2 + 2 * 1.5 * 1.5), 1e-9);
}

TEST(Sides, a_leg_that_always_turns_back_early_is_compared_all_the_same) {
  const std::vector<Rep> reps = {rep(90, 10, RepSide::left), rep(90, 55, RepSide::right, 3, false),
                                 rep(90, 10, RepSide::left), rep(90, 55, RepSide::right, 3, false)};
  const auto c = compare_sides(reps, 1.5);
  ASSERT_TRUE(c);
  EXPECT_NEAR(c->range_deg.difference(), 45, 1e-9);
}

TEST(Sides, of_one_leg_or_of_pairs_there_is_nothing_to_compare) {
  EXPECT_FALSE(compare_sides(std::vector{rep(90, 0), rep(90, 0)}, 1));
  EXPECT_FALSE(compare_sides(std::vector{rep(90, 0, RepSide::left), rep(90, 0, RepSide::left)}, 1));
}

}  // namespace
}  // namespace endrange
