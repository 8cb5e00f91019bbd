#include "journal/history.h"

#include <algorithm>
#include <unordered_map>

#include "journal/people.h"
#include "journal/valid.h"

namespace endrange::journal {

namespace {

using sql::Database;
using sql::Rows;

[[noreturn]] void refuse_damaged(const Database& db, const std::string& what) {
  sql::refuse(Error::Kind::unreadable, db.shown() + ": the journal is damaged (" + what +
                                           "); keep it aside and put your last backup in its place");
}

// The kind that a name in the file stands for. The tables let no other in.
template <class Kind>
Kind known(const Database& db, std::optional<Kind> kind) {
  if (!kind) refuse_damaged(db, "a word that none of its tables knows");
  return *kind;
}

// Read is only what could have been stored. SQLite keeps no checksums: this is where a flipped bit inside a value has a
// chance to be noticed, before it reaches a date or a report.
template <class Entry>
void require_sense(const Database& db, const char* what, const Entry& entry) {
  if (const std::string problem = problem_of(entry); !problem.empty())
    refuse_damaged(db, std::string(what) + " number " + std::to_string(entry.id) + ": " + problem);
}

Moment read_moment(Rows& row) {
  Moment at;
  at.utc_s = row.integer();
  at.offset_min = static_cast<int>(row.integer());
  return at;
}

int read_count(Rows& row) { return static_cast<int>(row.integer()); }

// Status is '' where the set has no row among the end ranges.
EndRange read_end_range(const Database& db, Rows& row) {
  EndRange e;
  if (const std::string status = row.text(); !status.empty()) e.status = known(db, end_range_status_of(status));
  for (double* number :
       {&e.deg, &e.low_deg, &e.high_deg, &e.lowest_held_deg, &e.pelvic_onset_deg, &e.criterion_mm, &e.control_score})
    *number = row.number();
  e.criterion = row.text();
  e.reason = row.text();
  return e;
}

SetRecord read_set(const Database& db, Rows& row) {
  SetRecord s;
  s.id = row.integer();
  s.at = read_moment(row);
  s.exercise = row.text();
  s.exercise_as = row.text();
  s.source = known(db, set_source_of(row.text()));
  s.clip_sha256 = row.text();
  s.clip_file = row.text();
  for (int* count : {&s.clip_part, &s.reps, &s.left_reps, &s.right_reps, &s.partial_reps}) *count = read_count(row);
  for (double* number : {&s.hold_s, &s.lower_s, &s.bottom_s, &s.lift_s, &s.top_s, &s.top_deg, &s.bottom_deg,
                         &s.lumbar_lift_mm, &s.confidence, &s.rpe, &s.weight_kg})
    *number = row.number();
  s.is_skipped = row.flag();
  s.note = row.text();
  s.end_range = read_end_range(db, row);
  return s;
}

constexpr sql::Sql kSets = R"sql(
SELECT sets.id, at_s, offset_min, exercise, exercise_as, source, clip_sha256, clip_file, clip_part, reps, left_reps,
  right_reps, partial_reps, hold_s, lower_s, bottom_s, lift_s, top_s, top_deg, bottom_deg, lumbar_lift_mm, confidence,
  rpe, weight_kg, is_skipped, note,
  status, deg, low_deg, high_deg, lowest_held_deg, pelvic_onset_deg, criterion_mm, control_score, criterion, reason
FROM sets LEFT JOIN end_ranges ON set_id = sets.id
WHERE person_id = ? AND day BETWEEN ? AND ?)sql";

constexpr sql::Sql kReps = R"sql(
SELECT set_id, side, is_complete, lower_s, bottom_s, lift_s, top_s, top_deg, bottom_deg, end_range_deg, lumbar_lift_mm
FROM (SELECT id FROM sets WHERE person_id = ? AND day BETWEEN ? AND ?) CROSS JOIN reps ON set_id = id
ORDER BY set_id, number)sql";

constexpr sql::Sql kFindings = R"sql(
SELECT set_id, check_id, severity, rep, value, limit_value, confidence, unit, message
FROM (SELECT id FROM sets WHERE person_id = ? AND day BETWEEN ? AND ?) CROSS JOIN findings ON set_id = id
ORDER BY set_id, number)sql";

RepRecord read_rep(const Database& db, Rows& row) {
  RepRecord r;
  r.side = known(db, rep_side_of(row.text()));
  r.is_complete = row.flag();
  for (double* number :
       {&r.lower_s, &r.bottom_s, &r.lift_s, &r.top_s, &r.top_deg, &r.bottom_deg, &r.end_range_deg, &r.lumbar_lift_mm})
    *number = row.number();
  return r;
}

