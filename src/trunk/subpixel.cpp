#include "trunk/subpixel.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/cholesky.h"

namespace endrange {

namespace {

// Plain cloth creeps to its place; the last steps are far below what noise allows, and not waited for. px
constexpr int kMostIterations = 10;
constexpr double kConverged = 2e-3, kNearlyConverged = 0.04;
// Further than this from the start, or this much stretched, it isn't the same patch any more.
constexpr double kFarthest = 6, kMostStretch = 0.35;
// What a match explains less well isn't one.
constexpr double kLeastCorrelation = 0.4;
// How much skin and cloth usually turn and stretch (one standard deviation), held against what the pixels say with a
// noise of one grey level: plain patches can't tell it, and would stretch themselves over anything.
constexpr double kUsualStretch = 0.05;
constexpr double kStretchWeight = 1 / (kUsualStretch * kUsualStretch);
// And how far a patch may stray from where its neighbours go, px, at an encoder's noise of some grey levels.
constexpr double kUsualStray = 1.0, kStrayNoise = 2.5;
constexpr double kStrayWeight = kStrayNoise * kStrayNoise / (kUsualStray * kUsualStray);

constexpr std::size_t kUnknowns = 6;

// Four floats in one register; g++ and clang make the same of it.
using Four = float __attribute__((vector_size(16)));

Four load(const float* from) {
  Four v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

// Cubic B-spline through four coefficients, at t of the way from the second to the third.
Four spline(float t) {
  const float u = 1 - t, t2 = t * t, u2 = u * u;
  const Four weights = {u2 * u / 6, (4 - 6 * t2 + 3 * t2 * t) / 6, (4 - 6 * u2 + 3 * u2 * u) / 6, t2 * t / 6};
  return weights;
}

float sample(const GreyWindow& window, float x, float y) {
  const float column = std::floor(x), line = std::floor(y);
  const float* from = window.row(static_cast<int>(line) - 1) + (static_cast<int>(column) - 1 - window.left());
  const auto stride = window.row(window.top() + 1) - window.row(window.top());
  const Four wy = spline(y - line);
  const Four sum = wy[0] * load(from) + wy[1] * load(from + stride) + wy[2] * load(from + 2 * stride) +
                   wy[3] * load(from + 3 * stride);
  const Four all = sum * spline(x - column);
  return (all[0] + all[1]) + (all[2] + all[3]);
}

bool invert(Square<kUnknowns> matrix, std::array<double, 36>& inverse) {
  if (!factorise(matrix)) return false;
  for (std::size_t c = 0; c < kUnknowns; ++c) {
    std::array<double, kUnknowns> unit{};
    unit[c] = 1;
    const std::array<double, kUnknowns> column = solve(matrix, unit);
    for (std::size_t i = 0; i < kUnknowns; ++i) inverse[i * 6 + c] = column[i];
  }
  return true;
}

// The warp that does `first` backwards, then `then`: then ∘ first⁻¹.
Warp undo_then(const Warp& first, const Warp& then) {
  const double a = 1 + first.xx, b = first.xy, c = first.yx, d = 1 + first.yy;
  const double det = a * d - b * c;
  const double ia = d / det, ib = -b / det, ic = -c / det, id = a / det;
  const double ix = -(ia * first.x + ib * first.y), iy = -(ic * first.x + id * first.y);
  const double ta = 1 + then.xx, tb = then.xy, tc = then.yx, td = 1 + then.yy;
  return {then.x + ta * ix + tb * iy, then.y + tc * ix + td * iy, ta * ia + tb * ic - 1,
          ta * ib + tb * id,          tc * ia + td * ic,          tc * ib + td * id - 1};
}

// A patch is 5×5 blocks to its error estimate: neighbouring residuals are alike (the encoder's blocks, the smoothing),
// those of different blocks hardly.
constexpr int kBlocks = 5;
int block_of(int offset, int radius) { return (offset + radius) * kBlocks / (2 * radius + 1); }

}  // namespace

std::optional<Patch> Patch::cut(const GreyWindow& reference, int x, int y, int radius, double least_texture) {
  if (!reference.holds(x, y, radius + 2) || radius < 2) return std::nullopt;
  Patch patch;
  patch.x_ = x, patch.y_ = y, patch.radius_ = radius;
  const auto n = static_cast<std::size_t>((2 * radius + 1) * (2 * radius + 1));
  patch.grey_.reserve(n), patch.gradient_x_.reserve(n), patch.gradient_y_.reserve(n);
  Square<kUnknowns> hessian{};
  // What the grey and its six slopes have in common with a plane: level, along u, along v.
  std::array<std::array<double, 3>, 7> plane{};
  for (int v = -radius; v <= radius; ++v)
    for (int u = -radius; u <= radius; ++u) {
      // The spline and its slopes at a pixel's centre: 1-4-1 and −1, 0, 1.
      std::array<float, 3> across, slope;
      for (int k = 0; k < 3; ++k) {
        const float* here = reference.row(y + v + k - 1) + (x + u - reference.left());
        across[static_cast<std::size_t>(k)] = (here[-1] + 4 * here[0] + here[1]) / 6;
        slope[static_cast<std::size_t>(k)] = (here[1] - here[-1]) / 2;
      }
      const float value = (across[0] + 4 * across[1] + across[2]) / 6;
      const float gx = (slope[0] + 4 * slope[1] + slope[2]) / 6, gy = (across[2] - across[0]) / 2;
      patch.grey_.push_back(value), patch.gradient_x_.push_back(gx), patch.gradient_y_.push_back(gy);
      const auto fu = static_cast<float>(u), fv = static_cast<float>(v);
      const std::array<double, 6> j = {gx, gy, gx * fu, gx * fv, gy * fu, gy * fv};
      for (std::size_t a = 0; a < kUnknowns; ++a)
        for (std::size_t b = 0; b <= a; ++b) hessian[a][b] += j[a] * j[b];
      for (std::size_t a = 0; a < 7; ++a) {
        const double part = a < kUnknowns ? j[a] : value;
        plane[a][0] += part, plane[a][1] += part * u, plane[a][2] += part * v;
      }
    }
  const double cells = static_cast<double>(n), moment = cells * radius * (radius + 1) / 3;
  const std::array<double, 3> square = {cells, moment, moment};
  for (std::size_t a = 0; a < kUnknowns; ++a)
    for (std::size_t b = 0; b <= a; ++b)
      for (std::size_t m = 0; m < 3; ++m) hessian[a][b] -= plane[a][m] * plane[b][m] / square[m];
  for (std::size_t a = 0; a < kUnknowns; ++a)
    for (std::size_t b = a + 1; b < kUnknowns; ++b) hessian[a][b] = hessian[b][a];
  for (std::size_t a = 2; a < kUnknowns; ++a) hessian[a][a] += kStretchWeight;
  double squares = 0;
  std::size_t i = 0;
  for (int v = -radius; v <= radius; ++v)
    for (int u = -radius; u <= radius; ++u, ++i) {
      float& g = patch.grey_[i];
      g -= static_cast<float>(plane[6][0] / square[0] + plane[6][1] / square[1] * u + plane[6][2] / square[2] * v);
      squares += static_cast<double>(g) * g;
    }
  patch.spread_ = static_cast<float>(std::sqrt(squares));
  patch.energy_x_ = hessian[0][0], patch.energy_y_ = hessian[1][1];
  const double xx = hessian[0][0], xy = hessian[1][0], yy = hessian[1][1];
  // In the strongest direction.
  if (0.5 * (xx + yy) + std::sqrt(0.25 * (xx - yy) * (xx - yy) + xy * xy) < least_texture) return std::nullopt;
  Square<kUnknowns> held = hessian;
  held[0][0] += kStrayWeight, held[1][1] += kStrayWeight;
  // A trace, so that a patch that is nothing but an edge still has an inverse, and a great doubt along it.
  hessian[0][0] += 1e-3 * xx + 1e-3, hessian[1][1] += 1e-3 * yy + 1e-3;
  if (!invert(hessian, patch.inverse_) || !invert(held, patch.held_inverse_)) return std::nullopt;
  return patch;
}

Match Patch::match(const GreyWindow& now, const Warp& start, Vec2 expected) const {
  // Kept between calls: a match allocates nothing.
  thread_local std::vector<float> values;
  values.resize(grey_.size());
  Match result;
  Warp warp = start;
  for (int iteration = 1; iteration <= kMostIterations; ++iteration) {
    const double stretch = std::max({std::abs(warp.xx), std::abs(warp.xy), std::abs(warp.yx), std::abs(warp.yy)});
    if (stretch > kMostStretch || std::hypot(warp.x - start.x, warp.y - start.y) > kFarthest) return result;
    if (!now.holds(x_ + warp.x, y_ + warp.y, radius_ * (1 + 2 * stretch) + 3)) return result;
    // Pixel (x, y) of the window sits at whole coordinates here; halves cancel.
    std::size_t i = 0;
    double sum = 0, squares = 0, along_u = 0, along_v = 0;
    for (int v = -radius_; v <= radius_; ++v) {
      const auto x0 = static_cast<float>(x_ + warp.x + warp.xy * v),
                 y0 = static_cast<float>(y_ + warp.y + v + warp.yy * v);
      const auto dx = static_cast<float>(1 + warp.xx), dy = static_cast<float>(warp.yx);
      float row = 0, row_u = 0;
      for (int u = -radius_; u <= radius_; ++u, ++i) {
        const auto along = static_cast<float>(u);
        const float value = sample(now, x0 + dx * along, y0 + dy * along);
        values[i] = value;
        row += value, row_u += value * along, squares += static_cast<double>(value) * value;
      }
      sum += row, along_u += row_u, along_v += row * static_cast<float>(v);
    }
    const double n = static_cast<double>(grey_.size()), mean = sum / n, moment = n * radius_ * (radius_ + 1) / 3;
    const double spread =
        std::sqrt(std::max(squares - n * mean * mean - (along_u * along_u + along_v * along_v) / moment, 1e-9));
    const auto gain = static_cast<float>(spread_ / spread), middle = static_cast<float>(mean),
               slope_u = static_cast<float>(along_u / moment), slope_v = static_cast<float>(along_v / moment);
    std::array<std::array<double, 6>, kBlocks * kBlocks> blocks{};
    double left = 0;
    i = 0;
    for (int v = -radius_; v <= radius_; ++v) {
      for (int u = -radius_; u <= radius_;) {
        // Sums in float over a block's row, in double over the block.
        float bx = 0, by = 0, bxu = 0, byu = 0, square = 0;
        const int column = block_of(u, radius_);
        const float level = middle + slope_v * static_cast<float>(v);
        for (; u <= radius_ && block_of(u, radius_) == column; ++u, ++i) {
          const auto along = static_cast<float>(u);
          const float r = gain * (values[i] - level - slope_u * along) - grey_[i];
          const float rx = r * gradient_x_[i], ry = r * gradient_y_[i];
          bx += rx, by += ry, bxu += rx * along, byu += ry * along, square += r * r;
        }
        auto& b = blocks[static_cast<std::size_t>(block_of(v, radius_) * kBlocks + column)];
        const auto down = static_cast<float>(v);
        b[0] += bx, b[1] += by, b[2] += bxu, b[3] += bx * down, b[4] += byu, b[5] += by * down;
        left += square;
      }
    }
    std::array<double, 6> pull{}, step{};
    double scatter_xx = 0, scatter_xy = 0, scatter_yy = 0;
    for (const auto& b : blocks) {
      double x = 0, y = 0;
      for (std::size_t c = 0; c < kUnknowns; ++c) pull[c] += b[c], x += inverse_[c] * b[c], y += inverse_[6 + c] * b[c];
      scatter_xx += x * x, scatter_xy += x * y, scatter_yy += y * y;
    }
    pull[0] += kStrayWeight * (warp.x - expected.x), pull[1] += kStrayWeight * (warp.y - expected.y);
    pull[2] += kStretchWeight * warp.xx, pull[3] += kStretchWeight * warp.xy;
    pull[4] += kStretchWeight * warp.yx, pull[5] += kStretchWeight * warp.yy;
    for (std::size_t a = 0; a < kUnknowns; ++a)
      for (std::size_t c = 0; c < kUnknowns; ++c) step[a] += held_inverse_[a * 6 + c] * pull[c];
    // How it came out before this step; a step this small changes nothing of it.
    result.correlation = 1 - 0.5 * left / (static_cast<double>(spread_) * spread_);
    const double size = std::hypot(step[0], step[1]) + radius_ * 0.25 * std::hypot(step[2], step[5]);
    const bool is_done = size < kConverged || (iteration == kMostIterations && size < kNearlyConverged);
    warp = undo_then({step[0], step[1], step[2], step[3], step[4], step[5]}, warp);
    if (is_done) {
      // Six unknowns took their share of the blocks' scatter. Noise in the reference makes its gradients look stronger
      // than they are: of white noise, half the residual's variance.
      constexpr double kFreedom = kBlocks * kBlocks / (kBlocks * kBlocks - 8.0);
      const double noise = 0.5 * left;
      const double weaker = std::clamp(1 - noise / std::min(energy_x_, energy_y_), 0.3, 1.0);
      const double factor = kFreedom / (weaker * weaker);
      // Never less than what the residual's size alone allows: blocks may agree by chance.
      const double least = 0.5 * left / std::max(n - 8, 1.0);
      const auto doubt = [&](double scatter, std::size_t entry) {
        return static_cast<float>(factor * scatter + least * inverse_[entry]);
      };
      result.doubt = {doubt(scatter_xx, 0), doubt(scatter_xy, 1), doubt(scatter_yy, 7)};
      result.warp = warp;
      result.is_found = result.correlation >= kLeastCorrelation;
      return result;
    }
  }
  return result;
}

double Patch::correlation_at(const GreyWindow& now, int dx, int dy) const {
  if (!now.holds(x_ + dx, y_ + dy, radius_)) return -1;
  double sum = 0, squares = 0, product = 0, along_u = 0, along_v = 0;
  std::size_t i = 0;
  for (int v = -radius_; v <= radius_; ++v) {
    const float* row = now.row(y_ + dy + v) + (x_ + dx - now.left());
    float row_sum = 0, row_squares = 0, row_product = 0, row_u = 0;
    for (int u = -radius_; u <= radius_; ++u, ++i)
      row_sum += row[u], row_u += row[u] * static_cast<float>(u), row_squares += row[u] * row[u],
          row_product += row[u] * grey_[i];
    sum += row_sum, squares += row_squares, product += row_product, along_u += row_u,
        along_v += static_cast<double>(row_sum) * v;
  }
  const double n = static_cast<double>(grey_.size()), moment = n * radius_ * (radius_ + 1) / 3;
  const double spread =
      std::sqrt(std::max(squares - sum * sum / n - (along_u * along_u + along_v * along_v) / moment, 1e-9));
  return product / (spread * spread_);
}

}  // namespace endrange
