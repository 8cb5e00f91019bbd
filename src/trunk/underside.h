// underside.h: the line along which a lying trunk meets the floor, and an opening above it.
//
//        ▔▔╲______________________╱▔▔   body
//   ___hip___╲╱▔▔▔ opening ▔▔▔╲╱__shoulder___   contact: shadow and floor meet, whether or not the body rests there
//
// Seen only with the camera low, nothing in front, and no hem hanging down. So an opening proves that the back is off
// the floor; no opening proves little.
#pragma once

#include <optional>
#include <vector>

#include "core/frame.h"
#include "core/landmarks.h"

namespace endrange {

/// One moment, column by column from beyond the hip to the shoulder.
struct Underside {
  int frame = -1;                ///< Frame::index
  std::vector<double> along;     ///< (columns) trunk lengths from the hip
  std::vector<Vec2> contact_at;  ///< (columns) where trunk and floor meet, px
  std::vector<double> opening;   ///< (columns) px from there up to the body's lower edge; 0 = they are one
  double trunk_px = 0;
};

/// Two cheapest paths along strong edges: that nearest the floor, then any that leaves it over the lower back and comes
/// back. What is painted over the picture in pure colours is no edge.
/// Empty when the body doesn't lie, is too small, or the near arm lies in front of the lower back.
/// Source: own; dynamic programming over columns.
std::optional<Underside> find_underside(const Frame& frame, const Pose& pose);

/// Height of the opening under the lower back, px: most of its width is at least near it. 0 = none wide enough,
/// NaN = too high to be one.
double opening_px(const Underside& underside);

/// From here on an opening is one, and not a fold of the shirt or the roundness of what rests. trunk lengths: some 20
/// mm, a flat hand.
constexpr double kCertainOpening = 0.04;

}  // namespace endrange
