// The sharing against NLopt's augmented Lagrangian with a gradient method of its own, on random problems.
#include <gtest/gtest.h>
#include <nlopt.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "body/sharing.h"

namespace endrange {
namespace {

struct Row {
  const SharingProblem* problem;
  std::size_t equation;
};

double cost(unsigned n, const double* x, double* gradient, void* data) {
  const auto& p = *static_cast<const SharingProblem*>(data);
  double sum = 0;
  for (unsigned i = 0; i < n; ++i) {
    sum += p.cubic[i] * x[i] * x[i] * x[i] + 0.5 * p.square[i] * x[i] * x[i] - p.reward[i] * x[i];
    if (gradient != nullptr) gradient[i] = 3 * p.cubic[i] * x[i] * x[i] + p.square[i] * x[i] - p.reward[i];
  }
  return sum;
}

double miss(unsigned n, const double* x, double* gradient, void* data) {
  const auto& row = *static_cast<const Row*>(data);
  double sum = -row.problem->wanted[row.equation];
  for (unsigned i = 0; i < n; ++i) {
    sum += row.problem->column[i][row.equation] * x[i];
    if (gradient != nullptr) gradient[i] = row.problem->column[i][row.equation];
  }
  return sum;
}

TEST(SharingOracle, nlopt_finds_the_same_cost_and_shares_on_random_problems) {
  std::mt19937 random(31);
  std::uniform_real_distribution<double> any(-1, 1), some(0, 1);
  for (int trial = 0; trial < 60; ++trial) {
    SharingProblem p;
    p.equations = 1 + random() % 5, p.shares = p.equations + 4 + random() % 20;
    std::vector<double> x(p.shares);
    for (std::size_t i = 0; i < p.shares; ++i) {
      p.low[i] = some(random) < 0.2 ? 0.1 * some(random) : 0, p.high[i] = 1;
      p.cubic[i] = some(random) < 0.8 ? 1 : 0, p.square[i] = p.cubic[i] > 0 ? 1e-2 : 0.5;
      p.reward[i] = p.cubic[i] > 0 ? 0 : 0.2 * some(random);
      x[i] = p.low[i] + 0.8 * some(random) * (1 - p.low[i]);
      for (std::size_t r = 0; r < p.equations; ++r) p.column[i][r] = any(random);
    }
    for (std::size_t r = 0; r < p.equations; ++r)
      for (std::size_t i = 0; i < p.shares; ++i) p.wanted[r] += p.column[i][r] * x[i];
    const Sharing ours = share(p);
    ASSERT_TRUE(ours.is_solved && ours.is_feasible);

    nlopt_opt solver = nlopt_create(NLOPT_LD_SLSQP, static_cast<unsigned>(p.shares));
    nlopt_set_lower_bounds(solver, p.low.data()), nlopt_set_upper_bounds(solver, p.high.data());
    nlopt_set_min_objective(solver, cost, &p);
    std::vector<Row> rows;
    for (std::size_t r = 0; r < p.equations; ++r) rows.push_back({&p, r});
    for (Row& row : rows) nlopt_add_equality_constraint(solver, miss, &row, 1e-12);
    nlopt_set_xtol_rel(solver, 1e-14), nlopt_set_maxeval(solver, 20000);
    double least = 0;
    ASSERT_GT(nlopt_optimize(solver, x.data(), &least), 0) << trial;
    nlopt_destroy(solver);
    const double own = cost(static_cast<unsigned>(p.shares), ours.x.data(), nullptr, &p);
    EXPECT_NEAR(own, least, 1e-6 * (1 + std::abs(least))) << trial;
    EXPECT_LE(own, least + 1e-8 * (1 + std::abs(least))) << "the other one is cheaper: " << trial;
  }
}

}  // namespace
}  // namespace endrange
