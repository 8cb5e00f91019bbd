// cholesky.h: small symmetric systems, A = L·Lᵀ, on the stack.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace endrange {

template <std::size_t N>
using Square = std::array<std::array<double, N>, N>;  ///< by row

/// Replaces the lower triangle of A, which alone is read, by L. False when A isn't positive definite.
template <std::size_t N>
bool factorise(Square<N>& a) {
  for (std::size_t i = 0; i < N; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = a[i][j];
      for (std::size_t k = 0; k < j; ++k) sum -= a[i][k] * a[j][k];
      if (i != j) {
        a[i][j] = sum / a[j][j];
      } else {
        if (!(sum > 1e-12 * a[i][i])) return false;
        a[i][i] = std::sqrt(sum);
      }
    }
  return true;
}

/// z with L·z = b. |z|² is bᵀ·A⁻¹·b.
template <std::size_t N>
std::array<double, N> forward(const Square<N>& l, std::array<double, N> b) {
  for (std::size_t i = 0; i < N; ++i) {
    for (std::size_t k = 0; k < i; ++k) b[i] -= l[i][k] * b[k];
    b[i] /= l[i][i];
  }
  return b;
}

/// x with A·x = b.
template <std::size_t N>
std::array<double, N> solve(const Square<N>& l, const std::array<double, N>& b) {
  std::array<double, N> x = forward(l, b);
  for (std::size_t i = N; i-- > 0;) {
    for (std::size_t k = i + 1; k < N; ++k) x[i] -= l[k][i] * x[k];
    x[i] /= l[i][i];
  }
  return x;
}

}  // namespace endrange
