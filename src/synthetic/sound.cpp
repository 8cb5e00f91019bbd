// sound.cpp: noise, shaped by biquads and by the breath, in a room of echoes.
//
// Same bits everywhere: only + - * / and the square root, which IEEE 754 rounds in one way (built with
// -ffp-contract=off). The C library's sin and exp differ in the last bit from machine to machine, hence our own.
// Evidence of the numbers: V2 = an abstract read at an index of papers, M = textbook memory, P = our choice, plausible.
#include "synthetic/sound.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "synthetic/random.h"

namespace endrange::synthetic {
namespace {

// The world is begun this long before its 0 s, whatever the offset: filters and echoes have settled where the file
// begins, and another offset gives the very same samples elsewhere.
constexpr double kLeadS = 3, kLargestOffsetS = 2;
static_assert(kLargestOffsetS < kLeadS);

// Shorter stretches may fall into a pause of the speech, whose level would then mean nothing. P
constexpr double kShortestMaskS = 8;

// How many nepers of power 60 dB are.
constexpr double kSixtyDb = 6 * std::numbers::ln10;

// The same bits everywhere; |x| < 700.
double exponential(double x) {
  const double doublings = std::floor(x / std::numbers::ln2 + 0.5), rest = x - doublings * std::numbers::ln2;
  double sum = 1;  // Taylor from the far end: |rest| < 0.35, so the first term left out is below 1e-17
  for (int i = 13; i >= 1; --i) sum = 1 + sum * rest / i;
  return std::ldexp(sum, static_cast<int>(doublings));
}

// The same bits everywhere, within 1e-13 of the truth; in whole turns.
double sine(double turns) {
  turns -= std::floor(turns + 0.5);
  if (turns > 0.25) turns = 0.5 - turns;
  if (turns < -0.25) turns = -0.5 - turns;
  const double x = 2 * std::numbers::pi * turns, square = x * x;
  double sum = 1;
  for (int i = 18; i >= 2; i -= 2) sum = 1 - sum * square / (i * (i + 1));
  return x * sum;
}
double cosine(double turns) { return sine(turns + 0.25); }

double amplitude(double db) { return exponential(std::clamp(db, -600.0, 600.0) * std::numbers::ln10 / 20); }

// Each part of the sound rolls its own dice, so that leaving one out changes none of the others.
enum class Part : std::uint64_t { inhale, exhale, room_tone, mask };
Dice dice_of(std::uint64_t seed, Part part) { return Dice(mix(seed) + static_cast<std::uint64_t>(part)); }

// White, variance 1. Not normal, but what passes a narrow band is nearly so.
double white(Dice& dice) { return std::numbers::sqrt3 * dice.uniform(-1, 1); }

// Two poles, two zeros (transposed direct form II). Designs: R. Bristow-Johnson, Audio EQ Cookbook.
struct Biquad {
  double b0 = 1, b1 = 0, b2 = 0, a1 = 0, a2 = 0;
  double z1 = 0, z2 = 0;
  double operator()(double x) {
    const double y = b0 * x + z1;
    z1 = b1 * x - a1 * y + z2;
    z2 = b2 * x - a2 * y;
    return y;
  }
};

struct Corner {
  double c, alpha;
  Corner(double hz, double q, double rate_hz) {
    const double turns = std::min(hz / rate_hz, 0.45);  // a low rate has no room for the highest bands
    c = cosine(turns), alpha = sine(turns) / (2 * q);
  }
  Biquad biquad(double b0, double b1, double b2, double a0, double a2) const {
    return {b0 / a0, b1 / a0, b2 / a0, -2 * c / a0, a2 / a0};
  }
};
constexpr double kFlat = 1 / std::numbers::sqrt2;  // the q of a band edge without a bump
Biquad lowpass(double hz, double rate_hz) {
  const Corner k(hz, kFlat, rate_hz);
  return k.biquad((1 - k.c) / 2, 1 - k.c, (1 - k.c) / 2, 1 + k.alpha, 1 - k.alpha);
}
Biquad highpass(double hz, double rate_hz) {
  const Corner k(hz, kFlat, rate_hz);
  return k.biquad((1 + k.c) / 2, -1 - k.c, (1 + k.c) / 2, 1 + k.alpha, 1 - k.alpha);
}
Biquad bandpass(double hz, double q, double rate_hz) {
  const Corner k(hz, q, rate_hz);
  return k.biquad(k.alpha, 0, -k.alpha, 1 + k.alpha, 1 - k.alpha);
}
Biquad peak(double hz, double q, double db, double rate_hz) {
  const Corner k(hz, q, rate_hz);
  const double a = amplitude(db / 2);
  return k.biquad(1 + k.alpha * a, -2 * k.c, 1 - k.alpha * a, 1 + k.alpha / a, 1 - k.alpha / a);
}
// Struck by a 1 it rings as a sine that starts at amplitude 1 and is down by 60 dB after `ring_s`. A strike while it
// still rings simply adds.
Biquad bell(double hz, double ring_s, double rate_hz) {
  const double turns = hz / rate_hz, r = exponential(-kSixtyDb / 2 / (ring_s * rate_hz));
  return {sine(turns), 0, 0, -2 * r * cosine(turns), r * r};
}

// The sum of a filter's squared answer to a single 1: how much power it makes of white noise.
template <class Filter>
double energy(Filter filter, double seconds, double rate_hz) {
  const auto samples = static_cast<std::size_t>(seconds * rate_hz);
  double sum = 0;
  for (std::size_t i = 0; i < samples; ++i) {
    const double y = filter(i == 0 ? 1.0 : 0.0);
    sum += y * y;
  }
  return sum;
}

// Below -600 dBFS an echo is gone; left alone it would decay into denormal numbers, which are slow.
constexpr double kGone = 1e-30;

class DelayLine {
 public:
  DelayLine(double seconds, double rate_hz)
      : line_(std::max<std::size_t>(1, static_cast<std::size_t>(seconds * rate_hz + 0.5))) {}
  double oldest() const { return line_[at_]; }
  void push(double x) {
    line_[at_] = std::abs(x) < kGone ? 0 : x;
    if (++at_ == line_.size()) at_ = 0;
  }

