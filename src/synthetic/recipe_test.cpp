// recipe_test.cpp: every knob is one row that works: within its limits by default, checked, named when it is wrong.
#include "synthetic/recipe.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "exercise/exercise.h"

namespace endrange::synthetic {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

// A number in a recipe, whatever its kind; false when the knob isn't one.
bool set_number(Recipe& recipe, const Knob& knob, double value) {
  if (const auto* d = std::get_if<double Recipe::*>(&knob.member)) return recipe.*(*d) = value, true;
  if (const auto* i = std::get_if<int Recipe::*>(&knob.member)) return recipe.*(*i) = static_cast<int>(value), true;
  return false;
}
double number_of(const Recipe& recipe, const Knob& knob) {
  if (const auto* d = std::get_if<double Recipe::*>(&knob.member)) return recipe.*(*d);
  if (const auto* i = std::get_if<int Recipe::*>(&knob.member)) return recipe.*(*i);
  return kUnknown;
}
bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Recipe, makes_sense_by_default) { EXPECT_EQ(Recipe().problem(), ""); }

TEST(Recipe, every_default_lies_within_its_knobs_limits) {
  const Recipe recipe;
  for (const Knob& knob : knobs()) {
    const double value = number_of(recipe, knob);
    if (!std::isnan(value)) {
      EXPECT_LT(knob.least, knob.most) << knob.name;
      EXPECT_GE(value, knob.least) << knob.name;
      EXPECT_LE(value, knob.most) << knob.name;
    }
    const auto* text = std::get_if<std::string Recipe::*>(&knob.member);
    if (text != nullptr && !knob.choices.empty()) {
      EXPECT_EQ(std::ranges::count(knob.choices, recipe.*(*text)), 1) << knob.name;
    }
  }
}

TEST(Recipe, names_flags_and_members_are_unique_and_explained) {
  std::set<std::string> names, flags;
  std::set<const void*> members;
  const Recipe recipe;
  for (const Knob& knob : knobs()) {
    EXPECT_TRUE(names.insert(knob.name).second) << knob.name;
    EXPECT_TRUE(flags.insert(flag_of(knob)).second) << flag_of(knob);
    const void* member = std::visit([&](auto m) { return static_cast<const void*>(&(recipe.*m)); }, knob.member);
    EXPECT_TRUE(members.insert(member).second) << knob.name << " moves another knob's member";
    EXPECT_NE(std::string(knob.help), "") << knob.name;
    EXPECT_NE(std::string(knob.group), "") << knob.name;
    EXPECT_TRUE(flag_of(knob).starts_with("--") && flag_of(knob).find('_') == std::string::npos) << flag_of(knob);
  }
}

TEST(Recipe, flags_leave_out_the_unit) {
  const auto flag = [](const std::string& name) {
    for (const Knob& knob : knobs())
      if (name == knob.name) return flag_of(knob);
    return std::string("no such knob");
  };
  EXPECT_EQ(flag("end_range_deg"), "--end-range");
  EXPECT_EQ(flag("lumbar_lift_mm"), "--lumbar-lift");
  EXPECT_EQ(flag("height_m"), "--height");
  EXPECT_EQ(flag("rolling_shutter_ms"), "--rolling-shutter");
  EXPECT_EQ(flag("breaths_per_min"), "--breaths-per-min");
  EXPECT_EQ(flag("breath_level_db"), "--breath-level");
  EXPECT_EQ(flag("reps"), "--reps");
}

TEST(Recipe, names_the_knob_that_lies_outside_its_limits) {
  for (const Knob& knob : knobs()) {
    for (const double value : {knob.least - 1, knob.most + 1, knob.most + 1e6}) {
      Recipe recipe;
      if (!set_number(recipe, knob, value)) continue;
      EXPECT_TRUE(recipe.problem().starts_with(std::string(knob.name) + " must lie between")) << recipe.problem();
    }
    Recipe recipe;
    if (const auto* d = std::get_if<double Recipe::*>(&knob.member)) {
      recipe.*(*d) = kInf;
      EXPECT_TRUE(has(recipe.problem(), knob.name)) << recipe.problem();
    }
  }
}

TEST(Recipe, takes_every_knob_at_its_limits) {
  for (const Knob& knob : knobs())
    for (const double value : {knob.least, knob.most}) {
      Recipe recipe;
      if (set_number(recipe, knob, value)) {
        EXPECT_EQ(recipe.problem(), "") << knob.name << " " << value;
      }
    }
}

TEST(Recipe, takes_not_a_number_only_where_unknown_is_a_choice) {
  for (const Knob& knob : knobs()) {
    Recipe recipe;
    if (!std::holds_alternative<double Recipe::*>(knob.member)) continue;
    const bool may_be_unknown = std::isnan(number_of(recipe, knob));
    set_number(recipe, knob, kUnknown);
    EXPECT_EQ(recipe.problem() == "", may_be_unknown) << knob.name;
  }
}

