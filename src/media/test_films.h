// test_films.h: pictures to push into an Encoder, how much of them came back, and what stands in the file. Included by
// *_test.cpp only.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "core/frame.h"
#include "media/encoder.h"
#include "media/ffmpeg.h"
#include "media/test_clips.h"

namespace endrange::test_clips {

/// Soft blobs that wander: something a codec has to work at, without hard edges. In code values of its range.
inline Picture wandering_picture(int width, int height, int frame) {
  Picture picture(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      picture.luma[static_cast<std::size_t>(y * width + x)] = static_cast<std::uint8_t>(
          std::lround(125 + 60 * std::sin((x + 2 * frame) / 17.0) * std::cos((y - frame) / 13.0) + (frame % 5) * 8));
  std::fill(picture.blue.begin(), picture.blue.end(), static_cast<std::uint8_t>(110));
  std::fill(picture.red.begin(), picture.red.end(), static_cast<std::uint8_t>(150));
  return picture;
}

inline EncoderOptions options_for(int width, int height) {
  EncoderOptions options;
  options.width = width, options.height = height;
  return options;
}

/// Writes a picture for each time and returns the first error's message; "" = all went well.
inline std::string write_film(const std::string& path, const EncoderOptions& options,
                              const std::vector<double>& times_s) {
  auto encoder = Encoder::create(path, options);
  if (!encoder) return encoder.error().message;
  for (std::size_t i = 0; i < times_s.size(); ++i) {
    const auto pushed =
        encoder->push(wandering_picture(options.width, options.height, static_cast<int>(i)), times_s[i]);
    if (!pushed) return pushed.error().message;
  }
  const auto finished = encoder->finish();
  return finished ? "" : finished.error().message;
}

inline double mean_luma_error(const Frame& frame, const Picture& picture) {
  double sum = 0;
  for (int y = 0; y < frame.height; ++y)
    for (int x = 0; x < frame.width; ++x)
      sum += std::abs(frame.luma[static_cast<std::ptrdiff_t>(y) * frame.luma_stride + x] -
                      picture.luma[static_cast<std::size_t>(y * picture.width + x)]);
  return sum / (frame.width * frame.height);
}

/// Grain all over, in all planes: nothing to foretell, so every picture costs its full bits.
inline Picture grainy_picture(int width, int height, std::uint32_t seed) {
  Picture picture(width, height);
  Dice dice(seed);
  for (auto* plane : {&picture.luma, &picture.blue, &picture.red})
    for (auto& value : *plane) value = static_cast<std::uint8_t>(dice.roll());
  return picture;
}

/// One packet as it stands in a file.
struct Stored {
  bool is_picture = false, is_key = false;
  double decoded_s = 0, shown_s = 0;
  std::int64_t at_byte = 0;
  int bytes = 0;
};

/// All packets in the order in which they stand in the file.
inline std::vector<Stored> stored_packets(const std::string& path) {
  auto input = ffmpeg::open_input(path, 32);
  if (!input) throw std::runtime_error(input.error().message);
  std::vector<Stored> all;
  const ffmpeg::Packet packet(av_packet_alloc());
  while (av_read_frame(input->get(), packet.get()) >= 0) {
    const AVStream& stream = *(*input)->streams[packet->stream_index];
    const double unit_s = av_q2d(stream.time_base);
    all.push_back({stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO, (packet->flags & AV_PKT_FLAG_KEY) != 0,
                   static_cast<double>(packet->dts) * unit_s, static_cast<double>(packet->pts) * unit_s, packet->pos,
                   packet->size});
    av_packet_unref(packet.get());
  }
  std::sort(all.begin(), all.end(), [](const Stored& a, const Stored& b) { return a.at_byte < b.at_byte; });
  return all;
}

}  // namespace endrange::test_clips
