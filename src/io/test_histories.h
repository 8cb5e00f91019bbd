// test_histories.h: made-up histories, and all of one as text, so that two can be compared.
#pragma once

#include <cstdio>
#include <random>
#include <string>

#include "core/training.h"

namespace endrange::test {

/// Everything that could be said of a history, members counted by the compiler: one more doesn't go unnoticed here.
class Described {
 public:
  explicit Described(const TrainingHistory& history, bool with_details = true) : with_details_(with_details) {
    const auto& [person, sets, symptoms, choices] = history;
    add(person);
    for (const SetRecord& set : sets) add(set);
    for (const Symptom& symptom : symptoms) add(symptom);
    for (const Choice& choice : choices) add(choice);
  }
  const std::string& text() const { return text_; }

 private:
  void add(const std::string& value) { text_ += "[" + value + "]"; }
  void add(const char* value) { add(std::string(value)); }
  void add(std::int64_t value) { add(std::to_string(value)); }
  void add(int value) { add(std::to_string(value)); }
  void add(unsigned value) { add(std::to_string(value)); }
  void add(bool value) { add(value ? "yes" : "no"); }
  void add(char value) { add(static_cast<int>(value)); }
  void add(double value) {  // every bit of it; one NaN is like another
    char text[64];
    std::snprintf(text, sizeof text, "%a", value);
    add(value == value ? text : "nan");
  }
  void add(const Moment& moment) { all(moment.utc_s, moment.offset_min); }
  void add(const Person& person) {
    const auto& [id, name, height_m, mass_kg, sex, weekdays] = person;
    all("person", id, name, height_m, mass_kg, sex, weekdays);
  }
  void add(const EndRange& end_range) {
    const auto& [status, deg, low, high, lowest, onset, criterion_mm, score, criterion, reason] = end_range;
    all(name_of(status), deg, low, high, lowest, onset, criterion_mm, score, criterion, reason);
  }
  void add(const SetRecord& set) {
    const auto& [id, at, exercise, exercise_as, source, sha256, file, part, reps, left, right, partial, hold_s, lower_s,
                 bottom_s, lift_s, top_s, top_deg, bottom_deg, lift_mm, confidence, end_range, rpe, weight_kg, skipped,
                 note, each_rep, findings] = set;
    all("\nset", id, at, exercise, exercise_as, name_of(source), sha256, file, part, reps, left, right, partial, hold_s,
        lower_s, bottom_s, lift_s, top_s, top_deg, bottom_deg, lift_mm, confidence, end_range, rpe, weight_kg, skipped,
        note);
    if (!with_details_) return;
    for (const RepRecord& rep : each_rep) add(rep);
    for (const FindingRecord& finding : findings) add(finding);
  }
  void add(const RepRecord& rep) {
    const auto& [side, complete, lower_s, bottom_s, lift_s, top_s, top_deg, bottom_deg, end_range_deg, lift_mm] = rep;
    all("\nrep", name_of(side), complete, lower_s, bottom_s, lift_s, top_s, top_deg, bottom_deg, end_range_deg,
        lift_mm);
  }
  void add(const FindingRecord& finding) {
    const auto& [check, severity, unit, message, rep, value, limit, confidence] = finding;
    all("\nfinding", check, severity, unit, message, rep, value, limit, confidence);
  }
  void add(const Symptom& symptom) {
    const auto& [id, at, kind, pain, place, note] = symptom;
    all("\nsymptom", id, at, name_of(kind), pain, place, note);
  }
  void add(const Choice& choice) {
    const auto& [id, at, rung, reason] = choice;
    all("\nchoice", id, at, rung, reason);
  }
  template <class... Values>
  void all(const Values&... values) {
    (add(values), ...);
  }

  bool with_details_;
  std::string text_;
};

/// Whatever a history may hold, at random: unknowns, quotes, line ends, signs of every script, formulas, extreme days.
class RandomHistory {
 public:
  explicit RandomHistory(unsigned seed) : random_(seed) {}

