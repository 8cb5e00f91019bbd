// plumb.h: a hanging body is a plumb line.
#pragma once

#include <optional>
#include <span>

#include "core/landmarks.h"

namespace endrange {

/// How far the picture is turned against gravity, and how far that may be off (one standard deviation). rad
struct Plumb {
  double tilt;  ///< clockwise positive: the floor's right end lower
  double doubt;
};

/// At rest the centre of mass hangs below the hands. Read while the legs hang down, where it depends least on the
/// masses of the limbs; swinging averages out.
///
/// poses    of one take, of somebody who hangs; those without a place are ignored
/// returns  empty when the legs hang down in fewer than three of them
/// Source:  masses and centres: de Leva 1996, men (women's move the centre by less than 0.02 m along the body)
std::optional<Plumb> find_plumb(std::span<const Pose> poses);

}  // namespace endrange
