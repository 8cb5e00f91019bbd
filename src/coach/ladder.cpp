#include "coach/ladder.h"

#include <toml++/toml.h>
#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

#include "exercise/exercise.h"

namespace endrange {

namespace {

constexpr std::string_view kSchema = "endrange.ladder/1";

// Reads one table key by key; what it isn't asked for by the end is a key that nobody knows.
class TableReader {
 public:
  TableReader(const toml::table* table, std::string name, std::vector<LadderProblem>& problems)
      : table_(table), name_(std::move(name)), problems_(problems) {}
  ~TableReader() {
    if (table_ == nullptr) return;
    for (const auto& [key, node] : *table_)
      if (!known_.contains(std::string(key.str())))
        complain(&node, "\"" + std::string(key.str()) + "\" isn't a key of " + name_ + "; known are: " + list(known_));
  }
  TableReader(const TableReader&) = delete;
  TableReader& operator=(const TableReader&) = delete;

  const toml::node* node(const char* key) {
    known_.insert(key);
    return table_ == nullptr ? nullptr : table_->get(key);
  }
  const toml::table* table(const char* key) {
    const toml::node* found = node(key);
    if (found != nullptr && !found->is_table()) complain(found, quoted(key) + " must be a table");
    return found == nullptr ? nullptr : found->as_table();
  }
  template <class Number>
  void number(const char* key, Number& target, double least, double most) {
    const toml::node* found = node(key);
    if (found == nullptr) return;
    const auto value = found->value<double>();
    const bool is_whole = !std::is_integral_v<Number> || (value && *value == std::floor(*value));
    if (!found->is_number() || !value || !is_whole || !(*value >= least && *value <= most))
      return complain(found, quoted(key) + " must be a " + (std::is_integral_v<Number> ? "whole " : "") +
                                 "number from " + plain(least) + " to " + plain(most));
    target = static_cast<Number>(*value);
  }
  void text(const char* key, std::string& target) {
    const toml::node* found = node(key);
    if (found == nullptr) return;
    const auto value = found->value<std::string>();
    if (!value || value->empty()) return complain(found, quoted(key) + " must be a text in quotes");
    target = *value;
  }
  void texts(const char* key, std::vector<std::string>& target) {
    const toml::node* found = node(key);
    if (found == nullptr) return;
    const toml::array* array = found->as_array();
    if (array == nullptr) return complain(found, quoted(key) + " must be a list of texts, as in [\"dead_bug\"]");
    target.clear();
    for (const toml::node& item : *array) {
      const auto value = item.value<std::string>();
      if (!value) return complain(&item, quoted(key) + " must hold texts in quotes");
      target.push_back(*value);
    }
    if (target.empty() && std::string_view(key) == "exercises")
      complain(found, quoted(key) + " must name at least one exercise");
  }
  void volumes(const char* key, std::vector<Volume>& target) {
    const toml::node* found = node(key);
    if (found == nullptr) return;
    const toml::array* array = found->as_array();
    if (array == nullptr || array->empty())
      return complain(found, quoted(key) + " must be a list of sets and reps, as in [[2, 10], [3, 12]]");
    target.clear();
    for (const toml::node& item : *array) {
      const toml::array* pair = item.as_array();
      const auto sets = pair != nullptr && pair->size() == 2 ? (*pair)[0].value_exact<std::int64_t>() : std::nullopt,
                 reps = sets ? (*pair)[1].value_exact<std::int64_t>() : std::nullopt;
      if (!reps || *sets < 1 || *sets > 10 || *reps < 1 || *reps > 600)
        return complain(&item, quoted(key) + ": each entry is [sets, reps], sets from 1 to 10, reps from 1 to 600");
      target.push_back({static_cast<int>(*sets), static_cast<int>(*reps)});
    }
  }
  void complain(const toml::node* where, std::string text) {
    const toml::node* at = where != nullptr ? where : table_;
    problems_.push_back({at == nullptr ? 0 : static_cast<int>(at->source().begin.line), std::move(text)});
  }

 private:
  static std::string plain(double value) {
    std::ostringstream out;
    out << value;
    return out.str();
  }
  static std::string list(const std::set<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
  }
  std::string quoted(const char* key) const { return "\"" + std::string(key) + "\" of " + name_; }

