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

TEST(Formats, a_table_that_a_spreadsheet_has_saved_is_read) {
  // Semicolons, decimal commas, a byte-order mark, other columns first and empty ones last, rows cut at their empty
  // ends.
  const auto back = read_training(
      "\xEF\xBB\xBF"
      "My notes;at;kind;exercise;reps;top_deg;note;;\r\n"
      "x;2026-11-21T18:05:00+01:00;set;double_leg_raise;12;87,5;'-slow;;\r\n"
      ";2026-11-22T18:05:00+01:00;set;heel_tap;8\r\n",
      *find_format("csv"), {.file = "a.csv"});
  ASSERT_TRUE(back) << back.error().message;
  ASSERT_EQ(back->history.sets.size(), 2u);
  EXPECT_EQ(back->history.sets[0].top_deg, 87.5);
  EXPECT_EQ(back->history.sets[0].note, "-slow");
  EXPECT_EQ(back->history.sets[1].reps, 8);
  EXPECT_TRUE(std::isnan(back->history.sets[1].top_deg));
}

TEST(Formats, what_is_broken_says_where_and_how_to_mend_it) {
  const auto error_of = [](const char* format, const std::string& text) {
    const auto import = read_training(text, *find_format(format), {.file = "a"});
    return import ? "" : import.error().message;
  };
  const std::string head = "kind,at,symptom,pain,reps\n", at = "2026-11-21T18:05:00Z";
  EXPECT_EQ(error_of("csv", head + "symptom," + at + ",pain,11,\n"), "a:2: pain \"11\": must lie between 0 and 10");
  EXPECT_EQ(error_of("csv", head + "\nset," + at + ",,,1.5\n"),
            "a:3: reps \"1.5\": must be a whole number from 0 to 1000000");
  EXPECT_EQ(error_of("csv", head + "set,21.11.2026,,,\n"),
            "a:2: at \"21.11.2026\": must be a day and a time like 2026-11-21T18:05:00+01:00");
  EXPECT_EQ(error_of("csv", head + "symptom," + at + ",,3,\n"),
            "a:2: symptom \"\": is none of the words that stand here (docs/formats.md)");
  EXPECT_EQ(error_of("csv", head + "sit," + at + ",,,\n"), "a:2: kind \"sit\": must be person, set, symptom or choice");
  EXPECT_EQ(error_of("csv", head + "set," + at), "a:2: 2 cells under 5 names; the file is cut off, export it again");
  EXPECT_EQ(error_of("csv", head + "set," + at + ",,,1,2\n"),
            "a:2: 6 cells under 5 names; put text that holds a \",\" between quotes");
  EXPECT_EQ(error_of("csv", "kind\n"), "a:1: no column \"at\"");
  const std::string schema = "{\"schema\": \"endrange.training/1\",\n";
  EXPECT_EQ(error_of("json", schema + "\"sets\": [{]}"), "a:2: this is no JSON from here on");
  EXPECT_EQ(error_of("json", schema + "\"sets\": ["), "a:2: the file ends too early; export it again");
  EXPECT_EQ(error_of("json", schema + "\"sets\": [{\"at\": \"" + at + "\", \"rpe\": 0}]}"),
            "a: sets[0].rpe: must be a number from 1 to 10");
  EXPECT_EQ(error_of("json", schema + "\"sets\": [{}]}"), "a: sets[0].at: is missing");
  EXPECT_EQ(error_of("json", schema + "\"symptoms\": [1]}"), "a: symptoms[0]: must be an object");
  EXPECT_EQ(error_of("json", "{\"schema\": \"endrange.training/2\"}"),
            "a: endrange.training/2 was written by a later endrange; bring this one up to date");
  EXPECT_EQ(error_of("json", "{\"schema\": \"endrange.analysis/1\"}"),
            "a: schema: \"endrange.analysis/1\" isn't training data of endrange");
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

TEST(Formats, nothing_is_written_that_could_not_be_read_back) {
  TrainingHistory history;
  history.person.name = "Ann";
  history.sets.resize(70);
  for (SetRecord& set : history.sets) set.note.assign(1'000'000, 'x');
  for (const char* format : {"csv", "json"}) {
    const auto text = write_training(history, *find_format(format));
    ASSERT_FALSE(text) << format;
    EXPECT_EQ(text.error().message,
              "the history of Ann: the file would be larger than the 64 MB that can be read back; choose fewer days");
  }
  history.sets.resize(1);
  history.sets[0].note.assign(2'000'000, 'x');
  EXPECT_FALSE(write_training(history, *find_format("csv")));
  history.sets.assign(500'001, SetRecord());
  for (const char* format : {"csv", "json"}) EXPECT_FALSE(write_training(history, *find_format(format))) << format;
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
