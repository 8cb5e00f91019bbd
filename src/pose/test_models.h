// test_models.h: small .tflite models written field by field, so that a test can lie in any of them, and what every
// answer of the model reader must look like. For tests.
#pragma once

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

#include "pose/model_file.h"

namespace endrange::test {

using Bytes = std::vector<std::byte>;

// ---------------------------------------------------------------------------------------------------------------
// What every answer of the reader must look like.

inline std::size_t at(int index) { return static_cast<std::size_t>(index); }

// What is wrong with a graph, or nothing. Written from what the layers mean, not from how the reader checks them:
// a graph that passes can be run without writing outside any tensor.
class Soundness {
 public:
  explicit Soundness(const ModelGraph& graph) : graph_(graph) {}

  std::string problem() const {
    std::vector<bool> known(graph_.tensors.size());
    for (std::size_t i = 0; i < known.size(); ++i) {
      const Tensor& t = graph_.tensors[i];
      if (std::ranges::any_of(t.shape, [](int size) { return size < 1; })) return "a size below one";
      if (!t.values.empty() && t.values.size() != t.element_count()) return "a constant of another size than its shape";
      if (!std::ranges::all_of(t.values, [](float v) { return std::isfinite(v); })) return "a constant not finite";
      known[i] = !t.values.empty();
    }
    for (const auto* list : {&graph_.inputs, &graph_.outputs})
      for (const int index : *list)
        if (!exists(index)) return "an input or output that isn't there";
    if (graph_.inputs.size() != 1 || graph_.outputs.empty()) return "no input or no output";
    known[at(graph_.inputs[0])] = true;
    for (const Layer& layer : graph_.layers) {
      if (layer.inputs.empty() || !exists(layer.output)) return "a layer without input or output";
      for (const int input : layer.inputs)
        if (!exists(input) || !known[at(input)]) return "a layer that reads what isn't there yet";
      if (known[at(layer.output)]) return "a tensor written twice";
      if (!fits(layer)) return "a layer of kind " + std::to_string(static_cast<int>(layer.kind)) + " that doesn't fit";
      known[at(layer.output)] = true;
    }
    for (const int output : graph_.outputs)
      if (!known[at(output)]) return "an output that nothing writes";
    return "";
  }

 private:
  bool exists(int index) const { return index >= 0 && at(index) < graph_.tensors.size(); }
  const Tensor& tensor(int index) const { return graph_.tensors[at(index)]; }

  // Output size of a sliding window, or -1 where the window is larger than what it slides over.
  static std::int64_t slid(const Layer& l, int in, int filter, int stride, int dilation) {
    if (stride < 1 || dilation < 1 || filter < 1) return -1;
    if (l.same_padding) return (std::int64_t{in} + stride - 1) / stride;
    const std::int64_t reach = std::int64_t{filter - 1} * dilation + 1;
    return reach > in ? -1 : (in - reach) / stride + 1;
  }

  bool fits(const Layer& l) const {
    const auto& in = tensor(l.inputs[0]).shape;
    const auto& out = tensor(l.output).shape;
    const auto both_images = [&] { return in.size() == 4 && out.size() == 4 && in[0] == out[0]; };
    const auto slides = [&](int rows, int columns) {
      return both_images() && out[1] == slid(l, in[1], rows, l.stride_y, l.dilation_y) &&
             out[2] == slid(l, in[2], columns, l.stride_x, l.dilation_x);
    };
    if (!(l.lowest <= l.highest)) return false;
    switch (l.kind) {
      case LayerKind::convolution:
      case LayerKind::depthwise_convolution: {
        if (l.inputs.size() != 3) return false;
        const auto& filter = tensor(l.inputs[1]).shape;
        if (tensor(l.inputs[1]).values.empty() || filter.size() != 4 || !slides(filter[1], filter[2])) return false;
        if (tensor(l.inputs[2]).values.size() != at(out[3])) return false;
        if (l.kind == LayerKind::convolution) return filter[0] == out[3] && filter[3] == in[3];
        return filter[0] == 1 && filter[3] == out[3] && std::int64_t{in[3]} * l.depth_multiplier == out[3];
      }
      case LayerKind::max_pool: return slides(l.filter_height, l.filter_width) && in[3] == out[3];
      case LayerKind::add: return l.inputs.size() == 2 && tensor(l.inputs[1]).shape == in && out == in;
      case LayerKind::logistic: return out == in;
      case LayerKind::reshape: return tensor(l.inputs[0]).element_count() == tensor(l.output).element_count();
      case LayerKind::resize_bilinear: return both_images() && in[3] == out[3];
      case LayerKind::depth_to_space:
        return both_images() && l.block_size >= 1 && out[1] == std::int64_t{in[1]} * l.block_size &&
               out[2] == std::int64_t{in[2]} * l.block_size &&
               in[3] == std::int64_t{out[3]} * l.block_size * l.block_size;
      case LayerKind::pad:
        if (in.size() != out.size() || l.pad_before.size() != in.size() || l.pad_after.size() != in.size())
          return false;
        for (std::size_t d = 0; d < in.size(); ++d)
          if (l.pad_before[d] < 0 || l.pad_after[d] < 0 || in[d] + l.pad_before[d] + l.pad_after[d] != out[d])
            return false;
        return true;
      case LayerKind::concatenation: {
        std::size_t total = 0;
        for (const int input : l.inputs) total += tensor(input).element_count();
        return l.axis == 1 && out.size() >= 2 && out[0] == 1 && total == tensor(l.output).element_count();
      }
    }
    return false;
  }

