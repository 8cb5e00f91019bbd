#include "pose/model_file.h"

#include <flatbuffers/flatbuffers.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <limits>

#include "pose/sparse.h"
#include "pose/tflite_schema.h"

namespace endrange {

namespace {

// A graph this large isn't a pose network; refusing early keeps a hostile file from asking for all memory.
constexpr std::size_t kMostElements = 64u << 20;
constexpr std::size_t kMostFileBytes = 256u << 20;
constexpr std::size_t kMostDimensions = 8;
constexpr std::size_t kMostInputs = 64;  // of one layer; a FlatBuffer may share one long list among many layers

constexpr float kInfinity = std::numeric_limits<float>::infinity();

// Number types of the schema that BlazePose files use.
enum TypeCode { kFloat32 = 0, kFloat16 = 1, kInt32 = 2 };

// Layer codes of the schema.
enum OpCode {
  kAdd = 0,
  kConcatenation = 2,
  kConv2d = 3,
  kDepthwiseConv2d = 4,
  kDepthToSpace = 5,
  kDequantize = 6,
  kLogistic = 14,
  kMaxPool2d = 17,
  kReshape = 22,
  kResizeBilinear = 23,
  kPad = 34,
  kDensify = 124,
};

// The parse stops at the first thing it can't accept; the message travels up as this private exception and leaves
// parse_model as an Error. (Twelve levels of `if (!x) return x.error()` hid the format.)
struct Refusal {
  Error::Kind kind;
  std::string message;
};

[[noreturn]] void refuse(const std::string& what) { throw Refusal{Error::Kind::unreadable, what}; }
[[noreturn]] void refuse_kind(const std::string& what) { throw Refusal{Error::Kind::unsupported, what}; }

float float_from_half(std::uint16_t half) {
  const std::uint32_t sign = (half & 0x8000u) << 16;
  const std::uint32_t exponent = (half >> 10) & 0x1fu;
  const std::uint32_t mantissa = half & 0x3ffu;
  if (exponent == 0) {
    const float magnitude = std::ldexp(static_cast<float>(mantissa), -24);
    return sign != 0 ? -magnitude : magnitude;
  }
  if (exponent == 31) refuse("a weight is not a finite number");
  const std::uint32_t bits = sign | ((exponent + 112) << 23) | (mantissa << 13);
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

struct Stored {
  std::vector<float> floats;
  std::vector<int> ints;
};

// The constant behind a tensor: floats for weights, ints for shapes and paddings; both empty when computed.
Stored read_constant(const tflite::Tensor& tensor, const tflite::Model& model, std::size_t elements) {
  Stored stored;
  const auto& buffers = *model.buffers();
  if (tensor.buffer() >= buffers.size()) refuse("a tensor points outside the file");
  const auto* data = buffers.Get(tensor.buffer())->data();
  if (data == nullptr || data->size() == 0) return stored;

  const std::size_t element_bytes = tensor.type() == kFloat16 ? 2 : 4;
  const std::size_t present = data->size() / element_bytes;
  if (data->size() % element_bytes != 0) refuse("a weight block has a broken size");
  std::vector<float> raw;
  if (tensor.type() == kInt32) {
    stored.ints.resize(present);
    std::memcpy(stored.ints.data(), data->data(), present * 4);
    if (present != elements) refuse("a constant is smaller or larger than its shape");
    return stored;
  }
  raw.resize(present);
  if (tensor.type() == kFloat16) {
    for (std::size_t i = 0; i < present; ++i) {
      std::uint16_t half;
      std::memcpy(&half, data->data() + 2 * i, 2);
      raw[i] = float_from_half(half);
    }
  } else {
    std::memcpy(raw.data(), data->data(), present * 4);
    if (!std::ranges::all_of(raw, [](float v) { return std::isfinite(v); })) refuse("a weight is not a finite number");
  }
  if (tensor.sparsity() != nullptr) {
    auto dense = expand_sparse(*tensor.sparsity(), raw, elements);
    if (!dense) refuse(dense.error().message);
    stored.floats = std::move(*dense);
    return stored;
  }
  if (present != elements) refuse("a constant is smaller or larger than its shape");
  stored.floats = std::move(raw);
  return stored;
}

void set_activation(Layer& layer, int code) {
  layer.lowest = -kInfinity;
  layer.highest = kInfinity;
  switch (code) {
    case 0: break;
    case 1: layer.lowest = 0; break;
    case 3: layer.lowest = 0, layer.highest = 6; break;
    default: refuse_kind("fused activation " + std::to_string(code) + " isn't supported");
  }
}

class Parser {
 public:
  explicit Parser(const tflite::Model& model) : model_(model) {}

  ModelGraph parse(const std::string& name) {
    graph_.name = name;
    if (model_.version() != 3) refuse_kind("model format version " + std::to_string(model_.version()) + ", expected 3");
    if (model_.subgraphs()->size() != 1) refuse_kind("more than one network in the file");
    subgraph_ = model_.subgraphs()->Get(0);
    read_tensors();
    for (const auto* op : *subgraph_->operators()) read_layer(*op);
    graph_.inputs = indices(subgraph_->inputs());
    graph_.outputs = indices(subgraph_->outputs());
    if (graph_.inputs.size() != 1 || graph_.outputs.empty()) refuse_kind("a pose network has one input");
    return std::move(graph_);
  }

 private:
  std::vector<int> indices(const flatbuffers::Vector<int>* list) const {
    std::vector<int> result;
    if (list->size() > kMostInputs) refuse("a layer has more inputs than a pose network's");
    for (const int index : *list) {
      if (index < 0 || static_cast<std::size_t>(index) >= graph_.tensors.size())
        refuse("a layer names a tensor that isn't there");
      result.push_back(index);
    }
    return result;
  }

  void read_tensors() {
    std::size_t total = 0;
    for (const auto* tensor : *subgraph_->tensors()) {
      Tensor ours;
      ours.name = tensor->name() != nullptr ? tensor->name()->str() : "";
      if (tensor->type() != kFloat32 && tensor->type() != kFloat16 && tensor->type() != kInt32)
        refuse_kind("tensor '" + ours.name + "' holds numbers of type " + std::to_string(tensor->type()));
      std::size_t elements = 1;
      if (tensor->shape() != nullptr) {
        if (tensor->shape()->size() > kMostDimensions) refuse("tensor '" + ours.name + "' has an impossible shape");
        for (const int size : *tensor->shape()) {
          if (size < 1 || static_cast<std::size_t>(size) > kMostElements / elements)
            refuse("tensor '" + ours.name + "' has an impossible shape");
          elements *= static_cast<std::size_t>(size);
          ours.shape.push_back(size);
        }
      }
      Stored stored = read_constant(*tensor, model_, elements);
      // Names and integers count too: many tensors may share one block of the file.
      total += stored.floats.size() + stored.ints.size() + ours.name.size();
      if (total > kMostElements) refuse("more weights than a pose network has");
      ours.values = std::move(stored.floats);
      graph_.tensors.push_back(std::move(ours));
      ints_.push_back(std::move(stored.ints));
    }
  }

  int op_code(const tflite::Operator& op) const {
    if (op.opcode_index() >= model_.operator_codes()->size()) refuse("a layer has no kind");
    const auto* code = model_.operator_codes()->Get(op.opcode_index());
    return std::max<int>(code->deprecated_builtin_code(), code->builtin_code());
  }

  const tflite::Options& options(const tflite::Operator& op) const {
    if (op.options() == nullptr) refuse("a layer has no options");
    return *op.options();
  }

  void need(const Layer& layer, std::size_t fewest, std::size_t most, const char* what) const {
    if (layer.inputs.size() < fewest || layer.inputs.size() > most)
      refuse(std::string(what) + " has the wrong number of inputs");
  }

  // Shapes and paddings stand among the inputs; once read, only the data remain.
  static void drop_extra_inputs(Layer& layer) { layer.inputs.erase(layer.inputs.begin() + 1, layer.inputs.end()); }

  const Tensor& tensor(int index) const { return graph_.tensors[static_cast<std::size_t>(index)]; }

  void need_image(int index, const char* what) const {
    if (tensor(index).shape.size() != 4) refuse(std::string(what) + " doesn't work on an image");
  }

  // Image to image of the same batch and channels; what happens to rows and columns is the caller's.
  void need_image_per_image(const Layer& layer, const char* what) const {
    need_image(layer.inputs[0], what);
    need_image(layer.output, what);
    const auto& in = tensor(layer.inputs[0]).shape;
    const auto& out = tensor(layer.output).shape;
    if (in[0] != out[0] || in[3] != out[3]) refuse(std::string(what) + " has an output of another size");
  }

  void need_same_shape(const Layer& layer, const char* what) const {
    if (tensor(layer.inputs[0]).shape != tensor(layer.output).shape)
      refuse(std::string(what) + " has an output of another size");
  }

  // Stride, dilation and filter sizes beyond this are not pose networks.
  int size_option(const tflite::Options& o, int field, int fallback) const {
    const int value = o.integer(field, fallback);
    if (value < 1 || value > 1024) refuse("a layer has an impossible size");
    return value;
  }

  void read_layer(const tflite::Operator& op) {
    Layer layer;
    layer.lowest = -kInfinity, layer.highest = kInfinity;
    if (op.inputs() == nullptr || op.outputs() == nullptr) refuse("a layer has no input or output");
    layer.inputs = indices(op.inputs());
    const std::vector<int> outputs = indices(op.outputs());
    if (outputs.size() != 1) refuse_kind("a layer has several outputs");
    layer.output = outputs[0];
    if (layer.inputs.empty()) refuse("a layer has no input");
    if (!tensor(layer.output).values.empty()) refuse("a layer writes over a constant");

    const int code = op_code(op);
    switch (code) {
      case kDequantize:
      case kDensify: copy_constant(layer); return;
      case kAdd: read_add(layer, op); break;
      case kConcatenation: read_concatenation(layer, op); break;
      case kConv2d: read_convolution(layer, options(op)); break;
      case kDepthwiseConv2d: read_depthwise(layer, options(op)); break;
      case kDepthToSpace: read_depth_to_space(layer, options(op)); break;
      case kLogistic:
        layer.kind = LayerKind::logistic;
        need(layer, 1, 1, "logistic");
        need_same_shape(layer, "logistic");
        break;
      case kMaxPool2d: read_max_pool(layer, options(op)); break;
      case kPad: read_pad(layer); break;
      case kReshape:
        layer.kind = LayerKind::reshape;
        need(layer, 1, 2, "reshape");
        drop_extra_inputs(layer);
        if (tensor(layer.inputs[0]).element_count() != tensor(layer.output).element_count())
          refuse("a reshape changes the number of values");
        break;
      case kResizeBilinear:
        layer.kind = LayerKind::resize_bilinear;
        need(layer, 1, 2, "resize");
        drop_extra_inputs(layer);
        need_image_per_image(layer, "resize");
        layer.align_corners = options(op).boolean(2);
        layer.half_pixel_centers = options(op).boolean(3);
        break;
      default: refuse_kind("layer code " + std::to_string(code) + " isn't part of a pose network");
    }
    // A layer may read constants, or what an earlier layer (or the network's input) wrote.
    graph_.layers.push_back(std::move(layer));
  }

  // DEQUANTIZE and DENSIFY of a constant: their work was done when the constant was read.
  void copy_constant(const Layer& layer) {
    Tensor& from = graph_.tensors[static_cast<std::size_t>(layer.inputs[0])];
    Tensor& to = graph_.tensors[static_cast<std::size_t>(layer.output)];
    if (layer.inputs.size() != 1 || from.values.empty()) refuse_kind("a layer converts numbers that aren't constant");
    if (from.element_count() != to.element_count()) refuse("a constant is smaller or larger than its shape");
    to.values = std::move(from.values);
    from.values.clear();
  }

  void read_add(Layer& layer, const tflite::Operator& op) const {
    layer.kind = LayerKind::add;
    need(layer, 2, 2, "add");
    if (tensor(layer.inputs[0]).shape != tensor(layer.inputs[1]).shape) refuse_kind("add of two different shapes");
    need_same_shape(layer, "add");
    set_activation(layer, op.options() != nullptr ? op.options()->byte(0) : 0);
  }

  void read_concatenation(Layer& layer, const tflite::Operator& op) const {
    layer.kind = LayerKind::concatenation;
    layer.axis = options(op).integer(0, 0);
    std::size_t total = 0;
    for (const int input : layer.inputs) total += tensor(input).element_count();
    // With one picture a batch, joining along axis 1 is laying the blocks one after another.
    if (layer.axis != 1 || tensor(layer.output).shape.empty() || tensor(layer.output).shape[0] != 1)
      refuse_kind("concatenation along another axis than 1");
    if (total != tensor(layer.output).element_count()) refuse("a concatenation loses values");
  }

  void check_weights(const Layer& layer, int out_channels, const char* what) const {
    const Tensor& filter = tensor(layer.inputs[1]);
    const Tensor& bias = tensor(layer.inputs[2]);
    if (filter.values.empty() || bias.values.empty()) refuse(std::string(what) + " has no weights");
    if (static_cast<int>(bias.values.size()) != out_channels) refuse(std::string(what) + " has a bias of another size");
  }

  void check_output_size(const Layer& layer, int filter_height, int filter_width) const {
    const auto& in = tensor(layer.inputs[0]).shape;
    const auto& out = tensor(layer.output).shape;
    const auto expected = [&](std::int64_t size, std::int64_t filter, int stride, int dilation) {
      if (layer.same_padding) return (size + stride - 1) / stride;
      const std::int64_t reach = (filter - 1) * dilation + 1;
      if (reach > size) refuse("a layer's filter is larger than its input");
      return (size - reach) / stride + 1;
    };
    if (out[0] != in[0] || out[1] != expected(in[1], filter_height, layer.stride_y, layer.dilation_y) ||
        out[2] != expected(in[2], filter_width, layer.stride_x, layer.dilation_x))
      refuse("a layer's output has another size than its input gives");
  }

  void read_window(Layer& layer, const tflite::Options& o) const {
    const int padding = o.byte(0);
    if (padding != 0 && padding != 1) refuse("a layer has an unknown padding");
    layer.same_padding = padding == 0;
    layer.stride_x = size_option(o, 1, 0);
    layer.stride_y = size_option(o, 2, 0);
  }

  void read_convolution(Layer& layer, const tflite::Options& o) const {
    layer.kind = LayerKind::convolution;
    need(layer, 3, 3, "convolution");
    for (const int index : {layer.inputs[0], layer.inputs[1], layer.output}) need_image(index, "convolution");
    read_window(layer, o);
    set_activation(layer, o.byte(3));
    layer.dilation_x = size_option(o, 4, 1);
    layer.dilation_y = size_option(o, 5, 1);
    const auto& filter = tensor(layer.inputs[1]).shape;  // out, rows, columns, in
    if (filter[0] != tensor(layer.output).shape[3] || filter[3] != tensor(layer.inputs[0]).shape[3])
      refuse("a convolution's channels don't fit");
    check_weights(layer, filter[0], "convolution");
    check_output_size(layer, filter[1], filter[2]);
  }

  void read_depthwise(Layer& layer, const tflite::Options& o) const {
    layer.kind = LayerKind::depthwise_convolution;
    need(layer, 3, 3, "depthwise convolution");
    for (const int index : {layer.inputs[0], layer.inputs[1], layer.output}) need_image(index, "depthwise convolution");
    read_window(layer, o);
    layer.depth_multiplier = size_option(o, 3, 1);
    set_activation(layer, o.byte(4));
    layer.dilation_x = size_option(o, 5, 1);
    layer.dilation_y = size_option(o, 6, 1);
    const auto& filter = tensor(layer.inputs[1]).shape;  // 1, rows, columns, out
    const int in = tensor(layer.inputs[0]).shape[3];
    if (filter[0] != 1 || filter[3] != in * layer.depth_multiplier || filter[3] != tensor(layer.output).shape[3])
      refuse("a depthwise convolution's channels don't fit");
    check_weights(layer, filter[3], "depthwise convolution");
    check_output_size(layer, filter[1], filter[2]);
  }

  void read_depth_to_space(Layer& layer, const tflite::Options& o) const {
    layer.kind = LayerKind::depth_to_space;
    need(layer, 1, 1, "depth-to-space");
    need_image(layer.inputs[0], "depth-to-space");
    need_image(layer.output, "depth-to-space");
    layer.block_size = size_option(o, 0, 0);
    const auto& in = tensor(layer.inputs[0]).shape;
    const auto& out = tensor(layer.output).shape;
    const std::int64_t block = layer.block_size;
    if (out[0] != in[0] || out[1] != in[1] * block || out[2] != in[2] * block || in[3] != out[3] * block * block)
      refuse("depth-to-space has an output of another size");
  }

  void read_max_pool(Layer& layer, const tflite::Options& o) const {
    layer.kind = LayerKind::max_pool;
    need(layer, 1, 1, "max pool");
    need_image_per_image(layer, "max pool");
    read_window(layer, o);
    layer.filter_width = size_option(o, 3, 0);
    layer.filter_height = size_option(o, 4, 0);
    set_activation(layer, o.byte(5));
    check_output_size(layer, layer.filter_height, layer.filter_width);
  }

  void read_pad(Layer& layer) const {
    layer.kind = LayerKind::pad;
    need(layer, 2, 2, "pad");
    const auto& amounts = ints_[static_cast<std::size_t>(layer.inputs[1])];
    const auto& in = tensor(layer.inputs[0]).shape;
    const auto& out = tensor(layer.output).shape;
    if (amounts.size() != 2 * in.size() || out.size() != in.size()) refuse("a pad layer has no amounts");
    for (std::size_t d = 0; d < in.size(); ++d) {
      const int before = amounts[2 * d], after = amounts[2 * d + 1];
      if (before < 0 || after < 0 || before > 4096 || after > 4096 || in[d] + before + after != out[d])
        refuse("a pad layer has impossible amounts");
      layer.pad_before.push_back(before);
      layer.pad_after.push_back(after);
    }
    drop_extra_inputs(layer);
  }

  const tflite::Model& model_;
  const tflite::SubGraph* subgraph_ = nullptr;
  ModelGraph graph_;
  std::vector<std::vector<int>> ints_;  // integer constants, by tensor
};

// Every tensor a layer reads must be a constant, the network's input, or written by an earlier layer; and nothing is
// written twice.
void check_order(const ModelGraph& graph) {
  std::vector<bool> known(graph.tensors.size());
  for (std::size_t i = 0; i < graph.tensors.size(); ++i) known[i] = !graph.tensors[i].values.empty();
  for (const int input : graph.inputs) known[static_cast<std::size_t>(input)] = true;
  for (const Layer& layer : graph.layers) {
    for (const int input : layer.inputs)
      if (!known[static_cast<std::size_t>(input)]) refuse("a layer reads what nothing wrote");
    if (known[static_cast<std::size_t>(layer.output)]) refuse("a layer writes over what is there");
    known[static_cast<std::size_t>(layer.output)] = true;
  }
  for (const int output : graph.outputs)
    if (!known[static_cast<std::size_t>(output)]) refuse("nothing writes the network's output");
}

}  // namespace

std::size_t Tensor::element_count() const {
  std::size_t count = 1;
  for (const int size : shape) count *= static_cast<std::size_t>(size);
  return count;
}

int ModelGraph::find(const std::string& tensor_name) const {
  for (std::size_t i = 0; i < tensors.size(); ++i)
    if (tensors[i].name == tensor_name) return static_cast<int>(i);
  return -1;
}

Result<ModelGraph> parse_model(std::span<const std::byte> bytes, const std::string& name) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  // The schema's file identifier stands in bytes 4 to 7.
  if (bytes.size() < 8 || std::memcmp(data + 4, "TFL3", 4) != 0)
    return failure(Error::Kind::unreadable, name + ": not a .tflite model");
  flatbuffers::Verifier verifier(data, bytes.size(), 32, 1'000'000);
  if (!verifier.VerifyBuffer<tflite::Model>("TFL3"))
    return failure(Error::Kind::unreadable, name + ": the model file is damaged");
  try {
    ModelGraph graph = Parser(*flatbuffers::GetRoot<tflite::Model>(data)).parse(name);
    check_order(graph);
    return graph;
  } catch (const Refusal& refusal) {
    return failure(refusal.kind, name + ": " + refusal.message);
  } catch (const std::bad_alloc&) {
    return failure(Error::Kind::unreadable, name + ": the model asks for more memory than there is");
  }
}

Result<ModelGraph> read_model(const std::string& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in) return failure(Error::Kind::not_found, path + ": the pose model isn't there; ./go fetches it");
  const auto size = static_cast<std::size_t>(std::max<std::streamoff>(in.tellg(), 0));
  if (size > kMostFileBytes) return failure(Error::Kind::unreadable, path + ": larger than any pose model");
  std::vector<std::byte> bytes(size);
  in.seekg(0);
  in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
  if (!in) return failure(Error::Kind::unreadable, path + ": can't be read");
  return parse_model(bytes, path);
}

}  // namespace endrange
