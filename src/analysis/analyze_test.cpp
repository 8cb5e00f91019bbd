// The pipeline after the pixels, on stick figures of known motion: takes, skipped frames, views that forbid angles.
#include "analysis/analyze.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "breath/test_sounds.h"
#include "core/angle.h"
#include "motion/test_lifter.h"
#include "pose/sides.h"

namespace endrange {
namespace {

using test::film;
using test::Lifter;
using test::swing;

Lifter double_leg(double seconds = 12.3) {
  Lifter l;
  l.seconds = seconds;
  l.left = l.right = [](double t) { return swing(t, 0, 90, 4); };
  return l;
}

Following following(const std::vector<Pose>& poses, const Lifter& l) {
  Following f;
  f.poses = poses;
  f.scene.resize(poses.size());
  f.width = l.width, f.height = l.height;
  return f;
}

bool says(const Analysis& a, const std::string& id) {
  return std::ranges::any_of(a.view.problems, [&](const Problem& p) { return p.id == id; });
}

TEST(Interpret, three_lifts_are_three_reps_with_phases_in_the_series) {
  const Lifter l = double_leg();
  const Analysis a = interpret(following(film(l), l), {});
  EXPECT_EQ(a.complete_reps(), 3);
  EXPECT_EQ(a.exercise.id, "double_leg_raise");
  ASSERT_EQ(a.series.at_s.size(), a.series.poses.size());
  // Frame 60 is at 2 s: the top of the first rep.
  EXPECT_EQ(a.series.phase[60], Phase::top);
  EXPECT_EQ(a.series.rep[60], 1);
  EXPECT_NEAR(a.series.leg(Side::right).leg_elevation[60], 90, 1.5);
}

TEST(Interpret, frames_the_network_skipped_change_the_angle_by_less_than_half_a_degree) {
  const Lifter l = double_leg();
  auto poses = film(l);
  const Analysis every = interpret(following(poses, l), {});
  for (std::size_t i = 0; i < poses.size(); ++i)
    if (i % 3 != 0 && i + 1 < poses.size()) {
      Pose empty;
      empty.frame = poses[i].frame, empty.at_s = poses[i].at_s;
      poses[i] = empty;
    }
  const Analysis third = interpret(following(poses, l), {});
  EXPECT_EQ(third.complete_reps(), 3);
  for (std::size_t i = 0; i < poses.size(); ++i)
    EXPECT_NEAR(third.series.leg(Side::right).leg_elevation[i], every.series.leg(Side::right).leg_elevation[i], 0.5)
        << i;
}

TEST(Interpret, a_cut_splits_the_clip_into_takes_that_are_counted_together) {
  const Lifter l = double_leg();
  auto poses = film(l);
  Lifter other = double_leg(8.3);
  other.start_s = 12.3;
  other.scale = 250;
  for (Pose pose : film(other)) {
    pose.take = 1;
    pose.frame = static_cast<int>(poses.size());
    poses.push_back(pose);
  }
  const Analysis a = interpret(following(poses, l), {});
  EXPECT_EQ(a.complete_reps(), 5);
  EXPECT_TRUE(says(a, "cut"));
  EXPECT_EQ(a.reps.back().take, 1);
  for (std::size_t i = 1; i < a.reps.size(); ++i) EXPECT_EQ(a.reps[i].index, a.reps[i - 1].index + 1);
}

TEST(Interpret, a_strongly_oblique_view_is_counted_without_angles) {
  Lifter l = double_leg();
  l.yaw_deg = 42;
  const Analysis a = interpret(following(film(l), l), {});
  EXPECT_EQ(a.view.usability, Usability::no);
  EXPECT_EQ(a.complete_reps(), 3);
  for (const Rep& r : a.reps) EXPECT_TRUE(std::isnan(r.leg_elevation_top_deg));
  EXPECT_TRUE(std::isnan(a.series.leg(Side::right).leg_elevation[60]));
}

TEST(Interpret, feet_beyond_the_edge_leave_the_thigh_to_be_measured) {
  Lifter l = double_leg();
  l.scale = 1300;
  const Analysis a = interpret(following(film(l), l), {});
  EXPECT_TRUE(says(a, "feet_leave_frame"));
  ASSERT_FALSE(a.geometry.empty());
  EXPECT_TRUE(a.geometry[0].is_thigh_used);
  EXPECT_EQ(a.complete_reps(), 3);
  EXPECT_NEAR(a.reps[0].leg_elevation_top_deg, 90, 2);
}

TEST(Interpret, nobody_is_no_reps_and_a_reason) {
  Following f;
  f.width = 640, f.height = 480;
  for (int i = 0; i < 60; ++i) {
    Pose pose;
    pose.frame = i, pose.at_s = i / 30.0;
    f.poses.push_back(pose);
  }
  f.scene.resize(60);
  const Analysis a = interpret(f, {});
  EXPECT_EQ(a.complete_reps(), 0);
  EXPECT_TRUE(says(a, "nobody_found"));
}

TEST(Interpret, a_given_exercise_overrides_recognition) {
  const Lifter l = double_leg();
  AnalyzeOptions options;
  options.exercise = "flutter_kick";
  const Analysis a = interpret(following(film(l), l), options);
  EXPECT_EQ(a.exercise.id, "flutter_kick");
  EXPECT_TRUE(a.exercise.is_given);
}

TEST(Interpret, the_same_input_gives_the_same_answer) {
  Lifter l = double_leg();
  l.noise_px = 1.5;
  const auto f = following(film(l), l);
  const Analysis a = interpret(f, {}), b = interpret(f, {});
  ASSERT_EQ(a.reps.size(), b.reps.size());
  for (std::size_t i = 0; i < a.reps.size(); ++i) EXPECT_EQ(a.reps[i].top_s, b.reps[i].top_s);
}

// A vector in blocks of 1024; fails after so many.
class Blocks : public SoundSource {
 public:
  explicit Blocks(const std::vector<float>& sound, int fails_after = -1) : sound_(sound), left_(fails_after) {}
  Result<Sound> next() override {
    if (left_-- == 0) return failure(Error::Kind::unreadable, "torn");
    const std::size_t from = at_, n = std::min<std::size_t>(1024, sound_.size() - at_);
    at_ += n;
    return Sound{static_cast<double>(from) / SoundWatcher::kRate_hz, SoundWatcher::kRate_hz,
                 std::span(sound_).subspan(from, n)};
  }

