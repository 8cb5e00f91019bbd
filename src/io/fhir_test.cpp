#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "io/formats.h"
#include "io/test_histories.h"

namespace endrange {
namespace {

using Json = nlohmann::json;

Json bundle_of(const TrainingHistory& history) {
  const auto text = write_training(history, *find_format("fhir"));
  EXPECT_TRUE(text);
  return Json::parse(*text);
}

TrainingHistory three() {
  TrainingHistory history;
  history.person.name = "Ann";
  for (int i = 0; i < 4; ++i) {
    history.sets.emplace_back().at = *parse_moment("2026-11-21T18:05:00+01:00");
    history.sets.back().exercise = "double_leg_raise";
  }
  for (const int i : {0, 3}) {
    EndRange& found = history.sets[static_cast<std::size_t>(i)].end_range;
    found.status = EndRangeStatus::found, found.deg = 34, found.low_deg = 31, found.high_deg = 37.46;
    found.criterion = "lumbar lift > 5 mm for 0.15 s";
  }
  history.sets[1].end_range.status = EndRangeStatus::not_reached;
  history.sets[1].end_range.lowest_held_deg = 6;
  return history;
}

TEST(Fhir, holds_each_measured_end_range_with_its_interval) {
  const Json bundle = bundle_of(three());
  EXPECT_EQ(bundle["resourceType"], "Bundle");
  EXPECT_EQ(bundle["type"], "collection");
  ASSERT_EQ(bundle["entry"].size(), 3u);
  const Json found = bundle["entry"][0]["resource"], held = bundle["entry"][1]["resource"];
  EXPECT_EQ(found["resourceType"], "Observation");
  EXPECT_EQ(found["status"], "final");
  EXPECT_EQ(found["subject"], Json({{"display", "Ann"}}));
  EXPECT_EQ(found["effectiveDateTime"], "2026-11-21T18:05:00+01:00");
  EXPECT_EQ(found["valueQuantity"],
            Json({{"value", 34.0}, {"unit", "deg"}, {"system", "http://unitsofmeasure.org"}, {"code", "deg"}}));
  ASSERT_EQ(found["component"].size(), 2u);
  EXPECT_EQ(found["component"][0]["valueQuantity"]["value"], 31);
  EXPECT_EQ(found["component"][1]["valueQuantity"]["value"], 37.5);
  EXPECT_NE(found["note"][0]["text"].get<std::string>().find("lumbar lift > 5 mm"), std::string::npos);
  EXPECT_EQ(held["valueQuantity"]["comparator"], "<");
  EXPECT_EQ(held["valueQuantity"]["value"], 6);
  EXPECT_FALSE(held.contains("component"));
}

TEST(Fhir, claims_no_code_of_another_system) {
  const std::string text = bundle_of(three()).dump();
  EXPECT_EQ(text.find("loinc"), std::string::npos);
  EXPECT_EQ(text.find("snomed"), std::string::npos);
  EXPECT_NE(text.find("urn:endrange:quantity"), std::string::npos);
}

TEST(Fhir, names_are_stable_and_each_is_there_once) {
  const Json bundle = bundle_of(three());
  EXPECT_EQ(bundle, bundle_of(three()));
  std::set<std::string> urls;
  for (const Json& entry : bundle["entry"]) urls.insert(entry["fullUrl"].get<std::string>());
  EXPECT_EQ(urls.size(), 3u) << "two sets of one moment";
  for (const std::string& url : urls) {
    ASSERT_EQ(url.size(), 45u);
    EXPECT_EQ(url.substr(0, 9), "urn:uuid:");
    EXPECT_EQ(url[9 + 14], '8');
    EXPECT_NE(std::string("89ab").find(url[9 + 19]), std::string::npos);
  }
}

TEST(Fhir, nothing_unknown_and_nothing_empty_gets_in) {
  test::RandomHistory random(6);
  const std::function<void(const Json&)> check = [&](const Json& json) {
    EXPECT_FALSE(json.is_null());
    if (!json.is_structured()) return;
    EXPECT_FALSE(json.empty());
    for (const Json& inside : json) check(inside);
  };
  for (int i = 0; i < 100; ++i) check(bundle_of(random.make()));
  EXPECT_FALSE(bundle_of({}).contains("entry"));
}

}  // namespace
}  // namespace endrange
