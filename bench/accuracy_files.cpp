// Reads the truth file of a rendered clip and the files of its analysis.
#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "accuracy_files.h"
#include "accuracy_metrics.h"

namespace endrange::bench {

double number(const nlohmann::json& value) { return value.is_number() ? value.get<double>() : kUnknown; }

std::map<std::string, std::vector<double>> read_columns(const std::string& csv) {
  std::istringstream in(csv);
  std::vector<std::string> names;
  std::map<std::string, std::vector<double>> columns;
  for (std::string line; std::getline(in, line);) {
    std::istringstream cells(line);
    std::string cell;
    if (names.empty()) {
      while (std::getline(cells, cell, ',')) names.push_back(cell);
      continue;
    }
    for (const std::string& name : names) {
      cell.clear();
      std::getline(cells, cell, ',');
      char* end = nullptr;
      const double value = std::strtod(cell.c_str(), &end);
      columns[name].push_back(end == cell.c_str() || *end != 0 ? kUnknown : value);
    }
  }
  return columns;
}

namespace {

using Json = nlohmann::json;

std::string text(const Json& value) { return value.is_string() ? value.get<std::string>() : ""; }
std::vector<double> numbers(const Json& list) {
  std::vector<double> all;
  for (const Json& value : list) all.push_back(number(value));
  return all;
}
Interval interval(const Json& pair) {
  return pair.is_array() && pair.size() == 2 ? Interval{number(pair[0]), number(pair[1])} : Interval{};
}

RepFacts rep_facts(const Json& rep) {
  RepFacts facts;
  facts.side = rep.at("side").get<std::string>();
  facts.is_complete = rep.at("complete").get<bool>();
  const Json& phases = rep.at("phases");
  facts.lower = interval(phases.at("lower")), facts.bottom = interval(phases.at("bottom"));
  facts.lift = interval(phases.at("lift")), facts.top = interval(phases.at("top"));
  facts.top_deg = number(rep.at("leg_elevation_top_deg"));
  facts.bottom_deg = number(rep.at("leg_elevation_bottom_deg"));
  facts.lumbar_lift_max_mm = number(rep.at("lumbar_lift_max_mm"));
  facts.is_thigh_used = rep.value("leg_elevation_from", "") == "thigh";
  return facts;
}

// Where a point of the world falls in the picture, by the truth's own camera. px
Vec2 project(const Json& camera, const std::array<double, 3>& world) {
  const auto along = [&](const char* axis) {
    double sum = 0;
    for (std::size_t i = 0; i < 3; ++i)
      sum += camera.at(axis).at(i).get<double>() * (world[i] - camera.at("eye_m").at(i).get<double>());
    return sum;
  };
  const double scale = camera.at("focal_px").get<double>() / along("forward");
  return {camera.at("center_px").at(0).get<double>() + scale * along("right"),
          camera.at("center_px").at(1).get<double>() - scale * along("up")};
}

// The world's x runs along the mat to the head, z to the lifter's left; y = 0 is the mat (synthetic/vec3.h).
double floor_tilt(const Json& camera, bool near_is_left, double height_m) {
  constexpr double kHipSide = 0.05;  // of the height, off the middle
  const double z = (near_is_left ? 1 : -1) * kHipSide * height_m;
  const Vec2 a = project(camera, {-0.4, 0, z}), b = project(camera, {0.4, 0, z});
  const Vec2 line = a.x < b.x ? b - a : a - b;
  return std::atan2(line.y, line.x) * 180 / 3.14159265358979323846;
}

std::size_t column_of(const std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) throw std::runtime_error("joint " + name + " is missing");
  return static_cast<std::size_t>(found - names.begin());
}

KnownClip known_from(const Json& json) {
  if (json.at("schema") != "endrange.truth/1") throw std::runtime_error("not of schema endrange.truth/1");
  KnownClip known;
  const Json &recipe = json.at("recipe"), &camera = json.at("camera"), &clip = json.at("clip");
  known.exercise = recipe.at("exercise").get<std::string>();
  known.posture = json.at("posture").get<std::string>();
  known.near_side = json.at("near_side").get<std::string>();
  known.width = clip.at("width").get<int>(), known.height = clip.at("height").get<int>();
  known.height_m = number(recipe.at("height_m"));
  known.yaw_deg = std::abs(number(recipe.at("yaw_deg")));
  known.roll_deg = number(recipe.at("roll_deg"));
  known.mm_per_px = number(camera.at("mm_per_px"));

  const auto names = json.at("joint_names").get<std::vector<std::string>>();
  const Json& frames = json.at("frames");
  known.at_s = numbers(frames.at("at_s"));
  if (known.at_s.size() != clip.at("frames").get<std::size_t>() || frames.at("joints_px").size() != known.at_s.size())
    throw std::runtime_error("the frames aren't as many as the clip's");
  std::array<std::array<std::size_t, kPlaceCount>, 2> columns{};
  for (const Side side : kSides)
    for (const Place place : kPlaces)
      columns[static_cast<std::size_t>(side)][static_cast<std::size_t>(place)] =
          column_of(names, std::string(endrange::name_of(side)) + "_" + name_of(place));
  for (const Json& joints : frames.at("joints_px")) {
    if (joints.size() != 2 * names.size()) throw std::runtime_error("a frame lacks joints");
    LegJoints& here = known.joints.emplace_back();
    for (std::size_t s = 0; s < 2; ++s)
      for (std::size_t p = 0; p < kPlaceCount; ++p)
        here[s][p] = {number(joints[2 * columns[s][p]]), number(joints[2 * columns[s][p] + 1])};
  }
  if (known.joints.empty()) throw std::runtime_error("no frames");

  const Json& series = json.at("series");
  known.rate_hz = series.at("rate_hz").get<double>();
  const auto samples =
      static_cast<std::size_t>(std::floor(clip.at("duration_s").get<double>() * known.rate_hz + 1e-6)) + 1;
  for (const Side side : kSides) {
    LegCurve& leg = known.legs[static_cast<std::size_t>(side)];
    const auto curve = [&](const char* name) {
      auto values = numbers(series.at(std::string(endrange::name_of(side)) + name));
      // The last sample may round away.
      if (values.size() + 1 < samples || values.size() > samples + 1)
        throw std::runtime_error(std::string(name) + " has the wrong length");
      return values;
    };
    leg.leg_elevation = curve("_leg_elevation_deg"), leg.thigh_elevation = curve("_thigh_elevation_deg");
    leg.hip_flexion = curve("_hip_flexion_deg"), leg.knee_flexion = curve("_knee_flexion_deg");
  }
  for (const Json& rep : json.at("reps")) known.reps.push_back(rep_facts(rep));
  known.end_range_status = text(json.at("end_range").at("status"));
  known.end_range_deg = number(json.at("end_range").at("deg"));

  const bool near_is_left = known.near_side == "left";
  if (known.posture == "hanging") {
    // The legs go to the body's front, which is +x; the picture's x for that hangs on the side of the camera.
    known.head_x = project(camera, {1, 1, 0}).x < project(camera, {0, 1, 0}).x ? 1 : -1;
  } else {
    known.floor_tilt_deg = floor_tilt(camera, near_is_left, known.height_m);
    known.head_x = project(camera, {1, 0, 0}).x > project(camera, {0, 0, 0}).x ? 1 : -1;
  }
  return known;
}

MeasuredClip measured_from(const Json& json, const std::string& csv) {
  MeasuredClip measured;
  const Json& view = json.at("view");
  measured.exercise = text(json.at("exercise").at("id"));
  measured.posture = text(view.at("posture")), measured.near_side = text(view.at("near_side"));
  measured.usability = text(view.at("usability")), measured.sides = text(json.at("sides"));
  for (const Json& problem : view.at("problems"))
    measured.problems += (measured.problems.empty() ? "" : "+") + text(problem.at("id"));
  measured.yaw_deg = number(view.at("yaw_deg")), measured.floor_tilt_deg = number(view.at("floor_tilt_deg"));
  measured.angle_error_deg = number(view.at("angle_error_deg"));
  measured.mm_per_px = number(json.at("subject").at("mm_per_px"));
  for (const char* list : {"reps", "partial_reps"})
    for (const Json& rep : json.at(list)) measured.reps.push_back(rep_facts(rep));
  measured.end_range_status = text(json.at("end_range").at("status"));
  measured.end_range_deg = number(json.at("end_range").at("deg"));

  const auto columns = read_columns(csv);
  measured.at_s = columns.at("at_s");
  measured.joints.resize(measured.at_s.size());
  for (const Side side : kSides) {
    const std::string prefix = std::string(endrange::name_of(side)) + "_";
    const auto s = static_cast<std::size_t>(side);
    LegCurve& leg = measured.legs[s];
    leg.leg_elevation = columns.at(prefix + "leg_elevation_deg");
    leg.thigh_elevation = columns.at(prefix + "thigh_elevation_deg");
    leg.hip_flexion = columns.at(prefix + "hip_flexion_deg");
    leg.knee_flexion = columns.at(prefix + "knee_flexion_deg");
    for (const Place place : kPlaces) {
      const auto &x = columns.at(prefix + name_of(place) + "_x_px"), &y = columns.at(prefix + name_of(place) + "_y_px");
      for (std::size_t i = 0; i < measured.joints.size(); ++i)
        measured.joints[i][s][static_cast<std::size_t>(place)] = {x[i], y[i]};
    }
  }
  return measured;
}

}  // namespace

Result<KnownClip> read_known(const std::string& truth_json) {
  try {
    return known_from(Json::parse(truth_json));
  } catch (const std::exception& e) {
    return failure(Error::Kind::unreadable, std::string("truth: ") + e.what());
  }
}

Result<MeasuredClip> read_measured(const std::string& analysis_json, const std::string& series_csv) {
  try {
    return measured_from(Json::parse(analysis_json), series_csv);
  } catch (const std::exception& e) {
    return failure(Error::Kind::unreadable, std::string("analysis: ") + e.what());
  }
}

}  // namespace endrange::bench
