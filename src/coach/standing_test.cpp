#include "coach/standing.h"

#include <gtest/gtest.h>

#include <random>

#include "coach/test_lifter.h"

namespace endrange {
namespace {

TEST(Standing, good_sessions_climb_from_the_first_rung_to_the_last) {
  Trainee t;
  std::vector<std::string> seen{t.rung().id};
  int sessions = 0;
  for (; sessions < 60 && t.rung().id != "hanging"; ++sessions) {
    t.train_as_asked();
    if (t.rung().id != seen.back()) seen.push_back(t.rung().id);
  }
  // A filmed dead bug places nobody higher.
  EXPECT_EQ(seen, (std::vector<std::string>{"dead_bug", "heel_taps", "single_leg", "bent_knees", "straight_legs",
                                            "pause", "hanging"}));
  EXPECT_EQ(sessions, 4 + 5 + 5 + 5 + 5 + 4);  // each volume once, the last one twice
}

TEST(Standing, a_set_entered_by_hand_never_leads_up) {
  Trainee t;
  for (int i = 0; i < 40; ++i) {
    SetRecord set = t.asked();
    set.source = SetSource::log;
    t.train(set, 3);
  }
  EXPECT_EQ(t.rung().id, "dead_bug");
  EXPECT_NE(what_is_missing(t.standing, t.ladder).find("entered by hand"), std::string::npos);
  EXPECT_NE(what_is_missing(t.standing, t.ladder).find("40 sessions on this rung"), std::string::npos);
}

// What a set lacks, and what the lifter is told of it.
struct Lacking {
  const char* what;
  void (*spoil)(SetRecord&);
  SetOutcome outcome;
  const char* says;
};
constexpr Lacking kLacking[] = {
    {"few reps", [](SetRecord& s) { s.reps = 16, s.left_reps = s.right_reps = 8; }, SetOutcome::missed, "8 of 10 reps"},
    {"one leg short", [](SetRecord& s) { s.left_reps = 12, s.right_reps = 8; }, SetOutcome::missed, "8 of 10 reps"},
    {"too fast", [](SetRecord& s) { s.lower_s = 2.1; }, SetOutcome::missed, "lowered to a count of"},
    {"tempo unseen", [](SetRecord& s) { s.lower_s = kUnknown; }, SetOutcome::unmeasured, "wasn't seen"},
    {"back lost", [](SetRecord& s) { s.end_range.control_score = 0.6; }, SetOutcome::missed, "60 %"},
    {"back unseen", [](SetRecord& s) { s.end_range = {}, s.end_range.reason = "an arm hides it"; },
     SetOutcome::unmeasured, "an arm hides it"},
    {"unsure exercise", [](SetRecord& s) { s.confidence = 0.6; }, SetOutcome::unmeasured, "60 %"},
    {"by hand", [](SetRecord& s) { s.source = SetSource::log; }, SetOutcome::unmeasured, "by hand"},
    {"imported", [](SetRecord& s) { s.source = SetSource::import; }, SetOutcome::unmeasured, "by hand"},
    {"skipped", [](SetRecord& s) { s.is_skipped = true; }, SetOutcome::skipped, "skipped"},
    {"arched start",
     [](SetRecord& s) {
       s.findings.push_back({"setup_not_flat", "fix", "mm", "The back was 20 mm off.", 0, 20, 0, 0.9});
     },
     SetOutcome::missed, "20 mm off"},
};

TEST(Standing, each_lack_has_its_outcome_and_its_reason_and_leads_nobody_up) {
  for (const Lacking& lacking : kLacking) {
    Trainee t;
    t.choose("heel_taps");
    SetRecord set = t.asked();
    EXPECT_EQ(judge_set(set, t.rung(), t.volume()).outcome, SetOutcome::met);
    lacking.spoil(set);
    const SetVerdict verdict = judge_set(set, t.rung(), t.volume());
    EXPECT_EQ(verdict.outcome, lacking.outcome) << lacking.what;
    EXPECT_NE(verdict.reason.find(lacking.says), std::string::npos) << lacking.what << ": " << verdict.reason;
    for (int i = 0; i < 20; ++i) {
      SetRecord again = t.asked();
      lacking.spoil(again);
      t.train(again, 3);
    }
    EXPECT_LE(t.standing.rung, find_rung(t.ladder, "heel_taps")) << lacking.what;
  }
}

TEST(Standing, a_back_lost_in_most_reps_twice_leads_one_rung_down) {
  Trainee t;
  t.choose("straight_legs");
  t.train(t.asked(0.3), 2);
  EXPECT_EQ(t.rung().id, "straight_legs");
  t.train(t.asked(0.3), 2);
  EXPECT_EQ(t.rung().id, "bent_knees");
  EXPECT_EQ(t.standing.decisions.back().kind, "regression");
  EXPECT_NE(t.standing.decisions.back().sentence.find("30 %"), std::string::npos);
}

TEST(Standing, a_session_unmeasured_neither_counts_nor_breaks_the_row) {
  Trainee t;
  t.choose("heel_taps");
  for (int i = 0; i < 4; ++i) t.train_as_asked();
  EXPECT_EQ(t.standing.met_in_row, 1);
  SetRecord by_hand = t.asked();
  by_hand.source = SetSource::log;
  t.train(by_hand, 3);
  EXPECT_EQ(t.standing.met_in_row, 1);
  t.train_as_asked();
  EXPECT_EQ(t.rung().id, "single_leg");
}

TEST(Standing, single_legs_filmed_apart_count_for_the_weaker_side) {
  Trainee t;
  t.choose("single_leg");
  const auto one_leg = [&](bool left) {
    SetRecord set = good_set(t.day, "single_leg_raise", 10);
    set.reps = 10, set.left_reps = left ? 10 : 0, set.right_reps = left ? 0 : 10;
    set.at = at_noon(t.day, 60);
    return set;
  };
  const auto session = [&](std::vector<SetRecord> sets) {
    TrainingDay d{t.day, {}, {}, {}};
    for (const SetRecord& s : sets) d.sets.push_back(&s);
    advance(t.standing, t.ladder, d);
    t.rest(3);
  };
  session({one_leg(true), one_leg(true), one_leg(false)});
  EXPECT_EQ(t.standing.volume, 0);
  EXPECT_EQ(t.standing.last_lack, "one leg did fewer sets than the other");
  session({one_leg(true), one_leg(false), one_leg(true), one_leg(false)});
  EXPECT_EQ(t.standing.volume, 1);
}

TEST(Standing, somebody_new_begins_where_a_filmed_set_says) {
  struct Case {
    const char *exercise, *rung;
    double control, end_range;
  };
  for (const Case& c : {Case{"double_leg_raise", "straight_legs", 1, kUnknown},
                        {"double_leg_raise", "straight_legs", 0, 34},
                        {"double_leg_raise", "bent_knees", 0, 62},
                        {"heel_tap", "heel_taps", 0.8, kUnknown},
                        {"hanging_leg_raise", "dead_bug", kUnknown, kUnknown}}) {
    Trainee t;
    SetRecord set = good_set(t.day, c.exercise, 6, c.control);
    set.end_range.deg = c.end_range;
    if (std::isnan(c.control)) set.end_range = {};
    t.train(set, 1);
    EXPECT_EQ(t.rung().id, c.rung) << c.exercise << " " << c.end_range;
  }
}

TEST(Standing, every_stop_symptom_ends_training_and_leads_to_the_first_rung) {
  using enum SymptomKind;
  for (const Symptom& s : {symptom({}, painful_popping), symptom({}, leg_pain), symptom({}, numbness),
                           symptom({}, weakness), symptom({}, pain, 4, "lower back"), symptom({}, pain, kUnknown)}) {
    Trainee t;
    t.choose("straight_legs");
    t.feel(s);
    EXPECT_TRUE(t.standing.is_stopped) << name_of(s.kind);
    EXPECT_EQ(t.rung().id, "dead_bug");
    EXPECT_NE(t.standing.decisions.back().sentence.find("professional"), std::string::npos);
    t.choose("straight_legs");
    EXPECT_EQ(t.rung().id, "dead_bug");
    EXPECT_EQ(t.standing.decisions.back().kind, "refusal");
  }
  for (const Symptom& s : {symptom({}, snapping), symptom({}, pain, 3, "hip"), symptom({}, pain, 0)}) {
    Trainee t;
    t.choose("straight_legs");
    t.feel(s);
    EXPECT_FALSE(t.standing.is_stopped) << name_of(s.kind);
  }
}

TEST(Standing, after_a_stop_the_first_rung_comes_first_and_then_the_ladder_is_open) {
  Trainee t;
  t.choose("straight_legs");
  t.feel(symptom({}, SymptomKind::numbness));
  t.rest(5);
  t.train_as_asked();  // on a stop nothing counts
  EXPECT_TRUE(t.standing.is_stopped);
  t.feel(symptom({}, SymptomKind::all_clear));
  EXPECT_FALSE(t.standing.is_stopped);
  t.choose("straight_legs");
  EXPECT_EQ(t.standing.decisions.back().kind, "refusal");
  t.train_as_asked();
  t.train_as_asked();
  t.choose("straight_legs");
  EXPECT_EQ(t.rung().id, "straight_legs");
}

TEST(Standing, pain_the_same_day_keeps_a_good_session_from_counting) {
  Trainee t;
  t.choose("heel_taps");
  t.train(t.asked(), 3, {symptom({}, SymptomKind::pain, 2, "hip")});
  EXPECT_EQ(t.standing.volume, 0);
  t.train(t.asked(), 3, {symptom({}, SymptomKind::pain, 2, "hip")});
  EXPECT_EQ(t.rung().id, "dead_bug");
}

TEST(Standing, a_break_begins_lighter_and_a_long_one_lower) {
  Trainee t;
  t.choose("bent_knees");
  t.train_as_asked(), t.train_as_asked();
  EXPECT_EQ(t.standing.volume, 2);
  t.rest(20);
  Standing back = t.standing;
  come_back(back, t.ladder, t.day);
  EXPECT_EQ(back.volume, 0);
  EXPECT_EQ(back.rung, t.standing.rung);
  t.rest(30);
  back = t.standing;
  come_back(back, t.ladder, t.day);
  EXPECT_EQ(t.ladder.rungs[static_cast<std::size_t>(back.rung)].id, "single_leg");
  come_back(back, t.ladder, t.day + std::chrono::days(1));  // once a break
  EXPECT_EQ(t.ladder.rungs[static_cast<std::size_t>(back.rung)].id, "single_leg");
}

TEST(Standing, fifty_easy_good_reps_lead_up_and_fifty_fast_ones_do_not) {
  Trainee t;
  t.choose("bent_knees");
  SetRecord fast = good_set(t.day, "bent_knee_leg_raise", 50);
  fast.lower_s = 1.2;
  t.train(fast, 1);
  EXPECT_EQ(t.rung().id, "bent_knees");
  t.train(good_set(t.day, "bent_knee_leg_raise", 50), 1);
  EXPECT_EQ(t.rung().id, "straight_legs");
}

TEST(Standing, a_change_is_real_only_beyond_its_error) {
  EndRange before, after;
  before.status = after.status = EndRangeStatus::found;
  before.deg = 40, before.low_deg = 36, before.high_deg = 44;
  after.deg = 36, after.low_deg = 33, after.high_deg = 39;
  EXPECT_FALSE(compare(before, after).is_real);  // 4° of an error of 2.55°
  after.deg = 30;
  EXPECT_TRUE(compare(before, after).is_real);
  EXPECT_NEAR(compare(before, after).change_deg, -10, 1e-12);
  after.low_deg = kUnknown;
  EXPECT_FALSE(compare(before, after).is_real);
  EXPECT_FALSE(compare(before, {}).is_real);
}

TEST(Standing, the_last_rung_of_the_default_ladder_says_nothing_is_missing) {
  Trainee t;
  t.choose("hanging");
  EXPECT_EQ(what_is_missing(t.standing, t.ladder), "");
}

TEST(Standing, a_stop_and_its_all_clear_on_one_day_leave_that_day_out) {
  Trainee t;
  t.train(t.asked(), 2, {symptom({}, SymptomKind::numbness), symptom({}, SymptomKind::all_clear)});
  EXPECT_FALSE(t.standing.is_stopped);
  EXPECT_EQ(t.standing.clear_sessions_left, t.ladder.clear_sessions);
}

TEST(Standing, a_snapping_hip_that_hurts_is_pain) {
  Trainee t;
  t.feel(symptom({}, SymptomKind::snapping, 6));
  EXPECT_TRUE(t.standing.is_stopped);
}

TEST(Standing, a_rung_chosen_after_a_session_leaves_the_session_as_it_was) {
  Trainee t;
  const std::vector<SetRecord> sets(2, t.asked());
  const Choice evening{0, {sets[0].at.utc_s + 7200, 60}, "heel_taps", ""};
  advance(t.standing, t.ladder, {t.day, {&sets[0], &sets[1]}, {}, {&evening}});
  EXPECT_EQ(t.rung().id, "heel_taps");
  EXPECT_EQ(t.standing.decisions.back().kind, "choice");
  EXPECT_EQ(t.standing.trained.size(), 1u);
}

TEST(Standing, who_chose_long_ago_still_comes_back_gently) {
  Trainee t;
  t.choose("straight_legs");
  t.train_as_asked();
  t.choose("straight_legs");
  Standing back = t.standing;
  come_back(back, t.ladder, t.day + std::chrono::days(180));
  EXPECT_EQ(t.ladder.rungs[static_cast<std::size_t>(back.rung)].id, "bent_knees");
}

TEST(Standing, an_arched_start_is_a_miss_though_nothing_else_was_measured) {
  Trainee t;
  SetRecord set = t.asked();
  set.end_range = {};
  set.findings.push_back({"setup_not_flat", "fix", "mm", "The back was 20 mm off.", 0, 20, 0, 0.9});
  EXPECT_EQ(judge_set(set, t.rung(), t.volume()).outcome, SetOutcome::missed);
}

// --- whatever happens -----------------------------------------------------------------------------------------------

// A day of anything: sets good and bad of any exercise, symptoms, choices.
struct AnyDays {
  std::mt19937 random;
  explicit AnyDays(unsigned seed) : random(seed) {}
  int below(int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }

