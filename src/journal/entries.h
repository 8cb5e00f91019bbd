// entries.h: sets, symptoms and choices going in and out again, and what the coach keeps. Included by journal/*.cpp
// only. All throw Refused.
#pragma once

#include <span>

#include "journal/database.h"
#include "journal/journal.h"

namespace endrange::journal {

StoredSets store_sets(sql::Database& db, std::int64_t person, std::span<const SetRecord> sets);
void change_set(sql::Database& db, std::int64_t person, const SetRecord& set);
std::int64_t store_symptom(sql::Database& db, std::int64_t person, const Symptom& symptom);
std::int64_t store_choice(sql::Database& db, std::int64_t person, const Choice& choice);
void delete_set(sql::Database& db, std::int64_t person, std::int64_t id);
void delete_symptom(sql::Database& db, std::int64_t person, std::int64_t id);
void delete_choice(sql::Database& db, std::int64_t person, std::int64_t id);

std::optional<CoachState> coach_state(sql::Database& db, std::int64_t person, const std::string& key);
void keep_coach_state(sql::Database& db, std::int64_t person, const std::string& key, const CoachState& state);

}  // namespace endrange::journal
