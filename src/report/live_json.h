// live_json.h: what is known of a set this moment, for the page beside the camera.
#pragma once

#include <string>

#include "core/live_state.h"

namespace endrange {

/// One JSON object (docs/formats.md, live state). Joints as shares of the picture's width and height.
std::string write_live_json(const LiveState& state);

}  // namespace endrange
