#include "synthetic/flesh.h"

#include <algorithm>
#include <cmath>

#include "synthetic/clothes.h"
#include "synthetic/shapes.h"

namespace endrange::synthetic {

namespace {

// How wide a bone's flesh melts into the others'. m
constexpr std::array<double, kBoneCount> kMelt = {0,     0.035, 0.022, 0.045, 0.045, 0.012, 0.012, 0.012,
                                                  0.012, 0.050, 0.050, 0.012, 0.012, 0.020, 0.020};
// Skin follows its bones by nearness; so far away a bone counts for a third. m
constexpr double kFollow = 0.018;
// Beyond this a bone's distance is that of a ball around it. m
constexpr double kRough = 0.10;

double melt(double a, double b, double width) {
  const double h = std::max(width - std::abs(a - b), 0.0) / width;
  return std::min(a, b) - h * h * width / 4;
}

struct BoneField {
  std::vector<Shape> shapes;
  Vec3 center;        // of a ball around them, body frame
  double radius = 0;  // of that ball
};

class Field {
 public:
  Field(const Anatomy& anatomy, const Recipe& recipe, const Posture& rest) : anatomy_(anatomy), rest_(rest) {
    for (const Shape& shape : body_shapes(anatomy, recipe))
      fields_[static_cast<std::size_t>(shape.bone)].shapes.push_back(shape);
    for (std::size_t b = 0; b < kBoneCount; ++b) {
      BoneField& field = fields_[b];
      Vec3 low{1e9, 1e9, 1e9}, high{-1e9, -1e9, -1e9};
      for (const Shape& s : field.shapes)
        for (const auto& [at, r] : {std::pair{s.from, s.from_radius}, std::pair{s.to, s.to_radius}}) {
          const Vec3 p = frame(b).to_world(at);
          const double wide = r * std::max({s.stretch.x, s.stretch.y, s.stretch.z}) + 0.02;
          low = {std::min(low.x, p.x - wide), std::min(low.y, p.y - wide), std::min(low.z, p.z - wide)};
          high = {std::max(high.x, p.x + wide), std::max(high.y, p.y + wide), std::max(high.z, p.z + wide)};
        }
      field.center = 0.5 * (low + high);
      field.radius = 0.5 * length(high - low);
    }
  }

  // How wide a bone's own shapes melt: muscles of the trunk, so that they leave no edge; rings of a limb hardly, since
  // they overlap all along and would bulge at each joint.
  static double own_melt(std::size_t b) {
    const auto bone = static_cast<Bone>(b);
    if (bone == Bone::trunk) return 0.030;
    return bone == Bone::left_foot || bone == Bone::right_foot ? 0.010 : 0.003;
  }

  // The trunk's shapes are given in the body frame itself.
  const Placement& frame(std::size_t bone) const { return bone == 0 ? identity_ : rest_.bones[bone]; }

  void distances(Vec3 p, std::array<double, kBoneCount>& to) const {
    for (std::size_t b = 0; b < kBoneCount; ++b) {
      const BoneField& field = fields_[b];
      const double outside = length(p - field.center) - field.radius;
      if (outside > kRough) {
        to[b] = outside;
      } else {
        const Vec3 local = frame(b).to_local(p);
        double nearest = 1e9;
        for (const Shape& s : field.shapes) {
          const double d = distance_to(s, local);
          nearest = nearest > 1e8 ? d : melt(nearest, d, own_melt(b));
        }
        to[b] = nearest;
      }
      if (b == 0) to[0] = melt(to[0], distance_to_trunk(anatomy_, p), 0.030);
    }
  }

  double at(Vec3 p) const {
    std::array<double, kBoneCount> d;
    distances(p, d);
    double all = d[0];
    for (std::size_t b = 1; b < kBoneCount; ++b) all = melt(all, d[b], kMelt[b]);
    return all;
  }

