// events.h: what changed, told to every page that is open (server-sent events).
#pragma once

#include <chrono>
#include <condition_variable>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "server/web.h"

namespace endrange::server {

class EventHub {
 public:
  explicit EventHub(std::chrono::milliseconds quiet = std::chrono::seconds(15)) : quiet_(quiet) {}

  /// Film of that id: as JSON, or "" when it has gone. Who reads slowly gets the newest state only.
  void tell(const std::string& id, const std::string& json);
  /// A stream; busy (503) when there are enough of them.
  Answer listen();
  /// Ends every stream.
  void close();

 private:
  struct Listener {
    bool is_greeted = false;
    std::map<std::string, std::string> news;
  };
  bool next(Listener& listener, const WriteText& write);
  void leave(const std::shared_ptr<Listener>& listener);

  const std::chrono::milliseconds quiet_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<std::shared_ptr<Listener>> listeners_;
  bool is_closed_ = false;
};

}  // namespace endrange::server
