// pictures.h: the second pass over a clip: the annotated video and the reps' key pictures.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/analysis.h"
#include "media/decoder.h"
#include "report/html.h"

namespace endrange {

struct DrawOptions {
  std::string video_path;  ///< "" = no video
  std::string sound_from;  ///< a clip whose sound the video keeps
  /// Called after each frame; return false to stop. May be empty.
  std::function<bool(double at_s)> on_progress;
};

/// Draws over every frame, or only over the reps' key moments when no video is wanted.
///
/// clip    the same that was analysed, not read from yet
/// Errors: those of the decoder and the encoder; interrupted
Result<std::vector<KeyPicture>> draw_clip(Decoder& clip, const Analysis& analysis, const DrawOptions& options);

}  // namespace endrange
