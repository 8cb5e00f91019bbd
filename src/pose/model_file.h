// model_file.h: reads a .tflite file into a plain graph of layers.
//
//   bytes ─[parse_model]─► ModelGraph { tensors, layers, inputs, outputs }  ─[Network::create]─► something that runs
//
// Only what the BlazePose networks use is understood. Weights stored as 16-bit floats, or sparse, are expanded to
// dense 32-bit floats here, so DEQUANTIZE and DENSIFY never reach the network. Every length and offset in the file
// is checked against the bytes present: a damaged or foreign file is an Error, never a crash.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"

namespace endrange {

struct Tensor {
  std::string name;
  std::vector<int> shape;     ///< all sizes ≥ 1; images are batch, row, column, channel
  std::vector<float> values;  ///< constants only; empty for what the network computes

  std::size_t element_count() const;
};

enum class LayerKind {
  add,
  concatenation,
  convolution,
  depthwise_convolution,
  depth_to_space,
  logistic,
  max_pool,
  pad,
  reshape,
  resize_bilinear,
};

/// One step of the network. Fields that a kind doesn't use keep their defaults.
struct Layer {
  LayerKind kind{};
  std::vector<int> inputs;  ///< tensor indices: data, then filter, bias where the kind has them
  int output = -1;          ///< tensor index

  bool same_padding = false;  ///< zero border so that output = ceil(input / stride); otherwise no border
  int stride_x = 1, stride_y = 1;
  int dilation_x = 1, dilation_y = 1;
  int filter_width = 0, filter_height = 0;  ///< max_pool only
  int depth_multiplier = 1;                 ///< depthwise only
  int block_size = 0;                       ///< depth_to_space only
  int axis = 0;                             ///< concatenation only
  bool half_pixel_centers = false;          ///< resize only
  bool align_corners = false;               ///< resize only
  float lowest, highest;                    ///< the fused activation as a clamp; infinite = none
  std::vector<int> pad_before, pad_after;   ///< pad only, one a dimension
};

struct ModelGraph {
  std::string name;  ///< file name, for messages
  std::vector<Tensor> tensors;
  std::vector<Layer> layers;  ///< in an order in which they can run
  std::vector<int> inputs, outputs;

  /// Index of the tensor with that name, or -1.
  int find(const std::string& tensor_name) const;
};

/// Parses the bytes of a .tflite file.
///
/// bytes    the whole file
/// name     what to call it in messages
/// returns  a graph whose indices are all in range and whose constants have the size their shape says
/// Errors:  unreadable (not a model, damaged), unsupported (a layer or number type that BlazePose doesn't use)
/// Source:  TensorFlow Lite schema version 3
Result<ModelGraph> parse_model(std::span<const std::byte> bytes, const std::string& name);

/// Reads and parses one file. Errors: not_found, and those of parse_model.
Result<ModelGraph> read_model(const std::string& path);

}  // namespace endrange
