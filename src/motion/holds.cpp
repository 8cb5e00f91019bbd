#include "motion/holds.h"

#include <algorithm>
#include <cmath>

#include "core/angle.h"
#include "core/smooth.h"
#include "motion/soft_way.h"

namespace endrange {

namespace {

// Legs low, together, and as good as straight.
constexpr double kLowest = 2.0_deg, kHighest = 55.0_deg, kTogether = 15.0_deg, kStraight = 45.0_deg;
// Shoulder and ear above the hip, trunk lengths: lying flat they are at −0.08 and −0.04 to 0.05; shoulder blades off
// the floor 0.0 to 0.1 and 0.15 to 0.3.
constexpr double kShoulderUp = -0.03, kEarUp = 0.09;
// Where the floor is off by 3° that is 0.05 of a trunk, so what rose is up as well: shoulders that came up with the
// head (true landmarks: 0.05 to 0.16), or an ear so far that a neck alone doesn't lift it (chin on the chest: 0.15;
// with the shoulders 0.23 and more). A head that was down for less says nothing. s
constexpr double kShoulderRises = 0.04, kEarRises = 0.19, kHeadDown_s = 0.3;
constexpr double kShortest_s = 2, kLongestHole_s = 0.3;
// The head counts as up to this share of a trunk below where it is held.
constexpr double kHeadNear = 0.06;
// Ways into a shape and out of it: shorter than this they are none, rad and trunk lengths; one that takes longer is a
// drift, without a moment of its own; so far inside the shape's edges it is held. s
constexpr double kLeastWay = 5.0_deg, kLeastHeadWay = 0.12, kLongestWay_s = 6, kLooksAround_s = 2;
// Legs that have drifted so far have left the shape.
constexpr double kDrift = 10.0_deg;
// The level is that of the first seconds: legs that sink are judged by where they began.
constexpr double kLevelFrom_s = 2;
// So long one part must be kept up after the other for it to be a break rather than the end. Legs that give way and go
// on down to the floor are how many a hold ends: then so long from where they have come to rest, or so long altogether.
constexpr double kWentOn_s = 1.5, kLongestEnd_s = 4;
// Legs this near to where they were are back; moving by less they rest.
constexpr double kBack = 5.0_deg, kStill = 1.5_deg;
// Legs and head that move within this of each other, or this share of the legs' way, move together; then the legs,
// which go further, say when.
constexpr double kTogether_s = 0.3, kTogetherShare = 0.3;
// A pause of a repetition is shorter than this, with what was kept up after the shape broke.
constexpr double kLongestPause_s = 5;

// What moves when legs and head do: seen together, and against a hip that lies where it lies, noise is a third of that
// of one leg's angle and one ear. Timing needs that, a place doesn't.
constexpr Joint kFace[] = {Joint::left_eye, Joint::left_ear, Joint::mouth_left};
constexpr Joint kFeet[] = {Joint::left_ankle, Joint::left_heel, Joint::left_foot}, kKnees[] = {Joint::left_knee};
constexpr Joint kHips[] = {Joint::left_hip};

struct Shape {
  std::vector<double> at_s, leg, apart, knee, shoulder, ear;  // (frames); NaN where unknown
  std::vector<double> legs_way, head_way;                     // for when they move, (frames)
  bool has_legs(std::size_t i) const {
    return leg[i] > kLowest && leg[i] < kHighest && apart[i] < kTogether && !(knee[i] > kStraight);
  }
  bool has_head(std::size_t i) const { return ear[i] > kEarUp; }
};

std::vector<double> smoothed(const std::vector<double>& at_s, const std::vector<double>& values) {
  std::vector<double> out;
  for (const Motion& m : smooth(at_s, values)) out.push_back(m.value);
  return out;
}

// The middle of some joints of both sides: steadier than any of them.
Vec2 middle(const Pose& pose, std::span<const Joint> left_joints) {
  Vec2 sum;
  for (const Joint joint : left_joints)
    for (const Side side : kSides) sum = sum + pose.at(of(joint, side));
  return (0.5 / static_cast<double>(left_joints.size())) * sum;
}

Shape shape_of(std::span<const Pose> poses, const SideFrame& frame, const std::array<LegAngles, 2>& legs,
               bool is_thigh_used) {
  Shape s;
  const auto near = static_cast<std::size_t>(frame.near_side);
  std::vector<double> hip_x, hip_y;
  for (const Pose& pose : poses) hip_x.push_back(middle(pose, kHips).x), hip_y.push_back(middle(pose, kHips).y);
  const Vec2 hip{median(hip_x), median(hip_y)};
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
    const Vec2 legs_to = middle(pose, is_thigh_used ? std::span<const Joint>(kKnees) : kFeet) - hip;
    s.legs_way.push_back(std::atan2(dot(legs_to, frame.up), -dot(legs_to, frame.head)));
    s.head_way.push_back(dot(middle(pose, kFace) - hip, frame.up) / frame.trunk_px);
  }
  for (std::vector<double>* values : {&s.leg, &s.shoulder, &s.ear, &s.legs_way, &s.head_way})
    *values = smoothed(s.at_s, *values);
  return s;
}

double median_between(const Shape& s, const std::vector<double>& values, double from_s, double to_s) {
  std::vector<double> inside;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (s.at_s[i] >= from_s && s.at_s[i] <= to_s) inside.push_back(values[i]);
  return median(inside);
}

// How much higher something is during a stretch than while the head is down; NaN where it never is.
double rise_of(const Shape& s, const std::vector<double>& values, double from_s, double to_s) {
  std::vector<double> down;
  for (std::size_t i = 0; i < s.at_s.size(); ++i)
    if (s.ear[i] < kEarUp) down.push_back(values[i]);
  const double frames_per_s = static_cast<double>(s.at_s.size()) / (s.at_s.back() - s.at_s.front());
  if (!(static_cast<double>(down.size()) > kHeadDown_s * frames_per_s)) return kUnknown;
  return median_between(s, values, from_s, to_s) - median(down);
}

// How long `holds` stays true from frame `i` on, s.
template <class Predicate>
double lasts(const Shape& s, std::size_t i, Predicate holds) {
  std::size_t k = i;
  while (k < s.at_s.size() && holds(k)) ++k;
  return s.at_s[std::max(k, i + 1) - 1] - s.at_s[i];
}

std::optional<SoftWay> way_of(const Shape& s, const std::vector<double>& values, double level, double held_s, int step,
                              double least) {
  const auto way = find_soft_way(s.at_s, values, level, held_s, step, least, kLongestWay_s);
  return way && way->duration_s() < kLongestWay_s ? way : std::nullopt;
}

double together_s(const SoftWay& legs) { return std::max(kTogether_s, kTogetherShare * legs.duration_s()); }

// Whether legs that have left the shape at frame `out`, the head staying up until `end_s`, broke it, rather than being
// on their way down to the end of it: they come back, or rest elsewhere, or it takes too long for an end.
bool is_break(const Shape& s, std::size_t out, double end_s, double level) {
  if (end_s - s.at_s[out] > kLongestEnd_s) return true;
  for (std::size_t i = out; i < s.at_s.size() && s.at_s[i] <= end_s; ++i) {
    if (std::abs(s.leg[i] - level) < kBack) return true;
    const double rests_s = lasts(s, i, [&](std::size_t k) { return std::abs(s.leg[k] - s.leg[i]) < kStill; });
    if (std::min(s.at_s[i] + rests_s, end_s) - s.at_s[i] > kWentOn_s) return true;
  }
  return false;
}

// The hold within the stretch of frames first … last that have the shape.
std::optional<Hold> hold_in(const Shape& s, std::size_t first, std::size_t last) {
  // A head lifted by itself is another matter.
  const double first_s = s.at_s[first], last_s = s.at_s[last];
  if (!(median_between(s, s.shoulder, first_s, last_s) > kShoulderUp ||
        rise_of(s, s.shoulder, first_s, last_s) > kShoulderRises || rise_of(s, s.ear, first_s, last_s) > kEarRises))
    return std::nullopt;
  const double inside_s = std::min(s.at_s[first] + kLooksAround_s, 0.5 * (s.at_s[first] + s.at_s[last]));
  const auto level_of = [&](const std::vector<double>& values) {
    return median_between(s, values, inside_s, std::min(inside_s + kLevelFrom_s, s.at_s[last]));
  };
  const auto legs_in = way_of(s, s.legs_way, level_of(s.legs_way), inside_s, -1, kLeastWay),
             head_in = way_of(s, s.head_way, level_of(s.head_way), inside_s, -1, kLeastHeadWay);
  double reached = legs_in ? legs_in->to_s : kUnknown;
  if (head_in && !(legs_in && head_in->to_s < reached + together_s(*legs_in))) reached = head_in->to_s;
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
  const double around = s.at_s[out], held_s = std::max(s.at_s[from] + 0.2, around - kLooksAround_s);
  const auto gone = [&](const std::vector<double>& values, double least) {
    return way_of(s, values, median_between(s, values, s.at_s[from], around), held_s, 1, least);
  };
  auto legs_out = gone(s.legs_way, kLeastWay), head_out = gone(s.head_way, kLeastHeadWay);
  Hold hold;
  if (out + 1 < s.at_s.size()) {
    const double legs_on = lasts(s, out, has_legs), head_on = lasts(s, out, has_head);
    if (!head_kept(out) && legs_on > kWentOn_s)
      hold.broke_by = "shoulders", hold.went_on_s = legs_on;
    else if (!legs_kept(out) && is_break(s, out, head_out ? head_out->from_s : around + head_on, level))
      hold.broke_by = "legs", hold.went_on_s = head_on;
  }
  // It ends where what gave way first set off; what drifts away has no such moment.
  for (auto* way : {&legs_out, &head_out})
    if (*way && !((*way)->from_s > s.at_s[from] && (*way)->from_s < around)) way->reset();
  double set_off = legs_out && hold.broke_by != "shoulders" ? legs_out->from_s : kUnknown;
  if (head_out && hold.broke_by != "legs" && !(head_out->from_s > set_off - (legs_out ? together_s(*legs_out) : 0)))
    set_off = head_out->from_s;
  hold.when = {std::isnan(reached) ? s.at_s[from] : reached, std::isnan(set_off) ? around : set_off};
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
  std::erase_if(
      holds, [&](const Hold& hold) { return has_reps && hold.when.duration_s() + hold.went_on_s < kLongestPause_s; });
  std::erase_if(reps, [&](const Rep& rep) {
    return std::ranges::any_of(holds, [&](const Hold& hold) {
      return overlap_s(rep.when(), hold.when) > 0.5 * std::min(hold.when.duration_s(), rep.when().duration_s());
    });
  });
}

}  // namespace endrange
