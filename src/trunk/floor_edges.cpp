#include "trunk/floor_edges.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "core/angle.h"
#include "core/trunk_line.h"

namespace endrange {

namespace {

constexpr double kSteepest = 20.0_deg, kTiltStep = 0.25_deg;
// Where to look, in trunk lengths from the line through shoulder and hip: above it and below.
constexpr double kAbove = 0.9, kBelow = 1.2;
// What is near a bone belongs to the body. trunk lengths
constexpr double kTrunkGirth = 0.30, kLimbGirth = 0.17;
// A gradient fainter than this, in grey levels a still px, is noise; a stronger one than that counts no more.
constexpr double kFaintest = 1.5, kStrongest = 12;
// An edge must be seen over this much. trunk lengths
constexpr double kShortest = 0.8;
constexpr std::size_t kMostEdges = 6;
// Of the stills, this share must show a place without the body in front.
constexpr double kOftenSeen = 0.25;

struct Gradient {
  float x, y, gx, gy;  // still px from the trunk's middle; grey levels a px
};

struct Capsule {
  Vec2 from, to;
  double radius;
};

double distance(const Capsule& c, Vec2 p) { return distance_to_segment(p, c.from, c.to) - c.radius; }

std::vector<Capsule> body_of(const Pose& pose, double trunk_px, double scale) {
  constexpr std::array<std::pair<Joint, Joint>, 5> kLimbs = {{{Joint::left_shoulder, Joint::left_elbow},
                                                              {Joint::left_elbow, Joint::left_wrist},
                                                              {Joint::left_hip, Joint::left_knee},
                                                              {Joint::left_knee, Joint::left_ankle},
                                                              {Joint::left_ankle, Joint::left_foot}}};
  std::vector<Capsule> body;
  const auto add = [&](Joint from, Joint to, double girth) {
    body.push_back({1 / scale * pose.at(from), 1 / scale * pose.at(to), girth * trunk_px / scale});
  };
  for (const Side side : kSides) {
    add(of(Joint::left_shoulder, side), of(Joint::left_hip, side), kTrunkGirth);
    add(of(Joint::left_shoulder, side), of(Joint::left_ear, side), kTrunkGirth);
    for (const auto& [from, to] : kLimbs) add(of(from, side), of(to, side), kLimbGirth);
  }
  return body;
}

struct Trunk {
  Vec2 middle, along;  // still px; unit vector from hip to shoulder
  double length = 0;   // still px
};

// Gradients of the room: the mean over the stills in which nothing of the body is near.
std::vector<Gradient> gradients_of(std::span<const Still> stills, std::span<const Pose> poses, const Trunk& trunk) {
  const int width = stills.front().width, height = stills.front().height;
  const double scale = stills.front().scale;
  const auto place = [&](int x, int y) { return static_cast<std::size_t>(y * width + x); };
  std::vector<float> gx(place(0, height)), gy(gx.size()), gx2(gx.size()), seen(gx.size());
  const auto is_in_window = [&](int x, int y) {
    const Vec2 p = Vec2{x + 0.5, y + 0.5} - trunk.middle;
    const double down = std::abs(trunk.along.x) * p.y - std::copysign(trunk.along.y, trunk.along.x) * p.x;
    return down > -kAbove * trunk.length && down < kBelow * trunk.length;
  };
  int used = 0;
  for (const Still& still : stills) {
    const auto pose = std::ranges::find(poses, still.frame, &Pose::frame);
    if (pose == poses.end() || std::isnan(pose->at(Joint::left_hip).x) || still.width != width) continue;
    ++used;
    const auto body = body_of(*pose, trunk.length * scale, scale);
    const auto grey = [&](int x, int y) { return static_cast<float>(still.grey[place(x, y)]); };
    for (int y = 1; y + 1 < height; ++y)
      for (int x = 1; x + 1 < width; ++x) {
        if (!is_in_window(x, y)) continue;
        const float across = (grey(x, y + 1) - grey(x, y - 1)) / 2;
        if (std::abs(across) < kFaintest) {
          seen[place(x, y)] += 1;
          continue;
        }
        const Vec2 p{x + 0.5, y + 0.5};
        if (std::ranges::any_of(body, [&](const Capsule& c) { return distance(c, p) < 0; })) continue;
        gx[place(x, y)] += (grey(x + 1, y) - grey(x - 1, y)) / 2;
        gy[place(x, y)] += across;
        seen[place(x, y)] += 1;
      }
  }
  std::vector<Gradient> gradients;
  for (int y = 1; y + 1 < height; ++y)
    for (int x = 1; x + 1 < width; ++x) {
      const std::size_t i = place(x, y);
      if (seen[i] < std::max(1.0, kOftenSeen * used)) continue;
      const float mean_x = gx[i] / seen[i], mean_y = gy[i] / seen[i];
      if (std::abs(mean_y) < kFaintest || std::abs(mean_x) > std::abs(mean_y)) continue;
      gradients.push_back(
          {static_cast<float>(x + 0.5 - trunk.middle.x), static_cast<float>(y + 0.5 - trunk.middle.y), mean_x, mean_y});
    }
  return gradients;
}

// A line of points p with p·across = offset.
struct Line {
  double tilt, offset, score;
};

Vec2 across_of(double tilt) { return {-std::sin(tilt), std::cos(tilt)}; }

double clamped(double gradient) { return std::clamp(gradient, -kStrongest, kStrongest); }

// The best line: that along which the clamped steps of one sign add up to most.
Line strongest_line(const std::vector<Gradient>& gradients, double reach) {
  const auto bins = static_cast<std::size_t>(2 * reach) + 3;
  std::vector<double> sums(bins);
  Line best{0, 0, 0};
  for (double tilt = -kSteepest; tilt <= kSteepest; tilt += kTiltStep) {
    std::ranges::fill(sums, 0);
    const Vec2 across = across_of(tilt);
    for (const Gradient& g : gradients) {
      const double offset = g.x * across.x + g.y * across.y + reach;
      if (offset < 1 || offset >= static_cast<double>(bins) - 2) continue;
      sums[static_cast<std::size_t>(offset)] += clamped(g.gx * across.x + g.gy * across.y);
    }
    for (std::size_t i = 1; i + 1 < bins; ++i) {
      const double score = std::abs(0.5 * sums[i - 1] + sums[i] + 0.5 * sums[i + 1]);
      if (score > best.score) best = {tilt, static_cast<double>(i) + 0.5 - reach, score};
    }
  }
  return best;
}

// Least squares through the gradients near the line, which are then taken out of `gradients`.
std::optional<Edge> refine_and_remove(Line line, std::vector<Gradient>& gradients, const Trunk& trunk) {
  constexpr double kNear = 2.0, kRemove = 4.0;  // still px
  double sum = 0, sign = 0, from = 1e9, to = -1e9;
  for (int round = 0; round < 4; ++round) {
    const Vec2 across = across_of(line.tilt), along{across.y, -across.x};
    double w = 0, u1 = 0, u2 = 0, v1 = 0, uv = 0;
    const auto near = [&](const Gradient& g) {
      return std::abs(g.x * across.x + g.y * across.y - line.offset) < kNear;
    };
    sign = 0;
    for (const Gradient& g : gradients)
      if (near(g)) sign += clamped(g.gx * across.x + g.gy * across.y);
    from = 1e9, to = -1e9;
    for (const Gradient& g : gradients) {
      const double step = clamped(g.gx * across.x + g.gy * across.y) * (sign > 0 ? 1 : -1);
      if (!near(g) || step <= 0) continue;
      const double u = g.x * along.x + g.y * along.y, v = g.x * across.x + g.y * across.y;
      w += step, u1 += step * u, u2 += step * u * u, v1 += step * v, uv += step * u * v;
      from = std::min(from, u), to = std::max(to, u);
    }
    if (w <= 0) return std::nullopt;
    const double u = u1 / w, v = v1 / w, spread = u2 / w - u * u;
    if (spread <= 1) return std::nullopt;
    line.tilt += std::atan((uv / w - u * v) / spread);
    // It goes through the mean place, about which it was turned.
    const Vec2 turned = across_of(line.tilt);
    line.offset = turned.x * (u * along.x + v * across.x) + turned.y * (u * along.y + v * across.y);
    sum = w;
  }
  // How many columns carry it, and how strongly.
  const Vec2 across = across_of(line.tilt), along{across.y, -across.x};
  std::vector<float> columns(static_cast<std::size_t>(std::max(to - from, 0.0)) + 2, 0);
  Vec2 middle;
  double weight = 0;
  for (const Gradient& g : gradients) {
    const double step = clamped(g.gx * across.x + g.gy * across.y) * (sign > 0 ? 1 : -1);
    const double u = g.x * along.x + g.y * along.y;
    if (std::abs(g.x * across.x + g.y * across.y - line.offset) >= kNear || step <= 0 || u < from || u > to) continue;
    columns[static_cast<std::size_t>(u - from)] += static_cast<float>(step);
    middle = middle + step * Vec2{g.x, g.y}, weight += step;
  }
  std::erase_if(gradients,
                [&](const Gradient& g) { return std::abs(g.x * across.x + g.y * across.y - line.offset) < kRemove; });
  const auto carried = static_cast<double>(std::ranges::count_if(columns, [](float c) { return c > 0; }));
  if (weight <= 0 || carried < kShortest * trunk.length) return std::nullopt;
  return Edge{line.tilt, trunk.middle + 1 / weight * middle, carried, sum / carried};
}

}  // namespace

std::vector<Edge> find_floor_edges(std::span<const Still> stills, std::span<const Pose> poses) {
  std::vector<Edge> edges;
  std::vector<double> lengths;
  Vec2 middle, along;
  double n = 0;
  for (const Pose& pose : poses) {
    if (std::isnan(pose.at(Joint::left_hip).x)) continue;
    const Vec2 shoulder = 0.5 * (pose.at(Joint::left_shoulder) + pose.at(Joint::right_shoulder)),
               hip = 0.5 * (pose.at(Joint::left_hip) + pose.at(Joint::right_hip));
    middle = middle + 0.5 * (shoulder + hip), along = along + (shoulder - hip), ++n;
  }
  if (n == 0 || stills.empty() || length(along) <= 0) return edges;
  const double scale = stills.front().scale;
  const Trunk trunk{1 / (n * scale) * middle, 1 / length(along) * along, length(along) / n / scale};
  std::vector<Gradient> gradients = gradients_of(stills, poses, trunk);
  const double reach = std::hypot(stills.front().width, stills.front().height);
  for (int tries = 0; tries < 12 && edges.size() < kMostEdges && !gradients.empty(); ++tries) {
    const Line line = strongest_line(gradients, reach);
    if (line.score <= kFaintest * kShortest * trunk.length) break;
    auto edge = refine_and_remove(line, gradients, trunk);
    if (!edge || std::abs(edge->tilt) > kSteepest + kTiltStep) continue;
    edge->at = scale * edge->at, edge->length_px *= scale;
    edges.push_back(*edge);
  }
  return edges;
}

}  // namespace endrange
