// forces.h: what the clip's legs weigh on hips and back, frame by frame.
#pragma once

#include "core/analysis.h"

namespace endrange {

/// Fills hip_moment … psoas of the series and Analysis::loads, where legs were measured lying or hanging and the
/// exercise is one whose forces are modelled. Angles as measured; accelerations from a parabola over 0.4 s (about 2
/// Hz). With a height given, thigh and shank share the leg as the clip shows it; a note says where that can't be.
void add_forces(Analysis& analysis);

}  // namespace endrange
