// The breath heard: in rooms, rates and colours of known truth; and where it can't be, none.
#include "breath/hear.h"

#include <gtest/gtest.h>

#include "breath/test_sounds.h"
#include "core/smooth.h"

namespace endrange {
namespace {

using namespace test;

constexpr Colour kNose{700, 3500, 2}, kMouth{250, 1200, 2}, kOral{400, 2500, 2}, kLips{1800, 6000, 2};
constexpr Colour kPink{60, 400, 1}, kWhite{50, 7900, 1}, kBrown{30, 80, 1}, kHiss{1500, 7000, 2};

Course course_of(unsigned seed, FlowShape shape = FlowShape::half_sine) {
  CourseRecipe r;
  r.seed = seed, r.per_min = 8 + 2 * seed, r.holds = seed % 2 == 1 ? 2 : 0, r.in = r.out = shape;
  return make_course(r);
}

Hearing hearing_of(const std::vector<float>& sound) {
  SoundWatcher watcher;
  watcher.push({0, SoundWatcher::kRate_hz, sound});
  return hear(watcher.take()).hearing;
}

bool tells_ways(const Breath& b) {
  return std::ranges::any_of(b.spans, [](const BreathSpan& s) { return s.kind == BreathKind::in; });
}

void expect_good(const Course& truth, const Breath& found, const std::string& what) {
  ASSERT_EQ(found.status, BreathStatus::measured) << what << ": " << found.reason;
  ASSERT_TRUE(tells_ways(found)) << what << ": " << found.reason;
  const Score s = score(truth, found);
  EXPECT_GT(s.phase_f1, 0.9) << what;
  EXPECT_LT(s.swapped, 0.05) << what;
  EXPECT_FALSE(s.hold_f1 < 0.9) << what << ", held " << s.hold_f1;
  EXPECT_LT(std::abs(s.rate_error_per_min), 0.2) << what;
  std::vector<double> off;
  for (const double onset : s.onset_s) off.push_back(std::abs(onset));
  EXPECT_LT(median(off), 0.08) << what;
}

TEST(HeardBreath, is_told_in_out_and_held_in_rooms_of_every_colour) {
  for (const auto& [name, room, db] :
       {std::tuple{"pink", kPink, -54.0}, {"white", kWhite, -58.0}, {"brown", kBrown, -44.0}, {"hiss", kHiss, -56.0}}) {
    for (unsigned seed = 1; seed <= 4; ++seed) {
      const Course course = course_of(seed);
      Maker m(30, seed);
      m.add_breath(course.flow, kNose, -41, kMouth, -38), m.add_room(room, db);
      expect_good(course, breath_of(m.sound), name + std::string(" ") + std::to_string(seed));
    }
  }
}

TEST(HeardBreath, may_flow_in_any_shape) {
  for (const FlowShape shape : {FlowShape::bell, FlowShape::half_sine, FlowShape::blunt, FlowShape::decaying}) {
    const Course course = course_of(3, shape);
    Maker m(30);
    m.add_breath(course.flow, kNose, -41, kMouth, -38), m.add_room(kPink, -60);
    expect_good(course, breath_of(m.sound), std::to_string(static_cast<int>(shape)));
  }
}

TEST(HeardBreath, is_the_same_however_loud_the_recording_and_wherever_it_begins) {
  const Course course = course_of(2);
  Maker m(30);
  m.add_breath(course.flow, kNose, -41, kMouth, -38), m.add_room(kPink, -55);
  const Breath plain = breath_of(m.sound), later = breath_of(m.sound, 2.5);
  for (float& x : m.sound) x *= 0.1f;
  const Breath soft = breath_of(m.sound);
  ASSERT_EQ(plain.spans.size(), later.spans.size());
  ASSERT_EQ(plain.spans.size(), soft.spans.size());
  for (std::size_t i = 0; i < plain.spans.size(); ++i) {
    EXPECT_NEAR(later.spans[i].when.from_s, plain.spans[i].when.from_s + 2.5, 1e-9);
    EXPECT_NEAR(soft.spans[i].when.from_s, plain.spans[i].when.from_s, 0.03);
    EXPECT_EQ(plain.spans[i].kind, soft.spans[i].kind);
  }
}

TEST(HeardBreath, is_not_lost_under_a_hum_clicks_and_footsteps) {
  const Course course = course_of(2);
  for (const int which : {0, 1, 2}) {
    Maker m(30);
    m.add_breath(course.flow, kNose, -41, kMouth, -38), m.add_room(kPink, -52);
    if (which == 0) m.add_hum(-40);
    for (int k = 0; k < 6; ++k)
      if (which > 0) m.add_blow(1.3 + 4.7 * k, -20, which == 1 ? 4000 : 70, which == 1 ? 0.01 : 0.12);
    const Breath found = breath_of(m.sound);
    ASSERT_EQ(found.status, BreathStatus::measured) << which;
    EXPECT_GT(score(course, found).phase_f1, 0.85) << which;
    EXPECT_LT(score(course, found).swapped, 0.05) << which;
  }
}

TEST(HeardBreath, whose_ways_sound_alike_is_breath_of_either_way) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    const Course course = course_of(seed);
    Maker m(30, seed);
    m.add_breath(course.flow, kOral, -39, kOral, -38), m.add_room(kPink, -55);
    const Breath found = breath_of(m.sound);
    EXPECT_FALSE(tells_ways(found));
    EXPECT_TRUE(std::isnan(found.rate_per_min)) << "two bursts a breath or one?";
  }
}

