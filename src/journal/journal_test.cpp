// What goes in comes out: people, sets, symptoms, choices, totals, what the coach keeps.
#include "journal/journal.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>

#include "journal/test_journal.h"

namespace endrange::journal::test {
namespace {

class JournalTest : public ::testing::Test {
 protected:
  Folder folder;
  std::string path = folder / "deep/er/journal.db";
  Journal journal = open();

  Journal open(Access access = Access::write) {
    auto opened = Journal::open(path, access);
    if (!opened) ADD_FAILURE() << opened.error().message, std::abort();
    return std::move(*opened);
  }
  std::int64_t add(const std::string& name) { return journal.add_person(person_named(name)).value(); }
  std::int64_t store(std::int64_t person, const SetRecord& set) {
    return journal.store(person, std::span(&set, 1)).value().sets.at(0).id;
  }
};

TEST_F(JournalTest, every_field_comes_back_to_the_last_bit) {
  Drawn drawn(1);
  const std::int64_t ada = add("Ada");
  TrainingHistory wanted;
  for (int i = 0; i < 80; ++i) {
    SetRecord set = drawn.set();
    set.clip_part = i;  // none twice
    const auto stored = journal.store(ada, std::span(&set, 1));
    ASSERT_TRUE(stored) << stored.error().message;
    EXPECT_TRUE(stored->sets.at(0).is_new);
    set.id = stored->sets[0].id;
    wanted.sets.push_back(set);
    Symptom symptom = drawn.symptom();
    symptom.id = journal.store(ada, symptom).value();
    wanted.symptoms.push_back(symptom);
    Choice choice = drawn.choice();
    choice.id = journal.store(ada, choice).value();
    wanted.choices.push_back(choice);
  }
  const auto by_time = [](const auto& a, const auto& b) {
    return std::tuple(a.at.utc_s, a.id) < std::tuple(b.at.utc_s, b.id);
  };
  std::ranges::sort(wanted.sets, by_time);
  std::ranges::sort(wanted.symptoms, by_time);
  std::ranges::sort(wanted.choices, by_time);
  EXPECT_EQ(written(journal.history(ada, kFirstDay, kLastDay, true).value()), written(wanted));

  journal = open(Access::read);
  EXPECT_EQ(written(journal.history(ada, kFirstDay, kLastDay, true).value()), written(wanted));
  const TrainingHistory bare = journal.history(ada).value();
  ASSERT_EQ(bare.sets.size(), wanted.sets.size());
  for (std::size_t i = 0; i < bare.sets.size(); ++i) {
    EXPECT_EQ(written(bare.sets[i], false), written(wanted.sets[i], false));
    EXPECT_TRUE(bare.sets[i].each_rep.empty() && bare.sets[i].findings.empty());
  }
  EXPECT_TRUE(journal.check().value().empty());
}

TEST_F(JournalTest, people_are_told_apart_without_regard_to_case) {
  Person person{.name = " Jörg Ágústsson ", .height_m = 1.8, .mass_kg = 71.5, .sex = 'm', .weekdays = 0b0010101};
  const std::int64_t id = journal.add_person(person).value();
  const auto found = journal.find_person("JÖRG ÁGÚSTSSON").value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, id);
  EXPECT_EQ(found->name, person.name);
  EXPECT_EQ(std::tuple(found->height_m, found->mass_kg, found->sex, found->weekdays),
            std::tuple(1.8, 71.5, 'm', 0b0010101u));
  EXPECT_FALSE(journal.find_person("Jorg").value());
  EXPECT_FALSE(journal.find_person("").value());

  const auto twice = journal.add_person(person_named("jörg ágústsson"));
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().kind, Error::Kind::bad_argument);
  EXPECT_NE(twice.error().message.find("already"), std::string::npos);

