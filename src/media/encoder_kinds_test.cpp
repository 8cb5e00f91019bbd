// encoder_kinds_test.cpp: every kind of film the encoder is asked for: HEVC, a steady rate, lossless, long stretches
// without a key frame, turned, at a changing rate. And what it refuses.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "media/decoder.h"
#include "media/encoder.h"
#include "media/test_clips.h"
#include "media/test_films.h"

namespace endrange {
namespace {

using namespace test_clips;

class EncoderKinds : public ::testing::TestWithParam<VideoCodec> {
 protected:
  bool is_hevc() const { return GetParam() == VideoCodec::hevc; }
  const char* encoder() const { return is_hevc() ? "libx265" : "libx264"; }
  EncoderOptions options(int width, int height) const {
    EncoderOptions o = options_for(width, height);
    o.codec = GetParam();
    return o;
  }
};

INSTANTIATE_TEST_SUITE_P(Encoder, EncoderKinds, ::testing::Values(VideoCodec::h264, VideoCodec::hevc),
                         [](const auto& info) { return info.param == VideoCodec::hevc ? "hevc" : "h264"; });

TEST_P(EncoderKinds, come_back_in_number_and_likeness_without_a_word) {
  NEEDS_ENCODER(encoder());
  const TempFolder folder;
  for (const int frames : {1, 2, 3, 4, 10, 79}) {
    const auto times_s = steady_times(frames, 30);
    ::testing::internal::CaptureStderr();
    ::testing::internal::CaptureStdout();
    const std::string error = write_film(folder.file("a.mp4"), options(320, 180), times_s);
    EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
    ASSERT_EQ(error, "");
    const Seen seen = see_all(folder.file("a.mp4"));
    EXPECT_EQ(seen.error, "");
    EXPECT_EQ(seen.damage, "");
    EXPECT_EQ(seen.info.video_codec, is_hevc() ? "hevc" : "h264");
    EXPECT_EQ(seen.info.rotation_deg, 0);
    ASSERT_EQ(seen.frames.size(), times_s.size());
    for (std::size_t i = 0; i < seen.frames.size(); ++i) {
      EXPECT_NEAR(seen.frames[i].at_s, times_s[i], 1.0 / 90000);
      EXPECT_LT(mean_luma_error(seen.frames[i], wandering_picture(320, 180, static_cast<int>(i))), 3);
      EXPECT_NEAR(mean_blue(seen.frames[i]), 110, 3);
      EXPECT_NEAR(mean_red(seen.frames[i]), 150, 3);
    }
  }
  const Bytes bytes = read_bytes(folder.file("a.mp4"));
  const std::string text(bytes.begin(), bytes.end());
  EXPECT_EQ(text.find("hvc1") != std::string::npos, is_hevc());
  EXPECT_EQ(text.find("hev1"), std::string::npos);
}

// x265 has no decoding times of its own for films this short.
TEST_P(EncoderKinds, the_shortest_films_are_written_whatever_the_preset) {
  NEEDS_ENCODER(encoder());
  const TempFolder folder;
  for (const char* preset : {"ultrafast", "veryfast", "medium"}) {
    for (const int frames : {1, 2, 3, 4, 5}) {
      EncoderOptions o = options(160, 120);
      o.preset = preset;
      const auto times_s = steady_times(frames, 30);
      ASSERT_EQ(write_film(folder.file("a.mp4"), o, times_s), "") << preset << " " << frames;
      const Seen seen = see_all(folder.file("a.mp4"));
      ASSERT_EQ(seen.frames.size(), times_s.size());
      for (std::size_t i = 0; i < times_s.size(); ++i) EXPECT_NEAR(seen.frames[i].at_s, times_s[i], 1.0 / 90000);
      EXPECT_NEAR(seen.info.duration_s, frames / 30.0, 0.001);
      EXPECT_EQ(seen.damage, "");
    }
  }
}

TEST_P(EncoderKinds, keep_the_range_and_the_colour_matrix) {
  NEEDS_ENCODER(encoder());
  const TempFolder folder;
  for (const bool is_full_range : {false, true}) {
    for (const bool is_bt709 : {false, true}) {
      EncoderOptions o = options(160, 120);
      o.is_full_range = is_full_range, o.is_bt709 = is_bt709;
      ASSERT_EQ(write_film(folder.file("a.mp4"), o, steady_times(5, 30)), "");
      const Seen seen = see_all(folder.file("a.mp4"));
      ASSERT_EQ(seen.frames.size(), 5u);
      EXPECT_EQ(seen.frames[0].is_full_range, is_full_range);
      EXPECT_EQ(seen.frames[0].is_bt709, is_bt709);
      EXPECT_LT(mean_luma_error(seen.frames[0], wandering_picture(160, 120, 0)), 3);
    }
  }
}

TEST_P(EncoderKinds, a_finer_quality_makes_a_larger_file) {
  NEEDS_ENCODER(encoder());
  const TempFolder folder;
  std::vector<std::uintmax_t> sizes;
  for (const double quality : {30.0, 21.0, 15.0}) {
    EncoderOptions o = options(160, 120);
    o.quality = quality;
    ASSERT_EQ(write_film(folder.file("a.mp4"), o, steady_times(30, 30)), "");
    sizes.push_back(std::filesystem::file_size(folder.file("a.mp4")));
  }
  EXPECT_LT(sizes[0], sizes[1]);
  EXPECT_LT(sizes[1], sizes[2]);
}

// Grain costs any rate one gives it. As phones write: no second far from the mean, but for the first, which may draw on
// a full buffer of one second.
TEST_P(EncoderKinds, a_given_bit_rate_is_kept_second_by_second) {
  NEEDS_ENCODER(encoder());
  const TempFolder folder;
  struct Case {
    double bits_per_s;
    int frames_per_s;
  };
  constexpr int kSeconds = 5;
  for (const Case& c : {Case{1e6, 30}, {2e6, 60}}) {
    EncoderOptions o = options(160, 120);
    o.bits_per_s = c.bits_per_s, o.frames_per_s = c.frames_per_s;
    auto encoder = Encoder::create(folder.file("a.mp4"), o);
    ASSERT_TRUE(encoder) << encoder.error().message;
    for (int i = 0; i < c.frames_per_s * kSeconds; ++i)
      ASSERT_TRUE(encoder->push(grainy_picture(160, 120, static_cast<std::uint32_t>(i)),
                                i / static_cast<double>(c.frames_per_s)));
    ASSERT_TRUE(encoder->finish());
    std::vector<double> bits(kSeconds, 0);
    for (const Stored& packet : stored_packets(folder.file("a.mp4")))
      bits.at(static_cast<std::size_t>(packet.shown_s + 1e-6)) += 8.0 * packet.bytes;
    EXPECT_LT(bits[0], 2 * c.bits_per_s);
    for (int second = 1; second < kSeconds; ++second)
      EXPECT_NEAR(bits[static_cast<std::size_t>(second)], c.bits_per_s, 0.25 * c.bits_per_s) << second;
  }
}

TEST_P(EncoderKinds, key_frames_stand_as_far_apart_as_asked) {
  NEEDS_ENCODER(encoder());
  const TempFolder folder;
  struct Case {
    double frames_per_s, key_frame_s;
    int frames_apart;
  };
  EXPECT_EQ(EncoderOptions{}.key_frame_s, 2);
  for (const Case& c : {Case{30, 2, 60}, {30, 1, 30}, {30, 250.0 / 30, 250}, {60, 0.5, 30}, {30, 0.001, 1}}) {
    EncoderOptions o = options(160, 120);
    o.frames_per_s = c.frames_per_s, o.key_frame_s = c.key_frame_s;
    o.preset = "superfast";
    ASSERT_EQ(write_film(folder.file("a.mp4"), o, steady_times(2 * c.frames_apart + 5, c.frames_per_s)), "");
    std::vector<double> keys;
    for (const Stored& packet : stored_packets(folder.file("a.mp4")))
      if (packet.is_key) keys.push_back(packet.shown_s * c.frames_per_s);
    ASSERT_GE(keys.size(), 3u) << c.frames_apart;
    for (std::size_t i = 0; i < keys.size(); ++i)
      EXPECT_NEAR(keys[i], static_cast<double>(i) * c.frames_apart, 0.01) << c.frames_apart;
  }
}

TEST_P(EncoderKinds, a_jump_lands_on_whole_pictures) {
  NEEDS_ENCODER(encoder());
  const TempFolder folder;
  EncoderOptions o = options(160, 120);
  o.preset = "medium";
  o.key_frame_s = 1;
  ASSERT_EQ(write_film(folder.file("a.mp4"), o, steady_times(100, 30)), "");
  auto decoder = Decoder::open(folder.file("a.mp4"));
  ASSERT_TRUE(decoder && decoder->next());
  ASSERT_TRUE(decoder->seek(2.5));
  for (int i = 60; i < 100; ++i) {
    const auto frame = decoder->next();
    ASSERT_TRUE(frame && !frame->empty()) << i;
    EXPECT_NEAR(frame->at_s, i / 30.0, 0.001);
    EXPECT_LT(mean_luma_error(*frame, wandering_picture(160, 120, i)), 4) << i;
  }
  EXPECT_EQ(decoder->damage(), "");
}

TEST_P(EncoderKinds, a_rate_that_changes_on_the_way_keeps_its_times) {
  NEEDS_ENCODER(encoder());
  const TempFolder folder;
  std::vector<double> times_s = steady_times(60, 60);
  for (const double at_s : steady_times(20, 20, 1)) times_s.push_back(at_s);
  for (const char* preset : {"veryfast", "medium"}) {
    EncoderOptions o = options(160, 120);
    o.preset = preset;
    ASSERT_EQ(write_film(folder.file("a.mp4"), o, times_s), "");
    const Seen seen = see_all(folder.file("a.mp4"));
    ASSERT_EQ(seen.frames.size(), times_s.size());
    for (std::size_t i = 0; i < times_s.size(); ++i) EXPECT_NEAR(seen.frames[i].at_s, times_s[i], 1.0 / 90000) << i;
    EXPECT_EQ(seen.damage, "");
  }
}

// Grey, with a bright mark in the stored top-left corner, wider than tall: it tells turned from mirrored.
Picture marked_picture(int width, int height) {
  Picture picture(width, height);
  std::fill(picture.luma.begin(), picture.luma.end(), static_cast<std::uint8_t>(90));
  std::fill(picture.blue.begin(), picture.blue.end(), static_cast<std::uint8_t>(128));
  std::fill(picture.red.begin(), picture.red.end(), static_cast<std::uint8_t>(128));
  for (int y = 0; y < height / 8; ++y)
    std::fill_n(picture.luma.begin() + static_cast<std::ptrdiff_t>(y) * width, width / 2,
                static_cast<std::uint8_t>(220));
  return picture;
}

TEST_P(EncoderKinds, a_turned_film_is_shown_turned_clockwise) {
  NEEDS_ENCODER(encoder());
  const TempFolder folder;
  struct Case {
    int deg, width, height;  // as shown
    Part mark;               // where the stored top-left corner is shown
  };
  // The mark is an eighth of the stored height along one edge, and half of the stored width along the other.
  for (const Case& c : {Case{0, 160, 120, {0.02, 0.02, 0.45, 0.1}},
                        {90, 120, 160, {0.9, 0.02, 0.98, 0.45}},
                        {180, 160, 120, {0.55, 0.9, 0.98, 0.98}},
                        {270, 120, 160, {0.02, 0.55, 0.1, 0.98}}}) {
    EncoderOptions o = options(160, 120);
    o.rotation_deg = c.deg;
    auto encoder = Encoder::create(folder.file("a.mp4"), o);
    ASSERT_TRUE(encoder) << encoder.error().message;
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(encoder->push(marked_picture(160, 120), i / 30.0));
    ASSERT_TRUE(encoder->finish());
    const Seen seen = see_all(folder.file("a.mp4"));
    EXPECT_EQ(seen.info.rotation_deg, c.deg);
    EXPECT_EQ(seen.info.width, c.width);
    EXPECT_EQ(seen.info.height, c.height);
    ASSERT_EQ(seen.frames.size(), 3u);
    const Frame& frame = seen.frames[2];
    EXPECT_EQ(frame.width, c.width);
    const double bright = (220 - 16) * 255.0 / 219, grey = (90 - 16) * 255.0 / 219;
    EXPECT_NEAR(mean_grey(frame, c.mark), bright, 6) << c.deg;
    // All of the mark is there, and nothing bright elsewhere: a sixteenth of the picture.
    EXPECT_NEAR(mean_grey(frame, {0, 0, 1, 1}), grey + (bright - grey) / 16, 2) << c.deg;
  }
}

TEST(Encoder, a_lossless_film_comes_back_bit_for_bit) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  for (const bool is_full_range : {false, true}) {
    for (const char* preset : {"ultrafast", "veryfast", "medium"}) {
      EncoderOptions options = options_for(160, 120);
      options.is_lossless = true;
      options.is_full_range = is_full_range;
      options.preset = preset;
      const auto picture = [](int i) {
        return i % 3 == 0 ? grainy_picture(160, 120, static_cast<std::uint32_t>(i)) : wandering_picture(160, 120, i);
      };
      auto encoder = Encoder::create(folder.file("a.mp4"), options);
      ASSERT_TRUE(encoder) << encoder.error().message;
      for (int i = 0; i < 70; ++i) ASSERT_TRUE(encoder->push(picture(i), i / 30.0));
      ASSERT_TRUE(encoder->finish());
      const Seen seen = see_all(folder.file("a.mp4"));
      EXPECT_EQ(seen.info.video_codec, "h264");
      EXPECT_EQ(seen.damage, "");
      ASSERT_EQ(seen.frames.size(), 70u);
      for (int i = 0; i < 70; ++i) {
        const Frame& frame = seen.frames[static_cast<std::size_t>(i)];
        EXPECT_EQ(frame.is_full_range, is_full_range);
        const Picture pushed = picture(i);
        const auto is_same = [](const std::uint8_t* got, int stride, const std::vector<std::uint8_t>& want,
                                int columns) {
          const int rows = static_cast<int>(want.size()) / columns;
          for (int y = 0; y < rows; ++y)
            if (!std::equal(got + y * stride, got + y * stride + columns, want.begin() + y * columns)) return false;
          return true;
        };
        ASSERT_TRUE(is_same(frame.luma, frame.luma_stride, pushed.luma, 160)) << i;
        ASSERT_TRUE(is_same(frame.blue, frame.chroma_stride, pushed.blue, 80)) << i;
        ASSERT_TRUE(is_same(frame.red, frame.chroma_stride, pushed.red, 80)) << i;
      }
    }
  }
}

TEST(Encoder, refuses_options_that_make_no_sense) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<void (*)(EncoderOptions&)> slips = {
      [](EncoderOptions& o) { o.rotation_deg = 45; },
      [](EncoderOptions& o) { o.rotation_deg = 360; },
      [](EncoderOptions& o) { o.rotation_deg = -90; },
      [](EncoderOptions& o) { o.key_frame_s = 0; },
      [](EncoderOptions& o) { o.key_frame_s = std::numeric_limits<double>::quiet_NaN(); },
      [](EncoderOptions& o) { o.is_lossless = true, o.codec = VideoCodec::hevc; },
      [](EncoderOptions& o) { o.is_lossless = true, o.bits_per_s = 1e6; },
      [](EncoderOptions& o) { o.sound_rate_hz = 44100, o.sound_from = "a.mp4"; },
      [](EncoderOptions& o) { o.sound_rate_hz = 44101; },
      [](EncoderOptions& o) { o.sound_rate_hz = -1; },
      [](EncoderOptions& o) { o.sound_rate_hz = 44100, o.sound_bits_per_s = 0; },
      [](EncoderOptions& o) { o.sound_rate_hz = 44100, o.sound_starts_s = std::numeric_limits<double>::infinity(); },
      [](EncoderOptions& o) { o.sound_rate_hz = 44100, o.sound_starts_s = std::nan(""); },
  };
  for (std::size_t i = 0; i < slips.size(); ++i) {
    EncoderOptions options = options_for(160, 120);
    slips[i](options);
    const auto encoder = Encoder::create(folder.file("film.mp4"), options);
    ASSERT_FALSE(encoder) << i;
    EXPECT_EQ(encoder.error().kind, Error::Kind::bad_argument) << i;
    EXPECT_NE(encoder.error().message.find(folder.file("film.mp4")), std::string::npos) << encoder.error().message;
    EXPECT_FALSE(std::filesystem::exists(folder.file("film.mp4"))) << i;
  }
  // What isn't used isn't looked at.
  EncoderOptions options = options_for(160, 120);
  options.sound_bits_per_s = 0, options.sound_starts_s = nan;
  EXPECT_TRUE(Encoder::create(folder.file("film.mp4"), options));
}

}  // namespace
}  // namespace endrange
