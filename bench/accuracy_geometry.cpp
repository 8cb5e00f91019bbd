// True landmarks through interpret(): what the geometry alone costs. No picture, no network.
#include <cmath>
#include <cstdio>

#include "accuracy.h"
#include "analysis/analyze.h"
#include "endrange.h"
#include "report/json.h"
#include "synthetic/random.h"
#include "synthetic/render.h"
#include "synthetic/synth.h"
#include "synthetic/truth.h"

namespace endrange::bench {

namespace {

using synthetic::Dice;
using synthetic::Scene;
using synthetic::Vec3;

// Landmark noise, in trunk lengths: new in every frame, and a bias of each joint that wanders slowly.
constexpr double kWhite = 0.01, kWandering = 0.02;
constexpr double kSlowest_s = 8, kFastest_s = 2;

// Everything of a scene but the mesh.
Scene skeleton_scene(const synthetic::Recipe& recipe) {
  Scene scene;
  scene.recipe = recipe;
  scene.script = synthetic::write_script(recipe);
  scene.anatomy = synthetic::make_anatomy(recipe.sex[0], recipe.height_m, recipe.build);
  scene.stance = synthetic::stance_of(scene.script);
  scene.camera = synthetic::place_camera(recipe, scene.anatomy, scene.script);
  return scene;
}

std::vector<Pose> film(const Scene& scene, const std::vector<double>& frames_s) {
  std::vector<Pose> poses;
  for (const double t : frames_s) {
    Pose pose;
    pose.frame = static_cast<int>(poses.size()), pose.at_s = t;
    pose.score = 1, pose.seen = true;
    const auto joints =
        synthetic::joints_of(scene.anatomy, synthetic::pose_body(scene.anatomy, scene.stance, scene.script.at(t)));
    const synthetic::Camera camera = synthetic::shaken(scene.camera, scene.recipe, t);
    const auto at = [&](Joint joint) { return joints[static_cast<std::size_t>(joint)]; };
    const Vec3 middle = 0.5 * (at(Joint::left_hip) + at(Joint::right_hip));
    for (std::size_t j = 0; j < kJointCount; ++j) {
      const auto p = camera.project(joints[j]);
      pose.joints[j] = {static_cast<float>(p.x), static_cast<float>(p.y), 1, 1};
      const Vec3 d = joints[j] - middle;
      pose.world[j] = {static_cast<float>(dot(d, camera.right)), static_cast<float>(-dot(d, camera.up)),
                       static_cast<float>(dot(d, camera.forward))};
    }
    poses.push_back(pose);
  }
  return poses;
}

// One coordinate of one joint: white noise and three slow waves, in units of a trunk.
struct Wander {
  std::array<double, 3> phase{}, hz{};
  explicit Wander(Dice& dice) {
    for (double& p : phase) p = dice.uniform(0, 2 * 3.14159265358979);
    for (double& f : hz) f = 1 / dice.uniform(kFastest_s, kSlowest_s);
  }
  double at(double t, Dice& dice) const {
    double sum = 0;
    for (std::size_t i = 0; i < hz.size(); ++i) sum += std::sin(2 * 3.14159265358979 * hz[i] * t + phase[i]);
    // Three sines have an RMS of √1.5.
    return kWandering * sum / std::sqrt(1.5) + kWhite * dice.normal();
  }
};

void disturb(std::vector<Pose>& poses, int seed) {
  Dice dice(static_cast<std::uint64_t>(seed) * 7919 + 13);
  const auto trunk_px = [](const Pose& p) { return length(p.at(Joint::left_shoulder) - p.at(Joint::left_hip)); };
  const auto trunk_m = [](const Pose& p) {
    const WorldPoint &a = p.world_at(Joint::left_shoulder), &b = p.world_at(Joint::left_hip);
    return std::hypot(a.x - b.x, a.y - b.y, a.z - b.z);
  };
  const double px = trunk_px(poses.front()), m = trunk_m(poses.front());
  for (std::size_t j = 0; j < kJointCount; ++j) {
    const Wander x(dice), y(dice), wx(dice), wy(dice), wz(dice);
    for (Pose& pose : poses) {
      const double t = pose.at_s;
      pose.joints[j].x += static_cast<float>(px * x.at(t, dice));
      pose.joints[j].y += static_cast<float>(px * y.at(t, dice));
      pose.world[j].x += static_cast<float>(m * wx.at(t, dice));
      pose.world[j].y += static_cast<float>(m * wy.at(t, dice));
      pose.world[j].z += static_cast<float>(m * wz.at(t, dice));
    }
  }
}

Row measure(const Case& job, const KnownClip& known, const std::vector<Pose>& poses) {
  Following following;
  following.poses = poses;
  following.scene.resize(poses.size());
  following.width = known.width, following.height = known.height;
  AnalyzeOptions options;
  options.subject.height_m = job.recipe.height_m, options.subject.is_height_assumed = false;
  const Analysis analysis = interpret(following, options);
  Row row;
  row.job = job;
  auto measured = read_measured(to_json(analysis), write_csv(analysis));
  if (!measured) {
    row.reason = measured.error().message;
    return row;
  }
  row.metrics = compare(known, *measured);
  measured->joints.clear(), measured->legs = {}, measured->at_s.clear();
  row.measured = std::move(*measured);
  return row;
}

}  // namespace

GeometryRows run_geometry(int n, int seed) {
  GeometryRows rows;
  if (n == 0) return rows;
  // Another draw than the rendered clips'.
  for (Case& job : make_grid(n, seed + 700)) {
    if (job.is_extra) continue;
    // No shutter here: a frame's landmarks are those of its own time.
    job.recipe.rolling_shutter_ms = 0;
    const Scene scene = skeleton_scene(job.recipe);
    const auto frames_s = synthetic::frame_times(job.recipe, scene.script.duration_s);
    synthetic::Truth truth = synthetic::log_truth(scene, frames_s);
    // The reader doesn't ask for these, and they are most of the file.
    for (auto& values : truth.series.joints) values.clear();
    const auto known = read_known(synthetic::truth_json(scene, truth, frames_s, "skeleton.mp4"));
    if (!known) {
      Row row;
      row.job = job, row.reason = known.error().message;
      rows.exact.push_back(row), rows.noisy.push_back(row);
      continue;
    }
    std::vector<Pose> poses = film(scene, frames_s);
    rows.exact.push_back(measure(job, *known, poses));
    disturb(poses, job.recipe.seed);
    rows.noisy.push_back(measure(job, *known, poses));
    if (job.number % 50 == 0) std::printf("geometry %d/%d\n", job.number, n), std::fflush(stdout);
  }
  return rows;
}

}  // namespace endrange::bench
