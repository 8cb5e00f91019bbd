#include "io/formats.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>

#include "io/test_histories.h"

namespace endrange {
namespace {

using test::Described;
using test::RandomHistory;

TrainingHistory round_trip(const TrainingHistory& history, const char* format) {
  const auto text = write_training(history, *find_format(format));
  EXPECT_TRUE(text) << (text ? "" : text.error().message);
  EXPECT_EQ(recognise_format(*text), find_format(format));
  const auto back = read_training(*text, *find_format(format), {.file = "back"});
  EXPECT_TRUE(back) << (back ? "" : back.error().message) << "\n" << *text;
  return back ? back->history : TrainingHistory();
}

TEST(Formats, json_comes_back_as_it_was) {
  RandomHistory random(1);
  for (int i = 0; i < 400; ++i) {
    const TrainingHistory history = random.make();
    ASSERT_EQ(Described(round_trip(history, "json")).text(), Described(history).text());
  }
}

TEST(Formats, csv_comes_back_but_for_reps_and_findings) {
  RandomHistory random(2);
  for (int i = 0; i < 400; ++i) {
    const TrainingHistory history = random.make();
    const TrainingHistory back = round_trip(history, "csv");
    ASSERT_EQ(Described(back).text(), Described(history, false).text());
    for (const SetRecord& set : back.sets) EXPECT_TRUE(set.each_rep.empty() && set.findings.empty());
  }
}

TEST(Formats, nothing_is_written_as_nothing) {
  for (const char* format : {"json", "csv"})
    EXPECT_EQ(Described(round_trip({}, format)).text(), Described(TrainingHistory{}).text());
}

TEST(Formats, what_is_not_finite_is_unknown) {
  TrainingHistory history;
  history.sets.emplace_back().top_deg = std::numeric_limits<double>::infinity();
  for (const char* format : {"json", "csv"}) EXPECT_TRUE(std::isnan(round_trip(history, format).sets[0].top_deg));
}

TEST(Formats, names_that_are_not_utf8_can_still_be_read_back) {
  TrainingHistory history;
  history.sets.emplace_back().clip_file = "caf\xE9.mp4";
  for (const char* format : {"json", "csv"}) {
    const std::string back = round_trip(history, format).sets[0].clip_file;
    EXPECT_EQ(back, "caf\uFFFD.mp4") << format;
  }
}

TEST(Formats, a_moment_that_no_file_can_hold_is_refused) {
  TrainingHistory history;
  for (const std::int64_t utc_s : {std::int64_t{300'000'000'000}, std::numeric_limits<std::int64_t>::min()}) {
    history.symptoms.resize(1);
    history.symptoms[0].at.utc_s = utc_s;
    const auto text = write_training(history, *find_format("json"));
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind, Error::Kind::bad_argument);
  }
}

TEST(Formats, ids_are_told_apart_and_each_can_do_something) {
  for (const Format& format : formats()) {
    EXPECT_EQ(find_format(format.id), &format);
    EXPECT_TRUE(format.ending.starts_with('.')) << format.id;
    EXPECT_TRUE(format.read || format.write || format.write_calendar) << format.id;
    EXPECT_EQ(format.read != nullptr, format.recognises != nullptr) << format.id;
  }
  EXPECT_EQ(find_format("doc"), nullptr);
  EXPECT_EQ(recognise_format("kindly,attached\n"), nullptr);
  EXPECT_EQ(recognise_format(""), nullptr);
}

class InFolder : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "endrange-io-XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  std::filesystem::path folder;
};

TEST_F(InFolder, a_file_is_written_whole_and_told_by_its_content) {
  const TrainingHistory history = RandomHistory(3).make();
  const std::string path = (folder / "all.txt").string();
  for (const char* format : {"csv", "json"}) {
    const auto written = write_training_file(history, *find_format(format), path);
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1) << "a temporary file was left";
    const auto back = read_training_file(path, nullptr);
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(Described(back->history, false).text(), Described(history, false).text());
  }
}

TEST_F(InFolder, what_cannot_be_read_or_written_is_said) {
  const auto kind_of = [&](const char* name) {
    return read_training_file((folder / name).string(), nullptr).error().kind;
  };
  EXPECT_EQ(kind_of("nowhere.csv"), Error::Kind::not_found);
  EXPECT_EQ(kind_of(""), Error::Kind::unreadable);  // the folder itself
  std::ofstream(folder / "picture.csv") << "\x89PNG\r\n";
  EXPECT_EQ(kind_of("picture.csv"), Error::Kind::unsupported);
  const auto written = write_training_file({}, *find_format("csv"), (folder / "no" / "a.csv").string());
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, Error::Kind::io);
}

TEST(Formats, a_file_that_is_too_large_is_refused_before_it_is_looked_at) {
  const std::string text(65u << 20, ',');
  for (const Format& format : formats()) {
    EXPECT_FALSE(read_training(text, format, {})) << format.id;
  }
}

}  // namespace
}  // namespace endrange
