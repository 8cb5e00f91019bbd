#include "media/camera_feed.h"

#include <utility>
#include <vector>

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

// The planes of a packed I420 picture.
void point_at(Frame& frame, const std::uint8_t* bytes) {
  const std::size_t chroma = half(frame.width) * half(frame.height);
  frame.luma = bytes;
  frame.blue = bytes + area(frame.width, frame.height);
  frame.red = frame.blue + chroma;
  frame.luma_stride = frame.width;
  frame.chroma_stride = static_cast<int>(half(frame.width));
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

  // Into I420 of the same size, in video range.
  std::shared_ptr<std::string> converted(const RawPicture& picture) {
    const int w = picture.width, h = picture.height;
    const AVPixelFormat from = ffmpeg_format(picture.format);
    scaler.reset(sws_getCachedContext(scaler.release(), w, h, from, w, h, AV_PIX_FMT_YUV420P, SWS_POINT, nullptr,
                                      nullptr, nullptr));
    if (!scaler) return nullptr;
    auto bytes = std::make_shared<std::string>(bytes_of(PixelFormat::i420, w, h), '\0');
    std::uint8_t *in[4] = {}, *out[4] = {};
    int in_strides[4] = {}, out_strides[4] = {};
    // FFmpeg's pointers aren't const, though sws_scale only reads.
    auto* source = reinterpret_cast<std::uint8_t*>(const_cast<char*>(picture.bytes.data()));
    av_image_fill_arrays(in, in_strides, source, from, w, h, 1);
    av_image_fill_arrays(out, out_strides, reinterpret_cast<std::uint8_t*>(bytes->data()), AV_PIX_FMT_YUV420P, w, h, 1);
    sws_scale(scaler.get(), in, in_strides, 0, h, out, out_strides);
    return bytes;
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
  std::shared_ptr<std::string> bytes;
  if (picture.format == PixelFormat::i420) {
    frame.is_full_range = picture.is_full_range;
    bytes = std::make_shared<std::string>(std::move(picture.bytes));
  } else {
    frame.is_full_range = picture.format == PixelFormat::nv12 && picture.is_full_range;
    bytes = impl_->converted(picture);
    if (!bytes) return wrong("the picture can't be converted");
  }
  point_at(frame, reinterpret_cast<const std::uint8_t*>(bytes->data()));
  frame.owner = std::move(bytes);
  frame.scene = impl_->scene.push(frame);
  return frame;
}

}  // namespace endrange
