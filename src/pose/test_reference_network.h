// test_reference_network.h: a plain interpreter of the network graphs in double precision, written from what the layers
// mean and sharing nothing with XNNPACK. For tests.
#pragma once

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

#include "pose/model_file.h"

namespace endrange::test {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

// ---------------------------------------------------------------------------------------------------------------
// The reference.

inline std::size_t at(int index) { return static_cast<std::size_t>(index); }

// Calls work(row) for every row, half of them on a second thread: the heavy network takes two thousand million
// multiplications.
template <class Work>
void for_each_row(int rows, const Work& work) {
  const auto half = [&](int first) {
    for (int row = first; row < rows; row += 2) work(row);
  };
  std::thread other(half, 1);
  half(0);
  other.join();
}

// An image of one batch: shape is 1, rows, columns, channels.
struct ImageSize {
  int rows, columns, channels;
  explicit ImageSize(const Tensor& t) : rows(t.shape[1]), columns(t.shape[2]), channels(t.shape[3]) {}
  std::size_t index(int row, int column) const { return (at(row) * at(columns) + at(column)) * at(channels); }
};

// How many rows or columns of border "same" padding puts before the first.
inline int border_before(bool same, int in, int out, int filter, int stride, int dilation) {
  if (!same) return 0;
  return std::max((out - 1) * stride + (filter - 1) * dilation + 1 - in, 0) / 2;
}

class Reference {
 public:
  Reference(const ModelGraph& graph, std::span<const float> input) : graph_(graph), values_(graph.tensors.size()) {
    for (std::size_t i = 0; i < values_.size(); ++i)
      values_[i].assign(graph.tensors[i].values.begin(), graph.tensors[i].values.end());
    values_[at(graph.inputs[0])].assign(input.begin(), input.end());
    for (const Layer& layer : graph.layers) {
      values_[at(layer.output)].assign(tensor(layer.output).element_count(), 0.0);
      run(layer);
    }
  }

  const std::vector<double>& output(const std::string& name) const { return values_[at(graph_.find(name))]; }

 private:
  const Tensor& tensor(int index) const { return graph_.tensors[at(index)]; }
  const std::vector<double>& in(const Layer& l, std::size_t number = 0) const { return values_[at(l.inputs[number])]; }
  std::vector<double>& out(const Layer& l) { return values_[at(l.output)]; }

  void run(const Layer& l) {
    switch (l.kind) {
      case LayerKind::convolution: convolve(l); break;
      case LayerKind::depthwise_convolution: convolve_depthwise(l); break;
      case LayerKind::max_pool: pool(l); break;
      case LayerKind::resize_bilinear: resize(l); break;
      case LayerKind::pad: pad(l); break;
      case LayerKind::depth_to_space: to_space(l); break;
      case LayerKind::reshape: out(l) = in(l); break;
      case LayerKind::add: std::ranges::transform(in(l), in(l, 1), out(l).begin(), std::plus{}); break;
      case LayerKind::logistic:
        std::ranges::transform(in(l), out(l).begin(), [](double x) { return 1 / (1 + std::exp(-x)); });
        break;
      case LayerKind::concatenation:
        out(l).clear();
        for (std::size_t i = 0; i < l.inputs.size(); ++i) out(l).insert(out(l).end(), in(l, i).begin(), in(l, i).end());
        break;
    }
    for (double& v : out(l)) v = std::clamp(v, static_cast<double>(l.lowest), static_cast<double>(l.highest));
  }

  void convolve(const Layer& l) {
    const ImageSize from(tensor(l.inputs[0])), to(tensor(l.output));
    const auto& shape = tensor(l.inputs[1]).shape;  // out, rows, columns, in
    const int rows = shape[1], columns = shape[2];
    const int above = border_before(l.same_padding, from.rows, to.rows, rows, l.stride_y, l.dilation_y);
    const int left = border_before(l.same_padding, from.columns, to.columns, columns, l.stride_x, l.dilation_x);
    // Output channels innermost, and a few pixels a pass over the filter: a filter of the heavy network is larger
    // than the cache.
    const std::size_t taps = in(l, 1).size() / at(to.channels), channels = at(to.channels);
    std::vector<double> filter(in(l, 1).size());
    for (std::size_t c = 0; c < channels; ++c)
      for (std::size_t t = 0; t < taps; ++t) filter[t * channels + c] = in(l, 1)[c * taps + t];
    const double* data = in(l).data();
    const double* bias = in(l, 2).data();
    double* result = out(l).data();
    constexpr int kPixels = 8;
    for_each_row(to.rows, [&](int y) {
      for (int first = 0; first < to.columns; first += kPixels) {
        const int last = std::min(first + kPixels, to.columns);
        for (int x = first; x < last; ++x) std::copy_n(bias, channels, result + to.index(y, x));
        for (int fy = 0; fy < rows; ++fy) {
          const int row = y * l.stride_y + fy * l.dilation_y - above;
          if (row < 0 || row >= from.rows) continue;
          for (int fx = 0; fx < columns; ++fx) {
            for (int c = 0; c < from.channels; ++c) {
              const double* weights = &filter[at((fy * columns + fx) * from.channels + c) * channels];
              for (int x = first; x < last; ++x) {
                const int column = x * l.stride_x + fx * l.dilation_x - left;
                if (column < 0 || column >= from.columns) continue;
                const double value = data[from.index(row, column) + at(c)];
                double* sums = result + to.index(y, x);
                for (std::size_t o = 0; o < channels; ++o) sums[o] += value * weights[o];
              }
            }
          }
        }
      }
    });
  }

