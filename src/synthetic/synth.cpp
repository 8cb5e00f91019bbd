#include "synthetic/synth.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <future>

#include "media/encoder.h"
#include "media/rotate.h"
#include "synthetic/random.h"
#include "synthetic/render.h"
#include "synthetic/sensor.h"
#include "synthetic/sound.h"
#include "synthetic/truth.h"

namespace endrange::synthetic {

namespace {

namespace fs = std::filesystem;

// A phone at 1080p30. bits a pixel and picture
constexpr double kPhoneBits = 17e6 / (1920.0 * 1080 * 30);
constexpr int kSoundRate = 48000;
// A full breath drawn in the usual 1.6 s flows at most so fast. 1/s
constexpr double kOrdinaryFlow = 1.2;

std::string beside(const std::string& out, const char* ending) {
  fs::path path = out;
  path.replace_extension(ending);
  return path.string();
}

// The file goes away unless it is kept.
struct Temporary {
  std::string path;
  explicit Temporary(const std::string& final_path) : path(final_path + ".part") {}
  ~Temporary() {
    std::error_code ignored;
    fs::remove(path, ignored);
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  Result<void> keep(const std::string& final_path) const {
    std::error_code failed;
    fs::rename(path, final_path, failed);
    if (failed) return failure(Error::Kind::io, final_path + ": can't be written (" + failed.message() + ")");
    return {};
  }
};

// What players will turn back.
Picture turned(const Picture& picture, int clockwise_deg) {
  if (clockwise_deg == 0) return picture;
  const bool is_quarter = clockwise_deg != 180;
  Picture out(is_quarter ? picture.height : picture.width, is_quarter ? picture.width : picture.height);
  out.is_full_range = picture.is_full_range, out.is_bt709 = picture.is_bt709;
  rotate_plane(picture.luma.data(), picture.width, picture.width, picture.height, clockwise_deg, out.luma.data(),
               out.width);
  const int cw = picture.chroma_width(), ch = picture.height / 2;
  rotate_plane(picture.blue.data(), cw, cw, ch, clockwise_deg, out.blue.data(), out.chroma_width());
  rotate_plane(picture.red.data(), cw, cw, ch, clockwise_deg, out.red.data(), out.chroma_width());
  return out;
}

std::vector<float> record_sound(const Scene& scene, double duration_s) {
  std::vector<double> flow;
  for (double t = 0; t < duration_s; t += 1 / kTruthRate)
    flow.push_back((scene.script.at(t + 0.0005).breath - scene.script.at(t - 0.0005).breath) * kTruthRate /
                   kOrdinaryFlow);
  const Recipe& recipe = scene.recipe;
  SoundOptions options;
  options.rate_hz = kSoundRate;
  options.duration_s = duration_s;
  options.breath_db = recipe.breath_level_db, options.room_db = recipe.room_level_db,
  options.mask_db = recipe.mask_level_db;
  options.mask = recipe.mask == "music"    ? SoundMask::music
                 : recipe.mask == "speech" ? SoundMask::speech
                                           : SoundMask::none;
  options.offset_s = recipe.sound_offset_ms / 1000;
  options.seed = static_cast<std::uint64_t>(recipe.seed);
  return make_sound(flow, kTruthRate, options);
}

EncoderOptions encoding_of(const Recipe& recipe, int threads) {
  EncoderOptions options;
  const bool is_quarter = recipe.rotation_deg % 180 != 0;
  options.width = is_quarter ? recipe.height_px() : recipe.width_px();
  options.height = is_quarter ? recipe.width_px() : recipe.height_px();
  options.is_bt709 = true;
  options.frames_per_s = recipe.fps;
  options.codec = recipe.codec == "hevc" ? VideoCodec::hevc : VideoCodec::h264;
  options.key_frame_s = recipe.key_frame_s;
  options.rotation_deg = recipe.rotation_deg;
  options.threads = threads;
  if (!std::isnan(recipe.crf))
    options.quality = recipe.crf;
  else
    options.bits_per_s = !std::isnan(recipe.bitrate_mbps)
                             ? recipe.bitrate_mbps * 1e6
                             : kPhoneBits * recipe.width_px() * recipe.height_px() * recipe.fps;
  if (recipe.sound) options.sound_rate_hz = kSoundRate;
  return options;
}

Result<void> check_free(const std::string& out) {
  std::error_code ignored;
  if (fs::is_directory(out, ignored))
    return failure(Error::Kind::bad_argument, out + ": a folder; give the clip's name");
  if (fs::path(out).extension() != ".mp4")
    return failure(Error::Kind::bad_argument, out + ": the clip's name must end in .mp4");
  if (const fs::path folder = fs::path(out).parent_path(); !folder.empty() && !fs::is_directory(folder, ignored))
    return failure(Error::Kind::io, folder.string() + ": no such folder");
  // A truth of our schema marks the clip as ours.
  std::string begin(64, ' ');
  std::ifstream(truth_path(out), std::ios::binary).read(begin.data(), static_cast<std::streamsize>(begin.size()));
  const bool is_ours = begin.find("endrange.truth/") != std::string::npos;
  for (const char* ending : {".mp4", ".truth.json", ".raw.mp4"})
    if (fs::exists(beside(out, ending), ignored) && !is_ours)
      return failure(Error::Kind::bad_argument,
                     beside(out, ending) + ": exists and isn't a rendered clip; give another name");
  return {};
}

}  // namespace

std::string truth_path(const std::string& out) { return beside(out, ".truth.json"); }

std::vector<double> frame_times(const Recipe& recipe, double duration_s) {
  std::vector<double> times;
  Dice dice(static_cast<std::uint64_t>(recipe.seed) * 83 + 29);
  for (int i = 0; i / recipe.fps < duration_s; ++i) {
    double t = i / recipe.fps;
    if (recipe.variable_rate && i > 0) {
      // In poor light phones drop pictures now and then, and others come late.
      const double luck = dice.uniform();
      if (luck < 0.12) continue;
      if (luck < 0.45) t += dice.uniform(0, 0.45) / recipe.fps;
    }
    times.push_back(t);
  }
  return times;
}

Result<Truth> render_clip(const Recipe& recipe, const std::string& out, int threads,
                          const std::function<bool(double)>& on_progress) {
  if (const std::string problem = recipe.problem(); !problem.empty())
    return failure(Error::Kind::bad_argument, problem);
  if (threads < 1 || threads > 64)
    return failure(Error::Kind::bad_argument, "the number of threads must lie between 1 and 64");
  if (auto is_free = check_free(out); !is_free) return tl::unexpected(is_free.error());
  const Scene scene = build_scene(recipe);
  const double duration_s = scene.script.duration_s;
  const std::vector<double> times = frame_times(recipe, duration_s);

  const std::string raw_path = beside(out, ".raw.mp4");
  const Temporary clip_file(out), raw_file(raw_path), truth_file(truth_path(out));
  auto clip = Encoder::create(clip_file.path, encoding_of(recipe, threads));
  if (!clip) return tl::unexpected(clip.error());
  std::optional<Encoder> raw;
  if (recipe.raw) {
    EncoderOptions options = encoding_of(recipe, threads);
    options.codec = VideoCodec::h264;
    options.is_lossless = true;
    options.bits_per_s = 0;
    options.sound_rate_hz = 0;
    auto opened = Encoder::create(raw_file.path, options);
    if (!opened) return tl::unexpected(opened.error());
    raw.emplace(std::move(*opened));
  }
  auto sound = std::async(std::launch::async,
                          [&] { return recipe.sound ? record_sound(scene, duration_s) : std::vector<float>(); });
  auto truth = std::async(std::launch::async, [&] { return log_truth(scene, times); });

  // Pictures are rendered side by side, and developed and written in order.
  std::vector<std::unique_ptr<Renderer>> renderers;
  for (int i = 0; i < threads; ++i) renderers.push_back(std::make_unique<Renderer>(scene));
  std::vector<LightImage> images(static_cast<std::size_t>(threads)), ready(images.size());
  Sensor sensor(recipe, duration_s);
  Picture picture;
  const std::vector<float> samples = sound.get();
  std::size_t sounded = 0;
  const auto begin = [&](std::size_t first) {
    std::vector<std::future<void>> work;
    for (std::size_t i = 0; i < images.size() && first + i < times.size(); ++i)
      work.push_back(std::async(std::launch::async, [&, i, first] {
        renderers[i]->render(times[first + i], images[i]);
        sensor.expose(images[i], static_cast<int>(first + i), times[first + i]);
      }));
    return work;
  };
  std::vector<std::future<void>> work = begin(0);
  for (std::size_t first = 0; first < times.size(); first += images.size()) {
    for (auto& w : work) w.get();
    const std::size_t n = work.size();
    images.swap(ready);
    work = begin(first + images.size());
    for (std::size_t i = 0; i < n; ++i) {
      const std::size_t index = first + i;
      sensor.finish(ready[i], picture);
      const Picture stored = turned(picture, (360 - recipe.rotation_deg) % 360);
      if (auto pushed = clip->push(stored, times[index]); !pushed) return tl::unexpected(pushed.error());
      if (raw)
        if (auto pushed = raw->push(stored, times[index]); !pushed) return tl::unexpected(pushed.error());
      const auto until = std::min(samples.size(), static_cast<std::size_t>((times[index] + 0.5) * kSoundRate));
      if (until > sounded) {
        if (auto pushed = clip->push_sound(std::span(samples).subspan(sounded, until - sounded)); !pushed)
          return tl::unexpected(pushed.error());
        sounded = until;
      }
    }
    if (on_progress && !on_progress(static_cast<double>(first + n) / static_cast<double>(times.size())))
      return failure(Error::Kind::interrupted, "stopped; " + out + " was not written");
  }
  if (auto finished = clip->finish(); !finished) return tl::unexpected(finished.error());
  if (raw)
    if (auto finished = raw->finish(); !finished) return tl::unexpected(finished.error());
  std::ofstream file(truth_file.path, std::ios::binary);
  Truth known = truth.get();
  file << truth_json(scene, known, times, fs::path(out).filename().string());
  if (!file.flush()) return failure(Error::Kind::io, truth_file.path + ": can't be written");
  if (raw)
    if (auto kept = raw_file.keep(raw_path); !kept) return tl::unexpected(kept.error());
  std::error_code ignored;
  if (!raw) fs::remove(raw_path, ignored);
  // The truth first: it marks the clip as ours.
  if (auto kept = truth_file.keep(truth_path(out)); !kept) return tl::unexpected(kept.error());
  if (auto kept = clip_file.keep(out); !kept) return tl::unexpected(kept.error());
  return known;
}

}  // namespace endrange::synthetic
