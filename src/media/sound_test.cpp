// sound_test.cpp: the sound of a clip comes out at the right pitch and at the right time on the pictures' clock.
#include "media/sound.h"

#include <gtest/gtest.h>

#include <cmath>

#include "media/test_clips.h"

namespace endrange {
namespace {

using namespace test_clips;

struct Heard {
  std::vector<double> at_s;
  std::vector<float> samples;
  double rate_hz = 0;
};

Heard hear_all(const std::string& path, double rate_hz = 16000) {
  auto reader = SoundReader::open(path, rate_hz);
  if (!reader) throw std::runtime_error(reader.error().message);
  Heard heard;
  for (int block = 0; block < 100000; ++block) {
    const auto sound = reader->next();
    if (!sound) throw std::runtime_error(sound.error().message);
    if (sound->samples.empty()) break;
    heard.rate_hz = sound->rate_hz;
    for (std::size_t i = 0; i < sound->samples.size(); ++i) {
      heard.at_s.push_back(sound->at_s + static_cast<double>(i) / sound->rate_hz);
      heard.samples.push_back(sound->samples[i]);
    }
  }
  return heard;
}

// A tone that rises from 300 to 3000 Hz in a second: like itself at one moment only.
double rising_tone(double since_s) {
  return since_s < 0 ? 0 : 0.5 * std::sin(2 * M_PI * (300 + 1350 * since_s) * since_s);
}

// A stretch of what was heard, on an even clock from its first sample on: Matroska's times are rounded to 1 ms, block
// by block, which is right enough as times but scrambles the phase of a tone.
Heard stretch(const Heard& heard, double from_s, double to_s) {
  Heard part;
  part.rate_hz = heard.rate_hz;
  for (std::size_t i = 0; i < heard.samples.size(); ++i) {
    if (heard.at_s[i] < from_s || heard.at_s[i] >= to_s) continue;
    part.at_s.push_back(part.at_s.empty() ? heard.at_s[i] : part.at_s.back() + 1 / heard.rate_hz);
    part.samples.push_back(heard.samples[i]);
  }
  return part;
}

// How much later than said the sound stands, s: where it is most like `wave`.
template <class Wave>
double lateness_s(const Heard& heard, const Wave& wave, double from_s, double to_s) {
  const Heard part = stretch(heard, from_s, to_s);
  double best = -1e9, lateness = 0;
  for (double shift_s = -0.05; shift_s <= 0.05; shift_s += 0.00025) {
    double likeness = 0;
    for (std::size_t i = 0; i < part.samples.size(); i += 2)
      likeness += static_cast<double>(part.samples[i]) * wave(part.at_s[i] - shift_s);
    if (likeness > best) best = likeness, lateness = shift_s;
  }
  return lateness;
}

// How strongly one pitch sounds, as its amplitude.
double amplitude_at(const Heard& heard, double hz, double from_s, double to_s) {
  const Heard part = stretch(heard, from_s, to_s);
  double in_phase = 0, across = 0;
  for (std::size_t i = 0; i < part.samples.size(); ++i) {
    in_phase += static_cast<double>(part.samples[i]) * std::cos(2 * M_PI * hz * part.at_s[i]);
    across += static_cast<double>(part.samples[i]) * std::sin(2 * M_PI * hz * part.at_s[i]);
  }
  return 2 * std::hypot(in_phase, across) / static_cast<double>(part.samples.size());
}

Track picture_track(double starts_s, const char* encoder = "libx264") {
  PictureSpec pictures;
  pictures.encoder = encoder;
  pictures.times_s = steady_times(30, 30, starts_s);
  return encode_pictures(pictures);
}

struct Kind {
  const char* name;
  const char* file;
  const char* picture;
  const char* sound;
  int rate_hz;
  int channels;
};

class SoundKinds : public ::testing::TestWithParam<Kind> {};

TEST_P(SoundKinds, a_sine_comes_back_at_its_pitch_as_mono) {
  const Kind& kind = GetParam();
  NEEDS_ENCODER(kind.picture);
  NEEDS_ENCODER(kind.sound);
  const TempFolder folder;
  SoundSpec spec;
  spec.encoder = kind.sound, spec.rate_hz = kind.rate_hz, spec.channels = kind.channels;
  spec.wave = [](double at_s) { return sine(1000, at_s); };
  const Track picture = picture_track(0, kind.picture), sound = encode_sound(spec);
  write_clip(folder.file(kind.file), {&picture, &sound});
  for (const double rate_hz : {16000.0, 8000.0, 48000.0}) {
    const Heard heard = hear_all(folder.file(kind.file), rate_hz);
    EXPECT_EQ(heard.rate_hz, rate_hz);
    // Once through, mono: a second of sound is a second of samples, within a codec's block or two.
    EXPECT_NEAR(static_cast<double>(heard.samples.size()) / rate_hz, 1.0, 0.06);
    for (std::size_t i = 1; i < heard.at_s.size(); ++i)
      ASSERT_NEAR(heard.at_s[i] - heard.at_s[i - 1], 1 / rate_hz, 0.0011) << i;
    EXPECT_NEAR(amplitude_at(heard, 1000, 0.2, 0.8), 0.5, 0.05) << rate_hz;
    for (const double wrong_hz : {500.0, 900.0, 1100.0, 2000.0})
      EXPECT_LT(amplitude_at(heard, wrong_hz, 0.2, 0.8), 0.03) << rate_hz;
  }
}

TEST_P(SoundKinds, stands_right_on_the_pictures_clock) {
  const Kind& kind = GetParam();
  NEEDS_ENCODER(kind.picture);
  NEEDS_ENCODER(kind.sound);
  const TempFolder folder;
  struct Start {
    double picture_s, sound_s;
  };
  for (const Start& start : {Start{0, 0}, {0, 0.25}, {3.2, 3.2}, {3.2, 3.45}, {1.0, 0.7}, {0.4, 0}}) {
    SoundSpec spec;
    spec.encoder = kind.sound, spec.rate_hz = kind.rate_hz, spec.channels = kind.channels;
    spec.starts_s = start.sound_s;
    spec.wave = [&](double at_s) { return rising_tone(at_s - start.sound_s); };
    const Track picture = picture_track(start.picture_s, kind.picture), sound = encode_sound(spec);
    write_clip(folder.file(kind.file), {&picture, &sound});
    const Heard heard = hear_all(folder.file(kind.file));
    const double begins_s = start.sound_s - start.picture_s;
    const auto wave = [&](double at_s) { return rising_tone(at_s - begins_s); };
    // From its first moments to its last: it neither begins wrong nor drifts.
    EXPECT_NEAR(lateness_s(heard, wave, begins_s, begins_s + 0.4), 0, 0.002) << start.picture_s << " " << start.sound_s;
    EXPECT_NEAR(lateness_s(heard, wave, begins_s + 0.6, begins_s + 1), 0, 0.002)
        << start.picture_s << " " << start.sound_s;
  }
}

INSTANTIATE_TEST_SUITE_P(Sound, SoundKinds,
                         ::testing::Values(Kind{"aac_mp4", "a.mp4", "libx264", "aac", 44100, 1},
                                           Kind{"aac_stereo_mov", "a.mov", "libx264", "aac", 48000, 2},
                                           Kind{"aac_mkv", "a.mkv", "libx264", "aac", 44100, 2},
                                           Kind{"opus_webm", "a.webm", "libvpx-vp9", "libopus", 48000, 2},
                                           Kind{"opus_mp4", "a.mp4", "libx264", "libopus", 48000, 1},
                                           Kind{"pcm_mov", "a.mov", "libx264", "pcm_s16le", 44100, 2}),
                         [](const auto& info) { return info.param.name; });

TEST(Sound, a_clip_without_sound_is_turned_down_with_a_sentence) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  write_plain_clip(folder.file("a.mp4"));
  const auto reader = SoundReader::open(folder.file("a.mp4"));
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().kind, Error::Kind::unreadable);
  EXPECT_EQ(reader.error().message, folder.file("a.mp4") + ": no sound in it");
}

