// sound_test.cpp: the sound has the levels, times and colours that were asked for, and nothing else.
#include "synthetic/sound.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstring>
#include <limits>
#include <numeric>

namespace endrange::synthetic {
namespace {

constexpr double kFlowHz = 1000, kNaN = std::numeric_limits<double>::quiet_NaN(),
                 kInf = std::numeric_limits<double>::infinity();

SoundOptions quiet(double duration_s) {
  SoundOptions options;
  options.duration_s = duration_s;
  options.room_db = kNaN;
  return options;
}

std::vector<double> steady(double flow, double seconds) {
  return std::vector<double>(static_cast<std::size_t>(seconds * kFlowHz), flow);
}

// In for 2 s, held for 1 s, out for 2 s, held for 1 s, again and again; the flow swells and ebbs as half a sine.
std::vector<double> breaths(double seconds) {
  std::vector<double> flow = steady(0, seconds);
  for (std::size_t i = 0; i < flow.size(); ++i) {
    const double t = std::fmod(static_cast<double>(i) / kFlowHz, 6.0);
    if (t < 2) flow[i] = std::sin(M_PI * t / 2);
    if (t >= 3 && t < 5) flow[i] = -std::sin(M_PI * (t - 3) / 2);
  }
  return flow;
}

double rms_db(std::span<const float> x) {
  const double sum = std::accumulate(x.begin(), x.end(), 0.0, [](double s, float v) { return s + double{v} * v; });
  return 10 * std::log10(sum / static_cast<double>(x.size()));
}

std::span<const float> between(const std::vector<float>& x, double from_s, double to_s, double rate_hz = 48000) {
  const auto from = static_cast<std::size_t>(from_s * rate_hz), to = static_cast<std::size_t>(to_s * rate_hz);
  return std::span(x).subspan(from, to - from);
}

// Mean power spectrum of blocks of 512 under a Hann window; bins 0…255.
std::vector<double> spectrum(std::span<const float> x) {
  constexpr std::size_t kBlock = 512;
  std::vector<std::complex<double>> turn(kBlock);
  for (std::size_t i = 0; i < kBlock; ++i) turn[i] = std::polar(1.0, -2 * M_PI * static_cast<double>(i) / kBlock);
  std::vector<double> power(kBlock / 2);
  for (std::size_t at = 0; at + kBlock <= x.size(); at += kBlock * 4) {
    for (std::size_t bin = 0; bin < power.size(); ++bin) {
      std::complex<double> sum;
      for (std::size_t i = 0; i < kBlock; ++i) {
        sum += double{x[at + i]} * (1 - turn[i].real()) * turn[bin * i % kBlock];
      }
      power[bin] += std::norm(sum);
    }
  }
  return power;
}

double centroid_hz(std::span<const float> x, double rate_hz = 48000) {
  const std::vector<double> power = spectrum(x);
  double sum = 0, weighted = 0;
  for (std::size_t i = 0; i < power.size(); ++i) sum += power[i], weighted += static_cast<double>(i) * power[i];
  return weighted / sum * rate_hz / (2.0 * static_cast<double>(power.size()));
}

// The share of the power between two frequencies.
double share(std::span<const float> x, double from_hz, double to_hz, double rate_hz = 48000) {
  const std::vector<double> power = spectrum(x);
  double sum = 0, inside = 0;
  for (std::size_t i = 0; i < power.size(); ++i) {
    const double hz = static_cast<double>(i) * rate_hz / (2.0 * static_cast<double>(power.size()));
    sum += power[i];
    if (hz >= from_hz && hz < to_hz) inside += power[i];
  }
  return inside / sum;
}

// The root mean square of every 50 ms.
std::vector<double> envelope(std::span<const float> x) {
  std::vector<double> levels;
  for (std::size_t at = 0; at + 2400 <= x.size(); at += 2400) {
    levels.push_back(std::pow(10, rms_db(x.subspan(at, 2400)) / 20));
  }
  return levels;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto n = static_cast<double>(a.size());
  const double mean_a = std::accumulate(a.begin(), a.end(), 0.0) / n;
  const double mean_b = std::accumulate(b.begin(), b.end(), 0.0) / n;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a), bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return ab / std::sqrt(aa * bb);
}

// FNV-1a over the bits of every sample.
std::uint64_t fingerprint(const std::vector<float>& x) {
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (const float v : x) {
    std::uint32_t bits;
    std::memcpy(&bits, &v, sizeof bits);
    hash = (hash ^ bits) * 0x100000001b3ull;
  }
  return hash;
}

SoundOptions everything(SoundMask mask) {
  SoundOptions options;
  options.duration_s = 7;
  options.mask = mask;
  return options;
}

TEST(SyntheticSound, a_seed_gives_the_same_sound_again_and_another_seed_another) {
  SoundOptions options = everything(SoundMask::speech);
  const std::vector<double> flow = breaths(7);
  const std::vector<float> once = make_sound(flow, kFlowHz, options);
  EXPECT_EQ(once.size(), 7u * 48000u);
  EXPECT_EQ(make_sound(flow, kFlowHz, options), once);
  options.seed = 2;
  const std::vector<float> other = make_sound(flow, kFlowHz, options);
  const std::vector<double> a(once.begin(), once.end()), b(other.begin(), other.end());
  EXPECT_LT(std::abs(correlation(a, b)), 0.05);
}

// Written down once; another compiler, processor or optimisation must come to the same bits. New numbers belong here
// only when the sound was meant to change.
TEST(SyntheticSound, is_the_same_to_the_last_bit_on_every_machine) {
  std::vector<double> flow = steady(0, 7);  // no sine of the C library in it
  for (std::size_t i = 0; i < flow.size(); ++i) flow[i] = i / 1500 % 2 == 0 ? 0.75 : -1.25;
  EXPECT_EQ(fingerprint(make_sound(flow, kFlowHz, everything(SoundMask::none))), 0xe779d7e1bed69d5cu);
  EXPECT_EQ(fingerprint(make_sound(flow, kFlowHz, everything(SoundMask::music))), 0xe95fca940fa761ddu);
  EXPECT_EQ(fingerprint(make_sound(flow, kFlowHz, everything(SoundMask::speech))), 0xd8c56fe18d99c91du);
}

TEST(SyntheticSound, an_exhale_at_flow_one_is_as_loud_as_asked_with_and_without_a_room) {
  for (const double reverberation_s : {0.0, 0.2, 0.35, 1.0}) {
    for (const double rate_hz : {16000.0, 48000.0}) {
      SoundOptions options = quiet(6);
      options.reverberation_s = reverberation_s;
      options.rate_hz = rate_hz;
      const std::vector<float> sound = make_sound(steady(-1, 6), kFlowHz, options);
      EXPECT_NEAR(rms_db(between(sound, 1, 6, rate_hz)), -38, 0.5) << reverberation_s << " s at " << rate_hz << " Hz";
    }
  }
}

TEST(SyntheticSound, twice_the_flow_is_nine_decibels_louder) {
  for (const double sign : {-1.0, 1.0}) {
    const std::vector<float> half = make_sound(steady(0.5 * sign, 6), kFlowHz, quiet(6));
    const std::vector<float> full = make_sound(steady(sign, 6), kFlowHz, quiet(6));
    EXPECT_NEAR(rms_db(between(full, 1, 6)) - rms_db(between(half, 1, 6)), 30 * std::log10(2), 0.01);
  }
}

TEST(SyntheticSound, the_room_tone_is_as_loud_as_asked_and_hums_at_100_hz) {
  SoundOptions options;
  options.duration_s = 10;
  const std::vector<float> sound = make_sound({}, kFlowHz, options);
  EXPECT_NEAR(rms_db(sound), -60, 0.5);
  // 100 Hz against its neighbours, by correlating with a wave: a tenth of the power stands in that one line.
  const auto power_at = [&](double hz) {
    std::complex<double> sum;
    for (std::size_t i = 0; i < sound.size(); ++i) {
      sum += double{sound[i]} * std::polar(1.0, -2 * M_PI * hz * static_cast<double>(i) / 48000);
    }
    return 2 * std::norm(sum / static_cast<double>(sound.size()));
  };
  EXPECT_NEAR(10 * std::log10(power_at(100)), -70, 0.5);
  EXPECT_LT(power_at(93), 0.1 * power_at(100));
}

TEST(SyntheticSound, a_mask_is_as_loud_as_asked) {
  for (const SoundMask mask : {SoundMask::music, SoundMask::speech}) {
    SoundOptions options = quiet(20);
    options.mask = mask;
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
      options.seed = seed;
      options.offset_s = 0;
      EXPECT_NEAR(rms_db(make_sound({}, kFlowHz, options)), -30, 0.01);
      options.offset_s = -0.2;
      EXPECT_NEAR(rms_db(make_sound({}, kFlowHz, options)), -30, 1);
    }
  }
}

