// The queue's thread: one film after the other goes to a worker.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "server/queue.h"

namespace endrange::server {

namespace fs = std::filesystem;

namespace {

using namespace std::chrono_literals;

constexpr auto kTellEvery = 250ms;
constexpr auto kRetryAfter = 2s;
constexpr int kMostFailures = 3;   // of the kind that may pass: a journal that is locked, a disk that is full
constexpr int kMostPictures = 40;  // kept in memory, a hundred kilobytes each

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

// The exit codes of docs/formats.md that matter here.
constexpr int kDone = 0, kFailed = 1, kNothing = 4;

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
  Work work;
  work.limits = limits_for(fs::file_size(folder + "/clip", failed));
  work.arguments = {"/proc/self/exe",
                    "analyze",
                    folder + "/clip",
                    "--out",
                    folder + "/report",
                    "--clip-name=" + film.name,
                    "--journal=" + options_.journal,
                    "--person-id=" + std::to_string(film.person),
                    "--model=" + options_.model,
                    "--threads=" + std::to_string(options_.threads),
                    "--progress-lines"};
  if (!film.keeps_video) work.arguments.push_back("--no-video");
  if (!film.exercise.empty()) work.arguments.push_back("--exercise=" + film.exercise);
  if (!std::isnan(film.rpe)) work.arguments.push_back("--rpe=" + std::to_string(film.rpe));
  if (!film.note.empty()) work.arguments.push_back("--note=" + film.note);
  // A clip that doesn't say when it was filmed was filmed when it was sent, however long it waited.
  work.environment = passed_environment();
  std::erase_if(work.environment, [](const std::string& v) { return v.starts_with("ENDRANGE_NOW="); });
  work.environment.push_back("ENDRANGE_NOW=" + moment_text(film.added));

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
  end_with(std::move(film), end, last_line);
}

void FilmQueue::end_with(Film film, const WorkEnd& end, const std::string& last_line) {
  const std::string folder = path_of(film.id);
  film.share = kUnknown;
  bool is_again = end.how == WorkEnd::How::stopped;
  if (end.how == WorkEnd::How::out_of_time || end.how == WorkEnd::How::killed) {
    film.state = FilmState::failed;
    film.message = "The analysis needed too much time or memory and was stopped. Send a shorter film.";
  } else if (end.how == WorkEnd::How::exited && end.code == kDone && read_report(folder, film)) {
    film.state = FilmState::done;
  } else if (end.how == WorkEnd::How::exited && end.code == kNothing) {
    read_report(folder, film);
    film.state = FilmState::nothing;
    const std::size_t why = last_line.find("nothing to measure. ");
    film.message = why == std::string::npos ? last_line : last_line.substr(why + 20);
  } else if (!is_again) {
    film.state = FilmState::failed;
    film.message = last_line.empty() ? "The analysis couldn't be run." : last_line;
  }

  const std::lock_guard lock(mutex_);
  const auto found = films_.find(film.id);
  if (found == films_.end()) return;
  Entry& entry = found->second;
  const bool may_pass = end.how == WorkEnd::How::exited && end.code == kFailed;
  if (film.state == FilmState::failed && may_pass && ++entry.failures < kMostFailures) is_again = true;
  if (is_again) {
    film.state = FilmState::queued, film.message.clear();
    entry.film = film;
    return tell(film);
  }
  if (film.state == FilmState::done && !film.keeps_video) {
    film.has_video = false;
    int held = 0;
    for (const auto& [id, other] : films_) held += static_cast<int>(other.pictures.size());
    for (const char* name : {"lower_back", "lower_back_x10"})
      if (std::string jpeg = text_of_file(folder + "/report/" + name + ".jpg"); !jpeg.empty() && held < kMostPictures)
        entry.pictures[name] = std::move(jpeg);
  }
  // Not before the note of it is on the disk does anything go that a second look would need.
  if (write_durably(folder + "/film.json", to_record(film))) tidy(film);
  entry.film = film;
  tell(film);
  tell_waiting();
}

}  // namespace endrange::server
