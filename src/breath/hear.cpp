#include "breath/hear.h"

#include <algorithm>
#include <cmath>

#include "breath/bursts.h"
#include "breath/cover.h"
#include "core/smooth.h"

namespace endrange {

namespace {

constexpr std::size_t kShortest = 120;  // 3 s: less than a breath
// Below −85 dBFS there is only what rounding to 16 bits leaves.
constexpr double kSilence = 3e-9;
// What remains must hold a breath and its pause at any rate.
constexpr double kMostCovered = 0.4;
constexpr std::size_t kFewestBursts = 3;
constexpr double kClear_db = 5;
// Median distance of the intervals from their median: breath at rest varies by a tenth, chance by a half.
constexpr double kIrregular = 0.25;

// How much a frame's bands count together: neighbours in time and frequency say nearly the same.
constexpr double kWeight = 0.3, kMost = 2;
// The room's level is known to half a dB.
constexpr double kRoomDoubt = 1.12;
// Echo: what lies 22 dB below the loudest of the last 0.75 s.
constexpr std::size_t kEchoFrames = 30;
constexpr float kEcho = 0.006f;

// Of one frame: how well its bands fit the room plus as much of that spectrum as fits best. Where the room has next to
// nothing, a breath may stand 60 dB above it.
double fit(const std::array<float, kBands>& over, const std::array<double, kBands>& room,
           const std::array<double, kBands>& ratio) {
  constexpr double kLeast = 0.8, kMostGain = 2e6, kStep = 2;
  double best = -1e300;
  for (double gain = kLeast; gain < kMostGain; gain *= kStep) {
    double sum = 0;
    for (std::size_t b = 0; b < kBands; ++b) {
      const double expected = room[b] + gain * ratio[b];
      sum -= std::log(expected) + over[b] / expected;
    }
    if (sum < best) break;  // it only falls from here
    best = sum;
  }
  return kWeight * best;
}

// room: what to expect without breath, echo and all, over the floor.
BreathEvidence evidence_of(const std::array<float, kBands>& over, const std::array<double, kBands>& room,
                           const std::array<float, kBands>& floor, const Kinds& kinds) {
  BreathEvidence e;
  std::array<double, 2> kind{};
  for (std::size_t k = 0; k < 2; ++k) {
    std::array<double, kBands> ratio{};
    double most = 0;
    for (std::size_t b = 0; b < kBands; ++b) most = std::max(most, ratio[b] = kinds.spectrum[k][b] / floor[b]);
    for (double& r : ratio) r /= most;
    kind[k] = k == 1 && !kinds.are_told_apart ? kind[0] : fit(over, room, ratio);
  }
  for (std::size_t b = 0; b < kBands; ++b) e.pause -= kWeight * (std::log(room[b]) + over[b] / room[b]);
  e.in = kind[0], e.out = kind[1];
  const double best = std::max({e.in, e.out, e.pause});
  for (double* v : {&e.in, &e.out, &e.pause}) *v = std::max(*v - best, -kMost);
  return e;
}

// Whether the bursts come again and again at about the same distance.
bool is_regular(const std::vector<Burst>& bursts) {
  std::vector<double> gaps, off;
  for (std::size_t i = 0; i + 1 < bursts.size(); ++i)
    gaps.push_back(static_cast<double>(bursts[i + 1].from - bursts[i].from));
  const double middle = median(gaps);
  for (const double gap : gaps) off.push_back(std::abs(gap / middle - 1));
  return gaps.size() >= 2 && median(off) < kIrregular;
}

}  // namespace

Heard hear(const SoundFrames& frames) {
  Heard heard;
  const std::size_t n = frames.size();
  heard.at_s = frames.at_s;
  const auto give_up = [&](Hearing why) {
    heard.hearing = why;
    return heard;
  };
  if (n == 0) return heard;
  if (std::ranges::max(frames.total) < kSilence) return give_up(Hearing::silent);
  if (n < kShortest) return give_up(Hearing::too_short);

  // Twice: with the pauses known, so is the room.
  Levels levels = levels_of(frames);
  constexpr double kPauses = 0.2, kQuiet_db = 1;
  const std::vector<double> loud(levels.loud_db.begin(), levels.loud_db.end());
  const double quiet_db = quantile(loud, kPauses) + kQuiet_db;
  std::vector<char> is_quiet(n);
  for (std::size_t i = 0; i < n; ++i) is_quiet[i] = loud[i] < quiet_db;
  levels = levels_of(frames, is_quiet);

  heard.is_covered = covered_frames(frames, levels);
  const auto covered = static_cast<double>(std::ranges::count(heard.is_covered, 1));
  if (covered > kMostCovered * static_cast<double>(n)) return give_up(Hearing::covered);
  std::vector<Burst> bursts = find_bursts(frames, levels, heard.is_covered);
  const Kinds kinds = sort_bursts(bursts);
  std::vector<double> peaks;
  for (const Burst& b : bursts) peaks.push_back(b.peak_db);
  heard.stands_out_db = median(peaks);
  // Of one kind only, they may as well be a room that swells and ebbs: then they must stand out clearly.
  if (bursts.size() < kFewestBursts ||
      (!kinds.are_told_apart && !(is_regular(bursts) && heard.stands_out_db > kClear_db)))
    return give_up(Hearing::too_faint);

  heard.hearing = Hearing::heard;
  heard.ways_are_apart = kinds.are_told_apart, heard.first_is_in = kinds.first_is_in;
  heard.evidence.resize(n), heard.flow.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (heard.is_covered[i] != 0) continue;
    std::array<double, kBands> room{};
    float sum = 0;
    for (std::size_t b = 0; b < kBands; ++b) {
      float recent = 0;
      for (std::size_t k = i > kEchoFrames ? i - kEchoFrames : 0; k < i; ++k)
        recent = std::max(recent, levels.over[k][b]);
      room[b] = kRoomDoubt + kEcho * recent;
      sum += std::max(levels.over[i][b] - 1, 0.0f) / kBands;
    }
    heard.evidence[i] = evidence_of(levels.over[i], room, levels.floor[i], kinds);
    heard.flow[i] = std::cbrt(sum);
  }
  return heard;
}

}  // namespace endrange
