// `bench shape`: the trunk's upper contour on rendered clips that start flat or arched, through the real binary.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "accuracy_files.h"
#include "bench.h"
#include "core/smooth.h"
#include "core/unknown.h"
#include "renders.h"
#include "run.h"
#include "synthetic/random.h"

namespace endrange::bench {

namespace {

namespace fs = std::filesystem;
using synthetic::Recipe;
using Json = nlohmann::json;

// Flat or arched all along; and arched in the first of two repetitions, flat in the second.
std::vector<Recipe> draw(int seed) {
  std::vector<Recipe> recipes;
  const auto add = [&](double arched_mm, const char* sex, const char* shirt, int arched_reps) {
    const auto i = static_cast<std::uint64_t>(recipes.size());
    synthetic::Dice dice(static_cast<std::uint64_t>(seed) * 6151 + i * 104729 + 11);
    const auto pick = [&](auto list) {
      return *(list.begin() + static_cast<std::ptrdiff_t>(dice.bits() % list.size()));
    };
    Recipe r;
    r.seed = seed * 1000 + static_cast<int>(i);
    r.resolution = "1280x720", r.bitrate_mbps = 17.0 * 1280 * 720 / (1920.0 * 1080), r.sound = false;
    r.sex = sex, r.shirt = shirt, r.arched_mm = arched_mm, r.arched_reps = arched_reps;
    r.reps = arched_reps + 1, r.tempo = arched_reps > 0 ? "2-0.4-1.5-1.5" : "1.5-0.4-1-0.8";
    r.lumbar_lift_mm = arched_reps > 0 ? pick(std::initializer_list<double>{0, 12}) : 0;
    r.end_range_deg = pick(std::initializer_list<double>{30, 40});
    r.pelvic_tilt_deg = pick(std::initializer_list<double>{0, 4, 8, 14});
    r.breath_depth_mm = pick(std::initializer_list<double>{4, 8, 12});
    r.breaths_per_min = pick(std::initializer_list<double>{10, 14, 19});
    r.camera_height_mm = pick(std::initializer_list<double>{60, 150, 300});
    r.yaw_deg = pick(std::initializer_list<double>{-8, -4, 0, 4, 8});
    r.height_m = pick(std::initializer_list<double>{1.58, 1.70, 1.84});
    r.build = pick(std::initializer_list<double>{0.9, 1.0, 1.2});
    r.near_side = pick(std::initializer_list<const char*>{"left", "right"});
    recipes.push_back(r);
  };
  for (const double arched : {0.0, 10.0, 20.0, 30.0})
    for (const char* sex : {"f", "m"})
      for (const char* shirt : {"none", "textured", "loose"}) add(arched, sex, shirt, 0);
  for (const double arched : {0.0, 10.0, 20.0, 30.0})
    for (const char* sex : {"f", "m"}) add(arched, sex, "textured", 1);
  return recipes;
}

// What one clip's report says, beside its truth.
struct ShapeClip {
  Recipe recipe;
  std::string reason;                                ///< why there is nothing; "" = all went well
  std::array<double, 2> hump{kUnknown, kUnknown};    ///< mm, medians at the first top and at the last
  std::array<double, 2> hollow{kUnknown, kUnknown};  ///< likewise
  std::array<double, 2> lift{kUnknown, kUnknown};    ///< of the patches
  std::array<double, 2> true_gap{
      kUnknown, kUnknown};     ///< between back and floor as the first rep's lowering begins and the last's
  double swing_mm = kUnknown;  ///< from the 5th to the 95th percentile of the belly's hollow
  double seen = 0;             ///< share of the frames with a hollow
  bool is_found = false, is_gap_seen = false;  ///< setup_not_flat; by an opening
  double tilt_squares = 0, tilts = 0, tilt_product = 0, tilt_truth = 0;
};

ShapeClip read_shape(const Recipe& recipe, const Rendered& rendered) {
  ShapeClip clip;
  clip.recipe = recipe;
  try {
    const fs::path report = rendered.report;
    const Json truth = Json::parse(test::text_of(rendered.truth)),
               analysis = Json::parse(test::text_of(report / "analysis.json"));
    const auto series = read_columns(test::text_of(report / "series.csv"));
    const auto& at_s = series.at("at_s");
    const auto &hump = series.at("rib_hump_mm"), &hollow = series.at("belly_hollow_mm"),
               &lift = series.at("lumbar_lift_mm"), &tilt = series.at("pelvic_tilt_deg");
    const auto true_gap = truth.at("series").at("floor_gap_mm").get<std::vector<double>>(),
               true_tilt = truth.at("series").at("pelvic_tilt_deg").get<std::vector<double>>();
    const double rate = truth.at("series").at("rate_hz").get<double>();
    const auto true_at = [&](const std::vector<double>& values, double t) {
      return values[std::min(static_cast<std::size_t>(std::max(t, 0.0) * rate), values.size() - 1)];
    };
    const Json& reps = truth.at("reps");
    const std::array<double, 2> to_s = {number(reps.front().at("phases").at("lower").at(0)),
                                        number(reps.back().at("phases").at("lower").at(0))};
    double known = 0;
    for (std::size_t k = 0; k < 2; ++k) {
      // While the back is pressed flat it says neither.
      const double from_s = to_s[k] - 0.7;
      std::vector<double> humps, hollows, lifts;
      for (std::size_t i = 0; i < at_s.size(); ++i)
        if (at_s[i] >= from_s && at_s[i] <= to_s[k])
          humps.push_back(hump[i]), hollows.push_back(hollow[i]), lifts.push_back(lift[i]);
      clip.hump[k] = median(humps), clip.hollow[k] = median(hollows), clip.lift[k] = median(lifts);
      clip.true_gap[k] = true_at(true_gap, to_s[k] - 0.1);
    }
    for (std::size_t i = 0; i < at_s.size(); ++i) {
      known += std::isnan(hollow[i]) ? 0 : 1;
      if (std::isnan(tilt[i])) continue;
      const double there = true_at(true_tilt, at_s[i]) - true_at(true_tilt, to_s[1] - 0.1);
      clip.tilts += 1, clip.tilt_squares += (tilt[i] - there) * (tilt[i] - there);
      clip.tilt_product += tilt[i] * there, clip.tilt_truth += there * there;
    }
    clip.seen = known / static_cast<double>(at_s.size());
    clip.swing_mm = quantile(hollow, 0.95) - quantile(hollow, 0.05);
    for (const Json& finding : analysis.at("findings"))
      clip.is_found = clip.is_found || finding.at("check") == "setup_not_flat";
    for (const Json& rep : analysis.at("reps")) {
      clip.is_gap_seen = clip.is_gap_seen || !rep.at("floor_gap_mm").is_null();
      break;
    }
  } catch (const std::exception& e) {
    clip.reason = e.what();
  }
  return clip;
}

void print_starts(const std::vector<ShapeClip>& clips) {
  std::puts(
      "\n| arched by, mm | n | hollow seen | rib hump, mm | belly hollow, mm | pairs with a flat start told right | "
      "setup_not_flat |\n|---|---|---|---|---|---|---|");
  for (const double arched : {0.0, 10.0, 20.0, 30.0}) {
    std::vector<double> humps, hollows;
    int n = 0, found = 0;
    double right = 0, pairs = 0;
    for (const ShapeClip& c : clips) {
      if (c.recipe.arched_reps > 0 || c.recipe.arched_mm != arched || !c.reason.empty()) continue;
      ++n, found += c.is_found;
      if (std::isnan(c.hollow[0])) continue;
      humps.push_back(c.hump[0]), hollows.push_back(c.hollow[0]);
      for (const ShapeClip& flat : clips)
        if (flat.recipe.arched_reps == 0 && flat.recipe.arched_mm == 0 && !std::isnan(flat.hollow[0]))
          pairs += 1, right += c.hollow[0] < flat.hollow[0] ? 1 : 0;
    }
    char told[16] = "–";
    if (arched > 0) std::snprintf(told, sizeof told, "%.0f %%", 100 * right / pairs);
    std::printf("| %.0f | %d | %zu | %.0f (%.0f to %.0f) | %.0f (%.0f to %.0f) | %s | %d |\n", arched, n,
                hollows.size(), median(humps), quantile(humps, 0), quantile(humps, 1), median(hollows),
                quantile(hollows, 0), quantile(hollows, 1), told, found);
  }
}

void print_changes(const std::vector<ShapeClip>& clips) {
  std::puts(
      "\n| arched in the first of two, mm | body | true opening, first above last | patches | contour | opening looked "
      "for | "
      "setup_not_flat |\n|---|---|---|---|---|---|---|");
  for (const ShapeClip& c : clips)
    if (c.recipe.arched_reps > 0 && c.reason.empty())
      std::printf("| %.0f | %s | %.1f | %.1f | %.1f | %s | %s |\n", c.recipe.arched_mm, c.recipe.sex.c_str(),
                  c.true_gap[0] - c.true_gap[1], c.lift[0] - c.lift[1], c.hollow[1] - c.hollow[0],
                  c.is_gap_seen ? "yes" : "hidden", c.is_found ? "found" : "–");
  std::puts("\n| breath at the belly, mm | n | the hollow's swing in clips without lift, mm |\n|---|---|---|");
  for (const double depth : {4.0, 8.0, 12.0}) {
    std::vector<double> swings;
    for (const ShapeClip& c : clips)
      if (c.recipe.arched_reps == 0 && c.recipe.breath_depth_mm == depth && !std::isnan(c.swing_mm))
        swings.push_back(c.swing_mm);
    std::printf("| %.0f | %zu | %.0f (%.0f to %.0f) |\n", depth, swings.size(), median(swings), quantile(swings, 0),
                quantile(swings, 1));
  }
}

void print_tilts(const std::vector<ShapeClip>& clips) {
  std::puts("\n| posterior tilt with the legs up, deg | n | pelvic tilt RMSE, deg | gain |\n|---|---|---|---|");
  for (const double tilt : {0.0, 4.0, 8.0, 14.0}) {
    double n = 0, squares = 0, frames = 0, product = 0, truth = 0;
    for (const ShapeClip& c : clips)
      if (c.recipe.pelvic_tilt_deg == tilt && c.tilts > 0)
        n += 1, squares += c.tilt_squares, frames += c.tilts, product += c.tilt_product, truth += c.tilt_truth;
    std::printf("| %.0f | %.0f | %.1f | %.2f |\n", tilt, n, std::sqrt(squares / frames), product / truth);
  }
}

}  // namespace

int run_shape(const std::vector<std::string>& arguments) {
  const bool keeps = arguments == std::vector<std::string>{"--keep"};
  if (!arguments.empty() && !keeps) return -1;
  if (!test::has_model()) {
    std::puts("rendered clips skipped: the pose model isn't installed");
    return 0;
  }
  const std::string folder = (fs::temp_directory_path() / "endrange-renders").string();
  fs::create_directories(folder);
  const std::vector<Recipe> recipes = draw(1);
  const auto rendered = render_all(recipes, folder, false);
  std::vector<ShapeClip> clips;
  for (std::size_t i = 0; i < rendered.size(); ++i) {
    std::string reason = rendered[i].reason;
    if (reason.empty() && !(keeps && fs::exists(fs::path(rendered[i].report) / "series.csv")))
      reason = analyse(rendered[i], recipes[i]);
    clips.push_back(reason.empty() ? read_shape(recipes[i], rendered[i]) : ShapeClip{recipes[i], reason});
    const ShapeClip& c = clips.back();
    std::printf("%s %g mm in %s, %s, %s: hump %.1f %.1f hollow %.1f %.1f seen %.2f lift %.1f %.1f true %.1f %.1f %s\n",
                rendered[i].clip.c_str(), c.recipe.arched_mm, c.recipe.arched_reps > 0 ? "the first rep" : "all",
                c.recipe.sex.c_str(), c.recipe.shirt.c_str(), c.hump[0], c.hump[1], c.hollow[0], c.hollow[1], c.seen,
                c.lift[0], c.lift[1], c.true_gap[0], c.true_gap[1], c.reason.c_str());
    std::fflush(stdout);
  }
  std::puts(
      "\n`bench shape`: 1280 × 720, 17 Mb/s, camera 60–300 mm high, yaw ≤ 8°, breath 4–12 mm, arms at the sides; a "
      "woman and a man of 1.58–1.84 m and girth 0.9–1.2 in no, a textured and a loose shirt.");
  print_starts(clips), print_changes(clips), print_tilts(clips);
  return 0;
}

}  // namespace endrange::bench
