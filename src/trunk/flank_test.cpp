// The flank of a body of known texture, moved by known amounts.
#include "trunk/flank.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/smooth.h"
#include "trunk/test_texture.h"

namespace endrange {
namespace {

using test::photograph;
using test::Picture;
using test::Texture;

const Texture kBody(20, 1), kArm(20, 7);

// On the back, head to the right, arms overhead and out of the way.
Pose lying(int frame, double y = 150, int take = 0) {
  Pose pose;
  pose.frame = frame, pose.at_s = frame / 30.0, pose.seen = true, pose.take = take;
  for (const Side side : kSides) {
    const auto put = [&](Joint joint, double x, double at_y) {
      pose[of(joint, side)] = {static_cast<float>(x), static_cast<float>(at_y), 1, 1};
    };
    put(Joint::left_hip, 60, y), put(Joint::left_shoulder, 260, y);
    put(Joint::left_elbow, 310, y), put(Joint::left_wrist, 315, y - 30), put(Joint::left_index, 315, y - 40);
  }
  return pose;
}

// Feeds frames 0…n−1; which texture and how far it has moved is asked frame by frame.
struct Shown {
  const Texture* texture = &kBody;
  double y = 0;
  int take = 0;
  double body_y = 150;
};

std::vector<FlankTrack> film(int frames, auto&& shown) {
  FlankTracker tracker;
  for (int i = 0; i < frames; ++i) {
    const Shown s = shown(i);
    test::View view;
    view.y = s.y;
    Picture picture = photograph(*s.texture, view, 1, static_cast<unsigned>(i + 1));
    picture.frame.index = i, picture.frame.at_s = i / 30.0;
    tracker.push(picture.frame, lying(i, s.body_y, s.take));
  }
  return tracker.take();
}

double median_rise(const FlankTrack& track, std::size_t frame) {
  std::vector<double> rises;
  for (std::size_t i = 0; i < track.places.size(); ++i)
    if (!std::isnan(track.shift(frame, i).x)) rises.push_back(track.shift(frame, i).y);
  return median(rises);
}

double share_found(const FlankTrack& track, std::size_t frame) {
  double found = 0;
  for (std::size_t i = 0; i < track.places.size(); ++i) found += std::isnan(track.shift(frame, i).x) ? 0 : 1;
  return found / static_cast<double>(track.places.size());
}

TEST(FlankTracker, waits_until_the_body_lies_still_and_then_follows_it_without_drift) {
  const auto tracks = film(60, [](int i) { return Shown{&kBody, 0.1 * i}; });
  ASSERT_EQ(tracks.size(), 1u);
  const FlankTrack& track = tracks[0];
  EXPECT_GE(track.first_frame, 7);  // a quarter of a second
  EXPECT_GT(track.places.size(), 20u);
  const std::size_t last = track.frames() - 1;
  EXPECT_GT(share_found(track, last), 0.9);
  EXPECT_NEAR(median_rise(track, last), 0.1 * static_cast<double>(last), 0.01);
}

TEST(FlankTracker, finds_the_patches_again_after_something_was_in_front) {
  const auto tracks = film(70, [](int i) { return Shown{i >= 30 && i < 40 ? &kArm : &kBody, i < 35 ? 0.0 : 3.0}; });
  ASSERT_EQ(tracks.size(), 1u);
  const FlankTrack& track = tracks[0];
  EXPECT_LT(share_found(track, 35 - static_cast<std::size_t>(track.first_frame)), 0.1);
  EXPECT_GT(share_found(track, track.frames() - 1), 0.8);
  EXPECT_NEAR(median_rise(track, track.frames() - 1), 3.0, 0.02);
}

TEST(FlankTracker, a_cut_begins_a_new_anchor) {
  const auto tracks = film(60, [](int i) { return Shown{&kBody, 0, i < 30 ? 0 : 1}; });
  ASSERT_EQ(tracks.size(), 2u);
  EXPECT_GE(tracks[1].first_frame, 30);
}

TEST(FlankTracker, a_body_that_moved_elsewhere_gets_a_new_anchor_after_a_second) {
  const auto tracks = film(90, [](int i) { return i < 25 ? Shown{} : Shown{&kArm, 0, 0, 110}; });
  ASSERT_EQ(tracks.size(), 2u);
  EXPECT_GE(tracks[1].first_frame, 25 + 30);
}

TEST(FlankTracker, nobody_lying_or_a_plain_body_gives_no_track) {
  FlankTracker tracker;
  const Texture plain(0);
  for (int i = 0; i < 30; ++i) {
    Picture picture = photograph(plain, {}, 0, 1);
    picture.frame.index = i, picture.frame.at_s = i / 30.0;
    tracker.push(picture.frame, lying(i));
  }
  EXPECT_TRUE(tracker.take().empty());
  FlankTracker standing;
  for (int i = 0; i < 30; ++i) {
    Picture picture = photograph(kBody, {}, 1, 1);
    picture.frame.index = i, picture.frame.at_s = i / 30.0;
    Pose pose = lying(i);
    for (const Side side : kSides) pose[of(Joint::left_shoulder, side)] = {60, 20, 1, 1};
    standing.push(picture.frame, pose);
  }
  EXPECT_TRUE(standing.take().empty());
}

}  // namespace
}  // namespace endrange
