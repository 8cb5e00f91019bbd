// export and import.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "commands.h"

namespace endrange::cli {

namespace {

std::string ids_of(bool to_write) {
  std::string ids;
  for (const Format& f : formats())
    if (to_write ? f.write != nullptr || f.write_calendar != nullptr : f.read != nullptr)
      ids += (ids.empty() ? "" : ", ") + std::string(f.id);
  return ids;
}

Result<const Format*> format_for_writing(const ExchangeCommand& c) {
  for (const Format& f : formats()) {
    const bool can = f.write != nullptr || f.write_calendar != nullptr;
    if (can && (c.format.empty() ? !f.ending.empty() && c.file.ends_with(f.ending) : c.format == f.id)) return &f;
  }
  return failure(Error::Kind::bad_argument,
                 (c.format.empty() ? c.file + ": the name's ending tells no format; say --format, one of "
                                   : "--format " + c.format + ": can be written are ") +
                     ids_of(true));
}

}  // namespace

void add_export(CLI::App& app, ExchangeCommand& c) {
  app.add_option("FILE", c.file, "What to write; - for standard output")->required();
  app.add_option("--format", c.format, "One of " + ids_of(true) + " (default: by the name's ending)")->type_name("ID");
  app.add_option("--days", c.days, "Of the program, for a calendar (default: 28)")
      ->check(CLI::Range(1, 366))
      ->type_name("N");
  app.add_option("--ladder", c.ladder, "Of the program (default: endrange's own)")->type_name("FILE");
  app.add_flag("--replace", c.may_replace, "An existing file of that name may go");
  add_whose(app, c.whose);
}

int run_export(ExchangeCommand& c) {
  const auto at = now();
  if (!at) return complain(at.error());
  const auto format = format_for_writing(c);
  if (!format) return complain(format.error());
  const bool is_stdout = c.file == "-";
  std::error_code none;
  if (!is_stdout && !c.may_replace && std::filesystem::exists(c.file, none))
    return complain(
        {Error::Kind::bad_argument, c.file + ": there is such a file already; take another name, or say --replace"});
  auto journal = open_journal(c.whose, Access::read);
  if (!journal) return complain(journal.error());
  const auto person = find_lifter(*journal, c.whose);
  if (!person) return complain(person.error());
  if (person->id == 0) return complain({Error::Kind::not_found, "the journal is empty: there is nothing to export"});
  const auto ladder = (*format)->write_calendar != nullptr ? ladder_of(c.ladder) : default_ladder();
  if (!ladder) return complain(ladder.error());
  const auto text = export_training(*journal, *person, **format, *ladder, *at, c.days);
  if (!text) return complain(text.error());
  if (is_stdout) return print(*text);
  if (const auto written = write_text_file(*text, c.file); !written) return complain(written.error());
  std::fprintf(stderr, "Written: %s (%s)\n", c.file.c_str(), std::string((*format)->title).c_str());
  return done;
}

void add_import(CLI::App& app, ExchangeCommand& c) {
  app.add_option("FILE", c.file, "What another program, or endrange, has exported")->required();
  app.add_option("--format", c.format, "One of " + ids_of(false) + " (default: by what it holds)")->type_name("ID");
  app.add_flag("--keep-others", c.keeps_others, "Also exercises that endrange doesn't know");
  app.add_option("--weights", c.weights, "kg or lb, where the file doesn't say")
      ->check(CLI::IsMember({"kg", "lb"}))
      ->type_name("UNIT");
  add_whose(app, c.whose);
}

int run_import(ExchangeCommand& c) {
  const Format* format = nullptr;
  if (!c.format.empty()) {
    format = find_format(c.format);
    if (format == nullptr || format->read == nullptr)
      return complain({Error::Kind::bad_argument, "--format " + c.format + ": can be read are " + ids_of(false)});
  }
  ReadOptions options;
  options.file = c.file;
  options.offset_min = offset_min_at_local;
  options.keeps_other_exercises = c.keeps_others;
  if (!c.weights.empty()) options.weights = c.weights == "kg" ? WeightUnit::kg : WeightUnit::lb;
  const auto read = read_training_file(c.file, format, options);
  if (!read) return complain(read.error());
  auto journal = open_journal(c.whose, Access::write);
  if (!journal) return complain(journal.error());
  WhoseJournal whose = c.whose;
  if (whose.person.empty()) whose.person = read->history.person.name;
  const auto person = find_or_add_lifter(*journal, whose);
  if (!person) return complain(person.error());
  const auto taken = take_in(*journal, *person, read->history);
  if (!taken) return complain(taken.error());
  const auto& h = read->history;
  const auto all = static_cast<int>(h.sets.size() + h.symptoms.size() + h.choices.size());
  std::printf("%s: %d new for %s", c.file.c_str(), *taken, person->name.c_str());
  if (all > *taken) std::printf(", %d known already", all - *taken);
  std::printf("\n");
  if (read->report.left_out > 0) {
    std::string names;
    for (const std::string& name : read->report.names) names += (names.empty() ? "" : ", ") + name;
    std::printf("Left out: %d sets of other exercises (%s); --keep-others brings them in\n", read->report.left_out,
                names.c_str());
  }
  if (read->report.weights_without_unit > 0)
    std::printf("%d weights have no unit in the file and were left unknown; --weights kg or lb tells it\n",
                read->report.weights_without_unit);
  return print("");
}

}  // namespace endrange::cli
