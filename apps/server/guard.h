// guard.h: who may ask. Pure functions, except for the secrets themselves.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "server/web.h"

namespace endrange::server {

/// That many random bytes from the system, as hexadecimal digits: two for each.
std::string random_hex(std::size_t bytes);

/// Takes equally long wherever the texts differ.
bool is_same_secret(std::string_view a, std::string_view b);

/// Exactly 127.0.0.1:P, localhost:P or [::1]:P. A name that only leads here by DNS is somebody else's page.
bool is_own_host(std::string_view host, int port);
/// http:// and the very host that was asked.
bool is_own_origin(std::string_view origin, std::string_view host);

/// The value of that cookie in a Cookie header; nothing where there is none, or more than one.
std::optional<std::string> cookie_of(std::string_view header, std::string_view name);

/// POST, PUT, PATCH, DELETE
bool is_mutating(std::string_view method);

/// The launch token, good once, and the secret that a browser gets for it. Both new at every start.
class Guard {
 public:
  Guard();
  const std::string& token() const { return token_; }

  /// Looks at Host, Origin, where the browser says it comes from, token and cookie. Nothing = it may go on.
  std::optional<Answer> refuse(const Request& request, int port);

 private:
  std::optional<Answer> take_token(const Request& request, bool has_cookie);
  std::string token_ = random_hex(32), secret_ = random_hex(32);
  std::mutex mutex_;
  bool is_token_used_ = false;
};

}  // namespace endrange::server
