// front_leg.h: which leg is in front, from what moves where both are.
//
//        ╱╱ leg A                 Where both legs cover the same stretch of the picture, only the front one is seen.
//   ────╳╳╳╳──── leg B            What is seen there (a fold, a seam, its outline, its shading) moves on with the
//       ╱╱                        front leg; the landmarks say how each of them moved.
//
// The names that the network gives the legs don't enter, and neither does its depth.
#pragma once

#include <array>
#include <utility>
#include <vector>

#include "core/frame.h"
#include "core/landmarks.h"

namespace endrange {

/// What one look says of which leg is in front.
struct FrontLeg {
  int frame = -1;   ///< Frame::index
  double left = 0;  ///< −1…1: +1 = surely the leg that the network calls left in this very frame, −1 = the other
};

/// Watches a film. No evidence (legs that overlap nowhere, lie still, move alike, or carry nothing to see) is no entry.
class FrontLegWatcher {
 public:
  FrontLegWatcher();
  /// In presentation order; poses that the network didn't see are passed over. Keeps one earlier frame alive.
  void push(const Frame& frame, const Pose& pose);
  const std::vector<FrontLeg>& found() const { return found_; }
  std::vector<FrontLeg> take() { return std::move(found_); }

 private:
  double surprise(const Pose& pose, bool is_exchanged, double pace) const;
  void go_on(const Pose& pose, bool is_exchanged);
  double compare(const Frame& frame, const Pose& pose, bool& has_moved);

  Frame before_;  // what the next look is compared with
  Pose before_pose_, latest_;
  std::array<std::array<Vec2, 2>, 2> speeds_{};  // of knees and ankles as named in latest_, px/s
  double trusted_from_s_ = 0;                    // the landmarks, after a jump
  bool is_named_alike_ = true;                   // in latest_ as in before_pose_
  std::vector<Vec2> points_;                     // working memory
  std::vector<float> seen_before_;
  std::vector<FrontLeg> found_;
};

}  // namespace endrange