  void convolve_depthwise(const Layer& l) {
    const ImageSize from(tensor(l.inputs[0])), to(tensor(l.output));
    const auto& shape = tensor(l.inputs[1]).shape;  // 1, rows, columns, out
    const int above = border_before(l.same_padding, from.rows, to.rows, shape[1], l.stride_y, l.dilation_y);
    const int left = border_before(l.same_padding, from.columns, to.columns, shape[2], l.stride_x, l.dilation_x);
    const double* data = in(l).data();
    const double* filter = in(l, 1).data();
    const double* bias = in(l, 2).data();
    double* result = out(l).data();
    for_each_row(to.rows, [&](int y) {
      for (int x = 0; x < to.columns; ++x) {
        double* sums = result + to.index(y, x);
        std::copy_n(bias, to.channels, sums);
        for (int fy = 0; fy < shape[1]; ++fy) {
          for (int fx = 0; fx < shape[2]; ++fx) {
            const int row = y * l.stride_y + fy * l.dilation_y - above;
            const int column = x * l.stride_x + fx * l.dilation_x - left;
            if (row < 0 || row >= from.rows || column < 0 || column >= from.columns) continue;
            const double* pixel = data + from.index(row, column);
            const double* weights = filter + at((fy * shape[2] + fx) * to.channels);
            for (int c = 0; c < to.channels; ++c) sums[c] += pixel[c / l.depth_multiplier] * weights[c];
          }
        }
      }
    });
  }

  void pool(const Layer& l) {
    const ImageSize from(tensor(l.inputs[0])), to(tensor(l.output));
    const int above = border_before(l.same_padding, from.rows, to.rows, l.filter_height, l.stride_y, 1);
    const int left = border_before(l.same_padding, from.columns, to.columns, l.filter_width, l.stride_x, 1);
    for (int y = 0; y < to.rows; ++y) {
      for (int x = 0; x < to.columns; ++x) {
        for (int c = 0; c < to.channels; ++c) {
          // The border doesn't take part: it is not a zero.
          double most = -std::numeric_limits<double>::infinity();
          for (int row = y * l.stride_y - above; row < y * l.stride_y - above + l.filter_height; ++row)
            for (int column = x * l.stride_x - left; column < x * l.stride_x - left + l.filter_width; ++column)
              if (row >= 0 && row < from.rows && column >= 0 && column < from.columns)
                most = std::max(most, in(l)[from.index(row, column) + at(c)]);
          out(l)[to.index(y, x) + at(c)] = most;
        }
      }
    }
  }

  void resize(const Layer& l) {
    const ImageSize from(tensor(l.inputs[0])), to(tensor(l.output));
    const auto source = [&](int position, int have, int want) {
      double where = position * static_cast<double>(have) / want;
      if (l.half_pixel_centers) where = (position + 0.5) * have / want - 0.5;
      if (l.align_corners && want > 1) where = position * (have - 1.0) / (want - 1.0);
      return std::clamp(where, 0.0, have - 1.0);
    };
    for (int y = 0; y < to.rows; ++y) {
      const double row = source(y, from.rows, to.rows);
      const int top = static_cast<int>(row), bottom = std::min(top + 1, from.rows - 1);
      for (int x = 0; x < to.columns; ++x) {
        const double column = source(x, from.columns, to.columns);
        const int left = static_cast<int>(column), right = std::min(left + 1, from.columns - 1);
        for (int c = 0; c < to.channels; ++c) {
          const auto pixel = [&](int r, int k) { return in(l)[from.index(r, k) + at(c)]; };
          const double above = std::lerp(pixel(top, left), pixel(top, right), column - left);
          const double below = std::lerp(pixel(bottom, left), pixel(bottom, right), column - left);
          out(l)[to.index(y, x) + at(c)] = std::lerp(above, below, row - top);
        }
      }
    }
  }

  void pad(const Layer& l) {
    const ImageSize from(tensor(l.inputs[0])), to(tensor(l.output));
    for (int y = 0; y < from.rows; ++y)
      for (int x = 0; x < from.columns; ++x)
        std::copy_n(in(l).begin() + static_cast<std::ptrdiff_t>(from.index(y, x)), from.channels,
                    out(l).begin() + l.pad_before[3] +
                        static_cast<std::ptrdiff_t>(to.index(y + l.pad_before[1], x + l.pad_before[2])));
  }

  void to_space(const Layer& l) {
    const ImageSize from(tensor(l.inputs[0])), to(tensor(l.output));
    const int block = l.block_size;
    for (int y = 0; y < to.rows; ++y)
      for (int x = 0; x < to.columns; ++x)
        for (int c = 0; c < to.channels; ++c)
          out(l)[to.index(y, x) + at(c)] =
              in(l)[from.index(y / block, x / block) + at(((y % block) * block + x % block) * to.channels + c)];
  }

  const ModelGraph& graph_;
  std::vector<std::vector<double>> values_;
};

// ---------------------------------------------------------------------------------------------------------------
// Graphs made by hand.

}  // namespace endrange::test
