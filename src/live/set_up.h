// set_up.h: phone and body in place? In words that can be followed while lying down.
#pragma once

#include <span>
#include <vector>

#include "core/check_kind.h"
#include "core/live_state.h"
#include "core/scene_sample.h"
#include "exercise/exercise.h"
#include "motion/side_frame.h"

namespace endrange {

/// The last few seconds before a set.
struct SetUpInput {
  std::span<const Pose> poses;         ///< smoothed, joints NaN where nobody was seen
  std::span<const SceneSample> scene;  ///< of the same frames
  std::optional<SideFrame> frame;
  int width = 0, height = 0;           ///< px
  bool has_others = false;             ///< somebody else is in the picture
  const Exercise* exercise = nullptr;  ///< what is to be filmed; nullptr = anything
};

/// Every item in the order in which they are put right; what can't be judged before an earlier one is right is left
/// out.
std::vector<SetUpItem> check_set_up(const SetUpInput& input);

/// Their ids, with one line of meaning each.
std::span<const CheckKind> set_up_kinds();

}  // namespace endrange
