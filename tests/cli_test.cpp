// The binary from the outside: what it prints, what it writes, and what it answers to bad input.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "media/encoder.h"
#include "run.h"

namespace endrange::test {
namespace {

using Json = nlohmann::json;

// A grey film with a moving bar: readable, and nobody in it.
void write_empty_room(const fs::path& path, int frames) {
  EncoderOptions options;
  options.width = 320, options.height = 240;
  auto encoder = Encoder::create(path.string(), options);
  ASSERT_TRUE(encoder.has_value()) << encoder.error().message;
  Picture picture(320, 240);
  std::fill(picture.blue.begin(), picture.blue.end(), std::uint8_t{128});
  std::fill(picture.red.begin(), picture.red.end(), std::uint8_t{128});
  for (int i = 0; i < frames; ++i) {
    std::fill(picture.luma.begin(), picture.luma.end(), std::uint8_t{110});
    for (int y = 100; y < 110; ++y)
      for (int x = 0; x < 60; ++x) picture.luma[static_cast<std::size_t>(y * 320 + (x + i) % 320)] = 200;
    ASSERT_TRUE(encoder->push(picture, i / 30.0).has_value());
  }
  ASSERT_TRUE(encoder->finish().has_value());
}

// One sentence, naming the input, and no trace of a crash.
void expect_refusal(const Outcome& o, int code, const std::string& name) {
  EXPECT_EQ(o.exit_code, code) << o.err;
  EXPECT_NE(o.err.find("endrange: "), std::string::npos) << o.err;
  EXPECT_NE(o.err.find(name), std::string::npos) << o.err;
  EXPECT_TRUE(o.out.empty());
}

TEST(Cli, help_shows_examples_and_how_to_film) {
  const Outcome o = run({"--help"});
  EXPECT_EQ(o.exit_code, 0);
  EXPECT_NE(o.out.find("Examples:"), std::string::npos);
  EXPECT_NE(o.out.find("phone on the floor"), std::string::npos);
  EXPECT_EQ(run({"analyze", "--help"}).exit_code, 0);
}

TEST(Cli, version_is_printed) {
  const Outcome o = run({"--version"});
  EXPECT_EQ(o.exit_code, 0);
  EXPECT_EQ(o.out.rfind("endrange ", 0), 0u);
}

TEST(Cli, wrong_use_exits_2) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"dance"},
                                             {"analyze"},
                                             {"analyze", "x.mp4", "--hieght", "1.8"},
                                             {"analyze", "x.mp4", "--height", "tall"},
                                             {"analyze", "x.mp4", "--height", "17.8"},
                                             {"analyze", "x.mp4", "--mass", "-3"},
                                             {"analyze", "x.mp4", "--sex", "x"},
                                             {"analyze", "x.mp4", "--exercise", "cartwheel"},
                                             {"analyze", "x.mp4", "--model", "huge"},
                                             {"analyze", "x.mp4", "--threads", "0"},
                                             {"list"},
                                             {"list", "secrets"}}) {
    const Outcome o = run(arguments);
    EXPECT_EQ(o.exit_code, 2) << ::testing::PrintToString(arguments);
    EXPECT_TRUE(o.out.empty());
    EXPECT_FALSE(o.err.empty());
  }
}

TEST(Cli, lists_come_as_text_json_and_markdown) {
  for (const char* table : {"exercises", "checks", "formats"}) {
    EXPECT_EQ(run({"list", table}).exit_code, 0);
    const Outcome json = run({"list", table, "--json"});
    EXPECT_TRUE(Json::parse(json.out).is_array());
    EXPECT_EQ(run({"list", table, "--markdown"}).out.rfind("| ", 0), 0u);
  }
  const std::string ids = run({"list", "exercises"}).out;
  for (const char* id : {"double_leg_raise", "single_leg_raise", "bent_knee_leg_raise", "heel_tap", "hanging_leg_raise",
                         "dead_bug", "bird_dog", "hollow_hold", "flutter_kick", "reverse_crunch", "other"})
    EXPECT_NE(ids.find(id), std::string::npos) << id;
}

