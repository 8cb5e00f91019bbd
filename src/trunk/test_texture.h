// test_texture.h: a texture in closed form, photographed with pixels that gather all the light that falls on them. For
// tests.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <utility>
#include <vector>

#include "core/frame.h"

namespace endrange::test {

/// A sum of waves of 5 to 40 px in all directions.
class Texture {
 public:
  /// contrast: standard deviation of its grey levels.
  explicit Texture(double contrast, unsigned seed = 1) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> share(0, 1);
    for (int i = 0; i < 24; ++i) {
      const double length = 5 * std::pow(8, share(random)), direction = std::numbers::pi * share(random);
      const double k = 2 * std::numbers::pi / length;
      waves_.push_back({k * std::cos(direction), k * std::sin(direction), 2 * std::numbers::pi * share(random),
                        contrast * std::sqrt(2.0 / 24)});
    }
  }
  /// Light gathered by a pixel of `scale` texture px around (x, y), turned by `turn`.
  double at(double x, double y, double scale = 1, double turn = 0) const {
    const auto sinc = [](double v) { return std::abs(v) < 1e-9 ? 1 : std::sin(v) / v; };
    double sum = 118;
    for (const Wave& w : waves_) {
      const double along = w.x * std::cos(turn) + w.y * std::sin(turn),
                   across = w.y * std::cos(turn) - w.x * std::sin(turn);
      sum += w.height * std::sin(w.x * x + w.y * y + w.phase) * sinc(along * scale / 2) * sinc(across * scale / 2);
    }
    return sum;
  }

 private:
  struct Wave {
    double x, y, phase, height;
  };
  std::vector<Wave> waves_;
};

/// How the texture lies in the picture: turned and scaled about its middle, then shifted by (x, y) px.
struct View {
  double x = 0, y = 0, turn = 0, scale = 1;
  std::pair<double, double> forward(double px, double py) const {
    const double u = px - 160, v = py - 120, c = std::cos(turn), s = std::sin(turn);
    return {160 + x + scale * (c * u - s * v), 120 + y + scale * (s * u + c * v)};
  }
  std::pair<double, double> back(double px, double py) const {
    const double u = (px - 160 - x) / scale, v = (py - 120 - y) / scale, c = std::cos(turn), s = std::sin(turn);
    return {160 + c * u + s * v, 120 - s * u + c * v};
  }
};

struct Picture {
  std::vector<std::uint8_t> luma;
  Frame frame;
};

/// 320×240; noise: standard deviation, grey levels; shrink: contrast and brightness as a share of what they were.
inline Picture photograph(const Texture& texture, const View& view, double noise, unsigned seed, double shrink = 1) {
  Picture picture;
  picture.luma.resize(320 * 240);
  std::mt19937 random(seed);
  std::normal_distribution<double> grain(0, std::max(noise, 1e-12));
  for (int y = 0; y < 240; ++y)
    for (int x = 0; x < 320; ++x) {
      const auto [u, v] = view.back(x + 0.5, y + 0.5);
      const double light = shrink * texture.at(u, v, 1 / view.scale, -view.turn) + (noise > 0 ? grain(random) : 0);
      picture.luma[static_cast<std::size_t>(y * 320 + x)] =
          static_cast<std::uint8_t>(std::clamp(std::lround(light), 0L, 255L));
    }
  picture.frame.width = 320, picture.frame.height = 240;
  picture.frame.luma = picture.luma.data(), picture.frame.luma_stride = 320;
  return picture;
}

}  // namespace endrange::test
