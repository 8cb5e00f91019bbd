// html.h: the report as one file that works offline, from disk, on a phone and in the dark.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/analysis.h"

namespace endrange {

/// moment: a key moment of a rep. back: the lower back, large, where it is lost; strip: the lower back's movement,
/// larger than it was; both stand with the end range.
enum class PictureKind { moment, back, strip };

/// A key moment of a rep, drawn.
struct KeyPicture {
  int rep = 0;        ///< Rep::index
  std::string label;  ///< "start", "top", "lowest"
  double at_s = 0;
  double angle_deg = kUnknown;
  int width = 0, height = 0;  ///< px
  std::vector<std::uint8_t> jpeg;
  PictureKind kind = PictureKind::moment;
};

/// The whole page.
std::string write_html(const Analysis& analysis, const std::vector<KeyPicture>& pictures, bool has_video);

/// Stands in every page that endrange wrote, so that it can tell its own files from others.
extern const char* const kHtmlMark;

}  // namespace endrange
