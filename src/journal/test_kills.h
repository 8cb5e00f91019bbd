// test_kills.h: writers that are killed at any moment, and what is left of what they had been told is stored.
#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <set>
#include <thread>

#include "journal/test_journal.h"

namespace endrange::journal::test {

struct Kills {
  int kills = 0;
  std::int64_t acknowledged = 0;    ///< stores that had returned success
  std::int64_t unacknowledged = 0;  ///< stores found complete whose success nobody heard of any more
  std::int64_t lost = 0;            ///< acknowledged, and not there
  std::int64_t torn = 0;            ///< there in part
  int before_open = 0;              ///< kills that came before the journal was open
  std::vector<std::string> problems;
};

constexpr int kSetsAStore = 3, kRepsASet = 5;

/// Stores until it is killed, and writes the number of each store into the pipe once it is acknowledged.
[[noreturn]] inline void store_until_killed(const std::string& path, std::int64_t first, int to) {
  auto journal = Journal::open(path, Access::write);
  if (!journal) ::_exit(3);
  const auto person = journal->find_person("Ada");
  if (!person || !*person) ::_exit(4);
  const auto tell = [to](std::int64_t what) {
    if (::write(to, &what, sizeof what) != sizeof what) ::_exit(5);
  };
  tell(-1);
  for (std::int64_t number = first;; ++number) {
    std::vector<SetRecord> sets(kSetsAStore);
    for (int i = 0; i < kSetsAStore; ++i) {
      SetRecord& set = sets[static_cast<std::size_t>(i)];
      set.at = {1'700'000'000 + 20'000 * number + 120 * i, 60};
      set.exercise = "double_leg_raise";
      set.note = std::to_string(number);
      set.each_rep.resize(kRepsASet);
      set.findings.resize(1);
    }
    if (!journal->store((*person)->id, sets)) ::_exit(6);
    tell(number);
  }
}

inline void look_for_losses(const std::string& path, const std::set<std::int64_t>& acknowledged, Kills& result) {
  auto journal = Journal::open(path, Access::write);
  if (!journal) {
    result.problems.push_back(journal.error().message);
    return;
  }
  const auto check = journal->check();
  if (!check) result.problems.push_back(check.error().message);
  if (check) result.problems.insert(result.problems.end(), check->begin(), check->end());
  const auto person = journal->find_person("Ada");
  if (!person || !*person) return result.problems.push_back("Ada is gone");
  const auto history = journal->history((*person)->id, kFirstDay, kLastDay, true);
  if (!history) return result.problems.push_back(history.error().message);
  std::map<std::int64_t, int> whole, any;
  for (const SetRecord& set : history->sets) {
    const std::int64_t number = std::stoll(set.note);
    ++any[number];
    if (set.each_rep.size() == kRepsASet && set.findings.size() == 1) ++whole[number];
  }
  result.lost = result.torn = result.unacknowledged = 0;
  for (const std::int64_t number : acknowledged)
    if (!any.contains(number)) ++result.lost;
  for (const auto& [number, sets] : any) {
    if (whole[number] != kSetsAStore)
      ++result.torn;
    else if (!acknowledged.contains(number))
      ++result.unacknowledged;
  }
}

/// Makes a journal at `path`. Pre: this process has no journal of that path open.
inline Kills kill_writers(const std::string& path, int kills, unsigned seed) {
  Kills result;
  std::set<std::int64_t> acknowledged;
  if (auto journal = Journal::open(path, Access::write); !journal || !journal->add_person(person_named("Ada")))
    return result.problems.push_back("the journal can't be made"), result;
  std::mt19937 random(seed);
  std::int64_t next = 0;
  while (result.kills < kills && result.problems.empty() && result.lost + result.torn == 0) {
    int ends[2];
    if (::pipe(ends) != 0) break;
    const pid_t child = ::fork();
    if (child == 0) ::close(ends[0]), store_until_killed(path, next, ends[1]);
    ::close(ends[1]);
    bool is_open = false;
    const auto take = [&](std::int64_t told) {
      is_open = true;
      if (told >= 0) acknowledged.insert(told);
    };
    std::int64_t told = 0;
    const auto listen = [&] { return ::read(ends[0], &told, sizeof told) == sizeof told; };
    // One in four from the very beginning on, which is where a journal left by the last kill is recovered; the others
    // some stores later.
    const bool is_early = std::uniform_int_distribution(0, 3)(random) == 0;
    if (!is_early && listen()) take(told);
    std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution(0, 40'000)(random)));
    ::kill(child, SIGKILL);
    while (listen()) take(told);
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) {
      result.problems.push_back("a writer failed by itself: " + std::to_string(WEXITSTATUS(status)));
      break;
    }
    ++result.kills;
    if (!is_open) ++result.before_open;
    // A number that was being stored, unheard of, isn't used again.
    next = 1000 * result.kills;
    // Not each time: the next writer is to find what this one left.
    if (std::uniform_int_distribution(0, 2)(random) == 0) look_for_losses(path, acknowledged, result);
  }
  look_for_losses(path, acknowledged, result);
  result.acknowledged = static_cast<std::int64_t>(acknowledged.size());
  return result;
}

}  // namespace endrange::journal::test
