#include "server/connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "server/head.h"

namespace endrange::server {

namespace {

using namespace std::chrono_literals;

// A browser on this machine sends a head at once; ten seconds are what others allow (Syncthing).
constexpr auto kHeadTimeInCrowd = 500ms;
constexpr auto kHeadTime = 10s, kWriteTime = 10s, kPauseTime = 10s;
// A body that comes slower than this, after the first seconds, holds a thread for nothing.
constexpr double kSlowestBody_bytes_per_s = 65536;
constexpr auto kLook = 100ms;  // how often a wait looks whether the server stops
constexpr std::size_t kRead_bytes = 1 << 16;
constexpr int kLongestChunkLine_bytes = 128;

}  // namespace

Connection::Connection(int socket, const std::atomic<bool>& is_stopping) : socket_(socket), is_stopping_(is_stopping) {
  // Head and body are written apart; waiting to put them together costs 40 ms each time.
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Connection::~Connection() { ::close(socket_); }

bool Connection::wait(short events, Clock::time_point until, const std::function<bool()>& is_over) const {
  for (;;) {
    if (is_over && is_over()) return false;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
    if (left <= 0ms || is_stopping_) return false;
    pollfd poll_of{socket_, events, 0};
    const int ready = ::poll(&poll_of, 1, static_cast<int>(std::min<std::int64_t>(left.count(), kLook.count())));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

Connection::HeadEnd Connection::wait_for_head(const std::function<bool()>& is_crowded) {
  buffer_.erase(0, at_);
  at_ = head_end_ = 0;
  body_bytes_ = 0, single_bytes_ = 0;
  // Until the first byte, and from there on once more.
  auto began = Clock::now();
  const auto is_over = [&] { return is_crowded() && Clock::now() - began > kHeadTimeInCrowd; };
  std::size_t looked = 0;
  for (;;) {
    const std::size_t end = buffer_.find("\r\n\r\n", looked > 3 ? looked - 3 : 0);
    if (end != std::string::npos) {
      head_end_ = end + 4;
      if (head_end_ > kLongestHead_bytes) return HeadEnd::too_large;
      body_began_ = Clock::now();
      return HeadEnd::complete;
    }
    if (buffer_.size() > kLongestHead_bytes) return HeadEnd::too_large;
    looked = buffer_.size();
    if (!wait(POLLIN, began + kHeadTime, is_over)) return buffer_.empty() ? HeadEnd::closed : HeadEnd::too_slow;
    char bytes[4096];
    const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) return HeadEnd::closed;
    if (buffer_.empty()) began = Clock::now();
    buffer_.append(bytes, static_cast<std::size_t>(count));
  }
}

Connection::Clock::time_point Connection::body_due() const {
  const auto allowed = std::chrono::duration<double>(static_cast<double>(body_bytes_) / kSlowestBody_bytes_per_s);
  return body_began_ + kPauseTime + std::chrono::duration_cast<Clock::duration>(allowed);
}

std::ptrdiff_t Connection::read(char* into, std::size_t most) {
  if (at_ >= buffer_.size()) {
    if (!wait(POLLIN, std::min(Clock::now() + kPauseTime, body_due()))) return -1;
    buffer_.resize(kRead_bytes);
    const ssize_t count = ::recv(socket_, buffer_.data(), buffer_.size(), 0);
    buffer_.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    at_ = 0, head_end_ = 0;
    if (count <= 0) return count;
  }
  const std::size_t count = std::min(most, buffer_.size() - at_);
  std::memcpy(into, buffer_.data() + at_, count);
  // Sizes of chunks are read byte by byte, up to the end of their line, however long it is.
  if (at_ >= head_end_) {
    body_bytes_ += count;
    single_bytes_ = most == 1 && into[0] != '\n' ? single_bytes_ + 1 : 0;
    if (single_bytes_ > kLongestChunkLine_bytes) return -1;
  }
  at_ += count;
  return static_cast<std::ptrdiff_t>(count);
}

bool Connection::is_writable() const { return wait(POLLOUT, Clock::now() + kWriteTime); }

bool Connection::write(const char* bytes, std::size_t count) {
  while (count > 0) {
    if (!wait(POLLOUT, Clock::now() + kWriteTime)) return false;
    const ssize_t sent = ::send(socket_, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (sent <= 0) return false;
    bytes += sent, count -= static_cast<std::size_t>(sent);
  }
  return true;
}

void Connection::close_gently(std::chrono::milliseconds longest) {
  ::shutdown(socket_, SHUT_WR);
  // Closed with bytes unread, the socket would be reset, and the answer lost with it.
  constexpr std::size_t kMost_bytes = 64 << 20;
  const auto until = Clock::now() + longest;
  char bytes[1 << 14];
  for (std::size_t read = 0; read < kMost_bytes && wait(POLLIN, until);) {
    const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) return;
    read += static_cast<std::size_t>(count);
  }
}

}  // namespace endrange::server
