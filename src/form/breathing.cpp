// The breath: held over a phase, or not let out on the way up.
#include <algorithm>
#include <array>
#include <cmath>

#include "form/check.h"

namespace endrange {

namespace {

bool is_any(const Exercise& e) { return !e.is_rhythmic; }
bool has_effort_up(const Exercise& e) { return !e.is_hold && !e.is_rhythmic && e.position != Position::all_fours; }

std::string no_breath(const Analysis& a) {
  return a.breath.reason.empty() ? "the breath wasn't measured" : a.breath.reason;
}

// Shorter than this no stillness is a held breath: people pause for so long between breaths. s
constexpr double kShortestHold = 2, kHoldError = 0.3;
// A shape is kept by people who breathe; a pause for so long isn't one. s
constexpr double kLongestPause = 5;

constexpr double kMostOf = 0.7;

Verdict breath_held(const Analysis& a, const Exercise& exercise) {
  if (a.breath.status != BreathStatus::measured) return {{}, no_breath(a)};
  Verdict verdict;
  if (exercise.is_hold) {
    for (const Hold& hold : a.holds) {
      double unknown = 0, longest = 0, sure = 0;
      Interval when;
      for (const Interval& gap : a.breath.unknown) unknown += overlap_s(gap, hold.when);
      if (unknown > hold.when.duration_s() / 3) return {{}, "the breath wasn't heard or seen during the hold"};
      for (const BreathSpan& span : a.breath.spans)
        if (span.kind == BreathKind::hold && overlap_s(span.when, hold.when) > longest)
          longest = overlap_s(span.when, hold.when), when = span.when, sure = span.confidence;
      if (!(longest > kLongestPause)) continue;
      verdict.findings.push_back(
          {"", "watch", 0, when, longest, kLongestPause, "s",
           confidence_of(longest - kLongestPause, kHoldError) * std::max(sure, a.breath.confidence),
           text("The breath was held for %.1f s of the hold.", longest),
           "Breathe small and steadily; the belly stays firm all the same."});
    }
    return verdict;
  }
  bool is_known = false;
  for (const Rep& rep : a.reps) {
    if (!rep.is_complete || std::isnan(rep.breath_held_s)) continue;
    is_known = true;
    // fmax: a phase that wasn't seen is NaN.
    const double limit = std::fmax(kShortestHold, std::fmax(rep.lower.duration_s(), rep.lift.duration_s()));
    if (!(rep.breath_held_s > limit)) continue;
    // Stillness counts as a held breath only where one was told: a faint breath is still too.
    double sure = 0;
    for (const BreathSpan& span : a.breath.spans)
      if (span.kind == BreathKind::hold && overlap_s(span.when, rep.when()) > kMostOf * rep.breath_held_s)
        sure = std::max({sure, span.confidence, a.breath.confidence});
    verdict.findings.push_back({"",
                                "watch",
                                rep.index,
                                {rep.start_s, rep.end_s},
                                rep.breath_held_s,
                                limit,
                                "s",
                                confidence_of(rep.breath_held_s - limit, kHoldError) * sure,
                                text("The breath was held for %.1f s.", rep.breath_held_s),
                                "Breathe in on the way down and out on the way up; no longer hold than a phase."});
  }
  if (!is_known) verdict.not_judged = "the breath wasn't heard or seen during the repetitions";
  return verdict;
}

// Breathing out for less of the lift than this isn't breathing out on it. share
constexpr double kLeastOut = 0.3, kShareError = 0.12;
// A quicker lift is over before a breath is out. s
constexpr double kShortestLift = 0.5;

Verdict exhale_missing(const Analysis& a, const Exercise&) {
  if (a.breath.status != BreathStatus::measured) return {{}, no_breath(a)};
  Verdict verdict;
  bool is_known = false;
  for (const Rep& rep : a.reps) {
    if (!rep.is_complete || std::isnan(rep.exhale_share_lifting) || !(rep.lift.duration_s() > kShortestLift)) continue;
    is_known = true;
    if (!(rep.exhale_share_lifting < kLeastOut)) continue;
    verdict.findings.push_back({"", "watch", rep.index, rep.lift, 100 * rep.exhale_share_lifting, 100 * kLeastOut, "%",
                                confidence_of(kLeastOut - rep.exhale_share_lifting, kShareError) * a.breath.confidence,
                                text("Breath went out during %.0f %% of the way up.", 100 * rep.exhale_share_lifting),
                                "Breathe out on the hard part, as if to fog a mirror."});
  }
  if (!is_known) verdict.not_judged = "which way the breath went on the way up couldn't be told";
  return verdict;
}

constexpr std::array kChecks = {
    Check{"breath_held", "breath", "the breath", "Keep breathing.", "the breath was held for longer than a phase",
          "longest stretch of a repetition without breath, s",
          "the longer of lowering and lifting, at least 2 s; 5 s in a hold",
          "a pause between breaths lasts up to 1.5 s and can't be told from a hold", 35, is_any, breath_held},
    Check{"exhale_missing", "breath", "breathing out on the way up", "Breathe out going up.",
          "the breath didn't go out on the way up", "share of the lift with breath flowing out, %", "30 %",
          "slow expiration raises transversus and internal oblique (Yoon 2014); moderate evidence", 15, has_effort_up,
          exhale_missing},
};

}  // namespace

std::span<const Check> breath_checks() { return kChecks; }

}  // namespace endrange
