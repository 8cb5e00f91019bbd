// A standing in words for a person, and in lines for the journal's cache.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "coach/standing.h"
#include "coach/words.h"

namespace endrange {

namespace {

// So many sessions on one rung ask for an explanation: eight weeks of two.
constexpr int kLongHere = 16;

const char* lack_text(Lack lack) {
  switch (lack) {
    case Lack::not_filmed: return "the sets weren't filmed";
    case Lack::exercise_unsure: return "which exercise it was couldn't be told surely";
    case Lack::reps: return "reps or sets";
    case Lack::tempo_unknown: return "the tempo wasn't seen";
    case Lack::tempo: return "a slower lowering";
    case Lack::pause: return "the pause at the bottom";
    case Lack::back_unknown: return "whether the back stayed down wasn't measured";
    case Lack::back: return "the back staying down";
    case Lack::depth: return "how low the back holds";
    case Lack::fault: return "what the report says to fix first";
    case Lack::none: break;
  }
  return "";
}

// The lack seen most often in the last sessions here; none where most of them were as asked.
Lack commonest(const std::vector<Lack>& lacks, int& times) {
  Lack most = Lack::none;
  times = 0;
  for (const Lack lack : lacks) {
    const auto count = static_cast<int>(std::ranges::count(lacks, lack));
    if (lack != Lack::none && count > times) times = count, most = lack;
  }
  return most;
}

}  // namespace

std::string what_is_missing(const Standing& s, const Ladder& l) {
  if (s.is_stopped) return "Stopped because of " + s.stop_reason + ": an all-clear comes first.";
  const Rung& rung = l.rungs[static_cast<std::size_t>(s.rung)];
  if (s.clear_sessions_left > 0)
    return "Before the ladder is open again: " + counted(s.clear_sessions_left, "session") + " here without symptoms.";
  if (s.rung + 1 == static_cast<int>(l.rungs.size())) return "";
  const std::string next = in_sentence(l.rungs[static_cast<std::size_t>(s.rung) + 1].title);
  const Volume& volume = rung.volume[static_cast<std::size_t>(s.volume)];
  std::string said;
  if (s.volume + 1 < static_cast<int>(rung.volume.size()))
    said = text("On the way to %s: a good session of %s, then %s.", next.c_str(), volume_text(volume, rung).c_str(),
                volume_text(rung.volume[static_cast<std::size_t>(s.volume) + 1], rung).c_str());
  else
    said = text("For %s: %d of %s of %s in a row so far.", next.c_str(), s.met_in_row,
                counted(rung.promote.sessions, "good session").c_str(), volume_text(volume, rung).c_str());
  if (!s.last_lack.empty()) said += " The last session didn't count: " + s.last_lack + ".";
  if (!s.lacks.empty() && s.lacks.back() == Lack::not_filmed)
    said += " Who would rather decide alone chooses a rung: `endrange plan --rung ID`.";
  if (s.sessions_here >= kLongHere) {
    int times = 0;
    const Lack lack = commonest(s.lacks, times);
    said += text(" %d sessions on this rung", s.sessions_here);
    said +=
        lack == Lack::none ? "." : text("; missing in %d of the last %zu: %s.", times, s.lacks.size(), lack_text(lack));
  }
  return said;
}

// --- the journal's cache --------------------------------------------------------------------------------------------
// One fact a line, its fields apart by tabs. Texts hold neither tabs nor line ends once cleaned.

namespace {

constexpr std::string_view kVersion = "endrange.standing/1";

std::string clean(std::string text) {
  for (char& c : text)
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  return text;
}

std::string number(double value) {
  if (std::isnan(value)) return "?";
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

// Every count and flag of a standing, by name: written, and read back, by this table alone.
template <class S, class Visit>
void visit_counts(S& s, Visit visit) {
  visit("rung", s.rung), visit("volume", s.volume), visit("is_placed", s.is_placed);
  visit("sessions_here", s.sessions_here), visit("met_in_row", s.met_in_row), visit("missed_in_row", s.missed_in_row);
  visit("lost_in_row", s.lost_in_row), visit("hard_in_row", s.hard_in_row), visit("sore_in_row", s.sore_in_row);
  visit("is_lighter_next", s.is_lighter_next), visit("is_stopped", s.is_stopped);
  visit("clear_sessions_left", s.clear_sessions_left);
}
template <class S, class Visit>
void visit_days(S& s, Visit visit) {
  visit("since", s.since), visit("snapping_on", s.snapping_on);
}

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (;;) {
    const auto tab = line.find('\t');
    fields.push_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return fields;
    line.remove_prefix(tab + 1);
  }
}

std::optional<double> parse_number(std::string_view text) {
  if (text == "?") return kUnknown;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

bool read_line(std::span<const std::string_view> f, Standing& s) {
  const std::string_view name = f[0];
  bool is_known = false, is_right = true;
  const auto day_at = [&](std::size_t i) { return i < f.size() ? parse_day(f[i]) : std::nullopt; };
  visit_counts(s, [&](const char* key, auto& value) {
    if (name != key) return;
    const auto read = f.size() == 2 ? parse_number(f[1]) : std::nullopt;
    is_known = true, is_right = read && !std::isnan(*read);
    if (is_right) value = static_cast<std::remove_reference_t<decltype(value)>>(*read);
  });
  visit_days(s, [&](const char* key, std::optional<Day>& value) {
    if (name == key) is_known = true, value = day_at(1), is_right = value.has_value();
  });
  if (is_known) return is_right;
  if (name == "stop" && f.size() == 3 && day_at(1)) {
    s.stopped_on = *day_at(1), s.stop_reason = f[2];
  } else if (name == "trained" && f.size() == 2 && day_at(1)) {
    s.trained.push_back(*day_at(1));
  } else if (name == "last_lack" && f.size() == 2) {
    s.last_lack = f[1];
  } else if (name == "lack" && f.size() == 2) {
    const auto lack = parse_number(f[1]);
    if (!lack || !(*lack >= 0 && *lack <= static_cast<int>(Lack::fault))) return false;
    s.lacks.push_back(static_cast<Lack>(static_cast<int>(*lack)));
  } else if (name == "decision" && f.size() == 6 && day_at(1)) {
    s.decisions.push_back({*day_at(1), std::string(f[2]), std::string(f[3]), std::string(f[4]), std::string(f[5])});
  } else if (name == "end_range" && f.size() == 9 && day_at(1)) {
    MeasuredEndRange m{*day_at(1), std::string(f[2]), {}};
    const auto status = end_range_status_of(f[3]);
    if (!status) return false;
    m.value.status = *status;
    double* const values[] = {&m.value.deg, &m.value.low_deg, &m.value.high_deg, &m.value.lowest_held_deg,
                              &m.value.control_score};
    for (std::size_t i = 0; i < std::size(values); ++i) {
      const auto value = parse_number(f[i + 4]);
      if (!value) return false;
      *values[i] = *value;
    }
    s.end_ranges.push_back(std::move(m));
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::string to_text(const Standing& s) {
  std::string out(kVersion);
  out += '\n';
  visit_counts(s, [&](const char* key, auto value) { out += std::string(key) + '\t' + number(value) + '\n'; });
  visit_days(s, [&](const char* key, const std::optional<Day>& value) {
    if (value) out += std::string(key) + '\t' + day_text(*value) + '\n';
  });
  for (const Day day : s.trained) out += "trained\t" + day_text(day) + '\n';
  if (!s.stop_reason.empty()) out += "stop\t" + day_text(s.stopped_on) + '\t' + clean(s.stop_reason) + '\n';
  if (!s.last_lack.empty()) out += "last_lack\t" + clean(s.last_lack) + '\n';
  for (const Lack lack : s.lacks) out += "lack\t" + std::to_string(static_cast<int>(lack)) + '\n';
  for (const MeasuredEndRange& m : s.end_ranges) {
    out += "end_range\t" + day_text(m.day) + '\t' + clean(m.exercise) + '\t' + name_of(m.value.status);
    for (const double value :
         {m.value.deg, m.value.low_deg, m.value.high_deg, m.value.lowest_held_deg, m.value.control_score})
      out += '\t' + number(value);
    out += '\n';
  }
  for (const Decision& d : s.decisions)
    out += "decision\t" + day_text(d.day) + '\t' + d.kind + '\t' + clean(d.from) + '\t' + clean(d.to) + '\t' +
           clean(d.sentence) + '\n';
  return out;
}

std::optional<Standing> standing_from(std::string_view text) {
  Standing standing;
  bool is_first = true;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (is_first && line != kVersion) return std::nullopt;
    if (!is_first && !read_line(fields_of(line), standing)) return std::nullopt;
    is_first = false;
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return is_first ? std::nullopt : std::optional(std::move(standing));
}

}  // namespace endrange
