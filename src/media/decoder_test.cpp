// decoder_test.cpp: every kind of clip let in comes out as the right frames at the right times; every bad file is
// turned down with a sentence.
#include "media/decoder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <fstream>

#include "media/test_clips.h"

#if defined(__SANITIZE_ADDRESS__)
// x265, with which a clip or two is made here, doesn't give all its memory back.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libx265"; }
#endif

namespace endrange {
namespace {

using namespace test_clips;

void expect_right_greys(const std::vector<Frame>& frames, double tolerance) {
  for (std::size_t i = 0; i < frames.size(); ++i) {
    EXPECT_EQ(frames[i].index, static_cast<int>(i));
    EXPECT_NEAR(mean_grey(frames[i]), grey_of(static_cast<int>(i)), tolerance) << "frame " << i;
  }
}

// ------------------------------------------------------------------------------------------ Containers and codecs

struct Kind {
  const char* name;
  const char* file;
  const char* encoder;
  AVPixelFormat pixels;
  bool is_full_range;
  const char* container;
  const char* codec;
  double fps;
};

class DecoderKinds : public ::testing::TestWithParam<Kind> {};

TEST_P(DecoderKinds, decodes_every_frame_in_order) {
  const Kind& kind = GetParam();
  NEEDS_ENCODER(kind.encoder);
  const TempFolder folder;
  PictureSpec spec;
  spec.encoder = kind.encoder, spec.pixels = kind.pixels, spec.is_full_range = kind.is_full_range;
  spec.times_s = steady_times(20, kind.fps);
  write_clip(folder.file(kind.file), spec);

  const Seen seen = see_all(folder.file(kind.file));
  EXPECT_EQ(seen.error, "");
  EXPECT_EQ(seen.damage, "");
  ASSERT_EQ(seen.frames.size(), 20u);
  expect_right_greys(seen.frames, 3);
  EXPECT_EQ(seen.info.file, folder.file(kind.file));
  EXPECT_EQ(seen.info.container, kind.container);
  EXPECT_EQ(seen.info.video_codec, kind.codec);
  EXPECT_FALSE(seen.info.has_audio());
  EXPECT_EQ(seen.info.width, 160);
  EXPECT_EQ(seen.info.height, 120);
  EXPECT_EQ(seen.info.rotation_deg, 0);
  EXPECT_NEAR(seen.info.duration_s, 20 / kind.fps, 1.1 / kind.fps);
  EXPECT_NEAR(seen.info.file_bytes, static_cast<double>(std::filesystem::file_size(folder.file(kind.file))), 0.5);
  for (std::size_t i = 0; i < seen.frames.size(); ++i)
    EXPECT_NEAR(seen.frames[i].at_s, static_cast<double>(i) / kind.fps, 0.001);
}

INSTANTIATE_TEST_SUITE_P(
    Decoder, DecoderKinds,
    ::testing::Values(Kind{"h264_mp4", "a.mp4", "libx264", AV_PIX_FMT_YUV420P, false, "mov", "h264", 30},
                      Kind{"h264_mov", "a.mov", "libx264", AV_PIX_FMT_YUV420P, false, "mov", "h264", 30},
                      Kind{"h264_mkv", "a.mkv", "libx264", AV_PIX_FMT_YUV420P, false, "matroska", "h264", 30},
                      Kind{"h264_full_range_mp4", "a.mp4", "libx264", AV_PIX_FMT_YUV420P, true, "mov", "h264", 30},
                      Kind{"hevc_mp4", "a.mp4", "libx265", AV_PIX_FMT_YUV420P, false, "mov", "hevc", 30},
                      Kind{"vp9_webm", "a.webm", "libvpx-vp9", AV_PIX_FMT_YUV420P, false, "matroska", "vp9", 30},
                      Kind{"av1_mp4", "a.mp4", "libaom-av1", AV_PIX_FMT_YUV420P, false, "mov", "av1", 30},
                      Kind{"av1_mkv", "a.mkv", "libaom-av1", AV_PIX_FMT_YUV420P, false, "matroska", "av1", 30},
                      Kind{"mjpeg_mov", "a.mov", "mjpeg", AV_PIX_FMT_YUVJ420P, true, "mov", "mjpeg", 30},
                      Kind{"gif", "a.gif", "gif", AV_PIX_FMT_GRAY8, true, "gif", "gif", 10}),
    [](const auto& info) { return info.param.name; });

TEST(Decoder, keeps_the_order_of_a_clip_with_frames_stored_out_of_order) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  PictureSpec spec;
  spec.options = "preset=medium:crf=12:bf=3:b-adapt=0";
  spec.times_s = steady_times(30, 30);
  write_clip(folder.file("a.mp4"), spec);
  write_clip(folder.file("a.mkv"), spec);
  for (const char* name : {"a.mp4", "a.mkv"}) {
    const Seen seen = see_all(folder.file(name));
    ASSERT_EQ(seen.frames.size(), 30u) << name;
    expect_right_greys(seen.frames, 3);
    for (std::size_t i = 0; i < 30; ++i) EXPECT_NEAR(seen.frames[i].at_s, static_cast<double>(i) / 30, 0.001) << name;
    EXPECT_EQ(seen.damage, "");
  }
}

TEST(Decoder, says_the_end_again_when_asked_again) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  write_plain_clip(folder.file("a.mp4"), 3);
  auto decoder = Decoder::open(folder.file("a.mp4"));
  ASSERT_TRUE(decoder) << decoder.error().message;
  for (int i = 0; i < 3; ++i) ASSERT_FALSE(decoder->next().value().empty());
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(decoder->next().value().empty());
}