TEST(SyntheticSound, each_mask_adds_itself_and_leaves_breath_and_room_tone_as_they_were) {
  const std::vector<double> flow = breaths(7);
  const std::vector<float> bare = make_sound(flow, kFlowHz, everything(SoundMask::none));
  std::vector<std::vector<float>> alone;
  for (const SoundMask mask : {SoundMask::music, SoundMask::speech}) {
    const std::vector<float> masked = make_sound(flow, kFlowHz, everything(mask));
    SoundOptions options = quiet(7);
    options.mask = mask;
    alone.push_back(make_sound({}, kFlowHz, options));
    for (std::size_t i = 0; i < bare.size(); ++i) ASSERT_NEAR(masked[i], bare[i] + alone.back()[i], 1e-6);
  }
  EXPECT_NE(alone[0], alone[1]);
}

TEST(SyntheticSound, speech_comes_in_syllables_and_pauses_and_music_has_a_beat) {
  SoundOptions options = quiet(30);
  options.mask = SoundMask::speech;
  options.reverberation_s = 0;
  std::vector<double> levels = envelope(make_sound({}, kFlowHz, options));
  int onsets = 0;  // a syllable: the level rises out of the dip before it
  for (std::size_t i = 1; i + 2 < levels.size(); ++i) {
    const bool is_dip = levels[i] <= levels[i - 1] && levels[i] < levels[i + 1];
    onsets += is_dip && std::max(levels[i + 1], levels[i + 2]) > 1.5 * levels[i];
  }
  EXPECT_GT(onsets / 30.0, 2.5);  // 4 Hz, less the pauses and the faint ones
  EXPECT_LT(onsets / 30.0, 4.5);
  std::sort(levels.begin(), levels.end());
  EXPECT_LT(levels[levels.size() / 20], 1e-4);  // at least a twentieth is pause

  options.mask = SoundMask::music;
  levels = envelope(make_sound({}, kFlowHz, options));
  double best = 0;
  for (std::size_t lag = 9; lag <= 26; ++lag) {  // a beat of 0.48–0.64 s, or two of them
    const std::vector<double> now(levels.begin(), levels.end() - 26);
    const std::vector<double> then(levels.begin() + static_cast<std::ptrdiff_t>(lag),
                                   levels.end() - 26 + static_cast<std::ptrdiff_t>(lag));
    best = std::max(best, correlation(now, then));
  }
  EXPECT_GT(best, 0.5);
}

