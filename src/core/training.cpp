#include "core/training.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace endrange {

namespace {

using namespace std::chrono;

// The digits from `at` on, all of them digits; nothing otherwise.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = 10 * value + (c - '0');
  }
  return value;
}

template <class Kind, std::size_t n>
std::optional<Kind> find_kind(const std::array<Kind, n>& kinds, std::string_view name) {
  for (const Kind kind : kinds)
    if (name == name_of(kind)) return kind;
  return std::nullopt;
}

constexpr int kDay_s = 24 * 60 * 60;
constexpr int kMostOffset_min = 14 * 60;

}  // namespace

std::string day_text(Day day) {
  const year_month_day date(day);
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()));
  return text;
}

std::optional<Day> parse_day(std::string_view text) {
  const auto y = digits(text, 0, 4), m = digits(text, 5, 2), d = digits(text, 8, 2);
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !y || !m || !d) return std::nullopt;
  const year_month_day date(year(*y), month(static_cast<unsigned>(*m)), day(static_cast<unsigned>(*d)));
  return date.ok() ? std::optional(local_days(date)) : std::nullopt;
}

Day Moment::day() const { return Day(floor<days>(local_seconds(seconds(utc_s + std::int64_t{60} * offset_min)))); }

std::string moment_text(const Moment& moment) {
  const std::int64_t local_s = moment.utc_s + std::int64_t{60} * moment.offset_min;
  const auto of_day = static_cast<int>(((local_s % kDay_s) + kDay_s) % kDay_s);
  const int offset = std::abs(moment.offset_min);
  char text[32];
  std::snprintf(text, sizeof text, "T%02d:%02d:%02d%c%02d:%02d", of_day / 3600, of_day / 60 % 60, of_day % 60,
                moment.offset_min < 0 ? '-' : '+', offset / 60, offset % 60);
  return day_text(moment.day()) + text;
}

std::optional<Moment> parse_moment(std::string_view text) {
  if (text.size() < 20) return std::nullopt;
  const auto day = parse_day(text.substr(0, 10));
  const auto h = digits(text, 11, 2), m = digits(text, 14, 2), s = digits(text, 17, 2);
  if (!day || text[10] != 'T' || text[13] != ':' || text[16] != ':' || !h || !m || !s) return std::nullopt;
  if (*h > 23 || *m > 59 || *s > 60) return std::nullopt;
  int offset = 0;
  if (const std::string_view zone = text.substr(19); zone != "Z") {
    const auto hours = digits(zone, 1, 2), minutes = digits(zone, 4, 2);
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':' || !hours || !minutes || *minutes > 59)
      return std::nullopt;
    offset = (60 * *hours + *minutes) * (zone[0] == '-' ? -1 : 1);
    if (std::abs(offset) > kMostOffset_min) return std::nullopt;
  }
  const std::int64_t local_s = std::int64_t{kDay_s} * day->time_since_epoch().count() + 3600 * *h + 60 * *m + *s;
  return Moment{local_s - std::int64_t{60} * offset, offset};
}

Moment at_noon(Day day, int offset_min) {
  return {std::int64_t{kDay_s} * day.time_since_epoch().count() + kDay_s / 2 - std::int64_t{60} * offset_min,
          offset_min};
}

const char* name_of(SetSource source) {
  return source == SetSource::clip ? "clip" : source == SetSource::log ? "log" : "import";
}

const char* name_of(SymptomKind kind) {
  switch (kind) {
    case SymptomKind::pain: return "pain";
    case SymptomKind::snapping: return "snapping";
    case SymptomKind::painful_popping: return "painful_popping";
    case SymptomKind::leg_pain: return "leg_pain";
    case SymptomKind::numbness: return "numbness";
    case SymptomKind::weakness: return "weakness";
    case SymptomKind::all_clear: break;
  }
  return "all_clear";
}

std::optional<SetSource> set_source_of(std::string_view name) {
  return find_kind(std::array{SetSource::clip, SetSource::log, SetSource::import}, name);
}

std::optional<SymptomKind> symptom_kind_of(std::string_view name) {
  using enum SymptomKind;
  return find_kind(std::array{pain, snapping, painful_popping, leg_pain, numbness, weakness, all_clear}, name);
}

std::optional<EndRangeStatus> end_range_status_of(std::string_view name) {
  using enum EndRangeStatus;
  return find_kind(std::array{found, not_reached, not_measured}, name);
}

std::optional<RepSide> rep_side_of(std::string_view name) {
  return find_kind(std::array{RepSide::both, RepSide::left, RepSide::right}, name);
}

std::string tempo_of(const SetRecord& set) {
  std::string tempo;
  bool is_known = false;
  for (const double phase_s : {set.lower_s, set.bottom_s, set.lift_s, set.top_s}) {
    char text[32] = "?";
    if (!std::isnan(phase_s)) std::snprintf(text, sizeof text, "%.1f", phase_s), is_known = true;
    tempo += (tempo.empty() ? "" : "-") + std::string(text);
  }
  return is_known ? tempo : "";
}

}  // namespace endrange
