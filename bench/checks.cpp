#include "checks.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "checked_set.h"
#include "core/smooth.h"
#include "exercise/exercise.h"
#include "form/judge.h"
#include "renders.h"
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

std::string random_set(Dice& dice, int seed, int number) {
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
  const bool breathes_well = dice.uniform() >= share;
  flags += std::string(" --breath ") + (e.is_hold              ? breathes_well ? "free" : "none"
                                        : breathes_well        ? "matched"
                                        : dice.uniform() < 0.5 ? "held"
                                                               : "reversed");
  for (const Fault& fault : faults())
    if (dice.uniform() < share && belongs(fault.check))
      flags += with_size(fault.flags, dice.uniform(fault.least, fault.most));
  // Hands under the hips have no size. Of dice of their own, so that the sets stay those they were.
  Dice hands(static_cast<std::uint64_t>(seed) * 1009 + static_cast<std::uint64_t>(number));
  if (e.position == Position::supine && !e.is_hold && exercise != "dead_bug" &&
      flags.find("--arms") == std::string::npos && hands.uniform() < 0.25)
    flags += " --arms under_hips";
  return flags;
}

// Of the sets in which a check has something to say.
struct Count {
  int hit = 0, missed = 0, missed_not_judged = 0, wrong = 0, clean = 0, quiet_not_judged = 0;
  int all() const { return hit + missed + wrong + clean + quiet_not_judged; }
  double abstained() const { return static_cast<double>(missed_not_judged + quiet_not_judged) / std::max(1, all()); }
  bool has_faults() const { return hit + missed > 0; }
  double f1() const { return 2.0 * hit / std::max(1, 2 * hit + missed + wrong); }
  double f1_where_judged() const { return 2.0 * hit / std::max(1, 2 * hit + missed - missed_not_judged + wrong); }
};

// What an analysis says, from memory or from its file.
struct Told {
  std::string exercise;
  int reps = 0;
  double hold_s = 0;
  std::map<std::string, std::string> state;
  std::map<std::string, int> findings;
};

Told told_by(const Analysis& a) {
  Told told{a.exercise.id, a.complete_reps(), a.holds.empty() ? 0 : a.holds.front().when.duration_s(), {}, {}};
  for (const CheckResult& c : a.checks) told.state[c.check] = name_of(c.state);
  for (const Finding& f : a.findings) ++told.findings[f.check];
  return told;
}

Told told_by(const std::string& folder) {
  std::ifstream file(folder + "/analysis.json");
  const auto json = nlohmann::json::parse(file, nullptr, false);
  Told told;
  if (json.is_discarded()) return told;
  told.exercise = json["exercise"]["id"], told.reps = static_cast<int>(json["reps"].size());
  if (!json["holds"].empty())
    told.hold_s = json["holds"][0]["end_s"].get<double>() - json["holds"][0]["start_s"].get<double>();
  for (const auto& c : json["checks"]) told.state[c["check"]] = c["state"];
  for (const auto& f : json["findings"]) ++told.findings[f["check"]];
  return told;
}

class Tally {
 public:
  explicit Tally(bool is_told) : is_told_(is_told) {}

  void add(const Recipe& recipe, const std::string& flags, const Told& told) {
    const Faults faults = faults_of(recipe);
    const auto has = [](const std::vector<std::string>& list, const std::string& id) {
      return std::ranges::find(list, id) != list.end();
    };
    ++sets_;
    if (told.exercise == recipe.exercise)
      ++named_right_;
    else if (is_told_)
      std::printf("named %s, %d reps: %s\n", told.exercise.c_str(), told.reps, flags.c_str());
    if (!std::isnan(faults.hold_s)) hold_errors_.push_back(std::abs(told.hold_s - faults.hold_s));
    int wrong_here = 0;
    for (const Check& check : all_checks()) {
      const std::string id = check.id;
      if (has(faults.unclear, id)) continue;
      const auto state = told.state.find(id);
      const bool is_fault = has(faults.seen, id), is_seen = state != told.state.end() && state->second == "seen";
      // A check of other exercises; a fault that it would have told is missed all the same.
      if (state == told.state.end() && !is_fault) continue;
      const bool is_silent = state != told.state.end() && state->second == "not_judged";
      Count& c = counts_[id];
      ++(is_fault ? is_seen ? c.hit : c.missed : is_seen ? c.wrong : is_silent ? c.quiet_not_judged : c.clean);
      c.missed_not_judged += is_fault && is_silent;
      if (is_told_ && is_fault != is_seen)
        std::printf("%s %s: %s\n", id.c_str(), is_seen ? "wrongly seen" : "missed", flags.c_str());
      if (is_seen && !is_fault) wrong_here += told.findings.at(id);
    }
    if (faults.seen.empty() && faults.unclear.empty())
      clean_reps_ += std::max(1, told.reps), false_in_clean_ += wrong_here;
  }

