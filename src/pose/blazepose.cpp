#include "pose/blazepose.h"

#include <algorithm>
#include <cmath>

#include "pose/crop.h"
#include "pose/detections.h"
#include "pose/network.h"

namespace endrange {

namespace {

constexpr int kDetectorSize = 224, kLandmarkSize = 256, kHeatmapSize = 64, kPoints = 39, kNumbersPerPoint = 5;
// Point 33 is the hips' middle and 34 lies on the circle around the body: the next region.
constexpr std::size_t kHipsPoint = 33, kCirclePoint = 34;

const char* file_of(PoseModel model) {
  switch (model) {
    case PoseModel::lite: return "pose_landmark_lite.tflite";
    case PoseModel::full: return "pose_landmark_full.tflite";
    case PoseModel::heavy: break;
  }
  return "pose_landmark_heavy.tflite";
}

const std::vector<std::string> kDetectorOutputs = {"Identity", "Identity_1"};

// Points, flag, heat map, world points, and the mask only when wanted: it costs 5 ms.
std::vector<std::string> landmark_outputs(bool with_mask) {
  std::vector<std::string> outputs = {"Identity", "Identity_1", "Identity_3", "Identity_4"};
  if (with_mask) outputs.push_back("Identity_2");
  return outputs;
}

float sigmoid(float x) { return 1 / (1 + std::exp(-x)); }

Result<Network> load(const std::string& path, std::vector<std::string> outputs, int threads, int input_size,
                     std::span<const std::size_t> sizes) {
  auto graph = read_model(path);
  if (!graph) return tl::unexpected(graph.error());
  const std::vector<int> wanted = {1, input_size, input_size, 3};
  bool fits = graph->tensors[static_cast<std::size_t>(graph->inputs[0])].shape == wanted;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const int index = graph->find(outputs[i]);
    fits = fits && index >= 0 && graph->tensors[static_cast<std::size_t>(index)].element_count() == sizes[i];
  }
  if (!fits) return failure(Error::Kind::unsupported, path + ": a model, but not the BlazePose network expected here");
  return Network::create(std::make_shared<const ModelGraph>(std::move(*graph)), outputs, threads);
}

// Moves a point to the centre of its peak in the heat map, when that is clear enough.
// Source: MediaPipe refine_landmarks_from_heatmap (kernel 7, least confidence 0.5).
Vec2 refined(Vec2 point, std::span<const float> heatmap, std::size_t channel) {
  constexpr int kReach = 3;
  constexpr float kLeastConfidence = 0.5f;
  const int column = static_cast<int>(point.x * kHeatmapSize), row = static_cast<int>(point.y * kHeatmapSize);
  if (!(point.x >= 0 && point.y >= 0) || column >= kHeatmapSize || row >= kHeatmapSize) return point;
  float sum = 0, sum_x = 0, sum_y = 0, peak = 0;
  for (int y = std::max(0, row - kReach); y < std::min(kHeatmapSize, row + kReach + 1); ++y) {
    for (int x = std::max(0, column - kReach); x < std::min(kHeatmapSize, column + kReach + 1); ++x) {
      const float confidence = sigmoid(heatmap[static_cast<std::size_t>((y * kHeatmapSize + x) * kPoints) + channel]);
      sum += confidence, sum_x += confidence * static_cast<float>(x), sum_y += confidence * static_cast<float>(y);
      peak = std::max(peak, confidence);
    }
  }
  if (peak < kLeastConfidence || sum <= 0) return point;
  return {sum_x / sum / kHeatmapSize, sum_y / sum / kHeatmapSize};
}

// Greys the rectangle around the joints, a tenth larger on each side, in the detector's input (which covers `whole`).
void grey_out(std::span<const Landmark> joints, const Region& whole, std::span<float> input) {
  constexpr float kMargin = 0.1f, kGrey = 0;
  const auto [left, right] = std::ranges::minmax(joints, {}, &Landmark::x);
  const auto [top, bottom] = std::ranges::minmax(joints, {}, &Landmark::y);
  const float margin = kMargin * std::max(right.x - left.x, bottom.y - top.y);
  const Vec2 corner = whole.in_picture(0, 0);
  const auto cell = [&](double px, double from) {
    return std::clamp(static_cast<int>((px - from) / whole.side_px * kDetectorSize), 0, kDetectorSize);
  };
  for (int y = cell(top.y - margin, corner.y); y < cell(bottom.y + margin, corner.y); ++y) {
    const auto row = input.subspan(static_cast<std::size_t>(y) * kDetectorSize * 3, kDetectorSize * 3);
    const auto from = static_cast<std::size_t>(cell(left.x - margin, corner.x)),
               to = static_cast<std::size_t>(cell(right.x + margin, corner.x));
    if (from < to) std::ranges::fill(row.subspan(from * 3, (to - from) * 3), kGrey);
  }
}

}  // namespace

