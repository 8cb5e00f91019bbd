#include "report/breath_words.h"

#include <algorithm>
#include <cmath>

#include "report/words.h"

namespace endrange {

namespace {

std::string share_text(double share) { return number_text(100 * share, 0, " %"); }

}  // namespace

std::string breath_text(const Analysis& a) {
  const Breath& b = a.breath;
  if (b.status == BreathStatus::not_measured)
    return "Breathing not measured" + (b.reason.empty() ? "." : ": " + b.reason + ".");
  std::string out = "Breathing, by " + b.source + " (" + share_text(b.confidence) + " sure): ";
  out += std::isnan(b.rate_per_min) ? "how often can't be told." : number_text(b.rate_per_min, 0, " a minute.");
  const double in = mean_over_reps(a, [](const Rep& r) { return r.inhale_share_lowering; });
  const double out_share = mean_over_reps(a, [](const Rep& r) { return r.exhale_share_lifting; });
  if (!std::isnan(in)) out += " In during " + share_text(in) + " of the lowering";
  if (!std::isnan(out_share))
    out += (std::isnan(in) ? " Out during " : ", out during ") + share_text(out_share) + " of the lifting";
  if (!std::isnan(in) || !std::isnan(out_share)) out += ".";
  double held_s = kUnknown;
  for (const Rep& r : a.reps)
    if (r.is_complete) held_s = std::fmax(held_s, r.breath_held_s);
  if (!std::isnan(held_s)) out += " Longest without breath in a repetition: " + number_text(held_s, 1, " s") + ".";
  if (!b.reason.empty()) out += " Note: " + b.reason + ".";
  return out;
}

}  // namespace endrange
