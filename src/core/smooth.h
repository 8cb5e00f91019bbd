// smooth.h: one smoother, two clocks.
//
// The model: a point whose acceleration drifts (white jerk), measured with noise. The forward half is a Kalman
// filter: what live cues use (causal). Forward and then backward (Rauch–Tung–Striebel) gives the zero-phase result
// that clips use. Both take any spacing of the samples, so variable frame rate and frames that the network skipped
// need no resampling.
#pragma once

#include <array>
#include <span>
#include <vector>

namespace endrange {

struct SmoothOptions {
  /// Motion faster than this is taken for noise, Hz. Legs lowered or swung stay below 2 Hz; network jitter is above 4.
  double cutoff_hz = 3.5;
  /// Nothing is invented across a longer hole, s: the result is NaN inside it.
  double longest_gap_s = 0.5;
};

/// A value and how fast it changes.
struct Motion {
  double value, rate;
};

/// The causal half. push() in time order; NaN means "not measured just now".
class CausalSmoother {
 public:
  explicit CausalSmoother(const SmoothOptions& options = {});
  /// The best estimate at `at_s` from what has been pushed so far; NaN before the first value or after a long gap.
  Motion push(double at_s, double value);

 private:
  friend class ZeroPhase;
  void predict(double dt);
  void correct(double value, double variance);
  void start(double value);

  SmoothOptions options_;
  double noise_;  // spectral density of the jerk
  double last_s_, last_seen_s_;
  std::array<double, 3> x_{};  // value, rate, acceleration
  std::array<double, 6> p_{};  // covariance: 00 01 02 11 12 22
};

/// The zero-phase estimate at every time.
///
/// at_s     times, ascending, (n)
/// values   measured values, (n); NaN where not measured. Single wild values (a landmark that jumps for a frame) lose
///          their weight: residuals are weighed by 1 / (1 + (r / 4σ)²), σ from their median, twice.
/// returns  (n); NaN outside the first and last measured value and inside gaps longer than the limit
std::vector<Motion> smooth(std::span<const double> at_s, std::span<const double> values,
                           const SmoothOptions& options = {});

/// The q-quantile (0…1) of the values that aren't NaN; NaN when there are none.
double quantile(std::span<const double> values, double q);
inline double median(std::span<const double> values) { return quantile(values, 0.5); }

}  // namespace endrange
