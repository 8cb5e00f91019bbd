// Two witnesses: the picture says which way and what is held, the sound when; and each stands in for the other.
#include "breath/fuse.h"

#include <gtest/gtest.h>

#include "breath/match.h"
#include "breath/test_sounds.h"

namespace endrange {
namespace {

using namespace test;

constexpr Colour kOral{400, 2500, 2}, kNose{700, 3500, 2}, kMouth{250, 1200, 2}, kPink{60, 400, 1},
    kLips{1800, 6000, 2};

// The belly of that flow at 30 pictures a second, up to `depth_mm`.
struct Belly {
  std::vector<double> at_s, rise_mm, leg_deg;
  Belly(const Course& course, double depth_mm, double noise_mm = 0.1) {
    double volume = 0, most = 0, least = 0;
    std::vector<double> volumes;
    for (std::size_t i = 0; i < course.flow.size(); ++i) {
      volume += course.flow[i] / kFlowRate_hz;
      most = std::max(most, volume), least = std::min(least, volume);
      volumes.push_back(volume);
    }
    unsigned dice = 1;
    for (double t = 0; t < static_cast<double>(course.flow.size()) / kFlowRate_hz - 0.001; t += 1 / 30.0) {
      dice = dice * 1664525u + 1013904223u;
      at_s.push_back(t);
      rise_mm.push_back(depth_mm * volumes[static_cast<std::size_t>(t * kFlowRate_hz)] / (most - least) +
                        noise_mm * (static_cast<double>(dice >> 8) / 8388608.0 - 1));
      leg_deg.push_back(45 + 45 * std::cos(2 * M_PI * t / 7.3));
    }
  }
  BellySeries series() const { return {at_s, rise_mm, {leg_deg, leg_deg}}; }
};

// Breaths of one volume in and out, so that the belly returns.
Course even_course(int holds = 0, unsigned seed = 1) {
  CourseRecipe r;
  r.seed = seed, r.per_min = 14, r.varied = 0, r.holds = holds, r.out_flow = 0.38 / 0.47;
  return make_course(r);
}

Heard heard_of(const std::vector<float>& sound) {
  SoundWatcher watcher;
  watcher.push({0, SoundWatcher::kRate_hz, sound});
  return hear(watcher.take());
}

TEST(FusedBreath, of_the_picture_alone_is_told_in_and_out_with_its_rate) {
  const Course course = even_course();
  const Belly belly(course, 6);
  const Breath found = fuse_breath({}, belly.series());
  ASSERT_EQ(found.status, BreathStatus::measured) << found.reason;
  EXPECT_EQ(found.source, "picture");
  EXPECT_EQ(found.reason, "there is no sound");
  EXPECT_GT(score(course, found).phase_f1, 0.8);
  EXPECT_LT(score(course, found).swapped, 0.02);
  EXPECT_NEAR(found.rate_per_min, course.per_min, 0.3);
}

TEST(FusedBreath, needs_a_belly_that_moves_more_than_the_noise_and_not_with_the_legs) {
  const Course course = even_course();
  EXPECT_EQ(fuse_breath({}, Belly(course, 0.5).series()).status, BreathStatus::not_measured);
  EXPECT_EQ(fuse_breath({}, Belly(course, 3, 4).series()).status, BreathStatus::not_measured);
  Belly legs(course, 6);
  for (std::size_t i = 0; i < legs.rise_mm.size(); ++i) legs.rise_mm[i] = legs.leg_deg[i] / 10;
  const Breath found = fuse_breath({}, legs.series());
  EXPECT_EQ(found.status, BreathStatus::not_measured);
  EXPECT_EQ(found.reason, "there is no sound; the belly moves with the legs in the picture");
}

TEST(FusedBreath, without_either_says_why) {
  const Breath found = fuse_breath({}, {});
  EXPECT_EQ(found.status, BreathStatus::not_measured);
  EXPECT_EQ(found.reason, "there is no sound; the belly wasn't followed in the picture");
  EXPECT_TRUE(found.spans.empty());
  EXPECT_TRUE(std::isnan(found.rate_per_min));
}

TEST(FusedBreath, takes_the_ways_from_the_picture_where_they_sound_alike_or_the_wrong_way_round) {
  const Course course = even_course();
  const Belly belly(course, 6);
  for (const bool are_alike : {true, false}) {
    Maker m(30);
    m.add_breath(course.flow, kOral, are_alike ? -39 : -44, are_alike ? kOral : kLips, -38), m.add_room(kPink, -55);
    const Heard heard = heard_of(m.sound);
    ASSERT_EQ(heard.hearing, Hearing::heard);
    EXPECT_EQ(heard.ways_are_apart, !are_alike);
    const Breath found = fuse_breath(heard, belly.series());
    EXPECT_EQ(found.source, "sound and picture");
    EXPECT_GT(score(course, found).phase_f1, 0.9) << are_alike;
    EXPECT_LT(score(course, found).swapped, 0.05) << are_alike;
    EXPECT_NEAR(found.rate_per_min, course.per_min, 0.2) << are_alike;
  }
}

TEST(FusedBreath, stands_in_for_the_sound_where_someone_speaks) {
  const Course course = even_course();
  Maker m(30);
  m.add_breath(course.flow, kNose, -41, kMouth, -38), m.add_room(kPink, -55), m.add_voice(10, 14, -30);
  const Breath found = fuse_breath(heard_of(m.sound), Belly(course, 6).series());
  EXPECT_TRUE(found.unknown.empty());
  EXPECT_GT(score(course, found).phase_f1, 0.9);
}

TEST(FusedBreath, a_hold_that_the_belly_breathes_in_is_none_and_a_still_one_is_surer) {
  const Course course = even_course(2, 3);
  Maker m(30);
  m.add_breath(course.flow, kNose, -41, kMouth, -38), m.add_room(kPink, -58);
  const Heard heard = heard_of(m.sound);
  const auto holds = [](const Breath& b) { return std::ranges::count(b.spans, BreathKind::hold, &BreathSpan::kind); };
  const Breath alone = fuse_breath(heard, {}), still = fuse_breath(heard, Belly(course, 6).series());
  ASSERT_GE(holds(alone), 2);
  ASSERT_EQ(still.source, "sound and picture") << still.reason;
  EXPECT_EQ(holds(still), holds(alone));
  const auto surest = [](const Breath& b) {
    double most = 0;
    for (const BreathSpan& s : b.spans)
      if (s.kind == BreathKind::hold) most = std::max(most, s.confidence);
    return most;
  };
  EXPECT_GT(surest(still), surest(alone));

  // The belly goes on breathing all the time, unheard.
  Course unheard = course;
  for (std::size_t i = 0; i < unheard.flow.size(); ++i)
    unheard.flow[i] = std::sin(2 * M_PI * 14 / 60 * static_cast<double>(i) / kFlowRate_hz);
  const Breath moving = fuse_breath(heard, Belly(unheard, 6).series());
  EXPECT_LT(holds(moving), holds(alone));
}

TEST(MatchedBreath, is_shares_of_the_phases_and_the_longest_stretch_without_breath) {
  Breath breath;
  breath.status = BreathStatus::measured;
  breath.spans = {{BreathKind::in, {1, 2.5}, 1}, {BreathKind::hold, {2.5, 5.5}, 1}, {BreathKind::out, {5.5, 6.5}, 1}};
  std::vector<Rep> reps(1);
  reps[0].start_s = 0, reps[0].end_s = 8, reps[0].lower = {1, 4}, reps[0].lift = {5, 7};
  match_breath(breath, reps);
  EXPECT_NEAR(reps[0].inhale_share_lowering, 0.5, 1e-9);
  EXPECT_NEAR(reps[0].exhale_share_lifting, 0.5, 1e-9);
  EXPECT_NEAR(reps[0].breath_held_s, 3, 1e-9);
}

TEST(MatchedBreath, is_unknown_where_too_little_is_known) {
  Breath breath;
  breath.status = BreathStatus::measured;
  breath.spans = {{BreathKind::in, {1, 2}, 1}};
  breath.unknown = {{4, 8}};
  std::vector<Rep> reps(1);
  reps[0].start_s = 0, reps[0].end_s = 8, reps[0].lower = {0, 4}, reps[0].lift = {4, 7};
  match_breath(breath, reps);
  EXPECT_NEAR(reps[0].inhale_share_lowering, 0.25, 1e-9);
  EXPECT_TRUE(std::isnan(reps[0].exhale_share_lifting));
  EXPECT_TRUE(std::isnan(reps[0].breath_held_s));

  breath.unknown.clear();
  breath.spans = {{BreathKind::either, {1, 2}, 1}};
  reps[0] = Rep{};
  reps[0].start_s = 0, reps[0].end_s = 8, reps[0].lower = {0, 4};
  match_breath(breath, reps);
  EXPECT_TRUE(std::isnan(reps[0].inhale_share_lowering));
  EXPECT_NEAR(reps[0].breath_held_s, 6, 1e-9);

  breath.status = BreathStatus::not_measured;
  reps[0].breath_held_s = kUnknown;
  match_breath(breath, reps);
  EXPECT_TRUE(std::isnan(reps[0].breath_held_s));
}

}  // namespace
}  // namespace endrange
