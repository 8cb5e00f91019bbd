// Disks that refuse: read-only files and folders, no room left; what deletion leaves behind; backups.
#include <grp.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <set>

#include "journal/test_journal.h"

namespace endrange::journal::test {
namespace {

constexpr uid_t kNobody = 65534;

// Runs it in a process of its own, where limits and rights may be given up; fails with it.
void in_a_child(const std::function<void()>& work) {
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    work();
    std::fflush(nullptr);
    ::_exit(::testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "see above; status " << status;
}

// Rights don't bind root: as somebody else.
void in_a_child_without_rights(const std::function<void()>& work) {
  in_a_child([&] {
    if (::geteuid() == 0) {
      ASSERT_EQ(::setgroups(0, nullptr), 0);
      ASSERT_EQ(::setgid(kNobody), 0);
      ASSERT_EQ(::setuid(kNobody), 0);
    }
    work();
  });
}

void give_away(const std::string& folder) {
  if (::geteuid() != 0) return;
  ASSERT_EQ(::chown(folder.c_str(), kNobody, kNobody), 0);
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    ASSERT_EQ(::chown(entry.path().c_str(), kNobody, kNobody), 0);
}

std::vector<SetRecord> many_sets(int count) {
  std::vector<SetRecord> sets(static_cast<std::size_t>(count), logged("2026-11-20T18:00:00+01:00", 8));
  for (SetRecord& set : sets) set.note = std::string(500, 'n');
  return sets;
}

std::int64_t make_journal(const std::string& path) {
  Journal journal = Journal::open(path, Access::write).value();
  const std::int64_t ada = journal.add_person(person_named("Ada")).value();
  EXPECT_TRUE(journal.store(ada, many_sets(2)));
  return ada;
}

// Stores until there is no room, and looks at what is left of it.
void fill_up(const std::string& path, const JournalOptions& options) {
  std::int64_t stored = 0;
  {
    Journal journal = Journal::open(path, Access::write, options).value();
    const std::int64_t ada = journal.find_person("ada").value()->id, before = journal.totals(ada).value().sets;
    for (int i = 0; i < 1000; ++i) {
      const auto result = journal.store(ada, many_sets(10));
      if (result) {
        stored += 10;
        continue;
      }
      EXPECT_EQ(result.error().kind, Error::Kind::io);
      EXPECT_NE(result.error().message.find("no room left"), std::string::npos) << result.error().message;
      break;
    }
    ASSERT_LT(stored, 10000);
    EXPECT_EQ(journal.totals(ada).value().sets, before + stored);
    stored += before;
  }
  Journal journal = Journal::open(path, Access::read).value();
  EXPECT_EQ(journal.totals(1).value().sets, stored);
  EXPECT_TRUE(journal.check().value().empty());
}

TEST(JournalDisk, a_full_one_refuses_a_store_and_keeps_the_earlier_ones) {
  const Folder folder;
  make_journal(folder / "journal.db");
  fill_up(folder / "journal.db", {.most_pages = 60});
}

TEST(JournalDisk, a_limit_on_the_size_of_files_is_a_full_disk) {
  const Folder folder;
  make_journal(folder / "journal.db");
  in_a_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{300'000, 300'000};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    fill_up(folder / "journal.db", {});
  });
  Journal journal = Journal::open(folder / "journal.db", Access::write).value();
  EXPECT_TRUE(journal.store(1, many_sets(50)));
  in_a_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{20'000, 20'000};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    const auto opened = Journal::open(folder / "new/journal.db", Access::write);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, Error::Kind::io) << opened.error().message;
    EXPECT_TRUE(fs::is_empty(folder / "new"));
  });
}

