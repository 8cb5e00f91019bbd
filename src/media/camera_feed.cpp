#include "media/camera_feed.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "media/ffmpeg.h"

namespace endrange {

namespace {

struct Row {
  PixelFormat format;
  std::string_view name;
  AVPixelFormat ffmpeg;
};
constexpr Row kFormats[] = {{PixelFormat::i420, "I420", AV_PIX_FMT_YUV420P},
                            {PixelFormat::nv12, "NV12", AV_PIX_FMT_NV12},
                            {PixelFormat::rgba, "RGBA", AV_PIX_FMT_RGBA},
                            {PixelFormat::bgra, "BGRA", AV_PIX_FMT_BGRA}};

AVPixelFormat ffmpeg_format(PixelFormat format) { return kFormats[static_cast<std::size_t>(format)].ffmpeg; }

std::size_t half(int size) { return (static_cast<std::size_t>(size) + 1) / 2; }

std::size_t area(int width, int height) { return static_cast<std::size_t>(width) * static_cast<std::size_t>(height); }

// Memory as FFmpeg likes it: rows aligned and with room behind them, which its converters read and write.
ffmpeg::Picture make_picture(AVPixelFormat format, int width, int height) {
  ffmpeg::Picture picture(av_frame_alloc());
  if (!picture) return picture;
  picture->format = format, picture->width = width, picture->height = height;
  if (av_frame_get_buffer(picture.get(), 0) < 0) picture.reset();
  return picture;
}

}  // namespace

std::optional<PixelFormat> pixel_format_of(std::string_view name) {
  for (const Row& row : kFormats)
    if (row.name == name) return row.format;
  return std::nullopt;
}

std::size_t bytes_of(PixelFormat format, int width, int height) {
  const bool is_planar = format == PixelFormat::i420 || format == PixelFormat::nv12;
  return is_planar ? area(width, height) + 2 * half(width) * half(height) : 4 * area(width, height);
}

struct CameraFeed::Impl {
  SceneWatcher scene;
  ffmpeg::Scaler scaler;
  int count = 0;
  double first_s = 0, last_s = 0;

  ffmpeg::Picture packed;

  // Into I420 of the same size; from RGB in video range.
  ffmpeg::Picture converted(const RawPicture& picture) {
    const int w = picture.width, h = picture.height;
    const AVPixelFormat from = ffmpeg_format(picture.format);
    scaler.reset(sws_getCachedContext(scaler.release(), w, h, from, w, h, AV_PIX_FMT_YUV420P, SWS_POINT, nullptr,
                                      nullptr, nullptr));
    if (!packed || packed->format != from || packed->width != w || packed->height != h)
      packed = make_picture(from, w, h);
    ffmpeg::Picture out = make_picture(AV_PIX_FMT_YUV420P, w, h);
    if (!scaler || !packed || !out) return nullptr;
    const std::uint8_t* planes[4] = {};
    std::uint8_t* given[4] = {};
    int strides[4] = {};
    // FFmpeg's pointers aren't const, though nothing is written through them.
    auto* bytes = reinterpret_cast<std::uint8_t*>(const_cast<char*>(picture.bytes.data()));
    av_image_fill_arrays(given, strides, bytes, from, w, h, 1);
    std::copy(std::begin(given), std::end(given), std::begin(planes));
    av_image_copy(packed->data, packed->linesize, planes, strides, from, w, h);
    sws_scale(scaler.get(), packed->data, packed->linesize, 0, h, out->data, out->linesize);
    return out;
  }
};

CameraFeed::CameraFeed() : impl_(std::make_unique<Impl>()) { ffmpeg::set_up(); }
CameraFeed::~CameraFeed() = default;
CameraFeed::CameraFeed(CameraFeed&&) noexcept = default;
CameraFeed& CameraFeed::operator=(CameraFeed&&) noexcept = default;

void CameraFeed::begin_take() { impl_->scene = SceneWatcher(); }

Result<Frame> CameraFeed::push(RawPicture picture) {
  const auto wrong = [](std::string what) { return failure(Error::Kind::bad_argument, std::move(what)); };
  constexpr int kSmallest = 64;
  if (picture.width < kSmallest || picture.height < kSmallest || picture.width > kWidestLive ||
      picture.height > kHighestLive)
    return wrong("a live picture must be 64 to 1920 pixels wide and high");
  const std::size_t expected = bytes_of(picture.format, picture.width, picture.height);
  if (picture.bytes.size() != expected)
    return wrong("a picture of that format and size has " + std::to_string(expected) + " bytes, not " +
                 std::to_string(picture.bytes.size()));
  if (impl_->count > 0 && !(picture.at_s > impl_->last_s)) return wrong("a picture must be later than the one before");
  if (impl_->count == 0) impl_->first_s = picture.at_s;
  impl_->last_s = picture.at_s;

  Frame frame;
  frame.index = impl_->count++;
  frame.at_s = picture.at_s - impl_->first_s;
  frame.width = picture.width, frame.height = picture.height;
  if (picture.format == PixelFormat::i420) {
    frame.is_full_range = picture.is_full_range;
    auto bytes = std::make_shared<const std::string>(std::move(picture.bytes));
    frame.luma = reinterpret_cast<const std::uint8_t*>(bytes->data());
    frame.blue = frame.luma + area(frame.width, frame.height);
    frame.red = frame.blue + half(frame.width) * half(frame.height);
    frame.luma_stride = frame.width, frame.chroma_stride = static_cast<int>(half(frame.width));
    frame.owner = std::move(bytes);
  } else {
    frame.is_full_range = picture.format == PixelFormat::nv12 && picture.is_full_range;
    const std::shared_ptr<const AVFrame> made = impl_->converted(picture);
    if (!made) return wrong("the picture can't be converted");
    frame.luma = made->data[0], frame.blue = made->data[1], frame.red = made->data[2];
    frame.luma_stride = made->linesize[0], frame.chroma_stride = made->linesize[1];
    frame.owner = made;
  }
  frame.scene = impl_->scene.push(frame);
  return frame;
}

}  // namespace endrange
