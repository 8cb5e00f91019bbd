// clothes_test.cpp: cloth has the contrast and brightness asked for and slides the way it says; light has no edges.
#include "synthetic/clothes.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "synthetic/room.h"
#include "synthetic/test_scene.h"

namespace endrange::synthetic {
namespace {

using namespace test;

double shown(float light) { return 255 * std::pow(std::max(0.0, double{light}), 1 / 2.2); }

// A body without its surface: paint asks for bones and sizes only.
Flesh bare(const Recipe& recipe) {
  Flesh flesh;
  flesh.anatomy = make_anatomy(recipe.sex == "f" ? 'f' : 'm', recipe.height_m, recipe.build);
  flesh.rest = pose_body(flesh.anatomy, Stance::lying, write_script(recipe).rest());
  return flesh;
}

// Places on the shirt, far apart against its pattern.
std::vector<Vec3> on_shirt() {
  std::vector<Vec3> places;
  for (double x = 0.15; x < 0.45; x += 0.0071)
    for (double y = 0.01; y < 0.2; y += 0.0113)
      for (const double z : {-0.15, -0.05, 0.06, 0.16}) places.push_back({x, y, z});
  return places;
}

TEST(Noise, has_mean_zero_and_deviation_one_and_no_steps) {
  const Noise noise(7);
  double sum = 0, square = 0, step = 0;
  int n = 0;
  for (float x = 0.05f; x < 64; x += 1.37f)
    for (float y = 0.4f; y < 64; y += 1.91f)
      for (float z = 0.9f; z < 64; z += 2.3f, ++n) {
        const double v = double{noise.at(std::floor(x), std::floor(y), std::floor(z))};
        sum += v, square += v * v;
        step = std::max(step, std::abs(double{noise.at(x + 0.01f, y, z)} - double{noise.at(x, y, z)}));
      }
  EXPECT_NEAR(sum / n, 0, 0.05);
  EXPECT_NEAR(std::sqrt(square / n), 1, 0.05);
  EXPECT_LT(step, 0.05);
  EXPECT_EQ(noise.at(3.25f, 9.5f, 1.75f), noise.at(67.25f, 9.5f - 64, 1.75f + 128)) << "repeats after 64 cells";
  EXPECT_EQ(noise.at(3.3f, 9.5f, 1.7f), Noise(7).at(3.3f, 9.5f, 1.7f));
  EXPECT_NE(noise.at(3.3f, 9.5f, 1.7f), Noise(8).at(3.3f, 9.5f, 1.7f));
}

TEST(Wardrobe, a_shirt_has_the_contrast_and_brightness_asked_for) {
  for (const auto& [shirt, contrast, expected] :
       {std::tuple{"plain", kUnknown, 4.0}, {"textured", kUnknown, 20.0}, {"plain", 10.0, 10.0}, {"plain", 0.0, 0.0}}) {
    Recipe recipe;
    recipe.shirt = shirt, recipe.shirt_contrast = contrast, recipe.shirt_grey = 0.5;
    const Flesh flesh = bare(recipe);
    const Wardrobe wardrobe(flesh, recipe);
    double sum = 0, square = 0;
    const auto places = on_shirt();
    for (const Vec3 p : places) {
      const double v = shown(wardrobe.color(Bone::trunk, p, 0).g);
      sum += v, square += v * v;
    }
    const double mean = sum / static_cast<double>(places.size()),
                 sd = std::sqrt(std::max(0.0, square / static_cast<double>(places.size()) - mean * mean));
    if (std::getenv("ENDRANGE_FIGURES") != nullptr)
      std::printf("%s shirt, %.0f asked for: mean %.1f, contrast %.2f\n", shirt, expected, mean, sd);
    EXPECT_NEAR(sd, expected, 0.15 * expected + 1e-3) << shirt;
    EXPECT_NEAR(mean, 0.5 * 255, 26) << shirt << ": within its tint";
  }
}

TEST(Wardrobe, cloth_that_slid_towards_the_head_shows_what_lay_nearer_to_the_feet) {
  Recipe recipe;
  recipe.shirt = "textured";
  const Flesh flesh = bare(recipe);
  const Wardrobe wardrobe(flesh, recipe);
  constexpr double kSlip = 0.0125;
  double right = 0, wrong = 0;
  for (const Vec3 p : on_shirt()) {
    const float here = wardrobe.color(Bone::trunk, p, 0).g;
    right =
        std::max(right, std::abs(double{wardrobe.color(Bone::trunk, p + Vec3{kSlip, 0, 0}, kSlip).g} - double{here}));
    wrong =
        std::max(wrong, std::abs(double{wardrobe.color(Bone::trunk, p - Vec3{kSlip, 0, 0}, kSlip).g} - double{here}));
  }
  EXPECT_LT(right, 1e-4) << "the print has moved by the slip towards the head (towards the feet it differs by " << wrong
                         << ")";
}

TEST(Light, has_no_edge_on_the_body_while_the_legs_move) {
  // An edge of shade that wanders over cloth looks like cloth that moves.
  double step = 0;
  for (const int seed : {1, 2, 3}) {
    Recipe recipe;
    recipe.reps = 1, recipe.seed = seed;
    const Script script = write_script(recipe);
    const Flesh flesh = bare(recipe);
    const Light light(recipe, 1);
    for (double t = script.reps[0].leave_s; t < script.reps[0].reach_s; t += 0.02) {
      const auto blockers = blockers_of(flesh, pose_body(flesh.anatomy, Stance::lying, script.at(t)));
      for (const double y : {0.06, 0.12, 0.18}) {
        double before = kUnknown;
        for (double x = 0.0; x < 0.42; x += 0.002) {
          const double now = double{light.on({x, y, 0.15}, {0, 0.5, 0.866}, blockers, 0)};
          if (!std::isnan(before)) step = std::max(step, std::abs(now - before));
          before = now;
        }
      }
    }
  }
  EXPECT_LT(step, 0.02) << "from one place to the next, two millimetres on";
}

TEST(Light, falls_from_above_and_is_taken_away_by_what_stands_between) {
  const Light light({}, 1);
  const float open = light.on({0, 0.3, 0}, {0, 1, 0}, {}, -1), below = light.on({0, 0.3, 0}, {0, -1, 0}, {}, -1);
  EXPECT_GT(open, 0.8f);
  EXPECT_LT(open, 1.5f);
  EXPECT_LT(below, 0.5f * open);
  EXPECT_GT(below, 0.0f);
  const std::vector<Blocker> above = {{{0, 0.5, 0}, 0.15, static_cast<int>(Bone::head)}};
  EXPECT_LT(light.on({0, 0.3, 0}, {0, 1, 0}, above, -1), 0.7f * open);
  EXPECT_EQ(light.on({0, 0.3, 0}, {0, 1, 0}, above, static_cast<int>(Bone::head)), open) << "not by its own bone";
}

}  // namespace
}  // namespace endrange::synthetic
