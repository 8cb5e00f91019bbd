// encoder_test.cpp: what the encoder writes comes back through the decoder: pictures, times, sound. And it says when it
// can't write.
#include "media/encoder.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cmath>
#include <csignal>
#include <optional>

#include "media/decoder.h"
#include "media/sound.h"
#include "media/test_clips.h"
#include "media/test_films.h"

namespace endrange {
namespace {

using namespace test_clips;

TEST(Encoder, frames_come_back_in_number_and_likeness) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  for (const int frames : {1, 2, 10, 40, 79, 100}) {
    const auto times_s = steady_times(frames, 30);
    ASSERT_EQ(write_film(folder.file("a.mp4"), options_for(320, 180), times_s), "");
    const Seen seen = see_all(folder.file("a.mp4"));
    EXPECT_EQ(seen.error, "");
    EXPECT_EQ(seen.damage, "");
    ASSERT_EQ(seen.frames.size(), times_s.size());
    EXPECT_EQ(seen.info.container, "mov");
    EXPECT_EQ(seen.info.video_codec, "h264");
    EXPECT_EQ(seen.info.width, 320);
    EXPECT_EQ(seen.info.height, 180);
    EXPECT_FALSE(seen.info.has_audio());
    for (std::size_t i = 0; i < seen.frames.size(); ++i) {
      EXPECT_NEAR(seen.frames[i].at_s, times_s[i], 0.001);
      EXPECT_LT(mean_luma_error(seen.frames[i], wandering_picture(320, 180, static_cast<int>(i))), 3);
      EXPECT_NEAR(mean_blue(seen.frames[i]), 110, 3);
      EXPECT_NEAR(mean_red(seen.frames[i]), 150, 3);
    }
  }
}

TEST(Encoder, keeps_uneven_times) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  std::vector<double> times_s = steady_times(60, 60);
  for (const double at_s : steady_times(20, 20, 1)) times_s.push_back(at_s);
  for (const double at_s : {2.001, 2.5, 3.7, 3.71}) times_s.push_back(at_s);
  for (const char* preset : {"veryfast", "medium"}) {
    EncoderOptions options = options_for(160, 120);
    options.preset = preset;
    ASSERT_EQ(write_film(folder.file("a.mp4"), options, times_s), "");
    const Seen seen = see_all(folder.file("a.mp4"));
    ASSERT_EQ(seen.frames.size(), times_s.size());
    for (std::size_t i = 0; i < times_s.size(); ++i) EXPECT_NEAR(seen.frames[i].at_s, times_s[i], 0.001);
    EXPECT_EQ(seen.damage, "");
  }
}

TEST(Encoder, keeps_the_range_and_the_colour_matrix) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  for (const bool is_full_range : {false, true}) {
    for (const bool is_bt709 : {false, true}) {
      EncoderOptions options = options_for(160, 120);
      options.is_full_range = is_full_range, options.is_bt709 = is_bt709;
      ASSERT_EQ(write_film(folder.file("a.mp4"), options, steady_times(5, 30)), "");
      const Seen seen = see_all(folder.file("a.mp4"));
      ASSERT_EQ(seen.frames.size(), 5u);
      EXPECT_EQ(seen.frames[0].is_full_range, is_full_range);
      EXPECT_EQ(seen.frames[0].is_bt709, is_bt709);
      EXPECT_LT(mean_luma_error(seen.frames[0], wandering_picture(160, 120, 0)), 3);
    }
  }
}

TEST(Encoder, puts_the_index_first_so_that_it_plays_while_it_loads) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  ASSERT_EQ(write_film(folder.file("a.mp4"), options_for(160, 120), steady_times(30, 30)), "");
  const Bytes bytes = read_bytes(folder.file("a.mp4"));
  const std::string text(bytes.begin(), bytes.end());
  EXPECT_LT(text.find("moov"), text.find("mdat"));
}

TEST(Encoder, a_finer_quality_makes_a_larger_file) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  std::vector<std::uintmax_t> sizes;
  for (const double quality : {30.0, 21.0, 15.0}) {
    EncoderOptions options = options_for(160, 120);
    options.quality = quality;
    ASSERT_EQ(write_film(folder.file("a.mp4"), options, steady_times(30, 30)), "");
    sizes.push_back(std::filesystem::file_size(folder.file("a.mp4")));
  }
  EXPECT_LT(sizes[0], sizes[1]);
  EXPECT_LT(sizes[1], sizes[2]);
}

// ---------------------------------------------------------------------------------------------------------- Sound

