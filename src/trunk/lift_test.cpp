// Lift read from patches whose movement is known in closed form.
#include "trunk/lift.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

#include "core/angle.h"
#include "core/smooth.h"

namespace endrange {
namespace {

// A trunk of 300 px and 0.5 m whose head points right, lying on y = 400 px.
constexpr double kTrunk_px = 300, kMm = 500.0 / 300, kFlankNearer = 0.972;
const TrunkAxes kAxes{{1, 0}, {0, -1}, {200, 400 - 0.21 * 300}, {0, 400}, kTrunk_px, kMm};

// The back at one moment, mm over trunk lengths from the hip.
struct Back {
  std::function<double(double)> rise = [](double) { return 0.0; };
  double belly_mm = 0, shift_mm = 0, slide_mm = 0;
  double lowered = 0;  // the thigh, rad
};

struct Options {
  double noise_px = 0.03, low = 0.05, from = 0.1;
  double stray = 0;                    // share of patches that stay where they are: on the floor, on an arm
  double drag = 0, drag_reach = 0.15;  // what goes with the thigh at the hip, and how far: share, trunk lengths
};

FlankTrack track_of(const std::vector<Back>& moments, const Options& o = {}) {
  FlankTrack track;
  track.radius_px = 12;
  std::mt19937 random(3);
  std::normal_distribution<double> noise(0, o.noise_px);
  for (double h = o.low; h < 0.36; h += 0.06)
    for (double x = o.from; x < 1.0; x += 0.055) track.places.push_back({200 + x * kTrunk_px, 400 - h * kTrunk_px});
  for (const Back& back : moments)
    for (std::size_t i = 0; i < track.places.size(); ++i) {
      const double x = (track.places[i].x - 200) / kTrunk_px, h = (400 - track.places[i].y) / kTrunk_px;
      const double slope = (back.rise(x + 1e-4) - back.rise(x - 1e-4)) / 2e-4;  // mm a trunk length
      double rise = back.rise(x) + back.shift_mm, along = -h * slope + back.slide_mm;
      rise += back.belly_mm * std::pow(h / 0.4, 2) * std::exp(-std::pow((x - 0.35) / 0.22, 2));
      const double y = h - 0.21, c = std::cos(back.lowered) - 1, s = std::sin(back.lowered);
      const double clinging = o.drag * 500 * kFlankNearer * std::exp(-(x * x + y * y) / (o.drag_reach * o.drag_reach));
      rise += clinging * (s * x + c * y), along += clinging * (c * x - s * y);
      if (static_cast<double>(i % 10) < 10 * o.stray) rise = along = 0;
      track.shifts.push_back(
          Vec2{along / (kMm * kFlankNearer) + noise(random), -rise / (kMm * kFlankNearer) + noise(random)});
      const auto variance = static_cast<float>(o.noise_px * o.noise_px);
      track.doubts.push_back({variance, 0, variance});
    }
  return track;
}

// An arch of a height between hip and ribs, its top at 0.31.
std::function<double(double)> arch(double mm) {
  return [mm](double x) {
    const double t = (x - 0.31) / 0.33;
    return std::abs(t) < 1 ? mm * std::pow(std::cos(t * 1.5707963), 2) : 0;
  };
}

std::vector<Back> arches(const std::vector<double>& mm) {
  std::vector<Back> moments;
  for (const double height : mm) moments.push_back({arch(height), 0, 0, 0, 0});
  return moments;
}

const std::vector<std::size_t> kFirst = {0, 1, 2};

TEST(Lift, an_arch_of_known_height_is_measured_to_half_a_millimetre_and_covered_by_its_error) {
  const std::vector<double> truth = {0, 0, 0, 2, 5, 8, 12, 15, 8, 3, 0};
  const Lift lift = measure_lift(track_of(arches(truth)), kAxes, kFirst, {});
  ASSERT_EQ(lift.lumbar_lift.size(), truth.size());
  for (std::size_t i = 0; i < truth.size(); ++i) {
    EXPECT_NEAR(lift.lumbar_lift[i], truth[i], 0.3 + 0.04 * truth[i]) << truth[i];
    EXPECT_LT(std::abs(lift.lumbar_lift[i] - truth[i]), 3 * lift.lumbar_lift_error[i] + 0.05 * truth[i]);
    EXPECT_LT(lift.lumbar_lift_error[i], std::hypot(0.5, 0.05 * truth[i]));
  }
  EXPECT_NEAR(lift.apex, 0.31, 0.08);
}

TEST(Lift, the_curve_along_the_back_is_the_arch_in_pixels_and_ends_above_the_pelvis) {
  const Lift lift = measure_lift(track_of(arches({0, 0, 0, 12})), kAxes, kFirst, {});
  ASSERT_EQ(lift.curves.size(), 4u);
  const BackCurve& curve = lift.curves[3];
  EXPECT_EQ(curve.frame, 3);
  EXPECT_EQ(curve.hip.x, kAxes.hip.x);
  EXPECT_NEAR(curve.at(lift.apex) * kMm * kFlankNearer, lift.lumbar_lift[3], 0.1);
  EXPECT_NEAR(curve.at(0.45) * kMm * kFlankNearer, arch(12)(0.45), 1.5);
  for (const double along : {-0.2, 0.0, 0.05, 0.8}) EXPECT_NEAR(curve.at(along), 0, 0.05) << along;
}

TEST(Lift, breathing_of_twelve_millimetres_is_breath_and_not_lift) {
  std::vector<Back> moments(3);
  for (int i = 0; i < 30; ++i) {
    Back back;
    back.belly_mm = 6 - 6 * std::cos(i * 0.4);
    moments.push_back(back);
  }
  const Lift lift = measure_lift(track_of(moments), kAxes, kFirst, {});
  for (std::size_t i = 0; i < moments.size(); ++i) {
    EXPECT_LT(std::abs(lift.lumbar_lift[i]), 0.6);
    EXPECT_NEAR(lift.breath[i], moments[i].belly_mm, 1.2);
  }
}

TEST(Lift, a_camera_that_sinks_or_a_body_that_slides_is_no_lift) {
  std::vector<Back> moments(3);
  for (const double mm : {0.5, 1.0, 1.5}) moments.push_back({arch(0), 0, mm, 4 * mm, 0});
  const Lift lift = measure_lift(track_of(moments), kAxes, kFirst, {});
  for (const double mm : lift.lumbar_lift) EXPECT_LT(std::abs(mm), 0.7);
}

TEST(Lift, cloth_that_the_thigh_drags_along_at_the_hip_is_no_lift) {
  // Two lowerings from 90° to the floor; in the second the back gives way by 8 mm over the last third.
  std::vector<Back> moments(3);
  std::vector<double> elevation(3, 1.57);
  for (const double most : {0.0, 8.0})
    for (int i = 0; i <= 30; ++i) {
      Back back;
      back.lowered = 1.5 * i / 30;
      back.rise = arch(most * std::max(0.0, (i - 20) / 10.0));
      moments.push_back(back), elevation.push_back(1.57 - back.lowered);
    }
  Options o;
  o.drag = 0.12;
  for (const double reach : {0.14, 0.17, 0.20}) {
    o.drag_reach = reach;
    const FlankTrack track = track_of(moments, o);
    const Lift lift = measure_lift(track, kAxes, kFirst, elevation);
    for (std::size_t i = 3; i < 34; ++i) EXPECT_LT(std::abs(lift.lumbar_lift[i]), 1.2) << reach;
    EXPECT_NEAR(lift.lumbar_lift.back(), 8, 1.2) << reach;
  }
  // It is the thigh's angle that tells them apart.
  EXPECT_GT(measure_lift(track_of(moments, o), kAxes, kFirst, {}).lumbar_lift[33], 1.5);
}

TEST(Lift, a_fifth_of_the_patches_on_something_that_stays_changes_little) {
  Options o;
  o.stray = 0.2;
  const Lift lift = measure_lift(track_of(arches({0, 0, 0, 10, 10}), o), kAxes, kFirst, {});
  EXPECT_NEAR(lift.lumbar_lift[4], 10, 1.2);
}

TEST(Lift, what_an_arm_hides_makes_the_error_grow) {
  Options hidden;
  hidden.low = 0.24;  // only the upper flank, where the breath is
  const auto moments = arches({0, 0, 0, 2, 2});
  const Lift open = measure_lift(track_of(moments), kAxes, kFirst, {}),
             covered = measure_lift(track_of(moments, hidden), kAxes, kFirst, {});
  EXPECT_GT(covered.lumbar_lift_error[4], 1.2 * open.lumbar_lift_error[4]);
}

TEST(Lift, a_reference_in_which_nothing_was_seen_gives_nothing) {
  FlankTrack track = track_of(arches({0, 5, 5}));
  for (std::size_t i = 0; i < track.places.size(); ++i) track.shifts[i] = {std::nan(""), std::nan("")};
  EXPECT_TRUE(measure_lift(track, kAxes, std::vector<std::size_t>{0}, {}).lumbar_lift.empty());
}

TEST(Lift, frames_with_too_few_patches_are_not_measured) {
  FlankTrack track = track_of(arches({0, 0, 0, 5}));
  for (std::size_t i = 3 * track.places.size(); i + 4 < track.shifts.size(); ++i)
    track.shifts[i] = {std::nan(""), std::nan("")};
  const Lift lift = measure_lift(track, kAxes, kFirst, {});
  EXPECT_TRUE(std::isnan(lift.lumbar_lift[3]));
  EXPECT_FALSE(std::isnan(lift.lumbar_lift[2]));
  EXPECT_LT(lift.seen[3], 0.2);
}

}  // namespace
}  // namespace endrange
