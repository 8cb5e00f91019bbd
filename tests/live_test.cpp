// A rendered set, handed over picture by picture as a camera does: what is said at once, and what is stored, beside
// the truth and beside the same clip as a file.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/smooth.h"
#include "live_play.h"
#include "run.h"

namespace endrange::test {
namespace {

struct Film {
  TempFolder folder;
  Result<Truth> truth = tl::unexpected(Error{});
  Result<bench::PlayedLive> live = tl::unexpected(Error{});
  Result<Analysis> offline = tl::unexpected(Error{});

  Film() {
    Recipe recipe;
    recipe.resolution = "640x360", recipe.reps = 3, recipe.tempo = "1.4-0.5-1.2-0.6";
    recipe.lead_s = 1, recipe.tail_s = 2.5, recipe.sound = false;
    recipe.shirt = "textured", recipe.arms = "overhead", recipe.lumbar_lift_mm = 12, recipe.end_range_deg = 40;
    const std::string clip = (folder.path / "set.mp4").string();
    truth = synthesise_clip(recipe, clip, 2, {});
    LiveGoal goal;
    goal.reps = 3, goal.lowering_s = 1.5;
    live = bench::play_live(clip, goal);
    offline = analyze_clip(clip, {});
  }
};

// Rendered, played and analysed once, whatever asks.
const Film& film() {
  static const Film once;
  return once;
}

class LiveSets : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!has_model()) GTEST_SKIP() << "skipped: the pose model isn't installed";
    ASSERT_TRUE(film().truth) << film().truth.error().message;
    ASSERT_TRUE(film().live) << film().live.error().message;
    ASSERT_TRUE(film().offline) << film().offline.error().message;
  }
};

TEST_F(LiveSets, count_is_the_truth_at_once_stored_and_as_of_the_file) {
  EXPECT_EQ(film().truth->reps.size(), 3u);
  EXPECT_EQ(film().live->counted, 3);
  EXPECT_EQ(film().live->partial, 0);
  EXPECT_EQ(film().live->analysis.complete_reps(), 3);
  EXPECT_EQ(film().offline->complete_reps(), 3);
}

TEST_F(LiveSets, tempo_is_within_015_s_of_the_truth) {
  const auto& reps = film().live->analysis.reps;
  ASSERT_EQ(reps.size(), film().truth->reps.size());
  for (std::size_t i = 0; i < reps.size(); ++i) {
    const auto& truth = film().truth->reps[i];
    EXPECT_NEAR(reps[i].lower.duration_s(), truth.lower.duration_s(), 0.15) << i;
    EXPECT_NEAR(reps[i].bottom.duration_s(), truth.bottom.duration_s(), 0.15) << i;
    EXPECT_NEAR(reps[i].lift.duration_s(), truth.lift.duration_s(), 0.15) << i;
    if (i > 0) {
      EXPECT_NEAR(reps[i].top.duration_s(), truth.top.duration_s(), 0.15) << i;
    }
  }
}

TEST_F(LiveSets, the_angle_told_at_once_is_within_three_degrees_of_the_files) {
  const Analysis& offline = *film().offline;
  std::vector<double> off;
  for (const bench::LiveSample& s : film().live->samples) {
    const auto i = static_cast<std::size_t>(std::ranges::lower_bound(offline.series.at_s, s.at_s - 1e-6) -
                                            offline.series.at_s.begin());
    if (s.at_s > 1 && i < offline.series.at_s.size())
      off.push_back(std::abs(s.elevation_deg - offline.series.leg(s.leg).leg_elevation[i]));
  }
  ASSERT_GT(off.size(), 200u);
  EXPECT_LT(quantile(off, 0.95), 3);
}

TEST_F(LiveSets, cues_come_with_the_reps_and_the_set_ends_by_itself) {
  const auto& live = *film().live;
  std::vector<double> counted_s;
  for (const auto& [at_s, cue] : live.cues)
    if (cue.starts_with("count") || cue.starts_with("last_one") || cue.starts_with("done")) counted_s.push_back(at_s);
  ASSERT_EQ(counted_s.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    // Once the leg is back in the last third, and no later than it rests.
    EXPECT_GT(counted_s[i], film().truth->reps[i].lift.from_s) << i;
    EXPECT_LT(counted_s[i], film().truth->reps[i].lift.to_s + 0.2) << i;
  }
  EXPECT_EQ(live.ended, LiveEnd::goal);
}

TEST_F(LiveSets, the_end_range_is_found_and_its_interval_holds_the_truth) {
  const EndRange& live = film().live->analysis.end_range;
  ASSERT_EQ(live.status, EndRangeStatus::found) << live.reason;
  const double truth = film().truth->reps.front().end_range_deg;
  EXPECT_LE(live.low_deg, truth);
  EXPECT_GE(live.high_deg, truth);
  // Two measurements of the same back, by two networks: each within what both state.
  const EndRange& offline = film().offline->end_range;
  EXPECT_LE(live.low_deg, offline.high_deg);
  EXPECT_GE(live.high_deg, offline.low_deg);
}

}  // namespace
}  // namespace endrange::test
