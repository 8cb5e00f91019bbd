// motion_trunk_test.cpp: what the trunk does beside the legs: it lets go where it was told to, tips, breathes, swings.
#include <gtest/gtest.h>

#include "core/angle.h"
#include "synthetic/motion.h"
#include "synthetic/test_scene.h"

namespace endrange::synthetic {
namespace {

using namespace test;

double lowest_leg(const Moment& now) {
  double least = 1e9;
  for (const LegPose& leg : now.legs) least = std::min(least, to_deg(leg.hip - leg.knee / 2));
  return least;
}
double leg_of_rep(const Script& script, const ScriptRep& rep, double t) {
  const LegPose leg = script.at(t).legs[rep.side == "right" ? 1 : 0];
  return to_deg(leg.hip - leg.knee / 2);
}
Interval lowering(const Script& script, const ScriptRep& rep) {
  return script.home_is_top ? Interval{rep.leave_s, rep.reach_s} : Interval{rep.turn_s, rep.back_s};
}
Interval lifting(const Script& script, const ScriptRep& rep) {
  return script.home_is_top ? Interval{rep.turn_s, rep.back_s} : Interval{rep.leave_s, rep.reach_s};
}
bool is_lying(const std::string& id) { return find_exercise(id)->position == Position::supine; }

// The leg's elevation at which lumbar lift first passes 5 mm while it is lowered; NaN = never, or before.
double passes_at(const Script& script, const ScriptRep& rep) {
  const Interval low = lowering(script, rep);
  if (script.at(low.from_s).lumbar_lift > 0.005) return kUnknown;
  for (double t = low.from_s; t < low.to_s; t += 1e-4)
    if (script.at(t).lumbar_lift > 0.005) return leg_of_rep(script, rep, t);
  return kUnknown;
}

TEST(Back, is_lost_at_the_end_range_while_lowering) {
  for (const double end_range : {20.0, 35.0, 50.0, 70.0})
    for (const double lift : {5.5, 8.0, 20.0, 60.0})
      for (const double let_go : {2.0, 15.0, 40.0}) {
        Recipe recipe;
        recipe.end_range_deg = end_range, recipe.lumbar_lift_mm = lift, recipe.let_go_deg = let_go, recipe.reps = 1;
        const Script script = write_script(recipe);
        EXPECT_NEAR(passes_at(script, script.reps.at(0)), end_range, 0.1) << lift << " mm over " << let_go << " deg";
      }
}

TEST(Back, is_lost_at_the_end_range_in_every_lying_exercise) {
  for (const std::string& id : renderable()) {
    // In scissors one leg goes down as the other comes up: the lowest leg isn't the rep's own.
    if (!is_lying(id) || find_exercise(id)->is_hold || id == "flutter_kick") continue;
    Recipe recipe = recipe_of(id);
    recipe.reps = 2;
    recipe.lumbar_lift_mm = 20, recipe.let_go_deg = 6;
    const Script plain = write_script(recipe);
    // In the middle of what the exercise's leg goes through.
    const ScriptRep& first = plain.reps.at(0);
    recipe.end_range_deg = 0.5 * (leg_of_rep(plain, first, first.leave_s) + leg_of_rep(plain, first, first.reach_s));
    const Script script = write_script(recipe);
    for (const ScriptRep& rep : script.reps) EXPECT_NEAR(passes_at(script, rep), recipe.end_range_deg, 0.1) << id;
  }
}

TEST(Back, stays_down_without_lift_and_below_the_criterion_with_little) {
  Recipe recipe;
  const Script flat = write_script(recipe);
  recipe.lumbar_lift_mm = 4.9;
  const Script little = write_script(recipe);
  for (double t = 0; t < flat.duration_s; t += 0.01) {
    EXPECT_EQ(flat.at(t).lumbar_lift, 0);
    EXPECT_LT(little.at(t).lumbar_lift, 0.005);
  }
  EXPECT_NEAR(little.at(little.reps[0].reach_s).lumbar_lift, 0.0049, 1e-9) << "all of it at the lowest leg";
}

TEST(Back, is_lifted_most_with_the_leg_lowest_and_down_with_it_up) {
  Recipe recipe;
  recipe.lumbar_lift_mm = 20;
  const Script script = write_script(recipe);
  EXPECT_EQ(script.at(0).lumbar_lift, 0);
  EXPECT_NEAR(script.at(script.reps[0].reach_s).lumbar_lift, 0.020, 1e-9);
  // The same leg, the same back: lowering and lifting.
  const ScriptRep& rep = script.reps[0];
  for (double share = 0.05; share < 1; share += 0.05)
    EXPECT_NEAR(script.at(rep.leave_s + share * (rep.reach_s - rep.leave_s)).lumbar_lift,
                script.at(rep.back_s - share * (rep.back_s - rep.turn_s)).lumbar_lift, 1e-9);
}

TEST(Back, is_arched_from_the_start_when_asked) {
  Recipe recipe;
  recipe.arched_mm = 12;
  const Script script = write_script(recipe);
  for (double t = 0; t < script.duration_s; t += 0.1) EXPECT_NEAR(script.at(t).lumbar_lift, 0.012, 1e-12);
}

TEST(Back, is_pressed_flat_after_as_many_repetitions_as_asked) {
  Recipe recipe;
  recipe.arched_mm = 20, recipe.arched_reps = 1, recipe.reps = 3, recipe.tempo = "2-0.5-2-1.5";
  const Script script = write_script(recipe);
  for (double t = 0; t < script.reps[0].back_s; t += 0.1) EXPECT_NEAR(script.at(t).lumbar_lift, 0.020, 1e-12) << t;
  for (double t = script.reps[1].leave_s; t < script.duration_s; t += 0.1)
    EXPECT_NEAR(script.at(t).lumbar_lift, 0, 1e-12) << t;
}

TEST(Back, lies_flat_while_the_feet_stand_on_the_floor) {
  // Knees bent and feet down is the reference: nothing pulls at the back.
  Recipe recipe;
  recipe.set_up = true, recipe.lumbar_lift_mm = 20;
  const Script script = write_script(recipe);
  double most = 0;
  for (double t = 0; t < recipe.lead_s; t += 0.05) most = std::max(most, script.at(t).lumbar_lift);
  EXPECT_LT(most, 0.001);
}

TEST(Back, has_no_lift_or_tilt_when_it_does_not_lie) {
  for (const char* id : {"hanging_leg_raise", "bird_dog"}) {
    Recipe recipe = recipe_of(id);
    recipe.lumbar_lift_mm = 20, recipe.arched_mm = 5;
    const Script script = write_script(recipe);
    for (double t = 0; t < script.duration_s; t += 0.1) {
      EXPECT_EQ(script.at(t).lumbar_lift, 0) << id;
      EXPECT_EQ(script.at(t).pelvic_tilt, 0) << id;
    }
  }
}

TEST(Pelvis, tips_back_by_the_tilt_with_the_legs_up_and_lies_flat_with_them_down) {
  Recipe recipe;
  recipe.top_deg = 90, recipe.bottom_deg = 0, recipe.pelvic_tilt_deg = 8, recipe.lumbar_lift_mm = 20;
  const Script script = write_script(recipe);
  EXPECT_NEAR(to_deg(script.at(0).pelvic_tilt), 8, 0.05);
  EXPECT_NEAR(to_deg(script.at(script.reps[0].reach_s).pelvic_tilt), 0, 0.05);
}

TEST(Pelvis, never_tips_further_back_while_the_legs_go_down) {
  // Whatever the end range: with the legs lower there is less that tips the pelvis.
  for (const double end_range : {0.0, 35.0, 60.0, 75.0, 80.0, 85.0, 88.0, 90.0})
    for (const double let_go : {2.0, 15.0, 60.0})
      for (const double lift : {0.0, 6.0, 30.0}) {
        Recipe recipe;
        recipe.end_range_deg = end_range, recipe.let_go_deg = let_go, recipe.lumbar_lift_mm = lift, recipe.reps = 1;
        ASSERT_EQ(recipe.problem(), "");
        const Script script = write_script(recipe);
        double before = 1e9;
        bool is_right = true;
        for (double t = script.reps[0].leave_s; t <= script.reps[0].reach_s; t += 0.02) {
          const double tilt = to_deg(script.at(t).pelvic_tilt);
          is_right = is_right && std::isfinite(tilt) && tilt <= before + 1e-9 && tilt <= 1.3 * 8 + 1e-9;
          before = tilt;
        }
        EXPECT_TRUE(is_right) << "end range " << end_range << " let go " << let_go << " lift " << lift;
      }
}

TEST(Script, is_finite_with_every_knob_at_its_limits) {
  for (const Knob& knob : knobs())
    for (const double value : {knob.least, knob.most})
      for (const char* id : {"double_leg_raise", "hanging_leg_raise"}) {
        Recipe recipe = recipe_of(id);
        recipe.lumbar_lift_mm = 10, recipe.swing_deg = 3;
        if (const auto* d = std::get_if<double Recipe::*>(&knob.member)) recipe.*(*d) = value;
        if (const auto* i = std::get_if<int Recipe::*>(&knob.member)) recipe.*(*i) = static_cast<int>(value);
        recipe.reps = std::min(recipe.reps, 1);
        const Script script = write_script(recipe);
        bool is_finite = std::isfinite(script.duration_s);
        for (double t = 0; t < std::min(script.duration_s, 20.0); t += 0.1) {
          const Moment now = script.at(t);
          is_finite = is_finite && std::isfinite(now.lumbar_lift + now.pelvic_tilt + now.breath + now.swing + now.slip +
                                                 now.legs[0].hip + now.legs[1].knee + now.arms[0].shoulder);
        }
        EXPECT_TRUE(is_finite) << id << " " << knob.name << " = " << value;
      }
}

// ----------------------------------------------------------------------------------------------------------- Breath

TEST(Breath, matched_goes_in_while_lowering_and_out_while_lifting) {
  for (const std::string& id : renderable()) {
    if (find_exercise(id)->is_hold) continue;
    Recipe recipe = recipe_of(id);
    recipe.breath = "matched";
    const Script script = write_script(recipe);
    for (const ScriptRep& rep : script.reps) {
      const Interval low = lowering(script, rep), up = lifting(script, rep);
      EXPECT_NEAR(script.at(low.from_s).breath, 0, 1e-9) << id;
      EXPECT_NEAR(script.at(low.to_s).breath, 1, 1e-9) << id;
      EXPECT_NEAR(script.at(up.to_s).breath, 0, 1e-9) << id;
      for (double t = low.from_s; t < low.to_s - 0.05; t += 0.05)
        EXPECT_LE(script.at(t).breath, script.at(t + 0.05).breath + 1e-12) << id;
      for (double t = up.from_s; t < up.to_s - 0.05; t += 0.05)
        EXPECT_GE(script.at(t).breath, script.at(t + 0.05).breath - 1e-12) << id;
    }
  }
}

TEST(Breath, held_does_not_flow_while_lowering) {
  for (const std::string& id : renderable()) {
    if (find_exercise(id)->is_hold) continue;
    Recipe recipe = recipe_of(id);
    recipe.breath = "held";
    const Script script = write_script(recipe);
    for (const ScriptRep& rep : script.reps) {
      const Interval low = lowering(script, rep), up = lifting(script, rep);
      for (double t = low.from_s; t <= low.to_s; t += 0.05) EXPECT_NEAR(script.at(t).breath, 1, 1e-9) << id;
      EXPECT_NEAR(script.at((up.from_s + up.to_s) / 2).breath, 0, 1e-9) << id << ": one breath while lifting";
    }
  }
}

TEST(Breath, free_has_the_rate_asked_for_and_rests_after_each) {
  for (const double rate : {6.0, 15.0, 28.0}) {
    Recipe recipe;
    recipe.breaths_per_min = rate, recipe.lead_s = 40, recipe.reps = 1, recipe.tail_s = 20;
    const Script script = write_script(recipe);
    int breaths = 0;
    double most = 0, least = 1, resting_s = 0;
    for (double t = 0; t < 60; t += 0.01) {
      const double before = script.at(t).breath, now = script.at(t + 0.01).breath;
      breaths += before < 0.5 && now >= 0.5;
      most = std::max(most, now), least = std::min(least, now);
      resting_s += now == 0 ? 0.01 : 0;
    }
    EXPECT_NEAR(breaths, rate, 1);
    EXPECT_NEAR(most, 1, 1e-3);
    EXPECT_EQ(least, 0);
    EXPECT_NEAR(resting_s, 0.15 * 60, 1.5) << "15 % of each cycle";
  }
}

TEST(Breath, none_is_none) {
  Recipe recipe;
  recipe.breath = "none";
  const Script script = write_script(recipe);
  for (double t = 0; t < script.duration_s; t += 0.1) EXPECT_EQ(script.at(t).breath, 0);
}

// --------------------------------------------------------------------------------------------------- Swing and slip

TEST(Swing, has_the_amplitude_and_period_asked_for) {
  Recipe recipe = recipe_of("hanging_leg_raise");
  recipe.swing_deg = 10, recipe.swing_period_s = 2, recipe.tail_s = 5;
  const Script script = write_script(recipe);
  for (double t = 0; t < script.duration_s; t += 0.01)
    EXPECT_NEAR(to_deg(script.at(t).swing), 10 * std::sin(M_PI * t), 1e-9);
  // By itself a hanging body of 1.75 m, 2.2 m with its arms, swings about as a pendulum of 1.46 m: 2.4 s.
  recipe.swing_period_s = 0;
  const Script free = write_script(recipe);
  int turns = 0;
  for (double t = 0; t < 12; t += 0.001) turns += free.at(t).swing <= 0 && free.at(t + 0.001).swing > 0;
  EXPECT_NEAR(12.0 / turns, 2.42, 0.3);
  for (const char* id : {"double_leg_raise", "bird_dog"}) {
    Recipe lying = recipe_of(id);
    lying.swing_deg = 10;
    EXPECT_EQ(write_script(lying).at(0.7).swing, 0) << id;
  }
}

TEST(Slip, is_none_with_the_legs_up_and_all_of_it_with_them_down) {
  Recipe recipe;
  recipe.top_deg = 90, recipe.bottom_deg = 0, recipe.slip_mm = 20;
  const Script script = write_script(recipe);
  EXPECT_NEAR(script.at(0).slip, 0, 1e-6);
  EXPECT_NEAR(script.at(script.reps[0].reach_s).slip, 0.020, 1e-6);
  double before = -1;
  for (double t = script.reps[0].leave_s; t < script.reps[0].reach_s; t += 0.05) {
    EXPECT_GE(script.at(t).slip, before);
    before = script.at(t).slip;
  }
  EXPECT_NEAR(lowest_leg(script.at(0)), 90, 1e-9);
}

}  // namespace
}  // namespace endrange::synthetic
