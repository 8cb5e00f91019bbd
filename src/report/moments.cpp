#include "report/moments.h"

#include <algorithm>
#include <cmath>

#include "core/smooth.h"
#include "report/overlay.h"

namespace endrange {

namespace {

constexpr int kMostRepsShown = 12;

std::size_t frame_at(const Series& series, double t) {
  const auto after = std::ranges::lower_bound(series.at_s, t);
  if (after == series.at_s.end()) return series.at_s.size() - 1;
  const auto i = static_cast<std::size_t>(after - series.at_s.begin());
  return i > 0 && t - series.at_s[i - 1] < series.at_s[i] - t ? i - 1 : i;
}

// When the leg, going down, is closest to the middle of its way.
double halfway_s(const Analysis& a, const Rep& rep, Side side) {
  const double middle = (rep.leg_elevation_top_deg + rep.leg_elevation_bottom_deg) / 2;
  double best_s = (rep.lower.from_s + rep.lower.to_s) / 2, best = 1e9;
  for (std::size_t i = frame_at(a.series, rep.lower.from_s);
       i < a.series.at_s.size() && a.series.at_s[i] <= rep.lower.to_s; ++i) {
    const double off = std::abs(shown_angle(a, i, side) - middle);
    if (off < best) best = off, best_s = a.series.at_s[i];
  }
  return best_s;
}

// The rep nearest to the set's end range; else the one in which the back was highest; null where it stayed down.
const Rep* rep_of_back(const Analysis& a) {
  const Rep *nearest = nullptr, *highest = nullptr;
  const double end_range = a.end_range.deg;
  for (const Rep& rep : a.reps) {
    if (!rep.is_complete) continue;
    const double off = std::abs(rep.end_range_deg - end_range);
    if (!std::isnan(off) && (nearest == nullptr || off < std::abs(nearest->end_range_deg - end_range))) nearest = &rep;
    if (rep.lumbar_lift_max_mm > a.end_range.criterion_mm &&
        (highest == nullptr || rep.lumbar_lift_max_mm > highest->lumbar_lift_max_mm))
      highest = &rep;
  }
  return nearest != nullptr ? nearest : highest;
}

// The frame of its way down in which the leg is nearest to the rep's end range; without one, where the back is highest.
std::optional<std::size_t> frame_of_back(const Analysis& a, const Rep& rep, Side side) {
  const Series& s = a.series;
  const auto at = [](const std::vector<double>& v, std::size_t i) { return i < v.size() ? v[i] : kUnknown; };
  const double to_s = std::isnan(rep.bottom_s) ? rep.lower.to_s : std::max(rep.lower.to_s, rep.bottom_s);
  std::optional<std::size_t> best;
  double least = 1e9;
  for (std::size_t i = 0; i < s.at_s.size(); ++i) {
    if (!(s.at_s[i] >= rep.lower.from_s && s.at_s[i] <= to_s)) continue;
    const double height = std::fmax(at(s.lumbar_lift, i), at(s.floor_gap, i));
    const double off = std::isnan(rep.end_range_deg) ? -height : std::abs(shown_angle(a, i, side) - rep.end_range_deg);
    if (off < least) least = off, best = i;
  }
  return best;
}

// The trunk in frame `index`, from the shoulder to beyond the leg's angle, shifted inside the picture.
std::optional<Box> trunk_box(const Analysis& a, std::size_t index, int width, int height) {
  constexpr double kWide = 2.0, kTall = 1.15;  // of the trunk's length
  const Pose& pose = a.series.poses[index];
  const Side near = a.view.near_side.value_or(Side::left);
  const Vec2 hip = pose.at(of(Joint::left_hip, near)), shoulder = pose.at(of(Joint::left_shoulder, near));
  const double trunk = length(shoulder - hip);
  if (std::isnan(trunk) || trunk < 20) return std::nullopt;
  const Vec2 middle = hip + 0.25 * (shoulder - hip);
  const int wide = std::min(static_cast<int>(kWide * trunk), width),
            tall = std::min(static_cast<int>(kTall * trunk), height);
  return Box{std::clamp(static_cast<int>(middle.x) - wide / 2, 0, width - wide),
             std::clamp(static_cast<int>(middle.y) - tall / 2, 0, height - tall), wide, tall};
}

// The part of the picture in which the body moves, with a margin, in the shape of at most 16:9 and at least 4:5.
Box body_box(const Analysis& a, int width, int height) {
  std::vector<double> x, y;
  for (const Pose& pose : a.series.poses) {
    if (pose.score <= 0) continue;
    for (const Landmark& l : pose.joints) x.push_back(l.x), y.push_back(l.y);
  }
  double left = quantile(x, 0.005), right = quantile(x, 0.995), top = quantile(y, 0.005), bottom = quantile(y, 0.995);
  const double margin = 0.12 * std::max(right - left, bottom - top);
  left -= margin, right += margin, top -= margin, bottom += margin;
  const double middle_x = (left + right) / 2, middle_y = (top + bottom) / 2;
  const double wide = std::max(right - left, (bottom - top) * 0.8), tall = std::max(bottom - top, wide * 9 / 16);
  left = middle_x - wide / 2, right = middle_x + wide / 2, top = middle_y - tall / 2, bottom = middle_y + tall / 2;
  // Shift inside before cutting off.
  if (left < 0) right -= left, left = 0;
  if (top < 0) bottom -= top, top = 0;
  if (right > width) left = std::max(0.0, left - (right - width)), right = width;
  if (bottom > height) top = std::max(0.0, top - (bottom - height)), bottom = height;
  return {static_cast<int>(left), static_cast<int>(top), static_cast<int>(right - left),
          static_cast<int>(bottom - top)};
}

}  // namespace

std::vector<Moment> key_moments(const Analysis& a) {
  const Box box = body_box(a, a.clip.width, a.clip.height);
  std::vector<Moment> moments;
  for (const Rep& rep : a.reps) {
    if (!rep.is_complete || rep.index > kMostRepsShown) continue;
    // A rep starts at one extreme; the way down, where backs are lost, is shown half done.
    const bool starts_high = rep.starts_at_top();
    const Side side = leg_of(rep.side, a.view.near_side.value_or(Side::left));
    const auto add = [&](double at_s, const char* label) {
      moments.push_back({frame_at(a.series, at_s), rep.index, side, label, box});
    };
    add(rep.top_s, starts_high ? "start, top" : "top");
    if (rep.lower.is_known()) add(halfway_s(a, rep, side), "halfway down");
    add(rep.bottom_s, starts_high ? "lowest" : "start, lowest");
  }
  return moments;
}

std::optional<Moment> moment_of_back(const Analysis& a) {
  const Rep* rep = rep_of_back(a);
  if (rep == nullptr || !rep->lower.is_known()) return std::nullopt;
  const Side side = leg_of(rep->side, a.view.near_side.value_or(Side::left));
  const auto frame = frame_of_back(a, *rep, side);
  if (!frame) return std::nullopt;
  const auto box = trunk_box(a, *frame, a.clip.width, a.clip.height);
  if (!box) return std::nullopt;
  return Moment{*frame, rep->index, side, "lower back", *box, PictureKind::back};
}

}  // namespace endrange
