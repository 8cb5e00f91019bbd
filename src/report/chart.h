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
};

/// An SVG of 900 × 300 units that scales with the page. Reps and phases are shaded behind the curves.
std::string line_chart(std::span<const double> at_s, std::span<const Curve> curves, const std::vector<Rep>& reps,
                       const ChartOptions& options);

/// Text for HTML: & < > " escaped.
std::string escaped(const std::string& text);

}  // namespace endrange
