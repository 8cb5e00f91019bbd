// simbody_chain.h: a planar tree of links in Simbody. Apart, because Simbody's headers are C++17.
#pragma once

#include <vector>

namespace endrange {

// The chain's geometry, told once more: where links begin, where their mass is. Signs: a positive coordinate turns the
// link by `sign` about the axis out of the picture.
struct Part {
  int parent;
  double x, y, offset, sign, mass, inertia, cx, cy;
};

/// Moments about each turning link's joint, N·m, in the order of the parts.
std::vector<double> simbody_moments(const std::vector<Part>& parts, double gravity_x, double gravity_y,
                                    const std::vector<double>& at, const std::vector<double>& rate,
                                    const std::vector<double>& acceleration);

}  // namespace endrange
