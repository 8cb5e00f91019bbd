// A year of simulated lifters through the coach's rules: who gets where, who is pushed, who is stuck.
//
// A lifter has a hidden control, each exercise a demand; the nearer the control to the demand, the more reps the back
// holds. Control grows with sessions that were slow, held and not too easy. All of it is made up to try the rules, and
// says nothing about people.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "bench.h"
#include "core/count.h"
#include "endrange.h"

namespace endrange::bench {

namespace {

using std::chrono::days;

struct Kind {
  const char *name, *what;
  double growth;     // of control with a good session
  double ceiling;    // beyond which it doesn't grow
  double attends;    // share of the planned days
  double slow;       // share of the sets lowered slowly
  double filmed;     // share of the sets filmed
  double seen;       // share of the filmed sets in which the back was measured
  double symptom;    // chance of one a session
  double serious;    // share of these that must stop training
  double begins_at;  // control on the first day
};
constexpr Kind kKinds[] = {
    {"improving", "trains as planned, films, gets better", 0.020, 2.0, 0.95, 0.95, 0.95, 0.9, 0.0, 0, 0.15},
    {"strong", "could do straight legs on the first day", 0.015, 2.0, 0.9, 0.95, 0.95, 0.9, 0.0, 0, 0.75},
    {"plateauing", "stops getting better half way up", 0.020, 0.55, 0.9, 0.9, 0.95, 0.9, 0.0, 0, 0.15},
    {"careless", "lowers fast, films now and then, skips", 0.010, 2.0, 0.6, 0.3, 0.4, 0.7, 0.01, 0.3, 0.3},
    {"by hand", "never films, types in what was done", 0.015, 2.0, 0.9, 0.9, 0.0, 0, 0.0, 0, 0.3},
    {"hidden back", "films, but an arm hides the back", 0.015, 2.0, 0.9, 0.9, 0.95, 0.0, 0.0, 0, 0.3},
    {"on and off", "stays away for weeks", 0.020, 2.0, 0.35, 0.9, 0.9, 0.9, 0.0, 0, 0.3},
    {"in pain", "hurts now and then, sometimes badly", 0.010, 2.0, 0.9, 0.9, 0.9, 0.9, 0.06, 0.5, 0.3},
    {"pushing", "hurts badly, and asks for harder all the same", 0.015, 2.0, 0.95, 0.6, 0.8, 0.9, 0.05, 0.7, 0.4},
};

// What an exercise demands of the control; a made-up scale.
double demand_of(const std::string& exercise) {
  static const std::map<std::string, double> demands = {{"dead_bug", 0.1},
                                                        {"bird_dog", 0.1},
                                                        {"heel_tap", 0.25},
                                                        {"single_leg_raise", 0.4},
                                                        {"bent_knee_leg_raise", 0.55},
                                                        {"double_leg_raise", 0.7},
                                                        {"hanging_leg_raise", 1.0}};
  const auto found = demands.find(exercise);
  return found == demands.end() ? 0.5 : found->second;
}

struct Year {
  int last_rung = 0, promotions = 0, regressions = 0, stops = 0, sessions = 0, refusals = 0;
  int pushed = 0;       // planned or promoted while stopped, or above the first rung too soon after
  int unexplained = 0;  // sixteen sessions on a rung and nothing said
  int days_stopped = 0;
};

class Lifter {
 public:
  Lifter(const Kind& kind, unsigned seed) : kind_(kind), random_(seed), control_(kind.begins_at + 0.1 * normal()) {}

