// live_sets.h: the set that is being filmed right now. One at a time: each takes a processor of its own. Its pictures
// are in memory only, and only as long as they are worked on.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "endrange.h"

namespace endrange::server {

class LiveSets {
 public:
  struct Wishes {
    Person person;
    Options options;
    LiveGoal goal;
  };
  /// What a set was.
  struct Ended {
    Analysis analysis;
    std::int64_t person = 0;
    Moment began;
  };

  /// Its id. Takes the place of one that has had no picture for 10 s.
  /// Errors: interrupted (another one is being filmed), and those of film_live()
  Result<std::string> begin(const Wishes& wishes, const Moment& at);
  /// The state as JSON. Errors: not_found, and those of the feed and the set
  Result<std::string> push(const std::string& id, RawPicture picture);
  /// Said again in mid-set, it means nothing. Errors: not_found
  Result<void> start(const std::string& id, const Moment& at);
  /// The set is gone afterwards. sha256 stands for its clip's. Errors: not_found, and those of finish_live()
  Result<Ended> finish(const std::string& id, const std::string& name, const std::string& sha256);
  bool drop(const std::string& id);
  void drop_all_of(std::int64_t person);
  /// Forgets a set that nobody films any more. To be called now and then.
  void sweep();

 private:
  using Clock = std::chrono::steady_clock;
  struct Filming {
    Filming(std::string i, Wishes w, LiveSet s) : id(std::move(i)), wishes(std::move(w)), set(std::move(s)) {}
    const std::string id;
    const Wishes wishes;
    std::mutex mutex;  // of what follows
    LiveSet set;
    CameraFeed feed;
    Moment began;
    bool is_started = false, is_over = false;
  };
  std::shared_ptr<Filming> find(const std::string& id);
  std::shared_ptr<Filming> take(const std::string& id);

  std::mutex mutex_;
  std::shared_ptr<Filming> filming_;
  Clock::time_point last_picture_;
};

/// Left and right change places, in every row of every plane.
void mirror(RawPicture& picture);

}  // namespace endrange::server
