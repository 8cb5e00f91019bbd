// Files that aren't what they should be: damaged, foreign, newer, older, locked, read-only; and disks that are full.
#include "journal/opening.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <set>

#include "journal/test_journal.h"

namespace endrange::journal::test {
namespace {

constexpr JournalOptions kSoon{.wait = std::chrono::milliseconds(60)};

// As another program would, past all that the journal forbids.
void run_raw(const std::string& file, const std::string& sql) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
  sqlite3_close(db);
}

std::int64_t ask_raw(const std::string& file, const std::string& sql) {
  sqlite3* db = nullptr;
  sqlite3_stmt* statement = nullptr;
  sqlite3_open(file.c_str(), &db);
  sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr);
  EXPECT_EQ(sqlite3_step(statement), SQLITE_ROW) << sqlite3_errmsg(db);
  const std::int64_t answer = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  sqlite3_close(db);
  return answer;
}

std::vector<SetRecord> some_sets(int count) {
  Drawn drawn(3);
  std::vector<SetRecord> sets;
  for (int i = 0; i < count; ++i) {
    sets.push_back(drawn.set());
    sets.back().clip_part = i;
  }
  return sets;
}

// A journal with Ada's sets, closed.
void make_journal(const std::string& path, int sets) {
  Journal journal = Journal::open(path, Access::write).value();
  const std::int64_t ada = journal.add_person(person_named("Ada")).value();
  ASSERT_TRUE(journal.store(ada, some_sets(sets)));
}

std::set<std::string> files_beside(const std::string& path) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(fs::path(path).parent_path())) names.insert(entry.path().string());
  return names;
}

// The error of opening it, which must name the file and leave every byte as it was.
Error refusal(const std::string& path, Access access) {
  const std::string before = bytes_of(path), log_before = bytes_of(path + "-wal");
  const auto files = files_beside(path);
  const auto opened = Journal::open(path, access, kSoon);
  EXPECT_FALSE(opened) << path;
  if (opened) return {Error::Kind::io, ""};
  EXPECT_TRUE(opened.error().message.starts_with(path + ": ")) << opened.error().message;
  EXPECT_EQ(opened.error().message.find('\n'), std::string::npos) << opened.error().message;
  EXPECT_TRUE(bytes_of(path) == before && bytes_of(path + "-wal") == log_before) << opened.error().message;
  EXPECT_EQ(files_beside(path), files) << opened.error().message;
  return opened.error();
}

void expect_refused(const std::string& path, Error::Kind kind, const std::string& words) {
  for (const Access access : {Access::read, Access::write}) {
    const Error error = refusal(path, access);
    EXPECT_EQ(error.kind, kind) << error.message;
    EXPECT_NE(error.message.find(words), std::string::npos) << error.message;
  }
}

TEST(JournalOpening, what_is_no_journal_is_refused_and_left_alone) {
  const Folder folder;
  EXPECT_EQ(Journal::open(folder / "none.db", Access::read).error().kind, Error::Kind::not_found);
  EXPECT_FALSE(fs::exists(folder / "none.db"));
  EXPECT_EQ(Journal::open("", Access::write).error().kind, Error::Kind::bad_argument);
  EXPECT_EQ(Journal::open(folder.path(), Access::write).error().kind, Error::Kind::unreadable);
  EXPECT_EQ(Journal::open("/dev/null", Access::write).error().kind, Error::Kind::unreadable);

  write_bytes(folder / "empty.db", "");
  expect_refused(folder / "empty.db", Error::Kind::unreadable, "is empty");
  write_bytes(folder / "letter.db", "Dear diary, today I did eight leg raises.\n");
  expect_refused(folder / "letter.db", Error::Kind::unreadable, "isn't an endrange journal");
  run_raw(folder / "other.db", "CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')");
  expect_refused(folder / "other.db", Error::Kind::unreadable, "another program's");
  // One at work, with a log that isn't taken in yet.
  sqlite3* other = nullptr;
  sqlite3_open((folder / "other.db").c_str(), &other);
  sqlite3_exec(other, "PRAGMA journal_mode = WAL; INSERT INTO bookmarks VALUES ('y')", nullptr, nullptr, nullptr);
  expect_refused(folder / "other.db", Error::Kind::unreadable, "another program's");
  sqlite3_close(other);
}

TEST(JournalOpening, names_that_sqlite_would_read_otherwise_are_plain_files) {
  const Folder folder;
  const fs::path here = fs::current_path();
  fs::current_path(folder.path());
  for (const char* name : {":memory:", "file:a.db?mode=memory", "50%20 #1?.db"}) {
    EXPECT_TRUE(Journal::open(name, Access::write)) << name;
    EXPECT_TRUE(fs::exists(folder / name)) << name;
    EXPECT_TRUE(Journal::open(name, Access::read)) << name;
  }
  fs::current_path(here);
}

