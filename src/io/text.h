// text.h: numbers and characters as files hold them, the same whatever the machine's locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace endrange {

/// The shortest text that reads back as the same number; "" for what isn't finite.
std::string number_text(double value);
/// All of the text is one finite decimal number with a point; nothing otherwise.
std::optional<double> parse_number(std::string_view text);

/// Where the first byte stands that isn't UTF-8; npos when all is well.
std::size_t first_bad_utf8(std::string_view text);
/// With each byte that isn't UTF-8 replaced by U+FFFD: names of files may hold anything.
std::string clean_utf8(std::string_view text);
/// As calendars, XML and health records take it: clean UTF-8 without U+FFFE and U+FFFF, one kind of line end (LF), no
/// other control characters but tabs, nothing blank around it.
std::string plain_text(std::string_view text);
/// At most so many bytes, cut between characters.
std::string_view cut_utf8(std::string_view text, std::size_t most_bytes);

/// The beginning of what somebody else wrote, fit for a message: at most 60 bytes, control characters as spaces.
std::string shown(std::string_view text);

std::string_view trimmed(std::string_view text);
/// Of A…Z only.
std::string lower_case(std::string_view text);

}  // namespace endrange
