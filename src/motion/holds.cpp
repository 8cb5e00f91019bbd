#include "motion/holds.h"

#include <algorithm>
#include <cmath>

#include "core/angle.h"
#include "core/smooth.h"

namespace endrange {

namespace {

// Legs low, together, and as good as straight.
constexpr double kLowest = 2.0_deg, kHighest = 55.0_deg, kTogether = 15.0_deg, kStraight = 45.0_deg;
// Shoulder and ear above the hip, trunk lengths: lying flat they are at −0.08 and −0.04 to 0.05; shoulder blades off
// the floor 0.0 to 0.1 and 0.15 to 0.3.
constexpr double kShoulderUp = -0.03, kEarUp = 0.09;
constexpr double kShortest_s = 2, kLongestHole_s = 0.3;
// The head counts as up to this share of a trunk below where it is held.
constexpr double kHeadNear = 0.06;
// A movement that starts and ends softly (minimum jerk) has a peak speed of 1.875 ways a duration: how long it lasts
// follows from its middle, where noise matters least. It is over where it goes at this share of its peak.
constexpr double kPeakSpeed = 1.875, kOver = 0.1;
// Slower than this nothing is on its way into a shape or out of it, rad/s and trunk lengths/s; so far around a shape's
// edge one is looked for, s.
constexpr double kLeastSpeed = 8.0_deg, kLeastHeadSpeed = 0.12, kLooksAround_s = 2.5;
// Legs that have drifted so far have left the shape.
constexpr double kDrift = 10.0_deg;
// The level is that of the first seconds: legs that sink are judged by where they began.
constexpr double kLevelFrom_s = 2;
// So long one part must be kept up after the other for it to be a break rather than the end.
constexpr double kWentOn_s = 1.5;
// A pause of a repetition is shorter than this.
constexpr double kLongestPause_s = 5;

struct Shape {
  std::vector<double> at_s, leg, leg_rate, apart, knee, shoulder, ear, ear_rate;  // (frames); NaN where unknown
  bool has_legs(std::size_t i) const {
    return leg[i] > kLowest && leg[i] < kHighest && apart[i] < kTogether && !(knee[i] > kStraight);
  }
  bool has_head(std::size_t i) const { return ear[i] > kEarUp; }
};

std::vector<double> smoothed(const std::vector<double>& at_s, const std::vector<double>& values,
                             std::vector<double>* rates = nullptr) {
  std::vector<double> out;
  for (const Motion& m : smooth(at_s, values)) {
    out.push_back(m.value);
    if (rates != nullptr) rates->push_back(m.rate);
  }
  return out;
}

Shape shape_of(std::span<const Pose> poses, const SideFrame& frame, const std::array<LegAngles, 2>& legs,
               bool is_thigh_used) {
  Shape s;
  const auto near = static_cast<std::size_t>(frame.near_side);
  for (std::size_t i = 0; i < poses.size(); ++i) {
    const Pose& pose = poses[i];
    const double a = legs[0].elevation(is_thigh_used)[i], b = legs[1].elevation(is_thigh_used)[i];
    s.at_s.push_back(pose.at_s);
    s.leg.push_back(0.5 * (a + b)), s.apart.push_back(std::abs(a - b));
    s.knee.push_back(legs[near].knee_flexion[i]);
    const auto up = [&](Joint joint) {
      const Side side = frame.near_side;
      return dot(pose.at(of(joint, side)) - pose.at(of(Joint::left_hip, side)), frame.up) / frame.trunk_px;
    };
    s.shoulder.push_back(up(Joint::left_shoulder)), s.ear.push_back(up(Joint::left_ear));
  }
  s.leg = smoothed(s.at_s, s.leg, &s.leg_rate), s.shoulder = smoothed(s.at_s, s.shoulder),
  s.ear = smoothed(s.at_s, s.ear, &s.ear_rate);
  return s;
}

double median_between(const Shape& s, const std::vector<double>& values, double from_s, double to_s) {
  std::vector<double> inside;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (s.at_s[i] >= from_s && s.at_s[i] <= to_s) inside.push_back(values[i]);
  return median(inside);
}

// How long `holds` stays true from frame `i` on, s.
template <class Predicate>
double lasts(const Shape& s, std::size_t i, Predicate holds) {
  std::size_t k = i;
  while (k < s.at_s.size() && holds(k)) ++k;
  return s.at_s[std::max(k, i + 1) - 1] - s.at_s[i];
}

// When something came to rest after its fastest frame between two times (step 1), or began to move before it (step −1);
// NaN where it doesn't move there.
double rest_around(const std::vector<double>& at_s, const std::vector<double>& value, const std::vector<double>& rate,
                   double least, double from_s, double to_s, int step) {
  std::size_t peak = at_s.size();
  for (std::size_t i = 0; i < at_s.size(); ++i)
    if (at_s[i] >= from_s && at_s[i] <= to_s && !std::isnan(rate[i]) &&
        (peak == at_s.size() || std::abs(rate[i]) > std::abs(rate[peak])))
      peak = i;
  if (peak == at_s.size() || !(std::abs(rate[peak]) > least)) return kUnknown;
  const auto goes_on = [&](std::size_t i) { return rate[i] / rate[peak] > kOver; };
  std::size_t first = peak, last = peak;
  while (first > 0 && goes_on(first - 1)) --first;
  while (last + 1 < at_s.size() && goes_on(last + 1)) ++last;
  const double way = value[last] - value[first], half = value[first] + 0.5 * way;
  std::size_t middle = first;
  while (middle < last && (value[middle + 1] - half) * way < 0) ++middle;
  if (middle == last) return kUnknown;
  const double share = (half - value[middle]) / (value[middle + 1] - value[middle]);
  return std::lerp(at_s[middle], at_s[middle + 1], share) + 0.5 * step * kPeakSpeed * std::abs(way / rate[peak]);
}

// The hold within the stretch of frames first … last that have the shape.
std::optional<Hold> hold_in(const Shape& s, std::size_t first, std::size_t last) {
  // A head lifted by itself is another matter.
  if (!(median_between(s, s.shoulder, s.at_s[first], s.at_s[last]) > kShoulderUp)) return std::nullopt;
  const double reached = rest_around(s.at_s, s.leg, s.leg_rate, kLeastSpeed, s.at_s[first] - kLooksAround_s,
                                     s.at_s[first] + kLooksAround_s, 1);
  std::size_t from = first;
  while (from < last && s.at_s[from] < reached) ++from;
  const double level = median_between(s, s.leg, s.at_s[from], std::min(s.at_s[from] + kLevelFrom_s, s.at_s[last])),
               head = median_between(s, s.ear, s.at_s[from], s.at_s[last]);
  const auto legs_kept = [&](std::size_t i) { return std::abs(s.leg[i] - level) < kDrift; };
  const auto head_kept = [&](std::size_t i) { return s.ear[i] > head - 2 * kHeadNear; };
  std::size_t out = from;
  while (out + 1 < s.at_s.size() && legs_kept(out) && head_kept(out)) ++out;
  const auto has_legs = [&](std::size_t i) { return s.has_legs(i) && legs_kept(i); };
  const auto has_head = [&](std::size_t i) { return s.has_head(i); };
  Hold hold;
  if (out + 1 < s.at_s.size()) {
    const double legs_on = lasts(s, out, has_legs), head_on = lasts(s, out, has_head);
    if (!head_kept(out) && legs_on > kWentOn_s)
      hold.broke_by = "shoulders", hold.went_on_s = legs_on;
    else if (!legs_kept(out) && head_on > kWentOn_s)
      hold.broke_by = "legs", hold.went_on_s = head_on;
  }
  // It ends where what gave way set off; legs that drift away have no such moment.
  const double around = s.at_s[out], early = std::max(s.at_s[from] + 0.2, around - kLooksAround_s / 2),
               late = around + kLooksAround_s / 2;
  const double set_off = hold.broke_by == "shoulders"
                             ? rest_around(s.at_s, s.ear, s.ear_rate, kLeastHeadSpeed, early, late, -1)
                             : rest_around(s.at_s, s.leg, s.leg_rate, kLeastSpeed, early, late, -1);
  const bool is_told = hold.broke_by != "legs" && set_off > s.at_s[from] && set_off < around;
  hold.when = {std::isnan(reached) ? s.at_s[from] : reached, is_told ? set_off : around};
  hold.leg_elevation_deg = to_deg(median_between(s, s.leg, hold.when.from_s, hold.when.to_s));
  if (!(hold.when.duration_s() >= kShortest_s)) return std::nullopt;
  hold.exercise = "hollow_hold";
  return hold;
}

}  // namespace

std::vector<Hold> find_holds(std::span<const Pose> poses, const SideFrame& frame, const std::array<LegAngles, 2>& legs,
                             bool is_thigh_used) {
  std::vector<Hold> holds;
  if (frame.posture != Posture::lying || poses.empty()) return holds;
  const Shape s = shape_of(poses, frame, legs, is_thigh_used);
  for (std::size_t i = 0; i < s.at_s.size(); ++i) {
    if (!s.has_legs(i) || !s.has_head(i)) continue;
    std::size_t last = i;
    for (std::size_t k = i; k < s.at_s.size() && s.at_s[k] - s.at_s[last] < kLongestHole_s; ++k)
      if (s.has_legs(k) && s.has_head(k)) last = k;
    if (s.at_s[last] - s.at_s[i] >= kShortest_s)
      if (auto hold = hold_in(s, i, last)) {
        hold->take = poses.front().take;
        holds.push_back(*hold);
        while (last + 1 < s.at_s.size() && s.at_s[last] < hold->when.to_s) ++last;
      }
    i = last;
  }
  return holds;
}

void tell_apart(std::vector<Hold>& holds, std::vector<Rep>& reps) {
  const bool has_reps = std::ranges::any_of(reps, &Rep::is_complete);
  std::erase_if(holds, [&](const Hold& hold) { return has_reps && hold.when.duration_s() < kLongestPause_s; });
  std::erase_if(reps, [&](const Rep& rep) {
    return std::ranges::any_of(holds, [&](const Hold& hold) {
      return overlap_s(rep.when(), hold.when) > 0.5 * std::min(hold.when.duration_s(), rep.when().duration_s());
    });
  });
}

}  // namespace endrange
