#include "media/picture.h"

#include <algorithm>
#include <array>
#include <fstream>

#include "media/ffmpeg.h"

extern "C" {
#include <libavutil/sha.h>
}

namespace endrange {

Picture::Picture(int w, int h) : width(w & ~1), height(h & ~1) {
  const auto pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  luma.resize(pixels);
  blue.resize(pixels / 4);
  red.resize(pixels / 4);
}

Frame Picture::view() const {
  Frame frame;
  frame.width = width, frame.height = height;
  frame.luma = luma.data(), frame.blue = blue.data(), frame.red = red.data();
  frame.luma_stride = width, frame.chroma_stride = chroma_width();
  frame.is_full_range = is_full_range, frame.is_bt709 = is_bt709;
  return frame;
}

Result<Picture> copy_scaled(const Frame& frame, Box from, int width, int height) {
  // Even corners keep luma and chroma together.
  const int left = std::clamp(from.x, 0, frame.width - 2) & ~1, top = std::clamp(from.y, 0, frame.height - 2) & ~1;
  const int wide = std::clamp(from.x + from.width - std::max(from.x, 0), 2, frame.width - left),
            tall = std::clamp(from.y + from.height - std::max(from.y, 0), 2, frame.height - top);
  Picture picture(width, height);
  if (picture.width < 2 || picture.height < 2) return failure(Error::Kind::unsupported, "a picture of no size");
  picture.is_full_range = frame.is_full_range;
  picture.is_bt709 = frame.is_bt709;
  const auto chroma = static_cast<std::ptrdiff_t>(top / 2) * frame.chroma_stride + left / 2;
  const std::array<const std::uint8_t*, 4> source = {
      frame.luma + static_cast<std::ptrdiff_t>(top) * frame.luma_stride + left, frame.blue + chroma, frame.red + chroma,
      nullptr};
  const std::array<int, 4> source_stride = {frame.luma_stride, frame.chroma_stride, frame.chroma_stride, 0};
  const std::array<std::uint8_t*, 4> target = {picture.luma.data(), picture.blue.data(), picture.red.data(), nullptr};
  const std::array<int, 4> target_stride = {picture.width, picture.chroma_width(), picture.chroma_width(), 0};
  const ffmpeg::Scaler scaler(sws_getContext(wide, tall, AV_PIX_FMT_YUV420P, picture.width, picture.height,
                                             AV_PIX_FMT_YUV420P, SWS_AREA, nullptr, nullptr, nullptr));
  if (!scaler) return failure(Error::Kind::unsupported, "the picture can't be scaled");
  sws_scale(scaler.get(), source.data(), source_stride.data(), 0, tall, target.data(), target_stride.data());
  return picture;
}

Result<std::vector<std::uint8_t>> encode_jpeg(const Picture& picture, int quality) {
  ffmpeg::set_up();
  const auto failed = [] { return failure(Error::Kind::unsupported, "FFmpeg can't write a JPEG"); };
  const AVCodec* encoder = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
  const ffmpeg::Codec codec(encoder != nullptr ? avcodec_alloc_context3(encoder) : nullptr);
  if (!codec) return failed();
  codec->width = picture.width, codec->height = picture.height;
  codec->time_base = {1, 1};
  codec->pix_fmt = AV_PIX_FMT_YUVJ420P;
  codec->color_range = AVCOL_RANGE_JPEG;
  codec->flags |= AV_CODEC_FLAG_QSCALE;
  // FFmpeg's scale runs from 1 (finest) to 31.
  codec->global_quality = FF_QP2LAMBDA * std::clamp(31 - quality * 30 / 100, 1, 31);
  if (avcodec_open2(codec.get(), encoder, nullptr) < 0) return failed();

  // JPEG is full-range BT.601 by definition.
  const ffmpeg::Picture raw(av_frame_alloc());
  if (!raw) return failed();
  raw->format = AV_PIX_FMT_YUVJ420P, raw->width = picture.width, raw->height = picture.height;
  raw->quality = codec->global_quality;
  if (av_frame_get_buffer(raw.get(), 0) < 0) return failed();
  // The ranges stand in the formats: were they the same, swscale would only copy, whatever is said afterwards.
  const ffmpeg::Scaler scaler(
      sws_getContext(picture.width, picture.height, picture.is_full_range ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P,
                     picture.width, picture.height, AV_PIX_FMT_YUVJ420P, SWS_BILINEAR, nullptr, nullptr, nullptr));
  if (!scaler) return failed();
  const int* from = sws_getCoefficients(picture.is_bt709 ? SWS_CS_ITU709 : SWS_CS_ITU601);
  sws_setColorspaceDetails(scaler.get(), from, picture.is_full_range ? 1 : 0, sws_getCoefficients(SWS_CS_ITU601), 1, 0,
                           1 << 16, 1 << 16);
  const std::array<const std::uint8_t*, 4> planes = {picture.luma.data(), picture.blue.data(), picture.red.data(),
                                                     nullptr};
  const std::array<int, 4> strides = {picture.width, picture.chroma_width(), picture.chroma_width(), 0};
  sws_scale(scaler.get(), planes.data(), strides.data(), 0, picture.height, raw->data, raw->linesize);

  const ffmpeg::Packet packet(av_packet_alloc());
  if (!packet || avcodec_send_frame(codec.get(), raw.get()) < 0 || avcodec_send_frame(codec.get(), nullptr) < 0 ||
      avcodec_receive_packet(codec.get(), packet.get()) < 0)
    return failed();
  return std::vector<std::uint8_t>(packet->data, packet->data + packet->size);
}

Result<std::string> sha256_of_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure(Error::Kind::not_found, path + ": can't be opened");
  const std::unique_ptr<AVSHA, void (*)(void*)> sha(av_sha_alloc(), av_free);
  if (!sha) return failure(Error::Kind::unreadable, path + ": out of memory");
  av_sha_init(sha.get(), 256);
  std::vector<char> block(1 << 18);
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    av_sha_update(sha.get(), reinterpret_cast<const std::uint8_t*>(block.data()),
                  static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return failure(Error::Kind::unreadable, path + ": can't be read to its end");
  std::array<std::uint8_t, 32> digest{};
  av_sha_final(sha.get(), digest.data());
  constexpr const char* kDigits = "0123456789abcdef";
  std::string hex;
  for (const std::uint8_t byte : digest) hex += {kDigits[byte >> 4], kDigits[byte & 15]};
  return hex;
}

}  // namespace endrange
