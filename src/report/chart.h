// chart.h: line charts as SVG, with axes, units, shaded phases, and the data a hover needs.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/analysis.h"

namespace endrange {

/// One curve of a chart.
struct Curve {
  std::string label;               ///< in the legend and on hover
  std::string style;               ///< CSS class: "near", "far", "extra"
  std::span<const double> values;  ///< (samples); NaN breaks the line
};

struct ChartOptions {
  std::string id;              ///< of the SVG element
  std::string title, unit;     ///< y axis: "Leg elevation", "deg"
  double low = 0, high = 100;  ///< of the y axis
  double grid_step = 30;
  std::string suffix = "°";  ///< of a value on hover
};

/// An SVG of 900 × 300 units that scales with the page. Reps and phases are shaded behind the curves.
std::string line_chart(std::span<const double> at_s, std::span<const Curve> curves, const std::vector<Rep>& reps,
                       const ChartOptions& options);

/// One line of a plane chart.
struct Track {
  std::string label;         ///< on hover
  std::vector<double> x, y;  ///< (samples); NaN breaks the line
  double strength = 1;       ///< 0…1, how strongly it is drawn
  double mark_x = kUnknown;  ///< where on the threshold a dot stands; NaN = none
};

/// One quantity against another, with a threshold of y and an estimate of x.
struct PlaneOptions {
  std::string id;                  ///< of the SVG element
  std::string x_title, y_title;    ///< with units
  double x_left = 0, x_right = 1;  ///< may fall from left to right
  double low = 0, high = 1;        ///< of the y axis
  double x_step = 10, y_step = 5;  ///< of the grid
  double threshold = kUnknown;     ///< a dashed line across; NaN = none
  std::string threshold_label;     ///< stands on it
  double estimate = kUnknown;      ///< a line upright; NaN = none
  Interval band;                   ///< shaded about it, in units of x
  std::string estimate_label;      ///< stands above it
};

/// An SVG of 900 × 300 units.
std::string plane_chart(std::span<const Track> tracks, const PlaneOptions& options);

/// Text for HTML: & < > " escaped.
std::string escaped(const std::string& text);

}  // namespace endrange
