// test_sounds.h: breaths of known times in rooms of known noise, made apart from src/synthetic: other colours, other
// shapes of flow, other nuisances. For tests and the bench.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

#include "breath/fuse.h"
#include "breath/spans.h"

namespace endrange::test {

constexpr double kFlowRate_hz = 1000, kSoundRate_hz = 16000;

/// How fast air moves over a breath, from 0 to 1 of its time: most 1.
enum class FlowShape { bell, half_sine, blunt, decaying };
inline double flow_at(FlowShape shape, double u) {
  switch (shape) {
    case FlowShape::bell: return 16 * u * u * (1 - u) * (1 - u);
    case FlowShape::half_sine: return std::sin(std::numbers::pi * u);
    case FlowShape::blunt: return std::min({1.0, u / 0.15, (1 - u) / 0.15});
    case FlowShape::decaying: return std::min(1.0, u / 0.1) * std::exp(-2 * u) * std::min(1.0, (1 - u) / 0.1);
  }
  return 0;
}

struct CourseRecipe {
  double duration_s = 30, per_min = 15;
  FlowShape in = FlowShape::bell, out = FlowShape::bell;
  double out_flow = 1, in_flow = 1;  ///< the most of each
  double varied = 0.1;               ///< how much lengths differ from breath to breath
  int holds = 0;                     ///< so many pauses are held for 2.5 to 5 s, every other one after breathing in
  unsigned seed = 1;
};

struct Course {
  std::vector<double> flow;       ///< at kFlowRate_hz, in positive
  std::vector<BreathSpan> spans;  ///< true; holds: pauses of kShortestHold and more
  double per_min = 0;             ///< by the same definition as rate_of
};

inline Course make_course(const CourseRecipe& r) {
  std::mt19937 dice(r.seed);
  const auto uniform = [&](double a, double b) { return a + (b - a) * (static_cast<double>(dice()) / 4294967296.0); };
  Course c;
  c.flow.assign(static_cast<std::size_t>(r.duration_s * kFlowRate_hz), 0);
  const double cycle_s = 60 / r.per_min;
  double t = uniform(0.2, 1.2);
  const int cycles = static_cast<int>(r.duration_s / cycle_s);
  for (int n = 0; t < r.duration_s; ++n) {
    const bool is_held = r.holds > 0 && n % std::max(1, cycles / (r.holds + 1)) == 1;
    const bool is_held_full = is_held && n / std::max(1, cycles / (r.holds + 1)) % 2 == 0;
    for (const bool in : {true, false}) {
      const double length_s = (in ? 0.38 : 0.47) * cycle_s * (1 + r.varied * uniform(-1, 1));
      if (t + length_s > r.duration_s) {
        t = r.duration_s;
        break;
      }
      for (double u = 0; u < length_s; u += 1 / kFlowRate_hz)
        c.flow[std::min(c.flow.size() - 1, static_cast<std::size_t>((t + u) * kFlowRate_hz))] =
            in ? r.in_flow * flow_at(r.in, u / length_s) : -r.out_flow * flow_at(r.out, u / length_s);
      c.spans.push_back({in ? BreathKind::in : BreathKind::out, {t, t + length_s}, 1});
      t += length_s;
      const double held_s = uniform(2.5, 5), rest_s = 0.15 * cycle_s * (1 + r.varied * uniform(-1, 1));
      t += is_held && in == is_held_full ? held_s : in ? 0 : rest_s;
    }
  }
  std::vector<BreathSpan> all;
  double last_s = 0;
  for (std::size_t i = 0; i <= c.spans.size(); ++i) {
    const double from_s = i < c.spans.size() ? c.spans[i].when.from_s : r.duration_s;
    if (from_s - last_s >= 1.5) all.push_back({BreathKind::hold, {last_s, from_s}, 1});
    if (i < c.spans.size()) all.push_back(c.spans[i]), last_s = c.spans[i].when.to_s;
  }
  c.spans = all;
  c.per_min = rate_of(c.spans, {});
  return c;
}

/// Noise between two corners, each of `order` poles of the first degree; mean square near 1 after make() has scaled it.
struct Colour {
  double low_hz = 100, high_hz = 4000;
  int order = 2;
};

class Maker {
 public:
  explicit Maker(double seconds, unsigned seed = 1)
      : sound(static_cast<std::size_t>(seconds * kSoundRate_hz), 0), dice_(seed) {}

