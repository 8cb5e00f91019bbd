// The table of variations and the recognition that reads its facts.
#include <gtest/gtest.h>

#include <set>

#include "exercise/recognise.h"

namespace endrange {
namespace {

TEST(Exercises, every_id_is_unique_and_every_neighbour_exists) {
  std::set<std::string_view> ids;
  for (const Exercise& e : exercises()) EXPECT_TRUE(ids.insert(e.id).second) << e.id;
  for (const Exercise& e : exercises())
    for (const std::string_view neighbour : {e.easier, e.harder})
      EXPECT_TRUE(neighbour.empty() || ids.contains(neighbour)) << e.id;
  EXPECT_EQ(find_exercise("cartwheel"), nullptr);
}

TEST(Recognise, each_kind_of_movement_is_named_by_its_facts) {
  struct Case {
    Posture posture;
    std::string_view sides;
    double top, bottom, rise;
    std::string_view id;
  };
  for (const Case& c : {Case{Posture::lying, "both", 5, 3, 0.05, "double_leg_raise"},
                        Case{Posture::lying, "left", 4, 4, 0.02, "single_leg_raise"},
                        Case{Posture::lying, "both", 95, 95, 0.03, "bent_knee_leg_raise"},
                        Case{Posture::lying, "both", 100, 110, 0.25, "reverse_crunch"},
                        Case{Posture::lying, "alternating", 95, 10, 0.0, "dead_bug"},
                        Case{Posture::lying, "alternating", 95, 92, 0.0, "heel_tap"},
                        Case{Posture::hanging, "both", 20, 10, 0.1, "hanging_leg_raise"},
                        Case{Posture::hanging, "both", 90, 20, 0.1, "hanging_leg_raise"}})
    EXPECT_EQ(recognise({c.posture, c.sides, c.top, c.bottom, c.rise, 4}).id, c.id);
}

TEST(Recognise, a_clear_case_is_surer_than_one_on_the_line) {
  const double clear = recognise({Posture::lying, "both", 3, 3, 0.05, 8}).confidence;
  const double unclear = recognise({Posture::lying, "both", 55, 58, 0.05, 8}).confidence;
  EXPECT_GT(clear, unclear + 0.2);
  EXPECT_LE(clear, 1);
}

TEST(Recognise, no_reps_is_other) { EXPECT_EQ(recognise({Posture::lying, "", 0, 0, 0, 0}).id, "other"); }

}  // namespace
}  // namespace endrange
