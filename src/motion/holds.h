// holds.h: a shape that is kept: the hollow-body hold, shoulders off the floor, legs low and straight.
//
//   legs     ______╱‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾╲____     have come to rest, and not yet set off
//   head     ____╱‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾╲___     near the height it is held at
//                 ├──── hold ─────┤          both
#pragma once

#include <span>
#include <vector>

#include "core/analysis.h"
#include "motion/angles.h"
#include "motion/side_frame.h"

namespace endrange {

/// The holds of one lying take, in time order; exercise and side are filled.
///
/// poses          smoothed, (frames)
/// legs           of measure_legs, (frames); is_thigh_used: feet out of the picture
std::vector<Hold> find_holds(std::span<const Pose> poses, const SideFrame& frame, const std::array<LegAngles, 2>& legs,
                             bool is_thigh_used);

/// Takes out of `reps` those that are only the way into and out of a hold, and out of `holds` what is only a pause of a
/// repetition. Both of one take.
void tell_apart(std::vector<Hold>& holds, std::vector<Rep>& reps);

}  // namespace endrange