TEST(Cli, loads_come_as_text_json_and_csv) {
  const Outcome text = run({"loads", "--height", "1.76", "--mass", "80", "--sex", "m"});
  EXPECT_EQ(text.exit_code, 0);
  EXPECT_NE(text.out.find("hips (gravity)        100 N·m"), std::string::npos) << text.out;
  EXPECT_NE(text.out.find("average  trunk"), std::string::npos);
  const Json sheet = Json::parse(run({"loads", "--sweep", "--json", "--exercise", "bent_knee_leg_raise"}).out);
  EXPECT_EQ(sheet["schema"], "endrange.loads/1");
  EXPECT_EQ(sheet["poses"].size(), 19u);
  const Json& pose = sheet["poses"].back();
  EXPECT_EQ(pose["leg_elevation_deg"], 0);
  EXPECT_EQ(pose["knee_flexion_deg"], 90);
  EXPECT_LT(pose["l4l5_compression_n"]["low"], pose["l4l5_compression_n"]["high"]);
  EXPECT_LT(pose["residual"], 1e-8);
  const std::string csv = run({"loads", "--sweep", "--csv"}).out;
  EXPECT_EQ(std::ranges::count(csv, '\n'), 20);
  EXPECT_EQ(csv.rfind("leg_elevation_deg,", 0), 0u);
}

TEST(Cli, loads_of_no_human_size_angle_or_exercise_exit_2_with_what_is_accepted) {
  expect_refusal(run({"loads", "--height", "5"}), 2, "between 1.2 and 2.3");
  expect_refusal(run({"loads", "--mass", "12"}), 2, "between 30 and 250");
  EXPECT_EQ(run({"loads", "--mass", "nan"}).exit_code, 2);
  expect_refusal(run({"loads", "--angle", "200"}), 2, "between -90 and 120");
  expect_refusal(run({"loads", "--knee", "-5"}), 2, "between 0 and 140");
  expect_refusal(run({"loads", "--sex", "x"}), 2, "f or m");
  expect_refusal(run({"loads", "--hands", "up"}), 2, "under_hips");
  expect_refusal(run({"loads", "--exercise", "squat"}), 2, "endrange list exercises");
  expect_refusal(run({"loads", "--exercise", "bird_dog"}), 2, "aren't modelled");
  // What can't be held is a result.
  const Outcome heavy = run({"loads", "--ankle-weight", "20", "--mass", "50", "--height", "1.9", "--sex", "f"});
  EXPECT_EQ(heavy.exit_code, 0);
  EXPECT_NE(heavy.out.find("can't be kept down here"), std::string::npos) << heavy.out;
}

TEST(Cli, files_that_are_no_clip_exit_3_and_leave_nothing_behind) {
  const TempFolder folder;
  const auto make = [&](const char* name, const std::string& content) {
    std::ofstream(folder.path / name, std::ios::binary) << content;
  };
  make("empty.mp4", "");
  make("text.mp4", "This is a shopping list.\nEggs, milk.\n");
  make("noise.mp4", std::string(4000, '\x5a'));
  make("bomb.gif", std::string("GIF89a\x30\x75\x30\x75\x80\x00\x00\x00\x00\x00\xff\xff\xff", 19) +
                       std::string("\x2c\x00\x00\x00\x00\x30\x75\x30\x75\x00\x02\x02\x44\x01\x00\x3b", 16));
  make("nothing.gif", std::string("GIF89a\x00\x00\x00\x00\x00\x00\x00\x3b", 14));
  fs::create_directory(folder.path / "folder.mp4");
  for (const char* name :
       {"missing.mp4", "empty.mp4", "text.mp4", "noise.mp4", "bomb.gif", "nothing.gif", "folder.mp4"})
    expect_refusal(run({"analyze", name}, {.folder = folder.path}), 3, name);
  for (const auto& entry : fs::directory_iterator(folder.path))
    EXPECT_NE(entry.path().extension(), ".endrange") << entry.path();
}

TEST(Cli, a_missing_model_is_a_sentence_with_the_way_out) {
  const TempFolder folder;
  write_empty_room(folder.path / "room.mp4", 5);
  ::setenv("ENDRANGE_MODELS", folder.path.c_str(), 1);
  const Outcome o = run({"analyze", "room.mp4"}, {.folder = folder.path});
  ::unsetenv("ENDRANGE_MODELS");
  expect_refusal(o, 1, "pose_detection.tflite");
  EXPECT_NE(o.err.find("./go"), std::string::npos);
}

