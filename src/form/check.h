// check.h: what one check is. START HERE in this folder: each family is a file with a table of rows; judge.cpp runs the
// rows that apply to an exercise over an analysis.
//
// To add a check: one function and one row in its family's file, and two cases under tests/cases (a test asks for
// them).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/analysis.h"
#include "core/text.h"
#include "exercise/exercise.h"

namespace endrange {

/// What a check has to say of a clip: what it saw, or why it can't tell. Both empty: judged, and clean.
struct Verdict {
  std::vector<Finding> findings;
  std::string not_judged;  ///< a clause that goes on after "couldn't be judged: "
};

struct Check {
  const char *id, *family;
  const char* title;     ///< what is looked at, as a person would say it
  const char* say;       ///< what a coach would call out during a set; "" = nothing to be said then
  const char* meaning;   ///< one line: what is wrong when it is seen
  const char* measured;  ///< what is measured
  const char* limit;     ///< where seeing begins
  const char* source;    ///< where the limit comes from
  int weight;            ///< how much setting it right is worth, against the other checks
  bool (*applies)(const Exercise&);
  Verdict (*judge)(const Analysis&, const Exercise&);
};

/// The families' tables.
std::span<const Check> back_checks();
std::span<const Check> tempo_checks();
std::span<const Check> breath_checks();
std::span<const Check> body_checks();
std::span<const Check> set_checks();
std::span<const Check> hanging_checks();
std::span<const Check> hold_checks();

/// A finding with less is not shown.
constexpr double kLeastConfidence = 0.8;

/// How surely a value that was measured with this error (one standard deviation) lies `beyond` a limit. 0…1
double confidence_of(double beyond, double error);

/// Exercises whose repetitions are counted and judged one by one; those done lying on the back; both.
inline bool is_counted(const Exercise& e) { return !e.is_hold && !e.is_rhythmic; }
inline bool is_supine(const Exercise& e) { return e.position == Position::supine; }
inline bool is_flat(const Exercise& e) { return is_supine(e) && !e.is_hold; }

/// Why leg angles can't be judged in this clip; "" = they can.
std::string no_angles(const Analysis& analysis);

}  // namespace endrange
