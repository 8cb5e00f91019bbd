// The view check: each problem is said when it is there, and only then.
#include "motion/view.h"

#include <gtest/gtest.h>

#include <algorithm>
#include "motion/test_lifter.h"

namespace endrange {
namespace {

using test::film;
using test::Lifter;
using test::swing;

struct Scene {
  Lifter lifter;
  double frames_per_s = 30, others = 0;
  float brightness = 0.5f;
  Vec2 shift_px;

  Scene() {
    lifter.left = lifter.right = [](double t) { return swing(t, 0, 90, 4); };
  }
  View view() const {
    const auto poses = film(lifter);
    std::vector<SceneSample> samples(poses.size());
    for (SceneSample& s : samples) s.brightness = brightness, s.camera_shift = shift_px;
    return check_view({poses, samples, find_side_frame(poses, lifter.width, lifter.height), lifter.width, lifter.height,
                       frames_per_s, others});
  }
  bool says(const std::string& id) const {
    const View v = view();
    return std::ranges::any_of(v.problems, [&](const Problem& p) { return p.id == id; });
  }
};

TEST(CheckView, a_good_view_has_no_problem) {
  const View v = Scene().view();
  EXPECT_TRUE(v.problems.empty()) << v.problems[0].id;
  EXPECT_EQ(v.usability, Usability::yes);
  EXPECT_GT(v.angle_error_deg, 1);
  EXPECT_LT(v.angle_error_deg, 4);
}

TEST(CheckView, an_oblique_camera_is_noticed_at_20_degrees_and_refused_at_30) {
  Scene s;
  s.lifter.yaw_deg = 14;
  EXPECT_FALSE(s.says("not_side_on"));
  s.lifter.yaw_deg = 25;
  EXPECT_TRUE(s.says("not_side_on"));
  EXPECT_EQ(s.view().usability, Usability::yes);
  s.lifter.yaw_deg = 40;
  EXPECT_TRUE(s.says("not_side_on"));
  EXPECT_EQ(s.view().usability, Usability::no);
}

TEST(CheckView, the_error_of_an_angle_grows_with_the_obliqueness) {
  Scene square, oblique;
  oblique.lifter.yaw_deg = 28;
  EXPECT_GT(oblique.view().angle_error_deg, square.view().angle_error_deg + 0.5);
}

TEST(CheckView, each_problem_of_the_picture_is_named) {
  Scene s;
  s.brightness = 0.05f;
  EXPECT_TRUE(s.says("too_dark"));
  s = Scene();
  s.frames_per_s = 10;
  EXPECT_TRUE(s.says("few_frames"));
  s = Scene();
  s.others = 0.8;
  EXPECT_TRUE(s.says("other_people"));
  s = Scene();
  s.shift_px = {90, 0};
  EXPECT_TRUE(s.says("camera_moved"));
  s = Scene();
  s.lifter.scale = 80;
  EXPECT_TRUE(s.says("too_small"));
}

TEST(CheckView, feet_that_leave_the_picture_are_timed) {
  Scene s;
  s.lifter.scale = 1300;  // the feet reach beyond the right edge while they are low
  const View v = s.view();
  const auto found = std::ranges::find_if(v.problems, [](const Problem& p) { return p.id == "feet_leave_frame"; });
  ASSERT_NE(found, v.problems.end());
  EXPECT_LT(found->when.from_s, found->when.to_s);
}

TEST(CheckView, nobody_is_unusable_and_says_how_to_film) {
  const std::vector<Pose> poses(50);
  const std::vector<SceneSample> scene(50);
  const View v = check_view({poses, scene, std::nullopt, 640, 480, 30, 0});
  EXPECT_EQ(v.usability, Usability::no);
  ASSERT_EQ(v.problems.size(), 1u);
  EXPECT_EQ(v.problems[0].id, "nobody_found");
}

TEST(CheckView, every_problem_it_reports_is_in_the_list_of_checks) {
  Scene worst;
  worst.brightness = 0.02f, worst.frames_per_s = 5, worst.others = 1, worst.shift_px = {200, 0},
  worst.lifter.yaw_deg = 40;
  for (const Problem& p : worst.view().problems)
    EXPECT_TRUE(std::ranges::any_of(view_problem_kinds(), [&](const CheckKind& k) { return p.id == k.id; })) << p.id;
}

}  // namespace
}  // namespace endrange
