// render_motion_test.cpp: what moves on the trunk's flank in the renderer's pictures is what the posed surface says:
// the rest of the motion after undoing that of the material points is a few hundredths of a pixel at most.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "synthetic/render.h"
#include "synthetic/test_fit.h"
#include "synthetic/test_scene.h"

namespace endrange::synthetic {
namespace {

using namespace test;

// A grey picture as a cubic B-spline: value and slope anywhere. Pixel centres at halves.
class Spline {
 public:
  Spline(std::vector<double> grey, int width, int height) : width_(width), height_(height), c_(std::move(grey)) {
    for (int y = 0; y < height; ++y) filter(static_cast<std::size_t>(y * width), 1, width);
    for (int x = 0; x < width; ++x) filter(static_cast<std::size_t>(x), static_cast<std::size_t>(width), height);
  }
  struct Look {
    double value = 0;
    Vec2 slope;
  };
  Look at(Vec2 p) const {
    const auto fx = std::floor(p.x - 0.5), fy = std::floor(p.y - 0.5);
    const Weights x = weights(p.x - 0.5 - fx), y = weights(p.y - 0.5 - fy);
    Look seen;
    for (int j = 0; j < 4; ++j)
      for (int i = 0; i < 4; ++i) {
        const int column = std::clamp(static_cast<int>(fx) - 1 + i, 0, width_ - 1),
                  row = std::clamp(static_cast<int>(fy) - 1 + j, 0, height_ - 1);
        const double c = c_[static_cast<std::size_t>(row * width_ + column)];
        const auto a = static_cast<std::size_t>(i), b = static_cast<std::size_t>(j);
        seen.value += x.of[a] * y.of[b] * c;
        seen.slope = seen.slope + Vec2{x.slope[a] * y.of[b] * c, x.of[a] * y.slope[b] * c};
      }
    return seen;
  }

