// truth_test.cpp: the truth beside a clip is that of the recipe: angles, phases, end range, joints, and a file that can
// be read.
#include "synthetic/truth.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "core/angle.h"
#include "synthetic/synth.h"
#include "synthetic/test_scene.h"

namespace endrange::synthetic {
namespace {

using namespace test;

Truth truth_of(const Recipe& recipe, const std::vector<double>& frames_s = {}) {
  return log_truth(bare_scene(recipe), frames_s);
}
const TruthSeries::LegTruth& leg_of(const Truth& truth, Side side) {
  return truth.series.legs[static_cast<std::size_t>(side)];
}
std::size_t sample(double at_s) { return static_cast<std::size_t>(std::lround(at_s * kTruthRate)); }

// A slow set of straight legs that is easy to reckon with: 90 to 10 degrees.
Recipe straight() {
  Recipe recipe;
  recipe.knee_deg = 0, recipe.top_deg = 90, recipe.bottom_deg = 10, recipe.tempo = "3-0.6-2-0.8";
  return recipe;
}

// The same for when times don't matter: the log has a sample each millisecond.
Recipe quick(Recipe recipe) {
  recipe.tempo = "0.8-0.2-0.5-0.2", recipe.lead_s = recipe.tail_s = 0.2, recipe.hold_s = 1;
  recipe.reps = std::min(recipe.reps, 2);
  return recipe;
}

// ----------------------------------------------------------------------------------------------------------- Series

TEST(Truth, has_a_sample_each_millisecond) {
  for (const char* id : {"double_leg_raise", "hanging_leg_raise", "bird_dog"}) {
    const Scene scene = bare_scene(quick(recipe_of(id)));
    const Truth truth = log_truth(scene, {0, 0.5});
    const std::size_t n = static_cast<std::size_t>(scene.script.duration_s * 1000) + 1;
    const TruthSeries& s = truth.series;
    for (const auto& leg : s.legs)
      for (const auto* v : {&leg.leg_elevation, &leg.thigh_elevation, &leg.hip_flexion, &leg.knee_flexion}) {
        ASSERT_EQ(v->size(), n) << id;
        for (const double value : *v) ASSERT_TRUE(std::isfinite(value)) << id;
      }
    const bool is_lying = scene.stance == Stance::lying;
    for (const auto* v : {&s.lumbar_lift, &s.floor_gap, &s.pelvic_tilt}) {
      ASSERT_EQ(v->size(), n) << id;
      for (const double value : *v) ASSERT_EQ(std::isnan(value), !is_lying) << id;
    }
    for (const auto* v : {&s.breath, &s.swing}) {
      ASSERT_EQ(v->size(), n) << id;
      for (const double value : *v) ASSERT_TRUE(std::isfinite(value)) << id;
    }
    for (const auto& v : s.joints) ASSERT_EQ(v.size(), n) << id;
    EXPECT_EQ(truth.frame_joints.size(), 2u);
  }
}

TEST(Truth, a_straight_legs_elevation_is_the_one_asked_for) {
  const Recipe recipe = straight();
  const Scene scene = bare_scene(recipe);
  const Truth truth = log_truth(scene, {});
  for (const Side side : kSides)
    for (std::size_t i = 0; i < truth.series.breath.size(); i += 7) {
      const LegPose leg = scene.script.at(static_cast<double>(i) / 1000).legs[static_cast<std::size_t>(side)];
      EXPECT_NEAR(leg_of(truth, side).leg_elevation[i], to_deg(leg.hip), 1e-6);
      EXPECT_NEAR(leg_of(truth, side).thigh_elevation[i], to_deg(leg.hip), 1e-6);
      EXPECT_NEAR(leg_of(truth, side).knee_flexion[i], 0, 1e-6);
    }
  EXPECT_NEAR(leg_of(truth, Side::left).leg_elevation[0], 90, 1e-6);
  EXPECT_NEAR(leg_of(truth, Side::left).leg_elevation[sample(1 + 3)], 10, 1e-6);
}

TEST(Truth, a_bent_legs_elevation_is_that_of_hip_to_ankle) {
  // Thigh and shank of 0.245 and 0.246 of the height, the knee bent by 90: from the hip's angle alone.
  const Scene scene = bare_scene(quick(recipe_of("bent_knee_leg_raise")));
  const Truth truth = log_truth(scene, {});
  for (std::size_t i = 0; i < truth.series.breath.size(); i += 50) {
    const double hip = scene.script.at(static_cast<double>(i) / 1000).legs[0].hip;
    const double along = 0.245 * std::cos(hip) + 0.246 * std::cos(hip - M_PI / 2),
                 up = 0.245 * std::sin(hip) + 0.246 * std::sin(hip - M_PI / 2);
    EXPECT_NEAR(leg_of(truth, Side::left).leg_elevation[i], to_deg(std::atan2(up, along)), 0.02);
    EXPECT_NEAR(leg_of(truth, Side::left).knee_flexion[i], 90, 0.02);
  }
}

TEST(Truth, hanging_straight_is_minus_ninety) {
  Recipe recipe = quick(recipe_of("hanging_leg_raise"));
  recipe.knee_deg = 0;
  const Truth truth = truth_of(recipe);
  // docs/conventions.md: hanging straight is −90 and legs held level are 0; home is a degree short of it.
  EXPECT_NEAR(leg_of(truth, Side::left).leg_elevation[0], -90, 0.5);
  double most = -90;
  for (const double v : leg_of(truth, Side::left).leg_elevation) most = std::max(most, v);
  EXPECT_NEAR(most, -6, 0.5);
}

TEST(Truth, hip_flexion_grows_degree_by_degree_with_the_thighs_elevation) {
  // The trunk stays: thigh against trunk differs from thigh against floor by the trunk's own slope, also where the
  // thigh lies lower than the trunk's line and the hip is extended.
  Recipe recipe = quick(straight());
  recipe.bottom_deg = 0, recipe.pelvic_tilt_deg = 0;
  const Truth truth = truth_of(recipe);
  const auto& leg = leg_of(truth, Side::left);
  double least = 1e9, most = -1e9;
  for (std::size_t i = 0; i < leg.hip_flexion.size(); ++i) {
    least = std::min(least, leg.hip_flexion[i] - leg.thigh_elevation[i]);
    most = std::max(most, leg.hip_flexion[i] - leg.thigh_elevation[i]);
  }
  EXPECT_LT(most - least, 0.2);
}

TEST(Truth, pelvic_tilt_and_lumbar_lift_are_those_of_the_recipe) {
  Recipe recipe = straight();
  recipe.lumbar_lift_mm = 20, recipe.pelvic_tilt_deg = 8, recipe.reps = 1;
  const Truth truth = truth_of(recipe);
  EXPECT_NEAR(truth.series.pelvic_tilt[0], 8, 0.1);
  EXPECT_NEAR(truth.series.lumbar_lift[0], 0, 1e-6);
  EXPECT_NEAR(truth.series.lumbar_lift[sample(4)], 20, 0.2);
  EXPECT_NEAR(truth.series.floor_gap[sample(4)], 20, 1.0);
  EXPECT_NEAR(truth.reps.at(0).lumbar_lift_max_mm, 20, 0.2);
  // A lifted lower back carries the pelvis with it: it tips forward.
  EXPECT_LT(truth.series.pelvic_tilt[sample(4)], -3);
}

// ----------------------------------------------------------------------------------------------------------- Phases

TEST(Truth, phases_end_where_minimum_jerk_has_gone_two_and_a_half_degrees) {
  for (const auto& [top, bottom] : {std::pair{90.0, 10.0}, {75.0, 40.0}}) {
    Recipe recipe = straight();
    recipe.top_deg = top, recipe.bottom_deg = bottom;
    const Scene scene = bare_scene(recipe);
    const Truth truth = log_truth(scene, {});
    ASSERT_EQ(truth.reps.size(), 3u);
    const double share = minimum_jerk_inverse(2.5 / (top - bottom)), low_s = 3 * share, lift_s = 2 * share;
    double top_from = 0;
    for (std::size_t r = 0; r < 3; ++r) {
      const TruthRep& rep = truth.reps[r];
      const double leave = 1 + 6.4 * static_cast<double>(r), reach = leave + 3, turn = reach + 0.6, back = turn + 2;
      const auto near = [&](const Interval& i, double from, double to) {
        EXPECT_NEAR(i.from_s, from, 1e-3) << r;
        EXPECT_NEAR(i.to_s, to, 1e-3) << r;
      };
      near(rep.top, top_from, leave + low_s);
      near(rep.lower, leave + low_s, reach - low_s);
      near(rep.bottom, reach - low_s, turn + lift_s);
      near(rep.lift, turn + lift_s, back - lift_s);
      EXPECT_NEAR(rep.start_s, top_from, 1e-3);
      EXPECT_NEAR(rep.end_s, back - lift_s, 1e-3);
      EXPECT_NEAR(rep.top_deg, top, 1e-6);
      EXPECT_NEAR(rep.bottom_deg, bottom, 1e-6);
      EXPECT_TRUE(rep.is_complete);
      EXPECT_EQ(rep.side, "both");
      top_from = back - lift_s;
    }
  }
}

TEST(Truth, a_set_that_starts_at_the_bottom_runs_bottom_lift_top_lower) {
  Recipe recipe = recipe_of("single_leg_raise");
  recipe.knee_deg = 0, recipe.top_deg = 70, recipe.bottom_deg = 0, recipe.leg = "far";
  const Truth truth = truth_of(recipe);
  const double share = minimum_jerk_inverse(2.5 / 70);
  ASSERT_EQ(truth.reps.size(), 3u);
  const TruthRep& rep = truth.reps[1];
  const double leave = 1 + 6.4, reach = leave + 2, turn = reach + 0.8, back = turn + 3;
  EXPECT_EQ(rep.side, "right");
  EXPECT_NEAR(rep.lift.from_s, leave + 2 * share, 1e-3);
  EXPECT_NEAR(rep.top.from_s, reach - 2 * share, 1e-3);
  EXPECT_NEAR(rep.lower.from_s, turn + 3 * share, 1e-3);
  EXPECT_NEAR(rep.lower.to_s, back - 3 * share, 1e-3);
  EXPECT_NEAR(rep.end_s, back - 3 * share, 1e-3);
  EXPECT_NEAR(rep.top_deg, 70, 1e-6);
  EXPECT_NEAR(rep.bottom_deg, 0, 1e-6);
}

TEST(Truth, phases_follow_one_another_in_every_exercise) {
  for (const std::string& id : renderable()) {
    if (find_exercise(id)->is_hold) continue;
    Recipe recipe = quick(recipe_of(id));
    recipe.reps = 4, recipe.partials = 1, recipe.asymmetry_deg = 3, recipe.tempo_spread = 0.2;
    const Scene scene = bare_scene(recipe);
    const Truth truth = log_truth(scene, {});
    // Scissors: each leg's movement is a rep of its own.
    const std::size_t legs = id == "flutter_kick" ? 2 : 1;
    ASSERT_EQ(truth.reps.size(), legs * scene.script.reps.size()) << id;
    // Of each leg: while it rests, the other may be at work.
    std::map<std::string, double> before;
    std::string wrong;
    for (std::size_t r = 0; r < truth.reps.size(); ++r) {
      const TruthRep& rep = truth.reps[r];
      const bool from_top = scene.script.home_is_top != (legs == 2 && r % 2 == 1);
      const Interval order[4] = {from_top ? rep.top : rep.bottom, from_top ? rep.lower : rep.lift,
                                 from_top ? rep.bottom : rep.top, from_top ? rep.lift : rep.lower};
      for (int i = 0; i < 4; ++i) {
        if (!order[i].is_known() || order[i].duration_s() < 0) wrong = "a phase runs backwards";
        if (i > 0 && std::abs(order[i].from_s - order[i - 1].to_s) > 1e-9) wrong = "a hole between phases";
      }
      if (rep.start_s != order[0].from_s || rep.end_s != order[3].to_s || rep.start_s < before[rep.side] - 1e-9)
        wrong = "a rep begins before the last has ended";
      if (!(rep.top_deg > rep.bottom_deg + 5)) wrong = "top isn't above bottom";
      before[rep.side] = rep.end_s;
    }
    EXPECT_EQ(wrong, "") << id;
  }
}

TEST(Truth, at_most_ten_seconds_of_waiting_belong_to_a_rep) {
  // docs/conventions.md: the wait at the start belongs to the rep that follows it, at most 10 s of it.
  Recipe recipe = quick(straight());
  recipe.lead_s = 14, recipe.reps = 1;
  const TruthRep rep = truth_of(recipe).reps.at(0);
  EXPECT_NEAR(rep.top.duration_s(), 10, 0.01);
  EXPECT_NEAR(rep.start_s, rep.lower.from_s - 10, 0.01);
}

// -------------------------------------------------------------------------------------------------------- End range

TEST(Truth, end_range_is_the_recipes) {
  for (const double end_range : {20.0, 35.0, 50.0, 65.0})
    for (const double lift : {7.0, 20.0, 40.0})
      for (const double let_go : {5.0, 15.0, 30.0}) {
        Recipe recipe = quick(straight());
        recipe.end_range_deg = end_range, recipe.lumbar_lift_mm = lift, recipe.let_go_deg = let_go, recipe.reps = 1;
        const TruthRep rep = truth_of(recipe).reps.at(0);
        EXPECT_NEAR(rep.end_range_deg, end_range, 0.3) << lift << " mm over " << let_go << " deg";
        EXPECT_NEAR(rep.lowest_held_deg, end_range, 0.3);
      }
}

TEST(Truth, end_range_is_the_recipes_in_every_lying_exercise) {
  for (const std::string& id : renderable()) {
    const Exercise& facts = *find_exercise(id);
    // A curled pelvis lifts one end of the chord from which lumbar lift is read, so that the back is lost later.
    if (facts.position != Position::supine || facts.is_hold || facts.curls_pelvis || id == "flutter_kick") continue;
    Recipe recipe = quick(recipe_of(id));
    const TruthRep plain = truth_of(recipe).reps.at(0);
    recipe.end_range_deg = 0.5 * (plain.top_deg + plain.bottom_deg);
    recipe.lumbar_lift_mm = 20, recipe.let_go_deg = 8;
    for (const TruthRep& rep : truth_of(recipe).reps) EXPECT_NEAR(rep.end_range_deg, recipe.end_range_deg, 0.3) << id;
  }
}

TEST(Truth, a_back_that_stays_down_has_no_end_range_but_a_lowest_held) {
  for (const double lift : {0.0, 4.0}) {
    Recipe recipe = quick(straight());
    recipe.lumbar_lift_mm = lift;
    for (const TruthRep& rep : truth_of(recipe).reps) {
      EXPECT_TRUE(std::isnan(rep.end_range_deg));
      EXPECT_NEAR(rep.lowest_held_deg, 10, 0.01);
      EXPECT_NEAR(rep.lumbar_lift_max_mm, lift, 0.05);
    }
  }
}

TEST(Truth, the_pelvis_moves_long_before_the_back_is_lost) {
  Recipe recipe = quick(straight());
  recipe.lumbar_lift_mm = 20, recipe.reps = 1;
  const TruthRep rep = truth_of(recipe).reps.at(0);
  EXPECT_GT(rep.pelvic_onset_deg, rep.end_range_deg + 5);
  EXPECT_LT(rep.pelvic_onset_deg, 85);
  recipe.pelvic_tilt_deg = 0, recipe.lumbar_lift_mm = 0;
  EXPECT_TRUE(std::isnan(truth_of(recipe).reps.at(0).pelvic_onset_deg));
}

// ----------------------------------------------------------------------------------------------------------- Joints

TEST(Truth, joints_fall_where_the_camera_sees_them_when_their_row_is_exposed) {
  Recipe recipe = straight();
  recipe.rolling_shutter_ms = 0, recipe.shake_mm = 5, recipe.reps = 1;
  const std::vector<double> frames{0, 1.7, 2.5};
  Scene scene = bare_scene(recipe);
  const auto seen = [&](double t, Joint joint) {
    const auto joints = joints_of(scene.anatomy, pose_body(scene.anatomy, scene.stance, scene.script.at(t)));
    return shaken(scene.camera, scene.recipe, t).project(joint_of(joints, joint));
  };
  const Truth still = log_truth(scene, frames);
  const auto ankle = static_cast<std::size_t>(Joint::left_ankle);
  for (std::size_t f = 0; f < frames.size(); ++f) {
    EXPECT_NEAR(still.frame_joints[f][2 * ankle], seen(frames[f], Joint::left_ankle).x, 1e-6);
    EXPECT_NEAR(still.frame_joints[f][2 * ankle + 1], seen(frames[f], Joint::left_ankle).y, 1e-6);
    EXPECT_NEAR(still.series.joints[2 * ankle][sample(frames[f])], seen(frames[f], Joint::left_ankle).x, 1e-9);
  }
  scene.recipe.rolling_shutter_ms = 30;
  const Truth rolling = log_truth(scene, frames);
  const double y = rolling.frame_joints[2][2 * ankle + 1], at = 2.5 + 0.030 * (y / 720 - 0.5);
  EXPECT_GT(std::abs(at - 2.5), 0.002);
  EXPECT_NEAR(rolling.frame_joints[2][2 * ankle], seen(at, Joint::left_ankle).x, 0.01);
  EXPECT_NEAR(y, seen(at, Joint::left_ankle).y, 0.01);
  EXPECT_GT(std::abs(rolling.frame_joints[2][2 * ankle] - still.frame_joints[2][2 * ankle]), 0.2);
}

TEST(Truth, scale_is_that_of_the_near_hip) {
  const Scene scene = bare_scene(quick(straight()));
  const Truth truth = log_truth(scene, {});
  const auto joints = joints_of(scene.anatomy, pose_body(scene.anatomy, scene.stance, scene.script.at(0)));
  const Vec3 hip = joint_of(joints, Joint::left_hip);
  const double px = scene.camera.project(hip + 0.001 * scene.camera.right).x - scene.camera.project(hip).x;
  EXPECT_NEAR(truth.mm_per_px, 1 / px, 1e-6);
}

// ------------------------------------------------------------------------------------------------------------- File

TEST(TruthFile, can_be_read_and_holds_the_recipe) {
  using Json = nlohmann::json;
  for (const char* id : {"double_leg_raise", "hanging_leg_raise", "bird_dog", "hollow_hold"}) {
    Recipe recipe = quick(recipe_of(id));
    recipe.lumbar_lift_mm = 20, recipe.partials = 1;
    const Scene scene = bare_scene(recipe);
    const std::vector<double> frames = frame_times(recipe, scene.script.duration_s);
    const std::string text = truth_json(scene, log_truth(scene, frames), frames, "a.mp4");
    for (const char* literal : {"nan", "NaN", "inf", "Infinity"})
      EXPECT_EQ(text.find(literal), std::string::npos) << "no JSON: " << literal;
    const Json json = Json::parse(text);
    EXPECT_EQ(json["schema"], "endrange.truth/1");
    EXPECT_EQ(json["clip"]["file"], "a.mp4");
    EXPECT_EQ(json["clip"]["frames"], frames.size());
    EXPECT_EQ(json["clip"]["width"], 1280);
    EXPECT_EQ(json["frames"]["at_s"].size(), frames.size());
    EXPECT_EQ(json["frames"]["joints_px"].size(), frames.size());
    EXPECT_EQ(json["frames"]["joints_px"][0].size(), 2 * kJointCount);
    EXPECT_EQ(json["joint_names"].size(), kJointCount);
    EXPECT_EQ(json["series"]["rate_hz"], 1000);
    const std::size_t n = static_cast<std::size_t>(scene.script.duration_s * 1000) + 1;
    for (const auto& [name, values] : json["series"].items()) {
      if (name != "rate_hz") {
        EXPECT_EQ(values.size(), n) << name;
      }
    }
    EXPECT_EQ(json["series"].size(), 1 + 8 + 5 + 2 * kJointCount);
    const bool is_lying = scene.stance == Stance::lying;
    EXPECT_EQ(json["series"]["lumbar_lift_mm"][0].is_null(), !is_lying) << "unknown is null";
    for (const Knob& knob : knobs()) {
      ASSERT_TRUE(json["recipe"].contains(knob.name)) << knob.name;
      const Json& value = json["recipe"][knob.name];
      if (const auto* d = std::get_if<double Recipe::*>(&knob.member)) {
        EXPECT_EQ(value.is_null(), std::isnan(recipe.*(*d))) << knob.name;
        if (!value.is_null()) {
          EXPECT_NEAR(value.get<double>(), recipe.*(*d), 1e-6) << knob.name;
        }
      }
      if (const auto* s = std::get_if<std::string Recipe::*>(&knob.member)) {
        EXPECT_EQ(value, recipe.*(*s));
      }
      if (const auto* i = std::get_if<int Recipe::*>(&knob.member)) {
        EXPECT_EQ(value, recipe.*(*i));
      }
      if (const auto* b = std::get_if<bool Recipe::*>(&knob.member)) {
        EXPECT_EQ(value, recipe.*(*b));
      }
    }
    EXPECT_EQ(json["holds"].size(), scene.script.is_hold ? 1u : 0u);
    EXPECT_EQ(json["reps"].size(), scene.script.reps.size());
  }
}

TEST(TruthFile, numbers_complete_reps_and_says_how_the_end_range_was_found) {
  using Json = nlohmann::json;
  const auto file_of = [](const Recipe& recipe) {
    const Scene scene = bare_scene(recipe);
    return Json::parse(truth_json(scene, log_truth(scene, {}), {}, "a.mp4"));
  };
  Recipe recipe = quick(straight());
  recipe.reps = 4, recipe.partials = 1, recipe.lumbar_lift_mm = 20, recipe.end_range_deg = 40;
  Json json = file_of(recipe);
  int index = 0;
  for (const Json& rep : json["reps"]) {
    const int expected = rep["complete"] ? ++index : 0;
    EXPECT_EQ(rep["index"], expected);
  }
  EXPECT_EQ(index, 4);
  EXPECT_EQ(json["end_range"]["status"], "found");
  EXPECT_NEAR(json["end_range"]["deg"].get<double>(), 40, 0.3);
  recipe.lumbar_lift_mm = 0;
  json = file_of(recipe);
  EXPECT_EQ(json["end_range"]["status"], "not_reached");
  EXPECT_TRUE(json["end_range"]["deg"].is_null());
  EXPECT_NEAR(json["end_range"]["lowest_held_deg"].get<double>(), 10, 0.1);
  recipe.exercise = "hanging_leg_raise";
  recipe.bottom_deg = recipe.top_deg = kUnknown;
  EXPECT_EQ(file_of(recipe)["end_range"]["status"], "not_measured");
  EXPECT_EQ(file_of(recipe)["posture"], "hanging");
}

}  // namespace
}  // namespace endrange::synthetic
