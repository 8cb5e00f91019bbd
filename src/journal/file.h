// file.h: the journal as a file: what lies there, and putting a finished one in its place. Included by journal/*.cpp
// only.
//
// Nothing here opens a journal with open(2): closing any descriptor of a file drops every POSIX lock this process holds
// on it, also those of a connection in another thread (https://www.sqlite.org/howtocorrupt.html, 2.2).
#pragma once

#include <cstdint>
#include <string>

#include "core/error.h"

namespace endrange::journal {

struct Place {
  std::string shown;         ///< as the caller named it
  std::string file;          ///< absolute, links followed
  bool is_there = false;     ///< a plain file
  bool is_writable = false;  ///< file and folder
  bool has_log = false;      ///< a log or rollback journal with content lies beside it
};
/// Throws: unreadable (a folder, a device), io (its folder may not be searched), bad_argument (no name).
Place look_at(const std::string& path);

/// What the first 100 bytes of a database say. https://www.sqlite.org/fileformat2.html, 1.3
struct Header {
  bool is_sqlite = false;
  std::int64_t application_id = 0;
  bool has_pages = false;  ///< the file isn't empty
};
/// Reads them without locks, and leaves nothing behind beside the file. Throws: io.
Header header_of(const Place& place);

/// A file that is being made beside the place where it is to stand: 0600, in a folder that is made if need be (0700).
/// Gone when it is destroyed without having been published.
class Draft {
 public:
  /// Throws: io.
  explicit Draft(const Place& place);
  ~Draft();
  const std::string& file() const { return file_; }
  /// Has its bytes on the disk, then gives it its name. Pre: nobody has it open. False where something of that name is
  /// there by now, unless `replaces`. Throws: io.
  bool publish(bool replaces);
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

 private:
  Place place_;
  std::string file_;
};

}  // namespace endrange::journal
