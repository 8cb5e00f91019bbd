// bursts.h: breaths as bursts of noise over the room, and which of them are of one kind.
//
//   loud, dB
//     │   ╭──╮   ╭────╮        ╭──╮   ╭────╮       two kinds take turns: one is brighter, one louder, one longer;
//     │  ╱    ╲ ╱      ╲      ╱    ╲ ╱      ╲      which of them is in, and which out, is judged at the end
//     └─╯──────╰────────╰────╯──────╰────────╰──
#pragma once

#include <array>
#include <span>
#include <vector>

#include "breath/levels.h"

namespace endrange {

struct Burst {
  std::size_t from = 0, to = 0;        ///< frames, `to` excluded
  float peak_db = 0;                   ///< how far it stands above the room
  std::array<double, kBands> power{};  ///< its own, the room's taken off; mean square
  double level_db = 0;                 ///< of all of it
  double brightness = 0;               ///< middle of the spectrum, octaves above the lowest band's middle
  int kind = 0;                        ///< 0 or 1, see Kinds
};

/// Stretches that stand above the room for 0.25 s or more, parted where the loudness dips between two peaks. Frames
/// that are covered belong to none.
std::vector<Burst> find_bursts(const SoundFrames& frames, const Levels& levels, std::span<const char> covered);

/// What two kinds of bursts sound like.
struct Kinds {
  /// False: the bursts are all of one kind, or too alike to say; both spectra are then the same.
  bool are_told_apart = false;
  std::array<std::array<double, kBands>, 2> spectrum{};  ///< power, sum 1
  /// How much speaks for kind 0 being the one that breathes in, log odds; 0 = nothing known.
  double first_is_in = 0;
};

/// Sorts the bursts into two kinds that take turns (a cheapest path: how far each burst's spectrum and level are from
/// its kind's mean, and a price for the same kind twice in a row), and sets Burst::kind.
Kinds sort_bursts(std::vector<Burst>& bursts);

}  // namespace endrange
