#include "breath/levels.h"

#include <algorithm>
#include <cmath>

namespace endrange {

namespace {

// A blow and its echo are over in less than half of it, a breath takes longer.
constexpr std::size_t kMedianHalf = 3;
// A breath and its pause fit twice; a room changes more slowly.
constexpr std::size_t kHalfWindow = 320, kEvery = 40;  // frames: 8 s, 1 s
// Pauses and turns of the breath take a quarter of the time or more: half of the frames below this are pauses.
constexpr double kSeldom = 0.12;
// Enough pauses for their mean to mean something: 0.4 s.
constexpr std::size_t kFewestQuiet = 16;
// −96 dBFS a band: the last bit of 16. Below, files hold nothing, and codecs leave holes.
constexpr float kLeastPower = 2.5e-10f;

// The middle of an odd number of values.
float middle(std::array<float, 2 * kMedianHalf + 1> v) {
  std::ranges::nth_element(v, v.begin() + kMedianHalf);
  return v[kMedianHalf];
}

bool is_hole(const SoundFrames& f, std::size_t i) { return f.total[i] == 0; }

}  // namespace

Levels levels_of(const SoundFrames& frames, std::span<const char> is_quiet) {
  const std::size_t n = frames.size();
  Levels out;
  out.over.resize(n), out.floor.resize(n), out.loud_db.assign(n, 0), out.brisk_db.assign(n, 0);
  if (n == 0) return out;
  std::vector<float> calm(n), window;
  std::vector<float> knots;  // log of the floor, every kEvery frames
  for (std::size_t b = 0; b < kBands; ++b) {
    for (std::size_t i = 0; i < n; ++i) {
      std::array<float, 2 * kMedianHalf + 1> near{};
      for (std::size_t k = 0; k < near.size(); ++k) {
        const std::size_t at = std::clamp(i + k, kMedianHalf, n - 1 + kMedianHalf) - kMedianHalf;
        near[k] = frames.power[at][b];
      }
      calm[i] = middle(near);
    }
    knots.clear();
    for (std::size_t at = 0; at < n + kEvery; at += kEvery) {
      const std::size_t from = at > kHalfWindow ? at - kHalfWindow : 0, to = std::min(n, at + kHalfWindow);
      window.clear();
      double sum = 0;
      std::size_t quiet = 0;
      for (std::size_t i = std::min(from, to); i < to; ++i) {
        if (is_hole(frames, i)) continue;
        window.push_back(calm[i]);
        if (!is_quiet.empty() && is_quiet[i] != 0) sum += calm[i], ++quiet;
      }
      float floor = kLeastPower;
      if (quiet >= kFewestQuiet) {
        floor = static_cast<float>(sum / static_cast<double>(quiet));
      } else if (!window.empty()) {
        const auto seldom = window.begin() + static_cast<std::ptrdiff_t>(kSeldom * static_cast<double>(window.size()));
        std::nth_element(window.begin(), seldom, window.end());
        floor = *seldom;
      }
      knots.push_back(std::log(std::max(floor, kLeastPower)));
    }
    for (std::size_t i = 0; i < n; ++i) {
      const std::size_t knot = i / kEvery;
      const float share = static_cast<float>(i % kEvery) / kEvery;
      const float floor = std::exp(std::lerp(knots[knot], knots[knot + 1], share));
      out.floor[i][b] = floor;
      out.over[i][b] = is_hole(frames, i) ? 1 : calm[i] / floor;
      constexpr float kDb = 10.0f / static_cast<float>(kBands);
      out.loud_db[i] += kDb * std::log10(std::max(out.over[i][b], 1.0f));
      out.brisk_db[i] += kDb * std::log10(std::max(frames.power[i][b] / floor, 1.0f));
    }
  }
  return out;
}

}  // namespace endrange
