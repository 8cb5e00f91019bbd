// What other programs export, by made-up samples in their dialects.
#include <gtest/gtest.h>

#include <cmath>

#include "io/exercise_names.h"
#include "io/formats.h"
#include "io/local_time.h"

namespace endrange {
namespace {

constexpr const char* kStrongOld =
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
    "2022-03-01 18:05:10,\"Core, short\",25m,\"Hanging Leg Raise\",W,0.0,5,0,0,,,\n"
    "2022-03-01 18:05:10,\"Core, short\",25m,\"Hanging Leg Raise\",1,5.0,8,0,0,\"slow \"\"down\"\"\",\"\",8.5\n"
    "2022-03-01 18:05:10,\"Core, short\",25m,\"Bench Press (Barbell)\",1,60.0,8,0,0,,,9\n"
    "2022-03-01 18:05:10,\"Core, short\",25m,\"Hollow Hold\",1,0.0,0,0,30,,,\n"
    "2022-03-01 18:05:10,\"Core, short\",25m,\"Flutter Kicks\",1,0.0,0,0,0,,,\n";

constexpr const char* kStrongNew =
    "\xEF\xBB\xBF"
    "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance "
    "Unit;Seconds;Notes;Workout "
    "Notes;Workout Duration\r\n"
    "2025-06-30 07:56:00;Morning;Lying Leg Raise (Bodyweight);1;0;kg;12;;0;km;0;;;32m\r\n"
    "2025-06-30 07:56:00;Morning;Lying Leg Raise (Bodyweight);Rest Timer;;;;;;;90;;;32m\r\n"
    "2025-06-30 07:56:00;Morning;Lying Leg Raise (Weighted);2;2,5;kg;10;9;0;km;0;\"two\nlines\";;32m\r\n"
    "2025-06-30 07:56:00;Morning;Reverse Crunch;F;11.0231131;lbs;15;;0;km;0\r\n"
    "2025-06-30 07:56:00;Morning;Running;1;0;kg;0;;5;km;1800;;;32m\r\n";

constexpr const char* kHevy =
    "\"title\",\"start_time\",\"end_time\",\"description\",\"exercise_title\",\"superset_id\",\"exercise_notes\","
    "\"set_index\",\"set_type\",\"weight_kg\",\"reps\",\"distance_km\",\"duration_seconds\",\"rpe\"\n"
    "\"Abs \U0001F3CB\",\"27 Jul 2025, 19:00\",\"27 Jul 2025, 19:30\",\"\",\"Dead Bug\",,\"\",0,\"warmup\",,10,,,\n"
    "\"Abs\",\"26 Jul 2025, 07:06\",\"26 Jul 2025, 07:40\",\"\",\"Leg Raise (Captain's "
    "Chair)\",,\"\",0,\"normal\",,10,,,\n"
    "\"Abs\",\"26 Jul 2025, 07:06\",\"26 Jul 2025, 07:40\",\"\",\"Toes to Bar\",0,\"kip free\",0,\"normal\",,6,,,7.5\n"
    "\"Abs\",\"26 Jul 2025, 07:06\",\"26 Jul 2025, 07:40\",\"\",\"Hollow Body Hold\",0,\"\",1,\"normal\",,,,45,\n";

TrainingImport read(std::string_view text, const char* format, ReadOptions options = {}) {
  EXPECT_EQ(recognise_format(text), find_format(format));
  options.file = "export.csv";
  const auto import = read_training(text, *find_format(format), options);
  EXPECT_TRUE(import) << (import ? "" : import.error().message);
  return import ? *import : TrainingImport();
}

std::string error_of(std::string_view text, const char* format) {
  const auto import = read_training(text, *find_format(format), {.file = "export.csv"});
  return import ? "" : import.error().message;
}

TEST(Strong, the_older_dialect) {
  const TrainingImport import = read(kStrongOld, "strong", {.offset_min = [](std::int64_t) { return 60; }});
  ASSERT_EQ(import.history.sets.size(), 3u);
  const SetRecord &warm = import.history.sets[0], &raise = import.history.sets[1], &hold = import.history.sets[2];
  EXPECT_EQ(moment_text(warm.at), "2022-03-01T18:05:10+01:00");
  EXPECT_EQ(warm.exercise, "hanging_leg_raise");
  EXPECT_EQ(warm.exercise_as, "Hanging Leg Raise");
  EXPECT_EQ(warm.source, SetSource::import);
  EXPECT_EQ(warm.end_range.status, EndRangeStatus::not_measured);
  EXPECT_EQ(warm.end_range.reason, "imported from Strong");
  EXPECT_EQ(warm.reps, 5);
  EXPECT_TRUE(std::isnan(warm.rpe) && std::isnan(warm.weight_kg) && std::isnan(warm.hold_s));
  EXPECT_EQ(warm.note, "warm-up");
  EXPECT_EQ(raise.rpe, 8.5);
  EXPECT_EQ(raise.note, "slow \"down\"");
  EXPECT_TRUE(std::isnan(raise.weight_kg)) << "kg or lbs isn't said";
  EXPECT_EQ(hold.reps, 0);
  EXPECT_EQ(hold.hold_s, 30);
  EXPECT_EQ(import.report.sets, 3);
  EXPECT_EQ(import.report.left_out, 1);
  EXPECT_EQ(import.report.names, std::vector<std::string>{"Bench Press (Barbell)"});
  EXPECT_EQ(import.report.empty, 1);
  EXPECT_EQ(import.report.weights_without_unit, 1);
}

TEST(Strong, a_unit_that_the_file_does_not_say_can_be_told) {
  EXPECT_EQ(read(kStrongOld, "strong", {.weights = WeightUnit::kg}).history.sets[1].weight_kg, 5);
  const TrainingImport in_pounds = read(kStrongOld, "strong", {.weights = WeightUnit::lb});
  EXPECT_DOUBLE_EQ(in_pounds.history.sets[1].weight_kg, 5 * 0.45359237);
  EXPECT_EQ(in_pounds.report.weights_without_unit, 0);
}

TEST(Strong, the_newer_dialect) {
  // What the file says counts, whatever was told.
  const TrainingImport import = read(kStrongNew, "strong", {.weights = WeightUnit::lb});
  ASSERT_EQ(import.history.sets.size(), 3u);
  const SetRecord &plain = import.history.sets[0], &heavy = import.history.sets[1], &crunch = import.history.sets[2];
  EXPECT_EQ(moment_text(plain.at), "2025-06-30T07:56:00+00:00");
  EXPECT_EQ(plain.exercise, "double_leg_raise");
  EXPECT_TRUE(std::isnan(plain.weight_kg));
  EXPECT_EQ(heavy.exercise, "double_leg_raise");
  EXPECT_EQ(heavy.weight_kg, 2.5) << "a decimal comma between semicolons";
  EXPECT_EQ(heavy.note, "two\nlines");
  EXPECT_EQ(heavy.rpe, 9);
  EXPECT_EQ(crunch.exercise, "reverse_crunch");
  EXPECT_NEAR(crunch.weight_kg, 5, 1e-6);
  EXPECT_EQ(crunch.note, "to failure");
  EXPECT_EQ(import.report.empty, 1) << "the rest timer";
  EXPECT_EQ(import.report.left_out, 1);
}

TEST(Hevy, its_dialect_newest_first) {
  const TrainingImport import = read(kHevy, "hevy");
  ASSERT_EQ(import.history.sets.size(), 3u);
  const SetRecord &toes = import.history.sets[0], &hold = import.history.sets[1], &bug = import.history.sets[2];
  EXPECT_EQ(moment_text(toes.at), "2025-07-26T07:06:00+00:00");
  EXPECT_EQ(toes.exercise, "hanging_leg_raise");
  EXPECT_EQ(toes.note, "kip free");
  EXPECT_EQ(toes.rpe, 7.5);
  EXPECT_EQ(toes.end_range.reason, "imported from Hevy");
  EXPECT_EQ(hold.hold_s, 45);
  EXPECT_EQ(bug.exercise, "dead_bug");
  EXPECT_EQ(bug.note, "warm-up");
  EXPECT_EQ(import.report.left_out, 1);
}

TEST(Hevy, pounds_stand_in_the_column_s_name) {
  const TrainingImport import = read(
      "start_time,exercise_title,set_type,weight_lbs,reps\n\"26 Jul 2025, 07:06\",Leg Raise,normal,10,8\n", "hevy");
  EXPECT_DOUBLE_EQ(import.history.sets.at(0).weight_kg, 4.5359237);
}

TEST(Imports, other_exercises_come_in_where_asked_for) {
  const TrainingImport import = read(kStrongOld, "strong", {.keeps_other_exercises = true});
  ASSERT_EQ(import.history.sets.size(), 4u);
  EXPECT_EQ(import.history.sets[2].exercise, "other");
  EXPECT_EQ(import.history.sets[2].exercise_as, "Bench Press (Barbell)");
  EXPECT_EQ(import.report.left_out, 0);
}

TEST(Imports, what_is_broken_says_where_and_how_to_mend_it) {
  const std::string head = "Date,Exercise Name,Set Order,Reps,RPE\n";
  EXPECT_EQ(error_of(head + "2025-06-30 07:56:00,Leg Raise,1,ten,\n", "strong"),
            "export.csv:2: reps \"ten\" is no number; write it like 12.5, or leave it empty");
  EXPECT_NE(error_of(head + "30. Juni 2025,Leg Raise,1,10,\n", "strong").find("set Strong to English"),
            std::string::npos);
  EXPECT_NE(error_of(head + "\n2025-06-30,Leg Raise,1,10,11\n", "strong").find("export.csv:3: RPE must"),
            std::string::npos);
  EXPECT_NE(error_of(head + "2025-06-30,Leg Raise,1,-1,\n", "strong").find("repetitions"), std::string::npos);
  EXPECT_NE(error_of(head + "2025-06-30,\"Leg Raise,1,1,\n", "strong").find("export.csv:2: a quote"),
            std::string::npos);
  EXPECT_NE(error_of("Datum;Name der \u00DCbung\n", "strong").find("English"), std::string::npos);
  EXPECT_NE(error_of("", "hevy").find("empty"), std::string::npos);
  EXPECT_NE(error_of("\xFF\xFE"
                     "D\0a\0",
                     "strong")
                .find("UTF-8"),
            std::string::npos);
  EXPECT_NE(error_of(head + "2025-06-30,caf\xE9,1,1,\n", "strong").find("export.csv:2: a character that isn't UTF-8"),
            std::string::npos);
}

TEST(LocalTime, is_read_as_other_programs_write_it) {
  const auto text_of = [](std::string_view text) {
    const auto at = parse_local_time(text, {});
    return at ? moment_text(*at) : "none";
  };
  for (const char* same : {"2025-07-06 07:06", "2025-07-06 07:06:00", "2025-07-06T07:06:00", "6 Jul 2025, 07:06",
                           "06 Jul 2025, 7:06", "6 July 2025 07:06:00", "Jul 6, 2025, 7:06 AM",
                           "2025-07-06 7:06:00\u202F"
                           "AM"})
    EXPECT_EQ(text_of(same), "2025-07-06T07:06:00+00:00") << same;
  EXPECT_EQ(text_of("2025-07-06"), "2025-07-06T12:00:00+00:00");
  EXPECT_EQ(text_of("2025-07-06 12:30 AM"), "2025-07-06T00:30:00+00:00");
  EXPECT_EQ(text_of("2025-07-06 12:30 PM"), "2025-07-06T12:30:00+00:00");
  EXPECT_EQ(text_of("2025-07-06T07:06:00+02:00"), "2025-07-06T07:06:00+02:00");
  for (const char* none : {"", "2025-13-01 07:06", "31 Feb 2025, 07:06", "6 juil. 2025, 07:06", "2025-07-06 24:00",
                           "2025-07-06 7", "2025-07-06 07:06 AM PM", "2025-07-06 13:00 PM", "06.07.2025, 07:06", "7:06",
                           "2025-07-06 07:06:00:00", "2025-07-06 07::06", "6 Jul 25, 07:06"})
    EXPECT_EQ(text_of(none), "none") << none;
}

TEST(LocalTime, the_clocks_of_that_day_decide) {
  // Berlin: summer time ended on 26 October 2025 at 3:00.
  const auto berlin = [](std::int64_t local_s) { return local_s < 1'761'447'600 ? 120 : 60; };
  EXPECT_EQ(moment_text(*parse_local_time("2025-10-25 18:00", berlin)), "2025-10-25T18:00:00+02:00");
  EXPECT_EQ(moment_text(*parse_local_time("2025-10-26 18:00", berlin)), "2025-10-26T18:00:00+01:00");
}

TEST(ExerciseNames, are_told_in_any_spelling) {
  for (const char* name : {"Lying Leg Raise", "lying leg raises", "Lying-Leg-Raise", "Flat_Bench_Lying_Leg_Raise",
                           "Leg Raise (Bodyweight)", "double_leg_raise", "LEG RAISES (Weighted)"})
    EXPECT_EQ(exercise_of_name(name), "double_leg_raise") << name;
  EXPECT_EQ(exercise_of_name("Toes to Bar"), "hanging_leg_raise");
  EXPECT_EQ(exercise_of_name("Scissor_Kick"), "flutter_kick");
  EXPECT_EQ(exercise_of_name("heel_tap"), "heel_tap");
  // Standing, face down, on a machine, hanging by the forearms, or more than one movement.
  for (const char* name : {"Leg_Lift", "Flutter_Kicks", "Alternate_Heel_Touchers", "Leg Raise (Machine)",
                           "Straight Leg Raise", "Leg Raise (Captain's Chair)", "Calf Raise", "", "(", ")(", "腹筋"})
    EXPECT_EQ(exercise_of_name(name), "") << name;
}

}  // namespace
}  // namespace endrange