 private:
  std::vector<double> line_;
  std::size_t at_ = 0;
};

// The late echoes: parallel combs, then allpasses (M. R. Schroeder, Natural sounding artificial reverberation, 1962).
class Tail {
 public:
  Tail(double reverberation_s, double rate_hz) : soft_walls_(lowpass(kSoftHz, rate_hz)) {
    const auto left = [&](double s) { return exponential(-kSixtyDb / 2 * s / reverberation_s); };
    for (const double s : kCombS) combs_.push_back({DelayLine(s, rate_hz), left(s)});
    // In a dry room an allpass must not ring longer than the combs.
    for (const double s : kAllpassS) allpasses_.push_back({DelayLine(s, rate_hz), std::min(0.7, left(s))});
  }
  double operator()(double x) {
    x = soft_walls_(x);
    if (std::abs(soft_walls_.z1) + std::abs(soft_walls_.z2) < kGone) soft_walls_.z1 = soft_walls_.z2 = 0;
    double y = 0;
    for (auto& [line, back] : combs_) {
      const double echo = line.oldest();
      line.push(x + back * echo);
      y += echo;
    }
    for (auto& [line, back] : allpasses_) {
      const double old = line.oldest(), in = y + back * old;
      line.push(in);
      y = old - back * in;
    }
    return y;
  }

  // Without common factors, so that the echoes of two combs seldom meet. Schroeder's four and two more. M
  static constexpr std::array kCombS = {0.0297, 0.0317, 0.0341, 0.0371, 0.0411, 0.0437};

