// http.h: sockets and HTTP: one listening socket on 127.0.0.1, limits of time and size, and nothing of what is served.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "server/web.h"

namespace endrange::server {

class HttpServer {
 public:
  struct Handlers {
    /// Asked as soon as the head is there. Nothing = `answer` it.
    std::function<std::optional<Answer>(Request&)> refuse;
    std::function<Answer(Request&)> answer;
  };
  explicit HttpServer(Handlers handlers);
  ~HttpServer();

  /// Binds 127.0.0.1. Returns the port. Errors: io
  Result<int> bind(int port);
  /// Until stop(); then the connections that there are end, too.
  void run();
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace endrange::server
