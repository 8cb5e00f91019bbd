// html.h: the report as one file that works offline, from disk, on a phone and in the dark.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/analysis.h"

namespace endrange {

/// A key moment of a rep, drawn.
struct KeyPicture {
  int rep = 0;        ///< Rep::index
  std::string label;  ///< "start", "top", "lowest"
  double at_s = 0;
  double angle_deg = kUnknown;
  int width = 0, height = 0;  ///< px
  std::vector<std::uint8_t> jpeg;
  bool is_of_back = false;  ///< the lower back, large, where it is lost: it stands with the end range
};

/// The whole page.
std::string write_html(const Analysis& analysis, const std::vector<KeyPicture>& pictures, bool has_video);

/// Stands in every page that endrange wrote, so that it can tell its own files from others.
extern const char* const kHtmlMark;

}  // namespace endrange
