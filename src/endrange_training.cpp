// The façade's part about training: journal, coach and report put together.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "endrange.h"
#include "form/judge.h"
#include "report/program_text.h"

namespace endrange {

namespace {

using std::chrono::days;

// A standing follows from the past alone, so it may be kept: for this ladder, by these rules.
std::string key_of(const Ladder& ladder) { return std::string(version()) + " " + std::to_string(ladder.fingerprint); }

constexpr std::size_t kDayLength = 10;  // 2026-11-21

// Where the lifter stood when `today` began, and what has happened on it.
struct Past {
  Standing standing;
  TrainingHistory tail;  // the entries that the standing's last part and today are made of
  TrainingDay today;
};

template <class Entry>
void drop_until(std::vector<Entry>& entries, std::int64_t through_utc_s) {
  std::erase_if(entries, [&](const Entry& e) { return e.at.utc_s <= through_utc_s; });
}

// Whether some entry is of that day or one before.
bool has_before(const TrainingHistory& history, Day day) {
  const auto is_before = [&](const auto& entry) { return entry.at.day() <= day; };
  return std::ranges::any_of(history.sets, is_before) || std::ranges::any_of(history.symptoms, is_before) ||
         std::ranges::any_of(history.choices, is_before);
}

bool fits(const Standing& standing, const Ladder& ladder) {
  return standing.rung >= 0 && standing.rung < static_cast<int>(ladder.rungs.size()) && standing.volume >= 0 &&
         standing.volume < static_cast<int>(ladder.rungs[static_cast<std::size_t>(standing.rung)].volume.size());
}

// is_fresh: whatever was kept isn't used.
Result<Past> past_of(Journal& journal, const Person& person, const Ladder& ladder, Day today, bool is_fresh = false) {
  Past past;
  const std::string key = key_of(ladder);
  const auto kept = journal.coach_state(person.id, key);
  if (!kept) return tl::unexpected(kept.error());
  std::int64_t through_utc_s = INT64_MIN;
  Day from = kFirstDay;
  Day known{};
  if (*kept && !is_fresh) {
    // Its first line is the last day that it knows of. A plan for a day in the past mustn't know what came after.
    const std::string& text = (*kept)->text;
    const auto last = parse_day(std::string_view(text).substr(0, kDayLength));
    const auto standing =
        last && *last < today ? standing_from(std::string_view(text).substr(kDayLength + 1)) : std::nullopt;
    if (standing && fits(*standing, ladder)) {
      known = *last;
      past.standing = *standing, through_utc_s = (*kept)->through_utc_s;
      from = *last - days(2);  // clocks differ by less
    }
  }
  auto tail = journal.history(person.id, from, today, true);
  if (!tail) return tl::unexpected(tail.error());
  past.tail = std::move(*tail);
  if (through_utc_s != INT64_MIN) {
    drop_until(past.tail.sets, through_utc_s);
    drop_until(past.tail.symptoms, through_utc_s), drop_until(past.tail.choices, through_utc_s);
    // More of a day that is in it already: a day is judged as a whole.
    if (has_before(past.tail, known)) return past_of(journal, person, ladder, today, true);
  }

  // Keeping it is worth it only where there was much to work through.
  constexpr std::size_t kManyDays = 8;
  std::int64_t newest_utc_s = through_utc_s;
  Day last{};
  std::size_t worked = 0;
  past.today.day = today;
  for (TrainingDay& day : days_of(past.tail)) {
    if (day.day >= today) {
      past.today = std::move(day);
      break;
    }
    advance(past.standing, ladder, day);
    ++worked, last = day.day;
    for (const SetRecord* set : day.sets) newest_utc_s = std::max(newest_utc_s, set->at.utc_s);
    for (const Symptom* symptom : day.symptoms) newest_utc_s = std::max(newest_utc_s, symptom->at.utc_s);
    for (const Choice* choice : day.choices) newest_utc_s = std::max(newest_utc_s, choice->at.utc_s);
  }
  // A journal that can only be read answers all the same.
  if (worked >= kManyDays)
    (void)journal.keep_coach_state(person.id, key, {newest_utc_s, day_text(last) + "\n" + to_text(past.standing)});
  return past;
}

Result<std::string> text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return failure(Error::Kind::not_found, path + ": there is no such file, or it can't be read");
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return failure(Error::Kind::unreadable, path + ": it can't be read");
  return text.str();
}

// Beside what read_ladder tells: checks that form/ doesn't know would never be seen.
LadderReading read_whole_ladder(const std::string& text) {
  LadderReading reading = read_ladder(text);
  for (const Rung& rung : reading.ladder.rungs)
    for (const std::string& id : rung.promote.without)
      if (std::ranges::none_of(all_checks(), [&](const Check& check) { return id == check.id; }))
        reading.problems.push_back(
            {0, "rung \"" + rung.id + "\": \"without\" names no check \"" + id + "\"; see `endrange list checks`"});
  return reading;
}

std::string where(const std::string& path, const LadderProblem& p) {
  return path + (p.line > 0 ? ":" + std::to_string(p.line) : "") + ": " + p.text;
}

bool is_same(const SetRecord& a, const SetRecord& b) {
  return a.at.utc_s == b.at.utc_s && a.exercise == b.exercise && a.exercise_as == b.exercise_as && a.reps == b.reps &&
         a.left_reps == b.left_reps && a.right_reps == b.right_reps && a.is_skipped == b.is_skipped &&
         a.clip_part == b.clip_part && a.note == b.note;
}
bool is_same(const Symptom& a, const Symptom& b) {
  return a.at.utc_s == b.at.utc_s && a.kind == b.kind && a.place == b.place;
}
bool is_same(const Choice& a, const Choice& b) { return a.at.utc_s == b.at.utc_s && a.rung == b.rung; }

// Those of `entries` that aren't among `known`: as many of one kind as there are more of it.
template <class Entry>
std::vector<Entry> new_ones(const std::vector<Entry>& entries, const std::vector<Entry>& known) {
  // Of a clip that is known, the journal's own measurement is the better one.
  std::set<std::pair<std::string, int>> clips;
  if constexpr (std::is_same_v<Entry, SetRecord>)
    for (const Entry& k : known)
      if (!k.clip_sha256.empty()) clips.emplace(k.clip_sha256, k.clip_part);
  std::multimap<std::int64_t, const Entry*> by_moment;
  for (const Entry& k : known) by_moment.emplace(k.at.utc_s, &k);
  std::vector<Entry> out;
  for (const Entry& entry : entries) {
    if constexpr (std::is_same_v<Entry, SetRecord>)
      if (clips.contains({entry.clip_sha256, entry.clip_part})) continue;
    auto [same, end] = by_moment.equal_range(entry.at.utc_s);
    same = std::find_if(same, end, [&](const auto& k) { return is_same(entry, *k.second); });
    if (same == end)
      out.push_back(entry);
    else
      by_moment.erase(same);
  }
  return out;
}

// Until a next session is found; no rule keeps anybody from training for longer.
constexpr int kMostDaysToNextSession = 14;
int days_to_look_at(int days) { return days > 0 ? days : kMostDaysToNextSession; }

void end_with_next_session(Program& program) {
  const auto next = std::ranges::find_if(program.days, [](const PlannedDay& p) { return p.kind != PlanKind::rest; });
  program.days.erase(next == program.days.end() ? next : next + 1, program.days.end());
}

}  // namespace

