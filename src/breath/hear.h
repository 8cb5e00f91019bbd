// hear.h: what the sound alone says of the breath, moment by moment.
#pragma once

#include <vector>

#include "breath/path.h"
#include "breath/spectrum.h"

namespace endrange {

enum class Hearing {
  heard,
  no_sound,   ///< none was given, or it couldn't be read
  silent,     ///< a track of digital silence
  too_short,  ///< less than 3 s
  covered,    ///< voices, music or a busy room over most of it
  too_faint   ///< nothing that comes and goes as breath does stands out
};

struct Heard {
  Hearing hearing = Hearing::no_sound;
  double at_s = 0;  ///< of the first entry; one every kSoundStep_s
  /// As if the first kind of burst were the breath drawn in; nothing where covered. (frames)
  std::vector<BreathEvidence> evidence;
  std::vector<char> is_covered;  ///< (frames)
  std::vector<float> flow;       ///< as much as the loudness tells: its third root above the room, 0 = none. (frames)
  bool ways_are_apart = false;   ///< two kinds of bursts are told apart
  double first_is_in = 0;        ///< log odds that the first kind is in; only where ways_are_apart
  double stands_out_db = 0;      ///< peaks of the bursts above the room, median
};

/// Never fails: what can't be heard is said in `hearing`, and evidence is empty then.
Heard hear(const SoundFrames& frames);

}  // namespace endrange
