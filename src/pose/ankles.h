// ankles.h: where the ankle joint is, from where the network puts it.
#pragma once

#include <span>

#include "core/landmarks.h"

namespace endrange {

/// The network's ankle lies above the malleoli, along the shank: on real clips by 13 to 28 mm, on rendered ones by 15
/// to 31 (docs/accuracy.md). Each ankle is moved away from its knee by a twentieth of the shank, some 20 mm, in the
/// picture and in the body's frame. Of a straight leg no angle changes.
void lower_ankles(std::span<Pose> poses);

}  // namespace endrange
