// synth_test.cpp: a rendered clip is on disk whole or not at all, and the decoder reads back what its truth says.
#include "synthetic/synth.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "media/decoder.h"
#include "synthetic/sensor.h"
#include "synthetic/test_scene.h"

#if defined(__SANITIZE_ADDRESS__)
// x265, with which a clip is made here, doesn't give all its memory back.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libx265"; }
#endif

namespace endrange::synthetic {
namespace {

using namespace test;
using Json = nlohmann::json;
namespace fs = std::filesystem;
using Names = std::vector<std::string>;

// 0.6 s of a leg that moves, small.
Recipe tiny() {
  Recipe recipe;
  recipe.resolution = "160x120", recipe.fps = 15, recipe.lead_s = 0, recipe.tail_s = 0, recipe.reps = 1;
  recipe.tempo = "0.3-0-0.3-0", recipe.top_deg = 60, recipe.bottom_deg = 40, recipe.sound = false;
  return recipe;
}

Result<Truth> render(const Recipe& recipe, const std::string& out, int threads = 2) {
  return render_clip(recipe, out, threads, {});
}

std::vector<Frame> frames_of(const std::string& path) {
  std::vector<Frame> frames;
  auto decoder = Decoder::open(path);
  if (!decoder) {
    ADD_FAILURE() << decoder.error().message;
    return frames;
  }
  while (true) {
    auto frame = decoder->next();
    if (!frame) ADD_FAILURE() << frame.error().message;
    if (!frame || frame->empty()) break;
    frames.push_back(*frame);
  }
  EXPECT_EQ(decoder->damage(), "");
  return frames;
}

std::vector<std::uint8_t> luma_of(const Frame& frame) {
  std::vector<std::uint8_t> all;
  for (int y = 0; y < frame.height; ++y) {
    const std::uint8_t* row = frame.luma + static_cast<std::ptrdiff_t>(y) * frame.luma_stride;
    all.insert(all.end(), row, row + frame.width);
  }
  return all;
}
std::vector<std::uint8_t> chroma_of(const Frame& frame) {
  std::vector<std::uint8_t> all;
  for (const std::uint8_t* plane : {frame.blue, frame.red})
    for (int y = 0; y < frame.height / 2; ++y) {
      const std::uint8_t* row = plane + static_cast<std::ptrdiff_t>(y) * frame.chroma_stride;
      all.insert(all.end(), row, row + frame.width / 2);
    }
  return all;
}
double difference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(int{a[i]} - int{b[i]});
  return a.size() == b.size() && !a.empty() ? sum / static_cast<double>(a.size()) : 255;
}

std::string text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

TEST(Synth, writes_a_clip_and_a_truth_that_agree_to_the_uneven_times) {
  const TempFolder folder;
  Recipe recipe = tiny();
  recipe.sound = true, recipe.variable_rate = true, recipe.tail_s = 0.6;
  const auto truth = render(recipe, folder.file("a.mp4"));
  ASSERT_TRUE(truth) << truth.error().message;
  EXPECT_EQ(folder.names(), (Names{"a.mp4", "a.truth.json"}));
  EXPECT_EQ(truth_path(folder.file("a.mp4")), folder.file("a.truth.json"));

  const Json json = Json::parse(text_of(folder.file("a.truth.json")));
  const auto clip = frames_of(folder.file("a.mp4"));
  ASSERT_GT(clip.size(), 12u);
  bool is_uneven = false;
  ASSERT_EQ(json["frames"]["at_s"].size(), clip.size());
  EXPECT_EQ(truth->frame_joints.size(), clip.size());
  for (std::size_t i = 0; i < clip.size(); ++i) {
    EXPECT_NEAR(clip[i].at_s, json["frames"]["at_s"][i].get<double>(), 1e-3);
    if (i > 1) is_uneven = is_uneven || std::abs(clip[i].at_s - 2 * clip[i - 1].at_s + clip[i - 2].at_s) > 0.004;
    EXPECT_EQ(clip[i].width, 160);
    EXPECT_EQ(clip[i].height, 120);
  }
  EXPECT_TRUE(is_uneven);
  const auto with_sound = Decoder::open(folder.file("a.mp4"));
  EXPECT_TRUE(with_sound->info().has_audio());
  EXPECT_EQ(with_sound->info().video_codec, "h264");
}

// What the sensor makes of the tiny scene, without any file.
const std::vector<Picture>& developed() {
  static const std::vector<Picture> pictures = [] {
    const Scene scene = build_scene(tiny());
    const auto times = frame_times(scene.recipe, scene.script.duration_s);
    Renderer renderer(scene);
    Sensor sensor(scene.recipe, scene.script.duration_s);
    std::vector<Picture> all(times.size());
    for (std::size_t i = 0; i < times.size(); ++i) {
      LightImage light;
      renderer.render(times[i], light);
      sensor.develop(light, static_cast<int>(i), times[i], all[i]);
    }
    return all;
  }();
  return pictures;
}

void expect_bits(const std::vector<Frame>& raw, const std::vector<Picture>& meant) {
  ASSERT_EQ(raw.size(), meant.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    EXPECT_EQ(raw[i].width, 160);
    EXPECT_NEAR(raw[i].at_s, static_cast<double>(i) / 15, 1e-3);
    EXPECT_TRUE(luma_of(raw[i]) == luma_of(meant[i].view())) << "frame " << i;
    EXPECT_TRUE(chroma_of(raw[i]) == chroma_of(meant[i].view())) << "frame " << i;
  }
}

TEST(Synth, the_raw_twin_is_the_sensors_picture_to_the_bit_in_every_run) {
  const TempFolder folder;
  Recipe recipe = tiny();
  recipe.raw = true;
  // Twice the same seed: upright on one thread, stored upside down on three.
  for (const auto& [threads, turn] : {std::pair{1, 0}, {3, 180}}) {
    recipe.rotation_deg = turn;
    const auto truth = render(recipe, folder.file("a.mp4"), threads);
    ASSERT_TRUE(truth) << truth.error().message;
    expect_bits(frames_of(folder.file("a.raw.mp4")), developed());
  }
}

TEST(Synth, another_seed_is_another_picture_and_no_old_twin_stays_beside_it) {
  const TempFolder folder;
  Recipe recipe = tiny();
  recipe.raw = true, recipe.seed = 2;
  const auto truth = render(recipe, folder.file("a.mp4"));
  ASSERT_TRUE(truth) << truth.error().message;
  const auto other = frames_of(folder.file("a.raw.mp4"));
  ASSERT_EQ(other.size(), developed().size());
  for (std::size_t i = 0; i < other.size(); ++i)
    EXPECT_GT(difference(luma_of(other[i]), luma_of(developed()[i].view())), 1);
  EXPECT_EQ(folder.names(), (Names{"a.mp4", "a.raw.mp4", "a.truth.json"}));
  // An earlier clip of its own is replaced; without a twin none is left: the old one would belie the new clip.
  recipe.raw = false, recipe.fps = 5;
  ASSERT_TRUE(render(recipe, folder.file("a.mp4")));
  EXPECT_EQ(frames_of(folder.file("a.mp4")).size(), 3u);
  EXPECT_EQ(folder.names(), (Names{"a.mp4", "a.truth.json"}));
}

TEST(Synth, a_turned_clip_of_either_codec_is_shown_upright) {
  for (const int turn : {90, 270}) {
    const TempFolder folder;
    Recipe recipe = tiny();
    recipe.rotation_deg = turn, recipe.codec = turn == 90 ? "hevc" : "h264", recipe.bitrate_mbps = 2;
    const std::string out = folder.file("a.mp4");
    const auto truth = render(recipe, out);
    ASSERT_TRUE(truth) << truth.error().message;
    const auto clip = frames_of(out);
    ASSERT_EQ(clip.size(), developed().size());
    const auto decoder = Decoder::open(out);
    EXPECT_EQ(decoder->info().rotation_deg, turn);
    EXPECT_EQ(decoder->info().video_codec, recipe.codec);
    for (std::size_t i = 0; i < clip.size(); ++i) {
      const Frame meant = developed()[i].view();
      EXPECT_EQ(clip[i].width, 160);
      EXPECT_LT(difference(luma_of(clip[i]), luma_of(meant)), 3) << turn << " frame " << i;
      EXPECT_LT(difference(chroma_of(clip[i]), chroma_of(meant)), 3) << turn << " frame " << i;
    }
  }
}

TEST(Synth, times_ascend_from_zero_at_the_rate_asked_for) {
  Recipe recipe;
  for (const double fps : {5.0, 23.976, 30.0, 240.0}) {
    recipe.fps = fps, recipe.variable_rate = false;
    const auto even = frame_times(recipe, 10);
    EXPECT_EQ(even.size(), static_cast<std::size_t>(std::ceil(10 * fps)));
    recipe.variable_rate = true;
    const auto uneven = frame_times(recipe, 10);
    for (const auto& times : {even, uneven}) {
      EXPECT_EQ(times.at(0), 0);
      for (std::size_t i = 1; i < times.size(); ++i) {
        EXPECT_GT(times[i] - times[i - 1], 0.5 / fps);
        EXPECT_LT(times[i] - times[i - 1], 8 / fps);
      }
      EXPECT_LT(times.back(), 10 + 0.5 / fps);
    }
    EXPECT_LT(uneven.size(), even.size());
    EXPECT_GT(uneven.size(), even.size() * 7 / 10);
    EXPECT_EQ(uneven, frame_times(recipe, 10));
  }
}

TEST(Synth, leaves_a_foreign_file_alone) {
  const TempFolder folder;
  for (const char* name : {"a.mp4", "a.raw.mp4"}) {
    write(folder.file(name), "my holidays");
    const auto truth = render(tiny(), folder.file("a.mp4"));
    ASSERT_FALSE(truth);
    EXPECT_TRUE(truth.error().kind == Error::Kind::bad_argument);
    EXPECT_NE(truth.error().message.find(name), std::string::npos) << truth.error().message;
    EXPECT_EQ(text_of(folder.file(name)), "my holidays");
    EXPECT_EQ(folder.names(), Names{name});
    fs::remove(folder.file(name));
  }
}

TEST(Synth, leaves_a_foreign_truth_file_alone) {
  // "truth.json" may be anybody's: only one of our schema marks a clip as ours.
  const TempFolder folder;
  write(folder.file("a.truth.json"), "{\"schema\": \"somebody else's\"}");
  write(folder.file("a.mp4"), "my holidays");
  const auto truth = render(tiny(), folder.file("a.mp4"));
  EXPECT_FALSE(truth);
  EXPECT_TRUE(text_of(folder.file("a.mp4")) == "my holidays");
  EXPECT_TRUE(text_of(folder.file("a.truth.json")) == "{\"schema\": \"somebody else's\"}");
}

TEST(Synth, says_what_is_wrong_with_the_recipe_or_the_name) {
  const TempFolder folder;
  Recipe recipe = tiny();
  recipe.fps = 1000;
  auto truth = render(recipe, folder.file("a.mp4"));
  ASSERT_FALSE(truth);
  EXPECT_TRUE(truth.error().kind == Error::Kind::bad_argument);
  EXPECT_NE(truth.error().message.find("fps"), std::string::npos);
  for (const char* name : {"a.mov", "a", ""}) {
    truth = render(tiny(), name == std::string() ? folder.file(".") : folder.file(name));
    ASSERT_FALSE(truth) << name;
    EXPECT_TRUE(truth.error().kind == Error::Kind::bad_argument) << name;
  }
  EXPECT_EQ(folder.names(), Names{});
}

TEST(Synth, says_when_the_folder_can_not_be_written) {
  const TempFolder folder;
  const std::string out = folder.file("no/such/folder/a.mp4");
  const auto truth = render(tiny(), out);
  ASSERT_FALSE(truth);
  EXPECT_TRUE(truth.error().kind == Error::Kind::io) << truth.error().message;
  EXPECT_NE(truth.error().message.find("no/such/folder"), std::string::npos) << truth.error().message;
  EXPECT_EQ(folder.names(), Names{});
}

TEST(Synth, leaves_nothing_when_it_is_stopped) {
  const TempFolder folder;
  Recipe recipe = tiny();
  recipe.sound = true;
  std::vector<double> shares;
  const auto truth = render_clip(recipe, folder.file("a.mp4"), 2, [&](double share) {
    shares.push_back(share);
    return share < 0.4;
  });
  ASSERT_FALSE(truth);
  EXPECT_TRUE(truth.error().kind == Error::Kind::interrupted);
  EXPECT_EQ(folder.names(), Names{});
  for (std::size_t i = 1; i < shares.size(); ++i) EXPECT_GT(shares[i], shares[i - 1]);
  EXPECT_GE(shares.back(), 0.4);
  EXPECT_LT(shares.back(), 0.6) << "it stops soon";
}

}  // namespace
}  // namespace endrange::synthetic
