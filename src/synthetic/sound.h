// sound.h: what a phone would hear of a lifter who breathes in a room, made from a breath that is known.
//
// Every sample follows from the options and the flow: the same bits on every machine, so a clip can be named by its
// seed. True of it: the levels (it is noise: to half a dB or so), the offset, when there is breath and which way it
// goes. Only plausible: what breath, room, music and speech sound like (see sound.cpp, each number with its evidence).
// A breath detector that works here is not shown to work on people.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace endrange::synthetic {

/// What else sounds in the room, over the breath.
enum class SoundMask { none, music, speech };

/// Levels are dBFS RMS: 0 would be a square wave of ±1. A level that isn't finite (NaN, -inf) leaves that sound out.
struct SoundOptions {
  double rate_hz = 48000;  ///< 8000…192000
  double duration_s = 0;   ///< of the file, at most an hour
  double breath_db = -38;  ///< while breathing out at flow -1, as heard in the room
  double room_db = -60;    ///< the room's own noise and its mains hum together
  SoundMask mask = SoundMask::none;
  double mask_db = -30;  ///< over the whole clip (at least its first 8 s), pauses included
  double offset_s = 0;   ///< how much later all of it lies in the file than in the world, -2…2; whole samples
  double reverberation_s = 0.35;  ///< until the echo is down by 60 dB, at most 10; below 0.05 or NaN: no echo
  std::uint64_t seed = 1;
};

/// The sound, mono, -1…1, as many samples as fit in `duration_s`; what would be louder is clipped, as a phone does.
/// `breath_flow`: + breathing in, - breathing out, 0 holding, 1 a strong but ordinary breath, at most ±10; its first
/// sample is the world's 0 s; held before, after, and where it isn't finite. No flow, or a rate that isn't positive:
/// nobody breathes.
/// Breath, room tone and mask are drawn apart: changing one leaves the others as they were.
/// Empty: an option outside its range, or no duration.
std::vector<float> make_sound(std::span<const double> breath_flow, double flow_rate_hz, const SoundOptions& options);

}  // namespace endrange::synthetic