  std::vector<float> sound;

  /// Of mean square 1.
  std::vector<double> noise(const Colour& colour) {
    std::vector<double> x(sound.size());
    for (double& v : x) v = uniform(-1, 1);
    for (int i = 0; i < colour.order; ++i) {
      pass(x, colour.high_hz, true);
      pass(x, colour.low_hz, false);
    }
    double sum = 0;
    for (const double v : x) sum += v * v;
    const double scale = std::sqrt(static_cast<double>(x.size()) / sum);
    for (double& v : x) v *= scale;
    return x;
  }
  void add_room(const Colour& colour, double db) {
    const std::vector<double> x = noise(colour);
    for (std::size_t i = 0; i < x.size(); ++i) sound[i] += static_cast<float>(amplitude(db) * x[i]);
  }
  /// Loud as flow^1.5; db: at flow 1.
  void add_breath(const std::vector<double>& flow, const Colour& in, double in_db, const Colour& out, double out_db) {
    for (const bool is_in : {true, false}) {
      const std::vector<double> x = noise(is_in ? in : out);
      const double level = amplitude(is_in ? in_db : out_db);
      for (std::size_t i = 0; i < x.size(); ++i) {
        const double f = flow[std::min(flow.size() - 1, i * 1000 / 16000)] * (is_in ? 1 : -1);
        if (f > 0) sound[i] += static_cast<float>(level * f * std::sqrt(f) * x[i]);
      }
    }
  }
  /// A fan: harmonics of its blades, from 95 Hz up.
  void add_hum(double db, double hz = 95) {
    for (int h = 1; h <= 12; ++h)
      for (std::size_t i = 0; i < sound.size(); ++i)
        sound[i] += static_cast<float>(amplitude(db) / h * std::sin(2 * std::numbers::pi * hz * h * time(i) + h));
  }
  /// Rings for `ring_s` at `hz` with a burst of noise at its beginning: 4000 Hz and 0.01 s a click, 70 and 0.12 a
  /// footstep.
  void add_blow(double at_s, double db, double hz, double ring_s) {
    const auto from = static_cast<std::size_t>(at_s * kSoundRate_hz);
    for (std::size_t i = from; i < std::min(sound.size(), from + static_cast<std::size_t>(6 * ring_s * kSoundRate_hz));
         ++i) {
      const double t = time(i) - at_s;
      sound[i] += static_cast<float>(amplitude(db) * (std::exp(-t / ring_s) * std::sin(2 * std::numbers::pi * hz * t) +
                                                      0.5 * std::exp(-t / 0.012) * uniform(-1, 1)));
    }
  }
  /// A voice: pulses whose pitch glides about `hz`, in syllables four a second, with pauses.
  void add_voice(double from_s, double to_s, double db, double hz = 130) {
    double phase = 0, y1 = 0, y2 = 0;
    for (auto i = static_cast<std::size_t>(from_s * kSoundRate_hz);
         i < std::min(sound.size(), static_cast<std::size_t>(to_s * kSoundRate_hz)); ++i) {
      const double t = time(i), syllable = std::fmod(t * 4, 1.0);
      phase += hz * (1 + 0.15 * std::sin(2 * std::numbers::pi * 0.7 * t)) / kSoundRate_hz;
      double pulse = 0;
      if (phase >= 1) phase -= 1, pulse = 12;
      const double formant = 500 + 300 * std::sin(2 * std::numbers::pi * 1.7 * t), r = 0.97;
      const double y = pulse + 2 * r * std::cos(2 * std::numbers::pi * formant / kSoundRate_hz) * y1 - r * r * y2;
      y2 = y1, y1 = y;
      const bool is_pause = std::fmod(t, 2.7) > 2.2;
      sound[i] += static_cast<float>(is_pause ? 0 : amplitude(db) * 0.2 * y * std::sin(std::numbers::pi * syllable));
    }
  }
  /// Strokes of noise, `per_s` of them a second.
  void add_drums(double db, double per_s = 4) {
    for (std::size_t i = 0; i < sound.size(); ++i) {
      const double t = std::fmod(time(i), 1 / per_s);
      sound[i] += static_cast<float>(amplitude(db) * 3 * std::exp(-t / 0.03) * uniform(-1, 1));
    }
  }
  static double amplitude(double db) { return std::pow(10, db / 20); }

