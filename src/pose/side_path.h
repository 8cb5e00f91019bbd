// side_path.h: of all ways to exchange the sides of a group of joints look by look, the one that moves them the least.
//
//   kept        ●───●───●       ●───●        a step within a row costs what the joints move, one across also the
//                        ╲     ╱             exchange itself; a look passed over (○) lies between the network's two
//   exchanged             ●─○─●              guesses, and beside the way
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "core/landmarks.h"

namespace endrange {

using JointGroup = std::span<const Joint>;  ///< the left joints; the right ones follow from them

/// Mean length of the trunk's two sides, px; at least 1.
inline double trunk_of(const Pose& pose) {
  double sum = 0;
  for (const Side side : kSides)
    sum += 0.5 * length(pose.at(of(Joint::left_shoulder, side)) - pose.at(of(Joint::left_hip, side)));
  return std::max(sum, 1.0);
}

/// Mean distance of one side's joints in `a` from another side's in `b`. trunk lengths
inline double between(const Pose& a, Side of_a, const Pose& b, Side of_b, JointGroup group) {
  double sum = 0;
  for (const Joint joint : group) sum += length(a.at(of(joint, of_a)) - b.at(of(joint, of_b)));
  return sum / static_cast<double>(group.size()) / trunk_of(b);
}

struct SidePath {
  std::vector<bool> is_exchanged;        ///< by look
  std::vector<std::size_t> passed_over;  ///< looks that show neither side's place
};

/// Pre: one look or more, of one take, in time order.
///
/// kept_costs     by look: what keeping the names costs more than exchanging them, besides the network's word. trunk
///                lengths of mean joint movement; empty = nothing
/// may_pass_over  looks in which the sides seem to come together and to go apart again to where they were
SidePath find_side_path(std::span<Pose* const> looks, JointGroup group, std::span<const double> kept_costs = {},
                        bool may_pass_over = false);

}  // namespace endrange
