// scene_test.cpp: cuts, camera movement and light, in pictures drawn for the purpose.
#include "media/scene.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "media/picture.h"

namespace endrange {
namespace {

constexpr int kWidth = 640, kHeight = 360;

// Smooth texture out of noise on a grid, 0…255: much the same everywhere, nowhere the same. A room, to this watcher.
// Drawn once, with a margin around the picture, and read between its pixels.
class Texture {
 public:
  explicit Texture(std::uint32_t seed) : seed_(seed), drawn_(static_cast<std::size_t>(kColumns * kRows)) {
    for (int y = 0; y < kRows; ++y)
      for (int x = 0; x < kColumns; ++x)
        drawn_[static_cast<std::size_t>(y * kColumns + x)] =
            static_cast<float>(127 + 95 * (0.7 * noise(x / 61.0, y / 61.0, 1) + 0.3 * noise(x / 23.0, y / 23.0, 2)));
  }
  double at(double x, double y) const {
    const double cx = std::clamp(x + kMargin, 0.0, kColumns - 1.001), cy = std::clamp(y + kMargin, 0.0, kRows - 1.001);
    const int left = static_cast<int>(cx), top = static_cast<int>(cy);
    const double fx = cx - left, fy = cy - top;
    const float* p = &drawn_[static_cast<std::size_t>(top * kColumns + left)];
    return (1 - fy) * ((1 - fx) * static_cast<double>(p[0]) + fx * static_cast<double>(p[1])) +
           fy * ((1 - fx) * static_cast<double>(p[kColumns]) + fx * static_cast<double>(p[kColumns + 1]));
  }

 private:
  static constexpr int kMargin = 170, kColumns = kWidth + 2 * kMargin, kRows = kHeight + 2 * kMargin;

  double corner(int x, int y, std::uint32_t layer) const {
    std::uint32_t h = seed_ * 2654435761u ^ layer * 40503u;
    for (const std::uint32_t v : {static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y)}) {
      h = (h ^ (v + 0x9e3779b9u + (h << 6) + (h >> 2))) * 2246822519u;
      h ^= h >> 15;
    }
    return static_cast<double>(h % 20001) / 10000 - 1;
  }
  double noise(double x, double y, std::uint32_t layer) const {
    const int left = static_cast<int>(std::floor(x)), top = static_cast<int>(std::floor(y));
    const auto ease = [](double t) { return t * t * (3 - 2 * t); };
    const double fx = ease(x - left), fy = ease(y - top);
    return std::lerp(std::lerp(corner(left, top, layer), corner(left + 1, top, layer), fx),
                     std::lerp(corner(left, top + 1, layer), corner(left + 1, top + 1, layer), fx), fy);
  }
  std::uint32_t seed_;
  std::vector<float> drawn_;
};

// A picture by its grey, 0 black … 255 white.
template <class Grey>
Picture drawn(const Grey& grey, bool is_full_range = false, int width = kWidth, int height = kHeight) {
  Picture picture(width, height);
  picture.is_full_range = is_full_range;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const double value = std::clamp(grey(x, y), 0.0, 255.0);
      picture.luma[static_cast<std::size_t>(y * picture.width + x)] =
          static_cast<std::uint8_t>(std::lround(is_full_range ? value : 16 + value * 219 / 255));
    }
  }
  return picture;
}

Picture textured(const Texture& texture, double shift_x = 0, double shift_y = 0) {
  return drawn([&](int x, int y) { return texture.at(x - shift_x, y - shift_y); });
}

// With a thigh's worth of dark, lifted and lowered about a hip.
Picture with_leg(const Texture& texture, double angle, double shift_x = 0, double shift_y = 0) {
  const double cosine = std::cos(angle), sine = std::sin(angle);
  return drawn([&](int x, int y) {
    const double right = x - 260, down = y - 250;
    const double along = right * cosine - down * sine, across = right * sine + down * cosine;
    const bool is_leg = along > 0 && along < 210 && std::abs(across) < 24;
    return is_leg ? 25 : texture.at(x - shift_x, y - shift_y);
  });
}

double leg_angle(int frame) { return 0.8 * (1 - std::cos(frame * 2 * M_PI / 60)); }

// ----------------------------------------------------------------------------------------------------------- Cuts

TEST(SceneWatcher, finds_a_cut_at_its_frame_and_only_there) {
  const Texture a(1), b(2);
  SceneWatcher watcher;
  for (int frame = 0; frame < 80; ++frame) {
    const Picture picture = with_leg(frame < 45 ? a : b, leg_angle(frame));
    EXPECT_EQ(watcher.push(picture.view()).starts_take, frame == 45) << frame;
  }
}

TEST(SceneWatcher, finds_a_cut_at_the_second_frame_and_one_soon_after_another) {
  const Texture a(1), b(2), c(3);
  SceneWatcher watcher;
  for (int frame = 0; frame < 20; ++frame) {
    const Texture& texture = frame < 1 ? a : frame < 4 ? b : c;
    EXPECT_EQ(watcher.push(textured(texture).view()).starts_take, frame == 1 || frame == 4) << frame;
  }
}

