// A few rendered clips of known truth through the whole program: `bench accuracy` in small.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "accuracy_metrics.h"
#include "core/smooth.h"
#include "run.h"

namespace endrange::test {
namespace {

using bench::ClipMetrics;
using bench::KnownClip;
using bench::MeasuredClip;

struct Render {
  const char* name;
  std::vector<std::string> knobs;
  std::string sides;  // as the analysis should say
};

// Small and short: the four take about a minute.
const std::vector<Render> kRenders = {
    {"double_near_left",
     {"--exercise", "double_leg_raise", "--near-side", "left", "--shirt", "textured", "--height", "1.82"},
     "both"},
    {"double_near_right",
     {"--exercise", "double_leg_raise", "--near-side", "right", "--yaw", "10", "--sex", "f", "--height", "1.66",
      "--seed", "2"},
     "both"},
    {"single_far_leg",
     {"--exercise", "single_leg_raise", "--near-side", "left", "--leg", "far", "--yaw", "-5", "--seed", "3"},
     "right"},
    {"hanging", {"--exercise", "hanging_leg_raise", "--near-side", "right", "--seed", "4"}, "both"},
};
const std::vector<std::string> kShared = {"--resolution", "640x360", "--reps", "2",   "--tempo",   "1-0.3-1-0.4",
                                          "--lead",       "0.6",     "--tail", "0.6", "--no-sound"};

struct Compared {
  std::string problem;  // why there is nothing to compare
  KnownClip known;
  MeasuredClip measured;
  ClipMetrics metrics;
};

Compared compare_render(const Render& render) {
  Compared c;
  const TempFolder folder;
  const RunOptions here{.folder = folder.path};
  std::vector<std::string> synth = {"synth", "clip.mp4"};
  synth.insert(synth.end(), kShared.begin(), kShared.end());
  synth.insert(synth.end(), render.knobs.begin(), render.knobs.end());
  if (const Outcome o = run(synth, here); o.exit_code != 0) {
    c.problem = "synth: " + o.err;
    return c;
  }
  const auto known = bench::read_known(text_of(folder.path / "clip.truth.json"));
  if (!known) {
    c.problem = known.error().message;
    return c;
  }
  c.known = *known;
  const Outcome o =
      run({"analyze", "clip.mp4", "--no-video", "--out", "r", "--height", std::to_string(known->height_m)}, here);
  const auto measured =
      bench::read_measured(text_of(folder.path / "r/analysis.json"), text_of(folder.path / "r/series.csv"));
  if (!measured) {
    c.problem = measured.error().message + "; " + o.err;
    return c;
  }
  c.measured = *measured;
  c.metrics = bench::compare(c.known, c.measured);
  return c;
}

// Each clip is rendered and analysed once, whatever asks.
const Compared& compared(const Render& render) {
  static std::map<std::string, Compared> done;
  if (const auto found = done.find(render.name); found != done.end()) return found->second;
  return done[render.name] = compare_render(render);
}

class Renders : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!has_model()) GTEST_SKIP() << "skipped: the pose model isn't installed";
  }
};

TEST_F(Renders, truth_files_are_whole_and_say_what_was_asked_for) {
  for (const Render& render : kRenders) {
    const Compared& c = compared(render);
    ASSERT_EQ(c.problem, "") << render.name;
    EXPECT_EQ(c.known.exercise, render.knobs[1]) << render.name;
    EXPECT_EQ(c.known.near_side, render.knobs[3]) << render.name;
    EXPECT_EQ(c.known.width, 640) << render.name;
    EXPECT_EQ(c.known.reps.size(), 2u) << render.name;
    EXPECT_EQ(bench::sides_of(c.known.reps), render.sides) << render.name;
    EXPECT_TRUE(std::is_sorted(c.known.at_s.begin(), c.known.at_s.end())) << render.name;
    for (const bench::RepFacts& rep : c.known.reps) {
      EXPECT_TRUE(rep.lower.is_known() && rep.bottom.is_known() && rep.lift.is_known() && rep.top.is_known())
          << render.name;
      // The swing's ends belong to top and bottom.
      EXPECT_GT(rep.lower.duration_s(), 0.5) << render.name;
      EXPECT_LT(rep.lower.duration_s(), 1.2) << render.name;
      EXPECT_GT(rep.top_deg, rep.bottom_deg + 60) << render.name;
    }
    // Every frame of the file was analysed, at its own time.
    EXPECT_LT(c.metrics.clock_s, 0.001) << render.name;
  }
}

TEST_F(Renders, reps_sides_and_posture_are_exact) {
  for (const Render& render : kRenders) {
    const Compared& c = compared(render);
    ASSERT_EQ(c.problem, "") << render.name;
    EXPECT_EQ(c.metrics.reps_exact, 1) << render.name << ": " << c.metrics.reps_counted;
    EXPECT_EQ(c.metrics.partials_counted, 0) << render.name;
    EXPECT_EQ(c.measured.sides, render.sides) << render.name;
    EXPECT_EQ(c.measured.near_side, c.known.near_side) << render.name;
    EXPECT_EQ(c.measured.posture, c.known.posture) << render.name;
    EXPECT_EQ(c.measured.exercise, c.known.exercise) << render.name;
  }
}

TEST_F(Renders, the_lifter_is_followed_in_99_percent_of_frames) {
  for (const Render& render : kRenders) {
    const Compared& c = compared(render);
    ASSERT_EQ(c.problem, "") << render.name;
    EXPECT_GE(c.metrics.followed, 0.99) << render.name;
  }
}

TEST_F(Renders, leg_elevation_of_a_lying_lifter_is_within_2_degrees_rms) {
  for (const Render& render : kRenders) {
    const Compared& c = compared(render);
    ASSERT_EQ(c.problem, "") << render.name;
    const bool is_far = std::isnan(c.metrics.legs[0].elevation.abstained);
    const bench::AngleError& leg = c.metrics.legs[is_far ? 1 : 0].elevation;
    std::printf("%s: leg elevation bias %+.2f, RMSE %.2f deg; boundaries %.0f ms\n", render.name, leg.bias, leg.rmse,
                1000 * median(bench::boundary_sizes(c.metrics)));
    if (c.known.posture == "lying") {
      EXPECT_LE(leg.rmse, 2) << render.name;
    }
  }
}

TEST_F(Renders, phase_boundaries_are_within_33_ms_in_the_median) {
  for (const Render& render : kRenders) {
    const Compared& c = compared(render);
    ASSERT_EQ(c.problem, "") << render.name;
    const auto sizes = bench::boundary_sizes(c.metrics);
    EXPECT_EQ(sizes.size(), 8u) << render.name;
    EXPECT_LE(median(sizes), 0.033) << render.name;
  }
}

}  // namespace
}  // namespace endrange::test
