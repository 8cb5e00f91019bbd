#include "core/smooth.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

namespace endrange {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// The cut-off is defined for this spacing of samples; denser samples average more noise away.
constexpr double kReferenceSpacing = 1.0 / 30;

// Initial doubt about rate and acceleration, in units of one measurement's noise: practically unknown.
constexpr double kUnknownRate = 1e8, kUnknownAcceleration = 1e11;

using Vector = std::array<double, 3>;
using Symmetric = std::array<double, 6>;  // 00 01 02 11 12 22

}  // namespace

CausalSmoother::CausalSmoother(const SmoothOptions& options)
    : options_(options),
      noise_(std::pow(2 * std::numbers::pi * options.cutoff_hz, 6) * kReferenceSpacing),
      last_s_(kNaN),
      last_seen_s_(kNaN) {}

void CausalSmoother::start(double value) {
  x_ = {value, 0, 0};
  p_ = {1, 0, 0, kUnknownRate, 0, kUnknownAcceleration};
}

// x ← F x, P ← F P Fᵀ + Q for the white-jerk model.
void CausalSmoother::predict(double dt) {
  const double h = dt * dt / 2;
  x_ = {x_[0] + dt * x_[1] + h * x_[2], x_[1] + dt * x_[2], x_[2]};
  const auto [p00, p01, p02, p11, p12, p22] = p_;
  // Rows of F P, then times Fᵀ.
  const double a0 = p00 + dt * p01 + h * p02, a1 = p01 + dt * p11 + h * p12, a2 = p02 + dt * p12 + h * p22;
  const double b1 = p11 + dt * p12, b2 = p12 + dt * p22;
  const double dt2 = dt * dt, dt3 = dt2 * dt, dt4 = dt3 * dt, dt5 = dt4 * dt;
  p_ = {a0 + dt * a1 + h * a2 + noise_ * dt5 / 20, a1 + dt * a2 + noise_ * dt4 / 8, a2 + noise_ * dt3 / 6,
        b1 + dt * b2 + noise_ * dt3 / 3,           b2 + noise_ * dt2 / 2,           p22 + noise_ * dt};
}

void CausalSmoother::correct(double value, double variance) {
  const double s = p_[0] + variance;
  const Vector gain = {p_[0] / s, p_[1] / s, p_[2] / s};
  const double error = value - x_[0];
  for (std::size_t i = 0; i < 3; ++i) x_[i] += gain[i] * error;
  const auto [p00, p01, p02, p11, p12, p22] = p_;
  p_ = {p00 - gain[0] * p00, p01 - gain[0] * p01, p02 - gain[0] * p02,
        p11 - gain[1] * p01, p12 - gain[1] * p02, p22 - gain[2] * p02};
}

Motion CausalSmoother::push(double at_s, double value) {
  if (!std::isnan(last_s_)) predict(at_s - last_s_);
  last_s_ = at_s;
  if (!std::isnan(value)) {
    // After a long hole the old state says nothing about the new one.
    if (std::isnan(last_seen_s_) || at_s - last_seen_s_ > options_.longest_gap_s) {
      start(value);
    } else {
      correct(value, 1);
    }
    last_seen_s_ = at_s;
  }
  const bool is_known = !std::isnan(last_seen_s_) && at_s - last_seen_s_ <= options_.longest_gap_s;
  return is_known ? Motion{x_[0], x_[1]} : Motion{kNaN, kNaN};
}

// Forward and backward over one stretch without long holes.
class ZeroPhase {
 public:
  ZeroPhase(std::span<const double> at_s, const SmoothOptions& options)
      : at_s_(at_s),
        options_(options),
        x_(at_s.size()),
        predicted_x_(at_s.size()),
        p_(at_s.size()),
        predicted_p_(at_s.size()) {}

  // values and weights: (n), values NaN where not measured; first and last are measured.
  void run(std::span<const double> values, std::span<const double> weights, std::span<Motion> result) {
    CausalSmoother filter(options_);
    for (std::size_t i = 0; i < at_s_.size(); ++i) {
      if (i == 0) {
        filter.start(values[0]);
      } else {
        filter.predict(at_s_[i] - at_s_[i - 1]);
      }
      predicted_x_[i] = filter.x_, predicted_p_[i] = filter.p_;
      if (i > 0 && !std::isnan(values[i])) filter.correct(values[i], 1 / weights[i]);
      x_[i] = filter.x_, p_[i] = filter.p_;
    }
    Vector after = x_.back();
    result[at_s_.size() - 1] = {after[0], after[1]};
    for (std::size_t i = at_s_.size() - 1; i-- > 0;) {
      after = step_back(i, after);
      result[i] = {after[0], after[1]};
    }
  }

