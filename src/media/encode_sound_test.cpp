// encode_sound_test.cpp: our own sound, pushed into a film, is heard where it was pushed, however it was pushed.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "media/encoder.h"
#include "media/sound.h"
#include "media/test_clips.h"
#include "media/test_films.h"

namespace endrange {
namespace {

using namespace test_clips;

// When the clicks' middles sound, on the film's clock: before it, at its very start, across blocks, near its end.
const std::vector<double> kClicks_s = {-0.15, 0.0025, 0.1, 0.2025, 0.5, 0.777, 1.0, 1.31, 1.9};
constexpr double kFilm_s = 2;

// One positive half wave of a millisecond.
float click_train(double at_s) {
  for (const double click_s : kClicks_s)
    if (const double off_s = at_s - click_s; std::abs(off_s) < 0.0005)
      return static_cast<float>(0.8 * std::cos(M_PI * off_s / 0.001));
  return 0;
}

std::vector<float> clicks_from(double starts_s, double ends_s, int rate_hz) {
  std::vector<float> samples(static_cast<std::size_t>(std::lround((ends_s - starts_s) * rate_hz)));
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = click_train(starts_s + static_cast<double>(i) / rate_hz);
  return samples;
}

struct Heard {
  double starts_s = 0, rate_hz = 0;
  std::vector<float> samples;
  double at_s(std::size_t i) const { return starts_s + static_cast<double>(i) / rate_hz; }
  double ends_s() const { return at_s(samples.size()); }
};

// All the sound of a film; fails where a block doesn't go on where the last one ended.
Heard hear_all(const std::string& path, double rate_hz) {
  auto reader = SoundReader::open(path, rate_hz);
  if (!reader) throw std::runtime_error(reader.error().message);
  Heard heard;
  heard.rate_hz = rate_hz;
  for (auto sound = reader->next(); sound && !sound->samples.empty(); sound = reader->next()) {
    if (heard.samples.empty()) heard.starts_s = sound->at_s;
    EXPECT_NEAR(sound->at_s, heard.ends_s(), 0.0005);
    heard.samples.insert(heard.samples.end(), sound->samples.begin(), sound->samples.end());
  }
  return heard;
}

// The middles of what stands clearly out of the silence.
std::vector<double> clicks_in(const Heard& heard) {
  std::vector<double> found;
  for (std::size_t i = 0; i < heard.samples.size(); ++i) {
    if (heard.samples[i] < 0.3f) continue;
    const auto end = std::min(heard.samples.size(), i + static_cast<std::size_t>(0.003 * heard.rate_hz));
    const auto top = std::max_element(heard.samples.begin() + static_cast<std::ptrdiff_t>(i),
                                      heard.samples.begin() + static_cast<std::ptrdiff_t>(end));
    found.push_back(heard.at_s(static_cast<std::size_t>(top - heard.samples.begin())));
    i = end;
  }
  return found;
}

void expect_clicks(const std::string& path, double starts_s) {
  std::vector<double> expected;
  for (const double click_s : kClicks_s)
    if (click_s > std::max(starts_s, 0.0)) expected.push_back(click_s);
  for (const double rate_hz : {16000.0, 48000.0}) {
    const auto found = clicks_in(hear_all(path, rate_hz));
    ASSERT_EQ(found.size(), expected.size()) << rate_hz;
    for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], 0.0005) << rate_hz;
  }
}

EncoderOptions with_sound(int rate_hz, double starts_s = 0) {
  EncoderOptions options = options_for(160, 120);
  options.sound_rate_hz = rate_hz;
  options.sound_starts_s = starts_s;
  return options;
}

