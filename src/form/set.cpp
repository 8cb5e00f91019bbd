// The set as a whole: its two sides, its first repetition against its last.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/smooth.h"
#include "form/check.h"

namespace endrange {

namespace {

bool has_range(const Exercise& e) { return !e.is_hold && !e.is_rhythmic; }

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
  const auto add = [&](double beyond, double error, const SideDifference& d, double limit, const char* unit,
                       std::string message) {
    verdict.findings.push_back({"",
                                "watch",
                                0,
                                {},
                                std::abs(d.difference()),
                                limit,
                                unit,
                                confidence_of(beyond, error),
                                std::move(message),
                                "Give the weaker side one repetition more, at its own pace."});
  };
  if (const SideDifference& d = c.end_range_deg; std::abs(d.difference()) > kDiffers)
    add(std::abs(d.difference()) - kDiffers, d.error, d, kDiffers, "deg",
        text("The back holds down to %.0f° with the left leg and %.0f° with the right.", d.left, d.right));
  else if (const SideDifference& range = c.range_deg; std::abs(range.difference()) > kDiffers)
    add(std::abs(range.difference()) - kDiffers, range.error, range, kDiffers, "deg",
        text("The %s leg moved %.0f° less than the other: %.0f° left, %.0f° right.", worse(range, true),
             std::abs(range.difference()), range.left, range.right));
  else if (const SideDifference& slow = c.lowering_s;
           std::abs(slow.difference()) > kTempoDiffers * std::max(slow.left, slow.right))
    add(std::abs(slow.difference()) - kTempoDiffers * std::max(slow.left, slow.right), slow.error, slow,
        kTempoDiffers * std::max(slow.left, slow.right), "s",
        text("The %s leg came down faster: %.1f s left, %.1f s right.", worse(slow, true), slow.left, slow.right));
  return verdict;
}

// A range that shrinks by this much, and by this share, with enough repetitions to see it.
constexpr double kFades = 10, kFadesShare = 0.15;
constexpr int kFewestReps = 4;
constexpr double kLeastError = 1.5;  // of a change between two reps, deg: a line may fit by chance

Verdict range_fades(const Analysis& a, const Exercise&) {
  if (const std::string reason = no_angles(a); !reason.empty()) return {{}, reason};
  const Trend& range = a.trends.range_deg;
  if (range.reps < kFewestReps) return {{}, "it takes four repetitions or more to see a trend"};
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
    Check{"sides_differ", "set", "both sides alike", "left and right do it differently",
          "mean end range, range and lowering time of each leg; both legs together: how far one hangs below the other",
          "10°, or 35 % of the lowering time, beyond the difference's own uncertainty",
          "repeatability of the double-leg test: 6–9° (facts in docs/method.md)", 25, has_range, sides_differ},
    Check{"range_fades", "set", "a steady range", "the range shrinks from the first repetition to the last",
          "change of the range along a straight line through the repetitions, deg",
          "10° and 15 %, in sets of four or more", "above the angle's own scatter", 20, has_range, range_fades},
};

}  // namespace

std::span<const Check> set_checks() { return kChecks; }

}  // namespace endrange
