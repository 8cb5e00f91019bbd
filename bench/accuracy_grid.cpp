// The clips of `bench accuracy`. To add a factor: one row in kFactors, named as the knob that it turns (recipe.cpp).
#include <algorithm>
#include <cmath>
#include <map>

#include "accuracy.h"
#include "exercise/exercise.h"
#include "synthetic/motion.h"
#include "synthetic/random.h"

namespace endrange::bench {

namespace {

using synthetic::Dice;
using synthetic::Knob;
using synthetic::Recipe;

// A level named twice is drawn twice as often. Names that are no knob are read in recipe_of().
struct Factor {
  const char* name;
  std::vector<const char*> levels;
};
const std::vector<Factor> kFactors = {
    {"exercise",
     {"double_leg_raise", "single_leg_raise", "bent_knee_leg_raise", "heel_tap", "reverse_crunch", "dead_bug",
      "flutter_kick", "hanging_leg_raise"}},
    {"leg", {"near", "far"}},
    {"near_side", {"left", "right"}},
    {"tempo", {"fast", "normal", "slow"}},
    {"reps", {"2", "3", "4"}},
    {"partials", {"0", "1"}},
    {"set_up", {"no", "yes"}},
    {"fidget_deg", {"0", "2"}},
    {"bottom_deg", {"0", "5", "10", "15", "20"}},
    {"top_deg", {"80", "85", "90", "95"}},
    {"arms", {"auto", "auto", "auto", "auto", "auto", "chest", "under_hips", "overhead"}},
    {"head", {"down", "down", "down", "lifted", "back"}},
    {"lumbar_lift_mm", {"0", "0", "8", "20"}},
    {"end_range_deg", {"25", "35", "45"}},
    {"sex", {"f", "m"}},
    {"height_m", {"1.55", "1.65", "1.75", "1.85", "1.95"}},
    {"build", {"0.9", "1", "1.2", "1.35"}},
    {"skin_tone", {"0.1", "0.35", "0.6", "0.9"}},
    {"shirt", {"none", "plain", "textured", "loose"}},
    {"yaw_deg", {"0", "5", "10", "15", "20", "25"}},
    {"turned", {"+", "-"}},
    {"roll_deg", {"0", "0", "4", "-4"}},
    {"camera_height_mm", {"50", "150", "400", "800"}},
    {"shake_mm", {"0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "3"}},
    {"resolution", {"640x360", "640x360", "640x360", "640x360", "640x360", "960x540", "1280x720", "540x960"}},
    {"fps", {"24", "25", "29.97", "30", "60", "variable"}},
    {"rate", {"1", "0.5", "0.25", "crf 23", "crf 28"}},
    {"codec", {"h264", "hevc"}},
    {"light", {"0.3", "1"}},
    {"clutter", {"0", "0.5", "1"}},
    {"noise", {"0.5", "1", "2"}},
};

// Exercises of the family whose reps aren't counted today: nothing wrong may be counted, and the body be followed.
constexpr std::array kExtra = {"bird_dog", "hollow_hold"};

// Longer clips cost time and tell little more. s
constexpr double kLongest = 16.5;

// A phone's bit rate at 1080p30; other sizes in proportion. Mb/s
constexpr double kPhoneRate = 17, kPhonePixels = 1920.0 * 1080 * 30;

// A hanging body is filmed from a table rather than from the floor. mm
constexpr double kTable = 700;

using Levels = std::map<std::string, std::string>;

void turn_knob(Recipe& recipe, const std::string& name, const std::string& value) {
  for (const Knob& knob : synthetic::knobs()) {
    if (knob.name != name) continue;
    if (const auto* d = std::get_if<double Recipe::*>(&knob.member)) recipe.*(*d) = std::atof(value.c_str());
    if (const auto* i = std::get_if<int Recipe::*>(&knob.member)) recipe.*(*i) = std::atoi(value.c_str());
    if (const auto* b = std::get_if<bool Recipe::*>(&knob.member)) recipe.*(*b) = value == "yes";
    if (const auto* s = std::get_if<std::string Recipe::*>(&knob.member)) recipe.*(*s) = value;
  }
}

// Drawn levels become a recipe; those without a meaning for the exercise are taken out of `levels`.
Recipe recipe_of(Levels& levels, int seed) {
  const Exercise& exercise = *find_exercise(levels["exercise"]);
  const auto drop = [&](std::initializer_list<const char*> names) {
    for (const char* name : names) levels[name] = "–";
  };
  const bool is_hanging = exercise.position == Position::hanging, takes_turns = exercise.legs == Legs::alternating;
  const bool is_straight_raise = exercise.knees == Knees::straight && !takes_turns && !is_hanging && !exercise.is_hold;
  if (!is_straight_raise) drop({"bottom_deg", "top_deg"});
  if (exercise.legs == Legs::both) drop({"leg"});
  if (is_hanging || exercise.position == Position::all_fours) drop({"set_up", "lumbar_lift_mm", "end_range_deg"});
  // Arms that move with the legs, or hold the bar, can't be elsewhere.
  if (is_hanging || exercise.knees == Knees::bent_to_straight) drop({"arms"});
  if (exercise.is_hold) drop({"tempo", "reps", "partials"});

  Recipe recipe;
  recipe.seed = seed;
  for (const auto& [name, level] : levels)
    if (level != "–") turn_knob(recipe, name, level);
  const std::string& tempo = levels["tempo"];
  recipe.tempo = tempo == "fast" ? "1-0.2-1-0.3" : tempo == "slow" ? "5-2-3-1" : "3-0.6-2-0.8";
  if (levels["turned"] == "-") recipe.yaw_deg = -recipe.yaw_deg;
  if (levels["fps"] == "variable") recipe.fps = 30, recipe.variable_rate = true;
  if (is_hanging) recipe.camera_height_mm += kTable;
  // A shaking camera has the whole room drawn anew in every picture, ten times as slow.
  if (recipe.shake_mm > 0) recipe.resolution = levels["resolution"] = "640x360";
  const std::string& rate = levels["rate"];
  if (rate.starts_with("crf "))
    recipe.crf = std::atof(rate.c_str() + 4);
  else
    recipe.bitrate_mbps =
        std::atof(rate.c_str()) * kPhoneRate * recipe.width_px() * recipe.height_px() * recipe.fps / kPhonePixels;
  // Slow reps are few.
  const int fewest = takes_turns ? 2 : 1;
  while (recipe.reps > fewest && synthetic::write_script(recipe).duration_s > kLongest) --recipe.reps;
  if (levels["reps"] != "–") levels["reps"] = std::to_string(recipe.reps);
  return recipe;
}

// Each level its share of n, the remainder drawn, in random order.
std::vector<const char*> deal(const std::vector<const char*>& levels, int n, Dice& dice) {
  const auto shuffle = [&](std::vector<const char*>& cards) {
    for (std::size_t i = cards.size(); i > 1; --i) std::swap(cards[i - 1], cards[dice.bits() % i]);
  };
  std::vector<const char*> deck;
  while (deck.size() < static_cast<std::size_t>(n)) {
    std::vector<const char*> round = levels;
    shuffle(round);
    for (const char* level : round)
      if (deck.size() < static_cast<std::size_t>(n)) deck.push_back(level);
  }
  shuffle(deck);
  return deck;
}

std::vector<Levels> draw(int n, std::uint64_t seed) {
  std::vector<Levels> rows(static_cast<std::size_t>(n));
  for (std::size_t f = 0; f < kFactors.size(); ++f) {
    Dice dice(seed * 1009 + f * 31 + 7);
    const auto column = deal(kFactors[f].levels, n, dice);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i][kFactors[f].name] = column[i];
  }
  return rows;
}

}  // namespace

std::vector<std::string> factor_names() {
  std::vector<std::string> names;
  for (const Factor& factor : kFactors) names.emplace_back(factor.name);
  return names;
}

std::vector<Case> make_grid(int n, int seed) {
  auto rows = draw(n, static_cast<std::uint64_t>(seed));
  auto extra = draw(static_cast<int>(kExtra.size()), static_cast<std::uint64_t>(seed) + 5000);
  for (std::size_t i = 0; i < extra.size(); ++i) extra[i]["exercise"] = kExtra[i];
  rows.insert(rows.end(), extra.begin(), extra.end());
  std::vector<Case> cases;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Case& job = cases.emplace_back();
    job.number = static_cast<int>(i) + 1;
    job.is_extra = job.number > n;
    job.recipe = recipe_of(rows[i], seed * 10000 + job.number);
    for (const Factor& factor : kFactors) job.levels.push_back(rows[i][factor.name]);
  }
  return cases;
}

std::vector<std::string> arguments_of(const Recipe& recipe) {
  const Recipe usual;
  std::vector<std::string> arguments;
  char text[32];
  for (const Knob& knob : synthetic::knobs()) {
    const std::string flag = synthetic::flag_of(knob);
    std::visit(
        [&](auto member) {
          const auto &value = recipe.*member, &common = usual.*member;
          using Value = std::remove_cvref_t<decltype(value)>;
          if constexpr (std::is_same_v<Value, bool>) {
            if (value != common) arguments.push_back(value ? flag : "--no-" + flag.substr(2));
          } else {
            bool is_same = value == common;
            if constexpr (std::is_same_v<Value, double>) is_same = is_same || std::isnan(value);
            if (is_same) return;
            if constexpr (std::is_same_v<Value, std::string>)
              std::snprintf(text, sizeof text, "%s", value.c_str());
            else
              std::snprintf(text, sizeof text, "%.8g", static_cast<double>(value));
            arguments.push_back(flag), arguments.emplace_back(text);
          }
        },
        knob.member);
  }
  return arguments;
}

std::string joined(const std::vector<std::string>& words, const char* separator) {
  std::string line;
  for (std::size_t i = 0; i < words.size(); ++i) line += (i == 0 ? "" : separator) + words[i];
  return line;
}

}  // namespace endrange::bench
