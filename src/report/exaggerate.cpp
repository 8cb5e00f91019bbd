#include "report/exaggerate.h"

#include <cairo.h>

#include <algorithm>
#include <cmath>

#include "report/brush.h"

namespace endrange {

namespace {

// From the floor to the front of the belly. trunk lengths; as in trunk/lift
constexpr double kThick = 0.40;
// At least this share of the thickness is left of a trunk that is squeezed. It takes a lift of some 17 mm.
constexpr double kLeastLeft = 0.15;
// A movement below this isn't seen. px
constexpr double kStill_px = 0.05;

struct Plane {
  const std::vector<std::uint8_t>& from;
  std::vector<std::uint8_t>& to;
  int width, height;
  double step;  // px of the picture in one of the plane's
};

double sample(const Plane& plane, double x, double y) {
  const double cx = std::clamp(x, 0.0, plane.width - 1.0), cy = std::clamp(y, 0.0, plane.height - 1.0);
  const int left = std::min(static_cast<int>(cx), plane.width - 2),
            top = std::min(static_cast<int>(cy), plane.height - 2);
  const double fx = cx - left, fy = cy - top;
  const auto at = [&](int dx, int dy) {
    return static_cast<double>(plane.from[static_cast<std::size_t>((top + dy) * plane.width + left + dx)]);
  };
  return (1 - fy) * ((1 - fx) * at(0, 0) + fx * at(1, 0)) + fy * ((1 - fx) * at(0, 1) + fx * at(1, 1));
}

// How far below its new place a pixel at height h stood; 0 = where it is. px
double moved_by(const BackView& view, double along, double h) {
  const double thick = kThick * view.trunk_px, edge = view.scale * view.curve.at(along), drawn = view.drawn_rise(along);
  if (h >= thick || h < drawn || std::abs(drawn - edge) < kStill_px) return 0;
  const double share = (drawn - edge) / (thick - edge);
  return h - (h - share * thick) / (1 - share);
}

void warp(const Plane& plane, const BackView& view) {
  for (int y = 0; y < plane.height; ++y)
    for (int x = 0; x < plane.width; ++x) {
      const Vec2 p{(x + 0.5) * plane.step, (y + 0.5) * plane.step}, d = p - view.hip_floor;
      const double back = moved_by(view, dot(d, view.head) / view.trunk_px, dot(d, view.up));
      if (back == 0) continue;
      const Vec2 source = p - back * view.up;
      plane.to[static_cast<std::size_t>(y * plane.width + x)] = static_cast<std::uint8_t>(
          std::lround(sample(plane, source.x / plane.step - 0.5, source.y / plane.step - 0.5)));
    }
}

}  // namespace

double BackView::drawn_rise(double along) const {
  const double edge = scale * curve.at(along);
  return std::min(gain * edge, std::lerp(std::max(edge, kThick * trunk_px), edge, kLeastLeft));
}

Picture exaggerated(const Picture& picture, const BackView& view) {
  Picture out = picture;
  if (!(view.trunk_px > 0)) return out;
  warp({picture.luma, out.luma, picture.width, picture.height, 1}, view);
  warp({picture.blue, out.blue, picture.chroma_width(), picture.height / 2, 2}, view);
  warp({picture.red, out.red, picture.chroma_width(), picture.height / 2, 2}, view);
  return out;
}

void draw_opening(Canvas& canvas, const BackView& view, double unit) {
  constexpr int kPoints = 2 * (BackCurve::kSamples - 1);
  constexpr double kLast = BackCurve::kFirst + BackCurve::kStep * (BackCurve::kSamples - 1);
  cairo_t* cr = canvas.context();
  const auto point = [&](int i, bool is_floor) {
    const double along = std::lerp(BackCurve::kFirst, kLast, static_cast<double>(i) / kPoints);
    const double rise = view.drawn_rise(along);
    const Vec2 p =
        view.hip_floor + along * view.trunk_px * view.head + (is_floor ? std::min(0.0, rise) : rise) * view.up;
    cairo_line_to(cr, p.x, p.y);
  };
  cairo_new_path(cr);
  for (int i = 0; i <= kPoints; ++i) point(i, false);
  for (int i = kPoints; i >= 0; --i) point(i, true);
  cairo_close_path(cr);
  set(cr, kLost, 1);
  cairo_fill(cr);
  cairo_new_path(cr);
  for (int i = 0; i <= kPoints; ++i) point(i, false);
  stroke_path(cr, kNear, 0.95, unit);
}

}  // namespace endrange
