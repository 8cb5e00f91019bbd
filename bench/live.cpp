// The live path beside the offline one: the same clip as a camera would deliver it, and as a file.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "bench.h"
#include "core/smooth.h"
#include "endrange.h"
#include "live_play.h"

namespace endrange::bench {

namespace {

double offline_at(const Analysis& a, double at_s, Side side) {
  const LegSeries& leg = a.series.leg(side);
  const auto& values = a.is_thigh_used() ? leg.thigh_elevation : leg.leg_elevation;
  const auto i = static_cast<std::size_t>(std::ranges::lower_bound(a.series.at_s, at_s - 1e-6) - a.series.at_s.begin());
  return i < values.size() ? values[i] : kUnknown;
}

}  // namespace

int run_live(const std::vector<std::string>& clips, const std::string& model, bool tells) {
  std::printf("%-34s %5s %5s %5s  %7s %7s %7s  %7s %7s  %6s  %6s %6s %6s  %s\n", "clip", "live", "set", "clip",
              "median", "95 %", "most", "stored", "95 %", "tempo", "ms", "95 %", "most", "ended");
  for (const std::string& clip : clips) {
    const auto live = play_live(clip);
    if (!live) {
      std::printf("%s: %s\n", clip.c_str(), live.error().message.c_str());
      continue;
    }
    Options options;
    options.model = model;
    const auto offline = analyze_clip(clip, options);
    if (!offline) continue;
    std::vector<double> off, took, stored;
    for (const LiveSample& s : live->samples) {
      off.push_back(std::abs(s.elevation_deg - offline_at(*offline, s.at_s, s.leg)));
      took.push_back(s.took_ms);
    }
    const Series& series = live->analysis.series;
    for (std::size_t i = 0; i < series.at_s.size(); ++i)
      for (const Side side : kSides)
        if (live->analysis.view.near_side == side)
          stored.push_back(std::abs(
              (live->analysis.is_thigh_used() ? series.leg(side).thigh_elevation : series.leg(side).leg_elevation)[i] -
              offline_at(*offline, series.at_s[i], side)));
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
    std::printf("%-34s %5d %5d %5d  %7.1f %7.1f %7.1f  %7.1f %7.1f  %6.2f  %6.1f %6.1f %6.1f  %s\n",
                std::filesystem::path(clip).filename().c_str(), live->counted, live->analysis.complete_reps(),
                offline->complete_reps(), median(off), quantile(off, 0.95), quantile(off, 1), median(stored),
                quantile(stored, 0.95), tempo, median(took), quantile(took, 0.95), quantile(took, 1),
                name_of(live->ended));
    if (!tells) continue;
    for (const auto& [of, analysis] : {std::pair{"live", &live->analysis}, {"clip", &*offline}})
      for (const Rep& r : analysis->reps)
        std::printf("    %s rep %d %-5s %s %6.2f %6.2f %6.2f %6.2f %6.2f s\n", of, r.index, name_of(r.side),
                    r.is_complete ? "complete" : "partial ", r.lower.from_s, r.bottom.from_s, r.lift.from_s,
                    r.top.from_s, r.top.to_s);
    for (const auto& [at_s, cue] : live->cues) std::printf("    %6.2f s  %s\n", at_s, cue.c_str());
    for (const LiveSample& s : live->samples)
      std::printf("    %6.2f s  live %6.1f  clip %6.1f\n", s.at_s, s.elevation_deg,
                  offline_at(*offline, s.at_s, s.leg));
  }
  return 0;
}

}  // namespace endrange::bench
