// levels.h: how far each band stands above what the room alone sounds like, and how loud that is all in all.
#pragma once

#include <span>

#include "breath/spectrum.h"

namespace endrange {

/// One entry a sound frame.
struct Levels {
  std::vector<std::array<float, kBands>> over;   ///< power over the room's, 1 = the room alone, (frames, bands)
  std::vector<std::array<float, kBands>> floor;  ///< the room's power, (frames, bands)
  std::vector<float> loud_db;   ///< mean over the bands of what stands above the room, dB; 0 = nothing does
  std::vector<float> brisk_db;  ///< the same before blows and clicks are taken out
};

/// Power is freed of clicks and footsteps by a median over 0.175 s in each band. The room's own level in a band is
/// what it seldom falls below (its 12 % quantile) within 8 s either way, so that a fan that starts is learnt; where
/// `is_quiet` (one a frame) names enough frames, their mean in place of that.
Levels levels_of(const SoundFrames& frames, std::span<const char> is_quiet = {});

}  // namespace endrange
