#include "checked_set.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "analysis/analyze.h"
#include "breath/match.h"
#include "core/angle.h"
#include "exercise/exercise.h"
#include "synthetic/random.h"
#include "synthetic/synth.h"

namespace endrange::bench {

namespace {

using synthetic::Recipe;
using synthetic::Script;

// What the picture would say of the back: rendered clips at 17 Mb/s are off by 0.4 mm (docs/accuracy.md).
constexpr double kLiftError_mm = 0.4;

// What is true of a set, at its frames: all that these checks need of it, at a thirtieth of log_truth()'s price.
struct TrueRep {
  double top_deg, bottom_deg, lumbar_lift_mm;
};
struct TrueSet {
  std::vector<double> lumbar_lift_mm, floor_gap_mm;  // (frames)
  std::vector<TrueRep> reps;                         // complete ones
};

TrueSet truth_of(const synthetic::Scene& scene, const std::vector<double>& frames_s) {
  TrueSet truth;
  const auto body = [&](double t) { return synthetic::pose_body(scene.anatomy, scene.stance, scene.script.at(t)); };
  for (const double t : frames_s) {
    truth.lumbar_lift_mm.push_back(1000 * scene.script.at(t).lumbar_lift);
    truth.floor_gap_mm.push_back(1000 * body(t).back.gap(scene.anatomy));
  }
  for (const auto& rep : scene.script.reps) {
    if (!rep.is_complete) continue;
    const auto elevation = [&](double t) {
      const auto joints = synthetic::joints_of(scene.anatomy, body(t));
      const auto at = [&](Joint joint) { return joints[static_cast<std::size_t>(of(joint, rep.leader))]; };
      const synthetic::Vec3 leg = at(Joint::left_ankle) - at(Joint::left_hip),
                            trunk = at(Joint::left_hip) - at(Joint::left_shoulder);
      return to_deg(std::atan2(leg.y, std::copysign(1.0, trunk.x) * leg.x));
    };
    const double home = elevation(rep.leave_s), far = elevation(0.5 * (rep.reach_s + rep.turn_s));
    double lift = 0;
    for (std::size_t i = 0; i < frames_s.size(); ++i)
      if (frames_s[i] >= rep.leave_s && frames_s[i] <= rep.back_s) lift = std::max(lift, truth.lumbar_lift_mm[i]);
    truth.reps.push_back({std::max(home, far), std::min(home, far), lift});
  }
  return truth;
}

void put_back_in(const Recipe& recipe, const TrueSet& truth, Analysis& a) {
  if (a.view.posture != Posture::lying) return;
  synthetic::Dice dice(static_cast<std::uint64_t>(recipe.seed) * 31 + 5);
  // An arm beside the trunk hides the opening.
  const bool is_open = recipe.arms == "overhead" || recipe.arms == "vertical";
  for (std::size_t i = 0; i < a.series.at_s.size(); ++i) {
    a.series.lumbar_lift[i] = truth.lumbar_lift_mm[i] - recipe.arched_mm + kLiftError_mm * dice.normal();
    a.series.lumbar_lift_error[i] = kLiftError_mm;
    if (is_open) a.series.floor_gap[i] = truth.floor_gap_mm[i];
  }
}

// What sound and picture would say of the breath: bursts with ends that are off by 60 ms (docs/accuracy.md), and holds.
void put_breath_in(const Recipe& recipe, const Script& script, Analysis& a) {
  constexpr double kStep_s = 0.02, kFlows = 0.12, kShortest_s = 0.25, kLongestPause_s = 1.5, kOnsetError_s = 0.06;
  synthetic::Dice dice(static_cast<std::uint64_t>(recipe.seed) * 17 + 3);
  Breath breath;
  breath.status = BreathStatus::measured, breath.source = "sound", breath.confidence = 0.9;
  double held_from_s = 0;
  const auto kind_at = [&](double t) {
    const double flow = (script.at(t + kStep_s).breath - script.at(t).breath) / kStep_s;
    return flow > kFlows ? BreathKind::in : flow < -kFlows ? BreathKind::out : BreathKind::hold;
  };
  for (double t = 0; t < script.duration_s;) {
    const BreathKind kind = kind_at(t);
    double to_s = t;
    while (to_s < script.duration_s && kind_at(to_s) == kind) to_s += kStep_s;
    if (kind != BreathKind::hold && to_s - t > kShortest_s) {
      const Interval when{t + kOnsetError_s * dice.normal(), to_s + kOnsetError_s * dice.normal()};
      if (when.from_s - held_from_s > kLongestPause_s)
        breath.spans.push_back({BreathKind::hold, {held_from_s, when.from_s}, 0.9});
      breath.spans.push_back({kind, when, 0.9});
      held_from_s = when.to_s;
    }
    t = to_s;
  }
  if (script.duration_s - held_from_s > kLongestPause_s)
    breath.spans.push_back({BreathKind::hold, {held_from_s, script.duration_s}, 0.9});
  a.breath = breath;
  match_breath(a.breath, a.reps);
}

// How large a fault is against the limit at which it ought to be seen: below the first clean, above the second seen.
struct Size {
  const char* check;
  double size, clean_below, seen_above;
};

// By the recipe and the truth, not by what was measured.
std::vector<Size> sizes_of(const Recipe& r, const TrueSet& truth) {
  const Exercise& e = *find_exercise(r.exercise);
  const bool is_supine = e.position == Position::supine, is_reps = !e.is_hold;
  std::vector<Size> sizes;
  const auto add = [&](const char* check, double size, double clean_below, double seen_above) {
    sizes.push_back({check, size, clean_below, seen_above});
  };
  double way = 0, lowest = 1e9, highest = -1e9;
  int n = 0;
  for (const TrueRep& rep : truth.reps)
    way += rep.top_deg - rep.bottom_deg, lowest = std::min(lowest, rep.bottom_deg),
                                         highest = std::max(highest, rep.top_deg), ++n;
  way /= std::max(n, 1);
  const auto phases = r.phases_s();
  if (is_supine && is_reps) {
    const double let_go = r.lumbar_lift_mm > 0 ? r.end_range_deg - lowest : -90;
    const bool is_lost = r.lumbar_lift_mm > 0 && let_go > 0;
    double most = 0;
    for (const TrueRep& rep : truth.reps) most = std::max(most, rep.lumbar_lift_mm);
    if (r.arched_mm == 0) add("back_arches", is_lost ? most : 0, 4, 6.5);
    if (r.arched_mm > 0) add("back_arches", r.arched_mm, 12, 22);
    if (e.lowering_is_hard && r.arched_mm == 0 && most > 6.5) add("below_end_range", let_go, 3, 9);
    if (e.lowering_is_hard && r.arched_mm == 0 && most <= 4) add("below_end_range", 0, 3, 9);
    if (e.lowering_is_hard) add("setup_not_flat", r.arched_mm, 8, 22);
  }
  if (is_reps && !e.is_rhythmic && e.position != Position::all_fours)
    // A body that swings carries the legs with it: then the swing is told, not the tempo.
    add("lowering_too_fast", r.swing_deg >= 5 ? 1.1 : std::min(1.0, way / 60) * 4 / phases[0], 1.0, 1.25);
  if (is_reps && !e.is_rhythmic && is_supine) {
    // Minimum jerk: acceleration of 5.77 way / T².
    double longest = 0;
    for (const TrueRep& rep : truth.reps) longest = std::max(longest, rep.top_deg - rep.bottom_deg);
    const double share = 100 * 0.056 * 5.77 * from_deg(longest) / (phases[2] * phases[2]);
    add("momentum", share, 30, 45);
  }
  if (is_supine && is_reps) {
    const double back = !std::isnan(r.head_pitch_deg) ? -r.head_pitch_deg
                        : r.head == "back"            ? 14
                        : r.head == "lifted"          ? -35
                                                      : 0;
    add("head_back", back, 10, 20);
    if (e.knees == Knees::straight) {
      add("knees_bend", std::isnan(r.knee_deg) ? 6 : r.knee_deg, 25, 38);
      add("hamstrings_limit", highest > 62 && (std::isnan(r.knee_deg) || r.knee_deg < 15) ? r.top_bend_deg : 0, 15, 28);
    }
    add("hands_under_hips", r.arms == "under_hips" ? 1 : 0, 0.5, 0.5);
    if (!e.curls_pelvis) add("hips_roll", r.hip_roll_deg, 8, 25);
  }
  // Of a hold only free breathing is breathing.
  if (!is_reps) add("breath_held", r.breath == "free" || r.hold_s < 4.5 ? 0 : r.hold_s, 4, 6);
  if (is_reps && !e.is_rhythmic) {
    // Of free breathing it is chance how much of a lift it goes out.
    const std::string& way = r.breath;
    add("breath_held", way == "held" || way == "none" ? 1 : 0, 0.5, 0.5);
    if (e.position != Position::all_fours)
      add("exhale_missing", way == "reversed" || way == "none" ? 1 : way == "free" ? 0.5 : 0, 0.4, 0.6);
  }
  if (is_reps && e.legs == Legs::both && e.position == Position::supine)
    add("sides_differ", std::abs(r.asymmetry_deg), 6, 17);
  if (is_reps && e.legs == Legs::alternating && !e.is_rhythmic) add("sides_differ", std::abs(r.asymmetry_deg), 6, 17);
  if (is_reps && !e.is_rhythmic && r.reps >= 4) add("range_fades", r.fade_deg, 7, std::max(10.0, 0.15 * way) + 6);
  if (e.position == Position::hanging) {
    add("swing", r.swing_deg, 5.5, 9);
    add("no_pelvic_curl", -r.hip_roll_deg, -20, -4);
  }
  if (e.is_hold) add("hold_breaks", r.sag_s, 1.5, 3.5);
  return sizes;
}

}  // namespace

Result<Recipe> recipe_from_flags(const std::string& flags) {
  Recipe recipe;
  std::istringstream words(flags);
  for (std::string flag; words >> flag;) {
    const auto all = synthetic::knobs();
    const auto knob = std::ranges::find_if(all, [&](const auto& k) { return synthetic::flag_of(k) == flag; });
    if (knob == all.end()) return failure(Error::Kind::bad_argument, "no such flag: " + flag);
    if (const auto* b = std::get_if<bool Recipe::*>(&knob->member)) {
      recipe.*(*b) = true;
      continue;
    }
    std::string value;
    if (!(words >> value)) return failure(Error::Kind::bad_argument, flag + " wants a value");
    if (const auto* d = std::get_if<double Recipe::*>(&knob->member)) recipe.*(*d) = std::atof(value.c_str());
    if (const auto* i = std::get_if<int Recipe::*>(&knob->member)) recipe.*(*i) = std::atoi(value.c_str());
    if (const auto* s = std::get_if<std::string Recipe::*>(&knob->member)) recipe.*(*s) = value;
  }
  if (const std::string problem = recipe.problem(); !problem.empty())
    return failure(Error::Kind::bad_argument, flags + ": " + problem);
  return recipe;
}

namespace {

// A set without pictures, and what is true of it.
struct Filmed {
  synthetic::Scene scene;
  std::vector<double> frames_s;
  TrueSet truth;
};

Filmed film(Recipe recipe) {
  // No shutter here: a frame's landmarks are those of its own time.
  recipe.rolling_shutter_ms = 0;
  Filmed filmed{synthetic::skeleton_scene(recipe), {}, {}};
  filmed.frames_s = synthetic::frame_times(recipe, filmed.scene.script.duration_s);
  filmed.truth = truth_of(filmed.scene, filmed.frames_s);
  return filmed;
}

}  // namespace

Faults faults_of(const Recipe& recipe) {
  const Filmed filmed = film(recipe);
  const Script& script = filmed.scene.script;
  Faults faults;
  for (const Size& s : sizes_of(recipe, filmed.truth)) {
    if (s.size >= s.seen_above)
      faults.seen.push_back(s.check);
    else if (s.size > s.clean_below)
      faults.unclear.push_back(s.check);
  }
  if (script.is_hold) faults.hold_s = script.hold_to_s - std::min(recipe.sag_s, recipe.hold_s) - script.hold_from_s;
  return faults;
}

Analysis judge_set(const Recipe& recipe, const synthetic::LandmarkNoise& noise) {
  const Filmed filmed = film(recipe);
  Following following;
  following.poses = synthetic::film_skeleton(filmed.scene, filmed.frames_s);
  synthetic::disturb(following.poses, recipe.seed, noise);
  following.scene.resize(following.poses.size());
  following.width = recipe.width_px(), following.height = recipe.height_px();
  AnalyzeOptions options;
  options.subject.height_m = recipe.height_m, options.subject.is_height_assumed = false;
  Analysis analysis = interpret(following, options);
  put_back_in(recipe, filmed.truth, analysis);
  put_breath_in(recipe, filmed.scene.script, analysis);
  analysis.findings.clear(), analysis.checks.clear();
  conclude(analysis, options);
  return analysis;
}

}  // namespace endrange::bench
