// motion_test.cpp: the script of every exercise: home, there and back, in the times asked for, smoothly.
#include "synthetic/motion.h"

#include <gtest/gtest.h>

#include "core/angle.h"
#include "synthetic/test_scene.h"

namespace endrange::synthetic {
namespace {

using namespace test;

// Direction hip→ankle above the trunk's line, deg.
double elevation(const LegPose& leg) { return to_deg(leg.hip - leg.knee / 2); }
double elevation(const Moment& now, Side side) { return elevation(now.legs[static_cast<std::size_t>(side)]); }

double leg_difference(const Moment& a, const Moment& b) {
  double most = 0;
  for (std::size_t i = 0; i < 2; ++i)
    most = std::max({most, std::abs(a.legs[i].hip - b.legs[i].hip), std::abs(a.legs[i].knee - b.legs[i].knee)});
  return to_deg(most);
}

bool is_hold(const std::string& id) { return find_exercise(id)->is_hold; }

// ------------------------------------------------------------------------------------------------------------ Track

TEST(Track, minimum_jerk_begins_and_ends_at_rest) {
  EXPECT_EQ(minimum_jerk(0), 0);
  EXPECT_EQ(minimum_jerk(1), 1);
  EXPECT_EQ(minimum_jerk(-3), 0);
  EXPECT_EQ(minimum_jerk(7), 1);
  EXPECT_NEAR(minimum_jerk(0.5), 0.5, 1e-15);
  // With speed and acceleration zero at the ends, the first step away is of third order: 10 t³.
  for (const double t : {1e-3, 1e-2}) {
    EXPECT_NEAR(minimum_jerk(t) / (t * t * t), 10, 16 * t);
    EXPECT_NEAR((1 - minimum_jerk(1 - t)) / (t * t * t), 10, 16 * t);
  }
  // The greatest speed is 15/8, in the middle.
  EXPECT_NEAR((minimum_jerk(0.5 + 1e-5) - minimum_jerk(0.5 - 1e-5)) / 2e-5, 1.875, 1e-6);
}

TEST(Track, minimum_jerk_inverse_undoes_it) {
  for (const double share : {0.0, 1e-6, 0.01, 0.3, 0.5, 0.77, 0.999, 1.0})
    EXPECT_NEAR(minimum_jerk(minimum_jerk_inverse(share)), share, 1e-12);
}

TEST(Track, holds_its_value_and_goes_to_the_next) {
  Track track(3);
  EXPECT_EQ(track.at(-5), 3);
  EXPECT_EQ(track.last(), 3);
  track.go(1, 2, 7);
  track.go(4, 4.5, -1);
  track.go(4.5, 5, 2);
  EXPECT_EQ(track.last(), 2);
  for (const auto& [t, value] : {std::pair{0.0, 3.0},
                                 {1.0, 3.0},
                                 {1.5, 5.0},
                                 {2.0, 7.0},
                                 {3.9, 7.0},
                                 {4.25, 3.0},
                                 {4.5, -1.0},
                                 {4.75, 0.5},
                                 {5.0, 2.0},
                                 {99.0, 2.0}})
    EXPECT_NEAR(track.at(t), value, 1e-12) << t;
}

TEST(Track, has_no_jump_in_value_speed_or_acceleration) {
  Track track(3);
  track.go(1, 2, 7);
  track.go(2, 2.6, -1);
  track.go(4, 5, 2);
  constexpr double kStep = 1e-3;
  // 8 in 0.6 s: greatest speed 1.875·8/0.6 = 25 /s, acceleration 5.77·8/0.36 = 128 /s², jerk 60·8/0.216 = 2222 /s³.
  for (double t = 0.5; t < 5.5; t += kStep) {
    const double a = track.at(t - kStep), b = track.at(t), c = track.at(t + kStep), d = track.at(t + 2 * kStep);
    EXPECT_LT(std::abs(c - b) / kStep, 25.1) << t;
    EXPECT_LT(std::abs(a - 2 * b + c) / (kStep * kStep), 129) << t;
    EXPECT_LT(std::abs(d - 3 * c + 3 * b - a) / std::pow(kStep, 3), 2230) << t;
  }
}

// ------------------------------------------------------------------------------------------------- Every exercise

TEST(Script, starts_and_ends_at_home) {
  for (const std::string& id : renderable()) {
    const Script script = write_script(recipe_of(id));
    EXPECT_LT(leg_difference(script.at(0), script.at(script.duration_s)), 1e-9) << id;
    EXPECT_LT(leg_difference(script.at(0), script.at(script.set_from_s)), 1e-9) << id;
    EXPECT_LT(leg_difference(script.at(script.set_to_s), script.at(script.duration_s)), 1e-9) << id;
    EXPECT_NEAR(script.set_from_s, 1, 1e-9) << id;
    EXPECT_GE(script.duration_s, script.set_to_s + 1 - 1e-9) << id;
  }
}

TEST(Script, has_the_reps_asked_for_in_time_order) {
  for (const std::string& id : renderable())
    for (const int reps : {0, 1, 4}) {
      Recipe recipe = recipe_of(id);
      recipe.reps = reps;
      const Script script = write_script(recipe);
      ASSERT_EQ(script.reps.size(), is_hold(id) ? 0u : static_cast<std::size_t>(reps)) << id;
      double before = recipe.lead_s;
      for (const ScriptRep& rep : script.reps) {
        EXPECT_TRUE(rep.is_complete) << id;
        EXPECT_GE(rep.leave_s, before - 1e-9) << id;
        EXPECT_LT(rep.leave_s, rep.reach_s) << id;
        EXPECT_LE(rep.reach_s, rep.turn_s) << id;
        EXPECT_LT(rep.turn_s, rep.back_s) << id;
        before = rep.back_s;
      }
      EXPECT_LE(before, script.duration_s - recipe.tail_s + 1e-9) << id;
    }
}

TEST(Script, keeps_the_tempo) {
  for (const std::string& id : renderable()) {
    if (is_hold(id)) continue;
    Recipe recipe = recipe_of(id);
    recipe.tempo = "2-0.5-1.5-0.7";
    const Script script = write_script(recipe);
    const bool from_top = script.home_is_top;
    for (std::size_t i = 0; i < script.reps.size(); ++i) {
      const ScriptRep& rep = script.reps[i];
      EXPECT_NEAR(rep.reach_s - rep.leave_s, from_top ? 2 : 1.5, 1e-9) << id;
      EXPECT_NEAR(rep.turn_s - rep.reach_s, from_top ? 0.5 : 0.7, 1e-9) << id;
      EXPECT_NEAR(rep.back_s - rep.turn_s, from_top ? 1.5 : 2, 1e-9) << id;
      if (i > 0) {
        EXPECT_NEAR(rep.leave_s - script.reps[i - 1].back_s, from_top ? 0.7 : 0.5, 1e-9) << id;
      }
    }
  }
}

TEST(Script, varies_the_tempo_within_the_spread) {
  Recipe recipe;
  recipe.tempo = "2-1-2-1", recipe.tempo_spread = 0.3, recipe.reps = 12;
  double least = 9, most = 0;
  for (const ScriptRep& rep : write_script(recipe).reps) {
    least = std::min(least, rep.reach_s - rep.leave_s), most = std::max(most, rep.reach_s - rep.leave_s);
    EXPECT_GE(rep.turn_s - rep.reach_s, 0.7 - 1e-9);
    EXPECT_LE(rep.turn_s - rep.reach_s, 1.3 + 1e-9);
  }
  EXPECT_GE(least, 1.4 - 1e-9);
  EXPECT_LE(most, 2.6 + 1e-9);
  EXPECT_GT(most - least, 0.4);
}

TEST(Script, each_rep_goes_there_and_back) {
  for (const std::string& id : renderable()) {
    if (is_hold(id)) continue;
    Recipe recipe = recipe_of(id);
    recipe.reps = 4;
    const Script script = write_script(recipe);
    for (std::size_t i = 0; i < script.reps.size(); ++i) {
      const ScriptRep& rep = script.reps[i];
      const Moment home = script.at(rep.leave_s), far = script.at((rep.reach_s + rep.turn_s) / 2),
                   back = script.at(rep.back_s);
      EXPECT_LT(leg_difference(home, back), 1e-9) << id << " rep " << i;
      for (const Side side : kSides) {
        if (rep.side != "both" && rep.side != name_of(side)) {
          EXPECT_NEAR(elevation(home, side), elevation(far, side), 1e-9) << id << ": the other leg rests";
          continue;
        }
        const double way = elevation(far, side) - elevation(home, side);
        EXPECT_GT(std::abs(way), 15) << id << " rep " << i << " " << name_of(side);
        // Prone, the thighs hang from the trunk: unbending the hip lifts the leg. Scissors go both ways.
        if (id != "flutter_kick") {
          EXPECT_EQ((way < 0) != script.is_prone, script.home_is_top) << id;
        }
      }
    }
  }
}

TEST(Script, alternating_legs_take_turns_and_the_leg_asked_for_begins) {
  for (const char* id : {"heel_tap", "dead_bug", "bird_dog"})
    for (const char* leg : {"near", "far"})
      for (const char* near_side : {"left", "right"}) {
        Recipe recipe = recipe_of(id);
        recipe.reps = 5, recipe.leg = leg, recipe.near_side = near_side;
        std::string expected = (recipe.leg == "near") == (recipe.near_side == "left") ? "left" : "right";
        for (const ScriptRep& rep : write_script(recipe).reps) {
          EXPECT_EQ(rep.side, expected) << id;
          expected = expected == "left" ? "right" : "left";
        }
      }
  Recipe recipe = recipe_of("single_leg_raise");
  recipe.leg = "far", recipe.near_side = "right";
  for (const ScriptRep& rep : write_script(recipe).reps) EXPECT_EQ(rep.side, "left");
}

TEST(Script, takes_top_bottom_and_knee_from_the_recipe) {
  for (const char* id : {"double_leg_raise", "single_leg_raise", "bent_knee_leg_raise"}) {
    Recipe recipe = recipe_of(id);
    recipe.top_deg = 81, recipe.bottom_deg = 17;
    if (std::string(id) != "bent_knee_leg_raise") recipe.knee_deg = 12;
    const Script script = write_script(recipe);
    const ScriptRep& rep = script.reps.at(0);
    const Side side = rep.side == "right" ? Side::right : Side::left;
    const Moment home = script.at(0), far = script.at(rep.reach_s);
    EXPECT_NEAR(elevation(home, side), script.home_is_top ? 81 : 17, 1e-9) << id;
    EXPECT_NEAR(elevation(far, side), script.home_is_top ? 17 : 81, 1e-9) << id;
    if (!std::isnan(recipe.knee_deg)) {
      EXPECT_NEAR(to_deg(home.legs[static_cast<std::size_t>(side)].knee), 12, 1e-9) << id;
    }
  }
}

TEST(Script, writes_all_partial_reps_among_the_others) {
  for (const auto& [reps, partials] :
       {std::pair{3, 1}, {3, 2}, {6, 3}, {8, 1}, {2, 1}, {5, 4}, {3, 3}, {3, 5}, {1, 1}}) {
    Recipe recipe;
    recipe.reps = reps, recipe.partials = partials, recipe.partial_share = 0.4;
    const Script script = write_script(recipe);
    int complete = 0, partial = 0;
    for (const ScriptRep& rep : script.reps) ++(rep.is_complete ? complete : partial);
    EXPECT_EQ(complete, reps);
    EXPECT_EQ(partial, partials) << "of " << reps << " reps";
    EXPECT_TRUE(script.reps.at(0).is_complete) << "a set shows first what it is";
  }
}

TEST(Script, a_partial_rep_goes_its_share_of_the_way) {
  Recipe recipe;
  recipe.reps = 4, recipe.partials = 2;
  for (const double share : {0.1, 0.4, 0.6}) {
    recipe.partial_share = share;
    const Script script = write_script(recipe);
    const double home = elevation(script.at(0), Side::left);
    double full = 0, part = 0;
    for (const ScriptRep& rep : script.reps)
      (rep.is_complete ? full : part) = home - elevation(script.at((rep.reach_s + rep.turn_s) / 2), Side::left);
    EXPECT_NEAR(part / full, share, 1e-9);
  }
}

TEST(Script, the_far_leg_stands_apart_by_the_asymmetry) {
  for (const char* near_side : {"left", "right"}) {
    Recipe recipe;
    recipe.asymmetry_deg = 6, recipe.near_side = near_side;
    const Script script = write_script(recipe);
    for (double t = 0; t < script.duration_s; t += 0.05)
      EXPECT_NEAR(std::abs(elevation(script.at(t), Side::left) - elevation(script.at(t), Side::right)), 6, 1e-9);
    const Side near = recipe.near_side == "left" ? Side::left : Side::right;
    EXPECT_NEAR(elevation(script.at(0), near), 88, 1e-9) << "the near leg does as it was told";
  }
}

TEST(Script, a_hold_holds_its_shape_as_long_as_asked) {
  Recipe recipe = recipe_of("hollow_hold");
  recipe.hold_s = 6.5;
  const Script script = write_script(recipe);
  EXPECT_TRUE(script.is_hold);
  EXPECT_NEAR(script.hold_to_s - script.hold_from_s, 6.5, 1e-9);
  recipe.way_s = 0.8;
  EXPECT_NEAR(write_script(recipe).hold_from_s, script.hold_from_s - 0.7, 1e-9) << "the way into it is swifter";
  const Moment shape = script.at(script.hold_from_s);
  EXPECT_GT(elevation(shape, Side::left), 12);
  EXPECT_GT(to_deg(shape.chest), 15);
  for (double t = script.hold_from_s; t <= script.hold_to_s; t += 0.1) {
    EXPECT_LT(leg_difference(script.at(t), shape), 1e-9);
    EXPECT_NEAR(script.at(t).chest, shape.chest, 1e-12);
  }
  EXPECT_LT(std::abs(script.at(script.duration_s).chest), 1e-12);
}

TEST(Script, begins_with_the_feet_on_the_floor_when_asked) {
  for (const char* id : {"double_leg_raise", "bent_knee_leg_raise", "single_leg_raise", "dead_bug"}) {
    Recipe recipe = recipe_of(id);
    const Moment home = write_script(recipe).at(0);
    recipe.set_up = true;
    const Script script = write_script(recipe);
    const Anatomy anatomy = make_anatomy('m', 1.75, 1);
    const auto joints = joints_of(anatomy, pose_body(anatomy, Stance::lying, script.at(0)));
    for (const Joint heel : {Joint::left_heel, Joint::right_heel})
      EXPECT_NEAR(joint_of(joints, heel).y, 0.02, 0.06) << id;
    EXPECT_GT(to_deg(script.at(0).legs[0].knee), 80) << id;
    EXPECT_LT(leg_difference(script.at(script.set_from_s), home), 1e-9) << id;
    EXPECT_GE(script.reps.at(0).leave_s, recipe.lead_s + 2.4 + 1 - 1e-9) << id;
  }
}

TEST(Script, nothing_jumps_and_nothing_races_at_one_kilohertz) {
  for (const std::string& id : renderable())
    for (const bool sets_up : {false, true}) {
      Recipe recipe = recipe_of(id);
      recipe.set_up = sets_up, recipe.partials = 1, recipe.tempo_spread = 0.3, recipe.angle_spread = 5;
      recipe.asymmetry_deg = 4, recipe.fidget_deg = 6, recipe.arm_motion_deg = 10, recipe.lumbar_lift_mm = 20;
      recipe.slip_mm = 15, recipe.swing_deg = 8, recipe.breath = "matched", recipe.hold_s = 3;
      const Script script = write_script(recipe);
      Moment was = script.at(0);
      std::string worst;
      for (double t = 0.001; t < script.duration_s && worst.empty(); t += 0.001) {
        const Moment now = script.at(t);
        const auto step = [&](double a, double b, double most, const char* what) {
          if (!(std::abs(a - b) < most)) worst = std::string(what) + " at " + std::to_string(t) + " s";
        };
        // 300 deg/s, 0.5 m/s, six breaths a second.
        for (std::size_t i = 0; i < 2; ++i) {
          step(was.legs[i].hip, now.legs[i].hip, from_deg(0.3), "hip");
          step(was.legs[i].knee, now.legs[i].knee, from_deg(0.3), "knee");
          step(was.arms[i].shoulder, now.arms[i].shoulder, from_deg(0.3), "shoulder");
          step(was.arms[i].elbow, now.arms[i].elbow, from_deg(0.3), "elbow");
        }
        step(was.curl, now.curl, from_deg(0.3), "curl");
        step(was.chest, now.chest, from_deg(0.3), "chest");
        step(was.head, now.head, from_deg(0.3), "head");
        step(was.swing, now.swing, from_deg(0.3), "swing");
        step(was.pelvic_tilt, now.pelvic_tilt, from_deg(0.3), "pelvic tilt");
        step(was.lumbar_lift, now.lumbar_lift, 0.0005, "lumbar lift");
        step(was.slip, now.slip, 0.0005, "slip");
        step(was.breath, now.breath, 0.006, "breath");
        was = now;
      }
      EXPECT_EQ(worst, "") << id;
    }
}

TEST(Script, is_the_same_for_a_seed_and_another_for_another) {
  for (const char* id : {"double_leg_raise", "dead_bug", "hanging_leg_raise"}) {
    Recipe recipe = recipe_of(id);
    recipe.tempo_spread = 0.3, recipe.angle_spread = 5, recipe.fidget_deg = 4, recipe.arm_motion_deg = 5;
    const Script a = write_script(recipe), b = write_script(recipe);
    ASSERT_EQ(a.duration_s, b.duration_s);
    for (double t = 0; t < a.duration_s; t += 0.1) {
      EXPECT_EQ(a.at(t).legs[0].hip, b.at(t).legs[0].hip);
      EXPECT_EQ(a.at(t).arms[1].shoulder, b.at(t).arms[1].shoulder);
      EXPECT_EQ(a.at(t).breath, b.at(t).breath);
    }
    recipe.seed = 2;
    const Script c = write_script(recipe);
    EXPECT_NE(a.duration_s, c.duration_s) << id;
    EXPECT_NE(a.at(0.3).legs[0].hip, c.at(0.3).legs[0].hip) << id;
    EXPECT_NE(a.breath_phase, c.breath_phase) << id;
  }
}

TEST(Script, is_still_where_it_should_be_still) {
  Recipe recipe;
  recipe.lead_s = 2, recipe.tail_s = 1.5, recipe.breath = "none";
  const Script script = write_script(recipe);
  for (double t = 0; t < 2; t += 0.05) EXPECT_EQ(leg_difference(script.at(t), script.at(0)), 0);
  recipe.fidget_deg = 5;
  const Script restless = write_script(recipe);
  double most = 0;
  for (double t = 0; t < 1.4; t += 0.05) most = std::max(most, leg_difference(restless.at(t), script.at(t)));
  EXPECT_GT(most, 1);
  // The set itself is done as meant.
  for (double t = restless.set_from_s; t < restless.set_to_s; t += 0.05)
    EXPECT_LT(leg_difference(restless.at(t), script.at(t)), 1e-9) << t;
}

}  // namespace
}  // namespace endrange::synthetic