  Year live(const Ladder& ladder) {
    Standing standing;
    Year year;
    Day day = *parse_day("2026-01-05");
    int away = 0, stop_days = 0;
    for (int d = 0; d < 365; ++d, day += days(1)) {
      history_.emplace_back();
      TrainingDay today{day, {}, {}, {}};
      const Standing before = standing;
      if (before.is_stopped) {
        ++year.days_stopped;
        // Most say so when it is gone.
        if (++stop_days > 10 && chance(0.1)) felt(today, SymptomKind::all_clear, kUnknown);
        if (std::string(kind_.name) == "pushing" && chance(0.2)) wish(today, ladder);
      } else {
        stop_days = 0;
      }
      if (away > 0) --away;
      if (away == 0 && std::string(kind_.name) == "on and off" && chance(0.03))
        away = 20 + static_cast<int>(random_() % 50);
      auto plan = plan_days(before, ladder, {}, {day, {}, {}, {}}, 1);
      // Who is told that nothing is known of them films what they do.
      if (d == 0 && std::string(kind_.name) == "strong")
        plan[0].exercise = "double_leg_raise", plan[0].is_each_leg = false;
      if (before.is_stopped && plan[0].kind == PlanKind::training) ++year.pushed;
      if (plan[0].kind == PlanKind::training && away == 0 && chance(kind_.attends)) {
        train(today, plan[0]);
        ++year.sessions;
        if (chance(kind_.symptom))
          felt(today, chance(kind_.serious) ? SymptomKind::painful_popping : SymptomKind::pain, 2);
      }
      if (std::string(kind_.name) == "pushing" && chance(0.02)) wish(today, ladder);
      advance(standing, ladder, today);
      count(before, standing, year);
      if (standing.sessions_here >= 16 && standing.rung + 1 < static_cast<int>(ladder.rungs.size()) &&
          what_is_missing(standing, ladder).find("sessions on this rung") == std::string::npos &&
          !standing.is_stopped && standing.clear_sessions_left == 0)
        ++year.unexplained;
    }
    year.last_rung = standing.rung;
    return year;
  }

 private:
  struct OfADay {
    std::vector<SetRecord> sets;
    std::vector<Symptom> symptoms;
    std::vector<Choice> choices;
  };

  double normal() { return std::normal_distribution<double>(0, 1)(random_); }
  bool chance(double share) { return std::uniform_real_distribution<double>(0, 1)(random_) < share; }

  void felt(TrainingDay& today, SymptomKind kind, double pain) {
    Symptom s;
    s.at = at_noon(today.day, 60), s.kind = kind, s.pain = kind == SymptomKind::pain ? pain : kUnknown;
    history_.back().symptoms.push_back(s);
    today.symptoms.clear();
    for (const Symptom& each : history_.back().symptoms) today.symptoms.push_back(&each);
  }
  void wish(TrainingDay& today, const Ladder& ladder) {
    history_.back().choices.push_back({0, at_noon(today.day, 60), ladder.rungs[4].id, "I want to"});
    today.choices = {&history_.back().choices.back()};
  }

  void train(TrainingDay& today, const PlannedDay& plan) {
    const double demand = demand_of(plan.exercise);
    double good = 0;
    for (int i = 0; i < plan.sets; ++i) {
      SetRecord set;
      set.at = at_noon(today.day, 60);
      set.exercise = plan.exercise;
      set.source = chance(kind_.filmed) ? SetSource::clip : SetSource::log;
      set.confidence = 0.95;
      const int reps = plan.reps - (chance(0.1) ? 2 : 0);
      set.reps = plan.is_each_leg ? 2 * reps : reps;
      if (plan.is_each_leg) set.left_reps = set.right_reps = reps;
      const bool is_slow = chance(kind_.slow);
      set.top_deg = 88, set.bottom_deg = 20, set.lift_s = 1.3;
      set.lower_s = share_between(68) * (is_slow ? 4 + 0.2 * normal() : 1.5),
      set.bottom_s = 1.4 + plan.pause_s + (plan.pause_s > 0 ? 0.2 * normal() : 0.2);
      // Each rep holds or doesn't.
      const double holds = 1 / (1 + std::exp(-(control_ - demand) / 0.04));
      int held = 0;
      for (int r = 0; r < set.reps; ++r) held += chance(holds) ? 1 : 0;
      const double share = static_cast<double>(held) / set.reps;
      if (set.source == SetSource::clip && chance(kind_.seen)) {
        EndRange& e = set.end_range;
        e.control_score = share;
        e.status = share < 1 ? EndRangeStatus::found : EndRangeStatus::not_reached;
        e.deg = share < 1 ? 45 + 60 * (demand - control_) : kUnknown;
        e.low_deg = e.deg - 4, e.high_deg = e.deg + 4;
        e.lowest_held_deg = std::max(0.0, share < 1 ? e.deg + 4 : 30 + 60 * (demand - control_));
      } else {
        set.end_range.reason = "an arm hides it";
      }
      if (is_slow && share > 0.4) good += 1.0 / plan.sets;
      history_.back().sets.push_back(set);
    }
    for (const SetRecord& set : history_.back().sets) today.sets.push_back(&set);
    // Too easy teaches little.
    const double reach = std::exp(-std::max(0.0, control_ - demand - 0.15) / 0.1);
    if (control_ < kind_.ceiling) control_ += kind_.growth * good * reach;
  }

