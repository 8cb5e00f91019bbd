#include "motion/view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>

#include "core/angle.h"
#include "core/smooth.h"

namespace endrange {

namespace {

constexpr std::array kViewProblems = {
    CheckKind{"nobody_found", "no person was found in the picture"},
    CheckKind{"front_view", "filmed from the front or from the feet: leg angles can't be seen"},
    CheckKind{"not_side_on", "the camera isn't square to the side of the body"},
    CheckKind{"not_lying_or_hanging",
              "the person neither lies on the back, nor hangs from a bar, nor kneels on all fours"},
    CheckKind{"feet_leave_frame", "the feet leave the picture; the thigh is used instead"},
    CheckKind{"head_leaves_frame", "the head is outside the picture"},
    CheckKind{"person_lost", "the person couldn't be followed for a while"},
    CheckKind{"other_people", "somebody else is in the picture"},
    CheckKind{"camera_moved", "the camera moved during the set"},
    CheckKind{"too_dark", "the picture is too dark"},
    CheckKind{"few_frames", "fewer than 15 pictures a second"},
    CheckKind{"too_small", "the person is small in the picture"},
    CheckKind{"cut", "the film was cut; each part is measured on its own"},
};

// Above this a leg angle is off by more than 2 deg; above the second by more than 4, and it isn't reported.
// Exact: atan2(sin θ, cos θ cos yaw) − θ, largest over 0–90 deg.
constexpr double kYawNoticed = 20.0_deg, kYawRefused = 30.0_deg;
// Shoulders wider than this share of the trunk, as seen: filmed along the body.
constexpr double kFaceOn = 0.8, kFaceOnHanging = 0.55;
// Trunks shorter than this leave an ankle 2 px wide.
constexpr double kSmallTrunkPx = 60;
constexpr double kDark = 0.12;
constexpr double kFewFrames = 15;
// What the network adds to a leg elevation, one standard deviation. Of a single frame: 1.3 deg against hand digitising
// of clear footage, 2.9 over rendered sets of all kinds within 10 deg of yaw. Of a whole clip it is off by 0.6
// (docs/accuracy.md).
constexpr double kNetworkFrame = 1.7_deg, kNetworkClip = 0.6_deg;
// Share of the picture's width that a camera may drift.
constexpr double kCameraMoved = 0.03;
constexpr double kOthersOften = 0.3;
constexpr double kShortest = 0.2;  // s: a shorter spell isn't worth a sentence

std::string rounded(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.0f", value);
  return text;
}

// The stretches where `is_so` holds, joined over short breaks.
template <class Predicate>
std::vector<Interval> spells(std::span<const Pose> poses, Predicate is_so) {
  std::vector<Interval> found;
  for (const Pose& pose : poses) {
    if (!is_so(pose)) continue;
    if (!found.empty() && pose.at_s - found.back().to_s < 0.3) {
      found.back().to_s = pose.at_s;
    } else {
      found.push_back({pose.at_s, pose.at_s});
    }
  }
  std::erase_if(found, [](const Interval& i) { return i.duration_s() < kShortest; });
  return found;
}

class Check {
 public:
  explicit Check(const ViewInput& input) : in_(input) {}

  View run() {
    view_.usability = Usability::yes;
    if (!in_.frame) {
      add("nobody_found", whole(),
          "No person was found. Film one person from the side, the whole body in the picture, in good light.");
      view_.usability = Usability::no;
      return view_;
    }
    const SideFrame& f = *in_.frame;
    view_.posture = f.posture;
    view_.posture_confidence = f.posture_confidence;
    view_.near_side = f.near_side;
    view_.near_side_confidence = f.near_side_confidence;
    view_.head_is_right = f.head.x > 0;
    view_.yaw_deg = to_deg(f.yaw);
    if (f.posture != Posture::other) view_.floor_tilt_deg = to_deg(f.floor_tilt);
    check_direction();
    check_edges();
    check_picture();
    view_.angle_error_deg = angle_error(kNetworkFrame), view_.angle_bias_deg = angle_error(kNetworkClip);
    return view_;
  }

 private:
  Interval whole() const {
    return in_.poses.empty() ? Interval{} : Interval{in_.poses.front().at_s, in_.poses.back().at_s};
  }

  void add(const char* id, Interval when, std::string message) {
    view_.problems.push_back({id, when, std::move(message)});
  }

  void lower_to(Usability usability) { view_.usability = std::max(view_.usability, usability); }

