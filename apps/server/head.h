// head.h: is what came in over a socket the head of a request that may be read at all? Told before anything else looks
// at it: the library behind it is lenient, and what two readers take differently is how requests are smuggled.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace endrange::server {

constexpr std::size_t kLongestHead_bytes = 16 << 10;  // browsers' own heads stay below 4 KiB, cookies of others aside
constexpr std::size_t kLongestTarget_bytes = 4096;    // a note of 1000 letters, each of them escaped
constexpr int kMostHeaders = 64;

struct HeadProblem {
  int status;
  std::string id, message;
};

/// head: from the method to the empty line, both included. port: that of this server. Nothing = it may be read.
std::optional<HeadProblem> head_problem(std::string_view head, int port);

/// Letters beyond ASCII stay as they are.
std::string in_small_letters(std::string_view text);

/// Its headers, as they were sent. Pre: head_problem() found none.
std::vector<std::pair<std::string, std::string>> headers_of(std::string_view head);

}  // namespace endrange::server
