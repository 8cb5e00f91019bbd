// Holds: whether the shape broke before it was ended.
#include <array>
#include <cmath>

#include "form/check.h"

namespace endrange {

namespace {

bool is_hold(const Exercise& e) { return e.is_hold; }

Verdict hold_breaks(const Analysis& a, const Exercise&) {
  if (const std::string reason = no_angles(a); !reason.empty()) return {{}, reason};
  if (a.holds.empty()) return {{}, "the shape wasn't held for two seconds"};
  Verdict verdict;
  for (const Hold& hold : a.holds) {
    if (hold.broke_by.empty()) continue;
    const double held = hold.when.duration_s();
    verdict.findings.push_back(
        {"",
         "watch",
         0,
         {hold.when.to_s, hold.when.to_s + hold.went_on_s},
         held,
         kUnknown,
         "s",
         0.9,
         text("The shape held for %.1f s; then the %s, while the rest was kept up for another %.1f s.", held,
              hold.broke_by == "shoulders" ? "shoulders came down" : "legs drifted", hold.went_on_s),
         "End the hold when the shape goes: several short ones teach more than a long one that sags."});
  }
  return verdict;
}

constexpr std::array kChecks = {
    Check{"hold_breaks", "hold", "the shape of the hold", "", "the shape of a hold broke before it was ended",
          "when shoulders or legs leave the held place while the others stay, s",
          "legs 10° off, or the head down by half, for 1.5 s; legs that sink on to the floor end it", "own choice", 60,
          is_hold, hold_breaks},
};

}  // namespace

std::span<const Check> hold_checks() { return kChecks; }

}  // namespace endrange
