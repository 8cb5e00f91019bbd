// `bench lift`: rendered clips with a back that lifts by a known amount, through the real binary.
#include "lift.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "accuracy.h"
#include "bench.h"
#include "core/smooth.h"
#include "renders.h"
#include "run.h"
#include "synthetic/random.h"

namespace endrange::bench {

namespace {

namespace fs = std::filesystem;
using synthetic::Recipe;

struct Try {
  std::string kind;  ///< row of the table
  Recipe recipe;
  LiftClip clip;
  std::string reason;
};

// A lift or rep counts as seen above this and three times its error. mm
constexpr double kSeen_mm = 1.5;

// Which cloth and which file, and how many of ten clips.
struct Kind {
  const char* name;
  const char* shirt;
  double crf;  // constant quality; 0 = as much as 17 Mb/s at 1080p30
  int of_ten;
};
constexpr std::array kKinds = {
    Kind{"textured, 17 Mb/s", "textured", 0, 5}, Kind{"plain, 17 Mb/s", "plain", 0, 2},
    Kind{"no shirt, 17 Mb/s", "none", 0, 1},     Kind{"textured, CRF 28", "textured", 28, 1},
    Kind{"plain, CRF 28", "plain", 28, 1},
};

// With `is_still` every clip is a textured shirt at 17 Mb/s over a back that stays down, six repetitions long: what is
// seen there is a false alarm.
std::vector<Try> draw(int n, int seed, bool is_still) {
  std::vector<Try> tries;
  std::vector<const Kind*> deck;
  for (const Kind& kind : kKinds)
    for (int i = 0; i < kind.of_ten; ++i) deck.push_back(&kind);
  for (int i = 0; i < n; ++i) {
    synthetic::Dice dice(static_cast<std::uint64_t>(seed) * 7919 + static_cast<std::uint64_t>(i) * 104729 + 3);
    const auto pick = [&](auto list) {
      return *(list.begin() + static_cast<std::ptrdiff_t>(dice.bits() % list.size()));
    };
    const Kind& kind = *deck[static_cast<std::size_t>(i * 3) % deck.size()];
    Recipe r;
    r.seed = seed * 1000 + i;
    r.shirt = kind.shirt;
    r.resolution = "1280x720", r.reps = 2, r.tempo = "3-0.6-1.5-0.6", r.sound = false;
    if (kind.crf > 0)
      r.crf = kind.crf;
    else
      r.bitrate_mbps = 17.0 * 1280 * 720 / (1920.0 * 1080);
    constexpr std::array kLifts = {0.0, 3.0, 8.0, 12.0, 15.0, 0.0, 6.5, 3.0};
    r.lumbar_lift_mm = kLifts[static_cast<std::size_t>(i) % kLifts.size()];
    r.end_range_deg = pick(std::initializer_list<double>{25, 32, 40, 50});
    r.breath_depth_mm = pick(std::initializer_list<double>{4, 8, 12});
    r.breaths_per_min = pick(std::initializer_list<double>{10, 14, 19});
    r.camera_height_mm = pick(std::initializer_list<double>{30, 60, 100});
    r.yaw_deg = pick(std::initializer_list<double>{-8, -4, 0, 4, 8});
    r.arms = pick(std::initializer_list<const char*>{"auto", "auto", "chest", "overhead"});
    r.sex = pick(std::initializer_list<const char*>{"f", "m"});
    r.height_m = pick(std::initializer_list<double>{1.58, 1.70, 1.84});
    r.build = pick(std::initializer_list<double>{0.9, 1.0, 1.2});
    r.near_side = pick(std::initializer_list<const char*>{"left", "right"});
    if (is_still)
      r.shirt = kKinds[0].shirt, r.crf = kUnknown, r.bitrate_mbps = 17.0 * 1280 * 720 / (1920.0 * 1080),
      r.lumbar_lift_mm = 0, r.reps = 6;
    tries.push_back({is_still ? kKinds[0].name : kind.name, r, {}, {}});
  }
  return tries;
}

// What the clips of one row of a table say together.
std::string pooled(const std::string& name, const std::vector<const Try*>& tries) {
  double frames = 0, squares = 0, sum = 0, product = 0, truth = 0, covered = 0, abstained = 0, range_squares = 0;
  int high = 0, high_seen = 0, low = 0, low_seen = 0, none = 0, alarms = 0, wrong = 0, silent = 0, ranges = 0,
      inside = 0;
  for (const Try* t : tries) {
    const LiftClip& c = t->clip;
    frames += c.n, squares += c.squares, sum += c.sum, product += c.product, truth += c.truth;
    covered += c.covered, abstained += c.abstained;
    for (const LiftRep& rep : c.reps) {
      if (std::isnan(rep.measured_mm)) continue;
      const bool is_seen = rep.measured_mm > std::max(kSeen_mm, 3 * rep.error_mm);
      if (rep.true_mm >= 5)
        ++high, high_seen += is_seen;
      else if (rep.true_mm >= 2.5)
        ++low, low_seen += is_seen;
      else if (rep.true_mm < 0.5)
        ++none, alarms += is_seen;
    }
    if (c.status == "found" && c.true_status == "found") {
      ++ranges, range_squares += (c.deg - c.true_deg) * (c.deg - c.true_deg);
      inside += c.true_deg >= c.low_deg && c.true_deg <= c.high_deg;
    } else if (c.status == "not_measured") {
      ++silent;
    } else if (c.status != c.true_status) {
      ++wrong;
    }
  }
  if (tries.empty()) return "";
  char line[400], gain[16] = "–", range[16] = "–";
  if (truth > 0) std::snprintf(gain, sizeof gain, "%.3f", product / truth);
  if (ranges > 0) std::snprintf(range, sizeof range, "%.1f", std::sqrt(range_squares / ranges));
  std::snprintf(line, sizeof line,
                "| %s | %zu | %.2f | %+.2f | %s | %.0f %% | %.0f %% | %d/%d | %d/%d | %d/%d | %s | %d/%d | %d | %d |\n",
                name.c_str(), tries.size(), std::sqrt(squares / frames), sum / frames, gain, 100 * covered / frames,
                100 * abstained / static_cast<double>(tries.size()), high_seen, high, low_seen, low, alarms, none,
                range, inside, ranges, silent, wrong);
  return line;
}

// The end range's error and its parts, over the clips of 17 Mb/s in which the back was lost and found so.
std::string parts(const std::vector<Try>& tries) {
  double n = 0, all = 0, angle = 0, moment = 0, stated = 0;
  for (const Try& t : tries) {
    const LiftClip& c = t.clip;
    if (t.kind.find("17 Mb/s") == std::string::npos || c.status != "found" || c.true_status != "found") continue;
    const double off = c.true_deg - c.deg, half = off > 0 ? c.high_deg - c.deg : c.deg - c.low_deg;
    n += 1, all += off * off, angle += c.angle_off_deg * c.angle_off_deg, moment += c.moment_off_deg * c.moment_off_deg;
    stated += 1.96 * 1.96 * off * off / (half * half);
  }
  char line[300];
  std::snprintf(
      line, sizeof line,
      "\nEnd range at 17 Mb/s, %.0f clips, RMS: off by %.2f°; the leg's angle at that moment by %.2f°, the moment "
      "by %.2f°; over what is stated %.2f.\n",
      n, std::sqrt(all / n), std::sqrt(angle / n), std::sqrt(moment / n), std::sqrt(stated / n));
  return n > 0 ? line : "";
}

std::string table(const std::vector<Try>& tries, int n, int seed, const std::string& how) {
  char line[500];
  std::snprintf(
      line, sizeof line,
      "`bench lift --clips %d --seed %d%s`: 1280 × 720, camera 30–100 mm high, yaw ≤ 8°, lift 0–15 mm, breath "
      "4–12 mm at the belly, arms at the sides, on the chest or overhead. Frames measured minus true; a lift "
      "is seen above 1.5 mm and three times the stated error; end range in degrees; silent = not_measured, "
      "wrong = another status than the true one.\n\n",
      n, seed, how.c_str());
  const std::string head =
      " | n | RMSE, mm | bias, mm | gain | within stated 95 % | abstained | lifts ≥ 5 mm seen | 3 mm seen | "
      "false, of reps without | end range RMSE | interval covers | silent | wrong |\n"
      "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";
  std::string out = line + ("| clips" + head);
  const auto row = [&](const std::string& name, auto&& belongs) {
    std::vector<const Try*> some;
    for (const Try& t : tries)
      if (t.reason.empty() && t.clip.n > 0 && belongs(t)) some.push_back(&t);
    out += pooled(name, some);
  };
  for (const Kind& kind : kKinds) row(kind.name, [&](const Try& t) { return t.kind == kind.name; });
  out += "\nThose of 17 Mb/s and a textured shirt, by factor:\n\n| factor" + head;
  const auto textured = [](const Try& t) { return t.kind == kKinds[0].name; };
  char name[40];
  const auto levels = [&](const char* format, auto&& value_of, std::initializer_list<double> values) {
    for (const double value : values) {
      std::snprintf(name, sizeof name, format, value);
      row(name, [&](const Try& t) { return textured(t) && value_of(t.recipe) == value; });
    }
  };
  levels("lift %g mm", [](const Recipe& r) { return r.lumbar_lift_mm; }, {0, 3, 6.5, 8, 12, 15});
  levels("breath %g mm", [](const Recipe& r) { return r.breath_depth_mm; }, {4, 8, 12});
  levels("camera %g mm high", [](const Recipe& r) { return r.camera_height_mm; }, {30, 60, 100});
  levels("yaw %g°", [](const Recipe& r) { return std::abs(r.yaw_deg); }, {0, 4, 8});
  for (const char* arms : {"auto", "chest", "overhead"})
    row(std::string("arms: ") + (arms == std::string("auto") ? "at the sides" : arms),
        [&](const Try& t) { return textured(t) && t.recipe.arms == arms; });
  return out + parts(tries);
}

}  // namespace

int run_lift(std::vector<std::string> arguments) {
  int n = 40, seed = 1;
  bool is_still = false;
  std::string folder = (fs::temp_directory_path() / "endrange-renders").string(), csv;
  if (const auto still = std::ranges::find(arguments, "--still"); still != arguments.end())
    is_still = true, arguments.erase(still);
  const bool is_live = std::erase(arguments, "--live") > 0;
  for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
    if (arguments[i] == "--clips")
      n = std::atoi(arguments[i + 1].c_str());
    else if (arguments[i] == "--seed")
      seed = std::atoi(arguments[i + 1].c_str());
    else if (arguments[i] == "--renders")
      folder = arguments[i + 1];
    else if (arguments[i] == "--csv")
      csv = arguments[i + 1];
    else
      return -1;
  }
  if (arguments.size() % 2 != 0) return -1;
  if (!test::has_model()) {
    std::puts("rendered clips skipped: the pose model isn't installed");
    return 0;
  }
  fs::create_directories(folder);
  folder = fs::canonical(folder).string();
  std::vector<Try> tries = draw(n, seed, is_still);
  std::vector<Recipe> recipes;
  for (const Try& t : tries) recipes.push_back(t.recipe);
  auto rendered = render_all(recipes, folder, false);
  std::ofstream file;
  if (!csv.empty()) {
    file.open(csv);
    file << "number,kind,lift_mm,end_range_deg,breath_mm,camera_mm,yaw_deg,arms,rmse_mm,bias_mm,gain,abstained,status,"
            "deg,low_deg,high_deg,true_status,true_deg,reason\n";
  }
  for (std::size_t i = 0; i < tries.size(); ++i) {
    Try& t = tries[i];
    t.reason = rendered[i].reason;
    if (t.reason.empty()) t.reason = is_live ? analyse_live(rendered[i], t.recipe) : analyse(rendered[i], t.recipe);
    if (t.reason.empty()) {
      const fs::path report = rendered[i].report;
      auto clip = read_lift(test::text_of(rendered[i].truth), test::text_of(report / "analysis.json"),
                            test::text_of(report / "series.csv"));
      if (clip)
        t.clip = *clip;
      else
        t.reason = clip.error().message;
    }
    const LiftClip& c = t.clip;
    const Recipe& r = t.recipe;
    char line[400];
    std::snprintf(line, sizeof line,
                  "%zu,%s,%.1f,%.0f,%.0f,%.0f,%.0f,%s,%.2f,%.2f,%.3f,%.2f,%s,%.1f,%.1f,%.1f,%s,%.1f,%s", i + 1,
                  t.kind.substr(0, t.kind.find(',')).c_str(), r.lumbar_lift_mm, r.end_range_deg, r.breath_depth_mm,
                  r.camera_height_mm, r.yaw_deg, r.arms.c_str(), std::sqrt(c.squares / c.n), c.sum / c.n,
                  c.product / c.truth, c.abstained, c.status.c_str(), c.deg, c.low_deg, c.high_deg,
                  c.true_status.c_str(), c.true_deg, t.reason.empty() ? c.reason.c_str() : t.reason.c_str());
    std::printf("%s  %s\n", rendered[i].clip.c_str(), line);
    std::fflush(stdout);
    if (file.is_open()) file << line << std::endl;
  }
  std::printf("\n%s",
              table(tries, n, seed, std::string(is_still ? " --still" : "") + (is_live ? " --live" : "")).c_str());
  return 0;
}

}  // namespace endrange::bench
