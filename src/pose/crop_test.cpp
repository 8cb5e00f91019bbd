// crop_test.cpp: what Cropper samples from pictures whose every value is known.
#include "pose/crop.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

namespace endrange {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr std::array kTurns = {0.0, kPi / 2, kPi, -kPi / 2, kPi / 6};  // the quarter turns, and 30 degrees

// A picture of full range, grey until something else is painted. Rows are longer than the picture is wide, and
// what lies beyond the width is no part of it.
struct Picture {
  static constexpr int kSpare = 5;
  int width, height;
  std::vector<std::uint8_t> luma, blue, red;
  bool is_full_range = true, is_bt709 = false;

  Picture(int w, int h) : width(w), height(h) {
    luma.assign(static_cast<std::size_t>(luma_stride()) * static_cast<std::size_t>(h), 255);
    blue.assign(static_cast<std::size_t>(chroma_stride()) * static_cast<std::size_t>((h + 1) / 2), 255);
    red = blue;
    paint(luma, w, h, luma_stride(), [](int, int) { return 128; });
    paint_blue([](int, int) { return 128; });
    paint_red([](int, int) { return 128; });
  }
  int luma_stride() const { return width + kSpare; }
  int chroma_stride() const { return (width + 1) / 2 + kSpare; }

  // value(column, row) of each pixel.
  template <class Value>
  static void paint(std::vector<std::uint8_t>& plane, int columns, int rows, int stride, const Value& value) {
    for (int y = 0; y < rows; ++y)
      for (int x = 0; x < columns; ++x)
        plane[static_cast<std::size_t>(y * stride + x)] = static_cast<std::uint8_t>(value(x, y));
  }
  template <class Value>
  void paint_luma(const Value& value) {
    paint(luma, width, height, luma_stride(), value);
  }
  template <class Value>
  void paint_blue(const Value& value) {
    paint(blue, (width + 1) / 2, (height + 1) / 2, chroma_stride(), value);
  }
  template <class Value>
  void paint_red(const Value& value) {
    paint(red, (width + 1) / 2, (height + 1) / 2, chroma_stride(), value);
  }

