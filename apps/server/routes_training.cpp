// What is to be done, what was done, what was felt.
#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "server/fields.h"
#include "server/people.h"
#include "shared/clock.h"
#include "shared/entry.h"

namespace endrange::server {

namespace {

using Json = nlohmann::ordered_json;
using apps::EntrySaid;

constexpr int kMostDays = 366, kMostWeeks = 5200;
constexpr int kCalendar_days = 28;
constexpr int kShownAfterSymptom_days = 7;

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

Answer program(App& app, Request& request) {
  Fields fields = Fields::of_query(request);
  const int days = fields.whole("days", 1, kMostDays);
  if (auto problem = fields.problem()) return *problem;
  const auto at = apps::now();
  if (!at) return refusal(at.error());
  return with_person(app, request, [&](Journal& journal, const Person& person) -> Answer {
    const auto planned = plan(journal, person, default_ladder(), at->day(), days);
    return planned ? json_answer(to_json(*planned)) : refusal(planned.error());
  });
}

Answer choose(App& app, Request& request) {
  Fields fields = Fields::of_body(request);
  Choice choice;
  choice.rung = fields.text("rung"), choice.reason = fields.text("reason");
  if (auto problem = fields.problem()) return *problem;
  if (find_rung(default_ladder(), choice.rung) < 0)
    return refusal(400, "bad_argument", "rung: the ladder has no \"" + choice.rung + "\"");
  const auto at = apps::now();
  if (!at) return refusal(at.error());
  choice.at = *at;
  return with_person(app, request, [&](Journal& journal, const Person& person) -> Answer {
    const auto id = journal.store(person.id, choice);
    return id ? json_answer(dumped({{"id", std::to_string(*id)}}), 201) : refusal(id.error());
  });
}

// Beside what `endrange history --json` says, each set by itself, so that it can be mended.
Json sets_of(const App& app, const HistoryView& view) {
  const auto number = [](double value) { return std::isnan(value) ? Json(nullptr) : Json(value); };
  Json sets = Json::array();
  for (const SetRecord& set : view.history.sets) {
    const std::string film = app.queue->film_of(view.history.person.id, set.clip_sha256);
    sets.push_back({{"id", std::to_string(set.id)},
                    {"at", moment_text(set.at)},
                    {"day", day_text(set.at.day())},
                    {"exercise", set.exercise},
                    {"source", name_of(set.source)},
                    {"film", film.empty() ? Json(nullptr) : Json(film)},
                    {"reps", set.reps},
                    {"left_reps", set.left_reps},
                    {"right_reps", set.right_reps},
                    {"hold_s", number(set.hold_s)},
                    {"tempo", tempo_of(set)},
                    {"weight_kg", number(set.weight_kg)},
                    {"rpe", number(set.rpe)},
                    {"skipped", set.is_skipped},
                    {"note", set.note},
                    {"end_range",
                     {{"status", name_of(set.end_range.status)},
                      {"deg", number(set.end_range.deg)},
                      {"low_deg", number(set.end_range.low_deg)},
                      {"high_deg", number(set.end_range.high_deg)},
                      {"lowest_held_deg", number(set.end_range.lowest_held_deg)}}}});
  }
  return sets;
}

Answer history(App& app, Request& request) {
  Fields fields = Fields::of_query(request);
  const bool is_all = request.parameter("weeks") == "all";
  int weeks = is_all ? 0 : 12;
  if (is_all)
    (void)fields.text("weeks");
  else if (!request.parameter("weeks").empty())
    weeks = fields.whole("weeks", 1, kMostWeeks);
  if (auto problem = fields.problem()) return *problem;
  const auto at = apps::now();
  if (!at) return refusal(at.error());
  return with_person(app, request, [&](Journal& journal, const Person& person) -> Answer {
    const auto view = look_back(journal, person, default_ladder(), at->day(), weeks);
    if (!view) return refusal(view.error());
    Json json = Json::parse(to_json(*view));
    json["sets"] = sets_of(app, *view);
    return json_answer(dumped(json));
  });
}

Answer log_sets(App& app, Request& request) {
  Fields fields = Fields::of_body(request);
  EntrySaid entry;
  entry.exercise = fields.text("exercise", 64), entry.side = fields.text("side", 16);
  entry.tempo = fields.text("tempo", 64), entry.note = fields.text("note");
  entry.reps = fields.whole("reps", 1, apps::kMostReps);
  if (fields.has("sets")) entry.sets = std::max(1, fields.whole("sets", 1, apps::kMostSets));
  entry.hold_s = fields.number("hold_s", 1, apps::kLongestHold_s);
  entry.weight_kg = fields.number("weight_kg", 0, apps::kMostWeight_kg);
  entry.rpe = fields.number("rpe", 1, apps::kMostRpe);
  entry.is_skipped = fields.flag("is_skipped");
  if (auto problem = fields.problem()) return *problem;
  constexpr std::array kSides = {"", "left", "right", "both", "alternating"};
  if (std::ranges::find(kSides, entry.side) == kSides.end())
    return refusal(400, "bad_argument", "side: must be left, right, both or alternating");
  const auto at = apps::now();
  if (!at) return refusal(at.error());
  const auto sets = apps::sets_of(entry, *at);
  if (!sets) return refusal(sets.error());
  return with_person(app, request, [&](Journal& journal, const Person& person) -> Answer {
    const auto stored = journal.store(person.id, *sets);
    if (!stored) return refusal(stored.error());
    Json ids = Json::array();
    for (const StoredSet& set : stored->sets) ids.push_back(std::to_string(set.id));
    return json_answer(dumped({{"sets", ids}}), 201);
  });
}

Answer change_set(App& app, Request& request) {
  Fields fields = Fields::of_body(request);
  const bool has_rpe = fields.has("rpe"), has_note = fields.has("note");
  const double rpe = fields.number("rpe", 1, apps::kMostRpe);
  const std::string note = fields.text("note");
  if (auto problem = fields.problem()) return *problem;
  return with_person(app, request, [&](Journal& journal, const Person& person) -> Answer {
    const auto all = journal.history(person.id, kFirstDay, kLastDay, true);
    if (!all) return refusal(all.error());
    const auto found = std::ranges::find(all->sets, number_of(request.ids[1]), &SetRecord::id);
    if (found == all->sets.end()) return refusal(404, "not_found", "there is no set of that id");
    SetRecord set = *found;
    if (has_rpe) set.rpe = rpe;
    if (has_note) set.note = note;
    if (const auto changed = journal.change_set(person.id, set); !changed) return refusal(changed.error());
    return json_answer(dumped({{"id", request.ids[1]}}));
  });
}

Answer remove_set(App& app, Request& request) {
  return with_person(app, request, [&](Journal& journal, const Person& person) -> Answer {
    const auto gone = journal.delete_set(person.id, number_of(request.ids[1]));
    return gone ? nothing_to_say() : refusal(gone.error());
  });
}

Answer log_symptom(App& app, Request& request) {
  Fields fields = Fields::of_body(request);
  EntrySaid entry;
  entry.symptom = fields.text("kind", 32);
  entry.pain = fields.number("pain", 0, apps::kMostPain);
  entry.place = fields.text("place", 200), entry.note = fields.text("note");
  if (auto problem = fields.problem()) return *problem;
  if (!symptom_kind_of(entry.symptom))
    return refusal(400, "bad_argument", "kind: there is no symptom \"" + entry.symptom + "\"");
  entry.is_all_clear = entry.symptom == name_of(SymptomKind::all_clear);
  if (entry.is_all_clear || entry.symptom == name_of(SymptomKind::pain)) entry.symptom.clear();
  const auto at = apps::now();
  if (!at) return refusal(at.error());
  const auto symptom = apps::symptom_of(entry, *at);
  if (!symptom) return refusal(symptom.error());
  return with_person(app, request, [&](Journal& journal, const Person& person) -> Answer {
    if (const auto stored = journal.store(person.id, *symptom); !stored) return refusal(stored.error());
    const auto planned = plan(journal, person, default_ladder(), at->day(), kShownAfterSymptom_days);
    if (!planned) return refusal(planned.error());
    return json_answer("{\"program\":" + to_json(*planned) + "}\n", 201);
  });
}

Answer export_all(App& app, Request& request) {
  // What may be asked for, and what browsers call it.
  constexpr std::array<std::pair<std::string_view, const char*>, 5> kTypes = {{
      {"csv", "text/csv; charset=utf-8"},
      {"json", "application/json"},
      {"ical", "text/calendar; charset=utf-8"},
      {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
      {"fhir", "application/fhir+json"},
  }};
  const std::string id = request.parameter("format");
  const auto type = std::ranges::find(kTypes, id, [](const auto& t) { return t.first; });
  const Format* format = find_format(id);
  if (type == kTypes.end() || format == nullptr)
    return refusal(400, "bad_argument", "format: must be csv, json, ical, xlsx or fhir");
  const auto at = apps::now();
  if (!at) return refusal(at.error());
  return with_person(app, request, [&](Journal& journal, const Person& person) -> Answer {
    auto text = export_training(journal, person, *format, default_ladder(), *at, kCalendar_days);
    if (!text) return refusal(text.error());
    Answer answer;
    answer.type = type->second, answer.body = std::move(*text);
    answer.headers.emplace_back("Content-Disposition", "attachment; filename=\"endrange-" + day_text(at->day()) +
                                                           std::string(format->ending) + "\"");
    return answer;
  });
}

constexpr std::array kRoutes = {
    Route{"GET", "/api/v1/people/{person}/program", Body::none, program, "What to do next, and why"},
    Route{"POST", "/api/v1/people/{person}/choices", Body::json, choose, "A rung of the ladder, chosen"},
    Route{"GET", "/api/v1/people/{person}/history", Body::none, history, "What was done, and how the end range went"},
    Route{"POST", "/api/v1/people/{person}/sets", Body::json, log_sets, "Sets, entered by hand"},
    Route{"PATCH", "/api/v1/people/{person}/sets/{set}", Body::json, change_set, "How hard a set was; its note"},
    Route{"DELETE", "/api/v1/people/{person}/sets/{set}", Body::none, remove_set, "A set, taken back"},
    Route{"POST", "/api/v1/people/{person}/symptoms", Body::json, log_symptom,
          "What was felt; answers with the program"},
    Route{"GET", "/api/v1/people/{person}/export", Body::none, export_all, "The journal for other programs"},
};

}  // namespace

std::span<const Route> training_routes() { return kRoutes; }

}  // namespace endrange::server
