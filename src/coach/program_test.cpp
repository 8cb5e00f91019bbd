#include "coach/program.h"

#include <gtest/gtest.h>

#include "coach/test_lifter.h"

namespace endrange {
namespace {

using std::chrono::days;

std::vector<Day> sessions_in(const std::vector<PlannedDay>& plan) {
  std::vector<Day> at;
  for (const PlannedDay& p : plan)
    if (p.kind == PlanKind::training) at.push_back(p.day);
  return at;
}

TEST(Program, somebody_new_gets_the_first_rung_with_a_warm_up_and_is_told_why) {
  const auto plan = plan_days({}, default_ladder(), {}, {day_of("2026-11-23"), {}, {}, {}}, 7);
  ASSERT_EQ(plan.size(), 7u);
  EXPECT_EQ(plan[0].kind, PlanKind::training);
  EXPECT_EQ(plan[0].exercise, "dead_bug");
  EXPECT_EQ(plan[0].warm_up_s, 20);
  EXPECT_EQ(plan[0].sets, 2);
  EXPECT_TRUE(plan[0].is_each_leg);
  EXPECT_TRUE(plan[0].is_retest);
  ASSERT_FALSE(plan[0].because.empty());
  EXPECT_NE(plan[0].because[0].find("Nothing is known"), std::string::npos);
}

TEST(Program, two_sessions_a_week_with_rest_between_and_on_the_days_one_likes) {
  const Day monday = day_of("2026-11-23");
  const auto free = sessions_in(plan_days({}, default_ladder(), {}, {monday, {}, {}, {}}, 28));
  EXPECT_EQ(free.size(), 8u);
  for (std::size_t i = 1; i < free.size(); ++i) EXPECT_GE((free[i] - free[i - 1]).count(), 2);
  Person person;
  person.weekdays = 1u << 1 | 1u << 4;  // Tuesday, Friday
  const auto liked = sessions_in(plan_days({}, default_ladder(), person, {monday, {}, {}, {}}, 28));
  EXPECT_EQ(liked.size(), 8u);
  for (const Day day : liked) {
    const unsigned weekday = std::chrono::weekday(day).iso_encoding();
    EXPECT_TRUE(weekday == 2 || weekday == 5) << day_text(day);
  }
}

TEST(Program, clocks_that_change_move_no_session) {
  // The last Sundays of March and October, and the American ones.
  for (const char* from : {"2026-03-23", "2026-10-19", "2026-03-02", "2026-10-26"}) {
    const auto plan = plan_days({}, default_ladder(), {}, {day_of(from), {}, {}, {}}, 14);
    for (std::size_t i = 0; i < plan.size(); ++i) EXPECT_EQ(plan[i].day, day_of(from) + days(i));
    EXPECT_EQ(sessions_in(plan).size(), 4u);
  }
}

TEST(Program, a_day_after_a_session_is_rest_and_a_session_under_way_shows_what_is_done) {
  Trainee t;
  t.train_as_asked();
  const Day yesterday = t.day - days(3);
  EXPECT_EQ(plan_days(t.standing, t.ladder, {}, {yesterday + days(1), {}, {}, {}}, 1)[0].kind, PlanKind::rest);
  const SetRecord set = good_set(t.day, "dead_bug", 10);
  const auto plan = plan_days(t.standing, t.ladder, {}, {t.day, {&set}, {}, {}}, 3);
  EXPECT_EQ(plan[0].sets_done, 1);
  EXPECT_EQ(plan[0].kind, PlanKind::training);
  EXPECT_EQ(plan[1].kind, PlanKind::rest);
}

TEST(Program, a_stop_today_empties_the_plan) {
  Trainee t;
  t.train_as_asked();
  const Symptom numb = symptom(t.day, SymptomKind::numbness);
  for (const PlannedDay& p : plan_days(t.standing, t.ladder, {}, {t.day, {}, {&numb}, {}}, 14)) {
    EXPECT_EQ(p.kind, PlanKind::stopped);
    EXPECT_EQ(p.sets, 0);
  }
}

TEST(Program, the_aim_is_the_floor_plus_a_margin_while_it_is_fresh) {
  Trainee t;
  SetRecord set = good_set(t.day, "double_leg_raise", 5, 0);
  set.end_range.deg = 34, set.end_range.low_deg = 31, set.end_range.high_deg = 37;
  t.train(set, 1);
  auto plan = plan_days(t.standing, t.ladder, {}, {t.day, {}, {}, {}}, 1);
  EXPECT_EQ(plan[0].exercise, "double_leg_raise");
  EXPECT_EQ(plan[0].turn_at_deg, 39);
  EXPECT_FALSE(plan[0].is_retest);
  EXPECT_EQ(tempo_of(plan[0]), "4-0-2-1");
  // Four weeks on it is tested anew, eight weeks on it is no aim any more.
  const auto later = [&](int after) {
    return plan_days(t.standing, t.ladder, {}, {t.day + days(after), {}, {}, {}}, 1)[0];
  };
  EXPECT_TRUE(later(28).is_retest);
  EXPECT_TRUE(std::isnan(later(70).turn_at_deg));
}

TEST(Program, a_hard_week_is_followed_by_half_the_sets) {
  Trainee t;
  t.choose("heel_taps");
  for (int i = 0; i < 2; ++i) {
    SetRecord set = t.asked();
    set.rpe = 9.5;
    t.train(set, 2);
  }
  const auto plan = plan_days(t.standing, t.ladder, {}, {t.day + days(1), {}, {}, {}}, 1);
  EXPECT_TRUE(plan[0].is_lighter);
  EXPECT_EQ(plan[0].sets, t.volume().sets / 2);
}

TEST(Program, a_month_ahead_is_as_if_every_session_were_done) {
  Trainee t;
  t.choose("bent_knees");
  t.train_as_asked(), t.train_as_asked();  // two steps up in volume
  const int reps = t.volume().reps, sets = t.volume().sets;
  const auto plan = plan_days(t.standing, t.ladder, {}, {t.day, {}, {}, {}}, 56);
  int sessions = 0, retests = 0;
  for (const PlannedDay& p : plan) {
    if (p.kind != PlanKind::training) continue;
    ++sessions, retests += p.is_retest;
    EXPECT_EQ(p.reps, reps) << day_text(p.day);
    EXPECT_EQ(p.sets, sets) << day_text(p.day);
    EXPECT_EQ(p.rung, "bent_knees") << day_text(p.day);
  }
  EXPECT_EQ(sessions, 16);
  EXPECT_LE(retests, 1);
  // Back after a break, every session begins where the first one does.
  for (const PlannedDay& p : plan_days(t.standing, t.ladder, {}, {t.day + days(20), {}, {}, {}}, 56))
    EXPECT_TRUE(p.kind != PlanKind::training || p.reps == 10) << day_text(p.day);
}

TEST(Program, only_the_next_session_is_a_lighter_one_and_it_breaks_no_row) {
  Trainee t;
  t.choose("heel_taps");
  for (int i = 0; i < 4; ++i) t.train_as_asked();
  EXPECT_EQ(t.standing.met_in_row, 1);
  for (int i = 0; i < 2; ++i) {
    SetRecord set = t.asked();
    set.rpe = 9.5, set.source = SetSource::log;  // neither counts
    t.train(set, 3);
  }
  ASSERT_TRUE(t.standing.is_lighter_next);
  const auto plan = plan_days(t.standing, t.ladder, {}, {t.day + days(4), {}, {}, {}}, 14);
  std::vector<int> sets;
  for (const PlannedDay& p : plan)
    if (p.kind == PlanKind::training) sets.push_back(p.sets);
  ASSERT_GE(sets.size(), 2u);
  EXPECT_EQ(sets[0], 1);
  EXPECT_EQ(sets[1], 3);
  t.train(t.asked(), 1);
  EXPECT_EQ(t.standing.met_in_row, 1);
  EXPECT_EQ(t.standing.missed_in_row, 0);
  EXPECT_FALSE(t.standing.is_lighter_next);
}

}  // namespace
}  // namespace endrange
