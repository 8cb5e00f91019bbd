#include "synthetic/shapes.h"

#include <algorithm>
#include <cmath>

#include "exercise/exercise.h"

namespace endrange::synthetic {

namespace {

// A point along a limb: how far, how thick, how far its middle lies to the front. Drawn for 1.75 m.
struct Ring {
  double along, radius, front;
};

void add_limb(std::vector<Shape>& shapes, Bone bone, const std::vector<Ring>& rings, double scale, double girth,
              Vec3 stretch = {1, 1, 1}) {
  for (std::size_t i = 0; i + 1 < rings.size(); ++i) {
    const Ring &a = rings[i], &b = rings[i + 1];
    shapes.push_back({bone,
                      {a.along * scale, a.front * scale, 0},
                      {b.along * scale, b.front * scale, 0},
                      a.radius * scale * girth,
                      b.radius * scale * girth,
                      stretch});
  }
}

}  // namespace

std::vector<Shape> body_shapes(const Anatomy& a, const Recipe& recipe) {
  std::vector<Shape> shapes;
  const double k = a.height / 1.75, fat = 1 + 0.6 * (a.girth - 1), slim = a.is_woman ? 0.90 : 1.0,
               hips = a.is_woman ? 1.05 : 1.0;
  const bool grips = find_exercise(recipe.exercise)->position == Position::hanging;
  const auto ball = [&](Bone bone, Vec3 at, double radius, Vec3 stretch) {
    shapes.push_back({bone, k * at, k * at, k * radius, k * radius, stretch});
  };
  const auto cone = [&](Bone bone, Vec3 from, Vec3 to, double r0, double r1, Vec3 stretch = {1, 1, 1}) {
    shapes.push_back({bone, k * from, k * to, k * r0, k * r1, stretch});
  };
  // From the ankle's middle the heel reaches 0.068 back, the toes 0.198 ahead and the sole 0.068 down: a foot of 0.152
  // and an ankle of 0.039 heights. A trainer is 25 mm longer and puts 28 mm under the heel and 20 under the toes.
  // Sources: Drillis & Contini; stack heights of 25-35 mm as measured on running shoes (RunRepeat's guide).
  const auto add_foot = [&](Bone bone, bool is_shod) {
    const double upper = is_shod ? 0.005 : 0, toe = is_shod ? 0.006 : 0, wide = is_shod ? 0.12 : 0;
    cone(bone, {0.0, 0.0, 0}, {-0.037, -0.037, 0}, 0.033 + upper, 0.030 + upper);
    cone(bone, {-0.039, -0.039, 0}, {0.060, -0.041, 0}, 0.029 + upper, 0.028 + upper, {1, 1, 1.05 + wide});
    cone(bone, {0.005, -0.008, 0}, {0.085, -0.039, 0}, 0.031 + upper, 0.026 + upper, {1, 1, 1.1});
    cone(bone, {0.060, -0.042, 0}, {0.182 + toe, -0.053, 0}, 0.027 + upper, 0.016 + upper, {1, 1, 1.45 + wide});
    if (!is_shod) return;
    cone(bone, {-0.053, -0.076, 0}, {0.120, -0.075, 0}, 0.020, 0.018, {1, 1, 1.9});
    cone(bone, {0.120, -0.075, 0}, {0.198, -0.066, 0}, 0.018, 0.016, {1, 1, 2.1});  // bent up at the toes
  };
  for (const Side side : kSides) {
    const double in = side == Side::left ? 1 : -1;  // towards the middle, along the limb's own z
    const double t = a.thigh / k, s = a.shank / k, u = a.upper_arm / k, f = a.forearm / k;
    add_limb(shapes, of(Bone::left_thigh, side),
             {{0.0, 0.088 * hips, -0.010},
              {0.10, 0.087 * hips, -0.004},
              {0.20, 0.076, 0.004},
              {0.31, 0.063, 0.004},
              {t - 0.03, 0.056, 0.002},
              {t, 0.053, 0.0}},
             k, fat);
    add_limb(shapes, of(Bone::left_shank, side),
             {{0.0, 0.052, 0.0},
              {0.05, 0.053, -0.006},
              {0.12, 0.058, -0.014},
              {0.20, 0.052, -0.012},
              {0.30, 0.040, -0.004},
              {s - 0.03, 0.035, 0.0},
              {s, 0.036, 0.0}},
             k, 1 + 0.4 * (a.girth - 1));
    add_foot(of(Bone::left_foot, side), recipe.shoes);
    const Bone upper = of(Bone::left_upper_arm, side), fore = of(Bone::left_forearm, side),
               hand = of(Bone::left_hand, side);
    add_limb(shapes, upper,
             {{0.0, 0.060 * slim, 0},
              {0.06, 0.056 * slim, 0},
              {0.14, 0.048 * slim, 0.004},
              {0.22, 0.044 * slim, 0.003},
              {u, 0.039 * slim, 0}},
             k, fat);
    add_limb(shapes, fore,
             {{0.0, 0.040 * slim, 0}, {0.06, 0.044 * slim, 0.0}, {0.15, 0.036 * slim, 0}, {f - 0.01, 0.027 * slim, 0}},
             k, 1 + 0.4 * (a.girth - 1), {1, 1, 1.1});
    // The hand: palm, four fingers a little spread, thumb.
    cone(hand, {-0.01, 0, 0}, {0.030, 0, 0}, 0.024 * slim, 0.026 * slim, {1, 0.75, 1.1});
    cone(hand, {0.035, 0, 0}, {0.080, -0.002, 0}, 0.030, 0.032, {1, 0.50, 1.25});
    for (int finger = 0; finger < 4; ++finger) {
      const double across = in * (0.030 - 0.020 * finger), long_ = finger == 3 ? 0.060 : finger == 1 ? 0.088 : 0.080;
      if (grips) {  // around a bar
        cone(hand, {0.088, -0.004, across}, {0.108, -0.034, across}, 0.0100, 0.0095);
        cone(hand, {0.108, -0.034, across}, {0.078, -0.052, across}, 0.0095, 0.0085);
        continue;
      }
      cone(hand, {0.085, -0.002, across}, {0.085 + 0.5 * long_, -0.006, 1.08 * across}, 0.0098, 0.0092);
      cone(hand, {0.085 + 0.5 * long_, -0.006, 1.08 * across}, {0.085 + long_, -0.018, 1.10 * across}, 0.0092, 0.0075);
    }
    const double thumb = grips ? 0.030 : 0.0;  // under the bar
    cone(hand, {0.020, -0.004, in * 0.030}, {0.055, -0.010 - thumb, in * 0.056}, 0.014, 0.011);
    cone(hand, {0.055, -0.010 - thumb, in * 0.056}, {0.088, -0.014 - 1.4 * thumb, in * (0.062 - thumb)}, 0.011, 0.009);
    // Ear.
    const double out = side == Side::left ? 1 : -1;
    ball(Bone::head, {0.062, -0.004, out * 0.078}, 0.030, {1, 0.62, 0.30});
    // Muscles and shoulder blade that tie the arm to the trunk.
    if (a.is_woman)
      ball(Bone::trunk, {0.352, 0.158, out * 0.078}, 0.062, {1.1, 0.85, 1.05});
    else
      ball(Bone::trunk, {0.395, 0.158, out * 0.075}, 0.085, {1.1, 0.62, 1.1});
    cone(Bone::trunk, {0.528, 0.066, out * 0.030}, {0.492, 0.082, out * (a.is_woman ? 0.120 : 0.135)}, 0.044, 0.046);
  }
  const double n = a.neck / k;
  cone(Bone::neck, {-0.030, -0.004, 0}, {n + 0.02, 0.0, 0}, 0.060 * slim, 0.052 * slim);
  // Head: skull, face, jaw, chin, nose, brow, lips.
  ball(Bone::head, {0.106, 0.006, 0}, 0.096, {1, 0.98, 0.80});
  ball(Bone::head, {0.075, 0.040, 0}, 0.075, {1.15, 0.92, 0.84});
  cone(Bone::head, {0.020, 0.050, 0}, {-0.002, 0.074, 0}, 0.052, 0.030, {1, 1, a.is_woman ? 0.90 : 1.02});
  cone(Bone::head, {0.086, 0.104, 0}, {0.053, 0.113, 0}, 0.010, 0.0135);
  ball(Bone::head, {0.050, 0.108, 0}, 0.013, {0.9, 0.9, 1.25});
  cone(Bone::head, {0.098, 0.088, -0.030}, {0.098, 0.088, 0.030}, 0.015, 0.015);
  ball(Bone::head, {0.024, 0.094, 0}, 0.015, {0.8, 0.8, 1.6});
  if (a.is_woman) ball(Bone::head, {0.205, 0.000, 0}, 0.036, {0.85, 1, 1});  // hair tied up on the crown
  return shapes;
}

double distance_to(const Shape& shape, Vec3 local) {
  const Vec3 d = local - shape.from;
  const Vec3 p{d.x / shape.stretch.x, d.y / shape.stretch.y, d.z / shape.stretch.z};
  const double least = std::min({shape.stretch.x, shape.stretch.y, shape.stretch.z});
  const Vec3 axis = shape.to - shape.from;
  const Vec3 b{axis.x / shape.stretch.x, axis.y / shape.stretch.y, axis.z / shape.stretch.z};
  const double l2 = dot(b, b);
  if (l2 < 1e-12) return least * (length(p) - shape.from_radius);
  // Source: exact distance to a cone with round ends (the common tangent decides where its ends begin).
  const double l = std::sqrt(l2), rr = shape.from_radius - shape.to_radius;
  const double along = dot(p, b) / l, across = std::sqrt(std::max(0.0, dot(p, p) - along * along));
  const double slope = rr / l, c = std::sqrt(std::max(0.0, 1 - slope * slope));
  const double shifted = along + across * slope / c;
  const double at = std::clamp(shifted, 0.0, l);
  const double dx = along - at;
  return least * (std::sqrt(dx * dx + across * across) - (shape.from_radius - slope * at));
}

double distance_to_trunk(const Anatomy& a, Vec3 p) {
  const auto& sections = a.sections;
  // Monotone pieces with matched slopes keep the outline smooth from section to section.
  const double s = std::clamp(p.x, sections.front().s, sections.back().s);
  std::size_t i = 0;
  while (i + 2 < sections.size() && s > sections[i + 1].s) ++i;
  const auto value = [&](double Section::*member) {
    const auto slope = [&](std::size_t j) {
      if (j == 0 || j + 1 == sections.size()) return 0.0;
      return (sections[j + 1].*member - sections[j - 1].*member) / (sections[j + 1].s - sections[j - 1].s);
    };
    const double h = sections[i + 1].s - sections[i].s, t = (s - sections[i].s) / h;
    const double v0 = sections[i].*member, v1 = sections[i + 1].*member;
    return v0 * (1 + 2 * t) * (1 - t) * (1 - t) + h * slope(i) * t * (1 - t) * (1 - t) + v1 * t * t * (3 - 2 * t) +
           h * slope(i + 1) * t * t * (t - 1);
  };
  const double half_width = value(&Section::half_width), back = value(&Section::back), depth = value(&Section::depth);
  // A flat back with round flanks; a rounder front.
  const double y = (p.y - back - 0.5 * depth) / (0.5 * depth), x = std::abs(p.z) / half_width;
  const double power = y < 0 ? 3.2 : 2.3;
  const double around = std::pow(std::pow(x, power) + std::pow(std::abs(y), power), 1 / power);
  const double radial = (around - 1) * std::min(half_width, 0.5 * depth);
  const double beyond = std::abs(p.x - s);
  return beyond == 0 ? radial : std::hypot(beyond, std::max(radial, 0.0));
}

}  // namespace endrange::synthetic
