// model_file_test.cpp: the model reader on small models written here field by field: what is in order, and what
// contradicts itself. Anything must give an Error that names the file or a graph that is sound in itself.
#include "pose/model_file.h"

#include <flatbuffers/flatbuffers.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>
#include "pose/tflite_schema.h"

#include "pose/test_models.h"

namespace endrange {
namespace {

using namespace test;

TEST(ModelFile, small_written_models_are_read) {
  // Each of these is the sound form of a model that a later test breaks.
  WrittenModel sum = one_layer(kAdd, {1, 2, 2, 3}, {1, 2, 2, 3}, {{0, 1, 0}});
  sum.layers[0].inputs = {0, 0};
  WrittenModel depthwise = one_layer(kDepthwise, {1, 4, 4, 2}, {1, 2, 2, 2}, depthwise_options());
  add_weights(depthwise, {1, 3, 3, 2}, 2);
  WrittenModel pad = one_layer(kPad, {1, 2, 2, 3}, {1, 2, 2, 8});
  pad.tensors.push_back({{4, 2}, pad.buffer(std::vector<int>{0, 0, 0, 0, 0, 0, 0, 5}), kInt32});
  pad.layers[0].inputs = {0, 2};
  const std::vector<WrittenModel> models = {
      small_convolution(),
      sum,
      depthwise,
      pad,
      one_layer(kMaxPool, {1, 4, 4, 2}, {1, 2, 2, 2}, pool_options()),
      one_layer(kLogistic, {1, 7}, {1, 7}),
      one_layer(kReshape, {1, 6}, {1, 2, 3}),
      one_layer(kResize, {1, 2, 2, 3}, {1, 4, 4, 3}, {{3, 1, 1}}),
      one_layer(kDepthToSpace, {1, 2, 2, 8}, {1, 4, 4, 2}, {{0, 4, 2}}),
      one_layer(kConcatenation, {1, 2, 3}, {1, 2, 3}, {{0, 4, 1}}),
  };
  for (const WrittenModel& model : models) {
    const auto graph = parse_model(written(model), kName);
    ASSERT_TRUE(graph) << graph.error().message;
    EXPECT_EQ(Soundness(*graph).problem(), "");
    EXPECT_EQ(graph->layers.size(), 1u);
    EXPECT_EQ(graph->name, kName);
  }
}

TEST(ModelFile, half_precision_weights_are_converted_exactly) {
  WrittenTensor half = {{1, 1, 1, 6}, 0, kFloat16};
  WrittenModel model = converted_filter(kDequantize, half);
  //                                      1       -2      65504   2^-14   2^-24   -0
  const std::vector<std::uint16_t> bits = {0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x8000};
  model.tensors[4].buffer = model.buffer(bits);
  const auto graph = parse_model(written(model), kName);
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_EQ(graph->tensors[2].values,
            (std::vector<float>{1, -2, 65504, std::ldexp(1.0f, -14), std::ldexp(1.0f, -24), -0.0f}));
  EXPECT_EQ(graph->layers.size(), 1u) << "the conversion must not reach the network";
}

TEST(ModelFile, weights_that_are_not_finite_are_refused) {
  for (const auto bits : std::to_array<std::uint16_t>({0x7c00, 0xfc00, 0x7e00})) {
    WrittenModel model = converted_filter(kDequantize, {{1, 1, 1, 2}, 0, kFloat16});
    model.tensors[4].buffer = model.buffer(std::vector<std::uint16_t>{0x3c00, bits});
    expect_error(written(model), "half precision " + std::to_string(bits));
  }
  for (const float value : {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    WrittenModel model = small_convolution();
    model.tensors[2].buffer = model.buffer(std::vector<float>(6, value));
    expect_error(written(model), "single precision");
  }
}

TEST(ModelFile, sparse_weights_land_where_their_indices_say) {
  const auto rows = parse_model(written(sparse_rows()), kName);
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_EQ(rows->tensors[2].values, (std::vector<float>{0, 0, 5, 0, 6, 0, 0, 7}));
  const auto blocks = parse_model(written(sparse_blocks()), kName);
  ASSERT_TRUE(blocks) << blocks.error().message;
  EXPECT_EQ(blocks->tensors[2].values, (std::vector<float>{0, 1, 0, 2, 3, 0, 4, 0}));
}

TEST(ModelFile, sparse_weights_that_contradict_themselves_are_refused) {
  const auto broken = [](const std::string& what, const WrittenModel& sound, const auto& breaks) {
    WrittenModel model = sound;
    breaks(*model.tensors[4].sparsity, model);
    expect_error(written(model), what);
  };
  using S = WrittenSparsity;
  using M = WrittenModel;
  broken("index too large", sparse_rows(), [](S& s, M&) { s.dimensions[3].indices[0] = 4; });
  broken("index negative", sparse_rows(), [](S& s, M&) { s.dimensions[3].indices[0] = -1; });
  broken("index very negative", sparse_rows(), [](S& s, M&) { s.dimensions[3].indices[0] = -2147483647; });
  broken("index enormous", sparse_rows(), [](S& s, M&) { s.dimensions[3].indices[0] = 2147483647; });
  broken("too few segments", sparse_rows(), [](S& s, M&) { s.dimensions[3].segments = {0, 1}; });
  broken("segment too large", sparse_rows(), [](S& s, M&) { s.dimensions[3].segments = {0, 1, 4}; });
  broken("segment negative", sparse_rows(), [](S& s, M&) { s.dimensions[3].segments = {-1, 1, 3}; });
  broken("segments run backwards", sparse_rows(), [](S& s, M&) { s.dimensions[3].segments = {0, 3, 1}; });
  broken("no segments", sparse_rows(), [](S& s, M&) { s.dimensions[3].segments = {}; });
  broken("too few values", sparse_rows(), [](S&, M& m) { m.buffers[m.tensors[4].buffer].resize(8); });
  broken("size zero", sparse_rows(), [](S& s, M&) { s.dimensions[0].size = 0; });
  broken("size negative", sparse_rows(), [](S& s, M&) { s.dimensions[0].size = -2; });
  broken("size enormous", sparse_rows(), [](S& s, M&) { s.dimensions[0].size = 2147483647; });
  broken("sizes whose product overflows", sparse_rows(), [](S& s, M&) {
    for (std::size_t d = 0; d < 3; ++d) s.dimensions[d].size = 2147483647;
  });
  broken("order too short", sparse_rows(), [](S& s, M&) { s.order.pop_back(); });
  broken("order out of range", sparse_rows(), [](S& s, M&) { s.order[0] = 4; });
  broken("order names a dimension twice", sparse_rows(), [](S& s, M&) { s.order[1] = 0; });
  broken("no dimensions", sparse_rows(), [](S& s, M&) { s = {}; });
  broken("block in no dimension", sparse_blocks(), [](S& s, M&) { s.block_map[0] = 4; });
  broken("block of negative dimension", sparse_blocks(), [](S& s, M&) { s.block_map[0] = -1; });
  broken("more blocks than dimensions", sparse_blocks(), [](S& s, M&) { s.block_map.assign(6, 0); });
  broken("block size wrong", sparse_blocks(), [](S& s, M&) { s.dimensions[4].size = 3; });
  broken("blocks whose product overflows", sparse_blocks(), [](S& s, M&) {
    s.block_map = {0, 0, 0};
    s.order = {0, 1, 2, 3, 4, 5, 6};
    s.dimensions[4].size = 2147483647;
    s.dimensions.insert(s.dimensions.end(), 2, s.dimensions[4]);
    s.dimensions.erase(s.dimensions.begin());
    s.dimensions.insert(s.dimensions.begin(), {false, 2});
  });
}

TEST(ModelFile, sparse_rows_that_share_their_values_are_refused) {
  // Every second row lists all values again: a small file would keep the reader busy for rows × values steps.
  constexpr int kRows = 2048;
  WrittenModel model = converted_filter(kDensify, {{kRows, 1, 1, 1}});
  WrittenDimension last = {true, 0, {}, std::vector<int>(kRows, 0)};
  for (int row = 0; row <= kRows; ++row) last.segments.push_back(row % 2 == 0 ? 0 : kRows);
  model.tensors[4].sparsity = {{0, 1, 2, 3}, {}, {{false, kRows}, {false, 1}, {false, 1}, last}};
  model.tensors[4].buffer = model.buffer(std::vector<float>(kRows, 1.0f));
  expect_error(written(model), "shared values");
}

TEST(ModelFile, layers_whose_shapes_do_not_fit_are_refused) {
  // XNNPACK trusts the shapes it is told: a layer that writes more than its output holds would corrupt memory.
  const auto two_inputs = [](WrittenModel model) {
    model.layers[0].inputs = {0, 0};
    return model;
  };
  const auto resized = [](std::vector<int> in, std::vector<int> out) {
    return one_layer(kResize, std::move(in), std::move(out), {{3, 1, 1}});
  };
  const auto weighted = [](int code, std::vector<int> in, std::vector<int> out, std::vector<int> filter,
                           std::vector<WrittenOption> options) {
    const int channels = out.back();
    WrittenModel model = one_layer(code, std::move(in), std::move(out), std::move(options));
    add_weights(model, std::move(filter), channels);
    return model;
  };
  const std::vector<std::pair<std::string, WrittenModel>> models = {
      {"convolution of a batch",
       weighted(kConvolution, {2, 4, 4, 2}, {1, 4, 4, 3}, {3, 1, 1, 2}, convolution_options())},
      {"convolution, too few rows",
       weighted(kConvolution, {1, 4, 4, 2}, {1, 3, 4, 3}, {3, 1, 1, 2}, convolution_options())},
      {"convolution, other channels",
       weighted(kConvolution, {1, 4, 4, 2}, {1, 4, 4, 4}, {3, 1, 1, 2}, convolution_options())},
      {"filter one larger than its image",
       weighted(kConvolution, {1, 2, 2, 1}, {1, 1, 1, 1}, {1, 3, 3, 1}, convolution_options(2))},
      {"filter dilated beyond its image",
       weighted(kConvolution, {1, 9, 9, 1}, {1, 1, 1, 1}, {1, 3, 3, 1}, convolution_options(8, 5))},
      {"stride zero", weighted(kConvolution, {1, 4, 4, 2}, {1, 4, 4, 3}, {3, 1, 1, 2}, convolution_options(0))},
      {"stride negative", weighted(kConvolution, {1, 4, 4, 2}, {1, 4, 4, 3}, {3, 1, 1, 2}, convolution_options(-1))},
      {"dilation enormous",
       weighted(kConvolution, {1, 4, 4, 2}, {1, 4, 4, 3}, {3, 1, 1, 2}, convolution_options(1, 2147483647))},
      {"depthwise of a batch", weighted(kDepthwise, {2, 4, 4, 2}, {1, 2, 2, 2}, {1, 3, 3, 2}, depthwise_options())},
      {"depthwise, other channels",
       weighted(kDepthwise, {1, 4, 4, 2}, {1, 2, 2, 3}, {1, 3, 3, 2}, depthwise_options())},
      {"max pool, fewer channels", one_layer(kMaxPool, {1, 4, 4, 2}, {1, 2, 2, 1}, pool_options())},
      {"max pool of a batch", one_layer(kMaxPool, {2, 4, 4, 2}, {1, 2, 2, 2}, pool_options())},
      {"max pool larger than its image", one_layer(kMaxPool, {1, 1, 1, 1}, {1, 1, 1, 1}, pool_options())},
      {"sum, smaller output", two_inputs(one_layer(kAdd, {1, 2, 2, 3}, {1, 2, 2, 2}, {{0, 1, 0}}))},
      {"sum, other dimensions", two_inputs(one_layer(kAdd, {1, 2, 2, 3}, {1, 2, 6}, {{0, 1, 0}}))},
      {"logistic, smaller output", one_layer(kLogistic, {1, 4000}, {1, 1})},
      {"logistic, larger output", one_layer(kLogistic, {1, 1}, {1, 4000})},
      {"resize, fewer channels", resized({1, 2, 2, 3}, {1, 4, 4, 1})},
      {"resize of a batch", resized({2, 2, 2, 3}, {1, 4, 4, 3})},
      {"depth to space, fewer rows", one_layer(kDepthToSpace, {1, 2, 2, 8}, {1, 2, 4, 2}, {{0, 4, 2}})},
      {"depth to space, fewer channels", one_layer(kDepthToSpace, {1, 2, 2, 8}, {1, 4, 4, 1}, {{0, 4, 2}})},
      {"depth to space, other block", one_layer(kDepthToSpace, {1, 2, 2, 8}, {1, 4, 4, 2}, {{0, 4, 3}})},
      {"reshape, fewer values", one_layer(kReshape, {1, 6}, {1, 5})},
      {"concatenation, fewer values", one_layer(kConcatenation, {1, 2, 3}, {1, 1, 3}, {{0, 4, 1}})},
      {"size zero", one_layer(kLogistic, {1, 0}, {1, 0})},
      {"size negative", one_layer(kLogistic, {1, -1}, {1, -1})},
      {"sizes whose product overflows", one_layer(kLogistic, {65536, 65536, 65536}, {65536, 65536, 65536})},
  };
  for (const auto& [what, model] : models) expect_error(written(model), what);
}

TEST(ModelFile, a_dilated_filter_that_reaches_far_beyond_every_image_is_refused) {
  // Sparse, so that the file stays small: 2^22 rows, 1024 apart, are more than an int can count.
  constexpr int kRows = 1 << 22;
  WrittenModel model = converted_filter(kDensify, {{1, kRows, 1, 1}});
  model.tensors[4].sparsity = {{0, 1, 2, 3}, {}, {{false, 1}, {true, 0, {0, 1}, {0}}, {false, 1}, {false, 1}}};
  model.tensors[4].buffer = model.buffer(std::vector<float>{1});
  model.tensors[0].shape = {1, 8, 8, 1}, model.tensors[1].shape = {1, 1, 8, 1};
  model.layers[1].options = convolution_options(1, 1024);
  expect_error(written(model), "2^22 rows");
}

TEST(ModelFile, tensors_that_are_written_twice_or_never_are_refused) {
  WrittenModel twice = one_layer(kLogistic, {1, 4}, {1, 4});
  twice.layers.push_back(twice.layers[0]);
  expect_error(written(twice), "written twice");
  WrittenModel over_input = one_layer(kLogistic, {1, 4}, {1, 4});
  over_input.layers[0].outputs = {0};
  over_input.outputs = {0};
  expect_error(written(over_input), "input overwritten");
  WrittenModel never = one_layer(kLogistic, {1, 4}, {1, 4});
  never.tensors.push_back({{1, 4}});
  never.layers[0].inputs = {2};
  expect_error(written(never), "reads what nothing wrote");
  WrittenModel no_output = one_layer(kLogistic, {1, 4}, {1, 4});
  no_output.tensors.push_back({{1, 4}});
  no_output.outputs = {2};
  expect_error(written(no_output), "output never written");
}

TEST(ModelFile, indices_out_of_range_are_refused) {
  for (const int wrong : {-1, 2, 1000000, 2147483647, -2147483647}) {
    const std::string number = std::to_string(wrong);
    WrittenModel model = one_layer(kLogistic, {1, 4}, {1, 4});
    model.layers[0].inputs = {wrong};
    expect_error(written(model), "layer input " + number);
    model = one_layer(kLogistic, {1, 4}, {1, 4});
    model.layers[0].outputs = {wrong};
    expect_error(written(model), "layer output " + number);
    model = one_layer(kLogistic, {1, 4}, {1, 4});
    model.inputs = {wrong};
    expect_error(written(model), "network input " + number);
    model = one_layer(kLogistic, {1, 4}, {1, 4});
    model.outputs = {wrong};
    expect_error(written(model), "network output " + number);
    model = one_layer(kLogistic, {1, 4}, {1, 4});
    model.tensors[0].buffer = static_cast<std::uint32_t>(wrong);
    expect_error(written(model), "buffer " + number);
  }
}

TEST(ModelFile, foreign_layers_versions_and_numbers_are_unsupported) {
  const auto kind_of = [](const WrittenModel& model) {
    const auto graph = parse_model(written(model), kName);
    return graph ? Error::Kind::io : graph.error().kind;
  };
  WrittenModel model = one_layer(kLogistic, {1, 4}, {1, 4});
  model.version = 2;
  EXPECT_EQ(kind_of(model), Error::Kind::unsupported);
  EXPECT_EQ(kind_of(one_layer(25, {1, 4}, {1, 4})), Error::Kind::unsupported);
  model = one_layer(kLogistic, {1, 4}, {1, 4});
  model.tensors[0].type = 9;
  EXPECT_EQ(kind_of(model), Error::Kind::unsupported);
  model = one_layer(kConcatenation, {1, 2, 3}, {1, 2, 3}, {{0, 4, 2}});
  EXPECT_EQ(kind_of(model), Error::Kind::unsupported);
}

// Where the options of the first layer lie in the file, and their offset table.
struct OptionsPlace {
  std::byte *table, *offsets;
  explicit OptionsPlace(Bytes& bytes) {
    const auto* op = flatbuffers::GetRoot<tflite::Model>(bytes.data())->subgraphs()->Get(0)->operators()->Get(0);
    table = bytes.data() + (reinterpret_cast<const std::byte*>(op->options()) - bytes.data());
    std::int32_t back;
    std::memcpy(&back, table, sizeof back);
    offsets = table - back;
  }
  // Entry 0 is the size of the offset table, 1 that of the options, 2 + n says where field n stands.
  void set(int entry, std::uint16_t value) const { std::memcpy(offsets + 2 * entry, &value, sizeof value); }
};

TEST(ModelFile, options_that_claim_to_reach_beyond_the_file_are_refused) {
  for (const auto where : std::to_array<std::uint16_t>({0x100, 0x4000, 0xfff8})) {
    Bytes bytes = written(small_convolution());
    const OptionsPlace options(bytes);
    ASSERT_LT(bytes.data() + bytes.size() - options.table, 0x100);
    options.set(1, 0xfffc);
    options.set(2 + 1, where);
    expect_error(bytes, "stride at " + std::to_string(where));
  }
}

TEST(ModelFile, options_at_odd_addresses_are_read_safely) {
  Bytes bytes = written(small_convolution());
  const OptionsPlace options(bytes);
  for (std::uint16_t where = 4; where < 12; ++where) {
    options.set(2 + 1, where);
    expect_error_or_sound_graph(bytes);
  }
}

TEST(ModelFile, options_whose_offset_table_is_cut_short_are_read_safely) {
  // The offset table is moved to the file's last bytes.
  for (const std::size_t length : {2u, 4u}) {
    Bytes bytes = written(small_convolution());
    bytes.resize(bytes.size() + length);
    const OptionsPlace options(bytes);
    const auto to_end = static_cast<std::int32_t>(options.table - (bytes.data() + bytes.size() - length));
    std::memcpy(options.table, &to_end, sizeof to_end);
    const auto claimed = static_cast<std::uint16_t>(length);
    std::memcpy(bytes.data() + bytes.size() - length, &claimed, sizeof claimed);
    expect_error(bytes, std::to_string(length) + " bytes");
  }
}

TEST(ModelFile, a_small_file_cannot_ask_for_all_memory) {
  // What many tables of the file share must not be copied for each of them.
  WrittenModel ints = one_layer(kLogistic, {1, 4}, {1, 4});
  const std::uint32_t numbers = ints.buffer(std::vector<int>(1 << 20));
  ints.tensors.insert(ints.tensors.end(), 200, {{1 << 20}, numbers, kInt32});
  expect_error(written(ints), "one integer constant for 200 tensors");

  WrittenModel names = one_layer(kLogistic, {1, 4}, {1, 4});
  names.tensors.insert(names.tensors.end(), 200, {{1}, 0, kFloat32, {}, std::string(1 << 20, 'x')});
  expect_error(written(names), "one long name for 200 tensors");

  WrittenModel inputs = one_layer(kConcatenation, {1, 1}, {1, 100000}, {{0, 4, 1}});
  inputs.layers[0].inputs.assign(100000, 0);
  expect_error(written(inputs), "one layer of 100000 inputs");
  expect_error(written(one_layer(kLogistic, std::vector<int>(100000, 1), {1})), "100000 dimensions");
}

}  // namespace
}  // namespace endrange
