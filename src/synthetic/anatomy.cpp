#include "synthetic/anatomy.h"

#include <cmath>

namespace endrange::synthetic {

namespace {

// Drawn for a height of 1.75 m: s, half width, back, depth. The outlines are drawn by eye from people lying on a floor;
// only what rests on the floor and its length are meant as truth.
constexpr std::array<Section, 11> kMan = {{{-0.105, 0.105, 0.035, 0.120},
                                           {-0.055, 0.158, 0.006, 0.190},
                                           {0.000, 0.172, 0.000, 0.212},
                                           {0.060, 0.163, 0.000, 0.202},
                                           {0.130, 0.148, 0.000, 0.190},
                                           {0.200, 0.145, 0.000, 0.192},
                                           {0.290, 0.156, 0.000, 0.212},
                                           {0.370, 0.166, 0.000, 0.226},
                                           {0.435, 0.168, 0.002, 0.208},
                                           {0.490, 0.148, 0.012, 0.160},
                                           {0.540, 0.072, 0.022, 0.118}}};
constexpr std::array<Section, 11> kWoman = {{{-0.105, 0.110, 0.035, 0.120},
                                             {-0.055, 0.166, 0.006, 0.192},
                                             {0.000, 0.180, 0.000, 0.208},
                                             {0.060, 0.164, 0.000, 0.192},
                                             {0.130, 0.136, 0.000, 0.170},
                                             {0.200, 0.124, 0.000, 0.165},
                                             {0.290, 0.134, 0.000, 0.182},
                                             {0.370, 0.142, 0.000, 0.196},
                                             {0.435, 0.144, 0.002, 0.180},
                                             {0.490, 0.128, 0.012, 0.142},
                                             {0.540, 0.060, 0.022, 0.102}}};

}  // namespace

Anatomy make_anatomy(char sex, double height, double girth) {
  Anatomy a;
  a.is_woman = sex == 'f';
  a.height = height;
  a.girth = girth;
  a.thigh = 0.245 * height, a.shank = 0.246 * height;
  a.upper_arm = 0.172 * height, a.forearm = 0.146 * height, a.hand = 0.108 * height, a.foot = 0.152 * height;
  // Resting heights of the joints over the floor: 0.14 and 0.21 trunk lengths, as digitised on real people
  // (docs/method.md).
  a.hip_depth = 0.059 * height, a.hip_side = (a.is_woman ? 0.052 : 0.049) * height;
  a.shoulder_s = 0.280 * height, a.shoulder_depth = 0.041 * height;
  a.shoulder_side = (a.is_woman ? 0.093 : 0.104) * height;
  a.neck_s = 0.300 * height, a.neck_depth = 0.046 * height, a.neck = 0.055 * height;
  a.head = 0.130 * height;
  a.buttock_s = 0.000, a.pelvis_s = 0.062 * height, a.rib_s = 0.195 * height;
  const double scale = height / 1.75;
  a.sections = a.is_woman ? kWoman : kMan;
  for (Section& section : a.sections) {
    // Weight gathers between hips and chest, less at the neck; the belly grows more than the back.
    const double here = std::exp(-std::pow((section.s - 0.14) / 0.28, 2));
    const double wider = 1 + (girth - 1) * (0.35 + 0.45 * here), deeper = 1 + (girth - 1) * (0.35 + 0.75 * here);
    section = {section.s * scale, section.half_width * scale * wider, section.back * scale,
               section.depth * scale * deeper};
  }
  return a;
}

}  // namespace endrange::synthetic