 private:
  static constexpr std::array kAllpassS = {0.005, 0.0017};
  static constexpr double kSoftHz = 6000;  // air and curtains swallow what is higher. P
  struct Loop {
    DelayLine line;
    double back;
  };
  Biquad soft_walls_;
  std::vector<Loop> combs_, allpasses_;
};

// From mouth to phone: the sound itself, the first echoes one by one, then the tail. The sound itself comes without the
// 6 ms that 2 m take: the time of a breath is when it is heard.
class Room {
 public:
  Room(double reverberation_s, double rate_hz) : tail_(has_echo(reverberation_s) ? reverberation_s : 1, rate_hz) {
    if (!has_echo(reverberation_s)) return;
    // Power of the echoes over that of the direct sound: the square of distance over critical distance, the latter
    // 0.057 m * sqrt(volume in m³ / reverberation in s). M; 2 m from the phone in a room of 40 m³: P
    constexpr double kDistanceM = 2, kVolumeM3 = 40;
    const double echoes = kDistanceM * kDistanceM * reverberation_s / (0.057 * 0.057 * kVolumeM3);
    // Power decays exponentially from the start; what falls before the tail's first echo is shared by the early ones.
    const double late = exponential(-kSixtyDb * Tail::kCombS.front() / reverberation_s);
    double sum = 0;
    for (std::size_t i = 0; i < kEarlyS.size(); ++i) {
      gains_[i] = exponential(-kSixtyDb * kEarlyS[i] / reverberation_s);
      sum += gains_[i];
    }
    for (std::size_t i = 0; i < kEarlyS.size(); ++i) {
      gains_[i] = std::sqrt(echoes * (1 - late) * gains_[i] / sum) * (i % 3 == 1 ? -1 : 1);
      delays_[i] = static_cast<std::size_t>(kEarlyS[i] * rate_hz);
    }
    recent_.assign(std::size_t{1} << 13, 0);  // 43 ms at the highest rate: longer than the last early echo
    tail_gain_ = std::sqrt(echoes * late / energy(tail_, length_s(reverberation_s), rate_hz));
  }
  double operator()(double x) {
    if (recent_.empty()) return x;
    const std::size_t mask = recent_.size() - 1;
    recent_[++at_ & mask] = x;
    double y = x + tail_gain_ * tail_(x);
    for (std::size_t i = 0; i < kEarlyS.size(); ++i) y += gains_[i] * recent_[(at_ - delays_[i]) & mask];
    return y;
  }

  // False for NaN too. Below 50 ms the tail would begin after its own end.
  static bool has_echo(double reverberation_s) { return reverberation_s >= 0.05; }
  // After this nothing worth counting comes any more.
  static double length_s(double reverberation_s) { return 0.1 + (has_echo(reverberation_s) ? reverberation_s : 0); }

 private:
  static constexpr std::array kEarlyS = {0.0023, 0.0049, 0.0071, 0.0103, 0.0137, 0.0179, 0.0223, 0.0269};  // P
  std::array<double, kEarlyS.size()> gains_{};
  std::array<std::size_t, kEarlyS.size()> delays_{};
  std::vector<double> recent_;
  std::size_t at_ = 0;
  Tail tail_;
  double tail_gain_ = 0;
};

// In through the nose. Hiss from 500 to 4000 Hz: P. The nasal tract's two main resonances stand at 600–750 and
// 2500–3500 Hz (V2: ex-vivo and replica measurements, Rhinology 3375); their height and width: P.
struct Nose {
  Biquad low, high, first, second;
  explicit Nose(double rate_hz)
      : low(highpass(500, rate_hz)),
        high(lowpass(4000, rate_hz)),
        first(peak(700, 2, 4, rate_hz)),
        second(peak(3000, 3, 6, rate_hz)) {}
  double operator()(double x) { return second(first(high(low(x)))); }
};

// Out through the mouth, with force: 200 to 1500 Hz and a breathy top. All P.
struct Mouth {
  static constexpr double kTopShare = 0.15;
  Biquad low, high, top_low, top_high;
  explicit Mouth(double rate_hz)
      : low(highpass(200, rate_hz)),
        high(lowpass(1500, rate_hz)),
        top_low(highpass(2500, rate_hz)),
        top_high(lowpass(7000, rate_hz)) {}
  double operator()(double x) { return high(low(x)) + kTopShare * top_high(top_low(x)); }
};

// Sound power as the third power of flow, amplitude as flow to the 1.5. Measured on throat and chest: amplitude as
// flow^(1.66 ± 0.35), six men, 0.5–3 l/s (V2: Gavriely and Cugell 1996); others find power proportional to flow (V2:
// Hossain and Moussavi 2002). Through air from 2 m: nothing found. 1.5 is within the former and needs but a root.
double loudness(double flow) { return std::abs(flow) * std::sqrt(std::abs(flow)); }

// At the same flow the throat is as loud either way (V2: as above); a nose hisses less far than an open mouth. P
constexpr double kInhaleDb = -3;

class Flow {
 public:
  Flow(std::span<const double> flow, double flow_rate_hz, double rate_hz)
      : flow_(flow_rate_hz > 0 && std::isfinite(flow_rate_hz) ? flow : flow.first(0)), step_(flow_rate_hz / rate_hz) {}
  // At a sample of the world; between two samples of the flow on the line between them.
  double at(std::ptrdiff_t sample) const {
    if (sample < 0 || flow_.empty()) return 0;
    const double place = static_cast<double>(sample) * step_;
    if (place > static_cast<double>(flow_.size() - 1)) return 0;
    const auto i = static_cast<std::size_t>(place);
    const double share = place - static_cast<double>(i);
    const double value = share > 0 ? flow_[i] + share * (flow_[i + 1] - flow_[i]) : flow_[i];
    return std::isfinite(value) ? std::clamp(value, -kMost, kMost) : 0;
  }

