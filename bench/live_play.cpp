#include "live_play.h"

#include <algorithm>
#include <chrono>

#include "media/decoder.h"

namespace endrange::bench {

namespace {

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

}  // namespace

Result<PlayedLive> play_live(const std::string& clip, const LiveGoal& goal, double rate_hz, double height_m) {
  auto decoder = Decoder::open(clip);
  if (!decoder) return tl::unexpected(decoder.error());
  Options options;
  options.model = "full", options.height_m = height_m;
  auto set = film_live(options, goal);
  if (!set) return tl::unexpected(set.error());
  set->start();
  CameraFeed feed;
  PlayedLive live;
  double next_s = 0;
  while (true) {
    auto frame = decoder->next();
    if (!frame) return tl::unexpected(frame.error());
    if (frame->empty()) break;
    if (frame->at_s < next_s - 1e-6) continue;
    next_s = std::max(next_s + 1 / rate_hz, frame->at_s);
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
  auto analysis = finish_live(*set, options, "live", "");
  if (!analysis) return tl::unexpected(analysis.error());
  live.analysis = std::move(*analysis);
  return live;
}

}  // namespace endrange::bench
