#include "pose/front_leg.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace endrange {

namespace {

// All lengths in trunk lengths (shoulders to hips, some 0.5 m).
// Half of what a leg is wide: at the hip, the knee, the ankle. Drillis & Contini's girths, over π, with light clothes.
constexpr double kHip = 0.17, kKnee = 0.11, kAnkle = 0.07, kArm = 0.10;
// Only the inner part of a leg counts, so that what lies behind both isn't taken for one of them.
constexpr double kInner = 0.85;
// The first part of the thigh is pelvis as much as leg. share of the thigh
constexpr double kPelvis = 0.2;
// How far the legs must have moved apart from one another where they overlap, and how far off the landmarks may be.
constexpr double kMoved = 0.03, kDoubt = 0.01;
constexpr int kSteps = 2;  // of the search, to each side
// How long ago the look compared with may be, s: sooner, landmarks jump more than legs move; later, the overlap is
// gone.
constexpr double kSoonest_s = 0.08, kLatest_s = 0.7;
// Faster than this no leg passes the other, trunk lengths a second at the thigh: the landmarks have jumped.
constexpr double kFastest = 1.2;
// The same for one look to the next: a knee, an ankle, and how far either is off by chance. trunk lengths (a second)
constexpr double kFastestKnee = 2.0, kFastestAnkle = 3.2, kJitter = 0.06;
// After a jump the landmarks aren't trusted for this long, s: they often jump back, or walk there.
constexpr double kQuiet_s = 0.1;
// Places that are compared: their spacing, how many are enough, and the area that counts in full.
constexpr double kSpacing = 1.0 / 60, kFullArea = 0.03;
constexpr std::size_t kFewest = 30, kMost = 2000;
// Below this likeness neither leg's movement explains the picture.
constexpr double kExplained = 0.8;
// Variance of noise and coding, grey levels².
constexpr double kNoise = 6;
// A smaller person shows nothing, px.
constexpr double kLeastTrunk_px = 50;

struct Segment {
  Vec2 from, to;
  double from_width, to_width;  // half, px
};

struct Body {
  double trunk_px;
  std::array<std::array<Segment, 2>, 2> legs;  // by name: thigh, shank
  std::array<Segment, 4> arms;
};

// Both thighs begin in the hips' middle: where the network puts each hip is part of what it may have mixed up.
Body body_of(const Pose& pose) {
  const auto middle = [&](Joint left) { return 0.5 * (pose.at(left) + pose.at(of(left, Side::right))); };
  const Vec2 hip = middle(Joint::left_hip);
  Body body;
  const double trunk = body.trunk_px = length(middle(Joint::left_shoulder) - hip);
  for (const Side side : kSides) {
    const auto s = static_cast<std::size_t>(side);
    const Vec2 knee = pose.at(of(Joint::left_knee, side)), elbow = pose.at(of(Joint::left_elbow, side)),
               wrist = pose.at(of(Joint::left_wrist, side));
    body.legs[s] = {Segment{hip, knee, kHip * trunk, kKnee * trunk},
                    Segment{knee, pose.at(of(Joint::left_ankle, side)), kKnee * trunk, kAnkle * trunk}};
    const double arm = kArm * trunk;
    body.arms[2 * s] = {pose.at(of(Joint::left_shoulder, side)), elbow, arm, arm};
    body.arms[2 * s + 1] = {elbow, wrist + 0.4 * (wrist - elbow), arm, arm};  // and the hand
  }
  return body;
}

bool covers(const Segment& segment, Vec2 at, double share_of_width, double from_share) {
  const Vec2 along = segment.to - segment.from;
  const double share = dot(at - segment.from, along) / std::max(dot(along, along), 1.0);
  if (share < from_share || share > 1) return false;
  const double width = share_of_width * std::lerp(segment.from_width, segment.to_width, share);
  const Vec2 off = at - segment.from - share * along;
  return dot(off, off) < width * width;
}

bool arms_cover(const Body& body, Vec2 at) {
  return std::ranges::any_of(body.arms, [&](const Segment& arm) { return covers(arm, at, 1, 0); });
}

// How a segment's surface moved in the picture: turned about its middle, and carried along.
struct Movement {
  Vec2 from, to;
  double cosine, sine;
  Vec2 operator()(Vec2 p) const {
    const Vec2 d = p - from;
    return {to.x + cosine * d.x - sine * d.y, to.y + sine * d.x + cosine * d.y};
  }
};

Movement movement(const Segment& before, const Segment& now) {
  const Vec2 a = before.to - before.from, b = now.to - now.from;
  const double turn = std::atan2(cross(a, b), dot(a, b));
  return {0.5 * (before.from + before.to), 0.5 * (now.from + now.to), std::cos(turn), std::sin(turn)};
}

// Luma between pixels; beyond the border as at it.
float luma_at(const Frame& frame, Vec2 at) {
  const double x = std::clamp(at.x - 0.5, 0.0, frame.width - 1.01),
               y = std::clamp(at.y - 0.5, 0.0, frame.height - 1.01);
  const auto left = static_cast<int>(x), top = static_cast<int>(y);
  const auto u = static_cast<float>(x - left), v = static_cast<float>(y - top);
  const std::uint8_t* a = frame.luma + static_cast<std::ptrdiff_t>(top) * frame.luma_stride + left;
  const std::uint8_t* b = a + frame.luma_stride;
  return (1 - v) * ((1 - u) * a[0] + u * a[1]) + v * ((1 - u) * b[0] + u * b[1]);
}

struct Spread {
  double mean, variance;
};

Spread spread(std::span<const float> values) {
  double sum = 0, squares = 0;
  for (const float v : values) sum += v, squares += v * v;
  const double mean = sum / static_cast<double>(values.size());
  return {mean, squares / static_cast<double>(values.size()) - mean * mean};
}

// Correlation of what was seen with what lies now where the movement took it, at the best of the places in doubt.
double likeness(const Frame& frame, std::span<const Vec2> points, std::span<const float> was, const Movement& moved,
                double doubt_px) {
  const Spread before = spread(was);
  const auto n = static_cast<double>(points.size());
  double best = -1;
  for (int dy = -kSteps; dy <= kSteps; ++dy)
    for (int dx = -kSteps; dx <= kSteps; ++dx) {
      const Vec2 off = (doubt_px / kSteps) * Vec2{static_cast<double>(dx), static_cast<double>(dy)};
      double sum = 0, squares = 0, product = 0;
      for (std::size_t i = 0; i < points.size(); ++i) {
        const float is = luma_at(frame, moved(points[i]) + off);
        sum += is, squares += is * is, product += is * was[i];
      }
      const double mean = sum / n, variance = squares / n - mean * mean;
      const double both = product / n - mean * before.mean;
      best = std::max(best, both / std::sqrt((before.variance + kNoise) * (variance + kNoise)));
    }
  return best;
}

// Whether a knee or an ankle is further from where it was than a leg moves.
bool has_jumped(const Pose& a, const Pose& b, bool is_exchanged, double trunk_px) {
  const double since = b.at_s - a.at_s;
  const auto jumps = [&](Joint joint, double fastest) {
    return std::ranges::any_of(kSides, [&](Side side) {
      const double moved = length(a.at(of(joint, side)) - b.at(of(joint, is_exchanged ? opposite(side) : side)));
      return moved > (kJitter + fastest * since) * trunk_px;
    });
  };
  return jumps(Joint::left_knee, kFastestKnee) || jumps(Joint::left_ankle, kFastestAnkle);
}

constexpr std::array kFollowed = {Joint::left_knee, Joint::left_ankle};

}  // namespace