TEST(Sound, a_missing_file_is_not_found) {
  const TempFolder folder;
  const auto reader = SoundReader::open(folder.file("none.mp4"));
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().kind, Error::Kind::not_found);
  EXPECT_NE(reader.error().message.find(folder.file("none.mp4")), std::string::npos);
}

TEST(Sound, a_codec_that_is_not_let_in_is_unsupported) {
  NEEDS_ENCODER("libx264");
  NEEDS_ENCODER("mp2");
  const TempFolder folder;
  SoundSpec spec;
  spec.encoder = "mp2";
  const Track picture = picture_track(0), sound = encode_sound(spec);
  write_clip(folder.file("a.mkv"), {&picture, &sound});
  const auto reader = SoundReader::open(folder.file("a.mkv"));
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().kind, Error::Kind::unsupported);
}

TEST(Sound, a_file_of_sound_alone_counts_from_its_start) {
  NEEDS_ENCODER("aac");
  const TempFolder folder;
  SoundSpec spec;
  spec.wave = rising_tone;
  const Track sound = encode_sound(spec);
  write_clip(folder.file("a.m4a"), {&sound});
  EXPECT_NEAR(lateness_s(hear_all(folder.file("a.m4a")), rising_tone, 0, 1), 0, 0.002);
}

TEST(Sound, says_the_end_again_when_asked_again) {
  NEEDS_ENCODER("aac");
  const TempFolder folder;
  const Track sound = encode_sound({});
  write_clip(folder.file("a.m4a"), {&sound});
  auto reader = SoundReader::open(folder.file("a.m4a"));
  ASSERT_TRUE(reader);
  while (!reader->next().value().samples.empty()) continue;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(reader->next().value().samples.empty());
}

