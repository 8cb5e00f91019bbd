// words.h: findings as sentences, the same in the terminal and on the page.
#pragma once

#include <string>

#include "core/analysis.h"

namespace endrange {

/// What was found, in one or two sentences: "3 reps of double straight-leg raise, from 100° down to 0°. …"
std::string headline(const Analysis& analysis);

/// "12.3 s" with `decimals`; "–" when unknown.
std::string number_text(double value, int decimals, const std::string& unit);

/// The title of the exercise: "Double straight-leg raise".
std::string exercise_title(const Analysis& analysis);

/// Mean over the complete reps of what `value` gives; NaN without any.
template <class Value>
double mean_over_reps(const Analysis& analysis, Value value) {
  double sum = 0;
  int count = 0;
  for (const Rep& rep : analysis.reps) {
    if (!rep.is_complete || std::isnan(value(rep))) continue;
    sum += value(rep);
    ++count;
  }
  return count > 0 ? sum / count : kUnknown;
}

/// How the clip's end range stands, as a sentence.
std::string end_range_text(const Analysis& analysis);
/// What that means for the one who lifts, and what to do with it; "" where nothing was measured.
std::string end_range_meaning(const Analysis& analysis);
/// How to film so that the lower back can be measured; "" where it was, or where filming isn't what kept it from being.
std::string filming_advice(const Analysis& analysis);
/// Beneath the picture of the lower back in `rep`: "Your floor is 34°: here, at 33°, …".
std::string back_caption(const Analysis& analysis, int rep, double angle_deg);
/// Beneath the strip of `rep`: what it shows, and that its movement is drawn larger than it was.
std::string strip_caption(const Analysis& analysis, int rep);
/// A published figure beside the result, with its criterion; "" where none is of the same movement.
std::string norm_text(const Analysis& analysis);

/// Columns that a text takes on a terminal: "°" is two bytes and one column.
std::size_t shown_width(const std::string& text);
/// Spaces before the text, up to `width` columns.
std::string right_aligned(const std::string& text, std::size_t width);
/// Broken between words at `width` columns; lines after the first begin with `indent` spaces.
std::string wrapped_text(const std::string& text, std::size_t width, std::size_t indent = 0);

/// The same behind a label of `indent` columns, which the caller writes: later lines begin below the text's first.
std::string hanging_text(const std::string& text, std::size_t width, std::size_t indent);

}  // namespace endrange
