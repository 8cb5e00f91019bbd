// The command line. To add a command: one function in its own file, one block here.
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "commands.h"

namespace endrange::cli {

int exit_code_for(Error::Kind kind) {
  switch (kind) {
    case Error::Kind::not_found:
    case Error::Kind::unreadable:
    case Error::Kind::unsupported: return unreadable;
    case Error::Kind::bad_argument: return usage;
    case Error::Kind::interrupted: return interrupted;
    case Error::Kind::setup:
    case Error::Kind::io: break;
  }
  return failed;
}

int complain(const Error& error) {
  std::fprintf(stderr, "endrange: %s\n", error.message.c_str());
  return exit_code_for(error.kind);
}

int print(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  if (std::fflush(stdout) == 0) return done;
  return complain({Error::Kind::io, "the result can't be written to standard output"});
}

void add_whose(CLI::App& app, WhoseJournal& whose) {
  app.add_option("--person", whose.person, "Whose (default: the only one in the journal)")->type_name("NAME");
  app.add_option("--journal", whose.path, "Another journal than your own")->type_name("PATH");
}

namespace {

constexpr const char* kExamples = R"(Examples:
  endrange analyze monday.mp4                    measure a clip, write monday.endrange/report.html
  endrange analyze monday.mp4 --height 1.78      with your height, so that millimetres are yours
  endrange analyze monday.mp4 --json | jq .reps  for scripts: one JSON document on stdout
  endrange loads --sweep --height 1.78 --mass 72 what the legs weigh on hips and back
  endrange analyze monday.mp4 --journal          keep it, for the plan and the history
  endrange plan --week                           what to do next, and why
  endrange log --pain 3 --place hip              what was felt; --help tells how to keep a set
  endrange history                               how it went
  endrange serve --open                          all of it in a page, on this machine only
  endrange list exercises                        the variations that are known

Film from the side: phone on the floor, level with the hips, 2 to 3 m away, the whole body in the picture.
Exit codes: 0 analysed, 1 failed, 2 wrong use, 3 clip can't be read, 4 nothing to measure in it.)";

// "nan" reads as a number, and unknown is NaN inside: it isn't what anybody types who means it.
std::string no_number(const std::string& text) {
  return std::isnan(std::strtod(text.c_str(), nullptr)) ? text + " is no number" : "";
}

int run(int argc, char** argv) {
  CLI::App app{"endrange films a leg lift from the side, measures it, and says what to do next."};
  app.footer(kExamples);
  app.set_version_flag("--version", std::string("endrange ") + version());
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);

  AnalyzeCommand analyze;
  CLI::App* analyze_app = app.add_subcommand("analyze", "Measure one clip and write a report");
  analyze_app->add_option("CLIP", analyze.clip, "The video: MP4, MOV, MKV, WebM or GIF")->required();
  analyze_app->add_option("--out", analyze.out, "Folder for the report (default: CLIP's name + .endrange, here)")
      ->type_name("DIR");
  analyze_app->add_flag("--json", analyze.as_json, "Print the result as one JSON document");
  analyze_app->add_option("--height", analyze.options.height_m, "The lifter's height (default: 1.70 assumed)")
      ->type_name("M");
  analyze_app->add_option("--mass", analyze.options.mass_kg, "The lifter's mass")->type_name("KG");
  analyze_app->add_option("--sex", analyze.sex, "f or m")->type_name("f|m");
  analyze_app->add_option("--exercise", analyze.options.exercise, "Which variation it is (default: recognised)")
      ->type_name("ID");
  analyze_app->add_option("--model", analyze.options.model, "lite, full or heavy (default: heavy)")->type_name("NAME");
  analyze_app->add_flag("--no-video", analyze.without_video, "Don't write annotated.mp4 (faster)");
  analyze_app->add_option("--threads", analyze.options.threads, "Processor threads (default: 2)")->type_name("N");
  analyze_app->add_flag("--every-frame", analyze.options.every_frame, "Let the network see every frame (slower)");
  // A flag, so that the clip's name may follow it; "own" and "false" are what its two bare forms mean.
  std::string kept_in = "false";
  analyze_app->add_flag("--journal{own},!--no-journal", kept_in,
                        "Keep the result in the journal; --journal=PATH for another than your own");
  analyze_app->add_option("--person", analyze.whose.person, "Whose set it is, in the journal")->type_name("NAME");
  analyze_app->add_option("--rpe", analyze.rpe, "How hard it was, 1 to 10, for the journal")
      ->check(CLI::Range(1.0, 10.0))
      ->type_name("N");
  analyze_app->add_option("--note", analyze.note, "Anything else, for the journal")->type_name("TEXT");
  analyze_app->add_option("--date", analyze.date, "When it was (default: as the clip says, else now)")
      ->type_name("DAY");

  // For `serve`, which lets this command work on each film; it says the rest in the environment.
  analyze_app->add_option("--person-id", analyze.whose.person_id)->group("");
  analyze_app->add_flag("--progress-lines", analyze.with_progress_lines)->group("");

  SynthCommand synth;
  CLI::App* synth_app = app.add_subcommand("synth", "Render a lifter whose truth is known: OUT.mp4 and OUT.truth.json");
  synth_app->add_option("OUT", synth.out, "The clip to write, NAME.mp4")->required();
  synth_app->add_option("--threads", synth.threads, "Processor threads (default: 2)")->type_name("N");
  add_knobs(*synth_app, synth.recipe);

