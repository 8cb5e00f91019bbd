// moments.h: which moments of a clip become pictures, and which part of the frame they show.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis.h"
#include "media/picture.h"
#include "report/html.h"

namespace endrange {

struct Moment {
  std::size_t frame;
  int rep;    ///< Rep::index
  Side side;  ///< whose angle is shown
  std::string label;
  Box box;  ///< the part of the picture that is shown
  PictureKind kind = PictureKind::moment;
};

/// The extremes of the first reps, and their way down half done.
std::vector<Moment> key_moments(const Analysis& analysis);

/// The moment in which the lower back leaves the floor, seen near; else the one in which it is highest. Nothing where
/// it stayed down or wasn't measured.
std::optional<Moment> moment_of_back(const Analysis& analysis);

}  // namespace endrange
