// The end range of sets whose lift and angle are known.
#include "motion/end_range.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace endrange {
namespace {

struct Made {
  std::vector<double> at_s, elevation, none, lift, error, gap;
  std::vector<Rep> reps;
  EndRange range;
};

// Reps of 4 s: 90° to 10° in 2 s, half a second there, up again. lift(rep, elevation) in mm while lowering.
Made make(int reps, const std::function<double(int, double)>& lift, double error = 0.3, double gap = NAN,
          const std::string& doubt = "") {
  Made m;
  for (int r = 0; r < reps; ++r) {
    const double start = 4.0 * r;
    Rep rep;
    rep.index = r + 1, rep.top_s = start, rep.bottom_s = start + 2.2;
    rep.start_s = start, rep.end_s = start + 4;
    rep.top = {start, start + 0.1}, rep.lower = {start + 0.1, start + 2}, rep.bottom = {start + 2, start + 2.5};
    rep.lift = {start + 2.5, start + 4};
    m.reps.push_back(rep);
  }
  for (int i = 0; i < reps * 120; ++i) {
    const double t = i / 30.0, in_rep = std::fmod(t, 4.0);
    const double e = in_rep < 2 ? 90 - 40 * in_rep : in_rep < 2.5 ? 10 : 10 + (in_rep - 2.5) / 1.5 * 80;
    m.at_s.push_back(t), m.elevation.push_back(e), m.none.push_back(NAN);
    m.lift.push_back(lift(static_cast<int>(t / 4), e)), m.error.push_back(error), m.gap.push_back(gap);
  }
  EndRangeInput in;
  in.at_s = m.at_s, in.lumbar_lift_mm = m.lift, in.lumbar_lift_error_mm = m.error, in.floor_gap_mm = m.gap;
  in.elevation_deg = {m.elevation, m.none};
  in.near_side = Side::left, in.angle_bias_deg = 1, in.doubt = doubt;
  m.range = find_end_range(in, m.reps);
  return m;
}

// Grows by half a millimetre a degree from `onset` down.
double growing(double e, double onset) { return std::max(0.0, 0.5 * (onset - e)); }

TEST(EndRange, is_the_angle_at_which_the_lift_passes_the_criterion_on_the_way_down) {
  const Made m = make(3, [](int, double e) { return growing(e, 50); });
  EXPECT_EQ(m.range.status, EndRangeStatus::found);
  EXPECT_NEAR(m.range.deg, 40, 0.1);  // 5 mm are reached 10 degrees below
  EXPECT_LT(m.range.low_deg, 39);
  EXPECT_GT(m.range.high_deg, 41);
  EXPECT_NEAR(m.reps[1].end_range_s, 4 + 50 / 40.0, 0.01) << "when, in the second rep";
  EXPECT_EQ(m.range.criterion, "lumbar lift > 5 mm for 0.15 s");
  EXPECT_EQ(m.range.control_score, 0);
  for (const Rep& rep : m.reps) EXPECT_NEAR(rep.lumbar_lift_max_mm, 20, 0.1);
}

TEST(EndRange, a_back_that_stays_down_is_held_to_the_lowest_angle) {
  const Made m = make(2, [](int, double) { return 1.0; });
  EXPECT_EQ(m.range.status, EndRangeStatus::not_reached);
  EXPECT_NEAR(m.range.lowest_held_deg, 10, 0.1);
  EXPECT_EQ(m.range.control_score, 1);
  EXPECT_TRUE(std::isnan(m.range.deg));
}

TEST(EndRange, a_rep_that_begins_with_the_back_up_is_left_out_and_says_by_how_much) {
  const Made m = make(3, [](int rep, double e) { return rep == 0 ? 18.0 : growing(e, 50); });
  EXPECT_TRUE(m.reps[0].starts_arched);
  EXPECT_NEAR(m.reps[0].arched_by_mm, 18, 0.1);
  EXPECT_TRUE(std::isnan(m.reps[0].end_range_deg));
  EXPECT_FALSE(m.reps[1].starts_arched);
  EXPECT_TRUE(std::isnan(m.reps[1].arched_by_mm));
  EXPECT_EQ(m.range.status, EndRangeStatus::found);
  EXPECT_NEAR(m.range.deg, 40, 0.1);
}

TEST(EndRange, a_set_whose_reps_mostly_begin_with_the_back_up_has_none) {
  const Made m = make(3, [](int rep, double) { return rep < 2 ? 18.0 : 0.0; });
  EXPECT_EQ(m.range.status, EndRangeStatus::not_measured);
  EXPECT_NE(m.range.reason.find("press it flat"), std::string::npos);
}

TEST(EndRange, a_jerk_of_a_tenth_of_a_second_is_not_losing_the_back) {
  const Made m = make(2, [](int, double e) { return e < 42 && e > 38.5 ? 9.0 : 0.0; });
  EXPECT_EQ(m.range.status, EndRangeStatus::not_reached);
}

TEST(EndRange, noise_raises_the_criterion_and_widens_the_interval) {
  const Made quiet = make(2, [](int, double e) { return growing(e, 50); }),
             noisy = make(
                 2, [](int, double e) { return growing(e, 50); }, 2.5);
  EXPECT_NEAR(noisy.range.deg, 35, 0.2);  // 7.5 mm
  EXPECT_EQ(noisy.range.criterion, "lumbar lift > 7.5 mm for 0.15 s");
  EXPECT_GT(noisy.range.high_deg - noisy.range.low_deg, 2 * (quiet.range.high_deg - quiet.range.low_deg));
}

TEST(EndRange, the_interval_is_the_lifts_error_over_its_slope_and_the_angles_own_together) {
  const Made m = make(3, [](int, double e) { return growing(e, 50); });
  // 0.3 mm at half a millimetre a degree, and 1 degree that all frames share; three quarters, since they cancel in
  // part.
  const double half = 0.7 * 1.96 * std::hypot(0.3 / 0.5, 1);
  EXPECT_NEAR(m.range.high_deg - m.range.deg, half, 0.4) << "to a frame";
  EXPECT_NEAR(m.range.deg - m.range.low_deg, half, 0.4);
}

TEST(EndRange, a_lift_that_flattens_out_leaves_open_how_low_the_back_was_lost) {
  // 5 mm at 40 degrees, 5.4 at the bottom.
  const Made m = make(
      2, [](int, double e) { return e > 40 ? growing(e, 50) : 5 + 0.4 * (40 - e) / 30; }, 0.5);
  ASSERT_EQ(m.range.status, EndRangeStatus::found);
  EXPECT_NEAR(m.range.high_deg, 40 + 0.7 * 1.96 * std::hypot(0.5 / 0.5, 1), 0.5);
  EXPECT_LT(m.range.low_deg, 25);
  EXPECT_GT(m.range.low_deg, 10);
}

TEST(EndRange, reps_that_differ_widen_the_interval_and_the_median_counts) {
  const Made m = make(3, [](int rep, double e) { return growing(e, rep == 0 ? 45 : rep == 1 ? 50 : 70); });
  EXPECT_NEAR(m.range.deg, 40, 0.2);
  EXPECT_GT(m.range.high_deg, 50);
}

TEST(EndRange, of_a_rep_that_began_at_the_bottom_the_stay_at_its_end_counts) {
  Made m = make(2, [](int, double e) { return growing(e, 20); });
  // The second cycle's top and way down, ended early: the back is lost while the legs come to rest.
  Rep rep = m.reps[1];
  rep.bottom_s = 2.2, rep.top_s = 4, rep.bottom = {2, 2.5}, rep.top = {4, 4.1};
  rep.lower = {4.1, 5.5}, rep.settled_s = 6.2, rep.settled = {5.5, 6.5};
  m.reps = {rep};
  EndRangeInput in;
  in.at_s = m.at_s, in.lumbar_lift_mm = m.lift, in.lumbar_lift_error_mm = m.error, in.floor_gap_mm = m.gap;
  in.elevation_deg = {m.elevation, m.none};
  const EndRange range = find_end_range(in, m.reps);
  EXPECT_EQ(range.status, EndRangeStatus::not_reached) << "5 mm only at 10 degrees";
  EXPECT_NEAR(range.lowest_held_deg, 10, 0.1);
  EXPECT_NEAR(m.reps[0].lumbar_lift_max_mm, 5, 0.1);
}

TEST(EndRange, reps_that_disagree_wholly_give_no_end_range) {
  const Made m = make(2, [](int rep, double e) { return growing(e, rep == 0 ? 85 : 25); });
  EXPECT_EQ(m.range.status, EndRangeStatus::not_measured);
  EXPECT_TRUE(std::isnan(m.range.deg));
  EXPECT_NE(m.range.reason.find("disagree"), std::string::npos);
  EXPECT_NEAR(m.reps[0].end_range_deg, 75, 0.1) << "each rep keeps its own";
}

TEST(EndRange, most_reps_decide) {
  const Made m = make(3, [](int rep, double e) { return rep == 1 ? growing(e, 50) : 0; });
  EXPECT_EQ(m.range.status, EndRangeStatus::not_reached);
  EXPECT_NEAR(m.range.control_score, 2.0 / 3, 1e-9);
  EXPECT_NEAR(m.reps[1].end_range_deg, 40, 0.1);
}

TEST(EndRange, a_file_that_erases_small_motion_proves_no_held_back_but_a_lost_one) {
  const Made held = make(
      2, [](int, double) { return 0.5; }, 0.3, NAN, "compressed");
  EXPECT_EQ(held.range.status, EndRangeStatus::not_measured);
  EXPECT_EQ(held.range.reason, "compressed");
  EXPECT_TRUE(std::isnan(held.range.control_score)) << "what seems held isn't known to be";
  EXPECT_TRUE(std::isnan(held.range.lowest_held_deg));
  EXPECT_EQ(make(
                2, [](int, double e) { return growing(e, 50); }, 0.3, NAN, "compressed")
                .range.status,
            EndRangeStatus::found);
}

TEST(EndRange, in_a_file_that_erases_small_motion_a_lift_that_may_be_noise_is_none) {
  // Past the criterion by less than 1.96 times its error.
  const auto little = [](int, double e) { return std::min(growing(e, 50), 6.0); };
  EXPECT_EQ(make(2, little, 1.0).range.status, EndRangeStatus::found);
  const EndRange range = make(2, little, 1.0, NAN, "compressed").range;
  EXPECT_EQ(range.status, EndRangeStatus::not_measured);
  EXPECT_EQ(range.reason, "compressed");
  EXPECT_TRUE(std::isnan(range.control_score));
  EXPECT_TRUE(std::isnan(range.deg) && std::isnan(range.lowest_held_deg));
}

TEST(EndRange, of_a_file_that_erases_small_motion_a_wide_interval_is_no_end_range) {
  const auto differ = [](int rep, double e) { return growing(e, rep == 0 ? 44 : 52); };
  EXPECT_EQ(make(2, differ).range.status, EndRangeStatus::found);
  EXPECT_EQ(make(2, differ, 0.3, NAN, "compressed").range.reason, "compressed");
}

TEST(EndRange, a_lift_too_slow_for_its_error_gives_no_end_range_and_says_so) {
  const Made m = make(
      2, [](int, double e) { return 0.07 * (90 - e); }, 1.66);
  EXPECT_EQ(m.range.status, EndRangeStatus::not_measured);
  EXPECT_NE(m.range.reason.find("too slowly"), std::string::npos) << m.range.reason;
}

TEST(EndRange, what_was_not_seen_is_not_measured) {
  const Made m = make(2, [](int, double e) { return e < 60 ? NAN : 0.0; });
  EXPECT_EQ(m.range.status, EndRangeStatus::not_measured);
  EXPECT_FALSE(m.range.reason.empty());
  EXPECT_TRUE(std::isnan(m.reps[0].lumbar_lift_max_mm));
}

TEST(EndRange, a_back_that_is_off_the_floor_from_the_start_has_no_end_range) {
  const Made m = make(
      3, [](int, double) { return 0.0; }, 0.3, 30);
  EXPECT_EQ(m.range.status, EndRangeStatus::not_measured);
  EXPECT_NE(m.range.reason.find("off the floor before"), std::string::npos);
  for (const Rep& rep : m.reps) EXPECT_EQ(rep.floor_gap_mm, 30);
}

TEST(EndRange, an_opening_seen_for_a_moment_says_nothing) {
  Made m = make(2, [](int, double) { return 0.0; });
  for (std::size_t i = 6; i < 11; ++i) m.gap[i] = 30;
  EndRangeInput in;
  in.at_s = m.at_s, in.lumbar_lift_mm = m.lift, in.lumbar_lift_error_mm = m.error, in.floor_gap_mm = m.gap;
  in.elevation_deg = {m.elevation, m.none};
  EXPECT_EQ(find_end_range(in, m.reps).status, EndRangeStatus::not_reached);
  EXPECT_TRUE(std::isnan(m.reps[0].floor_gap_mm));
  EXPECT_FALSE(m.reps[0].starts_arched);
}

TEST(EndRange, a_set_without_complete_reps_says_so) {
  const Made m = make(0, [](int, double) { return 0.0; });
  EXPECT_EQ(m.range.reason, "no complete repetition");
}

}  // namespace
}  // namespace endrange
