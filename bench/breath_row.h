// breath_row.h: what a row of the breath's tables says of its sounds or clips.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "breath/test_sounds.h"
#include "core/smooth.h"

namespace endrange::bench {

class BreathRow {
 public:
  void add(const test::Course& truth, const Breath& found) {
    ++all_;
    if (found.status != BreathStatus::measured) return;
    ++measured_;
    const test::Score s = score(truth, found);
    if (!std::isnan(s.rate_error_per_min)) rate_.push_back(std::abs(s.rate_error_per_min));
    if (std::ranges::none_of(found.spans, [](const BreathSpan& b) { return b.kind == BreathKind::in; })) return;
    ++told_;
    exchanged_ += s.swapped > 0.3;
    phase_.push_back(s.phase_f1);
    held_ += s.held, held_wrong_ += s.held_wrong;
    for (const double onset : s.onset_s) onset_ms_.push_back(1000 * std::abs(onset));
  }
  void print(const std::string& name) const {
    std::printf("| %s | %d | %d | %d | %d | %s | %s | %s | %s | %s |\n", name.c_str(), all_, measured_, told_,
                exchanged_, text(mean(phase_), 3).c_str(), text(2 * held_ / (2 * held_ + held_wrong_), 2).c_str(),
                text(median(onset_ms_), 0).c_str(), text(quantile(onset_ms_, 0.95), 0).c_str(),
                text(mean(rate_), 2).c_str());
  }
  static void head(const char* name) {
    std::printf(
        "\n| %s | n | measured | ways told | ways exchanged | in and out, F1 | held, F1 | onset off by, median, ms | "
        "95 "
        "%%, ms | rate off by, /min |\n|---|---|---|---|---|---|---|---|---|---|\n",
        name);
  }

 private:
  static double mean(const std::vector<double>& v) {
    double sum = 0;
    for (const double x : v) sum += x;
    return v.empty() ? kUnknown : sum / static_cast<double>(v.size());
  }
  static std::string text(double value, int decimals) {
    char out[24] = "–";
    if (!std::isnan(value)) std::snprintf(out, sizeof out, "%.*f", decimals, value);
    return out;
  }
  int all_ = 0, measured_ = 0, told_ = 0, exchanged_ = 0;
  double held_ = 0, held_wrong_ = 0;  // steps of all of them together
  std::vector<double> phase_, onset_ms_, rate_;
};

}  // namespace endrange::bench
