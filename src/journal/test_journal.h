// test_journal.h: journals for tests and benchmarks: made-up sets with every field drawn, and whether two are the same.
#pragma once

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "journal/journal.h"

namespace endrange::journal::test {

namespace fs = std::filesystem;

/// A folder of its own, gone at the end.
class Folder {
 public:
  enum class Where { disk, memory };
  /// memory: where there is a file system in memory, for many stores; otherwise the disk as well.
  explicit Folder(Where where = Where::disk) {
    const bool is_quick = where == Where::memory && ::access("/dev/shm", W_OK) == 0;
    std::string name = (is_quick ? "/dev/shm" : fs::temp_directory_path().string()) + "/endrange-journal-XXXXXX";
    path_ = ::mkdtemp(name.data()) == nullptr ? "" : name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline std::string bytes_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_bytes(const std::string& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

/// Draws entries: about a third of the numbers unknown, texts with quotes and letters of many bytes, days around 2026.
class Drawn {
 public:
  explicit Drawn(unsigned seed) : random_(seed) {}

  int whole(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  bool one_in(int n) { return whole(1, n) == 1; }
  double number() { return one_in(3) ? kUnknown : std::uniform_real_distribution<double>(-50, 150)(random_); }
  std::string text() {
    static const char* const kTexts[] = {
        "", "plain", "it's \"quoted\"; DROP TABLE sets; --", "Lendenwirbelsäule ⟂ 腰", "two\nlines", "100 % _ ?1 :a"};
    return kTexts[whole(0, 5)];
  }
  Moment moment() { return {1'767'225'600 + std::int64_t{60} * whole(0, 400 * 24 * 60), 15 * whole(-56, 56)}; }

  EndRange end_range() {
    EndRange e;
    if (one_in(3)) return e;
    e.status = static_cast<EndRangeStatus>(whole(0, 2));
    for (double* n :
         {&e.deg, &e.low_deg, &e.high_deg, &e.lowest_held_deg, &e.pelvic_onset_deg, &e.criterion_mm, &e.control_score})
      *n = number();
    e.criterion = text(), e.reason = text();
    return e;
  }

  SetRecord set() {
    SetRecord s;
    s.at = moment();
    s.exercise = one_in(2) ? "double_leg_raise" : "hollow_hold";
    s.exercise_as = text();
    s.source = static_cast<SetSource>(whole(0, 2));
    if (one_in(2)) {
      s.clip_sha256 = std::string(64, static_cast<char>('a' + whole(0, 5)));
      s.clip_part = whole(0, 2);
      s.clip_file = text();
    }
    for (int* count : {&s.reps, &s.left_reps, &s.right_reps, &s.partial_reps}) *count = whole(0, 30);
    for (double* n : {&s.hold_s, &s.lower_s, &s.bottom_s, &s.lift_s, &s.top_s, &s.top_deg, &s.bottom_deg,
                      &s.lumbar_lift_mm, &s.confidence})
      *n = number();
    s.end_range = end_range();
    if (one_in(2)) s.rpe = whole(1, 10);
    if (one_in(2)) s.weight_kg = 0.25 * whole(0, 80);
    s.is_skipped = one_in(6);
    s.note = text();
    for (int i = whole(0, 4); i > 0; --i) {
      RepRecord& r = s.each_rep.emplace_back();
      r.side = static_cast<RepSide>(whole(0, 2)), r.is_complete = one_in(2);
      for (double* n : {&r.lower_s, &r.bottom_s, &r.lift_s, &r.top_s, &r.top_deg, &r.bottom_deg, &r.end_range_deg,
                        &r.lumbar_lift_mm})
        *n = number();
    }
    for (int i = whole(0, 2); i > 0; --i) {
      FindingRecord& f = s.findings.emplace_back();
      f.check = "back_arches", f.severity = text(), f.unit = text(), f.message = text(), f.rep = whole(0, 9);
      f.value = number(), f.limit = number(), f.confidence = number();
    }
    return s;
  }

  Symptom symptom() {
    return {0,      moment(), static_cast<SymptomKind>(whole(0, 6)), one_in(2) ? kUnknown : 0.5 * whole(0, 20),
            text(), text()};
  }
  Choice choice() { return {0, moment(), "rung_" + std::to_string(whole(1, 9)), text()}; }

 private:
  std::mt19937 random_;
};

// A record as text with every field to the last bit: two are the same where their texts are.
class Written {
 public:
  Written& operator<<(double n) {
    char text[64];
    // Of NaNs there is one.
    std::snprintf(text, sizeof text, "%a", n);
    return *this << std::string(std::isnan(n) ? "unknown" : text);
  }
  Written& operator<<(const std::string& s) {
    text += std::to_string(s.size()) + ":" + s + "|";
    return *this;
  }
  Written& operator<<(std::int64_t n) { return *this << std::to_string(n); }
  Written& operator<<(int n) { return *this << std::int64_t{n}; }
  std::string text;
};

inline std::string written(const EndRange& e) {
  Written w;
  w << std::string(name_of(e.status)) << e.deg << e.low_deg << e.high_deg << e.lowest_held_deg << e.pelvic_onset_deg
    << e.criterion_mm << e.control_score << e.criterion << e.reason;
  return w.text;
}

inline std::string written(const SetRecord& s, bool with_details = true) {
  Written w;
  w << s.id << s.at.utc_s << s.at.offset_min << s.exercise << s.exercise_as << int(s.source) << s.clip_sha256
    << s.clip_file << s.clip_part << s.reps << s.left_reps << s.right_reps << s.partial_reps << s.hold_s << s.lower_s
    << s.bottom_s << s.lift_s << s.top_s << s.top_deg << s.bottom_deg << s.lumbar_lift_mm << s.confidence
    << written(s.end_range) << s.rpe << s.weight_kg << int(s.is_skipped) << s.note;
  if (!with_details) return w.text;
  for (const RepRecord& r : s.each_rep)
    w << int(r.side) << int(r.is_complete) << r.lower_s << r.bottom_s << r.lift_s << r.top_s << r.top_deg
      << r.bottom_deg << r.end_range_deg << r.lumbar_lift_mm;
  for (const FindingRecord& f : s.findings)
    w << f.check << f.severity << f.unit << f.message << f.rep << f.value << f.limit << f.confidence;
  return w.text;
}

inline std::string written(const Symptom& s) {
  Written w;
  w << s.id << s.at.utc_s << s.at.offset_min << int(s.kind) << s.pain << s.place << s.note;
  return w.text;
}

inline std::string written(const Choice& c) {
  Written w;
  w << c.id << c.at.utc_s << c.at.offset_min << c.rung << c.reason;
  return w.text;
}

inline std::string written(const TrainingHistory& h) {
  std::string text;
  for (const SetRecord& s : h.sets) text += written(s) + "\n";
  for (const Symptom& s : h.symptoms) text += written(s) + "\n";
  for (const Choice& c : h.choices) text += written(c) + "\n";
  return text;
}

inline Person person_named(const std::string& name) {
  Person person;
  person.name = name;
  return person;
}

/// A set of that moment, logged by hand.
inline SetRecord logged(const std::string& moment, int reps) {
  SetRecord set;
  set.at = *parse_moment(moment);
  set.exercise = "double_leg_raise";
  set.reps = reps;
  return set;
}

}  // namespace endrange::journal::test
