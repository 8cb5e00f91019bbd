#include "report/words.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "coach/words.h"
#include "exercise/exercise.h"
#include "report/overlay.h"

namespace endrange {

std::string number_text(double value, int decimals, const std::string& unit) {
  if (std::isnan(value)) return "–";
  char text[48];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  // What rounds to nothing has no sign.
  const bool is_zero = std::strspn(text, "-0.") == std::strlen(text);
  return (is_zero && text[0] == '-' ? text + 1 : text) + unit;
}

std::string exercise_title(const Analysis& analysis) {
  const Exercise* exercise = find_exercise(analysis.exercise.id);
  return exercise != nullptr ? std::string(exercise->title) : analysis.exercise.id;
}

static std::string hold_headline(const Analysis& analysis) {
  std::string text;
  for (const Hold& hold : analysis.holds)
    text += (text.empty() ? exercise_title(analysis) + ", held for " : ", then for ") +
            number_text(hold.when.duration_s(), 1, " s");
  const Hold& longest =
      *std::ranges::max_element(analysis.holds, {}, [](const Hold& h) { return h.when.duration_s(); });
  if (!std::isnan(longest.leg_elevation_deg)) text += ", with the legs at " + degrees_text(longest.leg_elevation_deg);
  return text + ".";
}

std::string headline(const Analysis& analysis) {
  const int reps = analysis.complete_reps();
  if (reps == 0 && !analysis.holds.empty()) return hold_headline(analysis);
  if (reps == 0) return "No complete leg raise was found in this clip.";
  const std::string title = in_sentence(exercise_title(analysis));
  const std::string sides = analysis.sides();
  std::string text = std::to_string(reps) + (reps == 1 ? " rep of " : " reps of ") + title;
  if (sides == "left" || sides == "right") text += ", " + sides + " leg";
  if (sides == "alternating") text += ", legs taking turns";
  const double top = mean_over_reps(analysis, [](const Rep&r) { return r.leg_elevation_top_deg; }),
               bottom = mean_over_reps(analysis, [](const Rep&r) { return r.leg_elevation_bottom_deg; });
  if (!std::isnan(top))
    text += ", between " + degrees_text(top) + " at the top and " + degrees_text(bottom) + " at the bottom";
  text += ".";
  const double lowering = mean_over_reps(analysis, [](const Rep& r) { return r.lower.duration_s(); });
  if (!std::isnan(lowering)) text += " Lowering took " + number_text(lowering, 1, " s") + " on average.";
  const auto partial = static_cast<int>(analysis.reps.size()) - reps;
  if (partial > 0)
    text += " " + std::to_string(partial) + (partial == 1 ? " movement" : " movements") + " turned back early and " +
            (partial == 1 ? "isn't" : "aren't") + " counted.";
  return text;
}

std::string end_range_text(const Analysis& analysis) {
  const EndRange& e = analysis.end_range;
  switch (e.status) {
    case EndRangeStatus::found:
      return "Your floor is " + degrees_text(e.deg) + " (" + degrees_text(e.low_deg) + " to " +
             degrees_text(e.high_deg) + "; " + e.criterion + ").";
    case EndRangeStatus::not_reached:
      return std::string("The back stayed down as far as ") + analysis.legs() +
             " went: " + degrees_text(e.lowest_held_deg) + " (" + e.criterion + ").";
    case EndRangeStatus::not_measured: break;
  }
  return "End range not measured: " + e.reason + ".";
}

// What a back that held leaves to find.
static std::string when_held(const Analysis& analysis) {
  // A leg this low lies on the floor, or as good as. deg
  constexpr double kOnFloor = 5;
  if (!(analysis.end_range.lowest_held_deg <= kOnFloor))
    return std::string("Your end range lies lower than ") + analysis.legs() +
           " went. To find it, go down a little further while the back stays on the floor.";
  const Exercise *now = find_exercise(analysis.exercise.id),
                 *next = now != nullptr ? find_exercise(now->harder) : nullptr;
  return "That is all the way down: in this exercise the back holds over the whole range." +
         (next != nullptr && next->position == Position::supine
              ? " A harder one will show where it ends: " + in_sentence(std::string(next->title)) + "."
              : "");
}

std::string end_range_meaning(const Analysis& analysis) {
  const EndRange& e = analysis.end_range;
  std::string text;
  if (e.status == EndRangeStatus::found)
    text =
        "This is your end range: down to this angle the lower back stays on the floor during the lowering; below it, "
        "the back begins to leave the floor. Turn round there: control first, depth second.";
  if (e.status == EndRangeStatus::not_reached) text = when_held(analysis);
  const bool is_mixed = e.control_score > 0 && e.control_score < 1;
  if (!text.empty() && is_mixed)
    text += " The back stayed down in " + number_text(100 * e.control_score, 0, " %") + " of the measured repetitions.";
  return text;
}

std::string filming_advice(const Analysis& analysis) {
  // A control score stands where the back itself was seen: then it is the set-up, not the filming.
  const bool is_filming = analysis.end_range.status == EndRangeStatus::not_measured &&
                          std::isnan(analysis.end_range.control_score) && analysis.view.posture == Posture::lying &&
                          analysis.complete_reps() > 0;
  if (!is_filming) return "";
  return "To have it measured next time: stand the phone on the floor, level with the waist and square to your side; "
         "keep the near arm away from the waist; tuck the shirt in; and use the original file from the phone, not one "
         "sent through a messenger.";
}

std::string back_caption(const Analysis& analysis, int rep, double angle_deg) {
  const EndRange& e = analysis.end_range;
  const auto shown = std::ranges::find_if(analysis.reps, [&](const Rep& r) { return r.is_complete && r.index == rep; });
  if (shown == analysis.reps.end()) return "";
  const std::string legs =
      std::isnan(angle_deg) ? "" : std::string(", with ") + legs_of(shown->side) + " at " + degrees_text(angle_deg);
  const std::string which = " (repetition " + std::to_string(rep) + ")";
  if (std::isnan(shown->end_range_deg))
    return "Here the lower back is " + number_text(shown->lumbar_lift_max_mm, 0, " mm") + " off the floor" + legs +
           which + ".";
  const std::string leaves = "the lower back begins to leave the floor";
  if (e.status != EndRangeStatus::found) return "Here " + leaves + legs + which + ".";
  const bool is_same = std::isnan(angle_deg) || degrees_text(angle_deg) == degrees_text(e.deg);
  return "Your floor is " + degrees_text(e.deg) + ": here" + (is_same ? " " : legs + ", ") + leaves + which + ".";
}

std::string strip_caption(const Analysis& analysis, int rep) {
  constexpr double kSeen_mm = -1;
  const bool has_dip =
      std::ranges::any_of(analysis.back_stills, [](const BackStill& s) { return s.lift_mm < kSeen_mm; });
  const bool is_found = analysis.end_range.status == EndRangeStatus::found;
  return "The movement of the lower back is drawn ten times larger than it was. Repetition " + std::to_string(rep) +
         ", from the top " + (is_found ? "to past the moment in which the back lifts" : "to the lowest point") +
         ": each picture gives the angle of " + analysis.legs() +
         " and the lumbar lift as measured; red is the opening under the back, ten times as high." +
         (has_dip ? " Where the white line dips, the back lies lower than at the first top." : "");
}

std::string norm_text(const Analysis& analysis) {
  const EndRange& e = analysis.end_range;
  if (e.status == EndRangeStatus::not_measured || analysis.exercise.id != "double_leg_raise") return "";
  return "For orientation: in the double-leg lowering test with a pressure cuff under the back, 90 adolescents of 13 "
         "to "
         "18 years kept control down to 72 ± 13° (PMC8805102); its criterion is the cuff's pressure, ours is " +
         e.criterion + ", so the two angles can't be compared one to one.";
}

// Columns as shown: bytes that continue a UTF-8 character take none.
std::size_t shown_width(const std::string& text) {
  std::size_t width = 0;
  for (const char c : text)
    if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) ++width;
  return width;
}

std::string right_aligned(const std::string& text, std::size_t width) {
  return std::string(width > shown_width(text) ? width - shown_width(text) : 0, ' ') + text;
}

std::string wrapped_text(const std::string& text, std::size_t width, std::size_t indent) {
  std::string out;
  std::size_t column = 0;
  for (std::size_t from = 0; from < text.size();) {
    std::size_t to = text.find(' ', from);
    if (to == std::string::npos) to = text.size();
    const std::string word = text.substr(from, to - from);
    from = to + 1;
    if (word.empty()) continue;
    if (column > 0 && column + 1 + shown_width(word) > width) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > 0 && !(column == indent && out.ends_with(' '))) {
      out += ' ';
      ++column;
    }
    out += word;
    column += shown_width(word);
  }
  return out;
}

std::string hanging_text(const std::string& text, std::size_t width, std::size_t indent) {
  std::string out;
  for (const char c : wrapped_text(text, width - indent)) {
    out += c;
    if (c == '\n') out += std::string(indent, ' ');
  }
  return out;
}

}  // namespace endrange