// A damaged header, or a clip pasted together, can change how many channels there are and how fast they go.
TEST(Sound, survives_channels_and_rates_that_change_in_mid_clip) {
  NEEDS_ENCODER("libmp3lame");
  const TempFolder folder;
  struct Kind {
    int channels, rate_hz;
  };
  const Kind kKinds[] = {{1, 44100}, {2, 44100}, {1, 48000}, {2, 48000}};
  for (const Kind& a : kKinds) {
    for (const Kind& b : kKinds) {
      SCOPED_TRACE(std::to_string(a.channels) + " at " + std::to_string(a.rate_hz) + ", then " +
                   std::to_string(b.channels) + " at " + std::to_string(b.rate_hz));
      SoundSpec first, then;
      first.encoder = then.encoder = "libmp3lame";
      first.channels = a.channels, first.rate_hz = a.rate_hz;
      then.channels = b.channels, then.rate_hz = b.rate_hz;
      first.wave = then.wave = [](double at_s) { return sine(1000, at_s); };
      then.starts_s = 1;
      Track track = encode_sound(first), more = encode_sound(then);
      more.packets.erase(more.packets.begin(), more.packets.begin() + 2);  // its run-in lies over the first part's end
      append(track, std::move(more), 0);
      write_clip(folder.file("a.mkv"), {&track});
      const Heard heard = hear_all(folder.file("a.mkv"));
      EXPECT_NEAR(amplitude_at(heard, 1000, 0.2, 0.8), 0.5, 0.05);
      EXPECT_NEAR(amplitude_at(heard, 1000, 1.2, 1.8), 0.5, 0.05);
      EXPECT_NEAR(heard.at_s.back(), 2, 0.1);
    }
  }
}

TEST(Sound, loud_stereo_stays_between_minus_one_and_one) {
  NEEDS_ENCODER("pcm_s16le");
  const TempFolder folder;
  SoundSpec spec;
  spec.encoder = "pcm_s16le", spec.channels = 2;
  spec.wave = [](double at_s) { return 1.9 * sine(1000, at_s); };
  const Track sound = encode_sound(spec);
  write_clip(folder.file("a.mov"), {&sound});
  const Heard heard = hear_all(folder.file("a.mov"));
  const auto [lowest, highest] = std::minmax_element(heard.samples.begin(), heard.samples.end());
  EXPECT_NEAR(*lowest, -0.95, 0.03);
  EXPECT_NEAR(*highest, 0.95, 0.03);
}

TEST(Sound, corruption_of_a_single_byte_never_crashes_nor_hangs) {
  const TempFolder folder;
  struct Pair {
    const char* file;
    const char* picture;
    const char* sound;
  };
  for (const Pair& pair : {Pair{"a.mp4", "libx264", "aac"}, {"a.webm", "libvpx-vp9", "libopus"}}) {
    NEEDS_ENCODER(pair.picture);
    NEEDS_ENCODER(pair.sound);
    SoundSpec spec;
    spec.encoder = pair.sound, spec.rate_hz = 48000, spec.channels = 2, spec.lasts_s = 0.3;
    PictureSpec pictures;
    pictures.encoder = pair.picture;
    pictures.times_s = steady_times(3, 10);
    const Track picture = encode_pictures(pictures), sound = encode_sound(spec);
    const std::string path = folder.file(pair.file);
    write_clip(path, {&picture, &sound}, {std::string(pair.file) == "a.mp4" ? "movflags=+faststart" : ""});
    const Bytes whole = read_bytes(path);
    Dice dice(99);
    for (int i = 0; i < 300; ++i) {
      const std::size_t span = i < 100 ? std::min<std::size_t>(whole.size(), 2000) : whole.size();
      Bytes bytes = whole;
      bytes[dice.roll() % span] ^= static_cast<char>(1 + dice.roll() % 255);
      write_bytes(path, bytes);
      auto reader = SoundReader::open(path);
      if (!reader) continue;
      int blocks = 0;
      for (; blocks < 5000; ++blocks) {
        const auto heard = reader->next();
        if (!heard || heard->samples.empty()) break;
        for (const float sample : heard->samples) ASSERT_FALSE(std::isinf(sample)) << i;
      }
      EXPECT_LT(blocks, 5000) << i;
    }
  }
}

}  // namespace
}  // namespace endrange
