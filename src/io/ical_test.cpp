#include <gtest/gtest.h>
#include <libical/ical.h>

#include <memory>

#include "io/formats.h"
#include "io/text.h"

namespace endrange {
namespace {

Day day(const char* text) { return *parse_day(text); }

CalendarOptions options() { return {.name = "Leg raises", .written = *parse_moment("2026-11-21T13:00:00+01:00")}; }

std::vector<CalendarEntry> week() {
  std::string wide = "\u8179";
  for (int i = 0; i < 60; ++i) wide += " \u8179\u7B4B";
  return {
      {"plan-1@endrange", day("2026-03-29"), {}, 0, "Leg raises, 3 sets; slow", "Back, down.\r\nStop: 30\\ \u00FC"},
      {"plan-2@endrange", day("2026-03-29"), 150, 30, "In the hour that the clocks skip", ""},
      {"plan-3@endrange", day("2028-02-29"), 23 * 60 + 45, 40, std::string(300, 'x'), wide},
  };
}

struct Calendar {
  std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> root{nullptr, &icalcomponent_free};
  std::vector<icalcomponent*> events;
  explicit Calendar(const std::string& text) {
    icalerror_set_errors_are_fatal(0);
    root.reset(icalparser_parse_string(text.c_str()));
    if (!root) return;
    for (auto* e = icalcomponent_get_first_component(root.get(), ICAL_VEVENT_COMPONENT); e;
         e = icalcomponent_get_next_component(root.get(), ICAL_VEVENT_COMPONENT))
      events.push_back(e);
  }
};

TEST(Ical, libical_reads_back_what_was_meant) {
  const auto text = write_calendar(week(), options());
  ASSERT_TRUE(text) << text.error().message;
  const Calendar calendar(*text);
  ASSERT_TRUE(calendar.root);
  EXPECT_EQ(icalcomponent_count_errors(calendar.root.get()), 0);
  EXPECT_TRUE(icalrestriction_check(calendar.root.get())) << *text;
  ASSERT_EQ(calendar.events.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    const CalendarEntry entry = week()[i];
    icalcomponent* event = calendar.events[i];
    EXPECT_EQ(icalcomponent_get_uid(event), entry.uid);
    EXPECT_EQ(icalcomponent_get_summary(event), entry.title);
    const icaltimetype start = icalcomponent_get_dtstart(event);
    EXPECT_EQ(start.is_date != 0, !entry.start_min);
    EXPECT_EQ(icaltime_get_timezone(start), nullptr) << "floats with the lifter's clocks";
    char date[32];
    std::snprintf(date, sizeof date, "%04d-%02d-%02d", start.year, start.month, start.day);
    EXPECT_EQ(date, day_text(entry.day));
    EXPECT_EQ(60 * start.hour + start.minute, entry.start_min.value_or(0));
  }
  EXPECT_STREQ(icalcomponent_get_description(calendar.events[0]), "Back, down.\nStop: 30\\ \u00FC");
  EXPECT_EQ(icalcomponent_get_description(calendar.events[2]), week()[2].description);
  EXPECT_EQ(icaldurationtype_as_int(icalcomponent_get_duration(calendar.events[1])), 30 * 60);
}

TEST(Ical, days_are_days_and_times_have_no_zone) {
  const std::string text = *write_calendar(week(), options());
  EXPECT_NE(text.find("DTSTART;VALUE=DATE:20260329\r\nDTEND;VALUE=DATE:20260330\r\n"), std::string::npos) << text;
  EXPECT_NE(text.find("DTSTART:20260329T023000\r\nDURATION:PT30M\r\n"), std::string::npos) << text;
  EXPECT_NE(text.find("DTSTAMP:20261121T120000Z\r\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("TZID"), std::string::npos);
}

TEST(Ical, lines_are_folded_between_characters) {
  const std::string text = *write_calendar(week(), options());
  std::size_t folds = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find("\r\n", at);
    ASSERT_NE(end, std::string::npos) << "a line without CR LF";
    EXPECT_LE(end - at, 75u) << text.substr(at, end - at);
    EXPECT_EQ(first_bad_utf8(text.substr(at, end - at)), std::string::npos);
    EXPECT_EQ(text.substr(at, end - at).find('\n'), std::string::npos);
    folds += text[at] == ' ' ? 1 : 0;
    at = end + 2;
  }
  EXPECT_GT(folds, 5u);
}

TEST(Ical, the_same_plan_is_the_same_file) {
  EXPECT_EQ(*write_calendar(week(), options()), *write_calendar(week(), options()));
  CalendarOptions later = options();
  later.written.utc_s += 60;
  const Calendar first(*write_calendar(week(), options())), second(*write_calendar(week(), later));
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_STREQ(icalcomponent_get_uid(first.events[i]), icalcomponent_get_uid(second.events[i]));
}

TEST(Ical, no_text_breaks_out_of_its_line) {
  std::vector<CalendarEntry> entries = week();
  entries[0].title = "a\r\nEND:VEVENT\r\nBEGIN:VALARM\nb\rc\x01\x7F\xFF";
  entries[0].uid = "u\r\nX-EVIL:1";
  const Calendar calendar(*write_calendar(entries, options()));
  ASSERT_EQ(calendar.events.size(), 3u);
  EXPECT_STREQ(icalcomponent_get_summary(calendar.events[0]), "a\nEND:VEVENT\nBEGIN:VALARM\nb\nc\uFFFD");
  EXPECT_EQ(icalcomponent_count_properties(calendar.events[0], ICAL_X_PROPERTY), 0);
}

TEST(Ical, what_makes_no_entry_is_refused) {
  const auto refused = [](auto change) {
    std::vector<CalendarEntry> entries = week();
    change(entries[1]);
    const auto text = write_calendar(entries, options());
    return !text && text.error().kind == Error::Kind::bad_argument;
  };
  EXPECT_TRUE(refused([](CalendarEntry& e) { e.uid = ""; }));
  EXPECT_TRUE(refused([](CalendarEntry& e) { e.uid = "plan-1@endrange"; }));
  EXPECT_TRUE(refused([](CalendarEntry& e) { e.start_min = 1440; }));
  EXPECT_TRUE(refused([](CalendarEntry& e) { e.duration_min = 0; }));
  EXPECT_TRUE(refused([](CalendarEntry& e) { e.day = Day(std::chrono::days(4'000'000)); }));
  EXPECT_TRUE(write_calendar({}, {}));
}

}  // namespace
}  // namespace endrange
