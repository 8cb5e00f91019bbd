// people.h: the journal, for one request at a time.
#pragma once

#include "server/routes.h"

namespace endrange::server {

/// Opens it for one use. look: a journal that isn't there isn't made, and the answer is 404.
template <class Use>
Answer with_journal(App& app, bool may_make, Use use) {
  const std::lock_guard lock(app.journal_mutex);
  if (!may_make)
    if (const auto there = Journal::open(app.options.journal, Access::read); !there)
      return refusal(there.error().kind == Error::Kind::not_found
                         ? Error{Error::Kind::not_found, "there is nobody of that id"}
                         : there.error());
  auto journal = Journal::open(app.options.journal, Access::write);
  if (!journal) return refusal(journal.error());
  return use(*journal);
}

/// Who has that id. Errors: not_found
Result<Person> person_of(Journal& journal, const std::string& id);

/// The same, and `use(journal, person)` for whom the request's first id names.
template <class Use>
Answer with_person(App& app, const Request& request, Use use) {
  return with_journal(app, false, [&](Journal& journal) -> Answer {
    const auto person = person_of(journal, request.ids.front());
    if (!person) return refusal(person.error());
    return use(journal, *person);
  });
}

/// An id as the API writes it; 0 = it is none.
std::int64_t number_of(const std::string& id);

}  // namespace endrange::server
