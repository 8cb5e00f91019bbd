#include "server/web.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace endrange::server {

std::string Request::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

std::string Request::parameter(const std::string& name) const {
  const auto found = query.find(name);
  return found == query.end() ? "" : found->second;
}

bool is_api(std::string_view path) { return path == "/api" || path.starts_with("/api/"); }

bool is_typed_text(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f;
  });
}

std::shared_ptr<OpenFile> OpenFile::open(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) return nullptr;
  struct stat state {};
  if (::fstat(fd, &state) != 0 || !S_ISREG(state.st_mode)) {
    ::close(fd);
    return nullptr;
  }
  return std::shared_ptr<OpenFile>(new OpenFile(fd, static_cast<std::uint64_t>(state.st_size)));
}

std::size_t OpenFile::read(std::uint64_t from, char* into, std::size_t most) const {
  const ssize_t count = ::pread(fd_, into, most, static_cast<off_t>(from));
  return count > 0 ? static_cast<std::size_t>(count) : 0;
}

OpenFile::~OpenFile() { ::close(fd_); }

std::string json_text(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Answer json_answer(std::string json, int status) {
  Answer answer;
  answer.status = status, answer.type = "application/json", answer.body = std::move(json);
  return answer;
}

Answer nothing_to_say() {
  Answer answer;
  answer.status = 204;
  return answer;
}

Answer refusal(int status, const std::string& id, const std::string& message) {
  return json_answer("{\"error\":{\"id\":\"" + id + "\",\"message\":" + json_text(message) + "}}\n", status);
}

Answer refusal(const Error& error) {
  switch (error.kind) {
    case Error::Kind::not_found: return refusal(404, "not_found", error.message);
    case Error::Kind::bad_argument: return refusal(400, "bad_argument", error.message);
    case Error::Kind::unreadable: return refusal(422, "unreadable", error.message);
    case Error::Kind::unsupported: return refusal(422, "unsupported", error.message);
    case Error::Kind::setup: return refusal(500, "setup", error.message);
    case Error::Kind::interrupted: return refusal(503, "busy", error.message);
    case Error::Kind::io: break;
  }
  return refusal(500, "io", error.message);
}

namespace {

// "bytes=0-99", "bytes=100-", "bytes=-100"; false where it is none of these, and then all of the file is sent.
bool read_range(const std::string& text, std::uint64_t size, std::uint64_t& from, std::uint64_t& to) {
  constexpr std::string_view kUnit = "bytes=";
  constexpr std::size_t kMostDigits = 15;
  if (text.rfind(kUnit, 0) != 0) return false;
  const std::size_t dash = text.find('-', kUnit.size());
  if (dash == std::string::npos) return false;
  const std::string first = text.substr(kUnit.size(), dash - kUnit.size()), last = text.substr(dash + 1);
  const auto is_number = [](const std::string& s) {
    return s.size() <= kMostDigits && s.find_first_not_of("0123456789") == std::string::npos;
  };
  if (!is_number(first) || !is_number(last) || (first.empty() && last.empty())) return false;
  if (first.empty()) {
    const std::uint64_t count = std::stoull(last);
    from = count < size ? size - count : 0, to = size;
    return count > 0;
  }
  from = std::stoull(first);
  to = last.empty() ? size : std::min<std::uint64_t>(size, std::stoull(last) + 1);
  return true;
}

}  // namespace

Answer file_answer(std::shared_ptr<OpenFile> file, const std::string& type, const std::string& range) {
  Answer answer;
  answer.type = type;
  const std::uint64_t size = file->size();
  std::uint64_t from = 0, to = size;
  answer.headers.emplace_back("Accept-Ranges", "bytes");
  if (!range.empty() && read_range(range, size, from, to)) {
    if (from >= to) {
      answer = refusal(416, "bad_argument", "the file has no such bytes");
      answer.headers.emplace_back("Content-Range", "bytes */" + std::to_string(size));
      return answer;
    }
    answer.status = 206;
    answer.headers.emplace_back(
        "Content-Range", "bytes " + std::to_string(from) + "-" + std::to_string(to - 1) + "/" + std::to_string(size));
  }
  answer.file = std::move(file), answer.from = from, answer.count = to - from;
  return answer;
}

std::vector<std::pair<std::string, std::string>> common_headers(std::string_view path, int status) {
  const bool is_kept = path.starts_with("/assets/") && status == 200;
  return {
      {"Content-Security-Policy",
       "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
       "connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; "
       "object-src 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(self), microphone=()"},
      // Names of built files hold a sum of what is in them.
      {"Cache-Control", is_kept ? "public, max-age=31536000, immutable" : "no-store"},
  };
}

}  // namespace endrange::server
