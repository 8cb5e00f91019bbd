// analyze.h: the whole pipeline, from frames to an Analysis. Only calls, no arithmetic of its own.
//
//   SoundSource ─► SoundFrames ────────────────────────────────────────────────────────► breath ──┐
//   FrameSource ─► PersonTracker ─► poses ─[repair, smooth]─► side frame, angles ─► reps, phases ─► Analysis
#pragma once

#include <functional>
#include <string>

#include "breath/spectrum.h"
#include "core/analysis.h"
#include "core/frame.h"
#include "core/still.h"
#include "pose/blazepose.h"
#include "pose/front_leg.h"
#include "pose/tracker.h"
#include "trunk/flank.h"
#include "trunk/shape.h"
#include "trunk/underside.h"

namespace endrange {

/// Fewer bits a pixel and small movements of plain cloth are encoded as none: a phone's own file holds 0.2 or more,
/// constant quality 23 some 0.01 (docs/accuracy.md).
constexpr double kLeastBitsPerPixel = 0.04;

struct AnalyzeOptions {
  BlazePose::Options pose;
  TrackerOptions tracking;
  Subject subject;
  std::string exercise;  ///< an id that overrides recognition; "" = recognise
  /// Of the encoded file, as H.264 would need them; NaN = not known, or never encoded.
  double bits_per_pixel = kUnknown;
  /// Called after each frame with its time; return false to stop (Error::Kind::interrupted). May be empty.
  std::function<bool(double at_s)> on_progress;
};

/// Follows the person through all frames.
/// Errors: those of the source; setup (the pose model); interrupted.
struct Following {
  std::vector<Pose> poses;             ///< raw, one a frame
  std::vector<SceneSample> scene;      ///< one a frame
  std::vector<Still> stills;           ///< of a few frames
  std::vector<FrontLeg> fronts;        ///< which leg is in front, where the picture shows it
  std::vector<FlankTrack> flanks;      ///< patches on the lying trunk
  std::vector<Underside> undersides;   ///< where the trunk meets the floor, some ten times a second
  std::vector<UpperContour> contours;  ///< the trunk's upper edge, as often
  SoundFrames sound;                   ///< filled by the caller, from listen(); empty without sound
  TrackStats stats;
  int width = 0, height = 0;
};
Result<Following> follow(FrameSource& frames, const AnalyzeOptions& options);

/// Takes in a clip's sound, at SoundWatcher::kRate_hz. Pixels aren't needed: it may run beside follow().
/// Errors: those of the source.
Result<SoundFrames> listen(SoundSource& sound);

/// Everything after the pixels. Pure: the same input gives the same Analysis. clip is left for the caller to fill.
Analysis interpret(const Following& following, const AnalyzeOptions& options);

/// The last part of it, from angles, reps and the back's series on: end range, trends, checks, advice, forces. For
/// those who put series of their own in the place of measured ones.
void conclude(Analysis& analysis, const AnalyzeOptions& options);

}  // namespace endrange
