#include "server/http.h"

#include <httplib.h>

#include <atomic>
#include <chrono>
#include <functional>

#include "server/connection.h"
#include "server/head.h"

namespace endrange::server {

namespace {

constexpr int kThreads = 64;  // 16 streams, 6 connections of each of some tabs, and some that are slow
constexpr int kCrowd = 48;    // from here on nobody is waited for long
// Further ones are closed unheard. Far from the 1024 files that a process may usually have open; in a crowd the last
// one waits (192 − 64) / 64 × 0.7 s for a thread.
constexpr int kMostConnections = 192;
constexpr std::chrono::milliseconds kLastWait{2000}, kLastWaitInCrowd{100};
constexpr std::size_t kPiece_bytes = 1 << 18;

// Of the answer that this thread has just written.
thread_local bool must_close = false;
// Whether this thread has a connection too many in its hands.
thread_local bool is_one_too_many = false;

// Counts connections from the moment that they are accepted: those that wait for a thread, too.
class Threads : public httplib::TaskQueue {
 public:
  explicit Threads(std::atomic<int>& connections) : pool_(kThreads), connections_(connections) {}
  void enqueue(std::function<void()> serve) override {
    if (connections_ >= kMostConnections) {
      is_one_too_many = true;
      serve();
      is_one_too_many = false;
      return;
    }
    ++connections_;
    pool_.enqueue([this, serve = std::move(serve)] {
      serve();
      --connections_;
    });
  }
  void shutdown() override { pool_.shutdown(); }

 private:
  httplib::ThreadPool pool_;
  std::atomic<int>& connections_;
};

// What httplib reads from and writes to.
class ConnectionStream : public httplib::Stream {
 public:
  explicit ConnectionStream(Connection& connection) : connection_(connection) {}
  bool is_readable() const override { return true; }
  bool is_writable() const override { return connection_.is_writable(); }
  ssize_t read(char* into, std::size_t most) override { return connection_.read(into, most); }
  ssize_t write(const char* bytes, std::size_t count) override {
    return connection_.write(bytes, count) ? static_cast<ssize_t>(count) : -1;
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return connection_.socket(); }

 private:
  Connection& connection_;
};

bool is_bearing_body(const std::string& method) { return method == "POST" || method == "PUT" || method == "PATCH"; }

Request request_of(const httplib::Request& from) {
  Request request;
  request.method = from.method;
  request.path = from.target.substr(0, from.target.find('?'));
  for (const auto& [name, value] : from.headers) request.headers.emplace(in_small_letters(name), value);
  for (const auto& [name, value] : from.params) {
    if (!is_typed_text(name) || !is_typed_text(value) || !request.query.emplace(name, value).second)
      request.is_query_good = false;
  }
  if (const std::string length = request.header("content-length"); !length.empty())
    request.length = std::stoull(length);  // digits, as the head's check has it
  else if (!request.headers.contains("transfer-encoding"))
    request.length = 0;
  return request;
}

void put(Answer answer, httplib::Response& into) {
  into.status = answer.status;
  for (auto& [name, value] : answer.headers) into.set_header(name, value);
  if (answer.file != nullptr) {
    const auto file = answer.file;
    const std::uint64_t from = answer.from;
    into.set_content_provider(static_cast<std::size_t>(answer.count), answer.type,
                              [file, from, piece = std::string(kPiece_bytes, '\0')](std::size_t at, std::size_t left,
                                                                                    httplib::DataSink& sink) mutable {
                                const std::size_t count =
                                    file->read(from + at, piece.data(), std::min(left, piece.size()));
                                return count > 0 && sink.write(piece.data(), count);
                              });
  } else if (answer.next) {
    into.set_chunked_content_provider(
        answer.type, [next = std::move(answer.next)](std::size_t, httplib::DataSink& sink) {
          return next([&](std::string_view text) { return sink.write(text.data(), text.size()); });
        });
  } else if (!answer.body.empty()) {
    into.set_content(std::move(answer.body), answer.type);
  }
}

}  // namespace

class HttpServer::Impl : public httplib::Server {
 public:
  explicit Impl(HttpServer::Handlers handlers) : handlers_(std::move(handlers)) {
    new_task_queue = [this] { return new Threads(connections_); };
    set_address_family(AF_INET);
    // Without SO_REUSEPORT, which httplib sets by itself: with it, a second program could share the port.
    set_socket_options([](socket_t socket) {
      const int on = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    });
    set_pre_routing_handler([this](const httplib::Request& from, httplib::Response& into) {
      Request request = request_of(from);
      if (auto refused = handlers_.refuse(request)) return put(std::move(*refused), into), HandlerResponse::Handled;
      if (is_bearing_body(from.method)) return HandlerResponse::Unhandled;
      request.read_body = [](const TakeBytes&) { return true; };
      return put(handlers_.answer(request), into), HandlerResponse::Handled;
    });
    const auto with_body = [this](const httplib::Request& from, httplib::Response& into,
                                  const httplib::ContentReader& reader) {
      Request request = request_of(from);
      if (auto refused = handlers_.refuse(request)) return put(std::move(*refused), into);
      request.read_body = [&](const TakeBytes& take) {
        return reader([&](const char* bytes, std::size_t count) { return take(bytes, count); });
      };
      put(handlers_.answer(request), into);
    };
    // Everything; httplib's own routing isn't used.
    const char* everything = "[\\s\\S]*";
    Post(everything, with_body), Put(everything, with_body), Patch(everything, with_body);
    set_expect_100_continue_handler([this](const httplib::Request& from, httplib::Response& into) {
      Request request = request_of(from);
      auto refused = handlers_.refuse(request);
      if (!refused) return 100;
      put(std::move(*refused), into);
      return into.status;
    });
    set_exception_handler([](const httplib::Request&, httplib::Response& into, std::exception_ptr) {
      put(refusal(500, "internal", "something went wrong here"), into);
    });
    set_error_handler([](const httplib::Request&, httplib::Response& into) {
      if (into.body.empty()) put(refusal(into.status, "bad_argument", "the request can't be read"), into);
    });
    set_post_routing_handler([](const httplib::Request& from, httplib::Response& into) {
      for (const auto& [name, value] : common_headers(from.target, into.status)) into.set_header(name, value);
      // Whether all of a refused body has come in needn't be found out.
      must_close = into.status >= 400 && (from.has_header("Transfer-Encoding") || from.has_header("Content-Length"));
      into.headers.erase("Keep-Alive");
      if (must_close) into.set_header("Connection", "close");
    });
  }

