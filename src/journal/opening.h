// opening.h: from a path to a connection that may be trusted. Included by journal/*.cpp only.
//
// The rule of the quick check at opening: it is made when the last one lies more than a day back, and when a log was
// left beside the file, which is what a crash leaves (or another program that has the journal open). Else opening
// costs the same whatever the journal's size. Where the journal can't be written, a check can't be noted: there, each
// opening more than a day after the last one checks.
#pragma once

#include "journal/file.h"
#include "journal/journal.h"
#include "journal/schema.h"

namespace endrange::journal {

/// Throws: see Journal::open. `steps`: of the tables; tests bring older ones.
sql::Database open_database(const std::string& path, Access access, const JournalOptions& options,
                            std::span<const Step> steps);

/// What isn't there becomes an empty journal, whole from the moment it has its name. Throws: io.
void create(const Place& place, std::span<const Step> steps);

/// The journal's own name, by which a backup is known to be of it.
std::string id_of(sql::Database& db);

/// The file is ours. Throws: unreadable (empty, no database, another program's), io.
void require_journal(const Place& place);

std::int64_t now_s();

}  // namespace endrange::journal
