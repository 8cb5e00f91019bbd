// Openings under a drawn body: their height is known to the pixel.
#include "trunk/underside.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <random>
#include <vector>

namespace endrange {
namespace {

constexpr int kWidth = 900, kHeight = 500, kFloor = 400;
constexpr double kTrunk = 400;  // px; the hip at x = 250, the shoulder at 650

struct Drawn {
  std::vector<std::uint8_t> luma, blue, red;
  Frame frame;
};

// A grey body over a floor, its lower edge `opening(x in trunk lengths)` px above it; through the opening the wall is
// seen.
Drawn draw(const std::function<double(double)>& opening, bool is_painted = false) {
  Drawn d;
  d.luma.resize(kWidth * kHeight), d.blue.assign(kWidth * kHeight / 4, 128), d.red.assign(kWidth * kHeight / 4, 128);
  std::mt19937 random(2);
  std::normal_distribution<double> noise(0, 2);
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x) {
      const double s = (x - 250) / kTrunk;
      const bool is_body = s > -0.4 && s < 1.3 && y > 250 && y < kFloor - opening(s);
      double grey = y >= kFloor ? 90 : is_body ? 150 - 0.5 * (y - 250) : 170;
      // A red arc over the middle, as captions have them.
      const double r = std::hypot(x - 400.0, y - 400.0);
      if (is_painted && r > 60 && r < 75 && y < kFloor) {
        grey = 76;
        const auto at = static_cast<std::size_t>(y / 2 * (kWidth / 2) + x / 2);
        d.red[at] = 240, d.blue[at] = 90;
      }
      d.luma[static_cast<std::size_t>(y * kWidth + x)] = static_cast<std::uint8_t>(std::lround(grey + noise(random)));
    }
  d.frame.width = kWidth, d.frame.height = kHeight;
  d.frame.luma = d.luma.data(), d.frame.blue = d.blue.data(), d.frame.red = d.red.data();
  d.frame.luma_stride = kWidth, d.frame.chroma_stride = kWidth / 2;
  return d;
}

// On the back, arms overhead.
Pose pose_with_wrist(double x, double y) {
  Pose pose;
  pose.seen = true;
  for (const Side side : kSides) {
    const auto put = [&](Joint joint, double px, double py) {
      pose[of(joint, side)] = {static_cast<float>(px), static_cast<float>(py), 1, 1};
    };
    put(Joint::left_hip, 250, kFloor - 0.21 * kTrunk), put(Joint::left_shoulder, 650, kFloor - 0.14 * kTrunk);
    put(Joint::left_elbow, (650 + x) / 2, y), put(Joint::left_wrist, x, y);
  }
  return pose;
}
const Pose kOpen = pose_with_wrist(850, 380);

std::function<double(double)> arch(double px) {
  return [px](double s) { return s > 0.1 && s < 0.6 ? px * std::sin((s - 0.1) / 0.5 * 3.14159265) : 0.0; };
}

double seen_in(const Drawn& d, const Pose& pose = kOpen) {
  const auto underside = find_underside(d.frame, pose);
  return underside ? opening_px(*underside) : -1;
}

TEST(Underside, an_opening_is_measured_to_a_few_pixels) {
  for (const double px : {16.0, 24.0, 40.0}) EXPECT_NEAR(seen_in(draw(arch(px))), 0.95 * px, 0.12 * px + 1.5) << px;
}

TEST(Underside, a_back_on_the_floor_shows_none) {
  EXPECT_LT(seen_in(draw([](double) { return 0.0; })), kCertainOpening * kTrunk);
}

TEST(Underside, what_is_painted_over_the_picture_is_no_edge) {
  EXPECT_LT(seen_in(draw([](double) { return 0.0; }, true)), kCertainOpening * kTrunk);
  EXPECT_GT(seen_in(draw(arch(24), true)), 0.6 * 24);
}

TEST(Underside, an_arm_in_front_of_the_waist_hides_it) {
  EXPECT_EQ(seen_in(draw(arch(24)), pose_with_wrist(280, kFloor - 10)), -1);
}

TEST(Underside, nobody_lying_gives_nothing) {
  const Drawn d = draw(arch(24));
  Pose pose = kOpen;
  pose.seen = false;
  EXPECT_FALSE(find_underside(d.frame, pose));
  pose = kOpen;
  for (const Side side : kSides) pose[of(Joint::left_shoulder, side)] = {250, 60, 1, 1};
  EXPECT_FALSE(find_underside(d.frame, pose));
}

TEST(Underside, a_trunk_at_the_pictures_edge_is_read_as_far_as_it_goes) {
  const Drawn d = draw(arch(24));
  Pose pose = kOpen;
  for (const Side side : kSides)
    for (const Joint joint : {Joint::left_hip, Joint::left_shoulder, Joint::left_elbow, Joint::left_wrist})
      pose[of(joint, side)].y += 95;  // the search reaches below the picture
  EXPECT_NO_FATAL_FAILURE(find_underside(d.frame, pose));
}

}  // namespace
}  // namespace endrange
