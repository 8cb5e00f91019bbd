// flank.h: patches on the near side of a lying trunk, followed through the clip while it streams by.
//
//   frame, pose ─► an anchor: patches cut where the trunk lies still ─► matched in every frame against the anchor
//   itself
//
// When the body is somewhere else (getting into position) most patches are lost and a new anchor is made; each anchor's
// patches are one FlankTrack. What they say of the back is read later, by lift.h, when the legs' movement is known.
#pragma once

#include <vector>

#include "core/frame.h"
#include "core/landmarks.h"
#include "trunk/subpixel.h"

namespace endrange {

/// Where patches went, against where they were cut. One row of patches a frame.
struct FlankTrack {
  int first_frame = 0;        ///< the anchor's Frame::index
  std::vector<Vec2> places;   ///< (patches) px in the anchor
  int radius_px = 0;          ///< of a patch
  std::vector<Vec2> shifts;   ///< (frames × patches) px; NaN where a patch wasn't found
  std::vector<Doubt> doubts;  ///< (frames × patches) their covariance
  std::size_t frames() const { return places.empty() ? 0 : shifts.size() / places.size(); }
  Vec2 shift(std::size_t frame, std::size_t patch) const { return shifts[frame * places.size() + patch]; }
  const Doubt& doubt(std::size_t frame, std::size_t patch) const { return doubts[frame * places.size() + patch]; }
};

class FlankTracker {
 public:
  /// In presentation order, each frame with its pose (seen or not; the last one seen counts). A cut ends all anchors.
  void push(const Frame& frame, const Pose& pose);
  const std::vector<FlankTrack>& tracks() const { return tracks_; }
  std::vector<FlankTrack> take() { return std::move(tracks_); }
  /// Matches made so far.
  long solves() const { return solves_; }

 private:
  bool is_elsewhere() const;
  bool make_anchor(const Frame& frame);
  void follow(const Frame& frame);
  void expect();
  void find_again(std::size_t patch);

  GreyWindow window_;
  std::vector<Patch> patches_;
  std::vector<Warp> last_;
  std::vector<bool> is_found_;
  std::vector<Doubt> last_doubt_;
  std::vector<Vec2> expected_;  // where a patch's neighbours went
  std::vector<FlankTrack> tracks_;
  Pose pose_;  // the last one seen
  Pose anchor_pose_;
  bool has_pose_ = false;
  int take_ = 0, next_to_search_ = 0;
  double lost_since_s_ = -1, still_since_s_ = 0;
  Vec2 still_hip_, still_shoulder_;
  int left_ = 0, top_ = 0, width_ = 0, height_ = 0;  // of the window
  long solves_ = 0;
};

}  // namespace endrange