  const std::int64_t bea = add("Bea");
  Person changed = person_named("bea");
  changed.id = bea;  // her own name in other letters
  EXPECT_TRUE(journal.change_person(changed));
  changed.name = "Jörg ágústsson";
  EXPECT_EQ(journal.change_person(changed).error().kind, Error::Kind::bad_argument);
  changed.id = 77;
  EXPECT_EQ(journal.change_person(changed).error().kind, Error::Kind::not_found);
  const auto everybody = journal.people().value();
  ASSERT_EQ(everybody.size(), 2u);
  EXPECT_EQ(everybody[0].name, "bea");
  EXPECT_TRUE(std::isnan(everybody[0].height_m));
  EXPECT_EQ(everybody[0].sex, 0);
}

TEST_F(JournalTest, what_makes_no_sense_is_refused_and_nothing_of_it_stored) {
  for (const Person& person :
       {person_named(""), person_named("  "), person_named("a\nb"), person_named(std::string(161, 'x')),
        person_named("\xff"), person_named(std::string("a\0b", 3)), Person{.name = "tall", .height_m = 17.6},
        Person{.name = "heavy", .mass_kg = 7000}, Person{.name = "sex", .sex = 'x'},
        Person{.name = "days", .weekdays = 128}})
    EXPECT_EQ(journal.add_person(person).error().kind, Error::Kind::bad_argument) << person.name;
  EXPECT_TRUE(journal.people().value().empty());

  const std::int64_t ada = add("Ada");
  const auto refused = [&](auto&& spoil) {
    std::vector<SetRecord> sets = {logged("2026-11-20T18:00:00+01:00", 8), logged("2026-11-21T18:00:00+01:00", 8)};
    spoil(sets[1]);
    const auto stored = journal.store(ada, sets);
    EXPECT_FALSE(stored);
    return !stored && stored.error().kind == Error::Kind::bad_argument;
  };
  EXPECT_TRUE(refused([](SetRecord& s) { s.exercise = ""; }));
  EXPECT_TRUE(refused([](SetRecord& s) { s.reps = -1; }));
  EXPECT_TRUE(refused([](SetRecord& s) { s.rpe = 11; }));
  EXPECT_TRUE(refused([](SetRecord& s) { s.weight_kg = -2; }));
  EXPECT_TRUE(refused([](SetRecord& s) { s.top_deg = INFINITY; }));
  EXPECT_TRUE(refused([](SetRecord& s) { s.note = "\xc3"; }));
  EXPECT_TRUE(refused([](SetRecord& s) { s.at.offset_min = 900; }));
  EXPECT_TRUE(refused([](SetRecord& s) { s.at.utc_s = std::numeric_limits<std::int64_t>::max(); }));
  EXPECT_TRUE(refused([](SetRecord& s) { s.each_rep.emplace_back().top_s = -INFINITY; }));
  EXPECT_TRUE(refused([](SetRecord& s) { s.findings.emplace_back().message = "\x80"; }));
  EXPECT_EQ(journal.store(ada, Symptom{0, {}, SymptomKind::pain, 11, "", ""}).error().kind, Error::Kind::bad_argument);
  EXPECT_EQ(journal.store(ada, Choice{0, {}, "", ""}).error().kind, Error::Kind::bad_argument);
  EXPECT_EQ(journal.totals(ada).value().sets, 0);

  const SetRecord fine = logged("2026-11-20T18:00:00+01:00", 8);
  EXPECT_EQ(journal.store(99, std::span(&fine, 1)).error().kind, Error::Kind::not_found);
  EXPECT_EQ(journal.store(99, Symptom{}).error().kind, Error::Kind::not_found);
  EXPECT_EQ(journal.history(99).error().kind, Error::Kind::not_found);
  EXPECT_EQ(journal.totals(99).error().kind, Error::Kind::not_found);
  EXPECT_EQ(journal.delete_person(99).error().kind, Error::Kind::not_found);
}