TEST(JournalOpening, a_newer_journal_is_left_alone) {
  const Folder folder;
  const std::string path = folder / "journal.db";
  make_journal(path, 3);
  run_raw(path, "ALTER TABLE people ADD COLUMN shoe_size REAL; PRAGMA user_version = 2");
  expect_refused(path, Error::Kind::unsupported, "written by a newer endrange");
}

constexpr Step kShoes = {"ALTER TABLE people ADD COLUMN shoe_size REAL; PRAGMA user_version = 2;"};
constexpr Step kRebuilt = {R"sql(
CREATE TABLE new_people (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE,
  height_m REAL, mass_kg REAL, sex TEXT NOT NULL, weekdays INTEGER NOT NULL, shoe_size REAL) STRICT;
INSERT INTO new_people SELECT * FROM people;
DROP TABLE people;
ALTER TABLE new_people RENAME TO people;
PRAGMA user_version = 3;)sql"};
constexpr Step kBroken = {"DELETE FROM people; SELECT nonsense; PRAGMA user_version = 3;"};
constexpr Step kUnfit = {"DELETE FROM people; PRAGMA user_version = 3;"};
constexpr Step kForgotten = {"DELETE FROM choices;"};

Result<int> open_with(const std::string& path, Access access, const std::vector<Step>& later) {
  std::vector<Step> all(steps().begin(), steps().end());
  all.insert(all.end(), later.begin(), later.end());
  return sql::attempt([&] {
    sql::Database db = open_database(path, access, kSoon, all);
    return version_of(db);
  });
}

TEST(JournalOpening, an_older_journal_is_brought_up_to_date_all_or_not_at_all) {
  const Folder folder;
  const std::string path = folder / "journal.db";
  make_journal(path, 8);
  for (const std::vector<Step>& bad : {std::vector{kShoes, kBroken}, {kShoes, kUnfit}, {kForgotten}}) {
    EXPECT_FALSE(open_with(path, Access::write, bad));
    EXPECT_EQ(ask_raw(path, "SELECT user_version + count(*) FROM pragma_user_version, sets"), 9);
    EXPECT_EQ(ask_raw(path, "SELECT count(*) FROM people"), 1);
  }
  ASSERT_TRUE(Journal::open(path, Access::read));
  // To read is enough where the file can be written; a table that others point at is rebuilt without losing them.
  EXPECT_EQ(open_with(path, Access::read, {kShoes}).value(), 2);
  EXPECT_EQ(open_with(path, Access::write, {kShoes, kRebuilt}).value(), 3);
  EXPECT_EQ(ask_raw(path, "SELECT count(shoe_size) + count(*) FROM people"), 1);
  EXPECT_EQ(ask_raw(path, "SELECT count(*) FROM sets"), 8);
  expect_refused(path, Error::Kind::unsupported, "written by a newer endrange");
}

TEST(JournalOpening, damage_is_told_or_harmless_and_never_written_over) {
  const Folder folder(Folder::Where::memory);
  const std::string sound = folder / "sound.db", path = folder / "journal.db";
  make_journal(sound, 60);
  run_raw(sound, "UPDATE meta SET value = '0' WHERE key = 'checked_s'");
  const std::string bytes = bytes_of(sound);
  Drawn drawn(7);
  int refused = 0;
  for (int i = 0; i < 400; ++i) {
    std::string damaged = bytes;
    if (i % 4 == 0) damaged.resize(static_cast<std::size_t>(drawn.whole(0, static_cast<int>(bytes.size()) - 1)));
    for (int flips = i % 4 == 0 ? 0 : drawn.whole(1, 40); flips > 0; --flips)
      damaged[static_cast<std::size_t>(drawn.whole(0, static_cast<int>(bytes.size()) - 1))] =
          static_cast<char>(drawn.whole(0, 255));
    for (const char* rest : {"", "-wal", "-shm"}) fs::remove(path + rest);
    write_bytes(path, damaged);
    auto opened = Journal::open(path, i % 2 == 0 ? Access::read : Access::write, kSoon);
    if (!opened) {
      ++refused;
      EXPECT_TRUE(opened.error().message.starts_with(path + ": ")) << opened.error().message;
      EXPECT_NE(opened.error().kind, Error::Kind::not_found) << opened.error().message;
      EXPECT_TRUE(bytes_of(path) == damaged) << opened.error().message;
      continue;
    }
    // What the quick check lets pass may be wrong, but every answer is one.
    const auto people = opened->people();
    for (const Person& person : people.value_or(std::vector<Person>())) {
      (void)opened->history(person.id, kFirstDay, kLastDay, true);
      (void)opened->totals(person.id);
      (void)opened->store(person.id, some_sets(4));
      (void)opened->delete_person(person.id);
    }
    (void)opened->check();
    (void)opened->backup(folder / "copy.db");
    fs::remove(folder / "copy.db");
  }
  EXPECT_GT(refused, 250);
}

