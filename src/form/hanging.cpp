// Hanging: the body's swing about the bar, and whether the pelvis curls up with the legs.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/smooth.h"
#include "form/check.h"

namespace endrange {

namespace {

bool is_hanging(const Exercise& e) { return e.position == Position::hanging; }

// Raising the legs without swinging sends the hips back by 8° or so, for the body's mass stays under the bar: a sweep
// of ±4°. A real clip: ±9–11° swinging, ±5° strict. deg
constexpr double kSwing = 7, kSwingError = 0.9;

Verdict swing(const Analysis& a, const Exercise&) {
  if (a.view.usability == Usability::no) return {{}, no_angles(a)};
  Verdict verdict;
  if (std::ranges::all_of(a.reps, [](const Rep& r) { return std::isnan(r.swing_deg); }))
    return {{}, "hands and hips weren't seen together"};
  for (const Rep& rep : a.reps) {
    if (!rep.is_complete || !(rep.swing_deg > kSwing)) continue;
    verdict.findings.push_back({"",
                                "fix",
                                rep.index,
                                {rep.start_s, rep.end_s},
                                rep.swing_deg,
                                kSwing,
                                "deg",
                                confidence_of(rep.swing_deg - kSwing, kSwingError),
                                text("The body swung by ±%.0f° about the bar.", rep.swing_deg),
                                "Wait until you hang still before each repetition, and lower the legs slowly."});
  }
  return verdict;
}

// Hips that come nearer the shoulders by less than this from bottom to top haven't curled. trunk lengths
constexpr double kCurls = 0.05, kRiseError = 0.03, kHighEnough = -20;

Verdict no_pelvic_curl(const Analysis& a, const Exercise&) {
  if (const std::string reason = no_angles(a); !reason.empty()) return {{}, reason};
  std::vector<double> rises;
  for (const Rep& rep : a.reps)
    if (rep.is_complete && rep.leg_elevation_top_deg > kHighEnough && !std::isnan(rep.hip_rise_trunks))
      rises.push_back(rep.hip_rise_trunks);
  if (rises.empty()) return {{}, "the legs weren't raised far enough to tell"};
  const double rise = median(rises), error = kRiseError / std::sqrt(static_cast<double>(rises.size()));
  if (!(rise < kCurls)) return {};
  return {{{"",
            "watch",
            0,
            {},
            rise,
            kCurls,
            "trunk",
            confidence_of(kCurls - rise, error),
            "The legs came up, but the pelvis didn't curl with them.",
            "Curl the pelvis towards the ribs at the top, as in a crunch."}},
          ""};
}

constexpr std::array kChecks = {
    Check{"swing", "hanging", "hanging still", "Hang still first.", "the body swings from the bar",
          "half the sweep of the line from hands to hips, deg", "7°",
          "strict raises sweep ±5°, for the hips go back as the legs go forward; swinging ones ±9–11°", 70, is_hanging,
          swing},
    Check{"no_pelvic_curl", "hanging", "the pelvis curling up", "Curl the pelvis.",
          "the legs come up without the pelvis",
          "rise of the hips towards the shoulders from bottom to top, median, trunk lengths", "less than 0.05",
          "the pelvis normally supplies 13–36 % of the hips' flexion (Dewberry 2003, hanging from a bar)", 30,
          is_hanging, no_pelvic_curl},
};

}  // namespace

std::span<const Check> hanging_checks() { return kChecks; }

}  // namespace endrange
