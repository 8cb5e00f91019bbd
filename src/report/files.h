// files.h: files that appear under their name only when they are whole.
#pragma once

#include <string>
#include <vector>

#include "core/error.h"

namespace endrange {

/// A folder being filled. Everything is written under temporary names inside it; commit() gives the final ones.
/// Destroyed without commit(), it leaves nothing behind.
class ReportFolder {
 public:
  /// Makes the folder if need be. Refuses one that holds a file of these names which endrange didn't write, or the
  /// report of another clip.
  ///
  /// clip_name  file name of the clip, without folders
  /// Errors:    io
  static Result<ReportFolder> open(const std::string& folder, const std::vector<std::string>& names,
                                   const std::string& clip_name);

  /// Where to write the file that will be called `name`.
  std::string temporary(const std::string& name) const;
  /// Writes a whole text file under its temporary name. Errors: io.
  Result<void> write(const std::string& name, const std::string& text) const;
  /// Takes away what an earlier report of the clip left under that name, because this one has no such file.
  void drop(const std::string& name) const;
  /// Renames all of them. Errors: io.
  Result<void> commit();

  ReportFolder(ReportFolder&&) noexcept;
  ReportFolder& operator=(ReportFolder&&) = delete;
  ~ReportFolder();

 private:
  ReportFolder(std::string folder, std::vector<std::string> names, bool was_made);
  std::string folder_;
  std::vector<std::string> names_;
  bool was_made_;
  bool is_open_ = true;
};

}  // namespace endrange
