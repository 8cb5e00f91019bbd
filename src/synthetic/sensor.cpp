#include "synthetic/sensor.h"

#include <algorithm>
#include <cmath>

#include "synthetic/random.h"

namespace endrange::synthetic {

namespace {

// A phone in room light: electrons of a white pixel, and its reading noise in electrons. Plausible, not measured.
constexpr double kWhite = 4000, kReading = 4;
constexpr int kToneSteps = 4096;

// Normal numbers from a table, in an order that no two rows share: fast, and the same everywhere.
const std::vector<float>& normal_table() {
  static const std::vector<float> table = [] {
    std::vector<float> values(1 << 16);
    Dice dice(20240229);
    for (float& v : values) v = static_cast<float>(dice.normal());
    return values;
  }();
  return table;
}

}  // namespace

Sensor::Sensor(const Recipe& recipe, double duration_s)
    : recipe_(recipe),
      duration_s_(duration_s),
      width_(recipe.width_px()),
      height_(recipe.height_px()),
      electrons_(kWhite * std::pow(recipe.light, 0.65)),
      tone_(kToneSteps + 2) {
  for (int i = 0; i < kToneSteps + 2; ++i) {
    // BT.709's curve: a straight foot, then a power.
    const double light = static_cast<double>(i) / kToneSteps;
    tone_[static_cast<std::size_t>(i)] =
        static_cast<float>(light < 0.018 ? 4.5 * light : 1.099 * std::pow(light, 0.45) - 0.099);
  }
}

void Sensor::develop(LightImage& image, int index, double at_s, Picture& picture) {
  expose(image, index, at_s);
  finish(image, picture);
}

void Sensor::expose(LightImage& image, int index, double at_s) const {
  const auto width = static_cast<std::size_t>(width_), height = static_cast<std::size_t>(height_);
  // The exposure follows the room's light, but not all the way; in the dark the gain does the rest, with its noise.
  const double jump = at_s > duration_s_ / 2 ? recipe_.exposure_step_ev : 0;
  const auto gain = static_cast<float>(1.15 * std::pow(recipe_.light, 0.35) * std::exp2(jump));
  const auto shot = static_cast<float>(recipe_.noise / std::sqrt(electrons_)),
             reading = static_cast<float>(recipe_.noise * kReading / electrons_);
  const std::vector<float>& normal = normal_table();
  const auto seed = static_cast<std::uint64_t>(recipe_.seed);
  for (std::size_t y = 0; y < height; ++y) {
    std::uint64_t at = mix(seed * 1000003 + static_cast<std::uint64_t>(index) * 8191 + y);
    for (std::size_t x = 0; x < width; ++x) {
      Color& c = image[y * width + x];
      for (float* channel : {&c.r, &c.g, &c.b}) {
        const float light = *channel * gain;
        at = at * 6364136223846793005ull + 1442695040888963407ull;
        *channel = light + std::sqrt(shot * shot * light + reading * reading) * normal[at >> 48];
      }
    }
  }
}

void Sensor::finish(LightImage& image, Picture& picture) {
  const auto width = static_cast<std::size_t>(width_), height = static_cast<std::size_t>(height_);
  const double shot = recipe_.noise / std::sqrt(electrons_);
  // Denoising blends with the picture before where the two differ by no more than noise would.
  if (recipe_.denoise > 0 && before_.size() == image.size()) {
    const auto keep = static_cast<float>(recipe_.denoise), scale = static_cast<float>(1 / (9 * shot * shot + 1e-6));
    for (std::size_t i = 0; i < image.size(); ++i) {
      Color &now = image[i], &was = before_[i];
      const float d = now.g - was.g, share = keep * std::max(0.0f, 1 - d * d * scale / std::max(0.05f, now.g));
      now = now + share * (was + -1.0f * now);
    }
  }
  before_ = image;
  const auto sharp = static_cast<float>(recipe_.sharpen);
  if (sharp > 0) {
    // Unsharp mask with a 3 × 3 binomial.
    soft_.resize(image.size());
    for (std::size_t y = 0; y < height; ++y)
      for (std::size_t x = 0; x < width; ++x) {
        const std::size_t l = x > 0 ? x - 1 : x, r = x + 1 < width ? x + 1 : x;
        soft_[y * width + x] = 0.25f * (image[y * width + l] + image[y * width + r]) + 0.5f * image[y * width + x];
      }
    for (std::size_t y = 0; y < height; ++y) {
      const std::size_t u = y > 0 ? y - 1 : y, d = y + 1 < height ? y + 1 : y;
      for (std::size_t x = 0; x < width; ++x) {
        const Color blurred = 0.25f * (soft_[u * width + x] + soft_[d * width + x]) + 0.5f * soft_[y * width + x];
        Color& c = image[y * width + x];
        c = (1 + sharp) * c + -sharp * blurred;
      }
    }
  }
  // Tone, then luma and colour differences of BT.709, limited range.
  if (picture.width != width_ || picture.height != height_) picture = Picture(width_, height_);
  picture.is_full_range = false, picture.is_bt709 = true;
  const auto toned = [&](float light) {
    const float at = std::clamp(light, 0.0f, 1.0f) * kToneSteps;
    const auto i = static_cast<std::size_t>(at);
    return tone_[i] + (at - static_cast<float>(i)) * (tone_[i + 1] - tone_[i]);
  };
  const auto byte = [](float v) { return static_cast<std::uint8_t>(std::clamp(v + 0.5f, 0.0f, 255.0f)); };
  for (std::size_t y = 0; y < height; y += 2)
    for (std::size_t x = 0; x < width; x += 2) {
      float blue = 0, red = 0;
      for (const std::size_t at : {y * width + x, y * width + x + 1, (y + 1) * width + x, (y + 1) * width + x + 1}) {
        const float r = toned(image[at].r), g = toned(image[at].g), b = toned(image[at].b);
        const float luma = 0.2126f * r + 0.7152f * g + 0.0722f * b;
        picture.luma[at] = byte(16 + 219 * luma);
        blue += (b - luma) / 1.8556f, red += (r - luma) / 1.5748f;
      }
      const std::size_t half = y / 2 * (width / 2) + x / 2;
      picture.blue[half] = byte(128 + 56 * blue), picture.red[half] = byte(128 + 56 * red);
    }
}

}  // namespace endrange::synthetic
