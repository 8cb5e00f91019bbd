// The set as a whole: its two sides, its first repetition against its last.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/smooth.h"
#include "form/check.h"

namespace endrange {

namespace {

// Sides that differ by less are alike enough for anybody. deg; s as a share of the longer lowering.
constexpr double kDiffers = 10, kTempoDiffers = 0.35;
// The far leg of a pair, half hidden by the near one, is good to this. deg
constexpr double kPairError = 4;

Verdict sides_of_pairs(const Analysis& a) {
  std::vector<double> apart;
  for (const Rep& rep : a.reps)
    if (rep.is_complete && rep.side == RepSide::both && !std::isnan(rep.legs_apart_deg))
      apart.push_back(rep.legs_apart_deg);
  if (apart.empty()) return {{}, "only one of the legs was seen well enough"};
  const double difference = median(apart);
  if (!(std::abs(difference) > kDiffers)) return {};
  return {{{"",
            "watch",
            0,
            {},
            std::abs(difference),
            kDiffers,
            "deg",
            confidence_of(std::abs(difference) - kDiffers, kPairError),
            text("The %s leg hung %.0f° lower than the %s one throughout.", difference > 0 ? "right" : "left",
                 std::abs(difference), difference > 0 ? "left" : "right"),
            "Keep the legs together, as if they were one."}},
          ""};
}

Verdict sides_differ(const Analysis& a, const Exercise& exercise) {
  if (const std::string reason = no_angles(a); !reason.empty()) return {{}, reason};
  if (exercise.legs == Legs::both) return sides_of_pairs(a);
  if (!a.sides_compared) return {{}, "only one leg worked in this clip"};
  const SideComparison& c = *a.sides_compared;
  const auto worse = [](const SideDifference& d, bool less_is_worse) {
    return (d.difference() < 0) == less_is_worse ? "left" : "right";
  };
  Verdict verdict;
  bool is_known = false;
  // The first difference that is beyond doubt is the one that is told.
  const auto add = [&](const SideDifference& d, double limit, const char* unit, const std::string& message,
                       const char* cue) {
    const double beyond = std::abs(d.difference()) - limit, confidence = confidence_of(beyond, d.error);
    is_known = is_known || !std::isnan(beyond);
    if (verdict.findings.empty() && beyond > 0 && confidence >= kLeastConfidence)
      verdict.findings.push_back({"", "watch", 0, {}, std::abs(d.difference()), limit, unit, confidence, message, cue});
  };
  const SideDifference &held = c.end_range_deg, &range = c.range_deg, &slow = c.lowering_s;
  add(held, kDiffers, "deg",
      text("The back holds down to %.0f° with the left leg and %.0f° with the right.", held.left, held.right),
      "Let the side whose back lets go earlier set the depth of both.");
  add(range, kDiffers, "deg",
      text("The %s leg moved %.0f° less than the other: %.0f° left, %.0f° right.", worse(range, true),
           std::abs(range.difference()), range.left, range.right),
      "Take both legs the same way, as far as the one that goes less far.");
  add(slow, kTempoDiffers * std::fmax(slow.left, slow.right), "s",
      text("The %s leg came down faster: %.1f s left, %.1f s right.", worse(slow, true), slow.left, slow.right),
      "Count for both legs alike.");
  if (!is_known) verdict.not_judged = "the angles of one of the legs aren't known";
  return verdict;
}

// A range that shrinks by this much, and by this share, with enough repetitions to see it.
constexpr double kFades = 10, kFadesShare = 0.15;
constexpr int kFewestReps = 4;
constexpr double kLeastError = 1.5;  // of a change between two reps, deg: a line may fit by chance

Verdict range_fades(const Analysis& a, const Exercise&) {
  if (const std::string reason = no_angles(a); !reason.empty()) return {{}, reason};
  const Trend& range = a.trends.range_deg;
  if (a.complete_reps() < kFewestReps || range.reps < kFewestReps)
    return {{}, "it takes four repetitions or more to see a trend"};
  const double limit = std::max(kFades, kFadesShare * range.first);
  if (!(-range.change > limit)) return {};
  return {{{"",
            "watch",
            0,
            {},
            -range.change,
            limit,
            "deg",
            confidence_of(-range.change - limit, std::max(range.error, kLeastError)),
            text("The range shrank by %.0f° from the first repetition to the last, from %.0f°.", -range.change,
                 range.first),
            "End the set when the range goes; fewer whole repetitions teach more."}},
          ""};
}

constexpr std::array kChecks = {
    Check{"sides_differ", "set", "both sides alike", "", "left and right do it differently",
          "mean end range, range and lowering time of each leg; both legs together: how far one hangs below the other",
          "10°, or 35 % of the lowering time, beyond the difference's own uncertainty",
          "a change of less than 6–9° can't be told from chance in the double-leg lowering test (Krause 2005, from its "
          "ICC)",
          25, is_counted, sides_differ},
    Check{"range_fades", "set", "a steady range", "", "the range shrinks from the first repetition to the last",
          "change of the range along a straight line through the repetitions, deg",
          "10° and 15 %, in sets of four or more", "above the angle's own scatter", 20, is_counted, range_fades},
};

}  // namespace

std::span<const Check> set_checks() { return kChecks; }

}  // namespace endrange