// When the sound first rises out of the silence before it.
double onset_s(const std::string& path) {
  auto reader = SoundReader::open(path);
  if (!reader) throw std::runtime_error(reader.error().message);
  while (true) {
    const auto sound = reader->next();
    if (!sound || sound->samples.empty()) throw std::runtime_error("no onset");
    for (std::size_t i = 0; i < sound->samples.size(); ++i)
      if (std::abs(sound->samples[i]) > 0.25f) return sound->at_s + static_cast<double>(i) / sound->rate_hz;
  }
}

struct SoundCase {
  const char* name;
  const char* file;
  const char* picture;
  const char* sound;
  const char* codec;
  int rate_hz;
  double picture_s, sound_s, onset_s;  // on the source's own clock
};

class EncoderSound : public ::testing::TestWithParam<SoundCase> {};

TEST_P(EncoderSound, is_carried_over_at_its_time) {
  const SoundCase& c = GetParam();
  for (const char* encoder : {c.picture, c.sound, "libx264"}) NEEDS_ENCODER(encoder);
  const TempFolder folder;
  PictureSpec pictures;
  pictures.encoder = c.picture;
  pictures.times_s = steady_times(60, 30, c.picture_s);
  SoundSpec sounds;
  sounds.encoder = c.sound, sounds.rate_hz = c.rate_hz, sounds.channels = 2;
  sounds.starts_s = c.sound_s, sounds.lasts_s = 2.2;
  sounds.wave = [&](double at_s) { return at_s < c.onset_s ? 0 : sine(1000, at_s - c.onset_s); };
  const Track picture = encode_pictures(pictures), sound = encode_sound(sounds);
  write_clip(folder.file(c.file), {&picture, &sound});

  // As the film is made: the source's frames, on the source's times.
  const Seen source = see_all(folder.file(c.file));
  EncoderOptions options = options_for(160, 120);
  options.sound_from = folder.file(c.file);
  auto encoder = Encoder::create(folder.file("film.mp4"), options);
  ASSERT_TRUE(encoder) << encoder.error().message;
  for (const Frame& frame : source.frames)
    ASSERT_TRUE(encoder->push(wandering_picture(160, 120, frame.index), frame.at_s));
  ASSERT_TRUE(encoder->finish());
  EXPECT_TRUE(encoder->has_kept_sound());

  const Seen film = see_all(folder.file("film.mp4"));
  EXPECT_EQ(film.info.audio_codec, c.codec);
  EXPECT_EQ(film.damage, "");
  ASSERT_EQ(film.frames.size(), source.frames.size());
  for (std::size_t i = 0; i < film.frames.size(); ++i)
    EXPECT_NEAR(film.frames[i].at_s, source.frames[i].at_s, 0.001) << i;
  EXPECT_NEAR(onset_s(folder.file(c.file)), c.onset_s - c.picture_s, 0.005);
  EXPECT_NEAR(onset_s(folder.file("film.mp4")), c.onset_s - c.picture_s, 0.030);

  // Sound to the end of the picture, not beyond: a quarter of a second is more than any block.
  double last_s = 0;
  auto reader = SoundReader::open(folder.file("film.mp4"));
  ASSERT_TRUE(reader);
  for (auto heard = reader->next(); heard && !heard->samples.empty(); heard = reader->next())
    last_s = heard->at_s + static_cast<double>(heard->samples.size()) / heard->rate_hz;
  EXPECT_NEAR(last_s, std::min(2.0, c.sound_s + 2.2 - c.picture_s), 0.25);
}

INSTANTIATE_TEST_SUITE_P(
    Encoder, EncoderSound,
    ::testing::Values(SoundCase{"aac_mp4", "a.mp4", "libx264", "aac", "aac", 44100, 0, 0, 0.5},
                      SoundCase{"aac_mov_from_the_start", "a.mov", "libx264", "aac", "aac", 48000, 0, 0, 0.05},
                      SoundCase{"aac_mkv", "a.mkv", "libx264", "aac", "aac", 44100, 0, 0, 0.5},
                      SoundCase{"opus_webm", "a.webm", "libvpx-vp9", "libopus", "opus", 48000, 0, 0, 0.5},
                      SoundCase{"mp3_mp4", "a.mp4", "libx264", "libmp3lame", "mp3", 44100, 0, 0, 0.5},
                      SoundCase{"sound_later", "a.mp4", "libx264", "aac", "aac", 44100, 0, 0.4, 0.7},
                      SoundCase{"sound_earlier", "a.mp4", "libx264", "aac", "aac", 44100, 0.5, 0, 1.2},
                      SoundCase{"both_late", "a.mkv", "libx264", "aac", "aac", 44100, 4, 4, 4.5},
                      SoundCase{"opus_both_late", "a.webm", "libvpx-vp9", "libopus", "opus", 48000, 4, 3.8, 4.5}),
    [](const auto& info) { return info.param.name; });

