// The journal: how fast it is when it is large, and what is left when its writers are killed.
#include "journal/journal.h"

#include <filesystem>
#include <optional>

#include "bench.h"
#include "endrange.h"
#include "journal/test_kills.h"

namespace endrange::bench {

namespace {

namespace made_up = journal::test;
using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point from) {
  return std::chrono::duration<double, std::milli>(Clock::now() - from).count();
}

// A session's three sets: a day apart from the last, with repetitions and findings in every other one, as a clip has.
std::vector<SetRecord> session_of(int number, Day first) {
  std::vector<SetRecord> sets(3);
  for (int i = 0; i < 3; ++i) {
    SetRecord& set = sets[static_cast<std::size_t>(i)];
    set.at = at_noon(first + std::chrono::days(number), 60);
    set.at.utc_s += 180 * i;
    set.exercise = "double_leg_raise";
    set.reps = 8;
    set.rpe = 6 + i;
    if (number % 2 != 0) continue;
    set.source = SetSource::clip;
    set.clip_file = "session.mp4";
    char sha[65];
    std::snprintf(sha, sizeof sha, "%064d", number);
    set.clip_sha256 = sha;
    set.clip_part = i;
    set.lower_s = 3.9, set.bottom_s = 0.2, set.lift_s = 1.3, set.top_s = 1.0, set.top_deg = 91, set.bottom_deg = 24;
    set.lumbar_lift_mm = 7.5, set.confidence = 0.97;
    set.end_range.status = EndRangeStatus::found;
    set.end_range.deg = 34, set.end_range.low_deg = 31, set.end_range.high_deg = 37;
    set.end_range.criterion = "lumbar lift > 5 mm for 0.15 s";
    set.each_rep.resize(8);
    for (RepRecord& rep : set.each_rep) rep.lower_s = 3.9, rep.lift_s = 1.3, rep.top_deg = 91, rep.bottom_deg = 24;
    set.findings.resize(2);
    for (FindingRecord& finding : set.findings)
      finding = {"lowering_too_fast", "fix", "s", "The legs come down in 1.1 s: take 4.", 1, 1.1, 4, 0.9};
  }
  return sets;
}

// One after the other in blocks, which is how an import would.
bool fill(Journal& journal, std::int64_t person, int sessions, Day first) {
  constexpr int kBlock = 500;
  for (int from = 0; from < sessions; from += kBlock) {
    std::vector<SetRecord> block;
    for (int i = from; i < std::min(from + kBlock, sessions); ++i)
      std::ranges::move(session_of(i, first), std::back_inserter(block));
    if (const auto stored = journal.store(person, block); !stored)
      return std::puts(stored.error().message.c_str()), false;
  }
  return true;
}

std::string remark(const char* format, double value) {
  char text[80];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

// `place`: "on the disk" or "in memory", where syncing costs nothing.
bool time_stores(const made_up::Folder& folder, const std::string& place, const std::string& full, Day next) {
  const std::string path = folder / "stores.db";
  std::filesystem::copy(full, path);
  auto journal = Journal::open(path, Access::write);
  if (!journal) return false;
  const std::int64_t person = (*journal->find_person("Ada"))->id;
  int number = 0;
  bool is_well = true;
  print_row("store a session of 3 sets, " + place, time_of(100, [&] {
              const std::vector<SetRecord> sets = session_of(number++, next);
              is_well = journal->store(person, sets) && is_well;
            }));
  print_row("store a single set by hand, " + place, time_of(100, [&] {
              const SetRecord set = session_of(2 * number++ + 1, next).front();
              is_well = journal->store(person, std::span(&set, 1)) && is_well;
            }));
  return is_well;
}

// One opening of a journal whose last writer died, with its quick check. ms
double time_opening_after_a_crash(const std::string& path, std::int64_t person, Day next) {
  if (const pid_t child = ::fork(); child == 0) {
    auto journal = Journal::open(path, Access::write);
    if (journal) (void)journal->store(person, session_of(0, next));
    ::_exit(0);  // without closing
  } else {
    ::waitpid(child, nullptr, 0);
  }
  const auto from = Clock::now();
  const bool is_open = Journal::open(path, Access::read).has_value();
  return is_open ? ms_since(from) : kUnknown;
}

bool time_history(Journal& journal, std::int64_t person, const char* name, int runs, Day from, bool with_details) {
  std::size_t sets = 0;
  bool is_well = true;
  const Timing t = time_of(runs, [&] {
    const auto history = journal.history(person, from, kLastDay, with_details);
    is_well = history && is_well;
    sets = history ? history->sets.size() : 0;
  });
  print_row(name, t, remark("%.0f sets", static_cast<double>(sets)));
  return is_well;
}

int run_sessions(int sessions) {
  // Day after day, the last one today's: so many years of training that every figure is an upper bound.
  const Day today(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()).time_since_epoch());
  const Day first = today - std::chrono::days(sessions - 1);
  const made_up::Folder folder;
  const std::string path = folder / "journal.db";
  std::int64_t person = 0;
  {
    auto journal = Journal::open(path, Access::write);
    if (!journal) return std::puts(journal.error().message.c_str()), 1;
    person = *journal->add_person(made_up::person_named("Ada"));
    const auto from = Clock::now();
    if (!fill(*journal, person, sessions, first)) return 1;
    std::printf("%d sessions of 3 sets stored in %.1f s, blocks of 500 sessions\n", sessions, ms_since(from) / 1000);
  }
  std::printf("file: %.1f MB\n\n%-44s %9s %9s %6s\n", 1e-6 * static_cast<double>(std::filesystem::file_size(path)), "",
              "best ms", "median ms", "runs");

  bool is_well = true;
  print_row("open to read and close", time_of(50, [&] { is_well = Journal::open(path, Access::read) && is_well; }));
  print_row("open to write and close", time_of(50, [&] { is_well = Journal::open(path, Access::write) && is_well; }));
  std::printf("open after a crash, with its quick check: %.0f ms\n",
              time_opening_after_a_crash(path, person, today + std::chrono::days(1)));
  {
    auto journal = Journal::open(path, Access::read);
    if (!journal) return 1;
    const auto row = [&](const char* name, int runs, Day from, bool with_details) {
      is_well = time_history(*journal, person, name, runs, from, with_details) && is_well;
    };
    row("last 12 weeks", 50, today - std::chrono::days(83), false);
    row("last 12 weeks, each rep and finding", 50, today - std::chrono::days(83), true);
    print_row("totals", time_of(20, [&] { is_well = journal->totals(person) && is_well; }));
    row("all sets", 5, kFirstDay, false);
  }
  {
    auto journal = Journal::open(path, Access::write);
    if (!journal) return 1;
    const Person ada = **journal->find_person("Ada");
    const Ladder& ladder = default_ladder();
    const auto from = Clock::now();
    is_well = plan(*journal, ada, ladder, today, 14) && is_well;
    std::printf("the first plan, from all of the past: %.0f ms\n", ms_since(from));
    print_row("plan, two weeks", time_of(50, [&] { is_well = plan(*journal, ada, ladder, today, 14) && is_well; }));
    print_row("history, 12 weeks, as the command shows it", time_of(50, [&] {
                const auto view = look_back(*journal, ada, ladder, today - std::chrono::days(84), today);
                is_well = view && !to_text(*view).empty() && is_well;
              }));
  }
  {
    auto journal = Journal::open(path, Access::read);
    if (!journal) return 1;
    const auto row = [&](const char* name, int runs, Day from, bool with_details) {
      is_well = time_history(*journal, person, name, runs, from, with_details) && is_well;
    };
    row("all sets, each rep and finding", 3, kFirstDay, true);
    print_row("full check", time_of(3, [&] {
                is_well = journal->check().value_or(std::vector<std::string>{""}).empty() && is_well;
              }));
  }
  {
    auto journal = Journal::open(path, Access::write);
    print_row("backup", time_of(3, [&] { is_well = journal && journal->backup(folder / "copy.db") && is_well; }));
  }
  is_well = time_stores(folder, "on the disk", path, today + std::chrono::days(2)) && is_well;
  const made_up::Folder memory(made_up::Folder::Where::memory);
  is_well = time_stores(memory, "in memory", path, today + std::chrono::days(2)) && is_well;
  {
    auto journal = Journal::open(path, Access::write);
    const auto from = Clock::now();
    is_well = journal && journal->delete_person(person) && is_well;
    std::printf("the only person deleted, file rewritten: %.0f ms\n", ms_since(from));
  }
  return is_well ? 0 : 1;
}

int run_kills(int kills) {
  // Several journals in turn: each look for losses reads all of one.
  constexpr int kKillsAJournal = 100;
  const auto from = Clock::now();
  made_up::Kills result;
  for (unsigned seed = 1; result.kills < kills && result.problems.empty(); ++seed) {
    const made_up::Folder folder;
    const auto some =
        made_up::kill_writers(folder / "journal.db", std::min(kKillsAJournal, kills - result.kills), seed);
    result.kills += some.kills, result.before_open += some.before_open, result.acknowledged += some.acknowledged;
    result.unacknowledged += some.unacknowledged, result.lost += some.lost, result.torn += some.torn;
    result.problems = some.problems;
    if (some.lost + some.torn > 0) break;
  }
  std::printf("%d writers killed in %.0f s, %d of them before the journal was open\n", result.kills,
              ms_since(from) / 1000, result.before_open);
  std::printf("stores acknowledged: %lld, lost: %lld, torn: %lld; complete without having been heard of: %lld\n",
              static_cast<long long>(result.acknowledged), static_cast<long long>(result.lost),
              static_cast<long long>(result.torn), static_cast<long long>(result.unacknowledged));
  for (const std::string& problem : result.problems) std::puts(problem.c_str());
  return result.problems.empty() && result.lost + result.torn == 0 && result.kills == kills ? 0 : 1;
}

}  // namespace

int run_journal(const std::vector<std::string>& arguments) {
  if (arguments.size() != 2) return -1;
  const int count = std::atoi(arguments[1].c_str());
  if (count < 1) return -1;
  if (arguments[0] == "--sessions") return run_sessions(count);
  if (arguments[0] == "--kills") return run_kills(count);
  return -1;
}

}  // namespace endrange::bench
