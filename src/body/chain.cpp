#include "body/chain.h"

#include <cmath>
#include <numbers>

namespace endrange {

namespace {

constexpr std::size_t kThorax = 0, kPelvis = 5, kLinks = 12;
constexpr double kSole_m = 0.02;  // the foot's centre beyond the ankle
constexpr double kHalfTurn = std::numbers::pi, kQuarterTurn = std::numbers::pi / 2;

struct Link {
  std::size_t parent = 0;
  Vec2 joint;         // in the parent's frame, m
  double offset = 0;  // of the frame against the parent's, rad
  double sign = 0;    // of the coordinate; 0 = fixed
  double mass = 0, inertia = 0;
  Vec2 centre;  // in its own frame, m
};

using Links = std::array<Link, kLinks>;

// Adds a mass at a point of a link.
void load(Link& link, double mass, Vec2 at) {
  if (mass == 0) return;
  const double all = link.mass + mass;
  const Vec2 apart = at - link.centre;
  link.inertia += link.mass * mass / all * dot(apart, apart);
  link.centre = link.centre + mass / all * apart;
  link.mass = all;
}

Links links_of(const BodyModel& b, const Movement& m) {
  Links links;
  const double depth = -b.spine_depth_m;
  links[kThorax] = {0, {}, 0, 0, b.thorax_mass_kg, b.thorax_inertia_kg_m2, {b.thorax_at_m, 0}};
  load(links[kThorax], m.on_thorax_kg, {b.thorax_at_m, 0});
  load(links[kThorax], m.at_shoulder_kg, {b.shoulder_at_m + m.at_shoulder_beyond_m, 0});
  for (std::size_t i = 0; i < kLumbarLevels; ++i) {
    Link& link = links[1 + i];
    link.parent = i;
    link.joint = i == 0 ? Vec2{b.joint_at_m[0], depth} : Vec2{b.joint_at_m[i] - b.joint_at_m[i - 1], 0};
    link.sign = -1;
    if (i + 1 < kLumbarLevels) {
      const double height = b.joint_at_m[i] - b.joint_at_m[i + 1];
      link.mass = b.vertebra_mass_kg[i], link.centre = {-0.5 * height, b.spine_depth_m};
      link.inertia = link.mass * 0.25 * b.spine_depth_m * b.spine_depth_m;
    } else {
      link.mass = b.pelvis_mass_kg, link.inertia = b.pelvis_inertia_kg_m2;
      link.centre = {b.pelvis_at_m - b.joint_at_m[i], b.spine_depth_m};
    }
  }
  const Vec2 hip{-b.joint_at_m[kLumbarLevels - 1], b.spine_depth_m};
  for (std::size_t side = 0; side < 2; ++side) {
    const std::size_t thigh = kPelvis + 1 + 3 * side;
    links[thigh] = {kPelvis, hip, kHalfTurn, -1, b.thigh.mass_kg, b.thigh.inertia_kg_m2, {b.thigh.centre_m, 0}};
    links[thigh + 1] = {
        thigh, {b.thigh.length_m, 0}, 0, 1, b.shank.mass_kg, b.shank.inertia_kg_m2, {b.shank.centre_m, 0}};
    // The foot at a right angle; the heel a quarter of its length behind the ankle.
    links[thigh + 2] = {thigh + 1,
                        {b.shank.length_m, 0},
                        -kQuarterTurn,
                        0,
                        b.foot.mass_kg,
                        b.foot.inertia_kg_m2,
                        {b.foot.centre_m - 0.25 * b.foot.length_m, kSole_m}};
    load(links[thigh + 1], m.ankle_weight_kg, {b.shank.length_m, 0});
  }
  return links;
}

double coordinate(const Joints& joints, std::size_t link) {
  if (link == kThorax) return 0;
  if (link <= kPelvis) return joints.lumbar[link - 1];
  const std::size_t side = (link - kPelvis - 1) / 3, part = (link - kPelvis - 1) % 3;
  return part == 0 ? joints.hip[side] : part == 1 ? joints.knee[side] : 0;
}

Vec2 turned(Vec2 v, double c, double s) { return {c * v.x - s * v.y, s * v.x + c * v.y}; }
Vec2 left_of(Vec2 v) { return {-v.y, v.x}; }

// Where every link is and how it moves.
struct State {
  std::array<Vec2, kLinks> origin, origin_rate, origin_acceleration, arm;  // arm: joint to centre
  std::array<double, kLinks> angle, rate, acceleration;
};

State state_of(const Links& links, const Movement& m) {
  State s{};
  for (std::size_t i = 0; i < kLinks; ++i) {
    const Link& link = links[i];
    if (i > 0) {
      const std::size_t p = link.parent;
      s.angle[i] = s.angle[p] + link.offset + link.sign * coordinate(m.at, i);
      s.rate[i] = s.rate[p] + link.sign * coordinate(m.rate, i);
      s.acceleration[i] = s.acceleration[p] + link.sign * coordinate(m.acceleration, i);
      const Vec2 r = turned(link.joint, std::cos(s.angle[p]), std::sin(s.angle[p]));
      s.origin[i] = s.origin[p] + r;
      s.origin_rate[i] = s.origin_rate[p] + s.rate[p] * left_of(r);
      s.origin_acceleration[i] = s.origin_acceleration[p] + s.acceleration[p] * left_of(r) - s.rate[p] * s.rate[p] * r;
    }
    s.arm[i] = turned(link.centre, std::cos(s.angle[i]), std::sin(s.angle[i]));
  }
  return s;
}

}  // namespace

Moments moments_of(const BodyModel& body, const Movement& m) {
  const Links links = links_of(body, m);
  const State s = state_of(links, m);
  std::array<Vec2, kLinks> force;
  std::array<double, kLinks> moment;
  for (std::size_t i = 0; i < kLinks; ++i) {
    const Vec2 centre =
        s.origin_acceleration[i] + s.acceleration[i] * left_of(s.arm[i]) - s.rate[i] * s.rate[i] * s.arm[i];
    force[i] = links[i].mass * (centre - m.gravity);
    moment[i] = links[i].inertia * s.acceleration[i] + cross(s.arm[i], force[i]);
  }
  for (std::size_t i = kLinks; i-- > 1;) {
    const std::size_t p = links[i].parent;
    force[p] = force[p] + force[i];
    moment[p] += moment[i] + cross(s.origin[i] - s.origin[p], force[i]);
  }
  Moments out;
  for (std::size_t i = 0; i < kLumbarLevels; ++i) out.lumbar[i] = links[1 + i].sign * moment[1 + i];
  for (std::size_t side = 0; side < 2; ++side) {
    const std::size_t thigh = kPelvis + 1 + 3 * side;
    out.hip[side] = links[thigh].sign * moment[thigh];
    out.knee[side] = links[thigh + 1].sign * moment[thigh + 1];
    out.ankle_at_m[side] = s.origin[thigh + 2];
  }
  out.support_n = force[kThorax], out.support_nm = moment[kThorax];
  out.below_l4l5_n = force[1 + kL4L5];
  return out;
}

Energy energy_of(const BodyModel& body, const Movement& m) {
  const Links links = links_of(body, m);
  const State s = state_of(links, m);
  Energy e;
  for (std::size_t i = 0; i < kLinks; ++i) {
    const Vec2 rate = s.origin_rate[i] + s.rate[i] * left_of(s.arm[i]);
    e.kinetic += 0.5 * links[i].mass * dot(rate, rate) + 0.5 * links[i].inertia * s.rate[i] * s.rate[i];
    e.potential -= links[i].mass * dot(m.gravity, s.origin[i] + s.arm[i]);
  }
  return e;
}

}  // namespace endrange
