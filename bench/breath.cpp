// The breath heard in sounds of known truth: how well by level, what covers it, and in other rooms than the renderer's.
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>

#include "bench.h"
#include "breath_row.h"
#include "synthetic/sound.h"

namespace endrange::bench {

namespace {

using namespace endrange::test;

constexpr double kSeconds = 30;

Course course_of(unsigned seed, int shape) {
  CourseRecipe r;
  r.seed = 1000 + seed, r.duration_s = kSeconds, r.per_min = 9 + 1.3 * seed, r.holds = seed % 2 == 1 ? 2 : 0;
  r.in = r.out = static_cast<FlowShape>(shape);
  return make_course(r);
}

void by_level(const char* name, synthetic::SoundMask mask, std::initializer_list<double> levels_db) {
  BreathRow::head(name);
  for (const double db : levels_db) {
    BreathRow row;
    for (int shape = 0; shape < 4; ++shape)
      for (unsigned seed = 1; seed <= 10; ++seed) {
        const Course course = course_of(seed, shape);
        synthetic::SoundOptions o;
        o.rate_hz = kSoundRate_hz, o.duration_s = kSeconds, o.seed = 1000 + seed + 100 * static_cast<unsigned>(shape);
        const bool is_masked = mask != synthetic::SoundMask::none;
        o.room_db = is_masked ? -60 : o.breath_db - db;
        o.mask = mask, o.mask_db = o.breath_db - db;
        row.add(course, breath_of(synthetic::make_sound(course.flow, kFlowRate_hz, o)));
      }
    char text[32];
    std::snprintf(text, sizeof text, "%.0f dB", db);
    row.print(text);
  }
}

void in_other_rooms() {
  constexpr Colour kNose{700, 3500, 2}, kMouth{250, 1200, 2}, kOral{400, 2500, 2}, kLips{1800, 6000, 2};
  constexpr Colour kPink{60, 400, 1}, kWhite{50, 7900, 1}, kBrown{30, 80, 1}, kHiss{1500, 7000, 2};
  struct Case {
    const char* name;
    std::function<void(Maker&, const Course&, double shift_s)> make;
  };
  const auto usual = [&](Maker& m, const Course& c) { m.add_breath(c.flow, kNose, -41, kMouth, -38); };
  const auto room = [&](const Colour& colour, double db) {
    return [=](Maker& m, const Course& c, double) { usual(m, c), m.add_room(colour, db); };
  };
  const auto blows = [](Maker& m, double shift_s, int n, double db, double hz, double ring_s) {
    for (int k = 0; k < n; ++k) m.add_blow(1 + shift_s + 28.0 * k / n, db, hz, ring_s);
  };
  const std::array<Case, 21> cases = {{
      {"pink room, 20 dB", room(kPink, -58)},
      {"pink room, 10 dB", room(kPink, -48)},
      {"white room, 10 dB", room(kWhite, -48)},
      {"brown room, 0 dB", room(kBrown, -38)},
      {"hissing room, 10 dB", room(kHiss, -48)},
      {"a fan's hum as loud as the breath",
       [&](Maker& m, const Course& c, double) { usual(m, c), m.add_room(kPink, -50), m.add_hum(-40); }},
      {"12 clicks", [&](Maker& m, const Course& c,
                        double s) { usual(m, c), m.add_room(kPink, -52), blows(m, s, 12, -20, 4000, 0.01); }},
      {"8 footsteps", [&](Maker& m, const Course& c,
                          double s) { usual(m, c), m.add_room(kPink, -52), blows(m, s, 8, -18, 70, 0.12); }},
      {"someone speaks for 3 s",
       [&](Maker& m, const Course& c, double) { usual(m, c), m.add_room(kPink, -55), m.add_voice(10, 13, -30); }},
      {"out through the lips, brighter than in",
       [&](Maker& m, const Course& c, double) {
         m.add_breath(c.flow, kOral, -44, kLips, -38), m.add_room(kPink, -55);
       }},
      {"in and out alike, by mouth",
       [&](Maker& m, const Course& c, double) {
         m.add_breath(c.flow, kOral, -39, kOral, -38), m.add_room(kPink, -55);
       }},
      {"both by nose, out 4 dB louder",
       [&](Maker& m, const Course& c, double) {
         m.add_breath(c.flow, kNose, -44, kNose, -40), m.add_room(kPink, -58);
       }},
      {"only out can be heard", [&](Maker& m, const Course& c,
                                    double) { m.add_breath(c.flow, kOral, -90, kMouth, -38), m.add_room(kPink, -55); }},
      {"someone speaks all along",
       [&](Maker& m, const Course& c, double) { usual(m, c), m.add_room(kPink, -55), m.add_voice(0, 30, -35); }},
      {"… softly",
       [&](Maker& m, const Course& c, double) { usual(m, c), m.add_room(kPink, -55), m.add_voice(0, 30, -45); }},
      {"drums", [&](Maker& m, const Course& c, double) { usual(m, c), m.add_room(kPink, -55), m.add_drums(-40, 3); }},
      {"no breath: pink room", [&](Maker& m, const Course&, double) { m.add_room(kPink, -55); }},
      {"no breath: white room, footsteps",
       [&](Maker& m, const Course&, double s) { m.add_room(kWhite, -55), blows(m, s, 8, -18, 70, 0.12); }},
      {"no breath: clicks every 2 s",
       [&](Maker& m, const Course&, double s) { m.add_room(kPink, -55), blows(m, s, 14, -20, 2000, 0.05); }},
      {"no breath: footsteps every 2 s, in a quiet room",
       [&](Maker& m, const Course&, double s) { m.add_room(kPink, -60), blows(m, s, 14, -10, 90, 0.15); }},
      {"no breath: a room that swells by 3 dB",
       [&](Maker& m, const Course&, double s) {
         m.add_room(kPink, -55);
         for (std::size_t i = 0; i < m.sound.size(); ++i)
           m.sound[i] *= static_cast<float>(
               Maker::amplitude(1.5 * std::sin(2 * M_PI * static_cast<double>(i) / kSoundRate_hz / (5 + 10 * s))));
       }},
  }};
  BreathRow::head("sound");
  for (const Case& c : cases) {
    BreathRow row;
    for (unsigned seed = 1; seed <= 8; ++seed) {
      const Course course = course_of(seed, static_cast<int>(seed % 4));
      Maker maker(kSeconds, seed + 1500);
      c.make(maker, course, 0.1 * seed);
      row.add(course, breath_of(maker.sound));
    }
    row.print(c.name);
  }
}

}  // namespace

int run_breath() {
  by_level("breath over room", synthetic::SoundMask::none, {30, 20, 10, 5, 0, -5});
  by_level("breath over speech", synthetic::SoundMask::speech, {30, 20, 10, 5, 0, -5});
  by_level("breath over music", synthetic::SoundMask::music, {30, 20, 10, 5, 0, -5});
  in_other_rooms();
  const Course course = course_of(1, 0);
  synthetic::SoundOptions o;
  o.rate_hz = kSoundRate_hz, o.duration_s = 10;
  const std::vector<float> sound = synthetic::make_sound(course.flow, kFlowRate_hz, o);
  std::puts("");
  print_row("10 s of sound, heard (ms: best, median, runs)", time_of(25, [&] { breath_of(sound); }));
  return 0;
}

}  // namespace endrange::bench
