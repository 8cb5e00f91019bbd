#include "journal/file.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <vector>

#include "journal/database.h"

namespace endrange::journal {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_errno(const std::string& shown, const char* what, int error) {
  if (error == ENOSPC || error == EDQUOT || error == EFBIG)
    throw sql::Refused{sql::error_of(shown, SQLITE_FULL, error, "", {})};
  sql::refuse(Error::Kind::io, shown + ": " + what + " (" + std::strerror(error) + ")");
}

std::string folder_of(const std::string& file) { return fs::path(file).parent_path().string(); }

bool has_bytes(const std::string& file) {
  struct stat state {};
  return ::stat(file.c_str(), &state) == 0 && state.st_size > 0;
}

// Makes what is missing of a folder, for the user alone. What is there stays as it is.
void make_folder(const std::string& shown, const fs::path& folder) {
  struct stat state {};
  if (folder.empty() || ::stat(folder.c_str(), &state) == 0) return;
  make_folder(shown, folder.parent_path());
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) refuse_errno(shown, "its folder can't be made", errno);
}

// A name appears for good once its folder is on the disk, too. Some file systems can't be told so: no reason to fail.
void sync_folder(const std::string& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

}  // namespace

Place look_at(const std::string& path) {
  if (path.empty() || path.find('\0') != std::string::npos)
    sql::refuse(Error::Kind::bad_argument, "the journal's file has no name");
  Place place;
  place.shown = path;
  std::error_code failed;
  // A relative or odd name must not be read as one of SQLite's own (":memory:", "file:…").
  place.file = fs::weakly_canonical(fs::absolute(path, failed), failed).string();
  if (failed) sql::refuse(Error::Kind::io, path + ": can't be looked for (" + failed.message() + ")");
  struct stat state {};
  if (::stat(place.file.c_str(), &state) != 0) {
    if (errno != ENOENT && errno != ENOTDIR) refuse_errno(path, "can't be looked at", errno);
    return place;
  }
  if (!S_ISREG(state.st_mode))
    sql::refuse(Error::Kind::unreadable, path + ": isn't a file; name a file with ENDRANGE_JOURNAL");
  place.is_there = true;
  place.is_writable =
      ::access(place.file.c_str(), W_OK) == 0 && ::access(folder_of(place.file).c_str(), W_OK | X_OK) == 0;
  place.has_log = has_bytes(place.file + "-wal") || has_bytes(place.file + "-journal");
  return place;
}

Header header_of(const Place& place) {
  sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
  if (vfs == nullptr) sql::refuse(Error::Kind::setup, "SQLite finds no file system on this machine");
  // SQLite's own way to a file, which knows of the locks that this process holds.
  const std::unique_ptr<const char, void (*)(const char*)> name(
      sqlite3_create_filename(place.file.c_str(), "", "", 0, nullptr), sqlite3_free_filename);
  std::vector<std::max_align_t> room(static_cast<std::size_t>(vfs->szOsFile) / sizeof(std::max_align_t) + 1);
  auto* file = reinterpret_cast<sqlite3_file*>(room.data());
  const int opened = vfs->xOpen(vfs, name.get(), file, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, nullptr);
  if (opened != SQLITE_OK) {
    if (file->pMethods != nullptr) file->pMethods->xClose(file);
    sql::refuse(Error::Kind::io, place.shown + ": may not be read; give yourself the right to read it");
  }
  unsigned char bytes[100] = {};
  sqlite3_int64 size = 0;
  const int sized = file->pMethods->xFileSize(file, &size);
  // Shorter files are padded with zeroes, and then are no database's.
  const int read = file->pMethods->xRead(file, bytes, sizeof bytes, 0);
  file->pMethods->xClose(file);
  if (sized != SQLITE_OK || (read != SQLITE_OK && read != SQLITE_IOERR_SHORT_READ))
    sql::refuse(Error::Kind::io, place.shown + ": can't be read (the disk refuses)");
  const auto u32 = [&](std::size_t at) {
    return std::int64_t{bytes[at]} << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
  };
  return {std::memcmp(bytes, "SQLite format 3", 16) == 0, u32(68), size > 0};
}

Draft::Draft(const Place& place) : place_(place), file_(place.file + ".new-XXXXXX") {
  make_folder(place.shown, folder_of(place.file));
  const int fd = ::mkostemp(file_.data(), O_CLOEXEC);  // 0600
  if (fd < 0) refuse_errno(place.shown, "can't be written there, name another place", errno);
  ::close(fd);
}

Draft::~Draft() {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) ::unlink((file_ + suffix).c_str());
}

bool Draft::publish(bool replaces) {
  const int fd = ::open(file_.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) refuse_errno(place_.shown, "can't be written", errno);
  const int sync_error = ::fsync(fd) == 0 ? 0 : errno;
  ::close(fd);
  if (sync_error != 0) refuse_errno(place_.shown, "can't be written", sync_error);

  const char *from = file_.c_str(), *to = place_.file.c_str();
  int result = ::renameat2(AT_FDCWD, from, AT_FDCWD, to, replaces ? 0 : RENAME_NOREPLACE);
  // For file systems without that flag: a second name never replaces a first one either.
  if (result != 0 && errno != EEXIST && !replaces) result = ::link(from, to);
  if (result != 0 && errno == EEXIST) return false;
  if (result != 0) refuse_errno(place_.shown, "can't be written", errno);
  sync_folder(folder_of(place_.file));
  return true;
}

}  // namespace endrange::journal
