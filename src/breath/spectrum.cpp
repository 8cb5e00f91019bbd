#include "breath/spectrum.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <numbers>

namespace endrange {

namespace {

// As long as a clip may be: 2 h.
constexpr std::size_t kMostFrames = 288'000;
// Times in files are rounded to a millisecond or so; encoders prime with up to 50 ms.
constexpr double kJoined_s = 0.06, kLongestHole_s = 600;
// How fast each bin's own level follows: a hum is learnt in this time, a sung or spoken note is over by then.
constexpr double kLevelFollows_s = 3;
constexpr std::size_t kGroup = 16, kGroups = 15, kMostTonal = 5;
// Below: −120 dBFS a bin, what 16 bits can't hold.
constexpr float kNothing = 1e-12f;

}  // namespace

SoundWatcher::SoundWatcher()
    : window_(kWindow),
      re_(kWindow),
      im_(kWindow),
      cos_(kWindow / 2),
      sin_(kWindow / 2),
      reversed_(kWindow),
      power_(kBins),
      level_(kBins) {
  constexpr double kTurn = 2 * std::numbers::pi / static_cast<double>(kWindow);
  // Scaled so that the sum over all bins is the mean square of the samples: 3/8 is the mean of Hann's square.
  const double scale = std::sqrt(2 / (0.375 * static_cast<double>(kWindow) * static_cast<double>(kWindow)));
  const int bits = std::countr_zero(kWindow);
  for (std::size_t i = 0; i < kWindow; ++i) {
    window_[i] = static_cast<float>(scale * 0.5 * (1 - std::cos(kTurn * static_cast<double>(i))));
    for (int b = 0; b < bits; ++b) reversed_[i] |= ((i >> b) & 1) << (bits - 1 - b);
  }
  for (std::size_t i = 0; i < kWindow / 2; ++i) {
    cos_[i] = static_cast<float>(std::cos(kTurn * static_cast<double>(i)));
    sin_[i] = static_cast<float>(-std::sin(kTurn * static_cast<double>(i)));
  }
  for (std::size_t b = 0; b <= kBands; ++b)
    edges_[b] = static_cast<std::size_t>(std::lround(kBandEdges_hz[b] * static_cast<double>(kWindow) / kRate_hz));
}

void SoundWatcher::push(const Sound& sound) {
  assert(sound.rate_hz == kRate_hz);
  if (!has_begun_) {
    has_begun_ = true;
    next_s_ = sound.at_s;
    frames_.at_s = sound.at_s + static_cast<double>(kWindow) / 2 / kRate_hz;
  }
  const double hole_s = sound.at_s - next_s_;
  if (hole_s > kJoined_s && hole_s < kLongestHole_s) {
    const auto missing = static_cast<std::size_t>(hole_s * kRate_hz);
    for (std::size_t i = 0; i < missing; ++i) add(0);
    next_s_ += hole_s;
  }
  for (const float sample : sound.samples) add(std::isfinite(sample) ? std::clamp(sample, -4.0f, 4.0f) : 0.0f);
  next_s_ += static_cast<double>(sound.samples.size()) / kRate_hz;
}

void SoundWatcher::add(float sample) {
  recent_.push_back(sample);
  // Two windows, the second a step later, go through one complex transform.
  if (recent_.size() < kWindow + kStep) return;
  waiting_ = 2;
  transform();
  recent_.erase(recent_.begin(), recent_.begin() + 2 * kStep);
}

SoundFrames SoundWatcher::take() {
  if (recent_.size() >= kWindow) {
    recent_.resize(kWindow + kStep, 0);
    waiting_ = 1;
    transform();
  }
  return std::move(frames_);
}

void SoundWatcher::transform() {
  for (std::size_t i = 0; i < kWindow; ++i) {
    const std::size_t to = reversed_[i];
    re_[to] = window_[i] * recent_[i];
    im_[to] = window_[i] * recent_[i + kStep];
  }
  for (std::size_t half = 1; half < kWindow; half *= 2) {
    const std::size_t stride = kWindow / (2 * half);
    for (std::size_t k = 0; k < half; ++k) {
      const float c = cos_[k * stride], s = sin_[k * stride];
      for (std::size_t a = k; a < kWindow; a += 2 * half) {
        const std::size_t b = a + half;
        const float x = c * re_[b] - s * im_[b], y = c * im_[b] + s * re_[b];
        re_[b] = re_[a] - x, im_[b] = im_[a] - y;
        re_[a] += x, im_[a] += y;
      }
    }
  }
  for (std::size_t which = 0; which < waiting_; ++which) describe(which);
}

void SoundWatcher::describe(std::size_t which) {
  if (frames_.size() >= kMostFrames) return;
  // The transform of a real signal is its own mirror: the two windows come apart by sum and difference.
  for (std::size_t k = 1; k < kBins; ++k) {
    const float a = re_[k], b = im_[k], c = re_[kWindow - k], d = im_[kWindow - k];
    const float x = which == 0 ? (a + c) / 2 : (b + d) / 2, y = which == 0 ? (b - d) / 2 : (c - a) / 2;
    power_[k] = x * x + y * y;
  }
  std::array<float, kBands>& bands = frames_.power.emplace_back();
  for (std::size_t b = 0; b < kBands; ++b)
    for (std::size_t k = edges_[b]; k < edges_[b + 1]; ++k) bands[b] += power_[k];
  float total = 0;
  for (std::size_t k = 1; k < kBins; ++k) total += power_[k];
  frames_.total.push_back(total);

  const float follow = static_cast<float>(std::max(1.0 / static_cast<double>(++seen_), kSoundStep_s / kLevelFollows_s));
  std::array<float, kGroups> tonal{};
  for (std::size_t g = 0; g < kGroups; ++g) {
    float mean = 0, mean_log = 0;
    for (std::size_t k = kGroup * (g + 1); k < kGroup * (g + 2); ++k) {
      const float log_power = std::log(power_[k] + kNothing), over = log_power - level_[k];
      level_[k] += follow * over;
      mean_log += over / kGroup, mean += std::exp(std::min(over, 30.0f)) / kGroup;
    }
    tonal[g] = std::log(mean + kNothing) - mean_log;
  }
  std::ranges::nth_element(tonal, tonal.begin() + kMostTonal, std::greater<>());
  float sum = 0;
  for (std::size_t g = 0; g < kMostTonal; ++g) sum += tonal[g] / kMostTonal;
  frames_.tonal.push_back(sum);
}

}  // namespace endrange