Result<KeptClip> keep(Journal& journal, const Person& person, const Analysis& analysis, const Moment& at, double rpe,
                      const std::string& note) {
  std::vector<SetRecord> sets = records_of(analysis, at);
  for (SetRecord& set : sets) set.rpe = rpe, set.note = note;
  const auto stored = journal.store(person.id, sets);
  if (!stored) return tl::unexpected(stored.error());
  for (const std::int64_t id : stored->left_over)
    if (const auto gone = journal.delete_set(person.id, id); !gone) return tl::unexpected(gone.error());
  if (stored->sets.empty() || stored->sets[0].is_new) return KeptClip{};
  return KeptClip{true, stored->sets[0].since_utc_s};
}

Program first_plan(const Ladder& ladder, Day today, int days) {
  Program program;
  program.today = today;
  program.days = plan_days({}, ladder, {}, {today, {}, {}, {}}, days_to_look_at(days));
  if (days == 0) end_with_next_session(program);
  return program;
}

Result<Program> plan(Journal& journal, const Person& person, const Ladder& ladder, Day today, int days) {
  Program program;
  if (person.id == 0) program = first_plan(ladder, today, days);
  program.person = person, program.today = today;
  if (person.id == 0) return program;
  auto past = past_of(journal, person, ladder, today);
  if (!past) return tl::unexpected(past.error());
  program.days = plan_days(past->standing, ladder, person, past->today, days_to_look_at(days));
  if (days == 0) end_with_next_session(program);
  advance(past->standing, ladder, past->today);
  program.standing = std::move(past->standing);
  return program;
}

std::string to_text(const Program& program, bool color) { return write_program_text(program, color); }
std::string to_json(const Program& program) { return write_program_json(program); }

