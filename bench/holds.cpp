#include "holds.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "accuracy_files.h"
#include "checked_set.h"
#include "core/smooth.h"
#include "renders.h"
#include "run.h"
#include "synthetic/random.h"

namespace endrange::bench {

namespace {

using synthetic::Dice;
using synthetic::Recipe;

// A hold and how it is filmed. Short ones, for a clip's price is its length, but longer than a
// rep's pause; every fourth is left by the shoulders
// while the legs stay up.
Recipe draw(Dice& dice, int number, int seed) {
  const auto pick = [&]<class T>(std::initializer_list<T> all) {
    return all.begin()[static_cast<std::size_t>(dice.uniform() * static_cast<double>(all.size()))];
  };
  Recipe r;
  r.exercise = "hollow_hold", r.resolution = "640x360", r.seed = seed * 1000 + number;
  r.fps = pick({24.0, 25.0, 30.0, 30.0, 50.0, 60.0});
  r.way_s = pick({0.7, 1.0, 1.5, 1.5, 2.0, 3.0});
  r.hold_s = dice.uniform(5.5, r.fps > 40 ? 6.0 : 7.5);
  if (number % 4 == 3) r.sag_s = 2.5 * std::max(1.0, r.way_s / 1.5), r.hold_s += r.sag_s;
  r.top_deg = dice.uniform(10, 45);
  r.lead_s = dice.uniform(0.6, 1.4), r.tail_s = dice.uniform(0.6, 1.2);
  r.arms = pick({"overhead", "overhead", "sides", "chest"});
  r.sex = pick({"f", "m"}), r.height_m = dice.uniform(1.55, 1.95), r.build = dice.uniform(0.9, 1.3);
  r.near_side = pick({"left", "right"}), r.shirt = pick({"plain", "textured", "none"});
  r.yaw_deg = dice.uniform(-15, 15), r.roll_deg = dice.uniform(-1.5, 1.5);
  r.camera_height_mm = dice.uniform(60, 400);
  return r;
}

struct Ends {
  double from_s = kUnknown, to_s = kUnknown;
  std::string broke_by;
};

Ends ends_in(const std::string& json_text) {
  const auto json = nlohmann::json::parse(json_text, nullptr, false);
  if (json.is_discarded() || json["holds"].size() != 1) return {};
  const auto& hold = json["holds"][0];
  const auto by = hold.find("broke_by");
  return {number(hold["start_s"]), number(hold["end_s"]),
          by != hold.end() && by->is_string() ? by->get<std::string>() : ""};
}

class Errors {
 public:
  void add(const Recipe& recipe, const Ends& truth, const Ends& told) {
    ++all_;
    if (std::isnan(told.from_s)) return;
    from_.push_back(told.from_s - truth.from_s), to_.push_back(told.to_s - truth.to_s);
    length_.push_back(std::abs(to_.back() - from_.back()));
    is_way_out_right_ += told.broke_by == (recipe.sag_s > 0 ? "shoulders" : "");
  }
  void print(const char* name) const {
    const auto most = [](const std::vector<double>& of) { return quantile(of, 1); };
    std::printf("| %s | %d | %zu | %+.2f | %+.2f | %.2f | %.2f | %.2f | %d |\n", name, all_, length_.size(),
                median(from_), median(to_), median(length_), quantile(length_, 0.95), most(length_), is_way_out_right_);
  }

 private:
  int all_ = 0, is_way_out_right_ = 0;
  std::vector<double> from_, to_, length_;
};

}  // namespace

int run_holds(const std::vector<std::string>& arguments) {
  int clips = 10, landmarks = 200, seed = 1;
  std::string folder = (std::filesystem::temp_directory_path() / "endrange-renders").string();
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto value = [&]() -> const char* { return i + 1 < arguments.size() ? arguments[++i].c_str() : ""; };
    if (arguments[i] == "--clips")
      clips = std::atoi(value());
    else if (arguments[i] == "--landmarks")
      landmarks = std::atoi(value());
    else if (arguments[i] == "--seed")
      seed = std::atoi(value());
    else if (arguments[i] == "--renders")
      folder = value();
    else
      return -1;
  }
  const auto drawn = [&](int n) {
    Dice dice(static_cast<std::uint64_t>(seed) * 211 + 17);
    std::vector<Recipe> recipes;
    for (int i = 0; i < n; ++i) recipes.push_back(draw(dice, i, seed));
    return recipes;
  };
  Errors on_landmarks, on_clips;
  for (const Recipe& recipe : drawn(landmarks)) {
    const Analysis a = judge_set(recipe);
    const double from_s = recipe.lead_s + recipe.way_s;
    const Ends truth{from_s, from_s + recipe.hold_s - std::min(recipe.sag_s, recipe.hold_s), ""};
    on_landmarks.add(
        recipe, truth,
        a.holds.size() == 1 ? Ends{a.holds[0].when.from_s, a.holds[0].when.to_s, a.holds[0].broke_by} : Ends{});
  }
  std::filesystem::create_directories(folder);
  if (!test::has_model()) std::puts("rendered clips skipped: the pose model isn't installed"), clips = 0;
  const std::vector<Recipe> recipes = drawn(clips);
  const std::vector<Rendered> rendered = render_all(recipes, folder, false);
  if (clips > 0)
    std::printf("| clip | true, s | begins off by | ends off by | broke by | filmed |\n|---|---|---|---|---|---|\n");
  for (std::size_t i = 0; i < recipes.size(); ++i) {
    const Recipe& r = recipes[i];
    const std::string wrong = rendered[i].reason.empty() ? analyse(rendered[i], r) : rendered[i].reason;
    const Ends truth = ends_in(test::text_of(rendered[i].truth)),
               told = wrong.empty() ? ends_in(test::text_of(rendered[i].report + "/analysis.json")) : Ends{};
    on_clips.add(r, truth, told);
    std::printf(
        "| %s | %.2f to %.2f | %+.2f | %+.2f | %s | %s, legs at %.0f°, ways of %.1f s, %g Hz, yaw %.0f°, arms %s, %s "
        "%s |\n",
        std::filesystem::path(rendered[i].clip).stem().c_str(), truth.from_s, truth.to_s, told.from_s - truth.from_s,
        told.to_s - truth.to_s, told.broke_by.c_str(), r.sex.c_str(), r.top_deg, r.way_s, r.fps, r.yaw_deg,
        r.arms.c_str(), r.shirt.c_str(), wrong.c_str());
    std::fflush(stdout);
  }
  std::printf(
      "\n| holds | n | found | begin off by, median, s | end off by, median, s | length off by, median, s | 95 %% | "
      "most "
      "| rightly broken or whole |\n|---|---|---|---|---|---|---|---|---|\n");
  if (landmarks > 0) on_landmarks.print("true landmarks with errors");
  if (clips > 0) on_clips.print("rendered clips");
  return 0;
}

}  // namespace endrange::bench
