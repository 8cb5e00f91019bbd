// The queue's thread: one film after the other goes to a worker.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include "server/queue.h"

namespace endrange::server {

namespace fs = std::filesystem;

namespace {

using namespace std::chrono_literals;

constexpr auto kTellEvery = 250ms;
constexpr auto kRetryAfter = 2s;
constexpr int kMostFailures = 3;           // of the kind that may pass: a journal that is locked, a disk that is full
constexpr int kMostCrashes = 3;            // one a start: then it is the film, and a start goes on without it
constexpr std::size_t kMostPictures = 40;  // kept in memory, a hundred kilobytes each

// What a clip of that size may take: measured, a minute of film at 720p is 10 to 40 MB and takes up to 3 minutes.
WorkLimits limits_for(std::uintmax_t bytes) {
  WorkLimits limits;
  limits.clock = 30min + std::chrono::seconds(bytes >> 19);
  limits.processor = 2 * limits.clock;
  return limits;
}

// "analysing: 41.5 %"
bool read_progress(const std::string& line, FilmState& state, double& share) {
  double percent = 0;
  char stage[16] = "", sign = 0;
  if (std::sscanf(line.c_str(), "%15[a-z]: %lf %c", stage, &percent, &sign) != 3 || sign != '%') return false;
  state = std::string(stage) == "drawing" ? FilmState::drawing : FilmState::analysing;
  share = std::isfinite(percent) ? std::clamp(percent / 100, 0.0, 1.0) : kUnknown;
  return true;
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
}

// The exit codes of docs/formats.md that matter here, and that of a program that couldn't be started.
constexpr int kDone = 0, kFailed = 1, kUnreadable = 3, kNothing = 4, kInterrupted = 130, kNoProgram = 127;

bool is_exit(const WorkEnd& end, int code) { return end.how == WorkEnd::How::exited && end.code == code; }

// Somebody ended it, which says nothing of the film: the machine is shut down, say.
bool is_interrupted(const WorkEnd& end) {
  const bool is_asked_to_end = end.code == SIGTERM || end.code == SIGINT || end.code == SIGHUP;
  return end.how == WorkEnd::How::stopped || is_exit(end, kInterrupted) ||
         (end.how == WorkEnd::How::killed && is_asked_to_end);
}

std::string reason_of(const WorkEnd& end, const std::string& last_line) {
  const bool is_killed = end.how == WorkEnd::How::killed;
  // SIGKILL is how a system without memory ends a program, SIGABRT how a program without memory ends.
  if (end.how == WorkEnd::How::out_of_time ||
      (is_killed && (end.code == SIGKILL || end.code == SIGXCPU || end.code == SIGABRT)))
    return "The analysis needed too much time or memory and was stopped. Send a shorter film.";
  if (is_killed) return "The file broke the analysis.";
  return last_line.empty() ? "The analysis couldn't be run." : last_line;
}

}  // namespace

void FilmQueue::work() {
  std::unique_lock lock(mutex_);
  while (!is_stopping_) {
    const Entry* next = nullptr;
    for (const auto& [id, entry] : films_)
      if (entry.film.state == FilmState::queued && *entry.is_wanted &&
          (next == nullptr || entry.film.order < next->film.order))
        next = &entry;
    if (next == nullptr) {
      changed_.wait(lock);
      continue;
    }
    Film film = next->film;
    const auto is_wanted = next->is_wanted;
    const bool is_again = next->failures > 0;
    running_ = film.id;
    lock.unlock();
    if (is_again) {
      const auto until = std::chrono::steady_clock::now() + kRetryAfter;
      while (*is_wanted && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(50ms);
    }
    measure(std::move(film), is_wanted);
    lock.lock();
    running_.clear();
    changed_.notify_all();
  }
}

void FilmQueue::measure(Film film, const std::shared_ptr<std::atomic<bool>>& is_wanted) {
  const std::string folder = path_of(film.id);
  std::error_code failed;
  // What a killed worker has left would be taken for somebody else's report.
  fs::remove_all(folder + "/report", failed);
  Work work;
  work.limits = limits_for(fs::file_size(folder + "/clip", failed));
  work.arguments = {"/proc/self/exe",
                    "analyze",
                    folder + "/clip",
                    "--out",
                    folder + "/report",
                    "--person-id=" + std::to_string(film.person),
                    "--model=" + options_.model,
                    "--threads=" + std::to_string(options_.threads),
                    "--progress-lines"};
  if (!film.keeps_video) work.arguments.push_back("--no-video");
  if (!film.exercise.empty()) work.arguments.push_back("--exercise=" + film.exercise);
  // Everybody on this machine sees what a program was called with; what stands in its environment its user alone sees.
  // A clip that doesn't say when it was filmed was filmed when it was sent, however long it waited.
  work.environment = passed_environment();
  std::erase_if(work.environment,
                [](const std::string& v) { return v.starts_with("ENDRANGE_NOW=") || v.starts_with("ENDRANGE_WORK_"); });
  for (const std::string& variable :
       {"NOW=" + moment_text(film.added), "WORK_JOURNAL=" + options_.journal, "WORK_NAME=" + film.name,
        "WORK_NOTE=" + film.note, "WORK_RPE=" + (std::isnan(film.rpe) ? "" : std::to_string(film.rpe))})
    work.environment.push_back("ENDRANGE_" + variable);

  std::string last_line;
  auto told = std::chrono::steady_clock::time_point{};
  const auto show = [&](FilmState state, double share) {
    const std::lock_guard lock(mutex_);
    const auto found = films_.find(film.id);
    if (found == films_.end()) return;
    Film& shown = found->second.film;
    const bool is_new = shown.state != state;
    shown.state = state, shown.share = share;
    const auto now = std::chrono::steady_clock::now();
    if (!is_new && now - told < kTellEvery) return;
    told = now;
    tell(shown);
    if (is_new) tell_waiting();
  };
  show(FilmState::analysing, 0);
  work.on_line = [&](const std::string& line) {
    FilmState state{};
    double share = 0;
    if (read_progress(line, state, share)) return show(state, share);
    if (line.starts_with("endrange: ")) last_line = line.substr(10);
  };
  const WorkEnd end = run_work(work, *is_wanted);
  // People know their film by its own name.
  replace_all(last_line, folder + "/clip", film.name);
  // An option of the command, which the page hasn't got.
  replace_all(last_line, "; choose another folder with --out", "");
  end_with(std::move(film), end, last_line, *is_wanted);
}

void FilmQueue::end_with(Film film, const WorkEnd& end, const std::string& last_line, bool is_wanted) {
  const std::string folder = path_of(film.id);
  film.share = kUnknown;
  bool may_pass = end.how == WorkEnd::How::not_started || is_exit(end, kFailed) || is_exit(end, kNoProgram);
  // The same code tells that the journal can't be read, under its own name.
  bool is_films_fault = is_exit(end, kUnreadable) && last_line.starts_with(film.name + ":");
  bool is_again = is_interrupted(end);
  if (is_exit(end, kDone) && read_report(folder, film)) {
    film.state = FilmState::done;
  } else if (is_exit(end, kNothing)) {
    read_report(folder, film);
    film.state = FilmState::nothing;
    const std::size_t why = last_line.find("nothing to measure. ");
    film.message = why == std::string::npos ? last_line : last_line.substr(why + 20);
  } else {
    film.state = FilmState::failed, film.message = reason_of(end, last_line);
    is_again = is_again || !is_wanted;
    if (!is_again && (end.how == WorkEnd::How::killed || end.how == WorkEnd::How::out_of_time))
      is_films_fault = ++film.crashes >= kMostCrashes;
  }
  // The bytes go soon: until then what they gave must be where a power cut leaves it.
  if (film.state != FilmState::failed)
    if (const auto synced = sync_report(folder); !synced)
      film.state = FilmState::failed, film.message = synced.error().message, may_pass = true;
  if (film.state == FilmState::failed) {
    std::error_code ignored;
    fs::remove_all(folder + "/report", ignored);
  }

  const std::lock_guard lock(mutex_);
  const auto found = films_.find(film.id);
  if (found == films_.end()) return;
  Entry& entry = found->second;
  if (film.state == FilmState::failed && may_pass && ++entry.failures < kMostFailures) is_again = true;
  if (is_again) {
    film.state = FilmState::queued, film.message.clear();
    entry.film = film;
    return tell(film);
  }
  if (film.state == FilmState::done && !film.keeps_video) {
    film.has_video = false;
    hold_pictures(entry);
  }
  // Not before the note of it is on the disk does anything go that a second look would need.
  const bool is_noted = write_durably(folder + "/film.json", to_record(film)).has_value();
  if (is_noted && (film.state != FilmState::failed || is_films_fault)) tidy(film);
  entry.film = film;
  tell(film);
  tell_waiting();
}

// In memory, where the film that came first makes room.
void FilmQueue::hold_pictures(Entry& entry) {
  entry.pictures.clear();
  for (const char* name : kPictures)
    if (std::string jpeg = text_of_file(path_of(entry.film.id) + "/report/" + name + ".jpg"); !jpeg.empty())
      entry.pictures[name] = std::move(jpeg);
  for (;;) {
    std::size_t held = 0;
    Entry* oldest = nullptr;
    for (auto& [id, other] : films_) {
      held += other.pictures.size();
      if (&other != &entry && !other.pictures.empty() && (oldest == nullptr || other.film.order < oldest->film.order))
        oldest = &other;
    }
    if (held <= kMostPictures || oldest == nullptr) return;
    oldest->pictures.clear();
  }
}

}  // namespace endrange::server