  const ModelGraph& graph_;
};

constexpr const char* kName = "some/folder/tested.tflite";

// An Error that names the file, or a sound graph. Returns whether it was an Error.
inline bool expect_error_or_sound_graph(const Bytes& bytes) {
  const auto graph = parse_model(bytes, kName);
  if (graph) {
    EXPECT_EQ(Soundness(*graph).problem(), "");
    return false;
  }
  EXPECT_TRUE(graph.error().kind == Error::Kind::unreadable || graph.error().kind == Error::Kind::unsupported);
  EXPECT_EQ(graph.error().message.find(kName), 0u) << graph.error().message;
  EXPECT_GT(graph.error().message.size(), std::strlen(kName) + 2);
  return true;
}

inline void expect_error(const Bytes& bytes, const std::string& what) {
  SCOPED_TRACE(what);
  EXPECT_TRUE(expect_error_or_sound_graph(bytes)) << "the reader accepted it";
}

inline Bytes bytes_of(const std::string& text) {
  Bytes bytes(text.size());
  std::memcpy(bytes.data(), text.data(), text.size());
  return bytes;
}

// ---------------------------------------------------------------------------------------------------------------
// Models written field by field.

constexpr int kFloat32 = 0, kFloat16 = 1, kInt32 = 2;
constexpr int kAdd = 0, kConcatenation = 2, kConvolution = 3, kDepthwise = 4, kDepthToSpace = 5, kDequantize = 6,
              kLogistic = 14, kMaxPool = 17, kReshape = 22, kResize = 23, kPad = 34, kDensify = 124;

struct WrittenDimension {
  bool compressed = false;
  int size = 0;
  std::vector<int> segments = {}, indices = {};
};

struct WrittenSparsity {
  std::vector<int> order, block_map;
  std::vector<WrittenDimension> dimensions;
};

struct WrittenTensor {
  std::vector<int> shape;
  std::uint32_t buffer = 0;
  int type = kFloat32;
  std::optional<WrittenSparsity> sparsity = {};
  std::string name = {};
};

struct WrittenOption {
  int field, bytes, value;
};

struct WrittenLayer {
  int code = 0;
  std::vector<int> inputs, outputs;
  std::vector<WrittenOption> options = {};
};

struct WrittenModel {
  std::vector<WrittenTensor> tensors;
  std::vector<WrittenLayer> layers;
  std::vector<int> inputs = {0}, outputs = {1};
  std::vector<Bytes> buffers = {{}};  // number 0 is empty, as in every .tflite file
  std::uint32_t version = 3;

