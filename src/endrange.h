// endrange.h: START HERE. The whole product as a handful of functions.
//
// Basic usage:
//
//   auto analysis = endrange::analyze_clip("monday.mp4", {});
//   if (!analysis) return complain(analysis.error().message);
//   std::cout << endrange::to_text(*analysis);
//   auto written = endrange::write_report(*analysis, "monday.endrange", {});
//   if (!written) return complain(written.error().message);
//
// Values (Analysis, Rep, View …) are plain structs, described in core/analysis.h, and may be shared freely.
// A call takes as long as the clip needs; it uses two threads and belongs to the thread that makes it.
#pragma once

#include <functional>
#include <string>

#include "body/sheet.h"
#include "coach/ladder.h"
#include "coach/program.h"
#include "coach/standing.h"
#include "core/analysis.h"
#include "core/comparison.h"
#include "core/error.h"
#include "core/live_state.h"
#include "core/training.h"
#include "exercise/exercise.h"
#include "io/formats.h"
#include "journal/journal.h"
#include "journal/records.h"
#include "live/live_set.h"
#include "media/camera_feed.h"
#include "report/history.h"
#include "synthetic/recipe.h"
#include "synthetic/truth.h"

namespace endrange {

/// What a call says of its progress. `share` is 0…1, or NaN when the clip doesn't state its length.
struct Progress {
  const char* stage;  ///< "analysing", "drawing", "rendering"
  double share;
};

/// Return false to stop: the call then returns Error::Kind::interrupted and leaves no half-written file.
using OnProgress = std::function<bool(const Progress&)>;

struct Options {
  double height_m = kUnknown;   ///< of the lifter, 1.0–2.3; unknown: 1.70 is assumed and marked so
  double mass_kg = kUnknown;    ///< 20–300; kept in the result
  char sex = 0;                 ///< 'f', 'm' or 0
  std::string clip_name;        ///< what results call the clip; "" = by its file's name
  std::string exercise;         ///< an id of `endrange list exercises`; "" = recognise it
  std::string model = "heavy";  ///< lite, full or heavy: faster or more faithful
  std::string model_folder;     ///< holds the pose model's files; "" = default_model_folder()
  bool every_frame = false;     ///< let the network see every frame (slower; for comparisons)
  int threads = 2;              ///< 1–64, for the network and for decoding
  OnProgress on_progress;       ///< may be empty

