#include "pose/network.h"

#include <pthreadpool.h>
#include <xnnpack.h>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <new>

namespace endrange {

namespace {

// XNNPACK reads up to this many bytes past the end of a tensor.
constexpr std::size_t kSpareFloats = (XNN_EXTRA_BYTES + sizeof(float) - 1) / sizeof(float);

struct Deleter {
  void operator()(xnn_subgraph_t p) const { xnn_delete_subgraph(p); }
  void operator()(xnn_runtime_t p) const { xnn_delete_runtime(p); }
  void operator()(pthreadpool_t p) const { pthreadpool_destroy(p); }
};
using Subgraph = std::unique_ptr<std::remove_pointer_t<xnn_subgraph_t>, Deleter>;
using Runtime = std::unique_ptr<std::remove_pointer_t<xnn_runtime_t>, Deleter>;
using Pool = std::unique_ptr<std::remove_pointer_t<pthreadpool_t>, Deleter>;

// Output number of the network that consists of `parts` tensors laid one after another (this XNNPACK has no
// concatenation; the detector's two outputs are three blocks each).
struct Output {
  std::vector<int> parts;
  std::size_t size = 0;
  std::vector<float> values;  // size + spare; filled from the parts
};

std::vector<std::size_t> dims(const std::vector<int>& shape) { return {shape.begin(), shape.end()}; }

}  // namespace

struct Network::Impl {
  std::shared_ptr<const ModelGraph> model;
  std::vector<float> input;
  std::vector<Output> outputs;
  std::vector<std::vector<float>> part_values;  // for outputs of several parts
  std::vector<int> external;                    // tensor index of each external value; [0] is the input
  Pool pool;
  Runtime runtime;

  const Tensor& tensor(int index) const { return model->tensors[static_cast<std::size_t>(index)]; }

  const Layer* writer_of(int tensor_index) const {
    for (const Layer& layer : model->layers)
      if (layer.output == tensor_index) return &layer;
    return nullptr;
  }

