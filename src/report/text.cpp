#include "report/text.h"

#include <cstdio>
#include <filesystem>

#include "report/advice_text.h"
#include "report/breath_words.h"
#include "report/findings.h"
#include "report/force_section.h"
#include "report/overlay.h"
#include "report/words.h"

namespace endrange {

namespace {

constexpr std::size_t kColumns = 80;

struct Paint {
  bool on;
  std::string operator()(const char* code, const std::string& text) const {
    return on ? std::string("\x1b[") + code + "m" + text + "\x1b[0m" : text;
  }
};
constexpr const char* kBold = "1";
constexpr const char* kDim = "2";
constexpr const char* kYellow = "33";

std::string rep_row(const Rep& r) {
  std::string row = right_aligned(r.is_complete ? std::to_string(r.index) : "(–)", 4) +
                    right_aligned(name_of(r.side), 6) + right_aligned(number_text(r.start_s, 1, ""), 6) +
                    right_aligned(tempo_of(r), 17) + right_aligned(degrees_text(r.leg_elevation_top_deg), 5) +
                    right_aligned(degrees_text(r.leg_elevation_bottom_deg), 7) +
                    right_aligned(degrees_text(r.end_range_deg), 10) +
                    right_aligned(number_text(r.lumbar_lift_max_mm, 0, " mm"), 7) +
                    right_aligned(degrees_text(r.knee_flexion_max_deg), 5) +
                    right_aligned(number_text(r.peak_lowering_deg_per_s, 0, ""), 5) +
                    right_aligned(number_text(100 * r.confidence, 0, "%"), 6);
  return row + "\n";
}

std::string findings_lines(const Analysis& a, const Paint& paint) {
  std::string out;
  for (const FindingGroup& g : grouped_findings(a.findings)) {
    out += wrapped_text("› " + g.message, kColumns, 2) + "\n";
    if (!g.cue.empty()) out += paint(kBold, "  " + wrapped_text("→ " + g.cue, kColumns - 2, 4)) + "\n";
  }
  if (!out.empty()) out = "\n" + paint(kDim, "What to change") + "\n" + out;
  if (const std::string next = next_text(a); !next.empty()) out += "\n" + wrapped_text(next, kColumns, 0) + "\n";
  if (const std::string open = not_judged_text(a); !open.empty())
    out += paint(kDim, wrapped_text(open, kColumns, 2)) + "\n";
  return out;
}

// The one answer, before everything else.
std::string answer(const Analysis& a, const Paint& paint) {
  if (a.advice.cue.empty()) return "";
  return "\n" + paint(kBold, wrapped_text("→ " + a.advice.cue, kColumns, 2)) + "\n" + "  " +
         wrapped_text(a.advice.message, kColumns - 2, 2) + "\n";
}

}  // namespace

std::string write_text(const Analysis& a, bool color) {
  const Paint paint{color};
  const ClipSummary& c = a.clip;
  char line[160];
  std::snprintf(line, sizeof line, "%dx%d, %.4g pictures/s, %.1f s", c.width, c.height, c.frames_per_s, c.duration_s);
  std::string out =
      paint(kBold, std::filesystem::path(c.file).filename().string()) + paint(kDim, std::string("  ") + line) + "\n\n";
  out += paint(kBold, wrapped_text(headline(a), kColumns, 0)) + "\n";
  out += answer(a, paint);

  if (!a.reps.empty()) {
    out += "\n" + paint(kDim, " rep  side start low-bot-lift-top  top bottom end range lumbar knee  °/s trust") + "\n";
    for (const Rep& rep : a.reps) out += rep_row(rep);
    for (const Rep& rep : a.reps)
      if (rep.is_complete && rep.is_cut_off)
        out += paint(kDim, "Rep " + std::to_string(rep.index) + " isn't over when the clip ends.") + "\n";
  }
  out += "\n" + paint(kBold, wrapped_text(end_range_text(a), kColumns, 0)) + "\n";
  for (const std::string& more : {end_range_meaning(a), filming_advice(a)})
    if (!more.empty()) out += wrapped_text(more, kColumns, 0) + "\n";
  if (const std::string norm = norm_text(a); !norm.empty()) out += paint(kDim, wrapped_text(norm, kColumns, 0)) + "\n";
  out += findings_lines(a, paint);
  for (const std::string& whole : {sides_text(a), trends_text(a)})
    if (!whole.empty()) out += wrapped_text(whole, kColumns, 2) + "\n";
  if (a.complete_reps() > 0) out += "\n" + wrapped_text(breath_text(a), kColumns, 2) + "\n";
  if (const std::string forces = force_text(a); !forces.empty())
    out += "\n" + paint(kDim, "Forces, by a model") + "\n" + wrapped_text(forces, kColumns, 0) + "\n";

  const View& v = a.view;
  std::string how = std::string("View: ") + name_of(v.posture);
  if (v.near_side) how += std::string(", ") + name_of(*v.near_side) + " side to the camera";
  if (!std::isnan(v.yaw_deg)) how += ", " + degrees_text(v.yaw_deg) + " off square";
  if (v.usability == Usability::yes)
    how += ", leg angles ±" + number_text(2 * v.angle_error_deg, 0, "°") + " (estimated)";
  out += "\n" + wrapped_text(how + ".", kColumns, 2) + "\n";
  out += wrapped_text("Exercise: " + exercise_title(a) +
                          (a.exercise.is_given ? " (given)"
                                               : " (recognised, " + number_text(100 * a.exercise.confidence, 0, " %") +
                                                     ": " + a.exercise.reason + ")") +
                          ".",
                      kColumns, 2) +
         "\n";

  // The same thing in several stretches is said once.
  std::string last;
  for (const Problem& p : v.problems) {
    if (p.id == last) continue;
    last = p.id;
    out += paint(kYellow, wrapped_text("! " + p.message, kColumns, 2)) + "\n";
  }
  for (const Note& n : a.notes) out += wrapped_text("· " + n.message, kColumns, 2) + "\n";
  return out;
}

}  // namespace endrange
