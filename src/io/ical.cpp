#include <libical/ical.h>

#include <chrono>
#include <memory>
#include <set>

#include "io/calendar.h"
#include "io/text.h"

namespace endrange {

namespace {

using Component = std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)>;

icaltimetype time_of(Day day) {
  const std::chrono::year_month_day date(day);
  icaltimetype time = icaltime_null_date();
  time.year = static_cast<int>(date.year());
  time.month = static_cast<int>(static_cast<unsigned>(date.month()));
  time.day = static_cast<int>(static_cast<unsigned>(date.day()));
  return time;
}

Component event_of(const CalendarEntry& entry, icaltimetype written) {
  Component event(icalcomponent_new_vevent(), &icalcomponent_free);
  const auto add = [&](icalproperty* property) { icalcomponent_add_property(event.get(), property); };
  add(icalproperty_new_uid(plain_text(entry.uid).c_str()));
  add(icalproperty_new_dtstamp(written));
  icaltimetype start = time_of(entry.day);
  if (entry.start_min) {
    // No zone: the clocks' own time, whatever they are set to by then. The length is told, not the end: from one
    // o'clock half an hour is half an hour in every night.
    start.is_date = 0;
    start.hour = *entry.start_min / 60;
    start.minute = *entry.start_min % 60;
    start.second = 0;
    add(icalproperty_new_dtstart(start));
    add(icalproperty_new_duration(icaldurationtype_from_int(60 * entry.duration_min)));
  } else {
    add(icalproperty_new_dtstart(start));
    add(icalproperty_new_dtend(time_of(entry.day + std::chrono::days(1))));
    add(icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));  // a day with training in it isn't taken up by it
  }
  add(icalproperty_new_summary(plain_text(entry.title).c_str()));
  if (!entry.description.empty()) add(icalproperty_new_description(plain_text(entry.description).c_str()));
  return event;
}

Result<void> check(std::span<const CalendarEntry> entries) {
  const Day first = *parse_day("0001-01-01"), last = *parse_day("9999-12-30");
  std::set<std::string> uids;
  for (const CalendarEntry& entry : entries) {
    const auto refused = [&](const char* why) {
      return failure(Error::Kind::bad_argument, "calendar entry \"" + shown(entry.uid) + "\": " + why);
    };
    if (trimmed(entry.uid).empty()) return refused("no uid");
    if (!uids.insert(entry.uid).second) return refused("its uid is there twice");
    if (entry.day < first || entry.day > last) return refused("a day outside the years 1 to 9999");
    if (!entry.start_min) continue;
    if (*entry.start_min < 0 || *entry.start_min >= 24 * 60) return refused("a time of day outside 0 to 1439 minutes");
    if (entry.duration_min < 1 || entry.duration_min > 24 * 60) return refused("a duration outside 1 to 1440 minutes");
  }
  return {};
}

}  // namespace

Result<std::string> write_calendar(std::span<const CalendarEntry> entries, const CalendarOptions& options) {
  if (const Result<void> checked = check(entries); !checked) return tl::unexpected(checked.error());
  // By default libical ends the program at its first complaint.
  icalerror_set_errors_are_fatal(0);
  const Component calendar(icalcomponent_new_vcalendar(), &icalcomponent_free);
  icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//endrange//training plan//EN"));
  if (!options.name.empty()) {
    icalproperty* name = icalproperty_new_x(plain_text(options.name).c_str());
    icalproperty_set_x_name(name, "X-WR-CALNAME");
    icalcomponent_add_property(calendar.get(), name);
  }
  const icaltimetype written =
      icaltime_from_timet_with_zone(static_cast<time_t>(options.written.utc_s), 0, icaltimezone_get_utc_timezone());
  for (const CalendarEntry& entry : entries)
    icalcomponent_add_component(calendar.get(), event_of(entry, written).release());

  const std::unique_ptr<char, decltype(&icalmemory_free_buffer)> text(icalcomponent_as_ical_string_r(calendar.get()),
                                                                      &icalmemory_free_buffer);
  if (!text) return failure(Error::Kind::io, "the calendar: not enough memory");
  return std::string(text.get());
}

}  // namespace endrange
