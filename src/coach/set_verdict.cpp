#include "coach/set_verdict.h"

#include <algorithm>
#include <cmath>

#include "coach/words.h"
#include "core/count.h"
#include "exercise/exercise.h"

namespace endrange {

namespace {

SetVerdict unmeasured(Lack lack, std::string reason) {
  return {SetOutcome::unmeasured, lack, std::move(reason), false};
}
SetVerdict missed(Lack lack, std::string reason) { return {SetOutcome::missed, lack, std::move(reason), false}; }

}  // namespace

bool is_of(const SetRecord& set, const Rung& rung) { return std::ranges::count(rung.exercises, set.exercise) > 0; }

int reps_that_count(const SetRecord& set) {
  const Exercise* exercise = find_exercise(set.exercise);
  if (exercise != nullptr && exercise->is_hold) return std::isnan(set.hold_s) ? 0 : static_cast<int>(set.hold_s);
  if (set.left_reps > 0 && set.right_reps > 0) return std::min(set.left_reps, set.right_reps);
  return set.reps;
}

SetVerdict judge_set(const SetRecord& set, const Rung& rung, const Volume& volume) {
  const Promotion& asked = rung.promote;
  const Exercise* exercise = find_exercise(set.exercise);
  const int reps = reps_that_count(set);
  const bool is_hold = exercise != nullptr && exercise->is_hold;
  if (set.is_skipped) return {SetOutcome::skipped, Lack::not_filmed, "was skipped", false};
  // Entered by hand a set can be missed, but never met.
  if (reps < volume.reps)
    return missed(Lack::reps,
                  is_hold ? text("held for %d of %d s", reps, volume.reps) : text("%d of %d reps", reps, volume.reps));
  if (set.source != SetSource::clip)
    return unmeasured(Lack::not_filmed, "was entered by hand: only a filmed set counts towards the next rung");
  if (!std::isnan(set.confidence) && set.confidence < asked.confidence)
    return unmeasured(Lack::exercise_unsure,
                      text("which exercise it was is sure to %.0f %% only", 100 * set.confidence));
  for (const FindingRecord& finding : set.findings)
    if (std::ranges::count(asked.without, finding.check) > 0)
      return missed(Lack::fault, finding.message.empty() ? finding.check + " was seen" : finding.message);
  const bool is_lowered = exercise != nullptr && exercise->position != Position::all_fours && !is_hold;
  const double way_deg = set.top_deg - set.bottom_deg;
  if (is_lowered && asked.lowering_s > 0) {
    const double count = lowering_count(set.lower_s, way_deg);
    if (std::isnan(count)) return unmeasured(Lack::tempo_unknown, "how slowly the legs were lowered wasn't seen");
    if (count < asked.lowering_s)
      return missed(Lack::tempo, text("lowered to a count of %.1f, where %.1f is asked for", count, asked.lowering_s));
  }
  if (!std::isnan(asked.pause_s)) {
    const double pause_s = pause_between(set.lower_s, set.bottom_s, set.lift_s, way_deg);
    if (std::isnan(pause_s)) return unmeasured(Lack::tempo_unknown, "the pause at the bottom wasn't seen");
    if (pause_s < asked.pause_s)
      return missed(Lack::pause, text("paused for %.1f s, where %.1f s are asked for", pause_s, asked.pause_s));
  }
  // Whether the back holds can be seen of a lifter on the back only.
  if (exercise != nullptr && exercise->position == Position::supine && asked.back_held > 0) {
    const EndRange& e = set.end_range;
    if (e.status == EndRangeStatus::not_measured || std::isnan(e.control_score))
      return unmeasured(Lack::back_unknown, "whether the back stayed down wasn't measured" +
                                                (e.reason.empty() ? std::string() : ": " + e.reason));
    if (e.control_score < asked.back_held) {
      SetVerdict verdict =
          missed(Lack::back, text("the back stayed down in %.0f %% of the reps, where %.0f %% are asked for",
                                  100 * e.control_score, 100 * asked.back_held));
      verdict.is_back_lost = e.control_score < rung.regress.back_held;
      return verdict;
    }
    if (!std::isnan(asked.lowest_deg)) {
      if (std::isnan(e.lowest_held_deg)) return unmeasured(Lack::back_unknown, "how low the back held wasn't measured");
      if (e.lowest_held_deg > asked.lowest_deg)
        return missed(Lack::depth, text("the back held down to %.0f°, where %.0f° is asked for", e.lowest_held_deg,
                                        asked.lowest_deg));
    }
  }
  return {SetOutcome::met, Lack::none, "", false};
}

}  // namespace endrange
