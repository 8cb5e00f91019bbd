#include "body/sheet.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <span>

#include "body/muscles.h"
#include "core/angle.h"
#include "exercise/exercise.h"

namespace endrange {

namespace {

constexpr double kAssumedHeight_m = 1.70, kBentKnee_deg = 90;
constexpr double kLowest_deg = -90, kHighest_deg = 120, kMostKnee_deg = 140, kMostWeight_kg = 20;
constexpr double kSweepFrom_deg = 90, kSweepStep_deg = 5;

Error out_of_range(const char* what, double value, const char* unit, double low, double high) {
  char text[160];
  std::snprintf(text, sizeof text, "%s %g %s: between %g and %g, please", what, value, unit, low, high);
  return {Error::Kind::bad_argument, text};
}

bool hands_of(const std::string& name, Hands& hands) {
  constexpr std::array kNames = {"sides", "chest", "overhead", "under_hips"};
  const auto found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return false;
  hands = static_cast<Hands>(found - kNames.begin());
  return true;
}

void add_muscles(const Loads& loads, bool is_alike, std::vector<MuscleLoad>& muscles) {
  const auto hips = hip_muscles();
  for (std::size_t k = 0; k < hips.size(); ++k) {
    if (is_alike) {
      muscles.push_back({hips[k].name, loads.hip_activation[0][k], loads.hip_force_n[0][k]});
      continue;
    }
    muscles.push_back({std::string("left ") + hips[k].name, loads.hip_activation[0][k], loads.hip_force_n[0][k]});
    muscles.push_back({std::string("right ") + hips[k].name, loads.hip_activation[1][k], loads.hip_force_n[1][k]});
  }
  const auto trunk = trunk_muscles();
  for (std::size_t k = 0; k < trunk.size(); ++k)
    muscles.push_back({trunk[k].name, loads.trunk_activation[k], loads.trunk_force_n[k]});
}

PoseLoads loads_at(std::span<const LoadModel> bodies, const LoadPose& pose, double leg_elevation_deg) {
  PoseLoads out;
  out.leg_elevation_deg = leg_elevation_deg, out.knee_flexion_deg = to_deg(pose.knee_flexion[0]);
  const Loads shown = loads_of(bodies[0], pose);
  out.hip_moment_nm = shown.hip_moment_nm, out.lumbar_moment_nm = shown.lumbar_moment_nm;
  out.residual = shown.residual, out.is_feasible = shown.is_feasible;
  const Contacts& c = shown.contacts;
  out.head_n = c.head, out.thorax_n = c.thorax, out.lumbar_n = c.lumbar, out.sacrum_n = c.sacrum;
  out.buttocks_n = c.buttocks, out.heels_n = c.heels;
  add_muscles(shown, pose.thigh_elevation[0] == pose.thigh_elevation[1] && !pose.is_resting[1], out.muscles);
  for (const LoadModel& body : bodies)
    for (const bool has_floors : {false, true}) {
      const Loads loads = loads_of(body, pose, {has_floors, 1});
      out.hip_moment_band_nm.hold(loads.hip_moment_nm);
      out.l4l5_compression_n.hold(loads.l4l5_compression_n), out.psoas_n.hold(loads.psoas_n);
    }
  for (std::size_t t = 0; t < kTrunks.size(); ++t) {
    const Loads loads = loads_of(bodies[0], pose, {true, kTrunks[t].capacity});
    out.lumbar_by_trunk_n[t] = pose.is_hanging ? kUnknown : loads.is_feasible ? loads.contacts.lumbar : 0;
  }
  return out;
}

}  // namespace

Result<std::vector<LoadModel>> possible_bodies(double height_m, double mass_kg, char sex, double thigh_share) {
  std::vector<Sex> sexes;
  if (sex != 'f') sexes.push_back(Sex::male);
  if (sex != 'm') sexes.push_back(Sex::female);
  std::vector<double> masses = {mass_kg};
  if (std::isnan(mass_kg)) {
    const auto usual = usual_masses(height_m);
    masses = {usual[1], usual[0], usual[2]};
  }
  std::vector<LoadModel> bodies;
  for (const double mass : masses)
    for (const Sex one : sexes) {
      auto body = body_model(height_m, mass, one);
      if (!body) return tl::unexpected(body.error());
      divide_leg(*body, thigh_share);
      bodies.push_back(load_model(*body));
    }
  return bodies;
}

Result<LoadSheet> load_sheet(const LoadQuestion& q) {
  LoadSheet sheet;
  const Exercise* exercise = find_exercise(q.exercise);
  if (exercise == nullptr || exercise->id == "other")
    return failure(Error::Kind::bad_argument,
                   "exercise \"" + q.exercise + "\" isn't known; see: endrange list exercises");
  if (exercise->position == Position::all_fours)
    return failure(Error::Kind::bad_argument,
                   "the forces of \"" + q.exercise + "\" aren't modelled: only of lying and hanging exercises");
  const bool is_hanging = exercise->position == Position::hanging;
  if (!(q.angle_deg >= kLowest_deg && q.angle_deg <= kHighest_deg))
    return tl::unexpected(out_of_range("angle", q.angle_deg, "deg", kLowest_deg, kHighest_deg));
  if (!(std::isnan(q.knee_deg) || (q.knee_deg >= 0 && q.knee_deg <= kMostKnee_deg)))
    return tl::unexpected(out_of_range("knee flexion", q.knee_deg, "deg", 0, kMostKnee_deg));
  if (!(q.ankle_weight_kg >= 0 && q.ankle_weight_kg <= kMostWeight_kg))
    return tl::unexpected(out_of_range("ankle weight", q.ankle_weight_kg, "kg", 0, kMostWeight_kg));
  if (!(std::isnan(q.end_range_deg) || (q.end_range_deg >= 0 && q.end_range_deg <= kSweepFrom_deg)))
    return tl::unexpected(out_of_range("end range", q.end_range_deg, "deg", 0, kSweepFrom_deg));
  if (q.sex != 0 && q.sex != 'f' && q.sex != 'm')
    return failure(Error::Kind::bad_argument, "sex: f or m, please; leave it out for a band over both");
  Hands hands = Hands::sides;
  if (!hands_of(q.hands, hands))
    return failure(Error::Kind::bad_argument,
                   "hands \"" + q.hands + "\": sides, chest, overhead or under_hips, please");
  sheet.height_m = std::isnan(q.height_m) ? kAssumedHeight_m : q.height_m,
  sheet.is_height_assumed = std::isnan(q.height_m);
  const auto bodies = possible_bodies(sheet.height_m, q.mass_kg, q.sex, q.thigh_share);
  if (!bodies) return tl::unexpected(bodies.error());
  for (const LoadModel& body : *bodies) sheet.mass_kg.hold(body.body.mass_kg);

  const bool is_bent = exercise->knees == Knees::bent;
  const double knee = from_deg(!std::isnan(q.knee_deg) ? q.knee_deg : is_bent ? kBentKnee_deg : 0);
  sheet.exercise = q.exercise, sheet.hands = q.hands, sheet.sex = q.sex, sheet.is_hanging = is_hanging;
  sheet.legs = exercise->legs == Legs::one ? 1 : 2, sheet.ankle_weight_kg = q.ankle_weight_kg;
  sheet.is_head_lifted = q.is_head_lifted, sheet.is_back_pressed = q.is_back_pressed;
  const auto pose_at = [&](double leg_elevation_deg) {
    const double thigh = from_deg(leg_elevation_deg) + thigh_above_leg((*bodies)[0].body, knee);
    LoadPose pose = is_hanging ? hanging_pose(thigh, knee) : lying_pose(thigh, knee, sheet.legs);
    // Of legs that take turns with bent knees the other one waits above the hip.
    if (!is_hanging && exercise->legs == Legs::alternating && exercise->knees != Knees::straight) {
      pose.thigh_elevation[1] = 90.0_deg, pose.knee_flexion[1] = from_deg(kBentKnee_deg);
    }
    pose.hands = hands, pose.is_head_lifted = q.is_head_lifted, pose.is_back_pressed = q.is_back_pressed,
    pose.ankle_weight_kg = q.ankle_weight_kg;
    return pose;
  };
  if (!q.is_sweep) {
    sheet.poses.push_back(loads_at(*bodies, pose_at(q.angle_deg), q.angle_deg));
  } else {
    for (double deg = kSweepFrom_deg; deg >= 0; deg -= kSweepStep_deg)
      sheet.poses.push_back(loads_at(*bodies, pose_at(deg), deg));
  }
  if (is_hanging || !q.is_back_pressed) return sheet;
  const LoadPose pose = pose_at(0);
  for (const Trunk& trunk : kTrunks) {
    const auto range = predicted_end_range((*bodies)[0], pose, trunk.capacity);
    sheet.end_ranges.push_back({trunk.name, trunk.capacity, range ? to_deg(*range) : kUnknown});
  }
  if (!std::isnan(q.end_range_deg)) {
    sheet.measured_end_range_deg = q.end_range_deg;
    if (const auto capacity = implied_capacity((*bodies)[0], pose, from_deg(q.end_range_deg)))
      sheet.implied_capacity = *capacity;
  }
  return sheet;
}

}  // namespace endrange
