// detections_test.cpp: the detector's anchors, and how its raw numbers become people.
#include "pose/detections.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace endrange {
namespace {

constexpr std::size_t kAnchors = 2254, kNumbersPerBox = 12;
constexpr float kNothing = -50;  // a logit that says nobody is there
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

// What the detector would give: nobody anywhere, until people are put in.
struct RawOutput {
  std::vector<Vec2> anchors = detector_anchors();
  std::vector<float> boxes = std::vector<float>(kAnchors * kNumbersPerBox);
  std::vector<float> logits = std::vector<float>(kAnchors, kNothing);

  // A box whose centre and size are given in the detector's square, 0…1, at some anchor. Its points lie on the centre.
  void put(std::size_t anchor, float logit, double x, double y, double width, double height) {
    const auto pixels = [](double share) { return static_cast<float>(224 * share); };
    float* b = &boxes[anchor * kNumbersPerBox];
    for (std::size_t k = 0; k < kNumbersPerBox; k += 2) {
      b[k] = pixels(x - anchors[anchor].x);
      b[k + 1] = pixels(y - anchors[anchor].y);
    }
    b[2] = pixels(width);
    b[3] = pixels(height);
    logits[anchor] = logit;
  }
  std::vector<Detection> decoded() const { return decode_detections(boxes, logits, anchors); }
};

float logit_of(double score) { return static_cast<float>(std::log(score / (1 - score))); }

TEST(Detections, there_are_2254_anchors_in_three_grids) {
  const std::vector<Vec2> anchors = detector_anchors();
  ASSERT_EQ(anchors.size(), kAnchors);
  const auto expect_at = [&](std::size_t index, double x, double y) {
    EXPECT_NEAR(anchors[index].x, x, 1e-12) << "anchor " << index;
    EXPECT_NEAR(anchors[index].y, y, 1e-12) << "anchor " << index;
  };
  // 28 × 28 cells of two anchors, rows first.
  expect_at(0, 1 / 56.0, 1 / 56.0);
  expect_at(1, 1 / 56.0, 1 / 56.0);
  expect_at(2, 3 / 56.0, 1 / 56.0);
  expect_at(56, 1 / 56.0, 3 / 56.0);
  expect_at(1567, 55 / 56.0, 55 / 56.0);
  // 14 × 14 of two.
  expect_at(1568, 1 / 28.0, 1 / 28.0);
  expect_at(1959, 27 / 28.0, 27 / 28.0);
  // 7 × 7 of six.
  expect_at(1960, 1 / 14.0, 1 / 14.0);
  expect_at(1965, 1 / 14.0, 1 / 14.0);
  expect_at(1966, 3 / 14.0, 1 / 14.0);
  expect_at(2253, 13 / 14.0, 13 / 14.0);
}

TEST(Detections, one_row_of_numbers_is_decoded_as_by_hand) {
  RawOutput raw;
  // Row 7, column 3 of the 14 × 14 grid: the anchor stands at (0.25, 7.5 / 14).
  const std::size_t anchor = 1568 + 2 * (7 * 14 + 3) + 1;
  raw.logits[anchor] = std::log(4.0f);
  const float numbers[kNumbersPerBox] = {22.4f, -11.2f, 44.8f, 89.6f, 2.24f, 4.48f, -56, -112, 1, 2, 3, 4};
  std::copy_n(numbers, kNumbersPerBox, &raw.boxes[anchor * kNumbersPerBox]);
  const auto people = raw.decoded();
  ASSERT_EQ(people.size(), 1u);
  EXPECT_NEAR(people[0].score, 0.8, 1e-6);
  EXPECT_NEAR(people[0].x, 0.35, 1e-6);
  EXPECT_NEAR(people[0].y, 7.5 / 14 - 0.05, 1e-6);
  EXPECT_NEAR(people[0].width, 0.2, 1e-6);
  EXPECT_NEAR(people[0].height, 0.4, 1e-6);
  EXPECT_NEAR(people[0].hips.x, 0.26, 1e-6);
  EXPECT_NEAR(people[0].hips.y, 7.5 / 14 + 0.02, 1e-6);
  EXPECT_NEAR(people[0].on_circle.x, 0, 1e-6);
  EXPECT_NEAR(people[0].on_circle.y, 7.5 / 14 - 0.5, 1e-6);
}

TEST(Detections, two_overlapping_boxes_become_their_weighted_mean) {
  RawOutput raw;
  // Equal squares half a side apart: intersection over union is 1/3, just above 0.3.
  raw.put(100, logit_of(0.6), 0.40, 0.5, 0.2, 0.2);
  raw.put(2000, logit_of(0.9), 0.50, 0.5, 0.2, 0.2);
  const auto people = raw.decoded();
  ASSERT_EQ(people.size(), 1u);
  const double x = (0.6 * 0.4 + 0.9 * 0.5) / 1.5;
  EXPECT_NEAR(people[0].score, 0.9, 1e-6) << "the score is the best one's, not the mean";
  EXPECT_NEAR(people[0].x, x, 1e-6);
  EXPECT_NEAR(people[0].y, 0.5, 1e-6);
  EXPECT_NEAR(people[0].width, 0.2, 1e-6);
  EXPECT_NEAR(people[0].height, 0.2, 1e-6);
  EXPECT_NEAR(people[0].hips.x, x, 1e-6);
  EXPECT_NEAR(people[0].on_circle.x, x, 1e-6);
}

TEST(Detections, sizes_are_averaged_too) {
  RawOutput raw;
  raw.put(7, logit_of(0.75), 0.5, 0.5, 0.2, 0.4);
  raw.put(8, logit_of(0.6), 0.5, 0.5, 0.3, 0.5);  // intersection over union 0.08 / 0.15
  const auto people = raw.decoded();
  ASSERT_EQ(people.size(), 1u);
  EXPECT_NEAR(people[0].width, (0.75 * 0.2 + 0.6 * 0.3) / 1.35, 1e-6);
  EXPECT_NEAR(people[0].height, (0.75 * 0.4 + 0.6 * 0.5) / 1.35, 1e-6);
}

TEST(Detections, boxes_that_overlap_little_stay_two_people_best_first) {
  RawOutput raw;
  // Equal squares 0.6 of a side apart: intersection over union is 1/4.
  raw.put(100, logit_of(0.6), 0.40, 0.5, 0.2, 0.2);
  raw.put(200, logit_of(0.9), 0.52, 0.5, 0.2, 0.2);
  const auto people = raw.decoded();
  ASSERT_EQ(people.size(), 2u);
  EXPECT_NEAR(people[0].score, 0.9, 1e-6);
  EXPECT_NEAR(people[0].x, 0.52, 1e-6);
  EXPECT_NEAR(people[1].score, 0.6, 1e-6);
  EXPECT_NEAR(people[1].x, 0.40, 1e-6);
}

TEST(Detections, a_chain_of_boxes_is_joined_only_where_it_overlaps_the_best) {
  RawOutput raw;
  // Each overlaps its neighbour; the third doesn't reach the first and best.
  raw.put(1, logit_of(0.9), 0.3, 0.5, 0.2, 0.2);
  raw.put(2, logit_of(0.8), 0.4, 0.5, 0.2, 0.2);
  raw.put(3, logit_of(0.7), 0.5, 0.5, 0.2, 0.2);
  const auto people = raw.decoded();
  ASSERT_EQ(people.size(), 2u);
  EXPECT_NEAR(people[0].x, (0.9 * 0.3 + 0.8 * 0.4) / 1.7, 1e-6);
  EXPECT_NEAR(people[1].x, 0.5, 1e-6);
}

TEST(Detections, nothing_above_the_threshold_is_nobody) {
  RawOutput raw;
  EXPECT_TRUE(raw.decoded().empty());
  raw.put(5, -0.01f, 0.5, 0.5, 0.2, 0.2);
  EXPECT_TRUE(raw.decoded().empty());
  raw.put(5, 0.01f, 0.5, 0.5, 0.2, 0.2);
  EXPECT_EQ(raw.decoded().size(), 1u);
}

TEST(Detections, nan_logits_are_ignored) {
  RawOutput raw;
  std::ranges::fill(raw.logits, kNaN);
  EXPECT_TRUE(raw.decoded().empty());
  raw.put(9, logit_of(0.75), 0.5, 0.25, 0.2, 0.2);
  const auto people = raw.decoded();
  ASSERT_EQ(people.size(), 1u);
  EXPECT_NEAR(people[0].score, 0.75, 1e-6);
  EXPECT_NEAR(people[0].y, 0.25, 1e-6);
}

TEST(Detections, enormous_logits_are_certain_and_not_infinite) {
  RawOutput raw;
  raw.put(9, 1e30f, 0.25, 0.5, 0.2, 0.2);
  raw.put(10, std::numeric_limits<float>::infinity(), 0.75, 0.5, 0.2, 0.2);
  raw.put(11, -std::numeric_limits<float>::infinity(), 0.5, 0.5, 0.2, 0.2);
  const auto people = raw.decoded();
  ASSERT_EQ(people.size(), 2u);
  for (const Detection& person : people) EXPECT_FLOAT_EQ(person.score, 1);
}

TEST(Detections, boxes_without_any_size_are_kept_apart_and_end) {
  RawOutput raw;
  raw.put(9, logit_of(0.7), 0.5, 0.5, 0, 0);
  raw.put(10, logit_of(0.8), 0.5, 0.5, 0, 0);
  raw.put(11, logit_of(0.9), 0.5, 0.5, -0.2, 0.2);
  EXPECT_EQ(raw.decoded().size(), 3u);
}

TEST(Detections, every_anchor_seeing_the_same_person_gives_one_person) {
  RawOutput raw;
  for (std::size_t i = 0; i < kAnchors; ++i) raw.put(i, 2, 0.5, 0.5, 0.4, 0.4);
  const auto people = raw.decoded();
  ASSERT_EQ(people.size(), 1u);
  EXPECT_NEAR(people[0].x, 0.5, 1e-4);  // 2254 summed in single precision
  EXPECT_NEAR(people[0].width, 0.4, 1e-4);
}

}  // namespace
}  // namespace endrange