// Sound that MP4 doesn't carry, that this FFmpeg doesn't write (FLAC in 5.1), or whose header is damaged: a silent
// film.
TEST(Encoder, sound_that_mp4_can_not_carry_makes_a_silent_film) {
  NEEDS_ENCODER("libx264");
  struct Case {
    const char* encoder;
    const char* file;
    int header_bytes;  // what is left of its header; -1 = all
  };
  const TempFolder folder;
  PictureSpec pictures;
  pictures.times_s = steady_times(30, 30);
  const Track picture = encode_pictures(pictures);
  for (const Case& c : {Case{"pcm_s16le", "a.mov", -1}, {"flac", "a.mkv", -1}, {"libopus", "a.mkv", 10}}) {
    NEEDS_ENCODER(c.encoder);
    SoundSpec sounds;
    sounds.encoder = c.encoder, sounds.rate_hz = 48000;
    const Track sound = encode_sound(sounds);
    if (c.header_bytes >= 0) sound.parameters->extradata_size = c.header_bytes;
    write_clip(folder.file(c.file), {&picture, &sound});
    EncoderOptions options = options_for(160, 120);
    options.sound_from = folder.file(c.file);
    auto encoder = Encoder::create(folder.file("film.mp4"), options);
    ASSERT_TRUE(encoder) << encoder.error().message;
    for (int i = 0; i < 30; ++i) ASSERT_TRUE(encoder->push(wandering_picture(160, 120, i), i / 30.0));
    const auto finished = encoder->finish();
    ASSERT_TRUE(finished) << c.encoder << ": " << finished.error().message;
    const Seen film = see_all(folder.file("film.mp4"));
    EXPECT_EQ(film.frames.size(), 30u) << c.encoder;
    EXPECT_EQ(film.info.has_audio(), encoder->has_kept_sound()) << c.encoder;
    if (std::string(c.encoder) != "flac") {
      EXPECT_FALSE(encoder->has_kept_sound()) << c.encoder;
    }
  }
}

TEST(Encoder, sound_that_begins_after_the_picture_ends_does_no_harm) {
  NEEDS_ENCODER("libx264");
  NEEDS_ENCODER("aac");
  const TempFolder folder;
  PictureSpec pictures;
  pictures.times_s = steady_times(30, 30);
  SoundSpec sounds;
  sounds.starts_s = 5;
  const Track picture = encode_pictures(pictures), sound = encode_sound(sounds);
  write_clip(folder.file("a.mp4"), {&picture, &sound});
  EncoderOptions options = options_for(160, 120);
  options.sound_from = folder.file("a.mp4");
  EXPECT_EQ(write_film(folder.file("film.mp4"), options, pictures.times_s), "");
  EXPECT_EQ(see_all(folder.file("film.mp4")).frames.size(), 30u);
}

TEST(Encoder, a_silent_or_missing_source_of_sound_makes_a_silent_film) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  write_plain_clip(folder.file("silent.mp4"));
  for (const char* source : {"silent.mp4", "none.mp4"}) {
    EncoderOptions options = options_for(160, 120);
    options.sound_from = folder.file(source);
    EXPECT_EQ(write_film(folder.file("film.mp4"), options, steady_times(30, 30)), "");
    EXPECT_FALSE(see_all(folder.file("film.mp4")).info.has_audio());
  }
}

