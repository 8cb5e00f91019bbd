// tracker.h: follows one person through a clip, looking with the network only as often as the motion asks.
//
//   frames are gathered in blocks ─► look at the block's last frame ─► moved much? look at the middle too, and so on
//
//        seen            seen                         a still or slow stretch: one look a block
//         ●───────────────●
//         ●───────●───────●                           it moved: the middle as well
//         ●───●───●───────●                           and where the middle isn't on the line between: halves again
//
// Frames between are left unseen (Pose::seen = false); smoothing fills them in. bench/stride shows what that costs.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "pose/blazepose.h"

namespace endrange {

struct TrackerOptions {
  /// A block spans at most this, s. Longer blocks miss how a leg speeds up; shorter ones cost network time.
  double block_s = 0.10;
  /// A leg direction that changes less than this over a stretch needs no look in between.
  double still_deg = 3;
  /// A middle that lies this close to the line between its neighbours needs no look further in.
  double straight_deg = 1.5;
  /// Below this spacing nobody looks further in, s: no leg does anything new in it.
  double finest_s = 0.03;
  /// true = look at every frame (for the bench, and for comparing).
  bool every_frame = false;
  /// How often the whole picture is searched for other people, s.
  double search_every_s = 1.0;
};

/// What happened while following. Filled by PersonTracker.
struct TrackStats {
  int network_calls = 0;  ///< landmark network
  int detector_calls = 0;
  int searches = 0;              ///< of the whole picture while a person was followed
  int searches_with_others = 0;  ///< of these, how many saw somebody else
};

class PersonTracker {
 public:
  /// `networks` (one or more) outlive the tracker; with two, two frames are looked at side by side. The result is the
  /// same.
  PersonTracker(std::vector<BlazePose*> networks, const TrackerOptions& options = {});
  ~PersonTracker();

  /// In presentation order. `starts_take` says the film was cut before this frame: the person is searched anew.
  /// Errors: unsupported (the network failed).
  Result<void> push(const Frame& frame, bool starts_take);
  /// Works off what is still waiting.
  Result<void> finish();

  /// One pose a frame, in order; the first settled() of them won't change any more.
  const std::vector<Pose>& poses() const { return poses_; }
  std::size_t settled() const { return first_; }
  std::vector<Pose> take_poses() { return std::move(poses_); }
  const TrackStats& stats() const { return stats_; }

 private:
  struct Look;
  Result<void> work_off();
  Result<void> find_person();
  Result<void> look_at(std::span<const std::size_t> positions);
  Result<void> refine();
  Result<void> search_for_others();
  Pose& pose_at(std::size_t position) { return poses_[first_ + position]; }

  std::vector<BlazePose*> networks_;
  TrackerOptions options_;
  std::deque<Frame> waiting_;  // the block being gathered
  std::vector<Pose> poses_;
  std::size_t first_ = 0;  // poses_ index of waiting_.front()
  int take_ = 0;
  bool following_ = false;
  Region region_;            // where to look next
  double region_at_s_ = -1;  // the frame it comes from
  double searched_at_s_ = -1e9;
  TrackStats stats_;
};

}  // namespace endrange