  void live(Trainee& t) {
    t.rest(1 + below(below(10) == 0 ? 60 : 4));
    const int what = below(20);
    if (what == 0) return t.feel(symptom({}, static_cast<SymptomKind>(below(7)), below(11)));
    if (what == 1) return t.feel(symptom({}, SymptomKind::all_clear));
    if (what == 2) return t.choose(t.ladder.rungs[static_cast<std::size_t>(below(7))].id.c_str());
    SetRecord set = t.asked(below(3) == 0 ? below(11) / 10.0 : 1);
    if (below(8) == 0) set.exercise = t.ladder.rungs[static_cast<std::size_t>(below(7))].exercises.front();
    if (below(6) == 0) set.lower_s = 1 + below(4);
    if (below(6) == 0) set.end_range = {};
    if (below(9) == 0) set.source = SetSource::log;
    if (below(15) == 0) set.is_skipped = true;
    if (below(5) == 0) set.rpe = 1 + below(10);
    std::vector<Symptom> felt;
    if (below(25) == 0) felt.push_back(symptom({}, static_cast<SymptomKind>(below(7)), below(11)));
    t.train(set, 1 + below(4), felt);
  }
};

TEST(Standing, no_path_leads_up_during_a_stop_or_straight_after_one) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    AnyDays days(seed);
    Trainee t;
    for (int i = 0; i < 150; ++i) {
      const Standing before = t.standing;
      days.live(t);
      ASSERT_TRUE(!t.standing.is_stopped || (t.standing.rung == 0 && !t.standing.stop_reason.empty())) << seed;
      ASSERT_TRUE(before.clear_sessions_left <= 1 || t.standing.rung == 0) << seed;
      ASSERT_GE(t.standing.rung, 0);
      ASSERT_LT(t.standing.volume, static_cast<int>(t.rung().volume.size()));
      // Up by more than one rung: by choice, or where somebody new begins.
      if (t.standing.rung > before.rung + 1) {
        const std::string& kind = t.standing.decisions.back().kind;
        ASSERT_TRUE(kind == "choice" || kind == "entry") << kind;
      }
      ASSERT_TRUE(t.standing.is_stopped || t.standing.rung == 6 || !what_is_missing(t.standing, t.ladder).empty());
    }
  }
}

