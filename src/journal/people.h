// people.h: who there is. Included by journal/*.cpp only. All throw Refused.
#pragma once

#include <optional>
#include <vector>

#include "core/training.h"
#include "journal/database.h"

namespace endrange::journal {

std::vector<Person> people(sql::Database& db);
std::optional<Person> find_person(sql::Database& db, const std::string& name);
/// not_found where there is nobody of that id.
Person require_person(sql::Database& db, std::int64_t id);
std::int64_t add_person(sql::Database& db, const Person& person);
void change_person(sql::Database& db, const Person& person);
void delete_person(sql::Database& db, std::int64_t id);

}  // namespace endrange::journal
