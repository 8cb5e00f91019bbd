// still.h: what is kept of single frames while the clip streams by: small grey copies, and the curve of the back.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/landmarks.h"

namespace endrange {

/// Block means of the luma plane. Still frame: x right, y down, (0,0) the top-left corner, as in the picture but
/// `scale` times smaller.
struct Still {
  int frame = -1;  ///< Frame::index
  int width = 0, height = 0;
  int scale = 1;                   ///< picture px in a still's px
  std::vector<std::uint8_t> grey;  ///< (height, width)
};

/// How far the lower back has risen along its length in one frame, against where it lay at the reference.
///
///     rise_px  ▲    ╭──╮
///              └──╯    ╰───► samples, from kFirst beyond the hip, kStep apart; zero outside them
struct BackCurve {
  static constexpr double kFirst = -0.1, kStep = 0.025;  ///< trunk lengths from the hip towards the head
  static constexpr std::size_t kSamples = 33;
  int frame = -1;                            ///< Frame::index
  Vec2 hip;                                  ///< where it was at the reference, px
  std::array<float, kSamples> rise_px = {};  ///< away from the floor, px

  /// Between samples, linearly. along: trunk lengths from the hip; returns px.
  double at(double along) const {
    const double place = (along - kFirst) / kStep;
    if (!(place > 0 && place < kSamples - 1)) return 0;
    const auto i = static_cast<std::size_t>(place);
    const double share = place - static_cast<double>(i);
    return (1 - share) * static_cast<double>(rise_px[i]) + share * static_cast<double>(rise_px[i + 1]);
  }
};

/// One moment of a lowering, for showing what the back did.
struct BackStill {
  int rep = 0;               ///< Rep::index
  double leg_deg = 0;        ///< elevation of the leg that the rep is read from
  double lift_mm = 0;        ///< lumbar lift
  bool is_lift_off = false;  ///< the back is lost here
  BackCurve curve;
};

}  // namespace endrange
