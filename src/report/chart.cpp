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
  double from, to, low, high;  // `from` is at the left
  double x(double v) const { return kLeft + (kWidth - kLeft - kRight) * (v - from) / (to - from); }
  double y(double v) const { return kHeight - kBottom - (kHeight - kTop - kBottom) * (v - low) / (high - low); }
};

std::string upright(const Axes& axes, double at, const char* style, double from_y, double to_y) {
  const std::string x = fixed(axes.x(at));
  return "<line class='" + std::string(style) + "' x1='" + x + "' x2='" + x + "' y1='" + fixed(from_y) + "' y2='" +
         fixed(to_y) + "'/>";
}

std::string across(const Axes& axes, double at, const std::string& style) {
  const std::string y = fixed(axes.y(at));
  return "<line class='" + style + "' x1='" + fixed(kLeft) + "' x2='" + fixed(kWidth - kRight) + "' y1='" + y +
         "' y2='" + y + "'/>";
}

// Anchor: "start", "middle" or "end".
std::string text_at(double x, double y, const char* style, const char* anchor, const std::string& text) {
  return "<text class='" + std::string(style) + "' text-anchor='" + anchor + "' x='" + fixed(x) + "' y='" + fixed(y) +
         "'>" + escaped(text) + "</text>";
}

// The lines across at round values, with their figures.
std::string grid(const Axes& axes, double step) {
  std::string svg;
  for (double v = std::ceil(axes.low / step) * step; v <= axes.high + 1e-9; v += step)
    svg += across(axes, v, std::abs(v) < 1e-9 ? "grid zero" : "grid") +
           text_at(kLeft - 6, axes.y(v) + 4, "tick", "end", fixed(v, 0));
  return svg;
}

std::string opened(const std::string& id, const std::string& label) {
  return "<svg class='chart' id='" + id + "' viewBox='0 0 " + fixed(kWidth, 0) + " " + fixed(kHeight, 0) +
         "' role='img' aria-label='" + escaped(label) + "'>";
}

std::string rect(const Axes& axes, const Interval& when, const char* style) {
  if (!when.is_known()) return "";
  return "<rect class='" + std::string(style) + "' x='" + fixed(axes.x(when.from_s)) + "' y='" + fixed(kTop) +
         "' width='" + fixed(std::max(0.5, axes.x(when.to_s) - axes.x(when.from_s))) + "' height='" +
         fixed(kHeight - kTop - kBottom) + "'/>";
}

// The `d` of a path through every `step`th sample.
std::string path_data(const Axes& axes, std::span<const double> x, std::span<const double> y, std::size_t step) {
  std::string d;
  bool is_drawing = false;
  for (std::size_t i = 0; i < y.size(); i += step) {
    if (std::isnan(y[i])) {
      is_drawing = false;
      continue;
    }
    d += (is_drawing ? "L" : "M") + fixed(axes.x(x[i])) + " " + fixed(axes.y(std::clamp(y[i], axes.low, axes.high)));
    is_drawing = true;
  }
  return d;
}

std::string path_of(const Axes& axes, std::span<const double> at_s, std::span<const double> values,
                    const std::string& style) {
  const std::size_t step = std::max<std::size_t>(1, values.size() / kMostPoints);
  return "<path class='curve " + style + "' d='" + path_data(axes, at_s, values, step) + "'/>";
}

