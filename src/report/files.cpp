#include "report/files.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

namespace endrange {

namespace fs = std::filesystem;

namespace {

enum class Owner { nobody, same_clip, other_clip };

// endrange's own folders hold an analysis.json that says so, and of which clip, in its first lines.
Owner owner_of(const fs::path& folder, const std::string& clip_name) {
  std::ifstream in(folder / "analysis.json");
  std::string head(2000, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  if (head.find("endrange.analysis/") == std::string::npos) return Owner::nobody;
  return head.find("\"file\": \"" + clip_name + "\"") != std::string::npos ? Owner::same_clip : Owner::other_clip;
}

}  // namespace

ReportFolder::ReportFolder(std::string folder, std::vector<std::string> names, bool was_made)
    : folder_(std::move(folder)), names_(std::move(names)), was_made_(was_made) {}

ReportFolder::ReportFolder(ReportFolder&& other) noexcept
    : folder_(std::move(other.folder_)),
      names_(std::move(other.names_)),
      was_made_(other.was_made_),
      is_open_(std::exchange(other.is_open_, false)) {}

ReportFolder::~ReportFolder() {
  if (!is_open_) return;
  std::error_code ignored;
  for (const std::string& name : names_) fs::remove(temporary(name), ignored);
  if (was_made_) fs::remove(folder_, ignored);  // only if empty
}

Result<ReportFolder> ReportFolder::open(const std::string& folder, const std::vector<std::string>& names,
                                        const std::string& clip_name) {
  std::error_code error;
  const bool was_there = fs::exists(folder, error);
  if (was_there && !fs::is_directory(folder, error))
    return failure(Error::Kind::io, folder + ": a file of that name is in the way; choose another folder with --out");
  const Owner owner = was_there ? owner_of(folder, clip_name) : Owner::nobody;
  if (owner == Owner::other_clip)
    return failure(Error::Kind::io, folder + ": holds the report of another clip; choose another folder with --out");
  if (was_there && owner == Owner::nobody) {
    for (const std::string& name : names)
      if (fs::exists(fs::path(folder) / name, error))
        return failure(
            Error::Kind::io,
            folder + "/" + name + ": not written by endrange, so it isn't replaced; choose another folder with --out");
  }
  if (!was_there && !fs::create_directories(folder, error))
    return failure(Error::Kind::io,
                   folder + ": can't be made (" + error.message() + "); choose another folder with --out");
  if (::access(folder.c_str(), W_OK) != 0)
    return failure(Error::Kind::io,
                   folder + ": can't be written to (" + std::strerror(errno) + "); choose another folder with --out");
  return ReportFolder(folder, names, !was_there);
}

std::string ReportFolder::temporary(const std::string& name) const {
  return (fs::path(folder_) / ("." + name + ".part")).string();
}

Result<void> ReportFolder::write(const std::string& name, const std::string& text) const {
  std::ofstream out(temporary(name), std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) return failure(Error::Kind::io, folder_ + "/" + name + ": can't be written (" + std::strerror(errno) + ")");
  return {};
}

void ReportFolder::drop(const std::string& name) const {
  std::error_code ignored;
  fs::remove(fs::path(folder_) / name, ignored);
}

Result<void> ReportFolder::commit() {
  std::error_code error;
  for (const std::string& name : names_) {
    if (!fs::exists(temporary(name), error)) continue;
    fs::rename(temporary(name), fs::path(folder_) / name, error);
    if (error) return failure(Error::Kind::io, folder_ + "/" + name + ": can't be written (" + error.message() + ")");
  }
  is_open_ = false;
  return {};
}

}  // namespace endrange
