// What does it cost not to show the network every frame? Leg elevation of the near leg, both ways, same clip.
#include <cmath>
#include <filesystem>

#include "bench.h"
#include "core/smooth.h"
#include "endrange.h"

namespace endrange::bench {

int run_stride(const std::vector<std::string>& clips) {
  std::printf(
      "\nLeg elevation, frames the tracker chose against every frame (near leg, deg)\n%-36s %7s %8s %8s %8s %8s\n", "",
      "seen", "median", "RMS", "p95", "max");
  for (const std::string& clip : clips) {
    Options chosen, every;
    every.every_frame = true;
    const auto a = analyze_clip(clip, chosen), b = analyze_clip(clip, every);
    if (!a || !b || !a->view.near_side) continue;
    const bool thigh = !a->geometry.empty() && a->geometry[0].is_thigh_used;
    const LegSeries &x = a->series.leg(*a->view.near_side), &y = b->series.leg(*a->view.near_side);
    const auto &u = thigh ? x.thigh_elevation : x.leg_elevation, &v = thigh ? y.thigh_elevation : y.leg_elevation;
    std::vector<double> differences;
    double square = 0, count = 0, seen = 0;
    for (std::size_t i = 0; i < u.size(); ++i) {
      seen += a->series.poses[i].seen ? 1 : 0;
      differences.push_back(std::abs(u[i] - v[i]));
      if (!std::isnan(differences.back())) square += differences.back() * differences.back(), ++count;
    }
    std::printf("%-36s %5.0f %% %8.2f %8.2f %8.2f %8.2f%s\n", std::filesystem::path(clip).filename().c_str(),
                100 * seen / static_cast<double>(u.size()), median(differences), std::sqrt(square / count),
                quantile(differences, 0.95), quantile(differences, 1), thigh ? "  (thigh)" : "");
  }
  return 0;
}

}  // namespace endrange::bench
