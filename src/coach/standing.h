// standing.h: where a lifter stands on a ladder, and how one more day moves it. Nothing of this is stored for good:
// it follows from what the journal holds, day by day, so that mending an entry mends the standing.
//
//            good sessions in a row            back lost in a row,
//            at the last volume                a long break, soreness
//   rung 0 ────────────────────────► rung 1 … rung n ────────────────► one lower
//      ▲                                        │
//      │ all clear; then some days without      │ pain above 3, painful popping,
//      │ symptoms before going up again         │ leg pain, numbness, weakness
//      └──────────────── stopped ◄──────────────┘
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "coach/ladder.h"
#include "coach/set_verdict.h"
#include "core/training.h"

namespace endrange {

/// What happened to a standing, with the numbers behind it in one sentence.
struct Decision {
  Day day{};
  std::string kind;      ///< entry, promotion, regression, choice, refusal, stop, all_clear, lighter
  std::string from, to;  ///< ids of rungs; the same where it stays
  std::string sentence;
};

/// A measured end range of one exercise, on its day.
struct MeasuredEndRange {
  Day day{};
  std::string exercise;
  EndRange value;
};

struct Standing {
  int rung = 0;              ///< position in the ladder
  int volume = 0;            ///< position in the rung's volume
  bool is_placed = false;    ///< a filmed set, or the lifter, said where to begin
  std::optional<Day> since;  ///< on this rung
  std::vector<Day> trained;  ///< the last 4 days with a set that was done, oldest first
  int sessions_here = 0;     ///< days with sets on this rung
  int met_in_row = 0, missed_in_row = 0, lost_in_row = 0, hard_in_row = 0, sore_in_row = 0;
  std::string last_lack;    ///< why the last session didn't count; "" = it did
  std::vector<Lack> lacks;  ///< of the last sessions here, newest last, at most 8
  bool is_lighter_next = false;
  bool is_stopped = false;
  Day stopped_on{};
  std::string stop_reason;      ///< a clause: "pain 5 of 10 in the hip"
  int clear_sessions_left = 0;  ///< on the first rung, before the ladder is open again
  std::optional<Day> snapping_on;
  std::vector<MeasuredEndRange> end_ranges;  ///< of each exercise the first and the last 11, in time order
  std::vector<Decision> decisions;           ///< the last 50, oldest first
};

/// Everything of one day, each in time order.
struct TrainingDay {
  Day day{};
  std::vector<const SetRecord*> sets;
  std::vector<const Symptom*> symptoms;
  std::vector<const Choice*> choices;
};
std::vector<TrainingDay> days_of(const TrainingHistory& history);

/// The standing after one more day. Days must come in order.
void advance(Standing& standing, const Ladder& ladder, const TrainingDay& day);

/// What a break until that day does by itself, before anything is done on it.
void come_back(Standing& standing, const Ladder& ladder, Day day);

/// From the first day to the last.
Standing standing_of(const Ladder& ladder, const TrainingHistory& history);

/// Of one exercise, the newest; null where none was measured.
const MeasuredEndRange* latest_end_range(const Standing& standing, std::string_view exercise);

/// Where the back was lost, or how far down it held; NaN where neither was measured. deg
double angle_of(const EndRange& end_range);

/// Of two measured end ranges the one that says more: found over not reached, then the narrower, or the lower one.
bool is_better(const EndRange& a, const EndRange& b);

/// Change of an end range, and whether it is beyond what both measurements may be off by.
struct EndRangeChange {
  double change_deg = kUnknown;  ///< negative: control reaches lower
  double error_deg = kUnknown;   ///< one standard deviation, of both intervals
  bool is_real = false;          ///< beyond 1.96 of it
};
EndRangeChange compare(const EndRange& before, const EndRange& after);

/// One sentence: what is missing for the next rung; "" on the last one.
std::string what_is_missing(const Standing& standing, const Ladder& ladder);

/// A standing as text, for the journal's cache, and back; nothing where the text is another version's.
std::string to_text(const Standing& standing);
std::optional<Standing> standing_from(std::string_view text);

}  // namespace endrange
