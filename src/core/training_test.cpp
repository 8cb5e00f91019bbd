#include "core/training.h"

#include <gtest/gtest.h>

namespace endrange {
namespace {

using namespace std::chrono_literals;

TEST(Training, a_day_is_written_and_read_back) {
  const Day day = *parse_day("2026-11-21");
  EXPECT_EQ(day_text(day), "2026-11-21");
  EXPECT_EQ(day_text(day + std::chrono::days(10)), "2026-12-01");
  EXPECT_EQ(day_text(*parse_day("2028-02-28") + std::chrono::days(1)), "2028-02-29");
  for (const char* no_day : {"2026-02-29", "2026-13-01", "2026-1-01", "21.11.2026", "2026-11-21 ", ""})
    EXPECT_FALSE(parse_day(no_day)) << no_day;
}

TEST(Training, a_moment_keeps_its_day_where_the_lifter_was) {
  // Half past midnight in Berlin is the day before in UTC.
  const auto berlin = parse_moment("2026-11-21T00:30:00+01:00");
  ASSERT_TRUE(berlin);
  EXPECT_EQ(day_text(berlin->day()), "2026-11-21");
  EXPECT_EQ(moment_text(*berlin), "2026-11-21T00:30:00+01:00");
  EXPECT_EQ(berlin->utc_s, parse_moment("2026-11-20T23:30:00Z")->utc_s);
  const auto newfoundland = parse_moment("2026-07-01T22:00:00-02:30");
  EXPECT_EQ(day_text(newfoundland->day()), "2026-07-01");
  EXPECT_EQ(moment_text(*newfoundland), "2026-07-01T22:00:00-02:30");
  EXPECT_EQ(moment_text(*parse_moment("1969-12-31T23:59:59+00:00")), "1969-12-31T23:59:59+00:00");
  for (const char* none : {"2026-11-21T24:00:00Z", "2026-11-21T00:30:00", "2026-11-21 00:30:00Z",
                           "2026-11-21T00:30:00+15:00", "2026-11-21T00:30:00+1:00"})
    EXPECT_FALSE(parse_moment(none)) << none;
}

TEST(Training, noon_is_on_its_day_everywhere) {
  const Day day = *parse_day("2026-03-29");
  for (int offset = -840; offset <= 840; offset += 15) EXPECT_EQ(at_noon(day, offset).day(), day);
}

TEST(Training, names_are_read_back) {
  for (const SymptomKind kind :
       {SymptomKind::pain, SymptomKind::snapping, SymptomKind::painful_popping, SymptomKind::leg_pain,
        SymptomKind::numbness, SymptomKind::weakness, SymptomKind::all_clear})
    EXPECT_EQ(symptom_kind_of(name_of(kind)), kind);
  for (const SetSource source : {SetSource::clip, SetSource::log, SetSource::import})
    EXPECT_EQ(set_source_of(name_of(source)), source);
  EXPECT_EQ(end_range_status_of("not_reached"), EndRangeStatus::not_reached);
  EXPECT_EQ(rep_side_of("left"), RepSide::left);
  EXPECT_FALSE(symptom_kind_of("hiccups"));
}

TEST(Training, a_set_s_tempo_says_what_it_knows) {
  SetRecord set;
  EXPECT_EQ(tempo_of(set), "");
  set.lower_s = 3.94, set.lift_s = 1.3;
  EXPECT_EQ(tempo_of(set), "3.9-?-1.3-?");
}

}  // namespace
}  // namespace endrange