// Writes two seconds of pictures with this sound, a stretch of it after each picture. "" = all went well.
std::string write_sounding_film(const std::string& path, const EncoderOptions& options,
                                std::span<const float> samples) {
  auto encoder = Encoder::create(path, options);
  if (!encoder) return encoder.error().message;
  const auto count = static_cast<int>(std::lround(kFilm_s * options.frames_per_s));
  const auto stretch = static_cast<std::size_t>(options.sound_rate_hz / options.frames_per_s) + 1;
  for (int i = 0; i < count; ++i) {
    if (auto pushed = encoder->push(wandering_picture(options.width, options.height, i), i / options.frames_per_s);
        !pushed)
      return pushed.error().message;
    const auto now = samples.subspan(0, std::min(stretch, samples.size()));
    if (auto pushed = encoder->push_sound(now); !pushed) return pushed.error().message;
    samples = samples.subspan(now.size());
  }
  if (auto pushed = encoder->push_sound(samples); !pushed) return pushed.error().message;
  const auto finished = encoder->finish();
  return finished ? "" : finished.error().message;
}

struct Case {
  double starts_s;
  int rate_hz;
};
class OwnSoundAt : public ::testing::TestWithParam<Case> {};

TEST_P(OwnSoundAt, is_heard_where_it_was_pushed) {
  NEEDS_ENCODER("libx264");
  NEEDS_ENCODER("aac");
  const auto [starts_s, rate_hz] = GetParam();
  const TempFolder folder;
  const auto samples = clicks_from(starts_s, kFilm_s, rate_hz);
  ASSERT_EQ(write_sounding_film(folder.file("a.mp4"), with_sound(rate_hz, starts_s), samples), "");
  expect_clicks(folder.file("a.mp4"), starts_s);
  const Seen seen = see_all(folder.file("a.mp4"));
  EXPECT_EQ(seen.info.audio_codec, "aac");
  EXPECT_EQ(seen.damage, "");
  ASSERT_EQ(seen.frames.size(), 60u);
  for (std::size_t i = 0; i < seen.frames.size(); ++i)
    EXPECT_NEAR(seen.frames[i].at_s, static_cast<double>(i) / 30, 1.0 / 90000);
}

INSTANTIATE_TEST_SUITE_P(Encoder, OwnSoundAt,
                         ::testing::Values(Case{0, 44100}, Case{0.2, 44100}, Case{-0.2, 44100}, Case{0, 48000},
                                           Case{0.2, 48000}, Case{-0.2, 48000}, Case{0, 16000}, Case{0.2, 16000},
                                           Case{-0.2, 16000}, Case{0.0123, 48000}, Case{-0.0123, 48000}),
                         [](const auto& info) {
                           const double ms = info.param.starts_s * 1000;
                           return std::to_string(info.param.rate_hz) + (ms < 0 ? "_early_" : "_late_") +
                                  std::to_string(std::lround(std::abs(ms)));
                         });

// The pictures' reordering, their codec and their own start shift nothing.
TEST(OwnSound, stays_with_the_pictures_whatever_these_are) {
  NEEDS_ENCODER("libx264");
  NEEDS_ENCODER("aac");
  const TempFolder folder;
  for (const VideoCodec codec : {VideoCodec::h264, VideoCodec::hevc}) {
    if (codec == VideoCodec::hevc && !has_encoder("libx265")) continue;
    for (const char* preset : {"ultrafast", "medium"}) {
      for (const double frames_per_s : {15.0, 60.0}) {
        EncoderOptions options = with_sound(48000);
        options.codec = codec, options.preset = preset, options.frames_per_s = frames_per_s;
        ASSERT_EQ(write_sounding_film(folder.file("a.mp4"), options, clicks_from(0, kFilm_s, 48000)), "");
        expect_clicks(folder.file("a.mp4"), 0);
      }
    }
  }
}

// All before the pictures, all after them, and in crumbs.
TEST(OwnSound, may_be_pushed_early_late_or_in_crumbs) {
  NEEDS_ENCODER("libx264");
  NEEDS_ENCODER("aac");
  const TempFolder folder;
  const auto samples = clicks_from(0.15, kFilm_s, 44100);
  const std::span<const float> all(samples);
  struct Way {
    std::size_t before, step;  // how many samples before the first picture, and how many at a time
  };
  for (const Way& way : {Way{all.size(), all.size()}, {all.size(), 7}, {0, all.size()}, {0, 1000}, {50000, 50000}}) {
    auto encoder = Encoder::create(folder.file("a.mp4"), with_sound(44100, 0.15));
    ASSERT_TRUE(encoder) << encoder.error().message;
    EXPECT_TRUE(encoder->has_kept_sound());
    const auto push_from_to = [&](std::size_t from, std::size_t to) {
      for (std::size_t i = from; i < to; i += way.step)
        ASSERT_TRUE(encoder->push_sound(all.subspan(i, std::min(way.step, to - i))));
    };
    push_from_to(0, way.before);
    for (int i = 0; i < 60; ++i) ASSERT_TRUE(encoder->push(wandering_picture(160, 120, i), i / 30.0));
    push_from_to(way.before, all.size());
    ASSERT_TRUE(encoder->push_sound({}));
    const auto finished = encoder->finish();
    ASSERT_TRUE(finished) << finished.error().message;
    expect_clicks(folder.file("a.mp4"), 0.15);
  }
}

