#include "coach/program.h"

#include <algorithm>
#include <cmath>

#include "coach/words.h"
#include "exercise/exercise.h"

namespace endrange {

namespace {

using std::chrono::days;

// Lifting to a count of two and a moment at the top: not from a rule, a pace at which nobody swings.
constexpr double kLifting_s = 2, kTop_s = 1;
// An end range older than this is no aim any more: two tests missed. Weeks.
constexpr int kStaleTests = 2;
// Where the back held as far as the legs went, the next aim is this much lower. deg
constexpr double kLower = 5;
constexpr double kLowestAim = 5;

bool is_preferred(const Person& person, Day day) {
  if (person.weekdays == 0) return true;
  const unsigned bit = std::chrono::weekday(day).iso_encoding() - 1;
  return (person.weekdays >> bit & 1) != 0;
}

// Rest and the week's number of sessions allow it. trained: in time order.
bool may_train(const std::vector<Day>& trained, const Ladder& l, const Person& person, Day day) {
  const bool is_rested = trained.empty() || day - trained.back() > days(l.rest_days);
  const auto this_week = std::ranges::count_if(trained, [&](Day t) { return day - t < days(7); });
  return is_rested && this_week < l.sessions_a_week && is_preferred(person, day);
}

bool is_stale(const MeasuredEndRange& m, const Ladder& l, Day day) {
  return day - m.day > days(7 * l.retest_weeks * kStaleTests);
}

double aim_of(const Standing& s, const Rung& rung, const Ladder& l, Day day) {
  const MeasuredEndRange* m = latest_end_range(s, rung.exercises.front());
  if (m == nullptr || is_stale(*m, l, day)) return kUnknown;
  if (m->value.status == EndRangeStatus::found) return m->value.deg + rung.margin_deg;
  return std::max(kLowestAim, m->value.lowest_held_deg - kLower);
}

bool is_test_due(const Standing& s, const Rung& rung, const Ladder& l, Day day) {
  const Exercise* exercise = find_exercise(rung.exercises.front());
  if (exercise == nullptr || exercise->position != Position::supine || exercise->is_hold || exercise->is_rhythmic)
    return false;
  const MeasuredEndRange* m = latest_end_range(s, rung.exercises.front());
  return m == nullptr || day - m->day >= days(7 * l.retest_weeks);
}

std::string end_range_sentence(const Standing& s, const Rung& rung, bool is_aim) {
  const MeasuredEndRange* last = latest_end_range(s, rung.exercises.front());
  if (last == nullptr) return "";
  const std::string on = day_text(last->day);
  if (last->value.status == EndRangeStatus::not_reached)
    return text("On %s the back held as far as the legs went, down to %.0f°.", on.c_str(), last->value.lowest_held_deg);
  std::string said =
      text("Your floor on %s was %.0f° (%.0f to %.0f°)", on.c_str(), last->value.deg, last->value.low_deg,
           last->value.high_deg) +
      (is_aim ? text(": turn round %.0f° above it.", rung.margin_deg) : std::string(", too long ago to aim at."));
  const auto first = std::ranges::find_if(s.end_ranges, [&](const MeasuredEndRange& m) {
    return m.exercise == last->exercise && m.value.status == EndRangeStatus::found;
  });
  if (first->day == last->day) return said;
  const EndRangeChange change = compare(first->value, last->value);
  if (std::isnan(change.change_deg)) return said;
  return said + text(" Since %s that is %.0f° %s, %s.", day_text(first->day).c_str(), std::abs(change.change_deg),
                     change.change_deg < 0 ? "lower" : "higher",
                     change.is_real ? "more than the measurements may be off by"
                                    : "within what the measurements may be off by: no change yet");
}

PlannedDay session_on(Day day, const Standing& s, const Ladder& l) {
  const Rung& rung = l.rungs[static_cast<std::size_t>(s.rung)];
  const Volume& volume = rung.volume[static_cast<std::size_t>(s.volume)];
  PlannedDay plan;
  plan.day = day, plan.kind = PlanKind::training;
  plan.rung = rung.id, plan.title = rung.title, plan.exercise = rung.exercises.front();
  plan.warm_up_s = l.warm_up_s, plan.rest_s = l.rest_s;
  plan.sets = volume.sets, plan.reps = volume.reps;
  plan.is_each_leg = is_one_legged(rung), plan.is_hold = is_hold(rung);
  plan.lowering_s = rung.lowering_s, plan.pause_s = rung.pause_s;
  plan.turn_at_deg = aim_of(s, rung, l, day);
  plan.is_retest = is_test_due(s, rung, l, day);
  plan.is_lighter = s.is_lighter_next;
  if (plan.is_lighter) plan.sets = std::max(1, plan.sets / 2);
  return plan;
}

void explain(PlannedDay& plan, const Standing& s, const Ladder& l) {
  const Rung& rung = l.rungs[static_cast<std::size_t>(s.rung)];
  const auto say = [&](std::string text) {
    if (!text.empty()) plan.because.push_back(std::move(text));
  };
  if (!s.is_placed && s.sessions_here == 0)
    say((s.trained.empty() ? std::string("Nothing is known of you yet, so this begins at the first rung. ")
                           : "What was kept so far doesn't tell where you stand, so this begins at the first rung: " +
                                 s.last_lack + ". ") +
        "Film one set of what you do now with `endrange analyze CLIP --journal`: it may place you higher.");
  if (!s.decisions.empty() && (s.trained.empty() || s.decisions.back().day >= s.trained.back()))
    say(s.decisions.back().sentence);
  say(end_range_sentence(s, rung, !std::isnan(plan.turn_at_deg)));
  if (plan.is_retest)
    say(latest_end_range(s, plan.exercise) == nullptr
            ? std::string("Film a set: your end range hasn't been measured in this exercise yet.")
            : text("Film a set and lower slowly until the back lets go: the end range is tested anew every %d weeks.",
                   l.retest_weeks));
  if (plan.is_lighter) say("Half the sets today; the next session is a whole one again.");
  if (s.snapping_on && plan.day - *s.snapping_on <= days(28))
    say("A hip that snaps without pain: turn the toes out a little, which moves the tendon and not the load, "
        "or bend the knees slightly, which shortens the lever.");
  if (s.is_placed || s.sessions_here > 0) say(what_is_missing(s, l));
  say(rung.tip);
}

}  // namespace

std::vector<PlannedDay> plan_days(const Standing& before, const Ladder& l, const Person& person,
                                  const TrainingDay& today, int count) {
  // What has already happened today counts for the days after it, and for a stop at once.
  Standing after = before;
  advance(after, l, today);
  const auto done =
      static_cast<int>(std::ranges::count_if(today.sets, [](const SetRecord* set) { return !set->is_skipped; }));
  std::vector<Day> trained = before.trained;
  // A session under way stays as it was planned, but for one that says where to begin.
  Standing now = done > 0 && before.is_placed == after.is_placed ? before : after;
  now.end_ranges = after.end_ranges;  // what was measured today is aimed at today
  if (!after.is_stopped) come_back(now, l, today.day);
  const bool is_under_way = done > 0;
  if (!is_under_way) after = now;
  std::vector<PlannedDay> plan;
  bool is_first = true;
  for (int i = 0; i < count; ++i) {
    const Day day = today.day + days(i);
    Standing& s = i == 0 ? now : after;
    PlannedDay& p = plan.emplace_back();
    p.day = day;
    if (after.is_stopped) {
      p.kind = PlanKind::stopped;
      if (i == 0)
        p.because.push_back(after.decisions.empty() ? what_is_missing(after, l) : after.decisions.back().sentence);
      continue;
    }
    if (!(i == 0 && is_under_way) && !may_train(trained, l, person, day)) continue;
    if (is_first && i > 0) come_back(s, l, day);
    p = session_on(day, s, l);
    if (i == 0) p.sets_done = done;
    // The later ones as if this one were done, and changed nothing.
    if (is_first) explain(p, s, l);
    if (!is_first) p.is_retest = false;
    if (i > 0 || !is_under_way) after.is_lighter_next = false;
    is_first = false;
    trained.push_back(day);
  }
  return plan;
}

std::string tempo_of(const PlannedDay& day) {
  if (day.kind != PlanKind::training || day.is_hold) return "";
  return text("%.0f-%.0f-%.0f-%.0f", day.lowering_s, day.pause_s, kLifting_s, kTop_s);
}

const char* name_of(PlanKind kind) {
  return kind == PlanKind::training ? "training" : kind == PlanKind::rest ? "rest" : "stopped";
}

}  // namespace endrange
