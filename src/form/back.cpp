#include "form/back.h"

#include <cmath>
#include <cstdio>

namespace endrange {

namespace {

std::string text(const char* format, double a, double b = 0) {
  char line[200];
  std::snprintf(line, sizeof line, format, a, b);
  return line;
}

}  // namespace

void judge_back(Analysis& a) {
  const double limit = a.end_range.criterion_mm;
  bool is_first = true;
  for (const Rep& rep : a.reps) {
    if (!rep.is_complete) continue;
    if (rep.starts_arched && is_first)
      a.findings.push_back(
          {"setup_not_flat", "fix", 0, rep.top, rep.floor_gap_mm, 0, "mm", 0.8,
           text("Before the first repetition the back was %.0f mm off the floor: a hand would fit under it.",
                rep.floor_gap_mm),
           "Tip the pelvis back until the whole lower back touches the floor, then begin."});
    is_first = false;
    if (rep.starts_arched) {
      a.findings.push_back(
          {"back_arches", "fix", rep.index, rep.lower, rep.floor_gap_mm, limit, "mm", 0.8,
           text("The lower back was %.0f mm off the floor from the start of the lowering.", rep.floor_gap_mm),
           std::string("Press the lower back into the floor before ") +
               (rep.side == RepSide::both ? "the legs move" : "the leg moves") + ", and keep it there."});
    } else if (!std::isnan(rep.end_range_deg)) {
      a.findings.push_back({"back_arches", "fix", rep.index, rep.lower, rep.lumbar_lift_max_mm, limit, "mm", 0.9,
                            text("The lower back left the floor at %.0f° and rose by %.0f mm.", rep.end_range_deg,
                                 rep.lumbar_lift_max_mm),
                            std::string("Stop ") + legs_of(rep.side) +
                                " a little higher, where the back still holds, and come up again from there."});
    }
  }
}

}  // namespace endrange
