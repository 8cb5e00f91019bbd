#include "journal/schema.h"

#include <array>

namespace endrange::journal {

namespace {

// Times are seconds since 1970 in UTC (…_s) with the clocks' offset; a day is days since 1970 where the lifter was.
// A number that isn't known is NULL, a text that isn't there is ''. ids are never given twice (AUTOINCREMENT), so that
// an old one can't come to mean something else.
constexpr sql::Sql kVersion1 = R"sql(
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE people (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  height_m REAL, mass_kg REAL,
  sex TEXT NOT NULL CHECK (sex IN ('', 'f', 'm')),
  weekdays INTEGER NOT NULL CHECK (weekdays BETWEEN 0 AND 127)
) STRICT;

CREATE TABLE sessions (
  person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  day INTEGER NOT NULL,
  -- Kept by the triggers below, so that totals needn't look at every set: sets done, their reps, sets skipped.
  done INTEGER NOT NULL DEFAULT 0, reps INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (person_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE sets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person_id INTEGER NOT NULL,
  day INTEGER NOT NULL,
  at_s INTEGER NOT NULL,
  offset_min INTEGER NOT NULL CHECK (offset_min BETWEEN -840 AND 840),
  stored_s INTEGER NOT NULL,
  exercise TEXT NOT NULL, exercise_as TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('clip', 'log', 'import')),
  clip_sha256 TEXT NOT NULL, clip_file TEXT NOT NULL, clip_part INTEGER NOT NULL,
  reps INTEGER NOT NULL, left_reps INTEGER NOT NULL, right_reps INTEGER NOT NULL, partial_reps INTEGER NOT NULL,
  hold_s REAL, lower_s REAL, bottom_s REAL, lift_s REAL, top_s REAL,
  top_deg REAL, bottom_deg REAL, lumbar_lift_mm REAL, confidence REAL,
  rpe REAL, weight_kg REAL,
  is_skipped INTEGER NOT NULL CHECK (is_skipped IN (0, 1)),
  note TEXT NOT NULL,
  CHECK (at_s + 60 * offset_min - 86400 * day BETWEEN 0 AND 86399),
  FOREIGN KEY (person_id, day) REFERENCES sessions (person_id, day) ON DELETE CASCADE
) STRICT;
CREATE INDEX sets_by_time ON sets (person_id, day, at_s);
CREATE UNIQUE INDEX sets_by_clip ON sets (person_id, clip_sha256, clip_part) WHERE clip_sha256 <> '';

CREATE TABLE reps (
  set_id INTEGER NOT NULL REFERENCES sets (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('both', 'left', 'right')),
  is_complete INTEGER NOT NULL CHECK (is_complete IN (0, 1)),
  lower_s REAL, bottom_s REAL, lift_s REAL, top_s REAL,
  top_deg REAL, bottom_deg REAL, end_range_deg REAL, lumbar_lift_mm REAL,
  PRIMARY KEY (set_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE findings (
  set_id INTEGER NOT NULL REFERENCES sets (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  check_id TEXT NOT NULL, severity TEXT NOT NULL,
  rep INTEGER NOT NULL,
  value REAL, limit_value REAL, confidence REAL,
  unit TEXT NOT NULL, message TEXT NOT NULL,
  PRIMARY KEY (set_id, number)
) STRICT, WITHOUT ROWID;

-- A set without a row here says nothing about the end range, not even why.
CREATE TABLE end_ranges (
  set_id INTEGER PRIMARY KEY REFERENCES sets (id) ON DELETE CASCADE,
  status TEXT NOT NULL CHECK (status IN ('found', 'not_reached', 'not_measured')),
  deg REAL, low_deg REAL, high_deg REAL, lowest_held_deg REAL, pelvic_onset_deg REAL,
  criterion_mm REAL, control_score REAL,
  criterion TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;

CREATE TABLE symptoms (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  day INTEGER NOT NULL, at_s INTEGER NOT NULL,
  offset_min INTEGER NOT NULL CHECK (offset_min BETWEEN -840 AND 840),
  kind TEXT NOT NULL CHECK (kind IN ('pain', 'snapping', 'painful_popping', 'leg_pain', 'numbness', 'weakness', 'all_clear')),
  pain REAL, place TEXT NOT NULL, note TEXT NOT NULL,
  CHECK (at_s + 60 * offset_min - 86400 * day BETWEEN 0 AND 86399)
) STRICT;
CREATE INDEX symptoms_by_time ON symptoms (person_id, day, at_s);

CREATE TABLE choices (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  day INTEGER NOT NULL, at_s INTEGER NOT NULL,
  offset_min INTEGER NOT NULL CHECK (offset_min BETWEEN -840 AND 840),
  rung TEXT NOT NULL, reason TEXT NOT NULL,
  CHECK (at_s + 60 * offset_min - 86400 * day BETWEEN 0 AND 86399)
) STRICT;
CREATE INDEX choices_by_time ON choices (person_id, day, at_s);

CREATE TABLE coach_states (
  person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  through_s INTEGER NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (person_id, key)
) STRICT, WITHOUT ROWID;

-- A session counts its sets; a day without any is no session.
CREATE TRIGGER session_grown AFTER INSERT ON sets BEGIN
  UPDATE sessions SET done = done + (1 - NEW.is_skipped), reps = reps + iif(NEW.is_skipped, 0, NEW.reps),
    skipped = skipped + NEW.is_skipped WHERE person_id = NEW.person_id AND day = NEW.day;
END;
CREATE TRIGGER session_emptied AFTER DELETE ON sets BEGIN
  UPDATE sessions SET done = done - (1 - OLD.is_skipped), reps = reps - iif(OLD.is_skipped, 0, OLD.reps),
    skipped = skipped - OLD.is_skipped WHERE person_id = OLD.person_id AND day = OLD.day;
  DELETE FROM sessions WHERE person_id = OLD.person_id AND day = OLD.day
    AND NOT EXISTS (SELECT 1 FROM sets WHERE person_id = OLD.person_id AND day = OLD.day);
END;
CREATE TRIGGER session_left AFTER UPDATE OF person_id, day, reps, is_skipped ON sets BEGIN
  UPDATE sessions SET done = done - (1 - OLD.is_skipped), reps = reps - iif(OLD.is_skipped, 0, OLD.reps),
    skipped = skipped - OLD.is_skipped WHERE person_id = OLD.person_id AND day = OLD.day;
  UPDATE sessions SET done = done + (1 - NEW.is_skipped), reps = reps + iif(NEW.is_skipped, 0, NEW.reps),
    skipped = skipped + NEW.is_skipped WHERE person_id = NEW.person_id AND day = NEW.day;
  DELETE FROM sessions WHERE person_id = OLD.person_id AND day = OLD.day
    AND NOT EXISTS (SELECT 1 FROM sets WHERE person_id = OLD.person_id AND day = OLD.day);
END;

-- What the coach worked out from the past goes when that past changes.
CREATE TRIGGER set_added AFTER INSERT ON sets BEGIN
  DELETE FROM coach_states WHERE person_id = NEW.person_id AND through_s >= NEW.at_s;
END;
CREATE TRIGGER set_changed AFTER UPDATE ON sets BEGIN
  DELETE FROM coach_states WHERE person_id = OLD.person_id AND through_s >= OLD.at_s;
  DELETE FROM coach_states WHERE person_id = NEW.person_id AND through_s >= NEW.at_s;
END;
CREATE TRIGGER set_deleted AFTER DELETE ON sets BEGIN
  DELETE FROM coach_states WHERE person_id = OLD.person_id AND through_s >= OLD.at_s;
END;
CREATE TRIGGER symptom_added AFTER INSERT ON symptoms BEGIN
  DELETE FROM coach_states WHERE person_id = NEW.person_id AND through_s >= NEW.at_s;
END;
CREATE TRIGGER symptom_changed AFTER UPDATE ON symptoms BEGIN
  DELETE FROM coach_states WHERE person_id = OLD.person_id AND through_s >= OLD.at_s;
  DELETE FROM coach_states WHERE person_id = NEW.person_id AND through_s >= NEW.at_s;
END;
CREATE TRIGGER symptom_deleted AFTER DELETE ON symptoms BEGIN
  DELETE FROM coach_states WHERE person_id = OLD.person_id AND through_s >= OLD.at_s;
END;
CREATE TRIGGER choice_added AFTER INSERT ON choices BEGIN
  DELETE FROM coach_states WHERE person_id = NEW.person_id AND through_s >= NEW.at_s;
END;
CREATE TRIGGER choice_changed AFTER UPDATE ON choices BEGIN
  DELETE FROM coach_states WHERE person_id = OLD.person_id AND through_s >= OLD.at_s;
  DELETE FROM coach_states WHERE person_id = NEW.person_id AND through_s >= NEW.at_s;
END;
CREATE TRIGGER choice_deleted AFTER DELETE ON choices BEGIN
  DELETE FROM coach_states WHERE person_id = OLD.person_id AND through_s >= OLD.at_s;
END;

PRAGMA user_version = 1;
)sql";

constexpr std::array kSteps = {Step{kVersion1}};

}  // namespace

std::span<const Step> steps() { return kSteps; }

int version_of(sql::Database& db) { return static_cast<int>(db.integer_of("PRAGMA user_version")); }

void refuse_newer(const sql::Database& db, int version) {
  sql::refuse(Error::Kind::unsupported, db.shown() + ": written by a newer endrange (tables of version " +
                                            std::to_string(version) + ", this one knows " +
                                            std::to_string(steps().size()) +
                                            "), nothing was changed; use that newer endrange");
}

void bring_up_to_date(sql::Database& db, std::span<const Step> steps) {
  sql::Transaction transaction(db, sql::Transaction::Kind::to_write);
  // Asked inside the transaction: another program may have been quicker.
  const int from = version_of(db), to = static_cast<int>(steps.size());
  if (from > to) refuse_newer(db, from);
  if (from < 0) sql::refuse(Error::Kind::unreadable, db.shown() + ": the journal is damaged (its version is negative)");
  if (from == to) return;
  for (int version = from; version < to; ++version) {
    db.run(steps[static_cast<std::size_t>(version)].script);
    if (version_of(db) != version + 1)
      sql::refuse(Error::Kind::io, db.shown() + ": the step to version " + std::to_string(version + 1) +
                                       " left another version behind, nothing was changed");
  }
  if (db.query("PRAGMA foreign_key_check").next())
    sql::refuse(Error::Kind::unreadable,
                db.shown() +
                    ": the journal's tables don't fit together and can't be brought up to date, nothing was "
                    "changed; put your last backup in its place");
  transaction.commit();
}

}  // namespace endrange::journal
