// The smoother against closed forms: what it must reproduce, what it must remove, what it must not invent.
#include "core/smooth.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace endrange {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<double> times(int n, double rate_hz) {
  std::vector<double> t;
  for (int i = 0; i < n; ++i) t.push_back(i / rate_hz);
  return t;
}

template <class F>
std::vector<double> sampled(const std::vector<double>& t, F f) {
  std::vector<double> v;
  for (const double at : t) v.push_back(f(at));
  return v;
}

TEST(Smooth, a_straight_line_is_reproduced_with_its_slope) {
  const auto t = times(60, 30);
  const auto result = smooth(t, sampled(t, [](double s) { return 5 - 3 * s; }));
  for (std::size_t i = 0; i < t.size(); ++i) {
    EXPECT_NEAR(result[i].value, 5 - 3 * t[i], 1e-3);
    EXPECT_NEAR(result[i].rate, -3, 1e-2);
  }
}

TEST(Smooth, a_leg_lift_of_half_a_hertz_keeps_its_height_and_its_timing) {
  const auto t = times(240, 30);
  const auto result = smooth(t, sampled(t, [](double s) { return 50 * std::sin(std::numbers::pi * s); }));
  for (std::size_t i = 20; i + 20 < t.size(); ++i)
    EXPECT_NEAR(result[i].value, 50 * std::sin(std::numbers::pi * t[i]), 0.1);
}

TEST(Smooth, jitter_above_the_cutoff_is_removed) {
  const auto t = times(240, 30);
  const auto result = smooth(t, sampled(t, [](double s) { return std::sin(2 * std::numbers::pi * 10 * s); }));
  for (std::size_t i = 20; i + 20 < t.size(); ++i) EXPECT_LT(std::abs(result[i].value), 0.05);
}

TEST(Smooth, the_result_does_not_depend_on_the_direction_of_time) {
  std::mt19937 random(3);
  std::normal_distribution<double> noise;
  const auto t = times(150, 30);
  const auto v = sampled(t, [&](double s) { return 40 * std::sin(s) + noise(random); });
  const auto forward = smooth(t, v);
  std::vector<double> reversed_t, reversed_v(v.rbegin(), v.rend());
  for (auto it = t.rbegin(); it != t.rend(); ++it) reversed_t.push_back(t.back() - *it);
  const auto backward = smooth(reversed_t, reversed_v);
  for (std::size_t i = 0; i < t.size(); ++i) {
    EXPECT_NEAR(forward[i].value, backward[t.size() - 1 - i].value, 1e-2);
    EXPECT_NEAR(forward[i].rate, -backward[t.size() - 1 - i].rate, 0.2);
  }
}

TEST(Smooth, samples_that_the_network_skipped_are_filled_in) {
  const auto t = times(150, 30);
  auto v = sampled(t, [](double s) { return 45 + 45 * std::cos(2 * std::numbers::pi * s / 4); });
  for (std::size_t i = 0; i < v.size(); ++i)
    if (i % 4 != 0) v[i] = kNaN;
  const auto result = smooth(t, v);
  for (std::size_t i = 8; i + 8 < t.size(); ++i)
    EXPECT_NEAR(result[i].value, 45 + 45 * std::cos(2 * std::numbers::pi * t[i] / 4), 0.25) << i;
}

TEST(Smooth, a_variable_frame_rate_needs_no_resampling) {
  std::vector<double> t;
  for (double s = 0; s < 4; s += t.size() % 3 == 0 ? 0.05 : 0.017) t.push_back(s);
  const auto result = smooth(t, sampled(t, [](double s) { return 30 * std::sin(2 * s); }));
  for (std::size_t i = 10; i + 10 < t.size(); ++i) EXPECT_NEAR(result[i].value, 30 * std::sin(2 * t[i]), 0.05);
}

TEST(Smooth, a_landmark_that_jumps_for_one_frame_leaves_no_trace) {
  const auto t = times(120, 30);
  std::mt19937 random(1);
  std::normal_distribution<double> noise(0, 0.3);
  auto v = sampled(t, [&](double s) { return 10 * s + noise(random); });
  v[60] += 80;
  const auto result = smooth(t, v);
  EXPECT_NEAR(result[60].value, 10 * t[60], 0.6);
}

TEST(Smooth, nothing_is_invented_in_a_long_hole_nor_outside_the_data) {
  const auto t = times(150, 30);
  std::vector<double> v(t.size(), 1.0);
  for (std::size_t i = 0; i < 10; ++i) v[i] = kNaN;
  for (std::size_t i = 60; i < 90; ++i) v[i] = kNaN;
  const auto result = smooth(t, v);
  EXPECT_TRUE(std::isnan(result[5].value));
  EXPECT_TRUE(std::isnan(result[75].value));
  EXPECT_NEAR(result[30].value, 1, 1e-6);
  EXPECT_NEAR(result[120].value, 1, 1e-6);
}

TEST(Smooth, no_values_give_no_result) {
  const auto t = times(5, 30);
  for (const Motion& m : smooth(t, std::vector<double>(5, kNaN))) EXPECT_TRUE(std::isnan(m.value));
  EXPECT_TRUE(smooth({}, {}).empty());
}

TEST(CausalSmoother, follows_a_steady_lowering_and_its_speed) {
  CausalSmoother live;
  Motion last{};
  for (int i = 0; i < 90; ++i) last = live.push(i / 30.0, 90 - 20 * i / 30.0);
  EXPECT_NEAR(last.value, 90 - 20 * 89 / 30.0, 0.05);
  EXPECT_NEAR(last.rate, -20, 0.2);
}

TEST(CausalSmoother, predicts_over_a_missing_frame_but_not_over_a_long_hole) {
  CausalSmoother live;
  for (int i = 0; i < 60; ++i) live.push(i / 30.0, i);
  EXPECT_NEAR(live.push(60 / 30.0, kNaN).value, 60, 0.1);
  EXPECT_TRUE(std::isnan(live.push(80 / 30.0, kNaN).value));
}

TEST(Quantile, interpolates_between_values_and_ignores_what_is_missing) {
  const std::vector<double> v = {4, kNaN, 1, 3, 2};
  EXPECT_DOUBLE_EQ(median(v), 2.5);
  EXPECT_DOUBLE_EQ(quantile(v, 0), 1);
  EXPECT_DOUBLE_EQ(quantile(v, 1), 4);
  EXPECT_TRUE(std::isnan(median({})));
}

}  // namespace
}  // namespace endrange
