#include "breath/spans.h"

#include <algorithm>
#include <cmath>

namespace endrange {

namespace {

constexpr double kMostDrawn_s = 0.25, kEdge_s = 0.125;
// No breath holds still for less than that between in and out: what is left of the gap is theirs, half each.
constexpr double kNoPause_s = 0.25;
// A breath is longer.
constexpr double kShortestBreath_s = 0.25;

// How far before step `first` the flow begins, by a line through the steps from there inwards (`way` 1: rising from the
// beginning, -1: falling to the end); s.
double drawn_out(std::span<const float> flow, std::size_t first, std::size_t length, int way, double step_s) {
  const auto n = static_cast<std::size_t>(std::max(3.0, std::min(kEdge_s / step_s, 0.4 * static_cast<double>(length))));
  if (length < n) return 0;
  double sum = 0, slope = 0, spread = 0;
  const double middle = (static_cast<double>(n) - 1) / 2;
  for (std::size_t k = 0; k < n; ++k) {
    const double f = flow[way > 0 ? first + k : first - k], t = static_cast<double>(k) - middle;
    sum += f, slope += t * f, spread += t * t;
  }
  slope /= spread;
  const double mean = sum / static_cast<double>(n), edge = std::max(mean - slope * middle, 0.0);
  if (!(slope > 0)) return 0;
  return std::min(edge / slope * step_s, kMostDrawn_s);
}

// Draws the breaths out into the pauses beside them, not into what is unknown; those that meet share what is between.
void draw_out(std::vector<BreathSpan>& breaths, std::span<const double> before_s, std::span<const double> after_s,
              std::span<const Interval> unknown, const Interval& whole) {
  for (std::size_t i = 0; i <= breaths.size(); ++i) {
    const bool is_first = i == 0, is_last = i == breaths.size();
    const double a = is_first ? whole.from_s : breaths[i - 1].when.to_s;
    const double b = is_last ? whole.to_s : breaths[i].when.from_s;
    double after = is_first ? 0 : std::min(after_s[i - 1], b - a), before = is_last ? 0 : std::min(before_s[i], b - a);
    for (const Interval& u : unknown) {
      if (u.from_s >= b || u.to_s <= a) continue;
      after = std::min(after, std::max(u.from_s - a, 0.0)), before = std::min(before, std::max(b - u.to_s, 0.0));
    }
    const bool are_neighbours = !is_first && !is_last && breaths[i - 1].kind != breaths[i].kind;
    if (after + before > b - a - (are_neighbours ? kNoPause_s : 0) && after + before > 0) {
      after *= (b - a) / (after + before);
      before = b - a - after;
    }
    if (!is_first) breaths[i - 1].when.to_s += after;
    if (!is_last) breaths[i].when.from_s -= before;
  }
}

}  // namespace

std::vector<Interval> stretches_of(std::span<const char> flags, double at_s, double step_s) {
  std::vector<Interval> out;
  for (std::size_t i = 0; i < flags.size();) {
    std::size_t to = i;
    while (to < flags.size() && flags[to] != 0) ++to;
    if (to > i)
      out.push_back({at_s + step_s * (static_cast<double>(i) - 0.5), at_s + step_s * (static_cast<double>(to) - 0.5)});
    i = std::max(to, i + 1);
  }
  return out;
}

std::vector<BreathSpan> spans_of(std::span<const BreathState> path, std::span<const float> flow,
                                 std::span<const char> unknown, const CourseOptions& o) {
  const auto edge = [&](std::size_t i) { return o.at_s + o.step_s * (static_cast<double>(i) - 0.5); };
  std::vector<BreathSpan> breaths;
  std::vector<double> before_s, after_s;
  for (std::size_t i = 0; i < path.size();) {
    std::size_t to = i;
    while (to < path.size() && path[to] == path[i] && unknown[to] == unknown[i]) ++to;
    const std::size_t length = to - i;
    if (path[i] != BreathState::pause && unknown[i] == 0 &&
        static_cast<double>(length) * o.step_s >= kShortestBreath_s) {
      const BreathKind kind = !o.ways_are_known            ? BreathKind::either
                              : path[i] == BreathState::in ? BreathKind::in
                                                           : BreathKind::out;
      breaths.push_back({kind, {edge(i), edge(to)}, o.confidence});
      // Between in and out without a pause the path's own boundary stands.
      const bool meets_before = i > 0 && path[i - 1] != BreathState::pause,
                 meets_after = to < path.size() && path[to] != BreathState::pause;
      before_s.push_back(flow.empty() || meets_before ? 0 : drawn_out(flow, i, length, 1, o.step_s));
      after_s.push_back(flow.empty() || meets_after ? 0 : drawn_out(flow, to - 1, length, -1, o.step_s));
    }
    i = to;
  }
  const std::vector<Interval> holes = stretches_of(unknown, o.at_s, o.step_s);
  const double from_s = edge(0), to_s = edge(path.size());
  draw_out(breaths, before_s, after_s, holes, {from_s, to_s});

  // Holds: what is left between, without what is unknown.
  std::vector<BreathSpan> spans;
  double at_s = from_s;
  const auto hold_until = [&](double end_s) {
    for (const Interval& hole : holes) {
      if (hole.to_s <= at_s || hole.from_s >= end_s) continue;
      if (hole.from_s - at_s >= o.shortest_hold_s)
        spans.push_back({BreathKind::hold, {at_s, hole.from_s}, o.hold_confidence});
      at_s = std::max(at_s, hole.to_s);
    }
    if (end_s - at_s >= o.shortest_hold_s) spans.push_back({BreathKind::hold, {at_s, end_s}, o.hold_confidence});
  };
  for (const BreathSpan& breath : breaths) {
    if (o.hold_confidence > 0) hold_until(breath.when.from_s);
    spans.push_back(breath);
    at_s = breath.when.to_s;
  }
  if (o.hold_confidence > 0 && !breaths.empty()) hold_until(to_s);
  return spans;
}

double rate_of(std::span<const BreathSpan> spans, std::span<const Interval> unknown) {
  // A breath that comes out of what is unknown may have begun in it.
  constexpr double kBeside_s = 0.1;
  std::vector<double> distances;
  for (const BreathKind kind : {BreathKind::in, BreathKind::out}) {
    const BreathSpan* last = nullptr;
    bool has_other = false;
    for (const BreathSpan& span : spans) {
      if (span.kind == BreathKind::hold) continue;
      if (span.kind != kind) {
        has_other = true;
        continue;
      }
      const auto hides = [&](const Interval& u) {
        return last != nullptr && u.from_s < span.when.from_s && u.to_s > last->when.from_s - kBeside_s;
      };
      if (last != nullptr && has_other && std::ranges::none_of(unknown, hides))
        distances.push_back(span.when.from_s - last->when.from_s);
      last = &span, has_other = false;
    }
  }
  if (distances.size() < 2) return kUnknown;
  double sum = 0;
  for (const double d : distances) sum += d;
  return 60 * static_cast<double>(distances.size()) / sum;
}

}  // namespace endrange
