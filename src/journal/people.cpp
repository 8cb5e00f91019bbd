#include "journal/people.h"

#include "journal/valid.h"

namespace endrange::journal {

namespace {

using sql::Database;
using sql::refuse;
using sql::Transaction;

Person read_person(const Database& db, sql::Rows& row) {
  Person person;
  person.id = row.integer();
  person.name = row.text();
  person.height_m = row.number();
  person.mass_kg = row.number();
  const std::string sex = row.text();
  person.sex = sex.empty() ? '\0' : sex.front();
  person.weekdays = static_cast<unsigned>(row.integer());
  if (const std::string problem = problem_of(person); !problem.empty())
    refuse(Error::Kind::unreadable, db.shown() + ": the journal is damaged (person number " +
                                        std::to_string(person.id) + ": " + problem +
                                        "); keep it aside and put your last backup in its place");
  return person;
}

void require_sense(Database& db, const Person& person) {
  if (const std::string problem = problem_of(person); !problem.empty())
    refuse(Error::Kind::bad_argument, "the person \"" + person.name + "\": " + problem);
  const auto namesake = find_person(db, person.name);
  if (namesake && namesake->id != person.id)
    refuse(Error::Kind::bad_argument,
           "the person \"" + person.name + "\": there is a \"" + namesake->name + "\" already; choose another name");
}

std::string sex_text(const Person& person) { return person.sex == 0 ? "" : std::string(1, person.sex); }

}  // namespace

std::vector<Person> people(Database& db) {
  std::vector<Person> all;
  auto rows = db.query("SELECT id, name, height_m, mass_kg, sex, weekdays FROM people ORDER BY name_key");
  while (rows.next()) all.push_back(read_person(db, rows));
  return all;
}

std::optional<Person> find_person(Database& db, const std::string& name) {
  auto rows =
      db.query("SELECT id, name, height_m, mass_kg, sex, weekdays FROM people WHERE name_key = ?", name_key(name));
  if (!rows.next()) return std::nullopt;
  return read_person(db, rows);
}

Person require_person(Database& db, std::int64_t id) {
  auto rows = db.query("SELECT id, name, height_m, mass_kg, sex, weekdays FROM people WHERE id = ?", id);
  if (!rows.next()) refuse(Error::Kind::not_found, db.shown() + ": there is nobody with number " + std::to_string(id));
  return read_person(db, rows);
}

std::int64_t add_person(Database& db, const Person& given) {
  Person person = given;
  person.id = 0;
  Transaction transaction(db, Transaction::Kind::to_write);
  require_sense(db, person);
  db.execute("INSERT INTO people (name, name_key, height_m, mass_kg, sex, weekdays) VALUES (?, ?, ?, ?, ?, ?)",
             person.name, name_key(person.name), person.height_m, person.mass_kg, sex_text(person), person.weekdays);
  const std::int64_t id = db.last_id();
  transaction.commit();
  return id;
}

void change_person(Database& db, const Person& person) {
  Transaction transaction(db, Transaction::Kind::to_write);
  require_person(db, person.id);
  require_sense(db, person);
  db.execute("UPDATE people SET (name, name_key, height_m, mass_kg, sex, weekdays) = (?, ?, ?, ?, ?, ?) WHERE id = ?",
             person.name, name_key(person.name), person.height_m, person.mass_kg, sex_text(person), person.weekdays,
             person.id);
  transaction.commit();
}

void delete_person(Database& db, std::int64_t id) {
  {
    Transaction transaction(db, Transaction::Kind::to_write);
    require_person(db, id);
    db.execute("DELETE FROM people WHERE id = ?", id);
    transaction.commit();
  }
  // secure_delete has overwritten what was freed; rewriting the file takes care of remains inside pages that are still
  // in use, and emptying the log of the pages as they were before.
  const auto wiped = sql::attempt([&] {
    db.execute("VACUUM");
    auto rows = db.query("PRAGMA wal_checkpoint(TRUNCATE)");
    if (rows.next() && rows.flag()) refuse(Error::Kind::io, "");
  });
  if (!wiped)
    refuse(Error::Kind::io,
           db.shown() +
               ": the person is deleted, but traces stay in the journal's files until every program that has it "
               "open has closed it" +
               (wiped.error().message.empty() ? "" : " (" + wiped.error().message + ")"));
}

}  // namespace endrange::journal