 private:
  static constexpr double kMost = 10;  // no lungs do more; keeps a wild number from filling the room
  std::span<const double> flow_;
  double step_;
};

struct World {
  double rate_hz;
  std::ptrdiff_t lead;  // samples before the world's 0 s
  std::vector<double> samples;
};

// `Way` is where the air passes; it sounds where `sign` times the flow is positive.
template <class Way>
void add_breath(World& world, const Flow& flow, double sign, double db, const SoundOptions& options, Part part) {
  const double level = amplitude(db), rate_hz = world.rate_hz;
  Way way(rate_hz);
  Room room(options.reverberation_s, rate_hz);
  const auto heard = [way, room](double x) mutable { return room(way(x)); };
  const double gain = level / std::sqrt(energy(heard, Room::length_s(options.reverberation_s), rate_hz));
  Dice dice = dice_of(options.seed, part);
  for (std::size_t i = 0; i < world.samples.size(); ++i) {
    const double now = std::max(0.0, sign * flow.at(static_cast<std::ptrdiff_t>(i) - world.lead));
    world.samples[i] += room(gain * loudness(now) * way(white(dice)));
  }
}

// Pink noise (R. Bristow-Johnson's three poles and zeros, -3 dB per octave from 30 Hz up) and the hum of 50 Hz mains,
// which transformers make at twice that.
void add_room_tone(World& world, const SoundOptions& options) {
  constexpr double kHumHz = 100, kHumShare = 0.1;  // of the power. P
  const double level = amplitude(options.room_db), rate_hz = world.rate_hz;
  constexpr double p0 = 0.99572754, p1 = 0.94790649, p2 = 0.53567505, n0 = 0.98443604, n1 = 0.83392334, n2 = 0.07568359;
  const auto pink = [first = Biquad{1, -(n0 + n1), n0 * n1, -(p0 + p1), p0 * p1},
                     second = Biquad{1, -n2, 0, -p2, 0}](double x) mutable { return second(first(x)); };
  const double gain = level * std::sqrt((1 - kHumShare) / energy(pink, 0.2, rate_hz));
  auto noise = pink;
  Biquad hum = bell(kHumHz, 1e9, rate_hz);
  Dice dice = dice_of(options.seed, Part::room_tone);
  for (std::size_t i = 0; i < world.samples.size(); ++i) {
    const double strike = i == 0 ? level * std::sqrt(2 * kHumShare) : 0;
    world.samples[i] += gain * noise(white(dice)) + hum(strike);
  }
}

// A plucked chord on each beat, four beats to a chord, I vi IV V in a key and at a pace of the seed's; drums. All P.
class Music {
 public:
  Music(Dice dice, double rate_hz)
      : rate_hz_(rate_hz),
        key_hz_(110 * exponential(std::floor(dice.uniform(0, 12)) * std::numbers::ln2 / 12)),
        half_beat_s_(dice.uniform(0.24, 0.32)),
        kick_(bell(55, 0.3, rate_hz)),
        snare_band_(bandpass(1800, 0.7, rate_hz)),
        hat_band_(highpass(7000, rate_hz)),
        snare_decay_(decay(0.2)),
        hat_decay_(decay(0.06)),
        dice_(dice) {}
  double operator()() {
    double strike = 0, kick = 0;
    if (until_half_beat_-- == 0) {
      until_half_beat_ = static_cast<int>(half_beat_s_ * rate_hz_);
      hat_ = 0.5;
      if (half_beats_ % 8 == 0) tune(half_beats_ / 8 % 4);
      if (half_beats_ % 2 == 0) strike = dice_.uniform(0.12, 0.2);
      if (half_beats_ % 4 == 0) kick = 1;
      if (half_beats_ % 4 == 2) snare_ = 1.2;
      ++half_beats_;
    }
    double y = kick_(kick);
    for (std::size_t i = 0; i < strings_.size(); ++i)
      y += strings_[i](strike / static_cast<double>(1 + i % kOvertones));
    const double noise = white(dice_);
    y += snare_band_(snare_ * noise) + hat_band_(hat_ * noise);
    snare_ *= snare_decay_, hat_ *= hat_decay_;
    return y;
  }

