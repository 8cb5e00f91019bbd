// calendar.h: a plan as entries of a calendar.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "core/error.h"
#include "core/training.h"

namespace endrange {

struct CalendarEntry {
  std::string uid;  ///< stable: bringing the same entry in again replaces it
  Day day;
  std::optional<int> start_min;  ///< time of day by the lifter's own clocks, 0…1439; empty = the whole day
  int duration_min = 0;          ///< > 0 with a time of day; else without meaning
  std::string title, description;
};

struct CalendarOptions {
  std::string name;  ///< of the calendar; "" = none
  Moment written;    ///< when the plan was made; a later one wins where both are there
};

/// RFC 5545. Days and times of day without a zone, so that they stay what the lifter's clocks show when these go
/// forward or back. Errors: bad_argument (a uid twice or empty, a time of day or duration out of range).
Result<std::string> write_calendar(std::span<const CalendarEntry> entries, const CalendarOptions& options);

}  // namespace endrange
