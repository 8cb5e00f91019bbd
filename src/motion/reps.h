// reps.h: counts repetitions of an angle that goes there and back. One state machine, two clocks: offline it is fed
// smoothed samples and told the set's range beforehand; live it is fed causal ones and learns the range as it goes.
//
//                 reached the start zone           reached the far zone
//        SEEKING ───────[begin_at]──────► AT_START ─────[go_far]──────► AWAY
//                                           ▲  ▲ │                        │
//          fell back before the far zone ───┘  │ └─ event: partial        │
//                   [fall_back]                └────────[come_back]───────┘
//                                              event: complete
//
//   AT_START  the last extreme was in the start zone; `far_` is how far it went since
//   AWAY      the far zone was reached; nothing in between counts until the start zone is
//   A hole in the data, or a long stay in the far zone (a rest), begins again at SEEKING.
//
// Zones are a third of the range from either end: "count relatively, coach absolutely". A rep is there-and-back from
// the extreme at which the set starts, so a clip may begin at the top, at the bottom, or between.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace endrange {

/// The ends between which a set moves. rad (or whatever the signal is in).
struct Range {
  double low, high;
  double width() const { return high - low; }
};

enum class Extreme { low, high };

/// A there-and-back, as the machine saw it.
struct Cycle {
  Extreme start_at;               ///< the extreme it left from and came back to
  bool is_complete;               ///< false: it turned back before the far zone
  bool is_cut_off;                ///< the data ended on the way back, more than 60 % done
  double left_s, far_s, back_s;   ///< extreme before leaving, the far extreme, arrival back in the start zone
  double start_value, far_value;  ///< signal at left_s and far_s
};

struct RepOptions {
  double smallest_range = 0.30;  ///< a set that moves less than this isn't counted, rad (17 deg)
  double partial_share = 0.45;   ///< of the range: less is fidgeting, not a partial rep
  double shortest_s = 0.4;       ///< a faster there-and-back is a glitch
  double longest_hole_s = 0.5;
  double rest_s = 12;          ///< this long in the far zone is a rest, not a pause
  double cut_off_share = 0.6;  ///< how much of the way back must be seen when the data end
};

class RepTracker {
 public:
  /// range  of the whole set, when known (offline); empty = learn it
  explicit RepTracker(const RepOptions& options = {}, std::optional<Range> range = std::nullopt);

  /// One sample, in time order; NaN = not measured. Returns the cycle that this sample ended, if any.
  std::optional<Cycle> push(double at_s, double value);
  /// At the end of the data: the cycle that was cut off, if most of it was seen.
  std::optional<Cycle> finish();

  std::optional<Range> range() const { return range_; }
  /// The range, looking back on the whole signal: without a first extreme that was only getting into position.
  /// has_settled: the signal ends at rest, so that its last value is an extreme.
  std::optional<Range> range_of_set(bool has_settled) const;

 private:
  enum class State { seeking, at_start, away };
  struct Point {
    double at_s, value;
  };

  void learn(Point now);
  void begin_at(Extreme start, Point now);
  void go_far(Point now);
  std::optional<Cycle> come_back(Point now);
  std::optional<Cycle> fall_back(Point now);
  void restart();
  bool in_zone(Extreme which, double value) const;
  double towards_far(double value) const { return start_ == Extreme::low ? value : -value; }

  RepOptions options_;
  std::optional<Range> range_;
  bool is_range_given_;
  State state_ = State::seeking;
  Extreme start_ = Extreme::low;
  Point left_{}, far_{}, last_{};
  bool has_last_ = false;
  // Learning: the turning points seen so far, and where the first swing came from.
  Point lowest_{}, highest_{}, candidate_{}, origin_{};
  int direction_ = 0;
  std::vector<double> lows_, highs_;
};

/// The range a whole signal moves in: the typical outer turning points. Empty when it moves less than
/// options.smallest_range.
std::optional<Range> find_range(std::span<const double> at_s, std::span<const double> values,
                                const RepOptions& options = {});

/// The whole signal through one RepTracker that knows the range.
std::vector<Cycle> find_cycles(std::span<const double> at_s, std::span<const double> values,
                               const RepOptions& options = {});

}  // namespace endrange
