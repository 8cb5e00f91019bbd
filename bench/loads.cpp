// Frames a second of dynamics and muscle sharing, on one thread.
#include "body/loads.h"

#include <cmath>
#include <cstdio>
#include <numbers>

#include "bench.h"

namespace endrange::bench {

int run_loads() {
  const auto body = body_model(1.76, 80, Sex::male);
  const LoadModel model = load_model(*body);
  constexpr int kFrames = 3000;  // 100 s of lowering and lifting at 30 pictures a second
  const auto pose_at = [&](int i) {
    const double phase = 2 * std::numbers::pi * i / 240.0;
    LoadPose pose = lying_pose(0.8 + 0.75 * std::cos(phase));
    pose.thigh_acceleration = {-0.5 * std::cos(phase), -0.5 * std::cos(phase)};
    return pose;
  };
  double sum = 0;
  const auto row = [&](const char* name, auto&& work) {
    const Timing t = time_of(15, [&] {
      for (int i = 0; i < kFrames; ++i) work(i);
    });
    char note[80];
    std::snprintf(note, sizeof note, "3000 frames: %.0f a second", 1000 * kFrames / t.median_ms);
    print_row(name, t, note);
  };
  row("moments of the chain", [&](int i) {
    Movement m;
    m.at.hip = {1e-3 * i, 2e-3 * i};
    sum += moments_of(*body, m).hip[0];
  });
  for (const bool is_alike : {true, false}) {
    std::array<double, kMostEquations> prices{};
    row(is_alike ? "moments and sharing, legs alike" : "moments and sharing, legs apart", [&](int i) {
      LoadPose pose = pose_at(i);
      if (!is_alike) pose.thigh_elevation[1] += 0.1;
      const Loads loads = loads_of(model, pose, {}, prices);
      if (loads.is_feasible) prices = loads.price;
      sum += loads.psoas_n;
    });
  }
  return std::isnan(sum) ? 1 : 0;
}

}  // namespace endrange::bench