std::vector<CalendarEntry> calendar_of(const Program& program) {
  std::vector<CalendarEntry> entries;
  for (const PlannedDay& p : program.days) {
    if (p.kind != PlanKind::training) continue;
    CalendarEntry e;
    // One session a day at most, so the day names it: a plan made anew replaces the older one.
    e.uid = day_text(p.day) + "-" + std::to_string(program.person.id) + "@endrange";
    e.day = p.day;
    e.title = session_line(p);
    e.description =
        std::to_string(static_cast<int>(p.warm_up_s)) + " s hollow-body hold, then " + session_line(p) + ".";
    for (const std::string& why : p.because) e.description += " " + why;
    entries.push_back(std::move(e));
  }
  return entries;
}

Result<std::vector<std::string>> check_ladder(const std::string& path) {
  const auto text = text_of(path);
  if (!text) return tl::unexpected(text.error());
  std::vector<std::string> lines;
  for (const LadderProblem& p : read_whole_ladder(*text).problems) lines.push_back(where(path, p));
  return lines;
}

Result<Ladder> load_ladder(const std::string& path) {
  const auto text = text_of(path);
  if (!text) return tl::unexpected(text.error());
  LadderReading reading = read_whole_ladder(*text);
  if (reading.problems.empty()) return std::move(reading.ladder);
  return failure(Error::Kind::unreadable,
                 where(path, reading.problems.front()) + "; `endrange plan --check " + path + "` tells all");
}

Result<HistoryView> look_back(Journal& journal, const Person& person, const Ladder& ladder, Day from, Day to) {
  HistoryView view;
  view.from = from, view.to = to;
  view.history.person = person;
  if (person.id == 0) return view;
  auto history = journal.history(person.id, from, to);
  if (!history) return tl::unexpected(history.error());
  const auto totals = journal.totals(person.id);
  if (!totals) return tl::unexpected(totals.error());
  auto past = past_of(journal, person, ladder, to);
  if (!past) return tl::unexpected(past.error());
  advance(past->standing, ladder, past->today);
  view.history = std::move(*history);
  view.all_sessions = totals->sessions, view.all_sets = totals->sets, view.all_reps = totals->reps;
  view.first = totals->first;
  view.decisions = std::move(past->standing.decisions);
  return view;
}

Result<HistoryView> look_back(Journal& journal, const Person& person, const Ladder& ladder, Day today, int weeks) {
  Day from = today - days(7 * weeks);
  if (weeks == 0 && person.id != 0) {
    const auto totals = journal.totals(person.id);
    if (!totals) return tl::unexpected(totals.error());
    from = totals->first.value_or(today);
  }
  return look_back(journal, person, ladder, from, today);
}

Result<std::string> export_training(Journal& journal, const Person& person, const Format& format, const Ladder& ladder,
                                    const Moment& at, int days) {
  if (format.write_calendar != nullptr) {
    const auto program = plan(journal, person, ladder, at.day(), days);
    if (!program) return tl::unexpected(program.error());
    return format.write_calendar(calendar_of(*program), {"endrange: " + person.name, at});
  }
  const auto history = journal.history(person.id, kFirstDay, kLastDay, true);
  if (!history) return tl::unexpected(history.error());
  return write_training(*history, format);
}

std::string to_text(const HistoryView& view, bool color) { return write_history_text(view, color); }
std::string to_json(const HistoryView& view) { return write_history_json(view); }
std::string to_html(const HistoryView& view) { return write_history_html(view); }

Result<int> take_in(Journal& journal, const Person& person, const TrainingHistory& history) {
  const auto known = journal.history(person.id);
  if (!known) return tl::unexpected(known.error());
  const auto sets = new_ones(history.sets, known->sets);
  const auto symptoms = new_ones(history.symptoms, known->symptoms);
  const auto choices = new_ones(history.choices, known->choices);
  // What the journal doesn't know of the person is taken over.
  Person filled = person;
  if (std::isnan(filled.height_m)) filled.height_m = history.person.height_m;
  if (std::isnan(filled.mass_kg)) filled.mass_kg = history.person.mass_kg;
  if (filled.sex == 0) filled.sex = history.person.sex;
  if (filled.weekdays == 0) filled.weekdays = history.person.weekdays;
  if (const auto changed = journal.change_person(filled); !changed) return tl::unexpected(changed.error());
  if (!sets.empty())
    if (const auto stored = journal.store(person.id, sets); !stored) return tl::unexpected(stored.error());
  for (const Symptom& symptom : symptoms)
    if (const auto stored = journal.store(person.id, symptom); !stored) return tl::unexpected(stored.error());
  for (const Choice& choice : choices)
    if (const auto stored = journal.store(person.id, choice); !stored) return tl::unexpected(stored.error());
  return static_cast<int>(sets.size() + symptoms.size() + choices.size());
}

}  // namespace endrange
