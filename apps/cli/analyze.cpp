#include <cstdio>
#include <filesystem>

#include "commands.h"
#include "progress.h"

namespace endrange::cli {

int run_analyze(AnalyzeCommand& command) {
  catch_interrupts();
  if (command.with_journal)
    return complain({Error::Kind::bad_argument, "--journal: this version keeps no journal yet; leave it out"});
  if (!command.sex.empty()) command.options.sex = command.sex.size() == 1 ? command.sex[0] : '?';
  if (const std::string problem = command.options.problem(); !problem.empty())
    return complain({Error::Kind::bad_argument, problem});

  ProgressBar bar;
  command.options.on_progress = [&](const Progress& p) { return bar.show(p); };
  const auto analysis = analyze_clip(command.clip, command.options);
  bar.clear();
  if (!analysis) return complain(analysis.error());

  const std::string folder =
      command.out.empty() ? std::filesystem::path(command.clip).stem().string() + ".endrange" : command.out;
  const auto written =
      write_report(*analysis, folder, {!command.without_video, [&](const Progress& p) { return bar.show(p); }});
  bar.clear();

  // The result goes out even when it couldn't be stored.
  if (!written && written.error().kind == Error::Kind::interrupted) return complain(written.error());
  std::fputs(command.as_json ? to_json(*analysis).c_str() : to_text(*analysis, may_color(1)).c_str(), stdout);
  if (std::fflush(stdout) != 0) return complain({Error::Kind::io, "the result can't be written to standard output"});
  if (!written) return complain(written.error());
  std::fprintf(stderr, "\nReport: %s\n", (std::filesystem::path(folder) / "report.html").string().c_str());
  if (!is_nothing_measured(*analysis)) return done;
  std::fprintf(stderr, "endrange: %s: nothing to measure. %s\n", command.clip.c_str(), why_nothing(*analysis).c_str());
  return nothing_to_measure;
}

}  // namespace endrange::cli
