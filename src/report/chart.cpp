#include "report/chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>

namespace endrange {

namespace {

constexpr double kWidth = 900, kHeight = 300, kLeft = 46, kRight = 12, kTop = 46, kBottom = 34;

// More points than this can't be told apart at 900 px, and only make the page heavy.
constexpr std::size_t kMostPoints = 1500;

std::string fixed(double value, int decimals = 1) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return std::strcmp(text, "-0") == 0 ? "0" : text;
}

// A round number of seconds that gives about eight ticks.
double tick_step(double duration_s) {
  for (const double step : {0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0})
    if (duration_s / step <= 14) return step;
  return 1200;
}

struct Axes {
  double duration_s, low, high;
  double x(double t) const { return kLeft + (kWidth - kLeft - kRight) * t / duration_s; }
  double y(double v) const { return kHeight - kBottom - (kHeight - kTop - kBottom) * (v - low) / (high - low); }
};

std::string rect(const Axes& axes, const Interval& when, const char* style) {
  if (!when.is_known()) return "";
  return "<rect class='" + std::string(style) + "' x='" + fixed(axes.x(when.from_s)) + "' y='" + fixed(kTop) +
         "' width='" + fixed(std::max(0.5, axes.x(when.to_s) - axes.x(when.from_s))) + "' height='" +
         fixed(kHeight - kTop - kBottom) + "'/>";
}

std::string path_of(const Axes& axes, std::span<const double> at_s, std::span<const double> values,
                    const std::string& style) {
  const std::size_t step = std::max<std::size_t>(1, values.size() / kMostPoints);
  std::string d;
  bool is_drawing = false;
  for (std::size_t i = 0; i < values.size(); i += step) {
    if (std::isnan(values[i])) {
      is_drawing = false;
      continue;
    }
    d += (is_drawing ? "L" : "M") + fixed(axes.x(at_s[i])) + " " +
         fixed(axes.y(std::clamp(values[i], axes.low, axes.high)));
    is_drawing = true;
  }
  return "<path class='curve " + style + "' d='" + d + "'/>";
}

}  // namespace

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string line_chart(std::span<const double> at_s, std::span<const Curve> curves, const std::vector<Rep>& reps,
                       const ChartOptions& o) {
  const Axes axes{at_s.empty() ? 1 : std::max(at_s.back(), 0.1), o.low, o.high};
  std::string svg = "<svg class='chart' id='" + o.id + "' viewBox='0 0 " + fixed(kWidth, 0) + " " + fixed(kHeight, 0) +
                    "' role='img' aria-label='" + escaped(o.title) + " over time'>";
  for (const Rep& rep : reps) {
    svg += rect(axes, rep.lower, "ph-lower") + rect(axes, rep.bottom, "ph-bottom") + rect(axes, rep.lift, "ph-lift") +
           rect(axes, rep.top, "ph-top");
    const double middle = axes.x((rep.start_s + rep.end_s) / 2);
    svg += "<text class='rep' x='" + fixed(middle) + "' y='" + fixed(kTop - 8) + "'>" +
           (rep.is_complete ? "rep " + std::to_string(rep.index) : "partial") +
           (rep.side == RepSide::both ? "" : std::string(" ") + name_of(rep.side)) + "</text>";
    svg += "<line class='boundary' x1='" + fixed(axes.x(rep.start_s)) + "' x2='" + fixed(axes.x(rep.start_s)) +
           "' y1='" + fixed(kTop - 4) + "' y2='" + fixed(kHeight - kBottom) + "'/>";
  }
  for (double v = std::ceil(o.low / o.grid_step) * o.grid_step; v <= o.high + 1e-9; v += o.grid_step) {
    const std::string y = fixed(axes.y(v));
    svg += "<line class='grid" + std::string(std::abs(v) < 1e-9 ? " zero" : "") + "' x1='" + fixed(kLeft) + "' x2='" +
           fixed(kWidth - kRight) + "' y1='" + y + "' y2='" + y + "'/>";
    svg += "<text class='tick' text-anchor='end' x='" + fixed(kLeft - 6) + "' y='" + fixed(axes.y(v) + 4) + "'>" +
           fixed(v, 0) + "</text>";
  }
  const double step = tick_step(axes.duration_s);
  for (double t = 0; t <= axes.duration_s + 1e-9; t += step)
    svg += "<text class='tick' text-anchor='middle' x='" + fixed(axes.x(t)) + "' y='" + fixed(kHeight - kBottom + 16) +
           "'>" + fixed(t, step < 1 ? 1 : 0) + "</text>";
  svg += "<text class='axis' x='" + fixed(kWidth - kRight) + "' y='" + fixed(kHeight - 4) +
         "' text-anchor='end'>time, s</text>";
  svg += "<text class='axis' x='4' y='14'>" + escaped(o.title) + ", " + escaped(o.unit) + "</text>";
  for (const Curve& curve : curves) svg += path_of(axes, at_s, curve.values, curve.style);
  svg += "<line class='cursor' x1='0' x2='0' y1='" + fixed(kTop) + "' y2='" + fixed(kHeight - kBottom) +
         "' visibility='hidden'/></svg>";

  // What the hover reads: the plot's geometry and the samples behind it.
  const std::size_t stride = std::max<std::size_t>(1, at_s.size() / kMostPoints);
  std::string data = "{\"left\":" + fixed(kLeft) + ",\"right\":" + fixed(kWidth - kRight) +
                     ",\"width\":" + fixed(kWidth) + ",\"duration\":" + fixed(axes.duration_s, 3) + ",\"t\":[";
  for (std::size_t i = 0; i < at_s.size(); i += stride) data += (i > 0 ? "," : "") + fixed(at_s[i], 3);
  data += "],\"curves\":[";
  for (std::size_t c = 0; c < curves.size(); ++c) {
    data += std::string(c > 0 ? "," : "") + "{\"label\":\"" + curves[c].label + "\",\"v\":[";
    for (std::size_t i = 0; i < at_s.size(); i += stride)
      data += (i > 0 ? "," : "") + (std::isnan(curves[c].values[i]) ? "null" : fixed(curves[c].values[i]));
    data += "]}";
  }
  data += "]}";
  return "<figure class='plot' data-unit='" + escaped(o.unit) + "'>" + svg +
         "<output class='hover' hidden></output><script type='application/json'>" + data + "</script></figure>";
}

}  // namespace endrange
