#include "server/upload.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "server/film.h"

namespace endrange::server {

namespace {

constexpr std::uint64_t kLookAtDisk_bytes = 64 << 20;

}  // namespace

std::uint64_t free_bytes_of(const std::string& folder) {
  struct statvfs disk {};
  if (::statvfs(folder.c_str(), &disk) != 0) return 0;
  return static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
}

Result<Upload> Upload::begin(const std::string& films, const std::string& id, const Limits& limits) {
  const std::string folder = films + "/" + id;
  if (::mkdir(folder.c_str(), 0700) != 0)
    return failure(Error::Kind::io, folder + ": can't be made (" + std::strerror(errno) + ")");
  const int fd = ::open((folder + "/clip.part").c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0) return failure(Error::Kind::io, folder + ": can't be written to (" + std::strerror(errno) + ")");
  return Upload(folder, fd, limits);
}

Upload::Upload(Upload&& other) noexcept
    : folder_(std::exchange(other.folder_, "")),
      fd_(std::exchange(other.fd_, -1)),
      limits_(other.limits_),
      size_(other.size_),
      looked_at_disk_(other.looked_at_disk_) {}

Upload::~Upload() {
  if (fd_ >= 0) ::close(fd_);
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

Result<void> Upload::add(const char* bytes, std::size_t count) {
  size_ += count;
  if (size_ > limits_.most_bytes) return failure(Error::Kind::unreadable, "the film is too large");
  if (size_ >= looked_at_disk_) {
    looked_at_disk_ = size_ + kLookAtDisk_bytes;
    if (free_bytes_of(folder_) < limits_.free_bytes) return failure(Error::Kind::io, "the disk is nearly full");
  }
  while (count > 0) {
    const ssize_t wrote = ::write(fd_, bytes, count);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0)
      return failure(Error::Kind::io, std::string("the film can't be stored (") + std::strerror(errno) + ")");
    bytes += wrote, count -= static_cast<std::size_t>(wrote);
  }
  return {};
}

Result<void> Upload::finish() {
  if (size_ == 0) return failure(Error::Kind::unreadable, "the film is empty");
  const bool is_there = ::fsync(fd_) == 0;
  ::close(std::exchange(fd_, -1));
  if (!is_there || std::rename((folder_ + "/clip.part").c_str(), (folder_ + "/clip").c_str()) != 0)
    return failure(Error::Kind::io, std::string("the film can't be stored (") + std::strerror(errno) + ")");
  sync_folder(folder_);
  return {};
}

}  // namespace endrange::server
