// Films: sent, measured, looked at, thrown away.
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include "server/fields.h"
#include "server/people.h"
#include "server/upload.h"
#include "shared/clock.h"
#include "shared/entry.h"

namespace endrange::server {

namespace {

constexpr int kMostWaiting = 500;
constexpr std::size_t kLongestName_bytes = 120;

// What people call their film: the last part of it, in characters that names of files, pages and terminals bear.
std::string shown_name(const std::string& said) {
  std::string name = said.substr(said.find_last_of("/\\") == std::string::npos ? 0 : said.find_last_of("/\\") + 1);
  std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  std::ranges::replace_if(
      name, [](char c) { return c == '"' || c == '<' || c == '>'; }, '_');
  // Cut between characters, not inside of one.
  std::size_t end = std::min(name.size(), kLongestName_bytes);
  while (end < name.size() && end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) --end;
  name.resize(end);
  // Through JSON and back: what is no UTF-8 is replaced.
  const std::string text = json_text(name);
  name = text.substr(1, text.size() - 2);
  return name.empty() ? "film" : name;
}

Answer full(const Error& error) {
  if (error.kind == Error::Kind::io) return refusal(507, "disk_full", error.message);
  return error.message.find("too large") != std::string::npos ? refusal(413, "too_large", error.message)
                                                              : refusal(400, "bad_argument", error.message);
}

Answer send(App& app, Request& request) {
  Fields fields = Fields::of_query(request);
  Film film;
  film.name = shown_name(fields.text("name"));
  film.exercise = fields.text("exercise", 64), film.note = fields.text("note");
  film.rpe = fields.number("rpe", 1, apps::kMostRpe);
  film.keeps_video = fields.flag("keep_video");
  if (auto problem = fields.problem()) return *problem;
  if (!film.exercise.empty() && find_exercise(film.exercise) == nullptr)
    return refusal(400, "bad_argument", "exercise: there is no exercise \"" + film.exercise + "\"");
  const auto at = apps::now();
  if (!at) return refusal(at.error());
  film.added = *at;
  const auto is_there = [&] {
    return with_person(app, request, [](Journal&, const Person&) { return nothing_to_say(); });
  };
  if (const Answer there = is_there(); there.status != 204) return there;
  if (app.queue->waiting() >= kMostWaiting)
    return refusal(503, "busy", std::to_string(kMostWaiting) + " films wait already");
  if (free_bytes_of(app.queue->folder()) < app.options.free_bytes + request.length.value_or(0))
    return refusal(507, "disk_full", "the disk is nearly full: the film would leave too little of it free");

  film.id = new_id(), film.person = number_of(request.ids.front());
  auto upload = Upload::begin(app.queue->folder(), film.id, {app.options.upload_limit_bytes, app.options.free_bytes});
  if (!upload) return full(upload.error());
  Result<void> taken;
  const bool is_whole = request.read_body([&](const char* bytes, std::size_t count) {
    taken = upload->add(bytes, count);
    return taken.has_value();
  });
  if (!taken) return full(taken.error());
  if (!is_whole) return refusal(400, "bad_argument", "the film's bytes didn't come whole");
  if (const auto finished = upload->finish(); !finished) return full(finished.error());
  // Somebody may have gone while their film came in.
  if (const Answer there = is_there(); there.status != 204) return there;
  auto added = app.queue->add(film);
  if (!added) return full(added.error());
  upload->keep();
  if (const Answer there = is_there(); there.status != 204) return app.queue->remove(film.id), there;
  return json_answer(*added + "\n", 202);
}

Answer list(App& app, Request& request) {
  const Answer there = with_person(app, request, [](Journal&, const Person&) { return nothing_to_say(); });
  if (there.status != 204) return there;
  std::string films;
  for (const std::string& film : app.queue->of_person(number_of(request.ids.front())))
    films += (films.empty() ? "" : ",") + film;
  return json_answer("{\"films\":[" + films + "]}\n");
}

Answer no_film() { return refusal(404, "not_found", "there is no film of that id"); }

Answer show(App& app, Request& request) {
  const auto json = app.queue->json_of(request.ids.front());
  return json ? json_answer(*json + "\n") : no_film();
}

Answer remove(App& app, Request& request) {
  return app.queue->remove(request.ids.front()) ? nothing_to_say() : no_film();
}

Answer file_of(App& app, Request& request, const char* name, const char* type) {
  const auto film = app.queue->find(request.ids.front());
  if (!film) return no_film();
  // The folder is the server's own, and so is the name.
  const auto file = OpenFile::open(app.queue->folder() + "/" + film->id + "/report/" + name);
  if (file == nullptr) return refusal(404, "not_found", "the film has no such result");
  return file_answer(file, type, request.header("range"));
}

Answer analysis(App& app, Request& request) { return file_of(app, request, "analysis.json", "application/json"); }
Answer series(App& app, Request& request) { return file_of(app, request, "series.csv", "text/csv; charset=utf-8"); }
Answer video(App& app, Request& request) { return file_of(app, request, "annotated.mp4", "video/mp4"); }

Answer picture(App& app, const Request& request, const char* name) {
  Answer answer;
  answer.type = "image/jpeg", answer.body = app.queue->picture(request.ids.front(), name);
  return answer.body.empty() ? refusal(404, "not_found", "there is no such picture of the film") : answer;
}
Answer back(App& app, Request& request) { return picture(app, request, "lower_back"); }
Answer back_x10(App& app, Request& request) { return picture(app, request, "lower_back_x10"); }

constexpr std::array kRoutes = {
    Route{"POST", "/api/v1/people/{person}/films", Body::bytes, send, "A film, to be measured"},
    Route{"GET", "/api/v1/people/{person}/films", Body::none, list, "Somebody's films, newest first"},
    Route{"GET", "/api/v1/films/{film}", Body::none, show, "A film: where it stands"},
    Route{"DELETE", "/api/v1/films/{film}", Body::none, remove, "A film with its results; its sets stay"},
    Route{"GET", "/api/v1/films/{film}/analysis", Body::none, analysis, "What was measured"},
    Route{"GET", "/api/v1/films/{film}/series", Body::none, series, "A row for each picture of the film"},
    Route{"GET", "/api/v1/films/{film}/pictures/lower_back", Body::none, back, "The lower back, down and lifted"},
    Route{"GET", "/api/v1/films/{film}/pictures/lower_back_x10", Body::none, back_x10, "The same, ten times as far"},
    Route{"GET", "/api/v1/films/{film}/video", Body::none, video, "The film with what was measured drawn in"},
};

}  // namespace

std::span<const Route> film_routes() { return kRoutes; }

}  // namespace endrange::server
