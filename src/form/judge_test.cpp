#include "form/judge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace endrange {
namespace {

// A faultless set of straight legs: 90° to 10° in four and a half seconds, up in two.
Analysis set_of(int reps, const char* exercise = "double_leg_raise") {
  Analysis a;
  a.exercise.id = exercise;
  a.view.usability = Usability::yes, a.view.posture = Posture::lying, a.view.near_side = Side::left;
  a.end_range.status = EndRangeStatus::not_reached, a.end_range.lowest_held_deg = 10, a.end_range.criterion_mm = 5;
  a.breath.status = BreathStatus::measured;
  a.hands = HandPlace::beside;
  for (int i = 0; i < reps; ++i) {
    Rep rep;
    rep.index = i + 1;
    rep.start_s = 10.0 * i, rep.end_s = rep.start_s + 10;
    rep.lower = {rep.start_s + 1, rep.start_s + 4.6}, rep.lift = {rep.start_s + 6, rep.start_s + 7.6};
    rep.leg_elevation_top_deg = 90, rep.leg_elevation_bottom_deg = 10;
    rep.peak_lifting_deg_per_s = 60;
    rep.head_pitch_deg = 18, rep.legs_apart_deg = 1, rep.hip_rise_trunks = 0.04, rep.lumbar_lift_max_mm = 1;
    rep.floor_gap_mm = 0, rep.breath_held_s = 0.6, rep.exhale_share_lifting = 0.9;
    a.reps.push_back(rep);
  }
  a.sets = {{a.exercise, 1, reps, 0, 10.0 * reps}};
  a.trends.range_deg = {80, 0, 1, reps};
  return a;
}

bool is_seen(const Analysis& a, const char* check) {
  return std::ranges::any_of(a.checks,
                             [&](const CheckResult& c) { return c.check == check && c.state == CheckState::seen; });
}
std::string reason_of(const Analysis& a, const char* check) {
  const auto found = std::ranges::find(a.checks, std::string(check), &CheckResult::check);
  return found == a.checks.end() ? "not called for" : found->reason;
}

TEST(Judge, nothing_is_found_in_a_good_set) {
  Analysis a = set_of(4);
  judge(a);
  EXPECT_TRUE(a.findings.empty()) << a.findings[0].check;
  EXPECT_GT(a.checks.size(), 10u);
}

TEST(Judge, ids_are_unique_and_every_row_says_what_where_from_and_from_which_limit) {
  const auto checks = all_checks();
  for (const Check& check : checks) {
    EXPECT_EQ(std::ranges::count_if(checks, [&](const Check& c) { return std::string(c.id) == check.id; }), 1)
        << check.id;
    for (const char* text : {check.title, check.meaning, check.measured, check.limit, check.source})
      EXPECT_GT(std::string(text).size(), 2u) << check.id;
  }
}

TEST(Judge, an_exercise_is_judged_by_its_own_rules_only) {
  Analysis straight = set_of(2), hanging = set_of(2, "hanging_leg_raise"), flutter = set_of(2, "flutter_kick");
  judge(straight), judge(hanging), judge(flutter);
  EXPECT_EQ(reason_of(straight, "swing"), "not called for");
  EXPECT_EQ(reason_of(hanging, "back_arches"), "not called for");
  EXPECT_EQ(reason_of(flutter, "lowering_too_fast"), "not called for");
}

TEST(Judge, other_movements_and_clips_without_reps_are_not_judged) {
  Analysis other = set_of(2, "other"), none;
  judge(other), judge(none);
  EXPECT_TRUE(other.checks.empty());
  EXPECT_TRUE(none.checks.empty());
}

TEST(Judge, what_could_not_be_seen_is_not_judged_and_says_why) {
  Analysis a = set_of(2);
  a.view.usability = Usability::partly;
  a.breath.status = BreathStatus::not_measured, a.breath.reason = "music covers it";
  judge(a);
  EXPECT_TRUE(a.findings.empty());
  EXPECT_EQ(reason_of(a, "lowering_too_fast"), "the view doesn't allow leg angles");
  EXPECT_EQ(reason_of(a, "breath_held"), "music covers it");
}

TEST(Judge, sets_of_one_clip_are_judged_apart) {
  Analysis a = set_of(4);
  ExerciseGuess flutter;
  flutter.id = "flutter_kick";
  a.sets = {{a.exercise, 1, 2, 0, 20}, {flutter, 3, 4, 20, 40}};
  for (Rep& rep : a.reps) rep.lower.to_s = rep.lower.from_s + 0.4;
  judge(a);
  EXPECT_EQ(std::ranges::count(a.findings, "lowering_too_fast", &Finding::check), 2);
  EXPECT_EQ(a.reps.size(), 4u);
}

TEST(Confidence, is_the_share_of_a_normal_error_that_stays_beyond_the_limit) {
  EXPECT_DOUBLE_EQ(confidence_of(0, 2), 0.5);
  EXPECT_NEAR(confidence_of(1.96, 1), 0.975, 1e-4);
  EXPECT_NEAR(confidence_of(-1.96, 1), 0.025, 1e-4);
}

TEST(Tempo, four_seconds_with_soft_ends_pass_and_less_does_not) {
  // Of a minimum-jerk lowering over 80° in T the part further than 2.5° from the ends takes 0.69 T.
  for (const auto& [total_s, is_fast] : {std::pair{4.0, false}, {3.5, true}, {5.0, false}, {1.5, true}}) {
    Analysis a = set_of(1);
    a.reps[0].lower.to_s = a.reps[0].lower.from_s + 0.69 * total_s;
    judge(a);
    EXPECT_EQ(is_seen(a, "lowering_too_fast"), is_fast) << total_s;
  }
}

TEST(Tempo, half_the_count_is_worth_a_fix_a_little_less_than_it_only_a_look) {
  for (const auto& [took_s, severity] : {std::pair{1.1, "fix"}, {2.3, "watch"}}) {
    Analysis a = set_of(1);
    a.reps[0].lower.to_s = a.reps[0].lower.from_s + took_s;
    judge(a);
    ASSERT_EQ(a.findings.size(), 1u);
    EXPECT_EQ(a.findings[0].severity, severity);
    EXPECT_DOUBLE_EQ(a.findings[0].limit, 4);
    EXPECT_NEAR(a.findings[0].value, took_s, 1e-9);
  }
}

TEST(Tempo, momentum_is_the_force_that_a_minimum_jerk_lift_of_that_speed_needs) {
  // 90° in 1 s: peak speed 1.875 · 90°/s, 51 % of the legs' weight (facts: 51 of 100 N·m).
  Analysis a = set_of(1);
  a.reps[0].leg_elevation_bottom_deg = 0, a.reps[0].peak_lifting_deg_per_s = 1.875 * 90;
  judge(a);
  ASSERT_TRUE(is_seen(a, "momentum"));
  const auto f = std::ranges::find(a.findings, std::string("momentum"), &Finding::check);
  EXPECT_NEAR(f->value, 51, 1);
}

TEST(Body, a_slight_bend_hands_under_the_hips_and_a_head_at_rest_are_no_faults) {
  Analysis a = set_of(2);
  a.hands = HandPlace::under_hips;
  for (Rep& rep : a.reps) rep.knee_flexion_max_deg = 25;
  judge(a);
  ASSERT_EQ(a.findings.size(), 1u);
  EXPECT_EQ(a.findings[0].check, "hands_under_hips");
  EXPECT_EQ(a.findings[0].severity, "info");
}

TEST(Hanging, a_sweep_as_of_a_strict_raise_is_no_swing) {
  for (const auto& [sweep_deg, is_swing] : {std::pair{5.1, false}, {8.9, true}}) {
    Analysis a = set_of(2, "hanging_leg_raise");
    a.view.usability = Usability::partly, a.view.posture = Posture::hanging;
    for (Rep& rep : a.reps) rep.swing_deg = sweep_deg;
    judge(a);
    EXPECT_EQ(is_seen(a, "swing"), is_swing) << sweep_deg;
  }
}

TEST(Advice, a_set_up_that_is_not_flat_counts_more_than_speed) {
  Analysis a = set_of(3);
  for (Rep& rep : a.reps) rep.starts_arched = true, rep.floor_gap_mm = 30, rep.lower.to_s = rep.lower.from_s + 1;
  judge(a);
  const Advice advice = advise(a);
  EXPECT_EQ(advice.check, "setup_not_flat");
  EXPECT_EQ(advice.next_exercise, "bent_knee_leg_raise");
}

TEST(Advice, a_back_that_holds_all_the_way_goes_on_to_something_harder) {
  Analysis a = set_of(3, "bent_knee_leg_raise");
  judge(a);
  const Advice advice = advise(a);
  EXPECT_EQ(advice.check, "");
  EXPECT_EQ(advice.next_exercise, "double_leg_raise");
}

TEST(Advice, nobody_is_sent_on_whose_back_was_not_measured) {
  Analysis a = set_of(3, "bent_knee_leg_raise");
  a.end_range = {};
  judge(a);
  EXPECT_EQ(advise(a).next_exercise, "bent_knee_leg_raise");
}

TEST(Advice, a_low_end_range_is_stayed_with_a_high_one_made_lighter) {
  for (const auto& [deg, next] : {std::pair{30.0, "double_leg_raise"}, {60.0, "bent_knee_leg_raise"}}) {
    Analysis a = set_of(2);
    a.end_range.status = EndRangeStatus::found, a.end_range.deg = deg;
    a.end_range.low_deg = deg - 3, a.end_range.high_deg = deg + 3;
    for (Rep& rep : a.reps) rep.end_range_deg = deg, rep.lumbar_lift_max_mm = 12;
    judge(a);
    EXPECT_EQ(advise(a).next_exercise, next) << deg;
  }
}

}  // namespace
}  // namespace endrange
