#include <cmath>
#include <nlohmann/json.hpp>

#include "core/angle.h"
#include "synthetic/render.h"
#include "synthetic/truth.h"

namespace endrange::synthetic {

namespace {

using Json = nlohmann::ordered_json;

Json number(double value, int decimals) {
  if (!std::isfinite(value)) return nullptr;
  const double scale = std::pow(10, decimals);
  return std::round(value * scale) / scale + 0.0;
}
template <class Values>
Json numbers(const Values& values, int decimals) {
  Json all = Json::array();
  for (const double v : values) all.push_back(number(v, decimals));
  return all;
}
Json point(Vec3 p) { return numbers(std::array{p.x, p.y, p.z}, 6); }
Json interval(const Interval& i) {
  return i.is_known() ? Json::array({number(i.from_s, 4), number(i.to_s, 4)}) : Json(nullptr);
}

// BlazePose's names, in its order.
constexpr std::array kJointNames = {
    "nose",        "left_eye_inner",  "left_eye",       "left_eye_outer", "right_eye_inner",
    "right_eye",   "right_eye_outer", "left_ear",       "right_ear",      "mouth_left",
    "mouth_right", "left_shoulder",   "right_shoulder", "left_elbow",     "right_elbow",
    "left_wrist",  "right_wrist",     "left_pinky",     "right_pinky",    "left_index",
    "right_index", "left_thumb",      "right_thumb",    "left_hip",       "right_hip",
    "left_knee",   "right_knee",      "left_ankle",     "right_ankle",    "left_heel",
    "right_heel",  "left_foot",       "right_foot"};
static_assert(kJointNames.size() == kJointCount);

Json recipe_json(const Recipe& recipe) {
  Json all;
  for (const Knob& knob : knobs())
    std::visit(
        [&](auto member) {
          if constexpr (std::is_same_v<decltype(member), double Recipe::*>)
            all[knob.name] = number(recipe.*member, 6);
          else
            all[knob.name] = recipe.*member;
        },
        knob.member);
  return all;
}

Json rep_json(const TruthRep& rep, int index) {
  return {{"index", index},
          {"side", rep.side},
          {"complete", rep.is_complete},
          {"start_s", number(rep.start_s, 4)},
          {"end_s", number(rep.end_s, 4)},
          {"phases",
           {{"lower", interval(rep.lower)},
            {"bottom", interval(rep.bottom)},
            {"lift", interval(rep.lift)},
            {"top", interval(rep.top)}}},
          {"leg_elevation_top_deg", number(rep.top_deg, 3)},
          {"leg_elevation_bottom_deg", number(rep.bottom_deg, 3)},
          {"lumbar_lift_max_mm", number(rep.lumbar_lift_max_mm, 3)},
          {"end_range_deg", number(rep.end_range_deg, 3)},
          {"lowest_held_deg", number(rep.lowest_held_deg, 3)},
          {"pelvic_onset_deg", number(rep.pelvic_onset_deg, 3)}};
}

}  // namespace

std::string truth_json(const Scene& scene, const Truth& truth, const std::vector<double>& frames_s,
                       const std::string& clip_name) {
  const Recipe& recipe = scene.recipe;
  const Script& script = scene.script;
  const Camera& camera = scene.camera;
  Json json;
  json["schema"] = "endrange.truth/1";
  json["clip"] = {{"file", clip_name},
                  {"width", recipe.width_px()},
                  {"height", recipe.height_px()},
                  {"frames", frames_s.size()},
                  {"duration_s", number(script.duration_s, 4)}};
  json["recipe"] = recipe_json(recipe);
  json["posture"] = scene.stance == Stance::lying ? "lying" : scene.stance == Stance::hanging ? "hanging" : "all_fours";
  json["near_side"] = recipe.near_side;
  json["camera"] = {{"eye_m", point(camera.eye)},
                    {"right", point(camera.right)},
                    {"up", point(camera.up)},
                    {"forward", point(camera.forward)},
                    {"focal_px", number(camera.focal_px, 4)},
                    {"center_px", numbers(std::array{camera.center_x, camera.center_y}, 2)},
                    {"mm_per_px", number(truth.mm_per_px, 5)}};
  json["criterion"] = "lumbar lift > 5 mm for 0.15 s";
  Json reps = Json::array();
  int index = 0;
  double end_range_sum = 0, found = 0, lowest = kUnknown;
  for (const TruthRep& rep : truth.reps) {
    reps.push_back(rep_json(rep, rep.is_complete ? ++index : 0));
    if (!rep.is_complete) continue;
    if (!std::isnan(rep.end_range_deg)) end_range_sum += rep.end_range_deg, ++found;
    if (!(lowest <= rep.lowest_held_deg)) lowest = rep.lowest_held_deg;
  }
  json["reps"] = reps;
  json["holds"] = Json::array();
  if (script.is_hold)
    json["holds"].push_back({{"exercise", recipe.exercise},
                             {"start_s", number(script.hold_from_s, 4)},
                             {"end_s", number(script.hold_to_s - std::min(recipe.sag_s, recipe.hold_s), 4)},
                             {"side", "both"}});
  const bool is_lying = scene.stance == Stance::lying;
  json["end_range"] = {{"status", !is_lying || index == 0 ? "not_measured"
                                  : found > 0             ? "found"
                                                          : "not_reached"},
                       {"deg", found > 0 ? number(end_range_sum / found, 3) : Json(nullptr)},
                       {"lowest_held_deg", number(lowest, 3)}};
  Json frames;
  frames["at_s"] = numbers(frames_s, 6);
  frames["joints_px"] = Json::array();
  for (const auto& joints : truth.frame_joints) frames["joints_px"].push_back(numbers(joints, 2));
  json["joint_names"] = kJointNames;
  json["frames"] = frames;
  Json series;
  series["rate_hz"] = kTruthRate;
  for (const Side side : kSides) {
    const auto& leg = truth.series.legs[static_cast<std::size_t>(side)];
    const std::string name = name_of(side);
    series[name + "_leg_elevation_deg"] = numbers(leg.leg_elevation, 3);
    series[name + "_thigh_elevation_deg"] = numbers(leg.thigh_elevation, 3);
    series[name + "_hip_flexion_deg"] = numbers(leg.hip_flexion, 3);
    series[name + "_knee_flexion_deg"] = numbers(leg.knee_flexion, 3);
  }
  series["lumbar_lift_mm"] = numbers(truth.series.lumbar_lift, 4);
  series["floor_gap_mm"] = numbers(truth.series.floor_gap, 4);
  series["pelvic_tilt_deg"] = numbers(truth.series.pelvic_tilt, 3);
  series["breath"] = numbers(truth.series.breath, 4);
  series["swing_deg"] = numbers(truth.series.swing, 3);
  for (std::size_t j = 0; j < kJointCount; ++j) {
    series[std::string(kJointNames[j]) + "_x_px"] = numbers(truth.series.joints[2 * j], 2);
    series[std::string(kJointNames[j]) + "_y_px"] = numbers(truth.series.joints[2 * j + 1], 2);
  }
  json["series"] = series;
  return json.dump() + "\n";
}

}  // namespace endrange::synthetic
