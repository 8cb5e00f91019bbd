#include "motion/sets.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/angle.h"
#include "core/smooth.h"
#include "motion/phases.h"
#include "motion/weak_side.h"

namespace endrange {

namespace {

// The foot must rise by this much of the leg's length (the knee by this much of the thigh's) for a cycle to be a lift.
constexpr double kLeastRise = 0.15;

// The other leg takes part when it goes the same way by at least this share.
constexpr double kTakesPart = 0.5;

// Two cycles of different legs that share this much of their time are one rep.
constexpr double kSameTime = 0.5;

// Legs that set off within this of each other set off together. s
constexpr double kTogether_s = 0.2;

// Knees this much more bent at a set's first or last extreme than at its other ones: getting into position.
constexpr double kSetUpBend = 45.0_deg;

struct LegCycles {
  Side side;
  Range range{};
  std::vector<Cycle> cycles;
};

std::size_t index_at(std::span<const double> at_s, double t) {
  const auto i = static_cast<std::size_t>(std::ranges::lower_bound(at_s, t - 1e-9) - at_s.begin());
  return std::min(i, at_s.size() - 1);
}

const LegAngles& leg_of(const SetInput& input, Side side) { return input.legs[static_cast<std::size_t>(side)]; }

double change(const SetInput& input, std::span<const double> values, const Cycle& cycle) {
  return values[index_at(input.at_s, cycle.far_s)] - values[index_at(input.at_s, cycle.left_s)];
}

bool is_a_lift(const SetInput& input, Side side, const Cycle& cycle) {
  // A hanging body swings as a whole, so height against the shoulder says nothing there.
  if (input.is_hanging) return true;
  const LegAngles& leg = leg_of(input, side);
  const double rise = change(input, input.is_thigh_used ? leg.knee_rise : leg.foot_rise, cycle);
  const bool goes_up = cycle.start_at == Extreme::low;
  return goes_up ? rise > kLeastRise : rise < -kLeastRise;
}

// When a leg is halfway to the far end of its cycle.
double halfway_s(const SetInput& input, Side side, const Cycle& cycle) {
  const auto& values = leg_of(input, side).elevation(input.is_thigh_used);
  const double half = 0.5 * (cycle.start_value + cycle.far_value), sign = cycle.far_value > cycle.start_value ? 1 : -1;
  std::size_t i = index_at(input.at_s, cycle.left_s);
  while (i + 1 < values.size() && !((values[i] - half) * sign >= 0)) ++i;
  return input.at_s[i];
}

// How far the knee is bent while the leg stays at the start of its cycle and sets off.
double bend_at_start(const SetInput& input, Side side, const Cycle& cycle) {
  const std::span<const double> knee = leg_of(input, side).knee_flexion;
  const std::size_t from = index_at(input.at_s, cycle.left_s), to = index_at(input.at_s, halfway_s(input, side, cycle));
  return median(knee.subspan(from, to - from + 1));
}

// Drops the way into position and out of it: there the knees are bent at an extreme where the set's own are not.
void drop_set_up(const SetInput& input, LegCycles& leg) {
  constexpr std::size_t kFewestCycles = 3;
  // Nobody lifts the legs to get onto a bar.
  if (leg.cycles.size() < kFewestCycles || input.is_hanging) return;
  const auto& knee = leg_of(input, leg.side).knee_flexion;
  const auto bend_at = [&](double t) { return knee[index_at(input.at_s, t)]; };
  std::vector<double> starts, fars;
  for (const Cycle& c : leg.cycles)
    starts.push_back(bend_at_start(input, leg.side, c)), fars.push_back(bend_at(c.far_s));
  const double usual_start = median(starts), usual_far = median(fars);
  const auto is_set_up = [&](const Cycle& c) {
    return c.is_complete &&
           (bend_at_start(input, leg.side, c) > usual_start + kSetUpBend || bend_at(c.far_s) > usual_far + kSetUpBend);
  };
  if (is_set_up(leg.cycles.back())) leg.cycles.pop_back();
  if (is_set_up(leg.cycles.front())) leg.cycles.erase(leg.cycles.begin());
}

// When the set itself begins: with knees far more bent at the first extreme than at all others, the way to the second
// one was getting into position, and the set begins there. may_straighten: not so if they straighten before the leg
// sets off. Minus infinity otherwise.
double begin_of_set(const SetInput& input, Side side, const std::vector<Cycle>& cycles, const Range& range,
                    bool may_straighten) {
  const auto& knee = leg_of(input, side).knee_flexion;
  const auto bend_at = [&](double t) { return knee[index_at(input.at_s, t)]; };
  std::vector<double> others;
  for (const Cycle& c : cycles) {
    if (&c != &cycles.front()) others.push_back(bend_at(c.left_s));
    if (!c.is_cut_off) others.push_back(bend_at(c.back_s));
  }
  if (cycles.empty() || !(bend_at(cycles.front().left_s) > median(others) + kSetUpBend))
    return -std::numeric_limits<double>::infinity();
  const Cycle& first = cycles.front();
  if (may_straighten && !(bend_at_start(input, side, first) > median(others) + kSetUpBend))
    return -std::numeric_limits<double>::infinity();
  const Dwell second = find_dwell(input.at_s, leg_of(input, side).elevation(input.is_thigh_used), first.far_s,
                                  first.start_at == Extreme::low ? Extreme::high : Extreme::low, range);
  return second.near.is_known() ? second.near.from_s : first.far_s;
}

// begin_s: what the leg did before doesn't belong to the set.
LegCycles cycles_of(const SetInput& input, Side side, const RepOptions& options,
                    double begin_s = -std::numeric_limits<double>::infinity()) {
  LegCycles result{side, {}, {}};
  std::vector<double> values = leg_of(input, side).elevation(input.is_thigh_used);
  const auto range = find_range(input.at_s, values, options);
  if (!range) return result;
  result.range = *range;
  const auto count_from = [&](double from_s) {
    for (std::size_t i = 0; i < values.size() && input.at_s[i] < from_s; ++i) values[i] = kUnknown;
    result.cycles = find_cycles(input.at_s, values, options);
  };
  count_from(begin_s);
  // Up from the floor, and down again to where legs that take turns begin: at most two ways into position.
  double from_s = std::max(begin_s, input.at_s.front());
  for (int way = 0; way < 2; ++way) {
    const double own_s = begin_of_set(input, side, result.cycles, *range, way > 0);
    if (!(own_s > from_s)) break;
    count_from(from_s = own_s);
  }
  std::erase_if(result.cycles, [&](const Cycle& c) { return !is_a_lift(input, side, c); });
  drop_set_up(input, result);
  return result;
}

// When legs that take turns begin to do so: if both set off together and come back at different times, the first swing
// only brought them into position. Minus infinity when they don't.
double begin_of_turns(const SetInput& input, const LegCycles& near, const LegCycles& far) {
  constexpr double kTogether = 0.4;
  const double never = -std::numeric_limits<double>::infinity();
  if (near.cycles.empty() || far.cycles.empty()) return never;
  const Cycle &a = near.cycles.front(), &b = far.cycles.front();
  const bool is_joint =
      a.start_at == b.start_at && std::abs(halfway_s(input, near.side, a) - halfway_s(input, far.side, b)) < kTogether;
  const double shorter = std::min(a.back_s - a.far_s, b.back_s - b.far_s);
  return is_joint && std::abs(a.back_s - b.back_s) > std::max(shorter, 2 * kTogether) ? std::min(a.far_s, b.far_s)
                                                                                      : never;
}

double shared_time(const Cycle& a, const Cycle& b) {
  const double both = std::min(a.back_s, b.back_s) - std::max(a.left_s, b.left_s);
  return both / std::min(a.back_s - a.left_s, b.back_s - b.left_s);
}

// A leg whose direction hardly changes is counted by the waits of the one it takes turns with, and by its thigh where
// that moves further: a leg that is stretched out but not let down goes along the floor, so its foot needn't rise.
void add_turns(const SetInput& input, const RepOptions& options, const LegCycles& strong, LegCycles& weak) {
  if (2 * weak.cycles.size() > strong.cycles.size()) return;
  const std::vector<double>& elevation = leg_of(input, weak.side).elevation(input.is_thigh_used);
  for (const auto* values : {&leg_of(input, weak.side).thigh_elevation, &elevation}) {
    std::vector<Cycle> turns = find_turns(input.at_s, *values, strong.cycles, options);
    if (turns.empty()) continue;
    std::vector<double> lows, highs;
    for (Cycle& c : turns) {
      c.start_value = elevation[index_at(input.at_s, c.left_s)], c.far_value = elevation[index_at(input.at_s, c.far_s)];
      lows.push_back(std::min(c.start_value, c.far_value)), highs.push_back(std::max(c.start_value, c.far_value));
    }
    weak.range = {median(lows), median(highs)}, weak.cycles = std::move(turns);
    return;
  }
}

Rep rep_from(const SetInput& input, const LegCycles& leg, const Cycle& cycle, RepSide side) {
  Rep rep;
  rep.side = side;
  rep.is_complete = cycle.is_complete;
  rep.is_cut_off = cycle.is_cut_off;
  const LegAngles& angles = leg_of(input, leg.side);
  fill_phases(rep, cycle, leg.range, input.at_s, angles.elevation(input.is_thigh_used),
              input.rates[static_cast<std::size_t>(leg.side)]);
  for (std::size_t i = 0; i < input.at_s.size(); ++i) {
    if (input.at_s[i] < rep.start_s || input.at_s[i] > rep.end_s || std::isnan(angles.knee_flexion[i])) continue;
    const double bend = to_deg(angles.knee_flexion[i]);
    if (!(bend <= rep.knee_flexion_max_deg)) rep.knee_flexion_max_deg = bend;
  }
  const auto knee_at = [&](double t) { return to_deg(angles.knee_flexion[index_at(input.at_s, t)]); };
  rep.knee_flexion_top_deg = knee_at(rep.top_s);
  rep.knee_flexion_bottom_deg = knee_at(rep.bottom_s);
  const auto hip_at = [&](double t) { return angles.hip_rise[index_at(input.at_s, t)]; };
  rep.hip_rise_trunks = hip_at(rep.top_s) - hip_at(rep.bottom_s);
  return rep;
}

}  // namespace

std::vector<Rep> find_reps(const SetInput& input, const RepOptions& options) {
  std::vector<Rep> reps;
  if (input.at_s.empty()) return reps;
  LegCycles near = cycles_of(input, input.near_side, options),
            far = cycles_of(input, opposite(input.near_side), options);
  if (const double begin_s = begin_of_turns(input, near, far); begin_s > input.at_s.front()) {
    near = cycles_of(input, near.side, options, begin_s);
    far = cycles_of(input, far.side, options, begin_s);
  }
  add_turns(input, options, near, far);
  add_turns(input, options, far, near);
  const auto as_rep_side = [](Side side) { return side == Side::left ? RepSide::left : RepSide::right; };

  // The near leg leads; the far one, often hidden, joins it where it goes the same way.
  for (const Cycle& cycle : near.cycles) {
    const auto& with = leg_of(input, far.side).elevation(input.is_thigh_used);
    const double near_change = change(input, leg_of(input, near.side).elevation(input.is_thigh_used), cycle),
                 far_change = change(input, with, cycle);
    const bool both = far_change / near_change >= kTakesPart;
    reps.push_back(rep_from(input, near, cycle, both ? RepSide::both : as_rep_side(near.side)));
  }
  // What only the far leg did.
  for (const Cycle& cycle : far.cycles) {
    const bool is_shared = std::ranges::any_of(near.cycles, [&](const Cycle& c) {
      const double along = change(input, leg_of(input, far.side).elevation(input.is_thigh_used), c) /
                           change(input, leg_of(input, near.side).elevation(input.is_thigh_used), c);
      return shared_time(c, cycle) > kSameTime && along >= kTakesPart;
    });
    if (!is_shared) reps.push_back(rep_from(input, far, cycle, as_rep_side(far.side)));
  }
  // In the order in which the legs set off; a leg that waits while the other works hasn't begun yet.
  std::ranges::sort(reps, {}, &Rep::set_off_s);
  // Legs that set off together take turns all the same: scissors.
  for (std::size_t i = 1; i + 1 < reps.size(); ++i)
    if (reps[i].side == reps[i - 1].side && reps[i + 1].side != reps[i].side &&
        reps[i + 1].set_off_s() - reps[i].set_off_s() < kTogether_s)
      std::swap(reps[i], reps[i + 1]);
  for (std::size_t i = 1; i < reps.size(); ++i) {
    Rep& rep = reps[i];
    if (rep.side == reps[i - 1].side || !(rep.start_s < reps[i - 1].end_s)) continue;
    rep.start_s = std::min(reps[i - 1].end_s, rep.set_off_s());
    (rep.starts_at_top() ? rep.top : rep.bottom).from_s = rep.start_s;
  }
  return reps;
}

}  // namespace endrange