  TrainingHistory make() {
    TrainingHistory history;
    history.person = {.name = text(),
                      .height_m = number(0, 3),
                      .mass_kg = number(0, 1000),
                      .sex = "fm\0"[below(3)],
                      .weekdays = static_cast<unsigned>(below(128))};
    for (int i = below(4); i > 0; --i) history.sets.push_back(set());
    for (int i = below(3); i > 0; --i)
      history.symptoms.push_back({.at = moment(),
                                  .kind = static_cast<SymptomKind>(below(7)),
                                  .pain = number(0, 10),
                                  .place = text(),
                                  .note = text()});
    for (int i = below(3); i > 0; --i) history.choices.push_back({.at = moment(), .rung = text(), .reason = text()});
    return history;
  }

  int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }

 private:
  std::string text() {
    static const char* const kPieces[] = {"a",    "leg",        "\"",     ",",      ";",      "\r\n", "\n", "\r",
                                          " ",    "\t",         "'",      "=1+1",   "-",      "+",    "@",  "\u00e9",
                                          "腹筋", "\U0001F3CB", "\uFF1D", "\\",     "null",   "1e9",  "{}", "\u0001",
                                          "</a>", "&amp;",      "%s",     "\u202f", "\u05d0", "0"};
    std::string made;
    for (int i = below(6); i > 0; --i) made += kPieces[below(std::size(kPieces))];
    return made;
  }
  double number(double low, double high) {
    if (below(3) == 0) return kUnknown;
    const double share = static_cast<double>(random_()) / 4294967295.0;
    return below(4) == 0 ? (below(2) == 0 ? low : high) : low + share * (high - low);
  }
  double any_number() {
    static const double kExtremes[] = {0, -0.0, 1e308, -1e308, 5e-324, 0.1, 1.0 / 3, -90, 123456789.123456789};
    return below(3) == 0 ? kExtremes[below(std::size(kExtremes))] : number(-90, 180);
  }
  Moment moment() {
    static const std::int64_t kExtremes[] = {-62'135'500'000, 253'402'000'000, 0, -1, 1'774'746'000};
    const std::int64_t at =
        below(3) == 0 ? kExtremes[below(std::size(kExtremes))] : static_cast<std::int64_t>(random_());
    return {at, below(2) * (below(1681) - 840)};
  }
  SetRecord set() {
    SetRecord set;
    set.at = moment(), set.exercise = text(), set.exercise_as = text();
    set.source = static_cast<SetSource>(below(3));
    set.clip_sha256 = text(), set.clip_file = text(), set.note = text();
    set.is_skipped = below(2) == 1;
    for (int* count : {&set.clip_part, &set.reps, &set.left_reps, &set.right_reps, &set.partial_reps})
      *count = below(2) * below(1'000'001);
    for (double* value : {&set.hold_s, &set.lower_s, &set.bottom_s, &set.lift_s, &set.top_s, &set.top_deg,
                          &set.bottom_deg, &set.lumbar_lift_mm, &set.weight_kg})
      *value = any_number();
    set.confidence = number(0, 1), set.rpe = number(1, 10);
    EndRange& end = set.end_range;
    end.status = static_cast<EndRangeStatus>(below(3));
    for (double* value :
         {&end.deg, &end.low_deg, &end.high_deg, &end.lowest_held_deg, &end.pelvic_onset_deg, &end.criterion_mm})
      *value = any_number();
    end.control_score = number(0, 1), end.criterion = text(), end.reason = text();
    for (int i = below(3); i > 0; --i)
      set.each_rep.push_back({static_cast<RepSide>(below(3)), below(2) == 1, any_number(), any_number(), any_number(),
                              any_number(), any_number(), any_number(), any_number(), any_number()});
    for (int i = below(3); i > 0; --i)
      set.findings.push_back(
          {text(), text(), text(), text(), below(1'000'001), any_number(), any_number(), number(0, 1)});
    return set;
  }

  std::mt19937 random_;
};

}  // namespace endrange::test
