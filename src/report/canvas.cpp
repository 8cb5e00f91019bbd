#include "report/canvas.h"

#include <cairo.h>

#include <cassert>
#include <cstring>

namespace endrange {

namespace {

// Colour to luma and chroma in 16-bit fixed point, for one matrix and range.
struct Weights {
  int yr, yg, yb, black;  // black: luma of black
  int br, bg, bb, rr, rg, rb;
};

Weights weights_for(const Picture& picture) {
  const double kr = picture.is_bt709 ? 0.2126 : 0.299, kb = picture.is_bt709 ? 0.0722 : 0.114, kg = 1 - kr - kb;
  const double luma = picture.is_full_range ? 1 : 219.0 / 255, chroma = picture.is_full_range ? 1 : 224.0 / 255;
  const auto fixed = [](double v) { return static_cast<int>(v * 65536); };
  const double b = chroma / (2 * (1 - kb)), r = chroma / (2 * (1 - kr));
  return {fixed(luma * kr), fixed(luma * kg), fixed(luma * kb),    picture.is_full_range ? 0 : 16,
          fixed(-kr * b),   fixed(-kg * b),   fixed((1 - kb) * b), fixed((1 - kr) * r),
          fixed(-kg * r),   fixed(-kb * r)};
}

struct Pixel {
  int b, g, r, a;  // premultiplied, 0–255
};

Pixel pixel_at(const unsigned char* p) { return {p[0], p[1], p[2], p[3]}; }  // Cairo's ARGB32 on little-endian machines

std::uint8_t over(int below, int alpha, int above) {
  const int value = (below * (255 - alpha) + 127) / 255 + above;
  return static_cast<std::uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value);
}

}  // namespace

struct Canvas::Impl {
  cairo_surface_t* surface = nullptr;
  cairo_t* context = nullptr;
  int width, height;
  ~Impl() {
    cairo_destroy(context);
    cairo_surface_destroy(surface);
  }
};

Canvas::Canvas(int width, int height) : impl_(std::make_unique<Impl>()) {
  impl_->width = width, impl_->height = height;
  impl_->surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
  impl_->context = cairo_create(impl_->surface);
}

Canvas::~Canvas() = default;

_cairo* Canvas::context() const { return impl_->context; }

void Canvas::clear() {
  cairo_surface_flush(impl_->surface);
  std::memset(cairo_image_surface_get_data(impl_->surface), 0,
              static_cast<std::size_t>(cairo_image_surface_get_stride(impl_->surface)) *
                  static_cast<std::size_t>(impl_->height));
  cairo_surface_mark_dirty(impl_->surface);
}

void Canvas::lay_over(Picture& picture) const {
  assert(picture.width <= impl_->width && picture.height <= impl_->height);
  cairo_surface_flush(impl_->surface);
  const unsigned char* pixels = cairo_image_surface_get_data(impl_->surface);
  const std::ptrdiff_t stride = cairo_image_surface_get_stride(impl_->surface);
  const Weights w = weights_for(picture);
  for (int y = 0; y < picture.height; y += 2) {
    for (int x = 0; x < picture.width; x += 2) {
      const unsigned char* top = pixels + y * stride + 4 * x;
      // Two transparent pixel pairs: nothing to do, and by far the commonest case.
      std::uint64_t upper, lower;
      std::memcpy(&upper, top, 8);
      std::memcpy(&lower, top + stride, 8);
      if ((upper | lower) == 0) continue;

      int sum_b = 0, sum_g = 0, sum_r = 0, sum_a = 0;
      for (int dy = 0; dy < 2; ++dy) {
        for (int dx = 0; dx < 2; ++dx) {
          const Pixel p = pixel_at(top + dy * stride + 4 * dx);
          sum_b += p.b, sum_g += p.g, sum_r += p.r, sum_a += p.a;
          std::uint8_t& luma = picture.luma[static_cast<std::size_t>((y + dy) * picture.width + x + dx)];
          luma = over(luma, p.a, (w.yr * p.r + w.yg * p.g + w.yb * p.b + w.black * p.a * 257 + 32768) >> 16);
        }
      }
      const int b = sum_b / 4, g = sum_g / 4, r = sum_r / 4, a = sum_a / 4;
      const auto at = static_cast<std::size_t>((y / 2) * picture.chroma_width() + x / 2);
      // Chroma is stored around 128, which the colour's own share of the pixel brings along.
      const int middle = (128 * a + 127) / 255;
      picture.blue[at] = over(picture.blue[at], a, middle + ((w.br * r + w.bg * g + w.bb * b) >> 16));
      picture.red[at] = over(picture.red[at], a, middle + ((w.rr * r + w.rg * g + w.rb * b) >> 16));
    }
  }
}

}  // namespace endrange
