// How fast: the lowering, and whether speed rather than muscle brings the legs up.
#include <algorithm>
#include <array>
#include <cmath>

#include "core/angle.h"
#include "core/count.h"
#include "form/check.h"

namespace endrange {

namespace {

bool is_lowered_slowly(const Exercise& e) { return is_counted(e) && e.position != Position::all_fours; }
bool can_swing_up(const Exercise& e) { return is_counted(e) && e.position == Position::supine; }

// For the whole way; less in proportion for a shorter one. s
constexpr double kCount = 4;
// Less than this share of the count isn't near it.
constexpr double kFarOff = 0.5;
constexpr double kSteady = 7;        // deg
constexpr double kTimeError = 0.08;  // s; of a phase, see docs/accuracy.md

Verdict lowering_too_fast(const Analysis& a, const Exercise&) {
  if (const std::string reason = no_angles(a); !reason.empty()) return {{}, reason};
  Verdict verdict;
  double way_sum = 0;
  for (const Rep& rep : a.reps)
    if (rep.is_complete) way_sum += rep.leg_elevation_top_deg - rep.leg_elevation_bottom_deg;
  // One count for the set; what is unknown of it is four.
  const double usual = std::fmin(kWholeWay_deg, way_sum / std::max(1, a.complete_reps()));
  const double count = kCount * usual / kWholeWay_deg;
  const std::string cue = text("Count to %s on the way down, without a jerk.", count > 3.5   ? "four"
                                                                               : count > 2.5 ? "three"
                                                                                             : "two");
  bool is_known = false;
  for (const Rep& rep : a.reps) {
    const double took = rep.lower.duration_s(), way = rep.leg_elevation_top_deg - rep.leg_elevation_bottom_deg;
    if (!rep.is_complete || std::isnan(took) || !(way > 4 * kNearExtreme_deg)) continue;
    // A body that swings carries the legs with it.
    if (rep.swing_deg > kSteady) continue;
    is_known = true;
    const double limit = kCount * std::min(1.0, way / kWholeWay_deg);
    const double beyond = share_between(way) * limit - took;
    if (beyond <= 0) continue;
    verdict.findings.push_back({"", took < kFarOff * share_between(way) * limit ? "fix" : "watch", rep.index, rep.lower,
                                took, limit, "s", confidence_of(beyond, kTimeError),
                                text("Lowering took %.1f s.", took), cue});
  }
  if (!is_known) verdict.not_judged = "no lowering was seen whole and steady";
  return verdict;
}

// At its fastest a lift that starts and ends softly has had an acceleration of 1.64 v²/way (minimum jerk). Both legs'
// inertia against what they weigh at arm's length of the hips: 5.6 kg·m² to 100 N·m for 80 kg (docs/method.md, forces);
// the same ratio for one leg, and for other bodies within a few per cent.
constexpr double kPeakShape = 1.64, kInertiaOverWeight = 0.056;
// A lift of 90° in 2 s needs 13 % on top of the legs' weight, one in 1 s 51 %: the line lies between.
constexpr double kMomentum = 35, kSpeedError = 0.06;

Verdict momentum(const Analysis& a, const Exercise&) {
  if (const std::string reason = no_angles(a); !reason.empty()) return {{}, reason};
  Verdict verdict;
  bool is_known = false;
  for (const Rep& rep : a.reps) {
    const double way = from_deg(rep.leg_elevation_top_deg - rep.leg_elevation_bottom_deg),
                 speed = from_deg(rep.peak_lifting_deg_per_s);
    if (!rep.is_complete || !(way > 0) || std::isnan(speed)) continue;
    is_known = true;
    const double share = 100 * kInertiaOverWeight * kPeakShape * speed * speed / way;
    if (!(share > kMomentum)) continue;
    verdict.findings.push_back(
        {"", "watch", rep.index, rep.lift, share, kMomentum, "%",
         confidence_of(share - kMomentum, 2 * kSpeedError * share),
         text("%s came up at up to %.0f°/s: starting and stopping that takes %.0f %% of what %s, so swing did part of "
              "the work.",
              rep.side == RepSide::both ? "The legs" : "The leg", rep.peak_lifting_deg_per_s, share,
              rep.side == RepSide::both ? "they weigh" : "it weighs"),
         "Let the lift take two seconds, from a still bottom."});
  }
  if (!is_known) verdict.not_judged = "no lift was seen whole";
  return verdict;
}

constexpr std::array kChecks = {
    Check{
        "lowering_too_fast", "tempo", "slow lowering", "Slower on the way down.",
        "the legs came down faster than one can count to four", "length of the lowering phase, s",
        "4 s for a way of 60° or more, less in proportion; soft ends within 2.5° of top and bottom count as part of it",
        "a count of four keeps the movement quasi-static: at 4 s inertia is 3 % of the legs' weight, at 1 s 51 % "
        "(docs/method.md, forces); not a claim about growth",
        50, is_lowered_slowly, lowering_too_fast},
    Check{"momentum", "tempo", "no swing in the lift", "Lift without a swing.",
          "swing rather than muscle brought the legs up",
          "force for speeding up and slowing down the lift, % of the legs' weight at the floor", "35 %",
          "minimum-jerk lift of 90°: 13 % in 2 s, 51 % in 1 s", 40, can_swing_up, momentum},
};

}  // namespace

std::span<const Check> tempo_checks() { return kChecks; }

}  // namespace endrange
