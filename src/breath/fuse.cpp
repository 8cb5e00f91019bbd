#include "breath/fuse.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "breath/spans.h"
#include "core/smooth.h"

namespace endrange {

namespace {

// Which way is which must be as sure as that to be said: 7 to 3. Log odds.
constexpr double kLeastSure = 0.85;
// What the picture adds to that where it agrees in full: 50 to 1.
constexpr double kBySight = 4;
// Heard alone, a rustle of cloth or a mat may pass for breath, and a quiet breath for none; seen alone, what else moves
// a belly. Our choice.
constexpr double kMostByEar = 0.8, kHoldByEar = 0.5, kMostBySight = 0.7, kHoldBySight = 0.6, kHoldByBoth = 0.9;
// Bursts that stand out by less leave too much below the room's noise for a pause to be called a hold. dB
constexpr double kHoldNeeds_db = 4;
// A breath that stands out by this is sure to be one. dB
constexpr double kClear_db = 6;
// Of the time, to say how often it goes in and out: breaths that begin under a voice are missed or made up.
constexpr double kKnownForRate = 0.75;
// Breath begins and ends too slowly to be seen: what looks still for 1.5 s may be a pause of 1 s.
constexpr double kShortestSeen_s = 2.5;
// A belly that rises by more than this share of the usual while nothing is heard breathes unheard.
constexpr double kMovesInHold = 0.4;

double sure(double log_odds) { return 1 / (1 + std::exp(-std::abs(log_odds))); }

std::string why_unheard(Hearing hearing) {
  switch (hearing) {
    case Hearing::no_sound: return "there is no sound";
    case Hearing::silent: return "the sound is silent";
    case Hearing::too_short: return "the sound is too short";
    case Hearing::covered: return "speech, music or other noise covers the breath";
    case Hearing::too_faint: return "the breath is too faint to be heard";
    case Hearing::heard: break;
  }
  return "";
}

std::string why_unseen(Sight sight) {
  switch (sight) {
    case Sight::not_seen: return "the belly wasn't followed in the picture";
    case Sight::too_small: return "the belly's movement is too small to be seen";
    case Sight::with_legs: return "the belly moves with the legs in the picture";
    case Sight::irregular: return "the belly doesn't come and go as a breath does in the picture";
    case Sight::seen: break;
  }
  return "";
}

std::string joined(const std::string& a, const std::string& b) { return a.empty() || b.empty() ? a + b : a + "; " + b; }

// How far the values lie from their median, over the median.
void add_unevenness(const std::vector<double>& values, std::vector<double>& out) {
  const double middle = median(values);
  for (const double v : values) out.push_back(std::abs(v / middle - 1));
}

std::span<const double> rates_in(const Seen& seen, double at_s, const Interval& when) {
  const auto step = [&](double t) {
    const double place = std::ceil((t - at_s) / kSoundStep_s);
    return static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(seen.rate.size())));
  };
  return std::span(seen.rate).subspan(step(when.from_s), step(when.to_s) - step(when.from_s));
}

// How far the belly rises in a stretch, mm; falling is negative.
double rise_in(const Seen& seen, double at_s, const Interval& when) {
  double sum = 0;
  for (const double rate : rates_in(seen, at_s, when))
    if (!std::isnan(rate)) sum += kSoundStep_s * rate;
  return sum;
}

std::vector<char> inverse(std::span<const char> flags) {
  std::vector<char> out(flags.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = flags[i] == 0;
  return out;
}

// Whether the belly, taken by itself, comes and goes as breath does: at least two breaths in and two out, of which half
// last alike within kUneven and are as deep, and three quarters within kUnevenMost; holds may part them. Slow legs
// don't make one pant.
bool is_breathlike(const Seen& seen, double at_s) {
  constexpr double kUneven = 0.2, kUnevenMost = 0.4, kMostOfThem = 0.75, kUnevenDepth = 0.3, kEnd_s = 0.1;
  constexpr double kMostPerMin = 30;
  const std::vector<char> unknown = inverse(seen.is_known);
  const std::vector<BreathSpan> spans =
      spans_of(breath_path(seen.evidence, true), {}, unknown, {at_s, kSoundStep_s, true, 1, 0});
  std::vector<double> lengths, depths;
  for (const BreathKind kind : {BreathKind::in, BreathKind::out}) {
    std::vector<double> length_s, depth_mm;
    for (const BreathSpan& span : spans) {
      // Those at the ends may be cut off.
      const double end_s = at_s + kSoundStep_s * static_cast<double>(seen.rate.size());
      if (span.kind != kind || span.when.from_s < at_s + kEnd_s || span.when.to_s > end_s - kEnd_s) continue;
      length_s.push_back(span.when.duration_s());
      depth_mm.push_back(std::abs(rise_in(seen, at_s, span.when)));
    }
    if (length_s.size() < 2) return false;
    add_unevenness(length_s, lengths), add_unevenness(depth_mm, depths);
  }
  const double per_min = rate_of(spans, stretches_of(unknown, at_s, kSoundStep_s));
  return median(lengths) < kUneven && quantile(lengths, kMostOfThem) < kUnevenMost && median(depths) < kUnevenDepth &&
         per_min < kMostPerMin;
}

// How far the picture agrees with the ways heard: correlation of in and out with the belly's rate, -1…1.
double agreement(std::span<const BreathState> path, const Seen& seen) {
  double sum = 0, squares = 0, n = 0;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (std::isnan(seen.rate[i]) || path[i] == BreathState::pause) continue;
    sum += path[i] == BreathState::in ? seen.rate[i] : -seen.rate[i];
    squares += seen.rate[i] * seen.rate[i], n += 1;
  }
  return squares > 0 ? sum / std::sqrt(n * squares) : 0;
}