 private:
  const Anatomy& anatomy_;
  const Posture& rest_;
  Placement identity_;
  std::array<BoneField, kBoneCount> fields_;
};

void follow_bones(const Field& field, Vertex& vertex) {
  std::array<double, kBoneCount> d;
  field.distances(vertex.material, d);
  const auto own = static_cast<std::size_t>(std::ranges::min_element(d) - d.begin());
  // Down to nothing where distances begin to be rough: no weight jumps there, and nothing far away drags the flank.
  const auto share_at = [](double distance) {
    return std::max(0.0, std::exp(-distance / kFollow) - std::exp(-kRough / kFollow));
  };
  std::array<std::pair<double, std::size_t>, kBoneCount> shares;
  std::size_t n = 0;
  for (std::size_t b = 0; b < kBoneCount; ++b)
    if (are_neighbours(own, b)) shares[n++] = {b == own ? 1 : share_at(d[b]) * std::exp(d[own] / kFollow), b};
  std::sort(shares.begin(), shares.begin() + static_cast<std::ptrdiff_t>(n), std::greater<>());
  double sum = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(n, 3); ++i) sum += shares[i].first;
  for (std::size_t i = 0; i < 3; ++i) {
    vertex.bones[i] = static_cast<std::uint8_t>(i < n ? shares[i].second : 0);
    vertex.weights[i] = static_cast<float>(i < n ? shares[i].first / sum : 0);
  }
}

// The surface as a net: one vertex in each cell that it crosses, at the mean of its crossings. Source: surface nets
// (Gibson 1998).
void cast_net(const Field& field, Vec3 low, Vec3 high, double cell, Flesh& flesh) {
  const auto count = [&](double from, double to) { return static_cast<std::size_t>((to - from) / cell) + 2; };
  // Whole blocks of cells are passed over where the surface is far.
  constexpr std::size_t kBlock = 6;
  const auto round_up = [&](std::size_t n) { return (n + kBlock - 1) / kBlock * kBlock + 1; };
  const std::size_t nx = round_up(count(low.x, high.x)), ny = round_up(count(low.y, high.y)),
                    nz = round_up(count(low.z, high.z));
  const auto index = [&](std::size_t i, std::size_t j, std::size_t k) { return (i * ny + j) * nz + k; };
  const auto place = [&](double i, double j, double k) { return low + cell * Vec3{i, j, k}; };
  std::vector<float> values(nx * ny * nz, 1.0f);
  std::vector<bool> known(values.size(), false);
  const double far = 0.9 * static_cast<double>(kBlock) * cell * std::sqrt(3.0) + 0.02;
  for (std::size_t i = 0; i + 1 < nx; i += kBlock)
    for (std::size_t j = 0; j + 1 < ny; j += kBlock)
      for (std::size_t k = 0; k + 1 < nz; k += kBlock) {
        const double half = 0.5 * static_cast<double>(kBlock);
        const double middle = field.at(
            place(static_cast<double>(i) + half, static_cast<double>(j) + half, static_cast<double>(k) + half));
        const bool is_far = std::abs(middle) > far;
        for (std::size_t a = i; a <= i + kBlock; ++a)
          for (std::size_t b = j; b <= j + kBlock; ++b)
            for (std::size_t c = k; c <= k + kBlock; ++c) {
              const std::size_t at = index(a, b, c);
              if (known[at]) continue;
              if (is_far) {
                values[at] = middle < 0 ? -1.0f : 1.0f;
              } else {
                values[at] = static_cast<float>(
                    field.at(place(static_cast<double>(a), static_cast<double>(b), static_cast<double>(c))));
                known[at] = true;
              }
            }
      }

  std::vector<std::uint32_t> vertex_of(values.size(), UINT32_MAX);
  for (std::size_t i = 0; i + 1 < nx; ++i)
    for (std::size_t j = 0; j + 1 < ny; ++j)
      for (std::size_t k = 0; k + 1 < nz; ++k) {
        std::array<float, 8> v;
        int inside = 0;
        for (std::size_t c = 0; c < 8; ++c) {
          v[c] = values[index(i + (c & 1), j + (c >> 1 & 1), k + (c >> 2))];
          inside += v[c] < 0;
        }
        if (inside == 0 || inside == 8) continue;
        Vec3 sum;
        int crossings = 0;
        for (std::size_t c = 0; c < 8; ++c)
          for (const std::size_t axis : {1u, 2u, 4u}) {
            if ((c & axis) != 0 || (v[c] < 0) == (v[c | axis] < 0)) continue;
            const double t = v[c] / (v[c] - v[c | axis]);
            Vec3 p{static_cast<double>(c & 1), static_cast<double>(c >> 1 & 1), static_cast<double>(c >> 2)};
            (axis == 1 ? p.x : axis == 2 ? p.y : p.z) = t;
            sum = sum + p;
            ++crossings;
          }
        const Vec3 in_cell = 1.0 / crossings * sum;
        Vertex vertex;
        vertex.material = place(static_cast<double>(i) + in_cell.x, static_cast<double>(j) + in_cell.y,
                                static_cast<double>(k) + in_cell.z);
        vertex_of[index(i, j, k)] = static_cast<std::uint32_t>(flesh.vertices.size());
        flesh.vertices.push_back(vertex);
      }

  // Each edge that the surface crosses joins the vertices of the four cells around it.
  const auto join = [&](std::size_t a, std::size_t b, std::size_t c, std::size_t d, bool is_turned) {
    std::array<std::uint32_t, 4> q = {vertex_of[a], vertex_of[b], vertex_of[c], vertex_of[d]};
    if (std::ranges::find(q, UINT32_MAX) != q.end()) return;
    if (!is_turned) std::swap(q[1], q[3]);
    flesh.triangles.push_back({{q[0], q[1], q[2]}, Bone::trunk});
    flesh.triangles.push_back({{q[0], q[2], q[3]}, Bone::trunk});
  };
  for (std::size_t i = 1; i + 1 < nx; ++i)
    for (std::size_t j = 1; j + 1 < ny; ++j)
      for (std::size_t k = 1; k + 1 < nz; ++k) {
        const bool here = values[index(i, j, k)] < 0;
        if (here != (values[index(i + 1, j, k)] < 0))
          join(index(i, j, k), index(i, j - 1, k), index(i, j - 1, k - 1), index(i, j, k - 1), here);
        if (here != (values[index(i, j + 1, k)] < 0))
          join(index(i, j, k), index(i, j, k - 1), index(i - 1, j, k - 1), index(i - 1, j, k), here);
        if (here != (values[index(i, j, k + 1)] < 0))
          join(index(i, j, k), index(i - 1, j, k), index(i - 1, j - 1, k), index(i, j - 1, k), here);
      }
}

void add_normals(const std::vector<Triangle>& triangles, const std::vector<Vec3>& points, std::vector<Vec3>& normals) {
  normals.assign(points.size(), {});
  for (const Triangle& t : triangles) {
    const Vec3 n = cross(points[t.corners[1]] - points[t.corners[0]], points[t.corners[2]] - points[t.corners[0]]);
    for (const std::uint32_t corner : t.corners) normals[corner] = normals[corner] + n;
  }
  for (Vec3& n : normals) n = unit(n);
}

}  // namespace

