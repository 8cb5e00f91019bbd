#include "server/guard.h"

#include <sys/random.h>

#include <cstdlib>

namespace endrange::server {

namespace {

Answer plain(int status, const std::string& text) {
  Answer answer;
  answer.status = status, answer.type = "text/plain; charset=utf-8", answer.body = text;
  return answer;
}

Answer refused(const Request& request, const std::string& id, const std::string& message) {
  return is_api(request.path) ? refusal(403, id, message) : plain(403, message + ".\n");
}

}  // namespace

std::string random_hex(std::size_t bytes) {
  std::string raw(bytes, '\0');
  std::size_t have = 0;
  while (have < bytes) {
    const ssize_t got = ::getrandom(raw.data() + have, bytes - have, 0);
    // Without randomness there are no secrets, and nothing may be served.
    if (got <= 0) std::abort();
    have += static_cast<std::size_t>(got);
  }
  constexpr const char* kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : raw) text += kDigits[static_cast<unsigned char>(c) >> 4], text += kDigits[c & 15];
  return text;
}

bool is_same_secret(std::string_view a, std::string_view b) {
  unsigned different = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size(); ++i) different |= static_cast<unsigned>(a[i] ^ (i < b.size() ? b[i] : ~a[i]));
  return different == 0 && !a.empty();
}

bool is_own_host(std::string_view host, int port) {
  const std::string end = ":" + std::to_string(port);
  for (const char* name : {"127.0.0.1", "localhost", "[::1]"})
    if (host == name + end) return true;
  return false;
}

bool is_own_origin(std::string_view origin, std::string_view host) { return origin == "http://" + std::string(host); }

std::optional<std::string> cookie_of(std::string_view header, std::string_view name) {
  std::optional<std::string> found;
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    std::string_view pair = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (!pair.starts_with(name) || pair.size() <= name.size() || pair[name.size()] != '=') continue;
    if (found) return std::nullopt;
    found = std::string(pair.substr(name.size() + 1));
  }
  return found;
}

bool is_mutating(std::string_view method) {
  return method == "POST" || method == "PUT" || method == "PATCH" || method == "DELETE";
}

Guard::Guard() = default;

std::optional<Answer> Guard::take_token(const Request& request, bool has_cookie) {
  Answer onwards = plain(303, "");
  onwards.headers.emplace_back("Location", "/");
  const std::lock_guard lock(mutex_);
  if (!is_token_used_ && is_same_secret(token_, request.parameter("token"))) {
    is_token_used_ = true;
    onwards.headers.emplace_back("Set-Cookie", "endrange=" + secret_ + "; HttpOnly; SameSite=Strict; Path=/");
    return onwards;
  }
  if (has_cookie) return onwards;
  return plain(403,
               "This address has been used, or isn't whole. Open the one that endrange prints; "
               "`endrange serve --open` makes a new one.\n");
}

std::optional<Answer> Guard::refuse(const Request& request, int port) {
  const std::string host = request.header("host"), origin = request.header("origin");
  if (!is_own_host(host, port)) return refused(request, "forbidden", "The request is for another host");
  if (request.headers.contains("origin") && !is_own_origin(origin, host))
    return refused(request, "forbidden", "The request comes from another page");
  // What a browser says of where a request was made. Cookies don't tell ports of this machine apart; this does.
  const std::string site = request.header("sec-fetch-site");
  if (is_api(request.path) && !site.empty() && site != "same-origin" && site != "none")
    return refused(request, "forbidden", "The request comes from another page");
  const auto cookie = cookie_of(request.header("cookie"), "endrange");
  const bool has_cookie = cookie && is_same_secret(secret_, *cookie);
  if (request.method == "GET" && request.path == "/" && request.query.contains("token"))
    return take_token(request, has_cookie);
  if (!has_cookie)
    return refused(request, "locked", "Locked: open the address that endrange printed when it was started");
  if (is_mutating(request.method) && request.header("x-endrange") != "1")
    return refused(request, "forbidden", "The request needs the header X-Endrange: 1");
  return std::nullopt;
}

}  // namespace endrange::server
