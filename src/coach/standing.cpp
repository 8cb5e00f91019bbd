#include "coach/standing.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "coach/words.h"
#include "exercise/exercise.h"

namespace endrange {

namespace {

constexpr std::size_t kLacksKept = 8, kDecisionsKept = 50, kEndRangesKept = 12, kDaysKept = 4;
// Two missed sessions in a row: less of it. Two sore ones: easier. Own choice, as gentle as a rule can be that acts.
// What isn't surely the exercise is no measurement of it; as for promotion.
constexpr double kSureExercise = 0.8;
constexpr int kMissedForLess = 2, kSoreForEasier = 2, kHardForLighter = 2;

const Rung& rung_of(const Standing& s, const Ladder& l) { return l.rungs[static_cast<std::size_t>(s.rung)]; }
const Volume& volume_of(const Standing& s, const Ladder& l) {
  return rung_of(s, l).volume[static_cast<std::size_t>(s.volume)];
}

void decide(Standing& s, Day day, const char* kind, std::string from, std::string to, std::string why) {
  s.decisions.push_back({day, kind, std::move(from), std::move(to), std::move(why)});
  if (s.decisions.size() > kDecisionsKept) s.decisions.erase(s.decisions.begin());
}

void stand_on(Standing& s, int rung, Day day) {
  s.rung = rung, s.volume = 0, s.since = day;
  s.sessions_here = s.met_in_row = s.missed_in_row = s.lost_in_row = s.hard_in_row = s.sore_in_row = 0;
  s.is_lighter_next = false;
  s.lacks.clear();
  s.last_lack.clear();
}

void go_to(Standing& s, const Ladder& l, int rung, Day day, const char* kind, std::string why) {
  s.is_placed = true;
  const std::string from = rung_of(s, l).id;
  stand_on(s, std::clamp(rung, 0, static_cast<int>(l.rungs.size()) - 1), day);
  decide(s, day, kind, from, rung_of(s, l).id, std::move(why));
}

std::string title_in(const Ladder& l, int rung) { return in_sentence(l.rungs[static_cast<std::size_t>(rung)].title); }

// --- what is felt ---------------------------------------------------------------------------------------------------

// Why a symptom ends training; "" = it doesn't.
std::string stop_reason_of(const Symptom& symptom, const Ladder& l) {
  const std::string where = symptom.place.empty() ? "" : " (" + symptom.place + ")";
  switch (symptom.kind) {
    case SymptomKind::painful_popping: return "a painful popping" + where;
    case SymptomKind::leg_pain: return "pain into the leg" + where;
    case SymptomKind::numbness: return "numbness" + where;
    case SymptomKind::weakness: return "weakness" + where;
    // Pain of a strength that nobody told is taken as too much.
    case SymptomKind::snapping:
      if (std::isnan(symptom.pain)) return "";
      [[fallthrough]];
    case SymptomKind::pain:
      if (std::isnan(symptom.pain)) return "pain" + where;
      return symptom.pain > l.stop_above_pain ? text("pain %.0f of 10", symptom.pain) + where : "";
    case SymptomKind::all_clear: break;
  }
  return "";
}

// True where something hurts: it keeps from going up on that day.
bool feel(Standing& s, const Ladder& l, const Symptom& symptom) {
  const Day day = symptom.at.day();
  if (symptom.kind == SymptomKind::snapping) s.snapping_on = day;
  if (symptom.kind == SymptomKind::all_clear) {
    s.snapping_on.reset();
    if (!s.is_stopped) return false;
    s.is_stopped = false;
    decide(s, day, "all_clear", rung_of(s, l).id, rung_of(s, l).id,
           text("All clear after the stop of %s: begin again with %s; after %s there without symptoms the ladder is "
                "open again.",
                day_text(s.stopped_on).c_str(), title_in(l, 0).c_str(), counted(l.clear_sessions, "session").c_str()));
    return false;
  }
  const std::string reason = stop_reason_of(symptom, l);
  if (reason.empty()) return symptom.pain > 0;
  s.is_stopped = true;
  s.stopped_on = day, s.stop_reason = reason;
  s.clear_sessions_left = l.clear_sessions;
  go_to(s, l, 0, day, "stop",
        "Stopped because of " + reason +
            ". Train no further, and have a professional look at it; when it is gone, begin "
            "again with " +
            title_in(l, 0) + ".");
  return true;
}

void choose(Standing& s, const Ladder& l, const Choice& choice) {
  const Day day = choice.at.day();
  const int rung = find_rung(l, choice.rung);
  const std::string here = rung_of(s, l).id;
  const auto refuse = [&](std::string why) { decide(s, day, "refusal", here, here, std::move(why)); };
  if (rung < 0) return refuse("This ladder has no rung \"" + choice.rung + "\".");
  if (s.is_stopped) return refuse("Not while stopped because of " + s.stop_reason + ": an all-clear comes first.");
  if (s.clear_sessions_left > 0 && rung > 0)
    return refuse("Not yet: " + counted(s.clear_sessions_left, "session") +
                  " without symptoms on the first rung come first.");
  go_to(s, l, rung, day, "choice",
        "Your choice: " + title_in(l, rung) + (choice.reason.empty() ? "." : " (" + choice.reason + ")."));
}

// --- what is measured -----------------------------------------------------------------------------------------------

void keep_end_range(Standing& s, const SetRecord& set) {
  if (set.source != SetSource::clip || std::isnan(angle_of(set.end_range)) || set.confidence < kSureExercise) return;
  const Day day = set.at.day();
  for (MeasuredEndRange& known : s.end_ranges)
    if (known.day == day && known.exercise == set.exercise) {
      if (is_better(set.end_range, known.value)) known.value = set.end_range;
      return;
    }
  s.end_ranges.push_back({day, set.exercise, set.end_range});
  const auto same = [&](const MeasuredEndRange& m) { return m.exercise == set.exercise; };
  if (std::ranges::count_if(s.end_ranges, same) <= static_cast<std::ptrdiff_t>(kEndRangesKept)) return;
  const auto first = std::ranges::find_if(s.end_ranges, same);
  s.end_ranges.erase(std::find_if(first + 1, s.end_ranges.end(), same));
}

// The rung at which a filmed set lets somebody new begin, and why; −1 = it doesn't tell, and why not.
int entry_rung(const SetRecord& set, const Ladder& l, std::string& why) {
  const Exercise* exercise = find_exercise(set.exercise);
  const auto rung = std::ranges::find_if(l.rungs, [&](const Rung& r) { return is_of(set, r); });
  const auto tells_nothing = [&](std::string reason) {
    why = std::move(reason);
    return -1;
  };
  if (set.source != SetSource::clip) return tells_nothing("it was entered by hand");
  if (exercise == nullptr || rung == l.rungs.end()) return tells_nothing("it is no exercise of the ladder");
  if (set.confidence < rung->promote.confidence)
    return tells_nothing(text("which exercise it was is sure to %.0f %% only", 100 * set.confidence));
  if (reps_that_count(set) < rung->entry.reps)
    return tells_nothing(text("%d reps tell too little", reps_that_count(set)));
  const EndRange& e = set.end_range;
  if (exercise->position != Position::supine || e.status == EndRangeStatus::not_measured || std::isnan(e.control_score))
    return tells_nothing("whether the back stayed down wasn't measured" + (e.reason.empty() ? "" : ": " + e.reason));
  const int here = static_cast<int>(rung - l.rungs.begin());
  const bool has_fault = std::ranges::any_of(
      set.findings, [&](const FindingRecord& f) { return std::ranges::count(rung->promote.without, f.check) > 0; });
  const std::string held = text("the back stayed down in %.0f %% of the measured reps", 100 * e.control_score);
  if (!has_fault && e.control_score >= rung->entry.back_held) {
    why = held;
    return here;
  }
  if (!has_fault && e.status == EndRangeStatus::found && e.deg <= rung->entry.end_range_deg) {
    why = text("the back held down to %.0f°", e.deg);
    return here;
  }
  why = (has_fault ? "the back wasn't flat before the start" : held) + " of " + in_sentence(rung->title);
  return std::max(0, here - 1);
}

void place(Standing& s, const Ladder& l, std::span<const SetRecord* const> sets, Day day) {
  int best = -1;
  std::string because, why;
  for (const SetRecord* set : sets)
    if (const int rung = entry_rung(*set, l, why); rung > best) best = rung, because = why;
  if (best < 0) {
    s.last_lack = why;
    return;
  }
  go_to(s, l, best, day, "entry", "Begin with " + title_in(l, best) + ": " + because + ".");
}

// Sets by the leg that did them: those of one leg count for the leg that did fewer.
struct SetCount {
  int left = 0, right = 0, both = 0;