TEST(Standing, every_state_can_be_left_by_good_sessions) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    AnyDays days(seed);
    Trainee t;
    for (int i = 0; i < 60; ++i) days.live(t);
    t.feel(symptom({}, SymptomKind::all_clear));
    for (int i = 0; i < 60 && t.standing.rung < 6; ++i) t.train_as_asked();
    ASSERT_EQ(t.standing.rung, 6) << seed;
  }
}

TEST(Standing, a_standing_survives_being_written_down_anywhere) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    AnyDays days(seed), same(seed);
    Trainee t, kept;
    for (int i = 0; i < 80; ++i) {
      days.live(t);
      same.live(kept);
      const auto read = standing_from(to_text(kept.standing));
      ASSERT_TRUE(read);
      kept.standing = *read;
      ASSERT_EQ(to_text(t.standing), to_text(kept.standing)) << seed;
    }
  }
  EXPECT_FALSE(standing_from(""));
  EXPECT_FALSE(standing_from("endrange.standing/0\nrung\t1\n"));
  EXPECT_FALSE(standing_from("endrange.standing/1\nrung\tmany\n"));
}

TEST(Standing, days_are_made_from_three_lists_in_time_order) {
  TrainingHistory history;
  const Day first = day_of("2026-03-28");
  for (const int after : {0, 0, 2}) history.sets.push_back(good_set(first + std::chrono::days(after), "heel_tap", 10));
  history.symptoms.push_back(symptom(first + std::chrono::days(1), SymptomKind::snapping));
  history.choices.push_back({0, at_noon(first + std::chrono::days(2), 120), "heel_taps", ""});
  const auto days = days_of(history);
  ASSERT_EQ(days.size(), 3u);
  EXPECT_EQ(days[0].sets.size(), 2u);
  EXPECT_EQ(days[1].symptoms.size(), 1u);
  EXPECT_EQ(days[2].sets.size() + days[2].choices.size(), 2u);
}

}  // namespace
}  // namespace endrange
