// decoder_damage_test.cpp: every bad file is turned down with a sentence, and a damaged one gives what is left of it.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>

#include "media/decoder.h"
#include "media/test_clips.h"

namespace endrange {
namespace {

using namespace test_clips;

// ------------------------------------------------------------------------------------------------------ Bad input

struct BadInput {
  const char* name;
  const char* file;
  Error::Kind kind;
  std::string encoder;  // what it takes to make it; "" = nothing
  std::function<void(const std::string& path)> make;
  DecoderOptions options = {};
};

Bytes noise(std::size_t size) {
  Dice dice(42);
  Bytes bytes(size);
  for (char& byte : bytes) byte = static_cast<char>(dice.roll());
  return bytes;
}

Bytes gif_header(int width, int height) {
  Bytes gif = {'G', 'I', 'F', '8', '9', 'a'};
  for (const int size : {width, height})
    gif.push_back(static_cast<char>(size & 255)), gif.push_back(static_cast<char>(size >> 8));
  for (const int byte : {0x80, 0, 0, 0, 0, 0, 255, 255, 255}) gif.push_back(static_cast<char>(byte));
  // One picture of the full size, with a little data.
  gif.push_back(0x2c);
  for (int i = 0; i < 4; ++i) gif.push_back(0);
  for (const int size : {width, height})
    gif.push_back(static_cast<char>(size & 255)), gif.push_back(static_cast<char>(size >> 8));
  for (const int byte : {0, 2, 2, 0x4c, 0x01, 0, 0x3b}) gif.push_back(static_cast<char>(byte));
  return gif;
}

void write_claim(const std::string& path, AVCodecID codec, int width, int height) {
  const Track track = claim_track(codec, width, height);
  write_clip(path, {&track});
}

class DecoderBadInput : public ::testing::TestWithParam<BadInput> {};

TEST_P(DecoderBadInput, is_turned_down_with_a_sentence) {
  const BadInput& bad = GetParam();
  if (!bad.encoder.empty()) NEEDS_ENCODER(bad.encoder);
  const TempFolder folder;
  const std::string path = folder.file(bad.file);
  bad.make(path);
  auto decoder = Decoder::open(path, bad.options);
  Error error{Error::Kind::interrupted, "no error"};
  if (!decoder) {
    error = decoder.error();
  } else {
    // What only the pictures tell comes from next(), in a while.
    for (int i = 0; i < 10000 && error.kind == Error::Kind::interrupted; ++i) {
      auto frame = decoder->next();
      if (!frame) error = frame.error();
      if (frame && frame->empty()) break;
    }
  }
  EXPECT_EQ(error.kind, bad.kind) << error.message;
  EXPECT_NE(error.message.find(path), std::string::npos) << error.message;
  EXPECT_GT(error.message.size(), path.size() + 8) << error.message;
  EXPECT_NE(error.message.back(), '.') << error.message;
}

const std::vector<BadInput> kBadInputs = {
    {"missing", "none.mp4", Error::Kind::not_found, "", [](const std::string&) {}},
    {"in_a_missing_folder", "none/none.mp4", Error::Kind::not_found, "", [](const std::string&) {}},
    {"below_a_file", "a.txt/a.mp4", Error::Kind::not_found, "",
     [](const std::string& p) { write_bytes(std::filesystem::path(p).parent_path().string(), {'x'}); }},
    {"folder", "a.mp4", Error::Kind::unreadable, "",
     [](const std::string& p) { std::filesystem::create_directory(p); }},
    {"empty", "a.mp4", Error::Kind::unreadable, "", [](const std::string& p) { write_bytes(p, {}); }},
    {"one_byte", "a.mp4", Error::Kind::unreadable, "", [](const std::string& p) { write_bytes(p, {0}); }},
    {"text", "a.mp4", Error::Kind::unreadable, "",
     [](const std::string& p) {
       std::string text;
       for (int i = 0; i < 200; ++i) text += "Lift your leg slowly. ";
       write_bytes(p, {text.begin(), text.end()});
     }},
    {"playlist", "a.mp4", Error::Kind::unreadable, "",
     [](const std::string& p) {
       const std::string list = "#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:1,\nhttp://localhost/x.mp4\n";
       write_bytes(p, {list.begin(), list.end()});
     }},
    {"noise", "a.mp4", Error::Kind::unreadable, "", [](const std::string& p) { write_bytes(p, noise(100000)); }},
    {"noise_as_gif", "a.gif", Error::Kind::unreadable, "", [](const std::string& p) { write_bytes(p, noise(100000)); }},
    {"noise_behind_an_mp4_head", "a.mp4", Error::Kind::unreadable, "libx264",
     [](const std::string& p) {
       write_plain_clip(p);
       Bytes bytes = read_bytes(p), tail = noise(5000);
       bytes.resize(32);
       bytes.insert(bytes.end(), tail.begin(), tail.end());
       write_bytes(p, bytes);
     }},
    {"sound_only", "a.m4a", Error::Kind::unreadable, "aac",
     [](const std::string& p) {
       const Track sound = encode_sound({});
       write_clip(p, {&sound});
     }},
    {"pictures_of_noise", "a.mov", Error::Kind::unreadable, "",
     [](const std::string& p) { write_claim(p, AV_CODEC_ID_MJPEG, 160, 120); }},
    {"huge_gif", "a.gif", Error::Kind::unreadable, "",
     [](const std::string& p) { write_bytes(p, gif_header(30000, 30000)); }},
    {"wide_gif", "a.gif", Error::Kind::unreadable, "",
     [](const std::string& p) { write_bytes(p, gif_header(65535, 1000)); }},
    {"huge_mp4", "a.mp4", Error::Kind::unreadable, "",
     [](const std::string& p) { write_claim(p, AV_CODEC_ID_MPEG4, 30000, 30000); }},
    {"huge_mjpeg_mov", "a.mov", Error::Kind::unreadable, "",
     [](const std::string& p) { write_claim(p, AV_CODEC_ID_MJPEG, 30000, 30000); }},
    {"huge_vp9_webm", "a.webm", Error::Kind::unreadable, "",
     [](const std::string& p) { write_claim(p, AV_CODEC_ID_VP9, 30000, 30000); }},
    {"gif_of_no_size", "a.gif", Error::Kind::unreadable, "",
     [](const std::string& p) { write_bytes(p, gif_header(0, 0)); }},
    {"gif_header_only", "a.gif", Error::Kind::unreadable, "",
     [](const std::string& p) {
       Bytes bytes = gif_header(160, 120);
       bytes.resize(13);
       write_bytes(p, bytes);
     }},
    {"over_the_pixel_limit",
     "a.mp4",
     Error::Kind::unreadable,
     "libx264",
     [](const std::string& p) { write_plain_clip(p); },
     {.most_pixels = 160 * 120 - 1}},
    {"too_many_tracks", "a.mp4", Error::Kind::unreadable, "libx264",
     [](const std::string& p) {
       PictureSpec spec;
       spec.times_s = steady_times(2, 30);
       const Track track = encode_pictures(spec);
       write_clip(p, std::vector<const Track*>(40, &track));
     }},
    {"longer_than_the_limit",
     "a.mp4",
     Error::Kind::unreadable,
     "libx264",
     [](const std::string& p) { write_plain_clip(p, 60); },
     {.longest_s = 1}},
    {"longer_than_the_limit_and_silent_about_it",
     "a.mkv",
     Error::Kind::unreadable,
     "libx264",
     [](const std::string& p) { write_plain_clip(p, 60, {"live=1"}); },
     {.longest_s = 1}},
    {"mpeg2_in_mov", "a.mov", Error::Kind::unsupported, "mpeg2video",
     [](const std::string& p) {
       PictureSpec spec;
       spec.encoder = "mpeg2video";
       spec.times_s = steady_times(5, 25);
       write_clip(p, spec);
     }},
    {"prores_in_mov", "a.mov", Error::Kind::unsupported, "prores_ks",
     [](const std::string& p) {
       PictureSpec spec;
       spec.encoder = "prores_ks", spec.pixels = AV_PIX_FMT_YUV422P10;
       spec.times_s = steady_times(3, 30);
       write_clip(p, spec);
     }},
    {"mp4_without_its_index", "a.mp4", Error::Kind::unreadable, "libx264",
     [](const std::string& p) {
       write_plain_clip(p, 60);
       Bytes bytes = read_bytes(p);
       bytes.resize(bytes.size() * 6 / 10);
       write_bytes(p, bytes);
     }},
};

INSTANTIATE_TEST_SUITE_P(Decoder, DecoderBadInput, ::testing::ValuesIn(kBadInputs),
                         [](const auto& info) { return info.param.name; });

TEST(Decoder, a_path_that_looks_like_a_protocol_is_a_file_that_is_not_there) {
  for (const char* path : {"concat:a|b", "http://localhost/x.mp4", "data:video/mp4;base64,AAAA", "pipe:0",
                           "file:/dev/zero", "subfile,,start,0,end,0,,:/dev/zero"}) {
    const auto decoder = Decoder::open(path);
    ASSERT_FALSE(decoder) << path;
    EXPECT_EQ(decoder.error().kind, Error::Kind::not_found) << decoder.error().message;
    EXPECT_NE(decoder.error().message.find(path), std::string::npos) << decoder.error().message;
  }
}

TEST(Decoder, a_file_whose_name_looks_like_a_protocol_is_read_as_a_file) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  write_plain_clip(folder.file("clip.mp4"), 3);
  for (const char* name : {"concat:a|b.mp4", "a %d $x 'y'.mp4", "100%.mp4", "Übung é 脚.mp4", "-i.mp4"}) {
    std::filesystem::copy_file(folder.file("clip.mp4"), folder.file(name));
    EXPECT_EQ(see_all(folder.file(name)).frames.size(), 3u) << name;
  }
}

TEST(Decoder, recognises_a_clip_by_its_content_not_by_its_name) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  write_plain_clip(folder.file("clip.mp4"), 3);
  std::filesystem::copy_file(folder.file("clip.mp4"), folder.file("clip.txt"));
  EXPECT_EQ(see_all(folder.file("clip.txt")).frames.size(), 3u);
}

