// strip.h: one picture of what was measured: the trunk at a few moments of a lowering, its movement ten times larger.
#pragma once

#include <span>

#include "core/analysis.h"
#include "media/picture.h"
#include "report/html.h"

namespace endrange {

/// One moment of the strip, finished but for its place.
struct StripPanel {
  BackStill still;
  double at_s = 0;
  Picture picture;
};

/// The trunk, cut out of the still's frame, with the back's movement drawn ten times larger, leg angle and lift on it.
/// All panels of an analysis have one size and show one place.
/// Errors: unsupported (nothing to cut out).
Result<StripPanel> draw_strip_panel(const Frame& frame, const Analysis& analysis, const BackStill& still);

/// Panels of one size side by side, two in a row, over a line that says what was done to them.
Result<KeyPicture> lay_strip(std::span<const StripPanel> panels);

}  // namespace endrange