TEST(JournalOpening, damage_inside_the_tables_is_found_when_a_day_has_passed_or_after_a_crash) {
  const Folder folder;
  const std::string path = folder / "journal.db";
  make_journal(path, 60);
  // A leaf of the sets' table, overwritten.
  const std::int64_t page = ask_raw(path, "SELECT max(pageno) FROM dbstat WHERE name = 'sets' AND pagetype = 'leaf'");
  std::string bytes = bytes_of(path);
  std::memset(bytes.data() + (page - 1) * 4096, 0x5a, 4096);
  write_bytes(path, bytes);
  {
    auto fresh = Journal::open(path, Access::read);
    ASSERT_TRUE(fresh);  // checked when it was made, a second ago
    EXPECT_EQ(fresh->history(1).error().kind, Error::Kind::unreadable);
    EXPECT_FALSE(fresh->check().value_or(std::vector<std::string>{"unreadable"}).empty());
  }
  for (const char* checked : {"1000", "99999999999"}) {  // long ago; and by a clock that was wrong
    run_raw(path, std::string("UPDATE meta SET value = ") + checked + " WHERE key = 'checked_s'");
    expect_refused(path, Error::Kind::unreadable, "the journal is damaged");
  }
  run_raw(path, "UPDATE meta SET value = " + std::to_string(now_s()) + " WHERE key = 'checked_s'");
  ASSERT_TRUE(Journal::open(path, Access::read));
  const pid_t child = ::fork();
  if (child == 0) {
    auto journal = Journal::open(path, Access::write);
    if (journal) (void)journal->add_person(person_named("Bea"));
    ::_exit(0);  // without closing
  }
  ::waitpid(child, nullptr, 0);
  ASSERT_GT(fs::file_size(path + "-wal"), 0u);
  expect_refused(path, Error::Kind::unreadable, "the journal is damaged");
}

TEST(JournalOpening, a_passed_check_is_noted_and_lasts_a_day) {
  const Folder folder;
  const std::string path = folder / "journal.db";
  make_journal(path, 3);
  const auto checked = [&] { return ask_raw(path, "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'checked_s'"); };
  const auto set_age = [&](std::int64_t age_s) {
    run_raw(path, "UPDATE meta SET value = '" + std::to_string(now_s() - age_s) + "' WHERE key = 'checked_s'");
    return checked();
  };
  const std::int64_t recent = set_age(23 * 3600);
  ASSERT_TRUE(Journal::open(path, Access::read));
  EXPECT_EQ(checked(), recent);
  set_age(25 * 3600);
  ASSERT_TRUE(Journal::open(path, Access::read));
  EXPECT_GE(checked(), now_s() - 60);
}

TEST(JournalOpening, a_journal_that_another_program_locks_is_waited_for_and_then_given_up) {
  const Folder folder;
  const std::string path = folder / "journal.db";
  make_journal(path, 3);
  Journal journal = Journal::open(path, Access::write, kSoon).value();
  sqlite3* other = nullptr;
  sqlite3_open(path.c_str(), &other);
  sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
  const auto stored = journal.store(1, some_sets(1));
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().kind, Error::Kind::io);
  EXPECT_NE(stored.error().message.find("locked for 0.06 s"), std::string::npos) << stored.error().message;
  // Reading goes on, also for one who comes now.
  EXPECT_EQ(journal.totals(1).value().sets + journal.totals(1).value().skipped, 3);
  EXPECT_TRUE(Journal::open(path, Access::read, kSoon));
  sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
  EXPECT_TRUE(journal.store(1, some_sets(1)));
  sqlite3_close(other);

  { Journal closed = std::move(journal); }
  sqlite3_open(path.c_str(), &other);
  sqlite3_exec(other, "PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
  const Error error = refusal(path, Access::read);
  EXPECT_EQ(error.kind, Error::Kind::io);
  EXPECT_NE(error.message.find("locked"), std::string::npos) << error.message;
  sqlite3_close(other);
}

}  // namespace
}  // namespace endrange::journal::test
