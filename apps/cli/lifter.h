// lifter.h: which journal, and whose part of it, a command is about.
#pragma once

#include <string>

#include "endrange.h"

namespace endrange::cli {

struct WhoseJournal {
  std::string path;            ///< "" = default_journal_path()
  std::string person;          ///< "" = the only one there is
  std::int64_t person_id = 0;  ///< instead of a name; such a person is never made
};

/// The journal's path. Errors: setup
Result<std::string> journal_path(const WhoseJournal& whose);

/// Opens it. Errors: see Journal::open
Result<Journal> open_journal(const WhoseJournal& whose, Access access);

/// To look something up: with write access where that can be had, so that the coach's working-out is kept for the next
/// time. Makes no journal where there is none. Errors: see Journal::open
Result<Journal> open_to_look(const WhoseJournal& whose);

/// Who it is about. Without a name the journal's only person; in an empty one somebody with id 0.
/// Errors: not_found (nobody of that name), bad_argument (several people and no name)
Result<Person> find_lifter(Journal& journal, const WhoseJournal& whose);

/// The same, and made if need be: under the name given, or as "me". Says so on stderr.
Result<Person> find_or_add_lifter(Journal& journal, const WhoseJournal& whose);

}  // namespace endrange::cli
