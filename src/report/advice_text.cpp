#include "report/advice_text.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>
#include <vector>

#include "exercise/exercise.h"
#include "report/words.h"

namespace endrange {

std::string next_text(const Analysis& a) {
  if (a.advice.next_exercise.empty()) return "";
  const Exercise* next = find_exercise(a.advice.next_exercise);
  if (next == nullptr) return "";
  std::string title(next->title);
  title[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(title[0])));
  return "Next time: " + title + " – " + a.advice.next_reason + "." +
         (next->good.empty() || next->id == a.exercise.id ? "" : " A good one: " + std::string(next->good));
}

std::string not_judged_text(const Analysis& a) {
  // The same reason is said once.
  std::vector<std::pair<std::string, std::string>> open;  // reason, titles
  for (const CheckResult& c : a.checks) {
    if (c.state != CheckState::not_judged) continue;
    const auto same = std::ranges::find(open, c.reason, &std::pair<std::string, std::string>::first);
    if (same == open.end())
      open.emplace_back(c.reason, c.title);
    else
      same->second += ", " + c.title;
  }
  std::string out;
  for (const auto& [reason, titles] : open)
    out += (out.empty() ? "Couldn't be judged: " : "; ") + titles + " (" + reason + ")";
  return out.empty() ? "" : out + ".";
}

std::string trends_text(const Analysis& a) {
  if (a.sets.size() > 1) return "";  // different movements have no common course
  std::string out;
  const auto add = [&](const char* name, const Trend& t, int decimals, const char* unit) {
    if (std::isnan(t.change) || std::isnan(t.error)) return;
    out += (out.empty() ? "From the first repetition to the last: " : ", ") + std::string(name) + " " +
           (t.change > 0 ? "+" : "") + number_text(t.change, decimals, "") + " ± " +
           number_text(2 * t.error, decimals, unit);
  };
  add("range", a.trends.range_deg, 0, "°");
  add("lowering", a.trends.lowering_s, 1, " s");
  add("lumbar lift", a.trends.lumbar_lift_mm, 0, " mm");
  return out.empty() ? "" : out + ".";
}

std::string sides_text(const Analysis& a) {
  if (!a.sides_compared || a.sets.size() > 1) return "";
  const SideComparison& c = *a.sides_compared;
  std::string out;
  const auto add = [&](const char* name, const SideDifference& d, int decimals, const char* unit) {
    if (std::isnan(d.difference()) || std::isnan(d.error)) return;
    out += (out.empty() ? "Left and right: " : "; ") + std::string(name) + " " + number_text(d.left, decimals, unit) +
           " and " + number_text(d.right, decimals, unit) + " (difference " +
           number_text(d.difference(), decimals, "") + " ± " + number_text(2 * d.error, decimals, unit) + ")";
  };
  add("range", c.range_deg, 0, "°");
  add("lowest", c.bottom_deg, 0, "°");
  add("lowering", c.lowering_s, 1, " s");
  add("end range", c.end_range_deg, 0, "°");
  return out.empty() ? "" : out + ".";
}

}  // namespace endrange
