// clock.h: what time it is, and what the clocks here show. ENDRANGE_NOW ("2026-11-21T18:05:00+01:00") stands in for
// the system's clock.
#pragma once

#include <cstdint>

#include "endrange.h"

namespace endrange::apps {

/// Errors: bad_argument (ENDRANGE_NOW is no moment)
Result<Moment> now();

/// Local time minus UTC at that moment, by the machine's own time zone. min
int offset_min_at(std::int64_t utc_s);

/// The same where only the local time is known, in seconds since 1970 began by the clocks here.
int offset_min_at_local(std::int64_t local_s);

/// A day as people type it: "2026-11-21", "today", "yesterday". Errors: bad_argument
Result<Day> day_from(const std::string& text, Day today);

}  // namespace endrange::apps