 private:
  const std::vector<float>& sound_;
  std::size_t at_ = 0;
  int left_;
};

TEST(Interpret, a_breath_heard_beside_three_lifts_is_told_for_each_of_them) {
  test::CourseRecipe recipe;
  recipe.duration_s = 20;
  const test::Course course = test::make_course(recipe);
  test::Maker maker(20);
  maker.add_breath(course.flow, {700, 3500, 2}, -41, {250, 1200, 2}, -38), maker.add_room({60, 400, 1}, -58);
  Blocks blocks(maker.sound);
  auto sound = listen(blocks);
  ASSERT_TRUE(sound);
  const Lifter lifter = double_leg();
  Following clip = following(film(lifter), lifter);
  const Analysis deaf = interpret(clip, {});
  EXPECT_EQ(deaf.breath.status, BreathStatus::not_measured);
  EXPECT_TRUE(std::isnan(deaf.reps[0].breath_held_s));
  clip.sound = std::move(*sound);
  const Analysis analysis = interpret(clip, {});
  EXPECT_EQ(analysis.breath.source, "sound");
  EXPECT_NEAR(analysis.breath.rate_per_min, course.per_min, 0.2);
  ASSERT_EQ(analysis.reps.size(), deaf.reps.size());
  for (const Rep& rep : analysis.reps) EXPECT_LT(rep.breath_held_s, 1.5);

  Blocks torn(maker.sound, 5);
  EXPECT_FALSE(listen(torn));
}

TEST(RepairSideSwaps, legs_exchanged_for_a_few_frames_are_put_back) {
  Lifter l = double_leg();
  l.left = [](double) { return 0.0; };  // one leg up, one down: an exchange is a large jump
  const auto truth = film(l);
  auto poses = truth;
  for (std::size_t i = 55; i < 60; ++i)
    for (const Joint joint : {Joint::left_hip, Joint::left_knee, Joint::left_ankle, Joint::left_heel, Joint::left_foot})
      std::swap(poses[i][of(joint, Side::left)], poses[i][of(joint, Side::right)]);
  EXPECT_EQ(repair_side_swaps(poses), 5);
  for (std::size_t i = 0; i < poses.size(); ++i)
    EXPECT_EQ(poses[i][Joint::right_ankle].y, truth[i][Joint::right_ankle].y) << i;
}

TEST(RepairSideSwaps, legs_exchanged_for_a_whole_repetition_are_put_back) {
  Lifter l = double_leg();
  l.left = [](double) { return 0.0; };
  l.right = [](double t) { return swing(t, 40, 80, 4); };
  const auto truth = film(l);
  auto poses = truth;
  int exchanged = 0;
  for (Pose& pose : poses) {
    if (pose.at_s < 2 || pose.at_s > 4.5) continue;
    for (const Joint joint : {Joint::left_hip, Joint::left_knee, Joint::left_ankle, Joint::left_heel, Joint::left_foot})
      std::swap(pose[of(joint, Side::left)], pose[of(joint, Side::right)]);
    ++exchanged;
  }
  EXPECT_EQ(repair_side_swaps(poses), exchanged);
  for (std::size_t i = 0; i < poses.size(); ++i)
    EXPECT_EQ(poses[i][Joint::right_ankle].y, truth[i][Joint::right_ankle].y) << i;
}

TEST(RepairSideSwaps, a_leg_that_is_put_onto_the_other_for_a_moment_is_forgotten_there) {
  Lifter l = double_leg();
  l.left = [](double) { return 0.0; };
  l.right = [](double) { return 80.0; };
  const auto truth = film(l);
  auto poses = truth;
  for (std::size_t i = 55; i < 60; ++i)
    for (const Joint joint : {Joint::left_knee, Joint::left_ankle, Joint::left_heel, Joint::left_foot})
      poses[i][of(joint, Side::right)] = poses[i][joint];
  repair_side_swaps(poses);
  for (std::size_t i = 0; i < poses.size(); ++i) {
    EXPECT_EQ(poses[i][Joint::left_ankle].y, truth[i][Joint::left_ankle].y) << i;
    EXPECT_EQ(std::isnan(poses[i][Joint::right_ankle].y), i >= 55 && i < 60) << i;
  }
}

TEST(RepairSideSwaps, legs_that_cross_by_themselves_are_left_alone) {
  Lifter l;
  l.seconds = 10;
  l.left = [](double t) { return 20 + 15 * std::sin(6 * t); };
  l.right = [](double t) { return 20 - 15 * std::sin(6 * t); };
  auto poses = film(l);
  EXPECT_EQ(repair_side_swaps(poses), 0);
}

}  // namespace
}  // namespace endrange
