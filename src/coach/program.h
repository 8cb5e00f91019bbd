// program.h: what to do on a day, and on the days after it.
#pragma once

#include <string>
#include <vector>

#include "coach/ladder.h"
#include "coach/standing.h"
#include "core/training.h"

namespace endrange {

enum class PlanKind { training, rest, stopped };

/// What one day asks for. Angles are leg elevation in deg; NaN = none is known to aim at.
struct PlannedDay {
  Day day{};
  PlanKind kind = PlanKind::rest;
  std::string rung, title, exercise;  ///< ids of rung and exercise; the rung's title
  double warm_up_s = 0;               ///< hollow-body hold
  int sets = 0, reps = 0;             ///< reps with each leg where is_each_leg; seconds where is_hold
  bool is_each_leg = false, is_hold = false;
  double lowering_s = kUnknown, pause_s = 0, rest_s = 0;
  double turn_at_deg = kUnknown;  ///< turn round here
  bool is_retest = false;         ///< film a set: the end range is tested anew
  bool is_lighter = false;
  int sets_done = 0;                 ///< of this day, already
  std::vector<std::string> because;  ///< sentences: why this, and what is missing for more
};

/// The day `today`, and `days` days from it on, as if every session planned were done and changed nothing. history:
/// everything up to and including today; standing: of the days before today.
std::vector<PlannedDay> plan_days(const Standing& standing, const Ladder& ladder, const Person& person,
                                  const TrainingDay& today, int days);

/// What the coach says to one person on one day.
struct Program {
  Person person;
  Day today{};
  Standing standing;             ///< with everything that has happened up to and including today
  std::vector<PlannedDay> days;  ///< from today on
};

/// "4-3-2-1"-like prescription: lowering, pause, lifting, top; "" for a hold.
std::string tempo_of(const PlannedDay& day);

const char* name_of(PlanKind kind);

}  // namespace endrange
