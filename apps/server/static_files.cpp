#include "server/static_files.h"

#include <filesystem>

namespace endrange::server {

namespace fs = std::filesystem;

namespace {

// Types by name; a file of any other isn't the page's.
const std::map<std::string, std::string> kTypes = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".wasm", "application/wasm"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
};

Answer no_such_page() {
  Answer answer;
  answer.status = 404, answer.type = "text/plain; charset=utf-8", answer.body = "There is no such page.\n";
  return answer;
}

}  // namespace

std::string find_page() {
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed).parent_path();
  // In a build: build/release/endrange beside build/web.
  for (const fs::path& folder :
       {program / "web", program.parent_path() / "web", program.parent_path() / "share" / "endrange" / "web"})
    if (fs::is_regular_file(folder / "index.html", failed)) return folder.string();
  return "";
}

StaticFiles::StaticFiles(std::string folder) : folder_(std::move(folder)) { look(); }

bool StaticFiles::has_page() const {
  const std::lock_guard lock(mutex_);
  return files_.contains("/index.html");
}

void StaticFiles::look() {
  std::map<std::string, std::string> found;
  std::error_code failed;
  for (fs::recursive_directory_iterator at(folder_, failed), end; !failed && at != end; at.increment(failed)) {
    // Links may lead anywhere.
    if (at->is_symlink(failed) || !at->is_regular_file(failed)) continue;
    if (kTypes.contains(at->path().extension().string()))
      found["/" + fs::relative(at->path(), folder_, failed).string()] = at->path().string();
  }
  const std::lock_guard lock(mutex_);
  files_ = std::move(found);
}

Answer StaticFiles::answer(const Request& request) {
  const std::string name = request.path == "/" ? "/index.html" : request.path;
  const auto path_of = [&] {
    const std::lock_guard lock(mutex_);
    const auto found = files_.find(name);
    return found == files_.end() ? std::string() : found->second;
  };
  std::string path = path_of();
  // Built anew while the server runs.
  if (path.empty() && name.starts_with("/assets/")) look(), path = path_of();
  const auto file = path.empty() ? nullptr : OpenFile::open(path);
  if (file == nullptr) return no_such_page();
  return file_answer(file, kTypes.at(fs::path(path).extension().string()), "");
}

}  // namespace endrange::server
