// leg_size.h: the near leg is seen larger than the far one.
#pragma once

#include <span>

#include "core/landmarks.h"

namespace endrange {

/// How far the sizes of the legs can be trusted to tell them apart, 0 … 1: from the side in full, obliquely not at all,
/// since what lies along the body is then seen shorter, and hips and shoulders lie beside one another.
///
/// poses  of one take; near: the side towards the camera
/// returns 0 where no pose has a place
double squareness(std::span<Pose* const> poses, Side near);

/// How much better the sizes of thighs and shanks fit the legs' names as they are than exchanged. The hips keep their
/// names: where the network exchanges the legs, it leaves the hips where they are.
///
/// pose     one look
/// returns  log likelihood ratio, within ±3; 0 where the legs lie on one another or far apart, or a joint is unknown
/// Source:  own; perspective
double named_by_size(const Pose& pose, Side near);

}  // namespace endrange
