#include "pose/crop.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace endrange {

namespace {

// A plane of 8-bit values and how a picture position (px, full size) falls on it.
struct Source {
  const std::uint8_t* pixels;
  int stride, width, height;
  float scale_x, scale_y;  // plane pixels per picture pixel

  float at(float x, float y) const {
    // The first pixel's centre is (0.5, 0.5).
    const float px = std::clamp(x * scale_x - 0.5f, 0.0f, static_cast<float>(width - 1)),
                py = std::clamp(y * scale_y - 0.5f, 0.0f, static_cast<float>(height - 1));
    const int left = std::min(static_cast<int>(px), std::max(width - 2, 0)),
              top = std::min(static_cast<int>(py), std::max(height - 2, 0));
    const float fx = px - static_cast<float>(left), fy = py - static_cast<float>(top);
    const int right_step = width > 1 ? 1 : 0, down_step = height > 1 ? stride : 0;
    const std::uint8_t* p = pixels + static_cast<std::ptrdiff_t>(top) * stride + left;
    const float above = static_cast<float>(p[0]) + fx * static_cast<float>(p[right_step] - p[0]);
    const float below =
        static_cast<float>(p[down_step]) + fx * static_cast<float>(p[down_step + right_step] - p[down_step]);
    return above + fy * (below - above);
  }
};

// Luma scale and offset, then how much of (Cb − 128) and (Cr − 128) each colour takes, all for results 0…1.
struct Colour {
  float luma_scale, luma_offset, red_from_red, green_from_blue, green_from_red, blue_from_blue;
};

Colour colour_of(const Frame& frame) {
  const float kr = frame.is_bt709 ? 0.2126f : 0.299f, kb = frame.is_bt709 ? 0.0722f : 0.114f, kg = 1 - kr - kb;
  const float chroma = frame.is_full_range ? 1 / 255.0f : 1 / 224.0f;
  return {frame.is_full_range ? 1 / 255.0f : 1 / 219.0f,
          frame.is_full_range ? 0.0f : 16.0f,
          2 * (1 - kr) * chroma,
          2 * (1 - kb) * kb / kg * chroma,
          2 * (1 - kr) * kr / kg * chroma,
          2 * (1 - kb) * chroma};
}

}  // namespace

void Cropper::shrink(const std::uint8_t* from, int stride, int width, int height, int factor, Plane& to) {
  to.width = std::max(1, width / factor);
  to.height = std::max(1, height / factor);
  to.pixels.resize(static_cast<std::size_t>(to.width) * static_cast<std::size_t>(to.height));
  const int used = std::min(factor, width), tall = std::min(factor, height);
  std::vector<std::uint16_t>& sums = row_sums_;
  sums.assign(static_cast<std::size_t>(to.width) * static_cast<std::size_t>(used), 0);
  const auto half = static_cast<std::uint32_t>(used * tall / 2), whole = static_cast<std::uint32_t>(used * tall);
  for (int y = 0; y < to.height; ++y) {
    // Rows first: this loop runs over consecutive bytes and is vectorised.
    const std::uint8_t* row = from + static_cast<std::ptrdiff_t>(y) * tall * stride;
    std::copy_n(row, sums.size(), sums.begin());
    for (int dy = 1; dy < tall; ++dy) {
      const std::uint8_t* next = row + static_cast<std::ptrdiff_t>(dy) * stride;
      for (std::size_t x = 0; x < sums.size(); ++x) sums[x] = static_cast<std::uint16_t>(sums[x] + next[x]);
    }
    std::uint8_t* out = to.pixels.data() + static_cast<std::ptrdiff_t>(y) * to.width;
    for (int x = 0; x < to.width; ++x) {
      std::uint32_t sum = half;
      for (int dx = 0; dx < used; ++dx) sum += sums[static_cast<std::size_t>(x * used + dx)];
      out[x] = static_cast<std::uint8_t>(sum / whole);
    }
  }
}

void Cropper::sample(const Frame& frame, const Region& region, int size, Border border, float low, float high,
                     std::span<float> rgb) {
  assert(rgb.size() == static_cast<std::size_t>(size) * static_cast<std::size_t>(size) * 3);
  assert(region.side_px > 0 && region.side_px < 1e6);
  const double shrinkage = region.side_px / size;
  // Blocks no larger than the step between samples; bilinear reads two of them.
  const int factor = std::clamp(static_cast<int>(shrinkage), 1, 16);
  // `scale`: the plane's pixels per picture pixel; exactly a half for chroma, also where the picture's size is odd.
  const auto as_source = [&](const std::uint8_t* plane, int stride, int width, int height, float scale,
                             Plane& scratch) {
    if (factor == 1) return Source{plane, stride, width, height, scale, scale};
    shrink(plane, stride, width, height, factor, scratch);
    const float x = scale / static_cast<float>(std::min(factor, width)),
                y = scale / static_cast<float>(std::min(factor, height));
    return Source{scratch.pixels.data(), scratch.width, scratch.width, scratch.height, x, y};
  };
  const int half_width = (frame.width + 1) / 2, half_height = (frame.height + 1) / 2;
  const Source luma = as_source(frame.luma, frame.luma_stride, frame.width, frame.height, 1, luma_);
  const Source blue = as_source(frame.blue, frame.chroma_stride, half_width, half_height, 0.5f, blue_);
  const Source red = as_source(frame.red, frame.chroma_stride, half_width, half_height, 0.5f, red_);

  const Colour c = colour_of(frame);
  const float range = high - low;
  const auto step = region.side_px / size;
  const auto along_x = static_cast<float>(std::cos(region.turn) * step),
             along_y = static_cast<float>(std::sin(region.turn) * step);
  const Vec2 corner = region.in_picture(0.5 / size, 0.5 / size);
  const auto width = static_cast<float>(frame.width), height = static_cast<float>(frame.height);
  float* out = rgb.data();
  for (int v = 0; v < size; ++v) {
    float x = static_cast<float>(corner.x) - static_cast<float>(v) * along_y,
          y = static_cast<float>(corner.y) + static_cast<float>(v) * along_x;
    for (int u = 0; u < size; ++u, x += along_x, y += along_y, out += 3) {
      if (border == Border::black && (x < 0 || y < 0 || x >= width || y >= height)) {
        out[0] = out[1] = out[2] = low;
        continue;
      }
      const float l = (luma.at(x, y) - c.luma_offset) * c.luma_scale, b = blue.at(x, y) - 128, r = red.at(x, y) - 128;
      const auto put = [&](float value) { return low + range * std::clamp(value, 0.0f, 1.0f); };
      out[0] = put(l + c.red_from_red * r);
      out[1] = put(l - c.green_from_blue * b - c.green_from_red * r);
      out[2] = put(l + c.blue_from_blue * b);
    }
  }
}

}  // namespace endrange
