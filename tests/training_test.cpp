// Plan, log, history, export, import and the journal from the outside, on days of the tests' own choosing.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "run.h"

namespace endrange::test {
namespace {

using Json = nlohmann::json;

class TrainingCli : public ::testing::Test {
 protected:
  void SetUp() override { set_day("2026-11-23"); }
  void TearDown() override { ::unsetenv("ENDRANGE_NOW"), ::unsetenv("ENDRANGE_JOURNAL"); }
  void set_day(const std::string& day) {
    ::setenv("ENDRANGE_NOW", (day + "T18:00:00+01:00").c_str(), 1);
    ::setenv("ENDRANGE_JOURNAL", (folder_.path / "journal.db").c_str(), 1);
  }
  Outcome endrange(std::vector<std::string> arguments) { return run(std::move(arguments), {.folder = folder_.path}); }
  Outcome good(std::vector<std::string> arguments) {
    const Outcome o = endrange(std::move(arguments));
    EXPECT_EQ(o.exit_code, 0) << o.err;
    return o;
  }
  void write(const std::string& name, const std::string& text) { std::ofstream(folder_.path / name) << text; }
  TempFolder folder_;
};

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

TEST_F(TrainingCli, somebody_new_gets_a_plan_and_an_empty_history_without_a_journal) {
  const Outcome o = good({"plan"});
  EXPECT_TRUE(has(o.out, "Today, Mon 2026-11-23")) << o.out;
  EXPECT_TRUE(has(o.out, "hollow-body hold, 20 s"));
  EXPECT_TRUE(has(o.out, "dead bug"));
  EXPECT_TRUE(has(o.out, "Nothing is known of you yet"));
  EXPECT_TRUE(has(good({"history"}).out, "nothing in the journal yet"));
  EXPECT_FALSE(fs::exists(folder_.path / "journal.db"));
}

TEST_F(TrainingCli, a_week_of_the_plan_is_json_with_rest_between_the_sessions) {
  const Json j = Json::parse(good({"plan", "--week", "--json"}).out);
  EXPECT_EQ(j["schema"], "endrange.plan/1");
  ASSERT_EQ(j["days"].size(), 7u);
  int sessions = 0;
  for (const Json& day : j["days"]) sessions += day["kind"] == "training";
  EXPECT_EQ(sessions, 2);
  EXPECT_EQ(j["days"][0]["exercise"], "dead_bug");
  EXPECT_EQ(j["days"][1]["kind"], "rest");
}

TEST_F(TrainingCli, a_set_by_hand_is_kept_shown_and_taken_back) {
  const Outcome o =
      good({"log", "--exercise", "heel_tap", "--reps", "12", "--sets", "2", "--rpe", "7", "--tempo", "4-0-2-1"});
  EXPECT_TRUE(has(o.out, "2 sets of Heel taps, 12 reps with each leg (me, 2026-11-23)")) << o.out;
  EXPECT_TRUE(has(o.err, "New in the journal: me"));
  const Json j = Json::parse(good({"history", "--json"}).out);
  EXPECT_EQ(j["days"][0]["sets"], 2);
  EXPECT_EQ(j["days"][0]["reps"], 48);
  EXPECT_EQ(j["days"][0]["lowering_s"], 4.0);
  EXPECT_FALSE(j["days"][0]["measured"].get<bool>());
  EXPECT_TRUE(has(good({"history"}).out, "by hand"));
  EXPECT_TRUE(has(good({"log", "--undo"}).out, "Taken back: a set of heel_tap"));
  EXPECT_EQ(Json::parse(good({"history", "--json"}).out)["days"][0]["sets"], 1);
}

TEST_F(TrainingCli, pain_above_three_stops_at_once_and_nothing_overrides_it) {
  good({"log", "--exercise", "dead_bug", "--reps", "10", "--sets", "2"});
  const Outcome o = good({"log", "--pain", "5", "--place", "hip"});
  EXPECT_TRUE(has(o.out, "no training")) << o.out;
  EXPECT_TRUE(has(o.out, "pain 5 of 10 (hip)"));
  EXPECT_TRUE(has(o.out, "professional"));
  set_day("2026-11-26");
  EXPECT_TRUE(has(good({"plan"}).out, "no training"));
  const Outcome forced = good({"plan", "--rung", "straight_legs"});
  EXPECT_TRUE(has(forced.out, "Not while stopped")) << forced.out;
  const Json month = Json::parse(good({"plan", "--month", "--json"}).out);
  for (const Json& day : month["days"]) EXPECT_EQ(day["kind"], "stopped");
  set_day("2026-11-30");
  good({"log", "--all-clear"});
  const Outcome again = good({"plan"});
  EXPECT_TRUE(has(again.out, "dead bug")) << again.out;
  EXPECT_TRUE(has(again.out, "2 sessions here without symptoms")) << again.out;
}

TEST_F(TrainingCli, what_contradicts_itself_is_refused) {
  EXPECT_EQ(endrange({"log", "--all-clear", "--pain", "4"}).exit_code, 2);
  EXPECT_EQ(endrange({"log", "--all-clear", "--symptom", "numbness"}).exit_code, 2);
  EXPECT_EQ(endrange({"log", "--symptom", "snapping", "--pain", "4"}).exit_code, 2);
  EXPECT_EQ(endrange({"log", "--undo"}).exit_code, 3);
  EXPECT_FALSE(fs::exists(folder_.path / "journal.db"));
  EXPECT_EQ(endrange({"plan", "--journal", "typo.db"}).exit_code, 3);
}

// A day is judged as a whole, also where a plan was asked for in its middle and the standing kept.
TEST_F(TrainingCli, a_late_entry_of_a_day_that_was_counted_is_counted_with_it) {
  for (int day = 1; day <= 20; ++day) {
    set_day("2026-10-" + std::string(day < 10 ? "0" : "") + std::to_string(day));
    good({"log", "--exercise", "dead_bug", "--reps", "8", "--rpe", "9.5"});
  }
  set_day("2026-10-21");
  good({"plan"});
  const std::string late = "2026-10-20";
  good({"log", "--exercise", "dead_bug", "--reps", "8", "--date", late});
  const Json kept = Json::parse(good({"plan", "--json"}).out);
  good({"export", "all.json"});
  good({"import", "all.json", "--journal", "fresh.db"});
  const Json fresh = Json::parse(good({"plan", "--json", "--journal", "fresh.db"}).out);
  EXPECT_EQ(kept, fresh);
}

TEST_F(TrainingCli, a_snapping_hip_is_a_tip_not_a_stop) {
  good({"log", "--symptom", "snapping", "--place", "left hip"});
  const Outcome o = good({"plan"});
  EXPECT_TRUE(has(o.out, "turn the toes out")) << o.out;
  EXPECT_TRUE(has(o.out, "Warm up"));
}

TEST_F(TrainingCli, wrong_entries_are_refused_before_anything_is_made) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"log"},
                                             {"log", "--exercise", "dance", "--reps", "3"},
                                             {"log", "--exercise", "heel_tap"},
                                             {"log", "--exercise", "heel_tap", "--reps", "0"},
                                             {"log", "--exercise", "hollow_hold", "--reps", "3"},
                                             {"log", "--exercise", "heel_tap", "--reps", "3", "--tempo", "slow"},
                                             {"log", "--exercise", "heel_tap", "--reps", "3", "--date", "2026-12-24"},
                                             {"log", "--exercise", "heel_tap", "--reps", "3", "--date", "24.11.2026"},
                                             {"log", "--pain", "11"},
                                             {"log", "--symptom", "hiccups"},
                                             {"plan", "--rung", "moon"},
                                             {"plan", "--train-on", "someday"}}) {
    const Outcome o = endrange(arguments);
    EXPECT_EQ(o.exit_code, 2) << arguments.back() << o.out << o.err;
    EXPECT_FALSE(o.err.empty());
  }
  EXPECT_FALSE(fs::exists(folder_.path / "journal.db"));
}

