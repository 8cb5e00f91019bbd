// subpixel.h: where a small patch of one picture has gone in another, to a hundredth of a pixel.
//
//   reference ─ cut ─► Patch (grey, gradients, Hessian) ─ match(now, start) ─► Match (shift, affine change, error)
//
// Inverse-compositional Gauss–Newton with an affine warp on grey whose level, slope and spread don't count: brightness
// and contrast may change, and shading, which stays in the room when the body moves through it, isn't followed. Always
// against the reference itself, so nothing drifts. Both pictures are read as cubic B-splines whose coefficients are the
// pixels themselves: lightly smoothed, and exact to some thousandths of a pixel in between.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "core/landmarks.h"
#include "trunk/grey_window.h"

namespace endrange {

/// A point p of the patch, px from its centre, is found at centre + (x, y) + p + A·p, A = (xx xy; yx yy).
struct Warp {
  double x = 0, y = 0;
  double xx = 0, xy = 0, yx = 0, yy = 0;
};

/// Covariance of a shift, px². Kept for every patch of every frame, hence small.
struct Doubt {
  float xx = 0, xy = 0, yy = 0;
};

struct Match {
  Warp warp;
  double correlation = 0;  ///< zero-mean, normalised: 1 = the same but for brightness and contrast
  Doubt doubt;             ///< of (warp.x, warp.y), from what is left unexplained block by block; without the prior
  bool is_found = false;   ///< false: no convergence, or it left the window; the rest then says nothing
};

class Patch {
 public:
  /// The square of 2·radius + 1 pixels around a pixel. Empty when it reaches beyond the window, or is too plain to
  /// say where it is in any direction: its strongest direction holds less than `least_texture` (sum of squared
  /// gradients, grey levels²).
  static std::optional<Patch> cut(const GreyWindow& reference, int x, int y, int radius, double least_texture);

  /// Matches against another picture, starting from a guess within about half the patch's finest detail. `expected`, a
  /// shift, is held to by one pixel or so: a plain patch, or one that is an edge and nothing else, would slide.
  /// Source: Baker & Matthews, Int. J. Comput. Vis. 56 (2004); Pan et al., Exp. Mech. 53 (2013).
  Match match(const GreyWindow& now, const Warp& start, Vec2 expected) const;

  /// Correlation at a whole-pixel shift: for finding a start. −1 when outside.
  double correlation_at(const GreyWindow& now, int dx, int dy) const;

  int x() const { return x_; }
  int y() const { return y_; }

 private:
  int x_ = 0, y_ = 0, radius_ = 0;
  double energy_x_ = 1, energy_y_ = 1;
  float spread_ = 0;         // root of the summed squares of grey_
  std::vector<float> grey_;  // zero mean, row by row
  std::vector<float> gradient_x_, gradient_y_;
  std::array<double, 36> inverse_{}, held_inverse_{};  // of the Hessian, without and with the prior on the shift
};

}  // namespace endrange
