// analyze.h: the whole pipeline, from frames to an Analysis. Only calls, no arithmetic of its own.
//
//   frames, sound ─[follow]─► Following ─[interpret: repair, smooth ─► side frame, angles ─► reps, back, breath]─►
//   Analysis
#pragma once

#include <string>

#include "analysis/follow.h"
#include "core/analysis.h"

namespace endrange {

/// Fewer bits a pixel and small movements of plain cloth are encoded as none: a phone's own file holds 0.2 or more,
/// constant quality 23 some 0.01 (docs/accuracy.md).
constexpr double kLeastBitsPerPixel = 0.04;

struct AnalyzeOptions {
  Subject subject;
  std::string exercise;  ///< an id that overrides recognition; "" = recognise
  /// Of the encoded file, as H.264 would need them; NaN = not known, or never encoded.
  double bits_per_pixel = kUnknown;
};

/// Everything after the pixels. Pure: the same input gives the same Analysis. clip is left for the caller to fill.
Analysis interpret(const Following& following, const AnalyzeOptions& options);

/// The last part of it, from angles, reps and the back's series on: end range, trends, checks, advice, forces. For
/// those who put series of their own in the place of measured ones.
void conclude(Analysis& analysis, const AnalyzeOptions& options);

}  // namespace endrange
