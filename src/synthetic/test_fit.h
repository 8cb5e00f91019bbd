// test_fit.h: least squares for the tests, and the displacement of a plate found with it. Included by *_test.cpp only.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "synthetic/plate.h"

namespace endrange::synthetic::test {

/// Normal equations of N unknowns, filled row by row.
template <std::size_t N>
class LeastSquares {
 public:
  void add(const std::array<double, N>& row, double value) {
    for (std::size_t i = 0; i < N; ++i) {
      for (std::size_t j = 0; j < N; ++j) matrix_[i][j] += row[i] * row[j];
      matrix_[i][N] += row[i] * value;
    }
  }
  /// Gauss–Jordan with pivots.
  std::array<double, N> solve() const {
    auto m = matrix_;
    for (std::size_t i = 0; i < N; ++i) {
      std::size_t best = i;
      for (std::size_t j = i + 1; j < N; ++j)
        if (std::abs(m[j][i]) > std::abs(m[best][i])) best = j;
      std::swap(m[i], m[best]);
      for (std::size_t j = 0; j < N; ++j) {
        if (j == i) continue;
        const double share = m[j][i] / m[i][i];
        for (std::size_t k = i; k <= N; ++k) m[j][k] -= share * m[i][k];
      }
    }
    std::array<double, N> x;
    for (std::size_t i = 0; i < N; ++i) x[i] = m[i][N] / m[i][i];
    return x;
  }

 private:
  std::array<std::array<double, N + 1>, N> matrix_{};
};

/// Pixels from (x0, y0) to before (x1, y1).
struct Window {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

/// What a shot should look like at a pose, and how it changes with the origin; closed form.
struct PlateModel {
  PlateShot shot;
  PlatePose pose;
  std::vector<float> grey, along_x, along_y;

  PlateModel(const Plate& plate, const PlateShot& of, const PlatePose& at) : shot(of), pose(at) {
    constexpr double kStep = 0.02;  // px; central differences err by (k·step)²/6 of themselves: 0.02 %
    grey = plate.photograph(shot, pose);
    const auto moved = [&](Vec2 by) {
      PlatePose there = pose;
      there.origin = there.origin + by;
      return plate.photograph(shot, there);
    };
    const auto slope = [&](Vec2 by) {
      std::vector<float> ahead = moved(by);
      const std::vector<float> behind = moved(-1 * by);
      for (std::size_t i = 0; i < ahead.size(); ++i)
        ahead[i] = static_cast<float>((ahead[i] - behind[i]) / (2 * kStep));
      return ahead;
    };
    along_x = slope({kStep, 0}), along_y = slope({0, kStep});
  }

  /// How far a picture stands from the model, px, inside a window: one step of Gauss–Newton with free gain and level.
  /// A shift that changes evenly from row to row may come on top: what is given is that of the window's middle row.
  Vec2 offset_of(const std::vector<float>& picture, const Window& w) const {
    LeastSquares<6> fit;
    const double middle = 0.5 * (w.y0 + w.y1 - 1), half = std::max(0.5 * (w.y1 - w.y0), 1.0);
    for (int y = w.y0; y < w.y1; ++y)
      for (int x = w.x0; x < w.x1; ++x) {
        const auto i = static_cast<std::size_t>(y) * static_cast<std::size_t>(shot.width) + static_cast<std::size_t>(x);
        const double down = (y - middle) / half;
        fit.add({along_x[i], along_y[i], down * along_x[i], down * along_y[i], grey[i], 1}, picture[i] - grey[i]);
      }
    const auto found = fit.solve();
    return {found[0], found[1]};
  }
};

/// Where the plate's origin lies in a picture of it, by Gauss–Newton on the whole picture from a rough start.
inline PlateModel find_plate(const Plate& plate, const PlateShot& shot, PlatePose start,
                             const std::vector<float>& picture) {
  constexpr int kEdge = 2;
  const Window whole{kEdge, kEdge, shot.width - kEdge, shot.height - kEdge};
  for (int round = 0; round < 8; ++round) {
    const PlateModel model(plate, shot, start);
    const Vec2 off = model.offset_of(picture, whole);
    start.origin = start.origin + off;
    if (length(off) < 1e-5) break;
  }
  return {plate, shot, start};
}

}  // namespace endrange::synthetic::test
