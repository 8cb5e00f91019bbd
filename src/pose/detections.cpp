#include "pose/detections.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace endrange {

namespace {

constexpr float kInputSize = 224;
constexpr int kNumbersPerBox = 12;  // centre, size, four points
constexpr float kScoreThreshold = 0.5f;
constexpr float kSamePerson = 0.3f;  // intersection over union

float overlap(const Detection& a, const Detection& b) {
  const auto shared = [](float ca, float sa, float cb, float sb) {
    return std::max(0.0f, std::min(ca + sa / 2, cb + sb / 2) - std::max(ca - sa / 2, cb - sb / 2));
  };
  const float both = shared(a.x, a.width, b.x, b.width) * shared(a.y, a.height, b.y, b.height);
  const float either = a.width * a.height + b.width * b.height - both;
  return either > 0 ? both / either : 0;
}

// The score-weighted mean of detections of one person.
Detection blend(std::span<const Detection> same) {
  Detection mean;
  float total = 0;
  for (const Detection& d : same) {
    total += d.score;
    mean.x += d.score * d.x, mean.y += d.score * d.y, mean.width += d.score * d.width,
        mean.height += d.score * d.height;
    mean.hips = mean.hips + d.score * d.hips, mean.on_circle = mean.on_circle + d.score * d.on_circle;
  }
  mean.x /= total, mean.y /= total, mean.width /= total, mean.height /= total;
  mean.hips = (1 / total) * mean.hips, mean.on_circle = (1 / total) * mean.on_circle;
  mean.score = same.front().score;
  return mean;
}

}  // namespace

std::vector<Vec2> detector_anchors() {
  // Layers of one stride share their cells: 2, 2 and 3 × 2 anchors a cell.
  constexpr std::array<std::pair<int, int>, 3> kGrids = {{{28, 2}, {14, 2}, {7, 6}}};
  std::vector<Vec2> anchors;
  for (const auto& [cells, per_cell] : kGrids)
    for (int y = 0; y < cells; ++y)
      for (int x = 0; x < cells; ++x)
        anchors.insert(anchors.end(), static_cast<std::size_t>(per_cell), Vec2{(x + 0.5) / cells, (y + 0.5) / cells});
  return anchors;
}

std::vector<Detection> decode_detections(std::span<const float> boxes, std::span<const float> logits,
                                         std::span<const Vec2> anchors) {
  assert(logits.size() == anchors.size() && boxes.size() == anchors.size() * kNumbersPerBox);
  std::vector<Detection> found;
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    const float score = 1 / (1 + std::exp(-std::clamp(logits[i], -100.0f, 100.0f)));
    if (!(score >= kScoreThreshold)) continue;
    const float* b = &boxes[i * kNumbersPerBox];
    const auto point = [&](int k) {
      return Vec2{b[k] / kInputSize + anchors[i].x, b[k + 1] / kInputSize + anchors[i].y};
    };
    const Vec2 center = point(0);
    // A number that isn't one would spread to everyone it is blended with.
    if (!std::all_of(b, b + kNumbersPerBox, [](float v) { return std::isfinite(v); })) continue;
    found.push_back({score, static_cast<float>(center.x), static_cast<float>(center.y), b[2] / kInputSize,
                     b[3] / kInputSize, point(4), point(6)});
  }
  std::ranges::stable_sort(found, std::greater{}, &Detection::score);

  std::vector<Detection> people;
  while (!found.empty()) {
    const Detection best = found.front();
    const auto rest = std::stable_partition(found.begin(), found.end(),
                                            [&](const Detection& d) { return overlap(best, d) > kSamePerson; });
    // The best always overlaps itself unless its box is degenerate; drop it either way.
    const auto same = std::max(rest, found.begin() + 1);
    people.push_back(blend({found.begin(), same}));
    found.erase(found.begin(), same);
  }
  return people;
}

}  // namespace endrange