FrontLegWatcher::FrontLegWatcher() {
  points_.reserve(kMost);
  seen_before_.reserve(kMost);
}

// How far knees and ankles are from where they were (pace 0), or from where their speed would have taken them (pace 1).
// px
double FrontLegWatcher::surprise(const Pose& pose, bool is_exchanged, double pace) const {
  double sum = 0;
  for (std::size_t j = 0; j < kFollowed.size(); ++j)
    for (const Side side : kSides) {
      const Vec2 expected = latest_.at(of(kFollowed[j], side)) +
                            pace * (pose.at_s - latest_.at_s) * speeds_[j][static_cast<std::size_t>(side)];
      sum += length(expected - pose.at(of(kFollowed[j], is_exchanged ? opposite(side) : side)));
    }
  return sum;
}

// Takes the pose as the latest one, whose names are those of the one before or exchanged.
void FrontLegWatcher::go_on(const Pose& pose, bool is_exchanged) {
  const double since = pose.at_s - latest_.at_s;
  std::array<std::array<Vec2, 2>, 2> speeds;
  for (std::size_t j = 0; j < kFollowed.size(); ++j)
    for (const Side side : kSides) {
      const Joint was = of(kFollowed[j], is_exchanged ? opposite(side) : side);
      speeds[j][static_cast<std::size_t>(side)] = (1 / since) * (pose.at(of(kFollowed[j], side)) - latest_.at(was));
    }
  speeds_ = speeds;
  latest_ = pose;
}

