#include "pose/sparse.h"

#include <algorithm>
#include <cstdint>

namespace endrange {

namespace {

// One level of the traversal: either `size` positions, all stored, or a compressed list of the stored ones.
struct Level {
  bool compressed = false;
  std::int64_t size = 0;
  std::vector<std::int64_t> segments, indices;
  std::int64_t step = 0;  // how far one position moves in the dense tensor
};

std::vector<std::int64_t> read_index_vector(const tflite::Table* holder, int type) {
  std::vector<std::int64_t> result;
  const auto copy = [&](const auto* list) {
    if (list != nullptr) result.assign(list->begin(), list->end());
  };
  if (holder == nullptr) return result;
  if (type == 1) copy(holder->get<flatbuffers::Vector<std::int32_t>>(0));
  if (type == 2) copy(holder->get<flatbuffers::Vector<std::uint16_t>>(0));
  if (type == 3) copy(holder->get<flatbuffers::Vector<std::uint8_t>>(0));
  return result;
}

struct Expansion {
  std::span<const Level> levels;
  std::span<const float> values;
  std::vector<float> dense;
  bool broken = false;

  // `position` counts stored entries of the levels above; `offset` is where they stand in the dense tensor.
  void walk(std::size_t depth, std::int64_t position, std::int64_t offset) {
    if (broken) return;
    if (depth == levels.size()) {
      const auto from = static_cast<std::size_t>(position), to = static_cast<std::size_t>(offset);
      if (from >= values.size() || to >= dense.size()) {
        broken = true;
        return;
      }
      dense[to] = values[from];
      return;
    }
    const Level& level = levels[depth];
    if (!level.compressed) {
      for (std::int64_t i = 0; i < level.size && !broken; ++i)
        walk(depth + 1, position * level.size + i, offset + i * level.step);
      return;
    }
    const auto row = static_cast<std::size_t>(position);
    if (row + 1 >= level.segments.size()) {
      broken = true;
      return;
    }
    for (std::int64_t i = level.segments[row]; i < level.segments[row + 1] && !broken; ++i) {
      if (i < 0 || static_cast<std::size_t>(i) >= level.indices.size()) {
        broken = true;
        return;
      }
      walk(depth + 1, i, offset + level.indices[static_cast<std::size_t>(i)] * level.step);
    }
  }
};

}  // namespace

Result<std::vector<float>> expand_sparse(const tflite::Sparsity& sparsity, std::span<const float> values,
                                         std::size_t elements) {
  const auto broken = [] { return failure(Error::Kind::unreadable, "sparse weights contradict themselves"); };
  const auto* order = sparsity.traversal_order();
  const auto* dimensions = sparsity.dimensions();
  if (order == nullptr || dimensions == nullptr || order->size() != dimensions->size() || order->size() > 8)
    return broken();
  const std::size_t depth = order->size();
  const std::size_t blocks = sparsity.block_map() != nullptr ? sparsity.block_map()->size() : 0;
  if (blocks > depth) return broken();
  const std::size_t rank = depth - blocks;  // dimensions of the dense tensor; the rest are blocks inside some of them

  // No size or index inside the tensor can exceed its number of elements; refusing early also keeps the products
  // below from overflowing.
  const auto most = static_cast<std::int64_t>(elements);
  std::vector<Level> levels(depth);
  std::vector<int> dimension_of(depth);
  std::vector<std::int64_t> block_size(rank, 1), size(rank, 0);
  for (std::size_t i = 0; i < depth; ++i) {
    const tflite::Dimension& d = *dimensions->Get(static_cast<flatbuffers::uoffset_t>(i));
    const int which = order->Get(static_cast<flatbuffers::uoffset_t>(i));
    if (which < 0 || static_cast<std::size_t>(which) >= depth) return broken();
    Level& level = levels[i];
    level.compressed = d.format() == 1;
    level.size = d.dense_size();
    dimension_of[i] = which;
    if (level.compressed) {
      level.segments = read_index_vector(d.segments(), d.segments_type());
      level.indices = read_index_vector(d.indices(), d.indices_type());
      // The file doesn't state a compressed dimension's size: the largest index gives the least it can be,
      // and the element count settles it below.
      for (const auto index : level.indices) level.size = std::max(level.size, index + 1);
      // Ascending, so that each stored entry belongs to one row and walk() comes to each but once.
      if (!std::ranges::is_sorted(level.segments)) return broken();
    }
    if (level.size < 1 || level.size > most) return broken();
    if (static_cast<std::size_t>(which) >= rank) {
      const int inside =
          sparsity.block_map()->Get(static_cast<flatbuffers::uoffset_t>(static_cast<std::size_t>(which) - rank));
      if (inside < 0 || static_cast<std::size_t>(inside) >= rank || level.compressed) return broken();
      block_size[static_cast<std::size_t>(inside)] *= level.size;
      if (block_size[static_cast<std::size_t>(inside)] > most) return broken();
    } else {
      size[static_cast<std::size_t>(which)] = level.size;
    }
  }

  // Dense sizes; one compressed dimension may be larger than its largest stored index.
  std::int64_t product = 1;
  std::size_t open = rank;
  for (std::size_t i = 0; i < depth; ++i)
    if (static_cast<std::size_t>(dimension_of[i]) < rank && levels[i].compressed)
      open = static_cast<std::size_t>(dimension_of[i]);
  for (std::size_t d = 0; d < rank; ++d) {
    size[d] *= block_size[d];
    if (size[d] < 1 || size[d] > most) return broken();
    if (d != open) product *= size[d];
    if (product > most) return broken();
  }
  if (open < rank) {
    const auto whole = static_cast<std::int64_t>(elements) / product;
    if (whole < size[open]) return broken();
    size[open] = whole;
    product *= whole;
  }
  if (product != static_cast<std::int64_t>(elements)) return broken();

  // How far one position of each level moves in the dense tensor.
  std::vector<std::int64_t> stride(rank, 1);
  for (std::size_t d = rank; d-- > 1;) stride[d - 1] = stride[d] * size[d];
  for (std::size_t i = 0; i < depth; ++i) {
    const auto which = static_cast<std::size_t>(dimension_of[i]);
    levels[i].step = which < rank ? stride[which] * block_size[which]
                                  : stride[static_cast<std::size_t>(
                                        sparsity.block_map()->Get(static_cast<flatbuffers::uoffset_t>(which - rank)))];
  }

  Expansion expansion{levels, values, std::vector<float>(elements, 0.0f)};
  expansion.walk(0, 0, 0);
  if (expansion.broken) return broken();
  return std::move(expansion.dense);
}

}  // namespace endrange