  const toml::table* table_;
  std::string name_;
  std::vector<LadderProblem>& problems_;
  std::set<std::string> known_;
};

// What a rung says, over what it has already.
void read_rung_keys(TableReader& reader, const std::string& name, Rung& rung, std::vector<LadderProblem>& problems) {
  reader.volumes("volume", rung.volume);
  reader.number("lowering_s", rung.lowering_s, 0, 30);
  reader.number("pause_s", rung.pause_s, 0, 30);
  reader.number("margin_deg", rung.margin_deg, 0, 45);
  if (const toml::table* table = reader.table("promote")) {
    TableReader promote(table, name + ".promote", problems);
    promote.number("sessions", rung.promote.sessions, 1, 20);
    promote.number("measured_sets", rung.promote.measured_sets, 1, 10);
    promote.number("lowering_s", rung.promote.lowering_s, 0, 30);
    promote.number("pause_s", rung.promote.pause_s, 0, 30);
    promote.number("back_held", rung.promote.back_held, 0, 1);
    promote.number("lowest_deg", rung.promote.lowest_deg, -10, 90);
    promote.number("confidence", rung.promote.confidence, 0.5, 1);
    promote.texts("without", rung.promote.without);
  }
  if (const toml::table* table = reader.table("regress")) {
    TableReader regress(table, name + ".regress", problems);
    regress.number("sessions", rung.regress.sessions, 1, 20);
    regress.number("back_held", rung.regress.back_held, 0, 1);
  }
  if (const toml::table* table = reader.table("entry")) {
    TableReader entry(table, name + ".entry", problems);
    entry.number("reps", rung.entry.reps, 1, 50);
    entry.number("back_held", rung.entry.back_held, 0, 1);
    entry.number("end_range_deg", rung.entry.end_range_deg, 0, 90);
  }
}

void check_rung(TableReader& reader, const Rung& rung, const Ladder& ladder) {
  if (reader.node("id") == nullptr) reader.complain(nullptr, "a rung needs an \"id\"");
  if (rung.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos)
    reader.complain(reader.node("id"), "an id is made of a–z, 0–9 and _");
  if (!rung.id.empty() && find_rung(ladder, rung.id) >= 0)
    reader.complain(reader.node("id"), "there are two rungs \"" + rung.id + "\"");
  if (reader.node("title") == nullptr) reader.complain(nullptr, "a rung needs a \"title\"");
  if (reader.node("exercises") == nullptr) reader.complain(nullptr, "a rung needs \"exercises\", as in [\"dead_bug\"]");
  for (const std::string& id : rung.exercises)
    if (find_exercise(id) == nullptr || id == "other")
      reader.complain(reader.node("exercises"),
                      "there is no exercise \"" + id + "\"; see `endrange list exercises` for their ids");
  if (rung.volume.empty() && reader.node("volume") == nullptr)
    reader.complain(nullptr, "a rung needs a \"volume\", as in [[2, 10], [3, 12]]");
  if (rung.promote.lowering_s > rung.lowering_s && rung.lowering_s > 0)
    reader.complain(reader.node("lowering_s"), "promotion asks for a slower lowering than the rung itself");
  if (rung.promote.pause_s > rung.pause_s)
    reader.complain(reader.node("pause_s"), "promotion asks for a longer pause than the rung itself");
  if (rung.regress.back_held > rung.promote.back_held)
    reader.complain(nullptr, "a rung can't lead down at a share of held reps at which it leads up");
}

// FNV-1a: the same on every machine.
std::uint64_t fingerprint_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash;
}

}  // namespace

LadderReading read_ladder(std::string_view text) {
  LadderReading reading;
  Ladder& ladder = reading.ladder;
  ladder.fingerprint = fingerprint_of(text);
  toml::table root;
  try {
    root = toml::parse(text);
  } catch (const toml::parse_error& error) {
    reading.problems.push_back({static_cast<int>(error.source().begin.line), std::string(error.description())});
    return reading;
  }
  {
    TableReader top(&root, "a ladder", reading.problems);
    std::string schema;
    top.text("schema", schema);
    if (schema != kSchema)
      top.complain(top.node("schema"), "the first line must be: schema = \"" + std::string(kSchema) + "\"");
    {
      TableReader week(top.table("week"), "[week]", reading.problems);
      week.number("sessions", ladder.sessions_a_week, 1, 4);
      week.number("rest_days", ladder.rest_days, 1, 6);
      week.number("warm_up_s", ladder.warm_up_s, 0, 300);
      week.number("rest_s", ladder.rest_s, 0, 900);
      week.number("retest_weeks", ladder.retest_weeks, 1, 52);
      week.number("easy_reps", ladder.easy_reps, 20, 600);
      week.number("hard_rpe", ladder.hard_rpe, 1, 10);
    }
    {
      TableReader stop(top.table("stop"), "[stop]", reading.problems);
      stop.number("above_pain", ladder.stop_above_pain, 0, 3);
      stop.number("clear_sessions", ladder.clear_sessions, 1, 20);
    }
    {
      TableReader again(top.table("back_again"), "[back_again]", reading.problems);
      again.number("lighter_after_days", ladder.lighter_after_days, 3, 365);
      again.number("lower_after_days", ladder.lower_after_days, 3, 365);
    }
    Rung every;
    {
      TableReader reader(top.table("every_rung"), "[every_rung]", reading.problems);
      read_rung_keys(reader, "[every_rung]", every, reading.problems);
    }
    const toml::node* rungs = top.node("rung");
    const toml::array* array = rungs == nullptr ? nullptr : rungs->as_array();
    if (array == nullptr || array->empty()) top.complain(rungs, "a ladder needs rungs, each beginning with [[rung]]");
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
      const toml::table* table = (*array)[i].as_table();
      if (table == nullptr) {
        top.complain(&(*array)[i], "each rung must be a table, beginning with [[rung]]");
        continue;
      }
      Rung rung = every;
      TableReader reader(table, "[[rung]]", reading.problems);
      reader.text("id", rung.id);
      reader.text("title", rung.title);
      reader.text("tip", rung.tip);
      reader.texts("exercises", rung.exercises);
      read_rung_keys(reader, "[[rung]]", rung, reading.problems);
      check_rung(reader, rung, ladder);
      ladder.rungs.push_back(std::move(rung));
    }
    if (7 / ladder.sessions_a_week < ladder.rest_days + 1)
      top.complain(root.get("week"), "so many sessions a week leave no room for the days of rest between them");
    if (ladder.lower_after_days < ladder.lighter_after_days)
      top.complain(root.get("back_again"), "\"lower_after_days\" must not be shorter than \"lighter_after_days\"");
  }
  std::ranges::stable_sort(reading.problems, {}, &LadderProblem::line);
  return reading;
}

int find_rung(const Ladder& ladder, std::string_view id) {
  const auto found = std::ranges::find(ladder.rungs, id, &Rung::id);
  return found == ladder.rungs.end() ? -1 : static_cast<int>(found - ladder.rungs.begin());
}

}  // namespace endrange
