// Edges of a drawn room: their tilt is known to the hundredth of a degree.
#include "trunk/floor_edges.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "core/angle.h"
#include "trunk/stills.h"

namespace endrange {
namespace {

constexpr int kWidth = 480, kHeight = 270;

// A floor of grey 90 and a mat of grey 150 whose near edge runs through (240, at_y) at a tilt; noise of 2 levels.
Still draw_room(int frame, double at_y, double tilt_deg, unsigned seed) {
  Still still{frame, kWidth, kHeight, 4, {}};
  still.grey.resize(kWidth * kHeight);
  std::mt19937 random(seed);
  std::normal_distribution<double> noise(0, 2);
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x) {
      const double edge = at_y + std::tan(from_deg(tilt_deg)) * (x + 0.5 - 240);
      const double share = std::clamp(edge - y, 0.0, 1.0);  // of the pixel that is mat
      still.grey[static_cast<std::size_t>(y * kWidth + x)] =
          static_cast<std::uint8_t>(std::lround(90 + 60 * share + noise(random)));
    }
  return still;
}

// Somebody lying above it, in px of the picture (four of a still's).
Pose lying_pose(int frame) {
  Pose pose;
  pose.frame = frame, pose.seen = true;
  for (const Side side : kSides) {
    const auto put = [&](Joint joint, float x, float y) { pose[of(joint, side)] = {x, y, 1, 1}; };
    put(Joint::left_shoulder, 700, 600), put(Joint::left_elbow, 800, 640), put(Joint::left_wrist, 900, 650);
    put(Joint::left_ear, 600, 600), put(Joint::left_hip, 1100, 610), put(Joint::left_knee, 1400, 620);
    put(Joint::left_ankle, 1700, 630), put(Joint::left_foot, 1750, 560);
  }
  return pose;
}

struct Filmed {
  std::vector<Still> stills;
  std::vector<Pose> poses;
};
Filmed film_room(double at_y, double tilt_deg) {
  Filmed f;
  for (int i = 0; i < 6; ++i) {
    f.stills.push_back(draw_room(i, at_y, tilt_deg, static_cast<unsigned>(i + 1)));
    f.poses.push_back(lying_pose(i));
  }
  return f;
}

TEST(FloorEdges, the_tilt_of_a_mats_edge_is_found_to_a_tenth_of_a_degree) {
  for (const double tilt : {-11.0, -3.3, 0.0, 0.4, 7.6}) {
    const Filmed f = film_room(200, tilt);
    const auto edges = find_floor_edges(f.stills, f.poses);
    ASSERT_FALSE(edges.empty()) << tilt;
    EXPECT_NEAR(to_deg(edges.front().tilt), tilt, 0.1);
    // Its middle lies on the line.
    const double on_line = 4 * (200 + std::tan(from_deg(tilt)) * (edges.front().at.x / 4 - 240));
    EXPECT_NEAR(edges.front().at.y, on_line, 4);
  }
}

TEST(FloorEdges, an_edge_that_only_the_body_makes_is_left_out) {
  // The line runs along the body's own axis.
  const Filmed f = film_room(152, 1.2);
  for (const Edge& edge : find_floor_edges(f.stills, f.poses)) EXPECT_LT(edge.length_px, 4.0 * kWidth * 0.6);
}

TEST(FloorEdges, steep_edges_and_bare_rooms_give_none) {
  const Filmed steep = film_room(200, 35);
  EXPECT_TRUE(find_floor_edges(steep.stills, steep.poses).empty());
  const Filmed bare = film_room(1000, 0);
  EXPECT_TRUE(find_floor_edges(bare.stills, bare.poses).empty());
}

TEST(FloorEdges, nobody_or_no_stills_give_none) {
  const Filmed f = film_room(200, 2);
  EXPECT_TRUE(find_floor_edges({}, f.poses).empty());
  EXPECT_TRUE(find_floor_edges(f.stills, {}).empty());
  std::vector<Pose> nobody(6);
  EXPECT_TRUE(find_floor_edges(f.stills, nobody).empty());
}

TEST(StillKeeper, keeps_a_bounded_number_evenly_spread_however_long_the_clip) {
  const std::vector<std::uint8_t> luma(640 * 360, 77);
  for (const int frames : {1, 50, 256, 3000}) {
    StillKeeper keeper;
    for (int i = 0; i < frames; ++i) {
      Frame frame;
      frame.index = i, frame.width = 640, frame.height = 360, frame.luma = luma.data(), frame.luma_stride = 640;
      keeper.push(frame);
    }
    const auto stills = keeper.take();
    ASSERT_FALSE(stills.empty());
    EXPECT_LE(stills.size(), 32u);
    if (frames > 256) {
      EXPECT_GE(stills.size(), 16u);
    }
    EXPECT_EQ(stills.front().frame, 0);
    for (std::size_t i = 2; i < stills.size(); ++i)
      EXPECT_EQ(stills[i].frame - stills[i - 1].frame, stills[1].frame - stills[0].frame);
    EXPECT_EQ(stills.front().scale, 2);
    EXPECT_EQ(stills.front().width, 320);
    EXPECT_TRUE(std::ranges::all_of(stills.front().grey, [](int grey) { return grey == 77; }));
  }
}

}  // namespace
}  // namespace endrange
