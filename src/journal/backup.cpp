#include "journal/backup.h"

#include <sqlite3.h>

#include "journal/opening.h"

namespace endrange::journal {

namespace {

using sql::Database;
using sql::OpenMode;
using sql::refuse;

// Only an earlier backup of the same journal, that no program has open, may be replaced.
void require_replaceable(Database& db, const Place& target) {
  const char* open_file = sqlite3_db_filename(db.handle(), "main");
  if (open_file != nullptr && look_at(open_file).file == target.file)
    refuse(Error::Kind::bad_argument, target.shown + ": is the journal itself; name another file for its backup");
  const auto kept = [&](const char* what) {
    refuse(Error::Kind::bad_argument,
           target.shown + ": is " + what + ", nothing was changed; name another file for the backup");
  };
  const Header header = header_of(target);
  if (!header.is_sqlite || header.application_id != kApplicationId) kept("no backup of this journal");
  if (target.has_log) kept("in use by another program");
  const auto id = sql::attempt([&] {
    Database old(target.file, target.shown, OpenMode::immutable, std::chrono::milliseconds(0));
    return id_of(old);
  });
  if (!id || *id != id_of(db)) kept("another journal, or a backup of another one");
}

void copy(Database& from, const std::string& file, const std::string& shown) {
  Database to(file, shown, OpenMode::read_write, std::chrono::milliseconds(0));
  sqlite3_backup* run = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
  if (run == nullptr) to.refuse(sqlite3_errcode(to.handle()));
  // All in one step: other programs can go on writing to the log meanwhile, and the copy is of one moment.
  const int stepped = sqlite3_backup_step(run, -1);
  const int finished = sqlite3_backup_finish(run);
  if (stepped == SQLITE_BUSY || stepped == SQLITE_LOCKED) from.refuse(stepped);
  if (stepped != SQLITE_DONE || finished != SQLITE_OK) to.refuse(stepped != SQLITE_DONE ? stepped : finished);
  // A backup that can't be read back is none. This reads through a cache of its own, not the one just written.
  Database again(file, shown, OpenMode::immutable, std::chrono::milliseconds(0));
  auto rows = again.query("PRAGMA quick_check(1)");
  if (const std::string verdict = rows.next() ? rows.text() : "no answer"; verdict != "ok")
    refuse(Error::Kind::unreadable,
           shown + ": the backup wasn't made, because the copy is damaged (" + verdict + "); is the journal sound?");
}

}  // namespace

void backup(Database& db, const std::string& path) {
  Place target = look_at(path);
  if (target.is_there) require_replaceable(db, target);
  Draft draft(target);
  copy(db, draft.file(), target.shown);
  if (!draft.publish(target.is_there))
    refuse(
        Error::Kind::bad_argument,
        path + ": another program has just made a file of that name, nothing was changed; name another for the backup");
}

std::vector<std::string> problems_of(Database& db) {
  std::vector<std::string> problems;
  {
    auto rows = db.query("PRAGMA integrity_check");
    while (rows.next())
      if (std::string line = rows.text(); line != "ok") problems.push_back(std::move(line));
  }
  {
    auto rows = db.query("PRAGMA foreign_key_check");
    while (rows.next()) problems.push_back("a row of " + rows.text() + " belongs to nothing");
  }
  {
    // Of a session without sets nothing is counted, which isn't 0.
    auto rows = db.query(
        R"sql(SELECT count(*) FROM sessions LEFT JOIN
  (SELECT person_id, day, sum(1 - is_skipped) AS done, sum(iif(is_skipped, 0, reps)) AS reps, sum(is_skipped) AS skipped
   FROM sets GROUP BY person_id, day) AS counted USING (person_id, day)
WHERE sessions.done IS NOT counted.done OR sessions.reps IS NOT counted.reps OR sessions.skipped IS NOT counted.skipped)sql");
    if (rows.next())
      if (const std::int64_t wrong = rows.integer(); wrong > 0)
        problems.push_back(std::to_string(wrong) + " sessions don't count their sets right");
  }
  return problems;
}

}  // namespace endrange::journal
