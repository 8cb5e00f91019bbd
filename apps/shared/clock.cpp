#include "clock.h"

#include <chrono>
#include <cstdlib>
#include <ctime>

namespace endrange::apps {

int offset_min_at(std::int64_t utc_s) {
  const auto at = static_cast<std::time_t>(utc_s);
  std::tm local{};
  return ::localtime_r(&at, &local) == nullptr ? 0 : static_cast<int>(local.tm_gmtoff / 60);
}

int offset_min_at_local(std::int64_t local_s) {
  // Right but in the hour that the clocks repeat, where either answer is.
  const int guess = offset_min_at(local_s);
  return offset_min_at(local_s - std::int64_t{60} * guess);
}

Result<Moment> now() {
  if (const char* told = std::getenv("ENDRANGE_NOW"); told != nullptr && *told != 0) {
    const auto moment = parse_moment(told);
    if (!moment)
      return failure(Error::Kind::bad_argument,
                     std::string("ENDRANGE_NOW=") + told + ": a moment is written as 2026-11-21T18:05:00+01:00");
    return *moment;
  }
  const auto utc_s =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  return Moment{utc_s, offset_min_at(utc_s)};
}

Result<Day> day_from(const std::string& text, Day today) {
  if (text == "today") return today;
  if (text == "yesterday") return today - std::chrono::days(1);
  if (const auto day = parse_day(text)) return *day;
  return failure(Error::Kind::bad_argument, text + ": a day is written as 2026-11-21, or as today or yesterday");
}

}  // namespace endrange::apps
