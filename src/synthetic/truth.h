// truth.h: what is true of a rendered clip: every quantity at 1 kHz, the reps, the camera. Names are analysis.json's.
//
// Written without a line of the measuring folders: two programs that agree say more than one.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/analysis.h"
#include "core/landmarks.h"

namespace endrange::synthetic {

struct Scene;

constexpr double kTruthRate = 1000;  // Hz

/// Arrays are (samples), one a millisecond from 0 s. Degrees and millimetres, as in analysis.json.
struct TruthSeries {
  struct LegTruth {
    std::vector<double> leg_elevation, thigh_elevation, hip_flexion, knee_flexion;  ///< deg
  };
  std::array<LegTruth, 2> legs;                ///< by Side
  std::vector<double> lumbar_lift, floor_gap;  ///< mm; NaN unless lying
  std::vector<double> pelvic_tilt;  ///< deg, posterior positive, 0 = pelvis flat on the floor; NaN unless lying
  std::vector<double> breath;       ///< 0 breathed out … 1 breathed in
  std::vector<double> swing;        ///< deg
  std::array<std::vector<double>, 2 * kJointCount> joints;  ///< x and y of each joint, px, by the camera of that moment
};

struct TruthRep {
  bool is_complete = true;
  std::string side;
  Interval lower, bottom, lift, top;  ///< top and bottom: within 2.5 deg of the extreme
  double start_s = kUnknown, end_s = kUnknown;
  double top_deg = kUnknown, bottom_deg = kUnknown;
  double lumbar_lift_max_mm = kUnknown, end_range_deg = kUnknown, lowest_held_deg = kUnknown,
         pelvic_onset_deg = kUnknown;
};

struct Truth {
  TruthSeries series;
  std::vector<TruthRep> reps;   ///< complete and partial, in time order
  double mm_per_px = kUnknown;  ///< in the plane of the near leg
  /// Of each picture: x and y of each joint at the moment its own row is exposed, px. (frames)
  std::vector<std::array<double, 2 * kJointCount>> frame_joints;
};

Truth log_truth(const Scene& scene, const std::vector<double>& frames_s);

/// The file beside the clip, schema endrange.truth/1 (docs/formats.md).
std::string truth_json(const Scene& scene, const Truth& truth, const std::vector<double>& frames_s,
                       const std::string& clip_name);

}  // namespace endrange::synthetic
