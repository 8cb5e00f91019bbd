#include "journal/journal.h"

#include <cstdlib>

#include "journal/backup.h"
#include "journal/entries.h"
#include "journal/history.h"
#include "journal/opening.h"
#include "journal/people.h"

namespace endrange {

using sql::attempt;

struct Journal::Impl {
  sql::Database db;
};

Journal::Journal(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

Result<Journal> Journal::open(const std::string& path, Access access, const JournalOptions& options) {
  return attempt([&] {
    return Journal(std::make_unique<Impl>(Impl{journal::open_database(path, access, options, journal::steps())}));
  });
}

Result<std::vector<Person>> Journal::people() {
  return attempt([&] { return journal::people(impl_->db); });
}

Result<std::optional<Person>> Journal::find_person(const std::string& name) {
  return attempt([&] { return journal::find_person(impl_->db, name); });
}

Result<std::int64_t> Journal::add_person(const Person& person) {
  return attempt([&] { return journal::add_person(impl_->db, person); });
}

Result<void> Journal::change_person(const Person& person) {
  return attempt([&] { journal::change_person(impl_->db, person); });
}

Result<void> Journal::delete_person(std::int64_t person_id) {
  return attempt([&] { journal::delete_person(impl_->db, person_id); });
}

Result<StoredSets> Journal::store(std::int64_t person_id, std::span<const SetRecord> sets) {
  return attempt([&] { return journal::store_sets(impl_->db, person_id, sets); });
}

Result<std::int64_t> Journal::store(std::int64_t person_id, const Symptom& symptom) {
  return attempt([&] { return journal::store_symptom(impl_->db, person_id, symptom); });
}

Result<std::int64_t> Journal::store(std::int64_t person_id, const Choice& choice) {
  return attempt([&] { return journal::store_choice(impl_->db, person_id, choice); });
}

Result<void> Journal::change_set(std::int64_t person_id, const SetRecord& set) {
  return attempt([&] { journal::change_set(impl_->db, person_id, set); });
}

Result<void> Journal::delete_set(std::int64_t person_id, std::int64_t set_id) {
  return attempt([&] { journal::delete_set(impl_->db, person_id, set_id); });
}

Result<void> Journal::delete_symptom(std::int64_t person_id, std::int64_t symptom_id) {
  return attempt([&] { journal::delete_symptom(impl_->db, person_id, symptom_id); });
}

Result<void> Journal::delete_choice(std::int64_t person_id, std::int64_t choice_id) {
  return attempt([&] { journal::delete_choice(impl_->db, person_id, choice_id); });
}

Result<TrainingHistory> Journal::history(std::int64_t person_id, Day from, Day to, bool with_details) {
  return attempt([&] { return journal::history(impl_->db, person_id, from, to, with_details); });
}

Result<std::optional<Moment>> Journal::moment_of_clip(std::int64_t person_id, const std::string& clip_sha256) {
  return attempt([&] { return journal::moment_of_clip(impl_->db, person_id, clip_sha256); });
}

Result<JournalTotals> Journal::totals(std::int64_t person_id) {
  return attempt([&] { return journal::totals(impl_->db, person_id); });
}

Result<std::optional<CoachState>> Journal::coach_state(std::int64_t person_id, const std::string& key) {
  return attempt([&] { return journal::coach_state(impl_->db, person_id, key); });
}

Result<void> Journal::keep_coach_state(std::int64_t person_id, const std::string& key, const CoachState& state) {
  return attempt([&] { journal::keep_coach_state(impl_->db, person_id, key, state); });
}

Result<void> Journal::backup(const std::string& path) {
  return attempt([&] { journal::backup(impl_->db, path); });
}

Result<std::vector<std::string>> Journal::check() {
  return attempt([&] { return journal::problems_of(impl_->db); });
}

Result<std::string> default_journal_path() {
  const auto value_of = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  if (std::string path = value_of("ENDRANGE_JOURNAL"); !path.empty()) return path;
  // A relative data folder is to be passed over: XDG Base Directory Specification 0.8.
  if (const std::string data = value_of("XDG_DATA_HOME"); data.starts_with('/')) return data + "/endrange/journal.db";
  const std::string home = value_of("HOME");
  if (home.empty())
    return failure(Error::Kind::setup,
                   "there is no home folder to keep a journal in; name a file with ENDRANGE_JOURNAL");
  return home + "/.local/share/endrange/journal.db";
}

}  // namespace endrange
