#include "report/pictures.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/prefetch.h"
#include "media/encoder.h"
#include "report/canvas.h"
#include "report/moments.h"
#include "report/overlay.h"
#include "report/overlay_back.h"
#include "report/strip.h"

namespace endrange {

namespace {

constexpr std::size_t kFramesAhead = 8, kBytesAhead = 24u << 20;
constexpr int kPictureWidth = 460, kBackPictureWidth = 920;
// Key pictures stand a second or two apart in a clip: a nearer frame is reached by decoding on. s
constexpr double kWorthJumping = 1.0;
constexpr double kSameTime = 1e-4;
// Drawn video isn't larger than this: it is for looking at and sending on; full size takes more than twice as long.
constexpr int kLongestSide = 1280;
Result<KeyPicture> draw_key_picture(const Frame& frame, const Analysis& a, const Moment& moment) {
  const bool is_of_back = moment.kind == PictureKind::back;
  const Box& box = moment.box;
  const int width = std::min(is_of_back ? kBackPictureWidth : kPictureWidth, box.width) & ~1,
            height = std::max(2, width * box.height / std::max(box.width, 1)) & ~1;
  auto picture = copy_scaled(frame, box, width, height);
  if (!picture) return tl::unexpected(picture.error());
  Canvas canvas(picture->width, picture->height);
  const Placement placement{{static_cast<double>(box.x & ~1), static_cast<double>(box.y & ~1)},
                            static_cast<double>(picture->width) / box.width};
  draw_body(canvas, a, moment.frame, moment.side, placement, 1.25);
  if (is_of_back) draw_back_mark(canvas, a, moment.frame, placement, 1.25);
  canvas.lay_over(*picture);
  auto jpeg = encode_jpeg(*picture, 82);
  if (!jpeg) return tl::unexpected(jpeg.error());
  return KeyPicture{moment.rep,     moment.label,    frame.at_s,       shown_angle(a, moment.frame, moment.side),
                    picture->width, picture->height, std::move(*jpeg), moment.kind};
}

// The annotated video: picture, body and panel of each frame.
class Film {
 public:
  static Result<Film> begin(const Frame& first, const Analysis& a, const DrawOptions& options) {
    const double scale = std::min(1.0, static_cast<double>(kLongestSide) / std::max(first.width, first.height));
    EncoderOptions encoding;
    encoding.width = static_cast<int>(std::lround(first.width * scale)) & ~1;
    encoding.height = static_cast<int>(std::lround(first.height * scale)) & ~1;
    encoding.is_full_range = first.is_full_range, encoding.is_bt709 = first.is_bt709;
    encoding.frames_per_s = std::isnan(a.clip.frames_per_s) ? 30 : a.clip.frames_per_s;
    encoding.sound_from = options.sound_from;
    auto encoder = Encoder::create(options.video_path, encoding);
    if (!encoder) return tl::unexpected(encoder.error());
    return Film(std::move(*encoder), encoding.width, encoding.height, scale);
  }

  Result<void> add(const Frame& frame, const Analysis& a, std::size_t index) {
    auto picture = copy_scaled(frame, {0, 0, frame.width, frame.height}, width_, height_);
    if (!picture) return tl::unexpected(picture.error());
    canvas_->clear();
    const double unit = std::max(1.0, std::min(width_, height_) / 480.0);
    const Placement placement{{0, 0}, scale_};
    draw_body(*canvas_, a, index, shown_side(a, index), placement, unit);
    draw_lost_back(*canvas_, a, index, placement, {static_cast<double>(width_), static_cast<double>(height_)}, unit);
    draw_panel(*canvas_, a, index, unit);
    canvas_->lay_over(*picture);
    return encoder_.push(*picture, frame.at_s);
  }

  Result<void> finish() { return encoder_.finish(); }

 private:
  Film(Encoder encoder, int width, int height, double scale)
      : encoder_(std::move(encoder)),
        canvas_(std::make_unique<Canvas>(width, height)),
        width_(width),
        height_(height),
        scale_(scale) {}