struct BlazePose::Impl {
  Impl(Network detects, Network finds_landmarks, const Options& made_with)
      : detector(std::move(detects)), landmarker(std::move(finds_landmarks)), options(made_with) {
    if (options.with_mask) mask.resize(static_cast<std::size_t>(kLandmarkSize) * kLandmarkSize);
  }

  Network detector, landmarker;
  Options options;
  std::vector<Vec2> anchors = detector_anchors();
  std::vector<float> mask;
  Cropper cropper;
};

BlazePose::BlazePose(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BlazePose::BlazePose(BlazePose&&) noexcept = default;
BlazePose& BlazePose::operator=(BlazePose&&) noexcept = default;
BlazePose::~BlazePose() = default;

Result<BlazePose> BlazePose::create(const Options& options) {
  constexpr std::size_t kBoxes = 2254;
  constexpr std::size_t kPixels = static_cast<std::size_t>(kLandmarkSize) * kLandmarkSize;
  auto detector = load(options.model_folder + "/pose_detection.tflite", kDetectorOutputs, options.threads,
                       kDetectorSize, std::array{kBoxes * 12, kBoxes});
  if (!detector) return tl::unexpected(detector.error());
  const std::vector<std::string> outputs = landmark_outputs(options.with_mask);
  constexpr std::array sizes = {std::size_t{kPoints * kNumbersPerPoint}, std::size_t{1},
                                std::size_t{kHeatmapSize * kHeatmapSize * kPoints}, std::size_t{kPoints * 3}, kPixels};
  auto landmarker =
      load(options.model_folder + "/" + file_of(options.model), outputs, options.threads, kLandmarkSize, sizes);
  if (!landmarker) return tl::unexpected(landmarker.error());
  return BlazePose(std::make_unique<Impl>(std::move(*detector), std::move(*landmarker), options));
}

Result<BlazePose> BlazePose::twin() const {
  const Options& options = impl_->options;
  auto detector = Network::create(impl_->detector.graph(), kDetectorOutputs, options.threads);
  if (!detector) return tl::unexpected(detector.error());
  auto landmarker = Network::create(impl_->landmarker.graph(), landmark_outputs(options.with_mask), options.threads);
  if (!landmarker) return tl::unexpected(landmarker.error());
  return BlazePose(std::make_unique<Impl>(std::move(*detector), std::move(*landmarker), options));
}

Result<std::vector<PersonBox>> BlazePose::find_people(const Frame& frame, std::span<const Landmark> hide) {
  // Letterbox: the whole picture in a square, black around it.
  const double side = std::max(frame.width, frame.height);
  const Region whole{{frame.width / 2.0, frame.height / 2.0}, side, 0};
  impl_->cropper.sample(frame, whole, kDetectorSize, Border::black, -1, 1, impl_->detector.input());
  if (!hide.empty()) grey_out(hide, whole, impl_->detector.input());
  if (auto ran = impl_->detector.run(); !ran) return tl::unexpected(ran.error());
  std::vector<PersonBox> people;
  for (const Detection& d : decode_detections(impl_->detector.output(0), impl_->detector.output(1), impl_->anchors)) {
    const Vec2 hips = whole.in_picture(d.hips.x, d.hips.y), on_circle = whole.in_picture(d.on_circle.x, d.on_circle.y);
    people.push_back(
        {d.score, whole.in_picture(d.x, d.y), std::max(d.width, d.height) * side, region_around(hips, on_circle)});
  }
  return people;
}

Result<PoseEstimate> BlazePose::landmarks(const Frame& frame, const Region& region) {
  Network& network = impl_->landmarker;
  impl_->cropper.sample(frame, region, kLandmarkSize, Border::replicate, 0, 1, network.input());
  if (auto ran = network.run(); !ran) return tl::unexpected(ran.error());

  PoseEstimate estimate;
  estimate.score = network.output(1)[0];
  const auto points = network.output(0), heatmap = network.output(2), world = network.output(3);
  const auto placed = [&](std::size_t i) {
    const float* p = &points[i * kNumbersPerPoint];
    const Vec2 inside = refined({p[0] / kLandmarkSize, p[1] / kLandmarkSize}, heatmap, i);
    return region.in_picture(inside.x, inside.y);
  };
  const auto cosine = static_cast<float>(std::cos(region.turn)), sine = static_cast<float>(std::sin(region.turn));
  for (std::size_t i = 0; i < kJointCount; ++i) {
    const Vec2 at = placed(i);
    const float* p = &points[i * kNumbersPerPoint];
    estimate.joints[i] = {static_cast<float>(at.x), static_cast<float>(at.y), sigmoid(p[3]), sigmoid(p[4])};
    const float* w = &world[i * 3];
    estimate.world[i] = {w[0] * cosine - w[1] * sine, w[0] * sine + w[1] * cosine, w[2]};
  }
  estimate.next_region = region_around(placed(kHipsPoint), placed(kCirclePoint));
  if (impl_->options.with_mask) std::ranges::transform(network.output(4), impl_->mask.begin(), sigmoid);
  return estimate;
}

std::span<const float> BlazePose::mask() const { return impl_->mask; }

}  // namespace endrange
