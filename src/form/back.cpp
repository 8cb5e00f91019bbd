// The lower back: was it flat before the start, did it stay down, and how far past its end range did the legs go?
#include <algorithm>
#include <array>
#include <cmath>

#include "form/check.h"

namespace endrange {

namespace {

// Of an opening beyond doubt by construction, and of a rise: there the end range has already carried the doubt, or none
// is claimed (motion/end_range.h).
constexpr double kOpeningConfidence = 0.8, kLiftConfidence = 0.9;

// Going this much past the end range is going past it, not the measurement's scatter. deg
constexpr double kPast = 5;

constexpr const char* kPressFirst = "Tip the pelvis back until the whole lower back touches the floor, then begin.";

bool is_lowered(const Exercise& e) { return is_supine(e) && e.lowering_is_hard && !e.is_hold; }

std::string no_back(const Analysis& a) {
  return a.end_range.reason.empty() ? "the lower back wasn't seen" : a.end_range.reason;
}

Verdict setup_not_flat(const Analysis& a, const Exercise&) {
  const auto first = std::ranges::find_if(a.reps, &Rep::is_complete);
  if (first == a.reps.end()) return {{}, "there is no complete repetition"};
  if (!first->starts_arched)
    return {{}, std::isnan(first->floor_gap_mm) ? "an arm hides whether the back lay flat before the start" : ""};
  if (!std::isnan(first->arched_by_mm))
    return {{{"", "fix", 0, first->top, first->arched_by_mm, 0, "mm", kLiftConfidence,
              text("Before the first repetition the back lay %.0f mm higher than later, when it was pressed flat.",
                   first->arched_by_mm),
              kPressFirst}},
            ""};
  return {{{"", "fix", 0, first->top, first->floor_gap_mm, 0, "mm", kOpeningConfidence,
            text("Before the first repetition the back was %.0f mm off the floor: a hand would fit under it.",
                 first->floor_gap_mm),
            kPressFirst}},
          ""};
}

Verdict back_arches(const Analysis& a, const Exercise&) {
  Verdict verdict;
  const double limit = a.end_range.criterion_mm;
  for (const Rep& rep : a.reps) {
    if (!rep.is_complete) continue;
    if (rep.starts_arched) {
      verdict.findings.push_back(
          {"", "fix", rep.index, rep.lower, rep.lumbar_lift_max_mm, limit, "mm",
           std::isnan(rep.arched_by_mm) ? kOpeningConfidence : kLiftConfidence,
           text("The lower back was %.0f mm off the floor from the start of the lowering.", rep.lumbar_lift_max_mm),
           text("Press the lower back into the floor before %s, and keep it there.",
                rep.side == RepSide::both ? "the legs move" : "the leg moves")});
    } else if (a.end_range.status != EndRangeStatus::not_measured && !std::isnan(rep.end_range_deg)) {
      verdict.findings.push_back({"", "fix", rep.index, rep.lower, rep.lumbar_lift_max_mm, limit, "mm", kLiftConfidence,
                                  text("The lower back left the floor at %.0f° and rose by %.0f mm.", rep.end_range_deg,
                                       rep.lumbar_lift_max_mm),
                                  text("Stop %s a little higher, where the back still holds, and come up again from "
                                       "there.",
                                       legs_of(rep.side))});
    }
  }
  if (a.end_range.status == EndRangeStatus::not_measured) verdict.not_judged = no_back(a);
  return verdict;
}

// The set's end range against each repetition's lowest angle: also of repetitions in which the back itself was hidden.
Verdict below_end_range(const Analysis& a, const Exercise&) {
  if (a.starts_arched()) return {{}, "the back was off the floor from the start, so there is no end range to go past"};
  if (a.end_range.status == EndRangeStatus::not_measured) return {{}, no_back(a)};
  Verdict verdict;
  if (a.end_range.status != EndRangeStatus::found) return verdict;
  const double limit = a.end_range.deg;
  const double error = std::isnan(a.end_range.high_deg) ? kPast : (a.end_range.high_deg - a.end_range.low_deg) / 3.92;
  for (const Rep& rep : a.reps) {
    const double past = limit - rep.leg_elevation_bottom_deg;
    // A rep in which the back was seen to hold wasn't past anything.
    const bool held = !std::isnan(rep.lumbar_lift_max_mm) && std::isnan(rep.end_range_deg);
    if (!rep.is_complete || held || !(past > kPast)) continue;
    verdict.findings.push_back(
        {"", "watch", rep.index, rep.bottom, past, kPast, "deg", confidence_of(past - kPast, error),
         text("%s went to %.0f°, %.0f° past the end range of %.0f°.",
              rep.side == RepSide::both ? "The legs" : "The leg", rep.leg_elevation_bottom_deg, past, limit),
         text("Turn round just above %.0f°: that is your floor today, not the one you lie on.", limit)});
  }
  return verdict;
}

constexpr std::array kChecks = {
    Check{
        "setup_not_flat", "back", "a flat back before the start", "Back flat first.",
        "the lower back wasn't flat on the floor before the first repetition",
        "the opening between back and floor while the first lowering begins, or how much higher the back lay then than "
        "when it was pressed flat later, mm",
        "any opening that is one beyond doubt; 7.5 mm and three errors against the flattest top",
        "a hand fits under it: not ready to begin", 100, is_lowered, setup_not_flat},
    Check{"back_arches", "back", "the back staying down", "Stop a little higher.",
          "the lower back left the floor while the legs were lowered",
          "lumbar lift in mm, and the leg elevation at which it passed the criterion",
          "5 mm, or three times the clip's own noise, for 0.15 s", "docs/method.md, end range", 90, is_flat,
          back_arches},
    Check{"below_end_range", "back", "turning round in time", "Turn round higher.",
          "the legs were lowered further than the back can hold",
          "how far a repetition's lowest angle lies below the set's end range, deg", "5° past it",
          "docs/method.md, end range; 5° is above the angle's own scatter", 60, is_lowered, below_end_range},
};

}  // namespace

std::span<const Check> back_checks() { return kChecks; }

}  // namespace endrange
