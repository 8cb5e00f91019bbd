// Moments that show what the lower back did.
#include "motion/back_stills.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace endrange {
namespace {

// Reps of 4 s at 30 pictures a second: from 90° at once down to 10° in 2 s, then half a second there. The lift grows by
// half a millimetre a degree below each rep's onset.
Analysis set_of(const std::vector<double>& onsets) {
  Analysis a;
  a.view.near_side = Side::left;
  std::vector<double>& elevation = a.series.leg(Side::left).leg_elevation;
  for (std::size_t r = 0; r < onsets.size(); ++r) {
    const double start = 4.0 * static_cast<double>(r);
    Rep rep;
    rep.index = static_cast<int>(r) + 1, rep.start_s = start, rep.end_s = start + 4;
    rep.top_s = start, rep.bottom_s = start + 2.2, rep.lower = {start, start + 2},
    rep.bottom = {start + 2, start + 2.5};
    rep.lumbar_lift_max_mm = std::max(0.0, 0.5 * (onsets[r] - 10));
    if (rep.lumbar_lift_max_mm > 5)
      rep.end_range_deg = onsets[r] - 10, rep.end_range_s = start + (90 - rep.end_range_deg) / 40;
    a.reps.push_back(rep);
    for (int i = 0; i < 120; ++i) {
      const double in_rep = i / 30.0, e = in_rep < 2 ? 90 - 40 * in_rep : in_rep < 2.5 ? 10 : 10 + (in_rep - 2.5) * 53;
      a.series.at_s.push_back(start + in_rep), elevation.push_back(e);
      a.series.lumbar_lift.push_back(std::max(0.0, 0.5 * (onsets[r] - e)));
    }
  }
  a.end_range.criterion_mm = 5;
  a.end_range.status = EndRangeStatus::not_reached;
  return a;
}

Analysis found(const std::vector<double>& onsets, double deg) {
  Analysis a = set_of(onsets);
  a.end_range.status = EndRangeStatus::found, a.end_range.deg = deg;
  return a;
}

TEST(BackStills, go_from_the_top_over_lift_off_to_where_the_back_is_plainly_up) {
  const auto stills = choose_back_stills(found({50}, 40));
  ASSERT_EQ(stills.size(), 6u);
  EXPECT_TRUE(std::ranges::is_sorted(stills, {}, [](const BackStill& s) { return s.curve.frame; }));
  EXPECT_NEAR(stills[0].leg_deg, 90, 1);
  EXPECT_NEAR(stills[2].leg_deg, 65, 1) << "evenly by the leg's angle";
  EXPECT_TRUE(stills[4].is_lift_off);
  EXPECT_NEAR(stills[4].leg_deg, 40, 1);
  EXPECT_NEAR(stills[4].lift_mm, 5, 0.5);
  EXPECT_NEAR(stills[5].lift_mm, 10, 0.7);
  EXPECT_EQ(std::ranges::count(stills, true, &BackStill::is_lift_off), 1);
}

TEST(BackStills, are_of_the_rep_nearest_to_the_sets_end_range) {
  EXPECT_EQ(choose_back_stills(found({70, 50, 40}, 40)).front().rep, 2);
}

TEST(BackStills, of_a_back_that_held_go_evenly_to_the_lowest) {
  const auto stills = choose_back_stills(set_of({15, 15}));
  ASSERT_EQ(stills.size(), 6u);
  EXPECT_EQ(stills[0].rep, 1);
  EXPECT_NEAR(stills[1].leg_deg, 74, 1);
  EXPECT_NEAR(stills[5].leg_deg, 10, 0.5);
  EXPECT_EQ(std::ranges::count(stills, true, &BackStill::is_lift_off), 0);
}

TEST(BackStills, of_a_back_lost_at_once_lie_after_lift_off) {
  Analysis a = found({98}, 88);
  const auto stills = choose_back_stills(a);
  ASSERT_GE(stills.size(), 4u);
  EXPECT_TRUE(stills[0].is_lift_off || stills[1].is_lift_off);
  for (const BackStill& still : stills) EXPECT_LE(still.lift_mm, 14);
}

TEST(BackStills, are_none_where_the_lift_was_not_measured) {
  Analysis a = set_of({15});
  a.end_range.status = EndRangeStatus::not_measured;
  EXPECT_TRUE(choose_back_stills(a).empty());
  a = set_of({15});
  std::ranges::fill(a.series.lumbar_lift, kUnknown);
  EXPECT_TRUE(choose_back_stills(a).empty());
  EXPECT_TRUE(choose_back_stills({}).empty());
}

TEST(BackStills, are_not_of_a_rep_that_began_with_the_back_off_the_floor) {
  Analysis a = set_of({15, 15});
  a.reps[0].floor_gap_mm = a.reps[0].lumbar_lift_max_mm = 30, a.reps[0].starts_arched = true;
  EXPECT_EQ(choose_back_stills(a).front().rep, 2);
}

}  // namespace
}  // namespace endrange
