#include "io/local_time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "io/text.h"

namespace endrange {

namespace {

using namespace std::chrono;

// Split at spaces, commas and the no-break spaces that phones put before AM and PM. (U+00A0, U+202F)
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  while (!text.empty()) {
    const std::size_t gap = text[0] == ' ' || text[0] == ',' ? 1
                            : text.starts_with("\u00A0")     ? 2
                            : text.starts_with("\u202F")     ? 3
                                                             : 0;
    if (gap == 0) {
      word += text[0];
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
    text.remove_prefix(std::max<std::size_t>(gap, 1));
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

// All of it digits, at most so many; −1 otherwise.
int whole_number(std::string_view text, std::size_t most_digits) {
  int value = -1;
  if (text.empty() || text.size() > most_digits || text.find_first_not_of("0123456789") != std::string_view::npos)
    return -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// 1…12; 0 where it is none.
unsigned month_of(std::string_view word) {
  constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                        "may",       "june",     "july",     "august",
                                                        "september", "october",  "november", "december"};
  std::string name = lower_case(word);
  if (name.ends_with('.')) name.pop_back();
  if (name == "sept") name = "sep";
  if (name.size() < 3) return 0;
  for (unsigned i = 0; i < kMonths.size(); ++i)
    if (name == kMonths[i] || name == kMonths[i].substr(0, 3)) return i + 1;
  return 0;
}

std::optional<Day> day_of(const std::string& first, const std::string& second, const std::string& last) {
  const bool has_month_first = month_of(first) > 0;
  const unsigned m = has_month_first ? month_of(first) : month_of(second);
  const int d = whole_number(has_month_first ? second : first, 2), y = last.size() == 4 ? whole_number(last, 4) : -1;
  if (m == 0 || d < 1 || y < 0) return std::nullopt;
  const year_month_day date(year(y), month(m), std::chrono::day(static_cast<unsigned>(d)));
  return date.ok() ? std::optional(local_days(date)) : std::nullopt;
}

// "7:06", "19:06:30", with "AM" or "PM" or "" behind it; seconds since midnight, −1 where it is none.
int second_of_day(std::string_view clock, std::string_view half) {
  std::array<int, 3> part{};
  std::size_t parts = 0;
  while (parts < 3) {
    const std::size_t colon = std::min(clock.find(':'), clock.size());
    part[parts] = whole_number(clock.substr(0, colon), 2);
    if (part[parts] < 0 || part[parts] > 59) return -1;
    ++parts;
    if (colon == clock.size()) break;
    clock.remove_prefix(colon + 1);
    if (parts == 3) return -1;
  }
  if (parts < 2) return -1;
  if (!half.empty()) {
    const std::string name = lower_case(half);
    if ((name != "am" && name != "pm") || part[0] < 1 || part[0] > 12) return -1;
    part[0] = part[0] % 12 + (name == "pm" ? 12 : 0);
  }
  return part[0] > 23 ? -1 : 3600 * part[0] + 60 * part[1] + part[2];
}

}  // namespace

std::optional<Moment> parse_local_time(std::string_view text,
                                       const std::function<int(std::int64_t local_s)>& offset_min) {
  text = trimmed(text);
  constexpr std::size_t kLongest_bytes = 64;
  if (text.size() > kLongest_bytes) return std::nullopt;
  if (const auto moment = parse_moment(text)) return is_in_calendar(*moment) ? moment : std::nullopt;
  std::vector<std::string> words = words_of(text);
  if (words.empty()) return std::nullopt;
  if (words[0].size() > 11 && words[0][10] == 'T') {  // "2025-07-26T07:06:00"
    words.insert(words.begin() + 1, words[0].substr(11));
    words[0].resize(10);
  }
  std::optional<Day> day = parse_day(words[0]);
  std::size_t used = 1;
  if (!day && words.size() >= 3) day = day_of(words[0], words[1], words[2]), used = 3;
  if (!day || words.size() > used + 2) return std::nullopt;

  constexpr int kNoon_s = 12 * 3600;
  const int second =
      words.size() == used ? kNoon_s : second_of_day(words[used], words.size() > used + 1 ? words[used + 1] : "");
  if (second < 0) return std::nullopt;
  const std::int64_t local_s = std::int64_t{86'400} * day->time_since_epoch().count() + second;
  const int offset = offset_min ? std::clamp(offset_min(local_s), -840, 840) : 0;
  const Moment moment{local_s - std::int64_t{60} * offset, offset};
  return is_in_calendar(moment) ? std::optional(moment) : std::nullopt;
}

bool is_in_calendar(const Moment& at) {
  constexpr std::int64_t kFirst_s = -62'135'510'400, kLast_s = 253'402'214'400;  // a day inside either end
  return at.utc_s >= kFirst_s && at.utc_s <= kLast_s && at.offset_min >= -840 && at.offset_min <= 840;
}

}  // namespace endrange
