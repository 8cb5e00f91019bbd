#include "synthetic/render.h"

#include <algorithm>
#include <cmath>

namespace endrange::synthetic {

namespace {

// Fine enough for a face, and smooth in outline at 1080p. m
constexpr double kCell = 0.0055;
// Below the mat's surface nothing of the body is seen. m
constexpr float kUnderMat = -0.0005f;
// Shade on the floor is soft: a coarse grid carries it. m
constexpr double kShadeGrid = 0.02;

}  // namespace

Scene build_scene(const Recipe& recipe) {
  Scene scene;
  scene.recipe = recipe;
  scene.script = write_script(recipe);
  scene.anatomy = make_anatomy(recipe.sex == "f" ? 'f' : 'm', recipe.height_m, recipe.build);
  scene.stance = stance_of(scene.script);
  scene.flesh = grow_flesh(scene.anatomy, recipe, scene.script.rest(), kCell);
  for (const Triangle& t : scene.flesh.triangles) scene.triangles.push_back(t.corners);
  scene.camera = place_camera(recipe, scene.anatomy, scene.script);
  return scene;
}

double exposed_at(const Recipe& recipe, double at_s, double row_px) {
  return at_s + recipe.rolling_shutter_ms / 1000 * (std::clamp(row_px / recipe.height_px(), 0.0, 1.0) - 0.5);
}

Renderer::Renderer(const Scene& scene)
    : scene_(scene),
      wardrobe_(scene.flesh, scene.recipe),
      room_(scene.recipe, scene.anatomy, scene.stance),
      light_(scene.recipe, camera_side(scene.recipe, scene.stance)),
      rasterizer_(scene.recipe.width_px(), scene.recipe.height_px()) {
  for (const Vertex& v : scene.flesh.vertices)
    material_.push_back(
        {static_cast<float>(v.material.x), static_cast<float>(v.material.y), static_cast<float>(v.material.z)});
}

void Renderer::pose_knots(double at_s) {
  moving_.exposure_s = scene_.recipe.exposure_ms / 1000, moving_.readout_s = scene_.recipe.rolling_shutter_ms / 1000;
  moving_.rows = scene_.recipe.height_px();
  for (std::size_t k = 0; k < 3; ++k) {
    const double t = at_s + moving_.span_s() * (static_cast<double>(k) / 2 - 0.5);
    const Posture posture = pose_body(scene_.anatomy, scene_.stance, scene_.script.at(t));
    pose_flesh(scene_.flesh, scene_.recipe, posture, surfaces_[k]);
    const Camera camera = shaken(scene_.camera, scene_.recipe, t);
    moving_.knots[k].clear();
    for (const Vec3 point : surfaces_[k].points) {
      const Camera::Point p = camera.project(point);
      moving_.knots[k].push_back({static_cast<float>(p.x), static_cast<float>(p.y), static_cast<float>(p.nearness)});
    }
  }
}

void Renderer::light_body(const std::vector<Blocker>& blockers) {
  const Surface& surface = surfaces_[1];
  lit_.resize(surface.points.size()), heights_.resize(surface.points.size());
  for (std::size_t i = 0; i < surface.points.size(); ++i) {
    heights_[i] = static_cast<float>(surface.points[i].y);
    // What faces away from the camera isn't seen.
    const bool is_hidden = dot(surface.normals[i], surface.points[i] - scene_.camera.eye) > 0.02;
    lit_[i] = is_hidden ? 0.3f
                        : light_.on(surface.points[i], surface.normals[i], blockers, scene_.flesh.vertices[i].bones[0]);
  }
}

void Renderer::lay_backdrop(double at_s, const std::vector<Blocker>& blockers, LightImage& image) {
  if (!has_backdrop_ || scene_.recipe.shake_mm > 0) {
    room_.paint(shaken(scene_.camera, scene_.recipe, at_s), backdrop_);
    has_backdrop_ = true;
  }
  // The shade under and around the body, on a grid.
  double x0 = 1e9, x1 = -1e9, z0 = 1e9, z1 = -1e9;
  for (const Blocker& b : blockers) {
    x0 = std::min(x0, b.center.x - 0.7), x1 = std::max(x1, b.center.x + 0.7);
    z0 = std::min(z0, b.center.z - 0.7), z1 = std::max(z1, b.center.z + 0.7);
  }
  const int nx = static_cast<int>((x1 - x0) / kShadeGrid) + 2, nz = static_cast<int>((z1 - z0) / kShadeGrid) + 2;
  shade_.resize(static_cast<std::size_t>(nx * nz));
  const Vec3 up{0, 1, 0};
  const float open = light_.on({0, 0.001, 0}, up, {}, -1);
  for (int i = 0; i < nx; ++i)
    for (int j = 0; j < nz; ++j)
      shade_[static_cast<std::size_t>(i * nz + j)] =
          light_.on({x0 + i * kShadeGrid, 0.001, z0 + j * kShadeGrid}, up, blockers, -1) / open;
  image.resize(backdrop_.colors.size());
  for (std::size_t i = 0; i < image.size(); ++i) {
    image[i] = backdrop_.colors[i];
    const auto [x, z] = backdrop_.floor[i];
    const double fx = (x - x0) / kShadeGrid, fz = (z - z0) / kShadeGrid;
    if (!(fx >= 0 && fz >= 0 && fx < nx - 1 && fz < nz - 1)) continue;
    const auto ix = static_cast<int>(fx), iz = static_cast<int>(fz);
    const auto tx = static_cast<float>(fx - ix), tz = static_cast<float>(fz - iz);
    const float* s = &shade_[static_cast<std::size_t>(ix * nz + iz)];
    image[i] = ((1 - tx) * ((1 - tz) * s[0] + tz * s[1]) + tx * ((1 - tz) * s[nz] + tz * s[nz + 1])) * image[i];
  }
}

void Renderer::render(double at_s, LightImage& image) {
  const Recipe& recipe = scene_.recipe;
  pose_knots(at_s);
  const Posture posture = pose_body(scene_.anatomy, scene_.stance, scene_.script.at(at_s));
  const std::vector<Blocker> blockers = blockers_of(scene_.flesh, posture);
  light_body(blockers);
  lay_backdrop(at_s, blockers, image);

  const auto width = static_cast<std::size_t>(recipe.width_px());
  coverage_.assign(image.size(), 0);
  body_.assign(image.size(), {});
  const double slip = posture.moment.slip;
  for (int pass = 0; pass < kPasses; ++pass) {
    moving_.at_pass(pass, points_);
    rasterizer_.draw(points_, scene_.triangles, pass, [&](int x, int y, const Hit& hit) {
      const auto& corners = scene_.triangles[hit.triangle];
      const auto mix = [&](const auto& of) {
        return of(corners[0]) + hit.share1 * (of(corners[1]) - of(corners[0])) +
               hit.share2 * (of(corners[2]) - of(corners[0]));
      };
      if (mix([&](std::uint32_t c) { return heights_[c]; }) < kUnderMat) return;
      const auto part = [&](std::size_t axis) { return mix([&](std::uint32_t c) { return material_[c][axis]; }); };
      const float light = mix([&](std::uint32_t c) { return lit_[c]; });
      const std::size_t at = static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x);
      body_[at] =
          body_[at] + 0.0625f * light *
                          wardrobe_.color(scene_.flesh.triangles[hit.triangle].part, {part(0), part(1), part(2)}, slip);
      coverage_[at] += 0.0625f;
    });
  }
  for (std::size_t i = 0; i < image.size(); ++i)
    if (coverage_[i] > 0) image[i] = body_[i] + (1 - coverage_[i]) * image[i];
}

}  // namespace endrange::synthetic
