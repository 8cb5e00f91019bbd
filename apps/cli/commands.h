// commands.h: what the command line can do; one function a command.
#pragma once

#include <string>

#include "endrange.h"

namespace CLI {
class App;
}

namespace endrange::cli {

/// The documented exit codes (docs/formats.md).
enum ExitCode { done = 0, failed = 1, usage = 2, unreadable = 3, nothing_to_measure = 4, interrupted = 130 };

int exit_code_for(Error::Kind kind);

/// Prints "endrange: MESSAGE" on stderr and returns the code that goes with the error.
int complain(const Error& error);

struct AnalyzeCommand {
  std::string clip;
  std::string out;  ///< "" = <clip name>.endrange in the working directory
  std::string sex;
  bool as_json = false, without_video = false, with_journal = false;
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

struct DemoCommand {
  std::string out = "endrange-demo";
  int threads = 2;
};
int run_demo(const DemoCommand& command);

}  // namespace endrange::cli
