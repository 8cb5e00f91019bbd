// legs.h: what the legs of one take did, from poses as the network gave them: the part of interpret() that counts reps,
// for clips and, again and again, for sets that are being filmed.
#pragma once

#include <span>
#include <vector>

#include "motion/sets.h"
#include "pose/front_leg.h"

namespace endrange {

/// Lays the smoothed path of every joint over the poses of one take, also where the network didn't look.
void smooth_take(std::span<Pose> poses);

/// poses   of one take, smoothed; at_s: their times, which must outlive the result
/// returns  angles of both legs and how fast they change
SetInput set_input(std::span<const Pose> poses, std::span<const double> at_s, const SideFrame& frame,
                   bool is_thigh_used, int width, int height);

/// The reps of one take by itself. poses: raw; fronts: of the same frames.
std::vector<Rep> count_reps(std::vector<Pose> poses, std::span<const FrontLeg> fronts, const SideFrame& frame,
                            bool is_thigh_used, int width, int height);

}  // namespace endrange
