#include "renders.h"

#include <algorithm>
#include <atomic>
#include <cinttypes>
#include <cstdio>
#include <filesystem>
#include <sstream>
#include <thread>

#include "accuracy.h"
#include "live_play.h"
#include "run.h"

namespace endrange::bench {

namespace {

namespace fs = std::filesystem;

// FNV-1a: names the clip of these arguments.
std::string fingerprint(const std::string& text) {
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  char name[20];
  std::snprintf(name, sizeof name, "%016" PRIx64, hash);
  return name;
}

// "synth, exit 3: the last thing it said".
std::string complaint(const char* what, const test::Outcome& o) {
  std::string last;
  std::istringstream lines(o.err);
  for (std::string line; std::getline(lines, line);)
    if (!line.empty()) last = line;
  return std::string(what) + ", exit " + std::to_string(o.exit_code) + ": " + last;
}

void render(const std::vector<std::string>& arguments, Rendered& rendered, bool is_fresh) {
  if (!is_fresh && fs::exists(rendered.clip) && fs::exists(rendered.truth)) return;
  std::vector<std::string> synth = arguments;
  // One thread, whatever the machine: x264 writes other bits with more.
  synth.insert(synth.begin(), {"synth", rendered.clip, "--threads", "1"});
  if (const test::Outcome o = test::run(synth); o.exit_code != 0) rendered.reason = complaint("synth", o);
}

}  // namespace

std::vector<Rendered> render_all(std::span<const synthetic::Recipe> recipes, const std::string& folder, bool is_fresh) {
  const std::string said = test::run({"--version"}).out, version = said.substr(0, said.find('\n'));
  std::vector<Rendered> all(recipes.size());
  std::atomic<std::size_t> next = 0, done = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < all.size(); i = next++) {
      const std::vector<std::string> arguments = arguments_of(recipes[i]);
      const fs::path base = fs::path(folder) / fingerprint(version + "\n" + joined(arguments));
      all[i] = {base.string() + ".mp4", base.string() + ".truth.json", base.string() + ".endrange", ""};
      try {
        render(arguments, all[i], is_fresh);
      } catch (const std::exception& e) {
        all[i].reason = e.what();
      }
      std::fprintf(stderr, "rendered %zu of %zu\n", ++done, all.size());
    }
  };
  std::vector<std::jthread> workers;
  for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i) workers.emplace_back(work);
  workers.clear();
  return all;
}

std::string analyse(const Rendered& rendered, const synthetic::Recipe& recipe) {
  char height[16];
  std::snprintf(height, sizeof height, "%.3f", recipe.height_m);
  const test::Outcome o =
      test::run({"analyze", rendered.clip, "--no-video", "--json", "--out", rendered.report, "--height", height});
  constexpr int kNothingToMeasure = 4;  // a result as well
  return o.exit_code == 0 || o.exit_code == kNothingToMeasure ? "" : complaint("analyze", o);
}

std::string analyse_live(Rendered& rendered, const synthetic::Recipe& recipe) {
  rendered.report = fs::path(rendered.clip).replace_extension(".live").string();
  std::error_code ignored;
  fs::remove_all(rendered.report, ignored);
  constexpr double kEach_hz = 1000;
  const auto live = play_live(rendered.clip, {}, kEach_hz, recipe.height_m);
  if (!live) return live.error().message;
  const auto written = write_data(live->analysis, rendered.report);
  return written ? "" : written.error().message;
}

}  // namespace endrange::bench