 private:
  static double time(std::size_t i) { return static_cast<double>(i) / kSoundRate_hz; }
  double uniform(double a, double b) { return a + (b - a) * (static_cast<double>(dice_()) / 4294967296.0); }
  static void pass(std::vector<double>& x, double corner_hz, bool is_low) {
    const double k = 1 - std::exp(-2 * std::numbers::pi * corner_hz / kSoundRate_hz);
    double low = 0;
    for (double& v : x) {
      low += k * (v - low);
      v = is_low ? low : v - low;
    }
  }
  std::mt19937 dice_;
};

inline Breath breath_of(const std::vector<float>& sound, double at_s = 0) {
  SoundWatcher watcher;
  watcher.push({at_s, SoundWatcher::kRate_hz, sound});
  return fuse_breath(hear(watcher.take()), {});
}

/// How far what was found agrees with what is true, in steps of 10 ms.
struct Score {
  double phase_f1 = 0;              ///< of in and of out, mean
  double hold_f1 = kUnknown;        ///< NaN where nothing is held and nothing was called so
  double held = 0, held_wrong = 0;  ///< steps rightly called held; called so or not, wrongly
  double swapped = 0;               ///< share of what was called in or out that is the other
  std::vector<double> onset_s;      ///< of each true breath found: when it was taken to begin, minus true
  double rate_error_per_min = kUnknown;
};

inline Score score(const Course& truth, const Breath& found) {
  const auto kind_at = [](const std::vector<BreathSpan>& spans, double t) {
    for (const BreathSpan& s : spans)
      if (t >= s.when.from_s && t < s.when.to_s) return static_cast<int>(s.kind);
    return -1;
  };
  std::array<double, 4> both{}, true_only{}, found_only{};
  double swapped = 0, told = 0;
  const double end_s = static_cast<double>(truth.flow.size()) / kFlowRate_hz;
  const auto is_doubtful = [](const std::vector<BreathSpan>& spans, double t) {
    for (const BreathSpan& s : spans)
      if (s.kind == BreathKind::hold && t >= s.when.from_s && t < s.when.to_s) return s.when.duration_s() < 1.8;
    return false;
  };
  for (double t = 0.005; t < end_s; t += 0.01) {
    const int a = kind_at(truth.spans, t), b = kind_at(found.spans, t);
    // A pause about as long as the shortest hold may fall on either side of it.
    if (is_doubtful(truth.spans, t) || is_doubtful(found.spans, t)) continue;
    if (a == b && a >= 0) ++both[static_cast<std::size_t>(a)];
    if (a != b && a >= 0) ++true_only[static_cast<std::size_t>(a)];
    if (a != b && b >= 0) ++found_only[static_cast<std::size_t>(b)];
    if (b == 0 || b == 1) ++told, swapped += a == 1 - b;
  }
  const auto f1 = [&](std::size_t k) { return 2 * both[k] / (2 * both[k] + true_only[k] + found_only[k]); };
  Score s;
  s.phase_f1 = (f1(0) + f1(1)) / 2;
  s.hold_f1 = f1(2);
  s.held = both[2], s.held_wrong = true_only[2] + found_only[2];
  s.swapped = told > 0 ? swapped / told : 0;
  for (const BreathSpan& t : truth.spans) {
    if (t.kind == BreathKind::hold) continue;
    double best = 1e9;
    for (const BreathSpan& f : found.spans)
      if (f.kind == t.kind && std::abs(f.when.from_s - t.when.from_s) < std::abs(best))
        best = f.when.from_s - t.when.from_s;
    if (std::abs(best) < 0.5) s.onset_s.push_back(best);
  }
  s.rate_error_per_min = found.rate_per_min - truth.per_min;
  return s;
}

}  // namespace endrange::test
