#include "live/set_up.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "motion/test_lifter.h"

namespace endrange {
namespace {

using test::film;
using test::Lifter;

Lifter lying() {
  Lifter l;
  l.seconds = 2, l.width = 1280, l.height = 720, l.scale = 380;
  return l;
}

std::vector<SetUpItem> checked(const Lifter& l, float brightness = 0.5f, const char* exercise = "double_leg_raise",
                               bool has_others = false) {
  const auto poses = film(l);
  std::vector<SceneSample> scene(poses.size());
  for (SceneSample& sample : scene) sample.brightness = brightness, sample.camera_shift = {0, 0};
  return check_set_up({poses, scene, find_side_frame(poses, l.width, l.height), l.width, l.height, has_others,
                       find_exercise(exercise)});
}

std::set<std::string> bad(const std::vector<SetUpItem>& items) {
  std::set<std::string> ids;
  for (const SetUpItem& item : items)
    if (!item.is_good) ids.insert(item.id);
  return ids;
}

using Ids = std::set<std::string>;

TEST(SetUp, a_good_one_has_nothing_to_mend_and_says_every_item) {
  const auto items = checked(lying());
  EXPECT_EQ(bad(items), Ids{});
  EXPECT_EQ(items.size(), set_up_kinds().size());
  for (const SetUpItem& item : items) {
    EXPECT_FALSE(item.message.empty()) << item.id;
    EXPECT_TRUE(std::ranges::any_of(set_up_kinds(), [&](const CheckKind& k) { return item.id == k.id; })) << item.id;
  }
}

TEST(SetUp, each_thing_that_is_wrong_is_told_by_its_own_item) {
  EXPECT_EQ(bad(checked(lying(), 0.05f)), Ids{"light"});
  EXPECT_EQ(bad(checked(lying(), 0.5f, "double_leg_raise", true)), Ids{"alone"});
  EXPECT_EQ(bad(checked(lying(), 0.5f, "hanging_leg_raise")), Ids{"position"});

  Lifter far = lying();
  far.scale = 90;
  EXPECT_EQ(bad(checked(far)), Ids{"distance"});

  Lifter near = lying();
  near.scale = 780;
  EXPECT_EQ(bad(checked(near)), Ids{"whole_body"}) << "feet cut off";

  Lifter narrow = lying();
  narrow.height = 400;  // the body fits, raised legs don't
  EXPECT_EQ(bad(checked(narrow)), Ids{"whole_body"});

  Lifter tilted = lying();
  tilted.roll_deg = 15, tilted.scale = 300;
  EXPECT_TRUE(bad(checked(tilted)).contains("level"));

  Lifter oblique = lying();
  oblique.yaw_deg = 40;
  EXPECT_TRUE(bad(checked(oblique)).contains("side_on"));
}

TEST(SetUp, without_anybody_only_that_is_asked_for) {
  const std::vector<Pose> nobody(60);
  std::vector<Pose> poses = nobody;
  for (std::size_t i = 0; i < poses.size(); ++i) poses[i].at_s = static_cast<double>(i) / 30;
  const std::vector<SceneSample> scene(poses.size());
  const auto items = check_set_up({poses, scene, std::nullopt, 1280, 720, false, nullptr});
  EXPECT_EQ(bad(items), Ids{"person"});
  EXPECT_EQ(items.size(), 2u);
}

}  // namespace
}  // namespace endrange
