#include "journal/database.h"

#include <sqlite3.h>

#include <cassert>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>

namespace endrange::sql {

namespace {

// "file:///a%20b?immutable=1". SQLite's own URI syntax: everything that isn't plain is escaped.
std::string immutable_uri(const std::string& file) {
  std::string uri = "file://";
  for (const char c : file) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                          c == '.' || c == '-' || c == '_';
    char escaped[8];
    std::snprintf(escaped, sizeof escaped, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
    is_plain ? uri += c : uri += escaped;
  }
  return uri + "?immutable=1";
}

}  // namespace

void CloseDatabase::operator()(sqlite3* p) const { sqlite3_close_v2(p); }
void FinalizeStatement::operator()(sqlite3_stmt* p) const { sqlite3_finalize(p); }

Error error_of(const std::string& shown, int code, int os_error, const std::string& detail,
               std::chrono::milliseconds waited) {
  using enum Error::Kind;
  const bool is_full = os_error == ENOSPC || os_error == EDQUOT || os_error == EFBIG;
  if (code == SQLITE_FULL || ((code & 0xff) == SQLITE_IOERR && is_full))
    return {io, shown + ": no room left on the disk, nothing of this was stored; free some space and try again"};
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: {
      char seconds[32];
      std::snprintf(seconds, sizeof seconds, "%.3g", std::chrono::duration<double>(waited).count());
      return {io, shown + ": another program kept the journal locked for " + seconds +
                      " s, nothing was changed; close that program or try again"};
    }
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {io, shown + ": may be read but not written, nothing was changed; make the file and its folder writable"};
    case SQLITE_CORRUPT:
    case SQLITE_FORMAT:
      return {unreadable, shown + ": the journal is damaged (" + detail +
                              "), nothing was changed; keep it aside and put your last backup in its place"};
    case SQLITE_NOTADB:
      return {unreadable,
              shown + ": isn't an endrange journal, nothing was changed; name another file with ENDRANGE_JOURNAL"};
    case SQLITE_CONSTRAINT: return {bad_argument, shown + ": the journal refuses such an entry (" + detail + ")"};
    case SQLITE_CANTOPEN:
      return {io,
              shown + ": can't be opened (" + detail + "); see that the file and its folder may be read and written"};
    default: return {io, shown + ": " + detail + "; nothing of this was stored"};
  }
}

Database::Database(const std::string& file, std::string shown, OpenMode mode, std::chrono::milliseconds wait)
    : shown_(std::move(shown)), wait_(wait) {
  const bool is_immutable = mode == OpenMode::immutable;
  const int flags = (mode == OpenMode::read_write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
                    (is_immutable ? SQLITE_OPEN_URI : 0) | SQLITE_OPEN_NOMUTEX;
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2((is_immutable ? immutable_uri(file) : file).c_str(), &opened, flags, nullptr);
  handle_.reset(opened);
  if (opened == nullptr) sql::refuse(Error::Kind::io, shown_ + ": not enough memory");
  if (code != SQLITE_OK) refuse(code);
  sqlite3_extended_result_codes(opened, 1);
  // What a file says must not run as anything but plain SQL, whoever wrote it.
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  wait_for_locks(wait);
}

namespace {

// Why the system refused, or 0. SQLite's own answer (sqlite3_system_errno) is empty for most failures of a statement,
// but each file remembers its last one.
int system_error(sqlite3* db) {
  if (const int error = sqlite3_system_errno(db); error != 0) return error;
  for (const int which : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {
    sqlite3_file* file = nullptr;
    int error = 0;
    if (sqlite3_file_control(db, "main", which, &file) == SQLITE_OK && file != nullptr && file->pMethods != nullptr &&
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error) == SQLITE_OK && error != 0)
      return error;
  }
  return 0;
}

}  // namespace

void Database::refuse(int code) const {
  const int extended = sqlite3_extended_errcode(handle());
  // Copied first: asking the files makes SQLite forget it.
  const std::string detail = sqlite3_errmsg(handle());
  const int os_error = (code & 0xff) == SQLITE_IOERR ? system_error(handle()) : 0;
  throw Refused{error_of(shown_, (extended & 0xff) == (code & 0xff) ? extended : code, os_error, detail, wait_)};
}

void Database::run(Sql script) {
  const int code = sqlite3_exec(handle(), script.text, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) refuse(code);
}

sqlite3_stmt* Database::prepared(Sql statement) {
  auto& kept = statements_[statement.text];
  if (!kept) {
    sqlite3_stmt* made = nullptr;
    const int code = sqlite3_prepare_v3(handle(), statement.text, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (code != SQLITE_OK) refuse(code);
    kept.reset(made);
  }
  assert(!sqlite3_stmt_busy(kept.get()) && "a statement's rows are read one reader at a time");
  return kept.get();
}

std::int64_t Database::integer_of(Sql statement, std::int64_t otherwise) {
  Rows rows = query(statement);
  return rows.next() ? rows.integer() : otherwise;
}

std::int64_t Database::last_id() const { return sqlite3_last_insert_rowid(handle()); }
std::int64_t Database::changes() const { return sqlite3_changes64(handle()); }
bool Database::is_in_transaction() const { return sqlite3_get_autocommit(handle()) == 0; }

void Database::wait_for_locks(std::chrono::milliseconds wait) {
  sqlite3_busy_timeout(handle(), static_cast<int>(wait.count()));
}

void Database::limit_pages(std::int64_t most) {
  // A pragma takes no bound value; this one is a number.
  const std::string pragma = "PRAGMA max_page_count = " + std::to_string(most);
  if (const int code = sqlite3_exec(handle(), pragma.c_str(), nullptr, nullptr, nullptr); code != SQLITE_OK)
    refuse(code);
}

void Database::leave_log_at_close(bool leave) {
  sqlite3_db_config(handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave ? 1 : 0, nullptr);
}

bool Rows::next() {
  column_ = 0;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) db_->refuse(code);
  return false;
}

std::int64_t Rows::integer() { return sqlite3_column_int64(statement_, column_++); }

double Rows::number() {
  const int column = column_++;
  return sqlite3_column_type(statement_, column) == SQLITE_NULL ? std::numeric_limits<double>::quiet_NaN()
                                                                : sqlite3_column_double(statement_, column);
}

std::string Rows::text() {
  const int column = column_++;
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (bytes == nullptr) return "";
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

void Rows::bind(int at, double value) {
  const int code = std::isnan(value) ? sqlite3_bind_null(statement_, at) : sqlite3_bind_double(statement_, at, value);
  if (code != SQLITE_OK) db_->refuse(code);
}

void Rows::bind(int at, std::int64_t value) {
  if (const int code = sqlite3_bind_int64(statement_, at, value); code != SQLITE_OK) db_->refuse(code);
}

void Rows::bind(int at, std::string_view value) {
  // Copied: the caller's string may be gone when the row is stepped to.
  const int code = sqlite3_bind_text64(statement_, at, value.data() == nullptr ? "" : value.data(), value.size(),
                                       SQLITE_TRANSIENT, SQLITE_UTF8);
  if (code != SQLITE_OK) db_->refuse(code);
}

Rows::~Rows() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Transaction::Transaction(Database& db, Kind kind) : db_(db) {
  if (kind == Kind::to_write)
    db.execute("BEGIN IMMEDIATE");
  else
    db.execute("BEGIN");
}

Transaction::~Transaction() {
  // After some failures SQLite has rolled back by itself.
  if (!is_open_ || !db_.is_in_transaction()) return;
  sqlite3_exec(db_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  db_.execute("COMMIT");
  is_open_ = false;
}

}  // namespace endrange::sql
