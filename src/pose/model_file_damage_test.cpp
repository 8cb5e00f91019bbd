// model_file_damage_test.cpp: the model reader on files that aren't models, and on real models, whole and damaged:
// never a crash, a hang or a huge allocation.
#include "pose/model_file.h"

#include <flatbuffers/flatbuffers.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>
#include "pose/tflite_schema.h"

#include "pose/test_models.h"

namespace endrange {
namespace {

using namespace test;

// ---------------------------------------------------------------------------------------------------------------
// Files that aren't models.

TEST(ModelFile, empty_and_foreign_bytes_are_not_a_model) {
  expect_error({}, "empty");
  expect_error(bytes_of("x"), "one byte");
  expect_error(bytes_of("<!DOCTYPE html><html>404 not found</html>"), "a web page");
  expect_error(bytes_of(std::string(100000, 'a')), "much text");
  expect_error(Bytes(1000), "zeros");
  expect_error(Bytes(1000, std::byte{0xff}), "ones");
  expect_error(bytes_of(std::string("\x1c\0\0\0TFL3", 8)), "only the first bytes");
  for (const char fill : {'\0', '\1', '\4', '\x10', '\x7f', '\xff'})
    expect_error(bytes_of(std::string("\x1c\0\0\0TFL3", 8) + std::string(200, fill)), "a beginning, then rubbish");
}

TEST(ModelFile, wrong_identifier_is_not_a_model) {
  Bytes bytes = written(small_convolution());
  ASSERT_TRUE(parse_model(bytes, kName));
  bytes[7] = std::byte{'4'};
  const auto graph = parse_model(bytes, kName);
  ASSERT_FALSE(graph);
  EXPECT_EQ(graph.error().kind, Error::Kind::unreadable);
  EXPECT_NE(graph.error().message.find("not a .tflite model"), std::string::npos);
}

TEST(ModelFile, every_prefix_of_a_small_model_is_refused) {
  const Bytes whole = written(sparse_blocks());
  for (std::size_t length = 0; length < whole.size(); ++length)
    expect_error_or_sound_graph(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)));
}

TEST(ModelFile, every_changed_byte_of_a_small_model_is_survived) {
  for (const WrittenModel& model : {small_convolution(), sparse_rows(), sparse_blocks()}) {
    Bytes bytes = written(model);
    for (std::byte& byte : bytes) {
      const std::byte was = byte;
      for (const int change : {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff}) {
        byte = was ^ static_cast<std::byte>(change);
        expect_error_or_sound_graph(bytes);
      }
      byte = was;
    }
  }
}

TEST(ModelFile, missing_file_is_not_found) {
  const std::string path = (std::filesystem::temp_directory_path() / "endrange no such model.tflite").string();
  const auto graph = read_model(path);
  ASSERT_FALSE(graph);
  EXPECT_EQ(graph.error().kind, Error::Kind::not_found);
  EXPECT_EQ(graph.error().message.find(path), 0u) << graph.error().message;
}

TEST(ModelFile, a_folder_an_empty_file_and_a_text_file_are_unreadable) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("endrange_model_file_test_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "empty.tflite");
  std::ofstream(folder / "text.tflite") << "this is no model, but it is longer than eight bytes";
  for (const auto& path : {folder, folder / "empty.tflite", folder / "text.tflite"}) {
    const auto graph = read_model(path.string());
    ASSERT_FALSE(graph) << path;
    EXPECT_EQ(graph.error().kind, Error::Kind::unreadable) << graph.error().message;
    EXPECT_EQ(graph.error().message.find(path.string()), 0u) << graph.error().message;
  }
  std::filesystem::remove_all(folder);
}

// ---------------------------------------------------------------------------------------------------------------
// The real models.

std::filesystem::path model_folder() {
  if (const char* folder = std::getenv("ENDRANGE_MODELS")) return folder;
  if (const char* cache = std::getenv("XDG_CACHE_HOME")) return std::filesystem::path(cache) / "endrange/models";
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home != nullptr ? home : "") / ".cache/endrange/models";
}

class RealModelFile : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* file : {"pose_detection.tflite", "pose_landmark_lite.tflite", "pose_landmark_full.tflite",
                             "pose_landmark_heavy.tflite"})
      if (!std::filesystem::exists(model_folder() / file)) GTEST_SKIP() << "skipped: the pose model isn't installed";
  }

  static Bytes bytes_of_file(const std::string& file) {
    std::ifstream in(model_folder() / file, std::ios::binary);
    return bytes_of(std::string(std::istreambuf_iterator<char>(in), {}));
  }
};

