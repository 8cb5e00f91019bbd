#include "exercise/recognise.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/smooth.h"

namespace endrange {

namespace {

using enum Position;
using enum Knees;

// Knees beyond this are bent for good; below it a "slight bend" of a straight-leg exercise. deg
constexpr double kBentKnee = 60;

// Hips that rise by this much of the trunk were curled off the floor; a straight leg lift tips them by half of it.
constexpr double kCurl = 0.12;

// How surely a knee counts as bent or straight: 0.5 on the line, near 1 thirty degrees away from it.
double sureness(double knee_deg) {
  return std::isnan(knee_deg) ? 0.5 : 0.5 + 0.5 * std::min(1.0, std::abs(knee_deg - kBentKnee) / 30);
}

// Between these a knee is neither clearly straight nor clearly bent, and counts as in the rep before. deg
constexpr double kClearlyStraight = 45, kClearlyBent = 75;

// Fewer in a row are no set of their own.
constexpr int kFewestOfAKind = 2;

enum class Bend { unclear, straight, bent };
Bend bend_of(double knee_deg) {
  return knee_deg > kClearlyBent ? Bend::bent : knee_deg < kClearlyStraight ? Bend::straight : Bend::unclear;
}

// What makes reps be of one kind.
struct Kind {
  bool is_both;
  Bend top, bottom;
};
bool differ(Bend a, Bend b) { return a != b && a != Bend::unclear && b != Bend::unclear; }
bool differ(const Kind& a, const Kind& b) {
  return a.is_both != b.is_both || differ(a.top, b.top) || differ(a.bottom, b.bottom);
}

// Legs that work in turn wait for each other; of scissors the second sets off before the first is halfway.
bool do_cross(std::span<const Rep> reps) {
  constexpr double kHalfway = 0.5, kOften = 0.3;
  int pairs = 0, crossing = 0;
  const Rep* before = nullptr;
  for (const Rep& rep : reps) {
    if (!rep.is_complete) continue;
    if (before != nullptr && before->side != rep.side) {
      ++pairs;
      if (rep.set_off_s() - before->set_off_s() < kHalfway * (before->end_s - before->set_off_s())) ++crossing;
    }
    before = &rep;
  }
  return crossing > kOften * pairs;
}

MovementFacts facts_of(std::span<const Rep> reps, Posture posture, std::string& sides) {
  MovementFacts facts;
  facts.posture = posture;
  facts.sides = sides = sides_of(reps);
  std::vector<double> top, bottom, rise;
  for (const Rep& rep : reps) {
    if (!rep.is_complete) continue;
    ++facts.complete_reps;
    top.push_back(rep.knee_flexion_top_deg), bottom.push_back(rep.knee_flexion_bottom_deg),
        rise.push_back(rep.hip_rise_trunks);
  }
  facts.legs_cross = do_cross(reps);
  facts.knee_at_top_deg = median(top), facts.knee_at_bottom_deg = median(bottom), facts.hip_rise_trunks = median(rise);
  return facts;
}

}  // namespace

ExerciseGuess recognise(const MovementFacts& facts) {
  ExerciseGuess guess;
  if (facts.is_held && facts.complete_reps == 0) {
    guess = {"hollow_hold", false, 0.9, "lying, shoulders off the floor and straight legs low, held"};
    return guess;
  }
  if (facts.complete_reps == 0 || facts.posture == Posture::other) {
    guess.confidence = facts.complete_reps == 0 ? 0.8 : 0.5;
    guess.reason = "no legs were raised and lowered";
    return guess;
  }
  const bool top_bent = facts.knee_at_top_deg > kBentKnee, bottom_bent = facts.knee_at_bottom_deg > kBentKnee;
  const Position position = facts.posture == Posture::hanging     ? hanging
                            : facts.posture == Posture::all_fours ? all_fours
                                                                  : supine;
  const Knees knees = top_bent && bottom_bent ? bent : top_bent && !bottom_bent ? bent_to_straight : straight;
  const bool curls = position == supine && facts.hip_rise_trunks > kCurl;
  const bool takes_turns = facts.sides == "alternating" || facts.sides == "mixed";
  const Legs legs = facts.sides == "both" ? Legs::both : takes_turns ? Legs::alternating : Legs::one;

  // Most facts that fit wins; the position must.
  int best_score = -1;
  const Exercise* best = nullptr;
  for (const Exercise& e : exercises()) {
    if (e.id == "other" || e.is_hold || e.position != position || (e.is_rhythmic && !facts.legs_cross)) continue;
    const bool legs_fit = e.legs == legs || (e.legs != Legs::both && legs != Legs::both);
    const int score =
        (legs_fit ? 4 : 0) + (e.legs == legs ? 1 : 0) + (e.knees == knees ? 2 : 0) + (e.curls_pelvis == curls ? 1 : 0);
    if (score > best_score) best_score = score, best = &e;
  }
  guess.id = best->id;
  guess.confidence = (position != supine ? 1.0 : sureness(facts.knee_at_top_deg) * sureness(facts.knee_at_bottom_deg)) *
                     std::min(1.0, 0.6 + 0.1 * facts.complete_reps);
  guess.reason = std::string(position == hanging     ? "hanging"
                             : position == all_fours ? "on all fours"
                                                     : "lying") +
                 ", " +
                 (legs == Legs::both ? "both legs together"
                  : takes_turns      ? "legs taking turns"
                                     : "one leg") +
                 ", knees " +
                 (knees == bent       ? "bent"
                  : knees == straight ? "nearly straight"
                                      : "bent, then straight") +
                 (curls ? ", hips curled up" : "");
  return guess;
}

std::vector<ExerciseSet> find_sets(const Analysis& a) {
  // Reps of one kind in a row; a single odd one among others is theirs.
  struct Run {
    Kind kind;
    std::size_t from, to;  // of a.reps
    int complete;
  };
  std::vector<Run> runs;
  for (std::size_t i = 0; i < a.reps.size(); ++i) {
    const Rep& rep = a.reps[i];
    if (!rep.is_complete) {
      if (!runs.empty()) runs.back().to = i + 1;
      continue;
    }
    const Kind kind{rep.side == RepSide::both, bend_of(rep.knee_flexion_top_deg), bend_of(rep.knee_flexion_bottom_deg)};
    if (!runs.empty() && !differ(runs.back().kind, kind)) {
      runs.back().to = i + 1, ++runs.back().complete;
      // What was unclear so far becomes clear.
      if (runs.back().kind.top == Bend::unclear) runs.back().kind.top = kind.top;
      if (runs.back().kind.bottom == Bend::unclear) runs.back().kind.bottom = kind.bottom;
    } else {
      runs.push_back({kind, runs.empty() ? 0 : i, i + 1, 1});
    }
  }
  const auto join = [&](std::size_t i) {  // run i + 1 into run i
    runs[i].to = runs[i + 1].to, runs[i].complete += runs[i + 1].complete;
    runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(i + 1));
  };
  for (std::size_t i = 1; i + 1 < runs.size();)
    if (runs[i].complete < kFewestOfAKind && !differ(runs[i - 1].kind, runs[i + 1].kind))
      join(i - 1), join(i - 1);
    else
      ++i;
  for (std::size_t i = 0; i < runs.size() && runs.size() > 1;) {
    if (runs[i].complete >= kFewestOfAKind)
      ++i;
    else if (i > 0)
      join(i - 1);
    else
      runs[0].kind = runs[1].kind, join(0);
  }
  std::vector<ExerciseSet> sets;
  for (const Run& run : runs) {
    const std::span<const Rep> reps(a.reps.data() + run.from, run.to - run.from);
    std::string sides;
    ExerciseSet set{recognise(facts_of(reps, a.view.posture, sides)), 0, 0, reps.front().start_s, 0};
    for (const Rep& rep : reps) set.end_s = std::max(set.end_s, rep.end_s);
    for (const Rep& rep : reps) {
      if (!rep.is_complete) continue;
      if (set.first_rep == 0) set.first_rep = rep.index;
      set.last_rep = rep.index;
    }
    sets.push_back(set);
  }
  for (const Hold& hold : a.holds) {
    MovementFacts facts;
    facts.posture = a.view.posture, facts.is_held = true;
    sets.push_back({recognise(facts), 0, 0, hold.when.from_s, hold.when.to_s});
  }
  std::ranges::sort(sets, {}, &ExerciseSet::start_s);
  return sets;
}

}  // namespace endrange