  void print() const {
    std::printf(
        "| check | faults seen | missed | … of them not judged | seen wrongly | rightly clean | not judged, no fault | "
        "not judged, %% | F1 | F1 where judged |\n|---|---|---|---|---|---|---|---|---|---|\n");
    double sum = 0, sum_judged = 0;
    int with_faults = 0;
    Count all;
    for (const Check& check : all_checks()) {
      const auto found = counts_.find(check.id);
      const Count c = found == counts_.end() ? Count{} : found->second;
      if (c.has_faults()) sum += c.f1(), sum_judged += c.f1_where_judged(), ++with_faults;
      all.hit += c.hit, all.missed += c.missed, all.missed_not_judged += c.missed_not_judged, all.wrong += c.wrong,
          all.clean += c.clean, all.quiet_not_judged += c.quiet_not_judged;
      char f1[32] = "– | –";
      if (c.has_faults()) std::snprintf(f1, sizeof f1, "%.3f | %.3f", c.f1(), c.f1_where_judged());
      std::printf("| `%s` | %d | %d | %d | %d | %d | %d | %.0f | %s |\n", check.id, c.hit, c.missed,
                  c.missed_not_judged, c.wrong, c.clean, c.quiet_not_judged, 100 * c.abstained(), f1);
    }
    const int n = std::max(with_faults, 1);
    std::printf(
        "\nmacro F1 %.3f over %d checks, %.3f where they judged; %.1f %% of %d answers not judged; %d false findings "
        "in "
        "%d clean reps; exercise right in %d of %d sets\n",
        sum / n, with_faults, sum_judged / n, 100 * all.abstained(), all.all(), false_in_clean_, clean_reps_,
        named_right_, sets_);
    if (!hold_errors_.empty())
      std::printf("length of a hold: off by %.2f s in the median, %.2f s in 95 %% (n %zu)\n", median(hold_errors_),
                  quantile(hold_errors_, 0.95), hold_errors_.size());
  }

 private:
  bool is_told_;
  std::map<std::string, Count> counts_;
  int sets_ = 0, named_right_ = 0, clean_reps_ = 0, false_in_clean_ = 0;
  std::vector<double> hold_errors_;
};

std::string graded_set(const Fault& fault, double size, const std::string& around) {
  return std::string("--exercise ") + fault.graded_exercise + around + fault.graded_with +
         with_size(fault.flags, size) +
         (fault.graded_exercise == std::string("hanging_leg_raise") ? " --camera-height 1000" : "");
}

// Detection against the size of the fault.
void print_curves(Dice& dice) {
  constexpr int kEach = 12;
  std::printf("\n| check | size: share of %d sets in which it is seen |\n|---|---|\n", kEach);
  for (const Fault& fault : faults()) {
    std::printf("| `%s` |", fault.check);
    for (const double size : fault.grades) {
      int seen = 0;
      for (int k = 0; k < kEach; ++k) {
        const auto recipe =
            recipe_from_flags(graded_set(fault, size, " --tempo 5.2-1-2.6-1 --reps 4" + conditions(dice, 5000 + k)));
        if (!recipe) continue;
        const Told told = told_by(judge_set(*recipe));
        const auto state = told.state.find(fault.check);
        if (state != told.state.end() && state->second == "seen") ++seen;
      }
      std::printf(" %g: %.0f %%;", size, 100.0 * seen / kEach);
    }
    std::printf(" |\n");
    std::fflush(stdout);
  }
}

