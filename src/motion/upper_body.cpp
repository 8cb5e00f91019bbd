#include "motion/upper_body.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/angle.h"
#include "core/smooth.h"

namespace endrange {

namespace {

// Ear and nose are 0.18–0.21 trunk lengths apart on real clips; nearer each other the face points to the camera, or
// the network guesses.
constexpr double kShortestFace = 0.08;

// Of a rep, so much must be seen for its median to stand for it.
constexpr double kSeenShare = 0.5;

// The share of the time at one place that makes it the hands' place.
constexpr double kMostly = 0.6;

struct Place {
  double along, up;  // of the wrist against the near hip, trunk lengths: towards the head, away from the floor
};

// Beside and under the hips differ by the height at which the knuckles lie. Real clips with the hands beside the hips:
// knuckles 0.20–0.22 below the hip; rendered ones with the hands under it 0.10–0.16. Between the lines it can't be
// told.
constexpr double kUnderHips = 0.12, kBeside = 0.17;
// Where these 5 % of a trunk are a few pixels it can't be told either.
constexpr double kLeastTrunk_px = 100;

HandPlace hands_at(Place wrist, Place knuckles, double trunk_px) {
  if (wrist.along > 1.25) return HandPlace::overhead;
  if (wrist.up > 0.60) return HandPlace::upright;
  if (wrist.along > 0.30 && wrist.up > 0.05) return HandPlace::on_trunk;
  if (wrist.along < -0.35 || wrist.along > 0.45 || wrist.up > 0.05) return HandPlace::unknown;
  if (trunk_px < kLeastTrunk_px) return HandPlace::unknown;
  return knuckles.up > -kUnderHips ? HandPlace::under_hips
         : knuckles.up < -kBeside  ? HandPlace::beside
                                   : HandPlace::unknown;
}

}  // namespace

double head_pitch(const Pose& pose, const SideFrame& frame) {
  if (!pose.is_placed()) return kUnknown;
  const Vec2 face = pose.at(Joint::nose) - pose.at(of(Joint::left_ear, frame.near_side));
  if (!(length(face) > kShortestFace * frame.trunk_px)) return kUnknown;
  return std::atan2(-dot(face, frame.head), dot(face, frame.up));
}

void add_upper_body(std::span<Rep> reps, std::span<const Pose> poses, const SideFrame& frame) {
  if (frame.posture == Posture::all_fours) return;
  for (Rep& rep : reps) {
    std::vector<double> pitches, sweep;
    std::size_t frames = 0;
    for (const Pose& pose : poses) {
      if (pose.at_s < rep.start_s || pose.at_s > rep.end_s) continue;
      ++frames;
      if (!pose.is_placed()) continue;
      if (frame.posture == Posture::hanging) {
        const auto middle = [&](Joint left) { return 0.5 * (pose.at(left) + pose.at(of(left, Side::right))); };
        const Vec2 line = middle(Joint::left_hip) - middle(Joint::left_wrist);
        sweep.push_back(std::atan2(-dot(line, frame.head), -dot(line, frame.up)));
      } else if (const double pitch = head_pitch(pose, frame); !std::isnan(pitch)) {
        pitches.push_back(pitch);
      }
    }
    const auto enough = [&](const std::vector<double>& values) {
      return static_cast<double>(values.size()) > kSeenShare * static_cast<double>(frames);
    };
    if (enough(pitches)) rep.head_pitch_deg = to_deg(median(pitches));
    // Ends of the sweep without its outermost frames, in which the network may have slipped.
    if (enough(sweep)) rep.swing_deg = to_deg(0.5 * (quantile(sweep, 0.98) - quantile(sweep, 0.02)));
  }
}

HandPlace find_hands(std::span<const Pose> poses, const SideFrame& frame, double from_s, double to_s) {
  std::vector<double> along, up, knuckles;
  for (const Pose& pose : poses) {
    if (!pose.is_placed() || !(pose.at_s >= from_s && pose.at_s <= to_s)) continue;
    const auto place = [&](Joint joint) {
      const Vec2 at =
          (1 / frame.trunk_px) * (pose.at(of(joint, frame.near_side)) - pose.at(of(Joint::left_hip, frame.near_side)));
      return Place{dot(at, frame.head), dot(at, frame.up)};
    };
    const Place wrist = place(Joint::left_wrist);
    along.push_back(wrist.along), up.push_back(wrist.up);
    knuckles.push_back(0.5 * (place(Joint::left_index).up + place(Joint::left_pinky).up));
  }
  if (along.empty()) return HandPlace::unknown;
  const Place wrist{median(along), median(up)};
  const HandPlace hands = hands_at(wrist, {wrist.along, median(knuckles)}, frame.trunk_px);
  std::size_t there = 0;
  for (std::size_t i = 0; i < along.size(); ++i)
    if (std::hypot(along[i] - wrist.along, up[i] - wrist.up) < 0.25) ++there;
  return static_cast<double>(there) > kMostly * static_cast<double>(along.size()) ? hands : HandPlace::unknown;
}

}  // namespace endrange
