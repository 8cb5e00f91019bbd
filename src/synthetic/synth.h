// synth.h: a recipe becomes a clip and its truth.
#pragma once

#include <functional>
#include <string>

#include "core/error.h"
#include "synthetic/recipe.h"
#include "synthetic/truth.h"

namespace endrange::synthetic {

/// Renders a clip.
///
/// out          the MP4; beside it NAME.truth.json and, if asked, NAME.raw.mp4, its bit-exact twin. Each appears under
///              its name only when it is whole. An earlier rendered clip is replaced, any other file left alone.
/// returns      what is true of it
/// threads      1–64
/// on_progress  share done, 0…1; false stops; may be empty
/// Errors: bad_argument (the recipe's problem, a foreign file of that name), io, unsupported, interrupted
Result<Truth> render_clip(const Recipe& recipe, const std::string& out, int threads,
                          const std::function<bool(double)>& on_progress);

/// When each picture is shown, s from the first. Uneven if the recipe says so.
std::vector<double> frame_times(const Recipe& recipe, double duration_s);

/// NAME.truth.json of NAME.mp4.
std::string truth_path(const std::string& out);

}  // namespace endrange::synthetic
