// lift.h: what the patches on the flank say of the back: how far it has left the floor, how the pelvis has turned, and
// the breath.
//
//   patch shifts, mm ─► rises above the reference ─► a curve along the back, frame by frame, by least squares:
//
//      rise
//       │        lumbar lift                     + the trunk as a whole, shifted and turned a little
//       │      ╭──●──╮                           + the pelvis, turned about its upper end
//       │   ╭──╯     ╰──╮                        + the breath, which lifts the front and leaves the back
//       └───┴───────────┴────── along the back         + what goes with the thigh, close to the hip
//          hip         ribs   shoulder
//
// Each part has a prior size, so that what the visible share of the flank can't tell apart stays uncertain, and says
// so.
#pragma once

#include <span>
#include <vector>

#include "core/still.h"
#include "trunk/flank.h"

namespace endrange {

/// How the trunk lies in the picture while the legs are at their reference.
struct TrunkAxes {
  Vec2 head, up;          ///< unit vectors along the floor towards the head, and away from the floor
  Vec2 hip, floor_point;  ///< px; the near hip, and any point of the floor line
  double trunk_px = 0;    ///< near hip to near shoulder, along the floor
  double mm_per_px = 0;
};

/// One value a frame of the track; NaN where too little of the flank was seen.
struct Lift {
  std::vector<double> lumbar_lift;        ///< mm above the reference, positive = arching away from the floor
  std::vector<double> lumbar_lift_error;  ///< mm, one standard deviation
  std::vector<double> pelvic_tilt;        ///< deg from the reference, posterior positive
  std::vector<double> breath;             ///< mm that the belly's front has risen since the reference
  std::vector<double> seen;               ///< share of the patches that were found, 0…1
  std::vector<BackCurve> curves;          ///< the lower back along its length, also where the rest is NaN
  double apex = 0;                        ///< where the back rises most, trunk lengths from the hip
};

/// reference        frames of the track (from 0) in which the back is taken to lie on the floor; at least one
/// thigh_elevation  of the near leg, rad above the floor, a value a frame of the track; NaN or absent where unknown
/// returns      empty series when no patch was seen in the reference
Lift measure_lift(const FlankTrack& track, const TrunkAxes& axes, std::span<const std::size_t> reference,
                  std::span<const double> thigh_elevation);

}  // namespace endrange
