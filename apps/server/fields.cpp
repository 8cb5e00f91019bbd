#include "server/fields.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "endrange.h"

namespace endrange::server {

namespace {

constexpr int kDeepest = 4;  // what the API asks for is two deep

// How deep brackets stand in one another, outside of strings.
bool is_too_deep(const std::string& json) {
  int depth = 0;
  bool is_inside = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (is_inside && c == '\\')
      ++i;
    else if (c == '"')
      is_inside = !is_inside;
    else if (!is_inside && (c == '{' || c == '[') && ++depth > kDeepest)
      return true;
    else if (!is_inside && (c == '}' || c == ']'))
      --depth;
  }
  return false;
}

std::string shown(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

}  // namespace

void Fields::complain(const std::string& message, int status, const char* id) {
  if (!problem_) problem_ = refusal(status, id, message);
}

void Fields::read_object(const std::string& text) {
  using nlohmann::json;
  if (is_too_deep(text)) return complain("the JSON is too deep");
  const json all = json::parse(text, nullptr, false);
  if (!all.is_object()) return complain("the body must be a JSON object");
  for (const auto& [name, value] : all.items()) {
    Value v;
    if (value.is_string())
      v.kind = Value::text, v.text_value = value.get<std::string>();
    else if (value.is_number())
      v.kind = Value::number, v.number_value = value.get<double>();
    else if (value.is_boolean())
      v.kind = Value::flag, v.flag_value = value.get<bool>();
    else if (value.is_object())
      v.kind = Value::object, v.text_value = value.dump();
    else if (!value.is_null())
      v.kind = Value::other;
    values_[name] = std::move(v);
  }
}

Fields Fields::of_body(Request& request) {
  Fields fields;
  std::string body;
  bool is_too_large = false;
  const bool is_whole = request.read_body([&](const char* bytes, std::size_t count) {
    is_too_large = body.size() + count > kMostJson_bytes;
    if (!is_too_large) body.append(bytes, count);
    return !is_too_large;
  });
  if (is_too_large)
    fields.complain("at most 64 KiB of JSON are taken here", 413, "too_large");
  else if (!is_whole)
    fields.complain("the body isn't whole");
  else if (!body.empty())
    fields.read_object(body);
  return fields;
}

Fields Fields::of_query(const Request& request) {
  Fields fields;
  fields.is_query_ = true;
  for (const auto& [name, text] : request.query) {
    Value& v = fields.values_[name];
    // "height=" says as little as nothing.
    if (!text.empty()) v.kind = Value::text, v.text_value = text;
  }
  return fields;
}

Fields Fields::within(const char* name) {
  Fields inner;
  const Value* v = take(name);
  if (v == nullptr) return inner;
  if (v->kind != Value::object)
    complain(std::string(name) + ": must be an object");
  else
    inner.read_object(v->text_value);
  return inner;
}

const Fields::Value* Fields::take(const char* name) {
  asked_.insert(name);
  const auto found = values_.find(name);
  return found == values_.end() || found->second.kind == Value::null ? nullptr : &found->second;
}

bool Fields::has(const char* name) const { return values_.contains(name); }

std::string Fields::text(const char* name, std::size_t longest) {
  const Value* v = take(name);
  if (v == nullptr) return "";
  if (v->kind != Value::text) return complain(std::string(name) + ": must be a text"), "";
  if (v->text_value.size() > longest)
    return complain(std::string(name) + ": at most " + std::to_string(longest) + " bytes"), "";
  if (!is_typed_text(v->text_value)) return complain(std::string(name) + ": holds control characters"), "";
  return v->text_value;
}

double Fields::number(const char* name, double least, double most) {
  const Value* v = take(name);
  if (v == nullptr) return kUnknown;
  double value = v->number_value;
  bool is_number = v->kind == Value::number;
  if (is_query_ && v->kind == Value::text) {
    char* end = nullptr;
    value = std::strtod(v->text_value.c_str(), &end);
    is_number = end == v->text_value.c_str() + v->text_value.size() && std::isfinite(value);
  }
  if (is_number && value >= least && value <= most) return value;
  complain(std::string(name) + ": must be a number from " + shown(least) + " to " + shown(most));
  return kUnknown;
}

int Fields::whole(const char* name, int least, int most) {
  const double value = number(name, least, most);
  if (std::isnan(value)) return 0;
  if (value != std::floor(value)) complain(std::string(name) + ": must be a whole number");
  return static_cast<int>(value);
}

bool Fields::flag(const char* name) {
  const Value* v = take(name);
  if (v == nullptr) return false;
  if (v->kind == Value::flag) return v->flag_value;
  if (is_query_ && (v->text_value == "0" || v->text_value == "1")) return v->text_value == "1";
  complain(std::string(name) + (is_query_ ? ": must be 0 or 1" : ": must be true or false"));
  return false;
}

std::optional<Answer> Fields::problem() {
  for (const auto& [name, value] : values_)
    if (!asked_.contains(name)) complain("\"" + name + "\" isn't known here");
  return problem_;
}

}  // namespace endrange::server
