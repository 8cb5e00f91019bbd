#include "server/head.h"

#include <algorithm>
#include <map>

#include "server/guard.h"

namespace endrange::server {

namespace {

HeadProblem bad(std::string message) { return {400, "bad_argument", std::move(message)}; }

// RFC 9110, 5.6.2
bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
    return std::isalnum(c) != 0 || std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string::npos;
  });
}

std::optional<HeadProblem> line_problem(std::string_view line) {
  const std::size_t first = line.find(' '), second = line.find(' ', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return bad("no request line");
  const std::string_view target = line.substr(first + 1, second - first - 1), version = line.substr(second + 1);
  if (!is_token(line.substr(0, first))) return bad("the method is no word");
  if (version != "HTTP/1.1" && version != "HTTP/1.0")
    return HeadProblem{505, "bad_argument", "HTTP/1.1 is spoken here"};
  if (!target.starts_with('/')) return bad("the target is no path");
  if (target.size() > kLongestTarget_bytes) return HeadProblem{414, "too_large", "the address is too long"};
  // Escapes are read once, by one reader; here they only have to be escapes.
  for (std::size_t i = 0; i < target.size(); ++i) {
    const auto c = static_cast<unsigned char>(target[i]);
    if (c <= 0x20 || c >= 0x7f || c == '#' || c == '\\') return bad("the address holds what must be escaped");
    const auto is_hex = [&](std::size_t at) { return at < target.size() && std::isxdigit(target[at]) != 0; };
    if (c == '%' && !(is_hex(i + 1) && is_hex(i + 2))) return bad("the address holds half an escape");
  }
  if (std::ranges::count(target, '?') > 1) return bad("the address holds two queries");
  return std::nullopt;
}

std::string value_in(std::string_view head, std::size_t colon, std::size_t end) {
  std::string_view value = head.substr(colon + 1, end - colon - 1);
  while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
  while (value.ends_with(' ') || value.ends_with('\t')) value.remove_suffix(1);
  return std::string(value);
}

using Fields = std::map<std::string, std::string>;

// Those that decide how much of the socket belongs to this request stand once.
std::optional<HeadProblem> framing_problem(const Fields& fields) {
  const auto length = fields.find("content-length"), coding = fields.find("transfer-encoding");
  constexpr std::size_t kMostDigits = 15;
  if (length != fields.end() && coding != fields.end()) return bad("two ways to tell the body's length");
  if (length != fields.end() && (length->second.empty() || length->second.size() > kMostDigits ||
                                 length->second.find_first_not_of("0123456789") != std::string::npos))
    return bad("Content-Length is no number");
  if (coding != fields.end() && in_small_letters(coding->second) != "chunked")
    return HeadProblem{501, "bad_argument", "bodies come whole or in chunks, in no other coding"};
  if (fields.contains("content-encoding"))
    return HeadProblem{415, "bad_argument", "bodies aren't unpacked here: send them as they are"};
  if (const auto type = fields.find("content-type"); type != fields.end())
    if (in_small_letters(type->second).starts_with("multipart/"))
      return HeadProblem{415, "bad_argument", "send the file's bytes as the body, not a form"};
  // Read by a regular expression, which grows with it.
  constexpr std::size_t kLongestRange = 40;
  if (const auto range = fields.find("range"); range != fields.end() && range->second.size() > kLongestRange)
    return bad("one range is enough");
  if (const auto expect = fields.find("expect");
      expect != fields.end() && in_small_letters(expect->second) != "100-continue")
    return HeadProblem{417, "bad_argument", "nothing else can be expected but 100-continue"};
  return std::nullopt;
}

}  // namespace

std::string in_small_letters(std::string_view text) {
  std::string small(text);
  std::ranges::transform(small, small.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return small;
}

std::optional<HeadProblem> head_problem(std::string_view head, int port) {
  std::size_t at = head.find("\r\n");
  if (at == std::string_view::npos || !head.ends_with("\r\n\r\n")) return bad("the head isn't whole");
  for (std::size_t i = 0; i < head.size(); ++i) {
    const auto c = static_cast<unsigned char>(head[i]);
    const bool is_break =
        (c == '\r' && i + 1 < head.size() && head[i + 1] == '\n') || (c == '\n' && i > 0 && head[i - 1] == '\r');
    if ((c < 0x20 && c != '\t' && !is_break) || c == 0x7f) return bad("control characters in the head");
  }
  Fields fields;
  int count = 0;
  const std::string_view line = head.substr(0, at);
  for (at += 2; at + 2 < head.size();) {
    const std::size_t end = head.find("\r\n", at), colon = head.find(':', at);
    if (end == at) return bad("the head ends twice");
    if (colon == std::string_view::npos || colon > end || !is_token(head.substr(at, colon - at)))
      return bad("a header without a name");
    if (++count > kMostHeaders) return HeadProblem{431, "too_large", "too many headers"};
    const std::string name = in_small_letters(head.substr(at, colon - at));
    if (!fields.emplace(name, value_in(head, colon, end)).second) return bad("the header " + name + " stands twice");
    at = end + 2;
  }
  const auto host = fields.find("host");
  if (host == fields.end() || host->second.empty()) return bad("no Host");
  // Before everything else that says something of what is here.
  if (!is_own_host(host->second, port))
    return HeadProblem{403, "forbidden", "the request is for another host than this machine"};
  if (auto problem = line_problem(line)) return problem;
  return framing_problem(fields);
}

std::vector<std::pair<std::string, std::string>> headers_of(std::string_view head) {
  std::vector<std::pair<std::string, std::string>> headers;
  for (std::size_t at = head.find("\r\n") + 2; at + 2 < head.size();) {
    const std::size_t end = head.find("\r\n", at), colon = head.find(':', at);
    headers.emplace_back(head.substr(at, colon - at), value_in(head, colon, end));
    at = end + 2;
  }
  return headers;
}

}  // namespace endrange::server
