// Who trains here.
#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "server/fields.h"
#include "server/live_sets.h"
#include "server/people.h"

namespace endrange::server {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Person& p) {
  const auto number = [](double value) { return std::isnan(value) ? Json(nullptr) : Json(value); };
  return {{"id", std::to_string(p.id)},
          {"name", p.name},
          {"height_m", number(p.height_m)},
          {"mass_kg", number(p.mass_kg)},
          {"sex", p.sex == 0 ? Json(nullptr) : Json(std::string(1, p.sex))},
          {"weekdays", p.weekdays}};
}

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

// Into that person, whatever of it is said; null takes it back. What makes a usable person, the journal knows.
std::optional<Answer> read_into(Person& person, Request& request) {
  Fields fields = Fields::of_body(request);
  if (fields.has("name")) person.name = fields.text("name", 200);
  if (fields.has("height_m")) person.height_m = fields.number("height_m", 1.0, 2.3);
  if (fields.has("mass_kg")) person.mass_kg = fields.number("mass_kg", 20, 300);
  if (fields.has("weekdays")) person.weekdays = static_cast<unsigned>(fields.whole("weekdays", 0, 127));
  if (fields.has("sex")) {
    const std::string sex = fields.text("sex");
    if (!sex.empty() && sex != "f" && sex != "m")
      return refusal(400, "bad_argument", "sex: must be \"f\", \"m\" or null");
    person.sex = sex.empty() ? '\0' : sex[0];
  }
  return fields.problem();
}

Answer list(App& app, Request&) {
  const std::lock_guard lock(app.journal_mutex);
  auto journal = Journal::open(app.options.journal, Access::read);
  Json all = Json::array();
  // Nobody has trained yet.
  if (!journal && journal.error().kind != Error::Kind::not_found) return refusal(journal.error());
  if (journal) {
    const auto people = journal->people();
    if (!people) return refusal(people.error());
    for (const Person& p : *people) all.push_back(json_of(p));
  }
  return json_answer(dumped({{"people", all}}));
}

Answer add(App& app, Request& request) {
  Person person;
  if (auto problem = read_into(person, request)) return *problem;
  return with_journal(app, Purpose::begin, [&](Journal& journal) -> Answer {
    const auto id = journal.add_person(person);
    if (!id) return refusal(id.error());
    person.id = *id;
    return json_answer(dumped(json_of(person)), 201);
  });
}

Answer change(App& app, Request& request) {
  // Read before the journal is opened: a body may come slowly.
  std::string body;
  request.read_body([&](const char* bytes, std::size_t count) {
    body.append(bytes, count);
    return body.size() <= kMostJson_bytes;
  });
  request.read_body = [&](const TakeBytes& take) { return take(body.data(), body.size()); };
  return with_person(app, request, [&](Journal& journal, Person person) -> Answer {
    if (auto problem = read_into(person, request)) return *problem;
    if (const auto changed = journal.change_person(person); !changed) return refusal(changed.error());
    return json_answer(dumped(json_of(person)));
  });
}

Answer remove(App& app, Request& request) {
  const Answer there = with_person(app, request, [](Journal&, const Person&) { return nothing_to_say(); });
  if (there.status != 204) return there;
  // First whatever still works on the person's films: it would write into the journal.
  const std::int64_t id = number_of(request.ids.front());
  app.live->drop_all_of(id), app.queue->remove_all_of(id);
  const Answer gone = with_person(app, request, [](Journal& journal, const Person& person) -> Answer {
    if (const auto deleted = journal.delete_person(person.id); !deleted) return refusal(deleted.error());
    return nothing_to_say();
  });
  // And what came in meanwhile.
  if (gone.status == 204) app.live->drop_all_of(id), app.queue->remove_all_of(id);
  return gone;
}

constexpr std::array kRoutes = {
    Route{"GET", "/api/v1/people", Body::none, list, "Everybody in the journal"},
    Route{"POST", "/api/v1/people", Body::json, add, "Somebody new"},
    Route{"PATCH", "/api/v1/people/{person}", Body::json, change, "What is known of somebody"},
    Route{"DELETE", "/api/v1/people/{person}", Body::none, remove, "Somebody, with everything of theirs"},
};

}  // namespace

std::int64_t number_of(const std::string& id) {
  constexpr std::size_t kMostDigits = 18;
  if (id.empty() || id.size() > kMostDigits || id.find_first_not_of("0123456789") != std::string::npos) return 0;
  return std::stoll(id);
}

Result<Person> person_of(Journal& journal, const std::string& id) {
  const auto people = journal.people();
  if (!people) return tl::unexpected(people.error());
  const auto found = std::ranges::find(*people, number_of(id), &Person::id);
  if (found != people->end()) return *found;
  return failure(Error::Kind::not_found, "there is nobody of that id");
}

std::span<const Route> people_routes() { return kRoutes; }

}  // namespace endrange::server
