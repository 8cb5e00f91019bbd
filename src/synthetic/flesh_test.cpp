// flesh_test.cpp: the body's surface is closed, of a body's size, and moves with its bones: the back exactly as the
// line of the back says, the flank not at all while only the legs move.
#include "synthetic/flesh.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <numeric>
#include <tuple>

#include "core/angle.h"
#include "synthetic/shapes.h"
#include "synthetic/test_scene.h"

namespace endrange::synthetic {
namespace {

using namespace test;

// Coarser than what is rendered, for speed. m
constexpr double kCell = 0.011;

Flesh grown(const Recipe& recipe, double cell = kCell) {
  return grow_flesh(make_anatomy(recipe.sex == "f" ? 'f' : 'm', recipe.height_m, recipe.build), recipe,
                    write_script(recipe).rest(), cell);
}
const Flesh& usual() {
  static const Flesh flesh = grown({});
  return flesh;
}

Surface posed(const Flesh& flesh, const Recipe& recipe, const Moment& moment) {
  Surface surface;
  pose_flesh(flesh, recipe, pose_body(flesh.anatomy, Stance::lying, moment), surface);
  return surface;
}

// m³; positive when the triangles face outward.
double volume(const Flesh& flesh, const std::vector<Vec3>& points) {
  double six = 0;
  for (const Triangle& t : flesh.triangles)
    six += dot(points[t.corners[0]], cross(points[t.corners[1]], points[t.corners[2]]));
  return six / 6;
}
double volume(const Flesh& flesh) {
  std::vector<Vec3> points;
  for (const Vertex& v : flesh.vertices) points.push_back(v.material);
  return volume(flesh, points);
}

bool is_trunk(const Vertex& v) { return v.bones[0] == 0 && v.weights[0] > 0.98f; }

// ------------------------------------------------------------------------------------------------------------- Mesh

TEST(Mesh, is_closed) {
  for (const auto& [sex, id] :
       {std::pair{"m", "double_leg_raise"}, {"f", "dead_bug"}, {"f", "hanging_leg_raise"}, {"m", "bird_dog"}}) {
    Recipe recipe = recipe_of(id);
    recipe.sex = sex;
    const Flesh flesh = grown(recipe);
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> there, back;
    for (const Triangle& t : flesh.triangles)
      for (std::size_t i = 0; i < 3; ++i) {
        const std::uint32_t a = t.corners[i], b = t.corners[(i + 1) % 3];
        EXPECT_NE(a, b);
        ++(a < b ? there[{a, b}] : back[{b, a}]);
      }
    // Each edge is walked as often one way as the other: no hole, and all faces turned alike. A net may pinch itself:
    // an edge with four triangles; at most one edge in a thousand (found: one in 2800).
    int holes = 0, pinched = 0;
    for (const auto& [edge, n] : there) holes += back[edge] != n, pinched += n > 1;
    for (const auto& [edge, n] : back) holes += there[edge] != n;
    EXPECT_EQ(holes, 0) << id;
    EXPECT_LE(pinched, static_cast<int>(there.size() / 1000)) << id;
    if (std::getenv("ENDRANGE_FIGURES") != nullptr)
      std::printf("%s %s: %d of %zu edges carry four triangles\n", id, sex, pinched, there.size());
  }
}

TEST(Mesh, is_one_body) {
  // All vertices hang together: no crumb floats beside the body, no hand is cut off.
  const Flesh& flesh = usual();
  std::vector<std::uint32_t> root(flesh.vertices.size());
  std::iota(root.begin(), root.end(), 0u);
  const auto find = [&](std::uint32_t i) {
    while (root[i] != i) i = root[i] = root[root[i]];
    return i;
  };
  for (const Triangle& t : flesh.triangles)
    root[find(t.corners[0])] = find(t.corners[1]), root[find(t.corners[1])] = find(t.corners[2]);
  std::map<std::uint32_t, int> sizes;
  for (std::uint32_t i = 0; i < root.size(); ++i) ++sizes[find(i)];
  EXPECT_EQ(sizes.size(), 1u);
}

TEST(Mesh, faces_outward) {
  const Flesh& flesh = usual();
  EXPECT_GT(volume(flesh), 0);
  // On the trunk a step along the normal leads away from it.
  int right = 0, all = 0;
  for (const Vertex& v : flesh.vertices) {
    EXPECT_NEAR(length(v.outward), 1, 1e-9);
    if (!is_trunk(v) || v.material.x < 0.05 || v.material.x > 0.30) continue;
    right += distance_to_trunk(flesh.anatomy, v.material + 0.01 * v.outward) >
             distance_to_trunk(flesh.anatomy, v.material - 0.01 * v.outward);
    ++all;
  }
  ASSERT_GT(all, 500);
  EXPECT_EQ(right, all);
}

TEST(Mesh, weights_sum_to_one_and_belong_to_neighbouring_bones) {
  for (const Vertex& v : usual().vertices) {
    EXPECT_NEAR(v.weights[0] + v.weights[1] + v.weights[2], 1, 1e-5);
    EXPECT_GE(v.weights[0], v.weights[1]);
    EXPECT_GE(v.weights[1], v.weights[2]);
    EXPECT_GE(v.weights[2], 0);
    for (const std::uint8_t bone : v.bones) EXPECT_LT(bone, kBoneCount);
  }
  for (const Triangle& t : usual().triangles) {
    bool is_own = false;
    for (const std::uint32_t corner : t.corners)
      is_own = is_own || static_cast<Bone>(usual().vertices[corner].bones[0]) == t.part;
    EXPECT_TRUE(is_own);
  }
}

TEST(Mesh, has_a_bodys_volume) {
  // About a litre a kilogram: a man of 1.75 m weighs 55 to 100.
  double before = 0;
  for (const double build : {0.8, 1.0, 1.5}) {
    Recipe recipe;
    recipe.build = build;
    const double litres = 1000 * std::abs(volume(grown(recipe, 0.015)));
    EXPECT_GT(litres, before) << "grows with build";
    before = litres;
    if (build == 1) {
      EXPECT_GT(litres, 55);
      EXPECT_LT(litres, 100);
    }
    if (std::getenv("ENDRANGE_FIGURES") != nullptr) std::printf("build %.1f: %.1f litres\n", build, litres);
  }
  Recipe tall, woman;
  tall.height_m = 2.0, woman.sex = "f", woman.height_m = 1.65;
  const double man_litres = 1000 * std::abs(volume(usual()));
  EXPECT_NEAR(1000 * std::abs(volume(grown(tall, 0.015))) / man_litres, std::pow(2.0 / 1.75, 3), 0.03)
      << "grows with height cubed";
  const double woman_litres = 1000 * std::abs(volume(grown(woman, 0.015)));
  EXPECT_GT(woman_litres, 42);
  EXPECT_LT(woman_litres, man_litres);
}

TEST(Mesh, feet_and_shoes_have_their_size) {
  // Drillis & Contini: ankle 0.039 and foot 0.152 of the height; a trainer is longer and puts 28 mm under the heel.
  for (const auto& [shoes, below, long_] : {std::tuple{false, 0.068, 0.266}, {true, 0.096, 0.291}}) {
    Recipe recipe;
    recipe.shoes = shoes;
    const Flesh flesh = grown(recipe);
    for (const Side side : kSides) {
      const Bone foot = of(Bone::left_foot, side);
      double heel = 0, toes = 0, sole = 0;
      for (const Vertex& v : flesh.vertices) {
        if (v.bones[0] != static_cast<std::size_t>(foot)) continue;
        const Vec3 p = flesh.rest[foot].to_local(v.material);
        heel = std::min(heel, p.x), toes = std::max(toes, p.x), sole = std::min(sole, p.y);
      }
      EXPECT_NEAR(-sole, below, 0.004) << shoes;
      EXPECT_NEAR(toes - heel, long_, 0.006) << shoes;
    }
  }
}

TEST(Mesh, left_and_right_weigh_the_same) {
  const Flesh& flesh = usual();
  double left = 0, right = 0;
  for (const Vertex& v : flesh.vertices) (v.material.z > 0 ? left : right) += std::abs(v.material.z);
  EXPECT_NEAR(left / right, 1, 0.01);
}

// ------------------------------------------------------------------------------------------------------------ Posing

TEST(Posing, at_rest_gives_the_rest_back_with_what_is_worn) {
  const Flesh& flesh = usual();
  Surface surface;
  pose_flesh(flesh, {}, flesh.rest, surface);
  ASSERT_EQ(surface.points.size(), flesh.vertices.size());
  double worst = 0;
  for (std::size_t i = 0; i < surface.points.size(); ++i) {
    const Vertex& v = flesh.vertices[i];
    worst = std::max(worst, length(surface.points[i] - (v.material + v.thickness * v.outward)));
    EXPECT_NEAR(length(surface.normals[i]), 1, 1e-9);
  }
  EXPECT_LT(worst, 2e-6);
}

TEST(Posing, the_back_follows_the_line_of_the_back) {
  const Recipe recipe;
  const Flesh& flesh = usual();
  const Anatomy& a = flesh.anatomy;
  for (const double lift : {0.0, 0.005, 0.02, 0.03})
    for (const double breath : {0.0, 1.0}) {
      Moment moment = write_script(recipe).at(0);
      moment.lumbar_lift = lift, moment.pelvic_tilt = 0.02, moment.breath = breath;
      const Posture posture = pose_body(a, Stance::lying, moment);
      const Surface surface = posed(flesh, recipe, moment);
      double worst = 0;
      int n = 0;
      for (std::size_t i = 0; i < flesh.vertices.size(); ++i) {
        const Vertex& v = flesh.vertices[i];
        if (!is_trunk(v) || v.weights[0] < 0.9999f || std::abs(v.material.z) > 0.04 || v.material.y > 0.004 ||
            v.material.x < a.pelvis_s || v.material.x > a.rib_s)
          continue;
        // Where it was over the flat line it stays over the bent one, along its normal.
        const Vec3 line = posture.back.at(v.material.x);
        const double angle = posture.back.angle_at(v.material.x), high = v.material.y + v.thickness * v.outward.y;
        const Vec3 expected{line.x - high * std::sin(angle), line.y + high * std::cos(angle), v.material.z};
        worst = std::max(worst, length(surface.points[i] - expected)), ++n;
      }
      ASSERT_GT(n, 30);
      EXPECT_LT(worst, 1e-4) << lift << " m";
    }
}

TEST(Posing, the_lower_back_rises_by_the_lift_and_the_rest_of_the_back_stays) {
  const Recipe recipe;
  const Flesh& flesh = usual();
  const Anatomy& a = flesh.anatomy;
  Moment moment = write_script(recipe).at(0);
  moment.pelvic_tilt = 0, moment.breath = 0;
  const Surface flat = posed(flesh, recipe, moment);
  moment.lumbar_lift = 0.020;
  const Surface lifted = posed(flesh, recipe, moment);
  double most = 0, ribs = 0;
  for (std::size_t i = 0; i < flesh.vertices.size(); ++i) {
    const Vertex& v = flesh.vertices[i];
    if (!is_trunk(v) || std::abs(v.material.z) > 0.04 || v.material.y > 0.01) continue;
    const double rise = lifted.points[i].y - flat.points[i].y;
    if (v.material.x > a.buttock_s && v.material.x < a.rib_s) most = std::max(most, rise);
    if (v.material.x > a.rib_s + 0.01 && v.material.x < a.shoulder_s - 0.03) ribs = std::max(ribs, std::abs(rise));
  }
  EXPECT_NEAR(most, 0.020, 0.001);
  EXPECT_LT(ribs, 1e-4);
}

TEST(Posing, breath_lifts_the_belly_by_its_depth_and_not_the_back) {
  Recipe recipe;
  recipe.breath_depth_mm = 8;
  const Flesh& flesh = usual();
  Moment moment = write_script(recipe).at(0);
  moment.breath = 0;
  const Surface out = posed(flesh, recipe, moment);
  moment.breath = 1;
  const Surface in = posed(flesh, recipe, moment);
  double belly = 0, back = 0, legs = 0;
  for (std::size_t i = 0; i < flesh.vertices.size(); ++i) {
    const Vertex& v = flesh.vertices[i];
    const Vec3 way = in.points[i] - out.points[i];
    if (v.bones[0] != 0) {
      legs = std::max(legs, length(way));
    } else if (v.material.y < 0.02) {
      back = std::max(back, length(way));
    } else {
      belly = std::max(belly, way.y);
    }
  }
  EXPECT_NEAR(belly, 0.008, 0.0004);
  EXPECT_LT(back, 1e-6);
  EXPECT_LT(legs, 1e-9);
}

TEST(Posing, breath_widens_the_flanks_only_a_little) {
  // A flank widens by one or two millimetres where the belly rises by four to twelve.
  Recipe recipe;
  recipe.breath_depth_mm = 8;
  const Flesh& flesh = usual();
  Moment moment = write_script(recipe).at(0);
  moment.breath = 0;
  const Surface out = posed(flesh, recipe, moment);
  moment.breath = 1;
  const Surface in = posed(flesh, recipe, moment);
  double flank = 0;
  for (std::size_t i = 0; i < flesh.vertices.size(); ++i)
    if (is_trunk(flesh.vertices[i]) && std::abs(flesh.vertices[i].outward.z) > 0.95)
      flank = std::max(flank, std::abs(in.points[i].z) - std::abs(out.points[i].z));
  EXPECT_GT(flank, 0.0005);
  EXPECT_LT(flank, 0.004);
}

TEST(Posing, the_flank_stays_while_only_the_legs_move) {
  // The trunk's side above the hips is what lumbar lift is read from: whatever legs do, it must not be dragged along.
  const Recipe recipe;
  const Flesh& flesh = usual();
  const double tall = flesh.anatomy.height;
  Moment up;
  up.legs = {LegPose{from_deg(90), 0.07, 0.4}, LegPose{from_deg(90), 0.07, 0.4}};
  Moment down = up;
  down.legs = {LegPose{from_deg(10), 0.07, 0.4}, LegPose{from_deg(10), 0.07, 0.4}};
  const Surface a = posed(flesh, recipe, up), b = posed(flesh, recipe, down);
  double most = 0, stretch = 0;
  const auto is_flank = [&](std::uint32_t i) {
    const Vertex& v = flesh.vertices[i];
    return is_trunk(v) && v.material.x > 0.10 * tall && v.material.x < 0.25 * tall;
  };
  for (std::uint32_t i = 0; i < flesh.vertices.size(); ++i)
    if (is_flank(i)) most = std::max(most, length(a.points[i] - b.points[i]));
  for (const Triangle& t : flesh.triangles)
    for (std::size_t k = 0; k < 3; ++k) {
      const std::uint32_t i = t.corners[k], j = t.corners[(k + 1) % 3];
      if (!is_flank(i) || !is_flank(j)) continue;
      const Vec3 apart = (a.points[i] - b.points[i]) - (a.points[j] - b.points[j]);
      stretch = std::max(stretch, length(apart) / length(a.points[i] - a.points[j]));
    }
  if (std::getenv("ENDRANGE_FIGURES") != nullptr)
    std::printf("flank, 10 %% of height above the hips: moves %.3f mm, strain %.3f while legs go 80 deg\n", 1000 * most,
                stretch);
  EXPECT_LT(most, 1e-4) << "m";
  EXPECT_LT(stretch, 0.01) << "of an edge's length: no tear";
}

TEST(Posing, keeps_the_bodys_volume) {
  Recipe recipe;
  recipe.reps = 1, recipe.lumbar_lift_mm = 20, recipe.breath = "none";
  const Flesh& flesh = usual();
  const Script script = write_script(recipe);
  const double first = volume(flesh, posed(flesh, recipe, script.at(0)).points);
  for (double t = 0; t < script.duration_s; t += 0.4)
    EXPECT_NEAR(volume(flesh, posed(flesh, recipe, script.at(t)).points) / first, 1, 0.03) << t;
}

TEST(Posing, a_lying_body_rests_on_the_floor_rather_than_in_it) {
  Recipe recipe;
  recipe.lumbar_lift_mm = 20;
  const Flesh& flesh = usual();
  const Script script = write_script(recipe);
  for (const double t : {0.0, script.reps[0].reach_s}) {
    double lowest = 1;
    const Surface surface = posed(flesh, recipe, script.at(t));
    for (std::size_t i = 0; i < flesh.vertices.size(); ++i) {
      const Vertex& v = flesh.vertices[i];
      if (is_trunk(v) && v.material.x > 0 && v.material.x < 0.28 * 1.75) lowest = std::min(lowest, surface.points[i].y);
    }
    EXPECT_GT(lowest, -0.006) << t;
    EXPECT_LT(lowest, 0.006) << t;
  }
}

TEST(Posing, a_shirt_is_worn_over_the_skin) {
  std::map<std::string, double> out;
  for (const char* shirt : {"none", "plain", "loose"}) {
    Recipe recipe;
    recipe.shirt = shirt;
    const Flesh flesh = grown(recipe, 0.016);
    int n = 0;
    for (const Vertex& v : flesh.vertices) {
      EXPECT_GE(v.thickness, 0);
      EXPECT_LT(v.thickness, 0.03);
      if (is_trunk(v) && v.material.x > 0.2 && v.material.x < 0.3 && v.material.y > 0.1) out[shirt] += v.thickness, ++n;
      if (is_trunk(v) && v.material.y < 1e-4) {
        EXPECT_LT(v.thickness, 1e-5) << "pressed flat";
      }
    }
    out[shirt] /= n;
  }
  EXPECT_EQ(out["none"], 0);
  EXPECT_GT(out["plain"], 0.001);
  EXPECT_GT(out["loose"], out["plain"] + 0.005);
}

}  // namespace
}  // namespace endrange::synthetic