TEST_F(TrainingCli, ladders_are_checked_with_line_numbers_and_used) {
  const std::string text = good({"list", "ladder"}).out;
  write("mine.toml", text);
  EXPECT_TRUE(has(good({"plan", "--check", "mine.toml"}).out, "a sound ladder"));
  std::string broken = text;
  broken.replace(broken.find("\"heel_tap\""), 10, "\"heeltap\"");
  write("broken.toml", broken);
  const Outcome o = endrange({"plan", "--check", "broken.toml"});
  EXPECT_EQ(o.exit_code, 3);
  const auto line = static_cast<int>(std::count(broken.begin(),
                                                broken.begin() + static_cast<long>(broken.find("\"heeltap\"")), '\n')) +
                    1;
  EXPECT_TRUE(has(o.err, ("broken.toml:" + std::to_string(line) + ": ").c_str())) << o.err;
  EXPECT_EQ(endrange({"plan", "--ladder", "broken.toml"}).exit_code, 3);
  EXPECT_EQ(endrange({"plan", "--ladder", "none.toml"}).exit_code, 3);
  std::string other = text;
  other.replace(other.find("[[2, 8]"), 7, "[[1, 5]");
  write("mine.toml", other);
  EXPECT_TRUE(has(good({"plan", "--ladder", "mine.toml"}).out, "1 × 5 dead bug"));
}

