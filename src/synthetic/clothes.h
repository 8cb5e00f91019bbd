// clothes.h: what is worn where, and what it looks like: skin, cloth, hair, shoes, a face.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "synthetic/flesh.h"

namespace endrange::synthetic {

/// Linear light, 0…1.
struct Color {
  float r = 0, g = 0, b = 0;
};
inline Color operator*(float s, Color c) { return {s * c.r, s * c.g, s * c.b}; }
inline Color operator+(Color a, Color b) { return {a.r + b.r, a.g + b.g, a.b + b.b}; }

/// A colour as a screen shows it (0…1) to linear light.
inline Color linear(double r, double g, double b) {
  const auto light = [](double shown) { return static_cast<float>(std::pow(shown, 2.2)); };
  return {light(r), light(g), light(b)};
}

/// How thick what is worn at a vertex is. m
double thickness_worn(const Flesh& flesh, const Recipe& recipe, const Vertex& vertex);

/// Smooth noise in space, from a table: mean 0, standard deviation 1, wavelengths of 2 to 8 cells.
class Noise {
 public:
  explicit Noise(std::uint64_t seed);
  float at(float x, float y, float z) const;  ///< in cells; repeats after 64

 private:
  std::vector<float> table_;
};

/// The colour of a material point.
class Wardrobe {
 public:
  Wardrobe(const Flesh& flesh, const Recipe& recipe);
  /// part: whose paint. material: body frame of the rest posture, m. slip: how far cloth has slid towards the head, m.
  Color color(Bone part, Vec3 material, double slip) const;

 private:
  const Flesh& flesh_;
  const Recipe& recipe_;
  Noise noise_;
  Color skin_, hair_, shirt_, trousers_, seam_, shoe_;
  float shirt_contrast_;
  bool is_on_seam(Bone part, Vec3 material) const;
  Color face(Vec3 local, Color base) const;
  Color cloth(Color base, float contrast, Vec3 material, double slip) const;
};

}  // namespace endrange::synthetic
