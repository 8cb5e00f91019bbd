#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "commands.h"
#include "progress.h"

namespace endrange::cli {

namespace {

// When a clip was filmed: as said, as the camera wrote it, as the journal knows it, or now.
Result<Moment> filmed_at(const AnalyzeCommand& command, const ClipSummary* clip, const std::optional<Moment>& known) {
  const auto at = now();
  if (!at) return at;
  if (command.date.empty()) {
    // A camera whose clock is ahead has filmed nothing yet.
    if (clip != nullptr && clip->filmed_utc_s != 0 && clip->filmed_utc_s <= at->utc_s)
      return Moment{clip->filmed_utc_s, offset_min_at(clip->filmed_utc_s)};
    return known ? *known : *at;
  }
  const auto day = day_from(command.date, at->day());
  if (!day) return tl::unexpected(day.error());
  if (*day > at->day())
    return failure(Error::Kind::bad_argument, "--date " + command.date + ": that day hasn't come yet");
  return at_noon(*day, offset_min_at(at_noon(*day, at->offset_min).utc_s));
}

// The person's body, where the journal knows it and the command line doesn't say.
void fill_in(Options& options, const Person& person) {
  if (std::isnan(options.height_m)) options.height_m = person.height_m;
  if (std::isnan(options.mass_kg)) options.mass_kg = person.mass_kg;
  if (options.sex == 0) options.sex = person.sex;
}

// Returns what to say of it.
Result<std::string> keep_for(const AnalyzeCommand& command, const Analysis& analysis, Journal& journal) {
  auto person = find_or_add_lifter(journal, command.whose);
  if (!person) return tl::unexpected(person.error());
  // What was said of the body now is known from now on.
  Person told = *person;
  if (!std::isnan(command.options.height_m)) told.height_m = command.options.height_m;
  if (!std::isnan(command.options.mass_kg)) told.mass_kg = command.options.mass_kg;
  if (command.options.sex != 0) told.sex = command.options.sex;
  if (const auto changed = journal.change_person(told); !changed) return tl::unexpected(changed.error());
  const auto known = journal.moment_of_clip(person->id, analysis.clip.sha256);
  if (!known) return tl::unexpected(known.error());
  const auto at = filmed_at(command, &analysis.clip, *known);
  if (!at) return tl::unexpected(at.error());
  const auto kept = keep(journal, *person, analysis, *at, command.rpe, command.note);
  if (!kept) return tl::unexpected(kept.error());
  const Moment since{kept->since_utc_s, offset_min_at(kept->since_utc_s)};
  return (kept->is_known ? "Journal: known since " + day_text(since.day()) + ", brought up to date ("
                         : "Journal: kept on " + day_text(at->day()) + " (") +
         person->name + ")";
}

// What the server says of a film: not on the command line, which everybody on the machine can read.
void take_from_server(AnalyzeCommand& command) {
  const auto said = [](const char* name) {
    const char* text = std::getenv(name);
    return std::string(text != nullptr ? text : "");
  };
  command.options.clip_name = said("ENDRANGE_WORK_NAME"), command.note = said("ENDRANGE_WORK_NOTE");
  if (const std::string rpe = said("ENDRANGE_WORK_RPE"); !rpe.empty()) command.rpe = std::strtod(rpe.c_str(), nullptr);
  command.whose.path = said("ENDRANGE_WORK_JOURNAL");
  command.with_journal = !command.whose.path.empty();
}

}  // namespace

int run_analyze(AnalyzeCommand& command) {
  catch_interrupts();
  if (command.with_progress_lines) take_from_server(command);
  if (!command.sex.empty()) command.options.sex = command.sex.size() == 1 ? command.sex[0] : '?';
  if (const std::string problem = command.options.problem(); !problem.empty())
    return complain({Error::Kind::bad_argument, problem});

  // A journal that can't be used is told before the clip has been worked on.
  std::optional<Journal> journal;
  if (command.with_journal) {
    if (const auto at = filmed_at(command, nullptr, std::nullopt); !at) return complain(at.error());
    auto opened = open_journal(command.whose, Access::write);
    if (!opened) return complain(opened.error());
    journal = std::move(*opened);
    const auto person = find_lifter(*journal, command.whose);
    if (person) fill_in(command.options, *person);
    const bool may_be_made = command.whose.person_id == 0;
    if (!person && (!may_be_made || person.error().kind != Error::Kind::not_found)) return complain(person.error());
  }

  ProgressBar bar(command.with_progress_lines);
  command.options.on_progress = [&](const Progress& p) { return bar.show(p); };
  const auto analysis = analyze_clip(command.clip, command.options);
  bar.clear();
  if (!analysis) return complain(analysis.error());

  const std::string folder =
      command.out.empty() ? std::filesystem::path(command.clip).stem().string() + ".endrange" : command.out;
  const auto written =
      write_report(*analysis, folder, {!command.without_video, [&](const Progress& p) { return bar.show(p); }});
  bar.clear();

  // The result goes out even when it couldn't be stored; and is stored before a pipe can break.
  if (!written && written.error().kind == Error::Kind::interrupted) return complain(written.error());
  Result<std::string> kept;
  if (journal && !is_nothing_measured(*analysis)) kept = keep_for(command, *analysis, *journal);
  std::fputs(command.as_json ? to_json(*analysis).c_str() : to_text(*analysis, may_color(1)).c_str(), stdout);
  if (std::fflush(stdout) != 0) return complain({Error::Kind::io, "the result can't be written to standard output"});
  if (!written) return complain(written.error());
  std::fprintf(stderr, "\nReport: %s\n", (std::filesystem::path(folder) / "report.html").string().c_str());
  if (!kept) return complain(kept.error());
  if (!kept->empty()) std::fprintf(stderr, "%s\n", kept->c_str());
  if (!is_nothing_measured(*analysis)) return done;
  std::fprintf(stderr, "endrange: %s: nothing to measure. %s\n", command.clip.c_str(), why_nothing(*analysis).c_str());
  return nothing_to_measure;
}

}  // namespace endrange::cli
