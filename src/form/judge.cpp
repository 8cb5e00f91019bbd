#include "form/judge.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "motion/trends.h"

namespace endrange {

double confidence_of(double beyond, double error) {
  return 0.5 * std::erfc(-beyond / (std::max(error, 1e-9) * std::numbers::sqrt2));
}

std::string no_angles(const Analysis& a) {
  return a.view.usability == Usability::yes ? "" : "the view doesn't allow leg angles";
}

std::span<const Check> all_checks() {
  static const std::vector<Check> all = [] {
    std::vector<Check> rows;
    for (const auto family :
         {back_checks(), tempo_checks(), breath_checks(), body_checks(), set_checks(), hanging_checks(), hold_checks()})
      rows.insert(rows.end(), family.begin(), family.end());
    return rows;
  }();
  return all;
}

const Check* find_check(const std::string& id) {
  const auto found = std::ranges::find_if(all_checks(), [&](const Check& check) { return check.id == id; });
  return found == all_checks().end() ? nullptr : &*found;
}

namespace {

// The reps and holds of one set.
struct Part {
  std::vector<Rep> reps;
  std::vector<Hold> holds;
};

Part part_of(const Analysis& a, const ExerciseSet& set) {
  Part part;
  const auto belongs = [&](double start_s, double end_s) { return start_s >= set.start_s && end_s <= set.end_s; };
  for (const Rep& rep : a.reps)
    if (belongs(rep.start_s, rep.end_s)) part.reps.push_back(rep);
  for (const Hold& hold : a.holds)
    if (belongs(hold.when.from_s, hold.when.to_s)) part.holds.push_back(hold);
  return part;
}

void keep(Analysis& a, CheckResult result) {
  const auto known = std::ranges::find(a.checks, result.check, &CheckResult::check);
  if (known == a.checks.end())
    a.checks.push_back(std::move(result));
  else if (result.state == CheckState::seen || known->state == CheckState::not_judged)
    *known = std::move(result);
}

void judge_set(Analysis& a, const Exercise& exercise) {
  for (const Check& check : all_checks()) {
    if (!check.applies(exercise)) continue;
    Verdict verdict = check.judge(a, exercise);
    std::erase_if(verdict.findings, [](const Finding& f) { return !(f.confidence >= kLeastConfidence); });
    const CheckState state = !verdict.findings.empty()    ? CheckState::seen
                             : verdict.not_judged.empty() ? CheckState::clean
                                                          : CheckState::not_judged;
    keep(a, {check.id, check.title, state, state == CheckState::not_judged ? verdict.not_judged : ""});
    for (Finding& finding : verdict.findings) {
      finding.check = check.id;
      a.findings.push_back(std::move(finding));
    }
  }
}

}  // namespace

void judge(Analysis& a) {
  if (a.sets.size() == 1) {
    if (const Exercise* e = find_exercise(a.sets[0].exercise.id); e != nullptr && e->id != "other") judge_set(a, *e);
    return;
  }
  const Part whole{a.reps, a.holds};
  const SetTrends trends = a.trends;
  const std::optional<SideComparison> sides = a.sides_compared;
  const EndRange end_range = a.end_range;
  for (const ExerciseSet& set : a.sets) {
    const Exercise* exercise = find_exercise(set.exercise.id);
    if (exercise == nullptr || exercise->id == "other") continue;
    Part part = part_of(a, set);
    a.reps = std::move(part.reps), a.holds = std::move(part.holds);
    a.trends = find_trends(a.reps), a.sides_compared = compare_sides(a.reps, a.view.angle_bias_deg);
    // One end range is told of a clip: that of the exercise with most repetitions.
    if (set.exercise.id != a.exercise.id)
      a.end_range = {}, a.end_range.reason = "the end range is that of the exercise with most repetitions";
    judge_set(a, *exercise);
    a.reps = whole.reps, a.holds = whole.holds;
    a.trends = trends, a.sides_compared = sides, a.end_range = end_range;
  }
}

namespace {

double severity_factor(const std::string& severity) {
  return severity == "stop" ? 10 : severity == "fix" ? 1 : severity == "watch" ? 0.4 : 0;
}

// The share of the set in which a check was seen.
double share_of(const Analysis& a, const std::string& check) {
  const int reps = a.complete_reps();
  if (reps == 0) return 1;
  int seen = 0;
  for (const Finding& f : a.findings) {
    if (f.check != check) continue;
    if (f.rep == 0) return 1;
    ++seen;
  }
  return std::min(1.0, static_cast<double>(seen) / reps);
}

bool is_seen(const Analysis& a, const char* check) {
  return std::ranges::any_of(a.findings, [&](const Finding& f) { return f.check == check; });
}

std::string title_of(std::string_view id) {
  const Exercise* exercise = find_exercise(id);
  return exercise == nullptr ? "" : std::string(exercise->title);
}

// An end range at or above this leaves so little way that a shorter lever teaches more. deg; own choice: half the way.
constexpr double kTooHigh = 45;
// Held down to here counts as the whole way.
constexpr double kAllTheWay = 15;

void advise_next(const Analysis& a, const Exercise& exercise, Advice& advice) {
  const auto go_to = [&](std::string_view id, std::string reason) {
    advice.next_exercise = id.empty() ? exercise.id : id;
    advice.next_reason = std::move(reason);
  };
  const bool is_open = exercise.position == Position::supine && !exercise.is_hold;
  const std::string easier = title_of(exercise.easier), harder = title_of(exercise.harder);
  const double arched = share_of(a, "back_arches");
  if (arched >= 0.5 && (a.starts_arched() || a.end_range.deg >= kTooHigh) && !easier.empty())
    return go_to(exercise.easier, a.starts_arched()
                                      ? "the back was off the floor before the legs moved; with a lighter lever it is "
                                        "easier to press down"
                                      : text("the back holds only down to %.0f°; a lighter lever lets it hold further",
                                             a.end_range.deg));
  if (is_seen(a, "back_arches") || is_seen(a, "below_end_range"))
    return go_to(exercise.id, std::isnan(a.end_range.deg)
                                  ? "stay until the back holds in every repetition"
                                  : text("stay, and turn round just above %.0f° until that is easy", a.end_range.deg));
  const bool has_fault = std::ranges::any_of(a.findings, [](const Finding& f) { return f.severity != "info"; });
  if (has_fault) return go_to(exercise.id, "stay, and set right what stands above first");
  // Whether the back holds can be seen of a lifter on the back only.
  if (!is_open) return go_to(exercise.id, "nothing stood out; stay until it feels easy");
  if (a.end_range.status == EndRangeStatus::not_measured)
    return go_to(exercise.id, "stay: whether the back holds wasn't measured, and that decides");
  if (a.end_range.status == EndRangeStatus::not_reached && a.end_range.lowest_held_deg <= kAllTheWay) {
    if (harder.empty())
      return go_to(exercise.id, "the back holds all the way; add a pause of three seconds at the bottom");
    return go_to(exercise.harder,
                 text("the back holds all the way down to %.0f°", std::max(0.0, a.end_range.lowest_held_deg)));
  }
  go_to(exercise.id, "stay: the back held, but the legs weren't lowered all the way");
}

}  // namespace

Advice advise(const Analysis& a) {
  Advice advice;
  const Exercise* exercise = find_exercise(a.exercise.id);
  if (exercise == nullptr || exercise->id == "other" || (a.complete_reps() == 0 && a.holds.empty())) return advice;
  const std::span<const Check> checks = all_checks();
  double best = 0;
  for (const Finding& f : a.findings) {
    const auto check = std::ranges::find_if(checks, [&](const Check& c) { return f.check == c.id; });
    if (check == checks.end()) continue;
    const double worth =
        check->weight * severity_factor(f.severity) * (0.5 + 0.5 * share_of(a, f.check)) * f.confidence;
    if (worth > best) best = worth, advice.check = f.check, advice.message = f.message, advice.cue = f.cue;
  }
  advise_next(a, *exercise, advice);
  return advice;
}

}  // namespace endrange