// Through the whole program: pictures, network and all. Sets of six reps take too long to render, and the back has its
// own bench.
int run_rendered(const std::string& folder, bool is_told) {
  Dice dice(77);
  std::vector<Recipe> recipes;
  std::vector<std::string> flags, checks;
  const auto filmed = [&] {
    return " --breath matched --resolution 640x360 --fps 24" + conditions(dice, static_cast<int>(7000 + flags.size()));
  };
  const auto has_many_reps = [](const Fault& fault) {
    return (std::string(fault.flags) + fault.graded_with).find("--reps") != std::string::npos;
  };
  std::string wrong_flags;
  const auto add = [&](const char* check, const std::string& with) {
    const auto recipe = recipe_from_flags(with);
    if (!recipe) wrong_flags = recipe.error().message;
    if (recipe) flags.push_back(with), recipes.push_back(*recipe), checks.push_back(check);
  };
  for (const Fault& fault : faults()) {
    if (std::string(fault.flags).find("--arched") != std::string::npos ||
        std::string(fault.flags).find("--lumbar-lift") != std::string::npos || has_many_reps(fault))
      continue;
    const std::vector<double> sizes = {fault.grades.front(), fault.grades[fault.grades.size() / 2],
                                       fault.grades.back()};
    for (const double size : sizes)
      add(fault.check, graded_set(fault, size, " --tempo 4.8-0.8-2.2-0.8 --reps 2" + filmed()));
  }
  // What takes many repetitions is done swiftly, and fast lowering told with it.
  for (const Fault& fault : faults())
    if (has_many_reps(fault))
      for (const double size : {fault.grades.front(), fault.grades[fault.grades.size() / 2], fault.grades.back()})
        add(fault.check, graded_set(fault, size, " --tempo 2-0.3-1.4-0.3" + filmed()) + " --reps 4");
  for (const char* arms : {"sides", "under_hips"})
    add("hands_under_hips",
        "--exercise double_leg_raise --tempo 4.8-0.8-2.2-0.8 --reps 2" + filmed() + " --arms " + arms);
  if (!wrong_flags.empty()) std::printf("%s\n", wrong_flags.c_str());
  const std::vector<Rendered> rendered = render_all(recipes, folder, false);
  Tally tally(is_told);
  std::printf("| set | state of its check |\n|---|---|\n");
  for (std::size_t i = 0; i < flags.size(); ++i) {
    const std::string wrong = rendered[i].reason.empty() ? analyse(rendered[i], recipes[i]) : rendered[i].reason;
    if (!wrong.empty()) {
      std::printf("%s: %s\n", flags[i].c_str(), wrong.c_str());
      continue;
    }
    const Told told = told_by(rendered[i].report);
    const auto state = told.state.find(checks[i]);
    std::printf("| %s: %s | %s |\n", checks[i].c_str(), flags[i].c_str(),
                state == told.state.end() ? "–" : state->second.c_str());
    std::fflush(stdout);
    tally.add(recipes[i], flags[i], told);
  }
  tally.print();
  return 0;
}

}  // namespace

int run_checks(const std::vector<std::string>& arguments) {
  int sets = 270, seed = 1;
  bool is_told = false, has_curves = true, is_rendered = false;
  std::string folder = (std::filesystem::temp_directory_path() / "endrange-renders").string();
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto value = [&]() -> const char* { return i + 1 < arguments.size() ? arguments[++i].c_str() : ""; };
    if (arguments[i] == "--no-curves")
      has_curves = false;
    else if (arguments[i] == "--tell")
      is_told = true;
    else if (arguments[i] == "--rendered")
      is_rendered = true;
    else if (arguments[i] == "--renders")
      folder = value();
    else if (arguments[i] == "--sets")
      sets = std::atoi(value());
    else if (arguments[i] == "--seed")
      seed = std::atoi(value());
    else
      return -1;
  }
  if (is_rendered) return run_rendered(folder, is_told);
  Dice dice(static_cast<std::uint64_t>(seed) * 101 + 7);
  Tally tally(is_told);
  for (int n = 0; n < sets; ++n) {
    const std::string flags = random_set(dice, seed, n);
    const auto recipe = recipe_from_flags(flags);
    if (!recipe) {
      std::printf("%s\n", recipe.error().message.c_str());
      return 1;
    }
    tally.add(*recipe, flags, told_by(judge_set(*recipe)));
  }
  tally.print();
  if (has_curves) print_curves(dice);
  return 0;
}

}  // namespace endrange::bench
