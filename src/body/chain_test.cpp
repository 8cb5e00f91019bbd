// Moments of the chain against closed forms and against the work they do.
#include "body/chain.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "core/angle.h"

namespace endrange {
namespace {

constexpr double kG = 9.80665;

Movement still(double hip, double knee = 0) {
  Movement m;
  m.at.hip = {hip, hip}, m.at.knee = {knee, knee};
  return m;
}

Movement random_movement(std::mt19937& random) {
  std::uniform_real_distribution<double> any(-1, 1);
  Movement m;
  for (auto& v : m.at.lumbar) v = 0.3 * any(random);
  for (auto& v : m.rate.lumbar) v = any(random);
  for (auto& v : m.acceleration.lumbar) v = 4 * any(random);
  for (std::size_t s = 0; s < 2; ++s) {
    m.at.hip[s] = 0.8 + 0.8 * any(random), m.at.knee[s] = 0.7 + 0.7 * any(random);
    m.rate.hip[s] = 3 * any(random), m.rate.knee[s] = 3 * any(random);
    m.acceleration.hip[s] = 20 * any(random), m.acceleration.knee[s] = 20 * any(random);
  }
  const double lean = 1.6 * any(random);
  m.gravity = {-kG * std::sin(lean), -kG * std::cos(lean)};
  m.ankle_weight_kg = 2 + any(random), m.on_thorax_kg = 4 + any(random);
  m.at_shoulder_kg = 5 + any(random), m.at_shoulder_beyond_m = 0.2;
  return m;
}

Movement later(const Movement& m, double dt) {
  Movement out = m;
  const auto go = [&](auto& at, auto& rate, const auto& acceleration) {
    for (std::size_t i = 0; i < at.size(); ++i)
      at[i] += dt * rate[i] + 0.5 * dt * dt * acceleration[i], rate[i] += dt * acceleration[i];
  };
  go(out.at.lumbar, out.rate.lumbar, m.acceleration.lumbar);
  go(out.at.hip, out.rate.hip, m.acceleration.hip), go(out.at.knee, out.rate.knee, m.acceleration.knee);
  return out;
}

TEST(Chain, both_straight_legs_level_weigh_0_072_of_mass_times_height_on_a_mans_hips_and_0_066_on_a_womans) {
  for (const auto& [sex, share] : {std::pair{Sex::male, 0.072}, {Sex::female, 0.066}}) {
    const Moments m = moments_of(*body_model(1.75, 75, sex), still(0));
    EXPECT_NEAR((m.hip[0] + m.hip[1]) / (75 * kG * 1.75), share, 0.01 * share);
  }
}

TEST(Chain, the_hips_moment_is_the_closed_form_at_every_angle) {
  const BodyModel b = *body_model(1.8, 80, Sex::male);
  for (const double hip : {-0.3, 0.0, 0.6, 1.2, 2.0})
    for (const double knee : {0.0, 0.5, 1.6}) {
      const double shank = std::cos(hip - knee), thigh = std::cos(hip);
      // The foot: 0.02 m beyond the ankle, and its centre some way towards the toes.
      const double toes = b.foot.centre_m - 0.25 * b.foot.length_m;
      const double leg =
          b.thigh.mass_kg * b.thigh.centre_m * thigh +
          b.shank.mass_kg * (b.thigh.length_m * thigh + b.shank.centre_m * shank) +
          b.foot.mass_kg * (b.thigh.length_m * thigh + (b.shank.length_m + 0.02) * shank - toes * std::sin(hip - knee));
      EXPECT_NEAR(moments_of(b, still(hip, knee)).hip[0], kG * leg, 1e-9);
    }
}

TEST(Chain, the_moments_do_the_work_that_the_energy_gains) {
  std::mt19937 random(5);
  for (int i = 0; i < 200; ++i) {
    const BodyModel b = *body_model(1.5 + 0.005 * i, 50 + 0.3 * i, i % 2 ? Sex::male : Sex::female);
    const Movement m = random_movement(random);
    const Moments at = moments_of(b, m);
    double power = 0;
    for (std::size_t k = 0; k < kLumbarLevels; ++k) power += at.lumbar[k] * m.rate.lumbar[k];
    for (std::size_t s = 0; s < 2; ++s) power += at.hip[s] * m.rate.hip[s] + at.knee[s] * m.rate.knee[s];
    constexpr double kStep = 1e-5;
    const auto all = [&](double dt) {
      const Energy e = energy_of(b, later(m, dt));
      return e.kinetic + e.potential;
    };
    EXPECT_NEAR(power, (all(kStep) - all(-kStep)) / (2 * kStep), 1e-5 * (1 + std::abs(power)));
  }
}

TEST(Chain, the_support_carries_every_part) {
  const BodyModel b = *body_model(1.7, 70, Sex::female);
  Movement m = still(0.4, 0.3);
  m.ankle_weight_kg = 1.5, m.on_thorax_kg = 6, m.at_shoulder_kg = b.head_mass_kg;
  double mass = 2 * (b.thigh.mass_kg + b.shank.mass_kg + b.foot.mass_kg + 1.5) + b.pelvis_mass_kg + b.thorax_mass_kg +
                6 + b.head_mass_kg;
  for (const double v : b.vertebra_mass_kg) mass += v;
  EXPECT_NEAR(moments_of(b, m).support_n.y, mass * kG, 1e-9);
  EXPECT_NEAR(moments_of(b, m).support_n.x, 0, 1e-9);
}

TEST(Chain, exchanging_the_legs_exchanges_their_moments_and_nothing_else) {
  std::mt19937 random(9);
  const BodyModel b = *body_model(1.7, 70, Sex::male);
  const Movement m = random_movement(random);
  Movement other = m;
  for (Joints* j : {&other.at, &other.rate, &other.acceleration})
    std::swap(j->hip[0], j->hip[1]), std::swap(j->knee[0], j->knee[1]);
  const Moments a = moments_of(b, m), c = moments_of(b, other);
  EXPECT_NEAR(a.hip[0], c.hip[1], 1e-9);
  EXPECT_NEAR(a.knee[1], c.knee[0], 1e-9);
  for (std::size_t k = 0; k < kLumbarLevels; ++k) EXPECT_NEAR(a.lumbar[k], c.lumbar[k], 1e-9);
}

TEST(Chain, a_ninety_degree_lowering_in_four_seconds_adds_about_three_newton_metres) {
  // Minimum jerk: largest acceleration 5.7735 × range / time².
  const BodyModel b = *body_model(1.76, 80, Sex::male);
  for (const auto& [seconds, nm] : {std::pair{4.0, 3.2}, {3.0, 5.6}, {2.0, 12.7}, {1.0, 51.0}}) {
    Movement m = still(0.7);
    const double before = moments_of(b, m).hip[0];
    m.acceleration.hip = {5.7735 * 90.0_deg / (seconds * seconds), m.acceleration.hip[1]};
    m.acceleration.hip[1] = m.acceleration.hip[0];
    EXPECT_NEAR(2 * (moments_of(b, m).hip[0] - before), nm, 0.08 * nm);
  }
}

}  // namespace
}  // namespace endrange
