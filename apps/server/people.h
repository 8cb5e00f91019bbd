// people.h: the journal, for one request at a time.
#pragma once

#include "server/routes.h"

namespace endrange::server {

/// What a request does with the journal.
enum class Purpose {
  look,    ///< with write access where that can be had, so that the coach's working-out is kept for the next time
  change,  ///< of what is there: where there is no journal, there is nobody to change
  begin,   ///< makes a journal where there is none
};

/// Opens it for one use, one at a time.
template <class Use>
Answer with_journal(App& app, Purpose purpose, Use use) {
  const std::lock_guard lock(app.journal_mutex);
  std::optional<Journal> readable;
  if (purpose != Purpose::begin) {
    auto opened = Journal::open(app.options.journal, Access::read);
    if (!opened)
      return refusal(opened.error().kind == Error::Kind::not_found
                         ? Error{Error::Kind::not_found, "there is nobody of that id"}
                         : opened.error());
    readable = std::move(*opened);
  }
  auto writable = Journal::open(app.options.journal, Access::write);
  if (writable) return use(*writable);
  return purpose == Purpose::look ? use(*readable) : refusal(writable.error());
}

/// Who has that id. Errors: not_found
Result<Person> person_of(Journal& journal, const std::string& id);

/// The same, and `use(journal, person)` for whom the request's first id names.
template <class Use>
Answer with_person(App& app, const Request& request, Use use) {
  const bool is_looking = request.method == "GET" || request.method == "HEAD";
  return with_journal(app, is_looking ? Purpose::look : Purpose::change, [&](Journal& journal) -> Answer {
    const auto person = person_of(journal, request.ids.front());
    if (!person) return refusal(person.error());
    return use(journal, *person);
  });
}

/// An id as the API writes it; 0 = it is none.
std::int64_t number_of(const std::string& id);

}  // namespace endrange::server