TEST(HeardBreath, out_through_the_lips_brighter_than_in_is_not_called_in) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    const Course course = course_of(seed);
    Maker m(30, seed);
    m.add_breath(course.flow, kOral, -44, kLips, -38), m.add_room(kPink, -55);
    const Breath found = breath_of(m.sound);
    EXPECT_FALSE(tells_ways(found) && score(course, found).swapped > 0.1);
    EXPECT_NEAR(found.rate_per_min, course.per_min, 0.2) << "how often doesn't depend on it";
  }
}

TEST(HeardBreath, under_a_voice_or_drums_is_covered) {
  const Course course = course_of(1);
  for (const int which : {0, 1, 2}) {
    Maker m(30);
    m.add_breath(course.flow, kNose, -41, kMouth, -38), m.add_room(kPink, -55);
    if (which < 2) m.add_voice(0, 30, which == 0 ? -30 : -45);
    if (which == 2) m.add_drums(-40);
    EXPECT_EQ(hearing_of(m.sound), Hearing::covered) << which;
  }
}

TEST(HeardBreath, under_a_voice_for_three_seconds_is_unknown_there) {
  const Course course = course_of(2);
  Maker m(30);
  m.add_breath(course.flow, kNose, -41, kMouth, -38), m.add_room(kPink, -55), m.add_voice(10, 13, -30);
  const Breath found = breath_of(m.sound);
  ASSERT_EQ(found.status, BreathStatus::measured);
  ASSERT_FALSE(found.unknown.empty());
  EXPECT_LT(found.unknown.front().from_s, 10.3);
  EXPECT_GT(found.unknown.back().to_s, 12.2);
  for (const BreathSpan& s : found.spans) EXPECT_TRUE(s.when.to_s <= 10.6 || s.when.from_s >= 12.2);
  EXPECT_LT(score(course, found).swapped, 0.05);
}

TEST(HeardBreath, is_not_made_of_a_room_with_nobody_in_it) {
  for (const Colour& room : {kPink, kWhite, kBrown, kHiss}) {
    for (unsigned seed = 1; seed <= 5; ++seed) {
      Maker m(20, seed);
      m.add_room(room, -50);
      EXPECT_EQ(hearing_of(m.sound), Hearing::too_faint);
      for (int k = 0; k < 6; ++k) m.add_blow(1 + 2.9 * k, -20, 80, 0.12);
      EXPECT_NE(hearing_of(m.sound), Hearing::heard) << "footsteps";
    }
  }
}

TEST(HeardBreath, is_not_looked_for_in_silence_or_in_two_seconds) {
  EXPECT_EQ(hearing_of({}), Hearing::no_sound);
  EXPECT_EQ(hearing_of(std::vector<float>(160000, 0.0f)), Hearing::silent);
  std::vector<float> dither(160000);
  for (std::size_t i = 0; i < dither.size(); i += 3) dither[i] = 1.0f / 32768;
  EXPECT_EQ(hearing_of(dither), Hearing::silent);
  Maker m(2);
  m.add_room(kPink, -30);
  EXPECT_EQ(hearing_of(m.sound), Hearing::too_short);
}

}  // namespace
}  // namespace endrange
