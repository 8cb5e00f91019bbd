// The breath seen, heard, and both, in rendered clips that other benchmarks have left with their reports.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "bench.h"
#include "breath_row.h"
#include "media/sound.h"

namespace endrange::bench {

namespace {

namespace fs = std::filesystem;

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::stringstream in(line);
  for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
  return cells;
}

struct BellyColumns {
  std::vector<double> at_s, rise_mm, left_deg, right_deg;
};

BellyColumns columns_of(const fs::path& csv) {
  BellyColumns out;
  std::ifstream in(csv);
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> head = cells_of(line);
  const std::vector<std::pair<std::string, std::vector<double>*>> wanted = {
      {"at_s", &out.at_s},
      {"breath_seen_mm", &out.rise_mm},
      {"left_leg_elevation_deg", &out.left_deg},
      {"right_leg_elevation_deg", &out.right_deg}};
  while (std::getline(in, line)) {
    const std::vector<std::string> cells = cells_of(line);
    for (const auto& [name, values] : wanted) {
      const auto at = static_cast<std::size_t>(std::ranges::find(head, name) - head.begin());
      values->push_back(at < cells.size() && !cells[at].empty() ? std::stod(cells[at]) : kUnknown);
    }
  }
  return out;
}

// In, out and held as the truth's breath rises, falls or stays within a fiftieth of its fastest.
test::Course course_of(const std::vector<double>& breath) {
  constexpr double kStill = 0.02, kShortest_s = 0.2;
  test::Course c;
  for (std::size_t i = 0; i + 1 < breath.size(); ++i) c.flow.push_back(1000 * (breath[i + 1] - breath[i]));
  if (c.flow.empty()) return c;
  const double most = std::ranges::max(c.flow);
  const auto kind_at = [&](std::size_t i) {
    return c.flow[i] > kStill * most ? BreathKind::in : c.flow[i] < -kStill * most ? BreathKind::out : BreathKind::hold;
  };
  for (std::size_t i = 0; i < c.flow.size();) {
    std::size_t to = i;
    while (to < c.flow.size() && kind_at(to) == kind_at(i)) ++to;
    const Interval when{static_cast<double>(i) / 1000, static_cast<double>(to) / 1000};
    if (when.duration_s() >= (kind_at(i) == BreathKind::hold ? kShortestHold_s : kShortest_s))
      c.spans.push_back({kind_at(i), when, 1});
    i = to;
  }
  c.per_min = rate_of(c.spans, {});
  return c;
}

}  // namespace

int run_breath_clips(const std::string& folder) {
  constexpr std::ptrdiff_t kFewestFrames = 30;
  std::vector<fs::path> clips;
  for (const auto& entry : fs::directory_iterator(folder)) {
    fs::path report = entry.path();
    if (entry.path().extension() == ".mp4" && fs::exists(report.replace_extension(".endrange") / "series.csv"))
      clips.push_back(entry.path());
  }
  std::ranges::sort(clips);
  BreathRow seen, heard, both, either;
  for (fs::path clip : clips) {
    const BellyColumns columns = columns_of(fs::path(clip).replace_extension(".endrange") / "series.csv");
    if (std::ranges::count_if(columns.rise_mm, [](double v) { return !std::isnan(v); }) < kFewestFrames) continue;
    std::ifstream in(fs::path(clip).replace_extension(".truth.json"));
    const nlohmann::json truth = nlohmann::json::parse(in, nullptr, false);
    if (truth.is_discarded()) continue;
    const test::Course course = course_of(truth["series"]["breath"]);
    SoundWatcher watcher;
    bool has_sound = false;
    if (auto reader = SoundReader::open(clip.string(), SoundWatcher::kRate_hz); reader) {
      has_sound = true;
      for (auto stretch = reader->next(); stretch && !stretch->samples.empty(); stretch = reader->next())
        watcher.push(*stretch);
    }
    const Heard sound = hear(watcher.take());
    const BellySeries belly{columns.at_s, columns.rise_mm, {columns.left_deg, columns.right_deg}};
    seen.add(course, fuse_breath({}, belly));
    either.add(course, fuse_breath(sound, belly));
    if (!has_sound) continue;
    heard.add(course, fuse_breath(sound, {}));
    both.add(course, fuse_breath(sound, belly));
  }
  BreathRow::head("rendered clips");
  seen.print("by the picture alone");
  heard.print("with sound: by the sound alone");
  both.print("with sound: by both");
  either.print("all, by what there is");
  return 0;
}

}  // namespace endrange::bench
