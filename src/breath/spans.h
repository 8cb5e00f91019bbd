// spans.h: from a path of states to stretches in, out and held, with edges where the air begins to move.
#pragma once

#include <span>
#include <vector>

#include "breath/path.h"
#include "core/analysis.h"

namespace endrange {

/// A pause this long is a hold. Breath at rest leaves 0.5 to 1 s between out and in. s
constexpr double kShortestHold_s = 1.5;

struct CourseOptions {
  double at_s = 0, step_s = 0;  ///< of the path
  bool ways_are_known = false;
  double confidence = 0;       ///< of a breath, and of which way it goes
  double hold_confidence = 0;  ///< 0: a pause can't be called held
  double shortest_hold_s = kShortestHold_s;
};

/// path      a state a step
/// flow      how much air moves as far as known, 0 = none, a value a step; empty where only the picture speaks. Sound
/// sets in
///           late and dies early, so each breath is drawn out to where its flow would be none: once and a half as far
///           as a line through its edge says, 0.35 s at most, and never into the next one
/// unknown   steps in which nothing could be told, a flag a step; spans leave them out
std::vector<BreathSpan> spans_of(std::span<const BreathState> path, std::span<const float> flow,
                                 std::span<const char> unknown, const CourseOptions& options);

/// The stretches of those steps.
std::vector<Interval> stretches_of(std::span<const char> flags, double at_s, double step_s);

/// Breaths a minute: from one beginning to the next of the same kind, with the other between; mean of the distances,
/// holds and all. NaN: fewer than two such distances.
double rate_of(std::span<const BreathSpan> spans, std::span<const Interval> unknown);

}  // namespace endrange
