// upper_body.h: what head and hands do while the legs move, and how a hanging body swings.
#pragma once

#include <span>

#include "core/analysis.h"
#include "motion/side_frame.h"

namespace endrange {

/// From ear to nose on the near side, against straight up from the floor; chin to the chest positive. rad; NaN where
/// the pose has no place or the face is seen from the front.
double head_pitch(const Pose& pose, const SideFrame& frame);

/// Fills head_pitch_deg of the take's reps (lying) or swing_deg (hanging).
void add_upper_body(std::span<Rep> reps, std::span<const Pose> poses, const SideFrame& frame);

/// Where the hands lie for most of the time between `from_s` and `to_s`; unknown when they do several things. Lying.
HandPlace find_hands(std::span<const Pose> poses, const SideFrame& frame, double from_s, double to_s);

}  // namespace endrange
