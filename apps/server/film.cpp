#include "server/film.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "server/guard.h"

namespace endrange::server {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "endrange.film/1";
constexpr std::size_t kId_bytes = 8;
constexpr std::array kStates = {"queued", "analysing", "drawing", "done", "failed", "nothing"};

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string text_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

const char* name_of(FilmState state) { return kStates[static_cast<std::size_t>(state)]; }

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 32 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

std::string new_id() { return random_hex(kId_bytes); }

bool is_new_id(std::string_view text) {
  return text.size() == 2 * kId_bytes && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string to_record(const Film& f) {
  const bool is_waiting = f.state == FilmState::analysing || f.state == FilmState::drawing;
  return dumped({{"schema", kSchema},
                 {"id", f.id},
                 {"person", f.person},
                 {"name", f.name},
                 {"live", f.is_live},
                 {"state", name_of(is_waiting ? FilmState::queued : f.state)},
                 {"order", f.order},
                 {"added", moment_text(f.added)},
                 {"exercise", f.exercise},
                 {"note", f.note},
                 {"rpe", number(f.rpe)},
                 {"keep_video", f.keeps_video},
                 {"message", f.message},
                 {"crashes", f.crashes}}) +
         "\n";
}

std::optional<Film> film_from(const std::string& record) {
  const Json json = Json::parse(record, nullptr, false);
  if (!json.is_object() || text_at(json, "schema") != kSchema) return std::nullopt;
  try {
    Film f;
    f.id = json.at("id"), f.person = json.at("person"), f.name = json.at("name"), f.is_live = json.at("live");
    f.order = json.at("order"), f.exercise = json.at("exercise"), f.note = json.at("note");
    f.keeps_video = json.at("keep_video"), f.message = json.at("message");
    f.crashes = json.value("crashes", 0);
    if (json.at("rpe").is_number()) f.rpe = json.at("rpe");
    const auto state = std::ranges::find(kStates, json.at("state").get<std::string>());
    const auto added = parse_moment(json.at("added").get<std::string>());
    if (!is_id(f.id) || state == kStates.end() || !added) return std::nullopt;
    f.state = static_cast<FilmState>(state - kStates.begin()), f.added = *added;
    return f;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

std::string to_json(const Film& f, int position) {
  return dumped({{"id", f.id},
                 {"person", std::to_string(f.person)},
                 {"name", f.name},
                 {"source", f.is_live ? "live" : "upload"},
                 {"state", name_of(f.state)},
                 {"share", number(f.share)},
                 {"position", position > 0 ? Json(position) : Json(nullptr)},
                 {"added", moment_text(f.added)},
                 {"message", text_or_null(f.message)},
                 {"has_video", f.has_video},
                 {"reps", f.reps ? Json(*f.reps) : Json(nullptr)},
                 {"exercise", text_or_null(f.measured_exercise)},
                 {"end_range", f.end_range.empty() ? Json(nullptr) : Json::parse(f.end_range, nullptr, false)}});
}

bool read_report(const std::string& folder, Film& film) {
  const Json report = Json::parse(text_of_file(folder + "/report/analysis.json"), nullptr, false);
  if (!report.is_object() || text_at(report, "schema").rfind("endrange.analysis/", 0) != 0) return false;
  try {
    const Json& clip = report.at("clip");
    if (clip.at("sha256").is_string()) film.clip_sha256 = clip.at("sha256");
    film.reps = static_cast<int>(
        std::ranges::count_if(report.at("reps"), [](const Json& rep) { return rep.at("complete").get<bool>(); }));
    if (report.at("exercise").at("id").is_string()) film.measured_exercise = report.at("exercise").at("id");
    const Json& e = report.at("end_range");
    film.end_range = dumped({{"status", e.at("status")},
                             {"deg", e.at("deg")},
                             {"low_deg", e.at("low_deg")},
                             {"high_deg", e.at("high_deg")},
                             {"lowest_held_deg", e.at("lowest_held_deg")}});
  } catch (const Json::exception&) {
    return false;
  }
  film.has_video = ::access((folder + "/report/annotated.mp4").c_str(), R_OK) == 0;
  return true;
}

std::string text_of_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

void sync_folder(const std::string& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

Result<void> sync_report(const std::string& folder) {
  const std::string report = folder + "/report";
  std::error_code failed;
  for (std::filesystem::directory_iterator at(report, failed), end; !failed && at != end; at.increment(failed)) {
    const int fd = ::open(at->path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    const bool is_there = fd >= 0 && ::fsync(fd) == 0;
    const std::string why = std::strerror(errno);
    if (fd >= 0) ::close(fd);
    if (!is_there) return failure(Error::Kind::io, at->path().string() + ": can't be written (" + why + ")");
  }
  if (failed) return failure(Error::Kind::io, report + ": can't be read (" + failed.message() + ")");
  sync_folder(report), sync_folder(folder);
  return {};
}

Result<void> write_durably(const std::string& path, const std::string& text) {
  const std::string part = path + ".part";
  const auto fail = [&]() -> Result<void> {
    const std::string why = std::strerror(errno);
    ::unlink(part.c_str());
    return failure(Error::Kind::io, path + ": can't be written (" + why + ")");
  };
  const int fd = ::open(part.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0) return fail();
  std::size_t at = 0;
  while (at < text.size()) {
    const ssize_t wrote = ::write(fd, text.data() + at, text.size() - at);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return ::close(fd), fail();
    at += static_cast<std::size_t>(wrote);
  }
  const bool is_there = ::fsync(fd) == 0;
  ::close(fd);
  if (!is_there || std::rename(part.c_str(), path.c_str()) != 0) return fail();
  sync_folder(path.substr(0, path.rfind('/')));
  return {};
}

}  // namespace endrange::server