// Times that jump back and forth, as damage makes them, are no reason to lose the film.
TEST(Encoder, damaged_sound_does_not_spoil_the_film) {
  NEEDS_ENCODER("libx264");
  NEEDS_ENCODER("aac");
  const TempFolder folder;
  PictureSpec pictures;
  pictures.times_s = steady_times(60, 30);
  SoundSpec sounds;
  sounds.lasts_s = 2;
  sounds.wave = [](double at_s) { return sine(300 + 200 * at_s, at_s); };  // no two blocks alike
  const Track picture = encode_pictures(pictures), sound = encode_sound(sounds);
  write_clip(folder.file("a.mkv"), {&picture, &sound});
  const Bytes whole = read_bytes(folder.file("a.mkv"));
  const AVPacket& block = *sound.packets[20];
  const auto found = std::search(whole.begin(), whole.end(), block.data, block.data + block.size,
                                 [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
  ASSERT_NE(found, whole.end());
  // Before a block's data: its time as two bytes, and one of flags.
  const auto time_at = static_cast<std::size_t>(found - whole.begin()) - 3;
  for (const char high_byte : {'\x00', '\x04', '\x7f', '\x80'}) {
    Bytes bytes = whole;
    bytes[time_at] = high_byte;
    write_bytes(folder.file("damaged.mkv"), bytes);
    EncoderOptions options = options_for(160, 120);
    options.sound_from = folder.file("damaged.mkv");
    ASSERT_EQ(write_film(folder.file("film.mp4"), options, pictures.times_s), "") << static_cast<int>(high_byte);
    const Seen film = see_all(folder.file("film.mp4"));
    EXPECT_EQ(film.frames.size(), 60u);
    EXPECT_EQ(film.damage, "");
    for (std::size_t i = 0; i < film.frames.size(); ++i) EXPECT_NEAR(film.frames[i].at_s, pictures.times_s[i], 0.001);
  }
}

// ----------------------------------------------------------------------------------------------- Nowhere to write

TEST(Encoder, says_that_a_folder_is_not_there) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  write_bytes(folder.file("a.txt"), {'x'});
  std::filesystem::create_directory(folder.file("a_folder"));
  // Below a missing folder, below a file (which fails for root, too), and in place of a folder.
  for (const char* name : {"none/film.mp4", "a.txt/film.mp4", "a_folder"}) {
    const auto encoder = Encoder::create(folder.file(name), options_for(160, 120));
    ASSERT_FALSE(encoder) << name;
    EXPECT_EQ(encoder.error().kind, Error::Kind::io) << name;
    EXPECT_NE(encoder.error().message.find(folder.file(name)), std::string::npos) << encoder.error().message;
  }
}

// The first error of a film, whichever step it comes from.
std::optional<Error> first_error(const std::string& path, int frames, const std::string& sound_from = "") {
  EncoderOptions options = options_for(320, 240);
  options.quality = 15;
  options.sound_from = sound_from;
  auto encoder = Encoder::create(path, options);
  if (!encoder) return encoder.error();
  for (int i = 0; i < frames; ++i)
    if (const auto pushed = encoder->push(wandering_picture(320, 240, 31 * i), i / 30.0); !pushed)
      return pushed.error();
  if (const auto finished = encoder->finish(); !finished) return finished.error();
  return std::nullopt;
}

TEST(Encoder, says_that_the_disk_is_full) {
  NEEDS_ENCODER("libx264");
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "skipped: this system has no /dev/full";
  for (const int frames : {1, 5, 120}) {
    const auto error = first_error("/dev/full", frames);
    ASSERT_TRUE(error.has_value()) << frames;
    EXPECT_EQ(error->kind, Error::Kind::io) << frames;
    EXPECT_NE(error->message.find("/dev/full"), std::string::npos) << error->message;
  }
}

// A disk that fills on the way: the system lets no file of ours grow beyond a size.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(std::uintmax_t bytes) : before_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = static_cast<rlim_t>(bytes);
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, before_handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  void (*before_handler_)(int);
  rlimit before_{};
};

TEST(Encoder, says_that_the_disk_filled_on_the_way) {
  NEEDS_ENCODER("libx264");
  NEEDS_ENCODER("aac");
  const TempFolder folder;
  PictureSpec pictures;
  pictures.times_s = steady_times(60, 30);
  SoundSpec sounds;
  sounds.lasts_s = 2;
  const Track picture = encode_pictures(pictures), sound = encode_sound(sounds);
  write_clip(folder.file("a.mp4"), {&picture, &sound});
  for (const char* sound_from : {"", "a.mp4"}) {
    const std::string source = *sound_from == '\0' ? "" : folder.file(sound_from);
    ASSERT_FALSE(first_error(folder.file("film.mp4"), 60, source).has_value());
    const auto whole = std::filesystem::file_size(folder.file("film.mp4"));
    ASSERT_GT(whole, 20000u);
    // From the first block to the end, which only the index moved to the front needs. (x264's files of the same
    // pictures differ by a few hundred bytes.)
    for (const std::uintmax_t most :
         {std::uintmax_t{0}, std::uintmax_t{100}, whole / 4, whole / 2, whole * 9 / 10, whole * 97 / 100}) {
      std::optional<Error> error;
      {
        const FileSizeLimit limit(most);
        error = first_error(folder.file("film.mp4"), 60, source);
      }
      ASSERT_TRUE(error.has_value()) << most << " of " << whole << ", written "
                                     << std::filesystem::file_size(folder.file("film.mp4"));
      EXPECT_EQ(error->kind, Error::Kind::io);
      EXPECT_NE(error->message.find(folder.file("film.mp4")), std::string::npos) << error->message;
    }
  }
}

TEST(Encoder, may_be_given_up_before_it_is_finished) {
  NEEDS_ENCODER("libx264");
  const TempFolder folder;
  for (const int frames : {0, 5, 60}) {
    auto encoder = Encoder::create(folder.file("film.mp4"), options_for(160, 120));
    ASSERT_TRUE(encoder);
    for (int i = 0; i < frames; ++i) ASSERT_TRUE(encoder->push(wandering_picture(160, 120, i), i / 30.0));
    const Encoder moved = std::move(*encoder);
  }
}

}  // namespace
}  // namespace endrange
