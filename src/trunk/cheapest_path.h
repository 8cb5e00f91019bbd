// cheapest_path.h: the line across a picture that costs least, column by column.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <vector>

namespace endrange {

/// Its memory is kept from call to call.
class CheapestPath {
 public:
  /// One row a column, at most `steepest` rows up or down from column to column, each at the price of `climb`; valid
  /// until the next call. price(column, row). Pre: at least one column and one row.
  /// Source: dynamic programming (Viterbi).
  template <class Price>
  const std::vector<std::size_t>& find(std::size_t columns, std::size_t rows, int steepest, double climb,
                                       Price&& price) {
    cost_.assign(rows, 0), before_.assign(rows, 0);
    came_from_.assign(columns * rows, 0), path_.resize(columns);
    for (std::size_t c = 0; c < columns; ++c) {
      before_ = cost_;
      for (std::size_t r = 0; r < rows; ++r) {
        double best = std::numeric_limits<double>::infinity();
        for (int k = -steepest; k <= steepest; ++k) {
          const auto from = static_cast<std::ptrdiff_t>(r) + k;
          if (from < 0 || from >= static_cast<std::ptrdiff_t>(rows)) continue;
          const double all = before_[static_cast<std::size_t>(from)] + climb * std::abs(k);
          if (all < best) best = all, came_from_[c * rows + r] = static_cast<std::int16_t>(from);
        }
        cost_[r] = (c == 0 ? 0 : best) + price(c, r);
      }
    }
    auto r = static_cast<std::size_t>(std::ranges::min_element(cost_) - cost_.begin());
    for (std::size_t c = columns; c-- > 0;) path_[c] = r, r = static_cast<std::size_t>(came_from_[c * rows + r]);
    return path_;
  }

 private:
  std::vector<double> cost_, before_;
  std::vector<std::int16_t> came_from_;
  std::vector<std::size_t> path_;
};

}  // namespace endrange
