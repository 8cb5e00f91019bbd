#include "checks.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "checked_set.h"
#include "core/smooth.h"
#include "exercise/exercise.h"
#include "form/judge.h"
#include "synthetic/random.h"

namespace endrange::bench {

namespace {

using synthetic::Dice;
using synthetic::Recipe;

constexpr const char* kExercises[] = {"double_leg_raise", "single_leg_raise",  "bent_knee_leg_raise",
                                      "heel_tap",         "reverse_crunch",    "dead_bug",
                                      "flutter_kick",     "hanging_leg_raise", "hollow_hold"};

// A fault and how it is put into a set: sizes from clearly none to clearly one.
struct Fault {
  const char* check;
  const char* flags;            // %g = its size
  double least, most;           // sizes drawn where it is put in
  const char* graded_exercise;  // of the detection curve; null = none
  std::vector<double> grades;
  const char* graded_with = "";
};
const std::vector<Fault>& faults() {
  static const std::vector<Fault> all = {
      {"setup_not_flat", " --arms overhead --arched %g", 24, 45, "double_leg_raise", {0, 5, 10, 15, 20, 30}},
      {"back_arches", " --lumbar-lift %g --end-range 40", 9, 25, "double_leg_raise", {0, 2, 3, 4, 5, 6, 8, 12}},
      {"lowering_too_fast", " --tempo %g-1-2.2-1", 0.9, 2.2, "double_leg_raise", {1, 2, 3, 3.5, 4, 4.5, 5}},
      {"momentum", " --tempo 4.6-1-%g-1", 0.75, 1.0, "double_leg_raise", {0.8, 1, 1.1, 1.2, 1.3, 1.5, 2}},
      {"head_back", " --head-pitch -%g", 20, 28, "double_leg_raise", {0, 5, 10, 14, 18, 22, 28}},
      {"knees_bend", " --knee %g", 40, 52, "double_leg_raise", {5, 15, 25, 30, 35, 40, 50}},
      {"hamstrings_limit", " --top-bend %g", 35, 50, "double_leg_raise", {0, 10, 15, 20, 25, 30, 40}, " --top 92"},
      {"hips_roll", " --hip-roll %g", 27, 40, "double_leg_raise", {0, 5, 10, 15, 20, 30}},
      {"sides_differ", " --asymmetry %g", 18, 28, "heel_tap", {0, 5, 10, 15, 20, 25}, " --reps 6"},
      {"range_fades", " --fade %g --reps 6", 26, 35, "double_leg_raise", {0, 5, 10, 15, 20, 25, 30}},
      {"swing", " --swing %g", 9.5, 18, "hanging_leg_raise", {0, 3, 5, 6, 7, 8, 9, 12}},
      {"hold_breaks", " --sag %g --hold 10", 4, 6, "hollow_hold", {0, 1, 1.5, 2, 3, 4}},
  };
  return all;
}

std::string with_size(const char* flags, double size) {
  char text[160];
  std::snprintf(text, sizeof text, flags, size);
  return text;
}

// Conditions in which every set differs from the others, faultless in themselves.
std::string conditions(Dice& dice, int seed) {
  char text[300];
  std::snprintf(text, sizeof text,
                " --yaw %.0f --roll %.1f --camera-height %.0f --height %.2f --build %.2f --sex %s --near-side %s "
                "--angle-spread 2 --tempo-spread 0.08 --fidget %.0f --seed %d",
                dice.uniform(-10, 10), dice.uniform(-1.5, 1.5), dice.uniform(50, 400), dice.uniform(1.55, 1.95),
                dice.uniform(0.9, 1.3), dice.uniform() < 0.5 ? "f" : "m", dice.uniform() < 0.5 ? "left" : "right",
                dice.uniform() < 0.5 ? 0.0 : 2.0, seed);
  return text;
}

std::string random_set(Dice& dice, int number) {
  const std::string exercise = kExercises[static_cast<std::size_t>(number) % std::size(kExercises)];
  std::string flags = "--exercise " + exercise + " --tempo 5.2-1-2.6-1 --reps 4" + conditions(dice, number + 1);
  if (exercise == "hanging_leg_raise")
    flags += " --camera-height 1000 --hip-roll " + std::to_string(dice.uniform() < 0.6 ? 28 : 0);
  if (exercise == "hollow_hold") flags += " --hold 8";
  const double share = dice.uniform() < 0.4 ? 0 : 0.3;  // clean sets, and sets with some faults
  const Exercise& e = *find_exercise(exercise);
  const auto belongs = [&](const std::string& check) {
    if (e.is_hold || check == "hold_breaks") return e.is_hold && check == "hold_breaks";
    if (e.position == Position::hanging || check == "swing")
      return e.position == Position::hanging && (check == "swing" || check == "lowering_too_fast");
    // Bent knees and curling hips are the reverse crunch; so short a way has no range to lose.
    if (check == "hips_roll") return e.knees == Knees::straight;
    if (check == "range_fades") return exercise == "double_leg_raise" || exercise == "single_leg_raise";
    if (check == "knees_bend") return e.knees == Knees::straight;
    return check != "hamstrings_limit" || (exercise == "double_leg_raise" && flags.find("--knee") == std::string::npos);
  };
  flags += std::string(" --breath ") + (dice.uniform() >= share ? "matched"
                                        : dice.uniform() < 0.5  ? "held"
                                                                : "reversed");
  for (const Fault& fault : faults())
    if (dice.uniform() < share && belongs(fault.check))
      flags += with_size(fault.flags, dice.uniform(fault.least, fault.most));
  return flags;
}

struct Count {
  int hit = 0, missed = 0, wrong = 0, quiet = 0, not_judged = 0;
  double f1() const { return 2.0 * hit / std::max(1, 2 * hit + missed + wrong); }
};

bool has(const std::vector<std::string>& list, const std::string& id) {
  return std::ranges::find(list, id) != list.end();
}

}  // namespace

int run_checks(const std::vector<std::string>& arguments) {
  int sets = 270, seed = 1;
  bool is_told = false, has_curves = true;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--no-curves")
      has_curves = false;
    else if (arguments[i] == "--tell")
      is_told = true;
    else if (i + 1 < arguments.size() && arguments[i] == "--sets")
      sets = std::atoi(arguments[++i].c_str());
    else if (i + 1 < arguments.size() && arguments[i] == "--seed")
      seed = std::atoi(arguments[++i].c_str());
    else
      return -1;
  }
  std::map<std::string, Count> counts;
  std::vector<std::string> order;
  for (const Check& check : all_checks()) order.push_back(check.id);
  int clean_reps = 0, false_in_clean = 0, named_right = 0;
  std::vector<double> hold_errors;
  Dice dice(static_cast<std::uint64_t>(seed) * 101 + 7);
  for (int n = 0; n < sets; ++n) {
    const std::string flags = random_set(dice, n);
    const auto recipe = recipe_from_flags(flags);
    if (!recipe) {
      std::printf("%s\n", recipe.error().message.c_str());
      return 1;
    }
    const CheckedSet set = judge_set(*recipe);
    const Analysis& a = set.analysis;
    if (a.exercise.id == recipe->exercise)
      ++named_right;
    else if (is_told)
      std::printf("#%d named %s, %d reps: %s\n", n, a.exercise.id.c_str(), a.complete_reps(), flags.c_str());
    if (!std::isnan(set.true_hold_s)) hold_errors.push_back(std::abs(set.hold_s - set.true_hold_s));
    int wrong_here = 0;
    for (const std::string& id : order) {
      const auto result = std::ranges::find(a.checks, id, &CheckResult::check);
      const bool is_fault = has(set.faults, id),
                 is_seen = result != a.checks.end() && result->state == CheckState::seen;
      if (has(set.unclear, id)) continue;
      Count& c = counts[id];
      if (result != a.checks.end() && result->state == CheckState::not_judged) ++c.not_judged;
      ++(is_fault ? is_seen ? c.hit : c.missed : is_seen ? c.wrong : c.quiet);
      if (is_told && is_fault != is_seen)
        std::printf("#%d %s %s: %s\n", n, id.c_str(), is_seen ? "wrongly seen" : "missed", flags.c_str());
      if (is_seen && !is_fault) wrong_here += static_cast<int>(std::ranges::count(a.findings, id, &Finding::check));
    }
    if (set.faults.empty() && set.unclear.empty())
      clean_reps += std::max(1, a.complete_reps()), false_in_clean += wrong_here;
  }
  std::printf(
      "| check | seen rightly | missed | seen wrongly | rightly quiet | not judged | F1 "
      "|\n|---|---|---|---|---|---|---|\n");
  double sum = 0;
  int judged = 0;
  for (const std::string& id : order) {
    const Count& c = counts[id];
    if (c.hit + c.missed == 0) {
      if (c.wrong > 0) std::printf("| %s | 0 | 0 | %d | %d | %d | – |\n", id.c_str(), c.wrong, c.quiet, c.not_judged);
      continue;
    }
    std::printf("| %s | %d | %d | %d | %d | %d | %.3f |\n", id.c_str(), c.hit, c.missed, c.wrong, c.quiet, c.not_judged,
                c.f1());
    sum += c.f1(), ++judged;
  }
  std::printf("\nmacro F1 %.3f over %d checks; %d false findings in %d clean reps; exercise right in %d of %d sets\n",
              sum / std::max(judged, 1), judged, false_in_clean, clean_reps, named_right, sets);
  if (!hold_errors.empty())
    std::printf("length of a hold: off by %.2f s in the median, %.2f s in 95 %% (n %zu)\n", median(hold_errors),
                quantile(hold_errors, 0.95), hold_errors.size());