TEST_F(TrainingCli, two_people_share_a_journal_and_one_can_be_deleted_for_good) {
  good({"log", "--person", "Anna", "--exercise", "dead_bug", "--reps", "10", "--note", "annas-secret"});
  good({"log", "--person", "Ben", "--exercise", "heel_tap", "--reps", "10"});
  const Outcome who = endrange({"plan"});
  EXPECT_EQ(who.exit_code, 2);
  EXPECT_TRUE(has(who.err, "Anna, Ben")) << who.err;
  EXPECT_EQ(endrange({"history", "--person", "Bern"}).exit_code, 3);
  EXPECT_TRUE(has(good({"journal", "people"}).out, "Anna: 1 session, 1 set"));
  EXPECT_EQ(endrange({"journal", "delete-person", "Anna"}).exit_code, 2);
  EXPECT_TRUE(has(good({"journal", "delete-person", "anna", "--yes"}).out, "Deleted: Anna"));
  EXPECT_FALSE(has(good({"journal", "people"}).out, "Anna"));
  EXPECT_TRUE(has(good({"history"}).out, "Ben"));
  for (const auto& file : fs::directory_iterator(folder_.path))
    EXPECT_FALSE(has(text_of(file.path()), "annas-secret")) << file.path();
}

TEST_F(TrainingCli, exports_come_back_in_and_nothing_twice) {
  good({"log", "--person", "Anna", "--exercise", "dead_bug", "--reps", "10", "--sets", "3", "--rpe", "6.5", "--note",
        "easy, \"very\""});
  good({"log", "--person", "Anna", "--pain", "2", "--place", "left hip"});
  good({"plan", "--person", "Anna", "--rung", "heel_taps", "--because", "coach said so"});
  for (const char* name : {"all.json", "all.csv"}) {
    good({"export", name});
    const std::string before = text_of(folder_.path / name);
    EXPECT_TRUE(has(good({"import", name}).out, "0 new for Anna, 5 known already"));
    // Into an empty journal, and out again: the same.
    const std::string other = std::string(name) + ".db", again = "again-" + std::string(name);
    EXPECT_TRUE(has(good({"import", name, "--journal", other, "--person", "Anna"}).out, "5 new for Anna"));
    good({"export", again, "--journal", other});
    EXPECT_EQ(text_of(folder_.path / again), before) << name;
    EXPECT_EQ(endrange({"export", name}).exit_code, 2);  // never over a file that is there
    good({"export", name, "--replace"});
  }
}

