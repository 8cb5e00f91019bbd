#include "motion/end_range.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/smooth.h"

namespace endrange {

namespace {

constexpr double kLeastLost_mm = 5, kNoises = 3, kLostFor_s = 0.15;
// Lowering of which less than this share was seen says nothing.
constexpr double kSeen = 0.7;
// The angle's error within a clip is mostly common to its reps as well.
// An interval wider than this either way says nothing.
constexpr double kWidest_deg = 30;
constexpr double kTwoSided = 1.96;
// What an encoder that erases small movements adds to an interval.
constexpr double kWiderInDoubt = 1.5;

// The opening under the back in the first part of the lowering, while the legs are still high; NaN when hidden.
double gap_at_start(const Rep& rep, const EndRangeInput& in) {
  constexpr double kFirstPart = 0.4;
  std::vector<double> gaps;
  const double from_s = std::min(rep.top.from_s, rep.lower.from_s),
               to_s = std::lerp(rep.lower.from_s, rep.lower.to_s, kFirstPart);
  for (std::size_t i = 0; i < in.at_s.size(); ++i)
    if (in.at_s[i] >= from_s && in.at_s[i] <= to_s && !std::isnan(in.floor_gap_mm[i]))
      gaps.push_back(in.floor_gap_mm[i]);
  return gaps.size() < 4 ? kUnknown : median(gaps);
}

struct RepOutcome {
  bool is_known = false, is_lost = false;
  double deg = kUnknown, at_s = kUnknown, held_deg = kUnknown, most_mm = kUnknown;
  double deg_error = 0;  // from the lift's own error
};

// From the top of a rep to the end of its stay at the bottom, which of one that began there is its end.
RepOutcome look_at(const Rep& rep, const EndRangeInput& in, double criterion) {
  RepOutcome out;
  const Side leg = leg_of(rep.side, in.near_side);
  const auto elevation = in.elevation_deg[static_cast<std::size_t>(leg)];
  const Interval& low = rep.starts_at_top() ? rep.bottom : rep.settled;
  const double from_s = rep.lower.from_s, to_s = low.is_known() ? std::max(rep.lower.to_s, low.to_s) : rep.lower.to_s;
  std::vector<std::size_t> frames;
  std::size_t all = 0;
  for (std::size_t i = 0; i < in.at_s.size(); ++i) {
    if (!(in.at_s[i] >= from_s && in.at_s[i] <= to_s)) continue;
    ++all;
    if (!std::isnan(in.lumbar_lift_mm[i]) && !std::isnan(elevation[i])) frames.push_back(i);
  }
  if (all < 4 || static_cast<double>(frames.size()) < kSeen * static_cast<double>(all)) return out;
  out.is_known = true;
  out.most_mm = -1e9, out.held_deg = 1e9;
  for (std::size_t k = 0; k < frames.size(); ++k) {
    const std::size_t i = frames[k];
    out.most_mm = std::max(out.most_mm, in.lumbar_lift_mm[i]);
    if (out.is_lost) continue;
    if (in.lumbar_lift_mm[i] <= criterion) {
      out.held_deg = std::min(out.held_deg, elevation[i]);
      continue;
    }
    std::size_t last = k;
    while (last + 1 < frames.size() && in.lumbar_lift_mm[frames[last + 1]] > criterion) ++last;
    if (in.at_s[frames[last]] - in.at_s[i] < kLostFor_s) continue;
    out.is_lost = true;
    const std::size_t before = k > 0 ? frames[k - 1] : i;
    const double rise = in.lumbar_lift_mm[i] - in.lumbar_lift_mm[before];
    const double share = rise > 0 ? std::clamp((criterion - in.lumbar_lift_mm[before]) / rise, 0.0, 1.0) : 0;
    out.deg = std::lerp(elevation[before], elevation[i], share);
    out.at_s = std::lerp(in.at_s[before], in.at_s[i], share);
    // How much the angle changes while the lift grows from half the criterion to half as much again.
    std::size_t low = k, high = k;
    while (low > 0 && in.lumbar_lift_mm[frames[low]] > 0.5 * criterion) --low;
    while (high < last && in.lumbar_lift_mm[frames[high]] < 1.5 * criterion) ++high;
    const double grown = in.lumbar_lift_mm[frames[high]] - in.lumbar_lift_mm[frames[low]];
    const double deg_per_mm = grown > 0.1 ? std::abs(elevation[frames[high]] - elevation[frames[low]]) / grown : 0;
    out.deg_error = deg_per_mm * in.lumbar_lift_error_mm[i];
  }
  return out;
}

std::string criterion_text(double criterion) {
  char text[80];
  std::snprintf(text, sizeof text, "lumbar lift > %.*f mm for 0.15 s", criterion == kLeastLost_mm ? 0 : 1, criterion);
  return text;
}

}  // namespace

double lift_criterion(std::span<const double> errors) {
  std::vector<double> known;
  for (const double e : errors)
    if (!std::isnan(e)) known.push_back(e);
  return known.empty() ? kLeastLost_mm : std::max(kLeastLost_mm, kNoises * median(known));
}

EndRange find_end_range(const EndRangeInput& in, std::span<Rep> reps) {
  EndRange range;
  const double criterion = lift_criterion(in.lumbar_lift_error_mm);
  range.criterion = criterion_text(criterion);
  std::vector<double> lost, errors, held;
  int complete = 0, known = 0, arched = 0;
  range.criterion_mm = criterion;
  for (Rep& rep : reps) {
    if (!rep.is_complete) continue;
    ++complete;
    rep.floor_gap_mm = gap_at_start(rep, in);
    if (rep.floor_gap_mm >= in.certain_gap_mm) {
      // Against a back that is off the floor already, a lift says nothing.
      rep.lumbar_lift_max_mm = rep.floor_gap_mm, rep.starts_arched = true, ++arched;
      continue;
    }
    const RepOutcome o = look_at(rep, in, criterion);
    if (!o.is_known) continue;
    ++known;
    rep.lumbar_lift_max_mm = o.most_mm;
    rep.end_range_deg = o.deg, rep.end_range_s = o.at_s;
    if (o.is_lost) {
      lost.push_back(o.deg), errors.push_back(o.deg_error);
    } else {
      held.push_back(o.held_deg);
    }
  }
  if (complete == 0) {
    range.reason = "no complete repetition";
    return range;
  }
  if (2 * arched > complete) {
    range.reason = "the back was off the floor before the lowering began: press it flat, then begin";
    range.control_score = 0;
    return range;
  }
  if (known == 0) {
    range.reason = "too little of the near flank was seen during the lowering";
    return range;
  }
  range.control_score = static_cast<double>(held.size()) / known;
  if (2 * lost.size() >= static_cast<std::size_t>(known)) {
    range.status = EndRangeStatus::found;
    range.deg = median(lost);
    double squares = 0, own = 0;
    for (std::size_t i = 0; i < lost.size(); ++i)
      squares += (lost[i] - range.deg) * (lost[i] - range.deg), own += errors[i] / static_cast<double>(lost.size());
    const double n = static_cast<double>(lost.size());
    // Of two or three reps the spread itself is hardly known.
    const double spread = n > 1 ? std::sqrt(squares / (n - 1) / n) * (1 + 2 / n) : 0;
    const double half = kTwoSided * (in.doubt.empty() ? 1 : kWiderInDoubt) * std::hypot(spread, own, in.angle_bias_deg);
    if (half > kWidest_deg) {
      range.status = EndRangeStatus::not_measured, range.deg = kUnknown;
      range.reason = "the repetitions disagree on where the back was lost";
      return range;
    }
    range.low_deg = range.deg - half, range.high_deg = range.deg + half;
  } else if (!in.doubt.empty()) {
    range.reason = in.doubt;
  } else {
    range.status = EndRangeStatus::not_reached;
  }
  if (!held.empty() && (in.doubt.empty() || range.status == EndRangeStatus::found))
    range.lowest_held_deg = *std::ranges::min_element(held);
  return range;
}

}  // namespace endrange
