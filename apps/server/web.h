// web.h: a request and its answer, as the routes see them. Sockets and HTTP's own rules end at http.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "endrange.h"

namespace endrange::server {

/// Returns false to have no more.
using TakeBytes = std::function<bool(const char* bytes, std::size_t count)>;

struct Request {
  std::string method, path;                    ///< the path as sent, undecoded, without the query
  std::map<std::string, std::string> headers;  ///< names in small letters
  std::map<std::string, std::string> query;    ///< decoded
  bool is_query_good = true;            ///< false: a name given twice, control characters, bytes that are no text
  std::optional<std::uint64_t> length;  ///< of the body, as declared; nothing for one in chunks
  std::vector<std::string> ids;         ///< what stands in the route's {…}, in their order
  /// Hands out the body once. Returns true when it came to its end.
  std::function<bool(const TakeBytes&)> read_body;

  /// "" where there is none.
  std::string header(const std::string& name) const;
  std::string parameter(const std::string& name) const;
};

/// The longest JSON that a request may bring.
constexpr std::size_t kMostJson_bytes = 64 << 10;

/// Whether the path is the API's, rather than a file's of the page.
bool is_api(std::string_view path);

/// Text as people type it: no control characters but ends of lines and tabs.
bool is_typed_text(std::string_view text);

/// A file that is open, so that it can be sent though its name goes meanwhile.
class OpenFile {
 public:
  /// Null where there is no such plain file.
  static std::shared_ptr<OpenFile> open(const std::string& path);
  std::uint64_t size() const { return size_; }
  /// Returns how many bytes were read; 0 = none are left, or they can't be read.
  std::size_t read(std::uint64_t from, char* into, std::size_t most) const;
  ~OpenFile();
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

 private:
  OpenFile(int fd, std::uint64_t size) : fd_(fd), size_(size) {}
  int fd_;
  std::uint64_t size_;
};

/// Writes a piece of a stream; false = nobody listens any more.
using WriteText = std::function<bool(std::string_view)>;

struct Answer {
  int status = 200;
  std::string type, body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::shared_ptr<OpenFile> file;              ///< instead of the body
  std::uint64_t from = 0, count = 0;           ///< of the file
  std::function<bool(const WriteText&)> next;  ///< instead of the body: called again and again until it returns false
};

Answer json_answer(std::string json, int status = 200);
Answer nothing_to_say();
/// {"error":{"id":…,"message":…}}; the ids of openapi.json.
Answer refusal(int status, const std::string& id, const std::string& message);
Answer refusal(const Error& error);

/// A whole file, or the part of it that "Range: bytes=…" asks for.
Answer file_answer(std::shared_ptr<OpenFile> file, const std::string& type, const std::string& range);

/// On every answer, whatever it is. The path decides what may be kept.
std::vector<std::pair<std::string, std::string>> common_headers(std::string_view path, int status);

/// As a JSON string, with its quotes. Bytes that are no UTF-8 are replaced.
std::string json_text(const std::string& text);

}  // namespace endrange::server
