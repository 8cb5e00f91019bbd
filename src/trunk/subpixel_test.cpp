// Patches on a texture known in closed form, moved by known amounts.
#include "trunk/subpixel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "trunk/test_texture.h"

namespace endrange {
namespace {

using test::Picture;
using test::Texture;

constexpr int kRadius = 12;

struct Errors {
  double rmse = 0, gain = 0, share_within = 0;  // of two standard deviations
  int n = 0;
};

// Patches all over the picture against itself, shifted; how far off they are.
Errors try_shifts(const Texture& texture, double noise, const std::vector<double>& shifts, double shrink = 1) {
  const Picture reference = test::photograph(texture, {}, noise, 1);
  GreyWindow before, now;
  before.read(reference.frame, 0, 0, reference.frame.width, reference.frame.height);
  double squares = 0, product = 0, truth = 0, within = 0;
  int n = 0;
  unsigned seed = 2;
  for (const double shift : shifts) {
    test::View view;
    view.y = shift, view.x = 0.4 * shift;
    const Picture moved = test::photograph(texture, view, noise, seed++, shrink);
    now.read(moved.frame, 0, 0, moved.frame.width, moved.frame.height);
    for (int y = 40; y < 200; y += 20)
      for (int x = 40; x < 280; x += 20) {
        const auto patch = Patch::cut(before, x, y, kRadius, 0);
        if (!patch) continue;
        const Match m = patch->match(now, {std::round(0.4 * shift), std::round(shift)}, {0.4 * shift, shift});
        if (!m.is_found) continue;
        const double error = m.warp.y - shift;
        squares += error * error, product += m.warp.y * shift, truth += shift * shift, ++n;
        within += std::abs(error) < 2 * std::sqrt(m.doubt.yy) ? 1 : 0;
      }
  }
  return {std::sqrt(squares / n), truth > 0 ? product / truth : 1, within / n, n};
}

const std::vector<double> kShifts = {0.05, 0.25, 0.5, 0.77, 1.3, 3.6, 7.1};

TEST(Subpixel, textured_cloth_is_followed_to_a_fraction_of_a_hundredth_of_a_pixel) {
  // The noise: 2 grey levels, in both pictures.
  const Errors clean = try_shifts(Texture(20), 0, kShifts), noisy = try_shifts(Texture(20), 2, kShifts);
  EXPECT_EQ(clean.n, 7 * 96);
  EXPECT_LT(clean.rmse, 0.003);
  EXPECT_NEAR(clean.gain, 1, 0.001);
  EXPECT_EQ(noisy.n, 7 * 96);
  EXPECT_LT(noisy.rmse, 0.020);
  EXPECT_NEAR(noisy.gain, 1, 0.002);
}

TEST(Subpixel, the_stated_error_covers_the_truth) {
  // 95 of 100 within two standard deviations, by design; plain cloth too.
  for (const double contrast : {20.0, 6.0}) {
    const Errors e = try_shifts(Texture(contrast), 2, kShifts);
    EXPECT_GT(e.share_within, 0.92) << contrast;
    EXPECT_LT(e.share_within, 0.995) << contrast;
  }
}

TEST(Subpixel, brightness_and_contrast_may_change) {
  const Texture texture(20);
  const Errors dimmed = try_shifts(texture, 1, {0.3, 2.2}, 0.6);
  EXPECT_LT(dimmed.rmse, 0.016);
  EXPECT_NEAR(dimmed.gain, 1, 0.003);
}

TEST(Subpixel, turned_and_stretched_patches_are_followed_and_the_turn_is_told) {
  const Texture texture(20);
  const Picture reference = test::photograph(texture, {}, 0, 1);
  test::View view;
  view.turn = 0.06, view.scale = 1.03, view.x = 2.2, view.y = -1.4;
  const Picture moved = test::photograph(texture, view, 0, 2);
  GreyWindow before, now;
  before.read(reference.frame, 0, 0, 320, 240), now.read(moved.frame, 0, 0, 320, 240);
  const auto patch = Patch::cut(before, 180, 110, kRadius, 0);
  ASSERT_TRUE(patch);
  const auto [x, y] = view.forward(180.5, 110.5);
  const Match m = patch->match(now, {std::round(x - 180.5), std::round(y - 110.5)}, {x - 180.5, y - 110.5});
  ASSERT_TRUE(m.is_found);
  EXPECT_NEAR(m.warp.x, x - 180.5, 0.01);
  EXPECT_NEAR(m.warp.y, y - 110.5, 0.01);
  EXPECT_NEAR(std::atan2(m.warp.yx - m.warp.xy, 2 + m.warp.xx + m.warp.yy), 0.06, 0.002);
  EXPECT_GT(m.correlation, 0.99);
}

TEST(Subpixel, something_else_in_front_is_no_match) {
  const Picture reference = test::photograph(Texture(20, 1), {}, 1, 1),
                other = test::photograph(Texture(20, 9), {}, 1, 2);
  GreyWindow before, now;
  before.read(reference.frame, 0, 0, 320, 240), now.read(other.frame, 0, 0, 320, 240);
  int found = 0;
  for (int x = 40; x < 280; x += 10) found += Patch::cut(before, x, 120, kRadius, 0)->match(now, {}, {}).is_found;
  EXPECT_LE(found, 1);
}

TEST(Subpixel, plain_patches_and_those_at_the_edge_are_not_cut) {
  const Picture plain = test::photograph(Texture(0), {}, 0, 1), textured = test::photograph(Texture(20), {}, 0, 1);
  GreyWindow window;
  window.read(plain.frame, 0, 0, 320, 240);
  EXPECT_FALSE(Patch::cut(window, 100, 100, kRadius, 1));
  window.read(textured.frame, 0, 0, 320, 240);
  EXPECT_FALSE(Patch::cut(window, 5, 100, kRadius, 1));
  EXPECT_FALSE(Patch::cut(window, 100, 238, kRadius, 1));
  EXPECT_TRUE(Patch::cut(window, 100, 100, kRadius, 1));
}

TEST(Subpixel, a_match_at_the_windows_edge_ends_without_reading_beyond) {
  const Picture picture = test::photograph(Texture(20), {}, 0, 1);
  GreyWindow before, now;
  before.read(picture.frame, 0, 0, 320, 240);
  now.read(picture.frame, 80, 80, 60, 60);
  const auto patch = Patch::cut(before, 100, 100, kRadius, 0);
  EXPECT_TRUE(patch->match(now, {}, {}).is_found);
  EXPECT_FALSE(patch->match(now, {40, 0}, {40, 0}).is_found);
  EXPECT_FALSE(patch->match(now, {-30, -30}, {-30, -30}).is_found);
  EXPECT_EQ(patch->correlation_at(now, 100, 0), -1);
  EXPECT_NEAR(patch->correlation_at(now, 0, 0), 1, 0.005);
}

TEST(GreyWindow, is_clipped_to_the_picture_and_smooths_without_shifting) {
  std::vector<std::uint8_t> luma(32 * 20);
  for (int y = 0; y < 20; ++y)
    for (int x = 0; x < 32; ++x) luma[static_cast<std::size_t>(y * 32 + x)] = static_cast<std::uint8_t>(3 * x + 5 * y);
  Frame frame;
  frame.width = 32, frame.height = 20, frame.luma = luma.data(), frame.luma_stride = 32;
  GreyWindow window;
  window.read(frame, -5, 10, 100, 100);
  EXPECT_EQ(window.left(), 0);
  EXPECT_EQ(window.top(), 10);
  EXPECT_EQ(window.width(), 32);
  EXPECT_EQ(window.height(), 10);
  EXPECT_FLOAT_EQ(window.at(7, 15), 3 * 7 + 5 * 15);  // a ramp stays a ramp
  window.read(frame, 40, 0, 10, 10);
  EXPECT_EQ(window.width(), 0);
  EXPECT_FALSE(window.holds(35, 5, 1));
}

}  // namespace
}  // namespace endrange
