// The live path beside the offline one: the same clip as a camera would deliver it, and as a file.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "bench.h"
#include "core/smooth.h"
#include "endrange.h"
#include "live/live_set.h"
#include "media/camera_feed.h"
#include "media/decoder.h"

namespace endrange::bench {

namespace {

// What a browser manages to hand over on two processors, rather than every picture of a fast clip.
constexpr double kRate_hz = 25;

RawPicture raw(const Frame& f) {
  RawPicture picture;
  picture.width = f.width, picture.height = f.height, picture.is_full_range = f.is_full_range;
  picture.at_s = f.at_s;
  const auto add = [&](const std::uint8_t* plane, int stride, int width, int height) {
    for (int y = 0; y < height; ++y)
      picture.bytes.append(reinterpret_cast<const char*>(plane) + static_cast<std::ptrdiff_t>(y) * stride,
                           static_cast<std::size_t>(width));
  };
  add(f.luma, f.luma_stride, f.width, f.height);
  add(f.blue, f.chroma_stride, (f.width + 1) / 2, (f.height + 1) / 2);
  add(f.red, f.chroma_stride, (f.width + 1) / 2, (f.height + 1) / 2);
  return picture;
}

struct Sample {
  double at_s, elevation_deg, took_ms;
  Side leg;
};

struct Live {
  std::vector<Sample> samples;
  int counted = 0, partial = 0;
  LiveEnd ended = LiveEnd::none;
  std::vector<std::pair<double, std::string>> cues;
  Analysis analysis;
};

Result<Live> play(const std::string& clip) {
  auto decoder = Decoder::open(clip);
  if (!decoder) return tl::unexpected(decoder.error());
  LiveOptions options;
  options.pose.model = PoseModel::full;
  options.pose.model_folder = default_model_folder();
  auto set = LiveSet::create(options);
  if (!set) return tl::unexpected(set.error());
  set->start();
  CameraFeed feed;
  Live live;
  double next_s = 0;
  while (true) {
    auto frame = decoder->next();
    if (!frame) return tl::unexpected(frame.error());
    if (frame->empty()) break;
    if (frame->at_s < next_s - 1e-6) continue;
    next_s = std::max(next_s + 1 / kRate_hz, frame->at_s);
    RawPicture picture = raw(*frame);
    const auto begin = std::chrono::steady_clock::now();
    auto taken = feed.push(std::move(picture));
    if (!taken) return tl::unexpected(taken.error());
    const auto state = set->push(std::move(*taken));
    if (!state) return tl::unexpected(state.error());
    const double took_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    if (state->stage == LiveStage::ended && live.ended != LiveEnd::none) continue;
    live.samples.push_back({frame->at_s, state->leg_elevation_deg, took_ms, state->leg});
    live.counted = state->reps, live.partial = state->partial_reps, live.ended = state->ended;
    for (const LiveCue& cue : state->cues) live.cues.emplace_back(state->at_s, cue.id + " \"" + cue.say + "\"");
  }
  auto analysis = set->finish();
  if (!analysis) return tl::unexpected(analysis.error());
  live.analysis = std::move(*analysis);
  return live;
}

double offline_at(const Analysis& a, double at_s, Side side) {
  const LegSeries& leg = a.series.leg(side);
  const auto& values = a.is_thigh_used() ? leg.thigh_elevation : leg.leg_elevation;
  const auto i = static_cast<std::size_t>(std::ranges::lower_bound(a.series.at_s, at_s - 1e-6) - a.series.at_s.begin());
  return i < values.size() ? values[i] : kUnknown;
}

}  // namespace

int run_live(const std::vector<std::string>& clips, bool tells) {
  std::printf("%-34s %5s %5s %5s  %7s %7s %7s  %6s  %6s %6s %6s  %s\n", "clip", "live", "set", "clip", "median", "95 %",
              "most", "tempo", "ms", "95 %", "most", "ended");
  for (const std::string& clip : clips) {
    const auto live = play(clip);
    if (!live) {
      std::printf("%s: %s\n", clip.c_str(), live.error().message.c_str());
      continue;
    }
    Options options;
    const auto offline = analyze_clip(clip, options);
    if (!offline) continue;
    std::vector<double> off, took;
    for (const Sample& s : live->samples) {
      off.push_back(std::abs(s.elevation_deg - offline_at(*offline, s.at_s, s.leg)));
      took.push_back(s.took_ms);
    }
    // Of the reps that both have: the largest difference of a phase's length.
    double tempo = kUnknown;
    const auto phase = [&](const Interval& a, const Interval& b) {
      const double d = std::abs(a.duration_s() - b.duration_s());
      if (!(d <= tempo)) tempo = std::isnan(d) ? tempo : d;
    };
    for (const Rep& a : live->analysis.reps)
      for (const Rep& b : offline->reps)
        if (a.is_complete && b.is_complete && overlap_s(a.when(), b.when()) > 0.5 * b.when().duration_s())
          phase(a.lower, b.lower), phase(a.bottom, b.bottom), phase(a.lift, b.lift), phase(a.top, b.top);
    std::printf("%-34s %5d %5d %5d  %7.1f %7.1f %7.1f  %6.2f  %6.1f %6.1f %6.1f  %s\n",
                std::filesystem::path(clip).filename().c_str(), live->counted, live->analysis.complete_reps(),
                offline->complete_reps(), median(off), quantile(off, 0.95), quantile(off, 1), tempo, median(took),
                quantile(took, 0.95), quantile(took, 1), name_of(live->ended));
    if (!tells) continue;
    for (const auto& [at_s, cue] : live->cues) std::printf("    %6.2f s  %s\n", at_s, cue.c_str());
    for (const Sample& s : live->samples)
      std::printf("    %6.2f s  live %6.1f  clip %6.1f\n", s.at_s, s.elevation_deg,
                  offline_at(*offline, s.at_s, s.leg));
  }
  return 0;
}

}  // namespace endrange::bench