  template <class Number>
  std::uint32_t buffer(const std::vector<Number>& values) {
    Bytes bytes(values.size() * sizeof(Number));
    if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
    buffers.push_back(std::move(bytes));
    return static_cast<std::uint32_t>(buffers.size() - 1);
  }
};

// Lays the model out as a .tflite file. Options come first, which in a FlatBuffer means at the end of the file.
class Writer {
 public:
  Bytes write(const WrittenModel& model) {
    std::vector<Offset> options, codes, operators, tensors, buffers;
    for (const WrittenLayer& layer : model.layers) {
      const auto start = builder_.StartTable();
      for (const WrittenOption& o : layer.options) {
        if (o.bytes == 1)
          builder_.AddElement<std::int8_t>(slot(o.field), static_cast<std::int8_t>(o.value), -1);
        else
          builder_.AddElement<std::int32_t>(slot(o.field), o.value, std::numeric_limits<int>::min());
      }
      options.emplace_back(builder_.EndTable(start));
    }
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
      const WrittenLayer& layer = model.layers[i];
      const auto inputs = builder_.CreateVector(layer.inputs), outputs = builder_.CreateVector(layer.outputs);
      auto start = builder_.StartTable();
      builder_.AddElement<std::uint32_t>(slot(0), static_cast<std::uint32_t>(i), 0);
      builder_.AddOffset(slot(1), inputs);
      builder_.AddOffset(slot(2), outputs);
      builder_.AddOffset(slot(4), options[i]);
      operators.emplace_back(builder_.EndTable(start));
      start = builder_.StartTable();
      builder_.AddElement<std::int8_t>(slot(0), static_cast<std::int8_t>(layer.code), 0);
      codes.emplace_back(builder_.EndTable(start));
    }
    for (const WrittenTensor& tensor : model.tensors) tensors.push_back(write(tensor));
    for (const Bytes& bytes : model.buffers) {
      const auto data = builder_.CreateVector(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
      const auto start = builder_.StartTable();
      builder_.AddOffset(slot(0), data);
      buffers.emplace_back(builder_.EndTable(start));
    }
    const auto tensor_list = builder_.CreateVector(tensors), operator_list = builder_.CreateVector(operators),
               code_list = builder_.CreateVector(codes), buffer_list = builder_.CreateVector(buffers);
    const auto inputs = builder_.CreateVector(model.inputs), outputs = builder_.CreateVector(model.outputs);
    auto start = builder_.StartTable();
    builder_.AddOffset(slot(0), tensor_list);
    builder_.AddOffset(slot(1), inputs);
    builder_.AddOffset(slot(2), outputs);
    builder_.AddOffset(slot(3), operator_list);
    const auto graphs = builder_.CreateVector(std::vector<Offset>{Offset(builder_.EndTable(start))});
    start = builder_.StartTable();
    builder_.AddElement<std::uint32_t>(slot(0), model.version, 0);
    builder_.AddOffset(slot(1), code_list);
    builder_.AddOffset(slot(2), graphs);
    builder_.AddOffset(slot(4), buffer_list);
    builder_.Finish(Offset(builder_.EndTable(start)), "TFL3");
    const auto* first = reinterpret_cast<const std::byte*>(builder_.GetBufferPointer());
    return Bytes(first, first + builder_.GetSize());
  }

 private:
  using Offset = flatbuffers::Offset<flatbuffers::Table>;
  static flatbuffers::voffset_t slot(int field) { return tflite::slot(field); }

  Offset index_vector(const std::vector<int>& values) {
    const auto list = builder_.CreateVector(values);
    const auto start = builder_.StartTable();
    builder_.AddOffset(slot(0), list);
    return Offset(builder_.EndTable(start));
  }

  Offset write(const WrittenTensor& tensor) {
    Offset sparsity;
    if (tensor.sparsity) {
      std::vector<Offset> dimensions;
      for (const WrittenDimension& d : tensor.sparsity->dimensions) {
        Offset segments, indices;
        if (d.compressed) segments = index_vector(d.segments), indices = index_vector(d.indices);
        const auto start = builder_.StartTable();
        builder_.AddElement<std::int8_t>(slot(0), d.compressed ? 1 : 0, 0);
        builder_.AddElement<std::int32_t>(slot(1), d.size, 0);
        if (d.compressed) {
          builder_.AddElement<std::uint8_t>(slot(2), 1, 0);
          builder_.AddOffset(slot(3), segments);
          builder_.AddElement<std::uint8_t>(slot(4), 1, 0);
          builder_.AddOffset(slot(5), indices);
        }
        dimensions.emplace_back(builder_.EndTable(start));
      }
      const auto order = builder_.CreateVector(tensor.sparsity->order),
                 blocks = builder_.CreateVector(tensor.sparsity->block_map);
      const auto list = builder_.CreateVector(dimensions);
      const auto start = builder_.StartTable();
      builder_.AddOffset(slot(0), order);
      builder_.AddOffset(slot(1), blocks);
      builder_.AddOffset(slot(2), list);
      sparsity = Offset(builder_.EndTable(start));
    }
    const auto shape = builder_.CreateVector(tensor.shape);
    const auto name = builder_.CreateSharedString(tensor.name);
    const auto start = builder_.StartTable();
    builder_.AddOffset(slot(0), shape);
    builder_.AddElement<std::int8_t>(slot(1), static_cast<std::int8_t>(tensor.type), 0);
    builder_.AddElement<std::uint32_t>(slot(2), tensor.buffer, 0);
    builder_.AddOffset(slot(3), name);
    if (tensor.sparsity) builder_.AddOffset(slot(6), sparsity);
    return Offset(builder_.EndTable(start));
  }

