// Names in one module that stand for rows of a table in another.
#include <gtest/gtest.h>

#include "exercise/exercise.h"
#include "io/exercise_names.h"

namespace endrange {
namespace {

TEST(Names, what_other_programs_call_an_exercise_leads_to_one_of_ours) {
  for (const auto& [name, id] : exercise_names()) {
    EXPECT_NE(find_exercise(id), nullptr) << name << " stands for " << id;
    EXPECT_EQ(exercise_of_name(name), id) << name << " isn't written as names are compared";
  }
  for (const Exercise& exercise : exercises()) {
    if (exercise.id == "other") continue;
    EXPECT_EQ(exercise_of_name(exercise.id), exercise.id);
  }
}

}  // namespace
}  // namespace endrange