TEST_F(RealModelFile, models_hold_the_layers_they_are_known_to_hold) {
  struct Known {
    const char* file;
    std::ptrdiff_t convolutions, depthwise, sums, pads, resizes, pools, logistics, joins;
  };
  for (const Known& known : {Known{"pose_detection.tflite", 45, 28, 15, 8, 2, 0, 0, 2},
                             Known{"pose_landmark_lite.tflite", 54, 34, 25, 5, 5, 2, 1, 0},
                             Known{"pose_landmark_full.tflite", 58, 38, 28, 5, 5, 2, 1, 0},
                             Known{"pose_landmark_heavy.tflite", 116, 82, 73, 8, 5, 5, 1, 0}}) {
    SCOPED_TRACE(known.file);
    const auto graph = read_model((model_folder() / known.file).string());
    ASSERT_TRUE(graph) << graph.error().message;
    EXPECT_EQ(Soundness(*graph).problem(), "");
    const auto count = [&](LayerKind kind) { return std::ranges::count(graph->layers, kind, &Layer::kind); };
    EXPECT_EQ(count(LayerKind::convolution), known.convolutions);
    EXPECT_EQ(count(LayerKind::depthwise_convolution), known.depthwise);
    EXPECT_EQ(count(LayerKind::add), known.sums);
    EXPECT_EQ(count(LayerKind::pad), known.pads);
    EXPECT_EQ(count(LayerKind::resize_bilinear), known.resizes);
    EXPECT_EQ(count(LayerKind::max_pool), known.pools);
    EXPECT_EQ(count(LayerKind::logistic), known.logistics);
    EXPECT_EQ(count(LayerKind::concatenation), known.joins);
  }
}

TEST_F(RealModelFile, inputs_and_outputs_have_the_shapes_blazepose_has) {
  const auto shape = [](const ModelGraph& graph, const std::string& name) {
    const int index = graph.find(name);
    return index < 0 ? std::vector<int>{} : graph.tensors[at(index)].shape;
  };
  const auto detector = read_model((model_folder() / "pose_detection.tflite").string());
  ASSERT_TRUE(detector) << detector.error().message;
  EXPECT_EQ(detector->tensors[at(detector->inputs[0])].shape, (std::vector{1, 224, 224, 3}));
  EXPECT_EQ(shape(*detector, "Identity"), (std::vector{1, 2254, 12}));
  EXPECT_EQ(shape(*detector, "Identity_1"), (std::vector{1, 2254, 1}));
  EXPECT_EQ(detector->find("Identity_9"), -1);
  const auto lite = read_model((model_folder() / "pose_landmark_lite.tflite").string());
  ASSERT_TRUE(lite) << lite.error().message;
  EXPECT_EQ(lite->tensors[at(lite->inputs[0])].shape, (std::vector{1, 256, 256, 3}));
  EXPECT_EQ(shape(*lite, "Identity"), (std::vector{1, 195}));
  EXPECT_EQ(shape(*lite, "Identity_1"), (std::vector{1, 1}));
  EXPECT_EQ(shape(*lite, "Identity_2"), (std::vector{1, 256, 256, 1}));
  EXPECT_EQ(shape(*lite, "Identity_3"), (std::vector{1, 64, 64, 39}));
  EXPECT_EQ(shape(*lite, "Identity_4"), (std::vector{1, 117}));
}

// The share of zeros among the filters of all convolutions.
double share_of_zeros(const ModelGraph& graph) {
  double zeros = 0, all = 0;
  for (const Layer& layer : graph.layers) {
    if (layer.kind != LayerKind::convolution) continue;
    const std::vector<float>& values = graph.tensors[at(layer.inputs[1])].values;
    zeros += static_cast<double>(std::ranges::count(values, 0.0f));
    all += static_cast<double>(values.size());
  }
  return zeros / all;
}

TEST_F(RealModelFile, sparse_filters_of_the_detector_are_mostly_zeros_and_finite) {
  const auto detector = read_model((model_folder() / "pose_detection.tflite").string());
  ASSERT_TRUE(detector) << detector.error().message;
  const double share = share_of_zeros(*detector);  // measured 0.743
  RecordProperty("share_of_zeros", std::to_string(share));
  EXPECT_GT(share, 0.2);
  EXPECT_LT(share, 0.95);
  // No filter came out empty, as one would whose values were never laid down.
  for (const Layer& layer : detector->layers) {
    if (layer.kind != LayerKind::convolution) continue;
    const std::vector<float>& values = detector->tensors[at(layer.inputs[1])].values;
    EXPECT_TRUE(std::ranges::all_of(values, [](float v) { return std::isfinite(v); }));
    EXPECT_TRUE(std::ranges::any_of(values, [](float v) { return v != 0; }));
  }
  const auto lite = read_model((model_folder() / "pose_landmark_lite.tflite").string());
  ASSERT_TRUE(lite) << lite.error().message;
  EXPECT_LT(share_of_zeros(*lite), 0.01) << "the landmark networks aren't sparse";
}

