// static_files.h: the built page. What can be asked for is a list made from the folder; no path is ever taken from a
// request.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "server/web.h"

namespace endrange::server {

/// Where the page is when nobody says: beside the executable, in its build, or where it was installed. "" = nowhere.
std::string find_page();

class StaticFiles {
 public:
  explicit StaticFiles(std::string folder);
  bool has_page() const;
  /// A file of the page, or 404.
  Answer answer(const Request& request);

 private:
  void look();
  std::string folder_;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> files_;  // "/assets/index-1a2b.js" and where it lies
};

}  // namespace endrange::server
