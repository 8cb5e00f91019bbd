#include "report/findings.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <string_view>

namespace endrange {

namespace {

int urgency(const std::string& severity) {
  constexpr std::array<std::string_view, 4> kMostPressingFirst = {"stop", "fix", "watch", "info"};
  return static_cast<int>(std::ranges::find(kMostPressingFirst, severity) - kMostPressingFirst.begin());
}

double beyond_limit(const Finding& f) {
  const double beyond = std::abs(f.value - (std::isnan(f.limit) ? 0 : f.limit));
  return std::isnan(beyond) ? -1 : beyond;
}

// To go on after a colon: "The back" begins small, "ROM" doesn't.
std::string continued(std::string sentence) {
  if (sentence.size() > 1 && std::islower(static_cast<unsigned char>(sentence[1])))
    sentence[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(sentence[0])));
  return sentence;
}

// Where it was seen, then the message of the clearest case.
std::string message_of(const std::vector<const Finding*>& same, const std::vector<int>& reps) {
  const Finding& clearest = **std::ranges::max_element(same, {}, [](const Finding* f) { return beyond_limit(*f); });
  if (reps.empty()) return clearest.message;
  std::string where = (reps.size() == 1 ? "In repetition " : "In repetitions ") + ranges_text(reps);
  const bool is_said_alike =
      std::ranges::all_of(same, [&](const Finding* f) { return f->message == clearest.message; });
  if (!is_said_alike && reps.size() > 1) where += ", most clearly in " + std::to_string(clearest.rep);
  return where + ": " + continued(clearest.message);
}

}  // namespace

std::string ranges_text(const std::vector<int>& numbers) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    // Two neighbours read better apart: "1 and 2".
    if (last == i + 1) last = i;
    parts.push_back(std::to_string(numbers[i]) + (last > i ? "–" + std::to_string(numbers[last]) : ""));
    i = last + 1;
  }
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i)
    out += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  return out;
}

std::vector<FindingGroup> grouped_findings(const std::vector<Finding>& findings) {
  std::vector<FindingGroup> groups;
  std::vector<std::vector<const Finding*>> members;
  for (const Finding& f : findings) {
    const auto known = std::ranges::find_if(groups, [&](const FindingGroup& g) {
      return g.check == f.check && g.severity == f.severity && g.cue == f.cue;
    });
    const auto at = static_cast<std::size_t>(known - groups.begin());
    if (known == groups.end()) groups.push_back({f.check, f.severity, {}, "", f.cue}), members.emplace_back();
    members[at].push_back(&f);
    if (f.rep > 0) groups[at].reps.push_back(f.rep);
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    std::vector<int>& reps = groups[i].reps;
    std::ranges::sort(reps);
    reps.erase(std::unique(reps.begin(), reps.end()), reps.end());
    groups[i].message = message_of(members[i], reps);
  }
  std::ranges::stable_sort(groups, {}, [](const FindingGroup& g) { return urgency(g.severity); });
  return groups;
}

}  // namespace endrange