TEST_F(RealModelFile, a_model_cut_short_anywhere_is_refused) {
  constexpr std::size_t kCuts = 200;
  const Bytes whole = bytes_of_file("pose_landmark_lite.tflite");
  ASSERT_GT(whole.size(), 1000000u);
  std::size_t refused = 0;
  for (std::size_t i = 0; i < kCuts; ++i) {
    // A copy of just this length, so that the address sanitizer sees a read beyond it.
    const auto length = static_cast<std::ptrdiff_t>(whole.size() * i / kCuts);
    refused += expect_error_or_sound_graph(Bytes(whole.begin(), whole.begin() + length));
  }
  EXPECT_EQ(refused, kCuts);
  for (std::size_t missing = 1; missing <= 64; ++missing)
    expect_error_or_sound_graph(Bytes(whole.begin(), whole.end() - static_cast<std::ptrdiff_t>(missing)));
}

// Every position of the file that isn't inside a block of weights: tables, offsets, names, shapes.
std::vector<std::size_t> positions_outside_weights(const Bytes& bytes) {
  constexpr std::uint32_t kLeastWeightBytes = 128;  // smaller blocks may be shapes and paddings
  std::vector<bool> is_weight(bytes.size());
  for (const tflite::Buffer* buffer : *flatbuffers::GetRoot<tflite::Model>(bytes.data())->buffers()) {
    const auto* data = buffer->data();
    if (data == nullptr || data->size() < kLeastWeightBytes) continue;
    const auto first = reinterpret_cast<const std::byte*>(data->data()) - bytes.data();
    std::fill_n(is_weight.begin() + first, data->size(), true);
  }
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    if (!is_weight[i]) positions.push_back(i);
  return positions;
}

// Changes one byte at a time, at `times` of the positions. Returns how many of the damaged files were refused.
int survive_changes(Bytes& bytes, const std::vector<std::size_t>& positions, int times) {
  std::mt19937 random(1);
  int refused = 0;
  for (int i = 0; i < times; ++i) {
    std::byte& byte = bytes[positions[random() % positions.size()]];
    const std::byte was = byte;
    byte ^= static_cast<std::byte>(1 + random() % 255);
    refused += expect_error_or_sound_graph(bytes) ? 1 : 0;
    byte = was;
  }
  return refused;
}

// 2000 changes each. The detector takes four times as long to read, so it gets fewer of them; and a build without
// optimisation reads ten times slower, so it leaves most of them to the others.
#ifdef NDEBUG
constexpr int kLiteChanges = 1400, kDetectorChanges = 600;
#else
constexpr int kLiteChanges = 140, kDetectorChanges = 60;
#endif

TEST_F(RealModelFile, one_changed_byte_outside_the_weights_is_an_error_or_a_sound_graph) {
  for (const auto& [file, times] :
       {std::pair{"pose_landmark_lite.tflite", kLiteChanges}, {"pose_detection.tflite", kDetectorChanges}}) {
    SCOPED_TRACE(file);
    Bytes bytes = bytes_of_file(file);
    const auto positions = positions_outside_weights(bytes);
    ASSERT_GT(positions.size(), 10000u);
    const int refused = survive_changes(bytes, positions, times);
    RecordProperty(std::string("refused_") + file, std::to_string(refused) + " of " + std::to_string(times));
    EXPECT_GT(refused, 0);
    EXPECT_LT(refused, times);
    EXPECT_TRUE(parse_model(bytes, kName)) << "the bytes were not put back";
  }
}

TEST_F(RealModelFile, one_changed_byte_anywhere_is_an_error_or_a_sound_graph) {
  for (const auto& [file, times] :
       {std::pair{"pose_landmark_lite.tflite", kLiteChanges}, {"pose_detection.tflite", kDetectorChanges}}) {
    SCOPED_TRACE(file);
    Bytes bytes = bytes_of_file(file);
    std::vector<std::size_t> positions(bytes.size());
    for (std::size_t i = 0; i < positions.size(); ++i) positions[i] = i;
    const int refused = survive_changes(bytes, positions, times);
    RecordProperty(std::string("refused_") + file, std::to_string(refused) + " of " + std::to_string(times));
  }
}

}  // namespace
}  // namespace endrange
