// canvas.h: a transparent sheet to draw on with Cairo, and to lay over a picture.
#pragma once

#include <memory>
#include <vector>

#include "media/picture.h"

struct _cairo;  // cairo_t; its header is seen by report/*.cpp only

namespace endrange {

class Canvas {
 public:
  Canvas(int width, int height);
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  /// The drawing context: antialiased, origin top-left, px.
  _cairo* context() const;
  /// Makes everything transparent again.
  void clear();
  /// Lays what was drawn over a picture of the same size. Only touched pixels cost time.
  void lay_over(Picture& picture) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace endrange