TEST(OwnSound, is_cut_with_the_last_picture) {
  NEEDS_ENCODER("libx264");
  NEEDS_ENCODER("aac");
  const TempFolder folder;
  for (const double starts_s : {0.0, 0.5, -0.5}) {
    // A loud tone, 3 s longer than the picture.
    std::vector<float> tone(5 * 48000);
    for (std::size_t i = 0; i < tone.size(); ++i)
      tone[i] = static_cast<float>(sine(1000, static_cast<double>(i) / 48000));
    ASSERT_EQ(write_sounding_film(folder.file("a.mp4"), with_sound(48000, starts_s), tone), "");
    const Heard heard = hear_all(folder.file("a.mp4"), 48000);
    double last_loud_s = 0, first_loud_s = kFilm_s;
    for (std::size_t i = 0; i < heard.samples.size(); ++i)
      if (std::abs(heard.samples[i]) > 0.25f)
        last_loud_s = heard.at_s(i), first_loud_s = std::min(first_loud_s, heard.at_s(i));
    EXPECT_NEAR(first_loud_s, std::max(starts_s, 0.0), 0.002);
    EXPECT_NEAR(last_loud_s, kFilm_s, 0.003);
    EXPECT_NEAR(heard.starts_s, 0, 1.0 / 48000);
    EXPECT_LE(heard.ends_s(), kFilm_s + 1024.0 / 48000 + 1e-9);
    EXPECT_NEAR(see_all(folder.file("a.mp4")).info.duration_s, kFilm_s, 0.001);
  }
}

TEST(OwnSound, may_end_before_the_picture_never_come_or_start_after_it) {
  NEEDS_ENCODER("libx264");
  NEEDS_ENCODER("aac");
  const TempFolder folder;
  struct Part {
    double starts_s;
    std::size_t samples;
    bool has_sound;
  };
  for (const Part& part :
       {Part{0, 4410, true}, {0, 1, true}, {0, 0, false}, {-1, 4410, false}, {1, 0, true}, {5, 4410, true}}) {
    const std::vector<float> tone(part.samples, 0.5f);
    ASSERT_EQ(write_sounding_film(folder.file("a.mp4"), with_sound(44100, part.starts_s), tone), "");
    const Seen seen = see_all(folder.file("a.mp4"));
    EXPECT_EQ(seen.frames.size(), 60u);
    EXPECT_EQ(seen.damage, "");
    EXPECT_EQ(seen.info.has_audio(), part.has_sound) << part.starts_s << " " << part.samples;
  }
  // A film without pictures has no sound either.
  auto encoder = Encoder::create(folder.file("a.mp4"), with_sound(44100));
  ASSERT_TRUE(encoder);
  ASSERT_TRUE(encoder->push_sound(std::vector<float>(44100, 0.5f)));
  EXPECT_TRUE(encoder->finish());
}

