#include "server/queue.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace endrange::server {

namespace fs = std::filesystem;

namespace {

bool is_waiting(const Film& film) {
  return film.state == FilmState::queued || film.state == FilmState::analysing || film.state == FilmState::drawing;
}

// Half of an upload, or of a deletion. A folder may be anybody's: ours are those of such a name with nothing else in
// them, and where that can't be seen it is left alone.
bool is_leftover(const fs::path& folder) {
  if (!is_new_id(folder.filename().string())) return false;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    const std::string name = at->path().filename().string();
    if (name != "clip" && name != "clip.part" && name != "film.json.part" && name != "report") return false;
  }
  return !failed;
}

// Whether it is ours to keep films in: new, empty, or with the mark of an earlier server.
bool is_ours(const std::string& folder) {
  std::error_code failed;
  if (!fs::exists(folder, failed) || fs::is_empty(folder, failed)) return true;
  const fs::path lock = folder + "/lock";
  return fs::is_regular_file(fs::symlink_status(lock, failed)) && fs::is_empty(lock, failed);
}

}  // namespace

Result<std::unique_ptr<FilmQueue>> FilmQueue::open(QueueOptions options) {
  std::unique_ptr<FilmQueue> queue(new FilmQueue(std::move(options)));
  const std::string& folder = queue->options_.folder;
  if (!is_ours(folder))
    return failure(Error::Kind::io,
                   folder + ": holds files that endrange hasn't put there; films need a folder of their own");
  std::error_code failed;
  if (fs::create_directories(folder, failed)) fs::permissions(folder, fs::perms::owner_all, failed);
  const std::string lock = folder + "/lock";
  queue->lock_ = ::open(lock.c_str(), O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (queue->lock_ < 0)
    return failure(Error::Kind::io, folder + ": can't be written to (" + std::strerror(errno) + ")");
  if (::flock(queue->lock_, LOCK_EX | LOCK_NB) != 0)
    return failure(Error::Kind::io, folder + ": another `endrange serve` is at work on it; use that one, or stop it");
  queue->find_films();
  return queue;
}

FilmQueue::~FilmQueue() {
  stop();
  if (lock_ >= 0) ::close(lock_);
}

void FilmQueue::find_films() {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(options_.folder, failed)) {
    const std::string id = entry.path().filename().string();
    if (!is_id(id) || !entry.is_directory(failed) || entry.is_symlink(failed)) continue;
    if (is_leftover(entry.path())) {
      fs::remove_all(entry.path(), failed);
      continue;
    }
    auto film = film_from(text_of_file((entry.path() / "film.json").string()));
    if (!film || film->id != id) continue;  // of another version, or somebody else's: left alone
    settle(*film);
    films_[id].film = std::move(*film);
  }
}

// What became of a film while no server was there to see it.
void FilmQueue::settle(Film& film) {
  const std::string folder = path_of(film.id);
  const bool has_report = read_report(folder, film);
  std::error_code failed;
  // Its bytes stay where they aren't to blame: what was in the way may have passed.
  if (film.state == FilmState::failed && fs::exists(folder + "/clip", failed))
    film.state = FilmState::queued, film.message.clear();
  if (film.state != FilmState::queued) return tidy(film);
  // Between the result and the note of it: the journal says whether it is whole.
  if (has_report && film.reps.value_or(0) > 0 && options_.is_kept(film.person, film.clip_sha256)) {
    film.state = FilmState::done;
  } else if (!fs::exists(folder + "/clip", failed) && !failed) {
    film.state = FilmState::failed, film.message = "The film's bytes are gone. Send it again.";
  } else {
    return;
  }
  if (write_durably(folder + "/film.json", to_record(film))) tidy(film);
}

// What isn't kept of a film that has its result.
void FilmQueue::tidy(const Film& film) {
  std::error_code ignored;
  const std::string folder = path_of(film.id), report = folder + "/report/";
  fs::remove(folder + "/clip", ignored);
  if (film.keeps_video) return;
  for (const char* name : {"annotated.mp4", "report.html"}) fs::remove(report + name, ignored);
  for (const char* name : kPictures) fs::remove(report + name + ".jpg", ignored);
}

void FilmQueue::start() {
  thread_ = std::thread([this] { work(); });
}

