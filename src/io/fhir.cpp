// HL7 FHIR R4: a Bundle of Observations, one for each end range that was measured. Out only.
// Source: hl7.org/fhir/R4, Observation, Bundle, Quantity. No LOINC code: none for this quantity could be verified.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>

#include "io/each_format.h"
#include "io/text.h"

namespace endrange {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kCodes = "urn:endrange:quantity";
constexpr const char* kUcum = "http://unitsofmeasure.org";

Json concept_of(const char* code, const char* text) {
  Json concept_json;
  concept_json["coding"] = Json::array({{{"system", kCodes}, {"code", code}, {"display", text}}});
  concept_json["text"] = text;
  return concept_json;
}

// To a tenth, so that no more is claimed than is known.
Json degrees(double value, const char* comparator = "") {
  Json quantity{{"value", std::abs(value) < 1e6 ? std::round(10 * value) / 10 : value}};
  if (*comparator) quantity["comparator"] = comparator;
  quantity["unit"] = "deg";
  quantity["system"] = kUcum;
  quantity["code"] = "deg";
  return quantity;
}

void add_component(Json& components, const char* code, const char* text, double value) {
  if (!std::isfinite(value)) return;
  components.push_back({{"code", concept_of(code, text)}, {"valueQuantity", degrees(value)}});
}

// FHIR wants a name of its own for each: made of what tells a set apart, so that the same set has the same one.
// FNV-1a over 64 bits, twice with different beginnings; version 8 of RFC 9562 is for such.
std::string uuid_of(std::string_view text) {
  const auto hash = [&](std::uint64_t value) {
    for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
    return value;
  };
  const std::uint64_t high = (hash(0xCBF29CE484222325u) & ~0xF000ull) | 0x8000u,
                      low = (hash(0x9E3779B97F4A7C15u) & ~(0xC0ull << 56)) | (0x80ull << 56);
  char made[40];
  std::snprintf(made, sizeof made, "%08x-%04x-%04x-%04x-%012llx", static_cast<unsigned>(high >> 32),
                static_cast<unsigned>(high >> 16 & 0xFFFF), static_cast<unsigned>(high & 0xFFFF),
                static_cast<unsigned>(low >> 48), static_cast<unsigned long long>(low & 0xFFFF'FFFF'FFFFull));
  return made;
}

Json observation_of(const SetRecord& set, const Person& person) {
  const EndRange& end_range = set.end_range;
  const bool is_found = end_range.status == EndRangeStatus::found;
  Json observation{{"resourceType", "Observation"}, {"status", "final"}};
  observation["code"] =
      concept_of("end-range", "Leg elevation at which the lower back is lost while lowering the legs");
  if (const std::string name = plain_text(person.name); !name.empty()) observation["subject"] = {{"display", name}};
  observation["effectiveDateTime"] = moment_text(set.at);
  // Held all the way down to an angle: it is lost below it, if anywhere.
  observation["valueQuantity"] = is_found ? degrees(end_range.deg) : degrees(end_range.lowest_held_deg, "<");
  std::string note = "Exercise: " + plain_text(set.exercise) + ".";
  if (!end_range.criterion.empty()) note += " Criterion: " + plain_text(end_range.criterion) + ".";
  if (is_found) note += " Interval: 95 %.";
  note += " A training estimate from video, not a medical measurement.";
  observation["note"] = Json::array({{{"text", note}}});
  observation["method"] = {{"text", "endrange: lumbar lift seen in a side view, leg elevation against the floor"}};
  Json components = Json::array();
  if (is_found) {
    add_component(components, "end-range-low", "Low end of the 95 % interval", end_range.low_deg);
    add_component(components, "end-range-high", "High end of the 95 % interval", end_range.high_deg);
    add_component(components, "lowest-held", "Lowest leg elevation with the back still down",
                  end_range.lowest_held_deg);
  }
  if (!components.empty()) observation["component"] = components;
  return observation;
}

bool is_measured(const EndRange& end_range) {
  return (end_range.status == EndRangeStatus::found && std::isfinite(end_range.deg)) ||
         (end_range.status == EndRangeStatus::not_reached && std::isfinite(end_range.lowest_held_deg));
}

}  // namespace

Result<std::string> training_fhir(const TrainingHistory& history) {
  Json entries = Json::array();
  std::set<std::string> uuids;
  for (const SetRecord& set : history.sets) {
    if (!is_measured(set.end_range)) continue;
    const std::string key = history.person.name + "\n" + moment_text(set.at) + "\n" + set.clip_sha256 + "\n" +
                            std::to_string(set.clip_part) + "\n" + set.exercise;
    std::string uuid = uuid_of(key);
    for (int copy = 2; !uuids.insert(uuid).second; ++copy) uuid = uuid_of(key + "\n" + std::to_string(copy));
    entries.push_back({{"fullUrl", "urn:uuid:" + uuid}, {"resource", observation_of(set, history.person)}});
  }
  Json bundle{{"resourceType", "Bundle"}, {"type", "collection"}};
  // FHIR has no empty lists.
  if (!entries.empty()) bundle["entry"] = std::move(entries);
  return bundle.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace endrange
