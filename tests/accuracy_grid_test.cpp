// Which clips the bench draws.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "accuracy.h"
#include "synthetic/motion.h"

namespace endrange::bench {
namespace {

// Levels that are named twice are drawn twice as often, so a level's share may be two or three of others'.
TEST(AccuracyGrid, every_level_has_its_share) {
  const auto names = factor_names();
  const auto column = [&](const char* name) {
    return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
  };
  std::map<std::string, std::map<std::string, int>> counts;
  for (const Case& job : make_grid(120, 3)) {
    if (job.is_extra) continue;
    for (const char* name : {"exercise", "yaw_deg", "tempo", "shirt", "near_side", "fps"})
      ++counts[name][job.levels[column(name)]];
  }
  for (const auto& [name, levels] : counts) {
    int all = 0;
    for (const auto& [level, n] : levels) all += n;
    EXPECT_EQ(all, 120) << name;
    for (const auto& [level, n] : levels) EXPECT_EQ(n, 120 / static_cast<int>(levels.size())) << name << " " << level;
  }
}

TEST(AccuracyGrid, every_clip_can_be_rendered_and_is_short) {
  for (const Case& job : make_grid(60, 1)) {
    EXPECT_EQ(job.recipe.problem(), "") << joined(arguments_of(job.recipe));
    EXPECT_LT(synthetic::write_script(job.recipe).duration_s, 40) << joined(arguments_of(job.recipe));
    EXPECT_EQ(job.levels.size(), factor_names().size());
  }
}

TEST(AccuracyGrid, a_seed_draws_the_same_clips_again_and_another_draws_others) {
  const auto lines = [](int seed) {
    std::vector<std::string> all;
    for (const Case& job : make_grid(12, seed)) all.push_back(joined(arguments_of(job.recipe)));
    return all;
  };
  const auto once = lines(1);
  EXPECT_EQ(once, lines(1));
  EXPECT_NE(once, lines(2));
  EXPECT_EQ(std::set<std::string>(once.begin(), once.end()).size(), once.size());
}

TEST(AccuracyGrid, arguments_say_what_differs_from_the_defaults) {
  synthetic::Recipe recipe;
  EXPECT_TRUE(arguments_of(recipe).empty());
  recipe.yaw_deg = -5, recipe.shirt = "loose", recipe.set_up = true, recipe.mat = false, recipe.reps = 2;
  EXPECT_EQ(joined(arguments_of(recipe)), "--reps 2 --set-up --shirt loose --yaw -5 --no-mat");
}

}  // namespace
}  // namespace endrange::bench
