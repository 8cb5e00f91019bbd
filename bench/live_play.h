// live_play.h: a clip as a camera would deliver it, through a live set. For the bench and for tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "endrange.h"

namespace endrange::bench {

/// One picture's answer.
struct LiveSample {
  double at_s = 0, elevation_deg = kUnknown, took_ms = 0;
  Side leg = Side::left;
};

struct PlayedLive {
  std::vector<LiveSample> samples;
  int counted = 0, partial = 0;
  LiveEnd ended = LiveEnd::none;
  std::vector<std::pair<double, std::string>> cues;  ///< when, "id "what is said""
  Analysis analysis;                                 ///< what would be stored
};

/// Hands over rate_hz pictures a second of the clip, from its first one on, as I420 without gaps. height_m: of the
/// lifter Errors: those of the decoder, of film_live() and of LiveSet
Result<PlayedLive> play_live(const std::string& clip, const LiveGoal& goal = {}, double rate_hz = 25,
                             double height_m = kUnknown);

}  // namespace endrange::bench
