// Contours of drawn trunks: their height is known to the pixel's hundredth.
#include "trunk/shape.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <random>
#include <vector>

namespace endrange {
namespace {

constexpr int kWidth = 1000, kHeight = 560, kFloor = 460;
constexpr double kTrunk = 400;  // px; the hip at x = 300, the shoulder at 700
constexpr double kHipX = 300, kShoulderX = 700;

struct Drawn {
  std::vector<std::uint8_t> luma, blue, red;
  Frame frame;
};

struct Look {
  double body = 90, room = 170, noise = 2;
  int body_red = 128;
  double tilt = 0;          ///< rad, of floor and body
  bool has_stripe = false;  ///< a skirting board behind the body, just above it
  bool has_logo = false;    ///< something bright on the shirt
};

// Over the line of the joints of somebody lying flat, px. x: px in the picture.
using Contour = std::function<double(double)>;
double joints_line(double x) {
  return std::lerp(kHipHeight, kShoulderHeight, std::clamp((x - kHipX) / kTrunk, 0.0, 1.0)) * kTrunk;
}

// A trunk over a floor; each pixel has the share of it that the body covers, along its column.
Drawn draw(const Contour& contour, const Look& look = {}) {
  Drawn d;
  d.luma.resize(kWidth * kHeight), d.blue.assign(kWidth * kHeight / 4, 128), d.red.assign(kWidth * kHeight / 4, 128);
  std::mt19937 random(3);
  std::normal_distribution<double> noise(0, look.noise);
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x) {
      const double middle = x + 0.5, floor = kFloor + std::tan(look.tilt) * (middle - kHipX);
      const double top = floor - joints_line(middle) - contour(middle);
      const bool has_body = middle > kHipX - 120 && middle < kShoulderX + 80;
      const double covered = has_body && y < floor ? std::clamp(y + 1 - top, 0.0, 1.0) : 0;
      double behind = y > floor ? 120 : look.room;
      if (look.has_stripe && y > top - 32 && y < top - 20) behind = 40;
      double body = look.body;
      if (look.has_logo && middle > 480 && middle < 540 && y > top + 25 && y < top + 50) body = 230;
      const double grey = (1 - covered) * behind + covered * body;
      d.luma[static_cast<std::size_t>(y * kWidth + x)] =
          static_cast<std::uint8_t>(std::clamp(std::lround(grey + noise(random)), 0L, 255L));
      if (covered > 0.5)
        d.red[static_cast<std::size_t>(y / 2 * (kWidth / 2) + x / 2)] = static_cast<std::uint8_t>(look.body_red);
    }
  d.frame.width = kWidth, d.frame.height = kHeight;
  d.frame.luma = d.luma.data(), d.frame.blue = d.blue.data(), d.frame.red = d.red.data();
  d.frame.luma_stride = kWidth, d.frame.chroma_stride = kWidth / 2;
  return d;
}

// On the back, arms overhead, legs along the floor.
Pose lying(double tilt = 0) {
  Pose pose;
  pose.seen = true;
  for (const Side side : kSides) {
    const auto put = [&](Joint joint, double x, double above_floor) {
      pose[of(joint, side)] = {static_cast<float>(x),
                               static_cast<float>(kFloor + std::tan(tilt) * (x - kHipX) - above_floor), 1, 1};
    };
    put(Joint::left_hip, kHipX, kHipHeight * kTrunk), put(Joint::left_shoulder, kShoulderX, kShoulderHeight * kTrunk);
    put(Joint::left_knee, 90, 70), put(Joint::left_elbow, 830, 50);
    put(Joint::left_wrist, 940, 50), put(Joint::left_index, 970, 50);
  }
  return pose;
}

// Ribs that stand 100 px over the line, a belly 20 px lower; in the middle of where the belly is read, this much.
double usual(double x) { return 90 + 10 * std::tanh((x - 500) / 40); }
const double kHollow_mm = 1.2 * (100 - usual(kShoulderX - 0.62 * kTrunk));

TrunkFrame frame_of(double tilt = 0) {
  return {{std::cos(tilt), std::sin(tilt)}, {std::sin(tilt), -std::cos(tilt)}, {kHipX, kFloor}, kTrunk, 1.2};
}

struct Off {
  double rms = 0, seen = 0;
};
Off off(const Drawn& d, const Contour& contour, const Pose& pose = lying()) {
  ContourFinder finder;
  UpperContour found;
  if (!finder.find(d.frame, pose, found)) return {};
  Off o;
  double n = 0;
  for (std::size_t c = 0; c < UpperContour::kColumns; ++c) {
    if (std::isnan(found.height[c])) continue;
    const Vec2 p = found.at(c);
    const double above = kFloor - joints_line(p.x) - contour(p.x) - p.y;
    ++n, o.rms += above * above;
  }
  return {std::sqrt(o.rms / n), n / UpperContour::kColumns};
}

TEST(Shape, the_contour_is_placed_between_pixels) {
  for (const double by : {0.0, 0.25, 0.5, 0.75}) {
    const auto contour = [&](double x) { return usual(x) + by; };
    const Off o = off(draw(contour, {.noise = 1}), contour);
    EXPECT_GT(o.seen, 0.75) << by;
    EXPECT_LT(o.rms, 0.5) << by;
  }
}

TEST(Shape, a_board_behind_the_body_and_a_print_on_the_shirt_are_passed_over) {
  EXPECT_LT(off(draw(usual, {.has_stripe = true}), usual).rms, 1.0);
  EXPECT_LT(off(draw(usual, {.has_logo = true}), usual).rms, 1.0);
}

TEST(Shape, colour_tells_a_trunk_from_a_room_of_nearly_the_same_grey) {
  const Off o = off(draw(usual, {.body = 160, .room = 172, .body_red = 165}), usual);
  EXPECT_GT(o.seen, 0.5);
  EXPECT_LT(o.rms, 1.5);
}

TEST(Shape, a_trunk_that_looks_like_the_room_is_not_seen) {
  const Off o = off(draw(usual, {.body = 170, .room = 170}), usual);
  EXPECT_LT(o.seen, 0.1);
}

TEST(Shape, ribs_and_belly_are_measured_in_millimetres) {
  for (const double tilt : {0.0, 0.05}) {
    const Drawn d = draw(usual, {.tilt = tilt});
    ContourFinder finder;
    UpperContour contour;
    ASSERT_TRUE(finder.find(d.frame, lying(tilt), contour));
    const TrunkShape shape = shape_of(contour, frame_of(tilt));
    EXPECT_NEAR(shape.rib_hump, 1.2 * 100, 2) << tilt;
    EXPECT_NEAR(shape.belly_hollow, kHollow_mm, 1) << tilt;
    EXPECT_GT(shape.seen, 0.7) << tilt;
  }
}

TEST(Shape, an_arm_over_the_belly_hides_it) {
  const Drawn d = draw(usual);
  Pose pose = lying();
  for (const Joint joint : {Joint::left_elbow, Joint::left_wrist, Joint::left_index}) {
    Landmark& at = pose[of(joint, nearer_side(pose))];
    at.x = joint == Joint::left_elbow ? 640 : 400, at.y = static_cast<float>(kFloor - joints_line(400) - 70);
  }
  ContourFinder finder;
  UpperContour contour;
  ASSERT_TRUE(finder.find(d.frame, pose, contour));
  const TrunkShape shape = shape_of(contour, frame_of());
  EXPECT_TRUE(std::isnan(shape.belly_hollow));
  EXPECT_LT(shape.seen, 0.5);
}

TEST(Shape, raised_thighs_hide_the_groin_and_not_the_belly) {
  Drawn d = draw(usual);
  // The thighs, drawn over it.
  for (int y = 200; y < kFloor; ++y)
    for (int x = 300 - 45; x < 300 + 45; ++x) d.luma[static_cast<std::size_t>(y * kWidth + x)] = 90;
  Pose pose = lying();
  for (const Side side : kSides) pose[of(Joint::left_knee, side)] = {300, 200, 1, 1};
  ContourFinder finder;
  UpperContour contour;
  ASSERT_TRUE(finder.find(d.frame, pose, contour));
  EXPECT_TRUE(std::isnan(contour.height[0]));
  EXPECT_NEAR(shape_of(contour, frame_of()).belly_hollow, kHollow_mm, 1);
}

TEST(Shape, nobody_lying_nothing_found) {
  const Drawn d = draw(usual);
  ContourFinder finder;
  UpperContour contour;
  Pose pose = lying();
  pose.seen = false;
  EXPECT_FALSE(finder.find(d.frame, pose, contour));
  pose = lying();
  for (const Side side : kSides) pose[of(Joint::left_shoulder, side)] = {300, 60, 1, 1};
  EXPECT_FALSE(finder.find(d.frame, pose, contour));
  pose = lying();
  for (auto& joint : pose.joints) joint.x = joint.y = std::nanf("");
  EXPECT_FALSE(finder.find(d.frame, pose, contour));
}

TEST(Shape, a_trunk_at_the_pictures_edge_is_read_as_far_as_it_goes) {
  const Drawn d = draw(usual);
  Pose pose = lying();
  for (auto& joint : pose.joints) joint.y -= 260;  // the search reaches above the picture
  ContourFinder finder;
  UpperContour contour;
  EXPECT_NO_FATAL_FAILURE(finder.find(d.frame, pose, contour));
}

}  // namespace
}  // namespace endrange