TEST_F(JournalTest, a_clip_s_sets_are_stored_once_and_brought_up_to_date) {
  const std::int64_t ada = add("Ada"), bea = add("Bea");
  std::vector<SetRecord> sets = {logged("2026-11-20T18:00:00+01:00", 8), logged("2026-11-20T18:02:00+01:00", 9)};
  for (SetRecord& set : sets) set.clip_sha256 = std::string(64, 'a'), set.source = SetSource::clip;
  sets[1].clip_part = 1;
  sets[0].rpe = 7, sets[0].note = "good", sets[0].weight_kg = 2;
  sets[0].each_rep.resize(8), sets[0].findings.resize(2);
  sets[0].end_range.reason = "the view";
  const StoredSets first = journal.store(ada, sets).value();
  ASSERT_EQ(first.sets.size(), 2u);
  EXPECT_TRUE(first.sets[0].is_new && first.sets[1].is_new && first.left_over.empty());

  // Measured again by a better endrange: on another day by its clock, one rep more, no word on how it felt.
  std::vector<SetRecord> again = {logged("2026-11-21T00:10:00+01:00", 9)};
  again[0].clip_sha256 = sets[0].clip_sha256;
  again[0].each_rep.resize(9);
  const StoredSets second = journal.store(ada, again).value();
  EXPECT_FALSE(second.sets.at(0).is_new);
  EXPECT_EQ(second.sets[0].id, first.sets[0].id);
  EXPECT_EQ(second.sets[0].since_utc_s, first.sets[0].since_utc_s);
  EXPECT_EQ(second.left_over, std::vector{first.sets[1].id});

  const TrainingHistory history = journal.history(ada, kFirstDay, kLastDay, true).value();
  ASSERT_EQ(history.sets.size(), 2u);
  const SetRecord& kept = history.sets[1];
  EXPECT_EQ(kept.id, first.sets[0].id);
  EXPECT_EQ(std::tuple(kept.reps, kept.rpe, kept.note, kept.weight_kg, kept.each_rep.size(), kept.findings.size(),
                       kept.end_range.reason),
            std::tuple(9, 7.0, "good", 2.0, 9u, 0u, ""));
  again[0].note = "better", again[0].rpe = 5, again[0].weight_kg = 0;
  ASSERT_TRUE(journal.store(ada, again));
  const SetRecord last = journal.history(ada).value().sets[1];
  EXPECT_EQ(std::tuple(last.rpe, last.note, last.weight_kg), std::tuple(5.0, "better", 0.0));
  EXPECT_EQ(journal.totals(ada).value().sessions, 2);

  // Another's clip of the same content is theirs.
  EXPECT_TRUE(journal.store(bea, again).value().sets[0].is_new);
  EXPECT_EQ(journal.totals(ada).value().sets, 2);
}

TEST_F(JournalTest, a_set_is_changed_and_deleted_by_its_own_person_only) {
  const std::int64_t ada = add("Ada"), bea = add("Bea");
  SetRecord set = logged("2026-11-20T18:00:00+01:00", 8);
  set.id = store(ada, set);
  set.rpe = 8, set.note = "heavy";
  EXPECT_EQ(journal.change_set(bea, set).error().kind, Error::Kind::not_found);
  ASSERT_TRUE(journal.change_set(ada, set));
  EXPECT_EQ(written(journal.history(ada).value().sets.at(0)), written(set));
  set.rpe = kUnknown, set.note = "";  // as given, unknown too
  ASSERT_TRUE(journal.change_set(ada, set));
  EXPECT_EQ(written(journal.history(ada).value().sets.at(0)), written(set));

  const std::int64_t symptom = journal.store(ada, Symptom{}).value(),
                     choice = journal.store(ada, Choice{0, {}, "a", ""}).value();
  EXPECT_EQ(journal.delete_set(bea, set.id).error().kind, Error::Kind::not_found);
  EXPECT_EQ(journal.delete_symptom(bea, symptom).error().kind, Error::Kind::not_found);
  EXPECT_EQ(journal.delete_choice(bea, choice).error().kind, Error::Kind::not_found);
  EXPECT_TRUE(journal.delete_set(ada, set.id) && journal.delete_symptom(ada, symptom) &&
              journal.delete_choice(ada, choice));
  EXPECT_EQ(journal.delete_set(ada, set.id).error().kind, Error::Kind::not_found);
  EXPECT_EQ(written(journal.history(ada).value()), "");
  EXPECT_EQ(journal.totals(ada).value().sessions, 0);
  EXPECT_GT(store(ada, set), set.id);  // no number twice
  EXPECT_TRUE(journal.check().value().empty());
}

