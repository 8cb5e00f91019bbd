// training.h: what a lifter did and felt, day by day. The journal keeps these, the coach reads them, io/ carries them
// in and out.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/analysis.h"
#include "core/unknown.h"

namespace endrange {

/// A day of the calendar at the place where the lifter was. Plans count in whole days: clocks that go forward or back
/// don't touch them.
using Day = std::chrono::local_days;

/// "2026-11-21", and back; nothing where the text is no such day.
std::string day_text(Day day);
std::optional<Day> parse_day(std::string_view text);

/// A moment, and what the clocks showed there.
struct Moment {
  std::int64_t utc_s = 0;  ///< seconds since 1970 began in UTC
  int offset_min = 0;      ///< local time minus UTC, −840…840

  Day day() const;
};

/// "2026-11-21T18:05:00+01:00" (RFC 3339), and back.
std::string moment_text(const Moment& moment);
std::optional<Moment> parse_moment(std::string_view text);
/// That time of that day by these clocks.
Moment at_noon(Day day, int offset_min);

struct Person {
  std::int64_t id = 0;  ///< 0 = not stored yet
  std::string name;     ///< told apart without regard to case
  double height_m = kUnknown, mass_kg = kUnknown;
  char sex = 0;  ///< 'f', 'm' or 0
  /// On which weekdays they like to train, Monday = bit 0; 0 = whenever rest allows.
  unsigned weekdays = 0;
};

enum class SetSource { clip, log, import };

/// One repetition as it is kept. deg, s, mm; NaN = not measured.
struct RepRecord {
  RepSide side = RepSide::both;
  bool is_complete = true;
  double lower_s = kUnknown, bottom_s = kUnknown, lift_s = kUnknown, top_s = kUnknown;
  double top_deg = kUnknown, bottom_deg = kUnknown, end_range_deg = kUnknown, lumbar_lift_mm = kUnknown;
};

/// A finding as it is kept.
struct FindingRecord {
  std::string check, severity, unit, message;  ///< as in Finding
  int rep = 0;
  double value = kUnknown, limit = kUnknown, confidence = kUnknown;
};

/// One set: what was done, and what was measured of it. NaN = not measured, or not said.
struct SetRecord {
  std::int64_t id = 0;  ///< 0 = not stored yet
  Moment at;
  std::string exercise;     ///< id of exercise/exercises.cpp
  std::string exercise_as;  ///< what another program called it; "" otherwise
  SetSource source = SetSource::log;
  std::string clip_sha256, clip_file;  ///< of a clip, else ""
  int clip_part = 0;                   ///< which set of its clip, from 0
  int reps = 0;                        ///< complete ones: with one leg at a time, of both legs together
  int left_reps = 0, right_reps = 0;   ///< of these, those of one leg by itself
  int partial_reps = 0;
  double hold_s = kUnknown;                                                             ///< the longest hold
  double lower_s = kUnknown, bottom_s = kUnknown, lift_s = kUnknown, top_s = kUnknown;  ///< medians over complete reps
  double top_deg = kUnknown, bottom_deg = kUnknown;                                     ///< medians over complete reps
  double lumbar_lift_mm = kUnknown;                                                     ///< the largest of a rep
  double confidence = kUnknown;  ///< that it is this exercise, 0…1; unknown where somebody said so
  EndRange end_range;            ///< not_measured with its reason where there is none
  double rpe = kUnknown;         ///< how hard it was, 1…10, as felt
  double weight_kg = kUnknown;   ///< added
  bool is_skipped = false;       ///< planned, and not done
  std::string note;
  std::vector<RepRecord> each_rep;      ///< loaded where asked for
  std::vector<FindingRecord> findings;  ///< loaded where asked for
};

enum class SymptomKind {
  pain,             ///< how strong and where: pain, place
  snapping,         ///< a hip that snaps or clicks without pain
  painful_popping,  ///< a hip or back that pops and hurts
  leg_pain,         ///< pain that runs into a leg
  numbness,
  weakness,
  all_clear,  ///< everything said before is gone
};

/// What a lifter felt.
struct Symptom {
  std::int64_t id = 0;
  Moment at;
  SymptomKind kind = SymptomKind::pain;
  double pain = kUnknown;  ///< 0…10
  std::string place, note;
};

/// A step of the ladder that the lifter chose against, or ahead of, the coach.
struct Choice {
  std::int64_t id = 0;
  Moment at;
  std::string rung;  ///< id of the ladder's
  std::string reason;
};

/// All of one person's, each in time order.
struct TrainingHistory {
  Person person;
  std::vector<SetRecord> sets;
  std::vector<Symptom> symptoms;
  std::vector<Choice> choices;
};

const char* name_of(SetSource source);
const char* name_of(SymptomKind kind);
std::optional<SetSource> set_source_of(std::string_view name);
std::optional<SymptomKind> symptom_kind_of(std::string_view name);
std::optional<EndRangeStatus> end_range_status_of(std::string_view name);
std::optional<RepSide> rep_side_of(std::string_view name);

/// "3.9-0.2-1.3-1.0", from a set's medians; "?" where a phase wasn't measured, "" where none was.
std::string tempo_of(const SetRecord& set);

}  // namespace endrange