TEST(SyntheticSound, holding_is_silent_but_for_the_room_tone) {
  SoundOptions options;
  options.duration_s = 12;
  const std::vector<float> breathing = make_sound(breaths(12), kFlowHz, options);
  const std::vector<float> holding = make_sound(steady(0, 12), kFlowHz, options);
  EXPECT_EQ(make_sound({}, kFlowHz, options), holding);
  EXPECT_NEAR(rms_db(holding), -60, 0.5);
  // From 0.35 s after the breath ended its echo is 60 dB down, and nothing is left of it a little later.
  for (const double held_from_s : {2.0, 5.0, 8.0}) {
    const auto a = between(breathing, held_from_s + 0.5, held_from_s + 1),
               b = between(holding, held_from_s + 0.5, held_from_s + 1);
    for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], 1e-5);
  }
  const std::vector<float> dead = make_sound(steady(0, 1), kFlowHz, quiet(1));
  EXPECT_TRUE(std::all_of(dead.begin(), dead.end(), [](float v) { return v == 0; }));
}

TEST(SyntheticSound, the_echo_dies_by_60_db_in_the_reverberation_time) {
  for (const double reverberation_s : {0.35, 0.8}) {
    SoundOptions options = quiet(3);
    options.breath_db = -20;
    options.reverberation_s = reverberation_s;
    double early = 0, late = 0;  // of several rooms' worth of noise: a stretch of 40 ms alone says little
    for (options.seed = 1; options.seed <= 8; ++options.seed) {
      const std::vector<float> sound = make_sound(steady(-1, 1), kFlowHz, options);
      const double from_s = 1.08, to_s = from_s + reverberation_s / 2;
      early += std::pow(10, rms_db(between(sound, from_s, from_s + 0.04)) / 10);
      late += std::pow(10, rms_db(between(sound, to_s, to_s + 0.04)) / 10);
    }
    EXPECT_NEAR(10 * std::log10(early / late), 30, 1.5) << reverberation_s;
  }
}

