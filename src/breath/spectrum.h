// spectrum.h: sound as a short spectrum 40 times a second: all that later steps know of it.
//
//   samples ─► Hann window of 64 ms, every 25 ms ─► power in 11 bands, half an octave each
//                                                └► how tonal it is (voices and instruments are, breath isn't)
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "core/frame.h"

namespace endrange {

constexpr double kSoundStep_s = 0.025;
constexpr std::size_t kBands = 11;
/// From 160 Hz, above mains hum and most of a footstep, to 7200 Hz: what a sample rate of 16 kHz carries.
constexpr std::array<double, kBands + 1> kBandEdges_hz = {160,  226,  320,  453,  640,  905,
                                                          1280, 1810, 2560, 3620, 5120, 7240};

/// One entry every kSoundStep_s. What wasn't recorded (a hole between two blocks) has power 0 everywhere.
struct SoundFrames {
  double at_s = 0;                               ///< middle of the first window, seconds from the first picture
  std::vector<std::array<float, kBands>> power;  ///< of the samples, mean square, (frames, bands)
  std::vector<float> tonal;                      ///< see SoundWatcher, nepers, (frames)
  std::vector<float> total;                      ///< power of the whole window, 0 Hz to half the rate, (frames)
  double time_of(std::size_t frame) const { return at_s + kSoundStep_s * static_cast<double>(frame); }
  std::size_t size() const { return power.size(); }
};

/// Takes sound at 16 kHz, block by block.
///
/// Tonality: the spectrum of noise is ragged in a known way whatever its colour: within 16 neighbouring bins the log
/// of the mean lies 0.55 nepers above the mean of the logs. Harmonics make it more. Each bin is first divided by its
/// own mean level of the last seconds, so that a hum that stays doesn't count. Given is the mean of the five most tonal
/// of 15 stretches of 250 Hz.
class SoundWatcher {
 public:
  static constexpr double kRate_hz = 16000;
  SoundWatcher();
  /// Blocks in order of time; a hole of up to ten minutes is kept as a hole, overlaps are joined. Samples that aren't
  /// finite count as 0. Pre: the sound's rate is kRate_hz.
  void push(const Sound& sound);
  /// What has been seen; the watcher is done with then.
  SoundFrames take();

 private:
  static constexpr std::size_t kWindow = 1024, kStep = 400, kBins = kWindow / 2;
  void add(float sample);
  void transform();
  void describe(std::size_t which);

  SoundFrames frames_;
  std::vector<float> recent_;     // samples that windows to come still need
  std::vector<float> window_;     // Hann
  std::vector<float> re_, im_;    // two windows at a time: one in each part
  std::vector<float> cos_, sin_;  // of the transform
  std::vector<std::size_t> reversed_;
  std::vector<float> power_, level_;  // of one window; log mean of each bin over the last seconds
  std::array<std::size_t, kBands + 1> edges_{};
  std::size_t seen_ = 0, waiting_ = 0;
  double next_s_ = 0;
  bool has_begun_ = false;
};

}  // namespace endrange