// Of all stretches of both legs that overlap: + = the leg called left in before_pose_ is in front.
double FrontLegWatcher::compare(const Frame& frame, const Pose& pose, bool& has_moved) {
  const Body before = body_of(before_pose_);
  Body now = body_of(pose);
  if (!is_named_alike_) std::swap(now.legs[0], now.legs[1]);
  const double trunk = before.trunk_px, spacing = std::max(1.0, kSpacing * trunk);
  const double fastest = kFastest * (frame.at_s - before_.at_s);
  double evidence = 0;
  for (const std::size_t part_a : {0u, 1u})
    for (const std::size_t part_b : {0u, 1u}) {
      const Segment &a = before.legs[0][part_a], &b = before.legs[1][part_b], &a_now = now.legs[0][part_a],
                    &b_now = now.legs[1][part_b];
      const Movement with_a = movement(a, a_now), with_b = movement(b, b_now);
      const double reach = a.from_width;
      points_.clear();
      double apart = 0;
      for (double y = std::min(a.from.y, a.to.y) - reach; y < std::max(a.from.y, a.to.y) + reach; y += spacing)
        for (double x = std::min(a.from.x, a.to.x) - reach; x < std::max(a.from.x, a.to.x) + reach; x += spacing) {
          const Vec2 at{x, y};
          if (points_.size() == kMost || !covers(a, at, kInner, part_a == 0 ? kPelvis : 0) ||
              !covers(b, at, kInner, part_b == 0 ? kPelvis : 0))
            continue;
          const Vec2 a_at = with_a(at), b_at = with_b(at);
          if (!covers(b_now, a_at, kInner, 0) || !covers(a_now, b_at, kInner, 0)) continue;
          if (arms_cover(before, at) || arms_cover(now, a_at) || arms_cover(now, b_at)) continue;
          points_.push_back(at);
          apart += length(a_at - b_at);
        }
      if (points_.size() < kFewest) continue;
      apart /= trunk * static_cast<double>(points_.size());
      if (apart < kMoved || apart > fastest) continue;
      has_moved = true;
      seen_before_.clear();
      for (const Vec2 at : points_) seen_before_.push_back(luma_at(before_, at));
      const double like_a = likeness(frame, points_, seen_before_, with_a, kDoubt * trunk),
                   like_b = likeness(frame, points_, seen_before_, with_b, kDoubt * trunk);
      if (std::max(like_a, like_b) < kExplained) continue;
      const double area = static_cast<double>(points_.size()) * spacing * spacing / (trunk * trunk);
      evidence += std::min(area / kFullArea, 1.0) * (like_a - like_b);
    }
  return std::clamp(evidence, -1.0, 1.0);
}

void FrontLegWatcher::push(const Frame& frame, const Pose& pose) {
  if (!pose.seen || frame.width < 2 || frame.height < 2) return;
  const auto compare_with = [&] { before_ = frame, before_pose_ = pose, is_named_alike_ = true; };
  const auto start_anew = [&] { compare_with(), latest_ = pose, speeds_ = {}; };
  if (before_.empty() || pose.take != latest_.take || frame.at_s - latest_.at_s > kLatest_s) return start_anew();
  if (!(pose.at_s > latest_.at_s)) return;
  // Legs that pass each other go on; but the landmarks tremble, and legs turn round.
  const bool is_exchanged = surprise(pose, true, 1) < surprise(pose, false, 1);
  const bool is_certain = is_exchanged == (surprise(pose, true, 0) < surprise(pose, false, 0));
  if (has_jumped(latest_, pose, is_exchanged, body_of(pose).trunk_px)) {
    trusted_from_s_ = frame.at_s + kQuiet_s;
    return start_anew();
  }
  go_on(pose, is_exchanged);
  if (is_exchanged) is_named_alike_ = !is_named_alike_;
  if (!is_certain || frame.at_s < trusted_from_s_ || frame.at_s - before_.at_s > kLatest_s) return compare_with();
  if (frame.at_s - before_.at_s < kSoonest_s || !(body_of(pose).trunk_px > kLeastTrunk_px)) return;
  bool has_moved = false;
  const double evidence = compare(frame, pose, has_moved);
  if (evidence != 0) found_.push_back({pose.frame, is_named_alike_ ? evidence : -evidence});
  if (has_moved) compare_with();
}

}  // namespace endrange
