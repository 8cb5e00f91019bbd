// side_frame.h: how a person lies, or hangs, in the picture: the frame in which angles have a meaning.
//
//   picture                         side frame
//   ────► x                          y ▲  up, away from the floor
//   │        ○──▬▬▬▬╲                  │   ○──▬▬▬▬╲
//   ▼ y   ▔▔▔▔▔▔▔▔▔▔▔╲ tilted     x ◄──┴───────────▔▔   x points to the head, whichever way that is
//
// The floor line is found from what rests on it (shoulder, pelvis, a leg that lies still), from edges of the room that
// run beside the body, and from the expectation that the camera stands level, each with its doubt. That removes the
// camera's roll.
#pragma once

#include <optional>
#include <span>

#include "core/analysis.h"
#include "core/landmarks.h"
#include "core/scene_sample.h"

namespace endrange {

struct SideFrame {
  Posture posture = Posture::other;
  double posture_confidence = 0;  ///< share of the take's poses that agree
  Side near_side = Side::left;
  double near_side_confidence = 0;
  Vec2 head{1, 0};                     ///< unit vector along the floor towards the head, px frame
  Vec2 up{0, -1};                      ///< unit vector away from the floor
  Vec2 floor_point;                    ///< px
  double floor_tilt = kUnknown;        ///< rad, of the floor line in the picture, clockwise positive
  double floor_tilt_error = kUnknown;  ///< rad, one standard deviation
  double yaw = kUnknown;               ///< rad, ≥ 0
  double depression = kUnknown;        ///< rad, how far the camera looks down on a lying body: an estimate ± 5 deg
  double far_hip_excess = 0;           ///< how much too high the network puts the hidden hip, trunk lengths
  double face_on =
      kUnknown;  ///< shoulder width over trunk length as seen; > 0.8 = filmed from the front or from the feet
  double trunk_px = kUnknown;  ///< median shoulder–hip distance of the near side
  double leg_px = kUnknown;    ///< near thigh plus shank, 90th percentile: the least foreshortened

  /// Angle of a direction above the floor: 0 = along it towards the feet, π/2 = straight up. rad, (−π, π].
  double elevation(Vec2 direction) const { return std::atan2(dot(direction, up), -dot(direction, head)); }
};

/// The side frame of one take.
///
/// poses          of one take, smoothed, so that times at which the network looked more often don't count more; poses
///                without a place are ignored
/// width, height  of the picture, px; ankles outside it are guesses of the network and bear no witness
/// edges          of the room beside the body; may be empty
/// returns        empty when fewer than three poses have a place
/// Source:  own; the heights at which joints rest are in side_frame.cpp
std::optional<SideFrame> find_side_frame(std::span<const Pose> poses, int width, int height,
                                         std::span<const Edge> edges = {});

/// Whether a joint lies inside a picture of that size, and not at its very edge, where the network puts what it can't
/// see.
inline bool is_inside(const Landmark& l, int width, int height) {
  const float margin = 0.02f * static_cast<float>(width > height ? width : height);
  return l.x >= margin && l.y >= margin && l.x < static_cast<float>(width) - margin &&
         l.y < static_cast<float>(height) - margin;
}

/// Millimetres in the picture's pixel at the near leg, from the lifter's height.
/// Source: Drillis & Contini segment lengths (thigh 0.245 H, shank 0.246 H).
double millimetres_per_px(const SideFrame& frame, double height_m);

}  // namespace endrange