  void check_direction() {
    const SideFrame& f = *in_.frame;
    if (f.face_on > (f.posture == Posture::hanging ? kFaceOnHanging : kFaceOn)) {
      add("front_view", whole(),
          "Filmed from the front, or from the feet: leg angles can't be seen from there. Put the phone on the floor at "
          "your side, level with your hips, 2 to 3 metres away.");
      lower_to(Usability::no);
      return;
    }
    if (f.posture == Posture::other) {
      add("not_lying_or_hanging", whole(),
          "The person neither lies on the back, nor hangs from a bar, nor kneels on all fours. Lie down side-on to the "
          "camera, or hang from a bar, and film the whole set.");
      lower_to(Usability::no);
      return;
    }
    if (!(f.yaw > kYawNoticed)) return;
    const std::string degrees = rounded(view_.yaw_deg);
    if (f.posture == Posture::hanging) {
      add("not_side_on", whole(),
          "The camera is about " + degrees +
              " degrees off the side: reps are counted, angles are not given. Film square to your side.");
      lower_to(Usability::partly);
    } else if (f.yaw > kYawRefused) {
      add("not_side_on", whole(),
          "The camera is about " + degrees +
              " degrees off the side: reps may be counted, but angles would be wrong and are not given. Put the phone "
              "square to your side, level with your hips.");
      lower_to(Usability::no);
    } else {
      add("not_side_on", whole(),
          "The camera is about " + degrees +
              " degrees off the side, which makes leg angles uncertain by a few degrees. Put the phone square to your "
              "side, level with your hips.");
    }
  }

  bool is_outside(const Landmark& l) const { return !std::isnan(l.x) && !is_inside(l, in_.width, in_.height); }

  void check_edges() {
    const Side near = in_.frame->near_side;
    for (const Interval& when :
         spells(in_.poses, [&](const Pose& p) { return is_outside(p[of(Joint::left_ankle, near)]); }))
      add("feet_leave_frame", when,
          "The feet leave the picture; the thigh is measured instead. Move the phone back or turn it sideways.");
    for (const Interval& when : spells(in_.poses, [&](const Pose& p) { return is_outside(p[Joint::nose]); }))
      if (when.duration_s() > 0.5 * whole().duration_s())
        add("head_leaves_frame", when, "The head is outside the picture. Move the phone back.");
    for (const Interval& when : spells(in_.poses, [&](const Pose& p) { return std::isnan(p[Joint::left_hip].x); }))
      add("person_lost", when, "The person couldn't be followed here; nothing is measured in this stretch.");
  }

  void check_picture() {
    if (in_.others_share > kOthersOften)
      add("other_people", whole(),
          "Somebody else is in the picture. One person is followed; film alone to be sure it is you.");
    // The largest drift that lasts: the 90th percentile over the take.
    std::vector<double> shifts, brightness;
    for (const SceneSample& s : in_.scene) {
      shifts.push_back(length(s.camera_shift));
      brightness.push_back(s.brightness);
    }
    if (quantile(shifts, 0.9) > kCameraMoved * in_.width) {
      add("camera_moved", whole(),
          "The camera moved. Put the phone down, leaning on something, rather than holding it.");
      if (view_.posture == Posture::hanging) lower_to(Usability::partly);
    }
    if (median(brightness) < kDark) add("too_dark", whole(), "The picture is dark. Turn on a light behind the camera.");
    if (in_.frames_per_s < kFewFrames)
      add("few_frames", whole(),
          "Only " + rounded(in_.frames_per_s) + " pictures a second: times are coarse. Film at 30 or more.");
    if (in_.frame->trunk_px < kSmallTrunkPx)
      add("too_small", whole(),
          "You are small in the picture (" + rounded(in_.frame->trunk_px) +
              " pixels from shoulder to hip). Move the phone closer, or film in a higher resolution.");
  }

  // One standard deviation of a leg elevation: network on clear footage, floor line, view, picture size.
  double angle_error(double network) const {
    const double cosine = std::cos(std::min(in_.frame->yaw, kYawRefused));
    // The largest error of the view over 0–90 deg lies at tan θ = √cos yaw.
    const double view =
        std::isnan(in_.frame->yaw) ? 0 : std::atan(1 / std::sqrt(cosine)) - std::atan(std::sqrt(cosine));
    const double landmark = 1.0 / std::max(in_.frame->leg_px, 1.0);  // a pixel at the ankle
    return to_deg(std::sqrt(network * network + in_.frame->floor_tilt_error * in_.frame->floor_tilt_error +
                            view * view + landmark * landmark));
  }

  const ViewInput& in_;
  View view_;
};

}  // namespace

View check_view(const ViewInput& input) { return Check(input).run(); }

std::span<const CheckKind> view_problem_kinds() { return kViewProblems; }

}  // namespace endrange
