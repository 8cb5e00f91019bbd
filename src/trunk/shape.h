// shape.h: the upper contour of a lying trunk, from the pelvis over the belly to the ribs.
//
//           thigh ╲        belly      ribs
//                  ╲___________▁▁▂▂▃▃▃▃▃▂▂   contour
//   ───────hip──────────────────────shoulder─────   trunk line
//   ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔   floor
//
// Arching moves ribs and belly against each other; so does every breath.
#pragma once

#include <array>
#include <vector>

#include "core/frame.h"
#include "core/landmarks.h"
#include "core/trunk_line.h"
#include "core/unknown.h"
#include "trunk/cheapest_path.h"

namespace endrange {

/// One moment, column by column from the near hip to the near shoulder.
struct UpperContour {
  static constexpr std::size_t kColumns = 64;
  static constexpr double kFrom = 0.06, kTo = 0.94;  ///< trunk lengths from the hip
  static double along(std::size_t column) {
    return kFrom + (kTo - kFrom) * static_cast<double>(column) / (kColumns - 1);
  }
  int frame = -1;                      ///< Frame::index
  double trunk_px = 0;                 ///< hip to shoulder
  Vec2 hip, head, up;                  ///< px; unit vectors from hip to shoulder, and across it away from the floor
  std::array<float, kColumns> height;  ///< above the line from hip to shoulder, px; NaN where not seen
  Vec2 at(std::size_t column) const {
    return hip + along(column) * trunk_px * head + static_cast<double>(height[column]) * up;
  }
};

/// Finds the contour in one frame after the other; its memory is kept between them.
class ContourFinder {
 public:
  /// Whether there is somebody lying whose contour may be looked for, and if so `contour`, with NaN in the columns in
  /// which an arm or a thigh lies in front, or nothing tells the trunk from what is behind it.
  /// Source: own. What the trunk and what the room look like is learnt from this very frame (a histogram of grey and
  /// colour each); the contour is the cheapest line along strong edges with trunk below and room above, then placed
  /// between pixels by a parabola through the edge's strength.
  bool find(const Frame& frame, const Pose& pose, UpperContour& contour);

 private:
  void learn(const Frame& frame, const Pose& pose, const TrunkLine& t);
  std::vector<float> body_, room_, odds_;
  std::vector<float> grey_, sums_, edges_, sides_;
  CheapestPath path_;
};

/// How the trunk lies in the picture, the same for all frames of a take.
struct TrunkFrame {
  Vec2 head, up;     ///< unit vectors along the floor towards the head, and away from the floor
  Vec2 floor_point;  ///< px; any point of the floor line
  double trunk_px = 0;
  double mm_per_px = 0;
};

/// What a contour says, mm; NaN where too little of it was seen. The trunk line here is that of the joints of somebody
/// lying flat (core/trunk_line.h) over the floor line: the landmarks themselves wander by a tenth of the trunk as the
/// legs go up and down.
struct TrunkShape {
  double rib_hump = kUnknown;      ///< the ribs' top above the trunk line
  double belly_hollow = kUnknown;  ///< how far the belly lies below the ribs' top, across that line; negative = above
  double seen = 0;                 ///< share of the columns that were, 0…1
};
TrunkShape shape_of(const UpperContour& contour, const TrunkFrame& trunk);

}  // namespace endrange