TEST(Decoder, names_the_sound_of_the_clip) {
  NEEDS_ENCODER("libx264");
  NEEDS_ENCODER("aac");
  const TempFolder folder;
  PictureSpec pictures;
  pictures.times_s = steady_times(30, 30);
  const Track picture = encode_pictures(pictures), sound = encode_sound({});
  write_clip(folder.file("a.mp4"), {&sound, &picture});
  const Seen seen = see_all(folder.file("a.mp4"));
  EXPECT_EQ(seen.frames.size(), 30u);
  EXPECT_EQ(seen.info.audio_codec, "aac");
  EXPECT_TRUE(seen.info.has_audio());
}

// ----------------------------------------------------------------------------------------------------------- Time

// 60 a second for a second, then 20 a second for a second: what a phone does when the light fades.
std::vector<double> uneven_times(double starts_s) {
  std::vector<double> times = steady_times(60, 60, starts_s);
  for (const double at_s : steady_times(20, 20, starts_s + 1)) times.push_back(at_s);
  return times;
}

TEST(Decoder, takes_time_from_timestamps_not_from_the_nominal_rate) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  for (const char* name : {"a.mp4", "a.mov", "a.mkv"}) {
    for (const double starts_s : {0.0, 2.5}) {
      PictureSpec spec;
      spec.times_s = uneven_times(starts_s);
      spec.options = "preset=veryfast:crf=12:bf=2";
      write_clip(folder.file(name), spec);
      const Seen seen = see_all(folder.file(name));
      ASSERT_EQ(seen.frames.size(), spec.times_s.size()) << name;
      EXPECT_EQ(seen.frames[0].at_s, 0);
      for (std::size_t i = 0; i < seen.frames.size(); ++i)
        EXPECT_NEAR(seen.frames[i].at_s, spec.times_s[i] - starts_s, 0.001) << name << " from " << starts_s;
      expect_right_greys(seen.frames, 3);
      EXPECT_EQ(seen.damage, "") << name << " from " << starts_s;
    }
  }
}

TEST(Decoder, starts_at_zero_in_a_webm_that_starts_later) {
  NEEDS_ENCODER("libvpx-vp9");
  const TempFolder folder;
  PictureSpec spec;
  spec.encoder = "libvpx-vp9";
  spec.times_s = uneven_times(7.321);
  write_clip(folder.file("a.webm"), spec);
  const Seen seen = see_all(folder.file("a.webm"));
  ASSERT_EQ(seen.frames.size(), spec.times_s.size());
  for (std::size_t i = 0; i < seen.frames.size(); ++i) EXPECT_NEAR(seen.frames[i].at_s, spec.times_s[i] - 7.321, 0.001);
}

// Sound that outlasts or precedes the picture is no damage.
TEST(Decoder, does_not_call_a_clip_damaged_because_its_sound_is_longer) {
  NEEDS_ENCODER("libx264");
  NEEDS_ENCODER("aac");
  const TempFolder folder;
  PictureSpec pictures;
  pictures.times_s = steady_times(30, 30);
  SoundSpec longer;
  longer.lasts_s = 2.5;
  const Track picture = encode_pictures(pictures), sound = encode_sound(longer);
  for (const char* name : {"a.mp4", "a.mov", "a.mkv"}) {
    write_clip(folder.file(name), {&picture, &sound});
    const Seen seen = see_all(folder.file(name));
    EXPECT_EQ(seen.frames.size(), 30u) << name;
    EXPECT_EQ(seen.damage, "") << name;
  }
}

