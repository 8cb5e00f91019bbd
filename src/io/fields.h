// fields.h: the one list of what a file of ours holds of each record, with its names and what is possible. CSV and JSON
// both walk it, to write as to read: a field more is one line here, and one in docs/formats.md.
//
// `field` is called as field(name, value) or field(name, value, range), where value is a member of the record.
#pragma once

#include <limits>

#include "core/training.h"

namespace endrange {

struct Range {
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
};
// Counts: a file that says more is broken. Nobody repeats anything a million times in one set.
constexpr Range kCount{0, 1'000'000};
constexpr Range kShare{0, 1};

template <class P, class Field>
void person_fields(P& person, Field&& field) {
  field("name", person.name);
  field("height_m", person.height_m, Range{0, 3});
  field("mass_kg", person.mass_kg, Range{0, 1000});
  field("sex", person.sex);
  field("weekdays", person.weekdays);
}

template <class S, class Field>
void set_fields(S& set, Field&& field) {
  field("at", set.at);
  field("exercise", set.exercise);
  field("exercise_as", set.exercise_as);
  field("source", set.source);
  field("clip_sha256", set.clip_sha256);
  field("clip_file", set.clip_file);
  field("clip_part", set.clip_part, kCount);
  field("reps", set.reps, kCount);
  field("left_reps", set.left_reps, kCount);
  field("right_reps", set.right_reps, kCount);
  field("partial_reps", set.partial_reps, kCount);
  field("hold_s", set.hold_s);
  field("lower_s", set.lower_s);
  field("bottom_s", set.bottom_s);
  field("lift_s", set.lift_s);
  field("top_s", set.top_s);
  field("top_deg", set.top_deg);
  field("bottom_deg", set.bottom_deg);
  field("lumbar_lift_mm", set.lumbar_lift_mm);
  field("confidence", set.confidence, kShare);
  field("rpe", set.rpe, Range{1, 10});
  field("weight_kg", set.weight_kg);
  field("skipped", set.is_skipped);
  field("note", set.note);
}

template <class E, class Field>
void end_range_fields(E& end_range, Field&& field) {
  field("status", end_range.status);
  field("deg", end_range.deg);
  field("low_deg", end_range.low_deg);
  field("high_deg", end_range.high_deg);
  field("lowest_held_deg", end_range.lowest_held_deg);
  field("pelvic_onset_deg", end_range.pelvic_onset_deg);
  field("criterion_mm", end_range.criterion_mm);
  field("control_score", end_range.control_score, kShare);
  field("criterion", end_range.criterion);
  field("reason", end_range.reason);
}

template <class R, class Field>
void rep_fields(R& rep, Field&& field) {
  field("side", rep.side);
  field("complete", rep.is_complete);
  field("lower_s", rep.lower_s);
  field("bottom_s", rep.bottom_s);
  field("lift_s", rep.lift_s);
  field("top_s", rep.top_s);
  field("top_deg", rep.top_deg);
  field("bottom_deg", rep.bottom_deg);
  field("end_range_deg", rep.end_range_deg);
  field("lumbar_lift_mm", rep.lumbar_lift_mm);
}

template <class F, class Field>
void finding_fields(F& finding, Field&& field) {
  field("check", finding.check);
  field("severity", finding.severity);
  field("rep", finding.rep, kCount);
  field("value", finding.value);
  field("unit", finding.unit);
  field("limit", finding.limit);
  field("confidence", finding.confidence, kShare);
  field("message", finding.message);
}

template <class S, class Field>
void symptom_fields(S& symptom, Field&& field) {
  field("at", symptom.at);
  field("symptom", symptom.kind);
  field("pain", symptom.pain, Range{0, 10});
  field("place", symptom.place);
  field("note", symptom.note);
}

template <class C, class Field>
void choice_fields(C& choice, Field&& field) {
  field("at", choice.at);
  field("rung", choice.rung);
  field("reason", choice.reason);
}

// What a name in a file stands for; one overload a type, so that a reader needs no list of types.
inline bool read_name(std::string_view text, SetSource& into) {
  const auto value = set_source_of(text);
  return value ? (into = *value, true) : false;
}
inline bool read_name(std::string_view text, SymptomKind& into) {
  const auto value = symptom_kind_of(text);
  return value ? (into = *value, true) : false;
}
inline bool read_name(std::string_view text, EndRangeStatus& into) {
  const auto value = end_range_status_of(text);
  return value ? (into = *value, true) : false;
}
inline bool read_name(std::string_view text, RepSide& into) {
  const auto value = rep_side_of(text);
  return value ? (into = *value, true) : false;
}

}  // namespace endrange
