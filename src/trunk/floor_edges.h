// floor_edges.h: the straight edges of the room that run beside a lying body: of a mat, of a floor board, where the
// floor meets the wall. They tell how the floor lies in the picture far better than a body does, whose shoulders and
// hips have a height of their own.
#pragma once

#include <span>
#include <vector>

#include "core/landmarks.h"
#include "core/scene_sample.h"
#include "core/still.h"

namespace endrange {

/// The edges within 20 deg of level that lie beside somebody's trunk, strongest first; at most a handful. What moves
/// and what the body covers is left out.
///
/// stills   of one take; their frame numbers name the poses
/// poses    of that take, smoothed, px
/// returns  empty without stills, without placed poses or when no edge is long enough to tell a direction
/// Source:  own: gradients gathered along every line (Duda & Hart 1972), then a line of least squares through them
std::vector<Edge> find_floor_edges(std::span<const Still> stills, std::span<const Pose> poses);

}  // namespace endrange