  Result<void> choose_outputs(std::span<const std::string> names);
  std::vector<bool> layers_needed() const;
  Result<void> build(int threads);
  xnn_status define(xnn_subgraph_t subgraph, const Layer& layer, std::span<const std::uint32_t> value) const;
};

Result<void> Network::Impl::choose_outputs(std::span<const std::string> names) {
  external = {model->inputs[0]};
  input.assign(tensor(model->inputs[0]).element_count() + kSpareFloats, 0.0f);
  for (const std::string& name : names) {
    const int index = model->find(name);
    const Layer* layer = index < 0 ? nullptr : writer_of(index);
    if (layer == nullptr)
      return failure(Error::Kind::bad_argument, model->name + ": the network has no output '" + name + "'");
    if (std::ranges::count(names, name) > 1)
      return failure(Error::Kind::bad_argument, model->name + ": output '" + name + "' is asked for twice");
    Output output;
    output.size = tensor(index).element_count();
    output.parts = layer->kind == LayerKind::concatenation ? layer->inputs : std::vector<int>{index};
    output.values.assign(output.size + kSpareFloats, 0.0f);
    external.insert(external.end(), output.parts.begin(), output.parts.end());
    outputs.push_back(std::move(output));
  }
  return {};
}

std::vector<bool> Network::Impl::layers_needed() const {
  std::vector<bool> wanted(model->tensors.size()), needed(model->layers.size());
  for (const Output& output : outputs)
    for (const int part : output.parts) wanted[static_cast<std::size_t>(part)] = true;
  for (std::size_t i = model->layers.size(); i-- > 0;) {
    if (!wanted[static_cast<std::size_t>(model->layers[i].output)]) continue;
    needed[i] = true;
    for (const int in : model->layers[i].inputs) wanted[static_cast<std::size_t>(in)] = true;
  }
  return needed;
}

xnn_status Network::Impl::define(xnn_subgraph_t subgraph, const Layer& l, std::span<const std::uint32_t> value) const {
  const auto id = [&](std::size_t input_number) { return value[static_cast<std::size_t>(l.inputs[input_number])]; };
  const std::uint32_t out = value[static_cast<std::size_t>(l.output)];
  const std::uint32_t padding = l.same_padding ? XNN_FLAG_TENSORFLOW_SAME_PADDING : 0;
  const auto u = [](int v) { return static_cast<std::uint32_t>(v); };
  switch (l.kind) {
    case LayerKind::convolution: {
      const auto& f = tensor(l.inputs[1]).shape;
      return xnn_define_convolution_2d(subgraph, 0, 0, 0, 0, u(f[1]), u(f[2]), u(l.stride_y), u(l.stride_x),
                                       u(l.dilation_y), u(l.dilation_x), 1, u(f[3]), u(f[0]), l.lowest, l.highest,
                                       id(0), id(1), id(2), out, padding);
    }
    case LayerKind::depthwise_convolution: {
      const auto& f = tensor(l.inputs[1]).shape;
      return xnn_define_depthwise_convolution_2d(
          subgraph, 0, 0, 0, 0, u(f[1]), u(f[2]), u(l.stride_y), u(l.stride_x), u(l.dilation_y), u(l.dilation_x),
          u(l.depth_multiplier), u(f[3] / l.depth_multiplier), l.lowest, l.highest, id(0), id(1), id(2), out, padding);
    }
    case LayerKind::add: return xnn_define_add2(subgraph, l.lowest, l.highest, id(0), id(1), out, 0);
    case LayerKind::max_pool:
      return xnn_define_max_pooling_2d(subgraph, 0, 0, 0, 0, u(l.filter_height), u(l.filter_width), u(l.stride_y),
                                       u(l.stride_x), 1, 1, l.lowest, l.highest, id(0), out, padding);
    case LayerKind::logistic: return xnn_define_sigmoid(subgraph, id(0), out, 0);
    case LayerKind::reshape: {
      const auto shape = dims(tensor(l.output).shape);
      return xnn_define_static_reshape(subgraph, shape.size(), shape.data(), id(0), out, 0);
    }
    case LayerKind::resize_bilinear: {
      // The three ways of aligning pixels: half-pixel centres is XNNPACK's default (flag 0).
      const std::uint32_t flag = l.half_pixel_centers ? 0
                                 : l.align_corners    ? XNN_FLAG_ALIGN_CORNERS
                                                      : XNN_FLAG_TENSORFLOW_LEGACY_MODE;
      const auto& shape = tensor(l.output).shape;
      return xnn_define_static_resize_bilinear_2d(subgraph, u(shape[1]), u(shape[2]), id(0), out, flag);
    }
    case LayerKind::pad: {
      const auto before = dims(l.pad_before), after = dims(l.pad_after);
      return xnn_define_static_constant_pad(subgraph, before.data(), after.data(), 0.0f, id(0), out, 0);
    }
    case LayerKind::depth_to_space: return xnn_define_depth_to_space(subgraph, id(0), out, u(l.block_size), 0);
    case LayerKind::concatenation: break;  // only ever an output; see Output
  }
  return xnn_status_unsupported_parameter;
}

Result<void> Network::Impl::build(int threads) {
  const auto refused = [&](const std::string& what) {
    return failure(Error::Kind::unsupported, model->name + ": " + what);
  };
  if (xnn_initialize(nullptr) != xnn_status_success) return refused("XNNPACK doesn't run on this processor");
  xnn_subgraph_t raw = nullptr;
  if (xnn_create_subgraph(static_cast<std::uint32_t>(external.size()), 0, &raw) != xnn_status_success)
    return refused("out of memory");
  const Subgraph subgraph(raw);

  // Values: the external ones first (XNNPACK numbers them by position), then whatever a needed layer touches.
  std::vector<std::uint32_t> value(model->tensors.size(), XNN_INVALID_VALUE_ID);
  const auto define_value = [&](int index, std::uint32_t external_id, std::uint32_t flags) {
    const Tensor& t = tensor(index);
    const auto shape = dims(t.shape);
    return xnn_define_tensor_value(subgraph.get(), xnn_datatype_fp32, shape.size(), shape.data(),
                                   t.values.empty() ? nullptr : t.values.data(), external_id, flags,
                                   &value[static_cast<std::size_t>(index)]) == xnn_status_success;
  };
  for (std::size_t i = 0; i < external.size(); ++i) {
    const std::uint32_t flags = i == 0 ? XNN_VALUE_FLAG_EXTERNAL_INPUT : XNN_VALUE_FLAG_EXTERNAL_OUTPUT;
    if (!define_value(external[i], static_cast<std::uint32_t>(i), flags))
      return refused("XNNPACK refuses an input or output");
  }
  const std::vector<bool> needed = layers_needed();
  for (std::size_t i = 0; i < model->layers.size(); ++i) {
    const Layer& layer = model->layers[i];
    if (!needed[i]) continue;
    std::vector<int> touched = layer.inputs;
    touched.push_back(layer.output);
    for (const int index : touched)
      if (value[static_cast<std::size_t>(index)] == XNN_INVALID_VALUE_ID &&
          !define_value(index, XNN_INVALID_VALUE_ID, 0))
        return refused("XNNPACK refuses tensor '" + tensor(index).name + "'");
    if (define(subgraph.get(), layer, value) != xnn_status_success)
      return refused("XNNPACK refuses layer " + std::to_string(i));
  }

  if (threads > 1) pool.reset(pthreadpool_create(static_cast<std::size_t>(threads)));
  xnn_runtime_t run = nullptr;
  if (xnn_create_runtime_v2(subgraph.get(), pool.get(), 0, &run) != xnn_status_success)
    return refused("XNNPACK can't build the network");
  runtime.reset(run);

  std::vector<xnn_external_value> bindings = {{0, input.data()}};
  for (Output& output : outputs) {
    for (const int part : output.parts) {
      float* where = output.values.data();
      if (output.parts.size() > 1)
        where = part_values.emplace_back(tensor(part).element_count() + kSpareFloats, 0.0f).data();
      bindings.push_back({static_cast<std::uint32_t>(bindings.size()), where});
    }
  }
  if (xnn_setup_runtime(runtime.get(), bindings.size(), bindings.data()) != xnn_status_success)
    return refused("XNNPACK can't bind the network's buffers");
  return {};
}

Network::Network(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;
Network::~Network() = default;

Result<Network> Network::create(std::shared_ptr<const ModelGraph> graph, std::span<const std::string> outputs,
                                int threads) {
  assert(threads >= 1);
  auto impl = std::make_unique<Impl>();
  impl->model = std::move(graph);
  if (auto chosen = impl->choose_outputs(outputs); !chosen) return tl::unexpected(chosen.error());
  if (auto built = impl->build(threads); !built) return tl::unexpected(built.error());
  return Network(std::move(impl));
}

std::span<float> Network::input() { return {impl_->input.data(), impl_->input.size() - kSpareFloats}; }

Result<void> Network::run() {
  if (xnn_invoke_runtime(impl_->runtime.get()) != xnn_status_success)
    return failure(Error::Kind::unsupported, impl_->model->name + ": the network failed while running");
  auto part = impl_->part_values.begin();
  for (Output& output : impl_->outputs) {
    if (output.parts.size() < 2) continue;
    float* where = output.values.data();
    for (std::size_t i = 0; i < output.parts.size(); ++i, ++part)
      where = std::copy(part->begin(), part->end() - static_cast<std::ptrdiff_t>(kSpareFloats), where);
  }
  return {};
}

std::span<const float> Network::output(std::size_t index) const {
  return {impl_->outputs[index].values.data(), impl_->outputs[index].size};
}

const std::shared_ptr<const ModelGraph>& Network::graph() const { return impl_->model; }

const std::vector<int>& Network::input_shape() const { return impl_->tensor(impl_->model->inputs[0]).shape; }

}  // namespace endrange