bool are_neighbours(std::size_t a, std::size_t b) {
  const auto parent = [](std::size_t bone) -> std::size_t {
    switch (static_cast<Bone>(bone)) {
      case Bone::trunk:
      case Bone::neck:
      case Bone::left_upper_arm:
      case Bone::right_upper_arm:
      case Bone::left_thigh:
      case Bone::right_thigh: return 0;
      case Bone::head: return static_cast<std::size_t>(Bone::neck);
      default: return bone - 2;
    }
  };
  return a == b || parent(a) == b || parent(b) == a;
}

Flesh grow_flesh(const Anatomy& anatomy, const Recipe& recipe, const Moment& rest, double cell) {
  Flesh flesh;
  flesh.anatomy = anatomy;
  flesh.rest = pose_body(anatomy, Stance::lying, rest);
  const Field field(anatomy, recipe, flesh.rest);
  Vec3 low{1e9, 1e9, 1e9}, high{-1e9, -1e9, -1e9};
  for (std::size_t b = 0; b < kBoneCount; ++b) {
    const Placement& frame = b == 0 ? Placement{} : flesh.rest.bones[b];
    const double reach = b == 0 ? 0.10 : 0.20;
    for (const double along : {0.0, b == static_cast<std::size_t>(Bone::head) ? 0.12 : 0.1}) {
      const Vec3 p = frame.to_world({along, 0, 0});
      low = {std::min(low.x, p.x - reach), std::min(low.y, p.y - reach), std::min(low.z, p.z - reach)};
      high = {std::max(high.x, p.x + reach), std::max(high.y, p.y + reach), std::max(high.z, p.z + reach)};
    }
  }
  cast_net(field, low, high, cell, flesh);

  std::vector<Vec3> points, normals;
  for (const Vertex& v : flesh.vertices) points.push_back(v.material);
  add_normals(flesh.triangles, points, normals);
  for (std::size_t i = 0; i < flesh.vertices.size(); ++i) {
    flesh.vertices[i].outward = normals[i];
    follow_bones(field, flesh.vertices[i]);
    flesh.vertices[i].thickness = thickness_worn(flesh, recipe, flesh.vertices[i]);
  }
  for (Triangle& t : flesh.triangles) {
    // The bone most corners follow.
    const auto bone = [&](std::size_t i) { return static_cast<Bone>(flesh.vertices[t.corners[i]].bones[0]); };
    t.part = bone(1) == bone(2) ? bone(1) : bone(0);
  }
  return flesh;
}

