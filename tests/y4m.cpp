// y4m CLIP OUT.y4m [LEAD_S TAIL_S]: a clip as plain pictures, for a browser's pretended camera. Its first and last
// picture stay for so long.
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "media/decoder.h"

namespace endrange::test {
namespace {

bool write_plane(std::FILE* out, const std::uint8_t* plane, int stride, int width, int height) {
  for (int y = 0; y < height; ++y)
    if (std::fwrite(plane + static_cast<std::ptrdiff_t>(y) * stride, static_cast<std::size_t>(width), 1, out) != 1)
      return false;
  return true;
}

bool write_picture(std::FILE* out, const Frame& frame) {
  std::fputs("FRAME\n", out);
  const int half_width = (frame.width + 1) / 2, half_height = (frame.height + 1) / 2;
  return write_plane(out, frame.luma, frame.luma_stride, frame.width, frame.height) &&
         write_plane(out, frame.blue, frame.chroma_stride, half_width, half_height) &&
         write_plane(out, frame.red, frame.chroma_stride, half_width, half_height);
}

int convert(const char* clip, const char* to, double lead_s, double tail_s) {
  auto decoder = Decoder::open(clip);
  if (!decoder) return std::fprintf(stderr, "%s\n", decoder.error().message.c_str()), 1;
  std::FILE* out = std::fopen(to, "wb");
  if (out == nullptr) return std::perror(to), 1;
  const double rate_hz = decoder->info().nominal_fps;
  bool is_good = true;
  Frame latest;
  const auto keep = [&](double for_s) {
    for (long i = std::lround(for_s * rate_hz); is_good && i > 0; --i) is_good = write_picture(out, latest);
  };
  while (is_good) {
    auto frame = decoder->next();
    if (!frame) return std::fprintf(stderr, "%s\n", frame.error().message.c_str()), 1;
    if (frame->empty()) break;
    const bool is_first = latest.empty();
    latest = std::move(*frame);
    if (is_first) {
      std::fprintf(out, "YUV4MPEG2 W%d H%d F%ld:1000 Ip A1:1 C420\n", latest.width, latest.height,
                   std::lround(1000 * rate_hz));
      keep(lead_s);
    }
    is_good = is_good && write_picture(out, latest);
  }
  keep(tail_s);
  is_good = std::fclose(out) == 0 && is_good;
  if (!is_good) std::perror(to);
  return is_good ? 0 : 1;
}

}  // namespace
}  // namespace endrange::test

int main(int argc, char** argv) {
  if (argc != 3 && argc != 5) return std::fputs("y4m CLIP OUT.y4m [LEAD_S TAIL_S]\n", stderr), 2;
  return endrange::test::convert(argv[1], argv[2], argc == 5 ? std::atof(argv[3]) : 0,
                                 argc == 5 ? std::atof(argv[4]) : 0);
}
