// For every check a set in which it sees something and one in which it is quiet: tests/cases/<check>.<seen|clean>.case,
// a line of `endrange synth` flags each. True landmarks with errors, through everything after the network.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "checked_set.h"
#include "endrange.h"
#include "form/judge.h"

namespace endrange {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string flags_of(const fs::path& path) {
  std::ifstream file(path);
  std::string flags;
  for (std::string line; std::getline(file, line);)
    if (!line.starts_with("#")) flags += line + " ";
  return flags;
}

fs::path case_of(const Check& check, const std::string& expected) {
  return fs::path(ENDRANGE_SOURCE) / "tests/cases" / (std::string(check.id) + "." + expected + ".case");
}

TEST(Cases, every_check_has_a_set_in_which_it_is_seen_and_one_in_which_it_is_clean) {
  for (const Check& check : all_checks())
    for (const char* expected : {"seen", "clean"})
      EXPECT_TRUE(fs::exists(case_of(check, expected))) << case_of(check, expected);
}

TEST(Cases, every_case_belongs_to_a_check) {
  for (const auto& entry : fs::directory_iterator(fs::path(ENDRANGE_SOURCE) / "tests/cases")) {
    const std::string id = entry.path().stem().stem().string();
    const auto checks = all_checks();
    EXPECT_TRUE(std::ranges::any_of(checks, [&](const Check& c) { return id == c.id; })) << entry.path();
  }
}

TEST(Cases, each_says_what_its_name_says) {
  for (const Check& check : all_checks())
    for (const char* expected : {"seen", "clean"}) {
      const std::string flags = flags_of(case_of(check, expected));
      const auto recipe = bench::recipe_from_flags(flags);
      ASSERT_TRUE(recipe) << recipe.error().message;
      const Analysis a = bench::judge_set(*recipe);
      const auto result = std::ranges::find(a.checks, std::string(check.id), &CheckResult::check);
      ASSERT_NE(result, a.checks.end()) << check.id << ": " << flags << " was taken for " << a.exercise.id;
      EXPECT_STREQ(name_of(result->state), expected) << check.id << ": " << flags << " " << result->reason;
    }
}

TEST(Cases, what_is_seen_comes_with_a_number_a_time_and_one_thing_to_do) {
  for (const Check& check : all_checks()) {
    const auto recipe = bench::recipe_from_flags(flags_of(case_of(check, "seen")));
    ASSERT_TRUE(recipe) << recipe.error().message;
    const Analysis a = bench::judge_set(*recipe);
    for (const Finding& f : a.findings) {
      if (f.check != check.id) continue;
      EXPECT_FALSE(f.message.empty()) << check.id;
      EXPECT_FALSE(f.cue.empty()) << check.id;
      EXPECT_GE(f.confidence, kLeastConfidence) << check.id;
      EXPECT_LE(f.confidence, 1) << check.id;
      EXPECT_TRUE(f.severity == "info" || !std::isnan(f.value)) << check.id;
      EXPECT_TRUE(f.rep == 0 || f.when.is_known()) << check.id;
    }
  }
}

TEST(Cases, the_page_on_checks_is_what_the_command_lists) {
  const auto listed = list_table("checks", "markdown");
  ASSERT_TRUE(listed);
  EXPECT_EQ(read(fs::path(ENDRANGE_SOURCE) / "docs/checks.md"), *listed)
      << "make it anew: ./go list checks --markdown > docs/checks.md";
}

}  // namespace
}  // namespace endrange