namespace {

// A loose shirt on somebody lying: at the flanks its cloth falls straight to the floor, over whatever gap is there.
Vec3 hung(const Anatomy& a, Vec3 material, Vec3 p) {
  const double k = a.height / 1.75, s = material.x / k;
  const double along = smoothstep(0.035, 0.07, s) * (1 - smoothstep(0.26, 0.36, s));
  const double flank = smoothstep(0.075, 0.115, std::abs(material.z) / k);
  const double low = 1 - smoothstep(0.07, 0.14, material.y / k);
  const double share = along * flank * low;
  const double fallen = std::min(p.y, 0.003 + 0.25 * material.y);
  return {p.x, p.y + share * (fallen - p.y), p.z + share * std::copysign(0.022 * k, material.z)};
}

}  // namespace

void pose_flesh(const Flesh& flesh, const Recipe& recipe, const Posture& posture, Surface& surface) {
  const Anatomy& a = flesh.anatomy;
  surface.points.resize(flesh.vertices.size());
  // Rest frame to posed frame, once a bone.
  std::array<Placement, kBoneCount> moved;
  for (std::size_t b = 1; b < kBoneCount; ++b) {
    const Placement &from = flesh.rest.bones[b], &to = posture.bones[b];
    const auto turned = [&](Vec3 axis) {
      return dot(axis, from.x) * to.x + dot(axis, from.y) * to.y + dot(axis, from.z) * to.z;
    };
    moved[b].x = turned({1, 0, 0}), moved[b].y = turned({0, 1, 0}), moved[b].z = turned({0, 0, 1});
    moved[b].origin =
        to.origin - (from.origin.x * moved[b].x + from.origin.y * moved[b].y + from.origin.z * moved[b].z);
  }
  const bool hangs = recipe.shirt == "loose" && posture.body.y.y > 0.9;
  const double belly = posture.moment.breath * recipe.breath_depth_mm / 1000, scale = a.height / 1.75;
  for (std::size_t i = 0; i < flesh.vertices.size(); ++i) {
    const Vertex& v = flesh.vertices[i];
    Vec3 material = v.material + v.thickness * v.outward;
    if (v.bones[0] == 0 && belly > 0) {
      // The belly rises most, the flanks widen a little, the back not at all.
      const double s = (material.x / scale - 0.17) / 0.10, front = smoothstep(0.02, 0.15, material.y / scale);
      material = material + belly * std::exp(-s * s) * front * Vec3{v.outward.x, v.outward.y, 0.25 * v.outward.z};
    }
    Vec3 p;
    for (std::size_t w = 0; w < 3; ++w) {
      const double weight = v.weights[w];
      if (weight == 0) continue;
      p = p + weight * (v.bones[w] == 0 ? posture.back.bend(material) : moved[v.bones[w]].to_world(material));
    }
    if (hangs && v.bones[0] == 0) p = hung(a, v.material, p);
    surface.points[i] = posture.body.to_world(p);
  }
  add_normals(flesh.triangles, surface.points, surface.normals);
}

}  // namespace endrange::synthetic
