// A set measured while it is done.
#include <sys/stat.h>

#include <array>
#include <cmath>
#include <filesystem>

#include "server/fields.h"
#include "server/live_sets.h"
#include "server/people.h"
#include "shared/clock.h"
#include "shared/entry.h"

namespace endrange::server {

namespace {

// A picture has 40 ms; the heavy model takes longer on two processors.
constexpr const char* kLiveModel = "full";
constexpr const char* kName = "live set";

Answer refused(const Error& error) {
  if (error.kind == Error::Kind::interrupted) return refusal(409, "busy", error.message);
  return refusal(error);
}

Answer begin(App& app, Request& request) {
  Fields fields = Fields::of_body(request);
  LiveSets::Wishes wishes;
  wishes.options.model = kLiveModel, wishes.options.threads = app.options.threads;
  wishes.options.exercise = fields.text("exercise", 64);
  if (const std::string model = fields.text("model", 16); !model.empty()) wishes.options.model = model;
  Fields goal = fields.within("goal");
  if (auto problem = fields.problem()) return *problem;
  wishes.goal.reps = goal.whole("reps", 1, apps::kMostReps);
  wishes.goal.is_each_leg = goal.flag("is_each_leg");
  wishes.goal.lowering_s = goal.number("lowering_s", 0, 60), wishes.goal.pause_s = goal.number("pause_s", 0, 60);
  wishes.goal.turn_at_deg = goal.number("turn_at_deg", 0, 120);
  wishes.goal.hold_s = goal.number("hold_s", 1, apps::kLongestHold_s);
  if (auto problem = goal.problem()) return *problem;
  if (const Exercise* exercise = find_exercise(wishes.options.exercise); exercise != nullptr)
    wishes.goal.is_each_leg = exercise->legs != Legs::both;
  const auto at = apps::now();
  if (!at) return refusal(at.error());
  const Answer there = with_person(app, request, [&](Journal&, const Person& person) {
    wishes.person = person;
    return nothing_to_say();
  });
  if (there.status != 204) return there;
  wishes.options.height_m = wishes.person.height_m, wishes.options.mass_kg = wishes.person.mass_kg;
  wishes.options.sex = wishes.person.sex;
  const auto id = app.live->begin(wishes, *at);
  return id ? json_answer("{\"id\":\"" + *id + "\"}\n", 201) : refused(id.error());
}

Answer frame(App& app, Request& request) {
  Fields fields = Fields::of_query(request);
  RawPicture picture;
  const auto format = pixel_format_of(fields.text("format", 8));
  picture.width = fields.whole("width", 1, kWidestLive), picture.height = fields.whole("height", 1, kHighestLive);
  constexpr double kLongest_us = 1e15;
  picture.at_s = fields.number("at_us", 0, kLongest_us) / 1e6;
  picture.is_full_range = fields.flag("full_range");
  const bool is_mirrored = fields.flag("mirrored");
  if (auto problem = fields.problem()) return *problem;
  if (!format) return refusal(400, "bad_argument", "format: must be I420, NV12, RGBA or BGRA");
  if (picture.width == 0 || picture.height == 0 || std::isnan(picture.at_s))
    return refusal(400, "bad_argument", "width, height and at_us must be said");
  picture.format = *format;
  const std::size_t size = bytes_of(picture.format, picture.width, picture.height);
  const auto wrong = [&] {
    return refusal(400, "bad_argument", "such a picture has " + std::to_string(size) + " bytes, the body hasn't");
  };
  if (request.length && *request.length != size) return wrong();
  picture.bytes.reserve(size);
  const bool is_whole = request.read_body([&](const char* bytes, std::size_t count) {
    if (picture.bytes.size() + count > size) return false;
    picture.bytes.append(bytes, count);
    return true;
  });
  if (!is_whole || picture.bytes.size() != size) return wrong();
  if (is_mirrored) mirror(picture);
  auto state = app.live->push(request.ids.front(), std::move(picture));
  return state ? json_answer(std::move(*state)) : refused(state.error());
}

Answer start(App& app, Request& request) {
  Fields fields = Fields::of_body(request);
  if (auto problem = fields.problem()) return *problem;
  const auto at = apps::now();
  if (!at) return refusal(at.error());
  const auto started = app.live->start(request.ids.front(), *at);
  return started ? json_answer("{}\n") : refused(started.error());
}

// Beside the films. Returns the film as JSON.
Result<std::string> add_film(App& app, const LiveSets::Ended& ended, double rpe) {
  Film film;
  film.id = new_id(), film.person = ended.person, film.name = kName, film.is_live = true;
  film.state = FilmState::done, film.added = ended.began, film.rpe = rpe;
  const std::string folder = app.queue->folder() + "/" + film.id;
  if (::mkdir(folder.c_str(), 0700) != 0) return failure(Error::Kind::io, folder + ": can't be made");
  auto added = [&]() -> Result<std::string> {
    if (const auto written = write_data(ended.analysis, folder + "/report"); !written)
      return tl::unexpected(written.error());
    if (const auto synced = sync_report(folder); !synced) return tl::unexpected(synced.error());
    return app.queue->add(film);
  }();
  std::error_code ignored;
  if (!added) std::filesystem::remove_all(folder, ignored);
  return added;
}

// Into the journal first: who has the set there can do without its film. What couldn't be kept is told in `message`.
std::string keep_live(App& app, const LiveSets::Ended& ended, double rpe, std::string& message) {
  const auto in_journal = [&]() -> Result<void> {
    const std::lock_guard lock(app.journal_mutex);
    auto journal = Journal::open(app.options.journal, Access::write);
    if (!journal) return tl::unexpected(journal.error());
    const auto person = person_of(*journal, std::to_string(ended.person));
    if (!person) return tl::unexpected(person.error());
    if (const auto kept = keep(*journal, *person, ended.analysis, ended.began, rpe, ""); !kept)
      return tl::unexpected(kept.error());
    return {};
  }();
  if (!in_journal) {
    message = json_text("The set couldn't be kept: " + in_journal.error().message);
    return "null";
  }
  const auto film = add_film(app, ended, rpe);
  if (film) return *film;
  message = json_text("The set is in the journal, but its details couldn't be kept: " + film.error().message);
  return "null";
}

Answer finish(App& app, Request& request) {
  Fields fields = Fields::of_body(request);
  const bool is_kept = fields.flag("keep") || !fields.has("keep");
  const double rpe = fields.number("rpe", 1, apps::kMostRpe);
  if (auto problem = fields.problem()) return *problem;
  // Random instead of a file's sum: no other set has it.
  const auto ended = app.live->finish(request.ids.front(), kName, random_hex(32));
  if (!ended) return refused(ended.error());
  std::string film = "null", message = "null";
  if (is_nothing_measured(ended->analysis)) {
    message = json_text(why_nothing(ended->analysis));
  } else if (is_kept) {
    film = keep_live(app, *ended, rpe, message);
  }
  return json_answer("{\"film\":" + film + ",\"message\":" + message + ",\"analysis\":" + to_json(ended->analysis) +
                     "}\n");
}

Answer drop(App& app, Request& request) {
  return app.live->drop(request.ids.front()) ? nothing_to_say()
                                             : refusal(404, "not_found", "there is no live set of that id");
}

constexpr std::array kRoutes = {
    Route{"POST", "/api/v1/people/{person}/live", Body::json, begin, "A live set begins"},
    Route{"POST", "/api/v1/live/{live}/frames", Body::bytes, frame, "A picture of it"},
    Route{"POST", "/api/v1/live/{live}/start", Body::json, start, "From the next picture on the set counts"},
    Route{"POST", "/api/v1/live/{live}/finish", Body::json, finish, "The set is over: measured and kept"},
    Route{"DELETE", "/api/v1/live/{live}", Body::none, drop, "The set is dropped"},
};

}  // namespace

std::span<const Route> live_routes() { return kRoutes; }

}  // namespace endrange::server
