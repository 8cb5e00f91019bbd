// upload.h: the bytes of a film on their way to the disk.
#pragma once

#include <cstdint>
#include <string>

#include "endrange.h"

namespace endrange::server {

/// Bytes of that folder's disk that users may still write.
std::uint64_t free_bytes_of(const std::string& folder);

/// Owns a film's folder until it is one; destroyed before that, it leaves nothing behind.
class Upload {
 public:
  struct Limits {
    std::uint64_t most_bytes, free_bytes;
  };
  /// Makes the folder `films`/`id`. Errors: io
  static Result<Upload> begin(const std::string& films, const std::string& id, const Limits& limits);

  /// Errors: unreadable (more than may be), io (the disk is full)
  Result<void> add(const char* bytes, std::size_t count);
  /// The bytes are on the disk, under their name. Errors: io, unreadable (none came)
  Result<void> finish();
  /// From now on the folder is somebody else's.
  void keep() { folder_.clear(); }

  Upload(Upload&& other) noexcept;
  Upload& operator=(Upload&&) = delete;
  ~Upload();

 private:
  Upload(std::string folder, int fd, const Limits& limits) : folder_(std::move(folder)), fd_(fd), limits_(limits) {}
  std::string folder_;
  int fd_;
  Limits limits_;
  std::uint64_t size_ = 0, looked_at_disk_ = 0;
};

}  // namespace endrange::server
