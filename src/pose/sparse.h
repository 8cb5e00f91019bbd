// sparse.h: expands the sparse weights of a .tflite file to dense ones.
//
// The detector stores most of its filters as blocks of four channels, listing only the blocks that aren't zero.
#pragma once

#include <span>
#include <vector>

#include "core/error.h"
#include "pose/tflite_schema.h"

namespace endrange {

/// The dense form of one sparse weight tensor.
///
/// sparsity  how the values are laid out: an order of dimensions, each dense or compressed (CSR)
/// values    the stored numbers, in that order
/// elements  how many numbers the dense tensor has
/// returns   the tensor in row-major order of its own dimensions, zeros filled in
/// Errors:   unreadable, when the layout contradicts itself or the number of values
Result<std::vector<float>> expand_sparse(const tflite::Sparsity& sparsity, std::span<const float> values,
                                         std::size_t elements);

}  // namespace endrange