TEST(Cli, an_empty_room_and_a_single_picture_exit_4_and_say_how_to_film) {
  if (!has_model()) GTEST_SKIP() << "skipped: the pose model isn't installed";
  const TempFolder folder;
  write_empty_room(folder.path / "room.mp4", 60);
  write_empty_room(folder.path / "one.mp4", 1);
  for (const char* name : {"room.mp4", "one.mp4"}) {
    const Outcome o = run({"analyze", name, "--json"}, {.folder = folder.path});
    EXPECT_EQ(o.exit_code, 4);
    EXPECT_NE(o.err.find(name), std::string::npos);
    EXPECT_NE(o.err.find("Film"), std::string::npos) << o.err;
    const Json json = Json::parse(o.out);
    EXPECT_FALSE(json["view"]["usable"].get<bool>());
    EXPECT_TRUE(json["reps"].empty());
  }
}

class CliWithClips : public ::testing::Test {
 protected:
  void SetUp() override {
    if (clip_folder().empty()) GTEST_SKIP() << "skipped: no clips (set ENDRANGE_CLIPS)";
    if (!has_model()) GTEST_SKIP() << "skipped: the pose model isn't installed";
    clip = (clip_folder() / "side-single-home.mp4").string();
  }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder.path)) names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
  }
  TempFolder folder;
  std::string clip;
};

TEST_F(CliWithClips, the_whole_report_is_written_and_complete) {
  const Outcome o = run({"analyze", clip, "--height", "1.80"}, {.folder = folder.path});
  EXPECT_EQ(o.exit_code, 0) << o.err;
  EXPECT_NE(o.out.find("1 rep of single-leg raise"), std::string::npos) << o.out;
  const fs::path report = folder.path / "side-single-home.endrange";
  const Json json = Json::parse(text_of(report / "analysis.json"));
  EXPECT_EQ(json["schema"], "endrange.analysis/1");
  EXPECT_EQ(json["subject"]["height_source"], "given");
  EXPECT_EQ(json["clip"]["sha256"].get<std::string>().size(), 64u);
  const std::string html = text_of(report / "report.html");
  EXPECT_EQ(html.find("http://"), std::string::npos) << "the page must not reach outside";
  EXPECT_EQ(html.find("https://"), std::string::npos);
  EXPECT_NE(html.find("data:image/jpeg;base64,"), std::string::npos);
  const std::string csv = text_of(report / "series.csv");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), json["clip"]["frames"].get<int>() + 1);
  EXPECT_GT(fs::file_size(report / "annotated.mp4"), 50'000u);
  for (const auto& entry : fs::directory_iterator(report)) EXPECT_NE(entry.path().extension(), ".part");
}

TEST_F(CliWithClips, json_is_one_document_with_every_name_of_the_contract) {
  const Outcome o = run({"analyze", clip, "--json", "--no-video"}, {.folder = folder.path});
  const Json a = Json::parse(o.out);
  for (const char* key : {"schema", "version", "clip", "subject", "view", "exercise", "reps", "holds", "end_range",
                          "findings", "loads", "notes"})
    EXPECT_TRUE(a.contains(key)) << key;
  for (const char* key : {"file", "sha256", "width", "height", "rotation_deg", "duration_s", "frames",
                          "variable_frame_rate", "has_audio"})
    EXPECT_TRUE(a["clip"].contains(key)) << key;
  for (const char* key : {"height_m", "height_source", "mass_kg", "sex", "mm_per_px"})
    EXPECT_TRUE(a["subject"].contains(key)) << key;
  for (const char* key : {"usable", "posture", "near_side", "head", "yaw_deg", "problems"})
    EXPECT_TRUE(a["view"].contains(key)) << key;
  for (const char* key : {"index", "side", "complete", "start_s", "end_s", "phases", "tempo", "leg_elevation_top_deg",
                          "leg_elevation_bottom_deg", "knee_flexion_max_deg", "peak_lowering_deg_per_s",
                          "end_range_deg", "lumbar_lift_max_mm"})
    EXPECT_TRUE(a["reps"][0].contains(key)) << key;
  for (const char* key :
       {"status", "deg", "low_deg", "high_deg", "lowest_held_deg", "pelvic_onset_deg", "criterion", "reason"})
    EXPECT_TRUE(a["end_range"].contains(key)) << key;
  const std::string status = a["end_range"]["status"];
  EXPECT_TRUE(status == "found" || status == "not_reached" || status == "not_measured") << status;
  EXPECT_EQ(a["end_range"]["reason"].is_null(), status != "not_measured");
  EXPECT_EQ(a["end_range"]["deg"].is_null(), status != "found");
  EXPECT_FALSE(fs::exists(folder.path / "side-single-home.endrange" / "annotated.mp4"));
}