TEST_F(JournalTest, a_session_is_a_day_where_the_lifter_was) {
  const std::int64_t ada = add("Ada"), bea = add("Bea");
  EXPECT_FALSE(journal.totals(ada).value().first);
  // The same moment is Friday night in Berlin and Saturday morning in Tokyo.
  store(ada, logged("2026-11-20T23:30:00+01:00", 5));
  store(ada, logged("2026-11-21T07:30:00+09:00", 6));
  store(ada, logged("2026-11-21T08:30:00+09:00", 7));
  SetRecord skipped = logged("2026-11-25T08:30:00+09:00", 7);
  skipped.is_skipped = true;
  store(ada, skipped);
  store(bea, logged("2020-01-01T08:30:00+09:00", 70));
  const JournalTotals totals = journal.totals(ada).value();
  EXPECT_EQ(std::tuple(totals.sessions, totals.sets, totals.reps, totals.skipped), std::tuple(2, 3, 18, 1));
  EXPECT_EQ(day_text(totals.first.value()), "2026-11-20");
  EXPECT_EQ(day_text(totals.last.value()), "2026-11-21");

  const Day saturday = *parse_day("2026-11-21");
  EXPECT_EQ(journal.history(ada, saturday, saturday).value().sets.size(), 2u);
  EXPECT_EQ(journal.history(ada, saturday).value().sets.size(), 3u);
  EXPECT_EQ(journal.history(ada, kFirstDay, saturday - std::chrono::days(1)).value().sets.size(), 1u);
}

TEST_F(JournalTest, what_the_coach_keeps_goes_when_its_past_changes) {
  const std::int64_t ada = add("Ada"), bea = add("Bea");
  SetRecord old = logged("2026-11-01T18:00:00+00:00", 8), late = logged("2026-11-20T18:00:00+00:00", 8);
  old.id = store(ada, old), late.id = store(ada, late);
  const std::int64_t through_s = parse_moment("2026-11-10T00:00:00Z")->utc_s;
  const auto keep = [&] {
    EXPECT_TRUE(journal.keep_coach_state(ada, "ladder/1", {through_s, "a \"state\""}));
    EXPECT_TRUE(journal.keep_coach_state(bea, "ladder/1", {through_s, "hers"}));
    EXPECT_EQ(journal.coach_state(ada, "ladder/1").value()->text, "a \"state\"");
  };
  const auto is_kept = [&] {
    EXPECT_TRUE(journal.coach_state(bea, "ladder/1").value().has_value());
    return journal.coach_state(ada, "ladder/1").value().has_value();
  };
  const auto goes_with = [&](auto&& change) {
    keep();
    EXPECT_TRUE(change());
    return !is_kept();
  };
  const auto symptom_at = [](Moment at) { return Symptom{0, at, SymptomKind::pain, 2, "", ""}; };
  EXPECT_FALSE(journal.coach_state(ada, "ladder/1").value());
  keep();
  EXPECT_EQ(journal.coach_state(ada, "ladder/1").value()->through_utc_s, through_s);
  EXPECT_FALSE(journal.coach_state(ada, "ladder/2").value());

  // After its moment nothing matters to it …
  const Moment before{through_s - 1, 0}, after{through_s + 1, 0};
  late.rpe = 3;
  EXPECT_FALSE(goes_with([&] { return store(ada, logged("2026-11-10T00:00:01Z", 8)) > 0; }));
  EXPECT_FALSE(goes_with([&] { return journal.change_set(ada, late) && journal.delete_set(ada, late.id); }));
  EXPECT_FALSE(goes_with([&] { return journal.store(ada, symptom_at(after)).has_value(); }));
  EXPECT_FALSE(goes_with([&] { return journal.store(ada, Choice{0, after, "a", ""}).has_value(); }));
  // … at it or before, everything does.
  std::int64_t set = 0, symptom = 0, choice = 0;
  EXPECT_TRUE(goes_with([&] { return (set = store(ada, logged("2026-11-10T00:00:00Z", 8))) > 0; }));
  EXPECT_TRUE(goes_with([&] { return journal.delete_set(ada, set); }));
  EXPECT_TRUE(goes_with([&] { return (symptom = journal.store(ada, symptom_at(before)).value()) > 0; }));
  EXPECT_TRUE(goes_with([&] { return journal.delete_symptom(ada, symptom); }));
  EXPECT_TRUE(goes_with([&] { return (choice = journal.store(ada, Choice{0, before, "a", ""}).value()) > 0; }));
  EXPECT_TRUE(goes_with([&] { return journal.delete_choice(ada, choice); }));
  // A set that changes, goes out of the past, and comes back into it.
  for (const char* moment : {"2026-11-01T18:00:00Z", "2026-11-15T18:00:00Z", "2026-11-05T18:00:00Z"}) {
    old.at = *parse_moment(moment);
    EXPECT_TRUE(goes_with([&] { return journal.change_set(ada, old); })) << moment;
  }
}

