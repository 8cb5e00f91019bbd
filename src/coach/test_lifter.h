// test_lifter.h: training histories for tests, a set or a symptom a line.
#pragma once

#include "coach/standing.h"
#include "core/count.h"
#include "core/training.h"

namespace endrange {

inline Day day_of(const char* text) { return *parse_day(text); }

/// A filmed set as the ladder wants it: reps of each leg where legs take turns, lowered in 4.1 s, the back held.
inline SetRecord good_set(Day day, const char* exercise, int reps, double control = 1) {
  SetRecord set;
  set.at = at_noon(day, 60);
  set.exercise = exercise;
  set.source = SetSource::clip;
  set.confidence = 0.97;
  set.top_deg = 88, set.bottom_deg = 20;
  set.lower_s = 4.1 * share_between(68), set.bottom_s = 1.4, set.lift_s = 1.2, set.top_s = 1;
  const bool takes_turns = set.exercise == "dead_bug" || set.exercise == "bird_dog" || set.exercise == "heel_tap" ||
                           set.exercise == "single_leg_raise";
  set.reps = takes_turns ? 2 * reps : reps;
  if (takes_turns) set.left_reps = set.right_reps = reps;
  set.end_range.control_score = control;
  set.end_range.status = control < 1 ? EndRangeStatus::found : EndRangeStatus::not_reached;
  if (control < 1) set.end_range.deg = 40, set.end_range.low_deg = 37, set.end_range.high_deg = 43;
  set.end_range.lowest_held_deg = control < 1 ? 44 : 15;
  return set;
}

inline Symptom symptom(Day day, SymptomKind kind, double pain = kUnknown, const char* place = "") {
  Symptom s;
  s.at = at_noon(day, 60);
  s.at.utc_s += 3600;  // after the sets
  s.kind = kind, s.pain = pain, s.place = place;
  return s;
}

/// Feeds a standing one session a call, every third day or so.
struct Trainee {
  const Ladder& ladder = default_ladder();
  Standing standing;
  Day day = day_of("2026-01-05");

  void rest(int days) { day += std::chrono::days(days); }
  /// `sets` like this one on a day of their own.
  void train(SetRecord set, int sets, std::vector<Symptom> felt = {}) {
    set.at = at_noon(day, 60);
    const std::vector<SetRecord> all(static_cast<std::size_t>(sets), set);
    TrainingDay d{day, {}, {}, {}};
    for (const SetRecord& s : all) d.sets.push_back(&s);
    for (Symptom& s : felt) s.at = {set.at.utc_s + 3600, 60};
    for (const Symptom& s : felt) d.symptoms.push_back(&s);
    advance(standing, ladder, d);
    rest(3);
  }
  void feel(const Symptom& felt) {
    Symptom s = felt;
    s.at = at_noon(day, 60);
    advance(standing, ladder, {day, {}, {&s}, {}});
  }
  void choose(const char* rung) {
    const Choice choice{0, at_noon(day, 60), rung, ""};
    advance(standing, ladder, {day, {}, {}, {&choice}});
  }
  const Rung& rung() const { return ladder.rungs[static_cast<std::size_t>(standing.rung)]; }
  const Volume& volume() const { return rung().volume[static_cast<std::size_t>(standing.volume)]; }
  /// A set of what the rung asks for now.
  SetRecord asked(double control = 1) const {
    SetRecord set = good_set(day, rung().exercises.front().c_str(), volume().reps, control);
    if (rung().pause_s > 0) set.bottom_s += rung().pause_s;
    return set;
  }
  void train_as_asked() { train(asked(), volume().sets); }
};

}  // namespace endrange