TEST_F(CliWithClips, a_users_own_file_is_never_replaced) {
  const fs::path out = folder.path / "mine";
  fs::create_directory(out);
  std::ofstream(out / "report.html") << "my own page";
  const Outcome o = run({"analyze", clip, "--no-video", "--out", out.string()}, {.folder = folder.path});
  EXPECT_EQ(o.exit_code, 1);
  EXPECT_NE(o.err.find("report.html"), std::string::npos) << o.err;
  EXPECT_NE(o.out.find("1 rep"), std::string::npos) << "the result itself must not be lost";
  EXPECT_EQ(text_of(out / "report.html"), "my own page");
}

TEST_F(CliWithClips, its_own_report_is_replaced_but_not_that_of_another_clip) {
  EXPECT_EQ(run({"analyze", clip, "--no-video", "--out", "r"}, {.folder = folder.path}).exit_code, 0);
  EXPECT_EQ(run({"analyze", clip, "--no-video", "--out", "r"}, {.folder = folder.path}).exit_code, 0);
  const std::string other = (clip_folder() / "side-kneebend-negative.mp4").string();
  const Outcome o = run({"analyze", other, "--no-video", "--out", "r"}, {.folder = folder.path});
  EXPECT_EQ(o.exit_code, 1);
  EXPECT_NE(o.err.find("another clip"), std::string::npos) << o.err;
}

TEST_F(CliWithClips, a_folder_that_cant_be_made_is_a_sentence) {
  std::ofstream(folder.path / "file") << "x";
  const Outcome o = run({"analyze", clip, "--no-video", "--out", "file/inside"}, {.folder = folder.path});
  EXPECT_EQ(o.exit_code, 1);
  EXPECT_NE(o.err.find("file/inside"), std::string::npos) << o.err;
  EXPECT_NE(o.err.find("--out"), std::string::npos);
}

TEST_F(CliWithClips, a_full_disk_leaves_no_half_written_file) {
  // The video is larger than this, the other files are written after it.
  const Outcome o = run({"analyze", clip, "--out", "r"}, {.folder = folder.path, .largest_file_bytes = 100'000});
  EXPECT_EQ(o.exit_code, 1) << o.err;
  EXPECT_NE(o.err.find("can't be written"), std::string::npos) << o.err;
  EXPECT_TRUE(files().empty()) << ::testing::PrintToString(files());
}

TEST_F(CliWithClips, ctrl_c_stops_within_a_second_and_leaves_nothing) {
  const std::string longer = (clip_folder() / "side-double-clean.mp4").string();
  for (const double after_s : {0.6, 6.0}) {
    const Outcome o = run({"analyze", longer, "--out", "r"}, {.folder = folder.path, .interrupt_after_s = after_s});
    if (o.exit_code == 0) continue;  // a fast machine was done before the second try
    EXPECT_EQ(o.exit_code, 130) << o.err;
    EXPECT_TRUE(files().empty()) << ::testing::PrintToString(files());
  }
}

TEST_F(CliWithClips, a_truncated_clip_is_analysed_as_far_as_it_goes_or_refused_in_a_sentence) {
  const std::string whole = text_of(clip);
  std::ofstream(folder.path / "cut.mp4", std::ios::binary) << whole.substr(0, whole.size() * 2 / 3);
  const Outcome o = run({"analyze", "cut.mp4", "--json", "--no-video"}, {.folder = folder.path});
  if (o.exit_code == 3) {
    EXPECT_NE(o.err.find("cut.mp4"), std::string::npos);
  } else {
    EXPECT_NE(o.out.find("damaged"), std::string::npos);
  }
}

TEST_F(CliWithClips, two_runs_give_the_same_bytes) {
  EXPECT_EQ(run({"analyze", clip, "--json", "--no-video", "--out", "a"}, {.folder = folder.path}).out,
            run({"analyze", clip, "--json", "--no-video", "--out", "b"}, {.folder = folder.path}).out);
}

}  // namespace
}  // namespace endrange::test
