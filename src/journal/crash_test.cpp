// Several programs, killed programs, and any order of calls against a plain model.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <map>

#include "journal/test_kills.h"

namespace endrange::journal::test {
namespace {

// Each in a process of its own, all begun at the same moment; true where all returned true.
bool run_beside_each_other(const std::vector<std::function<bool()>>& programs) {
  int gate[2];
  if (::pipe(gate) != 0) return false;
  std::vector<pid_t> children;
  for (const auto& program : programs) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(gate[1]);
      char nothing = 0;
      (void)!::read(gate[0], &nothing, 1);  // until the last one has closed it
      ::_exit(program() ? 0 : 1);
    }
    children.push_back(child);
  }
  ::close(gate[0]), ::close(gate[1]);
  bool is_well = true;
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    is_well = is_well && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }
  return is_well;
}

TEST(JournalCrash, what_was_acknowledged_survives_kill_9) {
  const Folder folder;
  const Kills result = kill_writers(folder / "journal.db", 40, 1);
  EXPECT_EQ(result.kills, 40);
  EXPECT_TRUE(result.problems.empty()) << result.problems.front();
  EXPECT_EQ(result.lost, 0);
  EXPECT_EQ(result.torn, 0);
  EXPECT_GT(result.acknowledged, 5);
}

TEST(JournalCrash, programs_that_store_at_once_lose_nothing) {
  const Folder folder(Folder::Where::memory);
  const std::string path = folder / "journal.db";
  constexpr int kStores = 400;
  const auto program = [&](int who) {
    return [&path, who] {
      auto journal = Journal::open(path, Access::write, {.wait = std::chrono::minutes(1)});
      const auto person = journal ? journal->add_person(person_named(std::to_string(who))) : -1;
      if (!person) return false;
      for (int i = 0; i < kStores; ++i) {
        SetRecord set = logged("2026-11-20T18:00:00+01:00", i);
        set.clip_sha256 = "the same", set.clip_part = i;
        if (!journal->store(*person, std::span(&set, 1))) return false;
      }
      return true;
    };
  };
  ASSERT_TRUE(run_beside_each_other({program(1), program(2), program(3)}));
  Journal journal = Journal::open(path, Access::read).value();
  for (const char* name : {"1", "2", "3"}) {
    const auto person = journal.find_person(name).value();
    ASSERT_TRUE(person) << name;
    EXPECT_EQ(journal.totals(person->id).value().sets, kStores);
  }
  EXPECT_TRUE(journal.check().value().empty());
}

TEST(JournalCrash, programs_that_make_the_journal_at_once_share_one) {
  for (int round = 0; round < 25; ++round) {
    const Folder folder(Folder::Where::memory);
    const std::string path = folder / "new/journal.db";
    const auto program = [&](int who) {
      return [&path, who] {
        auto journal = Journal::open(path, Access::write);
        return journal && journal->add_person(person_named(std::to_string(who)));
      };
    };
    ASSERT_TRUE(run_beside_each_other({program(1), program(2), program(3), program(4)}));
    EXPECT_EQ(Journal::open(path, Access::read).value().people().value().size(), 4u);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder / "new"), {}), 1);
  }
}

// What the journal is to do, done in memory.
struct Model {
  std::map<std::int64_t, TrainingHistory> people;
  std::map<std::int64_t, std::int64_t> coach_through_s;

  void touch(std::int64_t person, std::int64_t at_s) {
    if (const auto kept = coach_through_s.find(person); kept != coach_through_s.end() && kept->second >= at_s)
      coach_through_s.erase(kept);
  }
  StoredSet store(std::int64_t person, SetRecord set, const StoredSet& stored) {
    auto& sets = people[person].sets;
    const auto known = std::ranges::find_if(sets, [&](const SetRecord& s) {
      return !s.clip_sha256.empty() && s.clip_sha256 == set.clip_sha256 && s.clip_part == set.clip_part;
    });
    touch(person, set.at.utc_s);
    if (known == sets.end()) {
      set.id = stored.id;
      sets.push_back(set);
      return {stored.id, true, 0};
    }
    touch(person, known->at.utc_s);
    set.id = known->id;
    if (std::isnan(set.rpe)) set.rpe = known->rpe;
    if (std::isnan(set.weight_kg)) set.weight_kg = known->weight_kg;
    if (set.note.empty()) set.note = known->note;
    *known = set;
    return {set.id, false, 0};
  }
  template <class Entry>
  void erase(std::int64_t person, std::vector<Entry>& entries, std::int64_t id) {
    const auto found = std::ranges::find(entries, id, &Entry::id);
    touch(person, found->at.utc_s);
    entries.erase(found);
  }
  TrainingHistory history(std::int64_t person, Day from, Day to) const {
    TrainingHistory h = people.at(person);
    const auto pick = [&](auto& entries) {
      std::erase_if(entries, [&](const auto& e) { return e.at.day() < from || e.at.day() > to; });
      std::ranges::sort(entries, [](const auto& a, const auto& b) {
        return std::tuple(a.at.utc_s, a.id) < std::tuple(b.at.utc_s, b.id);
      });
    };
    pick(h.sets), pick(h.symptoms), pick(h.choices);
    return h;
  }
  JournalTotals totals(std::int64_t person) const {
    JournalTotals t;
    std::set<Day> days;
    for (const SetRecord& set : people.at(person).sets) {
      if (set.is_skipped)
        ++t.skipped;
      else
        ++t.sets, t.reps += set.reps, days.insert(set.at.day());
    }
    t.sessions = static_cast<std::int64_t>(days.size());
    if (!days.empty()) t.first = *days.begin(), t.last = *days.rbegin();
    return t;
  }
};

