// The lower back of a take, from patches whose movement is known in closed form.
#include "analysis/back.h"

#include <gtest/gtest.h>

#include <cmath>

namespace endrange {
namespace {

constexpr double kTrunk_px = 300, kMm = 500.0 / 300;
constexpr int kFrames = 120;  // 30 a second: the first top 0–1 s, down and up until 3 s, the second top 3–4 s

struct Take {
  FlankTrack track;
  SideGeometry geometry;
  View view;
  std::vector<Rep> reps;
  Series series;
  std::vector<BackCurve> curves;
};

// A trunk whose head points right, on y = 400 px; `rise(s)` mm in the middle of the lower back against the first frame.
template <class Rise>
Take take_of(Rise rise) {
  Take t;
  t.track.radius_px = 12;
  for (double h = 0.05; h < 0.36; h += 0.06)
    for (double x = 0.1; x < 1.0; x += 0.055) t.track.places.push_back({200 + x * kTrunk_px, 400 - h * kTrunk_px});
  for (int f = 0; f < kFrames; ++f) {
    const double at_s = f / 30.0;
    for (const Vec2 place : t.track.places) {
      const double x = ((place.x - 200) / kTrunk_px - 0.31) / 0.33, h = (400 - place.y) / kTrunk_px;
      const double arch = std::abs(x) < 1 ? std::pow(std::cos(x * 1.5707963), 2) : 0,
                   slope = std::abs(x) < 1 ? -1.5707963 / 0.33 * std::sin(2 * x * 1.5707963) : 0;
      t.track.shifts.push_back({-h * slope * rise(at_s) / kMm, -arch * rise(at_s) / kMm});
      t.track.doubts.push_back({1e-3f, 0, 1e-3f});
    }
    t.series.at_s.push_back(at_s);
    Pose pose;
    for (const Side side : kSides) pose[of(Joint::left_hip, side)] = {200, 400 - 0.21f * 300, 1, 1};
    t.series.poses.push_back(pose);
  }
  for (auto* values : {&t.series.lumbar_lift, &t.series.lumbar_lift_error, &t.series.pelvic_tilt, &t.series.breath_seen,
                       &t.series.rib_hump, &t.series.belly_hollow, &t.series.contour_seen})
    values->assign(kFrames, kUnknown);
  for (LegSeries& leg : t.series.legs) leg.thigh_elevation.assign(kFrames, 90);
  t.geometry.last_frame = kFrames - 1, t.geometry.head = {1, 0}, t.geometry.up = {0, -1};
  t.geometry.floor_point = {0, 400}, t.geometry.trunk_px = kTrunk_px;
  t.view.near_side = Side::left, t.view.mm_per_px = kMm;
  Rep rep;
  rep.leg_elevation_top_deg = 90, rep.top_s = 0.5, rep.bottom_s = 2;
  rep.top = {0, 1}, rep.settled = {3, 4};
  t.reps = {rep};
  measure_back({t.track}, t.geometry, t.view, t.reps, t.series, t.curves);
  return t;
}

TEST(MeasureBack, the_first_top_is_zero_while_the_back_lies_alike_at_all_of_them) {
  const Take t = take_of([](double at_s) { return at_s > 1.5 && at_s < 2.5 ? 12.0 : at_s >= 3 ? -2.0 : 0.0; });
  EXPECT_NEAR(t.series.lumbar_lift[15], 0, 0.5);
  EXPECT_NEAR(t.series.lumbar_lift[60], 12, 1.2);
}

TEST(MeasureBack, a_back_that_is_pressed_flat_at_a_later_top_is_measured_from_there) {
  const Take t = take_of([](double at_s) { return at_s < 2.5 ? 0.0 : -18.0; });
  EXPECT_NEAR(t.series.lumbar_lift[15], 18, 1.8);
  EXPECT_NEAR(t.series.lumbar_lift[105], 0, 0.5);
}

TEST(MeasureShape, a_contour_is_written_at_its_frame_and_between_looks_that_are_near) {
  Take t = take_of([](double) { return 0.0; });
  UpperContour contour;
  contour.trunk_px = kTrunk_px, contour.hip = {200, 400 - kHipHeight * kTrunk_px}, contour.head = {1, 0};
  contour.up = {0, -1};
  contour.height.fill(60);
  std::vector<UpperContour> contours;
  for (const int frame : {10, 13, 60}) contour.frame = frame, contours.push_back(contour);
  measure_shape(contours, t.geometry, t.view, t.series);
  // The trunk line falls by 0.07 trunk lengths from hip to shoulder, the contour doesn't.
  EXPECT_NEAR(t.series.rib_hump[10], kMm * (60 + 0.07 * 300 * 0.82), 3);
  EXPECT_NEAR(t.series.belly_hollow[12], kMm * 0.07 * 300 * 0.43, 3);
  EXPECT_NEAR(t.series.contour_seen[13], 1, 1e-9);
  EXPECT_TRUE(std::isnan(t.series.rib_hump[30]));
  EXPECT_TRUE(std::isnan(t.series.rib_hump[61]));
}

}  // namespace
}  // namespace endrange
