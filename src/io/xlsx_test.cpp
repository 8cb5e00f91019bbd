#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>

#include "io/formats.h"
#include "io/test_histories.h"

namespace endrange {
namespace {

namespace fs = std::filesystem;

bool has_unzip() { return std::system("unzip -v >/dev/null 2>&1") == 0; }

TrainingHistory month() {
  TrainingHistory history;
  history.person.name = "Ann";
  for (int i = 0; i < 3; ++i) {
    SetRecord& set = history.sets.emplace_back();
    set.at = *parse_moment("2026-11-0" + std::to_string(2 + 7 * (i % 2)) + "T18:00:00+01:00");
    set.exercise = "double_leg_raise";
    set.reps = 10 + i;
    set.note = "=1+1 <&> \"slow\"";
  }
  EndRange& found = history.sets[0].end_range;
  found.status = EndRangeStatus::found, found.deg = 34.25, found.low_deg = 31.5, found.high_deg = 37.75;
  EndRange& held = history.sets[1].end_range;
  held.status = EndRangeStatus::not_reached, held.lowest_held_deg = 6.125;
  history.symptoms.push_back({.at = history.sets[0].at, .pain = 3.5, .place = "left hip", .note = ""});
  return history;
}

class Xlsx : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "endrange-io-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    path_ = (folder_ / "training.xlsx").string();
  }
  void TearDown() override { fs::remove_all(folder_); }

  // What a command prints; "" where it fails.
  std::string output_of(const std::string& command) {
    FILE* pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
    std::string text;
    std::array<char, 4096> block;
    while (const std::size_t got = std::fread(block.data(), 1, block.size(), pipe)) text.append(block.data(), got);
    return ::pclose(pipe) == 0 ? text : "";
  }
  std::string part(const std::string& name) { return output_of("unzip -p '" + path_ + "' " + name); }

  fs::path folder_;
  std::string path_;
};

TEST_F(Xlsx, is_a_zip_whose_sheets_hold_the_numbers) {
  const auto written = write_training_file(month(), *find_format("xlsx"), path_);
  ASSERT_TRUE(written) << written.error().message;
  if (!has_unzip()) GTEST_SKIP() << "skipped: unzip isn't installed";
  EXPECT_NE(output_of("unzip -t '" + path_ + "'"), "");
  const std::string sets = part("xl/worksheets/sheet1.xml"), symptoms = part("xl/worksheets/sheet2.xml"),
                    end_range = part("xl/worksheets/sheet3.xml"), texts = part("xl/sharedStrings.xml"),
                    chart = part("xl/charts/chart1.xml"), book = part("xl/workbook.xml");
  for (const char* name : {"\"Sets\"", "\"Symptoms\"", "\"End range\""})
    EXPECT_NE(book.find(name), std::string::npos) << name;
  // 2 November 2026, 18:00 by the lifter's clocks, is day 46328.75.
  for (const char* value : {"<v>46328.75</v>", "<v>34.25</v>", "<v>31.5</v>", "<v>12</v>", "state=\"frozen\""})
    EXPECT_NE(sets.find(value), std::string::npos) << value;
  EXPECT_EQ(sets.find("<f>"), std::string::npos) << "a formula";
  EXPECT_NE(symptoms.find("<v>3.5</v>"), std::string::npos);
  for (const char* value : {"<v>34.25</v>", "<v>37.75</v>", "<v>6.125</v>"})
    EXPECT_NE(end_range.find(value), std::string::npos) << value;
  for (const char* text : {"end_range_low_deg", "weight_kg", "=1+1 &lt;&amp;&gt;", "left hip"})
    EXPECT_NE(texts.find(text), std::string::npos) << text;
  EXPECT_NE(chart.find("'End range'!$C$2:$C$3"), std::string::npos) << "the end range";
  EXPECT_NE(chart.find("'End range'!$H$2:$H$4"), std::string::npos) << "its interval";
  // Other names are none of ECMA-376's (21.2.3.27), and spreadsheets refuse the file.
  const std::set<std::string> allowed = {"circle", "dash",   "diamond", "dot", "none",     "picture",
                                         "plus",   "square", "star",    "x",   "triangle", "auto"};
  const std::string before = "<c:symbol val=\"";
  for (std::size_t at = chart.find(before); at != std::string::npos; at = chart.find(before, at + 1)) {
    const std::size_t from = at + before.size();
    EXPECT_TRUE(allowed.contains(chart.substr(from, chart.find('"', from) - from))) << chart.substr(at, 40);
  }
}

TEST_F(Xlsx, whatever_a_history_holds_opens) {
  test::RandomHistory random(5);
  for (int i = 0; i < 20; ++i) {
    TrainingHistory history = random.make();
    history.symptoms.emplace_back().note = std::string("a\0b\uFFFF\xFF", 7) + std::string(40'000, 'x') + "\u00e9";
    const auto written =
        write_training_file(history, *find_format("xlsx"), (folder_ / (std::to_string(i) + ".xlsx")).string());
    ASSERT_TRUE(written) << written.error().message;
  }
  if (output_of("python3 -c 'print(1)'").empty()) GTEST_SKIP() << "skipped: python3 isn't installed";
  std::ofstream(folder_ / "check.py") << "import glob, xml.dom.minidom, zipfile\n"
                                         "for name in glob.glob('*.xlsx'):\n"
                                         "  book = zipfile.ZipFile(name)\n"
                                         "  assert book.testzip() is None\n"
                                         "  for part in book.namelist():\n"
                                         "    xml.dom.minidom.parseString(book.read(part))\n"
                                         "  print(name)\n";
  const std::string opened = output_of("cd '" + folder_.string() + "' && python3 check.py");
  EXPECT_EQ(std::ranges::count(opened, '\n'), 20) << opened;
}

TEST_F(Xlsx, the_same_history_is_the_same_file) {
  const Format& xlsx = *find_format("xlsx");
  EXPECT_EQ(*write_training(month(), xlsx), *write_training(month(), xlsx));
  EXPECT_TRUE(write_training({}, xlsx));
}

}  // namespace
}  // namespace endrange