  // Detection against the size of the fault.
  if (!has_curves) return 0;
  std::printf("\n| check | size: share of sets in which it is seen |\n|---|---|\n");
  constexpr int kEach = 12;
  for (const Fault& fault : faults()) {
    std::printf("| %s |", fault.check);
    for (const double size : fault.grades) {
      int seen = 0;
      for (int k = 0; k < kEach; ++k) {
        const std::string flags =
            std::string("--exercise ") + fault.graded_exercise + " --tempo 5.2-1-2.6-1 --reps 4" +
            conditions(dice, 5000 + k) + fault.graded_with + with_size(fault.flags, size) +
            (fault.graded_exercise == std::string("hanging_leg_raise") ? " --camera-height 1000" : "");
        const auto recipe = recipe_from_flags(flags);
        if (!recipe) {
          std::printf("%s\n", recipe.error().message.c_str());
          return 1;
        }
        const CheckedSet set = judge_set(*recipe);
        const auto result = std::ranges::find(set.analysis.checks, std::string(fault.check), &CheckResult::check);
        if (result != set.analysis.checks.end() && result->state == CheckState::seen) ++seen;
      }
      std::printf(" %g: %.0f %%;", size, 100.0 * seen / kEach);
    }
    std::printf(" |\n");
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace endrange::bench
