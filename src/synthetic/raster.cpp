#include "synthetic/raster.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace endrange::synthetic {

void MovingPoints::at_pass(int pass, std::vector<ScreenPoint>& points) const {
  const auto height = static_cast<float>(rows), half = static_cast<float>(std::max(span_s() / 2, 1e-9)),
             offset = static_cast<float>(exposure_s * ((pass + 0.5) / kPasses - 0.5)),
             readout = static_cast<float>(readout_s);
  points.resize(knots[1].size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const ScreenPoint &a = knots[0][i], &b = knots[1][i], &c = knots[2][i];
    ScreenPoint p = b;
    // Row and moment depend on each other: two rounds settle them.
    for (int round = 0; round < 2; ++round) {
      const float u = (offset + readout * (std::clamp(p.y / height, 0.0f, 1.0f) - 0.5f)) / half;
      const float wa = 0.5f * u * (u - 1), wb = 1 - u * u, wc = 0.5f * u * (u + 1);
      p = {wa * a.x + wb * b.x + wc * c.x, wa * a.y + wb * b.y + wc * c.y,
           wa * a.nearness + wb * b.nearness + wc * c.nearness};
    }
    points[i] = p;
  }
}

Rasterizer::Rasterizer(int width, int height)
    : width_(width),
      height_(height),
      bands_((height + kBandRows - 1) / kBandRows),
      first_of_band_(static_cast<std::size_t>(bands_) + 1),
      nearest_(static_cast<std::size_t>(4 * width * kBandRows)),
      owner_(nearest_.size()) {}

void Rasterizer::sort_into_bands(std::span<const ScreenPoint> points,
                                 std::span<const std::array<std::uint32_t, 3>> triangles) {
  // Twice over the triangles: count, then place.
  const auto rows = [&](const std::array<std::uint32_t, 3>& t) -> std::array<int, 2> {
    const ScreenPoint &a = points[t[0]], &b = points[t[1]], &c = points[t[2]];
    // Seen from behind, or without area. y runs down: counter-clockwise to the eye is a negative area.
    if (!((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) < 0)) return {1, 0};
    const auto [low, high] = std::minmax({a.y, b.y, c.y});
    if (high < 0 || low >= static_cast<float>(height_)) return {1, 0};
    return {std::max(0, static_cast<int>(low)) / kBandRows, std::min(height_ - 1, static_cast<int>(high)) / kBandRows};
  };
  std::ranges::fill(first_of_band_, 0u);
  for (const auto& t : triangles) {
    const auto [from, to] = rows(t);
    for (int band = from; band <= to; ++band) ++first_of_band_[static_cast<std::size_t>(band)];
  }
  std::uint32_t sum = 0;
  for (std::uint32_t& n : first_of_band_) sum += std::exchange(n, sum);
  sorted_.resize(sum);
  std::vector<std::uint32_t> next = first_of_band_;
  for (std::uint32_t i = 0; i < triangles.size(); ++i) {
    const auto [from, to] = rows(triangles[i]);
    for (int band = from; band <= to; ++band) sorted_[next[static_cast<std::size_t>(band)]++] = i;
  }
}

Rasterizer::Span Rasterizer::fill_band(std::span<const ScreenPoint> points,
                                       std::span<const std::array<std::uint32_t, 3>> triangles, int band, int pass) {
  const std::uint32_t first = first_of_band_[static_cast<std::size_t>(band)],
                      last = first_of_band_[static_cast<std::size_t>(band) + 1];
  Span columns{2 * width_, 0};
  for (std::uint32_t i = first; i < last; ++i)
    for (const std::uint32_t corner : triangles[sorted_[i]]) {
      columns.from = std::min(columns.from, static_cast<int>(2 * points[corner].x) - 1);
      columns.to = std::max(columns.to, static_cast<int>(2 * points[corner].x) + 2);
    }
  columns.from = std::max(columns.from, 0), columns.to = std::min(columns.to, 2 * width_);
  if (columns.from >= columns.to) return {0, 0};
  const auto stride = static_cast<std::size_t>(2 * width_);
  for (std::size_t row = 0; row < 2 * kBandRows; ++row) {
    std::fill_n(nearest_.begin() + static_cast<std::ptrdiff_t>(row * stride) + columns.from, columns.to - columns.from,
                0.0f);
    std::fill_n(owner_.begin() + static_cast<std::ptrdiff_t>(row * stride) + columns.from, columns.to - columns.from,
                kNobody);
  }
  const float dx = sample_x(0, pass), dy = sample_y(0, pass);
  const int top = 2 * band * kBandRows, bottom = std::min(top + 2 * kBandRows, 2 * height_);
  for (std::uint32_t i = first; i < last; ++i) {
    const std::uint32_t id = sorted_[i];
    const ScreenPoint &a = points[triangles[id][0]], &b = points[triangles[id][1]], &c = points[triangles[id][2]];
    const float per_area = 1 / ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
    const auto [low_y, high_y] = std::minmax({a.y, b.y, c.y});
    const auto [low_x, high_x] = std::minmax({a.x, b.x, c.x});
    const int row0 = std::max(top, static_cast<int>(std::ceil(2 * (low_y - dy)))),
              row1 = std::min(bottom - 1, static_cast<int>(std::floor(2 * (high_y - dy)))),
              column0 = std::max(0, static_cast<int>(std::ceil(2 * (low_x - dx)))),
              column1 = std::min(2 * width_ - 1, static_cast<int>(std::floor(2 * (high_x - dx))));
    for (int row = row0; row <= row1; ++row) {
      const float y = sample_y(row, pass);
      for (int column = column0; column <= column1; ++column) {
        const float x = sample_x(column, pass);
        const float s1 = ((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) * per_area,
                    s2 = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) * per_area;
        if (s1 < 0 || s2 < 0 || s1 + s2 > 1) continue;
        const float nearness = a.nearness + s1 * (b.nearness - a.nearness) + s2 * (c.nearness - a.nearness);
        const std::size_t at = static_cast<std::size_t>(row - top) * stride + static_cast<std::size_t>(column);
        if (nearness > nearest_[at]) nearest_[at] = nearness, owner_[at] = id;
      }
    }
  }
  return columns;
}

}  // namespace endrange::synthetic