TEST(Recipe, names_the_choice_it_does_not_know_and_those_it_does) {
  for (const Knob& knob : knobs()) {
    const auto* text = std::get_if<std::string Recipe::*>(&knob.member);
    if (text == nullptr || knob.choices.empty()) continue;
    for (const std::string wrong : {"", "nonsense", "auto "}) {
      Recipe recipe;
      recipe.*(*text) = wrong;
      EXPECT_TRUE(recipe.problem().starts_with(std::string(knob.name) + " can't be '" + wrong + "'"))
          << recipe.problem();
      for (const char* choice : knob.choices) EXPECT_TRUE(has(recipe.problem(), choice)) << recipe.problem();
    }
    for (const char* choice : knob.choices) {
      Recipe recipe;
      recipe.*(*text) = choice;
      EXPECT_EQ(recipe.problem(), "") << knob.name << " " << choice;
    }
  }
}

TEST(Recipe, takes_every_exercise_but_none_that_can_not_be_rendered) {
  for (const Exercise& exercise : exercises()) {
    Recipe recipe;
    recipe.exercise = exercise.id;
    EXPECT_EQ(recipe.problem() == "", exercise.id != "other") << exercise.id;
  }
  for (const char* wrong : {"", "other", "squat", "double_leg_raise "}) {
    Recipe recipe;
    recipe.exercise = wrong;
    EXPECT_TRUE(has(recipe.problem(), std::string("'") + wrong + "'")) << recipe.problem();
  }
}

TEST(Recipe, reads_the_tempo) {
  Recipe recipe;
  for (const auto& [text, times] : {std::pair<const char*, std::array<double, 4>>{"3-0.6-2-0.8", {3, 0.6, 2, 0.8}},
                                    {"4-1-2-0", {4, 1, 2, 0}},
                                    {"0.3-0-0.3-0", {0.3, 0, 0.3, 0}},
                                    {"60-60-60-60", {60, 60, 60, 60}}}) {
    recipe.tempo = text;
    EXPECT_EQ(recipe.phases_s(), times) << text;
    EXPECT_EQ(recipe.problem(), "") << text;
  }
}

TEST(Recipe, says_when_the_tempo_can_not_be_read) {
  for (const char* broken :
       {"",          "3",         "3-1-2",     "3-1-2-",      "3-1-2-0-1", "3-1-2-0 ",    "3-1-2-0s",
        "a-b-c-d",   "3,1,2,0",   "3:1:2:0",   "3 1 2 0",     "--",        "?-1-1-1",     "3-?-2-1",
        "-1-1-1-1",  "3--1-2-0",  "0.2-0-1-0", "1-0-0.29-0",  "61-0-1-0",  "1-61-1-0",    "nan-0-1-0",
        "1-nan-1-0", "1-0-1-nan", "inf-0-1-0", "1e999-0-1-0", "\n",        "3-0.6-2-0.8-"}) {
    Recipe recipe;
    recipe.tempo = broken;
    EXPECT_TRUE(has(recipe.problem(), "tempo")) << "'" << broken << "': " << recipe.problem();
  }
}

TEST(Recipe, reads_the_resolution) {
  Recipe recipe;
  recipe.resolution = "1920x1080";
  EXPECT_EQ(recipe.width_px(), 1920);
  EXPECT_EQ(recipe.height_px(), 1080);
  for (const char* good : {"160x120", "4096x4096", "1080x1920", "1282x722"}) {
    recipe.resolution = good;
    EXPECT_EQ(recipe.problem(), "") << good;
  }
}

TEST(Recipe, says_when_the_resolution_can_not_be_read_or_used) {
  for (const char* broken : {"",
                             "1280",
                             "1280x",
                             "x720",
                             "1280x720x3",
                             "1280x720 ",
                             "1280X720",
                             "1280*720",
                             "640x360abc",
                             "1281x720",
                             "1280x721",
                             "158x120",
                             "160x118",
                             "4098x720",
                             "1280x4098",
                             "0x0",
                             "-1280x720",
                             "1280x-720",
                             "99999999x720",
                             "1280x99999999",
                             "99999999999999999999x720",
                             "axb"}) {
    Recipe recipe;
    recipe.resolution = broken;
    EXPECT_TRUE(has(recipe.problem(), "resolution")) << "'" << broken << "': " << recipe.problem();
  }
}

TEST(Recipe, turns_the_stored_picture_by_quarters_only) {
  for (const int turn : {0, 90, 180, 270, 1, 45, 89, 91, 269}) {
    Recipe recipe;
    recipe.rotation_deg = turn;
    EXPECT_EQ(has(recipe.problem(), "rotation_deg"), turn % 90 != 0) << turn;
  }
}

}  // namespace
}  // namespace endrange::synthetic
