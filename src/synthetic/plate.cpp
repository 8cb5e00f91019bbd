#include "synthetic/plate.h"

#include <cmath>
#include <complex>
#include <numbers>

#include "synthetic/random.h"

namespace endrange::synthetic {

namespace {

// Mean of cos(a t) over −1 … 1.
double sinc(double a) { return a == 0 ? 1 : std::sin(a) / a; }

}  // namespace

Plate Plate::random(int waves, double shortest_px, double longest_px, double mean, double contrast,
                    std::uint64_t seed) {
  Dice dice(seed);
  std::vector<PlateWave> all;
  for (int i = 0; i < waves; ++i) {
    // One wave from each of equal steps of wavelength, and directions that share the half circle evenly.
    const double share = (i + dice.uniform()) / waves;
    const double per_px = 2 * std::numbers::pi / (shortest_px * std::pow(longest_px / shortest_px, share));
    const double direction = std::numbers::pi * (i * (std::sqrt(5.0) - 1) / 2 + dice.uniform(-0.1, 0.1));
    all.push_back({{per_px * std::cos(direction), per_px * std::sin(direction)},
                   contrast * std::sqrt(2.0 / waves),
                   2 * std::numbers::pi * dice.uniform()});
  }
  return {all, mean};
}

double Plate::at(Vec2 point) const {
  double grey = mean_;
  for (const PlateWave& wave : waves_) grey += wave.amplitude * std::cos(dot(wave.turns, point) + wave.phase);
  return grey;
}

std::vector<float> Plate::photograph(const PlateShot& shot, const PlatePose& pose) const {
  const auto width = static_cast<std::size_t>(shot.width), height = static_cast<std::size_t>(shot.height);
  std::vector<float> picture(width * height);
  std::vector<double> row(width);
  const double c = std::cos(pose.turn), s = std::sin(pose.turn);
  for (std::size_t y = 0; y < height; ++y) {
    row.assign(width, mean_);
    const double down = static_cast<double>(y) + 0.5;
    const double at_s = shot.readout_s * (down / shot.height - 0.5);
    const Vec2 first = Vec2{0.5, down} - pose.origin - at_s * pose.speed;
    for (const PlateWave& wave : waves_) {
      // As the picture sees the wave: turned with the plate.
      const Vec2 turns{c * wave.turns.x - s * wave.turns.y, s * wave.turns.x + c * wave.turns.y};
      const double seen =
          wave.amplitude * sinc(turns.x / 2) * sinc(turns.y / 2) * sinc(dot(turns, pose.speed) * shot.exposure_s / 2);
      // From pixel to pixel the wave's pointer turns by the same angle.
      std::complex<double> pointer = std::polar(seen, dot(turns, first) + wave.phase);
      const std::complex<double> step = std::polar(1.0, turns.x);
      for (double& grey : row) {
        grey += pointer.real();
        pointer = {pointer.real() * step.real() - pointer.imag() * step.imag(),
                   pointer.real() * step.imag() + pointer.imag() * step.real()};
      }
    }
    for (std::size_t x = 0; x < width; ++x) picture[y * width + x] = static_cast<float>(row[x]);
  }
  return picture;
}

}  // namespace endrange::synthetic