 private:
  // x(i|n) = x(i|i) + P(i|i) Fᵀ P(i+1|i)⁻¹ (x(i+1|n) − x(i+1|i))
  Vector step_back(std::size_t i, const Vector& after) const {
    const Vector& ahead = predicted_x_[i + 1];
    const Vector z = solve(predicted_p_[i + 1], {after[0] - ahead[0], after[1] - ahead[1], after[2] - ahead[2]});
    const double dt = at_s_[i + 1] - at_s_[i];
    const Vector w = {z[0], dt * z[0] + z[1], dt * dt / 2 * z[0] + dt * z[1] + z[2]};  // Fᵀ z
    const auto [p00, p01, p02, p11, p12, p22] = p_[i];
    const Vector& x = x_[i];
    return {x[0] + p00 * w[0] + p01 * w[1] + p02 * w[2], x[1] + p01 * w[0] + p11 * w[1] + p12 * w[2],
            x[2] + p02 * w[0] + p12 * w[1] + p22 * w[2]};
  }

  // Solves a symmetric positive definite 3 × 3 system by LDLᵀ, which stands the huge range of scales here.
  static Vector solve(const Symmetric& a, const Vector& b) {
    const double d0 = a[0], l10 = a[1] / d0, l20 = a[2] / d0;
    const double d1 = a[3] - l10 * a[1], l21 = (a[4] - l20 * a[1]) / d1;
    const double d2 = a[5] - l20 * a[2] - l21 * l21 * d1;
    const double y0 = b[0], y1 = b[1] - l10 * y0, y2 = b[2] - l20 * y0 - l21 * y1;
    const double z2 = y2 / d2, z1 = y1 / d1 - l21 * z2, z0 = y0 / d0 - l10 * z1 - l20 * z2;
    return {z0, z1, z2};
  }

  std::span<const double> at_s_;
  SmoothOptions options_;
  std::vector<Vector> x_, predicted_x_;
  std::vector<Symmetric> p_, predicted_p_;
};

namespace {

void smooth_stretch(std::span<const double> at_s, std::span<const double> values, const SmoothOptions& options,
                    std::span<Motion> result) {
  // A wild value's residual against the typical one decides its weight; two rounds settle it.
  constexpr int kRounds = 2;
  constexpr double kWild = 4, kSigmaFromMedian = 1.4826;
  // Noise below a thousandth of the range isn't worth telling from none, and must not make outliers of rounding.
  const double least_sigma = 1e-3 * (quantile(values, 0.95) - quantile(values, 0.05));
  std::vector<double> weights(values.size(), 1.0), residuals(values.size(), kNaN);
  ZeroPhase pass(at_s, options);
  pass.run(values, weights, result);
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t i = 0; i < values.size(); ++i) residuals[i] = std::abs(values[i] - result[i].value);
    const double sigma = std::max(kSigmaFromMedian * median(residuals), least_sigma);
    if (!(sigma > 0)) return;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double ratio = residuals[i] / (kWild * sigma);
      weights[i] = std::isnan(ratio) ? 1 : 1 / (1 + ratio * ratio);
    }
    pass.run(values, weights, result);
  }
}

}  // namespace

std::vector<Motion> smooth(std::span<const double> at_s, std::span<const double> values, const SmoothOptions& options) {
  assert(at_s.size() == values.size());
  std::vector<Motion> result(values.size(), Motion{kNaN, kNaN});
  // Stretches between long holes, each from a measured value to a measured value.
  std::size_t first = values.size(), last = 0;
  const auto close = [&] {
    if (first < values.size())
      smooth_stretch(at_s.subspan(first, last - first + 1), values.subspan(first, last - first + 1), options,
                     std::span(result).subspan(first, last - first + 1));
  };
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    if (first < values.size() && at_s[i] - at_s[last] > options.longest_gap_s) {
      close();
      first = values.size();
    }
    if (first == values.size()) first = i;
    last = i;
  }
  close();
  return result;
}

double quantile(std::span<const double> values, double q) {
  std::vector<double> known;
  known.reserve(values.size());
  std::ranges::copy_if(values, std::back_inserter(known), [](double v) { return !std::isnan(v); });
  if (known.empty()) return kNaN;
  const double position = q * static_cast<double>(known.size() - 1);
  const auto below = static_cast<std::ptrdiff_t>(position);
  std::nth_element(known.begin(), known.begin() + below, known.end());
  const double low = known[static_cast<std::size_t>(below)];
  const double fraction = position - static_cast<double>(below);
  if (fraction <= 0) return low;
  return low + fraction * (*std::min_element(known.begin() + below + 1, known.end()) - low);
}

}  // namespace endrange