 private:
  struct Weights {
    std::array<double, 4> of, slope;
  };
  static Weights weights(double t) {
    const double s = 1 - t;
    return {{s * s * s / 6, 2.0 / 3 - t * t + t * t * t / 2, 2.0 / 3 - s * s + s * s * s / 2, t * t * t / 6},
            {-s * s / 2, -2 * t + 1.5 * t * t, 2 * s - 1.5 * s * s, t * t / 2}};
  }
  // Coefficients whose spline passes through the values. Source: Unser 1999.
  void filter(std::size_t first, std::size_t step, int n) {
    const double pole = std::sqrt(3.0) - 2;
    const auto at = [&](int i) -> double& { return c_[first + static_cast<std::size_t>(i) * step]; };
    double sum = 0, power = 1;
    for (int i = 0; i < std::min(n, 30); ++i, power *= pole) sum += power * at(i);
    at(0) = sum;
    for (int i = 1; i < n; ++i) at(i) += pole * at(i - 1);
    at(n - 1) = pole / (pole * pole - 1) * (at(n - 1) + pole * at(n - 2));
    for (int i = n - 2; i >= 0; --i) at(i) = pole * (at(i + 1) - at(i));
    for (int i = 0; i < n; ++i) at(i) *= 6;
  }
  int width_, height_;
  std::vector<double> c_;
};

// Where each vertex is seen in a picture: each in the row that it falls on, at that row's moment.
std::vector<Vec2> seen_at(const Scene& scene, double at_s) {
  const double readout_s = scene.recipe.rolling_shutter_ms / 1000;
  // Straight from one moment to the next: over 3 ms that is a ten-thousandth of a pixel.
  const std::size_t steps = readout_s > 0 ? 4 : 1;
  std::vector<std::vector<Vec2>> places(steps + 1);
  for (std::size_t k = 0; k <= steps; ++k) {
    const double t = at_s + readout_s * (static_cast<double>(k) / static_cast<double>(steps) - 0.5);
    Surface surface;
    pose_flesh(scene.flesh, scene.recipe, pose_body(scene.anatomy, scene.stance, scene.script.at(t)), surface);
    for (const Vec3 point : surface.points) {
      const Camera::Point p = scene.camera.project(point);
      places[k].push_back({p.x, p.y});
    }
  }
  std::vector<Vec2> seen = places[steps / 2];
  for (std::size_t i = 0; i < seen.size(); ++i)
    for (int round = 0; round < 4; ++round) {
      const double share = std::clamp(seen[i].y / scene.recipe.height_px(), 0.0, 1.0) * static_cast<double>(steps);
      const std::size_t k = std::min(static_cast<std::size_t>(share), steps - 1);
      seen[i] = places[k][i] + (share - static_cast<double>(k)) * (places[k + 1][i] - places[k][i]);
    }
  return seen;
}

struct Pixel {
  bool is_flank = false;  // a shirt's trunk, well turned to the camera
  Vec2 way;               // from here to where the same material is in the other picture, px
  double nearness = 0;
};

// What each pixel of the first picture shows, and where that has gone: barycentric, triangle by triangle.
std::vector<Pixel> ways_between(const Scene& scene, double from_s, double to_s) {
  const int width = scene.recipe.width_px(), height = scene.recipe.height_px();
  const std::vector<Vec2> here = seen_at(scene, from_s), there = seen_at(scene, to_s);
  Surface surface;
  pose_flesh(scene.flesh, scene.recipe, pose_body(scene.anatomy, scene.stance, scene.script.at(from_s)), surface);
  const double tall = scene.anatomy.height;
  std::vector<double> facing;
  for (std::size_t i = 0; i < here.size(); ++i)
    facing.push_back(-dot(unit(surface.points[i] - scene.camera.eye), surface.normals[i]));
  std::vector<Pixel> pixels(static_cast<std::size_t>(width * height));
  for (const auto& [i, j, k] : scene.triangles) {
    const Vec2 a = here[i], b = here[j] - a, c = here[k] - a;
    const double area = cross(b, c);
    if (!(area < 0)) continue;
    const auto is_flank = [&](std::uint32_t v) {
      const Vertex& vertex = scene.flesh.vertices[v];
      return vertex.bones[0] == 0 && vertex.weights[0] > 0.98f && vertex.material.x > 0.075 * tall &&
             vertex.material.x < 0.25 * tall && vertex.material.y > 0.01 && facing[v] > 0.35;
    };
    const bool all_flank = is_flank(i) && is_flank(j) && is_flank(k);
    const auto [left, right] = std::minmax({0.0, b.x, c.x});
    const auto [top, bottom] = std::minmax({0.0, b.y, c.y});
    for (int y = std::max(0, static_cast<int>(a.y + top)); y <= std::min(height - 1, static_cast<int>(a.y + bottom));
         ++y)
      for (int x = std::max(0, static_cast<int>(a.x + left)); x <= std::min(width - 1, static_cast<int>(a.x + right));
           ++x) {
        const Vec2 d = Vec2{x + 0.5, y + 0.5} - a;
        const double share1 = cross(d, c) / area, share2 = cross(b, d) / area;
        if (share1 < 0 || share2 < 0 || share1 + share2 > 1) continue;
        Pixel& pixel = pixels[static_cast<std::size_t>(y * width + x)];
        const double nearness = 1 / length(surface.points[i] - scene.camera.eye);
        if (nearness < pixel.nearness) continue;
        const Vec2 from0 = there[i] - here[i];
        pixel = {all_flank, from0 + share1 * (there[j] - here[j] - from0) + share2 * (there[k] - here[k] - from0),
                 nearness};
      }
  }
  return pixels;
}

// Grey as a screen shows it, so that textures have the contrast that trackers see.
std::vector<double> grey_of(Renderer& renderer, double at_s) {
  LightImage image;
  renderer.render(at_s, image);
  std::vector<double> grey;
  for (const Color& c : image) grey.push_back(std::pow(std::max(0.0, double{c.g}), 1 / 2.2));
  return grey;
}

struct FlankMotion {
  int patches = 0;
  double way_px = 0;  // of the material points, median of the patches
  // Between the pictures' motion and the material points': median, 95 % of the patches are nearer, worst.
  double median_px = 0, p95_px = 0, most_px = 0;
};

// Patches of 31 × 31 px all over the flank.
FlankMotion compare(const std::vector<double>& was, const std::vector<double>& is, const std::vector<Pixel>& pixels,
                    int width, int height) {
  constexpr int kHalf = 15;
  const Spline now(is, width, height);
  const auto at = [&](int x, int y) { return static_cast<std::size_t>(y * width + x); };
  std::vector<double> rests, ways;
  for (int cy = kHalf; cy < height - kHalf; cy += 12)
    for (int cx = kHalf; cx < width - kHalf; cx += 12) {
      bool is_flank = true;
      for (int y = cy - kHalf; y <= cy + kHalf; ++y)
        for (int x = cx - kHalf; x <= cx + kHalf; ++x) is_flank = is_flank && pixels[at(x, y)].is_flank;
      if (!is_flank) continue;
      // What is left after undoing the points' way: a shift, under light that may change evenly over the patch.
      Vec2 rest;
      for (int round = 0; round < 3; ++round) {
        LeastSquares<6> fit;
        for (int y = cy - kHalf; y <= cy + kHalf; ++y)
          for (int x = cx - kHalf; x <= cx + kHalf; ++x) {
            const Spline::Look look = now.at(Vec2{x + 0.5, y + 0.5} + pixels[at(x, y)].way + rest);
            const double old = was[at(x, y)], right = double(x - cx) / kHalf, down = double(y - cy) / kHalf;
            fit.add({look.slope.x, look.slope.y, -old, -old * right, -old * down, -1}, -look.value);
          }
        const auto off = fit.solve();
        rest = rest + Vec2{off[0], off[1]};
      }
      rests.push_back(length(rest)), ways.push_back(length(pixels[at(cx, cy)].way));
    }
  if (rests.empty()) return {};
  std::ranges::sort(rests), std::ranges::sort(ways);
  const std::size_t n = rests.size();
  return {static_cast<int>(n), ways[n / 2], rests[n / 2], rests[n * 95 / 100], rests.back()};
}

struct Measured {
  FlankMotion as_seen, evenly_lit;
};

Measured measure(const Scene& scene, double from_s, double to_s) {
  const int width = scene.recipe.width_px(), height = scene.recipe.height_px();
  Scene plain = scene;
  plain.recipe.shirt_contrast = 0;
  Renderer renderer(scene), plain_renderer(plain);
  std::vector<double> was = grey_of(renderer, from_s), is = grey_of(renderer, to_s);
  const std::vector<Pixel> pixels = ways_between(scene, from_s, to_s);
  Measured found;
  found.as_seen = compare(was, is, pixels, width, height);
  // The print alone: divided by the picture of the same body in a plain shirt.
  for (const auto& [grey, at_s] : {std::pair{&was, from_s}, {&is, to_s}}) {
    const std::vector<double> light = grey_of(plain_renderer, at_s);
    for (std::size_t i = 0; i < light.size(); ++i) (*grey)[i] *= 0.5 / std::max(0.05, light[i]);
  }
  found.evenly_lit = compare(was, is, pixels, width, height);
  EXPECT_GT(found.as_seen.patches, 60);
  if (std::getenv("ENDRANGE_FIGURES") != nullptr)
    for (const auto& [name, m] : {std::pair{"as seen", found.as_seen}, {"evenly lit", found.evenly_lit}})
      std::printf(
          "%.2f to %.2f s, exposure %g ms, %s: %d patches, way %.3f, off by median %.4f 95%% %.4f most %.4f px\n",
          from_s, to_s, scene.recipe.exposure_ms, name, m.patches, m.way_px, m.median_px, m.p95_px, m.most_px);
  return found;
}

// Lies with bare flanks: arms overhead, a shirt with print, and lets the lower back go by 25 mm. The camera sees the
// trunk alone, at 1.3 mm a pixel: the middle of a 1080p picture.
Scene arching(double exposure_ms, double rolling_shutter_ms) {
  static const Scene still = [] {
    Recipe recipe;
    recipe.resolution = "640x360";
    recipe.focal_mm = 110;
    recipe.shirt = "textured";
    recipe.arms = "overhead";
    recipe.breath = "none";
    recipe.lumbar_lift_mm = 25;
    recipe.reps = 1;
    Scene scene = build_scene(recipe);
    Camera& camera = scene.camera;
    camera.forward = unit(Vec3{0.2, 0.1, 0} - camera.eye);
    camera.right = unit(cross(camera.forward, {0, 1, 0})), camera.up = cross(camera.right, camera.forward);
    return scene;
  }();
  Scene scene = still;
  scene.recipe.exposure_ms = exposure_ms, scene.recipe.rolling_shutter_ms = rolling_shutter_ms;
  return scene;
}

// At 0.5 s the legs stand; at 2.6 s they have gone down by 40 degrees with the back still down; from 2.7 s on it lets
// go, and at 4.1 s all 25 mm of lift are there.

TEST(RenderedFlank, stays_where_it_is_while_only_legs_and_light_move) {
  const Measured found = measure(arching(0, 0), 0.5, 2.6);
  EXPECT_LT(found.evenly_lit.p95_px, 0.005);
  EXPECT_LT(found.as_seen.median_px, 0.005);
  EXPECT_LT(found.as_seen.p95_px, 0.02) << "the legs' shade wanders over the cloth";
}

TEST(RenderedFlank, moves_as_its_material_points_do) {
  const Scene scene = arching(0, 0);
  const Measured some = measure(scene, 0.5, 2.8);
  EXPECT_GT(some.as_seen.way_px, 3);
  EXPECT_LT(some.evenly_lit.median_px, 0.005);
  EXPECT_LT(some.evenly_lit.p95_px, 0.02);
  EXPECT_LT(some.as_seen.median_px, 0.02);
  EXPECT_LT(some.as_seen.p95_px, 0.05) << "a bent flank is lit otherwise: its shade isn't its print";
  const Measured all = measure(scene, 0.5, 4.1);
  EXPECT_GT(all.as_seen.way_px, 10);
  EXPECT_LT(all.evenly_lit.median_px, 0.005);
  EXPECT_LT(all.evenly_lit.p95_px, 0.02);
  EXPECT_LT(all.as_seen.median_px, 0.02);
  EXPECT_LT(all.as_seen.p95_px, 0.05) << "likewise, with the back bent most";
}

TEST(RenderedFlank, moves_as_its_material_points_do_under_exposure_and_rolling_shutter) {
  // While it lets go fastest, 80 px/s: a pixel of it in the time from the first row to the last.
  const Measured found = measure(arching(8, 12), 2.80, 2.90);
  EXPECT_GT(found.as_seen.way_px, 3);
  EXPECT_LT(found.evenly_lit.median_px, 0.005);
  EXPECT_LT(found.evenly_lit.p95_px, 0.02);
  EXPECT_LT(found.as_seen.median_px, 0.02);
  EXPECT_LT(found.as_seen.p95_px, 0.05);
}

TEST(RenderedBody, shows_the_side_that_is_near) {
  for (const char* near_side : {"left", "right"}) {
    Recipe recipe;
    recipe.resolution = "320x180", recipe.near_side = near_side;
    Scene scene = bare_scene(recipe);
    scene.flesh = grow_flesh(scene.anatomy, recipe, scene.script.rest(), 0.02);
    for (const Triangle& t : scene.flesh.triangles) scene.triangles.push_back(t.corners);
    Surface surface;
    pose_flesh(scene.flesh, recipe, pose_body(scene.anatomy, scene.stance, scene.script.at(0)), surface);
    std::vector<ScreenPoint> points;
    for (const Vec3 p : surface.points) {
      const Camera::Point seen = scene.camera.project(p);
      points.push_back({static_cast<float>(seen.x), static_cast<float>(seen.y), static_cast<float>(seen.nearness)});
    }
    Rasterizer rasterizer(320, 180);
    int near = 0, far = 0;
    rasterizer.draw(points, scene.triangles, 0, [&](int, int, const Hit& hit) {
      if (scene.flesh.triangles[hit.triangle].part != Bone::trunk) return;
      ++(surface.points[scene.triangles[hit.triangle][0]].z * scene.camera.eye.z > 0 ? near : far);
    });
    EXPECT_GT(near, 300) << near_side;
    EXPECT_LT(far, near / 5) << near_side;
  }
}

}  // namespace
}  // namespace endrange::synthetic
