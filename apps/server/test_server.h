// test_server.h: a real server in a folder of its own, and a client that says exactly what a test wants it to say.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "run.h"

namespace endrange::server::test {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;

using endrange::test::TempFolder;
using endrange::test::text_of;

struct Reply {
  int status = 0;  ///< 0 = the connection ended without an answer
  std::string head, body;
  Json json() const { return Json::parse(body, nullptr, false); }
  bool has(const std::string& text) const { return head.find(text) != std::string::npos; }
  std::string header(const std::string& name) const {
    const std::size_t at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "";
    const std::size_t begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
};

/// A connection to 127.0.0.1.
class Wire {
 public:
  explicit Wire(int port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET, to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_open_ = ::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
  }
  ~Wire() { ::close(fd_); }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  bool is_open() const { return is_open_; }

  /// False when the other side doesn't take it.
  bool send(const std::string& bytes) {
    std::size_t at = 0;
    while (at < bytes.size()) {
      const ssize_t sent = ::send(fd_, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
      if (sent <= 0) return false;
      at += static_cast<std::size_t>(sent);
    }
    return true;
  }
  /// What comes within that time; also when the other side ends.
  std::string receive(double seconds) {
    pollfd poll_of{fd_, POLLIN, 0};
    if (::poll(&poll_of, 1, static_cast<int>(1000 * seconds)) <= 0) return "";
    std::string bytes(1 << 16, '\0');
    const ssize_t count = ::recv(fd_, bytes.data(), bytes.size(), 0);
    if (count <= 0) is_open_ = false;
    bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return bytes;
  }
  /// One whole answer, by its Content-Length, or up to the end.
  Reply reply(double seconds = 15, bool is_head = false) {
    is_head_ = is_head;
    const auto due = Clock::now() + std::chrono::duration<double>(seconds);
    Reply reply;
    while (is_open_ && Clock::now() < due) {
      if (is_whole(reply)) return reply;
      got_ += receive(0.2);
    }
    (void)is_whole(reply);
    return reply;
  }

 private:
  bool is_whole(Reply& reply) {
    const std::size_t end = got_.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    reply.head = got_.substr(0, end + 2);
    reply.status = std::atoi(got_.c_str() + 9);
    const std::string length = reply.header("Content-Length");
    const std::size_t need = is_head_ ? 0 : length.empty() ? std::string::npos : std::stoull(length);
    reply.body = got_.substr(end + 4, need);
    if (reply.status == 100 || (need != std::string::npos && reply.body.size() == need)) {
      got_.erase(0, end + 4 + reply.body.size());
      if (reply.status == 100) reply.body.clear();
      return true;
    }
    return false;
  }
  int fd_;
  bool is_open_ = false, is_head_ = false;
  std::string got_;
};

/// A clip of a lifter, a second's work to measure; rendered once.
inline const std::string& tiny_clip() {
  static const std::string bytes = [] {
    const TempFolder folder;
    const std::string out = (folder.path / "tiny.mp4").string();
    const std::string command = std::string("'") + ENDRANGE_BINARY + "' synth '" + out +
                                "' --resolution 320x180 --reps 1 --tempo 1-0.3-0.8-0.5 --fps 15 --lead 0.5 --tail 0.5 "
                                ">/dev/null 2>&1";
    return std::system(command.c_str()) == 0 ? text_of(out) : std::string();
  }();
  return bytes;
}

/// The same film, in other bytes: a box at the end that players skip.
inline std::string another_clip(int number) {
  const std::string filling = "film " + std::to_string(number);
  std::string box(4, '\0');
  box[3] = static_cast<char>(8 + filling.size());
  return tiny_clip() + box + "free" + filling;
}

inline bool has_model() {
  const auto set = [](const char* name) { return std::getenv(name) != nullptr ? std::string(std::getenv(name)) : ""; };
  const std::string cache = set("XDG_CACHE_HOME").empty() ? set("HOME") + "/.cache" : set("XDG_CACHE_HOME");
  const std::string folder = set("ENDRANGE_MODELS").empty() ? cache + "/endrange/models" : set("ENDRANGE_MODELS");
  return fs::exists(folder + "/pose_landmark_lite.tflite") && fs::exists(folder + "/pose_landmark_full.tflite");
}

/// Runs endrange with these words for a shell; its exit code.
inline int endrange(const std::string& words) {
  const int status = std::system((std::string("'") + ENDRANGE_BINARY + "' " + words + " >/dev/null 2>&1").c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// A running `endrange serve`.
class Server {
 public:
  explicit Server(const fs::path& folder, std::vector<std::string> more = {}) : folder_(folder) {
    fs::create_directories(folder / "web" / "assets");
    std::ofstream(folder / "web" / "index.html") << "<!doctype html><title>page</title>";
    std::ofstream(folder / "web" / "assets" / "index-1a2b.js") << "export {};";
    std::ofstream(folder / "secret.txt") << "not the page's";
    std::vector<std::string> arguments = {ENDRANGE_BINARY, "serve"};
    // Unless the test says otherwise.
    const std::vector<std::pair<std::string, std::string>> usual = {{"--port", "0"},
                                                                    {"--journal", (folder / "journal.db").string()},
                                                                    {"--films", films().string()},
                                                                    {"--web", (folder / "web").string()},
                                                                    {"--model", "lite"},
                                                                    {"--threads", "1"}};
    for (const auto& [name, value] : usual)
      if (std::ranges::find(more, name) == more.end()) arguments.push_back(name), arguments.push_back(value);
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::vector<char*> argv;
    for (std::string& a : arguments) argv.push_back(a.data());
    argv.push_back(nullptr);
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return;
    const std::string log = (folder / "server.log").string();
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(ends[1], 1);
      ::dup2(::open(log.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600), 2);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    char c = 0;
    while (::read(ends[0], &c, 1) == 1 && c != '\n') url_ += c;
    ::close(ends[0]);
    const std::size_t colon = url_.rfind(':'), token = url_.find("token=");
    if (token != std::string::npos) port_ = std::atoi(url_.c_str() + colon + 1), token_ = url_.substr(token + 6);
  }
  ~Server() {
    if (pid_ > 0) end(SIGKILL);
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const { return port_; }
  pid_t pid() const { return pid_; }
  const std::string& token() const { return token_; }
  fs::path films() const { return folder_ / "films"; }
  std::string host() const { return "127.0.0.1:" + std::to_string(port_); }

  /// Ends it by that signal; how it ended: the exit code, or minus the signal.
  int end(int signal) {
    ::kill(pid_, signal);
    return wait();
  }
  int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  /// Exactly these bytes.
  Reply raw(const std::string& bytes, double seconds = 15) const {
    Wire wire(port_);
    (void)wire.send(bytes);
    return wire.reply(seconds, bytes.rfind("HEAD ", 0) == 0);
  }
  /// Uses the token; every request after it has the cookie.
  void unlock() {
    const Reply reply = raw("GET /?token=" + token_ + " HTTP/1.1\r\nHost: " + host() + "\r\n\r\n");
    const std::string cookie = reply.header("Set-Cookie");
    cookie_ = cookie.substr(0, cookie.find(';'));
  }
  const std::string& cookie() const { return cookie_; }
  /// The usual headers of a page's request.
  std::string usual() const {
    return "Host: " + host() + "\r\nCookie: " + cookie_ + "\r\nX-Endrange: 1\r\nOrigin: http://" + host() + "\r\n";
  }
  Reply ask(const std::string& method, const std::string& path, const std::string& body = "") const {
    std::string text = method + " " + path + " HTTP/1.1\r\n" + usual();
    if (!body.empty() || method == "POST" || method == "PATCH")
      text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return raw(text + "\r\n" + body, 60);
  }
  /// Its id.
  std::string add_person(const std::string& name = "me") const {
    return ask("POST", "/api/v1/people", Json{{"name", name}}.dump()).json().value("id", "");
  }
  std::string send_film(const std::string& person, const std::string& bytes, const std::string& query = "") const {
    return ask("POST", "/api/v1/people/" + person + "/films?name=film.mp4" + query, bytes).json().value("id", "");
  }
  /// The process that measures a film; waits for it. 0 = none came.
  pid_t worker(double seconds = 20) const {
    const auto due = Clock::now() + std::chrono::duration<double>(seconds);
    while (Clock::now() < due) {
      for (const auto& task : fs::directory_iterator("/proc/" + std::to_string(pid_) + "/task")) {
        pid_t child = 0;
        std::ifstream children(task.path() / "children");
        // Before it becomes the program it has the server's own name.
        while (children >> child)
          if (text_of("/proc/" + std::to_string(child) + "/cmdline").find("analyze") != std::string::npos) return child;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return 0;
  }
  /// Waits until the film's analysis is over. Its JSON.
  Json settled(const std::string& film, double seconds = 60) const {
    const auto due = Clock::now() + std::chrono::duration<double>(seconds);
    Json json;
    do {
      json = ask("GET", "/api/v1/films/" + film).json();
      const std::string state = json.value("state", "");
      if (state == "done" || state == "failed" || state == "nothing") break;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    } while (Clock::now() < due);
    return json;
  }

 private:
  fs::path folder_;
  pid_t pid_ = 0;
  int port_ = 0;
  std::string url_, token_, cookie_;
};

}  // namespace endrange::server::test