  flatbuffers::FlatBufferBuilder builder_;
};

inline Bytes written(const WrittenModel& model) { return Writer().write(model); }

inline std::vector<WrittenOption> convolution_options(int stride = 1, int dilation = 1) {
  return {{0, 1, 1}, {1, 4, stride}, {2, 4, stride}, {3, 1, 0}, {4, 4, dilation}, {5, 4, dilation}};
}
inline std::vector<WrittenOption> depthwise_options() {
  return {{0, 1, 1}, {1, 4, 1}, {2, 4, 1}, {3, 4, 1}, {4, 1, 0}, {5, 4, 1}, {6, 4, 1}};
}
inline std::vector<WrittenOption> pool_options() {
  return {{0, 1, 1}, {1, 4, 2}, {2, 4, 2}, {3, 4, 2}, {4, 4, 2}, {5, 1, 0}};
}

// One layer between two computed tensors.
inline WrittenModel one_layer(int code, std::vector<int> in, std::vector<int> out,
                              std::vector<WrittenOption> options = {}) {
  WrittenModel model;
  model.tensors = {{std::move(in)}, {std::move(out)}};
  model.layers = {{code, {0}, {1}, std::move(options)}};
  return model;
}

// A filter that is a constant, and a bias of noughts.
inline void add_weights(WrittenModel& model, std::vector<int> filter_shape, int out_channels) {
  std::size_t elements = 1;
  for (const int size : filter_shape) elements *= at(size);
  model.tensors.push_back({std::move(filter_shape), model.buffer(std::vector<float>(elements, 1.0f))});
  model.tensors.push_back({{out_channels}, model.buffer(std::vector<float>(at(out_channels)))});
  model.layers[0].inputs = {0, 2, 3};
}

inline WrittenModel small_convolution() {
  WrittenModel model = one_layer(kConvolution, {1, 4, 4, 2}, {1, 4, 4, 3}, convolution_options());
  add_weights(model, {3, 1, 1, 2}, 3);
  return model;
}

// A convolution whose filter is stored in another way than as plain 32-bit floats, read through `conversion`.
inline WrittenModel converted_filter(int conversion, WrittenTensor stored) {
  WrittenModel model = small_convolution();
  const std::vector<int> shape = stored.shape;
  model.tensors[0].shape[3] = shape[3];
  model.tensors[1].shape[3] = shape[0];
  model.tensors[2] = {shape};
  model.tensors[3] = {{shape[0]}, model.buffer(std::vector<float>(at(shape[0])))};
  model.tensors.push_back(std::move(stored));
  model.layers.insert(model.layers.begin(), {conversion, {4}, {2}});
  return model;
}

// Rows of a 2 × 4 filter of which three values are stored.
inline WrittenModel sparse_rows() {
  WrittenModel model = converted_filter(kDensify, {{2, 1, 1, 4}});
  model.tensors[4].sparsity = {{0, 1, 2, 3}, {}, {{false, 2}, {false, 1}, {false, 1}, {true, 0, {0, 1, 3}, {2, 0, 3}}}};
  model.tensors[4].buffer = model.buffer(std::vector<float>{5, 6, 7});
  return model;
}

// A 4 × 2 filter stored in blocks of two output channels, as the detector's are.
inline WrittenModel sparse_blocks() {
  WrittenModel model = converted_filter(kDensify, {{4, 1, 1, 2}});
  model.tensors[4].sparsity = {
      {0, 1, 2, 3, 4}, {0}, {{false, 2}, {false, 1}, {false, 1}, {true, 0, {0, 1, 2}, {1, 0}}, {false, 2}}};
  model.tensors[4].buffer = model.buffer(std::vector<float>{1, 2, 3, 4});
  return model;
}

}  // namespace endrange::test