 private:
  static constexpr std::size_t kOvertones = 4;
  double decay(double seconds) const { return exponential(-kSixtyDb / 2 / (seconds * rate_hz_)); }
  void tune(int chord) {
    // Semitones above the key note: bass, root, third, fifth.
    static constexpr int kChords[4][4] = {{0, 12, 16, 19}, {-3, 9, 12, 16}, {-7, 5, 9, 12}, {-5, 7, 11, 14}};
    for (std::size_t i = 0; i < strings_.size(); ++i) {
      const double note_hz = key_hz_ * exponential(kChords[chord][i / kOvertones] * std::numbers::ln2 / 12);
      Biquad tuned = bell(note_hz * static_cast<double>(1 + i % kOvertones), 1.2, rate_hz_);
      tuned.z1 = strings_[i].z1, tuned.z2 = strings_[i].z2;  // rings on
      strings_[i] = tuned;
    }
  }

  double rate_hz_, key_hz_, half_beat_s_;
  int until_half_beat_ = 0, half_beats_ = 0;
  std::array<Biquad, 4 * kOvertones> strings_;  // four notes
  Biquad kick_, snare_band_, hat_band_;
  double snare_ = 0, hat_ = 0, snare_decay_, hat_decay_;
  Dice dice_;
};

// A voice that says nothing: pulses of the glottis through three formants that glide from vowel to vowel, hissed
// consonants, phrases of 6 to 12 syllables and pauses. All P but the formants, which are a man's vowels (M).
class Speech {
 public:
  Speech(Dice dice, double rate_hz)
      : rate_hz_(rate_hz),
        voice_hz_(dice.uniform(95, 190)),
        glottis_(bandpass(150, 0.5, rate_hz)),
        hiss_band_(bandpass(4500, 1, rate_hz)),
        dice_(dice) {}
  double operator()() {
    if (at_ >= length_) begin();
    const double u = static_cast<double>(at_) / static_cast<double>(length_);
    if (at_++ % kGlideSamples == 0) glide(u);
    phase_ += pitch_hz_ / rate_hz_;
    const bool pulse = phase_ >= 1;
    if (pulse) phase_ -= 1;
    double y = glottis_(pulse ? 4 * u * (1 - u) * stress_ * rate_hz_ / pitch_hz_ : 0);
    for (Biquad& formant : formants_) y = formant(y);
    const double v = u / kConsonantShare;
    const double hiss = is_hissed_ && v < 1 ? 4 * v * (1 - v) * stress_ * kHiss : 0;
    return y + hiss_band_(hiss * white(dice_));
  }

 private:
  static constexpr int kGlideSamples = 64;                   // a millisecond or so: finer than a formant moves
  static constexpr double kConsonantShare = 0.3, kHiss = 6;  // of the syllable; against a pulse train of mean 1
  using Vowel = std::array<double, 3>;
  static constexpr std::array<Vowel, 6> kVowels = {{{730, 1090, 2440},    // father
                                                    {530, 1840, 2480},    // bed
                                                    {270, 2290, 3010},    // feed
                                                    {570, 840, 2410},     // fall
                                                    {300, 870, 2240},     // food
                                                    {500, 1500, 2500}}};  // about
  void begin() {
    const bool is_pause = syllables_left_ == 0;
    if (is_pause)
      syllables_left_ = phrase_ = 6 + static_cast<int>(dice_.bits() % 7);
    else
      --syllables_left_;
    const double length_s = is_pause ? dice_.uniform(0.3, 0.9) : dice_.uniform(0.2, 0.3);
    stress_ = is_pause ? 0 : dice_.uniform(0.6, 1);
    is_hissed_ = dice_.uniform() < 0.4;
    from_ = to_;
    to_ = kVowels[dice_.bits() % kVowels.size()];
    // A phrase falls in pitch; syllables stand out from it.
    pitch_hz_ = voice_hz_ * dice_.uniform(0.92, 1.08) * (0.85 + 0.3 * syllables_left_ / phrase_);
    length_ = static_cast<int>(length_s * rate_hz_), at_ = 0;
  }
  // Klatt's resonator: 1 at 0 Hz, so that three in a row weigh the formants as a vocal tract does.
  void glide(double u) {
    constexpr Vowel kWidthHz = {70, 100, 150};
    const double s = std::min(1.0, u / 0.5), share = s * s * (3 - 2 * s);
    for (std::size_t i = 0; i < formants_.size(); ++i) {
      const double hz = from_[i] + share * (to_[i] - from_[i]);
      const double r = exponential(-std::numbers::pi * kWidthHz[i] / rate_hz_);
      formants_[i].a1 = -2 * r * cosine(hz / rate_hz_), formants_[i].a2 = r * r;
      formants_[i].b0 = 1 + formants_[i].a1 + formants_[i].a2;
    }
  }

