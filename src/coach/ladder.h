// ladder.h: the progression as data. START HERE in this folder: a ladder is rungs; a lifter stands on one of them
// (standing.h), and a session is written for it (program.h). The rungs that come with endrange are ladder_text.cpp.
//
// A coach edits a copy (`endrange list ladder > mine.toml`) and has it checked (`endrange plan --check mine.toml`).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/unknown.h"

namespace endrange {

/// A session's amount: reps of each leg where legs work one at a time; seconds of a hold.
struct Volume {
  int sets = 2, reps = 10;
};

/// What a set must show to be as the rung asks, and how often, to go up. NaN = isn't asked for.
struct Promotion {
  int sessions = 2;                  ///< in a row, at the rung's last volume
  int measured_sets = 2;             ///< of each, so many must have been measured and good; the others not missed
  double lowering_s = 3.7;           ///< counted over a whole way (core/count.h): four as people count
  double pause_s = kUnknown;         ///< at the bottom, median
  double back_held = 0.9;            ///< least control score; asked of exercises on the back only
  double lowest_deg = kUnknown;      ///< the back must have held down to here
  double confidence = 0.8;           ///< that the exercise is the one recognised
  std::vector<std::string> without;  ///< checks that mustn't have been seen
};

struct Regression {
  int sessions = 2;        ///< in a row, in which
  double back_held = 0.5;  ///< the control score was below this
};

/// From which measured set somebody new may begin here; below it, one rung lower.
struct Entry {
  int reps = 3;
  double back_held = 0.5;     ///< least control score, or
  double end_range_deg = 45;  ///< an end range at or below this
};

struct Rung {
  std::string id, title;
  std::vector<std::string> exercises;  ///< ids of exercise/exercises.cpp, any of them; the first is the one prescribed
  std::vector<Volume> volume;          ///< from one good session to the next
  double lowering_s = 4, pause_s = 0;  ///< prescribed
  double margin_deg = 5;               ///< turn round this far above the end range
  std::string tip;                     ///< one sentence with the session
  Promotion promote;
  Regression regress;
  Entry entry;
};

struct Ladder {
  int sessions_a_week = 2, rest_days = 1;
  double warm_up_s = 20, rest_s = 90;
  int retest_weeks = 4;
  int easy_reps = 50;          ///< so many good ones in a set: go on, whatever the volume says
  double stop_above_pain = 3;  ///< 0…10
  int clear_sessions = 2;      ///< on the first rung after a stop, before the ladder is open again
  int lighter_after_days = 14, lower_after_days = 42;  ///< of a break
  double hard_rpe = 9;                                 ///< two sessions in a row at this or above: a lighter one
  std::uint64_t fingerprint = 0;                       ///< of the text it was read from
  std::vector<Rung> rungs;                             ///< easiest first; the first is where a stop leads
};

/// Line 1 is the first; 0 = of the file as a whole.
struct LadderProblem {
  int line = 0;
  std::string text;
};

/// With problems the ladder isn't to be used.
struct LadderReading {
  Ladder ladder;
  std::vector<LadderProblem> problems;
};

/// Reads a ladder (TOML, schema endrange.ladder/1, docs/formats.md) and reports everything that is wrong with it.
LadderReading read_ladder(std::string_view toml);

/// The ladder that comes with endrange, and the text it is read from.
const Ladder& default_ladder();
std::string_view default_ladder_text();

/// Position of the rung with that id; −1 when there is none.
int find_rung(const Ladder& ladder, std::string_view id);

}  // namespace endrange