std::string drawn(const Axes& axes, const Track& track, double threshold) {
  const std::string strength = fixed(track.strength, 2);
  std::string svg = "<path class='curve track' stroke-opacity='" + strength + "' d='" +
                    path_data(axes, track.x, track.y, 1) + "'><title>" + escaped(track.label) + "</title></path>";
  if (!std::isnan(track.mark_x) && !std::isnan(threshold))
    svg += "<circle class='mark' fill-opacity='" + strength + "' cx='" + fixed(axes.x(track.mark_x)) + "' cy='" +
           fixed(axes.y(threshold)) + "' r='4'><title>" + escaped(track.label) + "</title></circle>";
  return svg;
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
  const Axes axes{0, at_s.empty() ? 1 : std::max(at_s.back(), 0.1), o.low, o.high};
  std::string svg = opened(o.id, o.title + " over time");
  for (const Rep& rep : reps) {
    svg += rect(axes, rep.lower, "ph-lower") + rect(axes, rep.bottom, "ph-bottom") + rect(axes, rep.lift, "ph-lift") +
           rect(axes, rep.top, "ph-top");
    const double middle = axes.x((rep.start_s + rep.end_s) / 2);
    svg += "<text class='rep' x='" + fixed(middle) + "' y='" + fixed(kTop - 8) + "'>" +
           (rep.is_complete ? "rep " + std::to_string(rep.index) : "partial") +
           (rep.side == RepSide::both ? "" : std::string(" ") + name_of(rep.side)) + "</text>";
    svg += upright(axes, rep.start_s, "boundary", kTop - 4, kHeight - kBottom);
  }
  svg += grid(axes, o.grid_step);
  const double step = tick_step(axes.to);
  for (double t = 0; t <= axes.to + 1e-9; t += step)
    svg += text_at(axes.x(t), kHeight - kBottom + 16, "tick", "middle", fixed(t, step < 1 ? 1 : 0));
  svg += text_at(kWidth - kRight, kHeight - 4, "axis", "end", "time, s");
  svg += text_at(4, 14, "axis", "start", o.title + ", " + o.unit);
  for (const Curve& curve : curves) svg += path_of(axes, at_s, curve.values, curve.style);
  svg += "<line class='cursor' x1='0' x2='0' y1='" + fixed(kTop) + "' y2='" + fixed(kHeight - kBottom) +
         "' visibility='hidden'/></svg>";

  // What the hover reads: the plot's geometry and the samples behind it.
  const std::size_t stride = std::max<std::size_t>(1, at_s.size() / kMostPoints);
  std::string data = "{\"left\":" + fixed(kLeft) + ",\"right\":" + fixed(kWidth - kRight) +
                     ",\"width\":" + fixed(kWidth) + ",\"duration\":" + fixed(axes.to, 3) + ",\"suffix\":\"" +
                     o.suffix + "\",\"t\":[";
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

std::string plane_chart(std::span<const Track> tracks, const PlaneOptions& o) {
  const Axes axes{o.x_left, o.x_right, o.low, o.high};
  std::string svg = opened(o.id, o.y_title + " against " + o.x_title);
  if (o.band.is_known()) {
    const double left = std::max(kLeft, std::min(axes.x(o.band.from_s), axes.x(o.band.to_s))),
                 right = std::min(kWidth - kRight, std::max(axes.x(o.band.from_s), axes.x(o.band.to_s)));
    svg += "<rect class='band' x='" + fixed(left) + "' y='" + fixed(kTop) + "' width='" +
           fixed(std::max(0.5, right - left)) + "' height='" + fixed(kHeight - kTop - kBottom) + "'/>";
  }
  svg += grid(axes, o.y_step);
  const double first = std::min(o.x_left, o.x_right), last = std::max(o.x_left, o.x_right);
  for (double x = std::ceil(first / o.x_step) * o.x_step; x <= last + 1e-9; x += o.x_step)
    svg += text_at(axes.x(x), kHeight - kBottom + 16, "tick", "middle", fixed(x, 0));
  svg += text_at(kWidth - kRight, kHeight - 4, "axis", "end", o.x_title) + text_at(4, 14, "axis", "start", o.y_title);
  if (!std::isnan(o.threshold))
    svg += across(axes, o.threshold, "threshold") +
           text_at(kLeft + 6, axes.y(o.threshold) - 6, "note", "start", o.threshold_label);
  if (!std::isnan(o.estimate)) {
    // The label keeps inside the picture.
    const double x = std::clamp(axes.x(o.estimate), kLeft + 90, kWidth - kRight - 90);
    svg += upright(axes, o.estimate, "estimate", kTop, kHeight - kBottom) +
           text_at(x, kTop - 8, "rep", "middle", o.estimate_label);
  }
  for (const Track& track : tracks) svg += drawn(axes, track, o.threshold);
  return "<figure class='plot'>" + svg + "</svg></figure>";
}

}  // namespace endrange
