// queue.h: the films, and those that wait to be measured, one after the other. Everything that matters lies on the
// disk before it is answered for: killed at any moment, the next start finds every film, and measures those that have
// no result, in the order in which they came. A film's bytes go when it has its result, or when it is the film itself
// that can't be measured, or has broken its analysis at three starts; whatever else fails is tried again, at once where
// it may pass, and at the next start.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "server/film.h"
#include "server/worker.h"

namespace endrange::server {

/// Of the lower back. They show the person: like video, they are kept only where that was asked for.
constexpr const char* kPictures[] = {"lower_back", "lower_back_x10"};

struct QueueOptions {
  std::string folder, journal, model;
  int threads = 2;
  /// Whether that person's journal holds that clip (SHA-256): then its film needs no second look.
  std::function<bool(std::int64_t person, const std::string& sha256)> is_kept;
  /// Told of each change: the film as JSON, or its id alone when it has gone.
  std::function<void(const std::string& id, const std::string& json)> on_change;
};

class FilmQueue {
 public:
  /// Takes the folder for itself, makes it if need be, and finds what is in it.
  /// Errors: io (another server has it, or it holds files and none of ours)
  static Result<std::unique_ptr<FilmQueue>> open(QueueOptions options);
  ~FilmQueue();

  /// From now on films are measured.
  void start();
  /// Stops the analysis that runs. Its film stays in the queue.
  void stop();

  const std::string& folder() const { return options_.folder; }
  /// How many wait or are worked on.
  int waiting() const;

  /// Takes a film in whose bytes lie in its folder. Fills in id's order. Errors: io
  Result<std::string> add(Film film);
  /// Both as the API tells them; the list newest first.
  std::optional<std::string> json_of(const std::string& id) const;
  std::vector<std::string> of_person(std::int64_t person) const;
  std::optional<Film> find(const std::string& id) const;
  /// The film that a set of that clip came from; "" = there is none.
  std::string film_of(std::int64_t person, const std::string& clip_sha256) const;
  /// A picture of the lower back; of films that keep no video it is in memory only. "" = there is none.
  std::string picture(const std::string& id, const std::string& name) const;

  /// With its files; an analysis of it is stopped first. False where there is no such film.
  bool remove(const std::string& id);
  void remove_all_of(std::int64_t person);
  /// Those of people who aren't among these.
  void remove_all_but_of(const std::vector<std::int64_t>& people);

 private:
  struct Entry {
    Film film;
    std::shared_ptr<std::atomic<bool>> is_wanted = std::make_shared<std::atomic<bool>>(true);
    int failures = 0;
    std::map<std::string, std::string> pictures;
  };
  explicit FilmQueue(QueueOptions options) : options_(std::move(options)) {}
  void find_films();
  void settle(Film& film);
  void work();
  void measure(Film film, const std::shared_ptr<std::atomic<bool>>& is_wanted);
  void end_with(Film film, const WorkEnd& end, const std::string& last_line, bool is_wanted);
  void hold_pictures(Entry& entry);
  void tidy(const Film& film);
  void tell(const Film& film) const;
  void tell_waiting() const;
  int position_of(const Film& film) const;
  std::string path_of(const std::string& id) const { return options_.folder + "/" + id; }

  QueueOptions options_;
  int lock_ = -1;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Entry> films_;
  std::string running_;
  bool is_stopping_ = false;
  std::thread thread_;
};

}  // namespace endrange::server
