// y4m CLIP.mp4 OUT.y4m: a clip as plain pictures, for a browser's pretended camera.
#include <cmath>
#include <cstdio>

#include "media/decoder.h"

namespace endrange::test {
namespace {

bool write_plane(std::FILE* out, const std::uint8_t* plane, int stride, int width, int height) {
  for (int y = 0; y < height; ++y)
    if (std::fwrite(plane + static_cast<std::ptrdiff_t>(y) * stride, static_cast<std::size_t>(width), 1, out) != 1)
      return false;
  return true;
}

int convert(const char* clip, const char* to) {
  auto decoder = Decoder::open(clip);
  if (!decoder) return std::fprintf(stderr, "%s\n", decoder.error().message.c_str()), 1;
  std::FILE* out = std::fopen(to, "wb");
  if (out == nullptr) return std::perror(to), 1;
  bool is_good = true, has_header = false;
  while (is_good) {
    const auto frame = decoder->next();
    if (!frame) return std::fprintf(stderr, "%s\n", frame.error().message.c_str()), 1;
    if (frame->empty()) break;
    if (!has_header)
      std::fprintf(out, "YUV4MPEG2 W%d H%d F%ld:1000 Ip A1:1 C420\n", frame->width, frame->height,
                   std::lround(1000 * decoder->info().nominal_fps));
    has_header = true;
    std::fputs("FRAME\n", out);
    const int half_width = (frame->width + 1) / 2, half_height = (frame->height + 1) / 2;
    is_good = write_plane(out, frame->luma, frame->luma_stride, frame->width, frame->height) &&
              write_plane(out, frame->blue, frame->chroma_stride, half_width, half_height) &&
              write_plane(out, frame->red, frame->chroma_stride, half_width, half_height);
  }
  is_good = std::fclose(out) == 0 && is_good;
  if (!is_good) std::perror(to);
  return is_good ? 0 : 1;
}

}  // namespace
}  // namespace endrange::test

int main(int argc, char** argv) {
  if (argc != 3) return std::fputs("y4m CLIP OUT.y4m\n", stderr), 2;
  return endrange::test::convert(argv[1], argv[2]);
}
