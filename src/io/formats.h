// formats.h: the list of formats in which training data leaves and comes in. One file a format; what their columns mean
// stands in docs/formats.md under "Training data".
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/training.h"
#include "io/calendar.h"

namespace endrange {

enum class WeightUnit { not_said, kg, lb };

struct ReadOptions {
  std::string file = "the input";  ///< what messages call it
  /// For files that hold local times only: local time minus UTC, min, at the moment at which the lifter's clocks showed
  /// so many seconds since 1970 began. Empty: 0. Day and time of day stay as written in any case; give the same answer
  /// at every import, so that a set imported twice has the same moment twice.
  std::function<int(std::int64_t local_s)> offset_min = {};
  WeightUnit weights = WeightUnit::not_said;  ///< of files that don't say
  bool keeps_other_exercises = false;         ///< those without an id come in as "other", under their own name
};

/// What became of a file's rows.
struct ImportReport {
  int sets = 0;                    ///< that came in
  int left_out = 0;                ///< sets of exercises that endrange has no id for
  std::vector<std::string> names;  ///< of these, in the order met, each once; the first 20
  int empty = 0;                   ///< rows without a repetition or a second: rest timers, placeholders
  int weights_without_unit = 0;    ///< sets whose weight is unknown because the file doesn't say kg or lb
};

struct TrainingImport {
  TrainingHistory history;
  ImportReport report;
};

struct Format {
  std::string_view id, title;
  std::string_view ending;  ///< of file names, with the dot
  /// Each null where the format can't.
  Result<TrainingImport> (*read)(std::string_view text, const ReadOptions& options);
  Result<std::string> (*write)(const TrainingHistory& history);
  Result<std::string> (*write_calendar)(std::span<const CalendarEntry> entries, const CalendarOptions& options);
  /// Whether a file that begins so is of this format; null where it can't be read.
  bool (*recognises)(std::string_view text);
};

std::span<const Format> formats();
/// Null when there is none of that id.
const Format* find_format(std::string_view id);
/// By what the file holds, whatever its name; null when it is none of ours.
const Format* recognise_format(std::string_view text);

/// Reads what another program, or endrange, has written. Ids of the result are 0: where it is stored decides.
/// Errors: unreadable ("FILE:LINE: what is wrong and how to mend it"; nothing of a broken file comes in), unsupported
/// (no format that can be read; a later version of one).
Result<TrainingImport> read_training(std::string_view text, const Format& format, const ReadOptions& options);
/// The same of a file. Without a format it is told by the content. Also not_found.
Result<TrainingImport> read_training_file(const std::string& path, const Format* format, ReadOptions options = {});

/// Errors: unsupported (a format that isn't written), bad_argument (a moment outside the years 1…9999, which no file
/// can hold; more than could be read back), io.
Result<std::string> write_training(const TrainingHistory& history, const Format& format);
/// To a temporary name, then renamed: an earlier file of that name stays whole until the new one is.
Result<void> write_training_file(const TrainingHistory& history, const Format& format, const std::string& path);
Result<void> write_text_file(const std::string& text, const std::string& path);

}  // namespace endrange