FindingRecord read_finding(Rows& row) {
  FindingRecord f;
  f.check = row.text();
  f.severity = row.text();
  f.rep = read_count(row);
  for (double* number : {&f.value, &f.limit, &f.confidence}) *number = row.number();
  f.unit = row.text();
  f.message = row.text();
  return f;
}

void read_details(Database& db, std::int64_t person, std::int64_t from, std::int64_t to, std::vector<SetRecord>& sets) {
  std::unordered_map<std::int64_t, SetRecord*> by_id;
  for (SetRecord& set : sets) by_id[set.id] = &set;
  const auto owner = [&](std::int64_t id) -> SetRecord& {
    const auto found = by_id.find(id);
    if (found == by_id.end()) refuse_damaged(db, "its index and its sets differ");
    return *found->second;
  };
  for (auto rows = db.query(kReps, person, from, to); rows.next();)
    owner(rows.integer()).each_rep.push_back(read_rep(db, rows));
  for (auto rows = db.query(kFindings, person, from, to); rows.next();)
    owner(rows.integer()).findings.push_back(read_finding(rows));
}

// Days are in order already; within one, and where clocks were moved between two, time and then the id decide.
template <class Entry>
void sort_by_time(std::vector<Entry>& entries) {
  std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
    return a.at.utc_s != b.at.utc_s ? a.at.utc_s < b.at.utc_s : a.id < b.id;
  });
}

}  // namespace

TrainingHistory history(Database& db, std::int64_t person, Day from_day, Day to_day, bool with_details) {
  const std::int64_t from = from_day.time_since_epoch().count(), to = to_day.time_since_epoch().count();
  // One moment's state throughout, whatever other programs store meanwhile.
  sql::Transaction transaction(db, sql::Transaction::Kind::to_read);
  TrainingHistory all;
  all.person = require_person(db, person);
  db.version_read = db.others_version();
  for (auto rows = db.query(kSets, person, from, to); rows.next();) all.sets.push_back(read_set(db, rows));
  sort_by_time(all.sets);
  if (with_details) read_details(db, person, from, to, all.sets);
  for (const SetRecord& set : all.sets) require_sense(db, "set", set);

  for (auto rows =
           db.query("SELECT id, at_s, offset_min, kind, pain, place, note FROM symptoms WHERE person_id = ? AND "
                    "day BETWEEN ? AND ?",
                    person, from, to);
       rows.next();) {
    Symptom s;
    s.id = rows.integer();
    s.at = read_moment(rows);
    s.kind = known(db, symptom_kind_of(rows.text()));
    s.pain = rows.number();
    s.place = rows.text();
    s.note = rows.text();
    require_sense(db, "symptom", s);
    all.symptoms.push_back(std::move(s));
  }
  sort_by_time(all.symptoms);

  for (auto rows = db.query(
           "SELECT id, at_s, offset_min, rung, reason FROM choices WHERE person_id = ? AND day BETWEEN ? AND ?", person,
           from, to);
       rows.next();) {
    Choice c;
    c.id = rows.integer();
    c.at = read_moment(rows);
    c.rung = rows.text();
    c.reason = rows.text();
    require_sense(db, "choice", c);
    all.choices.push_back(std::move(c));
  }
  sort_by_time(all.choices);
  return all;
}

std::optional<Moment> moment_of_clip(Database& db, std::int64_t person, const std::string& clip_sha256) {
  sql::Transaction transaction(db, sql::Transaction::Kind::to_read);
  require_person(db, person);
  auto rows = db.query(
      "SELECT at_s, offset_min FROM sets WHERE person_id = ? AND clip_sha256 = ? AND clip_sha256 <> '' ORDER BY "
      "clip_part",
      person, clip_sha256);
  if (!rows.next()) return std::nullopt;
  const std::int64_t at_s = rows.integer();
  return Moment{at_s, static_cast<int>(rows.integer())};
}

JournalTotals totals(Database& db, std::int64_t person) {
  sql::Transaction transaction(db, sql::Transaction::Kind::to_read);
  require_person(db, person);
  JournalTotals totals;
  auto rows = db.query(
      R"sql(SELECT coalesce(sum(done > 0), 0), coalesce(sum(done), 0), coalesce(sum(reps), 0), coalesce(sum(skipped), 0),
  min(iif(done > 0, day, NULL)), max(iif(done > 0, day, NULL)) FROM sessions WHERE person_id = ?)sql",
      person);
  if (!rows.next()) return totals;
  for (std::int64_t* count : {&totals.sessions, &totals.sets, &totals.reps, &totals.skipped}) *count = rows.integer();
  const std::int64_t first = rows.integer(), last = rows.integer();
  if (totals.sessions > 0) totals.first = Day(std::chrono::days(first)), totals.last = Day(std::chrono::days(last));
  return totals;
}

}  // namespace endrange::journal
