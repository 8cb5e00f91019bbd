#include "accuracy_pool.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "core/smooth.h"
#include "synthetic/random.h"

namespace endrange::bench {

namespace {

using One = std::vector<double>;

// The leg that a clip is about: the near one wherever it moves.
const LegErrors& main_leg(const Row& r) {
  return std::isnan(r.metrics.legs[0].elevation.abstained) ? r.metrics.legs[1] : r.metrics.legs[0];
}
const LegErrors& near_leg(const Row& r) { return r.metrics.legs[0]; }
const LegErrors& far_leg(const Row& r) { return r.metrics.legs[1]; }

One each_rep(const Row& r, double (*value)(const RepErrors&)) {
  One all;
  for (const RepErrors& rep : r.metrics.reps) all.push_back(value(rep));
  return all;
}

constexpr double kPercent = 100, kMilli = 1000;

// To add a figure: one row here.
const std::vector<Statistic> kStatistics = {
    {"followed", "followed", "% of frames", 1, Pool::mean,
     [](const Row& r) { return One{kPercent * r.metrics.followed}; }},
    {"exchanged", "legs exchanged, near for far", "% of frames", 1, Pool::mean,
     [](const Row& r) { return One{kPercent * r.metrics.exchanged}; }},
    {"bias", "leg elevation, near: bias", "deg", 2, Pool::mean,
     [](const Row& r) { return One{near_leg(r).elevation.bias}; }},
    {"RMSE", "leg elevation, near: RMSE", "deg", 2, Pool::rms,
     [](const Row& r) { return One{near_leg(r).elevation.rmse}; }},
    {"p95", "leg elevation, near: 95 % of frames within", "deg", 2, Pool::p95,
     [](const Row& r) { return near_leg(r).elevation.size_quantiles; }},
    {"far bias", "leg elevation, far: bias", "deg", 2, Pool::mean,
     [](const Row& r) { return One{far_leg(r).elevation.bias}; }},
    {"far RMSE", "leg elevation, far: RMSE", "deg", 2, Pool::rms,
     [](const Row& r) { return One{far_leg(r).elevation.rmse}; }},
    {"far p95", "leg elevation, far: 95 % of frames within", "deg", 2, Pool::p95,
     [](const Row& r) { return far_leg(r).elevation.size_quantiles; }},
    {"hip bias", "hip flexion, near: bias", "deg", 2, Pool::mean,
     [](const Row& r) { return One{near_leg(r).hip.bias}; }},
    {"hip", "hip flexion, near: RMSE", "deg", 2, Pool::rms, [](const Row& r) { return One{near_leg(r).hip.rmse}; }},
    {"knee bias", "knee flexion, near: bias", "deg", 2, Pool::mean,
     [](const Row& r) { return One{near_leg(r).knee.bias}; }},
    {"knee", "knee flexion, near: RMSE", "deg", 2, Pool::rms, [](const Row& r) { return One{near_leg(r).knee.rmse}; }},
    {"abst.", "abstained, of the measured legs' frames", "%", 1, Pool::mean,
     [](const Row& r) {
       return One{kPercent * near_leg(r).elevation.abstained, kPercent * far_leg(r).elevation.abstained};
     }},
    {"cover.", "coverage of ± 1.96 angle_error_deg (aim 95)", "%", 1, Pool::mean,
     [](const Row& r) { return One{kPercent * main_leg(r).coverage}; }},
    {"stated", "angle_error_deg as stated", "deg", 2, Pool::mean,
     [](const Row& r) { return One{r.metrics.angle_error_deg}; }},
    {"top bias", "top of a rep: bias", "deg", 2, Pool::mean,
     [](const Row& r) { return each_rep(r, [](const RepErrors& e) { return e.top_deg; }); }},
    {"top", "top of a rep: RMSE", "deg", 2, Pool::rms,
     [](const Row& r) { return each_rep(r, [](const RepErrors& e) { return e.top_deg; }); }},
    {"bottom bias", "bottom of a rep: bias", "deg", 2, Pool::mean,
     [](const Row& r) { return each_rep(r, [](const RepErrors& e) { return e.bottom_deg; }); }},
    {"bottom", "bottom of a rep: RMSE", "deg", 2, Pool::rms,
     [](const Row& r) { return each_rep(r, [](const RepErrors& e) { return e.bottom_deg; }); }},
    {"reps", "sets with the exact number of reps", "clips", 0, Pool::mean,
     [](const Row& r) { return One{r.metrics.reps_exact}; }, true},
    {"found", "… each at its time", "clips", 0, Pool::mean, [](const Row& r) { return One{r.metrics.are_reps_found}; },
     true},
    {"recall", "true reps found at their time, with their beginning", "%", 0, Pool::mean,
     [](const Row& r) {
       const ClipMetrics& m = r.metrics;
       return One{m.true_reps > 0 && !std::isnan(m.reps_exact)
                      ? kPercent * static_cast<double>(m.reps.size()) / m.true_reps
                      : kUnknown};
     }},
    {"partials", "sets with the exact number of partial reps", "clips", 0, Pool::mean,
     [](const Row& r) { return One{r.metrics.partials_exact}; }, true},
    {"set", "sets counted at all", "clips", 0, Pool::mean, [](const Row& r) { return One{r.metrics.is_set_counted}; },
     true},
    {"side", "leg or legs right", "clips", 0, Pool::mean, [](const Row& r) { return One{r.metrics.is_side_right}; },
     true},
    {"near", "near side right", "clips", 0, Pool::mean, [](const Row& r) { return One{r.metrics.is_near_side_right}; },
     true},
    {"posture", "posture right", "clips", 0, Pool::mean, [](const Row& r) { return One{r.metrics.is_posture_right}; },
     true},
    {"exercise", "exercise right", "clips", 0, Pool::mean,
     [](const Row& r) { return One{r.metrics.is_exercise_right}; }, true},
    {"phase", "phase boundaries: median off by", "ms", 0, Pool::median,
     [](const Row& r) {
       One all = boundary_sizes(r.metrics);
       for (double& v : all) v *= kMilli;
       return all;
     }},
    {"phase p95", "phase boundaries: 95 % within", "ms", 0, Pool::p95,
     [](const Row& r) {
       One all = boundary_sizes(r.metrics);
       for (double& v : all) v *= kMilli;
       return all;
     }},
    {"tempo", "tempo, a phase's length: median off by", "ms", 0, Pool::median,
     [](const Row& r) {
       One all;
       for (const RepErrors& e : r.metrics.reps)
         for (const double d : e.durations_s) all.push_back(kMilli * std::abs(d));
       return all;
     }},
    {"yaw bias", "yaw: bias", "deg", 1, Pool::mean, [](const Row& r) { return One{r.metrics.yaw_error_deg}; }},
    {"yaw", "yaw: RMSE", "deg", 1, Pool::rms, [](const Row& r) { return One{r.metrics.yaw_error_deg}; }},
    {"scale bias", "mm per px: bias", "%", 1, Pool::mean,
     [](const Row& r) { return One{kPercent * r.metrics.scale_error}; }},
    {"scale", "mm per px: RMSE", "%", 1, Pool::rms, [](const Row& r) { return One{kPercent * r.metrics.scale_error}; }},
    {"floor", "floor line, lying: RMSE", "deg", 2, Pool::rms,
     [](const Row& r) { return One{r.metrics.tilt_error_deg}; }},
    {"roll", "floor tilt against the camera's roll: RMSE", "deg", 2, Pool::rms,
     [](const Row& r) { return One{r.metrics.roll_error_deg}; }},
    {"end range status", "end range: status right", "clips", 0, Pool::mean,
     [](const Row& r) { return One{r.metrics.is_end_range_status_right}; }, true},
    {"end range", "end range: RMSE", "deg", 1, Pool::rms,
     [](const Row& r) { return One{r.metrics.end_range_error_deg}; }},
    {"lumbar", "lumbar lift, most of a rep: RMSE", "mm", 2, Pool::rms,
     [](const Row& r) { return each_rep(r, [](const RepErrors& e) { return e.lumbar_lift_mm; }); }},
    {"breath", "breath phase match", "%", 0, Pool::mean,
     [](const Row& r) { return One{kPercent * r.metrics.breath_match}; }},
};

constexpr int kDraws = 1000;

}  // namespace

Rows counted(std::span<const Row> rows) {
  Rows kept;
  for (const Row& row : rows)
    if (row.reason.empty() && !row.job.is_extra) kept.push_back(&row);
  return kept;
}

std::span<const Statistic> statistics() { return kStatistics; }

const Statistic& statistic(const std::string& id) {
  const auto found = std::ranges::find_if(kStatistics, [&](const Statistic& s) { return id == s.id; });
  if (found == kStatistics.end()) throw std::logic_error("no statistic " + id);
  return *found;
}

double pool(std::vector<double> values, Pool how) {
  std::erase_if(values, [](double v) { return std::isnan(v); });
  if (values.empty()) return kUnknown;
  if (how == Pool::median) return median(values);
  if (how == Pool::p95) return quantile(values, 0.95);
  double sum = 0;
  for (const double v : values) sum += how == Pool::rms ? v * v : v;
  const double mean = sum / static_cast<double>(values.size());
  return how == Pool::rms ? std::sqrt(mean) : mean;
}

Pooled pooled(const Rows& rows, const Statistic& s, bool with_interval) {
  std::vector<One> clips;
  for (const Row* row : rows) {
    One values = s.samples(*row);
    std::erase_if(values, [](double v) { return std::isnan(v); });
    if (!values.empty()) clips.push_back(std::move(values));
  }
  const auto of = [&](auto&& pick) {
    One all;
    for (std::size_t i = 0; i < clips.size(); ++i) {
      const One& clip = clips[pick(i)];
      all.insert(all.end(), clip.begin(), clip.end());
    }
    return pool(std::move(all), s.pool);
  };
  Pooled result;
  result.clips = static_cast<int>(clips.size());
  result.value = of([](std::size_t i) { return i; });
  if (!with_interval || clips.size() < 2) return result;
  synthetic::Dice dice(4711);
  One draws;
  for (int d = 0; d < kDraws; ++d) draws.push_back(of([&](std::size_t) { return dice.bits() % clips.size(); }));
  result.low = quantile(draws, 0.025), result.high = quantile(draws, 0.975);
  return result;
}

std::string shown(double value, int decimals) {
  if (std::isnan(value)) return "–";
  char text[40];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  // No "-0.0", and a real minus.
  if (std::strpbrk(text, "123456789") == nullptr && text[0] == '-') return text + 1;
  return text[0] == '-' ? std::string("−") + (text + 1) : text;
}

std::string cell(const Rows& rows, const Statistic& s, bool with_interval) {
  const Pooled p = pooled(rows, s, with_interval && !s.is_count);
  if (p.clips == 0) return "–";
  if (!s.is_count) {
    std::string text = shown(p.value, s.decimals);
    if (!std::isnan(p.low)) text += " (" + shown(p.low, s.decimals) + " … " + shown(p.high, s.decimals) + ")";
    return text;
  }
  const auto right = static_cast<int>(std::lround(p.value * p.clips));
  std::string text = std::to_string(right) + "/" + std::to_string(p.clips);
  if (with_interval && right == p.clips) text += ", wrong ≤ " + shown(std::min(100.0, 300.0 / p.clips), 0) + " %";
  return text;
}

}  // namespace endrange::bench
