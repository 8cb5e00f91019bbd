// path.h: the likeliest course of a breath, from what each moment speaks for.
//
//        ┌────────────────────────────┐
//        ▼                            │
//      [in] ──► [pause, full] ──► [out] ──► [pause, empty] ──┐
//        │                          ▲                        │
//        └──────────────────────────┘        (back to in) ◄──┘
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace endrange {

enum class BreathState : std::uint8_t { in, out, pause };

/// How well a step of time goes with each state, log likelihood up to a constant; all equal: it says nothing.
struct BreathEvidence {
  double in = 0, out = 0, pause = 0;
  BreathEvidence& operator+=(const BreathEvidence& more) {
    in += more.in, out += more.out, pause += more.pause;
    return *this;
  }
};

/// One state a step, the cheapest path through all (Viterbi). Ways in and out take turns, with or without a pause; the
/// same way twice costs more, since then one in between went unnoticed. `ways_are_known` false: `in` stands for breath
/// of either way, and nothing takes turns.
std::vector<BreathState> breath_path(std::span<const BreathEvidence> evidence, bool ways_are_known);

}  // namespace endrange