  LoadsCommand loads;
  CLI::App* loads_app = app.add_subcommand("loads", "What the forces are: hips, lower back, muscles, contact");
  loads_app->add_option("--exercise", loads.question.exercise, "Which variation (default: double_leg_raise)")
      ->type_name("ID");
  auto* loads_angle =
      loads_app->add_option("--angle", loads.question.angle_deg, "Leg elevation, hip to ankle (default: 0, level)")
          ->type_name("DEG");
  loads_app->add_flag("--sweep", loads.question.is_sweep, "From 90° down to the floor, every 5°")
      ->excludes(loads_angle);
  loads_app->add_option("--knee", loads.question.knee_deg, "Knee flexion (default: as in the exercise)")
      ->check(no_number)
      ->type_name("DEG");
  loads_app->add_option("--hands", loads.question.hands, "sides, chest, overhead or under_hips")->type_name("WHERE");
  loads_app->add_flag("--head-lifted", loads.question.is_head_lifted, "The head is off the floor");
  loads_app->add_flag_callback(
      "--back-hollow", [&] { loads.question.is_back_pressed = false; }, "The back keeps its hollow, not pressed down");
  loads_app->add_option("--ankle-weight", loads.question.ankle_weight_kg, "On each ankle")->type_name("KG");
  loads_app->add_option("--end-range", loads.question.end_range_deg, "A measured end range: what does it imply?")
      ->check(no_number)
      ->type_name("DEG");
  loads_app->add_option("--height", loads.question.height_m, "The lifter's height (default: 1.70 assumed)")
      ->check(no_number)
      ->type_name("M");
  loads_app->add_option("--mass", loads.question.mass_kg, "The lifter's mass (default: a band)")
      ->check(no_number)
      ->type_name("KG");
  loads_app->add_option("--sex", loads.sex, "f or m (default: a band over both)")->type_name("f|m");
  auto* loads_json = loads_app->add_flag("--json", loads.as_json, "As one JSON document");
  loads_app->add_flag("--csv", loads.as_csv, "As a table for a spreadsheet")->excludes(loads_json);

  PlanCommand plan;
  CLI::App* plan_app = app.add_subcommand("plan", "What to do next, and why");
  add_plan(*plan_app, plan);
  LogCommand log;
  CLI::App* log_app = app.add_subcommand("log", "Keep a set by hand, or what was felt");
  add_log(*log_app, log);
  HistoryCommand history;
  CLI::App* history_app = app.add_subcommand("history", "What was done, and how the end range went");
  add_history(*history_app, history);
  ExchangeCommand out, in;
  CLI::App* export_app = app.add_subcommand("export", "Write the journal for other programs: CSV, JSON, calendar …");
  add_export(*export_app, out);
  CLI::App* import_app = app.add_subcommand("import", "Take in what other programs, or endrange, have written");
  add_import(*import_app, in);
  JournalCommand journal;
  CLI::App* journal_app = app.add_subcommand("journal", "The journal itself: people, backup, check");
  add_journal(*journal_app, journal);

  DemoCommand demo;
  CLI::App* demo_app = app.add_subcommand("demo", "Render a clip, measure it, show measured beside true");
  demo_app->add_option("--out", demo.out, "Folder for clip and pages (default: endrange-demo)")->type_name("DIR");
  demo_app->add_option("--threads", demo.threads, "Processor threads (default: 2)")->type_name("N");

  ServeCommand serving;
  CLI::App* serve_app = app.add_subcommand("serve", "Everything in a page of this machine's browser");
  add_serve(*serve_app, serving);

  std::string table;
  bool list_json = false, list_markdown = false;
  CLI::App* list_app = app.add_subcommand("list", "Show what is known: exercises, checks, formats, or the ladder");
  list_app->add_option("TABLE", table, "exercises, checks, formats or ladder")->required();
  auto* as_json = list_app->add_flag("--json", list_json, "As JSON");
  list_app->add_flag("--markdown", list_markdown, "As a Markdown table")->excludes(as_json);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // Help and version come this way too, with code 0.
    return app.exit(error) == 0 ? done : usage;
  }
  analyze.with_journal = kept_in != "false";
  if (kept_in != "own") analyze.whose.path = kept_in;
  if (analyze_app->parsed()) return run_analyze(analyze);
  if (plan_app->parsed()) return run_plan(plan);
  if (log_app->parsed()) return run_log(log);
  if (history_app->parsed()) return run_history(history);
  if (export_app->parsed()) return run_export(out);
  if (import_app->parsed()) return run_import(in);
  if (journal_app->parsed()) return run_journal(journal);
  if (synth_app->parsed()) return run_synth(synth);
  if (loads_app->parsed()) return run_loads(loads);
  if (demo_app->parsed()) return run_demo(demo);
  if (serve_app->parsed()) return run_serve(serving);
  const auto text = list_table(table, list_json ? "json" : list_markdown ? "markdown" : "text");
  if (!text) return complain(text.error());
  std::fputs(text->c_str(), stdout);
  return done;
}

}  // namespace

}  // namespace endrange::cli

#if defined(__SANITIZE_ADDRESS__)
// fontconfig keeps its list of fonts until the process ends.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig"; }
#endif

int main(int argc, char** argv) {
  // Blocks of a megabyte and more go back to the system when freed: by default glibc keeps what the network used, and
  // the peak while drawing is 80 MB higher.
  ::mallopt(M_MMAP_THRESHOLD, 1 << 20);
  try {
    return endrange::cli::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "endrange: internal error: %s\n", error.what());
    return endrange::cli::failed;
  }
}
