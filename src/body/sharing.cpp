#include "body/sharing.h"

#include <algorithm>
#include <cmath>

#include "core/cholesky.h"

namespace endrange {

namespace {

using Prices = std::array<double, kMostEquations>;
constexpr double kGood = 1e-10, kSolved = 1e-8;
constexpr double kStride = 4;
constexpr int kMostSteps = 200;

// The cheapest amount at a given gain, how fast it grows with the gain, and what it costs less what it earns.
struct Amount {
  double x, slope, cost;
};
Amount amount(const SharingProblem& p, std::size_t i, double gain) {
  const double c = p.cubic[i], q = p.square[i];
  double x, slope;
  if (gain <= 0) {
    x = gain / q, slope = 1 / q;  // below zero only where low allows it; the cubic counts from zero up
  } else {
    const double root = std::sqrt(q * q + 12 * c * gain);
    x = 2 * gain / (q + root), slope = 1 / root;
  }
  if (x < p.low[i]) x = p.low[i], slope = 0;
  if (x > p.high[i]) x = p.high[i], slope = 0;
  const double up = std::max(x, 0.0);
  return {x, slope, c * up * up * up + 0.5 * q * x * x - gain * x};
}

double gain_of(const SharingProblem& p, std::size_t i, const Prices& price) {
  double gain = p.reward[i];
  for (std::size_t r = 0; r < p.equations; ++r) gain += p.column[i][r] * price[r];
  return gain;
}

struct Look {
  double value = 0;  // of the dual
  Prices miss{};     // b − A x: its gradient
  Prices scale{};
};

}  // namespace

Sharing share(const SharingProblem& p, const Prices& start) {
  Sharing out;
  const std::size_t n = p.equations;
  const auto look = [&](const Prices& price) {
    Look l;
    for (std::size_t r = 0; r < n; ++r)
      l.value += price[r] * p.wanted[r], l.miss[r] = p.wanted[r], l.scale[r] = 1 + std::abs(p.wanted[r]);
    for (std::size_t i = 0; i < p.shares; ++i) {
      const Amount a = amount(p, i, gain_of(p, i, price));
      out.x[i] = a.x, l.value += a.cost;
      for (std::size_t r = 0; r < n; ++r)
        l.miss[r] -= p.column[i][r] * a.x, l.scale[r] += std::abs(p.column[i][r] * a.x);
    }
    return l;
  };
  const auto residual = [&](const Look& l) {
    double most = 0;
    for (std::size_t r = 0; r < n; ++r) most = std::max(most, std::abs(l.miss[r]) / l.scale[r]);
    return most;
  };
  // Prices at which even the most that could be earned falls short of what is wanted prove that nothing fits.
  const auto proves_infeasible = [&](const Prices& price) {
    double wanted = 0, most = 0, size = 0;
    for (std::size_t r = 0; r < n; ++r) wanted += price[r] * p.wanted[r], size += std::abs(price[r] * p.wanted[r]);
    for (std::size_t i = 0; i < p.shares; ++i) {
      const double gain = gain_of(p, i, price) - p.reward[i];
      most += gain > 0 ? gain * p.high[i] : gain * p.low[i];
      size += std::abs(gain) * std::max(std::abs(p.low[i]), std::min(std::abs(p.high[i]), 1.0));
    }
    return wanted > most + 1e-9 * size;
  };

  out.price = start;
  Look now = look(out.price);
  double damping = 1e-12;
  for (out.steps = 0; out.steps < kMostSteps; ++out.steps) {
    out.residual = residual(now);
    if (out.residual <= kGood) break;
    if (out.steps >= 4 && proves_infeasible(out.price)) {
      out.is_feasible = false, out.is_solved = true;
      return out;
    }
    Square<kMostEquations> h{};
    double trace = 0;
    for (std::size_t i = 0; i < p.shares; ++i) {
      const double slope = amount(p, i, gain_of(p, i, out.price)).slope;
      if (slope == 0) continue;
      for (std::size_t r = 0; r < n; ++r)
        for (std::size_t c = 0; c <= r; ++c) h[r][c] += slope * p.column[i][r] * p.column[i][c];
    }
    for (std::size_t r = 0; r < n; ++r) trace += h[r][r];
    Prices step{};
    for (;;) {
      Square<kMostEquations> l = h;
      for (std::size_t r = 0; r < kMostEquations; ++r) l[r][r] += r < n ? damping * (trace + 1e-3) : 1;
      if (factorise(l)) {
        step = solve(l, now.miss);
        break;
      }
      damping = std::max(damping * 100, 1e-12);
    }
    // No further than prices can be told from one another: where nothing answers to them, the step would be endless.
    double size = 0, stride = 0;
    for (std::size_t r = 0; r < n; ++r)
      size = std::max(size, std::abs(out.price[r])), stride = std::max(stride, std::abs(step[r]));
    if (const double most = kStride * (1 + size); stride > most)
      for (std::size_t r = 0; r < n; ++r) step[r] *= most / stride;
    double rise = 0;
    for (std::size_t r = 0; r < n; ++r) rise += step[r] * now.miss[r];
    double length = 1;
    bool is_better = false;
    Look next;
    Prices price;
    for (int halving = 0; halving < 40; ++halving, length *= 0.5) {
      for (std::size_t r = 0; r < n; ++r) price[r] = out.price[r] + length * step[r];
      next = look(price);
      // Near the end the value changes by less than its rounding: then a smaller miss is progress.
      const bool is_near = rise < 1e-9 * (1 + std::abs(now.value));
      if (next.value >= now.value + 1e-4 * length * rise || (is_near && residual(next) < out.residual)) {
        is_better = true;
        break;
      }
    }
    if (!is_better) {
      if (damping > 1e6) break;
      damping *= 100;
      (void)look(out.price);
      continue;
    }
    out.price = price, now = next;
    damping = std::max(damping * (length == 1 ? 0.01 : 4), 1e-14);
  }
  now = look(out.price);
  out.residual = residual(now);
  out.is_solved = out.residual <= kSolved;
  if (!out.is_solved && proves_infeasible(out.price)) out.is_feasible = false, out.is_solved = true;
  return out;
}

}  // namespace endrange
