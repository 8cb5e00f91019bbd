// fields.h: what a request says, taken out one by one. Whatever is wrong is remembered, so that a route asks for all it
// wants first and for the problem then.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "server/web.h"

namespace endrange::server {

class Fields {
 public:
  /// Of a JSON object as the body; of an empty body none.
  static Fields of_body(Request& request);
  static Fields of_query(const Request& request);

  bool has(const char* name) const;
  /// Each: what isn't there, or is null, is "", NaN, 0 or false.
  std::string text(const char* name, std::size_t longest_bytes = 1000);
  double number(const char* name, double least, double most);
  int whole(const char* name, int least, int most);
  bool flag(const char* name);
  /// A field of a field, for its own Fields.
  Fields within(const char* name);

  /// The first thing that was wrong; also a field that nobody asked for.
  std::optional<Answer> problem();

 private:
  struct Value {
    enum Kind { null, text, number, flag, object, other } kind = null;
    std::string text_value;  // also of an object, as JSON
    double number_value = 0;
    bool flag_value = false;
  };
  void read_object(const std::string& json);
  const Value* take(const char* name);
  void complain(const std::string& message, int status = 400, const char* id = "bad_argument");

  std::map<std::string, Value> values_;
  std::set<std::string> asked_;
  std::optional<Answer> problem_;
  bool is_query_ = false;
};

}  // namespace endrange::server
