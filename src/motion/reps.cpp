#include "motion/reps.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/angle.h"
#include "core/smooth.h"

namespace endrange {

namespace {

// Zones reach a third of the range in from either end.
constexpr double kZone = 1.0 / 3;

// A turn is believed once the signal has come back by this share of what the set moves (or of the smallest range).
constexpr double kTurnShare = 0.25;

// The outer turning points decide the range; a few half-hearted reps must not shrink it, one wild one not stretch it.
constexpr double kOuter = 0.75;

// The leg has come to rest at the end of the clip.
constexpr double kSettled = 3.0_deg, kSettledSeconds = 0.5;

}  // namespace

RepTracker::RepTracker(const RepOptions& options, std::optional<Range> range)
    : options_(options), range_(range), is_range_given_(range.has_value()) {}

bool RepTracker::in_zone(Extreme which, double value) const {
  const double depth = kZone * range_->width();
  return which == Extreme::low ? value <= range_->low + depth : value >= range_->high - depth;
}

void RepTracker::restart() {
  state_ = State::seeking;
  has_last_ = false;
  direction_ = 0;
}

// Keeps the turning points, and from them the range.
void RepTracker::learn(Point now) {
  if (direction_ == 0) {
    if (!has_last_) lowest_ = highest_ = now;
    if (now.value < lowest_.value) lowest_ = now;
    if (now.value > highest_.value) highest_ = now;
    if (highest_.value - lowest_.value < options_.smallest_range * 2 * kTurnShare) return;
    // The first swing: where it came from is a turning point too.
    direction_ = highest_.at_s > lowest_.at_s ? 1 : -1;
    origin_ = direction_ > 0 ? lowest_ : highest_;
    (direction_ > 0 ? lows_ : highs_).push_back(origin_.value);
    candidate_ = now;
  }
  const double turn = kTurnShare * std::max(options_.smallest_range, range_ ? range_->width() : 0.0);
  if ((now.value - candidate_.value) * direction_ >= 0) {
    candidate_ = now;
  } else if ((candidate_.value - now.value) * direction_ > turn) {
    (direction_ > 0 ? highs_ : lows_).push_back(candidate_.value);
    direction_ = -direction_;
    candidate_ = now;
  }
  // The swing under way counts once it goes beyond what is known.
  std::vector<double> lows = lows_, highs = highs_;
  const double low = quantile(lows, 1 - kOuter), high = quantile(highs, kOuter);
  if (direction_ > 0 && !(candidate_.value <= high)) highs.push_back(candidate_.value);
  if (direction_ < 0 && !(candidate_.value >= low)) lows.push_back(candidate_.value);
  const Range found{quantile(lows, 1 - kOuter), quantile(highs, kOuter)};
  if (found.width() >= options_.smallest_range) range_ = found;
}

std::optional<Range> RepTracker::range_of_set(bool has_settled) const {
  // Where the first swing came from may have been getting into position: it counts only when the set goes there again,
  // or nearly.
  std::vector<double> lows = lows_, highs = highs_;
  if (has_settled && direction_ != 0) (direction_ > 0 ? highs : lows).push_back(candidate_.value);
  std::vector<double>& first = origin_.value == (lows.empty() ? 0 : lows.front()) ? lows : highs;
  if (!range_ || first.size() < 2) return range_;
  first.erase(first.begin());
  const Range without{quantile(lows, 1 - kOuter), quantile(highs, kOuter)};
  const bool is_far_off =
      origin_.value < without.low - kZone * without.width() || origin_.value > without.high + kZone * without.width();
  return is_far_off && without.width() >= options_.smallest_range ? without : range_;
}

void RepTracker::begin_at(Extreme start, Point now) {
  start_ = start;
  left_ = far_ = now;
  state_ = State::at_start;
}

void RepTracker::go_far(Point now) {
  far_ = now;
  state_ = State::away;
}

std::optional<Cycle> RepTracker::come_back(Point now) {
  const Cycle cycle{start_, true, false, left_.at_s, far_.at_s, now.at_s, left_.value, far_.value};
  begin_at(start_, now);
  if (cycle.back_s - cycle.left_s < options_.shortest_s) return std::nullopt;
  return cycle;
}

std::optional<Cycle> RepTracker::fall_back(Point now) {
  const Cycle cycle{start_, false, false, left_.at_s, far_.at_s, now.at_s, left_.value, far_.value};
  begin_at(start_, now);
  if (std::abs(cycle.far_value - cycle.start_value) < options_.partial_share * range_->width() ||
      cycle.back_s - cycle.left_s < options_.shortest_s)
    return std::nullopt;
  return cycle;
}

std::optional<Cycle> RepTracker::push(double at_s, double value) {
  if (std::isnan(value)) return std::nullopt;
  const Point now{at_s, value};
  if (has_last_ && at_s - last_.at_s > options_.longest_hole_s) restart();
  if (!is_range_given_) learn(now);
  last_ = now;
  has_last_ = true;
  if (!range_ || range_->width() < options_.smallest_range) return std::nullopt;

  const Extreme far_end = start_ == Extreme::low ? Extreme::high : Extreme::low;
  switch (state_) {
    case State::seeking:
      // While it learns, the end of the range is only how far the first swing has come: begin where that came from.
      if (!is_range_given_) {
        begin_at(direction_ > 0 ? Extreme::low : Extreme::high, origin_);
        return std::nullopt;
      }
      if (in_zone(Extreme::low, value)) begin_at(Extreme::low, now);
      if (in_zone(Extreme::high, value)) begin_at(Extreme::high, now);
      return std::nullopt;
    case State::at_start:
      if (in_zone(far_end, value)) {
        go_far(now);
        return std::nullopt;
      }
      // While it lingers at the start, leaving is put off to the last and most extreme moment there.
      if (in_zone(start_, value)) {
        const bool had_left = !in_zone(start_, far_.value);
        std::optional<Cycle> partial;
        if (had_left) partial = fall_back(now);
        if (towards_far(value) <= towards_far(left_.value)) left_ = now;
        far_ = now;
        return partial;
      }
      if (towards_far(value) > towards_far(far_.value)) far_ = now;
      return std::nullopt;
    case State::away:
      if (towards_far(value) > towards_far(far_.value)) far_ = now;
      if (in_zone(start_, value)) return come_back(now);
      if (in_zone(far_end, value) && at_s - far_.at_s > options_.rest_s) {
        state_ = State::seeking;
        begin_at(far_end, now);
      }
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Cycle> RepTracker::finish() {
  if (state_ != State::away || !range_) return std::nullopt;
  const double way = std::abs(far_.value - left_.value), done = std::abs(far_.value - last_.value);
  if (way <= 0 || done < options_.cut_off_share * way) return std::nullopt;
  state_ = State::seeking;
  return Cycle{start_, true, true, left_.at_s, far_.at_s, last_.at_s, left_.value, far_.value};
}

std::optional<Range> find_range(std::span<const double> at_s, std::span<const double> values,
                                const RepOptions& options) {
  assert(at_s.size() == values.size());
  RepTracker learner(options);
  for (std::size_t i = 0; i < values.size(); ++i) learner.push(at_s[i], values[i]);
  // At rest at the end: the last extreme is one, though no turn follows it.
  double settled_s = 0;
  for (std::size_t i = values.size(); i-- > 0 && std::abs(values[i] - values.back()) < kSettled;)
    settled_s = at_s.back() - at_s[i];
  return learner.range_of_set(settled_s >= kSettledSeconds);
}

std::vector<Cycle> find_cycles(std::span<const double> at_s, std::span<const double> values,
                               const RepOptions& options) {
  std::vector<Cycle> cycles;
  const auto range = find_range(at_s, values, options);
  if (!range) return cycles;
  RepTracker tracker(options, range);
  // What lies far outside the set's own range at the start is the way there.
  const double beyond = kZone * range->width();
  std::size_t begin = 0;
  while (begin < values.size() && !(values[begin] >= range->low - beyond && values[begin] <= range->high + beyond))
    ++begin;
  for (std::size_t i = begin; i < values.size(); ++i)
    if (const auto cycle = tracker.push(at_s[i], values[i])) cycles.push_back(*cycle);
  if (const auto cycle = tracker.finish()) cycles.push_back(*cycle);
  return cycles;
}

}  // namespace endrange
