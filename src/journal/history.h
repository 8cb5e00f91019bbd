// history.h: what was stored, read again. Included by journal/*.cpp only. All throw Refused.
#pragma once

#include "journal/database.h"
#include "journal/journal.h"

namespace endrange::journal {

TrainingHistory history(sql::Database& db, std::int64_t person, Day from, Day to, bool with_details);
std::optional<Moment> moment_of_clip(sql::Database& db, std::int64_t person, const std::string& clip_sha256);
JournalTotals totals(sql::Database& db, std::int64_t person);

}  // namespace endrange::journal
