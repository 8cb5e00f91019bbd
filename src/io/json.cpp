// Schema endrange.training/1: everything, one record a line.
#include <cmath>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "io/each_format.h"
#include "io/fields.h"
#include "io/limits.h"
#include "io/local_time.h"
#include "io/text.h"

namespace endrange {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "endrange.training/1";

struct JsonWriter {
  Json& object;

  template <class T>
  void operator()(const char* name, const T& value, Range = {}) const {
    object[name] = json_of(value);
  }

 private:
  static Json json_of(const std::string& value) { return value; }
  static Json json_of(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
  static Json json_of(int value) { return value; }
  static Json json_of(unsigned value) { return value; }
  static Json json_of(bool value) { return value; }
  static Json json_of(char value) { return value == 0 ? Json(nullptr) : Json(std::string(1, value)); }
  static Json json_of(const Moment& value) { return moment_text(value); }
  template <class Kind>
  requires std::is_enum_v<Kind>
  static Json json_of(Kind value) { return name_of(value); }
};

Json set_json(const SetRecord& set) {
  Json object, end_range, reps = Json::array(), findings = Json::array();
  set_fields(set, JsonWriter{object});
  end_range_fields(set.end_range, JsonWriter{end_range});
  for (const RepRecord& rep : set.each_rep) rep_fields(rep, JsonWriter{reps.emplace_back()});
  for (const FindingRecord& finding : set.findings) finding_fields(finding, JsonWriter{findings.emplace_back()});
  object["end_range"] = std::move(end_range);
  object["each_rep"] = std::move(reps);
  object["findings"] = std::move(findings);
  return object;
}

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

template <class Record, class ToJson>
void add_list(std::string& text, const char* name, const std::vector<Record>& records, ToJson to_json) {
  text += ",\n\"" + std::string(name) + "\": [";
  for (std::size_t i = 0; i < records.size(); ++i) text += (i == 0 ? "\n" : ",\n") + dumped(to_json(records[i]));
  text += "]";
}

// Where in the document, and what is wrong there.
struct Place {
  const std::string& file;
  std::string path;  // "sets[3].end_range"; "" = the whole

  tl::unexpected<Error> broken(const std::string& name, const std::string& what) const {
    const std::string where = path.empty() || name.empty() ? path + name : path + "." + name;
    return failure(Error::Kind::unreadable, file + ": " + where + (where.empty() ? "" : ": ") + what);
  }
};

// Fills a record's fields from an object; keeps the first thing that is wrong. Fields that aren't there stay unknown.
struct JsonReader {
  const Json& object;
  const Place& place;
  Result<void>& outcome;

  template <class T>
  void operator()(const char* name, T& value, Range range = {}) const {
    if (!outcome) return;
    const auto found = object.find(name);
    if (found == object.end() || found->is_null()) {
      if (std::is_same_v<T, Moment> || std::is_same_v<T, SymptomKind>) outcome = place.broken(name, "is missing");
      return;
    }
    if (const char* wanted = read(*found, value, range)) outcome = place.broken(name, wanted + limits(range));
  }

 private:
  static std::string limits(Range range) {
    if (!std::isfinite(range.high)) return "";
    return " from " + number_text(range.low) + " to " + number_text(range.high);
  }

  // Null when all is well; else what should stand there.
  static const char* read(const Json& json, std::string& value, Range) {
    if (!json.is_string()) return "must be text";
    value = json.get<std::string>();
    return nullptr;
  }
  static const char* read(const Json& json, double& value, Range range) {
    if (!json.is_number()) return "must be a number or null";
    value = json.get<double>();
    return value >= range.low && value <= range.high ? nullptr : "must be a number";
  }
  static const char* read(const Json& json, int& value, Range range) {
    const double whole = json.is_number() ? json.get<double>() : 0.5;
    if (whole != std::floor(whole) || whole < range.low || whole > range.high) return "must be a whole number";
    value = static_cast<int>(whole);
    return nullptr;
  }
  static const char* read(const Json& json, unsigned& value, Range) {
    int days = 0;
    if (read(json, days, Range{0, 127})) return "must be a whole number from 0 to 127";
    value = static_cast<unsigned>(days);
    return nullptr;
  }
  static const char* read(const Json& json, bool& value, Range) {
    if (!json.is_boolean()) return "must be true or false";
    value = json.get<bool>();
    return nullptr;
  }
  static const char* read(const Json& json, char& value, Range) {
    if (json != "f" && json != "m") return "must be \"f\", \"m\" or null";
    value = json.get_ref<const std::string&>()[0];
    return nullptr;
  }
  static const char* read(const Json& json, Moment& value, Range) {
    const auto moment = json.is_string() ? parse_moment(json.get_ref<const std::string&>()) : std::nullopt;
    if (!moment || !is_in_calendar(*moment)) return "must be a day and a time like \"2026-11-21T18:05:00+01:00\"";
    value = *moment;
    return nullptr;
  }
  template <class Kind>
  requires std::is_enum_v<Kind>
  static const char* read(const Json& json, Kind& value, Range) {
    const bool is_known = json.is_string() && read_name(json.get_ref<const std::string&>(), value);
    return is_known ? nullptr : "is none of the words that stand here (docs/formats.md)";
  }
};

// Calls read_one(object, place of it) for each of a list; a list that isn't there is an empty one.
template <class ReadOne>
Result<void> read_list(const Json& parent, const char* name, const Place& place, ReadOne read_one) {
  const auto list = parent.find(name);
  if (list == parent.end() || list->is_null()) return {};
  if (!list->is_array()) return place.broken(name, "must be a list");
  if (list->size() > kMostRows)
    return place.broken(name, "more than " + std::to_string(kMostRows) + " entries; split the file");
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string own = std::string(name) + "[" + std::to_string(i) + "]";
    const Place at{place.file, place.path.empty() ? own : place.path + "." + own};
    if (!(*list)[i].is_object()) return at.broken("", "must be an object");
    if (const Result<void> done = read_one((*list)[i], at); !done) return done;
  }
  return {};
}

Result<void> read_set(const Json& object, const Place& place, SetRecord& set) {
  Result<void> outcome;
  set_fields(set, JsonReader{object, place, outcome});
  if (!outcome) return outcome;
  if (const auto found = object.find("end_range"); found != object.end() && !found->is_null()) {
    if (!found->is_object()) return place.broken("end_range", "must be an object");
    const Place inside{place.file, place.path + ".end_range"};
    end_range_fields(set.end_range, JsonReader{*found, inside, outcome});
  }
  if (outcome)
    outcome = read_list(object, "each_rep", place, [&](const Json& rep, const Place& at) {
      Result<void> read;
      rep_fields(set.each_rep.emplace_back(), JsonReader{rep, at, read});
      return read;
    });
  if (outcome)
    outcome = read_list(object, "findings", place, [&](const Json& finding, const Place& at) {
      Result<void> read;
      finding_fields(set.findings.emplace_back(), JsonReader{finding, at, read});
      return read;
    });
  return outcome;
}

// Before anything is built of it: how deep and how many. A small file can otherwise ask for gigabytes.
Result<void> check_size(std::string_view text, const Place& place) {
  int depth = 0;
  std::size_t values = 1;
  bool is_text = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_text && c == '\\') ++i;
    if (c == '"') is_text = !is_text;
    if (is_text) continue;
    depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
    values += c == ',' || c == '[' || c == '{' ? 1 : 0;
    if (depth > kMostJsonDepth) return place.broken("", "lists nested too deep: this is no training data");
    if (values > kMostJsonValues) return place.broken("", "more values than a history has; split the file");
  }
  return {};
}