TEST_F(JournalTest, the_coach_s_state_isn_t_kept_when_another_program_was_quicker) {
  const std::int64_t ada = add("Ada");
  Journal other = open();
  ASSERT_TRUE(journal.history(ada));
  const SetRecord set = logged("2026-11-01T18:00:00+00:00", 8);
  ASSERT_TRUE(other.store(ada, std::span(&set, 1)));
  const CoachState state{parse_moment("2026-11-10T00:00:00Z")->utc_s, "without that set"};
  ASSERT_TRUE(journal.keep_coach_state(ada, "ladder", state));
  EXPECT_FALSE(journal.coach_state(ada, "ladder").value());
  ASSERT_TRUE(journal.history(ada));
  ASSERT_TRUE(journal.keep_coach_state(ada, "ladder", state));
  EXPECT_TRUE(other.coach_state(ada, "ladder").value());
}

TEST_F(JournalTest, files_are_the_user_s_own) {
  const auto mode_of = [](const std::string& file) {
    struct stat state {};
    EXPECT_EQ(::stat(file.c_str(), &state), 0) << file;
    return state.st_mode & 0777;
  };
  add("Ada");
  EXPECT_EQ(mode_of(path), 0600u);
  EXPECT_EQ(mode_of(path + "-wal"), 0600u);
  EXPECT_EQ(mode_of(folder / "deep"), 0700u);
  EXPECT_EQ(mode_of(folder / "deep/er"), 0700u);
  // Nothing else is left there.
  journal = open(Access::read);
  { Journal gone = std::move(journal); }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder / "deep/er"), {}), 1);
}

TEST(JournalPath, comes_from_the_environment_else_the_data_folder_else_home) {
  const auto with = [](const char* journal, const char* data, const char* home) {
    for (const auto& [name, value] : {std::pair("ENDRANGE_JOURNAL", journal), {"XDG_DATA_HOME", data}, {"HOME", home}})
      value == nullptr ? ::unsetenv(name) : ::setenv(name, value, 1);
    return default_journal_path();
  };
  const std::string home = std::getenv("HOME") == nullptr ? "" : std::getenv("HOME");
  EXPECT_EQ(with("/a/b.db", "/data", "/home/x").value(), "/a/b.db");
  EXPECT_EQ(with("", "/data", "/home/x").value(), "/data/endrange/journal.db");
  EXPECT_EQ(with(nullptr, "data", "/home/x").value(), "/home/x/.local/share/endrange/journal.db");
  EXPECT_EQ(with(nullptr, nullptr, nullptr).error().kind, Error::Kind::setup);
  with(nullptr, nullptr, home.c_str());
}

}  // namespace
}  // namespace endrange::journal::test