TEST(SceneWatcher, takes_no_leg_for_a_cut_however_it_moves) {
  const Texture room(4);
  for (const double frames_per_swing : {60.0, 20.0, 8.0}) {
    SceneWatcher watcher;
    for (int frame = 0; frame < 60; ++frame) {
      const double angle = 0.8 * (1 - std::cos(frame * 2 * M_PI / frames_per_swing));
      EXPECT_FALSE(watcher.push(with_leg(room, angle).view()).starts_take) << frames_per_swing << " " << frame;
    }
  }
}

TEST(SceneWatcher, takes_no_wandering_camera_nor_changing_light_for_a_cut) {
  const Texture room(5);
  SceneWatcher walking, dimming;
  for (int frame = 0; frame < 40; ++frame) {
    EXPECT_FALSE(walking.push(textured(room, 4 * frame, 2 * std::sin(frame)).view()).starts_take) << frame;
    const Picture dimmer = drawn([&](int x, int y) { return room.at(x, y) * (1 - frame / 80.0); });
    EXPECT_FALSE(dimming.push(dimmer.view()).starts_take) << frame;
  }
}

TEST(SceneWatcher, a_change_of_size_begins_anew_without_a_crash) {
  const Texture room(6);
  SceneWatcher watcher;
  for (const int width : {640, 322, 640, 64, 1920}) {
    const Picture picture = drawn([&](int x, int y) { return room.at(x, y); }, false, width, width / 2);
    const SceneSample sample = watcher.push(picture.view());
    EXPECT_EQ(sample.camera_shift.x, 0) << width;
    EXPECT_EQ(sample.camera_shift.y, 0) << width;
  }
}

// --------------------------------------------------------------------------------------------------------- Camera

TEST(SceneWatcher, the_first_frame_and_the_first_after_a_cut_are_the_reference) {
  const Texture a(1), b(2);
  SceneWatcher watcher;
  for (int frame = 0; frame < 40; ++frame) {
    const bool is_second = frame >= 20;
    const double shift = frame - (is_second ? 20 : 0);
    const SceneSample sample = watcher.push(textured(is_second ? b : a, shift, 0).view());
    EXPECT_NEAR(sample.camera_shift.x, shift, 1.5) << frame;
    EXPECT_NEAR(sample.camera_shift.y, 0, 1) << frame;
  }
}

TEST(SceneWatcher, a_moving_leg_is_no_moving_camera) {
  const Texture room(7);
  SceneWatcher watcher;
  for (int frame = 0; frame < 90; ++frame) {
    const SceneSample sample = watcher.push(with_leg(room, leg_angle(frame)).view());
    EXPECT_FALSE(sample.starts_take) << frame;
    EXPECT_LT(length(sample.camera_shift), 1) << frame;
  }
}

TEST(SceneWatcher, reads_how_far_the_background_moved) {
  for (const std::uint32_t seed : {8u, 9u, 10u, 11u}) {
    const Texture room(seed);
    SceneWatcher at_once;
    at_once.push(textured(room).view());
    const Vec2 jumped = at_once.push(textured(room, 12, -7).view()).camera_shift;
    EXPECT_NEAR(jumped.x, 12, 1.5) << seed;
    EXPECT_NEAR(jumped.y, -7, 1.5) << seed;

    SceneWatcher bit_by_bit;
    SceneSample last;
    for (int frame = 0; frame <= 24; ++frame)
      last = bit_by_bit.push(textured(room, frame / 2.0, -7 * frame / 24.0).view());
    EXPECT_NEAR(last.camera_shift.x, 12, 1.5) << seed;
    EXPECT_NEAR(last.camera_shift.y, -7, 1.5) << seed;

    // With the leg in front of it.
    SceneWatcher behind;
    for (int frame = 0; frame <= 24; ++frame)
      last = behind.push(with_leg(room, leg_angle(frame), frame / 2.0, -7 * frame / 24.0).view());
    EXPECT_NEAR(last.camera_shift.x, 12, 1.5) << seed;
    EXPECT_NEAR(last.camera_shift.y, -7, 1.5) << seed;
  }
}

TEST(SceneWatcher, reads_the_shift_in_pixels_at_any_size) {
  const Texture room(12);
  for (const double scale : {0.5, 1.0, 2.0, 3.0}) {
    const int width = static_cast<int>(kWidth * scale), height = static_cast<int>(kHeight * scale);
    const auto moved = [&](double x_px, double y_px) {
      return drawn([&](int x, int y) { return room.at((x - x_px) / scale, (y - y_px) / scale); }, false, width, height);
    };
    SceneWatcher watcher;
    watcher.push(moved(0, 0).view());
    const Vec2 shift = watcher.push(moved(8 * scale, 5 * scale).view()).camera_shift;
    EXPECT_NEAR(shift.x, 8 * scale, 1.5 * scale) << scale;
    EXPECT_NEAR(shift.y, 5 * scale, 1.5 * scale) << scale;
  }
}

