#include "trunk/underside.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/smooth.h"
#include "core/trunk_line.h"
#include "core/unknown.h"
#include "trunk/cheapest_path.h"

namespace endrange {

namespace {

constexpr std::size_t kColumns = 72;
constexpr double kFrom = -0.22, kTo = 1.0;
// Where the outline may run, above and below the floor. trunk lengths
constexpr double kHighest = 0.17, kLowest = -0.09;
constexpr double kLeastTrunk_px = 200;
// An edge this strong is as good as any, grey levels; what climbing a px costs, and being a tenth of a trunk higher.
constexpr double kStrong = 35, kClimb = 0.04, kHigher = 0.04;
constexpr int kSteepest = 3;  // px a column
// Pure colours are painted: no skin, cloth or floor has them. Distance from grey, of 128.
constexpr int kPaintedRed = 95, kPaintedBlue = 90;
// The arm hides the lower back when it passes this near the floor under it. trunk lengths
constexpr double kArmLow = 0.22, kArmFrom = 0.05, kArmTo = 0.60;
// Where the back may arch, trunk lengths. An edge of an opening must be this strong on average, 0…1, and the opening
// this wide, trunk lengths, and this high, px.
constexpr double kArchFrom = 0.02, kArchTo = 0.72, kLeastEdge = 0.45, kLeastWide = 0.15;
constexpr double kLeastOpening_px = 4;
// Higher than this it isn't an arch but something else under or behind the body. trunk lengths
constexpr double kHighestOpening = 0.12;

bool hides_back(const Pose& pose, const TrunkLine& t) {
  const std::array<Vec2, 3> arm = {pose.at(of(Joint::left_shoulder, t.near)), pose.at(of(Joint::left_elbow, t.near)),
                                   pose.at(of(Joint::left_wrist, t.near))};
  for (std::size_t k = 0; k + 1 < arm.size(); ++k)
    for (double share = 0; share <= 1; share += 0.1) {
      const Vec2 p = arm[k] + share * (arm[k + 1] - arm[k]) - t.hip;
      const double s = dot(p, t.along) / t.length_px, h = dot(p, t.up) / t.length_px + kHipHeight;
      if (s > kArmFrom && s < kArmTo && h < kArmLow) return true;
    }
  return false;
}

bool is_painted(const Frame& frame, int x, int y) {
  const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(y / 2) * frame.chroma_stride + x / 2;
  return frame.blue != nullptr &&
         (std::abs(frame.red[at] - 128) > kPaintedRed || std::abs(frame.blue[at] - 128) > kPaintedBlue);
}

constexpr double kForbidden = 1e6;

}  // namespace

std::optional<Underside> find_underside(const Frame& frame, const Pose& pose) {
  if (!pose.seen) return std::nullopt;
  const TrunkLine t = trunk_line(pose);
  if (!t.is_lying() || t.length_px < kLeastTrunk_px || hides_back(pose, t)) return std::nullopt;
  Underside out;
  out.frame = frame.index, out.trunk_px = t.length_px;
  const int low = static_cast<int>(kLowest * t.length_px), high = static_cast<int>(kHighest * t.length_px);
  const auto rows = static_cast<std::size_t>(high - low + 1);
  // Height above the floor line, which runs from under the hip to under the shoulder.
  const auto place = [&](double s, double height) {
    const double down = std::lerp(kHipHeight, kShoulderHeight, std::clamp(s, 0.0, 1.0)) * t.length_px;
    return t.hip + s * t.length_px * t.along + (height - down) * t.up;
  };
  constexpr int kReach = 3;
  std::vector<float> column(rows + 2 * kReach), edges(kColumns * rows);
  std::vector<bool> painted(rows + 2 * kReach);
  for (std::size_t c = 0; c < kColumns; ++c) {
    const double s = std::lerp(kFrom, kTo, static_cast<double>(c) / (kColumns - 1));
    out.along.push_back(s);
    for (std::size_t r = 0; r < column.size(); ++r) {
      const Vec2 p = place(s, low + static_cast<int>(r) - kReach);
      const int x = static_cast<int>(std::floor(p.x)), y = static_cast<int>(std::floor(p.y));
      const bool is_inside = x >= 1 && y >= 0 && x + 1 < frame.width && y < frame.height;
      painted[r] = !is_inside || is_painted(frame, x, y);
      const std::uint8_t* l = frame.luma + static_cast<std::ptrdiff_t>(y) * frame.luma_stride + x;
      column[r] = is_inside ? static_cast<float>(l[-1] + 2 * l[0] + l[1]) / 4 : 0.0f;
    }
    for (std::size_t r = 0; r < rows; ++r) {
      const std::size_t m = r + kReach;
      bool is_covered = false;
      for (std::size_t k = m - kReach; k <= m + kReach; ++k) is_covered = is_covered || painted[k];
      // Two pixels above against two below.
      const float step = (column[m + 1] + column[m + 2] - column[m - 1] - column[m - 2]) / 2;
      edges[c * rows + r] = is_covered ? 0 : std::abs(step);
    }
  }
  const auto strength_at = [&](std::size_t c, std::size_t r) {
    return std::min<double>(edges[c * rows + r], kStrong) / kStrong;
  };
  CheapestPath path;
  const std::vector<std::size_t> contact =
      path.find(kColumns, rows, kSteepest, kClimb, [&](std::size_t c, std::size_t r) {
        return kHigher * std::max((low + static_cast<double>(r)) / t.length_px, 0.0) / 0.1 - strength_at(c, r);
      });
  // Above it, at least two pixels: an edge, at the price of the least that one must have. On it: nothing gained or
  // paid.
  const std::vector<std::size_t>& lower_edge =
      path.find(kColumns, rows, kSteepest, kClimb, [&](std::size_t c, std::size_t r) {
        const bool may_arch = out.along[c] >= kArchFrom && out.along[c] <= kArchTo;
        if (r < contact[c] || (!may_arch && r > contact[c])) return kForbidden;
        return r < contact[c] + 3 ? 0.0 : kLeastEdge - strength_at(c, r);
      });
  for (std::size_t c = 0; c < kColumns; ++c) {
    out.contact_at.push_back(place(out.along[c], low + static_cast<double>(contact[c])));
    const std::size_t up = lower_edge[c] - contact[c];
    out.opening.push_back(up < 3 ? 0 : static_cast<double>(up));
  }
  return out;
}

double opening_px(const Underside& u) {
  std::vector<double> heights;
  for (const double h : u.opening)
    if (h > 0) heights.push_back(h);
  const double column = (kTo - kFrom) / (kColumns - 1);
  if (static_cast<double>(heights.size()) * column < kLeastWide) return 0;
  const double most = quantile(heights, 0.85);
  if (most > kHighestOpening * u.trunk_px) return kUnknown;
  return most >= kLeastOpening_px ? most : 0;
}

}  // namespace endrange
