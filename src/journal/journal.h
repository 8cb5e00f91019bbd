// journal.h: what lifters did and felt, kept in one file: numbers and notes, no pictures. SQLite inside, seen by
// nobody.
//
//   auto journal = Journal::open(path, Access::write);
//   if (!journal) return complain(journal.error().message);
//   auto stored = journal->store(person_id, sets);
//
// What a call has answered with success stays, through a crash of the program and of the machine; what it hasn't is
// there whole or not at all. Nothing is ever overwritten: a file that isn't a journal, or is damaged, or was written by
// a newer endrange, is left as it is to the byte. Several programs may use a journal at once; one Journal belongs to
// one thread at a time.
//
// Errors of every call, beside those that it names: io (locked for too long by another program, read-only, disk full),
// unreadable (found damaged). A call that fails has changed nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/training.h"

namespace endrange {

enum class Access {
  read,   ///< of what is there; works on read-only files and folders too
  write,  ///< makes file (0600) and folders (0700) where there are none
};

struct JournalOptions {
  std::chrono::milliseconds wait{5000};  ///< for other programs' locks
  std::int64_t most_pages = 0;           ///< of 4096 bytes: a disk that is soon full, for tests; 0 = none
};

/// What became of a stored set.
struct StoredSet {
  std::int64_t id = 0;
  bool is_new = true;            ///< false: that set of that clip was known, and has been brought up to date
  std::int64_t since_utc_s = 0;  ///< when it was stored first
};
struct StoredSets {
  std::vector<StoredSet> sets;  ///< one for each given, in their order
  /// Sets of the same clips that were stored earlier and aren't among those given: the clip was cut up otherwise then.
  /// They are still there.
  std::vector<std::int64_t> left_over;
};

/// What a journal holds of one person.
struct JournalTotals {
  std::int64_t sessions = 0;  ///< days on which a set was done
  std::int64_t sets = 0, reps = 0;
  std::int64_t skipped = 0;        ///< sets that were planned and not done; in none of the others
  std::optional<Day> first, last;  ///< session
};

/// What the coach keeps so as not to work through all of the past again.
struct CoachState {
  std::int64_t through_utc_s = 0;  ///< everything up to and with this second is in it
  std::string text;
};

/// Any day, for history().
constexpr Day kFirstDay{std::chrono::days{std::numeric_limits<std::int32_t>::min()}};
constexpr Day kLastDay{std::chrono::days{std::numeric_limits<std::int32_t>::max()}};

class Journal {
 public:
  /// A quick check of the whole file is made when the last one lies more than a day back, or a crash (or another
  /// program that is at work) has left a log beside it; otherwise opening takes the same time whatever the size.
  /// A journal of an older endrange is brought up to date, if it can be written.
  /// Errors: not_found (to read, and there is none), unreadable (damaged, empty, another program's file), unsupported
  /// (of a newer endrange; of an older one, and read-only), io
  static Result<Journal> open(const std::string& path, Access access, const JournalOptions& options = {});

  // --- people: every call below takes the id of one, and touches or tells nothing of anybody else's. Errors of all of
  // them: not_found (there is nobody of that id)
  Result<std::vector<Person>> people();  ///< by name
  /// Without regard to case; nothing where there is no such person.
  Result<std::optional<Person>> find_person(const std::string& name);
  /// Its id. `person.id` isn't read. Errors: bad_argument (no usable name, one that is taken, a body of no human size)
  Result<std::int64_t> add_person(const Person& person);
  /// All fields of the person with that id. Errors: as add_person
  Result<void> change_person(const Person& person);
  /// With everything of theirs. No byte of it is left in the journal's files; backups are the user's own. Error io
  /// where another program has the journal open and keeps old bytes in the log: the person is gone then, and the bytes
  /// go when the last program closes the journal.
  Result<void> delete_person(std::int64_t person_id);

  // --- what they did and felt
  /// All or none. Where that person has a set of the same clip (SHA-256) and part, that one is brought up to date and
  /// keeps its id; it keeps rpe, weight and note where the new record has none. `id` isn't read.
  /// Errors: bad_argument (a record that makes no sense)
  Result<StoredSets> store(std::int64_t person_id, std::span<const SetRecord> sets);
  /// Its id. Errors: bad_argument
  Result<std::int64_t> store(std::int64_t person_id, const Symptom& symptom);
  Result<std::int64_t> store(std::int64_t person_id, const Choice& choice);
  /// Where the first set of that clip (SHA-256) stands in time; nothing where the clip isn't known.
  Result<std::optional<Moment>> moment_of_clip(std::int64_t person_id, const std::string& clip_sha256);
  /// All of the set with that id, as given. Errors: not_found (that person has no such set), bad_argument
  Result<void> change_set(std::int64_t person_id, const SetRecord& set);
  /// Errors: not_found
  Result<void> delete_set(std::int64_t person_id, std::int64_t set_id);
  Result<void> delete_symptom(std::int64_t person_id, std::int64_t symptom_id);
  Result<void> delete_choice(std::int64_t person_id, std::int64_t choice_id);

  /// From that day to that day, both included, in order of time, and at the same second of id. with_details: also
  /// each_rep and findings.
  Result<TrainingHistory> history(std::int64_t person_id, Day from = kFirstDay, Day to = kLastDay,
                                  bool with_details = false);
  Result<JournalTotals> totals(std::int64_t person_id);

  /// Goes by itself as soon as a set, symptom or choice at or before its moment is stored, changed or deleted.
  Result<std::optional<CoachState>> coach_state(std::int64_t person_id, const std::string& key);
  /// Made of what history() gave last; not kept where another program has changed the journal since.
  Result<void> keep_coach_state(std::int64_t person_id, const std::string& key, const CoachState& state);

  // --- the file
  /// A whole copy as of now (0600), which appears under its name when it is complete. Replaced is only an earlier
  /// backup of this very journal that nobody has open. Errors: bad_argument (the journal itself, or something else that
  /// is in the way), io
  Result<void> backup(const std::string& path);
  /// Reads everything. What is wrong, a line each; empty = sound.
  Result<std::vector<std::string>> check();

  Journal(Journal&&) noexcept;
  Journal& operator=(Journal&&) noexcept;
  ~Journal();

 private:
  struct Impl;
  explicit Journal(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// $ENDRANGE_JOURNAL, else the user's data folder (XDG) + "/endrange/journal.db". Errors: setup (no home folder)
Result<std::string> default_journal_path();

}  // namespace endrange
