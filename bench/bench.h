// bench.h: what the benchmarks share.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace endrange::bench {

/// ms each call of `work` takes, best and median of `runs` after one warm-up.
struct Timing {
  double min_ms, median_ms;
  int runs;
};

template <class Work>
Timing time_of(int runs, Work work) {
  using Clock = std::chrono::steady_clock;
  work();
  std::vector<double> ms;
  for (int i = 0; i < runs; ++i) {
    const auto from = Clock::now();
    work();
    ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - from).count());
  }
  std::ranges::sort(ms);
  return {ms.front(), ms[ms.size() / 2], runs};
}

inline void print_row(const std::string& name, const Timing& t, const std::string& remark = "") {
  std::printf("%-44s %9.3f %9.3f %6d  %s\n", name.c_str(), t.min_ms, t.median_ms, t.runs, remark.c_str());
}

/// Clips as a camera delivers them, beside the same as files analysed with `model`: counts, angles, times.
int run_live(const std::vector<std::string>& clips, const std::string& model, bool tells);
/// Frames a second of moments and muscle sharing.
int run_loads();
/// A year of simulated lifters through the coach's rules, a Markdown table; 1 = somebody was pushed past a stop, or
/// stuck without being told why.
int run_coach(int lifters, unsigned seed);
/// The breath heard in sounds of known truth; see bench/README.md.
int run_breath();
/// The breath seen and heard in a folder's rendered clips that have a truth file and a report beside them.
int run_breath_clips(const std::string& folder);
/// ms per stage on one clip: decoding, watching the scene, crops, networks, smoothing, drawing, encoding.
int run_stages(const std::string& clip);
/// The whole program on clips: × real time and peak memory, without and with the annotated video. With `other`, the
/// binary of another build, both run in turn and ratios are printed.
int run_whole(const std::vector<std::string>& clips, const std::string& other);
/// Leg elevation with the frames the tracker chose against every frame, on clips.
int run_stride(const std::vector<std::string>& clips);
/// Writes a 1080p30 clip of that length at about 17 Mb/s, from another clip played forth and back.
int make_clip(const std::string& from, double seconds, const std::string& to);
/// Rendered clips of known truth through the whole program: see accuracy.h. −1 = wrong use.
int run_accuracy(const std::vector<std::string>& arguments);
/// Lumbar lift and end range on rendered clips: see lift.h. −1 = wrong use.
int run_lift(std::vector<std::string> arguments);
/// The trunk's upper contour on rendered clips, flat and arched at the start. −1 = wrong use.
int run_shape(const std::vector<std::string>& arguments);
/// What an encoder does to the patches on the flank, against the bit-exact twin of four rendered clips.
int run_patches();

/// A large journal's timings, or killed writers: see journal.cpp. −1 = wrong use.
int run_journal(const std::vector<std::string>& arguments);

}  // namespace endrange::bench