TEST(JournalDisk, a_small_one_that_is_really_full) {
  const Folder folder;
  bool is_mounted = false;
  {
    // Asked in a child: a mount of its own, gone with it.
    const pid_t child = ::fork();
    if (child == 0)
      ::_exit(::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                      ::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=400k") == 0
                  ? 0
                  : 1);
    int status = 0;
    ::waitpid(child, &status, 0);
    is_mounted = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }
  if (!is_mounted) GTEST_SKIP() << "skipped: this user may not mount a file system";
  in_a_child([&] {
    ASSERT_EQ(::unshare(CLONE_NEWNS), 0);
    ASSERT_EQ(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), 0);
    ASSERT_EQ(::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=400k"), 0);
    make_journal(folder / "journal.db");
    write_bytes(folder / "to_be_freed", std::string(200'000, 'f'));
    fill_up(folder / "journal.db", {});
    // With not a byte left: open, read, and no half-made files.
    write_bytes(folder / "filler", std::string(400'000, 'f'));
    const auto files = [&] {
      std::set<std::string> names;
      for (const auto& entry : fs::directory_iterator(folder.path())) names.insert(entry.path().filename().string());
      return names;
    };
    const auto before = files();
    {
      Journal journal = Journal::open(folder / "journal.db", Access::write).value();
      EXPECT_GT(journal.totals(1).value().sets, 2);
      const auto backup = journal.backup(folder / "backup.db");
      ASSERT_FALSE(backup);
      EXPECT_NE(backup.error().message.find("no room left"), std::string::npos) << backup.error().message;
      EXPECT_FALSE(Journal::open(folder / "second.db", Access::write));
    }
    EXPECT_EQ(files(), before);
    fs::remove(folder / "to_be_freed");
    Journal journal = Journal::open(folder / "journal.db", Access::write).value();
    EXPECT_TRUE(journal.store(1, many_sets(1)));
  });
}

TEST(JournalDisk, a_read_only_file_or_folder_can_be_read) {
  for (const bool is_folder : {false, true}) {
    const Folder folder;
    const std::string path = folder / "journal.db";
    const std::int64_t ada = make_journal(path);
    give_away(folder.path());
    const auto shut = [&](bool is_shut) {
      ::chmod(path.c_str(), is_shut && !is_folder ? 0400 : 0600);
      ::chmod(folder.path().c_str(), is_shut && is_folder ? 0500 : 0700);
    };
    shut(true);
    in_a_child_without_rights([&] {
      auto journal = Journal::open(path, Access::read);
      ASSERT_TRUE(journal) << journal.error().message;
      EXPECT_EQ(journal->history(ada).value().sets.size(), 2u);
      EXPECT_FALSE(journal->store(ada, many_sets(1)));
      const auto to_write = Journal::open(path, Access::write);
      ASSERT_FALSE(to_write);
      EXPECT_EQ(to_write.error().kind, Error::Kind::io);
      EXPECT_NE(to_write.error().message.find("read but not written"), std::string::npos) << to_write.error().message;
      if (is_folder) {
        EXPECT_EQ(Journal::open(folder / "new.db", Access::write).error().kind, Error::Kind::io);
      }
    });
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);

    // With a log that a crash left, which holds the latest sets.
    shut(false);
    in_a_child_without_rights([&] {
      auto journal = Journal::open(path, Access::write);
      ASSERT_TRUE(journal->store(ada, many_sets(3)));
      ::_exit(::testing::Test::HasFailure() ? 1 : 0);
    });
    ASSERT_TRUE(fs::exists(path + "-wal"));
    fs::remove(path + "-shm");
    shut(true);
    in_a_child_without_rights([&] {
      auto journal = Journal::open(path, Access::read);
      // Never the state before those sets, as if they weren't there.
      if (journal) {
        EXPECT_EQ(journal->history(ada).value().sets.size(), 5u);
      } else {
        EXPECT_EQ(journal.error().kind, Error::Kind::io);
        EXPECT_NE(journal.error().message.find("-wal"), std::string::npos) << journal.error().message;
      }
    });
    shut(false);
    Journal journal = Journal::open(path, Access::read).value();
    EXPECT_EQ(journal.history(ada).value().sets.size(), 5u);
  }
}

TEST(JournalDisk, what_may_not_be_read_says_so) {
  const Folder folder;
  const std::string path = folder / "journal.db";
  make_journal(path);
  give_away(folder.path());
  ::chmod(path.c_str(), 0);
  in_a_child_without_rights([&] {
    const auto opened = Journal::open(path, Access::read);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, Error::Kind::io);
    EXPECT_NE(opened.error().message.find("may not be read"), std::string::npos) << opened.error().message;
  });
}

std::string all_bytes_in(const std::string& folder) {
  std::string all;
  for (const auto& entry : fs::directory_iterator(folder)) all += bytes_of(entry.path().string());
  return all;
}

TEST(JournalDisk, of_a_deleted_person_no_byte_is_left) {
  const Folder folder;
  const std::string path = folder / "journal.db";
  Journal journal = Journal::open(path, Access::write).value();
  const std::int64_t ada = journal.add_person(person_named("Ada")).value();
  const std::int64_t bea = journal.add_person(person_named("CANARY Bea")).value();
  ASSERT_TRUE(journal.store(ada, many_sets(40)));
  std::vector<SetRecord> sets = many_sets(40);
  for (SetRecord& set : sets) {
    set.note = "CANARY note " + set.note;
    set.clip_file = "CANARY.mp4";
    set.end_range.reason = "CANARY reason";
    set.findings.resize(1);
    set.findings[0].message = "CANARY finding";
    set.each_rep.resize(3);
  }
  ASSERT_TRUE(journal.store(bea, sets));
  ASSERT_TRUE(journal.store(bea, Symptom{0, sets[0].at, SymptomKind::pain, 3, "CANARY place", "CANARY"}));
  ASSERT_TRUE(journal.store(bea, Choice{0, sets[0].at, "CANARY_rung", "CANARY"}));
  ASSERT_TRUE(journal.keep_coach_state(bea, "ladder", {sets[0].at.utc_s, "CANARY state"}));
  ASSERT_NE(all_bytes_in(folder.path()).find("CANARY"), std::string::npos);

  ASSERT_TRUE(journal.delete_person(bea));
  const std::string left = all_bytes_in(folder.path());
  EXPECT_EQ(left.find("CANARY"), std::string::npos);
  EXPECT_EQ(left.find("canary"), std::string::npos);  // the name's key
  EXPECT_EQ(journal.history(bea).error().kind, Error::Kind::not_found);
  EXPECT_EQ(journal.history(ada).value().sets.size(), 40u);
  EXPECT_TRUE(journal.check().value().empty());
  EXPECT_GT(journal.add_person(person_named("CANARY Bea")).value(), bea);
}

TEST(JournalDisk, traces_that_another_reader_keeps_are_told_and_go_with_it) {
  const Folder folder;
  const std::string path = folder / "journal.db";
  JournalOptions options;
  options.wait = std::chrono::milliseconds(50);
  {
    Journal journal = Journal::open(path, Access::write, options).value();
    const std::int64_t bea = journal.add_person(person_named("CANARY")).value();
    sqlite3* reader = nullptr;
    sqlite3_open(path.c_str(), &reader);
    sqlite3_exec(reader, "BEGIN; SELECT * FROM people", nullptr, nullptr, nullptr);
    const auto deleted = journal.delete_person(bea);
    ASSERT_FALSE(deleted);
    EXPECT_EQ(deleted.error().kind, Error::Kind::io);
    EXPECT_NE(deleted.error().message.find("is deleted, but"), std::string::npos) << deleted.error().message;
    EXPECT_TRUE(journal.people().value().empty());
    sqlite3_close(reader);
  }
  EXPECT_EQ(all_bytes_in(folder.path()).find("CANARY"), std::string::npos);
}

TEST(JournalDisk, a_backup_is_a_whole_journal_and_replaces_only_an_older_one_of_the_same) {
  const Folder folder;
  const std::string path = folder / "journal.db", copy = folder / "copies/monday.db";
  const std::int64_t ada = make_journal(path);
  Journal journal = Journal::open(path, Access::write).value();
  ASSERT_TRUE(journal.backup(copy));
  EXPECT_EQ(written(Journal::open(copy, Access::read).value().history(ada).value()),
            written(journal.history(ada).value()));
  struct stat state {};
  ASSERT_EQ(::stat(copy.c_str(), &state), 0);
  EXPECT_EQ(state.st_mode & 0777, 0600u);
  ASSERT_TRUE(journal.store(ada, many_sets(5)));
  ASSERT_TRUE(journal.backup(copy));
  EXPECT_EQ(Journal::open(copy, Access::write).value().history(ada).value().sets.size(), 7u);

  const auto refused = [&](const std::string& to, const std::string& words) {
    const std::string before = bytes_of(to);
    const auto made = journal.backup(to);
    ASSERT_FALSE(made) << to;
    EXPECT_EQ(made.error().kind, Error::Kind::bad_argument);
    EXPECT_NE(made.error().message.find(words), std::string::npos) << made.error().message;
    EXPECT_TRUE(bytes_of(to) == before);
  };
  refused(path, "the journal itself");
  fs::create_symlink(path, folder / "link.db");
  refused(folder / "link.db", "the journal itself");
  write_bytes(folder / "letter.txt", "Dear diary");
  refused(folder / "letter.txt", "no backup");
  write_bytes(folder / "empty", "");
  refused(folder / "empty", "no backup");
  make_journal(folder / "hers.db");
  refused(folder / "hers.db", "another journal");
  {
    Journal in_use = Journal::open(copy, Access::write).value();
    ASSERT_TRUE(in_use.store(ada, many_sets(1)));
    refused(copy, "in use");
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder / "copies"), {}), 1);
  // One that is lost is put back by copying.
  { Journal closed = std::move(journal); }
  fs::remove(path);
  fs::copy(copy, path);
  EXPECT_EQ(Journal::open(path, Access::write).value().history(ada).value().sets.size(), 8u);
}

}  // namespace
}  // namespace endrange::journal::test