void FilmQueue::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
    if (!running_.empty()) *films_.at(running_).is_wanted = false;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

int FilmQueue::waiting() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(std::ranges::count_if(films_, [](const auto& f) { return is_waiting(f.second.film); }));
}

Result<std::string> FilmQueue::add(Film film) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, other] : films_) film.order = std::max(film.order, other.film.order + 1);
  if (const auto written = write_durably(path_of(film.id) + "/film.json", to_record(film)); !written)
    return tl::unexpected(written.error());
  sync_folder(options_.folder);
  read_report(path_of(film.id), film);
  films_[film.id].film = film;
  changed_.notify_all();
  tell(film);
  return to_json(film, position_of(film));
}

int FilmQueue::position_of(const Film& film) const {
  if (film.state != FilmState::queued) return 0;
  return 1 + static_cast<int>(std::ranges::count_if(films_, [&](const auto& f) {
           return f.second.film.state == FilmState::queued && f.second.film.order < film.order;
         }));
}

std::optional<std::string> FilmQueue::json_of(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = films_.find(id);
  if (found == films_.end()) return std::nullopt;
  return to_json(found->second.film, position_of(found->second.film));
}

std::vector<std::string> FilmQueue::of_person(std::int64_t person) const {
  const std::lock_guard lock(mutex_);
  std::vector<const Film*> films;
  for (const auto& [id, entry] : films_)
    if (entry.film.person == person) films.push_back(&entry.film);
  std::ranges::sort(films, std::greater<>(), &Film::order);
  std::vector<std::string> out;
  for (const Film* film : films) out.push_back(to_json(*film, position_of(*film)));
  return out;
}

std::optional<Film> FilmQueue::find(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = films_.find(id);
  if (found == films_.end()) return std::nullopt;
  return found->second.film;
}

std::string FilmQueue::film_of(std::int64_t person, const std::string& clip_sha256) const {
  const std::lock_guard lock(mutex_);
  const Film* newest = nullptr;
  for (const auto& [id, entry] : films_) {
    const Film& f = entry.film;
    if (f.person == person && !clip_sha256.empty() && f.clip_sha256 == clip_sha256 && f.state == FilmState::done &&
        (newest == nullptr || f.order > newest->order))
      newest = &f;
  }
  return newest == nullptr ? "" : newest->id;
}

std::string FilmQueue::picture(const std::string& id, const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = films_.find(id);
  if (found == films_.end() || std::ranges::find(kPictures, name) == std::end(kPictures)) return "";
  const auto in_memory = found->second.pictures.find(name);
  if (in_memory != found->second.pictures.end()) return in_memory->second;
  return found->second.film.keeps_video ? text_of_file(path_of(id) + "/report/" + name + ".jpg") : "";
}

bool FilmQueue::remove(const std::string& id) {
  {
    std::unique_lock lock(mutex_);
    const auto found = films_.find(id);
    if (found == films_.end()) return false;
    *found->second.is_wanted = false;
    changed_.wait(lock, [&] { return running_ != id; });
    if (films_.erase(id) == 0) return false;
    // Without this the folder is no film; the rest may take a moment longer.
    ::unlink((path_of(id) + "/film.json").c_str());
    std::error_code ignored;
    fs::remove_all(path_of(id), ignored);
    if (options_.on_change) options_.on_change(id, "");
    tell_waiting();
  }
  return true;
}

void FilmQueue::remove_all_of(std::int64_t person) {
  std::vector<std::string> ids;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, entry] : films_)
      if (entry.film.person == person) ids.push_back(id);
  }
  for (const std::string& id : ids) remove(id);
}

void FilmQueue::remove_all_but_of(const std::vector<std::int64_t>& people) {
  std::vector<std::string> ids;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, entry] : films_)
      if (std::ranges::find(people, entry.film.person) == people.end()) ids.push_back(id);
  }
  for (const std::string& id : ids) remove(id);
}

void FilmQueue::tell(const Film& film) const {
  if (options_.on_change) options_.on_change(film.id, to_json(film, position_of(film)));
}

void FilmQueue::tell_waiting() const {
  for (const auto& [id, entry] : films_)
    if (entry.film.state == FilmState::queued) tell(entry.film);
}

}  // namespace endrange::server
