// back.h: the lower back of one take: from the patches' movement, with the reps as a guide, to lift, tilt and breath.
#pragma once

#include <span>
#include <vector>

#include "core/analysis.h"
#include "motion/side_frame.h"
#include "trunk/flank.h"
#include "trunk/shape.h"
#include "trunk/underside.h"

namespace endrange {

/// Fills floor_gap of the series in the frames of one take: the opening seen under the back, 0 where none was, in
/// between from the last look to the next if they are near. Nothing where the line that was taken for the body's is an
/// edge of the room, as of a mat.
void measure_gap(const std::vector<Underside>& undersides, std::span<const Edge> edges, const SideGeometry& geometry,
                 const View& view, Series& series);

/// Fills rib_hump, belly_hollow and contour_seen of the series in the frames of one take: at each look, in between from
/// the last to the next if they are near.
void measure_shape(const std::vector<UpperContour>& contours, const SideGeometry& geometry, const View& view,
                   Series& series);

/// Fills lumbar_lift, its error, pelvic_tilt and breath_seen of the series in the frames of the tracks. Each track's
/// zero is the first time in it that the legs stand at the top of a rep, where the back is flattest; or another top, if
/// the back surely lay lower there. The back's curve in the frames that got a lift is added to `curves`, in their
/// order.
void measure_back(const std::vector<FlankTrack>& tracks, const SideGeometry& geometry, const View& view,
                  std::span<const Rep> reps, Series& series, std::vector<BackCurve>& curves);

}  // namespace endrange
