// Spans: edges in closed form, holds, what is unknown, the rate.
#include "breath/spans.h"

#include <gtest/gtest.h>

#include <cmath>

namespace endrange {
namespace {

constexpr double kStep = 0.025;

struct Course {
  std::vector<BreathState> path;
  std::vector<float> flow;
  std::vector<char> unknown;
  void add(BreathState state, double seconds, bool is_unknown = false) {
    const auto n = static_cast<std::size_t>(std::lround(seconds / kStep));
    path.insert(path.end(), n, state), unknown.insert(unknown.end(), n, is_unknown), flow.resize(path.size(), 0);
  }
  std::vector<BreathSpan> spans(double hold_confidence = 0.5) const {
    return spans_of(path, flow, unknown, {kStep / 2, kStep, true, 0.9, hold_confidence});
  }
};

Course three_breaths(double pause_s) {
  Course c;
  for (int i = 0; i < 3; ++i) {
    c.add(BreathState::in, 1.5), c.add(BreathState::out, 1.5), c.add(BreathState::pause, pause_s);
  }
  return c;
}

TEST(BreathSpans, a_pause_of_a_second_and_a_half_is_a_hold_and_a_shorter_one_is_nothing) {
  EXPECT_EQ(three_breaths(1.4).spans().size(), 6u);
  const std::vector<BreathSpan> spans = three_breaths(1.6).spans();
  ASSERT_EQ(spans.size(), 9u);
  EXPECT_EQ(spans[2].kind, BreathKind::hold);
  EXPECT_NEAR(spans[2].when.from_s, 3, 1e-9);
  EXPECT_NEAR(spans[2].when.to_s, 4.6, 1e-9);
  EXPECT_EQ(three_breaths(1.6).spans(0).size(), 6u) << "where a pause can't be called held";
}

TEST(BreathSpans, an_edge_is_drawn_out_to_where_a_straight_flow_is_none) {
  // Flow that rises as t from 1 s on and falls to 4 s, heard from 1.15 s to 3.9 s.
  Course c;
  c.add(BreathState::pause, 1.15), c.add(BreathState::in, 2.75), c.add(BreathState::pause, 1.1);
  for (std::size_t i = 0; i < c.flow.size(); ++i) {
    const double t = kStep / 2 + kStep * static_cast<double>(i);
    c.flow[i] = static_cast<float>(std::max(0.0, std::min(t - 1, 4 - t)));
  }
  const std::vector<BreathSpan> spans = c.spans();
  ASSERT_EQ(spans.size(), 1u);
  EXPECT_NEAR(spans[0].when.from_s, 1, 0.02);
  EXPECT_NEAR(spans[0].when.to_s, 4, 0.02);
}

TEST(BreathSpans, neighbours_share_a_gap_and_never_overlap) {
  Course c;
  c.add(BreathState::pause, 1), c.add(BreathState::in, 1), c.add(BreathState::pause, 0.2), c.add(BreathState::out, 1);
  c.add(BreathState::pause, 1);
  std::fill(c.flow.begin(), c.flow.end(), 1.0f);
  for (std::size_t i = 72; i < 80; ++i) c.flow[i] = static_cast<float>(1 + 0.05 * static_cast<double>(80 - i));
  const std::vector<BreathSpan> spans = c.spans();
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_NEAR(spans[0].when.to_s, spans[1].when.from_s, 1e-9);
  EXPECT_GE(spans[1].when.from_s, 2 - 1e-9);
  EXPECT_LE(spans[1].when.from_s, 2.2 + 1e-9);
}

TEST(BreathSpans, what_is_unknown_is_neither_breath_nor_hold) {
  Course c;
  c.add(BreathState::in, 1), c.add(BreathState::out, 1), c.add(BreathState::pause, 4, true);
  c.add(BreathState::pause, 2), c.add(BreathState::in, 1), c.add(BreathState::out, 1, true);
  const std::vector<BreathSpan> spans = c.spans();
  ASSERT_EQ(spans.size(), 4u);
  EXPECT_EQ(spans[2].kind, BreathKind::hold);
  EXPECT_NEAR(spans[2].when.from_s, 6, 1e-9);
  EXPECT_EQ(spans[3].kind, BreathKind::in);
}

TEST(BreathRate, is_one_over_the_mean_distance_holds_and_all) {
  EXPECT_NEAR(rate_of(three_breaths(1).spans(), {}), 15, 1e-6);
  EXPECT_NEAR(rate_of(three_breaths(3).spans(), {}), 10, 1e-6);
}

TEST(BreathRate, of_fewer_than_two_distances_or_across_the_unknown_is_unknown) {
  Course one;
  one.add(BreathState::in, 1), one.add(BreathState::out, 1), one.add(BreathState::in, 1);
  EXPECT_TRUE(std::isnan(rate_of(one.spans(), {})));
  EXPECT_TRUE(std::isnan(rate_of({}, {})));
  const std::vector<Interval> everywhere = {{3.1, 3.4}, {7.1, 7.4}};
  EXPECT_TRUE(std::isnan(rate_of(three_breaths(1).spans(), everywhere)));
}

}  // namespace
}  // namespace endrange
