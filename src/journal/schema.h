// schema.h: the journal's tables, as a numbered list of scripts. Included by journal/*.cpp only.
#pragma once

#include <cstdint>
#include <span>

#include "journal/database.h"

namespace endrange::journal {

/// "ENDR", in the file's header: tells a journal from another program's database.
constexpr std::int64_t kApplicationId = 0x454E4452;

/// From one version of the tables to the next. Once released, a script is never edited: a change is one more row.
struct Step {
  sql::Sql script;  ///< its last line sets user_version
};
/// Row i leads to version i + 1.
std::span<const Step> steps();

int version_of(sql::Database& db);

/// Applies the steps that are missing, all or none. Pre: foreign keys aren't enforced yet (rebuilding a table would
/// empty those that point at it). Throws: unsupported when the file is newer than the steps, and unreadable when what
/// comes out breaks a reference.
void bring_up_to_date(sql::Database& db, std::span<const Step> steps);

/// "written by a newer endrange"
[[noreturn]] void refuse_newer(const sql::Database& db, int version);

}  // namespace endrange::journal
