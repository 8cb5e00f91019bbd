#include "journal/entries.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "journal/opening.h"
#include "journal/people.h"
#include "journal/valid.h"

namespace endrange::journal {

namespace {

using sql::Database;
using sql::refuse;
using sql::Transaction;

std::int64_t day_number(const Moment& at) { return at.day().time_since_epoch().count(); }

template <class Entry>
void require_sense(const char* what, const Entry& entry) {
  const std::string problem = problem_of(entry);
  if (problem.empty()) return;
  const std::string when = problem_of(entry.at).empty() ? " of " + moment_text(entry.at) : "";
  refuse(Error::Kind::bad_argument, std::string("the ") + what + when + ": " + problem);
}

// In the order in which both statements below name the columns.
auto columns_of(const SetRecord& s) {
  return std::tuple(day_number(s.at), s.at.utc_s, s.at.offset_min, s.exercise, s.exercise_as, name_of(s.source),
                    s.clip_sha256, s.clip_file, s.clip_part, s.reps, s.left_reps, s.right_reps, s.partial_reps,
                    s.hold_s, s.lower_s, s.bottom_s, s.lift_s, s.top_s, s.top_deg, s.bottom_deg, s.lumbar_lift_mm,
                    s.confidence, s.rpe, s.weight_kg, s.is_skipped, s.note);
}
constexpr sql::Sql kInsertSet = R"sql(
INSERT INTO sets (day, at_s, offset_min, exercise, exercise_as, source, clip_sha256, clip_file, clip_part, reps,
  left_reps, right_reps, partial_reps, hold_s, lower_s, bottom_s, lift_s, top_s, top_deg, bottom_deg, lumbar_lift_mm,
  confidence, rpe, weight_kg, is_skipped, note, person_id, stored_s)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr sql::Sql kUpdateSet = R"sql(
UPDATE sets SET (day, at_s, offset_min, exercise, exercise_as, source, clip_sha256, clip_file, clip_part, reps,
  left_reps, right_reps, partial_reps, hold_s, lower_s, bottom_s, lift_s, top_s, top_deg, bottom_deg, lumbar_lift_mm,
  confidence, rpe, weight_kg, is_skipped, note)
= (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?)sql";

template <class... Columns, class... More>
void execute(Database& db, sql::Sql statement, const std::tuple<Columns...>& columns, const More&... more) {
  std::apply([&](const auto&... each) { db.execute(statement, each..., more...); }, columns);
}

bool says_anything(const EndRange& e) {
  const auto numbers = {e.deg,          e.low_deg,      e.high_deg, e.lowest_held_deg, e.pelvic_onset_deg,
                        e.criterion_mm, e.control_score};
  return e.status != EndRangeStatus::not_measured || !e.criterion.empty() || !e.reason.empty() ||
         !std::ranges::all_of(numbers, [](double number) { return std::isnan(number); });
}

void insert_details(Database& db, std::int64_t id, const SetRecord& set) {
  int number = 0;
  for (const RepRecord& r : set.each_rep)
    db.execute("INSERT INTO reps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", id, ++number, name_of(r.side),
               r.is_complete, r.lower_s, r.bottom_s, r.lift_s, r.top_s, r.top_deg, r.bottom_deg, r.end_range_deg,
               r.lumbar_lift_mm);
  number = 0;
  for (const FindingRecord& f : set.findings)
    db.execute("INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", id, ++number, f.check, f.severity, f.rep,
               f.value, f.limit, f.confidence, f.unit, f.message);
  if (const EndRange& e = set.end_range; says_anything(e))
    db.execute("INSERT INTO end_ranges VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", id, name_of(e.status), e.deg,
               e.low_deg, e.high_deg, e.lowest_held_deg, e.pelvic_onset_deg, e.criterion_mm, e.control_score,
               e.criterion, e.reason);
}

void replace_set(Database& db, std::int64_t person, std::int64_t id, const SetRecord& set) {
  db.execute("INSERT INTO sessions (person_id, day) VALUES (?, ?) ON CONFLICT DO NOTHING", person, day_number(set.at));
  execute(db, kUpdateSet, columns_of(set), id);
  db.execute("DELETE FROM reps WHERE set_id = ?", id);
  db.execute("DELETE FROM findings WHERE set_id = ?", id);
  db.execute("DELETE FROM end_ranges WHERE set_id = ?", id);
  insert_details(db, id, set);
}

struct Known {
  std::int64_t id, stored_s;
  double rpe, weight_kg;
  std::string note;
};

std::optional<Known> find_known(Database& db, std::int64_t person, const SetRecord& set) {
  if (set.clip_sha256.empty()) return std::nullopt;
  // The last condition is the index's own: without it the index isn't used.
  auto rows = db.query(
      "SELECT id, stored_s, rpe, weight_kg, note FROM sets WHERE person_id = ? AND clip_sha256 = ? AND clip_part = ? "
      "AND clip_sha256 <> ''",
      person, set.clip_sha256, set.clip_part);
  if (!rows.next()) return std::nullopt;
  const std::int64_t id = rows.integer(), stored_s = rows.integer();
  const double rpe = rows.number(), weight_kg = rows.number();
  return Known{id, stored_s, rpe, weight_kg, rows.text()};
}

StoredSet store_set(Database& db, std::int64_t person, const SetRecord& set) {
  if (const auto known = find_known(db, person, set)) {
    SetRecord merged = set;
    if (std::isnan(merged.rpe)) merged.rpe = known->rpe;
    if (std::isnan(merged.weight_kg)) merged.weight_kg = known->weight_kg;
    if (merged.note.empty()) merged.note = known->note;
    replace_set(db, person, known->id, merged);
    return {known->id, false, known->stored_s};
  }
  const std::int64_t stored_s = now_s();
  db.execute("INSERT INTO sessions (person_id, day) VALUES (?, ?) ON CONFLICT DO NOTHING", person, day_number(set.at));
  execute(db, kInsertSet, columns_of(set), person, stored_s);
  const std::int64_t id = db.last_id();
  insert_details(db, id, set);
  return {id, true, stored_s};
}

std::vector<std::int64_t> left_over(Database& db, std::int64_t person, std::span<const SetRecord> sets,
                                    const std::vector<StoredSet>& stored) {
  std::vector<std::int64_t> clip_sets;
  std::set<std::string_view> clips;
  for (const SetRecord& set : sets)
    if (!set.clip_sha256.empty()) clips.insert(set.clip_sha256);
  for (const std::string_view clip : clips) {
    auto rows =
        db.query("SELECT id FROM sets WHERE person_id = ? AND clip_sha256 = ? AND clip_sha256 <> ''", person, clip);
    while (rows.next()) clip_sets.push_back(rows.integer());
  }
  std::vector<std::int64_t> given;
  for (const StoredSet& set : stored) given.push_back(set.id);
  std::ranges::sort(given);
  std::erase_if(clip_sets, [&](std::int64_t id) { return std::ranges::binary_search(given, id); });
  return clip_sets;
}

void require_one_gone(const Database& db, const char* what, std::int64_t id) {
  if (db.changes() == 0)
    refuse(Error::Kind::not_found,
           db.shown() + ": there is no " + what + " with number " + std::to_string(id) + " of that person's");
}

}  // namespace

StoredSets store_sets(Database& db, std::int64_t person, std::span<const SetRecord> sets) {
  for (const SetRecord& set : sets) require_sense("set", set);
  Transaction transaction(db, Transaction::Kind::to_write);
  require_person(db, person);
  StoredSets stored;
  for (const SetRecord& set : sets) stored.sets.push_back(store_set(db, person, set));
  stored.left_over = left_over(db, person, sets, stored.sets);
  transaction.commit();
  return stored;
}

void change_set(Database& db, std::int64_t person, const SetRecord& set) {
  require_sense("set", set);
  Transaction transaction(db, Transaction::Kind::to_write);
  const auto is_theirs = [&] {
    return db.query("SELECT 1 FROM sets WHERE id = ? AND person_id = ?", set.id, person).next();
  };
  if (!is_theirs())
    refuse(Error::Kind::not_found, db.shown() + ": there is no set with number " + std::to_string(set.id));
  if (const auto other = find_known(db, person, set); other && other->id != set.id)
    refuse(Error::Kind::bad_argument, "the set of " + moment_text(set.at) + ": that part of that clip is set number " +
                                          std::to_string(other->id) + " already");
  replace_set(db, person, set.id, set);
  transaction.commit();
}

std::int64_t store_symptom(Database& db, std::int64_t person, const Symptom& s) {
  require_sense("symptom", s);
  Transaction transaction(db, Transaction::Kind::to_write);
  require_person(db, person);
  db.execute(
      "INSERT INTO symptoms (person_id, day, at_s, offset_min, kind, pain, place, note) VALUES (?, ?, ?, ?, ?, ?, ?, "
      "?)",
      person, day_number(s.at), s.at.utc_s, s.at.offset_min, name_of(s.kind), s.pain, s.place, s.note);
  const std::int64_t id = db.last_id();
  transaction.commit();
  return id;
}

std::int64_t store_choice(Database& db, std::int64_t person, const Choice& c) {
  require_sense("choice", c);
  Transaction transaction(db, Transaction::Kind::to_write);
  require_person(db, person);
  db.execute("INSERT INTO choices (person_id, day, at_s, offset_min, rung, reason) VALUES (?, ?, ?, ?, ?, ?)", person,
             day_number(c.at), c.at.utc_s, c.at.offset_min, c.rung, c.reason);
  const std::int64_t id = db.last_id();
  transaction.commit();
  return id;
}

void delete_set(Database& db, std::int64_t person, std::int64_t id) {
  db.execute("DELETE FROM sets WHERE id = ? AND person_id = ?", id, person);
  require_one_gone(db, "set", id);
}

void delete_symptom(Database& db, std::int64_t person, std::int64_t id) {
  db.execute("DELETE FROM symptoms WHERE id = ? AND person_id = ?", id, person);
  require_one_gone(db, "symptom", id);
}

void delete_choice(Database& db, std::int64_t person, std::int64_t id) {
  db.execute("DELETE FROM choices WHERE id = ? AND person_id = ?", id, person);
  require_one_gone(db, "choice", id);
}

std::optional<CoachState> coach_state(Database& db, std::int64_t person, const std::string& key) {
  auto rows = db.query("SELECT through_s, state FROM coach_states WHERE person_id = ? AND key = ?", person, key);
  if (!rows.next()) return std::nullopt;
  const std::int64_t through_s = rows.integer();
  return CoachState{through_s, rows.text()};
}

void keep_coach_state(Database& db, std::int64_t person, const std::string& key, const CoachState& state) {
  Transaction transaction(db, Transaction::Kind::to_write);
  require_person(db, person);
  // Worked out from a past that another program has changed meanwhile? Then better no state than an old one.
  if (db.version_read && *db.version_read != db.others_version()) return;
  db.execute(
      "INSERT INTO coach_states VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET through_s = excluded.through_s, state = "
      "excluded.state",
      person, key, state.through_utc_s, state.text);
  transaction.commit();
}

}  // namespace endrange::journal