class Walk {
 public:
  Walk(const std::string& path, unsigned seed) : path_(path), drawn_(seed) { reopen(); }

  void step() {
    if (model_.people.size() < 2 || drawn_.one_in(60)) return add_person();
    auto place = model_.people.begin();
    std::advance(place, drawn_.whole(0, static_cast<int>(model_.people.size()) - 1));
    const std::int64_t person = place->first;
    TrainingHistory& history = place->second;
    switch (drawn_.whole(0, 11)) {
      case 0: model_.touch(person, add(person, history.symptoms, drawn_.symptom())); break;
      case 1: model_.touch(person, add(person, history.choices, drawn_.choice())); break;
      case 2: erase(person, history.symptoms, [&](auto id) { return journal_->delete_symptom(person, id); }); break;
      case 3: erase(person, history.choices, [&](auto id) { return journal_->delete_choice(person, id); }); break;
      case 4: erase(person, history.sets, [&](auto id) { return journal_->delete_set(person, id); }); break;
      case 5: keep(person); break;
      case 6:
        if (drawn_.one_in(5)) reopen();
        break;
      case 7:
        if (drawn_.one_in(15)) delete_person(person);
        break;
      default: store(person);
    }
  }

  void compare() {
    for (const auto& [person, history] : model_.people) {
      const Day from = drawn_.moment().day(), to = from + std::chrono::days(drawn_.whole(0, 200));
      EXPECT_EQ(written(journal_->history(person, kFirstDay, kLastDay, true).value()),
                written(model_.history(person, kFirstDay, kLastDay)));
      EXPECT_EQ(written(journal_->history(person, from, to, true).value()), written(model_.history(person, from, to)));
      const JournalTotals is = journal_->totals(person).value(), wanted = model_.totals(person);
      EXPECT_EQ(std::tuple(is.sessions, is.sets, is.reps, is.skipped, is.first, is.last),
                std::tuple(wanted.sessions, wanted.sets, wanted.reps, wanted.skipped, wanted.first, wanted.last));
      EXPECT_EQ(journal_->coach_state(person, "k").value().has_value(), model_.coach_through_s.contains(person));
    }
    EXPECT_EQ(journal_->people().value().size(), model_.people.size());
    EXPECT_TRUE(journal_->check().value().empty());
  }

 private:
  void reopen() {
    journal_.reset();
    journal_ = Journal::open(path_, Access::write).value();
  }
  void add_person() { model_.people[journal_->add_person(person_named("P" + std::to_string(++names_))).value()] = {}; }
  void delete_person(std::int64_t person) {
    ASSERT_TRUE(journal_->delete_person(person));
    model_.coach_through_s.erase(person);
    model_.people.erase(person);
  }
  void store(std::int64_t person) {
    std::vector<SetRecord> sets;
    for (int i = drawn_.whole(1, 4); i > 0; --i) sets.push_back(drawn_.set());
    const StoredSets stored = journal_->store(person, sets).value();
    for (std::size_t i = 0; i < sets.size(); ++i) {
      const StoredSet wanted = model_.store(person, sets[i], stored.sets.at(i));
      EXPECT_EQ(std::tuple(stored.sets[i].id, stored.sets[i].is_new), std::tuple(wanted.id, wanted.is_new));
    }
  }
  template <class Entry>
  std::int64_t add(std::int64_t person, std::vector<Entry>& entries, Entry entry) {
    entry.id = journal_->store(person, entry).value();
    entries.push_back(entry);
    return entry.at.utc_s;
  }
  template <class Entry, class Erase>
  void erase(std::int64_t person, std::vector<Entry>& entries, Erase&& erase_stored) {
    if (entries.empty()) return;
    const std::int64_t id = entries[static_cast<std::size_t>(drawn_.whole(0, static_cast<int>(entries.size()) - 1))].id;
    EXPECT_TRUE(erase_stored(id));
    model_.erase(person, entries, id);
  }
  void keep(std::int64_t person) {
    const std::int64_t through_s = drawn_.moment().utc_s;
    EXPECT_TRUE(journal_->keep_coach_state(person, "k", {through_s, "state"}));
    model_.coach_through_s[person] = through_s;
  }

  std::string path_;
  Drawn drawn_;
  Model model_;
  std::optional<Journal> journal_;
  int names_ = 0;
};

TEST(JournalCrash, any_order_of_calls_leaves_what_a_plain_model_holds) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    const Folder folder(Folder::Where::memory);
    Walk walk(folder / "journal.db", seed);
    for (int i = 0; i < 400; ++i) {
      walk.step();
      if (i % 40 == 39) walk.compare();
      if (::testing::Test::HasFailure()) FAIL() << "seed " << seed << ", step " << i;
    }
  }
}

}  // namespace
}  // namespace endrange::journal::test
