#include "io/exercise_names.h"

#include <algorithm>
#include <array>
#include <string>

namespace endrange {

namespace {

using Name = std::pair<std::string_view, std::string_view>;

// To teach a name: one row. Only names that stand for one movement: "heel taps" is a side crunch in some programs and
// lowers a leg in others, "straight leg raise" means one leg to a physiotherapist and two in a gym; both stay out.
constexpr std::array kNames = {
    Name{"leg raise", "double_leg_raise"},
    Name{"double leg raise", "double_leg_raise"},
    Name{"double straight leg raise", "double_leg_raise"},
    Name{"double leg lower", "double_leg_raise"},
    Name{"double leg lowering", "double_leg_raise"},
    Name{"lying leg raise", "double_leg_raise"},
    Name{"lying straight leg raise", "double_leg_raise"},
    Name{"lying floor leg raise", "double_leg_raise"},
    Name{"supine leg raise", "double_leg_raise"},
    Name{"floor leg raise", "double_leg_raise"},
    Name{"leg raise lying", "double_leg_raise"},
    Name{"leg raise floor", "double_leg_raise"},
    Name{"flat bench lying leg raise", "double_leg_raise"},
    Name{"single leg raise", "single_leg_raise"},
    Name{"one leg raise", "single_leg_raise"},
    Name{"lying single leg raise", "single_leg_raise"},
    Name{"single straight leg raise", "single_leg_raise"},
    Name{"alternating leg raise", "single_leg_raise"},
    Name{"alternate leg raise", "single_leg_raise"},
    Name{"alternate lying floor leg raise", "single_leg_raise"},
    Name{"single leg lowering", "single_leg_raise"},
    Name{"bent knee leg raise", "bent_knee_leg_raise"},
    Name{"lying bent knee leg raise", "bent_knee_leg_raise"},
    Name{"lying knee raise", "bent_knee_leg_raise"},
    Name{"supine heel tap", "heel_tap"},
    Name{"dead bug heel tap", "heel_tap"},
    Name{"tabletop heel tap", "heel_tap"},
    Name{"hanging leg raise", "hanging_leg_raise"},
    Name{"hanging straight leg raise", "hanging_leg_raise"},
    Name{"leg raise hanging", "hanging_leg_raise"},
    Name{"hanging pike", "hanging_leg_raise"},
    Name{"toe to bar", "hanging_leg_raise"},
    Name{"dead bug", "dead_bug"},
    Name{"deadbug", "dead_bug"},
    Name{"bird dog", "bird_dog"},
    Name{"birddog", "bird_dog"},
    Name{"hollow hold", "hollow_hold"},
    Name{"hollow body hold", "hollow_hold"},
    Name{"hollow body", "hollow_hold"},
    Name{"flutter kick", "flutter_kick"},
    Name{"lying flutter kick", "flutter_kick"},
    Name{"scissor kick", "flutter_kick"},
    Name{"lying scissor kick", "flutter_kick"},
    Name{"reverse crunch", "reverse_crunch"},
};

// Keys of free-exercise-db that name another movement than the words suggest: Flutter_Kicks lies face down on a bench,
// for the buttocks. (Its Leg_Lift stands, and its Alternate_Heel_Touchers crunches to the side: no names of ours.)
// Source: its exercises/*.json, "instructions".
constexpr std::array kOtherMovements = {std::string_view("Flutter_Kicks")};

// What stands between brackets and doesn't change the movement.
constexpr std::array kAdditions = {std::string_view("bodyweight"),   std::string_view("body weight"),
                                   std::string_view("body only"),    std::string_view("weighted"),
                                   std::string_view("ankle weight"), std::string_view("no equipment")};

// Words in lower case with one space between them, each without a plural s.
std::string normal_form(std::string_view name) {
  std::string words, word;
  const auto end_word = [&] {
    if (word.size() > 3 && word.ends_with('s') && !word.ends_with("ss")) word.pop_back();
    if (!word.empty()) words += (words.empty() ? "" : " ") + word;
    word.clear();
  };
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      word += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) {
      word += c;
    } else if (c != '\'') {
      end_word();
    }
  }
  end_word();
  return words;
}

std::string_view id_of(std::string_view normal) {
  const auto found = std::ranges::find(kNames, normal, &Name::first);
  if (found != kNames.end()) return found->second;
  // An id of ours: "flutter_kick" is "flutter kick" here.
  const auto is_same = [](char ours, char theirs) { return ours == theirs || (ours == '_' && theirs == ' '); };
  const auto by_id =
      std::ranges::find_if(kNames, [&](const Name& name) { return std::ranges::equal(name.second, normal, is_same); });
  return by_id == kNames.end() ? std::string_view() : by_id->second;
}

}  // namespace

std::string_view exercise_of_name(std::string_view name) {
  // Longer names are none, and cost time.
  constexpr std::size_t kLongest_bytes = 80;
  if (name.size() > kLongest_bytes || std::ranges::find(kOtherMovements, name) != kOtherMovements.end()) return {};
  if (const std::string_view id = id_of(normal_form(name)); !id.empty()) return id;
  const std::size_t open = name.find('('), close = name.find(')');
  if (open == std::string_view::npos || close != name.size() - 1 || close < open) return {};
  const std::string addition = normal_form(name.substr(open + 1, close - open - 1));
  return std::ranges::find(kAdditions, addition) != kAdditions.end() ? id_of(normal_form(name.substr(0, open)))
                                                                     : std::string_view();
}

std::span<const Name> exercise_names() { return kNames; }

}  // namespace endrange
