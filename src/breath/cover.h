// cover.h: where voices, music or a busy room lie over the breath.
#pragma once

#include <vector>

#include "breath/levels.h"

namespace endrange {

/// One entry a sound frame, true where the breath can't be told from what else sounds: tones (voices, instruments),
/// many sudden rises close together (drums, syllables, a busy gym), or no recording at all; and 0.3 s around.
std::vector<char> covered_frames(const SoundFrames& frames, const Levels& levels);

}  // namespace endrange
