#include "synthetic/skeleton.h"

#include <array>
#include <cmath>
#include <numbers>

#include "synthetic/random.h"

namespace endrange::synthetic {

namespace {

constexpr double kSlowest_s = 8, kFastest_s = 2;

// One coordinate of one joint: white noise and three slow waves, in units of a trunk.
struct Wander {
  std::array<double, 3> phase{}, hz{};
  explicit Wander(Dice& dice) {
    for (double& p : phase) p = dice.uniform(0, 2 * std::numbers::pi);
    for (double& f : hz) f = 1 / dice.uniform(kFastest_s, kSlowest_s);
  }
  double at(double t, const LandmarkNoise& noise, Dice& dice) const {
    double sum = 0;
    for (std::size_t i = 0; i < hz.size(); ++i) sum += std::sin(2 * std::numbers::pi * hz[i] * t + phase[i]);
    // Three sines have an RMS of √1.5.
    return noise.wandering * sum / std::sqrt(1.5) + noise.white * dice.normal();
  }
};

}  // namespace

Scene skeleton_scene(const Recipe& recipe) {
  Scene scene;
  scene.recipe = recipe;
  scene.script = write_script(recipe);
  scene.anatomy = make_anatomy(recipe.sex[0], recipe.height_m, recipe.build);
  scene.stance = stance_of(scene.script);
  scene.camera = place_camera(recipe, scene.anatomy, scene.script);
  return scene;
}

std::vector<Pose> film_skeleton(const Scene& scene, const std::vector<double>& frames_s) {
  std::vector<Pose> poses;
  poses.reserve(frames_s.size());
  for (const double t : frames_s) {
    Pose pose;
    pose.frame = static_cast<int>(poses.size()), pose.at_s = t;
    pose.score = 1, pose.seen = true;
    const auto joints = joints_of(scene.anatomy, pose_body(scene.anatomy, scene.stance, scene.script.at(t)));
    const Camera camera = shaken(scene.camera, scene.recipe, t);
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

void disturb(std::vector<Pose>& poses, int seed, const LandmarkNoise& noise) {
  if (poses.empty()) return;
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
      pose.joints[j].x += static_cast<float>(px * x.at(t, noise, dice));
      pose.joints[j].y += static_cast<float>(px * y.at(t, noise, dice));
      pose.world[j].x += static_cast<float>(m * wx.at(t, noise, dice));
      pose.world[j].y += static_cast<float>(m * wy.at(t, noise, dice));
      pose.world[j].z += static_cast<float>(m * wz.at(t, noise, dice));
    }
  }
}

}  // namespace endrange::synthetic
