// camera_test.cpp: where the world falls in the picture, and that all of the body falls into it.
#include "synthetic/camera.h"

#include <gtest/gtest.h>

#include "core/angle.h"
#include "synthetic/flesh.h"
#include "synthetic/test_scene.h"

namespace endrange::synthetic {
namespace {

using namespace test;

Camera camera_of(const Recipe& recipe) { return bare_scene(recipe).camera; }

// Apparent angle of a direction at the middle of what the camera looks at; along the floor towards the feet is 0. deg
double apparent(const Camera& camera, Vec3 at, Vec3 direction) {
  const auto from = camera.project(at), to = camera.project(at + 1e-4 * direction),
             along = camera.project(at + 1e-4 * Vec3{-1, 0, 0});
  const double way = along.x > from.x ? 1 : -1;
  return to_deg(std::atan2(from.y - to.y, way * (to.x - from.x)));
}

TEST(Camera, projecting_and_looking_along_a_ray_undo_each_other) {
  Recipe recipe;
  recipe.yaw_deg = 17, recipe.roll_deg = -6, recipe.shake_mm = 8;
  for (const Camera& camera : {camera_of(recipe), shaken(camera_of(recipe), recipe, 1.3), camera_of({})}) {
    for (double x = -0.9; x < 1; x += 0.3)
      for (const double y : {0.0, 0.4, 1.1})
        for (const double z : {-0.4, 0.0, 0.3}) {
          const Vec3 world{x, y, z};
          const Camera::Point p = camera.project(world);
          const Vec3 back = camera.eye + 1 / p.nearness * camera.ray(p.x, p.y);
          EXPECT_LT(length(back - world), 1e-12);
        }
    const Camera::Point middle = camera.project(camera.eye + 2.0 * camera.forward);
    EXPECT_NEAR(middle.x, camera.center_x, 1e-9);
    EXPECT_NEAR(middle.y, camera.center_y, 1e-9);
    EXPECT_NEAR(middle.nearness, 0.5, 1e-12);
  }
}

TEST(Camera, axes_are_units_at_right_angles_and_up_is_up) {
  for (const double yaw : {-40.0, 0.0, 25.0})
    for (const double roll : {-20.0, 0.0, 9.0})
      for (const double shake : {0.0, 30.0}) {
        Recipe recipe;
        recipe.yaw_deg = yaw, recipe.roll_deg = roll, recipe.shake_mm = shake;
        for (const double t : {0.0, 0.77}) {
          const Camera c = shaken(camera_of(recipe), recipe, t);
          EXPECT_LT(std::abs(dot(c.right, c.up)) + std::abs(dot(c.right, c.forward)) + std::abs(dot(c.up, c.forward)),
                    1e-9);
          EXPECT_LT(length(cross(c.right, c.up) - -1 * c.forward), 1e-9);
          EXPECT_GT(c.up.y, 0.8);
        }
      }
}

TEST(Camera, stands_where_the_recipe_says) {
  Recipe recipe;
  recipe.camera_height_mm = 420, recipe.distance_m = 3.1, recipe.yaw_deg = 12;
  const Scene scene = bare_scene(recipe);
  EXPECT_NEAR(scene.camera.eye.y, 0.420, 1e-12);
  EXPECT_NEAR(scene.camera.eye.z, 3.1 * std::cos(from_deg(12.0)), 1e-9);
  recipe.yaw_deg = 0;
  const Camera square = camera_of(recipe);
  EXPECT_NEAR(std::hypot(scene.camera.eye.x - square.eye.x, scene.camera.eye.z), 3.1, 1e-9);
  EXPECT_NEAR(camera_of({}).eye.y, 0.15, 1e-12);
  EXPECT_NEAR(camera_of(recipe_of("hanging_leg_raise")).eye.y, 1.1, 1e-12);
}

TEST(Camera, the_near_side_is_nearer) {
  for (const std::string& id : renderable())
    for (const char* near_side : {"left", "right"}) {
      Recipe recipe = recipe_of(id);
      recipe.near_side = near_side;
      const Scene scene = bare_scene(recipe);
      const auto joints = joints_of(scene.anatomy, pose_body(scene.anatomy, scene.stance, scene.script.at(0)));
      const Side near = recipe.near_side == "left" ? Side::left : Side::right;
      for (const Joint joint : {Joint::left_hip, Joint::left_shoulder})
        EXPECT_GT(scene.camera.project(joint_of(joints, of(joint, near))).nearness,
                  scene.camera.project(joint_of(joints, of(joint, opposite(near)))).nearness)
            << id << " " << near_side;
    }
}

TEST(Camera, all_of_the_body_is_in_the_picture) {
  for (const std::string& id : renderable()) {
    Recipe recipe = recipe_of(id);
    recipe.reps = 2, recipe.hold_s = 1, recipe.lumbar_lift_mm = 20, recipe.swing_deg = 10;
    const Script script = write_script(recipe);
    const Anatomy anatomy = make_anatomy('m', recipe.height_m, 1);
    const Flesh flesh = grow_flesh(anatomy, recipe, script.rest(), 0.02);
    std::vector<Surface> surfaces;
    for (double t = 0; t < script.duration_s; t += 0.4)
      pose_flesh(flesh, recipe, pose_body(anatomy, stance_of(script), script.at(t)), surfaces.emplace_back());
    for (const char* near_side : {"left", "right"})
      for (const char* resolution : {"1280x720", "720x1280", "640x480"})
        for (const auto& [yaw, height_mm] : {std::pair{0.0, kUnknown}, {20.0, kUnknown}, {-20.0, 900.0}}) {
          Recipe shot = recipe;
          shot.near_side = near_side, shot.resolution = resolution, shot.yaw_deg = yaw,
          shot.camera_height_mm = height_mm;
          const Camera camera = place_camera(shot, anatomy, script);
          double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
          for (const Surface& surface : surfaces)
            for (const Vec3 point : surface.points) {
              const Camera::Point p = camera.project(point);
              left = std::min(left, p.x), right = std::max(right, p.x);
              top = std::min(top, p.y), bottom = std::max(bottom, p.y);
            }
          const double width = shot.width_px(), height = shot.height_px();
          EXPECT_TRUE(left > 0 && top > 0 && right < width && bottom < height)
              << id << " " << near_side << " " << resolution << " yaw " << yaw << ": " << left << "–" << right << ", "
              << top << "–" << bottom;
          // And large in it: it reaches from the middle to at least a half of one side's way.
          const double reach = std::max({width / 2 - left, right - width / 2}) / (width / 2),
                       rise = std::max({height / 2 - top, bottom - height / 2}) / (height / 2);
          EXPECT_GT(std::max(reach, rise), 0.7) << id;
        }
  }
}

TEST(Camera, focal_length_is_that_of_35_mm_film) {
  Recipe recipe;
  recipe.focal_mm = 26, recipe.resolution = "1920x1080";
  EXPECT_NEAR(camera_of(recipe).focal_px, 26.0 / 36 * 1920, 1e-9);
  recipe.resolution = "1080x1920";
  EXPECT_NEAR(camera_of(recipe).focal_px, 26.0 / 36 * 1920, 1e-9) << "upright: the long side is the film's long side";
  // Twice the focal length, twice as large.
  recipe.focal_mm = 52;
  const Camera camera = camera_of(recipe);
  const Vec3 ahead = camera.eye + 2.5 * camera.forward;
  EXPECT_NEAR(camera.project(ahead + 0.1 * camera.right).x - camera.project(ahead).x, 52.0 / 36 * 1920 * 0.1 / 2.5,
              1e-9);
}

TEST(Camera, a_positive_yaw_stands_towards_the_head) {
  for (const char* near_side : {"left", "right"}) {
    Recipe recipe;
    recipe.near_side = near_side, recipe.focal_mm = 40;
    const Camera square = camera_of(recipe);
    recipe.yaw_deg = 20;
    const Camera turned = camera_of(recipe);
    recipe.yaw_deg = -20;
    const Camera other = camera_of(recipe);
    EXPECT_NEAR(turned.eye.x - square.eye.x, 2.5 * std::sin(from_deg(20.0)), 1e-9);
    EXPECT_NEAR(other.eye.x - square.eye.x, -2.5 * std::sin(from_deg(20.0)), 1e-9);
    EXPECT_NEAR(turned.eye.z, other.eye.z, 1e-12);
    EXPECT_GT(turned.project({0.9, 0.1, 0}).nearness, turned.project({-0.9, 0.1, 0}).nearness);
  }
}

TEST(Camera, yaw_shortens_what_lies_along_the_floor_as_the_cosine) {
  // From far away: the apparent angle of a leg at θ is atan2(sin θ, cos θ · cos yaw).
  for (const double yaw : {0.0, 5.0, 10.0, 20.0, 30.0, -20.0})
    for (const char* near_side : {"left", "right"}) {
      Recipe recipe;
      recipe.yaw_deg = yaw, recipe.near_side = near_side;
      Camera camera = camera_of(recipe);
      // Level, and a thousand kilometres away.
      const Vec3 aim{0, camera.eye.y, 0};
      camera.forward =
          unit({-std::sin(from_deg(yaw)), 0, -camera_side(recipe, Stance::lying) * std::cos(from_deg(yaw))});
      camera.right = unit(cross(camera.forward, {0, 1, 0})), camera.up = cross(camera.right, camera.forward);
      camera.eye = aim - 1e6 * camera.forward;
      camera.focal_px *= 1e6;
      for (double angle = 0; angle <= 90; angle += 7.5) {
        const Vec3 leg{-std::cos(from_deg(angle)), std::sin(from_deg(angle)), 0};
        const double expected =
            to_deg(std::atan2(std::sin(from_deg(angle)), std::cos(from_deg(angle)) * std::cos(from_deg(yaw))));
        EXPECT_NEAR(apparent(camera, aim, leg), expected, 1e-3) << yaw << " " << angle;
      }
    }
}

TEST(Camera, roll_lowers_the_right_end_of_the_floor) {
  // floor_tilt of docs/conventions.md: clockwise positive.
  for (const double roll : {-25.0, -3.0, 0.0, 8.0})
    for (const char* near_side : {"left", "right"}) {
      Recipe recipe;
      recipe.roll_deg = roll, recipe.near_side = near_side;
      const Camera camera = camera_of(recipe);
      // Level, in the plane before the lens: no perspective in it.
      const Vec3 level = unit(cross(camera.forward, {0, 1, 0})), middle = camera.eye + 2.5 * camera.forward;
      const auto left = camera.project(middle - 0.5 * level), right = camera.project(middle + 0.5 * level);
      EXPECT_NEAR(to_deg(std::atan2(right.y - left.y, right.x - left.x)), roll, 1e-9);
    }
}

TEST(Camera, shakes_as_much_as_asked_and_the_same_for_a_seed) {
  Recipe recipe;
  const Camera still = camera_of(recipe);
  EXPECT_EQ(shaken(still, recipe, 3).eye.x, still.eye.x);
  double before = 0;
  for (const double shake : {2.0, 8.0, 25.0}) {
    recipe.shake_mm = shake;
    double square = 0, step = 0;
    int n = 0;
    for (double t = 0; t < 20; t += 0.01, ++n) {
      const Vec3 way = shaken(still, recipe, t).eye - still.eye;
      square += dot(way, way);
      step = std::max(step, length(shaken(still, recipe, t + 0.001).eye - shaken(still, recipe, t).eye));
    }
    const double rms_mm = 1000 * std::sqrt(square / n);
    EXPECT_GT(rms_mm, before);
    EXPECT_GT(rms_mm, 0.4 * shake);
    EXPECT_LT(rms_mm, 2.0 * shake);
    EXPECT_LT(1000 * step, 0.05 * shake) << "no jump from one millisecond to the next";
    before = rms_mm;
  }
  EXPECT_EQ(shaken(still, recipe, 1.5).eye.x, shaken(still, recipe, 1.5).eye.x);
  Recipe other = recipe;
  other.seed = 2;
  EXPECT_NE(shaken(still, recipe, 1.5).eye.x, shaken(still, other, 1.5).eye.x);
}

TEST(Camera, a_row_is_exposed_at_its_own_moment) {
  Recipe recipe;
  recipe.rolling_shutter_ms = 12, recipe.resolution = "1280x720";
  EXPECT_NEAR(exposed_at(recipe, 2, 0), 2 - 0.006, 1e-12);
  EXPECT_NEAR(exposed_at(recipe, 2, 360), 2, 1e-12);
  EXPECT_NEAR(exposed_at(recipe, 2, 720), 2 + 0.006, 1e-12);
  EXPECT_NEAR(exposed_at(recipe, 2, 5000), 2 + 0.006, 1e-12) << "below the picture: as its last row";
  EXPECT_NEAR(exposed_at(recipe, 2, -99), 2 - 0.006, 1e-12);
}

}  // namespace
}  // namespace endrange::synthetic
