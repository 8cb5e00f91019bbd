#include "motion/back_stills.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace endrange {

namespace {

constexpr std::size_t kStills = 6;
// Past lift-off: twice what counts as losing the back. More than this, drawn ten times larger, would be higher than the
// trunk is thick. mm
constexpr double kPastCriterion = 2, kMostShown_mm = 14;
// Before lift-off there is something to show from this far above it. deg
constexpr double kWorthShowing = 6;

const Rep* shown_rep(const Analysis& a) {
  const Rep* best = nullptr;
  for (const Rep& rep : a.reps) {
    if (!rep.is_complete || rep.starts_arched || std::isnan(rep.lumbar_lift_max_mm)) continue;
    if (a.end_range.status == EndRangeStatus::not_reached) return &rep;
    const double off = std::abs(rep.end_range_deg - a.end_range.deg);
    if (!std::isnan(off) && (best == nullptr || off < std::abs(best->end_range_deg - a.end_range.deg))) best = &rep;
  }
  return best;
}

const std::vector<double>& elevation_of(const Analysis& a, const Rep& rep) {
  const LegSeries& leg = a.series.leg(leg_of(rep.side, a.view.near_side.value_or(Side::left)));
  const bool is_thigh_used =
      std::ranges::any_of(a.geometry, [&](const SideGeometry& g) { return g.take == rep.take && g.is_thigh_used; });
  return is_thigh_used ? leg.thigh_elevation : leg.leg_elevation;
}

// From the top to where the legs rest low, as far as it was measured.
std::vector<BackStill> moments_of(const Analysis& a, const Rep& rep) {
  const Interval& low = rep.starts_at_top() ? rep.bottom : rep.settled;
  const double to_s = std::fmax(rep.lower.to_s, low.to_s);
  const std::vector<double>& elevation = elevation_of(a, rep);
  std::vector<BackStill> moments;
  for (std::size_t i = 0; i < a.series.lumbar_lift.size(); ++i) {
    if (!(a.series.at_s[i] >= rep.lower.from_s && a.series.at_s[i] <= to_s)) continue;
    if (std::isnan(a.series.lumbar_lift[i]) || std::isnan(elevation[i])) continue;
    BackStill moment;
    moment.rep = rep.index, moment.leg_deg = elevation[i], moment.lift_mm = a.series.lumbar_lift[i];
    moment.curve.frame = static_cast<int>(i);
    moments.push_back(moment);
  }
  return moments;
}

// `count` places strictly between two, evenly by the leg's angle.
void add_between(std::span<const BackStill> moments, std::size_t from, std::size_t to, std::size_t count,
                 std::vector<std::size_t>& chosen) {
  for (std::size_t k = 1; k <= count; ++k) {
    const double wanted =
        std::lerp(moments[from].leg_deg, moments[to].leg_deg, static_cast<double>(k) / static_cast<double>(count + 1));
    std::size_t best = from;
    for (std::size_t i = from; i <= to; ++i)
      if (std::abs(moments[i].leg_deg - wanted) < std::abs(moments[best].leg_deg - wanted)) best = i;
    chosen.push_back(best);
  }
}

// The first one after lift-off in which the back is plainly up; else the one in which it is highest.
std::size_t past_lift_off(std::span<const BackStill> moments, std::size_t lift_off, double criterion_mm) {
  std::size_t best = lift_off;
  for (std::size_t i = lift_off + 1; i < moments.size() && moments[i].lift_mm <= kMostShown_mm; ++i) {
    if (moments[i].lift_mm > moments[best].lift_mm) best = i;
    if (moments[best].lift_mm >= kPastCriterion * criterion_mm) break;
  }
  return best;
}

}  // namespace

std::vector<BackStill> choose_back_stills(const Analysis& a) {
  if (a.end_range.status == EndRangeStatus::not_measured) return {};
  const Rep* rep = shown_rep(a);
  if (rep == nullptr) return {};
  std::vector<BackStill> moments = moments_of(a, *rep);
  if (moments.size() < 2) return {};
  std::vector<std::size_t> chosen = {0};
  if (a.end_range.status == EndRangeStatus::found) {
    const auto away_s = [&](const BackStill& m) {
      return std::abs(a.series.at_s[static_cast<std::size_t>(m.curve.frame)] - rep->end_range_s);
    };
    const auto lift_off = static_cast<std::size_t>(std::ranges::min_element(moments, {}, away_s) - moments.begin());
    moments[lift_off].is_lift_off = true;
    const std::size_t past = past_lift_off(moments, lift_off, a.end_range.criterion_mm);
    const bool has_before = moments[0].leg_deg - moments[lift_off].leg_deg >= kWorthShowing;
    add_between(moments, has_before ? 0 : lift_off, has_before ? lift_off : past, kStills - 3, chosen);
    chosen.push_back(lift_off), chosen.push_back(past);
  } else {
    const auto lowest =
        static_cast<std::size_t>(std::ranges::min_element(moments, {}, &BackStill::leg_deg) - moments.begin());
    add_between(moments, 0, lowest, kStills - 2, chosen);
    chosen.push_back(lowest);
  }
  std::ranges::sort(chosen);
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  std::vector<BackStill> stills;
  for (const std::size_t i : chosen) stills.push_back(moments[i]);
  if (stills.size() < 2) stills.clear();
  return stills;
}

}  // namespace endrange
