#include "body/muscles.h"

#include <algorithm>
#include <cmath>

#include "core/angle.h"

namespace endrange {

namespace {

using Levels = std::array<double, kLumbarLevels>;
constexpr Levels kNone{};
// gait2392's psoas, its strength (1113 N) split by where MyoTorso's strands begin. Kumazaki 2022 (Juntendo Med. J. 68,
// 352: 22 cadaver limbs) has the rectus femoris at two thirds of rectus and iliopsoas together up to 60 deg, by section
// times arm: sections of 10.9 to 5.5 and 7.1 cm², and arms of the iliopsoas about half the rectus' up to 50 deg that
// rise steeply beyond. gait2392 alone has 0.37 to 0.40. So psoas and iliacus have 0.55 of its arms up to 50 deg, from
// there in a straight line to the whole at 90, and the rectus femoris 1.62 of its 1169 N, by the sections' ratio.
constexpr std::array kPsoasArm = {0.0212, 0.0228, 0.0237, 0.0233, 0.0290, 0.0347, 0.0273};

// Knee arms: about the knee's middle range (patellar tendon 0.042 m, hamstrings 0.035 m); constant here.
constexpr HipMuscle kHip[] = {
    {"psoas, upper strands",
     533,
     0.100,
     0.1396,
     1.019,
     kPsoasArm,
     0,
     {-0.0043, -0.0064, -0.0016, 0.0133, 0.0321},
     {0.518, 0.936, 0.936, 0.862, 0.753}},
    {"psoas, middle strands",
     295,
     0.100,
     0.1396,
     1.019,
     kPsoasArm,
     0,
     {0, 0, -0.0036, 0.0035, 0.0234},
     {0, 0, 0.324, 0.822, 0.705}},
    {"psoas, lower strands", 285, 0.100, 0.1396, 1.019, kPsoasArm, 0, {0, 0, 0, 0, 0.0155}, {0, 0, 0, 0, 0.654}},
    {"iliacus", 1073, 0.100, 0.1222, 1.077, {0.0217, 0.0231, 0.0238, 0.0235, 0.0295, 0.0364, 0.0338}, 0, kNone, kNone},
    {"rectus femoris",
     1894,
     0.114,
     0.0873,
     0.880,
     {0.0425, 0.0493, 0.0533, 0.0538, 0.0506, 0.0433, 0.0322},
     -0.042,
     kNone,
     kNone},
    {"sartorius", 156, 0.520, 0, 0.902, {0.0451, 0.0594, 0.0710, 0.0791, 0.0828, 0.0810, 0.0728}, 0.020, kNone, kNone},
    {"tensor fasciae latae",
     233,
     0.095,
     0.0524,
     1.167,
     {0.0346, 0.0464, 0.0574, 0.0673, 0.0759, 0.0830, 0.0881},
     0,
     kNone,
     kNone},
    {"adductor longus",
     627,
     0.138,
     0.1047,
     0.777,
     {0.0378, 0.0333, 0.0258, 0.0156, 0.0037, -0.0086, -0.0199},
     0,
     kNone,
     kNone},
    {"pectineus", 266, 0.100, 0, 0.707, {0.0231, 0.0223, 0.0196, 0.0150, 0.0086, 0.0012, -0.0065}, 0, kNone, kNone},
    {"hamstrings",
     2594,
     0.110,
     0.14,
     0.83,
     {-0.0529, -0.0600, -0.0627, -0.0607, -0.0553, -0.0458, -0.0355},
     0.035,
     kNone,
     kNone},
    {"gluteus maximus",
     1944,
     0.145,
     0.05,
     0.57,
     {-0.0577, -0.0549, -0.0498, -0.0433, -0.0357, -0.0272, -0.0182},
     0,
     kNone,
     kNone},
    {"vasti", 4500, 0.086, 0.07, 0.90, {0, 0, 0, 0, 0, 0, 0}, -0.042, kNone, kNone},
};

// No strand of the belly's wall pulls further forward than the rectus: MyoTorso's straight lines of the external
// oblique (to 0.14 m) are held to its arm. The transversus as pressure in the belly: 26.6 kPa at most on 0.03 m², which
// lengthens the spine 0.04 m before it.
constexpr TrunkMuscle kTrunk[] = {
    {"rectus abdominis", 296.8, {0.0913, 0.0818, 0.0712, 0.0724, 0.0789}, {0.927, 0.982, 0.982, 0.998, 0.975}, true, 0},
    {"external oblique, front",
     486.8,
     {0.0913, 0.0818, 0.0712, 0.0724, 0.0789},
     {0.848, 0.827, 0.827, 0.773, 0.689},
     true,
     0},
    {"external oblique, side",
     343.3,
     {0.0226, 0.0210, 0.0195, 0.0293, 0.0436},
     {0.994, 0.994, 0.994, 0.955, 0.878},
     true,
     0},
    {"internal oblique, front",
     190.4,
     {0.0807, 0.0669, 0.0515, 0.0478, 0.0497},
     {0.858, 0.943, 0.943, 0.990, 0.998},
     true,
     0},
    {"internal oblique, side",
     216.9,
     {0.0325, 0.0212, 0.0085, 0.0074, 0.0116},
     {0.879, 0.948, 0.948, 0.978, 0.969},
     true,
     0},
    {"transversus (pressure)", 399, {-0.04, -0.04, -0.04, -0.04, -0.04}, {-1, -1, -1, -1, -1}, false, 0.06},
    {"erector spinae, thoracic",
     805.0,
     {-0.0397, -0.0413, -0.0434, -0.0371, -0.0284},
     {0.969, 0.947, 0.908, 0.851, 0.780},
     false,
     0.10},
    {"erector spinae, lumbar",
     563.4,
     {-0.0060, -0.0152, -0.0277, -0.0340, -0.0328},
     {0.167, 0.405, 0.627, 0.887, 0.945},
     false,
     0.10},
    {"multifidus",
     522.4,
     {-0.0066, -0.0161, -0.0245, -0.0269, -0.0248},
     {0.171, 0.423, 0.607, 0.736, 0.763},
     false,
     0.10},
};

constexpr double kStep = 15.0_deg;

// Cubic between the table's points, slopes by their neighbours; straight on beyond them, no further than 30 deg. And
// its integral from 0, so that length and arm belong together.
struct ArmAndPull {
  double arm, pull;
};
double point(const std::array<double, 7>& t, int i) {
  return i < 0 ? 2 * t[0] - t[1] : i > 6 ? 2 * t[6] - t[5] : t[static_cast<std::size_t>(i)];
}
ArmAndPull piece(const std::array<double, 7>& t, int i, double u) {
  const double a = point(t, i), b = point(t, i + 1), da = 0.5 * (b - point(t, i - 1)), db = 0.5 * (point(t, i + 2) - a);
  const double c2 = 3 * (b - a) - 2 * da - db, c3 = 2 * (a - b) + da + db;
  return {a + u * (da + u * (c2 + u * c3)), kStep * u * (a + u * (da / 2 + u * (c2 / 3 + u * c3 / 4)))};
}
ArmAndPull arm_and_pull(const std::array<double, 7>& t, double hip) {
  constexpr double kBeyond = 30.0_deg;
  const double at = std::clamp(hip, -kBeyond, 6 * kStep + kBeyond) / kStep;
  if (at < 0) {
    const double slope = t[1] - t[0];
    return {t[0] + slope * at, kStep * at * (t[0] + 0.5 * slope * at)};
  }
  double pull = 0;
  const int last = std::min(static_cast<int>(at), 6);
  for (int i = 0; i < std::min(last, 6); ++i) pull += piece(t, i, 1).pull;
  if (last == 6) {
    const double u = at - 6, slope = t[6] - t[5];
    return {t[6] + slope * u, pull + kStep * u * (t[6] + 0.5 * slope * u)};
  }
  const ArmAndPull end = piece(t, last, at - last);
  return {end.arm, pull + end.pull};
}

}  // namespace

std::span<const HipMuscle> hip_muscles() { return kHip; }
std::span<const TrunkMuscle> trunk_muscles() { return kTrunk; }

double force_length(double fibre) {
  constexpr double kWidth = 0.25;
  return std::exp(-(fibre - 1) * (fibre - 1) / kWidth);
}

MuscleState state_of(const HipMuscle& m, double hip, double knee) {
  const ArmAndPull at = arm_and_pull(m.hip_arm_m, hip);
  MuscleState s;
  s.arm_m = at.arm;
  // What flexing takes up shortens the fibre; its thickness stays.
  s.fibre = m.fibre_at_zero - (at.pull + m.knee_arm_m * knee) / m.fibre_m;
  const double sine = std::clamp(std::sin(m.pennation) / std::max(s.fibre, 0.2), -0.9, 0.9);
  s.share = force_length(s.fibre) * std::sqrt(1 - sine * sine);
  return s;
}

double passive_hip_moment(double hip, double knee) {
  const double h = to_deg(hip), k = std::max(to_deg(knee), 0.0);
  return std::exp(1.4655 - 0.0034 * k - 0.0750 * h) - std::exp(1.3403 - 0.0226 * k + 0.0305 * h) + 8.072;
}

}  // namespace endrange
