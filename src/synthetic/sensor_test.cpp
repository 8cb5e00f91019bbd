// sensor_test.cpp: from light to luma: the curve, the noise, the denoising and the colours are those that are stated.
#include "synthetic/sensor.h"

#include <gtest/gtest.h>

#include <cmath>

namespace endrange::synthetic {
namespace {

constexpr int kWidth = 320, kHeight = 240;
constexpr double kGain = 1.15;  // of the exposure, in a room of light 1

Recipe clean() {
  Recipe recipe;
  recipe.resolution = "320x240";
  recipe.noise = 0, recipe.denoise = 0, recipe.sharpen = 0;
  return recipe;
}

LightImage even(Color light) { return LightImage(static_cast<std::size_t>(kWidth * kHeight), light); }
LightImage even(double light) {
  const auto l = static_cast<float>(light);
  return even(Color{l, l, l});
}

// BT.709's transfer curve, by its book.
double bt709(double light) {
  light = std::clamp(light, 0.0, 1.0);
  return light < 0.018 ? 4.5 * light : 1.099 * std::pow(light, 0.45) - 0.099;
}
double slope_of_bt709(double light) { return light < 0.018 ? 4.5 : 1.099 * 0.45 * std::pow(light, -0.55); }

Picture developed(const Recipe& recipe, LightImage image, int index = 0, double at_s = 0) {
  Sensor sensor(recipe, 10);
  Picture picture;
  sensor.develop(image, index, at_s, picture);
  return picture;
}

struct Spread {
  double mean = 0, sd = 0;
};
Spread spread_of(const std::vector<std::uint8_t>& plane) {
  Spread s;
  for (const std::uint8_t v : plane) s.mean += v;
  s.mean /= static_cast<double>(plane.size());
  for (const std::uint8_t v : plane) s.sd += (v - s.mean) * (v - s.mean);
  s.sd = std::sqrt(s.sd / static_cast<double>(plane.size()));
  return s;
}

TEST(Sensor, a_grey_ramp_follows_the_curve_of_bt709) {
  LightImage image = even(0.0);
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x) {
      const float light = static_cast<float>(x) / kWidth;
      image[static_cast<std::size_t>(y * kWidth + x)] = {light, light, light};
    }
  const Picture picture = developed(clean(), image);
  EXPECT_EQ(picture.width, kWidth);
  EXPECT_EQ(picture.height, kHeight);
  EXPECT_FALSE(picture.is_full_range);
  EXPECT_TRUE(picture.is_bt709);
  for (int x = 0; x < kWidth; ++x) {
    const double expected = 16 + 219 * bt709(kGain * x / kWidth);
    for (const int y : {0, 57, kHeight - 1})
      EXPECT_NEAR(picture.luma[static_cast<std::size_t>(y * kWidth + x)], expected, 0.52) << x;
  }
  for (const std::uint8_t v : picture.blue) EXPECT_EQ(v, 128);
  for (const std::uint8_t v : picture.red) EXPECT_EQ(v, 128);
}

TEST(Sensor, colours_are_those_of_bt709_in_limited_range) {
  struct Case {
    Color light;
    double luma, blue, red;
  };
  // R, G, B at full: Kr 0.2126, Kb 0.0722.
  for (const Case& c : {Case{{9, 0, 0}, 16 + 219 * 0.2126, 128 - 224 * 0.2126 / 1.8556, 240},
                        Case{{0, 9, 0}, 16 + 219 * 0.7152, 128 - 224 * 0.7152 / 1.8556, 128 - 224 * 0.7152 / 1.5748},
                        Case{{0, 0, 9}, 16 + 219 * 0.0722, 240, 128 - 224 * 0.0722 / 1.5748},
                        Case{{9, 9, 9}, 235, 128, 128}, Case{{0, 0, 0}, 16, 128, 128}}) {
    const Picture picture = developed(clean(), even(c.light));
    EXPECT_NEAR(picture.luma[777], c.luma, 0.52);
    EXPECT_NEAR(picture.blue[777], c.blue, 0.52);
    EXPECT_NEAR(picture.red[777], c.red, 0.52);
  }
}

TEST(Sensor, noise_is_that_of_four_thousand_electrons) {
  // A white pixel holds 4000 electrons in a room of light 1: shot noise sqrt(L/4000), reading noise 4/4000.
  for (const double light : {0.03, 0.10, 0.18, 0.40, 0.70})
    for (const double amount : {1.0, 3.0}) {
      Recipe recipe = clean();
      recipe.noise = amount;
      const double seen = kGain * light, sd = amount * std::sqrt(seen / 4000 + 1e-6);
      // Each of three colours has its own noise; luma mixes them; rounding adds 1/12.
      const double mixed = std::sqrt(0.2126 * 0.2126 + 0.7152 * 0.7152 + 0.0722 * 0.0722);
      const double expected = std::sqrt(std::pow(219 * slope_of_bt709(seen) * sd * mixed, 2) + 1.0 / 12);
      const Spread luma = spread_of(developed(recipe, even(light)).luma);
      EXPECT_NEAR(luma.sd / expected, 1, 0.05) << light << " × " << amount;
      EXPECT_NEAR(luma.mean, 16 + 219 * bt709(seen), 0.02 * 219 * slope_of_bt709(seen) * sd + 1.0);
    }
}

TEST(Sensor, noise_has_no_pattern) {
  Recipe recipe = clean();
  recipe.noise = 3;
  const Picture a = developed(recipe, even(0.3), 0), b = developed(recipe, even(0.3), 1);
  const Spread s = spread_of(a.luma);
  const auto correlation = [&](const Picture& p, int dx, int dy) {
    double sum = 0;
    int n = 0;
    for (int y = 0; y + dy < kHeight; ++y)
      for (int x = 0; x + dx < kWidth; ++x, ++n)
        sum += (a.luma[static_cast<std::size_t>(y * kWidth + x)] - s.mean) *
               (p.luma[static_cast<std::size_t>((y + dy) * kWidth + x + dx)] - s.mean);
    return sum / n / (s.sd * s.sd);
  };
  for (const auto& [dx, dy] : {std::pair{1, 0}, {2, 0}, {0, 1}, {1, 1}, {16, 0}, {0, 8}})
    EXPECT_LT(std::abs(correlation(a, dx, dy)), 0.02) << dx << " " << dy;
  EXPECT_LT(std::abs(correlation(b, 0, 0)), 0.02) << "the next picture has noise of its own";
}

TEST(Sensor, a_darker_room_is_darker_and_noisier_but_not_black) {
  Recipe recipe = clean();
  recipe.noise = 1;
  const Spread bright = spread_of(developed(recipe, even(0.3)).luma);
  recipe.light = 0.1;
  const Spread dark = spread_of(developed(recipe, even(0.3)).luma);
  EXPECT_LT(dark.mean, bright.mean - 20);
  EXPECT_GT(dark.mean, 60);
  EXPECT_GT(dark.sd, 1.5 * bright.sd);
}

TEST(Sensor, denoising_lowers_the_noise_of_what_stands_still) {
  const auto noise_after = [](double denoise) {
    Recipe recipe = clean();
    recipe.noise = 2, recipe.denoise = denoise;
    Sensor sensor(recipe, 10);
    Picture picture;
    for (int i = 0; i < 8; ++i) {
      LightImage image = even(0.3);
      sensor.develop(image, i, i / 30.0, picture);
    }
    return spread_of(picture.luma).sd;
  };
  const double raw = noise_after(0), some = noise_after(0.4), much = noise_after(0.8);
  EXPECT_LT(some, 0.85 * raw);
  EXPECT_LT(much, 0.75 * raw);
  EXPECT_LT(much, some);
  EXPECT_GT(much, 0.2 * raw);
}

TEST(Sensor, denoising_leaves_what_changes_much) {
  Recipe recipe = clean();
  recipe.noise = 1, recipe.denoise = 0.9;
  Sensor sensor(recipe, 10);
  Picture picture;
  LightImage first = even(0.1), second = even(0.6);
  sensor.develop(first, 0, 0, picture);
  sensor.develop(second, 1, 1 / 30.0, picture);
  EXPECT_NEAR(spread_of(picture.luma).mean, 16 + 219 * bt709(kGain * 0.6), 0.7) << "no ghost of the picture before";
}

TEST(Sensor, sharpening_leaves_even_places_alone_and_raises_edges) {
  Recipe recipe = clean();
  recipe.sharpen = 1;
  const std::uint8_t flat = developed(recipe, even(0.3)).luma[5000];
  EXPECT_EQ(flat, developed(clean(), even(0.3)).luma[5000]);
  LightImage image = even(0.2);
  for (int y = 0; y < kHeight; ++y)
    for (int x = kWidth / 2; x < kWidth; ++x) image[static_cast<std::size_t>(y * kWidth + x)] = {0.5f, 0.5f, 0.5f};
  const Picture plain = developed(clean(), image), sharp = developed(recipe, image);
  const auto at = [&](const Picture& p, int x) { return int{p.luma[static_cast<std::size_t>(100 * kWidth + x)]}; };
  // One quarter of the step of 0.3, on either side.
  EXPECT_NEAR(at(sharp, kWidth / 2), 16 + 219 * bt709(kGain * 0.575), 1);
  EXPECT_NEAR(at(sharp, kWidth / 2 - 1), 16 + 219 * bt709(kGain * 0.125), 1);
  EXPECT_EQ(at(sharp, kWidth / 2 + 1), at(plain, kWidth / 2 + 1));
  EXPECT_EQ(at(sharp, kWidth / 2 - 2), at(plain, kWidth / 2 - 2));
}

TEST(Sensor, the_exposure_jumps_in_the_middle_of_the_clip) {
  Recipe recipe = clean();
  recipe.exposure_step_ev = 1;
  const auto luma = [&](double at_s) { return int{developed(recipe, even(0.2), 0, at_s).luma[0]}; };
  EXPECT_NEAR(luma(4.9), 16 + 219 * bt709(kGain * 0.2), 0.52);
  EXPECT_NEAR(luma(5.1), 16 + 219 * bt709(2 * kGain * 0.2), 0.52);
}

TEST(Sensor, is_the_same_for_a_seed_and_a_picture_and_another_for_another) {
  Recipe recipe = clean();
  recipe.noise = 1, recipe.denoise = 0.4, recipe.sharpen = 0.3;
  const Picture a = developed(recipe, even(0.3), 3);
  EXPECT_EQ(a.luma, developed(recipe, even(0.3), 3).luma);
  EXPECT_EQ(a.blue, developed(recipe, even(0.3), 3).blue);
  EXPECT_NE(a.luma, developed(recipe, even(0.3), 4).luma);
  recipe.seed = 2;
  EXPECT_NE(a.luma, developed(recipe, even(0.3), 3).luma);
}

TEST(Sensor, takes_light_beyond_white_and_below_black) {
  const Picture white = developed(clean(), even(50.0)), black = developed(clean(), even(-1.0));
  EXPECT_EQ(white.luma[9], 235);
  EXPECT_EQ(black.luma[9], 16);
  EXPECT_EQ(white.blue[9], 128);
}

}  // namespace
}  // namespace endrange::synthetic
