#include "exercise/recognise.h"

#include <gtest/gtest.h>

namespace endrange {
namespace {

Analysis clip_of(std::initializer_list<Rep> reps) {
  Analysis a;
  a.view.posture = Posture::lying;
  int index = 0;
  for (Rep rep : reps) {
    rep.start_s = 4.0 * index, rep.end_s = rep.start_s + 4;
    if (rep.is_complete) rep.index = ++index;
    a.reps.push_back(rep);
  }
  return a;
}

Rep rep(RepSide side, double knee_top, double knee_bottom) {
  Rep r;
  r.side = side, r.knee_flexion_top_deg = knee_top, r.knee_flexion_bottom_deg = knee_bottom, r.hip_rise_trunks = 0.03;
  return r;
}
const Rep kStraight = rep(RepSide::both, 5, 8), kBent = rep(RepSide::both, 92, 95), kLeft = rep(RepSide::left, 6, 4),
          kRight = rep(RepSide::right, 6, 4);

TEST(Sets, a_clip_of_one_exercise_is_one_set) {
  const auto sets = find_sets(clip_of({kStraight, kStraight, kStraight}));
  ASSERT_EQ(sets.size(), 1u);
  EXPECT_EQ(sets[0].exercise.id, "double_leg_raise");
  EXPECT_EQ(sets[0].first_rep, 1);
  EXPECT_EQ(sets[0].last_rep, 3);
}

TEST(Sets, of_different_kinds_are_told_apart_in_order) {
  const auto sets = find_sets(clip_of({kBent, kBent, kStraight, kStraight, kStraight, kLeft, kLeft}));
  ASSERT_EQ(sets.size(), 3u);
  EXPECT_EQ(sets[0].exercise.id, "bent_knee_leg_raise");
  EXPECT_EQ(sets[1].exercise.id, "double_leg_raise");
  EXPECT_EQ(sets[1].first_rep, 3);
  EXPECT_EQ(sets[1].last_rep, 5);
  EXPECT_EQ(sets[2].exercise.id, "single_leg_raise");
}

TEST(Sets, one_odd_rep_among_others_is_theirs) {
  EXPECT_EQ(find_sets(clip_of({kStraight, kBent, kStraight, kStraight})).size(), 1u);
  EXPECT_EQ(find_sets(clip_of({kBent, kStraight, kStraight})).size(), 1u);
}

TEST(Sets, knees_that_are_neither_straight_nor_bent_change_nothing) {
  const Rep between = rep(RepSide::both, 58, 62);
  EXPECT_EQ(find_sets(clip_of({kStraight, kStraight, between, between})).size(), 1u);
}

TEST(Sets, straight_legs_that_wait_for_each_other_are_single_raises_and_legs_that_cross_are_kicks) {
  for (const bool cross : {false, true}) {
    Analysis a = clip_of({kLeft, kRight, kLeft, kRight});
    for (std::size_t i = 0; i < a.reps.size(); ++i) {
      Rep& r = a.reps[i];
      r.start_s = cross ? 4.0 * static_cast<double>(i / 2) : 4.0 * static_cast<double>(i);
      r.end_s = r.start_s + 4, r.bottom_s = r.start_s, r.top_s = r.start_s + 2;
      r.lift = {r.start_s + 0.2, r.start_s + 1.8};
    }
    const auto sets = find_sets(a);
    ASSERT_EQ(sets.size(), 1u);
    EXPECT_EQ(sets[0].exercise.id, cross ? "flutter_kick" : "single_leg_raise");
  }
}

TEST(Sets, a_hold_is_a_set_of_its_own) {
  Analysis a = clip_of({});
  Hold hold;
  hold.exercise = "hollow_hold", hold.when = {2, 22};
  a.holds.push_back(hold);
  const auto sets = find_sets(a);
  ASSERT_EQ(sets.size(), 1u);
  EXPECT_EQ(sets[0].exercise.id, "hollow_hold");
  EXPECT_EQ(sets[0].first_rep, 0);
}

TEST(Sets, on_all_fours_is_the_bird_dog) {
  Analysis a = clip_of({rep(RepSide::left, 4, 90), rep(RepSide::right, 4, 90)});
  a.view.posture = Posture::all_fours;
  EXPECT_EQ(find_sets(a)[0].exercise.id, "bird_dog");
}

TEST(Sets, nothing_is_no_set) { EXPECT_TRUE(find_sets(Analysis{}).empty()); }

}  // namespace
}  // namespace endrange