// In the order of the file, no packet stands long after one of the other kind that is due later: players that read
// forward have sound and picture at hand.
TEST(OwnSound, stands_beside_its_pictures_in_the_file) {
  NEEDS_ENCODER("libx264");
  NEEDS_ENCODER("aac");
  const TempFolder folder;
  for (const bool is_pushed_first : {false, true}) {
    auto encoder = Encoder::create(folder.file("a.mp4"), with_sound(16000));
    ASSERT_TRUE(encoder) << encoder.error().message;
    constexpr int kSeconds = 30;
    const std::vector<float> second(16000, 0.1f);
    for (int i = 0; is_pushed_first && i < kSeconds; ++i) ASSERT_TRUE(encoder->push_sound(second));
    for (int i = 0; i < 30 * kSeconds; ++i) {
      if (!is_pushed_first && i % 30 == 0) {
        ASSERT_TRUE(encoder->push_sound(second));
      }
      ASSERT_TRUE(encoder->push(wandering_picture(160, 120, i), i / 30.0));
    }
    ASSERT_TRUE(encoder->finish());
    double picture_s = 0, sound_s = 0, furthest_s = 0;
    for (const Stored& packet : stored_packets(folder.file("a.mp4"))) {
      (packet.is_picture ? picture_s : sound_s) = packet.decoded_s;
      furthest_s = std::max(furthest_s, std::abs(picture_s - sound_s));
    }
    EXPECT_NEAR(sound_s, kSeconds, 0.2);
    EXPECT_LT(furthest_s, 0.2) << is_pushed_first;
  }
}

TEST(OwnSound, takes_the_bits_it_is_given) {
  NEEDS_ENCODER("libx264");
  NEEDS_ENCODER("aac");
  const TempFolder folder;
  std::vector<float> noise(2 * 48000);
  Dice dice(3);
  for (float& sample : noise) sample = static_cast<float>(dice.roll()) / static_cast<float>(1 << 24) - 0.5f;
  for (const double bits_per_s : {32e3, 64e3, 128e3, 1e9}) {
    EncoderOptions options = with_sound(48000);
    options.sound_bits_per_s = bits_per_s;
    ASSERT_EQ(write_sounding_film(folder.file("a.mp4"), options, noise), "");
    double bits = 0;
    for (const Stored& packet : stored_packets(folder.file("a.mp4")))
      bits += packet.is_picture ? 0 : 8.0 * packet.bytes;
    if (bits_per_s < 1e6)
      EXPECT_NEAR(bits / kFilm_s, bits_per_s, 0.25 * bits_per_s);
    else
      EXPECT_LT(bits / kFilm_s, 6.2 * 48000);
  }
}

TEST(OwnSound, refuses_what_is_no_sound) {
  NEEDS_ENCODER("libx264");
  NEEDS_ENCODER("aac");
  const TempFolder folder;
  auto silent = Encoder::create(folder.file("silent.mp4"), options_for(160, 120));
  ASSERT_TRUE(silent);
  const auto unasked = silent->push_sound(std::vector<float>(10, 0.0f));
  ASSERT_FALSE(unasked);
  EXPECT_EQ(unasked.error().kind, Error::Kind::bad_argument);
  EXPECT_NE(unasked.error().message.find(folder.file("silent.mp4")), std::string::npos) << unasked.error().message;

  auto encoder = Encoder::create(folder.file("a.mp4"), with_sound(44100));
  ASSERT_TRUE(encoder);
  for (const float wrong : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    const auto pushed = encoder->push_sound(std::vector<float>{0, wrong, 0});
    ASSERT_FALSE(pushed);
    EXPECT_EQ(pushed.error().kind, Error::Kind::bad_argument);
    EXPECT_NE(pushed.error().message.find(folder.file("a.mp4")), std::string::npos) << pushed.error().message;
  }
  // Too loud is clipped, and the film goes on.
  ASSERT_TRUE(encoder->push_sound(std::vector<float>(44100, 7e8f)));
  for (int i = 0; i < 30; ++i) ASSERT_TRUE(encoder->push(wandering_picture(160, 120, i), i / 30.0));
  ASSERT_TRUE(encoder->finish());
  for (const float sample : hear_all(folder.file("a.mp4"), 44100).samples) ASSERT_LT(std::abs(sample), 1.5f);
}

TEST(OwnSound, says_that_the_disk_is_full) {
  NEEDS_ENCODER("libx264");
  NEEDS_ENCODER("aac");
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "skipped: this system has no /dev/full";
  const std::string error = write_sounding_film("/dev/full", with_sound(48000), clicks_from(0, kFilm_s, 48000));
  EXPECT_NE(error.find("/dev/full"), std::string::npos) << error;
}

}  // namespace
}  // namespace endrange
