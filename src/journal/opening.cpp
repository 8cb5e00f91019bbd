#include "journal/opening.h"

#include <chrono>
#include <utility>

namespace endrange::journal {

namespace {

using sql::Database;
using sql::OpenMode;
using sql::refuse;

// How long a quick check is good for. Shorter, and a large journal would be read whole at every start; longer, and a
// dying disk would stay unnoticed until the good backups are gone, too.
constexpr std::int64_t kCheckedFor_s = 24 * 60 * 60;

// secure_delete: what is deleted is overwritten. temp_store: sorting and VACUUM leave no copy in the temporary folder.
constexpr sql::Sql kSafely = R"sql(
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
PRAGMA cell_size_check = ON;
PRAGMA mmap_size = 0;
PRAGMA synchronous = FULL;
)sql";

// kApplicationId, as SQL wants it.
constexpr sql::Sql kMarkAsOurs = "PRAGMA journal_mode = WAL; PRAGMA application_id = 1162757202;";
static_assert(kApplicationId == 1162757202);

void require_sound(Database& db) {
  auto rows = db.query("PRAGMA quick_check(1)");
  std::string verdict = rows.next() ? rows.text() : "no answer";
  // Below a heading, where it has one.
  verdict.erase(0, verdict.rfind('\n') + 1);
  if (verdict != "ok")
    refuse(Error::Kind::unreadable, db.shown() + ": the journal is damaged (" + verdict +
                                        "), nothing was changed; keep it aside and put your last backup in its place");
}

bool is_check_due(Database& db) {
  const std::int64_t checked_s = db.integer_of("SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'checked_s'");
  const std::int64_t age_s = now_s() - checked_s;
  return age_s < 0 || age_s > kCheckedFor_s;  // below 0: a clock was wrong, then or now
}

void note_check(Database& db, std::chrono::milliseconds wait) {
  // Not worth waiting for, nor failing for: the next opening then checks again.
  db.wait_for_locks(std::chrono::milliseconds(0));
  (void)sql::attempt([&] {
    db.execute("INSERT INTO meta VALUES ('checked_s', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
               std::to_string(now_s()));
  });
  db.wait_for_locks(wait);
}

Database connect(const Place& place, std::chrono::milliseconds wait) {
  const OpenMode mode = place.is_writable ? OpenMode::read_write
                        : place.has_log   ? OpenMode::read_only
                                          : OpenMode::immutable;
  Database db(place.file, place.shown, mode, wait);
  // Until the file is known to be sound and of a version that we know, it stays as it is to the byte. (Without a log
  // there is nothing to leave, and closing cleans up behind itself.)
  db.leave_log_at_close(place.has_log);
  const auto readable = sql::attempt([&] { version_of(db); });
  if (!readable && mode == OpenMode::read_only && readable.error().kind == Error::Kind::io)
    refuse(Error::Kind::io, place.shown +
                                ": its last entries lie beside it in a -wal file that can't be taken in, because file "
                                "or folder is read-only; make both writable, or copy both files to where they are");
  if (!readable) throw sql::Refused{readable.error()};
  return db;
}

}  // namespace

std::int64_t now_s() {
  using namespace std::chrono;
  return floor<seconds>(system_clock::now()).time_since_epoch().count();
}

void require_journal(const Place& place) {
  const Header header = header_of(place);
  if (!header.has_pages)
    refuse(Error::Kind::unreadable, place.shown +
                                        ": is empty and no journal, nothing was changed; put your last "
                                        "backup in its place, or take it away to begin anew");
  if (!header.is_sqlite)
    refuse(Error::Kind::unreadable, place.shown +
                                        ": isn't an endrange journal, or its beginning is damaged, nothing "
                                        "was changed; name another file with ENDRANGE_JOURNAL");
  if (header.application_id != kApplicationId)
    refuse(Error::Kind::unreadable, place.shown +
                                        ": is another program's database, nothing was changed; name another "
                                        "file with ENDRANGE_JOURNAL");
}

void create(const Place& place, std::span<const Step> steps) {
  Draft draft(place);
  {
    Database db(draft.file(), place.shown, OpenMode::read_write, std::chrono::milliseconds(0));
    db.run(kMarkAsOurs);
    bring_up_to_date(db, steps);
    db.execute("INSERT INTO meta VALUES ('journal_id', lower(hex(randomblob(16)))), ('checked_s', ?)",
               std::to_string(now_s()));
  }
  // Made by another program at the same moment? Then that one is the journal.
  (void)draft.publish(false);
}

Database open_database(const std::string& path, Access access, const JournalOptions& options,
                       std::span<const Step> steps) {
  Place place = look_at(path);
  if (!place.is_there) {
    if (access == Access::read) refuse(Error::Kind::not_found, path + ": there is no journal yet");
    create(place, steps);
    place = look_at(path);
  }
  require_journal(place);
  if (access == Access::write && !place.is_writable)
    refuse(Error::Kind::io, path +
                                ": may be read but not written, nothing was changed; make the file and its folder "
                                "writable or name another with ENDRANGE_JOURNAL");

  Database db = connect(place, options.wait);
  const int version = version_of(db), newest = static_cast<int>(steps.size());
  if (version > newest) refuse_newer(db, version);
  if (version < 1) refuse(Error::Kind::unreadable, path + ": the journal is damaged (no version), nothing was changed");
  db.run(kSafely);
  if (place.has_log || is_check_due(db)) {
    require_sound(db);
    if (place.is_writable) note_check(db, options.wait);
  }
  if (version < newest && !place.is_writable)
    refuse(Error::Kind::unsupported, path +
                                         ": written by an older endrange, and can't be brought up to date because it "
                                         "is read-only; make a copy that may be written");
  if (version < newest) bring_up_to_date(db, steps);
  if (place.is_writable) db.run("PRAGMA journal_mode = WAL");
  db.run("PRAGMA foreign_keys = ON");
  if (access == Access::read) db.run("PRAGMA query_only = ON");
  if (options.most_pages > 0) db.limit_pages(options.most_pages);
  db.leave_log_at_close(false);
  return db;
}

std::string id_of(Database& db) {
  auto rows = db.query("SELECT value FROM meta WHERE key = 'journal_id'");
  return rows.next() ? rows.text() : "";
}

}  // namespace endrange::journal