  // Called by httplib for each connection, on one of its threads.
  bool process_and_close_socket(socket_t socket) override {
    Connection connection(socket, is_stopping_);
    if (is_one_too_many) return true;
    try {
      serve(connection);
    } catch (const std::exception&) {
      // Out of memory: the connection ends, the server doesn't.
    }
    return true;
  }

  void serve(Connection& connection) {
    ConnectionStream stream(connection);
    for (;;) {
      switch (connection.wait_for_head([this] { return is_crowded(); })) {
        case Connection::HeadEnd::closed: return;
        case Connection::HeadEnd::too_slow:
          return refuse(connection, {408, "bad_argument", "the request came too slowly"});
        case Connection::HeadEnd::too_large:
          return refuse(connection, {431, "too_large", "the request's head is too large"});
        case Connection::HeadEnd::complete: break;
      }
      if (const auto problem = head_problem(connection.head(), port_)) return refuse(connection, *problem);
      std::uint64_t declared = 0;
      bool is_chunked = false, is_closed = false;
      const bool is_good = process_request(stream, is_stopping_, is_closed, [&](httplib::Request& request) {
        // httplib takes escapes out of headers, too: what was sent counts.
        request.headers.clear();
        for (auto& [name, value] : headers_of(connection.head())) request.headers.emplace(name, value);
        // Ranges, packing and forms are httplib's to read; here they aren't.
        request.ranges.clear();
        request.headers.erase("Accept-Encoding");
        request.headers.erase("Content-Type");
        is_chunked = request.has_header("Transfer-Encoding");
        // A body without a length would end with the connection; RFC 9112, 6.3 has such a request without one.
        if (!is_chunked && !request.has_header("Content-Length") && is_bearing_body(request.method))
          request.headers.emplace("Content-Length", "0");
        declared = is_chunked ? 0 : std::stoull("0" + request.get_header_value("Content-Length"));
      });
      if (!is_good || is_closed || is_stopping_) return;
      // What is left of a body would be taken for the next request.
      if (must_close || is_chunked || connection.body_bytes() != declared) return connection.close_gently(last_wait());
    }
  }

  // What httplib isn't shown.
  void refuse(Connection& connection, const HeadProblem& problem) const {
    const Answer answer = refusal(problem.status, problem.id, problem.message);
    std::string text = "HTTP/1.1 " + std::to_string(problem.status) +
                       " Refused\r\nConnection: close\r\nContent-Type: " + answer.type +
                       "\r\nContent-Length: " + std::to_string(answer.body.size()) + "\r\n";
    for (const auto& [name, value] : common_headers("", problem.status)) text += name + ": " + value + "\r\n";
    text += "\r\n" + answer.body;
    if (connection.write(text.data(), text.size())) connection.close_gently(last_wait());
  }

  bool is_crowded() const { return connections_ > kCrowd; }
  // For the other side to take in what it was told.
  std::chrono::milliseconds last_wait() const { return is_crowded() ? kLastWaitInCrowd : kLastWait; }

  HttpServer::Handlers handlers_;
  int port_ = 0;
  std::atomic<bool> is_stopping_ = false;
  std::atomic<int> connections_ = 0;
  socket_t listening() const { return svr_sock_; }
};

HttpServer::HttpServer(Handlers handlers) : impl_(std::make_unique<Impl>(std::move(handlers))) {}
HttpServer::~HttpServer() = default;

Result<int> HttpServer::bind(int port) {
  const bool is_bound =
      port == 0 ? (impl_->port_ = impl_->bind_to_any_port("127.0.0.1")) > 0 : impl_->bind_to_port("127.0.0.1", port);
  if (!is_bound)
    return failure(Error::Kind::io, "port " + std::to_string(port) + " of 127.0.0.1 can't be had; is it in use?");
  if (port != 0) impl_->port_ = port;
  // httplib's own queue holds five.
  ::listen(impl_->listening(), 128);
  return impl_->port_;
}

void HttpServer::run() { impl_->listen_after_bind(); }

void HttpServer::stop() {
  impl_->is_stopping_ = true;
  impl_->stop();
}

}  // namespace endrange::server
