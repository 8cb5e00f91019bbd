// The rep machine on signals whose reps are known by construction.
#include "motion/reps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "core/angle.h"
#include "motion/test_lifter.h"

namespace endrange {
namespace {

using test::swing;

struct Signal {
  std::vector<double> at_s, values;
};

template <class F>
Signal signal(double seconds, F deg_at, double rate_hz = 30) {
  Signal s;
  for (int i = 0; i < static_cast<int>(seconds * rate_hz); ++i) {
    s.at_s.push_back(i / rate_hz);
    s.values.push_back(from_deg(deg_at(i / rate_hz)));
  }
  return s;
}

int complete(const std::vector<Cycle>& cycles) {
  return static_cast<int>(std::ranges::count_if(cycles, &Cycle::is_complete));
}

TEST(FindCycles, five_lifts_from_the_floor_are_five) {
  const auto s = signal(20.5, [](double t) { return swing(t, 0, 90, 4); });
  const auto cycles = find_cycles(s.at_s, s.values);
  EXPECT_EQ(complete(cycles), 5);
  EXPECT_EQ(cycles[0].start_at, Extreme::low);
}

TEST(FindCycles, a_set_that_begins_at_the_top_counts_lower_and_lift) {
  const auto s = signal(16.2, [](double t) { return swing(t, 95, 5, 4); });
  const auto cycles = find_cycles(s.at_s, s.values);
  EXPECT_EQ(complete(cycles), 4);
  EXPECT_EQ(cycles[0].start_at, Extreme::high);
}

TEST(FindCycles, a_clip_that_opens_in_mid_lift_starts_its_set_at_the_first_extreme_it_reaches) {
  // Half way up at first, then three times down and up.
  const auto s = signal(13.0, [](double t) { return swing(t + 1, 0, 90, 4); });
  const auto cycles = find_cycles(s.at_s, s.values);
  EXPECT_EQ(complete(cycles), 3);
  EXPECT_EQ(cycles[0].start_at, Extreme::high);
}

TEST(FindCycles, a_rise_that_falls_back_before_two_thirds_is_partial) {
  const auto s = signal(16.2, [](double t) { return t >= 8 && t < 12 ? swing(t, 0, 45, 4) : swing(t, 0, 90, 4); });
  const auto cycles = find_cycles(s.at_s, s.values);
  EXPECT_EQ(complete(cycles), 3);
  ASSERT_EQ(cycles.size(), 4u);
  EXPECT_FALSE(cycles[2].is_complete);
}

TEST(FindCycles, jitter_of_three_degrees_adds_no_rep) {
  std::mt19937 random(7);
  std::normal_distribution<double> noise(0, 3);
  const auto s = signal(20.5, [&](double t) { return swing(t, 0, 80, 4) + noise(random); });
  EXPECT_EQ(find_cycles(s.at_s, s.values).size(), 5u);
}

TEST(FindCycles, bouncing_at_the_far_end_is_one_rep) {
  const auto s = signal(12.2, [](double t) {
    return swing(t, 90, 0, 6, 0.3) +
           (std::fmod(t, 6) > 2.4 && std::fmod(t, 6) < 3.6 ? 12 * std::abs(std::sin(6 * t)) : 0);
  });
  EXPECT_EQ(complete(find_cycles(s.at_s, s.values)), 2);
}

TEST(FindCycles, lying_still_and_fidgeting_counts_nothing) {
  const auto s = signal(20, [](double t) { return 4 * std::sin(3 * t); });
  EXPECT_TRUE(find_cycles(s.at_s, s.values).empty());
}

TEST(FindCycles, no_data_counts_nothing) {
  EXPECT_TRUE(find_cycles({}, {}).empty());
  const auto s = signal(5, [](double) { return std::numeric_limits<double>::quiet_NaN(); });
  EXPECT_TRUE(find_cycles(s.at_s, s.values).empty());
}

TEST(FindCycles, a_return_cut_off_by_the_clips_end_counts_when_most_of_it_was_seen) {
  const auto whole = [](double t) { return swing(t, 90, 0, 4); };
  const auto most = signal(3.17, whole), little = signal(2.6, whole);
  const auto cycles = find_cycles(most.at_s, most.values);
  ASSERT_EQ(cycles.size(), 1u);
  EXPECT_TRUE(cycles[0].is_cut_off);
  EXPECT_TRUE(find_cycles(little.at_s, little.values).empty());
}

TEST(FindCycles, a_hole_in_the_data_begins_the_set_anew) {
  auto s = signal(12.2, [](double t) { return swing(t, 0, 90, 4); });
  // Lost for a second around the second top: that rep can't be vouched for.
  for (std::size_t i = 0; i < s.values.size(); ++i)
    if (s.at_s[i] > 5.5 && s.at_s[i] < 6.7) s.values[i] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(complete(find_cycles(s.at_s, s.values)), 2);
}

TEST(FindCycles, the_count_does_not_depend_on_frame_rate_scale_or_start_time) {
  for (const double rate : {10.0, 24.0, 60.0, 240.0})
    for (const double range : {35.0, 60.0, 110.0})
      for (const double shift : {0.0, 100.0}) {
        auto s = signal(
            24.5, [&](double t) { return swing(t, 5, 5 + range, 6); }, rate);
        for (double& t : s.at_s) t += shift;
        EXPECT_EQ(complete(find_cycles(s.at_s, s.values)), 4) << rate << " " << range << " " << shift;
      }
}

TEST(FindCycles, random_sets_are_counted_exactly) {
  std::mt19937 random(11);
  const auto between = [&](double a, double b) { return std::uniform_real_distribution<double>(a, b)(random); };
  for (int set = 0; set < 300; ++set) {
    const int reps = static_cast<int>(between(1, 16));
    const double low = between(-5, 30), high = low + between(35, 95), noise_deg = between(0, 1.5);
    const bool from_top = between(0, 1) < 0.5;
    std::normal_distribution<double> noise(0, noise_deg);
    Signal s;
    double t = 0;
    const auto add = [&](double deg) {
      s.at_s.push_back(t);
      s.values.push_back(from_deg(deg + noise(random)));
      t += 1 / 30.0;
    };
    for (int rep = 0; rep < reps; ++rep) {
      // Ends vary by up to a tenth of the range, tempo by a factor of four.
      const double a = from_top ? high : low, b = (from_top ? low : high) + between(-0.1, 0.1) * (high - low),
                   period = between(1.5, 8);
      for (double u = 0; u < period; u += 1 / 30.0) add(swing(u, a, b, period));
    }
    for (int i = 0; i < 15; ++i) add(from_top ? high : low);
    EXPECT_EQ(complete(find_cycles(s.at_s, s.values)), reps) << "set " << set;
  }
}

TEST(RepTracker, live_it_learns_the_range_and_announces_each_rep_on_arrival) {
  RepTracker live;
  std::vector<double> announced;
  const auto s = signal(16.5, [](double t) { return swing(t, 0, 90, 4); });
  for (std::size_t i = 0; i < s.values.size(); ++i)
    if (const auto cycle = live.push(s.at_s[i], s.values[i]); cycle && cycle->is_complete)
      announced.push_back(s.at_s[i]);
  ASSERT_EQ(announced.size(), 4u);
  // A rep is over within its own period, not when the next one begins.
  for (std::size_t i = 0; i < announced.size(); ++i) EXPECT_LE(announced[i], 4.0 * static_cast<double>(i + 1));
}

TEST(RepTracker, a_long_stay_at_the_far_end_is_a_rest_and_not_a_pause) {
  const auto s = signal(30, [](double t) { return t < 2 ? swing(t, 90, 0, 4) : t < 20 ? 0 : swing(t - 18, 90, 0, 4); });
  const auto cycles = find_cycles(s.at_s, s.values);
  for (const Cycle& c : cycles) EXPECT_LT(c.back_s - c.left_s, 12);
}

}  // namespace
}  // namespace endrange