// What each step speaks for: the sound where it is clear, the picture where it isn't, and where the sound can't tell
// the ways apart, the picture does.
std::vector<BreathEvidence> combined(const Heard& heard, const Seen& seen, bool is_seen, bool is_exchanged) {
  std::vector<BreathEvidence> out = heard.evidence;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (is_exchanged) std::swap(out[i].in, out[i].out);
    if (!is_seen || seen.is_known[i] == 0) continue;
    const BreathEvidence& e = seen.evidence[i];
    if (heard.is_covered[i] != 0) out[i] = e;
    if (heard.is_covered[i] == 0 && !heard.ways_are_apart)
      out[i].in += std::min(e.in, 0.0), out[i].out += std::min(e.out, 0.0);
  }
  return out;
}

// Holds that the picture sees breathing in aren't; those it sees still are surer.
void check_holds(Breath& breath, const Seen& seen, double at_s) {
  std::vector<double> depths;
  for (const BreathSpan& s : breath.spans)
    if (s.kind != BreathKind::hold) depths.push_back(std::abs(rise_in(seen, at_s, s.when)));
  const double usual = median(depths);
  std::erase_if(breath.spans, [&](BreathSpan& s) {
    if (s.kind != BreathKind::hold) return false;
    double up = 0, down = 0, known = 0;  // largest rise and fall within it
    for (const double rate : rates_in(seen, at_s, s.when)) {
      if (std::isnan(rate)) continue;
      known += kSoundStep_s;
      up = std::max(0.0, up + kSoundStep_s * rate), down = std::max(0.0, down - kSoundStep_s * rate);
      if (std::max(up, down) > kMovesInHold * usual) {
        breath.unknown.push_back(s.when);
        return true;
      }
    }
    if (known > 0.5 * s.when.duration_s()) s.confidence = kHoldByBoth;
    return false;
  });
  std::ranges::sort(breath.unknown, {}, &Interval::from_s);
}

}  // namespace

Breath fuse_breath(const Heard& heard, const BellySeries& belly) {
  const bool is_heard = heard.hearing == Hearing::heard;
  // Steps: the sound's own, or as fine over the picture's time.
  double at_s = heard.at_s;
  std::size_t steps = heard.evidence.size();
  if (!is_heard && belly.at_s.size() >= 2) {
    at_s = belly.at_s.front();
    steps = static_cast<std::size_t>((belly.at_s.back() - at_s) / kSoundStep_s) + 1;
  }
  Seen seen = see(belly, at_s, kSoundStep_s, steps);
  if (seen.sight == Sight::seen && !is_breathlike(seen, at_s)) seen.sight = Sight::irregular;
  const bool is_seen = seen.sight == Sight::seen;
  Breath breath;
  breath.reason = joined(why_unheard(heard.hearing), why_unseen(seen.sight));
  if (!is_heard && !is_seen) return breath;

  std::vector<BreathEvidence> evidence = seen.evidence;
  CourseOptions course{at_s, kSoundStep_s, true, kMostBySight, kHoldBySight, kShortestSeen_s};
  bool ways_are_known = true;
  if (is_heard) {
    double odds = heard.first_is_in;
    if (is_seen && heard.ways_are_apart) odds += kBySight * agreement(breath_path(heard.evidence, true), seen);
    evidence = combined(heard, seen, is_seen, heard.ways_are_apart && odds < 0);
    ways_are_known = heard.ways_are_apart ? std::abs(odds) > kLeastSure : is_seen;
    if (!ways_are_known)
      breath.reason = joined(breath.reason, heard.ways_are_apart ? "which sound is in and which out isn't clear"
                                                                 : "in and out sound alike");
    // How often doesn't depend on which way is which.
    course.ways_are_known = heard.ways_are_apart || is_seen;
    course.confidence = std::min(1.0, heard.stands_out_db / kClear_db) * (heard.ways_are_apart ? sure(odds) : 1) *
                        (is_seen ? 1 : kMostByEar);
    course.shortest_hold_s = kShortestHold_s;
    course.hold_confidence = heard.stands_out_db > kHoldNeeds_db ? kHoldByEar : 0;
  }
  std::vector<char> unknown(steps);
  for (std::size_t i = 0; i < steps; ++i)
    unknown[i] = !(is_heard && heard.is_covered[i] == 0) && !(is_seen && seen.is_known[i] != 0);

  breath.status = BreathStatus::measured;
  breath.source = is_heard && is_seen ? "sound and picture" : is_heard ? "sound" : "picture";
  breath.spans = spans_of(breath_path(evidence, course.ways_are_known), heard.flow, unknown, course);
  breath.unknown = stretches_of(unknown, at_s, kSoundStep_s);
  const double known =
      1 - static_cast<double>(std::ranges::count(unknown, 1)) / static_cast<double>(std::max<std::size_t>(steps, 1));
  breath.confidence = course.confidence * known;
  if (course.ways_are_known && known > kKnownForRate) breath.rate_per_min = rate_of(breath.spans, breath.unknown);
  if (is_heard && is_seen) check_holds(breath, seen, at_s);
  if (!ways_are_known)
    for (BreathSpan& span : breath.spans)
      if (span.kind != BreathKind::hold) span.kind = BreathKind::either;
  return breath;
}

}  // namespace endrange