// ---------------------------------------------------------------------------------------------------- Orientation

// Where the mark, stored top left and wider than tall, stands once the picture is upright.
struct Turn {
  int clockwise_deg;
  Part mark;
};
const Turn kTurns[] = {
    {0, {0.02, 0.02, 0.22, 0.10}},
    {90, {0.90, 0.02, 0.98, 0.22}},
    {180, {0.78, 0.90, 0.98, 0.98}},
    {270, {0.02, 0.78, 0.10, 0.98}},
};

void expect_mark(const Frame& frame, const Turn& turn) {
  EXPECT_NEAR(mean_grey(frame, turn.mark), kMarkGrey, 6) << turn.clockwise_deg;
  EXPECT_NEAR(mean_blue(frame, turn.mark), kMarkBlue, 6) << turn.clockwise_deg;
  EXPECT_NEAR(mean_red(frame, turn.mark), kMarkRed, 6) << turn.clockwise_deg;
  // Nothing of it elsewhere: in no other corner, nor across its short side.
  for (const Turn& other : kTurns) {
    if (other.clockwise_deg == turn.clockwise_deg) continue;
    EXPECT_NEAR(mean_grey(frame, other.mark), grey_of(frame.index), 6) << turn.clockwise_deg;
    EXPECT_NEAR(mean_blue(frame, other.mark), 128, 6) << turn.clockwise_deg;
  }
  const bool sideways = turn.clockwise_deg % 180 != 0;
  const Part beyond = sideways ? Part{0.4, 0.0, 0.8, 0.3} : Part{0.0, 0.2, 0.3, 0.8};
  EXPECT_NEAR(mean_grey(frame, beyond), grey_of(frame.index), 6) << turn.clockwise_deg;
}

TEST(Decoder, turns_the_picture_upright_as_the_file_says) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  for (const char* name : {"a.mp4", "a.mov"}) {
    for (const Turn& turn : kTurns) {
      PictureSpec spec;
      spec.times_s = steady_times(3, 30);
      spec.turned_clockwise_deg = turn.clockwise_deg;
      write_clip(folder.file(name), spec);
      const Seen seen = see_all(folder.file(name));
      ASSERT_EQ(seen.frames.size(), 3u);
      const bool sideways = turn.clockwise_deg % 180 != 0;
      EXPECT_EQ(seen.info.rotation_deg, turn.clockwise_deg);
      EXPECT_EQ(seen.info.width, sideways ? 120 : 160);
      EXPECT_EQ(seen.info.height, sideways ? 160 : 120);
      for (const Frame& frame : seen.frames) {
        EXPECT_EQ(frame.width, seen.info.width);
        EXPECT_EQ(frame.height, seen.info.height);
        expect_mark(frame, turn);
      }
    }
  }
}

TEST(Decoder, widens_pixels_that_are_not_square) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  for (const Turn& turn : kTurns) {
    PictureSpec spec;
    spec.width = 180;
    spec.times_s = steady_times(3, 30);
    spec.pixel_aspect = {4, 3};
    spec.turned_clockwise_deg = turn.clockwise_deg;
    write_clip(folder.file("a.mp4"), spec);
    const Seen seen = see_all(folder.file("a.mp4"));
    ASSERT_EQ(seen.frames.size(), 3u);
    const bool sideways = turn.clockwise_deg % 180 != 0;
    EXPECT_EQ(seen.info.width, sideways ? 120 : 240);
    EXPECT_EQ(seen.info.height, sideways ? 240 : 120);
    EXPECT_EQ(seen.frames[0].width, seen.info.width);
    EXPECT_EQ(seen.frames[0].height, seen.info.height);
    expect_right_greys(seen.frames, 3);
    for (const Frame& frame : seen.frames) expect_mark(frame, turn);
  }
}

TEST(Decoder, keeps_brightness_when_it_widens_a_full_range_picture) {
  const TempFolder folder;
  for (const char* encoder : {"mjpeg", "libx264"}) {
    NEEDS_ENCODER(encoder);
    PictureSpec spec;
    spec.encoder = encoder;
    spec.pixels = AV_PIX_FMT_YUVJ420P, spec.is_full_range = true;
    spec.times_s = steady_times(12, 30);
    spec.pixel_aspect = {3, 2};
    write_clip(folder.file("a.mov"), spec);
    const Seen seen = see_all(folder.file("a.mov"));
    ASSERT_EQ(seen.frames.size(), 12u);
    EXPECT_EQ(seen.frames[0].width, 240);
    expect_right_greys(seen.frames, 3);
  }
}

