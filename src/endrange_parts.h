// endrange_parts.h: what the façade's files share; not for others.
#pragma once

#include "endrange.h"
#include "pose/blazepose.h"

namespace endrange {

Subject subject_of(const Options& options);
BlazePose::Options pose_of(const Options& options);

/// What the pictures' times say of a clip: frames, duration, whether the rate varies.
void summarise_times(Analysis& analysis);

/// Notes that hold however the set was filmed.
void add_notes_of_set(Analysis& analysis);

}  // namespace endrange