// --------------------------------------------------------------------------------------------------------- Damage

TEST(Decoder, decodes_what_is_there_of_a_file_that_breaks_off) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  for (const char* name : {"a.mp4", "a.mkv"}) {
    const std::string path = folder.file(name);
    write_plain_clip(path, 90, {std::string(name) == "a.mp4" ? "movflags=+faststart" : ""});
    Bytes bytes = read_bytes(path);
    bytes.resize(bytes.size() * 6 / 10);
    write_bytes(path, bytes);
    const Seen seen = see_all(path);
    EXPECT_EQ(seen.error, "") << name;
    EXPECT_GT(seen.frames.size(), 10u) << name;
    EXPECT_LT(seen.frames.size(), 90u) << name;
    EXPECT_NE(seen.damage, "") << name;
  }
}

TEST(Decoder, skips_a_damaged_stretch_and_says_so) {
  NEEDS_ENCODER("mjpeg");
  const TempFolder folder;
  PictureSpec spec;
  spec.encoder = "mjpeg", spec.pixels = AV_PIX_FMT_YUVJ420P, spec.is_full_range = true;
  spec.times_s = steady_times(12, 30);
  Track track = encode_pictures(spec);
  std::fill_n(track.packets[5]->data, track.packets[5]->size, std::uint8_t{0});
  write_clip(folder.file("a.mov"), {&track});
  const Seen seen = see_all(folder.file("a.mov"));
  EXPECT_EQ(seen.error, "");
  ASSERT_EQ(seen.frames.size(), 11u);
  EXPECT_NE(seen.damage, "");
  // The frames after the hole keep their own times.
  EXPECT_NEAR(seen.frames[4].at_s, 4 / 30.0, 0.001);
  EXPECT_NEAR(seen.frames[5].at_s, 6 / 30.0, 0.001);
  EXPECT_NEAR(mean_grey(seen.frames[5]), grey_of(6), 3);
}