TEST(SyntheticSound, the_loudness_follows_the_flow) {
  const std::vector<double> flow = breaths(30);
  std::vector<double> expected;  // amplitude: flow to the 1.5, inhaling 3 dB less
  for (std::size_t i = 25; i < flow.size(); i += 50) {
    expected.push_back(std::pow(std::abs(flow[i]), 1.5) * (flow[i] > 0 ? std::pow(10, -3 / 20.0) : 1));
  }
  SoundOptions options = quiet(30);
  options.reverberation_s = 0;
  EXPECT_GT(correlation(envelope(make_sound(flow, kFlowHz, options)), expected), 0.98);
  options.reverberation_s = 0.35;
  options.room_db = -60;
  EXPECT_GT(correlation(envelope(make_sound(flow, kFlowHz, options)), expected), 0.95);
}

TEST(SyntheticSound, the_offset_shifts_every_sample_and_changes_none) {
  const std::vector<double> flow = breaths(7);
  for (const SoundMask mask : {SoundMask::none, SoundMask::music, SoundMask::speech}) {
    SoundOptions options = everything(mask);
    const std::vector<float> on_time = make_sound(flow, kFlowHz, options);
    for (const double offset_s : {0.2, 2.0, -0.15, -2.0}) {
      options.offset_s = offset_s;
      const std::vector<float> moved = make_sound(flow, kFlowHz, options);
      ASSERT_EQ(moved.size(), on_time.size());
      const auto shift = static_cast<std::ptrdiff_t>(std::lround(offset_s * 48000));
      const std::vector<float>& late = shift > 0 ? moved : on_time;
      const std::vector<float>& soon = shift > 0 ? on_time : moved;
      EXPECT_TRUE(std::equal(late.begin() + std::abs(shift), late.end(), soon.begin())) << offset_s;
    }
  }
}

TEST(SyntheticSound, a_breath_is_heard_when_the_flow_begins) {
  std::vector<double> flow = steady(0, 3);
  std::fill(flow.begin() + 1000, flow.end(), -1.0);
  for (const double offset_s : {0.0, 0.25, -0.25}) {
    SoundOptions options = quiet(3);
    options.offset_s = offset_s;
    const std::vector<float> sound = make_sound(flow, kFlowHz, options);
    const auto first = std::find_if(sound.begin(), sound.end(), [](float v) { return std::abs(v) > 1e-4f; });
    EXPECT_NEAR(static_cast<double>(first - sound.begin()) / 48000, 1 + offset_s, 0.003);
  }
}

TEST(SyntheticSound, an_inhale_is_brighter_than_an_exhale) {
  SoundOptions options = quiet(6);
  for (const double reverberation_s : {0.0, 0.35}) {
    options.reverberation_s = reverberation_s;
    const std::vector<float> in = make_sound(steady(1, 6), kFlowHz, options);
    const std::vector<float> out = make_sound(steady(-1, 6), kFlowHz, options);
    EXPECT_GT(centroid_hz(between(in, 1, 6)), 1.5 * centroid_hz(between(out, 1, 6)));
    EXPECT_GT(share(between(in, 1, 6), 500, 4000), 0.8);
    EXPECT_GT(share(between(out, 1, 6), 200, 1500), 0.7);
    EXPECT_NEAR(rms_db(between(in, 1, 6)), -41, 0.5);
  }
}

