#include "trunk/shape.h"

#include <algorithm>
#include <cmath>

#include "core/smooth.h"

namespace endrange {

namespace {

constexpr std::size_t kColumns = UpperContour::kColumns;
// Where the contour may run above the line from hip to shoulder. trunk lengths
constexpr double kLowest = 0.06, kHighest = 0.58;
constexpr double kLeastTrunk_px = 120;
// Grey and two colours, in so many steps each.
constexpr int kGreys = 16, kColours = 8;
constexpr std::size_t kBins = static_cast<std::size_t>(kGreys) * kColours * kColours;
// What is surely trunk and what surely isn't, above the line. trunk lengths
constexpr double kTrunkFrom = -0.06, kTrunkTo = 0.08, kRoomFrom = 0.62, kRoomTo = 0.90;
// Log odds beyond this are no surer.
constexpr float kSurest = 2.0f;
// Looked at on both sides of an edge. trunk lengths
constexpr double kBeside = 0.045;
// An edge this strong is as good as any, grey levels over two px.
constexpr float kStrong = 30;
constexpr double kClimb = 0.10;
constexpr int kSteepest = 3;
// Limbs in front. trunk lengths
constexpr double kThigh = 0.17, kArm = 0.085;
constexpr double kLeastEdge = 0.12, kLeastOdds = 0.15;

std::size_t bin_of(const Frame& frame, int x, int y) {
  const auto grey = static_cast<int>(frame.luma[static_cast<std::ptrdiff_t>(y) * frame.luma_stride + x]) * kGreys / 256;
  if (frame.blue == nullptr) return static_cast<std::size_t>(grey) * kColours * kColours;
  const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(y / 2) * frame.chroma_stride + x / 2;
  const auto step = [](int colour) { return std::clamp((colour - 96) / 8, 0, kColours - 1); };
  return (static_cast<std::size_t>(grey) * kColours + static_cast<std::size_t>(step(frame.blue[at]))) * kColours +
         static_cast<std::size_t>(step(frame.red[at]));
}

struct Limbs {
  std::array<std::pair<Vec2, Vec2>, 6> thighs_and_arms;
  double trunk_px;
  Limbs(const Pose& pose, double px) : trunk_px(px) {
    std::size_t i = 0;
    for (const Side side : kSides) {
      thighs_and_arms[i++] = {pose.at(of(Joint::left_hip, side)), pose.at(of(Joint::left_knee, side))};
      thighs_and_arms[i++] = {pose.at(of(Joint::left_shoulder, side)), pose.at(of(Joint::left_elbow, side))};
      thighs_and_arms[i++] = {pose.at(of(Joint::left_elbow, side)), pose.at(of(Joint::left_index, side))};
    }
  }
  bool cover(Vec2 p) const {
    for (std::size_t i = 0; i < thighs_and_arms.size(); ++i) {
      const auto& [from, to] = thighs_and_arms[i];
      if (distance_to_segment(p, from, to) < (i % 3 == 0 ? kThigh : kArm) * trunk_px) return true;
    }
    return false;
  }
};

// The ribs and the belly, trunk lengths from the shoulder towards the hip, and how much of either must be seen. The
// hip's landmark moves with the legs, the shoulder's hardly.
constexpr double kRibsFrom = 0.14, kRibsTo = 0.44, kBellyFrom = 0.54, kBellyTo = 0.70, kLeastSeen = 0.6;
// The ribs' top: higher than this share of them, so that one column says nothing alone.
constexpr double kTop = 0.85;

}  // namespace

void ContourFinder::learn(const Frame& frame, const Pose& pose, const TrunkLine& t) {
  body_.assign(kBins, 0), room_.assign(kBins, 0), odds_.resize(kBins);
  const Limbs limbs(pose, t.length_px);
  const double step = std::max(2.0 / t.length_px, 0.008);
  const auto gather = [&](double from, double to, bool leaves_out_limbs, std::vector<float>& bins) {
    float all = 0;
    for (double h = from; h <= to; h += step)
      for (double s = -0.05; s <= 1.0; s += step) {
        const Vec2 p = t.hip + t.length_px * (s * t.along + h * t.up);
        const int x = static_cast<int>(std::floor(p.x)), y = static_cast<int>(std::floor(p.y));
        if (x < 0 || y < 0 || x >= frame.width || y >= frame.height || (leaves_out_limbs && limbs.cover(p))) continue;
        bins[bin_of(frame, x, y)] += 1, all += 1;
      }
    return all;
  };
  // An arm along the trunk is no room either.
  const float body = gather(kTrunkFrom, kTrunkTo, false, body_), room = gather(kRoomFrom, kRoomTo, true, room_);
  // A handful of samples in every bin's neighbourhood keep what was seen of neither at even odds.
  const auto spread = [&](const std::vector<float>& bins, int g, int b, int r) {
    float sum = 0;
    for (int dg = -1; dg <= 1; ++dg)
      for (int db = -1; db <= 1; ++db)
        for (int dr = -1; dr <= 1; ++dr) {
          const int gg = g + dg, bb = b + db, rr = r + dr;
          if (gg < 0 || bb < 0 || rr < 0 || gg >= kGreys || bb >= kColours || rr >= kColours) continue;
          const float weight = 1.0f / static_cast<float>(1 << (2 * (std::abs(dg) + std::abs(db) + std::abs(dr))));
          sum += weight * bins[static_cast<std::size_t>((gg * kColours + bb) * kColours + rr)];
        }
    return sum;
  };
  for (int g = 0; g < kGreys; ++g)
    for (int b = 0; b < kColours; ++b)
      for (int r = 0; r < kColours; ++r) {
        const float in = (spread(body_, g, b, r) + 0.002f * body) / (body + 1),
                    out = (spread(room_, g, b, r) + 0.002f * room) / (room + 1);
        odds_[static_cast<std::size_t>((g * kColours + b) * kColours + r)] =
            body > 0 && room > 0 ? std::clamp(std::log(in / out), -kSurest, kSurest) / kSurest : 0;
      }
}

bool ContourFinder::find(const Frame& frame, const Pose& pose, UpperContour& contour) {
  if (!pose.seen) return false;
  const TrunkLine t = trunk_line(pose);
  if (!t.is_lying() || !(t.length_px >= kLeastTrunk_px)) return false;
  learn(frame, pose, t);
  contour.frame = frame.index, contour.trunk_px = t.length_px;
  contour.hip = t.hip, contour.head = t.along, contour.up = t.up;
  const int low = static_cast<int>(kLowest * t.length_px), high = static_cast<int>(kHighest * t.length_px);
  const auto rows = static_cast<std::size_t>(high - low + 1);
  const int beside = std::max(4, static_cast<int>(kBeside * t.length_px));
  const auto reach = static_cast<std::size_t>(beside) + 1, all = rows + 2 * reach;
  grey_.resize(all), sums_.resize(all + 1), edges_.resize(kColumns * rows), sides_.resize(kColumns * rows);
  for (std::size_t c = 0; c < kColumns; ++c) {
    sums_[0] = 0;
    for (std::size_t r = 0; r < all; ++r) {
      const Vec2 p = t.hip + UpperContour::along(c) * t.length_px * t.along +
                     (low + static_cast<double>(r) - static_cast<double>(reach)) * t.up;
      const int x = static_cast<int>(std::floor(p.x)), y = static_cast<int>(std::floor(p.y));
      const bool is_inside = x >= 1 && y >= 0 && x + 1 < frame.width && y < frame.height;
      const std::uint8_t* l = frame.luma + static_cast<std::ptrdiff_t>(y) * frame.luma_stride + x;
      grey_[r] = is_inside ? static_cast<float>(l[-1] + 2 * l[0] + l[1]) / 4 : 0.0f;
      sums_[r + 1] = sums_[r] + (is_inside ? odds_[bin_of(frame, x, y)] : 0);
    }
    for (std::size_t r = 0; r < rows; ++r) {
      const std::size_t m = r + reach, b = static_cast<std::size_t>(beside);
      edges_[c * rows + r] = std::abs(grey_[m + 1] + grey_[m + 2] - grey_[m - 1] - grey_[m - 2]) / 2;
      const float below = (sums_[m] - sums_[m - b]) / static_cast<float>(beside),
                  above = (sums_[m + 1 + b] - sums_[m + 1]) / static_cast<float>(beside);
      sides_[c * rows + r] = (below - above) / 2;
    }
  }
  const auto strength_at = [&](std::size_t i) { return std::min(edges_[i], kStrong) / kStrong; };
  const std::vector<std::size_t>& path =
      path_.find(kColumns, rows, kSteepest, kClimb, [&](std::size_t c, std::size_t r) {
        const std::size_t i = c * rows + r;
        return -static_cast<double>(0.5f * strength_at(i) + 1.0f * sides_[i]);
      });
  const Limbs limbs(pose, t.length_px);
  for (std::size_t c = 0; c < kColumns; ++c) {
    const std::size_t r = path[c], i = c * rows + r;
    double between = 0;
    if (r > 0 && r + 1 < rows) {
      const double before = edges_[i - 1], here = edges_[i], after = edges_[i + 1], bend = before - 2 * here + after;
      if (bend < -1e-6) between = std::clamp(0.5 * (before - after) / bend, -0.5, 0.5);
    }
    contour.height[c] = static_cast<float>(low + static_cast<double>(r) + between);
    const Vec2 p = contour.at(c);
    const bool is_seen = r > 0 && r + 1 < rows && static_cast<double>(strength_at(i)) > kLeastEdge &&
                         static_cast<double>(sides_[i]) > kLeastOdds && !limbs.cover(p);
    if (!is_seen) contour.height[c] = static_cast<float>(kUnknown);
  }
  return true;
}

TrunkShape shape_of(const UpperContour& contour, const TrunkFrame& trunk) {
  TrunkShape shape;
  const Vec2 shoulder = contour.hip + contour.trunk_px * contour.head;
  std::array<double, kColumns> ribs, belly;
  std::size_t n_ribs = 0, n_belly = 0, seen = 0;
  for (std::size_t c = 0; c < kColumns; ++c) {
    if (std::isnan(contour.height[c])) continue;
    ++seen;
    const Vec2 p = contour.at(c);
    const double from_shoulder = dot(shoulder - p, trunk.head) / trunk.trunk_px;
    const double line = std::lerp(kShoulderHeight, kHipHeight, std::clamp(from_shoulder, 0.0, 1.0)) * trunk.trunk_px;
    const double height = trunk.mm_per_px * (dot(p - trunk.floor_point, trunk.up) - line);
    if (from_shoulder >= kRibsFrom && from_shoulder <= kRibsTo) ribs[n_ribs++] = height;
    if (from_shoulder >= kBellyFrom && from_shoulder <= kBellyTo) belly[n_belly++] = height;
  }
  shape.seen = static_cast<double>(seen) / kColumns;
  const double columns = (kColumns - 1) / (UpperContour::kTo - UpperContour::kFrom) * trunk.trunk_px / contour.trunk_px;
  if (static_cast<double>(n_ribs) >= kLeastSeen * (kRibsTo - kRibsFrom) * columns)
    shape.rib_hump = quantile({ribs.data(), n_ribs}, kTop);
  if (static_cast<double>(n_belly) >= kLeastSeen * (kBellyTo - kBellyFrom) * columns)
    shape.belly_hollow = shape.rib_hump - median({belly.data(), n_belly});
  return shape;
}

}  // namespace endrange
