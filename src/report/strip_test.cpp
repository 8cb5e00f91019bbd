// The strip: pixels go where the measured movement, ten times larger, takes them, and nowhere else.
#include "report/strip.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "report/exaggerate.h"
#include "report/words.h"

namespace endrange {
namespace {

// A floor at y = 160 in a picture of 320 × 200 px; the hip at x = 80, the head to the right, a trunk of 200 px: 80 px
// thick. Bands of brightness 8 px high, so that a pixel's brightness says where it came from.
constexpr int kFloor = 160;

Picture banded() {
  Picture picture(320, 200);
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x)
      picture.luma[static_cast<std::size_t>(y * picture.width + x)] = static_cast<std::uint8_t>(40 + y);
  std::ranges::fill(picture.blue, std::uint8_t{128});
  std::ranges::fill(picture.red, std::uint8_t{128});
  return picture;
}

// A flat rise between hip and ribs.
BackView view_of(float rise_px) {
  BackView view{{80, kFloor}, {1, 0}, {0, -1}, 200, 1, 10, {}};
  view.curve.rise_px.fill(rise_px);
  view.curve.rise_px.front() = view.curve.rise_px.back() = 0;
  return view;
}

int luma(const Picture& picture, int x, int y) { return picture.luma[static_cast<std::size_t>(y * picture.width + x)]; }

TEST(BackCurve, is_linear_between_samples_and_zero_outside) {
  BackCurve curve;
  curve.rise_px[1] = 2, curve.rise_px[2] = 4;
  EXPECT_NEAR(curve.at(BackCurve::kFirst + 1.5 * BackCurve::kStep), 3, 1e-6);
  EXPECT_EQ(curve.at(-1), 0);
  EXPECT_EQ(curve.at(2), 0);
}

TEST(Exaggerated, the_backs_lower_edge_is_drawn_at_ten_times_its_rise) {
  const Picture before = banded(), after = exaggerated(before, view_of(3));
  // What was 3 px above the floor now is 30 px above it.
  EXPECT_NEAR(luma(after, 140, kFloor - 31), luma(before, 140, kFloor - 4), 2);
  EXPECT_NEAR(view_of(3).drawn_rise(0.3), 30, 1e-6);
}

TEST(Exaggerated, the_upper_contour_the_floor_and_what_lies_beside_the_trunk_stay) {
  const Picture before = banded(), after = exaggerated(before, view_of(3));
  for (const int y : {20, kFloor - 81, kFloor + 4}) EXPECT_EQ(luma(after, 140, y), luma(before, 140, y)) << y;
  for (const int x : {20, 300})
    for (const int y : {kFloor - 40, kFloor - 4}) EXPECT_EQ(luma(after, x, y), luma(before, x, y)) << x;
}

TEST(Exaggerated, between_the_two_pixels_move_less_the_higher_they_are_and_never_fold) {
  for (const float rise : {1.0f, 5.0f, 30.0f}) {
    const Picture after = exaggerated(banded(), view_of(rise));
    const auto edge = static_cast<int>(view_of(rise).drawn_rise(0.3));
    EXPECT_LT(edge, 78);
    for (int y = kFloor - 80; y + 1 < kFloor - edge; ++y)
      EXPECT_LE(luma(after, 140, y), luma(after, 140, y + 1)) << rise << " at " << y;
  }
}

TEST(Exaggerated, a_back_that_did_not_move_or_is_nowhere_is_left_alone) {
  EXPECT_EQ(exaggerated(banded(), view_of(0)).luma, banded().luma);
  EXPECT_EQ(exaggerated(banded(), BackView{}).luma, banded().luma);
}

TEST(Exaggerated, a_back_pressed_further_down_is_drawn_further_down) {
  const Picture before = banded(), after = exaggerated(before, view_of(-1));
  EXPECT_NEAR(luma(after, 140, kFloor + 9), luma(before, 140, kFloor), 2);
  EXPECT_EQ(luma(after, 140, kFloor + 12), luma(before, 140, kFloor + 12));
}

// A clip of 320 × 200 px in which somebody lies as above.
Analysis lying() {
  Analysis a;
  a.clip.width = 320, a.clip.height = 200;
  a.view.near_side = Side::left;
  a.geometry = {{0, 0, 9, {1, 0}, {0, -1}, {0, kFloor}, 200, false}};
  a.end_range.status = EndRangeStatus::found;
  return a;
}

BackStill still_of(int frame, double lift_mm) {
  BackStill still{1, 40, lift_mm, false, {}};
  still.curve.frame = frame, still.curve.hip = {80, kFloor - 40};
  still.curve.rise_px.fill(static_cast<float>(lift_mm / 2));
  return still;
}

TEST(Strip, panels_have_one_size_and_lie_two_in_a_row) {
  const Picture picture = banded();
  std::vector<StripPanel> panels;
  for (int i = 0; i < 5; ++i) {
    auto panel = draw_strip_panel(picture.view(), lying(), still_of(i, 2.0 * i));
    ASSERT_TRUE(panel);
    panels.push_back(std::move(*panel));
    EXPECT_EQ(panels[0].picture.height, panels.back().picture.height);
  }
  const auto strip = lay_strip(panels);
  ASSERT_TRUE(strip);
  EXPECT_EQ(strip->kind, PictureKind::strip);
  EXPECT_GE(strip->width, 2 * panels[0].picture.width);
  EXPECT_GE(strip->height, 3 * panels[0].picture.height);
  ASSERT_GT(strip->jpeg.size(), 2u);
  EXPECT_EQ(strip->jpeg[0], 0xff);
}

TEST(Strip, a_body_at_the_pictures_edge_is_cut_off_there) {
  Analysis a = lying();
  a.geometry[0].floor_point = {0, 199};
  BackStill still = still_of(0, 3);
  still.curve.hip = {310, 150};
  EXPECT_TRUE(draw_strip_panel(banded().view(), a, still));
}

TEST(Strip, the_caption_says_that_the_movement_is_drawn_larger_than_it_was) {
  EXPECT_NE(strip_caption(lying(), 2).find("ten times larger than it was"), std::string::npos);
  EXPECT_NE(strip_caption(lying(), 2).find("Repetition 2"), std::string::npos);
  KeyPicture strip;
  strip.rep = 2, strip.width = 8, strip.height = 4, strip.kind = PictureKind::strip;
  const std::string page = write_html(lying(), {strip}, false);
  EXPECT_NE(page.find("ten times larger than it was"), std::string::npos);
  EXPECT_EQ(page.find("Key moments"), std::string::npos);
}

}  // namespace
}  // namespace endrange