// Nothing to hold on to, or in one direction only: no reading, rather than a wrong one.
TEST(SceneWatcher, says_nothing_of_the_camera_where_nothing_shows_it) {
  struct Case {
    const char* name;
    std::function<double(int, int)> grey;
  };
  for (const Case& c : {Case{"black", [](int, int) { return 0.0; }},
                        {"grey", [](int, int) { return 120.0; }},
                        {"white", [](int, int) { return 255.0; }},
                        {"level stripes", [](int, int y) { return 127 + 100 * std::sin(y / 20.0); }},
                        {"upright stripes", [](int x, int) { return 127 + 100 * std::sin(x / 20.0); }},
                        {"a level edge", [](int, int y) { return y < 170 ? 40.0 : 200.0; }},
                        {"an upright edge", [](int x, int) { return x < 300 ? 40.0 : 200.0; }}}) {
    SceneWatcher watcher;
    for (int frame = 0; frame < 5; ++frame) {
      const SceneSample sample = watcher.push(drawn(c.grey).view());
      EXPECT_FALSE(sample.starts_take) << c.name;
      if (frame == 0) continue;
      EXPECT_TRUE(std::isnan(sample.camera_shift.x)) << c.name << ": " << sample.camera_shift.x;
      EXPECT_TRUE(std::isnan(sample.camera_shift.y)) << c.name << ": " << sample.camera_shift.y;
    }
    // And when such a picture moves.
    for (int frame = 0; frame < 5; ++frame) {
      const Vec2 shift =
          watcher.push(drawn([&](int x, int y) { return c.grey(x + frame, y + frame); }).view()).camera_shift;
      EXPECT_EQ(std::isnan(shift.x), std::isnan(shift.y)) << c.name;
    }
  }
}

TEST(SceneWatcher, reads_a_shift_again_after_the_lens_was_covered) {
  const Texture room(13);
  SceneWatcher watcher;
  for (int frame = 0; frame < 5; ++frame) watcher.push(textured(room).view());
  for (int frame = 0; frame < 5; ++frame) {
    const SceneSample covered = watcher.push(drawn([](int, int) { return 3.0; }).view());
    EXPECT_EQ(covered.starts_take, frame == 0);
  }
  const SceneSample back = watcher.push(textured(room).view());
  EXPECT_LT(back.starts_take ? 0 : length(back.camera_shift), 1);
}

TEST(SceneWatcher, works_on_tiny_and_on_odd_pictures) {
  struct Size {
    int width, height;
  };
  for (const Size& size : {Size{2, 2}, {4, 300}, {300, 4}, {96, 96}, {97, 95}, {192, 8}, {7, 7}, {1, 1}}) {
    // Exactly as many bytes as the frame has: a sanitizer sees a read beyond them.
    std::vector<std::uint8_t> luma(static_cast<std::size_t>(size.width * size.height));
    for (std::size_t i = 0; i < luma.size(); ++i) luma[i] = static_cast<std::uint8_t>(16 + i * 37 % 200);
    Frame frame;
    frame.width = size.width, frame.height = size.height;
    frame.luma = luma.data(), frame.luma_stride = size.width;
    SceneWatcher watcher;
    for (int i = 0; i < 3; ++i) {
      const SceneSample sample = watcher.push(frame);
      EXPECT_GE(sample.brightness, 0) << size.width << "x" << size.height;
      EXPECT_LE(sample.brightness, 1) << size.width << "x" << size.height;
      EXPECT_FALSE(sample.starts_take);
    }
  }
}

// ---------------------------------------------------------------------------------------------------------- Light

TEST(SceneWatcher, brightness_and_contrast_of_plain_pictures) {
  struct Case {
    const char* name;
    std::function<double(int, int)> grey;
    double brightness, contrast;
  };
  for (const bool is_full_range : {false, true}) {
    for (const Case& c : {Case{"black", [](int, int) { return 0.0; }, 0, 0},
                          {"white", [](int, int) { return 255.0; }, 1, 0},
                          {"half and half", [](int x, int) { return x < kWidth / 2 ? 0.0 : 255.0; }, 0.5, 1},
                          {"half, level", [](int, int y) { return y < kHeight / 2 ? 255.0 : 0.0; }, 0.5, 1},
                          {"a quarter of it bright", [](int x, int) { return x < kWidth / 4 ? 255.0 : 0.0; }, 0.25, 1},
                          {"dim", [](int, int) { return 51.0; }, 0.2, 0},
                          {"faint", [](int x, int) { return x < kWidth / 2 ? 102.0 : 153.0; }, 0.5, 0.2},
                          {"a slope", [](int x, int) { return 255.0 * x / kWidth; }, 0.5, 0.9}}) {
      SceneWatcher watcher;
      const SceneSample sample = watcher.push(drawn(c.grey, is_full_range).view());
      EXPECT_NEAR(sample.brightness, c.brightness, 0.012) << c.name;
      EXPECT_NEAR(sample.contrast, c.contrast, 0.025) << c.name;
    }
  }
}

}  // namespace
}  // namespace endrange