TEST(Decoder, counts_the_limit_on_pixels_after_widening) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  PictureSpec spec;
  spec.times_s = steady_times(3, 30);
  spec.pixel_aspect = {4, 1};
  write_clip(folder.file("a.mp4"), spec);
  DecoderOptions options;
  options.most_pixels = 160 * 120 * 2;
  const auto decoder = Decoder::open(folder.file("a.mp4"), options);
  ASSERT_FALSE(decoder);
  EXPECT_EQ(decoder.error().kind, Error::Kind::unreadable);
}

// --------------------------------------------------------------------------------------------------------- Planes

TEST(Decoder, makes_8_bit_4_2_0_of_deeper_and_finer_pictures) {
  struct Format {
    const char* encoder;
    AVPixelFormat pixels;
    bool is_full_range;
  };
  const TempFolder folder;
  for (const Format& format : {Format{"libx264", AV_PIX_FMT_YUV420P10, false},
                               {"libx264", AV_PIX_FMT_YUV444P, false},
                               {"libx264", AV_PIX_FMT_YUV422P, false},
                               {"libx264", AV_PIX_FMT_YUV420P10, true},
                               {"libx264", AV_PIX_FMT_YUV444P, true},
                               {"libx265", AV_PIX_FMT_YUV420P10, false},
                               {"libx265", AV_PIX_FMT_YUV444P10, false},
                               {"mjpeg", AV_PIX_FMT_YUVJ444P, true},
                               {"mjpeg", AV_PIX_FMT_YUVJ422P, true}}) {
    NEEDS_ENCODER(format.encoder);
    SCOPED_TRACE(std::string(format.encoder) + " " + av_get_pix_fmt_name(format.pixels) +
                 (format.is_full_range ? " full" : " limited"));
    PictureSpec spec;
    spec.encoder = format.encoder, spec.pixels = format.pixels, spec.is_full_range = format.is_full_range;
    spec.times_s = steady_times(12, 30);
    write_clip(folder.file("a.mov"), spec);
    const Seen seen = see_all(folder.file("a.mov"));
    ASSERT_EQ(seen.frames.size(), 12u);
    expect_right_greys(seen.frames, 3);
    for (const Frame& frame : seen.frames) expect_mark(frame, kTurns[0]);
  }
}

TEST(Decoder, reads_odd_sizes_whichever_way_up) {
  const TempFolder folder;
  for (const Turn& turn : kTurns) {
    NEEDS_ENCODER("libx264");
    PictureSpec spec;
    spec.pixels = AV_PIX_FMT_YUV444P;  // 4:2:0 can't be cropped to odd sizes by every encoder
    spec.width = 321, spec.height = 241;
    spec.times_s = steady_times(3, 30);
    spec.turned_clockwise_deg = turn.clockwise_deg;
    write_clip(folder.file("a.mp4"), spec);
    const Seen seen = see_all(folder.file("a.mp4"));
    ASSERT_EQ(seen.frames.size(), 3u);
    const bool sideways = turn.clockwise_deg % 180 != 0;
    EXPECT_EQ(seen.frames[0].width, sideways ? 241 : 321);
    EXPECT_EQ(seen.frames[0].height, sideways ? 321 : 241);
    EXPECT_EQ(seen.info.width, seen.frames[0].width);
    for (const Frame& frame : seen.frames) expect_mark(frame, turn);
  }
}

TEST(Decoder, reads_odd_sizes_in_4_2_0) {
  NEEDS_ENCODER("libvpx-vp9");
  const TempFolder folder;
  PictureSpec spec;
  spec.encoder = "libvpx-vp9";
  spec.width = 321, spec.height = 241;
  spec.times_s = steady_times(3, 30);
  for (const Turn& turn : kTurns) {
    spec.turned_clockwise_deg = turn.clockwise_deg;
    write_clip(folder.file("a.mp4"), spec);
    const Seen seen = see_all(folder.file("a.mp4"));
    ASSERT_EQ(seen.frames.size(), 3u);
    EXPECT_EQ(seen.frames[0].width, turn.clockwise_deg % 180 != 0 ? 241 : 321);
    for (const Frame& frame : seen.frames) expect_mark(frame, turn);
  }
}

