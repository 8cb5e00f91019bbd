// commands.h: what the command line can do; one function a command.
#pragma once

#include <string>

#include "endrange.h"

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

}  // namespace endrange::cli
