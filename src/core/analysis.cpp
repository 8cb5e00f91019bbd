#include "core/analysis.h"

#include <algorithm>
#include <cstdio>

namespace endrange {

double overlap_s(const Interval& a, const Interval& b) {
  const double both = std::min(a.to_s, b.to_s) - std::max(a.from_s, b.from_s);
  return a.is_known() && b.is_known() ? std::max(0.0, both) : 0;
}

int Analysis::complete_reps() const { return static_cast<int>(std::ranges::count_if(reps, &Rep::is_complete)); }

std::string Analysis::sides() const { return sides_of(reps); }

std::string sides_of(std::span<const Rep> reps) {
  int both = 0, left = 0, right = 0, changes = 0;
  const Rep* last = nullptr;
  for (const Rep& rep : reps) {
    if (!rep.is_complete) continue;
    ++(rep.side == RepSide::both ? both : rep.side == RepSide::left ? left : right);
    if (last != nullptr && last->side != rep.side) ++changes;
    last = &rep;
  }
  const int all = both + left + right;
  if (all == 0) return "";
  if (both == all) return "both";
  if (left == all) return "left";
  if (right == all) return "right";
  return both == 0 && changes == all - 1 ? "alternating" : "mixed";
}

const char* Analysis::legs() const {
  const std::string moved = sides();
  return legs_of(moved == "left" || moved == "right" || moved == "alternating" ? RepSide::left : RepSide::both);
}

bool Analysis::is_thigh_used() const { return std::ranges::any_of(geometry, &SideGeometry::is_thigh_used); }

bool Analysis::starts_arched() const {
  const auto arched = std::ranges::count_if(reps, [](const Rep& r) { return r.is_complete && r.starts_arched; });
  return 2 * arched > complete_reps();
}

const char* name_of(Posture posture) {
  switch (posture) {
    case Posture::lying: return "lying";
    case Posture::hanging: return "hanging";
    case Posture::all_fours: return "all_fours";
    case Posture::other: break;
  }
  return "other";
}

const char* name_of(RepSide side) { return side == RepSide::both ? "both" : side == RepSide::left ? "left" : "right"; }

const char* name_of(Phase phase) {
  switch (phase) {
    case Phase::lower: return "lower";
    case Phase::bottom: return "bottom";
    case Phase::lift: return "lift";
    case Phase::top: return "top";
    case Phase::none: break;
  }
  return "";
}

const char* name_of(Usability usability) {
  return usability == Usability::yes ? "yes" : usability == Usability::partly ? "partly" : "no";
}

const char* name_of(HandPlace hands) {
  switch (hands) {
    case HandPlace::beside: return "beside";
    case HandPlace::under_hips: return "under_hips";
    case HandPlace::on_trunk: return "on_trunk";
    case HandPlace::upright: return "upright";
    case HandPlace::overhead: return "overhead";
    case HandPlace::unknown: break;
  }
  return "unknown";
}

const char* name_of(CheckState state) {
  return state == CheckState::seen ? "seen" : state == CheckState::clean ? "clean" : "not_judged";
}

const char* name_of(EndRangeStatus status) {
  return status == EndRangeStatus::found         ? "found"
         : status == EndRangeStatus::not_reached ? "not_reached"
                                                 : "not_measured";
}

const char* name_of(BreathStatus status) { return status == BreathStatus::measured ? "measured" : "not_measured"; }

const char* name_of(BreathKind kind) {
  switch (kind) {
    case BreathKind::in: return "in";
    case BreathKind::out: return "out";
    case BreathKind::hold: return "hold";
    case BreathKind::either: break;
  }
  return "either";
}

std::string tempo_of(const Rep& rep) {
  std::string tempo;
  for (const Interval* phase : {&rep.lower, &rep.bottom, &rep.lift, &rep.top}) {
    char text[16] = "?";
    if (phase->is_known()) std::snprintf(text, sizeof text, "%.1f", phase->duration_s());
    tempo += (tempo.empty() ? "" : "-") + std::string(text);
  }
  return tempo;
}

}  // namespace endrange
