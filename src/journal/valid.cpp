#include "journal/valid.h"

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <optional>

namespace endrange::journal {

namespace {

// The code point that begins at `at`, which is moved on; nothing where the bytes aren't UTF-8.
std::optional<char32_t> next_letter(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  const std::size_t length = first < 0x80 ? 1 : first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : first >> 3 == 30 ? 4 : 0;
  if (length == 0 || at + length > text.size()) return std::nullopt;
  char32_t letter = length == 1 ? first : first & (0xffu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if (byte(at + i) >> 6 != 2) return std::nullopt;
    letter = letter << 6 | (byte(at + i) & 0x3f);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (letter < kLeast[length] || letter > 0x10ffff || (letter >= 0xd800 && letter < 0xe000)) return std::nullopt;
  at += length;
  return letter;
}

void append(std::string& text, char32_t letter) {
  const auto add = [&](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (letter < 0x80) return add(letter);
  if (letter < 0x800) return add(0xc0 | letter >> 6), add(0x80 | (letter & 0x3f));
  if (letter < 0x10000) return add(0xe0 | letter >> 12), add(0x80 | (letter >> 6 & 0x3f)), add(0x80 | (letter & 0x3f));
  add(0xf0 | letter >> 18), add(0x80 | (letter >> 12 & 0x3f)), add(0x80 | (letter >> 6 & 0x3f));
  add(0x80 | (letter & 0x3f));
}

// Unicode's simple lower case for the scripts in which names of this program's users are likeliest to have case. C's
// own depends on the locale that happens to be set.
char32_t small(char32_t c) {
  const auto is_in = [c](char32_t from, char32_t to) { return c >= from && c <= to; };
  if (is_in('A', 'Z') || (is_in(0xc0, 0xde) && c != 0xd7)) return c + 0x20;
  if (c == 0x130) return 'i';
  if (c == 0x178) return 0xff;
  // Pairs, the capital first: at even places, and in two stretches at odd ones.
  if (is_in(0x100, 0x137) || is_in(0x14a, 0x177)) return c | 1;
  if (is_in(0x139, 0x148) || is_in(0x179, 0x17e)) return c % 2 == 1 ? c + 1 : c;
  if (c == 0x386) return 0x3ac;
  if (is_in(0x388, 0x38a)) return c + 0x25;
  if (c == 0x38c) return 0x3cc;
  if (c == 0x38e || c == 0x38f) return c + 0x3f;
  if (is_in(0x391, 0x3ab)) return c + 0x20;
  if (c == 0x3c2) return 0x3c3;  // the final sigma
  if (is_in(0x400, 0x40f)) return c + 0x50;
  if (is_in(0x410, 0x42f)) return c + 0x20;
  if (is_in(0x1e00, 0x1e95) || is_in(0x1ea0, 0x1eff)) return c | 1;  // Vietnamese, Welsh
  return c;
}

bool is_text(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto letter = next_letter(text, at);
    if (!letter || *letter == 0) return false;
  }
  return true;
}

bool is_line(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
  return is_text(text);
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t") == std::string_view::npos; }
bool is_within(double value, double low, double high) { return std::isnan(value) || (value >= low && value <= high); }

template <class Numbers>
bool has_infinity(const Numbers& numbers) {
  for (const double number : numbers)
    if (std::isinf(number)) return true;
  return false;
}

std::string problem_of(const RepRecord& r) {
  const auto numbers = {r.lower_s, r.bottom_s,   r.lift_s,        r.top_s,
                        r.top_deg, r.bottom_deg, r.end_range_deg, r.lumbar_lift_mm};
  return has_infinity(numbers) ? "a number of a repetition is infinite" : "";
}

std::string problem_of(const FindingRecord& f) {
  if (has_infinity(std::initializer_list<double>{f.value, f.limit, f.confidence}))
    return "a number of a finding is infinite";
  for (const auto* text : {&f.check, &f.severity, &f.unit, &f.message})
    if (!is_text(*text)) return "a finding's text isn't UTF-8";
  return "";
}

}  // namespace

std::string name_key(std::string_view name) {
  const std::size_t from = name.find_first_not_of(" \t"), to = name.find_last_not_of(" \t");
  if (from == std::string_view::npos) return "";
  name = name.substr(from, to - from + 1);
  std::string key;
  for (std::size_t at = 0; at < name.size();) {
    const auto letter = next_letter(name, at);
    if (!letter) return "";  // no name that was ever taken in
    append(key, small(*letter));
  }
  return key;
}

std::string problem_of(const Moment& at) {
  // The years 0 to 9999, which is what a date is written for.
  constexpr std::int64_t kFirst_s = -62'167'219'200, kLast_s = 253'402'300'799;
  if (at.offset_min < -840 || at.offset_min > 840) return "its clock is more than 14 hours off UTC";
  if (at.utc_s < kFirst_s || at.utc_s > kLast_s) return "its time is outside the years 0 to 9999";
  return "";
}

std::string problem_of(const Person& person) {
  if (is_blank(person.name)) return "the name is empty";
  // Two lines of a terminal.
  if (person.name.size() > 160 || !is_line(person.name)) return "the name isn't a line of at most 160 bytes of UTF-8";
  if (!is_within(person.height_m, 0.5, 2.8)) return "the height isn't a person's (0.5 to 2.8 m)";
  if (!is_within(person.mass_kg, 10, 650)) return "the mass isn't a person's (10 to 650 kg)";
  if (person.sex != 0 && person.sex != 'f' && person.sex != 'm') return "the sex is neither f nor m nor left out";
  if (person.weekdays > 127) return "the weekdays are more than seven";
  return "";
}

std::string problem_of(const SetRecord& set) {
  if (auto problem = problem_of(set.at); !problem.empty()) return problem;
  if (is_blank(set.exercise) || !is_line(set.exercise)) return "it names no exercise";
  for (const auto* text :
       {&set.exercise_as, &set.clip_sha256, &set.clip_file, &set.note, &set.end_range.criterion, &set.end_range.reason})
    if (!is_text(*text)) return "a text of it isn't UTF-8";
  for (const int count : {set.clip_part, set.reps, set.left_reps, set.right_reps, set.partial_reps})
    if (count < 0) return "a count of it is below 0";
  const EndRange& e = set.end_range;
  const auto numbers = {
      set.hold_s,         set.lower_s,       set.bottom_s,      set.lift_s, set.top_s, set.top_deg, set.bottom_deg,
      set.lumbar_lift_mm, set.confidence,    set.weight_kg,     e.deg,      e.low_deg, e.high_deg,  e.criterion_mm,
      e.control_score,    e.lowest_held_deg, e.pelvic_onset_deg};
  if (has_infinity(numbers)) return "a number of it is infinite";
  if (!is_within(set.rpe, 1, 10)) return "how hard it was isn't between 1 and 10";
  if (set.weight_kg < 0) return "its weight is below 0";
  for (const RepRecord& rep : set.each_rep)
    if (auto problem = problem_of(rep); !problem.empty()) return problem;
  for (const FindingRecord& finding : set.findings)
    if (auto problem = problem_of(finding); !problem.empty()) return problem;
  return "";
}

std::string problem_of(const Symptom& symptom) {
  if (auto problem = problem_of(symptom.at); !problem.empty()) return problem;
  if (!is_within(symptom.pain, 0, 10)) return "the pain isn't between 0 and 10";
  return is_text(symptom.place) && is_text(symptom.note) ? "" : "a text of it isn't UTF-8";
}

std::string problem_of(const Choice& choice) {
  if (auto problem = problem_of(choice.at); !problem.empty()) return problem;
  if (is_blank(choice.rung) || !is_line(choice.rung)) return "it names no step of the ladder";
  return is_text(choice.reason) ? "" : "a text of it isn't UTF-8";
}

}  // namespace endrange::journal
