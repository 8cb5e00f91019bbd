#include "synthetic/room.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "synthetic/random.h"

namespace endrange::synthetic {

namespace {

constexpr float kNowhere = std::numeric_limits<float>::quiet_NaN();
// A mat lifts the body off the floor. m
constexpr double kMatThickness = 0.012;

}  // namespace

std::vector<Blocker> blockers_of(const Flesh& flesh, const Posture& posture) {
  const Anatomy& a = flesh.anatomy;
  const double k = a.height / 1.75;
  std::vector<Blocker> all;
  const auto add = [&](Vec3 in_body, double radius, Bone bone) {
    all.push_back({posture.body.to_world(in_body), radius, static_cast<int>(bone)});
  };
  for (double s = -0.05; s < 0.52; s += 0.075)
    for (const double z : {-0.075, 0.0, 0.075})
      add(posture.back.bend({s * k, 0.095 * k, z * k}), 0.085 * k, Bone::trunk);
  add(posture[Bone::head].to_world({0.10 * k, 0.01 * k, 0}), 0.092 * k, Bone::head);
  const auto along = [&](Bone bone, double length, double from, double to, int n) {
    for (int i = 0; i < n; ++i) {
      const double share = (i + 0.5) / n;
      add(posture[bone].to_world({share * length, 0, 0}), k * (from + share * (to - from)), bone);
    }
  };
  for (const Side side : kSides) {
    along(of(Bone::left_thigh, side), a.thigh, 0.085, 0.055, 5);
    along(of(Bone::left_shank, side), a.shank, 0.055, 0.036, 6);
    along(of(Bone::left_foot, side), 0.16 * k, 0.038, 0.030, 2);
    along(of(Bone::left_upper_arm, side), a.upper_arm, 0.055, 0.042, 4);
    along(of(Bone::left_forearm, side), a.forearm, 0.042, 0.03, 4);
    along(of(Bone::left_hand, side), 0.14 * k, 0.03, 0.02, 2);
  }
  return all;
}

Light::Light(const Recipe& recipe, double side) {
  // A lamp above, a little towards the camera and the head; where exactly is the room's own.
  Dice dice(static_cast<std::uint64_t>(recipe.seed) * 53 + 1);
  lamp_ = unit({dice.uniform(-0.35, 0.45), 1, side * dice.uniform(0.35, 0.9)});
}

float Light::on(Vec3 point, Vec3 normal, const std::vector<Blocker>& blockers, int bone) const {
  double sky = 1, lamp = 1;
  for (const Blocker& b : blockers) {
    if (bone >= 0 && are_neighbours(static_cast<std::size_t>(b.bone), static_cast<std::size_t>(bone))) continue;
    const Vec3 to = b.center - point;
    const double d2 = dot(to, to), r2 = b.radius * b.radius;
    if (d2 > 1.2) continue;
    const double d = std::sqrt(d2);
    // Share of the sky that a ball covers. Source: a ball's form factor seen from a small patch.
    const double facing = std::max(0.0, dot(to, normal) / std::max(d, 1e-6));
    sky *= 1 - 0.75 * std::min(1.0, facing * r2 / std::max(d2, r2));
    const double ahead = dot(to, lamp_);
    if (ahead > 0 && lamp > 0.02) {
      const double off = std::sqrt(std::max(0.0, d2 - ahead * ahead)), soft = 0.02 + 0.16 * ahead;
      lamp *= smoothstep(b.radius - soft, b.radius + soft, off);
    }
  }
  const double above = 0.5 + 0.5 * normal.y, near_floor = smoothstep(0.0, 0.30, point.y);
  const double bounce = (1 - above) * (0.10 + 0.25 * near_floor);
  return static_cast<float>(0.60 * above * sky + bounce * sky + 0.72 * std::max(0.0, dot(normal, lamp_)) * lamp);
}

Room::Room(const Recipe& recipe, const Anatomy& a, Stance stance)
    : noise_(static_cast<std::uint64_t>(recipe.seed) + 99) {
  Dice dice(static_cast<std::uint64_t>(recipe.seed) * 71 + 13);
  side_ = camera_side(recipe, stance);
  wall_z_ = -side_ * dice.uniform(1.0, 1.8);
  has_mat_ = recipe.mat && stance != Stance::hanging;
  mat_x_ = -0.02 * a.height, mat_half_x_ = 0.62 * a.height, mat_half_z_ = 0.33;
  const double warm = dice.uniform(-0.04, 0.06);
  floor_ = linear(0.60 + warm, 0.52, 0.43 - warm);
  wall_ = linear(0.80 + warm, 0.79, 0.76 - warm);
  skirting_ = linear(0.90, 0.90, 0.88);
  const std::array<Color, 4> mats = {linear(0.24, 0.36, 0.52), linear(0.42, 0.26, 0.46), linear(0.22, 0.24, 0.26),
                                     linear(0.22, 0.42, 0.36)};
  mat_ = mats[dice.bits() % mats.size()];
  const auto box = [&](Vec3 low, Vec3 high, Color color, Color second = {}, double stripe = 0) {
    things_.push_back({Thing::Kind::box, low, high, 0, color, second, stripe});
  };
  // Against the wall: shelf, picture, plant, ball; more of it in a fuller room.
  const auto beside = [&](double from_wall) { return wall_z_ + side_ * from_wall; };
  const auto flat = [&](double x0, double x1, double y0, double y1, double thick, Color color, Color second = {},
                        double stripe = 0) {
    const double z0 = std::min(wall_z_, beside(thick)), z1 = std::max(wall_z_, beside(thick));
    box({x0, y0, z0}, {x1, y1, z1}, color, second, stripe);
  };
  flat(-9, 9, 0, 0.09, 0.015, skirting_);
  const double f = -kMatThickness;
  if (recipe.clutter > 0.15) {
    const double x = dice.uniform(-1.3, 0.9);
    flat(x, x + dice.uniform(0.4, 0.8), 0.85, dice.uniform(1.2, 1.5), 0.02, linear(0.25, 0.32, 0.40),
         linear(0.72, 0.62, 0.48), 0.11);
  }
  if (recipe.clutter > 0.35) {
    const double x = dice.uniform(0.9, 1.3);
    flat(x, x + 0.7, f, 0.75, 0.35, linear(0.55, 0.42, 0.30), linear(0.42, 0.31, 0.22), 0.245);
  }
  if (recipe.clutter > 0.55) {
    const double x = dice.uniform(-1.9, -1.3);
    things_.push_back({Thing::Kind::ball, {x, 0.28 + f, beside(0.34)}, {}, 0.28, linear(0.62, 0.30, 0.34), {}, 0});
  }
  if (recipe.clutter > 0.75) {
    const double x = dice.uniform(-0.6, 0.4);
    flat(x, x + 0.45, f, 0.42, 0.40, linear(0.38, 0.40, 0.42), linear(0.30, 0.32, 0.34), 0.07);
    things_.push_back({Thing::Kind::bar,
                       {x - 0.5, 0.06 + f, beside(0.3)},
                       {x - 0.22, 0.06 + f, beside(0.3)},
                       0.055,
                       linear(0.18, 0.18, 0.20),
                       {},
                       0});
  }
  if (stance == Stance::hanging) {
    const double h = bar_height(a);
    things_.push_back({Thing::Kind::bar, {0, h, -0.5}, {0, h, 0.5}, 0.014, linear(0.30, 0.31, 0.33), {}, 0});
    // Its post stands behind the body.
    things_.push_back(
        {Thing::Kind::bar, {0, f, -side_ * 0.5}, {0, h, -side_ * 0.5}, 0.035, linear(0.26, 0.27, 0.29), {}, 0});
  }
  lamp_ = unit({0.1, 1, side_ * 0.5});
}

Color Room::see(Vec3 eye, Vec3 ray, std::array<float, 2>& floor) const {
  floor = {kNowhere, kNowhere};
  double nearest = 1e9;
  Color color{0.5f, 0.5f, 0.5f};
  const auto grain = [&](Vec3 p, double per_m, double contrast) {
    return static_cast<float>(1 + contrast * noise_.at(static_cast<float>(p.x * per_m), static_cast<float>(p.y * per_m),
                                                       static_cast<float>(p.z * per_m)));
  };
  if (ray.y < 0) {
    const double mat = -eye.y / ray.y, ground = -(eye.y + kMatThickness) / ray.y;
    const Vec3 p = eye + mat * ray;
    const bool on_mat = has_mat_ && std::abs(p.x - mat_x_) < mat_half_x_ && std::abs(p.z) < mat_half_z_;
    if (on_mat) {
      nearest = mat;
      color = grain(p, 260, 0.05) * mat_;
    } else {
      const Vec3 q = eye + ground * ray;
      nearest = ground;
      // Boards.
      const double board = std::floor(q.z / 0.13), end = std::floor(q.x / 1.1 + 0.37 * board);
      const double seam = std::abs(q.z / 0.13 - std::round(q.z / 0.13)) * 0.13;
      const auto tone = static_cast<float>(
          0.88 + 0.24 * static_cast<double>(mix(static_cast<std::uint64_t>(board * 7919 + end * 104729 + 1e6)) >> 40) *
                     0x1p-24);
      color = (seam < 0.002 ? 0.55f : 1.0f) * tone * grain({q.x * 0.12, q.z, 0}, 75, 0.07) * floor_;
      // The mat's edge, seen under its top.
      if (has_mat_ && std::abs(q.x - mat_x_) < mat_half_x_ && std::abs(q.z) < mat_half_z_) color = 0.6f * mat_;
    }
    const Vec3 at = eye + nearest * ray;
    floor = {static_cast<float>(at.x), static_cast<float>(at.z)};
  }
  if (ray.z * side_ < 0) {
    const double t = (wall_z_ - eye.z) / ray.z;
    if (t > 0 && t < nearest) {
      nearest = t;
      const Vec3 p = eye + t * ray;
      color = static_cast<float>(0.80 + 0.10 * std::clamp(p.y, 0.0, 2.0)) * grain(p, 14, 0.006) * wall_;
      floor = {kNowhere, kNowhere};
    }
  }
  for (const Thing& thing : things_) {
    double t = 1e9;
    Vec3 normal;
    if (thing.kind == Thing::Kind::box) {
      double enter = -1e9, leave = 1e9;
      const auto slab = [&](double o, double d, double low, double high, Vec3 axis) {
        if (std::abs(d) < 1e-12) {
          if (o < low || o > high) leave = -1e9;
          return;
        }
        const double a = (low - o) / d, b = (high - o) / d;
        if (std::min(a, b) > enter) enter = std::min(a, b), normal = (d > 0 ? -1.0 : 1.0) * axis;
        leave = std::min(leave, std::max(a, b));
      };
      slab(eye.x, ray.x, thing.low.x, thing.high.x, {1, 0, 0});
      slab(eye.y, ray.y, thing.low.y, thing.high.y, {0, 1, 0});
      slab(eye.z, ray.z, thing.low.z, thing.high.z, {0, 0, 1});
      if (enter > 0 && enter < leave) t = enter;
    } else {
      // A ball, or a round bar between two points.
      Vec3 o = eye - thing.low, d = ray;
      Vec3 axis{};
      double length_ = 0;
      if (thing.kind == Thing::Kind::bar) {
        length_ = length(thing.high - thing.low), axis = unit(thing.high - thing.low);
        o = o - dot(o, axis) * axis, d = d - dot(d, axis) * axis;
      }
      const double a = dot(d, d), b = dot(o, d), c = dot(o, o) - thing.radius * thing.radius, under = b * b - a * c;
      if (under > 0 && a > 1e-12) {
        const double hit = (-b - std::sqrt(under)) / a;
        const Vec3 p = eye + hit * ray;
        const double along = dot(p - thing.low, axis);
        if (hit > 0 && (thing.kind == Thing::Kind::ball || (along >= 0 && along <= length_))) {
          t = hit;
          normal = unit(p - thing.low - along * axis);
        }
      }
    }
    if (!(t < nearest)) continue;
    nearest = t;
    const Vec3 p = eye + t * ray;
    const bool is_second = thing.stripe > 0 && std::fmod(p.y + 10, 2 * thing.stripe) < thing.stripe;
    const double lit = 0.5 + 0.25 * normal.y + 0.35 * std::max(0.0, dot(normal, lamp_));
    color = static_cast<float>(lit) * grain(p, 40, 0.02) * (is_second ? thing.second : thing.color);
    floor = {kNowhere, kNowhere};
  }
  return color;
}

void Room::paint(const Camera& camera, Backdrop& backdrop) const {
  const int width = static_cast<int>(2 * camera.center_x), height = static_cast<int>(2 * camera.center_y);
  backdrop.width = width, backdrop.height = height;
  const auto pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  backdrop.colors.resize(pixels), backdrop.floor.resize(pixels);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const std::size_t at =
          static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
      Color sum;
      std::array<float, 2> floor;
      for (int sample = 0; sample < 16; ++sample) {
        const Vec3 ray = camera.ray(x + 0.125 + 0.25 * (sample % 4), y + 0.125 + 0.25 * (sample / 4));
        sum = sum + 0.0625f * see(camera.eye, ray, floor);
        if (sample == 10) backdrop.floor[at] = floor;
      }
      backdrop.colors[at] = sum;
    }
}

}  // namespace endrange::synthetic