TEST(SyntheticSound, clips_rather_than_leave_the_range_and_stays_finite) {
  std::vector<double> flow = breaths(4);
  flow[100] = kNaN, flow[200] = kInf, flow[300] = -kInf, flow[400] = 1e300;
  for (const SoundMask mask : {SoundMask::none, SoundMask::music, SoundMask::speech}) {
    SoundOptions options = everything(mask);
    options.duration_s = 4;
    options.breath_db = 10, options.room_db = 3, options.mask_db = 6;
    const std::vector<float> sound = make_sound(flow, kFlowHz, options);
    EXPECT_TRUE(std::all_of(sound.begin(), sound.end(), [](float v) { return std::abs(v) <= 1; }));
    EXPECT_EQ(*std::max_element(sound.begin(), sound.end()), 1);
    options.breath_db = options.room_db = options.mask_db = 1e9;
    const std::vector<float> absurd = make_sound(flow, kFlowHz, options);
    EXPECT_TRUE(std::all_of(absurd.begin(), absurd.end(), [](float v) { return std::abs(v) <= 1; }));
  }
}

TEST(SyntheticSound, a_flow_that_is_not_finite_is_a_hold) {
  for (const double unknown : {kNaN, kInf, -kInf}) {
    EXPECT_EQ(make_sound(steady(unknown, 2), kFlowHz, quiet(2)), make_sound(steady(0, 2), kFlowHz, quiet(2)));
  }
}

TEST(SyntheticSound, a_level_that_is_not_finite_leaves_the_sound_out) {
  const std::vector<double> flow = breaths(4);
  SoundOptions options;
  options.duration_s = 4;
  const std::vector<float> room_only = make_sound({}, kFlowHz, options);
  for (const double none : {kNaN, -kInf}) {
    options.breath_db = none;
    EXPECT_EQ(make_sound(flow, kFlowHz, options), room_only);
    options.mask = SoundMask::music;
    options.mask_db = none;
    EXPECT_EQ(make_sound(flow, kFlowHz, options), room_only);
  }
}

TEST(SyntheticSound, without_a_flow_or_its_rate_nobody_breathes) {
  const std::vector<float> silence = make_sound({}, kFlowHz, quiet(2));
  EXPECT_EQ(silence, std::vector<float>(96000, 0.0f));
  for (const double rate : {0.0, -1.0, kNaN, kInf}) EXPECT_EQ(make_sound(breaths(2), rate, quiet(2)), silence);
}

TEST(SyntheticSound, the_flow_may_end_before_the_file_or_after_it) {
  const std::vector<float> whole = make_sound(steady(-1, 4), kFlowHz, quiet(2));
  EXPECT_EQ(make_sound(steady(-1, 2.5), kFlowHz, quiet(2)), whole);
  const std::vector<float> brief = make_sound(steady(-1, 0.5), kFlowHz, quiet(2));
  EXPECT_LT(rms_db(between(brief, 1.2, 2)), -100);
}

TEST(SyntheticSound, options_out_of_range_give_nothing) {
  const auto samples = [](auto change) {
    SoundOptions options = quiet(1);
    change(options);
    return make_sound(steady(-1, 1), kFlowHz, options).size();
  };
  for (const double bad : {0.0, -1.0, kNaN, kInf}) {
    EXPECT_EQ(samples([&](SoundOptions& o) { o.duration_s = bad; }), 0u);
    EXPECT_EQ(samples([&](SoundOptions& o) { o.rate_hz = bad; }), 0u);
  }
  for (const double bad : {2.1, -2.1, kNaN, kInf}) {
    EXPECT_EQ(samples([&](SoundOptions& o) { o.offset_s = bad; }), 0u);
  }
  EXPECT_EQ(samples([](SoundOptions& o) { o.reverberation_s = kInf; }), 0u);
  for (const double dry : {kNaN, -1.0, 0.0, 1e-9, 0.05}) {
    EXPECT_EQ(samples([&](SoundOptions& o) { o.reverberation_s = dry; }), 48000u);
  }
}

}  // namespace
}  // namespace endrange::synthetic
