#include "coach/ladder.h"

#include <gtest/gtest.h>

namespace endrange {
namespace {

TEST(Ladder, the_one_that_comes_with_endrange_has_no_problem) {
  const LadderReading reading = read_ladder(default_ladder_text());
  for (const LadderProblem& p : reading.problems) ADD_FAILURE() << p.line << ": " << p.text;
  EXPECT_EQ(reading.ladder.rungs.size(), 7u);
  EXPECT_EQ(reading.ladder.sessions_a_week, 2);
  EXPECT_EQ(find_rung(reading.ladder, "pause"), 5);
  EXPECT_EQ(reading.ladder.rungs[5].pause_s, 3);
  EXPECT_EQ(reading.ladder.rungs[5].promote.lowering_s, 3.7);  // of every rung
  EXPECT_EQ(find_rung(reading.ladder, "nowhere"), -1);
}

struct Broken {
  const char *from, *to;
  int line;
  const char* says;
};

TEST(Ladder, each_mistake_is_told_with_its_line) {
  const std::string good = R"(schema = "endrange.ladder/1"
[week]
sessions = 2
[stop]
above_pain = 3
[[rung]]
id = "one"
title = "One"
exercises = ["dead_bug"]
volume = [[2, 10]]
[[rung]]
id = "two"
title = "Two"
exercises = ["heel_tap"]
volume = [[2, 10]]
promote.back_held = 0.9
)";
  ASSERT_TRUE(read_ladder(good).problems.empty());
  const Broken all[] = {
      {"endrange.ladder/1", "endrange.ladder/9", 1, "schema"},
      {"sessions = 2", "sesions = 2", 3, "\"sesions\" isn't a key of [week]"},
      {"sessions = 2", "sessions = 2.5", 3, "whole number"},
      {"sessions = 2", "sessions = \"two\"", 3, "number"},
      {"above_pain = 3", "above_pain = 7", 5, "from 0 to 3"},
      {"[\"dead_bug\"]", "[\"deadbug\"]", 9, "no exercise \"deadbug\""},
      {"[\"dead_bug\"]", "\"dead_bug\"", 9, "list of texts"},
      {"[\"dead_bug\"]", "[]", 9, "at least one"},
      {"id = \"two\"", "id = \"one\"", 12, "two rungs"},
      {"id = \"two\"", "id = \"Two!\"", 12, "a–z"},
      {"volume = [[2, 10]]\npromote", "volume = [[2]]\npromote", 15, "[sets, reps]"},
      {"back_held = 0.9", "back_held = 9", 16, "from 0 to 1"},
      {"back_held = 0.9", "back_held = 0.1", 11, "lead down"},
      {"title = \"Two\"", "title = \"Two", 13, ""},
      {"title = \"Two\"\n", "", 11, "title"},
  };
  for (const Broken& b : all) {
    std::string text = good;
    const auto at = text.find(b.from);
    ASSERT_NE(at, std::string::npos) << b.from;
    text.replace(at, std::string(b.from).size(), b.to);
    const auto problems = read_ladder(text).problems;
    ASSERT_FALSE(problems.empty()) << b.to;
    EXPECT_EQ(problems[0].line, b.line) << b.to << ": " << problems[0].text;
    EXPECT_NE(problems[0].text.find(b.says), std::string::npos) << problems[0].text;
  }
}

TEST(Ladder, nothing_and_nonsense_are_told_not_thrown) {
  for (const char* text : {"", "[[rung]]", "rung = 3", "\xff\xfe", "[week]\nsessions = 4\nrest_days = 6", "week = 1"})
    EXPECT_FALSE(read_ladder(text).problems.empty()) << text;
}

}  // namespace
}  // namespace endrange
