#include "report/strip.h"

#include <cairo.h>

#include <algorithm>
#include <cmath>

#include "report/brush.h"
#include "report/canvas.h"
#include "report/exaggerate.h"
#include "report/overlay.h"
#include "report/words.h"

namespace endrange {

namespace {

constexpr double kGain = 10;
// What a panel shows about the hip's place on the floor: along it, from the thigh to beyond the shoulder, and from
// below it to above the belly. trunk lengths
constexpr double kTowardsFeet = 0.42, kTowardsHead = 1.12, kBelow = 0.14, kAbove = 0.62;
constexpr int kPanelWidth = 480, kColumns = 2, kGap = 6;

struct Cut {
  Box box;
  Vec2 hip_floor;  // px of the frame
  const SideGeometry* geometry;
};

Cut cut_for(const Analysis& a, const BackStill& still) {
  const SideGeometry* g = geometry_at(a, static_cast<std::size_t>(still.curve.frame));
  const Vec2 hip = still.curve.hip, floor = hip - dot(hip - g->floor_point, g->up) * g->up;
  Vec2 low{1e9, 1e9}, high{-1e9, -1e9};
  for (const double along : {-kTowardsFeet, kTowardsHead})
    for (const double up : {-kBelow, kAbove}) {
      const Vec2 p = floor + g->trunk_px * (along * g->head + up * g->up);
      low = {std::min(low.x, p.x), std::min(low.y, p.y)}, high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
  const int left = std::clamp(static_cast<int>(low.x), 0, a.clip.width - 2) & ~1,
            top = std::clamp(static_cast<int>(low.y), 0, a.clip.height - 2) & ~1;
  return {{left, top, std::clamp(static_cast<int>(high.x), left + 2, a.clip.width) - left,
           std::clamp(static_cast<int>(high.y), top + 2, a.clip.height) - top},
          floor,
          g};
}

// Copies a picture into a larger one of the same kind. left, top: even.
void paste(const Picture& from, Picture& to, int left, int top) {
  const auto copy = [](const std::vector<std::uint8_t>& source, int width, int height,
                       std::vector<std::uint8_t>& target, int target_width, int x, int y) {
    for (int row = 0; row < height; ++row)
      std::copy_n(source.begin() + static_cast<std::ptrdiff_t>(row) * width, width,
                  target.begin() + static_cast<std::ptrdiff_t>(y + row) * target_width + x);
  };
  copy(from.luma, from.width, from.height, to.luma, to.width, left, top);
  copy(from.blue, from.width / 2, from.height / 2, to.blue, to.width / 2, left / 2, top / 2);
  copy(from.red, from.width / 2, from.height / 2, to.red, to.width / 2, left / 2, top / 2);
}

}  // namespace

Result<StripPanel> draw_strip_panel(const Frame& frame, const Analysis& a, const BackStill& still) {
  const Cut cut = cut_for(a, still);
  const int height = kPanelWidth * cut.box.height / cut.box.width & ~1;
  auto picture = copy_scaled(frame, cut.box, kPanelWidth, height);
  if (!picture) return tl::unexpected(picture.error());
  const double scale = static_cast<double>(picture->width) / cut.box.width;
  const Vec2 corner{static_cast<double>(cut.box.x), static_cast<double>(cut.box.y)};
  const BackView view{scale * (cut.hip_floor - corner),
                      cut.geometry->head,
                      cut.geometry->up,
                      scale * cut.geometry->trunk_px,
                      scale,
                      kGain,
                      still.curve};
  StripPanel panel{still, frame.at_s, exaggerated(*picture, view)};
  Canvas canvas(panel.picture.width, panel.picture.height);
  const double size = panel.picture.width / 17.0;
  draw_opening(canvas, view, size / 14);
  const std::string text = degrees_text(still.leg_deg) + " · " + number_text(still.lift_mm, 1, " mm") +
                           (still.is_lift_off ? " · back lifts" : "");
  draw_label(canvas.context(), {0, 0},
             {static_cast<double>(panel.picture.width), static_cast<double>(panel.picture.height)}, text, size,
             still.is_lift_off ? kLost : kShade, still.is_lift_off ? 0.95 : 0.75);
  canvas.lay_over(panel.picture);
  return panel;
}

Result<KeyPicture> lay_strip(std::span<const StripPanel> panels) {
  const int wide = panels[0].picture.width, tall = panels[0].picture.height;
  const int rows = (static_cast<int>(panels.size()) + kColumns - 1) / kColumns;
  const double size = wide / 17.0;
  const int foot = static_cast<int>(2 * size) & ~1;
  Picture sheet(kColumns * wide + (kColumns - 1) * kGap, rows * (tall + kGap) + foot);
  sheet.is_full_range = panels[0].picture.is_full_range, sheet.is_bt709 = panels[0].picture.is_bt709;
  std::ranges::fill(sheet.luma, std::uint8_t{30});
  std::ranges::fill(sheet.blue, std::uint8_t{128});
  std::ranges::fill(sheet.red, std::uint8_t{128});
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const int place = static_cast<int>(i);
    paste(panels[i].picture, sheet, place % kColumns * (wide + kGap), place / kColumns * (tall + kGap));
  }
  Canvas canvas(sheet.width, sheet.height);
  cairo_t* cr = canvas.context();
  const std::string text = "The back's movement is drawn 10 times larger than it was";
  select_font(cr, 0.95 * size, true);
  set(cr, kNear, 1);
  cairo_move_to(cr, (sheet.width - text_width(cr, text)) / 2, sheet.height - foot + 1.3 * size);
  cairo_show_text(cr, text.c_str());
  canvas.lay_over(sheet);
  auto jpeg = encode_jpeg(sheet, 85);
  if (!jpeg) return tl::unexpected(jpeg.error());
  KeyPicture picture;
  picture.rep = panels[0].still.rep, picture.label = "lower back, movement × 10", picture.at_s = panels[0].at_s;
  picture.width = sheet.width, picture.height = sheet.height, picture.jpeg = std::move(*jpeg);
  picture.kind = PictureKind::strip;
  return picture;
}

}  // namespace endrange
