#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>

#include "commands.h"
#include "progress.h"

namespace endrange::cli {

namespace {

// "mon,thu" as bits, Monday first; −1 = not understood.
int weekdays_from(const std::string& text) {
  constexpr std::array<const char*, 7> kNames = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  if (text == "any") return 0;
  int bits = 0;
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const std::string name = text.substr(at, end - at);
    const auto found = std::ranges::find(kNames, name);
    if (found == kNames.end()) return -1;
    bits |= 1 << (found - kNames.begin());
    at = end + 1;
  }
  return bits;
}

int check(const std::string& file) {
  const auto problems = check_ladder(file);
  if (!problems) return complain(problems.error());
  for (const std::string& line : *problems) std::fprintf(stderr, "%s\n", line.c_str());
  if (!problems->empty()) return unreadable;
  std::printf("%s: a sound ladder\n", file.c_str());
  return done;
}

// What is wrong with the wishes; said before a journal is opened.
Result<void> check_wishes(const PlanCommand& command, const Ladder& ladder) {
  if (!command.weekdays.empty() && weekdays_from(command.weekdays) < 0)
    return failure(Error::Kind::bad_argument,
                   "--train-on " + command.weekdays + ": weekdays are written as mon,thu; \"any\" takes them back");
  if (command.rung.empty() || find_rung(ladder, command.rung) >= 0) return {};
  std::string known;
  for (const Rung& rung : ladder.rungs) known += (known.empty() ? "" : ", ") + rung.id;
  return failure(Error::Kind::bad_argument, "--rung " + command.rung + ": the ladder has " + known);
}

Result<void> store_wishes(const PlanCommand& command, Journal& journal, Person& person, const Moment& at) {
  if (!command.weekdays.empty()) {
    person.weekdays = static_cast<unsigned>(weekdays_from(command.weekdays));
    if (const auto changed = journal.change_person(person); !changed) return changed;
  }
  if (command.rung.empty()) return {};
  const auto stored = journal.store(person.id, Choice{0, at, command.rung, command.because});
  if (!stored) return tl::unexpected(stored.error());
  return {};
}

}  // namespace

void add_plan(CLI::App& app, PlanCommand& c) {
  add_whose(app, c.whose);
  app.add_flag_callback(
      "--week", [&] { c.days = 7; }, "The next seven days (default: up to the next session)");
  app.add_flag_callback(
      "--month", [&] { c.days = 28; }, "The next four weeks");
  app.add_option("--rung", c.rung, "Choose a rung of the ladder yourself")->type_name("ID");
  app.add_option("--because", c.because, "Why, kept with the choice")->type_name("TEXT");
  app.add_option("--train-on", c.weekdays, "On which weekdays you like to train, or \"any\"")->type_name("mon,thu");
  app.add_option("--ladder", c.ladder, "Another ladder than endrange's own (`endrange list ladder`)")
      ->type_name("FILE");
  app.add_option("--check", c.check, "Only say what is wrong with that ladder, with line numbers")->type_name("FILE");
  app.add_option("--date", c.date, "Plan from that day on (default: today)")->type_name("DAY");
  app.add_flag("--json", c.as_json, "As one JSON document");
}

Result<Ladder> ladder_of(const std::string& file) {
  if (file.empty()) return default_ladder();
  return load_ladder(file);
}

int run_plan(PlanCommand& c) {
  if (!c.check.empty()) return check(c.check);
  const auto ladder = ladder_of(c.ladder);
  if (!ladder) return complain(ladder.error());
  if (const auto wishes = check_wishes(c, *ladder); !wishes) return complain(wishes.error());
  const auto at = now();
  if (!at) return complain(at.error());
  Day today = at->day();
  if (!c.date.empty()) {
    const auto day = day_from(c.date, today);
    if (!day) return complain(day.error());
    today = *day;
  }
  const bool is_writing = !c.rung.empty() || !c.weekdays.empty();
  auto program = [&]() -> Result<Program> {
    auto journal = is_writing ? open_journal(c.whose, Access::write) : open_to_look(c.whose);
    // Nobody needs a journal to be told how to begin.
    if (!journal && journal.error().kind == Error::Kind::not_found && c.whose.person.empty() && c.whose.path.empty())
      return first_plan(*ladder, today, c.days);
    if (!journal) return tl::unexpected(journal.error());
    auto person = is_writing ? find_or_add_lifter(*journal, c.whose) : find_lifter(*journal, c.whose);
    if (!person) return tl::unexpected(person.error());
    if (const auto stored = store_wishes(c, *journal, *person, *at); !stored) return tl::unexpected(stored.error());
    return plan(*journal, *person, *ladder, today, c.days);
  }();
  if (!program) return complain(program.error());
  return print(c.as_json ? to_json(*program) : to_text(*program, may_color(1)));
}

}  // namespace endrange::cli
