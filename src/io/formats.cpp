#include "io/formats.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "io/each_format.h"
#include "io/limits.h"
#include "io/local_time.h"
#include "io/text.h"

namespace endrange {

namespace {

// To add a format: one file with its functions, one row here, one section in docs/formats.md.
constexpr std::array kFormats = {
    Format{.id = "csv",
           .title = "table, one row a set",
           .ending = ".csv",
           .read = read_training_csv,
           .write = training_csv,
           .write_calendar = nullptr,
           .recognises = is_training_csv},
    Format{.id = "json",
           .title = "everything, with each repetition and finding",
           .ending = ".json",
           .read = read_training_json,
           .write = training_json,
           .write_calendar = nullptr,
           .recognises = is_training_json},
    Format{.id = "xlsx",
           .title = "spreadsheet with a chart of the end range",
           .ending = ".xlsx",
           .read = nullptr,
           .write = training_xlsx,
           .write_calendar = nullptr,
           .recognises = nullptr},
    Format{.id = "fhir",
           .title = "end ranges for a health record (HL7 FHIR R4)",
           .ending = ".fhir.json",
           .read = nullptr,
           .write = training_fhir,
           .write_calendar = nullptr,
           .recognises = nullptr},
    Format{.id = "ical",
           .title = "calendar of a plan",
           .ending = ".ics",
           .read = nullptr,
           .write = nullptr,
           .write_calendar = write_calendar,
           .recognises = nullptr},
    Format{.id = "strong",
           .title = "export of the Strong app",
           .ending = ".csv",
           .read = read_strong,
           .write = nullptr,
           .write_calendar = nullptr,
           .recognises = is_strong},
    Format{.id = "hevy",
           .title = "export of the Hevy app",
           .ending = ".csv",
           .read = read_hevy,
           .write = nullptr,
           .write_calendar = nullptr,
           .recognises = is_hevy},
};

std::string name_of(const TrainingHistory& history) {
  return history.person.name.empty() ? "the history" : "the history of " + shown(history.person.name);
}

std::string too_large_to_read() {
  return "larger than the " + std::to_string(kMostFile_bytes >> 20) + " MB that can be read back; choose fewer days";
}

std::string too_large() { return "larger than " + std::to_string(kMostFile_bytes >> 20) + " MB; split the file"; }

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format* find_format(std::string_view id) {
  const auto found = std::ranges::find(kFormats, id, &Format::id);
  return found == kFormats.end() ? nullptr : &*found;
}

const Format* recognise_format(std::string_view text) {
  const auto found = std::ranges::find_if(
      kFormats, [&](const Format& format) { return format.recognises && format.recognises(text); });
  return found == kFormats.end() ? nullptr : &*found;
}

Result<TrainingImport> read_training(std::string_view text, const Format& format, const ReadOptions& options) {
  if (!format.read)
    return failure(Error::Kind::unsupported,
                   options.file + ": " + std::string(format.id) + " is only written, not read");
  if (text.size() > kMostFile_bytes) return failure(Error::Kind::unreadable, options.file + ": " + too_large());
  return format.read(text, options);
}

Result<TrainingImport> read_training_file(const std::string& path, const Format* format, ReadOptions options) {
  options.file = std::filesystem::path(path).filename().string();
  std::error_code problem;
  const auto status = std::filesystem::status(path, problem);
  if (!std::filesystem::exists(status)) return failure(Error::Kind::not_found, path + ": no such file");
  if (!std::filesystem::is_regular_file(status)) return failure(Error::Kind::unreadable, path + ": not a file");
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure(Error::Kind::unreadable, path + ": can't be opened; see its permissions");
  // Read to its end rather than by its size, which may change meanwhile.
  std::string text;
  std::array<char, 1 << 16> block;
  while (in.read(block.data(), block.size()), in.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > kMostFile_bytes) return failure(Error::Kind::unreadable, path + ": " + too_large());
  }
  if (in.bad()) return failure(Error::Kind::unreadable, path + ": can't be read to its end");
  if (!format) format = recognise_format(text);
  if (!format)
    return failure(Error::Kind::unsupported,
                   path + ": not in a format that can be read; `endrange list formats` names them");
  return read_training(text, *format, options);
}

Result<std::string> write_training(const TrainingHistory& history, const Format& format) {
  if (!format.write)
    return failure(Error::Kind::unsupported, std::string(format.id) + ": training data isn't written in this format");
  const auto is_writable = [](const auto& record) { return is_in_calendar(record.at); };
  if (!std::ranges::all_of(history.sets, is_writable) || !std::ranges::all_of(history.symptoms, is_writable) ||
      !std::ranges::all_of(history.choices, is_writable))
    return failure(Error::Kind::bad_argument, name_of(history) + ": a moment outside the years 1 to 9999");
  if (format.read && history.sets.size() + history.symptoms.size() + history.choices.size() >= kMostRows)
    return failure(Error::Kind::bad_argument, name_of(history) + ": more than the " + std::to_string(kMostRows) +
                                                  " rows that can be read back; choose fewer days");
  auto text = format.write(history);
  if (text && format.read && text->size() > kMostFile_bytes)
    return failure(Error::Kind::bad_argument, name_of(history) + ": the file would be " + too_large_to_read());
  return text;
}

Result<void> write_training_file(const TrainingHistory& history, const Format& format, const std::string& path) {
  const auto text = write_training(history, format);
  if (!text) return tl::unexpected(text.error());
  return write_text_file(*text, path);
}

Result<void> write_text_file(const std::string& text, const std::string& path) {
  const std::filesystem::path target(path);
  const std::string part = (target.parent_path() / ("." + target.filename().string() + ".part")).string();
  std::error_code problem;
  {
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.flush();
    if (!out) {
      out.close();
      std::filesystem::remove(part, problem);
      return failure(Error::Kind::io, path + ": can't be written; see the folder's permissions and the space left");
    }
  }
  std::filesystem::rename(part, path, problem);
  if (!problem) return {};
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  return failure(Error::Kind::io, path + ": " + problem.message());
}

}  // namespace endrange
