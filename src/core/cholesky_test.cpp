#include "core/cholesky.h"

#include <gtest/gtest.h>

#include <limits>

namespace endrange {
namespace {

TEST(Cholesky, solves_a_system_known_by_hand) {
  Square<3> a = {{{4, 0, 0}, {2, 5, 0}, {-2, 3, 6}}};  // lower triangle of (4 2 −2; 2 5 3; −2 3 6)
  ASSERT_TRUE(factorise(a));
  const std::array<double, 3> x = solve<3>(a, {4, 10, 7});  // A·(1, 1, 1)
  for (const double v : x) EXPECT_NEAR(v, 1, 1e-14);
}

TEST(Cholesky, forward_gives_the_quadratic_form_of_the_inverse) {
  Square<2> a = {{{2, 0}, {1, 3}}};
  ASSERT_TRUE(factorise(a));
  const std::array<double, 2> z = forward<2>(a, {1, 2});
  // A⁻¹ = (3 −1; −1 2) / 5.
  EXPECT_NEAR(z[0] * z[0] + z[1] * z[1], (3 - 4 + 8) / 5.0, 1e-14);
}

TEST(Cholesky, says_no_to_what_is_not_positive_definite) {
  Square<2> flat = {{{1, 0}, {1, 1}}}, negative = {{{-1, 0}, {0, 1}}};
  Square<2> unknown = {{{std::numeric_limits<double>::quiet_NaN(), 0}, {0, 1}}};
  EXPECT_FALSE(factorise(flat));
  EXPECT_FALSE(factorise(negative));
  EXPECT_FALSE(factorise(unknown));
}

}  // namespace
}  // namespace endrange