  double rate_hz_, voice_hz_, pitch_hz_ = 100, phase_ = 0, stress_ = 0;
  int syllables_left_ = 0, phrase_ = 1, at_ = 0, length_ = 0;
  bool is_hissed_ = false;
  Vowel from_ = kVowels.back(), to_ = kVowels.back();
  Biquad glottis_, hiss_band_;
  std::array<Biquad, 3> formants_;
  Dice dice_;
};

// Played in the same room. Its level is set over the same stretch of the world whatever the offset, so that the offset
// shifts and does nothing else.
template <class Player>
void add_mask(World& world, const SoundOptions& options) {
  Player play(dice_of(options.seed, Part::mask), world.rate_hz);
  Room room(options.reverberation_s, world.rate_hz);
  const auto from = static_cast<std::size_t>(world.lead);
  const auto to = from + static_cast<std::size_t>(std::max(options.duration_s, kShortestMaskS) * world.rate_hz);
  std::vector<double> mask(std::max(to, world.samples.size()));
  double sum = 0;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    mask[i] = room(play());
    if (i >= from && i < to) sum += mask[i] * mask[i];
  }
  const double gain = amplitude(options.mask_db) / std::sqrt(sum / static_cast<double>(to - from));
  for (std::size_t i = 0; i < world.samples.size(); ++i) world.samples[i] += gain * mask[i];
}

bool is_possible(const SoundOptions& o) {
  return o.rate_hz >= 8000 && o.rate_hz <= 192000 && o.duration_s > 0 && o.duration_s <= 3600 &&
         std::abs(o.offset_s) <= kLargestOffsetS && !(o.reverberation_s > 10);
}

}  // namespace

std::vector<float> make_sound(std::span<const double> breath_flow, double flow_rate_hz, const SoundOptions& options) {
  if (!is_possible(options)) return {};
  const auto samples = [&](double s) { return static_cast<std::ptrdiff_t>(std::floor(s * options.rate_hz + 0.5)); };
  const std::ptrdiff_t shift = samples(options.offset_s);
  std::vector<float> file(static_cast<std::size_t>(samples(options.duration_s)));

  World world{options.rate_hz, samples(kLeadS), {}};
  world.samples.resize(file.size() + static_cast<std::size_t>(world.lead + std::max<std::ptrdiff_t>(0, -shift)));
  if (std::isfinite(options.breath_db)) {
    const Flow flow(breath_flow, flow_rate_hz, options.rate_hz);
    add_breath<Nose>(world, flow, +1, options.breath_db + kInhaleDb, options, Part::inhale);
    add_breath<Mouth>(world, flow, -1, options.breath_db, options, Part::exhale);
  }
  if (std::isfinite(options.room_db)) add_room_tone(world, options);
  if (std::isfinite(options.mask_db)) {
    if (options.mask == SoundMask::music) add_mask<Music>(world, options);
    if (options.mask == SoundMask::speech) add_mask<Speech>(world, options);
  }

  const auto first = static_cast<std::size_t>(world.lead - shift);
  for (std::size_t i = 0; i < file.size(); ++i) {
    file[i] = static_cast<float>(std::clamp(world.samples[first + i], -1.0, 1.0));
  }
  return file;
}

}  // namespace endrange::synthetic
