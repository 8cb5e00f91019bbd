#include "breath/match.h"

#include <algorithm>

namespace endrange {

namespace {

constexpr double kMostUnknown = 1.0 / 3;

bool is_known_in(const Breath& breath, const Interval& when) {
  if (!when.is_known() || !(when.duration_s() > 0)) return false;
  double unknown_s = 0;
  for (const Interval& u : breath.unknown) unknown_s += overlap_s(u, when);
  return unknown_s <= kMostUnknown * when.duration_s();
}

double share_of(const Breath& breath, BreathKind kind, const Interval& when) {
  if (!is_known_in(breath, when)) return kUnknown;
  double sum_s = 0;
  for (const BreathSpan& span : breath.spans) {
    if (span.kind == BreathKind::either) return kUnknown;
    if (span.kind == kind) sum_s += overlap_s(span.when, when);
  }
  return sum_s / when.duration_s();
}

// The longest stretch of it in which no air moves and nothing is unknown.
double held_in(const Breath& breath, const Interval& when) {
  if (!is_known_in(breath, when)) return kUnknown;
  std::vector<Interval> taken = breath.unknown;
  for (const BreathSpan& span : breath.spans)
    if (span.kind != BreathKind::hold) taken.push_back(span.when);
  std::ranges::sort(taken, {}, &Interval::from_s);
  double longest_s = 0, at_s = when.from_s;
  for (const Interval& t : taken) {
    longest_s = std::max(longest_s, std::min(t.from_s, when.to_s) - at_s);
    at_s = std::max(at_s, t.to_s);
  }
  return std::max(longest_s, when.to_s - at_s);
}

}  // namespace

void match_breath(const Breath& breath, std::span<Rep> reps) {
  if (breath.status != BreathStatus::measured) return;
  for (Rep& rep : reps) {
    rep.breath_held_s = held_in(breath, {rep.start_s, rep.end_s});
    rep.inhale_share_lowering = share_of(breath, BreathKind::in, rep.lower);
    rep.exhale_share_lifting = share_of(breath, BreathKind::out, rep.lift);
  }
}

}  // namespace endrange
