#include "journal/records.h"

#include <algorithm>
#include <cmath>

#include "core/smooth.h"

namespace endrange {

namespace {

// No more digits than there are.
double rounded(double value, int decimals) {
  const double scale = std::pow(10, decimals);
  return std::round(value * scale) / scale;
}
double seconds(double value) { return rounded(value, 2); }
double degrees(double value) { return rounded(value, 1); }
double millimetres(double value) { return rounded(value, 1); }

template <class Value>
double median_of(const std::vector<const Rep*>& reps, Value value) {
  std::vector<double> values;
  for (const Rep* rep : reps)
    if (rep->is_complete) values.push_back(value(*rep));
  return median(values);
}

RepRecord record_of(const Rep& rep) {
  RepRecord r;
  r.side = rep.side;
  r.is_complete = rep.is_complete;
  r.lower_s = seconds(rep.lower.duration_s()), r.bottom_s = seconds(rep.bottom.duration_s());
  r.lift_s = seconds(rep.lift.duration_s()), r.top_s = seconds(rep.top.duration_s());
  r.top_deg = degrees(rep.leg_elevation_top_deg), r.bottom_deg = degrees(rep.leg_elevation_bottom_deg);
  r.end_range_deg = degrees(rep.end_range_deg), r.lumbar_lift_mm = millimetres(rep.lumbar_lift_max_mm);
  return r;
}

bool is_within(double from_s, double to_s, const ExerciseSet& set) {
  return from_s >= set.start_s && to_s <= set.end_s;
}

}  // namespace

std::vector<SetRecord> records_of(const Analysis& a, const Moment& at) {
  std::vector<SetRecord> records;
  bool has_end_range = false;
  for (const ExerciseSet& part : a.sets) {
    SetRecord set;
    set.at = {at.utc_s + static_cast<std::int64_t>(std::max(0.0, part.start_s)), at.offset_min};
    set.exercise = part.exercise.id;
    set.source = SetSource::clip;
    set.clip_sha256 = a.clip.sha256, set.clip_file = a.clip.called.empty() ? a.clip.file : a.clip.called;
    set.clip_part = static_cast<int>(records.size());
    set.confidence = part.exercise.is_given ? kUnknown : rounded(part.exercise.confidence, 3);
    std::vector<const Rep*> reps;
    int first_rep = 0, last_rep = 0;
    for (const Rep& rep : a.reps) {
      if (!is_within(rep.start_s, rep.end_s, part)) continue;
      reps.push_back(&rep);
      set.each_rep.push_back(record_of(rep));
      if (!rep.is_complete) {
        ++set.partial_reps;
        continue;
      }
      if (first_rep == 0) first_rep = rep.index;
      last_rep = rep.index;
      ++set.reps;
      set.left_reps += rep.side == RepSide::left, set.right_reps += rep.side == RepSide::right;
      // fmax: NaN is no rise.
      set.lumbar_lift_mm = std::fmax(set.lumbar_lift_mm, millimetres(rep.lumbar_lift_max_mm));
    }
    for (const Hold& hold : a.holds)
      if (is_within(hold.when.from_s, hold.when.to_s, part))
        set.hold_s = std::fmax(set.hold_s, seconds(hold.when.duration_s()));
    set.lower_s = seconds(median_of(reps, [](const Rep& r) { return r.lower.duration_s(); }));
    set.bottom_s = seconds(median_of(reps, [](const Rep& r) { return r.bottom.duration_s(); }));
    set.lift_s = seconds(median_of(reps, [](const Rep& r) { return r.lift.duration_s(); }));
    set.top_s = seconds(median_of(reps, [](const Rep& r) { return r.top.duration_s(); }));
    set.top_deg = degrees(median_of(reps, [](const Rep& r) { return r.leg_elevation_top_deg; }));
    set.bottom_deg = degrees(median_of(reps, [](const Rep& r) { return r.leg_elevation_bottom_deg; }));
    if (part.exercise.id == a.exercise.id && !has_end_range) {
      set.end_range = a.end_range;
      EndRange& e = set.end_range;
      for (double* angle : {&e.deg, &e.low_deg, &e.high_deg, &e.lowest_held_deg, &e.pelvic_onset_deg})
        *angle = degrees(*angle);
      e.criterion_mm = millimetres(e.criterion_mm), e.control_score = rounded(e.control_score, 3);
      has_end_range = true;
    } else {
      set.end_range.reason =
          "one end range is told of a clip: with the first set of the exercise that has most repetitions";
    }
    for (const Finding& f : a.findings) {
      const bool is_here = f.rep > 0           ? f.rep >= first_rep && f.rep <= last_rep
                           : f.when.is_known() ? overlap_s(f.when, {part.start_s, part.end_s}) > 0
                                               : part.exercise.id == a.exercise.id;
      if (is_here)
        set.findings.push_back(
            {f.check, f.severity, f.unit, f.message, f.rep, rounded(f.value, 3), f.limit, rounded(f.confidence, 3)});
    }
    records.push_back(std::move(set));
  }
  return records;
}

}  // namespace endrange