// Decodes whatever comes and touches every plane to its last byte.
void survive(const std::string& path) {
  auto decoder = Decoder::open(path);
  if (!decoder) {
    EXPECT_NE(decoder.error().message.find(path), std::string::npos);
    return;
  }
  double last_s = -1;
  for (int i = 0; i < 2000; ++i) {
    auto frame = decoder->next();
    if (!frame || frame->empty()) return;
    ASSERT_GT(frame->at_s, last_s);
    last_s = frame->at_s;
    ASSERT_EQ(frame->width, decoder->info().width);
    ASSERT_EQ(frame->height, decoder->info().height);
    const double sum =
        mean_grey(*frame, {0, 0, 1, 1}) + mean_blue(*frame, {0, 0, 1, 1}) + mean_red(*frame, {0, 0, 1, 1});
    ASSERT_TRUE(std::isfinite(sum));
  }
  ADD_FAILURE() << path << ": a damaged clip of 10 frames gives more than 2000";
}

struct Corruptible {
  const char* name;
  const char* file;
  const char* encoder;
  AVPixelFormat pixels;
  int turned_clockwise_deg;
};

class DecoderCorruption : public ::testing::TestWithParam<Corruptible> {};

TEST_P(DecoderCorruption, of_a_single_byte_never_crashes_nor_hangs) {
  const Corruptible& kind = GetParam();
  NEEDS_ENCODER(kind.encoder);
  const TempFolder folder;
  const std::string path = folder.file(kind.file);
  PictureSpec spec;
  spec.encoder = kind.encoder, spec.pixels = kind.pixels;
  spec.is_full_range = kind.pixels != AV_PIX_FMT_YUV420P;
  spec.turned_clockwise_deg = kind.turned_clockwise_deg;
  spec.times_s = steady_times(10, 10);
  write_clip(path, spec, {std::string(kind.file) == "a.mp4" ? "movflags=+faststart" : ""});
  const Bytes whole = read_bytes(path);
  Dice dice(2024);
  const auto began = std::chrono::steady_clock::now();
  constexpr int kPositions = 300;
  for (int i = 0; i < kPositions; ++i) {
    // The first third hits the headers, which steer most; the rest is spread over the file.
    const std::size_t span = i < kPositions / 3 ? std::min<std::size_t>(whole.size(), 1200) : whole.size();
    Bytes bytes = whole;
    bytes[dice.roll() % span] ^= static_cast<char>(1 + dice.roll() % 255);
    write_bytes(path, bytes);
    SCOPED_TRACE("position " + std::to_string(i));
    survive(path);
    if (HasFatalFailure()) return;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  EXPECT_LT(took.count(), 60);
}

INSTANTIATE_TEST_SUITE_P(Decoder, DecoderCorruption,
                         ::testing::Values(Corruptible{"h264_mp4", "a.mp4", "libx264", AV_PIX_FMT_YUV420P, 90},
                                           Corruptible{"h264_mkv", "a.mkv", "libx264", AV_PIX_FMT_YUV420P, 0},
                                           Corruptible{"mjpeg_mov", "a.mov", "mjpeg", AV_PIX_FMT_YUVJ420P, 0},
                                           Corruptible{"vp9_webm", "a.webm", "libvpx-vp9", AV_PIX_FMT_YUV420P, 0},
                                           Corruptible{"gif", "a.gif", "gif", AV_PIX_FMT_GRAY8, 0}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace endrange
