#include "form/judge.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace endrange {
namespace {

Analysis set_of(int reps) {
  Analysis a;
  a.end_range.criterion_mm = 5, a.end_range.status = EndRangeStatus::found;
  a.exercise.id = "double_leg_raise";
  a.sets = {{a.exercise, 1, reps, 0, 100}};
  for (int i = 0; i < reps; ++i) {
    Rep rep;
    rep.index = i + 1, rep.lower = {1.0 + i, 2.0 + i};
    rep.lumbar_lift_max_mm = 1;
    a.reps.push_back(rep);
  }
  return a;
}

long count(const Analysis& a, const char* check) { return std::ranges::count(a.findings, check, &Finding::check); }

TEST(Back, a_back_that_stays_down_is_no_finding) {
  Analysis a = set_of(3);
  judge(a);
  EXPECT_TRUE(a.findings.empty());
}

TEST(Back, a_back_that_was_not_seen_is_no_finding) {
  Analysis a = set_of(2);
  for (Rep& rep : a.reps) rep.lumbar_lift_max_mm = kUnknown;
  judge(a);
  EXPECT_TRUE(a.findings.empty());
}

TEST(Back, each_rep_that_loses_the_back_is_named_with_its_angle_and_height) {
  Analysis a = set_of(3);
  a.reps[1].lumbar_lift_max_mm = 11.6, a.reps[1].end_range_deg = 34.4;
  judge(a);
  ASSERT_EQ(a.findings.size(), 1u);
  EXPECT_EQ(a.findings[0].check, "back_arches");
  EXPECT_EQ(a.findings[0].rep, 2);
  EXPECT_EQ(a.findings[0].value, 11.6);
  EXPECT_EQ(a.findings[0].limit, 5);
  EXPECT_EQ(a.findings[0].message, "The lower back left the floor at 34° and rose by 12 mm.");
  EXPECT_FALSE(a.findings[0].cue.empty());
}

TEST(Back, what_the_clip_abstains_from_no_rep_of_it_is_found_of) {
  Analysis a = set_of(2);
  a.end_range.status = EndRangeStatus::not_measured, a.end_range.reason = "the file is compressed";
  a.reps[1].lumbar_lift_max_mm = 11.6, a.reps[1].end_range_deg = 34.4;
  judge(a);
  EXPECT_TRUE(a.findings.empty());
  EXPECT_EQ(a.checks[1].check, "back_arches");
  EXPECT_EQ(a.checks[1].state, CheckState::not_judged);
  EXPECT_EQ(a.checks[1].reason, "the file is compressed");
}

TEST(Back, the_cue_speaks_of_the_leg_that_moved) {
  Analysis a = set_of(1);
  a.reps[0].side = RepSide::left, a.reps[0].lumbar_lift_max_mm = 9, a.reps[0].end_range_deg = 20;
  judge(a);
  EXPECT_EQ(a.findings[0].cue,
            "Stop the leg a little higher, where the back still holds, and come up again from there.");
}

TEST(Back, an_opening_before_the_first_rep_is_a_set_up_that_is_not_flat) {
  Analysis a = set_of(2);
  a.reps[0].floor_gap_mm = a.reps[0].lumbar_lift_max_mm = 30, a.reps[0].starts_arched = true;
  judge(a);
  EXPECT_EQ(count(a, "setup_not_flat"), 1);
  EXPECT_EQ(count(a, "back_arches"), 1);
}

TEST(Back, one_that_is_pressed_flat_later_was_not_flat_before_the_first_rep_though_an_arm_hides_the_opening) {
  Analysis a = set_of(2);
  a.reps[0].arched_by_mm = a.reps[0].lumbar_lift_max_mm = 18, a.reps[0].starts_arched = true;
  judge(a);
  ASSERT_EQ(count(a, "setup_not_flat"), 1);
  EXPECT_EQ(count(a, "back_arches"), 1);
  const auto found = std::ranges::find(a.findings, "setup_not_flat", &Finding::check);
  EXPECT_EQ(found->value, 18);
  EXPECT_EQ(found->message,
            "Before the first repetition the back lay 18 mm higher than later, when it was pressed flat.");
}

}  // namespace
}  // namespace endrange
