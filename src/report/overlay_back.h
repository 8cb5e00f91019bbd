// overlay_back.h: what is drawn of the lower back over a frame: that it is off the floor, and by how much.
#pragma once

#include "core/analysis.h"
#include "report/canvas.h"
#include "report/overlay.h"

namespace endrange {

/// measured: a lift is known, and the back not lost in this rep, or the legs have turned. lost: from lift-off until the
/// legs turn. off_floor: an opening is seen, in a rep that began with one.
enum class BackState { unknown, measured, lost, off_floor };

struct BackReading {
  BackState state = BackState::unknown;
  double mm = kUnknown;        ///< lumbar lift; of a back that wasn't flat from the start, the opening under it
  double lost_deg = kUnknown;  ///< leg elevation at lift-off
};

/// What is known of the back in frame `index`.
BackReading back_reading(const Analysis& analysis, std::size_t index);

/// Whether any frame has a reading in millimetres.
bool has_back_reading(const Analysis& analysis);

/// Draws the lower back's line in the warning colour and says at which leg angle it was lost, while it is off the
/// floor. Nothing otherwise, and nothing where floor or body are unknown.
///
/// room  size of the canvas, px
void draw_lost_back(Canvas& canvas, const Analysis& analysis, std::size_t index, const Placement& placement, Vec2 room,
                    double unit);

/// Points at the near side's lower back in frame `index` from beneath the floor. Nothing where floor or body are
/// unknown.
void draw_back_mark(Canvas& canvas, const Analysis& analysis, std::size_t index, const Placement& placement,
                    double unit);

}  // namespace endrange
