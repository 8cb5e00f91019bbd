// backup.h: a second copy, and whether the first one is sound. Included by journal/*.cpp only. Both throw Refused.
#pragma once

#include <string>
#include <vector>

#include "journal/database.h"

namespace endrange::journal {

void backup(sql::Database& db, const std::string& path);
std::vector<std::string> problems_of(sql::Database& db);

}  // namespace endrange::journal
