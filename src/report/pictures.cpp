#include "report/pictures.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/prefetch.h"
#include "core/smooth.h"
#include "media/encoder.h"
#include "report/canvas.h"
#include "report/overlay.h"
#include "report/overlay_back.h"

namespace endrange {

namespace {

constexpr std::size_t kFramesAhead = 8, kBytesAhead = 24u << 20;
constexpr int kMostRepsShown = 12;
constexpr int kPictureWidth = 460, kBackPictureWidth = 920;
// Key pictures stand a second or two apart in a clip: a nearer frame is reached by decoding on. s
constexpr double kWorthJumping = 1.0;
constexpr double kSameTime = 1e-4;
// Drawn video isn't larger than this: it is for looking at and sending on; full size takes more than twice as long.
constexpr int kLongestSide = 1280;
struct Moment {
  std::size_t frame;
  int rep;
  Side side;  // whose angle is shown
  std::string label;
  Box box;  // the part of the picture that is shown
  bool is_of_back = false;
};

std::size_t frame_at(const Series& series, double t) {
  const auto after = std::ranges::lower_bound(series.at_s, t);
  if (after == series.at_s.end()) return series.at_s.size() - 1;
  const auto i = static_cast<std::size_t>(after - series.at_s.begin());
  return i > 0 && t - series.at_s[i - 1] < series.at_s[i] - t ? i - 1 : i;
}

// When the leg, going down, is closest to the middle of its way.
double halfway_s(const Analysis& a, const Rep& rep, Side side) {
  const double middle = (rep.leg_elevation_top_deg + rep.leg_elevation_bottom_deg) / 2;
  double best_s = (rep.lower.from_s + rep.lower.to_s) / 2, best = 1e9;
  for (std::size_t i = frame_at(a.series, rep.lower.from_s);
       i < a.series.at_s.size() && a.series.at_s[i] <= rep.lower.to_s; ++i) {
    const double off = std::abs(shown_angle(a, i, side) - middle);
    if (off < best) best = off, best_s = a.series.at_s[i];
  }
  return best_s;
}

std::vector<Moment> key_moments(const Analysis& a, const Box& box) {
  std::vector<Moment> moments;
  for (const Rep& rep : a.reps) {
    if (!rep.is_complete || rep.index > kMostRepsShown) continue;
    // A rep starts at one extreme; the way down, where backs are lost, is shown half done.
    const bool starts_high = rep.starts_at_top();
    const Side side = leg_of(rep.side, a.view.near_side.value_or(Side::left));
    const auto add = [&](double at_s, const char* label) {
      moments.push_back({frame_at(a.series, at_s), rep.index, side, label, box});
    };
    add(rep.top_s, starts_high ? "start, top" : "top");
    if (rep.lower.is_known()) add(halfway_s(a, rep, side), "halfway down");
    add(rep.bottom_s, starts_high ? "lowest" : "start, lowest");
  }
  return moments;
}

// The part of the picture in which the body moves, with a margin, in the shape of at most 16:9 and at least 4:5.
Box body_box(const Analysis& a, int width, int height) {
  std::vector<double> x, y;
  for (const Pose& pose : a.series.poses) {
    if (pose.score <= 0) continue;
    for (const Landmark& l : pose.joints) x.push_back(l.x), y.push_back(l.y);
  }
  double left = quantile(x, 0.005), right = quantile(x, 0.995), top = quantile(y, 0.005), bottom = quantile(y, 0.995);
  const double margin = 0.12 * std::max(right - left, bottom - top);
  left -= margin, right += margin, top -= margin, bottom += margin;
  const double middle_x = (left + right) / 2, middle_y = (top + bottom) / 2;
  const double wide = std::max(right - left, (bottom - top) * 0.8), tall = std::max(bottom - top, wide * 9 / 16);
  left = middle_x - wide / 2, right = middle_x + wide / 2, top = middle_y - tall / 2, bottom = middle_y + tall / 2;
  // Shift inside before cutting off.
  if (left < 0) right -= left, left = 0;
  if (top < 0) bottom -= top, top = 0;
  if (right > width) left = std::max(0.0, left - (right - width)), right = width;
  if (bottom > height) top = std::max(0.0, top - (bottom - height)), bottom = height;
  return {static_cast<int>(left), static_cast<int>(top), static_cast<int>(right - left),
          static_cast<int>(bottom - top)};
}

// The rep nearest to the set's end range; else the one in which the back was highest; null where it stayed down.
const Rep* rep_of_back(const Analysis& a) {
  const Rep *nearest = nullptr, *highest = nullptr;
  const double end_range = a.end_range.deg;
  for (const Rep& rep : a.reps) {
    if (!rep.is_complete) continue;
    const double off = std::abs(rep.end_range_deg - end_range);
    if (!std::isnan(off) && (nearest == nullptr || off < std::abs(nearest->end_range_deg - end_range))) nearest = &rep;
    if (rep.lumbar_lift_max_mm > a.end_range.criterion_mm &&
        (highest == nullptr || rep.lumbar_lift_max_mm > highest->lumbar_lift_max_mm))
      highest = &rep;
  }
  return nearest != nullptr ? nearest : highest;
}

// The frame of its way down in which the leg is nearest to the rep's end range; without one, where the back is highest.
std::optional<std::size_t> frame_of_back(const Analysis& a, const Rep& rep, Side side) {
  const Series& s = a.series;
  const auto at = [](const std::vector<double>& v, std::size_t i) { return i < v.size() ? v[i] : kUnknown; };
  const double to_s = std::isnan(rep.bottom_s) ? rep.lower.to_s : std::max(rep.lower.to_s, rep.bottom_s);
  std::optional<std::size_t> best;
  double least = 1e9;
  for (std::size_t i = 0; i < s.at_s.size(); ++i) {
    if (!(s.at_s[i] >= rep.lower.from_s && s.at_s[i] <= to_s)) continue;
    const double height = std::fmax(at(s.lumbar_lift, i), at(s.floor_gap, i));
    const double off = std::isnan(rep.end_range_deg) ? -height : std::abs(shown_angle(a, i, side) - rep.end_range_deg);
    if (off < least) least = off, best = i;
  }
  return best;
}

// The trunk in frame `index`, from the shoulder to beyond the leg's angle, shifted inside the picture.
std::optional<Box> trunk_box(const Analysis& a, std::size_t index, int width, int height) {
  constexpr double kWide = 2.0, kTall = 1.15;  // of the trunk's length
  const Pose& pose = a.series.poses[index];
  const Side near = a.view.near_side.value_or(Side::left);
  const Vec2 hip = pose.at(of(Joint::left_hip, near)), shoulder = pose.at(of(Joint::left_shoulder, near));
  const double trunk = length(shoulder - hip);
  if (std::isnan(trunk) || trunk < 20) return std::nullopt;
  const Vec2 middle = hip + 0.25 * (shoulder - hip);
  const int wide = std::min(static_cast<int>(kWide * trunk), width),
            tall = std::min(static_cast<int>(kTall * trunk), height);
  return Box{std::clamp(static_cast<int>(middle.x) - wide / 2, 0, width - wide),
             std::clamp(static_cast<int>(middle.y) - tall / 2, 0, height - tall), wide, tall};
}

// The moment in which the lower back leaves the floor, seen near.
std::optional<Moment> moment_of_back(const Analysis& a) {
  const Rep* rep = rep_of_back(a);
  if (rep == nullptr || !rep->lower.is_known()) return std::nullopt;
  const Side side = leg_of(rep->side, a.view.near_side.value_or(Side::left));
  const auto frame = frame_of_back(a, *rep, side);
  if (!frame) return std::nullopt;
  const auto box = trunk_box(a, *frame, a.clip.width, a.clip.height);
  if (!box) return std::nullopt;
  return Moment{*frame, rep->index, side, "lower back", *box, true};
}

Result<KeyPicture> draw_key_picture(const Frame& frame, const Analysis& a, const Moment& moment) {
  const Box& box = moment.box;
  const int width = std::min(moment.is_of_back ? kBackPictureWidth : kPictureWidth, box.width) & ~1,
            height = std::max(2, width * box.height / std::max(box.width, 1)) & ~1;
  auto picture = copy_scaled(frame, box, width, height);
  if (!picture) return tl::unexpected(picture.error());
  Canvas canvas(picture->width, picture->height);
  const Placement placement{{static_cast<double>(box.x & ~1), static_cast<double>(box.y & ~1)},
                            static_cast<double>(picture->width) / box.width};
  draw_body(canvas, a, moment.frame, moment.side, placement, 1.25);
  if (moment.is_of_back) draw_back_mark(canvas, a, moment.frame, placement, 1.25);
  canvas.lay_over(*picture);
  auto jpeg = encode_jpeg(*picture, 82);
  if (!jpeg) return tl::unexpected(jpeg.error());
  return KeyPicture{moment.rep,     moment.label,    frame.at_s,       shown_angle(a, moment.frame, moment.side),
                    picture->width, picture->height, std::move(*jpeg), moment.is_of_back};
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

// The pictures of one frame's moments, if it has any.
Result<void> add_pictures(const Frame& frame, std::size_t index, const Analysis& a, std::span<const Moment> moments,
                          std::vector<KeyPicture>& pictures) {
  for (const Moment& moment : moments) {
    if (moment.frame != index) continue;
    auto picture = draw_key_picture(frame, a, moment);
    if (!picture) return tl::unexpected(picture.error());
    pictures.push_back(std::move(*picture));
  }
  return {};
}

// Every frame in turn: the video, and the pictures on the way.
Result<void> draw_all(Decoder& clip, const Analysis& a, std::span<const Moment> moments, const DrawOptions& options,
                      std::vector<KeyPicture>& pictures) {
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
    if (auto added = add_pictures(*frame, index, a, moments, pictures); !added) return added;
    if (options.on_progress && !options.on_progress(frame->at_s)) return failure(Error::Kind::interrupted, "stopped");
  }
  return film ? film->finish() : Result<void>{};
}

// Only the frames of key moments, jumping from key picture to key picture between them.
Result<void> draw_moments(Decoder& clip, const Analysis& a, std::span<const Moment> moments, const DrawOptions& options,
                          std::vector<KeyPicture>& pictures) {
  std::vector<std::size_t> wanted;
  for (const Moment& moment : moments) wanted.push_back(moment.frame);
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
        if (auto added = add_pictures(*frame, index, a, moments, pictures); !added) return added;
      if (options.on_progress && !options.on_progress(now_s)) return failure(Error::Kind::interrupted, "stopped");
    }
  }
  return {};
}

}  // namespace

Result<std::vector<KeyPicture>> draw_clip(Decoder& clip, const Analysis& a, const DrawOptions& options) {
  std::vector<KeyPicture> pictures;
  std::vector<Moment> moments = key_moments(a, body_box(a, a.clip.width, a.clip.height));
  if (auto back = moment_of_back(a)) moments.push_back(std::move(*back));
  auto drawn = options.video_path.empty() ? draw_moments(clip, a, moments, options, pictures)
                                          : draw_all(clip, a, moments, options, pictures);
  if (!drawn) return tl::unexpected(drawn.error());
  std::ranges::stable_sort(pictures, [](const KeyPicture& x, const KeyPicture& y) {
    return x.rep != y.rep ? x.rep < y.rep : x.at_s < y.at_s;
  });
  return pictures;
}

}  // namespace endrange
