#include "synthetic/clothes.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "synthetic/random.h"

namespace endrange::synthetic {

namespace {

constexpr int kTable = 64;

// Where clothes end. Shares of the limb or of height.
struct Cut {
  double waist, sleeve, trouser_thigh, trouser_shank;
};
Cut cut_of(const Anatomy& a, const Recipe& recipe) {
  Cut cut = a.is_woman ? Cut{0.066 * a.height, 0.42, 2, 0.86} : Cut{0.060 * a.height, 0.55, 0.62, 0};
  if (recipe.shirt == "loose") cut.waist -= 0.030 * a.height;  // worn over the trousers
  return cut;
}

// The head's own coordinates at 1.75 m.
Vec3 in_head(const Flesh& flesh, Vec3 material) {
  return 1.75 / flesh.anatomy.height * flesh.rest[Bone::head].to_local(material);
}

// Above zero: under hair.
double hairiness(const Anatomy& a, Vec3 head) {
  if (a.is_woman && head.x > 0.175) return 1;
  const double sideburn = 0.045 - head.y;  // behind the ears
  const double line = a.is_woman ? head.x - 0.135 + 0.35 * std::min(sideburn, 0.10) * 4
                                 : head.x - 0.145 + 1.1 * std::min(sideburn, 0.09);
  const double nape = head.x - 0.030;
  return std::min(line, nape);
}

}  // namespace

double thickness_worn(const Flesh& flesh, const Recipe& recipe, const Vertex& v) {
  const Anatomy& a = flesh.anatomy;
  const Cut cut = cut_of(a, recipe);
  const auto part = static_cast<Bone>(v.bones[0]);
  const auto share = [&](Bone bone, double length) { return flesh.rest[bone].to_local(v.material).x / length; };
  const bool is_shirt = recipe.shirt != "none", is_loose = recipe.shirt == "loose";
  switch (part) {
    case Bone::trunk: {
      // The back lies on the floor: what is worn there is pressed flat.
      const double pressed = smoothstep(0.0, 0.05, v.material.y);
      const double shirt = is_shirt ? (is_loose ? 0.014 : 0.004) * pressed : 0;
      const double trousers = 0.004 * pressed;
      return trousers + (shirt - trousers) * smoothstep(cut.waist - 0.012, cut.waist, v.material.x);
    }
    case Bone::left_upper_arm:
    case Bone::right_upper_arm:
      return is_shirt ? (is_loose ? 0.014 : 0.008) *
                            (1 - smoothstep(cut.sleeve, cut.sleeve + 0.03, share(part, a.upper_arm)))
                      : 0;
    case Bone::left_thigh:
    case Bone::right_thigh:
      return (a.is_woman ? 0.002 : 0.004 + 0.010 * std::clamp(share(part, a.thigh), 0.0, 1.0)) *
             (1 - smoothstep(cut.trouser_thigh, cut.trouser_thigh + 0.03, share(part, a.thigh)));
    case Bone::head: {
      const double hair = hairiness(a, in_head(flesh, v.material));
      return (a.is_woman ? 0.010 : 0.006) * smoothstep(0, 0.012, hair);
    }
    default: return 0;
  }
}

Noise::Noise(std::uint64_t seed) : table_(kTable * kTable * kTable) {
  const auto wrapped = [](int i) { return static_cast<std::size_t>((i + kTable) % kTable); };
  const auto at = [&](int x, int y, int z) { return (wrapped(x) * kTable + wrapped(y)) * kTable + wrapped(z); };
  Dice dice(seed);
  for (float& v : table_) v = static_cast<float>(dice.uniform(-1, 1));
  // Smoothed twice along each axis: no wave shorter than two cells is left to alias.
  std::vector<float> copy(table_.size());
  for (int pass = 0; pass < 6; ++pass) {
    const int dx = pass % 3 == 0, dy = pass % 3 == 1, dz = pass % 3 == 2;
    copy.swap(table_);
    for (int x = 0; x < kTable; ++x)
      for (int y = 0; y < kTable; ++y)
        for (int z = 0; z < kTable; ++z)
          table_[at(x, y, z)] = 0.25f * copy[at(x - dx, y - dy, z - dz)] + 0.5f * copy[at(x, y, z)] +
                                0.25f * copy[at(x + dx, y + dy, z + dz)];
  }
  double square = 0;
  for (const float v : table_) square += static_cast<double>(v) * v;
  const auto scale = static_cast<float>(1 / std::sqrt(square / static_cast<double>(table_.size())));
  for (float& v : table_) v *= scale;
}

float Noise::at(float x, float y, float z) const {
  const float fx = std::floor(x), fy = std::floor(y), fz = std::floor(z);
  const float tx = x - fx, ty = y - fy, tz = z - fz;
  const int ix = static_cast<int>(fx) & (kTable - 1), iy = static_cast<int>(fy) & (kTable - 1),
            iz = static_cast<int>(fz) & (kTable - 1);
  const int jx = (ix + 1) & (kTable - 1), jy = (iy + 1) & (kTable - 1), jz = (iz + 1) & (kTable - 1);
  const auto v = [&](int a, int b, int c) {
    return table_[(static_cast<std::size_t>(a) * kTable + static_cast<std::size_t>(b)) * kTable +
                  static_cast<std::size_t>(c)];
  };
  const auto mix = [](float a, float b, float t) { return a + t * (b - a); };
  return mix(mix(mix(v(ix, iy, iz), v(ix, iy, jz), tz), mix(v(ix, jy, iz), v(ix, jy, jz), tz), ty),
             mix(mix(v(jx, iy, iz), v(jx, iy, jz), tz), mix(v(jx, jy, iz), v(jx, jy, jz), tz), ty), tx);
}

Wardrobe::Wardrobe(const Flesh& flesh, const Recipe& recipe)
    : flesh_(flesh), recipe_(recipe), noise_(static_cast<std::uint64_t>(recipe.seed) + 5) {
  const double t = recipe.skin_tone;
  skin_ = linear(0.90 - 0.55 * t, 0.74 - 0.52 * t, 0.66 - 0.50 * t);
  Dice dice(static_cast<std::uint64_t>(recipe.seed) * 31 + 7);
  hair_ = (1 - static_cast<float>(0.5 * t)) * linear(dice.uniform(0.12, 0.42), 0.17, 0.13);
  const double g = recipe.shirt_grey;
  const std::array<Color, 5> tints = {linear(g, g, g), linear(0.85 * g, 0.95 * g, 1.2 * g),
                                      linear(1.2 * g, 0.85 * g, 0.85 * g), linear(0.85 * g, 1.1 * g, 0.9 * g),
                                      linear(1.05 * g, g, 0.85 * g)};
  shirt_ = tints[dice.bits() % tints.size()];
  trousers_ = flesh.anatomy.is_woman ? linear(0.17, 0.17, 0.21) : linear(0.20, 0.24, 0.34);
  seam_ = linear(0.62, 0.64, 0.68);
  shoe_ = linear(0.78, 0.78, 0.80);
  shirt_contrast_ = static_cast<float>(!std::isnan(recipe.shirt_contrast) ? recipe.shirt_contrast
                                       : recipe.shirt == "textured"       ? 20
                                                                          : 4);
}

Color Wardrobe::cloth(Color base, float contrast, Vec3 material, double slip) const {
  // Cells of 3 mm fine weave and of 11 mm print, half of the contrast each.
  const auto x = static_cast<float>(material.x - slip), y = static_cast<float>(material.y),
             z = static_cast<float>(material.z);
  const float fine = noise_.at(x * 333, y * 333, z * 333), coarse = noise_.at(x * 91 + 17, y * 91 + 5, z * 91 + 31);
  // Contrast is meant in grey levels as shown; 2.2 turns a share of those into one of light.
  const float shown = std::max(0.08f, std::pow(base.g, 1 / 2.2f));
  const float swing = contrast / 255 / shown * 2.2f * 0.7071f * (fine + coarse);
  return std::clamp(1 + swing, 0.08f, 3.0f) * base;
}

Color Wardrobe::face(Vec3 p, Color base) const {
  const double side = std::abs(p.z);
  if (p.y < 0.055) return base;
  const auto within = [](double x, double y, double rx, double ry) { return x * x / (rx * rx) + y * y / (ry * ry); };
  const double eye = within(p.x - 0.0885, side - 0.032, 0.0062, 0.0145);
  if (eye < 1) {
    const double iris = std::hypot(p.x - 0.0885, side - 0.032);
    return iris < 0.0030   ? linear(0.04, 0.04, 0.05)
           : iris < 0.0062 ? linear(0.28, 0.20, 0.14)
                           : linear(0.88, 0.87, 0.85);
  }
  if (eye < 1.6) return 0.35f * base;
  if (within(p.x - 0.106 - 0.1 * (side - 0.03), side - 0.033, 0.0045, 0.019) < 1) return hair_;
  const double mouth = within(p.x - 0.023, side, 0.0085, 0.025);
  if (mouth < 1)
    return std::abs(p.x - 0.023) < 0.0012 ? 0.25f * base : Color{base.r * 0.85f, base.g * 0.52f, base.b * 0.55f};
  if (within(p.x - 0.044, side - 0.0065, 0.0025, 0.0035) < 1) return 0.25f * base;
  return base;
}

// A pale stripe down the outer seam: it tells the near leg from the far one, as seams and creases do on real trousers.
bool Wardrobe::is_on_seam(Bone part, Vec3 m) const {
  const double k = flesh_.anatomy.height / 1.75;
  if (part == Bone::trunk) return std::abs(m.y - flesh_.anatomy.hip_depth) < 0.007 * k && std::abs(m.z) > 0.08 * k;
  const bool is_left = part == Bone::left_thigh || part == Bone::left_shank;
  const Vec3 p = flesh_.rest[part].to_local(m);
  return std::abs(p.y) < 0.007 * k && (is_left ? -p.z : p.z) > 0;
}

Color Wardrobe::color(Bone part, Vec3 m, double slip) const {
  const Anatomy& a = flesh_.anatomy;
  const Cut cut = cut_of(a, recipe_);
  const auto local = [&](Bone bone) { return flesh_.rest[bone].to_local(m); };
  const auto grain =
      noise_.at(static_cast<float>(m.x * 160), static_cast<float>(m.y * 160), static_cast<float>(m.z * 160));
  const Color skin = (1 + 0.035f * grain) * skin_;
  const bool is_shirt = recipe_.shirt != "none";
  switch (part) {
    case Bone::trunk:
    case Bone::neck:
      if (m.x < cut.waist) return cloth(is_on_seam(part, m) ? seam_ : trousers_, 4, m, 0);
      // The collar is a ring about the neck's root.
      if (is_shirt && (part == Bone::trunk || local(Bone::neck).x < 0.004 * a.height))
        return cloth(shirt_, shirt_contrast_, m, slip);
      // A woman without a shirt wears a top.
      if (a.is_woman && m.x > 0.165 * a.height && m.x < 0.265 * a.height) return cloth(trousers_, 4, m, 0);
      return skin;
    case Bone::left_upper_arm:
    case Bone::right_upper_arm:
      return is_shirt && local(part).x < cut.sleeve * a.upper_arm + 0.012 ? cloth(shirt_, shirt_contrast_, m, slip)
             : a.is_woman && !is_shirt && m.x < 0.25 * a.height && std::abs(m.z) < 0.09 * a.height
                 ? cloth(trousers_, 4, m, 0)
                 : skin;
    case Bone::left_thigh:
    case Bone::right_thigh:
      return local(part).x < cut.trouser_thigh * a.thigh + 0.008
                 ? cloth(is_on_seam(part, m) ? seam_ : trousers_, 4, m, 0)
                 : skin;
    case Bone::left_shank:
    case Bone::right_shank: {
      const double share = local(part).x / a.shank;
      if (share < cut.trouser_shank) return cloth(is_on_seam(part, m) ? seam_ : trousers_, 4, m, 0);
      return share > 0.90 && recipe_.shoes ? linear(0.85, 0.85, 0.86) : skin;
    }
    case Bone::left_foot:
    case Bone::right_foot: {
      if (!recipe_.shoes) return skin;
      const Vec3 p = 1.75 / a.height * local(part);
      if (p.y < -0.073) return linear(0.93, 0.93, 0.92);                                         // sole
      if (p.x > -0.005 && p.x < 0.07 && std::abs(p.z) < 0.016) return linear(0.30, 0.30, 0.33);  // laces
      return std::abs(p.x - 0.03 + 0.5 * p.y) < 0.010 ? linear(0.25, 0.33, 0.55) : shoe_;
    }
    case Bone::head: {
      const Vec3 p = in_head(flesh_, m);
      if (hairiness(a, p) > 0.004) {
        const float strand =
            noise_.at(static_cast<float>(m.x * 60), static_cast<float>(m.y * 420), static_cast<float>(m.z * 420));
        return (1 + 0.22f * strand) * hair_;
      }
      return face(p, skin);
    }
    default: return skin;
  }
}

}  // namespace endrange::synthetic