  void count(const Standing& before, const Standing& after, Year& year) {
    // Decisions are appended, at most fifty kept: the new ones are those of the last day.
    const std::size_t same = std::min(before.decisions.size(), after.decisions.size());
    std::size_t fresh = after.decisions.size() - same;
    if (before.decisions.size() == 50 && after.decisions.back().sentence != before.decisions.back().sentence) fresh = 1;
    for (std::size_t i = after.decisions.size() - fresh; i < after.decisions.size(); ++i) {
      const std::string& kind = after.decisions[i].kind;
      year.promotions += kind == "promotion", year.regressions += kind == "regression", year.stops += kind == "stop";
      year.refusals += kind == "refusal";
    }
    if (before.is_stopped && after.is_stopped && after.rung > 0) ++year.pushed;
    if (before.clear_sessions_left > 1 && after.rung > 0) ++year.pushed;
  }

  const Kind& kind_;
  std::mt19937 random_;
  double control_;
  std::vector<OfADay> history_;
};

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.empty() ? kUnknown : values[values.size() / 2];
}

}  // namespace

int run_coach(int lifters, unsigned seed) {
  const Ladder& ladder = default_ladder();
  std::printf("%d lifters, a year each, two sessions a week (seed %u). Rungs: ", lifters, seed);
  for (std::size_t i = 0; i < ladder.rungs.size(); ++i)
    std::printf("%s%zu %s", i > 0 ? ", " : "", i + 1, ladder.rungs[i].id.c_str());
  std::printf(
      ".\n\n| lifter | | n | sessions | rung after a year: median (10–90 %%) | up | down | stops | days stopped | "
      "refused | pushed past a stop | stuck without a reason |\n"
      "|---|---|---|---|---|---|---|---|---|---|---|---|\n");
  int pushed = 0, unexplained = 0;
  for (const Kind& kind : kKinds) {
    const int n = lifters / static_cast<int>(std::size(kKinds)) + 1;
    std::vector<double> rungs, up, down, stops, sessions, stopped, refused;
    int kind_pushed = 0, kind_unexplained = 0;
    for (int i = 0; i < n; ++i) {
      const Year year = Lifter(kind, seed * 100003u + static_cast<unsigned>(i)).live(ladder);
      rungs.push_back(year.last_rung + 1), up.push_back(year.promotions), down.push_back(year.regressions);
      stops.push_back(year.stops), sessions.push_back(year.sessions), stopped.push_back(year.days_stopped);
      refused.push_back(year.refusals);
      kind_pushed += year.pushed, kind_unexplained += year.unexplained;
    }
    std::ranges::sort(rungs);
    const auto at = [&](double share) { return rungs[static_cast<std::size_t>(share * (n - 1))]; };
    std::printf("| %s | %s | %d | %.0f | %.0f (%.0f–%.0f) | %.0f | %.0f | %.0f | %.0f | %.0f | %d | %d |\n", kind.name,
                kind.what, n, median(sessions), median(rungs), at(0.1), at(0.9), median(up), median(down),
                median(stops), median(stopped), median(refused), kind_pushed, kind_unexplained);
    pushed += kind_pushed, unexplained += kind_unexplained;
  }
  return pushed + unexplained > 0 ? 1 : 0;
}

}  // namespace endrange::bench
