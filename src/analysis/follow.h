// follow.h: everything that needs pixels and sound: what interpret() then reads the clip from.
//
// One follower, two clocks: a clip's frames come as fast as they are decoded, a camera's as they are filmed.
#pragma once

#include <deque>
#include <functional>
#include <vector>

#include "breath/spectrum.h"
#include "core/frame.h"
#include "core/still.h"
#include "pose/blazepose.h"
#include "pose/front_leg.h"
#include "pose/tracker.h"
#include "trunk/flank.h"
#include "trunk/shape.h"
#include "trunk/stills.h"
#include "trunk/underside.h"

namespace endrange {

/// What was seen and heard of a clip.
struct Following {
  std::vector<Pose> poses;             ///< raw, one a frame
  std::vector<SceneSample> scene;      ///< one a frame
  std::vector<Still> stills;           ///< of a few frames
  std::vector<FrontLeg> fronts;        ///< which leg is in front, where the picture shows it
  std::vector<FlankTrack> flanks;      ///< patches on the lying trunk
  std::vector<Underside> undersides;   ///< where the trunk meets the floor, some ten times a second
  std::vector<UpperContour> contours;  ///< the trunk's upper edge, as often
  SoundFrames sound;                   ///< from listen(); empty without sound
  TrackStats stats;
  int width = 0, height = 0;
};

/// One network a thread, at most two. Errors: setup (the pose model).
Result<std::vector<BlazePose>> make_networks(const BlazePose::Options& options);

/// Follows one person through frames as they come.
class Follower {
 public:
  /// `networks` outlive the follower.
  Follower(std::vector<BlazePose>& networks, const TrackerOptions& options);

  /// In presentation order, Frame::index from 0. Errors: unsupported (the network failed).
  Result<void> push(Frame frame);
  /// Works off what is still waiting. Errors: as push
  Result<void> finish();

  /// One a frame; the first settled() of them won't change any more.
  const std::vector<Pose>& poses() const { return tracker_.poses(); }
  std::size_t settled() const { return tracker_.settled(); }
  const std::vector<SceneSample>& scene() const { return seen_.scene; }
  const std::vector<Still>& stills() const { return stills_.kept(); }
  const std::vector<FrontLeg>& fronts() const { return fronts_.found(); }
  const TrackStats& stats() const { return tracker_.stats(); }

  /// Everything seen so far, copied; settled frames only.
  Following so_far() const;
  Following take();

 private:
  void look_at_trunk();

  PersonTracker tracker_;
  StillKeeper stills_;
  FlankTracker flanks_;
  FrontLegWatcher fronts_;
  ContourFinder contour_finder_;
  UpperContour contour_;
  double underside_at_s_;
  std::deque<Frame> waiting_;  // for their poses
  Following seen_;
};

/// A whole clip through one Follower, decoded ahead on a thread of its own.
///
/// on_progress  called after each frame with its time; return false to stop. May be empty
/// Errors:      those of the source; setup (the pose model); interrupted
Result<Following> follow(FrameSource& frames, const BlazePose::Options& pose, const TrackerOptions& tracking,
                         const std::function<bool(double at_s)>& on_progress);

/// Takes in a clip's sound, at SoundWatcher::kRate_hz. Pixels aren't needed: it may run beside follow().
/// Errors: those of the source.
Result<SoundFrames> listen(SoundSource& sound);

}  // namespace endrange
