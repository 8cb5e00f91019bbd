// view.h: can this clip be measured, and if not, what should the person do differently?
#pragma once

#include <span>
#include <vector>

#include "core/analysis.h"
#include "core/check_kind.h"
#include "core/scene_sample.h"
#include "motion/side_frame.h"

namespace endrange {

/// What the view check looks at, for one take.
struct ViewInput {
  std::span<const Pose> poses;         ///< smoothed, (frames)
  std::span<const SceneSample> scene;  ///< (frames)
  std::optional<SideFrame> frame;      ///< empty: nobody was found
  int width = 0, height = 0;           ///< of the picture, px
  double frames_per_s = kUnknown;
  double others_share = 0;  ///< how often somebody else was seen, 0…1
};

/// Fills usability, yaw and problems; posture and sides come from the side frame.
View check_view(const ViewInput& input);

/// Every id that check_view can report, with one line of meaning each: for `endrange list checks` and the docs.
std::span<const CheckKind> view_problem_kinds();

}  // namespace endrange
