// The bench's own arithmetic: clips of which the error is known beforehand.
#include "accuracy_metrics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace endrange::bench {
namespace {

using Json = nlohmann::json;

constexpr double kFramesPerSecond = 20, kSeconds = 10;

// Two double leg raises: lowering 1–2 s, lifting 3–4 s, and again 4 s later.
KnownClip known_clip() {
  KnownClip k;
  k.exercise = "double_leg_raise", k.posture = "lying", k.near_side = "right";
  k.width = 640, k.height = 360;
  k.height_m = 1.8, k.yaw_deg = 5, k.roll_deg = 0, k.mm_per_px = 5, k.floor_tilt_deg = 0;
  k.rate_hz = 100;
  for (int i = 0; i <= kSeconds * k.rate_hz; ++i)
    for (LegCurve& leg : k.legs) {
      const double value = 45 + 40 * std::cos(2 * 3.14159265 * i / k.rate_hz / 4);
      leg.leg_elevation.push_back(value), leg.thigh_elevation.push_back(value);
      leg.hip_flexion.push_back(value), leg.knee_flexion.push_back(4);
    }
  for (int i = 0; i < kSeconds * kFramesPerSecond; ++i) {
    k.at_s.push_back(i / kFramesPerSecond);
    LegJoints& joints = k.joints.emplace_back();
    for (std::size_t side = 0; side < 2; ++side)
      for (std::size_t p = 0; p < kPlaceCount; ++p)
        joints[side][p] = {100.0 + 100.0 * static_cast<double>(p), 200.0 + 40.0 * static_cast<double>(side)};
  }
  for (const double from : {0.0, 4.0}) {
    RepFacts rep;
    rep.side = "both";
    rep.top = {from, from + 1}, rep.lower = {from + 1, from + 2}, rep.bottom = {from + 2, from + 3};
    rep.lift = {from + 3, from + 4};
    rep.top_deg = 85, rep.bottom_deg = 5;
    k.reps.push_back(rep);
  }
  k.end_range_status = "not_reached";
  return k;
}

// An analysis without an error.
MeasuredClip perfect(const KnownClip& k) {
  MeasuredClip m;
  m.exercise = k.exercise, m.posture = k.posture, m.near_side = k.near_side, m.sides = sides_of(k.reps);
  m.yaw_deg = k.yaw_deg, m.floor_tilt_deg = k.floor_tilt_deg, m.angle_error_deg = 1, m.mm_per_px = k.mm_per_px;
  m.at_s = k.at_s, m.joints = k.joints, m.reps = k.reps;
  for (std::size_t side = 0; side < 2; ++side)
    for (const double t : k.at_s) {
      const auto i = static_cast<std::size_t>(std::lround(t * k.rate_hz));
      m.legs[side].leg_elevation.push_back(k.legs[side].leg_elevation[i]);
      m.legs[side].thigh_elevation.push_back(k.legs[side].thigh_elevation[i]);
      m.legs[side].hip_flexion.push_back(k.legs[side].hip_flexion[i]);
      m.legs[side].knee_flexion.push_back(k.legs[side].knee_flexion[i]);
    }
  m.end_range_status = "not_measured";
  return m;
}

TEST(AccuracyMetrics, a_perfect_analysis_has_no_error) {
  const KnownClip k = known_clip();
  const ClipMetrics m = compare(k, perfect(k));
  EXPECT_EQ(m.followed, 1);
  EXPECT_NEAR(m.legs[0].elevation.rmse, 0, 1e-9);
  EXPECT_EQ(m.legs[0].elevation.abstained, 0);
  EXPECT_EQ(m.legs[0].coverage, 1);
  EXPECT_TRUE(std::isnan(m.legs[1].elevation.rmse)) << "of both legs the near one is read";
  EXPECT_EQ(m.reps_exact, 1);
  EXPECT_EQ(m.are_reps_found, 1);
  EXPECT_EQ(m.is_side_right, 1);
  ASSERT_EQ(m.reps.size(), 2u);
  for (const double off : boundary_sizes(m)) EXPECT_EQ(off, 0);
  EXPECT_EQ(m.clock_s, 0);
  EXPECT_TRUE(std::isnan(m.is_end_range_status_right)) << "not measured is neither right nor wrong";
}

TEST(AccuracyMetrics, errors_of_known_size_come_out_with_their_sign) {
  const KnownClip k = known_clip();
  MeasuredClip m = perfect(k);
  for (double& v : m.legs[1].leg_elevation) v += 2;  // right is near
  for (int i = 0; i < 50; ++i) m.legs[1].leg_elevation[static_cast<std::size_t>(i)] = kUnknown;
  for (RepFacts& rep : m.reps) rep.lower.to_s += 0.1, rep.bottom.from_s += 0.1, rep.top_deg -= 3;
  for (LegJoints& joints : m.joints) joints[1][3].x += 6, joints[1][3].y -= 8;
  m.yaw_deg = 8, m.mm_per_px = 5.5, m.floor_tilt_deg = -1;
  const ClipMetrics c = compare(k, m);
  EXPECT_NEAR(c.legs[0].elevation.bias, 2, 1e-9);
  EXPECT_NEAR(c.legs[0].elevation.p95, 2, 1e-9);
  EXPECT_NEAR(c.legs[0].elevation.abstained, 0.25, 1e-9);
  EXPECT_EQ(c.legs[0].coverage, 0) << "2 deg is more than 1.96 times 1 deg";
  EXPECT_NEAR(c.reps[0].boundaries_s[static_cast<std::size_t>(Boundary::lower_to)], 0.1, 1e-9);
  EXPECT_NEAR(c.reps[1].durations_s[0], 0.1, 1e-9);
  EXPECT_NEAR(c.reps[1].durations_s[1], -0.1, 1e-9);
  EXPECT_NEAR(c.reps[0].top_deg, -3, 1e-9);
  const JointError& ankle = c.joints[0][3];
  EXPECT_NEAR(ankle.median, 10, 1e-9);
  EXPECT_NEAR(ankle.along, 6, 1e-9);
  EXPECT_NEAR(ankle.up, 8, 1e-9) << "up in the picture is smaller y";
  EXPECT_NEAR(c.yaw_error_deg, 3, 1e-9);
  EXPECT_NEAR(c.scale_error, 0.1, 1e-9);
  EXPECT_NEAR(c.tilt_error_deg, -1, 1e-9);
  EXPECT_EQ(c.followed, 1) << "10 px are a tenth of the trunk";
}

TEST(AccuracyMetrics, a_joint_beyond_a_fifth_of_the_trunk_or_missing_is_not_followed) {
  const KnownClip k = known_clip();
  MeasuredClip m = perfect(k);
  for (std::size_t i = 0; i < 20; ++i) m.joints[i][1][2].y += 21;
  for (std::size_t i = 20; i < 40; ++i) m.joints[i][1][0] = {kUnknown, kUnknown};
  EXPECT_NEAR(compare(k, m).followed, 0.8, 1e-9);
  MeasuredClip other = perfect(k);
  for (LegJoints& joints : other.joints) std::swap(joints[0], joints[1]);
  EXPECT_EQ(compare(k, other).followed, 0) << "left and right mixed up";
  EXPECT_EQ(compare(k, other).exchanged, 1);
  EXPECT_EQ(compare(k, perfect(k)).exchanged, 0);
  KnownClip together = k;
  for (LegJoints& joints : together.joints)
    for (const std::size_t p : {2u, 3u}) joints[0][p].y = joints[1][p].y - 10;
  other = perfect(together);
  for (LegJoints& joints : other.joints) std::swap(joints[0], joints[1]);
  EXPECT_EQ(compare(together, other).exchanged, 0) << "legs a tenth of the trunk apart can't be told apart";
}

TEST(AccuracyMetrics, reps_are_matched_by_their_time) {
  const KnownClip k = known_clip();
  MeasuredClip m = perfect(k);
  m.reps.erase(m.reps.begin());
  ClipMetrics c = compare(k, m);
  EXPECT_EQ(c.reps_exact, 0);
  ASSERT_EQ(c.reps.size(), 1u);
  EXPECT_EQ(c.reps[0].boundaries_s[0], 0);
  m = perfect(k);
  for (Interval* phase : {&m.reps[1].lower, &m.reps[1].lift}) phase->from_s += 3, phase->to_s += 3;
  c = compare(k, m);
  EXPECT_EQ(c.reps_exact, 1) << "the number is right …";
  EXPECT_EQ(c.are_reps_found, 0) << "… and one of them is another movement";
  m = perfect(k);
  m.reps[0].lower = k.reps[1].lower;  // lift, then lower: half of one rep and half of the next
  m.reps[0].top = k.reps[1].top;
  m.reps.pop_back();
  EXPECT_TRUE(compare(k, m).reps.empty());
  m.reps.clear();
  c = compare(k, m);
  EXPECT_EQ(c.is_set_counted, 0);
  EXPECT_TRUE(c.reps.empty());
  m = perfect(k);
  m.reps[1].is_complete = false;
  c = compare(k, m);
  EXPECT_EQ(c.partials_exact, 0);
}

TEST(AccuracyMetrics, the_moving_leg_is_read_and_the_wait_of_the_other_is_no_tempo) {
  KnownClip k = known_clip();
  k.reps[0].side = "left", k.reps[1].side = "right";
  MeasuredClip m = perfect(k);
  m.reps[1].top.from_s += 0.5;  // the wait at the start
  const ClipMetrics c = compare(k, m);
  EXPECT_EQ(c.legs[0].elevation.abstained, 0);
  EXPECT_EQ(c.legs[1].elevation.abstained, 0);
  ASSERT_EQ(c.reps.size(), 2u);
  EXPECT_TRUE(std::isnan(c.reps[1].durations_s[3]));
  EXPECT_EQ(c.reps[1].durations_s[1], 0);
  EXPECT_EQ(m.sides, "alternating");
}

TEST(AccuracyMetrics, a_truth_without_a_phase_judges_no_reps) {
  KnownClip k = known_clip();
  k.reps[1].lift = {};
  const ClipMetrics c = compare(k, perfect(k));
  EXPECT_TRUE(std::isnan(c.reps_exact));
  EXPECT_TRUE(c.reps.empty());
  EXPECT_NEAR(c.legs[0].elevation.rmse, 0, 1e-9);
}

TEST(AccuracyMetrics, on_all_fours_no_rep_is_right_and_a_wrong_number_is_not) {
  KnownClip k = known_clip();
  k.posture = "other";
  MeasuredClip m = perfect(k);
  m.reps.clear();
  EXPECT_EQ(compare(k, m).reps_exact, 1);
  m.reps.resize(1);
  EXPECT_EQ(compare(k, m).reps_exact, 0);
}

TEST(AccuracyMetrics, an_analysis_of_nothing_is_abstained_throughout) {
  const KnownClip k = known_clip();
  const ClipMetrics c = compare(k, {});
  EXPECT_EQ(c.followed, 0);
  EXPECT_EQ(c.legs[0].elevation.abstained, 1);
  EXPECT_TRUE(std::isnan(c.clock_s));
  EXPECT_EQ(c.reps_exact, 0);
}

TEST(AccuracyMetrics, damaged_files_are_refused_with_a_reason) {
  EXPECT_FALSE(read_known("").has_value());
  EXPECT_FALSE(read_known("{}").has_value());
  EXPECT_FALSE(read_known(R"({"schema": "endrange.analysis/1"})").has_value());
  EXPECT_FALSE(read_measured("{}", "").has_value());
  EXPECT_NE(read_known("[1]").error().message.find("truth: "), std::string::npos);
}

}  // namespace
}  // namespace endrange::bench