Result<Json> parse(std::string_view text, const Place& place) {
  if (const Result<void> fits = check_size(text, place); !fits) return tl::unexpected(fits.error());
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    // error.byte counts from 1.
    const std::string_view before = text.substr(0, std::min(error.byte > 0 ? error.byte - 1 : 0, text.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const bool is_cut = error.byte >= text.size();
    return failure(Error::Kind::unreadable,
                   place.file + ":" + std::to_string(line) + ": " +
                       (is_cut ? "the file ends too early; export it again" : "this is no JSON from here on"));
  } catch (const Json::exception&) {  // a number that no double can hold
    return place.broken("", "a number is too large; export the file again");
  }
}

}  // namespace

Result<std::string> training_json(const TrainingHistory& history) {
  Json person;
  person_fields(history.person, JsonWriter{person});
  std::string text = "{\"schema\": \"" + std::string(kSchema) + "\",\n\"person\": " + dumped(person);
  add_list(text, "sets", history.sets, set_json);
  add_list(text, "symptoms", history.symptoms, [](const Symptom& symptom) {
    Json object;
    symptom_fields(symptom, JsonWriter{object});
    return object;
  });
  add_list(text, "choices", history.choices, [](const Choice& choice) {
    Json object;
    choice_fields(choice, JsonWriter{object});
    return object;
  });
  return text + "}\n";
}

Result<TrainingImport> read_training_json(std::string_view text, const ReadOptions& options) {
  const Place place{options.file, ""};
  const auto parsed = parse(text, place);
  if (!parsed) return tl::unexpected(parsed.error());
  const Json& json = *parsed;
  const auto schema = json.is_object() ? json.find("schema") : json.end();
  if (!json.is_object() || schema == json.end() || !schema->is_string())
    return place.broken("", "no \"schema\": this isn't training data of endrange");
  if (const auto& name = schema->get_ref<const std::string&>(); name != kSchema) {
    if (name.starts_with("endrange.training/"))
      return failure(Error::Kind::unsupported,
                     options.file + ": " + shown(name) + " was written by a later endrange; bring this one up to date");
    return place.broken("schema", "\"" + shown(name) + "\" isn't training data of endrange");
  }

  TrainingImport import;
  TrainingHistory& history = import.history;
  Result<void> outcome;
  if (const auto person = json.find("person"); person != json.end() && !person->is_null()) {
    if (!person->is_object()) return place.broken("person", "must be an object");
    person_fields(history.person, JsonReader{*person, Place{options.file, "person"}, outcome});
  }
  if (outcome)
    outcome = read_list(json, "sets", place, [&](const Json& object, const Place& at) {
      return read_set(object, at, history.sets.emplace_back());
    });
  if (outcome)
    outcome = read_list(json, "symptoms", place, [&](const Json& object, const Place& at) {
      Result<void> read;
      symptom_fields(history.symptoms.emplace_back(), JsonReader{object, at, read});
      return read;
    });
  if (outcome)
    outcome = read_list(json, "choices", place, [&](const Json& object, const Place& at) {
      Result<void> read;
      choice_fields(history.choices.emplace_back(), JsonReader{object, at, read});
      return read;
    });
  if (!outcome) return tl::unexpected(outcome.error());
  import.report.sets = static_cast<int>(history.sets.size());
  return import;
}

bool is_training_json(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::string_view start = trimmed(text.substr(0, 4096));
  return start.starts_with('{') && start.find("\"schema\"") != std::string_view::npos;
}

}  // namespace endrange
