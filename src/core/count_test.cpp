#include "core/count.h"

#include <gtest/gtest.h>

namespace endrange {
namespace {

double minimum_jerk(double u) { return u * u * u * (10 + u * (-15 + 6 * u)); }

// What phases would measure of a soft lowering over `way_deg` in `whole_s`, a still pause, and a soft lift.
struct Phases {
  double lower_s, bottom_s, lift_s;
};
Phases measured(double way_deg, double whole_s, double pause_s, double lift_s) {
  double u = 0;
  while (minimum_jerk(u) * way_deg < kNearExtreme_deg) u += 1e-5;
  return {whole_s * (1 - 2 * u), pause_s + u * (whole_s + lift_s), lift_s * (1 - 2 * u)};
}

TEST(Count, a_soft_lowering_of_four_seconds_is_a_count_of_four) {
  for (const double way : {60.0, 75.0, 90.0}) {
    const double count = lowering_count(measured(way, 4, 0, 2).lower_s, way);
    EXPECT_GT(count, 3.95) << way;
    EXPECT_LT(count, 4.35) << way;
  }
}

TEST(Count, a_shorter_way_takes_less_time_in_proportion) {
  EXPECT_NEAR(lowering_count(measured(45, 3, 0, 2).lower_s, 45), 4.15, 0.2);
  EXPECT_TRUE(std::isnan(lowering_count(2, 8)));
  EXPECT_TRUE(std::isnan(lowering_count(2, kUnknown)));
  EXPECT_TRUE(std::isnan(lowering_count(kUnknown, 60)));
}

TEST(Count, a_pause_is_told_apart_from_the_soft_ends) {
  for (const double pause : {0.0, 1.0, 3.0}) {
    const Phases p = measured(60, 4, pause, 2);
    EXPECT_NEAR(pause_between(p.lower_s, p.bottom_s, p.lift_s, 60), pause, 0.15) << pause;
  }
}

}  // namespace
}  // namespace endrange
