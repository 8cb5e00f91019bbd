// commands.h: what the command line can do; one function a command.
#pragma once

#include <string>

#include "endrange.h"
#include "lifter.h"
#include "server/server.h"
#include "shared/clock.h"
#include "shared/entry.h"

namespace CLI {
class App;
}

namespace endrange::cli {

using namespace apps;

/// The documented exit codes (docs/formats.md).
enum ExitCode { done = 0, failed = 1, usage = 2, unreadable = 3, nothing_to_measure = 4, interrupted = 130 };

int exit_code_for(Error::Kind kind);

/// Prints "endrange: MESSAGE" on stderr and returns the code that goes with the error.
int complain(const Error& error);

/// Prints a result on stdout and returns the code that goes with it.
int print(const std::string& text);

/// Writes a page under that name, by way of a temporary one. Replaced is only what endrange wrote. Errors: io
Result<void> write_page(const std::string& html, const std::string& path);

/// --journal and --person.
void add_whose(CLI::App& app, WhoseJournal& whose);

/// That file's ladder, or without a name endrange's own. Errors: see load_ladder
Result<Ladder> ladder_of(const std::string& file);

struct AnalyzeCommand {
  std::string clip;
  std::string out;  ///< "" = <clip name>.endrange in the working directory
  std::string sex;
  bool as_json = false, without_video = false, with_progress_lines = false;
  bool with_journal = false;
  WhoseJournal whose;
  double rpe = kUnknown;
  std::string note, date;
  Options options;
};

int run_analyze(AnalyzeCommand& command);

struct SynthCommand {
  std::string out;
  int threads = 2;
  Recipe recipe;
};

/// Adds an option for every knob of the recipe.
void add_knobs(CLI::App& app, Recipe& recipe);
int run_synth(const SynthCommand& command);

struct LoadsCommand {
  LoadQuestion question;
  std::string sex;
  bool as_json = false, as_csv = false;
};
int run_loads(LoadsCommand& command);

struct PlanCommand {
  WhoseJournal whose;
  int days = 0;  ///< 0 = until the next session
  std::string rung, because, weekdays, ladder, check, date;
  bool as_json = false;
};
void add_plan(CLI::App& app, PlanCommand& command);
int run_plan(PlanCommand& command);

struct LogCommand : EntrySaid {
  WhoseJournal whose;
  std::string date, ladder;
  bool is_undo = false;
};
void add_log(CLI::App& app, LogCommand& command);
int run_log(LogCommand& command);

struct HistoryCommand {
  WhoseJournal whose;
  int weeks = 12;
  std::string ladder, html;
  bool is_all = false, as_json = false;
};
void add_history(CLI::App& app, HistoryCommand& command);
int run_history(HistoryCommand& command);

/// export and import.
struct ExchangeCommand {
  WhoseJournal whose;
  std::string file, format, weights, ladder;
  int days = 28;
  bool may_replace = false, keeps_others = false;
};
void add_export(CLI::App& app, ExchangeCommand& command);
int run_export(ExchangeCommand& command);
void add_import(CLI::App& app, ExchangeCommand& command);
int run_import(ExchangeCommand& command);

struct JournalCommand {
  enum Doing { where, people, backup, check, delete_person } doing = where;
  WhoseJournal whose;
  std::string file, name;
  bool is_sure = false;
};
void add_journal(CLI::App& app, JournalCommand& command);
int run_journal(const JournalCommand& command);

struct DemoCommand {
  std::string out = "endrange-demo";
  int threads = 2;
};
int run_demo(const DemoCommand& command);

struct ServeCommand {
  server::ServeOptions options;
  bool is_opening = false;
};
void add_serve(CLI::App& app, ServeCommand& command);
int run_serve(ServeCommand& command);

}  // namespace endrange::cli