  Encoder encoder_;
  std::unique_ptr<Canvas> canvas_;
  int width_, height_;
  double scale_;
};

// What is to be drawn, and what has been.
struct Sheet {
  std::vector<Moment> moments;
  std::vector<KeyPicture> pictures;
  std::vector<StripPanel> panels;
};

// The pictures of one frame's moments, if it has any.
Result<void> add_pictures(const Frame& frame, std::size_t index, const Analysis& a, Sheet& sheet) {
  for (const Moment& moment : sheet.moments) {
    if (moment.frame != index) continue;
    auto picture = draw_key_picture(frame, a, moment);
    if (!picture) return tl::unexpected(picture.error());
    sheet.pictures.push_back(std::move(*picture));
  }
  for (const BackStill& still : a.back_stills) {
    if (still.curve.frame != static_cast<int>(index)) continue;
    auto panel = draw_strip_panel(frame, a, still);
    if (!panel) return tl::unexpected(panel.error());
    sheet.panels.push_back(std::move(*panel));
  }
  return {};
}

// Every frame in turn: the video, and the pictures on the way.
Result<void> draw_all(Decoder& clip, const Analysis& a, const DrawOptions& options, Sheet& sheet) {
  Prefetch frames(clip, kFramesAhead, kBytesAhead);
  std::optional<Film> film;
  for (std::size_t index = 0; index < a.series.at_s.size(); ++index) {
    auto frame = frames.next();
    if (!frame) return tl::unexpected(frame.error());
    if (frame->empty()) break;
    if (!film) {
      auto begun = Film::begin(*frame, a, options);
      if (!begun) return tl::unexpected(begun.error());
      film = std::move(*begun);
    }
    if (auto added = film->add(*frame, a, index); !added) return added;
    if (auto added = add_pictures(*frame, index, a, sheet); !added) return added;
    if (options.on_progress && !options.on_progress(frame->at_s)) return failure(Error::Kind::interrupted, "stopped");
  }
  return film ? film->finish() : Result<void>{};
}

// Only the frames of key moments, jumping from key picture to key picture between them.
Result<void> draw_moments(Decoder& clip, const Analysis& a, const DrawOptions& options, Sheet& sheet) {
  std::vector<std::size_t> wanted;
  for (const Moment& moment : sheet.moments) wanted.push_back(moment.frame);
  for (const BackStill& still : a.back_stills) wanted.push_back(static_cast<std::size_t>(still.curve.frame));
  std::ranges::sort(wanted);
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  double now_s = -1;
  for (const std::size_t index : wanted) {
    const double at_s = a.series.at_s[index];
    if (at_s - now_s > kWorthJumping) clip.seek(at_s);
    while (now_s < at_s - kSameTime) {
      auto frame = clip.next();
      if (!frame) return tl::unexpected(frame.error());
      if (frame->empty()) return {};
      now_s = frame->at_s;
      if (now_s >= at_s - kSameTime)
        if (auto added = add_pictures(*frame, index, a, sheet); !added) return added;
      if (options.on_progress && !options.on_progress(now_s)) return failure(Error::Kind::interrupted, "stopped");
    }
  }
  return {};
}

}  // namespace

Result<std::vector<KeyPicture>> draw_clip(Decoder& clip, const Analysis& a, const DrawOptions& options) {
  Sheet sheet{key_moments(a), {}, {}};
  if (auto back = moment_of_back(a)) sheet.moments.push_back(std::move(*back));
  auto drawn = options.video_path.empty() ? draw_moments(clip, a, options, sheet) : draw_all(clip, a, options, sheet);
  if (!drawn) return tl::unexpected(drawn.error());
  std::ranges::stable_sort(sheet.pictures, [](const KeyPicture& x, const KeyPicture& y) {
    return x.rep != y.rep ? x.rep < y.rep : x.at_s < y.at_s;
  });
  if (sheet.panels.size() > 1) {
    auto strip = lay_strip(sheet.panels);
    if (!strip) return tl::unexpected(strip.error());
    sheet.pictures.push_back(std::move(*strip));
  }
  return std::move(sheet.pictures);
}

}  // namespace endrange