  void add(const SetRecord& set) {
    const bool is_left = set.left_reps > 0 && set.right_reps == 0, is_right = set.right_reps > 0 && set.left_reps == 0;
    ++(is_left ? left : is_right ? right : both);
  }
  int count() const { return both + std::min(left, right); }
  bool is_lopsided() const { return left != right; }
};

// What the sets of one day on its rung come to.
struct DayVerdict {
  SetCount met, not_missed;
  int judged = 0, lost = 0;
  SetVerdict lack;  // the first missed set's, else the first unmeasured one's
  bool is_missed = false, is_easy = false;
};

DayVerdict judge_day(const Standing& s, const Ladder& l, std::span<const SetRecord* const> sets) {
  const Rung& rung = rung_of(s, l);
  const Volume& volume = volume_of(s, l);
  DayVerdict day;
  for (const SetRecord* set : sets) {
    const SetVerdict verdict = judge_set(*set, rung, volume);
    const bool is_met = verdict.outcome == SetOutcome::met, is_missed = verdict.outcome == SetOutcome::missed;
    if (is_met) day.met.add(*set);
    if (!is_missed) day.not_missed.add(*set);
    if (is_met || is_missed) ++day.judged;
    if (verdict.is_back_lost) ++day.lost;
    if (is_met && judge_set(*set, rung, {1, l.easy_reps}).outcome == SetOutcome::met) day.is_easy = true;
    if (!is_met && (day.lack.reason.empty() || (is_missed && !day.is_missed))) day.lack = verdict;
    day.is_missed = day.is_missed || is_missed;
  }
  return day;
}

bool is_as_asked(const DayVerdict& day, const Rung& rung, const Volume& volume) {
  return day.met.count() >= std::min(rung.promote.measured_sets, volume.sets) &&
         day.not_missed.count() >= volume.sets && !day.is_missed;
}

// What the day lacked where no single set says it.
void name_lack(DayVerdict& day, const Volume& volume) {
  if (!day.lack.reason.empty()) return;
  day.lack.reason = day.not_missed.is_lopsided()
                        ? "one leg did fewer sets than the other"
                        : std::to_string(day.not_missed.count()) + " of " + counted(volume.sets, "set");
  day.lack.lack = Lack::reps;
  day.is_missed = true;
}

void train(Standing& s, const Ladder& l, const TrainingDay& d, bool is_sore) {
  for (const SetRecord* set : d.sets) keep_end_range(s, *set);
  std::vector<const SetRecord*> done;
  std::ranges::copy_if(d.sets, std::back_inserter(done), [](const SetRecord* set) { return !set->is_skipped; });
  if (done.empty()) {
    s.last_lack = "it was skipped";
    return;
  }
  s.trained.push_back(d.day);
  if (s.trained.size() > kDaysKept) s.trained.erase(s.trained.begin());
  if (s.is_stopped) return;
  if (!s.is_placed) place(s, l, done, d.day);
  const bool was_lighter = std::exchange(s.is_lighter_next, false);
  std::erase_if(done, [&](const SetRecord* set) { return !is_of(*set, rung_of(s, l)); });
  if (done.empty()) return;
  if (!s.since) s.since = d.day;
  ++s.sessions_here;

  double rpe = 0;
  int rated = 0;
  for (const SetRecord* set : done)
    if (!std::isnan(set->rpe)) rpe += set->rpe, ++rated;
  s.hard_in_row = rated > 0 && rpe / rated >= l.hard_rpe ? s.hard_in_row + 1 : 0;
  s.sore_in_row = is_sore ? s.sore_in_row + 1 : 0;

  const Rung& rung = rung_of(s, l);
  const Volume volume = volume_of(s, l);
  DayVerdict day = judge_day(s, l, done);
  const bool is_met = is_as_asked(day, rung, volume);
  if (!is_met) name_lack(day, volume);
  s.lacks.push_back(is_met ? Lack::none : day.lack.lack);
  if (s.lacks.size() > kLacksKept) s.lacks.erase(s.lacks.begin());
  s.last_lack = is_met ? "" : day.lack.reason;
  const bool is_last_rung = s.rung + 1 == static_cast<int>(l.rungs.size());

  if (s.sore_in_row >= kSoreForEasier && s.rung > 0)
    return go_to(s, l, s.rung - 1, d.day, "regression",
                 text("Down to %s: pain in %d sessions in a row.", title_in(l, s.rung - 1).c_str(), kSoreForEasier));
  // After a stop the first rung comes first, however well it goes.
  if (s.clear_sessions_left > 0) {
    if (!is_sore) --s.clear_sessions_left;
    return;
  }
  if (s.hard_in_row >= kHardForLighter) {
    s.hard_in_row = 0, s.is_lighter_next = true;
    return decide(
        s, d.day, "lighter", rung.id, rung.id,
        text("A lighter session next: %d in a row felt like %.0f of 10 or more.", kHardForLighter, l.hard_rpe));
  }
  // Half the sets neither count nor break a row.
  if (is_sore || was_lighter) return;
  if (day.is_easy && !is_last_rung)
    return go_to(s, l, s.rung + 1, d.day, "promotion",
                 text("Up to %s: %d good reps in one set; a harder variation teaches more than more of them.",
                      title_in(l, s.rung + 1).c_str(), l.easy_reps));
  if (is_met) {
    ++s.met_in_row, s.missed_in_row = s.lost_in_row = 0;
    if (s.volume + 1 < static_cast<int>(rung.volume.size())) {
      ++s.volume, s.met_in_row = 0;
    } else if (s.met_in_row >= rung.promote.sessions && !is_last_rung) {
      go_to(s, l, s.rung + 1, d.day, "promotion",
            text("Up to %s: %s of %s in a row did all that %s asks for.", title_in(l, s.rung + 1).c_str(),
                 counted(rung.promote.sessions, "session").c_str(), volume_text(volume, rung).c_str(),
                 in_sentence(rung.title).c_str()));
    }
    return;
  }
  if (!day.is_missed) return;  // unmeasured: it neither counts nor breaks a row
  s.met_in_row = 0, ++s.missed_in_row;
  s.lost_in_row = 2 * day.lost > day.judged ? s.lost_in_row + 1 : 0;
  if (s.lost_in_row >= rung.regress.sessions && s.rung > 0)
    return go_to(
        s, l, s.rung - 1, d.day, "regression",
        text("Down to %s: in %s in a row the back left the floor in most reps; last, %s.",
             title_in(l, s.rung - 1).c_str(), counted(rung.regress.sessions, "session").c_str(), s.last_lack.c_str()));
  if (s.missed_in_row >= kMissedForLess && s.volume > 0) --s.volume, s.missed_in_row = 0;
}

}  // namespace

std::vector<TrainingDay> days_of(const TrainingHistory& history) {
  std::vector<TrainingDay> days;
  std::size_t set = 0, symptom = 0, choice = 0;
  // Three lists in time order become one list of days.
  const auto next_day = [&] {
    std::optional<Day> first;
    const auto look = [&](const auto& list, std::size_t at) {
      if (at < list.size() && (!first || list[at].at.day() < *first)) first = list[at].at.day();
    };
    look(history.sets, set), look(history.symptoms, symptom), look(history.choices, choice);
    return first;
  };
  while (const auto day = next_day()) {
    TrainingDay& d = days.emplace_back();
    d.day = *day;
    const auto take = [&](const auto& list, std::size_t& at, auto& into) {
      while (at < list.size() && list[at].at.day() <= *day) into.push_back(&list[at++]);
    };
    take(history.sets, set, d.sets), take(history.symptoms, symptom, d.symptoms),
        take(history.choices, choice, d.choices);
  }
  return days;
}

void come_back(Standing& s, const Ladder& l, Day day) {
  if (s.trained.empty() || s.is_stopped) return;
  const Day last = s.trained.back();
  // Who chose a rung since then begins anew with it; what a break does is said once a break.
  const Decision* said = s.decisions.empty() || s.decisions.back().day <= last ? nullptr : &s.decisions.back();
  if (said != nullptr && (said->kind == "lighter" || said->kind == "regression")) return;
  const bool is_anew = said != nullptr && (said->kind == "choice" || said->kind == "all_clear");
  const auto away = static_cast<int>((day - (is_anew ? said->day : last)).count());
  if (away < l.lighter_after_days) return;
  if (away >= l.lower_after_days && s.rung > 0)
    return go_to(s, l, s.rung - 1, day, "regression",
                 text("Down to %s: %d days without a session.", title_in(l, s.rung - 1).c_str(), away));
  s.volume = s.met_in_row = s.missed_in_row = 0;
  const Rung& rung = rung_of(s, l);
  decide(s, day, "lighter", rung.id, rung.id,
         text("Begin again with %s: %d days without a session.", volume_text(rung.volume.front(), rung).c_str(), away));
}

void advance(Standing& s, const Ladder& l, const TrainingDay& d) {
  if (std::ranges::any_of(d.sets, [](const SetRecord* set) { return !set->is_skipped; })) come_back(s, l, d.day);
  bool is_sore = false;
  for (const Symptom* symptom : d.symptoms) is_sore = feel(s, l, *symptom) || is_sore;
  // A rung chosen after the session is for the next one.
  const auto is_before = [&](const Choice& choice) {
    return d.sets.empty() || choice.at.utc_s < d.sets.front()->at.utc_s;
  };
  for (const Choice* choice : d.choices)
    if (is_before(*choice)) choose(s, l, *choice);
  if (!d.sets.empty()) train(s, l, d, is_sore);
  for (const Choice* choice : d.choices)
    if (!is_before(*choice)) choose(s, l, *choice);
}

Standing standing_of(const Ladder& ladder, const TrainingHistory& history) {
  Standing standing;
  for (const TrainingDay& day : days_of(history)) advance(standing, ladder, day);
  return standing;
}

const MeasuredEndRange* latest_end_range(const Standing& standing, std::string_view exercise) {
  const auto found = std::find_if(standing.end_ranges.rbegin(), standing.end_ranges.rend(),
                                  [&](const MeasuredEndRange& m) { return m.exercise == exercise; });
  return found == standing.end_ranges.rend() ? nullptr : &*found;
}

double angle_of(const EndRange& e) {
  return e.status == EndRangeStatus::found         ? e.deg
         : e.status == EndRangeStatus::not_reached ? e.lowest_held_deg
                                                   : kUnknown;
}

bool is_better(const EndRange& a, const EndRange& b) {
  if (a.status != b.status) return a.status == EndRangeStatus::found;
  if (a.status == EndRangeStatus::not_reached) return a.lowest_held_deg < b.lowest_held_deg;
  return a.high_deg - a.low_deg < b.high_deg - b.low_deg;
}

EndRangeChange compare(const EndRange& before, const EndRange& after) {
  EndRangeChange change;
  if (before.status != EndRangeStatus::found || after.status != EndRangeStatus::found) return change;
  const auto error = [](const EndRange& e) { return (e.high_deg - e.low_deg) / (2 * 1.96); };
  change.change_deg = after.deg - before.deg;
  change.error_deg = std::hypot(error(before), error(after));
  change.is_real = std::abs(change.change_deg) > 1.96 * change.error_deg;  // NaN: not told, not real
  return change;
}

}  // namespace endrange
