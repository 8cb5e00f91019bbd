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
// An interval wider than this either way says nothing; of a file that erases small movements, this: one rendered plain
// shirt at constant quality 28 was 7 deg off (docs/accuracy.md).
constexpr double kWidest_deg = 30, kWidestInDoubt_deg = 10;
constexpr double kTwoSided = 1.96;
// The lift is read late and the angle high, each by half a degree at the end range, so that the parts of its error
// cancel: over the rendered clips at 17 Mb/s of `bench lift`, seeds 1 and 2, it is off by 1.1 deg where they are 1.2
// and 0.9. With this share of their sum the error over what is stated has an RMS of 0.85 on seed 1 and 1.05 on seed 2.
constexpr double kTogether = 0.7;
// What an encoder that erases small movements adds to an interval.
constexpr double kWiderInDoubt = 1.5;

// The opening under the back in the first part of the lowering, while the legs are still high; NaN when seen in little
// of it: a glimpse past an arm has read 20 mm where nothing was open.
double gap_at_start(const Rep& rep, const EndRangeInput& in) {
  constexpr double kFirstPart = 0.4, kLeastSeen = 0.3;
  std::vector<double> gaps;
  double frames = 0;
  const double from_s = std::min(rep.top.from_s, rep.lower.from_s),
               to_s = std::lerp(rep.lower.from_s, rep.lower.to_s, kFirstPart);
  for (std::size_t i = 0; i < in.at_s.size(); ++i) {
    if (!(in.at_s[i] >= from_s && in.at_s[i] <= to_s)) continue;
    ++frames;
    if (!std::isnan(in.floor_gap_mm[i])) gaps.push_back(in.floor_gap_mm[i]);
  }
  return gaps.size() < 4 || static_cast<double>(gaps.size()) < kLeastSeen * frames ? kUnknown : median(gaps);
}

// How far above its zero, which lies no higher than the flattest top (analysis/back.h), the back is while the legs
// stand at the top before they go down; NaN when little of that was seen.
double lift_at_start(const Rep& rep, const EndRangeInput& in) {
  constexpr std::size_t kFewest = 4;
  std::vector<double> lifts;
  for (std::size_t i = 0; i < in.at_s.size(); ++i)
    if (in.at_s[i] >= rep.top.from_s && in.at_s[i] <= rep.top.to_s && !std::isnan(in.lumbar_lift_mm[i]))
      lifts.push_back(in.lumbar_lift_mm[i]);
  return lifts.size() < kFewest ? kUnknown : median(lifts);
}

// How far on either side of a crossing the lift's own error reaches, deg, 95 %.
struct Reach {
  double above_deg = 0, below_deg = 0;
  bool is_sure = false;  // the lift passed the criterion by more than that error
};

// From the last place where the lift surely was below the criterion to the first where it surely is above, or nearly at
// its most: a back that is lost at all is lost before. `frames` are those of the lowering, of which number `at` is the
// first above the criterion and `last` the last.
Reach reach_of(const EndRangeInput& in, std::span<const double> elevation_deg, std::span<const std::size_t> frames,
               std::size_t at, std::size_t last, double criterion, double crossing_deg) {
  constexpr double kNearMost = 0.85;
  const auto lift = [&](std::size_t k) { return in.lumbar_lift_mm[frames[k]]; };
  const double doubt_mm = kTwoSided * in.lumbar_lift_error_mm[frames[at]];
  double most_mm = lift(at);
  for (std::size_t k = at; k <= last; ++k) most_mm = std::max(most_mm, lift(k));
  const double surely_mm = std::min(criterion + doubt_mm, std::lerp(criterion, most_mm, kNearMost));
  std::size_t before = at, after = at;
  while (before > 0 && lift(before) > criterion - doubt_mm) --before;
  while (after < last && lift(after) < surely_mm) ++after;
  return {std::max(elevation_deg[frames[before]] - crossing_deg, 0.0),
          std::max(crossing_deg - elevation_deg[frames[after]], 0.0), most_mm > criterion + doubt_mm};
}

struct RepOutcome {
  bool is_known = false, is_lost = false;
  double deg = kUnknown, at_s = kUnknown, held_deg = kUnknown, most_mm = kUnknown;
  Reach reach;
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
    out.reach = reach_of(in, elevation, frames, k, last, criterion, out.deg);
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
  std::vector<double> lost, held;
  Reach reach;
  int complete = 0, known = 0, arched = 0, sure = 0;
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
    if (const double lift = lift_at_start(rep, in); lift > criterion) {
      // The back lay lower at another top, so here it wasn't down.
      rep.lumbar_lift_max_mm = rep.arched_by_mm = lift, rep.starts_arched = true, ++arched;
      continue;
    }
    const RepOutcome o = look_at(rep, in, criterion);
    if (!o.is_known) continue;
    ++known;
    rep.lumbar_lift_max_mm = o.most_mm;
    rep.end_range_deg = o.deg, rep.end_range_s = o.at_s;
    if (o.is_lost) {
      lost.push_back(o.deg), sure += o.reach.is_sure;
      reach.above_deg += o.reach.above_deg, reach.below_deg += o.reach.below_deg;
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
  // What began arched didn't stay down.
  range.control_score = static_cast<double>(held.size()) / (known + arched);
  if (2 * lost.size() >= static_cast<std::size_t>(known)) {
    // What may be the file's own noise is no lift.
    if (!in.doubt.empty() && 2 * sure < known) {
      range.reason = in.doubt, range.control_score = kUnknown;
      return range;
    }
    range.status = EndRangeStatus::found;
    range.deg = median(lost);
    const double n = static_cast<double>(lost.size()), wider = kTogether * (in.doubt.empty() ? 1 : kWiderInDoubt);
    double squares = 0;
    for (const double deg : lost) squares += (deg - range.deg) * (deg - range.deg);
    // Of two or three reps the spread itself is hardly known.
    const double spread = n > 1 ? std::sqrt(squares / (n - 1) / n) * (1 + 2 / n) : 0;
    const double around = kTwoSided * std::hypot(spread, in.angle_bias_deg);
    range.low_deg = range.deg - wider * std::hypot(reach.below_deg / n, around);
    range.high_deg = range.deg + wider * std::hypot(reach.above_deg / n, around);
    const double widest = std::max(range.deg - range.low_deg, range.high_deg - range.deg);
    if (widest > (in.doubt.empty() ? kWidest_deg : kWidestInDoubt_deg)) {
      range.status = EndRangeStatus::not_measured, range.deg = range.low_deg = range.high_deg = kUnknown;
      range.reason = !in.doubt.empty() ? in.doubt
                     : kTwoSided * spread > std::max(reach.above_deg, reach.below_deg) / n
                         ? "the repetitions disagree on where the back was lost"
                         : "the back rises too slowly against the error of its lift to say where it was lost";
      return range;
    }
  } else if (!in.doubt.empty()) {
    // A back that seems held may be one whose movement was erased.
    range.reason = in.doubt, range.control_score = kUnknown;
  } else {
    range.status = EndRangeStatus::not_reached;
  }
  if (!held.empty() && (in.doubt.empty() || range.status == EndRangeStatus::found))
    range.lowest_held_deg = *std::ranges::min_element(held);
  return range;
}

}  // namespace endrange
