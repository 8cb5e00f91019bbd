// ms per stage, one at a time on a quiet machine.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <random>

#include "analysis/analyze.h"
#include "bench.h"
#include "core/smooth.h"
#include "endrange.h"
#include "media/decoder.h"
#include "media/encoder.h"
#include "media/scene.h"
#include "pose/crop.h"
#include "report/canvas.h"
#include "report/overlay.h"
#include "trunk/flank.h"
#include "trunk/shape.h"
#include "trunk/stills.h"
#include "trunk/underside.h"

namespace endrange::bench {

namespace {

std::vector<Frame> first_frames(const std::string& clip, std::size_t count) {
  std::vector<Frame> frames;
  auto decoder = Decoder::open(clip);
  while (decoder && frames.size() < count) {
    auto frame = decoder->next();
    if (!frame || frame->empty()) break;
    frames.push_back(*frame);
  }
  return frames;
}

void bench_media(const std::string& clip, const std::vector<Frame>& frames) {
  for (const bool watches : {false, true}) {
    DecoderOptions options;
    options.watches_scene = watches;
    auto decoder = Decoder::open(clip, options);
    print_row(watches ? "decode + watch the scene" : "decode",
              time_of(static_cast<int>(frames.size()) - 1, [&] { (void)decoder->next(); }), "a frame, 2 threads");
  }
  SceneWatcher scene;
  std::size_t i = 0;
  print_row("watch the scene", time_of(50, [&] { scene.push(frames[i++ % frames.size()]); }), "a frame");
}

void bench_networks(const std::vector<Frame>& frames) {
  Cropper cropper;
  std::vector<float> rgb(256 * 256 * 3);
  const Frame& frame = frames[0];
  const Region region{{frame.width / 2.0, frame.height / 2.0}, 1.0 * std::max(frame.width, frame.height), 1.6};
  print_row("crop 256 x 256", time_of(50, [&] { cropper.sample(frame, region, 256, Border::replicate, 0, 1, rgb); }));
  for (const auto& [model, name] :
       {std::pair{PoseModel::lite, "lite"}, {PoseModel::full, "full"}, {PoseModel::heavy, "heavy"}}) {
    for (const int threads : {1, 2}) {
      for (const bool mask : {false, true}) {
        auto pose = BlazePose::create({model, default_model_folder(), threads, mask});
        if (!pose) return;
        const std::string label = std::string("landmarks, ") + name + (mask ? " with mask" : "") + ", " +
                                  std::to_string(threads) + " thread" + (threads > 1 ? "s" : "");
        print_row(label, time_of(20, [&] { (void)pose->landmarks(frame, region); }), "crop included");
        if (model == PoseModel::heavy && !mask)
          print_row("find people, " + std::to_string(threads) + " thread" + (threads > 1 ? "s" : ""),
                    time_of(20, [&] { (void)pose->find_people(frame); }));
      }
    }
  }
  print_row("load heavy", time_of(3, [&] {
              (void)BlazePose::create({PoseModel::heavy, default_model_folder(), 2, false});
            }));
}

// The trunk: patches on the flank, the line where the body meets the floor, and the fit of the back, on one thread.
void bench_trunk(const std::vector<Frame>& frames, const std::string& clip) {
  auto decoder = Decoder::open(clip);
  BlazePose::Options pose;
  pose.model_folder = default_model_folder(), pose.threads = 2;
  const auto following = follow(*decoder, pose, {}, {});
  if (!following || following->poses.size() < frames.size()) return;
  FlankTracker tracker;
  for (std::size_t i = 0; i < frames.size(); ++i) tracker.push(frames[i], following->poses[i]);
  const long before = tracker.solves();
  std::size_t i = 0, calls = 0;
  const auto forth_and_back = [&]() -> std::size_t {
    const std::size_t period = 2 * frames.size() - 2, at = i++ % period;
    return at < frames.size() ? at : period - at;
  };
  const Timing follow_flank = time_of(120, [&] {
    const std::size_t at = forth_and_back();
    tracker.push(frames[at], following->poses[at]);
    ++calls;
  });
  print_row("follow the flank", follow_flank,
            std::to_string(static_cast<long>(static_cast<double>(tracker.solves() - before) /
                                             static_cast<double>(calls) / follow_flank.median_ms * 1000)) +
                " patches a second");
  const auto seen = std::ranges::find_if(following->poses, &Pose::seen);
  print_row("find the underside", time_of(50, [&] { (void)find_underside(frames[0], *seen); }), "ten times a second");
  ContourFinder contours;
  UpperContour contour;
  print_row("find the contour", time_of(50, [&] { (void)contours.find(frames[0], *seen, contour); }),
            "ten times a second");
  StillKeeper stills;
  print_row("keep a still", time_of(50, [&] { stills.push(frames[0]); }), "every eighth frame or less");
}

void bench_interpret(const std::string& clip) {
  auto decoder = Decoder::open(clip);
  BlazePose::Options pose;
  pose.model_folder = default_model_folder(), pose.threads = 2;
  const auto following = follow(*decoder, pose, {}, {});
  if (!following) return;
  print_row("interpret", time_of(10, [&] { (void)interpret(*following, {}); }),
            "everything after the pixels, " + std::to_string(following->poses.size()) + " frames");
}

void bench_series() {
  std::vector<double> at_s, values;
  std::mt19937 random(1);
  std::normal_distribution<double> noise;
  for (int i = 0; i < 18000; ++i)
    at_s.push_back(i / 30.0), values.push_back(i % 3 == 0 ? 50 * std::sin(i / 40.0) + noise(random) : kUnknown);
  print_row("smooth 18000 samples (10 min)", time_of(10, [&] { (void)smooth(at_s, values); }));
}

void bench_drawing(const std::string& clip, const std::vector<Frame>& frames) {
  Options options;
  const auto analysis = analyze_clip(clip, options);
  if (!analysis) return;
  const Frame& frame = frames[0];
  Canvas canvas(frame.width, frame.height);
  auto picture = copy_scaled(frame, {0, 0, frame.width, frame.height}, frame.width, frame.height);
  print_row("draw body and panel", time_of(30, [&] {
              canvas.clear();
              draw_body(canvas, *analysis, 0, Side::left, {{0, 0}, 1.0}, frame.height / 480.0);
              draw_panel(canvas, *analysis, 0, frame.height / 480.0);
            }));
  print_row("lay over", time_of(30, [&] { canvas.lay_over(*picture); }));
  const std::string path = (std::filesystem::temp_directory_path() / "endrange-bench.mp4").string();
  EncoderOptions encoding;
  encoding.width = picture->width, encoding.height = picture->height;
  auto encoder = Encoder::create(path, encoding);
  std::vector<Picture> pictures;
  for (const Frame& f : frames) pictures.push_back(*copy_scaled(f, {0, 0, f.width, f.height}, f.width, f.height));
  std::size_t i = 0;
  double at_s = 0;
  print_row("encode H.264",
            time_of(90, [&] { (void)encoder->push(pictures[i++ % pictures.size()], at_s += 1 / 30.0); }),
            "a frame, 2 threads");
  (void)encoder->finish();
  std::filesystem::remove(path);
}

}  // namespace

int run_stages(const std::string& clip) {
  const auto frames = first_frames(clip, 30);
  if (frames.empty()) return 1;
  std::printf("\nStages on %s (%dx%d)\n%-44s %9s %9s %6s\n", std::filesystem::path(clip).filename().c_str(),
              frames[0].width, frames[0].height, "", "min ms", "median ms", "n");
  bench_media(clip, frames);
  bench_networks(frames);
  bench_trunk(frames, clip);
  bench_interpret(clip);
  bench_series();
  bench_drawing(clip, frames);
  return 0;
}

int make_clip(const std::string& from, double seconds, const std::string& to) {
  const auto frames = first_frames(from, 90);
  if (frames.empty()) return 1;
  EncoderOptions options;
  options.width = 1920, options.height = 1080;
  options.bits_per_s = 17e6;
  options.preset = "superfast";
  auto encoder = Encoder::create(to, options);
  if (!encoder) return 1;
  // Sensor-like noise, so that the bit rate is a phone's; forth and back, so that there is no cut.
  std::mt19937 random(5);
  std::vector<std::int8_t> noise(1 << 20);
  std::normal_distribution<double> grain(0, 3);
  for (auto& n : noise) n = static_cast<std::int8_t>(std::lround(std::clamp(grain(random), -20.0, 20.0)));
  const auto total = static_cast<std::size_t>(seconds * 30);
  for (std::size_t i = 0; i < total; ++i) {
    const std::size_t period = 2 * frames.size() - 2, at = i % period;
    const Frame& frame = frames[at < frames.size() ? at : period - at];
    auto picture = copy_scaled(frame, {0, 0, frame.width, frame.height}, 1920, 1080);
    if (!picture) return 1;
    const std::size_t shift = random() % noise.size();
    for (std::size_t k = 0; k < picture->luma.size(); ++k)
      picture->luma[k] =
          static_cast<std::uint8_t>(std::clamp(picture->luma[k] + noise[(k + shift) & (noise.size() - 1)], 0, 255));
    if (!encoder->push(*picture, static_cast<double>(i) / 30)) return 1;
  }
  return encoder->finish() ? 0 : 1;
}

}  // namespace endrange::bench
