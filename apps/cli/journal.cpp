// The journal itself: who is in it, a copy of it, is it sound.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "commands.h"

namespace endrange::cli {

namespace {

int show_people(Journal& journal) {
  const auto people = journal.people();
  if (!people) return complain(people.error());
  for (const Person& p : *people) {
    const auto totals = journal.totals(p.id);
    if (!totals) return complain(totals.error());
    const auto count = [](std::int64_t n, const char* noun) {
      return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
    };
    std::printf("%s: %s, %s", p.name.c_str(), count(totals->sessions, "session").c_str(),
                count(totals->sets, "set").c_str());
    if (totals->last) std::printf(", the last on %s", day_text(*totals->last).c_str());
    std::printf("\n");
  }
  return print(people->empty() ? "Nobody yet.\n" : "");
}

int delete_person(Journal& journal, const std::string& path, const JournalCommand& c) {
  const auto person = journal.find_person(c.name);
  if (!person) return complain(person.error());
  if (!*person) return complain({Error::Kind::not_found, "the journal knows nobody called " + c.name});
  if (!c.is_sure) {
    const auto totals = journal.totals((*person)->id);
    if (!totals) return complain(totals.error());
    return complain(
        {Error::Kind::bad_argument, "delete " + (*person)->name + " with " + std::to_string(totals->sets) +
                                        " sets, for good? Add --yes; `endrange export` first keeps a copy"});
  }
  const auto gone = journal.delete_person((*person)->id);
  if (!gone) return complain(gone.error());
  // What the page's server keeps beside the journal. One that runs drops them at its next start.
  const std::string films = server::films_folder_of(path);
  if (const auto deleted = server::delete_films(films, (*person)->id); !deleted)
    std::fprintf(stderr, "Films of theirs may be left in %s (%s); the next `endrange serve` deletes them.\n",
                 films.c_str(), deleted.error().message.c_str());
  return print("Deleted: " + (*person)->name +
               ". Backups, exported files and films kept elsewhere with --films are yours to delete.\n");
}

int check(Journal& journal, const std::string& path) {
  const auto problems = journal.check();
  if (!problems) return complain(problems.error());
  for (const std::string& line : *problems) std::fprintf(stderr, "%s: %s\n", path.c_str(), line.c_str());
  if (problems->empty()) return print(path + ": sound\n");
  std::fprintf(stderr, "endrange: %s: damaged; go on with your last backup (`endrange journal backup` makes one)\n",
               path.c_str());
  return unreadable;
}

}  // namespace

void add_journal(CLI::App& app, JournalCommand& c) {
  app.require_subcommand(1);
  const auto sub = [&](const char* name, const char* what, JournalCommand::Doing doing) {
    CLI::App* command = app.add_subcommand(name, what);
    command->add_option("--journal", c.whose.path, "Another journal than your own")->type_name("PATH");
    command->callback([&c, doing] { c.doing = doing; });
    return command;
  };
  sub("where", "Print the journal's path", JournalCommand::where);
  sub("people", "Who is in it", JournalCommand::people);
  sub("backup", "Copy it whole to FILE", JournalCommand::backup)->add_option("FILE", c.file, "The copy")->required();
  sub("check", "Read all of it: is it sound?", JournalCommand::check);
  CLI::App* gone = sub("delete-person", "Delete a person with everything of theirs", JournalCommand::delete_person);
  gone->add_option("NAME", c.name, "Who")->required();
  gone->add_flag("--yes", c.is_sure, "For good");
}

int run_journal(const JournalCommand& c) {
  const auto path = journal_path(c.whose);
  if (!path) return complain(path.error());
  if (c.doing == JournalCommand::where) return print(*path + "\n");
  auto journal = open_journal(c.whose, c.doing == JournalCommand::delete_person ? Access::write : Access::read);
  if (!journal) return complain(journal.error());
  switch (c.doing) {
    case JournalCommand::people: return show_people(*journal);
    case JournalCommand::delete_person: return delete_person(*journal, *path, c);
    case JournalCommand::check: return check(*journal, *path);
    case JournalCommand::backup:
    case JournalCommand::where: break;
  }
  const auto copied = journal->backup(c.file);
  if (!copied) return complain(copied.error());
  return print("Backed up: " + c.file + "\n");
}

}  // namespace endrange::cli
