// sharing.h: how many muscles and the floor share what a few equations ask of them.
//
//   minimise  Σ cubic_i x_i³ + ½ square_i x_i² − reward_i x_i   with  A·x = b,  low_i ≤ x_i ≤ high_i
//
// Separable and strictly convex, so for given prices λ of the equations each x_i is known in closed form, and λ is
// found by Newton steps on the concave dual, a few unknowns: no reserve forces, no penalty. Every answer carries its
// residual; where there is no answer, that is proved: prices are shown at which the muscles can't pay.
#pragma once

#include <array>
#include <cstddef>

namespace endrange {

constexpr std::size_t kMostEquations = 7, kMostShares = 48;

struct SharingProblem {
  std::size_t equations = 0, shares = 0;
  /// By share: what one unit of it does in each equation.
  std::array<std::array<double, kMostEquations>, kMostShares> column{};
  std::array<double, kMostEquations> wanted{};
  std::array<double, kMostShares> low{}, high{}, cubic{}, square{}, reward{};  ///< square > 0, low ≥ 0
};

struct Sharing {
  std::array<double, kMostShares> x{};
  std::array<double, kMostEquations> price{};
  /// Largest of: miss of an equation over its scale (1 + |b| + Σ|A x|), and breach of the optimality conditions.
  double residual = 0;
  bool is_feasible = true;  ///< false: proved that no x fits
  bool is_solved = false;   ///< feasible with residual ≤ 1e-8, or proved infeasible
  int steps = 0;
};

/// `start`: prices to begin from, as those of the frame before; zeros otherwise. Allocates nothing.
Sharing share(const SharingProblem& problem, const std::array<double, kMostEquations>& start = {});

}  // namespace endrange
