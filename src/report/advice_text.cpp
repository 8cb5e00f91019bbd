#include "report/advice_text.h"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "exercise/exercise.h"

namespace endrange {

std::string next_text(const Analysis& a) {
  if (a.advice.next_exercise.empty()) return "";
  const Exercise* next = find_exercise(a.advice.next_exercise);
  if (next == nullptr) return "";
  std::string title(next->title);
  title[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(title[0])));
  return "Next time: " + title + " – " + a.advice.next_reason + ".";
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

}  // namespace endrange
