// network_models_test.cpp: the real networks against an independent interpreter, output by output: the four BlazePose
// networks run on a smooth picture, and every output must agree with the reference.
#include "pose/network.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <limits>
#include <numbers>
#include <random>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>
#include "pose/model_file.h"

#include "pose/test_reference_network.h"

namespace endrange {
namespace {

using namespace test;

std::filesystem::path model_folder() {
  if (const char* folder = std::getenv("ENDRANGE_MODELS")) return folder;
  if (const char* cache = std::getenv("XDG_CACHE_HOME")) return std::filesystem::path(cache) / "endrange/models";
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home != nullptr ? home : "") / ".cache/endrange/models";
}

// A picture without edges: waves of every direction and a few lengths, other ones for each colour, from low to high.
std::vector<float> smooth_picture(int size, float low, float high) {
  constexpr int kWaves = 6;
  struct Wave {
    double along_x, along_y, phase;
  };
  // The engine's numbers are the same everywhere; those of std::uniform_real_distribution needn't be.
  std::mt19937 random(1);
  const auto uniform = [&] { return static_cast<double>(random()) / 4294967296.0; };
  std::array<std::array<Wave, kWaves>, 3> waves;
  for (auto& colour : waves) {
    for (Wave& wave : colour) {
      wave.along_x = 8 * uniform() - 4;
      wave.along_y = 8 * uniform() - 4;
      wave.phase = uniform();
    }
  }
  std::vector<float> picture;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      for (const auto& colour : waves) {
        double sum = 0;
        for (const Wave& w : colour)
          sum += std::cos(2 * std::numbers::pi * ((w.along_x * x + w.along_y * y) / size + w.phase));
        picture.push_back(low + (high - low) * static_cast<float>(0.5 + 0.5 * sum / kWaves));
      }
    }
  }
  return picture;
}

// How far the network may be from the reference. Measured is the worst of the networks on an x86-64 with AVX-512; the
// reference run in single precision differs from itself by as much, so this is rounding and nothing else. The
// margin is for processors on which XNNPACK adds up in another order.
constexpr double kBoxTolerance_px = 3e-3;         // measured 6.4e-4, of 224 px
constexpr double kScoreTolerance_logit = 8e-4;    // measured 1.7e-4 (detector), 1.4e-4 (heavy)
constexpr double kLandmarkTolerance_px = 0.02;    // measured 5.5e-3 (heavy, z; 1.7e-3 for x and y), of 256 px
constexpr double kPointTolerance_logit = 1.3e-3;  // measured 2.8e-4, visibility and presence
constexpr double kMaskTolerance_share = 2.5e-3;   // measured 5.2e-4 of the range of the logits (full)
constexpr double kHeatmapTolerance_logit = 6e-3;  // measured 1.2e-3 (heavy)
constexpr double kWorldTolerance_m = 1.4e-4;      // measured 3.0e-5 (full)

// The network and the reference, both having looked at the smooth picture. Fills `computed` and `expected`, which
// have one entry an output.
struct Comparison {
  std::vector<std::vector<float>> computed;
  std::vector<std::vector<double>> expected;

  Comparison(const std::string& file, float low, float high, const std::vector<std::string>& outputs) {
    const auto graph = read_model((model_folder() / file).string());
    if (!graph) throw std::runtime_error(graph.error().message);
    auto network = Network::create(*graph, outputs, 1);
    if (!network) throw std::runtime_error(network.error().message);
    const std::vector<float> picture = smooth_picture(network->input_shape()[1], low, high);
    std::ranges::copy(picture, network->input().begin());
    if (auto ran = network->run(); !ran) throw std::runtime_error(ran.error().message);
    const Reference reference(*graph, picture);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      computed.emplace_back(network->output(i).begin(), network->output(i).end());
      expected.push_back(reference.output(outputs[i]));
    }
  }

  // The largest difference among the values of an output whose index passes `takes`; noted in the XML report.
  template <class Takes>
  double worst(std::size_t output, const std::string& what, const Takes& takes) const {
    EXPECT_EQ(computed[output].size(), expected[output].size());
    double most = 0;
    for (std::size_t i = 0; i < expected[output].size(); ++i) {
      if (!takes(i)) continue;
      if (!std::isfinite(computed[output][i])) return std::numeric_limits<double>::infinity();
      most = std::max(most, std::abs(computed[output][i] - expected[output][i]));
    }
    std::ostringstream text;
    text << most;
    ::testing::Test::RecordProperty(what, text.str());
    return most;
  }
  double worst(std::size_t output, const std::string& what) const {
    return worst(output, what, [](std::size_t) { return true; });
  }
};