TEST_F(TrainingCli, every_format_is_written) {
  good({"log", "--exercise", "dead_bug", "--reps", "10"});
  for (const char* name : {"a.csv", "a.json", "a.ics", "a.xlsx"}) {
    good({"export", name});
    EXPECT_GT(fs::file_size(folder_.path / name), 100u) << name;
  }
  EXPECT_TRUE(has(good({"export", "-", "--format", "fhir"}).out, "Bundle"));
  EXPECT_TRUE(has(good({"export", "-", "--format", "ical"}).out, "BEGIN:VEVENT"));
  EXPECT_EQ(endrange({"export", "a.docx"}).exit_code, 2);
  EXPECT_EQ(endrange({"import", "a.xlsx"}).exit_code, 3);
  EXPECT_EQ(endrange({"import", "nothing.csv"}).exit_code, 3);
}

TEST_F(TrainingCli, the_history_is_a_page_that_replaces_only_itself) {
  good({"log", "--exercise", "dead_bug", "--reps", "10"});
  good({"history", "--html", "page.html"});
  good({"history", "--html", "page.html"});
  EXPECT_TRUE(has(text_of(folder_.path / "page.html"), "Dead bug"));
  write("own.html", "<p>mine</p>");
  EXPECT_EQ(endrange({"history", "--html", "own.html"}).exit_code, 2);
  EXPECT_EQ(text_of(folder_.path / "own.html"), "<p>mine</p>");
}

TEST_F(TrainingCli, the_plan_knows_the_days_one_likes) {
  good({"plan", "--train-on", "tue,fri"});
  const Json j = Json::parse(good({"plan", "--month", "--json"}).out);
  std::vector<std::string> days;
  for (const Json& day : j["days"])
    if (day["kind"] == "training") days.push_back(day["day"]);
  EXPECT_EQ(days, (std::vector<std::string>{"2026-11-24", "2026-11-27", "2026-12-01", "2026-12-04", "2026-12-08",
                                            "2026-12-11", "2026-12-15", "2026-12-18"}));
}

TEST_F(TrainingCli, a_journal_that_cannot_be_used_is_told_in_one_sentence_and_left_alone) {
  write("text.db", "not a journal at all, but somebody's notes");
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"history", "--journal", "text.db"},
                                             {"log", "--exercise", "heel_tap", "--reps", "3", "--journal", "text.db"},
                                             {"plan", "--journal", "text.db"},
                                             {"import", "text.db", "--journal", "text.db"}}) {
    const Outcome o = endrange(arguments);
    EXPECT_EQ(o.exit_code, 3) << o.err;
    EXPECT_TRUE(has(o.err, "text.db")) << o.err;
    EXPECT_EQ(std::count(o.err.begin(), o.err.end(), '\n'), 1) << o.err;
  }
  EXPECT_EQ(text_of(folder_.path / "text.db"), "not a journal at all, but somebody's notes");
  EXPECT_EQ(endrange({"history", "--journal", "none.db"}).exit_code, 3);
}

TEST_F(TrainingCli, a_full_disk_loses_nothing_that_was_kept) {
  good({"log", "--exercise", "heel_tap", "--reps", "3"});
  const Outcome o = run({"log", "--exercise", "heel_tap", "--reps", "3", "--note", std::string(30000, 'x')},
                        {.folder = folder_.path, .largest_file_bytes = 16384});
  EXPECT_EQ(o.exit_code, 1) << o.err;
  EXPECT_FALSE(o.err.empty());
  good({"journal", "check"});
  EXPECT_EQ(Json::parse(good({"history", "--json"}).out)["all"]["sets"], 1);
}

TEST_F(TrainingCli, a_backup_is_a_journal) {
  good({"log", "--exercise", "heel_tap", "--reps", "3"});
  good({"journal", "backup", "copy.db"});
  EXPECT_EQ(Json::parse(good({"history", "--json", "--journal", "copy.db"}).out)["all"]["sets"], 1);
  EXPECT_TRUE(has(good({"journal", "check", "--journal", "copy.db"}).out, "sound"));
  EXPECT_TRUE(has(good({"journal", "where"}).out, "journal.db"));
}

}  // namespace
}  // namespace endrange::test
