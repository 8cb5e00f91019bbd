#include "live/cues.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace endrange {
namespace {

LiveState working(double at_s, int reps = 0) {
  LiveState now;
  now.stage = LiveStage::working;
  now.at_s = at_s, now.reps = reps;
  now.pose = Pose{};
  return now;
}

std::vector<std::string> ids(const std::vector<LiveCue>& cues) {
  std::vector<std::string> all;
  for (const LiveCue& cue : cues) all.push_back(cue.id);
  return all;
}

using Ids = std::vector<std::string>;

TEST(Cues, each_repetition_is_counted_once_and_the_last_two_are_told) {
  LiveGoal goal;
  goal.reps = 3;
  Prompter prompter(goal);
  EXPECT_TRUE(prompter.watch(working(0)).empty());
  EXPECT_EQ(ids(prompter.watch(working(4, 1))), Ids{"count"});
  EXPECT_TRUE(prompter.watch(working(4.1, 1)).empty());
  EXPECT_EQ(prompter.watch(working(8, 2))[0].say, "2. Last one.");
  EXPECT_EQ(prompter.watch(working(12, 3))[0].tone, Tone::end);
}

TEST(Cues, the_goal_is_told_once_also_when_the_count_jumps_past_it) {
  LiveGoal goal;
  goal.reps = 2;
  Prompter prompter(goal);
  EXPECT_EQ(ids(prompter.watch(working(4, 1))), Ids{"last_one"});
  EXPECT_EQ(ids(prompter.watch(working(12, 3))), Ids{"done"});
  EXPECT_EQ(ids(prompter.watch(working(16, 4))), Ids{"count"});
}

TEST(Cues, a_stop_much_shorter_than_the_pause_asked_for_is_told) {
  LiveGoal goal;
  goal.pause_s = 2;
  for (const double stop_s : {0.4, 1.6}) {
    Prompter prompter(goal);
    Ids said;
    for (const auto& [at_s, phase] :
         {std::pair{0.0, Phase::lower}, {1.0, Phase::bottom}, {1.0 + stop_s, Phase::lift}}) {
      LiveState now = working(at_s);
      now.phase = phase;
      for (const std::string& id : ids(prompter.watch(now))) said.push_back(id);
    }
    EXPECT_EQ(said, stop_s < 1 ? Ids{"pause"} : Ids{});
  }
}

TEST(Cues, of_legs_that_take_turns_the_goal_is_met_by_both) {
  LiveGoal goal;
  goal.reps = 1, goal.is_each_leg = true;
  Prompter prompter(goal);
  LiveState one = working(3, 1);
  one.left_reps = 1;
  EXPECT_EQ(ids(prompter.watch(one)), Ids{"count"});
  LiveState two = working(6, 2);
  two.left_reps = two.right_reps = 1;
  EXPECT_EQ(ids(prompter.watch(two)), Ids{"done"});
}

// The leg goes down from 90 deg at that speed, ten pictures a second, and stops at 20.
Ids lowering(double deg_per_s, const LiveGoal& goal) {
  Prompter prompter(goal);
  Ids said;
  const auto watch = [&](double at_s, double deg, Phase phase, double phase_s) {
    LiveState now = working(at_s);
    now.leg_elevation_deg = deg, now.phase = phase, now.phase_s = phase_s;
    for (const std::string& id : ids(prompter.watch(now))) said.push_back(id);
  };
  watch(0, 90, Phase::top, 1);
  const double took = 70 / deg_per_s;
  for (double t = 0.1; t < took; t += 0.1) watch(t, 90 - deg_per_s * t, Phase::lower, t);
  watch(took, 20, Phase::bottom, 0);
  return said;
}

TEST(Cues, a_lowering_much_faster_than_asked_for_is_told_when_it_ends) {
  LiveGoal goal;
  goal.lowering_s = 4;
  EXPECT_EQ(lowering(50, goal), Ids{"slower"});
  EXPECT_EQ(lowering(18, goal), Ids{});
  EXPECT_EQ(lowering(50, {}), Ids{}) << "nothing was asked for";
}

TEST(Cues, the_turning_point_sounds_a_little_before_the_leg_is_there) {
  LiveGoal goal;
  goal.turn_at_deg = 40;
  Prompter prompter(goal);
  double sounded_at = kUnknown;
  for (double t = 0; t < 3; t += 0.05) {
    LiveState now = working(t);
    now.leg_elevation_deg = 90 - 25 * t, now.phase = t > 0 ? Phase::lower : Phase::top, now.phase_s = t;
    for (const LiveCue& cue : prompter.watch(now))
      if (cue.tone == Tone::low) {
        EXPECT_TRUE(std::isnan(sounded_at)) << "twice";
        sounded_at = now.leg_elevation_deg;
      }
  }
  EXPECT_NEAR(sounded_at, 42, 1.5);
}

TEST(Cues, a_hold_is_told_in_tens_until_its_goal) {
  LiveGoal goal;
  goal.hold_s = 25;
  Prompter prompter(goal);
  Ids said;
  for (double t = 0; t < 40; t += 0.5) {
    LiveState now = working(t);
    now.hold_s = t;
    for (const LiveCue& cue : prompter.watch(now)) said.push_back(cue.show);
  }
  EXPECT_EQ(said, (Ids{"10 s", "20 s", "done"}));
}

TEST(Cues, who_is_out_of_sight_is_told_once) {
  Prompter prompter({});
  int told = 0;
  for (double t = 0; t < 5; t += 0.1) {
    LiveState now = working(t);
    now.pose.reset();
    told += static_cast<int>(prompter.watch(now).size());
  }
  EXPECT_EQ(told, 1);
}

Analysis with_finding(int reps, int rep, const char* severity, const char* check = "back_arches") {
  Analysis a;
  a.reps.resize(static_cast<std::size_t>(reps));
  Finding finding;
  finding.check = check, finding.severity = severity, finding.rep = rep, finding.cue = "Press down.";
  a.findings.push_back(finding);
  return a;
}

TEST(Cues, a_finding_is_said_with_its_rep_and_not_again_at_once) {
  Prompter prompter({});
  double at_s = 0;
  const auto said = [&](const Analysis& analysis) {
    prompter.hear(analysis);
    return ids(prompter.watch(working(at_s += 4)));
  };
  EXPECT_EQ(said(with_finding(1, 1, "fix")), Ids{"back_arches"});
  EXPECT_EQ(said(with_finding(1, 1, "fix")), Ids{}) << "the same rep";
  EXPECT_EQ(said(with_finding(2, 2, "fix")), Ids{}) << "the same thing of the next rep";
  EXPECT_EQ(said(with_finding(3, 3, "fix")), Ids{});
  EXPECT_EQ(said(with_finding(4, 4, "fix")), Ids{"back_arches"});
  EXPECT_EQ(said(with_finding(5, 5, "info", "momentum")), Ids{});
  EXPECT_EQ(said(with_finding(6, 6, "fix", "range_fades")), Ids{}) << "of the whole set: the result tells it";
}

TEST(Cues, a_finding_waits_until_the_count_has_been_said) {
  Prompter prompter({});
  EXPECT_EQ(ids(prompter.watch(working(4, 1))), Ids{"count"});
  prompter.hear(with_finding(1, 1, "fix"));
  EXPECT_EQ(ids(prompter.watch(working(4.2, 1))), Ids{});
  EXPECT_EQ(prompter.watch(working(4.9, 1))[0].say, "Stop a little higher.");
  EXPECT_EQ(ids(prompter.watch(working(6, 1))), Ids{}) << "once";

  prompter.hear(with_finding(4, 4, "fix"));
  LiveState ended = working(20, 4);
  ended.stage = LiveStage::ended, ended.ended = LiveEnd::rest;
  EXPECT_EQ(ids(prompter.watch(ended)), (Ids{"count", "ended"}));
  EXPECT_EQ(ids(prompter.watch(working(30, 4))), Ids{}) << "after the end the result tells it";
}

TEST(Cues, nothing_is_said_before_the_set_and_its_end_once) {
  Prompter prompter({});
  LiveState now;
  now.reps = 3;
  EXPECT_TRUE(prompter.watch(now).empty());
  LiveState ended = working(9, 2);
  ended.stage = LiveStage::ended, ended.ended = LiveEnd::rest;
  const auto cues = prompter.watch(ended);
  EXPECT_EQ(cues.back().say, "Set ended. 2 repetitions.");
  EXPECT_TRUE(prompter.watch(ended).empty());
}

}  // namespace
}  // namespace endrange
