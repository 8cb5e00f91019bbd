#include "io/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace endrange {

namespace {

// How many bytes the character at the beginning has; 0 where it is none. Source: RFC 3629, section 4.
std::size_t character_bytes(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto is_in = [&](std::size_t i, unsigned low, unsigned high) {
    return i < text.size() && byte(i) >= low && byte(i) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return is_in(1, 0x80, 0xBF) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80, high = first == 0xED ? 0x9F : 0xBF;
    return is_in(1, low, high) && is_in(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80, high = first == 0xF4 ? 0x8F : 0xBF;
    return is_in(1, low, high) && is_in(2, 0x80, 0xBF) && is_in(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::string number_text(double value) {
  if (!std::isfinite(value)) return "";
  char text[64];
  // "1000000", not "1e+06".
  constexpr double kWritten_out = 1e15;
  const bool is_whole = std::abs(value) < kWritten_out && value == std::floor(value);
  const auto end = is_whole ? std::to_chars(text, text + sizeof text, value, std::chars_format::fixed)
                            : std::to_chars(text, text + sizeof text, value);
  return {text, end.ptr};
}

std::optional<double> parse_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  // from_chars would take "inf" and "nan".
  if (text.empty() || text.find_first_not_of("0123456789.-+eE") != std::string_view::npos) return std::nullopt;
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::size_t first_bad_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = character_bytes(text.substr(at));
    if (bytes == 0) return at;
    at += bytes;
  }
  return std::string_view::npos;
}

std::string clean_utf8(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const std::size_t bad = std::min(first_bad_utf8(text), text.size());
    clean += text.substr(0, bad);
    if (bad < text.size()) clean += "\xEF\xBF\xBD";
    text.remove_prefix(std::min(bad + 1, text.size()));
  }
  return clean;
}

std::string plain_text(std::string_view text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_pair = c == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (c == '\r' && !is_pair) made += '\n';
    if (c == '\n' || c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F)) made += c;
  }
  made = clean_utf8(trimmed(made));
  for (const char* none : {"\uFFFE", "\uFFFF"})
    for (std::size_t at = 0; (at = made.find(none, at)) != std::string::npos;) made.replace(at, 3, "\uFFFD");
  return made;
}

std::string_view cut_utf8(std::string_view text, std::size_t most_bytes) {
  if (text.size() <= most_bytes) return text;
  while (most_bytes > 0 && (static_cast<unsigned char>(text[most_bytes]) & 0xC0) == 0x80) --most_bytes;
  return text.substr(0, most_bytes);
}

std::string shown(std::string_view text) {
  std::string start(cut_utf8(text, 60));
  for (char& c : start)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return start;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

}  // namespace endrange
