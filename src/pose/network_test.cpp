// network_test.cpp: each kind of layer on hand-built graphs whose results are computed by hand.
#include "pose/network.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <limits>
#include <numbers>
#include <random>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>
#include "pose/model_file.h"

#include "pose/test_reference_network.h"

namespace endrange {
namespace {

using namespace test;

// A graph of one layer: "in" goes in, "out" comes out. Constants are filter, bias and the like.
struct OneLayer {
  ModelGraph graph;

  OneLayer(LayerKind kind, std::vector<int> in_shape, std::vector<int> out_shape, std::vector<Tensor> constants = {}) {
    graph.name = "hand-made";
    graph.tensors = {{"in", std::move(in_shape), {}}, {"out", std::move(out_shape), {}}};
    graph.inputs = {0}, graph.outputs = {1};
    Layer layer;
    layer.kind = kind;
    layer.inputs = {0};
    layer.output = 1;
    layer.lowest = -kInfinity, layer.highest = kInfinity;
    for (Tensor& constant : constants) {
      layer.inputs.push_back(static_cast<int>(graph.tensors.size()));
      graph.tensors.push_back(std::move(constant));
    }
    graph.layers.push_back(std::move(layer));
  }
  Layer& layer() { return graph.layers[0]; }
};

std::vector<float> counted(int from, int to) {
  std::vector<float> values;
  for (int i = from; i <= to; ++i) values.push_back(static_cast<float>(i));
  return values;
}

// Both the network and the reference must give what was worked out by hand.
void expect_output(const ModelGraph& graph, const std::vector<float>& input, const std::vector<float>& expected) {
  constexpr double kRounding = 1e-5;
  auto network = Network::create(graph, std::array<std::string, 1>{"out"}, 1);
  ASSERT_TRUE(network) << network.error().message;
  ASSERT_EQ(network->input().size(), input.size());
  std::ranges::copy(input, network->input().begin());
  ASSERT_TRUE(network->run());
  const Reference reference(graph, input);
  ASSERT_EQ(network->output(0).size(), expected.size());
  ASSERT_EQ(reference.output("out").size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(network->output(0)[i], expected[i], kRounding) << "network, value " << i;
    EXPECT_NEAR(reference.output("out")[i], expected[i], kRounding) << "reference, value " << i;
  }
}

TEST(Network, one_by_one_convolution_mixes_the_channels_of_each_pixel) {
  OneLayer net(LayerKind::convolution, {1, 1, 2, 2}, {1, 1, 2, 3},
               {{"filter", {3, 1, 1, 2}, {1, 0, 0, 1, 2, -3}}, {"bias", {3}, {0.5f, -1, 10}}});
  net.layer().same_padding = true;
  expect_output(net.graph, {4, 5, -6, 7}, {4.5f, 4, 3, -5.5f, 6, -23});
}

TEST(Network, convolution_without_padding_does_not_mirror_its_filter) {
  OneLayer net(LayerKind::convolution, {1, 3, 3, 1}, {1, 2, 2, 1},
               {{"filter", {1, 2, 2, 1}, {1, 2, 3, 4}}, {"bias", {1}, {0}}});
  expect_output(net.graph, counted(1, 9), {37, 47, 67, 77});
}

TEST(Network, convolution_with_same_padding_and_stride_two_matches_hand_computation) {
  // An even size takes its one row and column of border at the end, an odd one takes one on each side.
  OneLayer even(LayerKind::convolution, {1, 4, 4, 1}, {1, 2, 2, 1},
                {{"filter", {1, 3, 3, 1}, std::vector<float>(9, 1.0f)}, {"bias", {1}, {0.5f}}});
  even.layer().same_padding = true;
  even.layer().stride_x = even.layer().stride_y = 2;
  expect_output(even.graph, counted(1, 16), {54.5f, 45.5f, 72.5f, 54.5f});

  OneLayer odd(LayerKind::convolution, {1, 5, 5, 1}, {1, 3, 3, 1},
               {{"filter", {1, 3, 3, 1}, std::vector<float>(9, 1.0f)}, {"bias", {1}, {0}}});
  odd.layer().same_padding = true;
  odd.layer().stride_x = odd.layer().stride_y = 2;
  expect_output(odd.graph, counted(1, 25), {16, 33, 28, 69, 117, 87, 76, 123, 88});
}

TEST(Network, convolution_with_dilation_two_reaches_two_pixels_away) {
  // The filter's corner takes the pixel two up and two left; its lower middle, ten times the one two down.
  OneLayer net(LayerKind::convolution, {1, 5, 5, 1}, {1, 5, 5, 1},
               {{"filter", {1, 3, 3, 1}, {1, 0, 0, 0, 0, 0, 0, 10, 0}}, {"bias", {1}, {0}}});
  net.layer().same_padding = true;
  net.layer().dilation_x = net.layer().dilation_y = 2;
  expect_output(net.graph, counted(1, 25), {110, 120, 130, 140, 150, 160, 170, 180, 190, 200, 210, 220, 231,
                                            242, 253, 0,   0,   6,   7,   8,   0,   0,   11,  12,  13});
}

TEST(Network, convolution_with_unequal_strides_keeps_rows_and_columns_apart) {
  OneLayer net(LayerKind::convolution, {1, 3, 4, 1}, {1, 3, 2, 1}, {{"filter", {1, 1, 1, 1}, {1}}, {"bias", {1}, {0}}});
  net.layer().stride_x = 2;
  expect_output(net.graph, counted(1, 12), {1, 3, 5, 7, 9, 11});
}

TEST(Network, fused_activation_clamps_the_result) {
  OneLayer net(LayerKind::convolution, {1, 1, 4, 1}, {1, 1, 4, 1}, {{"filter", {1, 1, 1, 1}, {2}}, {"bias", {1}, {1}}});
  net.layer().lowest = 0, net.layer().highest = 6;
  expect_output(net.graph, {-3, -0.25f, 1, 5}, {0, 0.5f, 3, 6});
}

TEST(Network, depthwise_convolution_keeps_channels_apart) {
  OneLayer net(LayerKind::depthwise_convolution, {1, 1, 3, 2}, {1, 1, 2, 2},
               {{"filter", {1, 1, 2, 2}, {1, 2, 10, 20}}, {"bias", {2}, {0, 0.5f}}});
  expect_output(net.graph, counted(1, 6), {31, 84.5f, 53, 128.5f});
}

TEST(Network, depthwise_convolution_with_multiplier_two_makes_two_channels_of_each) {
  OneLayer net(LayerKind::depthwise_convolution, {1, 1, 1, 2}, {1, 1, 1, 4},
               {{"filter", {1, 1, 1, 4}, {1, 2, 3, 4}}, {"bias", {4}, {0, 0, 0, 0}}});
  net.layer().depth_multiplier = 2;
  expect_output(net.graph, {5, 7}, {5, 10, 21, 28});
}

TEST(Network, depthwise_convolution_with_same_padding_and_stride_two_matches_hand_computation) {
  OneLayer net(LayerKind::depthwise_convolution, {1, 4, 4, 1}, {1, 2, 2, 1},
               {{"filter", {1, 3, 3, 1}, std::vector<float>(9, 1.0f)}, {"bias", {1}, {0}}});
  net.layer().same_padding = true;
  net.layer().stride_x = net.layer().stride_y = 2;
  expect_output(net.graph, counted(1, 16), {54, 45, 72, 54});
}

TEST(Network, max_pool_ignores_the_border) {
  OneLayer net(LayerKind::max_pool, {1, 3, 3, 1}, {1, 2, 2, 1});
  net.layer().same_padding = true;
  net.layer().stride_x = net.layer().stride_y = 2;
  net.layer().filter_width = net.layer().filter_height = 2;
  expect_output(net.graph, counted(-9, -1), {-5, -4, -2, -1});
}

TEST(Network, resize_with_half_pixel_centres_keeps_a_ramp_but_for_the_ends) {
  OneLayer net(LayerKind::resize_bilinear, {1, 1, 4, 1}, {1, 1, 8, 1});
  net.layer().half_pixel_centers = true;
  expect_output(net.graph, {0, 1, 2, 3}, {0, 0.25f, 0.75f, 1.25f, 1.75f, 2.25f, 2.75f, 3});
}

TEST(Network, resize_with_aligned_corners_keeps_the_whole_ramp) {
  OneLayer net(LayerKind::resize_bilinear, {1, 3, 1, 1}, {1, 5, 1, 1});
  net.layer().align_corners = true;
  expect_output(net.graph, {0, 2, 4}, {0, 1, 2, 3, 4});
}

TEST(Network, resize_of_the_oldest_kind_starts_at_the_first_pixel) {
  OneLayer net(LayerKind::resize_bilinear, {1, 1, 3, 1}, {1, 1, 6, 1});
  expect_output(net.graph, {0, 2, 4}, {0, 1, 2, 3, 4, 4});
}

TEST(Network, resize_keeps_rows_columns_and_channels_apart) {
  OneLayer net(LayerKind::resize_bilinear, {1, 2, 2, 2}, {1, 3, 3, 2});
  net.layer().align_corners = true;
  // Channel 0 holds the column, channel 1 ten times the row.
  expect_output(net.graph, {0, 0, 1, 0, 0, 10, 1, 10},
                {0, 0, 0.5f, 0, 1, 0, 0, 5, 0.5f, 5, 1, 5, 0, 10, 0.5f, 10, 1, 10});
}

TEST(Network, pad_lays_zeros_around) {
  OneLayer net(LayerKind::pad, {1, 1, 2, 1}, {1, 2, 4, 2});
  net.layer().pad_before = {0, 1, 0, 0};
  net.layer().pad_after = {0, 0, 2, 1};
  expect_output(net.graph, {5, 6}, {0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 6, 0, 0, 0, 0, 0});
}

TEST(Network, depth_to_space_lays_channels_out_as_blocks_of_pixels) {
  OneLayer net(LayerKind::depth_to_space, {1, 1, 2, 8}, {1, 2, 4, 2});
  net.layer().block_size = 2;
  expect_output(net.graph, counted(1, 16), {1, 2, 3, 4, 9, 10, 11, 12, 5, 6, 7, 8, 13, 14, 15, 16});
}

TEST(Network, logistic_matches_its_formula) {
  OneLayer net(LayerKind::logistic, {1, 4}, {1, 4});
  expect_output(net.graph, {0, std::log(3.0f), -std::log(3.0f), -50}, {0.5f, 0.75f, 0.25f, 0});
}

TEST(Network, reshape_keeps_the_order_of_values) {
  OneLayer net(LayerKind::reshape, {1, 2, 3, 1}, {1, 6});
  expect_output(net.graph, counted(1, 6), counted(1, 6));
}

// "in" is added to the constant 1, 2, 3, … and the sum to "in" again: two layers in a row, and one of two inputs.
ModelGraph two_sums() {
  OneLayer net(LayerKind::add, {1, 1, 1, 4}, {1, 1, 1, 4}, {{"constant", {1, 1, 1, 4}, counted(1, 4)}});
  net.graph.tensors.push_back({"sum", {1, 1, 1, 4}, {}});
  Layer second = net.layer();
  net.layer().output = 3;
  second.inputs = {3, 0};
  second.lowest = 0, second.highest = 6;
  net.graph.layers.push_back(second);
  return net.graph;
}

TEST(Network, sums_of_sums_are_computed_in_order) { expect_output(two_sums(), {-2, -1, 0, 4}, {0, 0, 3, 6}); }

TEST(Network, concatenation_lays_its_parts_one_after_another) {
  // Three doublings of the input, each with another bias, joined.
  ModelGraph graph;
  graph.name = "hand-made";
  graph.tensors = {{"in", {1, 1, 2, 1}, {}}, {"out", {1, 6, 1}, {}}, {"filter", {1, 1, 1, 1}, {2}}};
  graph.inputs = {0}, graph.outputs = {1};
  Layer join;
  join.kind = LayerKind::concatenation;
  join.output = 1, join.axis = 1;
  join.lowest = -kInfinity, join.highest = kInfinity;
  for (const float bias : {0.0f, 100.0f, 200.0f}) {
    const int first = static_cast<int>(graph.tensors.size());
    graph.tensors.push_back({"bias", {1}, {bias}});
    graph.tensors.push_back({"doubled", {1, 1, 2, 1}, {}});
    graph.tensors.push_back({"part", {1, 2, 1}, {}});
    Layer layer;
    layer.kind = LayerKind::convolution;
    layer.lowest = -kInfinity, layer.highest = kInfinity;
    layer.inputs = {0, 2, first}, layer.output = first + 1;
    graph.layers.push_back(layer);
    layer.kind = LayerKind::reshape;
    layer.inputs = {first + 1}, layer.output = first + 2;
    graph.layers.push_back(layer);
    join.inputs.push_back(first + 2);
  }
  graph.layers.push_back(join);
  expect_output(graph, {3, 4}, {6, 8, 106, 108, 206, 208});
}

TEST(Network, unknown_output_is_a_bad_argument) {
  for (const char* name : {"nonsense", "", "in", "constant"}) {
    const auto network = Network::create(two_sums(), std::array<std::string, 2>{"out", name}, 1);
    ASSERT_FALSE(network) << name;
    EXPECT_EQ(network.error().kind, Error::Kind::bad_argument);
    EXPECT_NE(network.error().message.find("hand-made"), std::string::npos) << network.error().message;
    EXPECT_NE(network.error().message.find("'" + std::string(name) + "'"), std::string::npos);
  }
}

TEST(Network, an_output_in_the_middle_is_given_too) {
  auto network = Network::create(two_sums(), std::array<std::string, 2>{"sum", "out"}, 1);
  ASSERT_TRUE(network) << network.error().message;
  std::ranges::copy(std::array{1.0f, -1.0f, 1.0f, -1.0f}, network->input().begin());
  ASSERT_TRUE(network->run());
  EXPECT_TRUE(std::ranges::equal(network->output(0), std::array{2.0f, 1.0f, 4.0f, 3.0f}));
  EXPECT_TRUE(std::ranges::equal(network->output(1), std::array{3.0f, 0.0f, 5.0f, 2.0f}));
}

TEST(Network, works_on_after_being_moved_and_gives_the_new_result_each_run) {
  auto made = Network::create(two_sums(), std::array<std::string, 1>{"out"}, 1);
  ASSERT_TRUE(made) << made.error().message;
  Network network = std::move(*made);
  EXPECT_EQ(network.input_shape(), (std::vector<int>{1, 1, 1, 4}));
  for (const float value : {0.0f, 1.0f, 0.5f}) {
    std::ranges::fill(network.input(), value);
    ASSERT_TRUE(network.run());
    EXPECT_FLOAT_EQ(network.output(0)[1], 2 * value + 2);
  }
}

// ---------------------------------------------------------------------------------------------------------------
// The real networks.

}  // namespace
}  // namespace endrange
