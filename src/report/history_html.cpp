// The history as a page: the end range over the weeks, control and tempo, the table, the decisions.
#include <algorithm>
#include <cmath>
#include <functional>

#include "report/chart.h"
#include "report/history.h"
#include "report/overlay.h"
#include "report/page_style.h"
#include "report/words.h"

namespace endrange {

namespace {

// One dot of a chart over days; low and high NaN = no interval.
struct Dot {
  Day day{};
  double value = kUnknown, low = kUnknown, high = kUnknown;
  bool is_open = false;      // a bound rather than a value
  std::string label, group;  // a line joins the dots of one group
};

struct DotChart {
  std::string title, unit;
  double low = 0, high = 100, step = 20;
};

constexpr double kWidth = 900, kHeight = 260, kLeft = 56, kRight = 20, kTop = 22, kBottom = 34;

std::string fixed(double value) { return number_text(value, 1, ""); }

std::string dot_chart(const std::vector<Dot>& dots, Day from, Day to, const DotChart& o) {
  const double span = std::max(1.0, static_cast<double>((to - from).count()));
  const auto x = [&](Day day) {
    return kLeft + 8 + static_cast<double>((day - from).count()) / span * (kWidth - kLeft - kRight - 16);
  };
  const auto y = [&](double value) {
    return kTop + (o.high - std::clamp(value, o.low, o.high)) / (o.high - o.low) * (kHeight - kTop - kBottom);
  };
  std::string svg =
      "<div class='plot'><svg class='chart' viewBox='0 0 900 260' role='img' aria-label='" + escaped(o.title) + "'>";
  for (double v = o.low; v <= o.high + 1e-9; v += o.step)
    svg += "<line class='grid' x1='" + fixed(kLeft) + "' x2='" + fixed(kWidth - kRight) + "' y1='" + fixed(y(v)) +
           "' y2='" + fixed(y(v)) + "'/><text x='" + fixed(kLeft - 6) + "' y='" + fixed(y(v) + 4) +
           "' text-anchor='end'>" + number_text(v, 0, o.unit) + "</text>";
  std::string line, group;
  for (const Dot& d : dots) {
    if (std::isnan(d.value)) continue;
    const std::string at = fixed(x(d.day));
    line += (line.empty() || d.group != group ? "M" : "L") + at + " " + fixed(y(d.value));
    group = d.group;
    if (!std::isnan(d.low) && !std::isnan(d.high))
      svg += "<line class='estimate' x1='" + at + "' x2='" + at + "' y1='" + fixed(y(d.high)) + "' y2='" +
             fixed(y(d.low)) + "'/>";
  }
  svg += "<path class='curve track' stroke-opacity='0.45' d='" + line + "'/>";
  for (const Dot& d : dots)
    if (!std::isnan(d.value))
      svg += "<circle class='mark' " +
             std::string(d.is_open ? "style='fill:var(--card);stroke:var(--back);stroke-width:2' " : "") + "cx='" +
             fixed(x(d.day)) + "' cy='" + fixed(y(d.value)) + "' r='5'><title>" + escaped(d.label) +
             "</title></circle>";
  svg += "<text x='" + fixed(kLeft) + "' y='" + fixed(kHeight - 10) + "'>" + day_text(from) + "</text>";
  if (to > from)
    svg += "<text x='" + fixed(kWidth - kRight) + "' y='" + fixed(kHeight - 10) + "' text-anchor='end'>" +
           day_text(to) + "</text>";
  return svg + "</svg></div>";
}

std::string end_range_section(const EndRangeTrend& trend) {
  std::vector<Dot> dots;
  for (const MeasuredEndRange& m : trend.points) {
    const bool is_found = m.value.status == EndRangeStatus::found;
    const double value = angle_of(m.value);
    dots.push_back({m.day, value, is_found ? m.value.low_deg : kUnknown, is_found ? m.value.high_deg : kUnknown,
                    !is_found, day_text(m.day) + ": " + (is_found ? "" : "held down to ") + degrees_text(value), ""});
  }
  std::string out =
      "<section><h2>End range, " + escaped(trend.exercise) +
      "</h2><p class='legend'>Degrees above the floor, lower is better. A dot: where the back was lost, with its "
      "interval. A ring: it held as far as the legs went.</p>" +
      dot_chart(dots, trend.points.front().day, trend.points.back().day,
                {"End range over time, " + trend.exercise, "°", 0, 90, 15});
  if (const std::string text = trend_sentence(trend); !text.empty()) out += "<p>" + escaped(text) + "</p>";
  return out;
}

std::string quality_section(const std::vector<HistoryRow>& rows) {
  std::vector<Dot> control, tempo;
  double slowest = 5;
  for (const HistoryRow& r : rows) {
    if (!std::isnan(r.control_score))
      control.push_back({r.day, 100 * r.control_score, kUnknown, kUnknown, false,
                         day_text(r.day) + ", " + r.exercise + ": " + number_text(100 * r.control_score, 0, " %"),
                         r.exercise});
    if (!std::isnan(r.lower_s)) {
      tempo.push_back({r.day, r.lower_s, kUnknown, kUnknown, false,
                       day_text(r.day) + ", " + r.exercise + ": " + number_text(r.lower_s, 1, " s"), r.exercise});
      slowest = std::max(slowest, std::ceil(r.lower_s));
    }
  }
  std::string out;
  if (control.size() > 1)
    out += "<section><h2>Control</h2><p class='legend'>Share of the reps in which the back stayed down.</p>" +
           dot_chart(control, control.front().day, control.back().day, {"Control score over time", " %", 0, 100, 25}) +
           "</section>";
  if (tempo.size() > 1)
    out +=
        "<section><h2>Lowering</h2><p class='legend'>Seconds between top and bottom, the median of each set's "
        "reps.</p>" +
        dot_chart(tempo, tempo.front().day, tempo.back().day, {"Time spent lowering", " s", 0, slowest, 1}) +
        "</section>";
  return out;
}

std::string table(const std::vector<HistoryRow>& rows) {
  std::string out =
      "<section><h2>Sessions</h2><div "
      "class='scroll'><table><thead><tr><th>Day<th>Exercise<th>Sets<th>Reps<th>Lowered<th>Held<th>End "
      "range<th>Effort</tr></thead><tbody>";
  for (auto r = rows.rbegin(); r != rows.rend(); ++r) {
    out += "<tr><td>" + day_text(r->day) + "<td>" + escaped(r->exercise) + "<td>" +
           (r->sets == 0 ? "skipped" : std::to_string(r->sets)) + "<td>" +
           (r->reps > 0 ? std::to_string(r->reps) : number_text(r->hold_s, 0, " s")) + "<td>" +
           number_text(r->lower_s, 1, " s") + "<td>" + number_text(100 * r->control_score, 0, " %") + "<td>" +
           end_range_cell(*r) + "<td>" + number_text(r->rpe, 0, "") + "</tr>";
  }
  return out + "</tbody></table></div></section>";
}

std::string decisions(const HistoryView& view) {
  std::string items;
  for (auto d = view.decisions.rbegin(); d != view.decisions.rend(); ++d)
    if (d->day >= view.from && d->day <= view.to)
      items += "<li><b>" + day_text(d->day) + "</b> " + escaped(d->sentence) + "</li>";
  return items.empty() ? "" : "<section><h2>Decisions</h2><ul>" + items + "</ul></section>";
}

}  // namespace

std::string write_history_html(const HistoryView& view) {
  const std::string name = view.history.person.id == 0 ? "You" : escaped(view.history.person.name);
  const std::vector<HistoryRow> rows = history_rows(view.history);
  std::string page =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\">" +
      std::string("<meta name=\"generator\" content=\"endrange history\">") + "<title>" + name +
      " – endrange</title><style>" + kPageStyle + "</style></head><body><main><header><h1>" + name +
      "</h1><p class='lead'>" + std::to_string(view.all_sessions) +
      (view.all_sessions == 1 ? " session" : " sessions") + (view.first ? " since " + day_text(*view.first) : "") +
      ", " + std::to_string(view.all_sets) + " sets.</p></header>";
  if (rows.empty()) page += "<p>Nothing from " + day_text(view.from) + " to " + day_text(view.to) + ".</p>";
  for (const EndRangeTrend& trend : end_range_trends(view.history)) page += end_range_section(trend) + "</section>";
  page += quality_section(rows) + decisions(view);
  if (!rows.empty()) page += table(rows);
  return page +
         "<footer class='dim'>endrange: a training tool. These figures say how well the back was kept down, not how "
         "strong or "
         "healthy anybody is.</footer></main></body></html>\n";
}

}  // namespace endrange
