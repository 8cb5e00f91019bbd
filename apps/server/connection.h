// connection.h: one connection's bytes, with a limit to everything: how long a head and a body may take to come, how
// large a head may be, how long nobody may read.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace endrange::server {

class Connection {
 public:
  /// Takes the socket over. is_stopping: ends every wait.
  Connection(int socket, const std::atomic<bool>& is_stopping);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  enum class HeadEnd { complete, closed, too_slow, too_large };
  /// Waits for the next request; for a shorter time while there is a crowd of connections.
  HeadEnd wait_for_head(const std::function<bool()>& is_crowded);
  /// The head that was waited for, empty line included.
  std::string_view head() const { return std::string_view(buffer_).substr(0, head_end_); }

  /// Returns how many bytes were read, 0 at the end, −1 where none came in time.
  std::ptrdiff_t read(char* into, std::size_t most);
  /// Everything. False where the other side doesn't take it in time.
  bool write(const char* bytes, std::size_t count);
  bool is_writable() const;
  /// Bytes handed out since the head ended.
  std::uint64_t body_bytes() const { return body_bytes_; }

  /// Ends it so that what was written still arrives, though the other side is sending; waits that long for its end.
  void close_gently(std::chrono::milliseconds longest);
  int socket() const { return socket_; }

 private:
  using Clock = std::chrono::steady_clock;
  bool wait(short events, Clock::time_point until, const std::function<bool()>& is_over = nullptr) const;
  Clock::time_point body_due() const;

  int socket_;
  const std::atomic<bool>& is_stopping_;
  std::string buffer_;  // read from the socket
  std::size_t at_ = 0;  // handed out of it
  std::size_t head_end_ = 0;
  Clock::time_point body_began_;
  std::uint64_t body_bytes_ = 0;
  int single_bytes_ = 0;  // handed out one at a time since the last end of a line
};

}  // namespace endrange::server
