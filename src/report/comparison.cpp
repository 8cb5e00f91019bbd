#include "report/comparison.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "report/chart.h"
#include "report/html.h"
#include "report/page_style.h"
#include "report/words.h"

namespace endrange {

namespace {

constexpr const char* kLevel =
    "One rendered clip (level S): it shows that the program does what it says, not how it does on people.";

std::string cell(double value, const Compared& row) {
  return number_text(value, row.decimals, row.unit.empty() ? "" : (row.unit == "deg" ? "\u00b0" : " " + row.unit));
}

std::string summary(const Comparison& c) {
  return "Leg elevation over all pictures: off by " + number_text(c.bias_deg, 1, "°") + " on average, RMS " +
         number_text(c.rms_deg, 1, "°") + ", 95 % within " + number_text(c.p95_deg, 1, "°") +
         ". Near-side joints found in " + number_text(100 * c.followed, 1, " %") + " of the pictures.";
}

}  // namespace

std::string write_comparison_text(const Comparison& c) {
  std::string out = "Measured beside true\n\n" + std::string(22, ' ') + right_aligned("true", 12) +
                    right_aligned("measured", 12) + right_aligned("difference", 12) + "\n";
  for (const Compared& row : c.rows) {
    if (std::isnan(row.truth)) continue;
    out += row.what + std::string(row.what.size() < 22 ? 22 - row.what.size() : 0, ' ') +
           right_aligned(cell(row.truth, row), 12) +
           right_aligned(std::isnan(row.measured) ? "not measured" : cell(row.measured, row), 12) +
           right_aligned(std::isnan(row.measured) ? "" : cell(row.measured - row.truth, row), 12) + "\n";
  }
  return out + "\n" + wrapped_text(summary(c), 78) + "\n" + wrapped_text(kLevel, 78) + "\n";
}

std::string write_comparison_html(const Comparison& c, const std::string& clip, const std::string& report) {
  std::string page =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\">" +
      std::string(kHtmlMark) + "<title>Measured beside true – endrange</title><style>" + kPageStyle +
      "</style></head><body><main><header><h1>Measured beside true</h1><p class='lead'>A rendered lifter whose every "
      "angle is known, and what endrange measured.</p></header><section><video controls playsinline preload='auto' "
      "src='" +
      escaped(clip) + "'></video><p><a href='" + escaped(report) + "'>The report on this clip</a></p></section>";
  const std::array<Curve, 2> curves = {Curve{"true", "far", c.true_deg}, Curve{"measured", "near", c.measured_deg}};
  page +=
      "<section><h2>Over time</h2><p class='legend'><span class='key near'></span>measured<span class='key "
      "far'></span>true</p>" +
      line_chart(c.at_s, curves, c.reps, {"elevation", "Leg elevation", "degrees above the floor", -15, 105, 30}) +
      "<p>" + escaped(summary(c)) + "</p></section>";
  page +=
      "<section><h2>Side by side</h2><div "
      "class='scroll'><table><thead><tr><th><th>true<th>measured<th>difference</tr></thead><tbody>";
  for (const Compared& row : c.rows) {
    if (std::isnan(row.truth)) continue;
    page += "<tr><td>" + escaped(row.what) + "<td>" + escaped(cell(row.truth, row)) + "<td>" +
            escaped(std::isnan(row.measured) ? "not measured" : cell(row.measured, row)) + "<td>" +
            (std::isnan(row.measured) ? "" : escaped(cell(row.measured - row.truth, row))) + "</tr>";
  }
  return page + "</tbody></table></div><p class='dim'>" + kLevel + "</p></section></main><script>" + kPageScript +
         "</script></body></html>\n";
}

}  // namespace endrange