  /// A sentence that says which option makes no sense; empty when all do.
  std::string problem() const;
};

/// $ENDRANGE_MODELS, else the user's cache directory (XDG) + "/endrange/models".
std::string default_model_folder();

/// Measures one clip: reps, phases, angles, view.
/// Errors: not_found, unreadable, unsupported (clip or model), bad_argument (options), interrupted
Result<Analysis> analyze_clip(const std::string& path, const Options& options);

/// True when there is nothing in it to report: no person, a view from which nothing can be measured, no reps or hold.
/// The reason is in the analysis' problems and notes; why_nothing() puts it in one sentence.
bool is_nothing_measured(const Analysis& analysis);
std::string why_nothing(const Analysis& analysis);

struct ReportOptions {
  bool with_video = true;  ///< also annotated.mp4
  OnProgress on_progress;
};

/// Writes report.html, analysis.json, series.csv, pictures of the lower back where there are any and, if asked,
/// annotated.mp4 into a folder, which is made if need be.
/// Each file appears under its name only when it is whole. An earlier report there is replaced; any other file of the
/// same name, one that endrange didn't write, is left alone and reported.
/// Errors: io (can't be written, disk full), unreadable (the clip has gone), interrupted
Result<void> write_report(const Analysis& analysis, const std::string& folder, const ReportOptions& options);

/// A set while it is being filmed: LiveSet of live/live_set.h takes the pictures that a CameraFeed of
/// media/camera_feed.h makes of a camera's. options.threads and every_frame are without meaning here.
/// Errors: bad_argument (options), setup (the pose model)
Result<LiveSet> film_live(const Options& options, const LiveGoal& goal);

/// Ends a live set and says what it was, as analyze_clip() does of a clip.
/// name, sha256  stand for the file that isn't there; the journal tells sets apart by the second. Errors: as push
Result<Analysis> finish_live(LiveSet& set, const Options& options, const std::string& name, const std::string& sha256);

/// For the page beside the camera (docs/formats.md).
std::string to_json(const LiveState& state);

/// analysis.json and series.csv alone, for sets of which there is no clip; by the rules of write_report().
/// Errors: io
Result<void> write_data(const Analysis& analysis, const std::string& folder);

/// A summary for a terminal, at most 80 columns wide. `color` adds ANSI colours.
std::string to_text(const Analysis& analysis, bool color = false);

/// analysis.json, schema endrange.analysis/1 (docs/formats.md).
std::string to_json(const Analysis& analysis);

using synthetic::Recipe;
using synthetic::Truth;

/// Renders a clip of a lifter whose every angle and millimetre is known: OUT.mp4, and OUT.truth.json beside it
/// (schema endrange.truth/1, docs/formats.md). An earlier rendered clip of that name is replaced, any other file is
/// not. Errors: bad_argument (the recipe's problem, a foreign file in the way), io, unsupported, interrupted
Result<Truth> synthesise_clip(const Recipe& recipe, const std::string& out, int threads, const OnProgress& on_progress);

/// What was measured in a rendered clip beside what is true of it.
Comparison compare(const Analysis& analysis, const Truth& truth);
/// As a table for a terminal, and as a page of its own. clip, report: links for the page, relative to it.
std::string to_text(const Comparison& comparison);
std::string to_html(const Comparison& comparison, const std::string& clip, const std::string& report);

/// What the forces of an exercise are: load_sheet(question) of body/sheet.h, and how to write it down.
std::string to_text(const LoadSheet& sheet);
std::string to_json(const LoadSheet& sheet);
std::string to_csv(const LoadSheet& sheet);

/// Stores the sets of a measured clip, which began at that moment, for that person. Known sets of the same clip are
/// brought up to date; those that it was cut into before and isn't any more go. rpe, note: as felt, or NaN and "".
/// Errors: those of the journal
struct KeptClip {
  bool is_known = false;         ///< from an earlier look
  std::int64_t since_utc_s = 0;  ///< when that was
};
Result<KeptClip> keep(Journal& journal, const Person& person, const Analysis& analysis, const Moment& at, double rpe,
                      const std::string& note);

/// What the coach says to a person, from `today` on: from everything the journal holds of them up to that day.
/// days 0: up to the next session. Errors: those of the journal
Result<Program> plan(Journal& journal, const Person& person, const Ladder& ladder, Day today, int days);
/// The same for somebody without a journal.
Program first_plan(const Ladder& ladder, Day today, int days);
std::string to_text(const Program& program, bool color = false);
std::string to_json(const Program& program);
/// Its sessions for a calendar, on whole days.
std::vector<CalendarEntry> calendar_of(const Program& program);

/// A ladder in a file. Errors: not_found, unreadable ("mine.toml:12: …", the first of its problems)
Result<Ladder> load_ladder(const std::string& path);
/// Everything that is wrong with it, a line each as "mine.toml:12: …"; empty = it can be used. Errors: not_found
Result<std::vector<std::string>> check_ladder(const std::string& path);

/// What a person did from one day to another, with the coach's decisions. Errors: those of the journal
Result<HistoryView> look_back(Journal& journal, const Person& person, const Ladder& ladder, Day from, Day to);
/// The last weeks; 0 = from the first session on.
Result<HistoryView> look_back(Journal& journal, const Person& person, const Ladder& ladder, Day today, int weeks);
std::string to_text(const HistoryView& view, bool color = false);
std::string to_json(const HistoryView& view);
std::string to_html(const HistoryView& view);

/// All of a person's training, or the coach's next `days` as a calendar, in a format that can be written.
/// Errors: those of the journal and of write_training
Result<std::string> export_training(Journal& journal, const Person& person, const Format& format, const Ladder& ladder,
                                    const Moment& at, int days);

/// Stores what was read from elsewhere; what the journal has already isn't stored again.
/// Returns how many entries were new. Errors: those of the journal
Result<int> take_in(Journal& journal, const Person& person, const TrainingHistory& history);

/// Tables of what endrange knows: "exercises", "checks", "formats"; "ladder" is the ladder's own text, whatever `as`
/// is. as: "text", "json" or "markdown". Errors: bad_argument (no such table).
Result<std::string> list_table(const std::string& table, const std::string& as);

const char* version();

}  // namespace endrange
