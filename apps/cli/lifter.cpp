#include "lifter.h"

#include <algorithm>
#include <cstdio>

namespace endrange::cli {

namespace {

std::string names_of(const std::vector<Person>& people) {
  std::string names;
  for (const Person& p : people) names += (names.empty() ? "" : ", ") + p.name;
  return names;
}

}  // namespace

Result<std::string> journal_path(const WhoseJournal& whose) {
  if (!whose.path.empty()) return whose.path;
  return default_journal_path();
}

Result<Journal> open_journal(const WhoseJournal& whose, Access access) {
  const auto path = journal_path(whose);
  if (!path) return tl::unexpected(path.error());
  return Journal::open(*path, access);
}

Result<Journal> open_to_look(const WhoseJournal& whose) {
  auto readable = open_journal(whose, Access::read);
  if (!readable) return readable;
  auto writable = open_journal(whose, Access::write);
  return writable ? std::move(writable) : std::move(readable);
}

Result<Person> find_lifter(Journal& journal, const WhoseJournal& whose) {
  const auto people = journal.people();
  if (!people) return tl::unexpected(people.error());
  if (whose.person_id != 0) {
    const auto found = std::ranges::find(*people, whose.person_id, &Person::id);
    if (found != people->end()) return *found;
    return failure(Error::Kind::not_found, "the person has gone from the journal");
  }
  if (whose.person.empty()) {
    if (people->empty()) return Person{};
    if (people->size() == 1) return people->front();
    return failure(Error::Kind::bad_argument,
                   "the journal holds several people (" + names_of(*people) + "): say who, with --person NAME");
  }
  const auto person = journal.find_person(whose.person);
  if (!person) return tl::unexpected(person.error());
  if (*person) return **person;
  return failure(Error::Kind::not_found, "the journal knows nobody called " + whose.person +
                                             (people->empty() ? "; it is empty" : "; it knows " + names_of(*people)));
}

Result<Person> find_or_add_lifter(Journal& journal, const WhoseJournal& whose) {
  auto found = find_lifter(journal, whose);
  if (found && found->id != 0) return found;
  if (whose.person_id != 0) return found;
  if (!found && found.error().kind != Error::Kind::not_found) return found;
  Person person;
  person.name = whose.person.empty() ? "me" : whose.person;
  const auto id = journal.add_person(person);
  if (!id) return tl::unexpected(id.error());
  person.id = *id;
  std::fprintf(stderr, "New in the journal: %s\n", person.name.c_str());
  return person;
}

}  // namespace endrange::cli
