#include "journal/records.h"

#include <gtest/gtest.h>

#include <cmath>

namespace endrange {
namespace {

Rep rep_at(int index, double from_s, double lower_s, RepSide side) {
  Rep rep;
  rep.index = index, rep.side = side, rep.is_complete = index > 0;
  rep.start_s = from_s, rep.end_s = from_s + lower_s + 2;
  rep.lower = {from_s, from_s + lower_s}, rep.lift = {from_s + lower_s, from_s + lower_s + 2};
  rep.leg_elevation_top_deg = 88.04, rep.leg_elevation_bottom_deg = 20;
  rep.lumbar_lift_max_mm = index == 2 ? 7.26 : kUnknown;
  return rep;
}

// Four double raises with a partial one, then two heel taps.
Analysis two_sets() {
  Analysis a;
  a.clip.sha256 = "abc", a.clip.file = "monday.mp4";
  a.reps = {rep_at(1, 1, 4.012, RepSide::both), rep_at(2, 8, 3, RepSide::both),  rep_at(0, 15, 1, RepSide::both),
            rep_at(3, 20, 2, RepSide::both),    rep_at(4, 40, 2, RepSide::left), rep_at(5, 46, 2, RepSide::right)};
  a.exercise.id = "double_leg_raise";
  a.sets = {{{"double_leg_raise", false, 0.9, ""}, 1, 3, 1, 24}, {{"heel_tap", true, 0.5, ""}, 4, 5, 40, 50}};
  a.end_range.status = EndRangeStatus::found, a.end_range.deg = 34.04, a.end_range.control_score = 2.0 / 3;
  a.findings = {{"back_arches", "fix", 2, {8, 11}, 7.26, 5, "mm", 0.9, "It rose.", ""},
                {"momentum", "watch", 5, {46, 48}, 1, 1, "", 0.9, "", ""},
                {"hands_under_hips", "info", 0, {}, kUnknown, kUnknown, "", 0.8, "", ""}};
  return a;
}

TEST(Records, a_clip_of_two_sets_becomes_two_records) {
  const Moment at{1000000, 60};
  const auto sets = records_of(two_sets(), at);
  ASSERT_EQ(sets.size(), 2u);
  const SetRecord& raises = sets[0];
  EXPECT_EQ(raises.exercise, "double_leg_raise");
  EXPECT_EQ(raises.reps, 3);
  EXPECT_EQ(raises.partial_reps, 1);
  EXPECT_EQ(raises.left_reps + raises.right_reps, 0);
  EXPECT_EQ(raises.lower_s, 3);                 // the median
  EXPECT_EQ(raises.each_rep[0].lower_s, 4.01);  // as far as it is known
  EXPECT_EQ(raises.top_deg, 88);
  EXPECT_EQ(raises.lumbar_lift_mm, 7.3);
  EXPECT_EQ(raises.end_range.deg, 34);
  EXPECT_EQ(raises.confidence, 0.9);
  ASSERT_EQ(raises.findings.size(), 2u);
  EXPECT_EQ(raises.findings[0].check, "back_arches");
  EXPECT_EQ(raises.findings[1].check, "hands_under_hips");  // of the whole clip
  EXPECT_EQ(raises.at.utc_s, 1000001);

  const SetRecord& taps = sets[1];
  EXPECT_EQ(taps.clip_part, 1);
  EXPECT_EQ(taps.left_reps, 1);
  EXPECT_EQ(taps.right_reps, 1);
  EXPECT_EQ(taps.end_range.status, EndRangeStatus::not_measured);
  EXPECT_FALSE(taps.end_range.reason.empty());
  EXPECT_TRUE(std::isnan(taps.confidence));  // named by the lifter
  ASSERT_EQ(taps.findings.size(), 1u);
  EXPECT_EQ(taps.findings[0].check, "momentum");
}

TEST(Records, a_hold_is_a_set_without_reps) {
  Analysis a;
  a.exercise.id = "hollow_hold";
  a.sets = {{{"hollow_hold", false, 0.95, ""}, 0, 0, 2, 24}};
  Hold hold;
  hold.exercise = "hollow_hold", hold.when = {3, 23.456};
  a.holds.push_back(hold);
  const auto sets = records_of(a, {0, 0});
  ASSERT_EQ(sets.size(), 1u);
  EXPECT_EQ(sets[0].reps, 0);
  EXPECT_EQ(sets[0].hold_s, 20.46);
}

TEST(Records, nothing_measured_keeps_nothing) { EXPECT_TRUE(records_of({}, {0, 0}).empty()); }

}  // namespace
}  // namespace endrange
