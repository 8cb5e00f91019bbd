// analyze.h: the whole pipeline, from frames to an Analysis. Only calls, no arithmetic of its own.
//
//   FrameSource ─► PersonTracker ─► poses ─[repair, smooth]─► side frame, angles ─► reps, phases ─► Analysis
#pragma once

#include <functional>
#include <string>

#include "core/analysis.h"
#include "core/frame.h"
#include "core/still.h"
#include "pose/blazepose.h"
#include "pose/tracker.h"

namespace endrange {

struct AnalyzeOptions {
  BlazePose::Options pose;
  TrackerOptions tracking;
  Subject subject;
  std::string exercise;  ///< an id that overrides recognition; "" = recognise
  /// Called after each frame with its time; return false to stop (Error::Kind::interrupted). May be empty.
  std::function<bool(double at_s)> on_progress;
};

/// Follows the person through all frames.
/// Errors: those of the source; setup (the pose model); interrupted.
struct Following {
  std::vector<Pose> poses;         ///< raw, one a frame
  std::vector<SceneSample> scene;  ///< one a frame
  std::vector<Still> stills;       ///< of a few frames
  TrackStats stats;
  int width = 0, height = 0;
};
Result<Following> follow(FrameSource& frames, const AnalyzeOptions& options);

/// Everything after the pixels. Pure: the same input gives the same Analysis. clip is left for the caller to fill.
Analysis interpret(const Following& following, const AnalyzeOptions& options);

}  // namespace endrange
