// The chain's moments against two engines that share no code with it or with each other: Simbody and MuJoCo.
#include <gtest/gtest.h>
#include <mujoco/mujoco.h>

#include <cmath>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "body/chain.h"
#include "simbody_chain.h"

namespace endrange {
namespace {

std::vector<Part> parts_of(const BodyModel& b) {
  const double depth = b.spine_depth_m;
  std::vector<Part> parts;
  for (int i = 0; i < 5; ++i) {
    const auto k = static_cast<std::size_t>(i);
    Part p{i - 1, i == 0 ? b.joint_at_m[0] : b.joint_at_m[k] - b.joint_at_m[k - 1], i == 0 ? -depth : 0, 0, -1, 0, 0, 0,
           depth};
    if (i < 4) {
      p.mass = b.vertebra_mass_kg[k], p.inertia = p.mass * depth * depth / 4;
      p.cx = -(b.joint_at_m[k] - b.joint_at_m[k + 1]) / 2;
    } else {
      p.mass = b.pelvis_mass_kg, p.inertia = b.pelvis_inertia_kg_m2, p.cx = b.pelvis_at_m - b.joint_at_m[4];
    }
    parts.push_back(p);
  }
  for (int side = 0; side < 2; ++side) {
    const int thigh = static_cast<int>(parts.size());
    parts.push_back(
        {4, -b.joint_at_m[4], depth, M_PI, -1, b.thigh.mass_kg, b.thigh.inertia_kg_m2, b.thigh.centre_m, 0});
    parts.push_back({thigh, b.thigh.length_m, 0, 0, 1, b.shank.mass_kg, b.shank.inertia_kg_m2, b.shank.centre_m, 0});
    parts.push_back({thigh + 1, b.shank.length_m, 0, -M_PI / 2, 0, b.foot.mass_kg, b.foot.inertia_kg_m2,
                     b.foot.centre_m - b.foot.length_m / 4, 0.02});
  }
  return parts;
}

// With some mass in every vertebra: MuJoCo refuses links that weigh nothing.
BodyModel random_body(int i) {
  BodyModel b = *body_model(1.5 + 0.005 * i, 50 + 0.5 * i, i % 2 ? Sex::male : Sex::female);
  for (double& mass : b.vertebra_mass_kg) mass += 1;
  return b;
}

Movement random_movement(std::mt19937& random) {
  std::uniform_real_distribution<double> any(-1, 1);
  Movement m;
  const auto fill = [&](auto& values, double size) {
    for (double& v : values) v = size * any(random);
  };
  fill(m.at.lumbar, 0.3), fill(m.rate.lumbar, 2), fill(m.acceleration.lumbar, 10);
  fill(m.at.hip, 1.5), fill(m.rate.hip, 5), fill(m.acceleration.hip, 40);
  fill(m.at.knee, 1.5), fill(m.rate.knee, 5), fill(m.acceleration.knee, 40);
  const double lean = 3 * any(random);
  m.gravity = {9.80665 * std::sin(lean), -9.80665 * std::cos(lean)};
  return m;
}

// In the order of parts_of, without the feet.
std::vector<double> coordinates(const Joints& j) {
  return {j.lumbar[0], j.lumbar[1], j.lumbar[2], j.lumbar[3], j.lumbar[4], j.hip[0], j.knee[0], j.hip[1], j.knee[1]};
}
std::vector<double> moments(const Moments& m) {
  return {m.lumbar[0], m.lumbar[1], m.lumbar[2], m.lumbar[3], m.lumbar[4], m.hip[0], m.knee[0], m.hip[1], m.knee[1]};
}

std::vector<double> by_simbody(const BodyModel& body, const Movement& m) {
  return simbody_moments(parts_of(body), m.gravity.x, m.gravity.y, coordinates(m.at), coordinates(m.rate),
                         coordinates(m.acceleration));
}

std::vector<double> by_mujoco(const BodyModel& body, const Movement& m) {
  char text[400];
  std::snprintf(
      text, sizeof text,
      "<mujoco><compiler angle='radian' inertiafromgeom='false'/><option gravity='%.17g %.17g 0'/><worldbody>",
      m.gravity.x, m.gravity.y);
  std::string xml = text;
  const std::vector<Part> parts = parts_of(body);
  int open = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& p = parts[i];
    // Each leg begins again at the pelvis.
    while (open > p.parent + 1 && i == 8 && open > 5) xml += "</body>", --open;
    std::snprintf(text, sizeof text,
                  "<body pos='%.17g %.17g 0' euler='0 0 %.17g'><inertial pos='%.17g %.17g 0' mass='%.17g' "
                  "diaginertia='%.17g %.17g %.17g'/>",
                  p.x, p.y, p.offset, p.cx, p.cy, p.mass, p.inertia / 2, p.inertia / 2, p.inertia);
    xml += text, ++open;
    if (p.sign != 0) xml += std::string("<joint type='hinge' axis='0 0 ") + (p.sign < 0 ? "-1" : "1") + "'/>";
  }
  while (open-- > 0) xml += "</body>";
  xml += "</worldbody></mujoco>";
  mjVFS files;
  mj_defaultVFS(&files);
  mj_makeEmptyFileVFS(&files, "chain.xml", static_cast<int>(xml.size()));
  std::copy(xml.begin(), xml.end(), static_cast<char*>(files.filedata[mj_findFileVFS(&files, "chain.xml")]));
  char error[300] = "";
  mjModel* model = mj_loadXML("chain.xml", &files, error, sizeof error);
  mj_deleteVFS(&files);
  if (model == nullptr) {
    ADD_FAILURE() << error;
    return {};
  }
  mjData* data = mj_makeData(model);
  const std::vector<double> q = coordinates(m.at), u = coordinates(m.rate), a = coordinates(m.acceleration);
  for (int i = 0; i < 9; ++i) {
    const auto k = static_cast<std::size_t>(i);
    data->qpos[i] = q[k], data->qvel[i] = u[k], data->qacc[i] = a[k];
  }
  mj_inverse(model, data);
  const std::vector<double> out(data->qfrc_inverse, data->qfrc_inverse + 9);
  mj_deleteData(data), mj_deleteModel(model);
  return out;
}

void expect_alike(const std::vector<double>& ours, const std::vector<double>& theirs, const char* engine) {
  ASSERT_EQ(ours.size(), theirs.size());
  double largest = 1;
  for (const double v : ours) largest = std::max(largest, std::abs(v));
  for (std::size_t i = 0; i < ours.size(); ++i)
    EXPECT_NEAR(ours[i], theirs[i], 1e-9 * largest) << engine << " joint " << i;
}

// A hundred bodies in random movements.
void compare_with(std::vector<double> (*engine)(const BodyModel&, const Movement&), const char* name) {
  std::mt19937 random(21);
  for (int i = 0; i < 100; ++i) {
    const BodyModel b = random_body(i);
    const Movement m = random_movement(random);
    expect_alike(moments(moments_of(b, m)), engine(b, m), name);
  }
}

TEST(ChainOracle, simbody_finds_the_same_moments_to_one_part_in_a_billion) { compare_with(by_simbody, "Simbody"); }

TEST(ChainOracle, mujoco_finds_the_same_moments_to_one_part_in_a_billion) { compare_with(by_mujoco, "MuJoCo"); }

}  // namespace
}  // namespace endrange
