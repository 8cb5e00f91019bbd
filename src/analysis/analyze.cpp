#include "analysis/analyze.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/back.h"
#include "analysis/forces.h"
#include "analysis/legs.h"
#include "breath/fuse.h"
#include "breath/match.h"
#include "core/angle.h"
#include "core/smooth.h"
#include "exercise/recognise.h"
#include "form/judge.h"
#include "motion/angles.h"
#include "motion/back_stills.h"
#include "motion/end_range.h"
#include "motion/holds.h"
#include "motion/sets.h"
#include "motion/side_frame.h"
#include "motion/trends.h"
#include "motion/upper_body.h"
#include "motion/view.h"
#include "pose/ankles.h"
#include "pose/sides.h"
#include "trunk/floor_edges.h"

namespace endrange {

namespace {

// A take shorter than this can't hold a rep.
constexpr double kShortestTake = 0.8;

double typical_frame_rate(std::span<const Pose> poses) {
  std::vector<double> spacings;
  for (std::size_t i = 1; i < poses.size(); ++i) spacings.push_back(poses[i].at_s - poses[i - 1].at_s);
  return 1 / median(spacings);
}

struct Take {
  std::span<Pose> poses;
  std::span<const SceneSample> scene;
  std::size_t first = 0;  // index of its first frame in the clip
};

std::vector<Take> split_takes(std::vector<Pose>& poses, const std::vector<SceneSample>& scene) {
  std::vector<Take> takes;
  for (std::size_t from = 0; from < poses.size();) {
    std::size_t to = from;
    while (to < poses.size() && poses[to].take == poses[from].take) ++to;
    takes.push_back({std::span(poses).subspan(from, to - from), std::span(scene).subspan(from, to - from), from});
    from = to;
  }
  return takes;
}

// Stills are in the order of their frames.
std::span<const Still> stills_of(const std::vector<Still>& stills, const Take& take) {
  const auto from = std::ranges::lower_bound(stills, take.poses.front().frame, {}, &Still::frame),
             to = std::ranges::upper_bound(stills, take.poses.back().frame, {}, &Still::frame);
  return {from, to};
}

// The feet count as out of the picture when the tracker lost sight of them for a noticeable part of the movement.
bool feet_leave(const View& view) {
  return std::ranges::any_of(view.problems, [](const Problem& p) { return p.id == "feet_leave_frame"; });
}

void store_series(Series& series, const Take& take, const std::array<LegAngles, 2>& legs,
                  const std::array<std::vector<double>, 2>& rates) {
  for (const Side side : kSides) {
    const LegAngles& from = legs[static_cast<std::size_t>(side)];
    LegSeries& to = series.leg(side);
    for (std::size_t i = 0; i < take.poses.size(); ++i) {
      to.leg_elevation[take.first + i] = to_deg(from.leg_elevation[i]);
      to.thigh_elevation[take.first + i] = to_deg(from.thigh_elevation[i]);
      to.hip_flexion[take.first + i] = to_deg(from.hip_flexion[i]);
      to.knee_flexion[take.first + i] = to_deg(from.knee_flexion[i]);
      to.leg_elevation_rate[take.first + i] = to_deg(rates[static_cast<std::size_t>(side)][i]);
    }
  }
}

// How far a rep can be trusted: the posture, how well the measured leg was seen, the view.
double confidence_of(const Rep& rep, const View& view, std::span<const Pose> poses) {
  const Side side = leg_of(rep.side, *view.near_side);
  double seen = 0, frames = 0;
  for (const Pose& pose : poses) {
    if (pose.at_s < rep.start_s || pose.at_s > rep.end_s) continue;
    ++frames;
    seen += std::max(pose[of(Joint::left_knee, side)].visibility, pose[of(Joint::left_ankle, side)].visibility);
  }
  const double visibility = frames > 0 ? seen / frames : 0;
  const double doubt = view.usability == Usability::yes ? 1.0 : 0.7;
  return std::clamp(view.posture_confidence * doubt * (0.5 + 0.5 * visibility), 0.0, 1.0);
}

// How far the left leg is above the right one while both work. deg
double legs_apart(const Rep& rep, const SetInput& input) {
  const auto &left = input.legs[0].elevation(input.is_thigh_used),
             &right = input.legs[1].elevation(input.is_thigh_used);
  std::vector<double> apart;
  for (std::size_t i = 0; i < input.at_s.size(); ++i)
    if (input.at_s[i] >= rep.start_s && input.at_s[i] <= rep.end_s) apart.push_back(to_deg(left[i] - right[i]));
  return median(apart);
}

// What a view that only allows counting takes away.
void drop_angles(Rep& rep) {
  for (double* angle : {&rep.leg_elevation_top_deg, &rep.leg_elevation_bottom_deg, &rep.knee_flexion_max_deg,
                        &rep.knee_flexion_top_deg, &rep.knee_flexion_bottom_deg, &rep.peak_lowering_deg_per_s,
                        &rep.peak_lifting_deg_per_s, &rep.legs_apart_deg, &rep.head_pitch_deg})
    *angle = kUnknown;
}

// One take: view, angles, reps.
View measure_take(Take take, const Following& following, Analysis& analysis, std::vector<BackCurve>& curves) {
  const double others = following.stats.searches > 0
                            ? static_cast<double>(following.stats.searches_with_others) / following.stats.searches
                            : 0;
  smooth_take(take.poses);
  const auto edges = find_floor_edges(stills_of(following.stills, take), take.poses);
  const auto frame = find_side_frame(take.poses, following.width, following.height, edges);
  View view = check_view(
      {take.poses, take.scene, frame, following.width, following.height, analysis.clip.frames_per_s, others});
  if (!frame) return view;
  view.mm_per_px = millimetres_per_px(*frame, analysis.subject.height_m);
  const bool is_front = std::ranges::any_of(view.problems, [](const Problem& p) { return p.id == "front_view"; });
  if (view.posture == Posture::other || is_front || take.poses.back().at_s - take.poses.front().at_s < kShortestTake)
    return view;

  const bool is_hanging = view.posture == Posture::hanging;
  std::vector<double> at_s;
  for (const Pose& pose : take.poses) at_s.push_back(pose.at_s);
  const bool is_thigh_used = is_hanging || view.posture == Posture::all_fours || feet_leave(view);
  const SetInput input = set_input(take.poses, at_s, *frame, is_thigh_used, following.width, following.height);
  const auto first_rep = static_cast<std::ptrdiff_t>(analysis.reps.size());
  std::vector<Rep> reps = find_reps(input);
  std::vector<Hold> holds = find_holds(take.poses, *frame, input.legs, input.is_thigh_used);
  tell_apart(holds, reps);
  add_upper_body(reps, take.poses, *frame);
  for (Rep& rep : reps) {
    rep.take = take.poses.front().take;
    rep.confidence = confidence_of(rep, view, take.poses);
    if (rep.side == RepSide::both) rep.legs_apart_deg = legs_apart(rep, input);
    analysis.reps.push_back(rep);
  }
  analysis.holds.insert(analysis.holds.end(), holds.begin(), holds.end());
  if (analysis.hands == HandPlace::unknown && view.posture == Posture::lying && !reps.empty())
    analysis.hands = find_hands(take.poses, *frame, reps.front().start_s, reps.back().end_s);
  if (view.usability == Usability::yes) store_series(analysis.series, take, input.legs, input.rates);
  SideGeometry geometry{take.poses.front().take,
                        static_cast<int>(take.first),
                        static_cast<int>(take.first + take.poses.size()) - 1,
                        frame->head,
                        frame->up,
                        frame->floor_point,
                        frame->trunk_px,
                        input.is_thigh_used};
  analysis.geometry.push_back(geometry);
  if (view.usability == Usability::yes && view.posture == Posture::lying) {
    measure_gap(following.undersides, edges, geometry, view, analysis.series);
    measure_shape(following.contours, geometry, view, analysis.series);
    measure_back(following.flanks, geometry, view,
                 std::span(analysis.reps).subspan(static_cast<std::size_t>(first_rep)), analysis.series, curves);
  }
  return view;
}

// The view of the whole clip: the take with most reps, else the longest; problems of all takes.
View combine(const std::vector<std::pair<View, Take>>& takes, const Analysis& analysis) {
  const auto worth = [&](const std::pair<View, Take>& t) {
    const int take = t.second.poses.front().take;
    const auto reps = std::ranges::count_if(analysis.reps, [&](const Rep& r) { return r.take == take; });
    return static_cast<double>(reps) * 1e6 + static_cast<double>(t.second.poses.size());
  };
  const auto best = std::ranges::max_element(takes, {}, worth);
  View view = best->first;
  if (takes.size() == 1) return view;
  view.problems.clear();
  for (std::size_t i = 1; i < takes.size(); ++i) {
    const double at_s = takes[i].second.poses.front().at_s;
    view.problems.push_back({"cut", {at_s, at_s}, "The film is cut here; each part is measured on its own."});
  }
  for (const auto& [v, take] : takes) view.problems.insert(view.problems.end(), v.problems.begin(), v.problems.end());
  return view;
}

// Which rep and phase each frame belongs to. Legs that take turns overlap: the moving leg wins over one that pauses,
// and the far pause over the wait at the start.
void mark_phases(Series& series, const std::vector<Rep>& reps) {
  const auto mark = [&](const Rep& rep, const Interval& when, Phase phase) {
    for (std::size_t i = 0; i < series.at_s.size(); ++i) {
      if (series.at_s[i] < when.from_s || series.at_s[i] >= when.to_s) continue;
      series.phase[i] = phase;
      series.rep[i] = rep.is_complete ? rep.index : 0;
    }
  };
  for (const Rep& rep : reps)
    rep.starts_at_top() ? mark(rep, rep.top, Phase::top) : mark(rep, rep.bottom, Phase::bottom);
  for (const Rep& rep : reps)
    rep.starts_at_top() ? mark(rep, rep.bottom, Phase::bottom) : mark(rep, rep.top, Phase::top);
  for (const Rep& rep : reps) mark(rep, rep.lower, Phase::lower), mark(rep, rep.lift, Phase::lift);
}

// Names the sets; the clip is called after the one with most reps.
void name_exercise(Analysis& analysis, const std::string& given) {
  analysis.sets = find_sets(analysis);
  const auto most = std::ranges::max_element(
      analysis.sets, {}, [](const ExerciseSet& s) { return s.first_rep > 0 ? s.last_rep - s.first_rep + 1 : 0; });
  MovementFacts nothing;
  nothing.posture = analysis.view.posture;
  analysis.exercise = most != analysis.sets.end() ? most->exercise : recognise(nothing);
  if (given.empty()) return;
  analysis.exercise = {given, true, 1.0, "given"};
  // Who names the exercise names the whole clip.
  if (analysis.sets.empty()) return;
  ExerciseSet all{analysis.exercise, 0, 0, analysis.sets.front().start_s, analysis.sets.back().end_s};
  if (const int reps = analysis.complete_reps(); reps > 0) all.first_rep = 1, all.last_rep = reps;
  analysis.sets = {all};
}

// The belly goes up and down with the breath; the legs are told so that what goes with them isn't taken for it.
void add_breath(Analysis& analysis, const SoundFrames& sound) {
  const Series& s = analysis.series;
  analysis.breath = fuse_breath(
      hear(sound), {s.at_s, s.breath_seen, {s.leg(Side::left).leg_elevation, s.leg(Side::right).leg_elevation}});
  match_breath(analysis.breath, analysis.reps);
}

// A frame that two tracks measured is told by the later one, as in the series.
void attach_curves(std::vector<BackStill>& stills, const std::vector<BackCurve>& curves) {
  for (BackStill& still : stills)
    for (const BackCurve& curve : curves)
      if (curve.frame == still.curve.frame) still.curve = curve;
}

EndRange end_range_of(Analysis& analysis, const AnalyzeOptions& options) {
  EndRange none;
  if (analysis.geometry.empty()) none.reason = "the clip is too short";
  if (analysis.view.posture != Posture::lying) none.reason = "the lower back is measured lying only";
  if (analysis.view.usability != Usability::yes) none.reason = "the view doesn't allow it";
  if (!none.reason.empty()) return none;
  const Series& s = analysis.series;
  EndRangeInput input{s.at_s,
                      s.lumbar_lift,
                      s.lumbar_lift_error,
                      s.floor_gap,
                      0,
                      {},
                      *analysis.view.near_side,
                      analysis.view.angle_bias_deg,
                      {}};
  input.certain_gap_mm = kCertainOpening * analysis.geometry.front().trunk_px * analysis.view.mm_per_px;
  for (const Side side : kSides)
    input.elevation_deg[static_cast<std::size_t>(side)] =
        analysis.is_thigh_used() ? s.leg(side).thigh_elevation : s.leg(side).leg_elevation;
  if (options.bits_per_pixel < kLeastBitsPerPixel)
    input.doubt = "the file is compressed so much that small movements are erased: use the original from the phone";
  const EndRange found = find_end_range(input, analysis.reps);
  // What the set abstains from no rep of it claims.
  if (found.status == EndRangeStatus::not_measured)
    for (Rep& rep : analysis.reps) rep.end_range_deg = rep.end_range_s = kUnknown;
  return found;
}

}  // namespace

Analysis interpret(const Following& following, const AnalyzeOptions& options) {
  Analysis analysis;
  analysis.subject = options.subject;
  analysis.network_calls = following.stats.network_calls;
  analysis.clip.frames_per_s = typical_frame_rate(following.poses);
  std::vector<Pose>& poses = analysis.series.poses;
  poses = following.poses;
  repair_side_swaps(poses, following.fronts);
  lower_ankles(poses);

  const std::size_t frames = poses.size();
  for (const Pose& pose : poses) analysis.series.at_s.push_back(pose.at_s);
  for (const SceneSample& scene : following.scene) analysis.series.brightness.push_back(scene.brightness);
  for (LegSeries& leg : analysis.series.legs)
    for (auto* values :
         {&leg.leg_elevation, &leg.thigh_elevation, &leg.hip_flexion, &leg.knee_flexion, &leg.leg_elevation_rate})
      values->assign(frames, kUnknown);
  for (auto* values : {&analysis.series.lumbar_lift, &analysis.series.lumbar_lift_error, &analysis.series.floor_gap,
                       &analysis.series.pelvic_tilt, &analysis.series.breath_seen, &analysis.series.rib_hump,
                       &analysis.series.belly_hollow, &analysis.series.contour_seen, &analysis.series.hip_moment,
                       &analysis.series.hip_moment_inertial, &analysis.series.l4l5_compression_low,
                       &analysis.series.l4l5_compression_high, &analysis.series.psoas_low, &analysis.series.psoas_high})
    values->assign(frames, kUnknown);
  analysis.series.phase.assign(frames, Phase::none);
  analysis.series.rep.assign(frames, 0);

  std::vector<std::pair<View, Take>> takes;
  std::vector<BackCurve> curves;
  for (const Take& take : split_takes(poses, following.scene))
    takes.emplace_back(measure_take(take, following, analysis, curves), take);
  analysis.view = combine(takes, analysis);
  int index = 0;
  for (Rep& rep : analysis.reps)
    if (rep.is_complete) rep.index = ++index;
  mark_phases(analysis.series, analysis.reps);
  name_exercise(analysis, options.exercise);
  const auto allows_angles = [&](int index) {
    const auto seen_in =
        std::ranges::find_if(takes, [&](const auto& t) { return t.second.poses.front().take == index; });
    return seen_in->first.usability == Usability::yes;
  };
  for (Rep& rep : analysis.reps)
    if (!allows_angles(rep.take)) drop_angles(rep);
  for (Hold& hold : analysis.holds)
    if (!allows_angles(hold.take)) hold.leg_elevation_deg = kUnknown;
  add_breath(analysis, following.sound);
  conclude(analysis, options);
  attach_curves(analysis.back_stills, curves);
  return analysis;
}

void conclude(Analysis& analysis, const AnalyzeOptions& options) {
  analysis.end_range = end_range_of(analysis, options);
  analysis.back_stills = choose_back_stills(analysis);
  analysis.trends = find_trends(analysis.reps);
  analysis.sides_compared = compare_sides(analysis.reps, analysis.view.angle_bias_deg);
  judge(analysis);
  analysis.advice = advise(analysis);
  add_forces(analysis);
}

}  // namespace endrange
