// raster.h: triangles to samples: which triangle is seen where, 2 × 2 samples a pixel and pass, 4 passes.
//
// A pixel is area-sampled on a 4 × 4 grid. The four passes take the grid's four interleaved quarters, each at its own
// moment of the exposure: what stands still gets all sixteen samples, what moves is blurred as it should.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace endrange::synthetic {

constexpr int kPasses = 4;

/// A corner in the picture.
struct ScreenPoint {
  float x = 0, y = 0;  ///< px
  float nearness = 0;  ///< 1 / depth
};

/// Corners that move while a picture is exposed: where they are at its begin, middle and end. Rows are exposed one
/// after the other, so each corner is drawn where it is when the row on which it falls is.
struct MovingPoints {
  std::array<std::vector<ScreenPoint>, 3> knots;
  double exposure_s = 0, readout_s = 0;                     ///< of one row; from the first row to the last
  double rows = 0;                                          ///< height of the picture, px
  double span_s() const { return exposure_s + readout_s; }  ///< from the first knot to the last

  /// The corners as one pass sees them. points: filled.
  void at_pass(int pass, std::vector<ScreenPoint>& points) const;
};

/// What is seen at one sample: the triangle and the shares of its corners.
struct Hit {
  std::uint32_t triangle;
  float share1, share2;  ///< of corners 1 and 2; corner 0 has the rest
};

/// Draws triangles (three indices each into `points`) that face the camera (counter-clockwise as seen; y is down),
/// nearest first, and calls `shade(pixel x, pixel y, hit)` once for each covered sample of this pass, rows in ascending
/// order.
class Rasterizer {
 public:
  Rasterizer(int width, int height);
  template <class Shade>
  void draw(std::span<const ScreenPoint> points, std::span<const std::array<std::uint32_t, 3>> triangles, int pass,
            Shade&& shade) {
    sort_into_bands(points, triangles);
    for (int band = 0; band < bands_; ++band) {
      const Span columns = fill_band(points, triangles, band, pass);
      for (int row = 0; row < 2 * kBandRows; ++row) {
        const int y = band * kBandRows + row / 2;
        if (y >= height_) break;
        for (int x = columns.from; x < columns.to; ++x) {
          const std::size_t at =
              static_cast<std::size_t>(row) * static_cast<std::size_t>(2 * width_) + static_cast<std::size_t>(x);
          if (owner_[at] == kNobody) continue;
          shade(x / 2, y,
                hit_at(points, triangles, owner_[at], sample_x(x, pass), sample_y(2 * band * kBandRows + row, pass)));
        }
      }
    }
  }

  /// Where a sample of a pass lies, px.
  static float sample_x(int column, int pass) {
    return 0.5f * static_cast<float>(column) + 0.125f + 0.25f * static_cast<float>(pass & 1);
  }
  static float sample_y(int row, int pass) {
    return 0.5f * static_cast<float>(row) + 0.125f + 0.25f * static_cast<float>(pass >> 1);
  }

 private:
  static constexpr int kBandRows = 16;
  static constexpr std::uint32_t kNobody = UINT32_MAX;
  struct Span {
    int from, to;
  };
  int width_, height_, bands_;
  std::vector<std::uint32_t> sorted_, first_of_band_;
  std::vector<float> nearest_;
  std::vector<std::uint32_t> owner_;

  void sort_into_bands(std::span<const ScreenPoint> points, std::span<const std::array<std::uint32_t, 3>> triangles);
  Span fill_band(std::span<const ScreenPoint> points, std::span<const std::array<std::uint32_t, 3>> triangles, int band,
                 int pass);
  static Hit hit_at(std::span<const ScreenPoint> points, std::span<const std::array<std::uint32_t, 3>> triangles,
                    std::uint32_t triangle, float x, float y) {
    const auto& t = triangles[triangle];
    const ScreenPoint &a = points[t[0]], &b = points[t[1]], &c = points[t[2]];
    const float area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    const float s1 = ((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) / area,
                s2 = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / area;
    return {triangle, s1, s2};
  }
};

}  // namespace endrange::synthetic