  Frame frame() const {
    Frame f;
    f.width = width, f.height = height;
    f.luma = luma.data(), f.blue = blue.data(), f.red = red.data();
    f.luma_stride = luma_stride(), f.chroma_stride = chroma_stride();
    f.is_full_range = is_full_range, f.is_bt709 = is_bt709;
    return f;
  }
};

struct Sampled {
  int size;
  std::vector<float> rgb;
  float at(int column, int row, int colour) const {
    return rgb[static_cast<std::size_t>((row * size + column) * 3 + colour)];
  }
};

Sampled sample(Cropper& cropper, const Picture& picture, const Region& region, int size, Border border, float low = 0,
               float high = 255) {
  Sampled result{size, std::vector<float>(static_cast<std::size_t>(size * size * 3), -1000.0f)};
  cropper.sample(picture.frame(), region, size, border, low, high, result.rgb);
  return result;
}

// Where the centre of one sample lies in the picture.
Vec2 place_of(const Region& region, int size, int column, int row) {
  return region.in_picture((column + 0.5) / size, (row + 0.5) / size);
}

// A ramp along both axes. Its mean over a block of two or three pixels is a whole number, so rounding to 8 bit
// loses nothing, shrunk or not.
Picture ramp() {
  Picture picture(128, 120);
  picture.paint_luma([](int x, int y) { return 5 + x + y; });
  return picture;
}
double ramp_at(Vec2 place) { return 5 + (place.x - 0.5) + (place.y - 0.5); }

void expect_ramp(double side_px, int size) {
  const Picture picture = ramp();
  Cropper cropper;
  for (const double turn : kTurns) {
    const Region region{{64.25, 59.5}, side_px, turn};
    const Sampled got = sample(cropper, picture, region, size, Border::black);
    double worst = 0;
    for (int row = 0; row < size; ++row)
      for (int column = 0; column < size; ++column)
        for (int colour = 0; colour < 3; ++colour)
          worst = std::max(worst, std::abs(got.at(column, row, colour) - ramp_at(place_of(region, size, column, row))));
    EXPECT_LE(worst, 1e-3) << "grey levels, turned by " << turn;  // measured 2.0e-4
  }
}

TEST(Crop, ramp_is_reproduced_pixel_by_pixel) { expect_ramp(40, 40); }

TEST(Crop, ramp_is_reproduced_enlarged) { expect_ramp(25, 64); }

TEST(Crop, ramp_is_reproduced_shrunk_a_little) { expect_ramp(70, 48); }

TEST(Crop, ramp_is_reproduced_shrunk_by_blocks_of_two) { expect_ramp(70, 30); }

TEST(Crop, ramp_is_reproduced_shrunk_by_blocks_of_three) { expect_ramp(78, 26); }

TEST(Crop, chroma_lies_between_the_luma_pixels_it_belongs_to) {
  // Each chroma value belongs to 2 × 2 pixels: number i stands at 2 i + 1 in the picture.
  Picture picture(128, 120);
  picture.paint_red([](int x, int) { return 80 + x; });
  picture.paint_blue([](int, int y) { return 80 + y; });
  Cropper cropper;
  for (const double turn : kTurns) {
    const Region region{{64, 60}, 50, turn};
    const Sampled got = sample(cropper, picture, region, 50, Border::replicate);
    for (int row = 0; row < 50; ++row) {
      for (int column = 0; column < 50; ++column) {
        const Vec2 place = place_of(region, 50, column, row);
        EXPECT_NEAR(got.at(column, row, 0), 128 + 1.402 * (80 + (place.x - 1) / 2 - 128), 1e-2);
        EXPECT_NEAR(got.at(column, row, 2), 128 + 1.772 * (80 + (place.y - 1) / 2 - 128), 1e-2);
      }
    }
  }
}

TEST(Crop, shrinking_averages_fine_detail_away) {
  Picture picture(100, 100);
  picture.paint_luma([](int x, int y) { return (x + y) % 2 == 0 ? 255 : 1; });
  Cropper cropper;
  for (const double shift : {0.0, 0.3, 0.7, 1.0}) {
    const Sampled got = sample(cropper, picture, {{50 + shift, 50}, 60, 0}, 30, Border::replicate);
    for (const float value : got.rgb) ASSERT_NEAR(value, 128, 1e-3);
  }
}

TEST(Crop, turned_region_shows_a_dot_where_in_picture_says) {
  constexpr int kSize = 60;
  Cropper cropper;
  for (const double side : {60.0, 130.0}) {  // as it is, and shrunk
    for (double turn = -3; turn < 3.2; turn += 0.37) {
      const Region region{{110.3, 94.8}, side, turn};
      const double u = 0.3, v = 0.65;
      const Vec2 dot = region.in_picture(u, v);
      Picture picture(220, 190);
      picture.paint_luma([&](int x, int y) {
        return std::lround(250 * std::exp(-std::pow(length(Vec2{x + 0.5, y + 0.5} - dot) / 5, 2)));
      });
      const Sampled got = sample(cropper, picture, region, kSize, Border::replicate);
      double sum = 0, sum_u = 0, sum_v = 0;
      for (int row = 0; row < kSize; ++row) {
        for (int column = 0; column < kSize; ++column) {
          sum += got.at(column, row, 0);
          sum_u += got.at(column, row, 0) * (column + 0.5) / kSize;
          sum_v += got.at(column, row, 0) * (row + 0.5) / kSize;
        }
      }
      // Rounding to 8 bit, twice when shrunk, moves the middle of the dot: measured 0.056 px.
      EXPECT_NEAR(sum_u / sum * side, u * side, 0.1) << "px, turned by " << turn;
      EXPECT_NEAR(sum_v / sum * side, v * side, 0.1) << "px, turned by " << turn;
    }
  }
}

TEST(Crop, outside_of_the_picture_is_black_or_its_edge) {
  const Picture picture = ramp();
  Cropper cropper;
  for (const double turn : kTurns) {
    const Region region{{10.25, 115.25}, 50, turn};
    const Sampled black = sample(cropper, picture, region, 50, Border::black);
    const Sampled edge = sample(cropper, picture, region, 50, Border::replicate);
    int outside = 0;
    for (int row = 0; row < 50; ++row) {
      for (int column = 0; column < 50; ++column) {
        const Vec2 place = place_of(region, 50, column, row);
        // A sample on the very border may fall on either side.
        if (std::abs(place.x) < 1e-3 || std::abs(place.y - picture.height) < 1e-3) continue;
        const Vec2 nearest = {std::clamp(place.x, 0.5, picture.width - 0.5),
                              std::clamp(place.y, 0.5, picture.height - 0.5)};
        const bool inside = place.x > 0 && place.y < picture.height;
        outside += inside ? 0 : 1;
        EXPECT_NEAR(edge.at(column, row, 1), ramp_at(nearest), 1e-2);
        EXPECT_NEAR(black.at(column, row, 1), inside ? ramp_at(nearest) : 0, 1e-2);
      }
    }
    EXPECT_GT(outside, 1000);
  }
}

TEST(Crop, a_region_far_outside_is_all_black_or_all_edge) {
  const Picture picture = ramp();
  Cropper cropper;
  for (const double side : {40.0, 400.0}) {
    const Region region{{-5000, -5000}, side, 0.3};
    const Sampled black = sample(cropper, picture, region, 20, Border::black, -1, 1);
    const Sampled edge = sample(cropper, picture, region, 20, Border::replicate);
    EXPECT_TRUE(std::ranges::all_of(black.rgb, [](float v) { return v == -1; }));
    for (const float value : edge.rgb) EXPECT_NEAR(value, edge.rgb[0], 1e-4);
    EXPECT_LT(edge.rgb[0], 25) << "the ramp's darkest corner";
  }
}

TEST(Crop, black_and_white_of_both_ranges_become_low_and_high) {
  struct Case {
    bool is_full_range;
    int luma;
    float expected;
  };
  for (const Case& c :
       {Case{true, 0, -1}, {true, 255, 1}, {false, 16, -1}, {false, 235, 1}, {false, 0, -1}, {false, 255, 1}}) {
    Picture picture(40, 30);
    picture.is_full_range = c.is_full_range;
    picture.paint_luma([&](int, int) { return c.luma; });
    Cropper cropper;
    for (const double side : {10.0, 25.0}) {
      const Sampled got = sample(cropper, picture, {{20, 15}, side, 0.2}, 10, Border::replicate, -1, 1);
      for (const float value : got.rgb) ASSERT_NEAR(value, c.expected, 1e-5) << "luma " << c.luma;
    }
  }
}

TEST(Crop, primary_colours_of_both_standards_come_out_pure) {
  // Rounded to 8 bit from the definitions in BT.601, BT.709 and JFIF.
  struct Case {
    const char* what;
    bool is_bt709, is_full_range;
    int luma, blue, red;
    std::array<float, 3> rgb;
  };
  for (const Case& c : {
           Case{"601 red", false, false, 81, 90, 240, {1, 0, 0}},
           Case{"601 green", false, false, 145, 54, 34, {0, 1, 0}},
           Case{"601 blue", false, false, 41, 240, 110, {0, 0, 1}},
           Case{"709 red", true, false, 63, 102, 240, {1, 0, 0}},
           Case{"709 green", true, false, 173, 42, 26, {0, 1, 0}},
           Case{"709 blue", true, false, 32, 240, 118, {0, 0, 1}},
           Case{"JFIF red", false, true, 76, 85, 255, {1, 0, 0}},
           Case{"JFIF green", false, true, 150, 44, 21, {0, 1, 0}},
           Case{"JFIF blue", false, true, 29, 255, 107, {0, 0, 1}},
           Case{"709 full red", true, true, 54, 99, 255, {1, 0, 0}},
       }) {
    Picture picture(40, 30);
    picture.is_bt709 = c.is_bt709, picture.is_full_range = c.is_full_range;
    picture.paint_luma([&](int, int) { return c.luma; });
    picture.paint_blue([&](int, int) { return c.blue; });
    picture.paint_red([&](int, int) { return c.red; });
    Cropper cropper;
    const Sampled got = sample(cropper, picture, {{20, 15}, 16, 0}, 8, Border::replicate, 0, 1);
    for (std::size_t i = 0; i < got.rgb.size(); ++i) ASSERT_NEAR(got.rgb[i], c.rgb[i % 3], 0.02) << c.what;
  }
}

TEST(Crop, one_cropper_serves_pictures_of_all_sizes) {
  // Scratch memory left from a larger picture must not show in a smaller one.
  Cropper used;
  for (const auto& [width, height] : {std::pair{128, 120}, {1, 1}, {33, 2}, {2, 47}, {17, 17}, {3, 1}, {128, 120}}) {
    Picture picture(width, height);
    picture.paint_luma([](int x, int y) { return (7 * x + 13 * y) % 256; });
    for (const double side : {4.0, 64.0, 300.0, 5000.0}) {
      for (const Border border : {Border::black, Border::replicate}) {
        const Region region{{width / 2.0, height / 2.0}, side, 0.4};
        Cropper fresh;
        const Sampled got = sample(used, picture, region, 16, border);
        EXPECT_EQ(got.rgb, sample(fresh, picture, region, 16, border).rgb) << width << " x " << height;
        for (const float value : got.rgb) ASSERT_TRUE(value >= 0 && value <= 255) << value;
      }
    }
  }
}

}  // namespace
}  // namespace endrange
