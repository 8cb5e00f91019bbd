// database.h: SQLite's handles as owning objects. Included by journal/*.cpp only.
//
// Inside journal/ SQLite's refusals are thrown as Refused, and turned into a Result at the door (attempt): otherwise
// every bound value and every row would be an `if`. None leaves the module.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "core/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace endrange::sql {

struct Refused {
  Error error;
};

[[noreturn]] inline void refuse(Error::Kind kind, std::string message) {
  throw Refused{Error{kind, std::move(message)}};
}

/// What `work` returns, or what it was refused.
template <class Work>
auto attempt(Work work) -> Result<std::invoke_result_t<Work>> {
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
      work();
      return {};
    } else {
      return work();
    }
  } catch (const Refused& refused) {
    return tl::unexpected<Error>(refused.error);
  }
}

/// Program text. Only a constant of the program converts to it, so no user's string can become SQL.
struct Sql {
  consteval Sql(const char* constant) : text(constant) {}  // NOLINT: stands for the constant wherever one is expected
  const char* text;
};

struct CloseDatabase {
  void operator()(sqlite3* p) const;
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* p) const;
};

class Database;

/// A statement under way. next() steps; the values of a row are then taken from left to right.
class Rows {
 public:
  bool next();
  std::int64_t integer();
  double number();  ///< NULL is NaN
  std::string text();
  bool flag() { return integer() != 0; }

  Rows(Rows&& other) noexcept : db_(other.db_), statement_(std::exchange(other.statement_, nullptr)) {}
  Rows& operator=(Rows&&) = delete;
  ~Rows();

 private:
  friend class Database;
  Rows(Database& db, sqlite3_stmt* statement) : db_(&db), statement_(statement) {}
  void bind(int at, double value);
  void bind(int at, std::int64_t value);
  void bind(int at, int value) { bind(at, std::int64_t{value}); }
  void bind(int at, unsigned value) { bind(at, std::int64_t{value}); }
  void bind(int at, bool value) { bind(at, std::int64_t{value}); }
  void bind(int at, std::string_view value);
  void bind(int at, const std::string& value) { bind(at, std::string_view(value)); }
  void bind(int at, const char* value) { bind(at, std::string_view(value)); }

  Database* db_;
  sqlite3_stmt* statement_;
  int column_ = 0;
};

enum class OpenMode {
  read_write,
  read_only,
  immutable,  ///< read only, without locks and without a look at a log: for media that can't be written
};

/// One connection, for one thread at a time. Throws Refused.
class Database {
 public:
  /// `file`: absolute. `shown`: how messages call it. Waits that long for others' locks.
  Database(const std::string& file, std::string shown, OpenMode mode, std::chrono::milliseconds wait);

  /// Statements without values or results, in a row.
  void run(Sql script);

  /// Prepared the first time, then kept. Bound are numbers (NaN becomes NULL) and text. One Rows of a statement at a
  /// time.
  template <class... Values>
  Rows query(Sql statement, const Values&... values) {
    Rows rows(*this, prepared(statement));
    int at = 0;
    (rows.bind(++at, values), ...);
    return rows;
  }
  template <class... Values>
  void execute(Sql statement, const Values&... values) {
    Rows rows = query(statement, values...);
    while (rows.next()) continue;
  }
  /// The single integer that a statement gives; `otherwise` where it gives none.
  std::int64_t integer_of(Sql statement, std::int64_t otherwise = 0);

  /// Another one after each change that another connection has made. Inside a transaction: as of its moment.
  std::int64_t others_version() { return integer_of("PRAGMA data_version"); }
  /// others_version() when the history was last read; none = never.
  std::optional<std::int64_t> version_read;

  std::int64_t last_id() const;
  std::int64_t changes() const;
  bool is_in_transaction() const;
  void wait_for_locks(std::chrono::milliseconds wait);
  void limit_pages(std::int64_t most);
  /// On closing, the log stays as it is instead of being taken into the file.
  void leave_log_at_close(bool leave);
  const std::string& shown() const { return shown_; }
  sqlite3* handle() const { return handle_.get(); }

  /// Throws what SQLite's last call on this connection was refused for.
  [[noreturn]] void refuse(int code) const;

  Database(Database&&) noexcept = default;

 private:
  sqlite3_stmt* prepared(Sql statement);

  std::string shown_;
  std::chrono::milliseconds wait_;
  std::unique_ptr<sqlite3, CloseDatabase> handle_;
  // By address: an Sql is a constant, so its address is its identity.
  std::unordered_map<const char*, std::unique_ptr<sqlite3_stmt, FinalizeStatement>> statements_;
};

/// Rolled back unless committed.
class Transaction {
 public:
  /// to_write: locks out other writers from the start, so that it can't fail halfway for a lock.
  enum class Kind { to_read, to_write };
  Transaction(Database& db, Kind kind);
  ~Transaction();
  void commit();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

 private:
  Database& db_;
  bool is_open_ = true;
};

/// SQLite's refusal in a sentence that names the file and the way out. `code`: extended; `os_error`: errno, or 0.
Error error_of(const std::string& shown, int code, int os_error, const std::string& detail,
               std::chrono::milliseconds waited);

}  // namespace endrange::sql
