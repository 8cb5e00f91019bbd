// The spectrum over time: powers in closed form, tonality of noise and of tones, holes kept.
#include "breath/spectrum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "breath/test_sounds.h"
#include "core/smooth.h"

namespace endrange {
namespace {

using test::Maker;

SoundFrames frames_of(const std::vector<float>& sound, double at_s = 0) {
  SoundWatcher watcher;
  watcher.push({at_s, SoundWatcher::kRate_hz, sound});
  return watcher.take();
}

double median_tonality(const SoundFrames& f) { return median(std::vector<double>(f.tonal.begin(), f.tonal.end())); }

TEST(SoundFrames, a_tone_has_half_its_amplitude_squared_in_its_own_band_and_nothing_elsewhere) {
  std::vector<float> sound(32000);
  for (std::size_t i = 0; i < sound.size(); ++i)
    sound[i] = static_cast<float>(0.2 * std::sin(2 * M_PI * 1000 * static_cast<double>(i) / 16000));
  const SoundFrames f = frames_of(sound);
  ASSERT_GT(f.size(), 70u);
  for (std::size_t i = 0; i + 1 < f.size(); ++i) {
    for (std::size_t b = 0; b < kBands; ++b) {
      const bool is_own = kBandEdges_hz[b] < 1000 && 1000 < kBandEdges_hz[b + 1];
      EXPECT_NEAR(f.power[i][b], is_own ? 0.02 : 0, 1e-4) << b;
    }
    EXPECT_NEAR(f.total[i], 0.02, 1e-4);
  }
}

TEST(SoundFrames, both_windows_of_a_transform_come_out_as_they_would_alone) {
  Maker maker(3);
  maker.add_room({100, 3000, 1}, -20);
  const SoundFrames whole = frames_of(maker.sound);
  // A step later the first window of a pair becomes the second.
  const SoundFrames later = frames_of({maker.sound.begin() + 400, maker.sound.end()});
  for (std::size_t i = 0; i + 2 < later.size(); ++i)
    for (std::size_t b = 0; b < kBands; ++b)
      EXPECT_NEAR(later.power[i][b] / whole.power[i + 1][b], 1, 1e-3) << i << " " << b;
}

TEST(SoundFrames, noise_of_any_colour_is_equally_untonal_and_voices_are_tonal) {
  for (const test::Colour& colour : {test::Colour{50, 7900, 1}, {60, 400, 1}, {30, 80, 1}, {1500, 7000, 2}}) {
    Maker maker(10);
    maker.add_room(colour, -40);
    EXPECT_NEAR(median_tonality(frames_of(maker.sound)), 0.74, 0.04) << colour.high_hz;
  }
  Maker voice(10);
  voice.add_room({60, 400, 1}, -60);
  voice.add_voice(0, 10, -30);
  EXPECT_GT(median_tonality(frames_of(voice.sound)), 1.4);
}

TEST(SoundFrames, a_hum_that_stays_is_learnt) {
  Maker maker(20);
  maker.add_room({60, 400, 1}, -50);
  maker.add_hum(-40);
  const SoundFrames f = frames_of(maker.sound);
  EXPECT_LT(median(std::vector<double>(f.tonal.begin() + 300, f.tonal.end())), 0.9);
}

TEST(SoundFrames, blocks_of_any_size_give_the_same_and_a_hole_stays_a_hole) {
  Maker maker(4);
  maker.add_room({100, 3000, 1}, -20);
  const std::span<const float> all = maker.sound;
  SoundWatcher watcher;
  for (std::size_t i = 0; i < all.size(); i += 1023)
    watcher.push(
        {0.5 + static_cast<double>(i) / 16000, 16000, all.subspan(i, std::min<std::size_t>(1023, all.size() - i))});
  const SoundFrames pieces = watcher.take(), whole = frames_of(maker.sound, 0.5);
  EXPECT_EQ(pieces.at_s, 0.532);
  EXPECT_EQ(pieces.power, whole.power);

  SoundWatcher torn;
  torn.push({0, 16000, all.subspan(0, 16000)});
  torn.push({3, 16000, all.subspan(16000, 16000)});
  const SoundFrames f = torn.take();
  EXPECT_NEAR(f.time_of(f.size() - 1), 4, 0.06);
  EXPECT_EQ(f.total[80], 0) << "2 s: nothing was recorded";
  EXPECT_GT(f.total[140], 0);
}

TEST(SoundFrames, samples_that_are_not_numbers_count_as_none) {
  std::vector<float> sound(16000, 0.1f);
  sound[5000] = std::numeric_limits<float>::quiet_NaN(), sound[6000] = std::numeric_limits<float>::infinity();
  for (const float total : frames_of(sound).total) EXPECT_TRUE(std::isfinite(total));
  EXPECT_EQ(frames_of({}).size(), 0u);
  EXPECT_EQ(frames_of(std::vector<float>(500)).size(), 0u);
}

}  // namespace
}  // namespace endrange