TEST(Decoder, names_the_colour_matrix_it_made_of_rgb) {
  NEEDS_ENCODER("gif");
  const TempFolder folder;
  for (const int height : {240, 720}) {
    PictureSpec spec;
    spec.encoder = "gif", spec.pixels = AV_PIX_FMT_RGB8;
    spec.width = 320, spec.height = height;
    spec.times_s = steady_times(2, 10);
    write_clip(folder.file("a.gif"), spec);
    const Seen seen = see_all(folder.file("a.gif"));
    ASSERT_EQ(seen.frames.size(), 2u);
    // Pure red, limited range.
    EXPECT_NEAR(mean_of_plane(seen.frames[0].luma, seen.frames[0].luma_stride, 320, height, {},
                              [](int value) { return static_cast<double>(value); }),
                seen.frames[0].is_bt709 ? 63 : 81, 3);
    EXPECT_NEAR(mean_red(seen.frames[0]), 240, 3);
  }
}

TEST(Decoder, keeps_the_first_size_when_the_size_changes_in_mid_clip) {
  NEEDS_ENCODER("libvpx-vp9");
  const TempFolder folder;
  PictureSpec small, large;
  small.encoder = large.encoder = "libvpx-vp9";
  small.times_s = large.times_s = steady_times(12, 30);
  large.width = 480, large.height = 360;
  Track track = encode_pictures(small);
  append(track, encode_pictures(large), 12 / 30.0);
  write_clip(folder.file("a.webm"), {&track});
  const Seen seen = see_all(folder.file("a.webm"));
  ASSERT_EQ(seen.frames.size(), 24u);
  for (const Frame& frame : seen.frames) {
    EXPECT_EQ(frame.width, 160);
    EXPECT_EQ(frame.height, 120);
    expect_mark(frame, kTurns[0]);
  }
  expect_right_greys(seen.frames, 3);

  // Where the limit lies between the two sizes, the large half isn't let through.
  DecoderOptions options;
  options.most_pixels = 160 * 120 * 2;
  const Seen limited = see_all(folder.file("a.webm"), options);
  EXPECT_EQ(limited.frames.size(), 12u);
  EXPECT_TRUE(!limited.error.empty() || !limited.damage.empty());
}

TEST(Decoder, frames_outlive_the_decoder) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  for (const int turned : {0, 90}) {
    PictureSpec spec;
    spec.times_s = steady_times(40, 30);
    spec.turned_clockwise_deg = turned;
    write_clip(folder.file("a.mp4"), spec);
    std::vector<Frame> held;
    {
      auto decoder = Decoder::open(folder.file("a.mp4"));
      ASSERT_TRUE(decoder);
      Decoder moved = std::move(*decoder);
      while (true) {
        const Frame frame = moved.next().value();
        if (frame.empty()) break;
        EXPECT_NE(frame.owner, nullptr);
        held.push_back(frame);
      }
    }
    ASSERT_EQ(held.size(), 40u);
    expect_right_greys(held, 3);
  }
}

double resident_mb() {
  std::ifstream in("/proc/self/statm");
  double all = 0, resident = 0;
  in >> all >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

TEST(Decoder, memory_does_not_grow_with_the_clip) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "skipped: the address sanitizer keeps freed memory";
#endif
  NEEDS_ENCODER("libx264");
  if (resident_mb() <= 0) GTEST_SKIP() << "skipped: this system doesn't say how much memory is in use";
  const TempFolder folder;
  PictureSpec spec;
  spec.width = 640, spec.height = 360;
  spec.times_s = steady_times(1500, 60);
  spec.turned_clockwise_deg = 90;
  write_clip(folder.file("a.mp4"), spec);

  auto decoder = Decoder::open(folder.file("a.mp4"));
  ASSERT_TRUE(decoder);
  double peak_of_100 = 0, peak = 0;
  int frames = 0;
  while (!decoder->next().value().empty()) {
    if (++frames % 10 == 0) peak = std::max(peak, resident_mb());
    if (frames == 100) peak_of_100 = peak;
  }
  EXPECT_EQ(frames, 1500);
  EXPECT_LT(peak - peak_of_100, 40);
}

TEST(Decoder, fills_the_scene_unless_told_not_to) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  write_plain_clip(folder.file("a.mp4"), 3);
  const Seen watched = see_all(folder.file("a.mp4"));
  ASSERT_EQ(watched.frames.size(), 3u);
  EXPECT_NEAR(watched.frames[0].scene.brightness, grey_of(0) / 255, 0.05);
  DecoderOptions options;
  options.watches_scene = false;
  const Seen blind = see_all(folder.file("a.mp4"), options);
  ASSERT_EQ(blind.frames.size(), 3u);
  EXPECT_EQ(blind.frames[0].scene.brightness, 1);
}

}  // namespace
}  // namespace endrange