class RealNetwork : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* file : {"pose_detection.tflite", "pose_landmark_lite.tflite", "pose_landmark_full.tflite",
                             "pose_landmark_heavy.tflite"})
      if (!std::filesystem::exists(model_folder() / file)) GTEST_SKIP() << "skipped: the pose model isn't installed";
  }
};

void expect_landmarks_agree(const std::string& file) {
  constexpr std::size_t kNumbersPerPoint = 5;  // x, y, z, visibility, presence
  const Comparison both(file, 0, 1, {"Identity", "Identity_1", "Identity_2", "Identity_3", "Identity_4"});
  EXPECT_LE(both.worst(0, "landmarks_px", [](std::size_t i) { return i % kNumbersPerPoint < 3; }),
            kLandmarkTolerance_px);
  EXPECT_LE(both.worst(0, "points_logit", [](std::size_t i) { return i % kNumbersPerPoint >= 3; }),
            kPointTolerance_logit);
  // The network ends with the probability: compared as a logit, or a small one would agree with anything.
  const auto logit = [](double p) { return std::log(p / (1 - p)); };
  ASSERT_EQ(both.computed[1].size(), 1u);
  EXPECT_NEAR(logit(both.computed[1][0]), logit(both.expected[1][0]), kScoreTolerance_logit);
  const auto [least, most] = std::ranges::minmax(both.expected[2]);
  EXPECT_LE(both.worst(2, "mask_logit"), kMaskTolerance_share * (most - least)) << least << " to " << most;
  EXPECT_LE(both.worst(3, "heatmap_logit"), kHeatmapTolerance_logit);
  EXPECT_LE(both.worst(4, "world_m"), kWorldTolerance_m);
}

TEST_F(RealNetwork, detector_agrees_with_the_reference) {
  const Comparison both("pose_detection.tflite", -1, 1, {"Identity", "Identity_1"});
  EXPECT_EQ(both.computed[0].size(), 2254u * 12);
  EXPECT_EQ(both.computed[1].size(), 2254u);
  EXPECT_LE(both.worst(0, "boxes_px"), kBoxTolerance_px);
  EXPECT_LE(both.worst(1, "scores_logit"), kScoreTolerance_logit);
}

TEST_F(RealNetwork, lite_landmarks_agree_with_the_reference) { expect_landmarks_agree("pose_landmark_lite.tflite"); }

TEST_F(RealNetwork, full_landmarks_agree_with_the_reference) { expect_landmarks_agree("pose_landmark_full.tflite"); }

TEST_F(RealNetwork, heavy_landmarks_agree_with_the_reference) { expect_landmarks_agree("pose_landmark_heavy.tflite"); }

// All outputs named, of the lite network run on the smooth picture.
std::vector<std::vector<float>> lite_outputs(const std::vector<std::string>& names, int threads) {
  auto graph = read_model((model_folder() / "pose_landmark_lite.tflite").string());
  if (!graph) throw std::runtime_error(graph.error().message);
  auto network = Network::create(std::move(*graph), names, threads);
  if (!network) throw std::runtime_error(network.error().message);
  std::ranges::copy(smooth_picture(network->input_shape()[1], 0, 1), network->input().begin());
  if (auto ran = network->run(); !ran) throw std::runtime_error(ran.error().message);
  std::vector<std::vector<float>> values;
  for (std::size_t i = 0; i < names.size(); ++i)
    values.emplace_back(network->output(i).begin(), network->output(i).end());
  return values;
}

TEST_F(RealNetwork, leaving_the_mask_out_changes_no_other_output) {
  const auto whole = lite_outputs({"Identity", "Identity_1", "Identity_3", "Identity_4", "Identity_2"}, 1);
  const auto pruned = lite_outputs({"Identity", "Identity_1", "Identity_3", "Identity_4"}, 1);
  for (std::size_t i = 0; i < pruned.size(); ++i) EXPECT_EQ(whole[i], pruned[i]) << "output " << i;
}

TEST_F(RealNetwork, outputs_come_in_the_order_asked_for) {
  const auto one = lite_outputs({"Identity", "Identity_4"}, 1), other = lite_outputs({"Identity_4", "Identity"}, 1);
  EXPECT_EQ(one[0], other[1]);
  EXPECT_EQ(one[1], other[0]);
}

TEST_F(RealNetwork, two_threads_compute_the_same_as_one) {
  const std::vector<std::string> names = {"Identity", "Identity_1", "Identity_3", "Identity_4"};
  EXPECT_EQ(lite_outputs(names, 1), lite_outputs(names, 2));
}

}  // namespace
}  // namespace endrange
