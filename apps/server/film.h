// film.h: one film: what was asked of it, what became of it. On the disk: a folder of its own,
//
//   films/ID/film.json   what is said here; it appears last, and makes the film one
//   films/ID/clip        the bytes that were sent; goes when they have been measured, or can't be
//   films/ID/report/     what `endrange analyze` wrote
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "endrange.h"

namespace endrange::server {

enum class FilmState { queued, analysing, drawing, done, failed, nothing };
const char* name_of(FilmState state);

struct Film {
  std::string id;
  std::int64_t person = 0;
  std::string name;  ///< what its sender calls it; never a path
  bool is_live = false;
  FilmState state = FilmState::queued;  ///< on the disk never analysing or drawing
  double share = kUnknown;              ///< of that stage
  std::int64_t order = 0;               ///< of arrival: later is larger
  Moment added;
  std::string exercise;  ///< asked for; "" = recognise it
  std::string note;
  double rpe = kUnknown;
  bool keeps_video = false;
  std::string message;  ///< why it failed, or how to film
  int crashes = 0;      ///< how often its analysis has come to a violent end

  // --- of the result
  std::string clip_sha256;
  bool has_video = false;
  std::optional<int> reps;
  std::string measured_exercise;
  std::string end_range;  ///< as JSON; "" = none
};

/// [a-z0-9]{1,32}
bool is_id(std::string_view text);
/// 16 letters, never given before.
std::string new_id();
/// Whether new_id() could have made it.
bool is_new_id(std::string_view text);

/// film.json, and back; nothing where the text is none.
std::string to_record(const Film& film);
std::optional<Film> film_from(const std::string& record);

/// As the API tells it. position: in the queue, from 1; 0 = it isn't in it.
std::string to_json(const Film& film, int position);

/// What its report says: reps, exercise, end range, SHA-256. False where there is no whole report.
bool read_report(const std::string& folder, Film& film);

/// Writes a file for good: under a temporary name, onto the disk, then renamed. Errors: io
Result<void> write_durably(const std::string& path, const std::string& text);
/// Makes names in a folder stay through a power cut.
void sync_folder(const std::string& folder);
/// The same for all that lies in a film's report. Errors: io
Result<void> sync_report(const std::string& folder);
std::string text_of_file(const std::string& path);

}  // namespace endrange::server
