#include "body/loads.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "body/muscles.h"
#include "core/angle.h"
#include "core/unknown.h"

namespace endrange {

namespace {

constexpr double kGravity = 9.80665;
// How the levels share a movement of the lumbar spine (Christophy 2012 by way of MyoTorso).
constexpr std::array kRhythm = {0.255, 0.231, 0.204, 0.185, 0.125};
// Flattening the back bends each level out of its rest; discs and ligaments resist: deg, N·m/deg (Schmidt 1998). Most
// of that are the ligaments behind, which press the disc as they pull: share (AMMR), m.
constexpr double kFlattening_deg = 20, kStiffness = 1.8, kLigaments = 0.7, kLigamentArm = 0.04;
// Of the angle between leg and trunk, the pelvis takes a quarter (hip : lumbar 3 : 1, Spine 2002).
// Hanging, with straight knees, a third (13 to 36 %, Dewberry 2003).
constexpr double kPelvisShare = 0.25, kPelvisShareHanging = 0.35;
// Where the body touches the floor, shares of height from the hips towards the head. The contact under the buttocks
// moves to where hands are put.
constexpr double kHead = 0.37, kUpperThorax = 0.26, kLowerThorax = 0.185, kLumbar = 0.107, kSacrum = 0.055,
                 kButtocks = 0, kButtocksOnHands = -0.03, kHands = 0.36;
// The psoas' activation floor; those of the trunk stand in their table. Intramuscular electrodes saw 33–35 % in
// straight-leg raises (Juker 1998, from memory).
constexpr double kPsoasFloor = 0.35;
// A back held down presses like the cuff of the clinical test: 40 mmHg on some 0.025 m². N
constexpr double kPressed_n = 133;
// Reluctance of the contacts, in body weights²; a touch of a² makes the muscles' cost strictly convex at zero.
constexpr double kReluctance = 300, kStrict = 1e-3;
constexpr double kStraightKnee = 5.0_deg;
// Whom the muscles' figures are of; a woman's strength to that of a man of her mass.
constexpr double kMuscleMass_kg = 75, kMuscleHeight_m = 1.75, kWoman = 0.8;
constexpr double kMomentScale = 50;  // N·m of one unit in the equations

struct Spot {
  double Contacts::*where;
  double at;        // m from the hips
  double weight_n;  // what would rest there by itself
};

// How much flexing moment one newton upwards at x gives the lumbar spine as a whole.
double lumbar_lever(const BodyModel& b, double x) {
  double lever = 0;
  for (std::size_t j = 0; j < kLumbarLevels; ++j) lever += kRhythm[j] * std::max(b.joint_at_m[j] - x, 0.0);
  return lever;
}

struct Lie {
  Movement movement;
  std::array<double, 2> hip{};  // between pelvis and thigh, for the muscles
};

Lie lie_of(const LoadModel& model, const LoadPose& pose) {
  const BodyModel& b = model.body;
  Lie lie;
  Movement& m = lie.movement;
  double trunk = 0;  // of the trunk above level, rad
  for (std::size_t s = 0; s < 2; ++s) {
    m.at.hip[s] = pose.thigh_elevation[s], m.at.knee[s] = pose.knee_flexion[s];
    m.rate.hip[s] = pose.thigh_rate[s], m.rate.knee[s] = pose.knee_rate[s];
    m.acceleration.hip[s] = pose.thigh_acceleration[s], m.acceleration.knee[s] = pose.knee_acceleration[s];
  }
  m.ankle_weight_kg = pose.ankle_weight_kg;
  m.on_thorax_kg = pose.hands == Hands::chest ? 2 * b.arm_mass_kg : 0;
  m.at_shoulder_kg = b.head_mass_kg, m.at_shoulder_beyond_m = b.head_at_m - b.shoulder_at_m;
  if (pose.is_hanging) {
    // The body leans until its centre hangs below the hands; the legs' elevation is against level all the same.
    const double hands = b.shoulder_at_m + kHands * b.height_m;
    trunk = std::numbers::pi / 2;
    for (int round = 0; round < 4; ++round) {
      Movement still;
      still.at_shoulder_kg = m.at_shoulder_kg + 2 * b.arm_mass_kg, still.at_shoulder_beyond_m = m.at_shoulder_beyond_m;
      still.ankle_weight_kg = m.ankle_weight_kg;
      for (std::size_t s = 0; s < 2; ++s)
        m.at.hip[s] = still.at.hip[s] = pose.thigh_elevation[s] + trunk, still.at.knee[s] = m.at.knee[s];
      still.gravity = {0, -1};
      const Moments across = moments_of(b, still);
      still.gravity = {-1, 0};
      const Moments along = moments_of(b, still);
      const double mass = across.support_n.y;
      const Vec2 below{across.support_nm / mass - hands, -along.support_nm / mass};
      m.gravity = kGravity / length(below) * below;
      // In the body's frame level is at right angles to gravity.
      trunk = std::atan2(-m.gravity.x, -m.gravity.y);
    }
  }
  for (std::size_t s = 0; s < 2; ++s)
    lie.hip[s] = (1 - (pose.is_hanging ? kPelvisShareHanging : kPelvisShare)) * m.at.hip[s];
  return lie;
}

}  // namespace

const std::array<Trunk, 3> kTrunks = {Trunk{"weak", 0.20}, Trunk{"average", 0.26}, Trunk{"strong", 0.33}};

double thigh_above_leg(const BodyModel& b, double knee) {
  return std::atan2(b.shank.length_m * std::sin(knee), b.thigh.length_m + b.shank.length_m * std::cos(knee));
}

LoadPose lying_pose(double thigh_elevation, double knee_flexion, int legs) {
  LoadPose pose;
  pose.thigh_elevation = {thigh_elevation, legs == 2 ? thigh_elevation : 0};
  pose.knee_flexion = {knee_flexion, legs == 2 ? knee_flexion : 0};
  pose.is_resting = {false, legs != 2};
  return pose;
}

LoadPose hanging_pose(double thigh_elevation, double knee_flexion) {
  LoadPose pose = lying_pose(thigh_elevation, knee_flexion);
  pose.is_hanging = true;
  return pose;
}

LoadModel load_model(const BodyModel& body) {
  LoadModel model{body, 0, body.mass_kg / kMuscleMass_kg, body.height_m / kMuscleHeight_m};
  if (body.sex == Sex::female) model.strength *= kWoman;
  const Moments m = moments_of(body, {});
  model.full_moment_nm = m.hip[0] + m.hip[1];
  return model;
}

Loads loads_of(const LoadModel& model, const LoadPose& pose, const LoadOptions& options,
               const std::array<double, kMostEquations>& start) {
  const BodyModel& b = model.body;
  const Lie lie = lie_of(model, pose);
  const Moments moments = moments_of(b, lie.movement);
  // What stretches grows with the body.
  const double passive = b.mass_kg / kMuscleMass_kg, flattening_deg = pose.is_back_pressed ? kFlattening_deg : 0;
  Loads out;
  Movement still = lie.movement;
  still.rate = still.acceleration = {};
  const Moments gravity = moments_of(b, still);
  still.at.hip = {}, still.gravity = {0, -kGravity};
  const Moments level = moments_of(b, still);
  double gravity_nm = 0, level_nm = 0;  // of the legs that are held up
  for (std::size_t s = 0; s < 2; ++s)
    if (!pose.is_resting[s])
      out.hip_moment_nm += moments.hip[s], gravity_nm += gravity.hip[s], level_nm += level.hip[s];
  out.inertial_hip_moment_nm = out.hip_moment_nm - gravity_nm;

  const bool is_alike =
      pose.thigh_elevation[0] == pose.thigh_elevation[1] && pose.knee_flexion[0] == pose.knee_flexion[1] &&
      pose.thigh_acceleration[0] == pose.thigh_acceleration[1] && pose.thigh_rate[0] == pose.thigh_rate[1] &&
      pose.knee_acceleration[0] == pose.knee_acceleration[1] && pose.knee_rate[0] == pose.knee_rate[1] &&
      pose.is_resting[0] == pose.is_resting[1];
  const std::size_t legs = is_alike ? 1 : 2;
  // Equations: 0 lumbar, then hip and knee of each leg, then the floor's two.
  SharingProblem p;
  const std::size_t floor_row = 1 + 2 * legs;
  p.equations = floor_row + (pose.is_hanging ? 0 : 2);
  double lumbar = 0;
  for (std::size_t j = 0; j < kLumbarLevels; ++j)
    lumbar += kRhythm[j] * (moments.lumbar[j] + passive * kStiffness * flattening_deg * kRhythm[j]);
  p.wanted[0] = lumbar / kMomentScale;
  const double effort = std::clamp(std::abs(out.hip_moment_nm) / model.full_moment_nm, 0.0, 1.5);
  // The psoas' floor goes with the lever (knees bent, one leg), not with the angle: its activity doesn't fall as the
  // legs rise, until two fifths of the moment are left.
  const double psoas_floor = kPsoasFloor * std::clamp(level_nm / model.full_moment_nm, 0.0, 1.5) *
                             std::clamp(2.5 * out.hip_moment_nm / std::max(level_nm, 1e-9), 0.0, 1.0);
  const auto add = [&](double low, double high, double cubic, double square) -> std::array<double, kMostEquations>& {
    const std::size_t i = p.shares++;
    p.low[i] = low, p.high[i] = high, p.cubic[i] = cubic, p.square[i] = square;
    return p.column[i];
  };
  std::array<std::array<MuscleState, kHipMuscles>, 2> states;
  for (std::size_t leg = 0; leg < legs; ++leg) {
    const std::size_t hip_row = 1 + 2 * leg, knee_row = hip_row + 1;
    const double knee = pose.knee_flexion[leg];
    p.wanted[hip_row] = (moments.hip[leg] - passive * passive_hip_moment(lie.hip[leg], knee)) / kMomentScale;
    p.wanted[knee_row] = moments.knee[leg] / kMomentScale;
    for (std::size_t k = 0; k < kHipMuscles; ++k) {
      const HipMuscle& muscle = hip_muscles()[k];
      states[leg][k] = state_of(muscle, lie.hip[leg], knee);
      const double force = model.strength * muscle.strength_n * states[leg][k].share * model.size / kMomentScale;
      const double low = options.has_floors && k <= kPsoasLower ? psoas_floor : 0;
      auto& column = add(low, 1, is_alike ? 2 : 1, kStrict);
      double lumbar_arm = 0;
      for (std::size_t j = 0; j < kLumbarLevels; ++j) lumbar_arm += kRhythm[j] * muscle.lumbar_arm_m[j];
      column[0] = (is_alike ? 2 : 1) * force * lumbar_arm;
      column[hip_row] = force * states[leg][k].arm_m;
      column[knee_row] = force * muscle.knee_arm_m;
    }
    // A straight knee is stopped from bending backwards.
    if (knee < kStraightKnee) add(0, 1e3, 0, kStrict)[knee_row] = 1;
  }
  const std::size_t first_trunk = p.shares;
  for (const TrunkMuscle& muscle : trunk_muscles()) {
    double arm = 0;
    for (std::size_t j = 0; j < kLumbarLevels; ++j) arm += kRhythm[j] * muscle.arm_m[j];
    const double low = options.has_floors ? muscle.floor * effort : 0;
    add(low, muscle.is_abdominal ? options.abdominal_capacity : 1, 2, kStrict)[0] =
        2 * model.strength * muscle.strength_n * model.size * arm / kMomentScale;
  }
  const std::size_t first_contact = p.shares;
  std::array<Spot, 8> spots;
  std::size_t contacts = 0;
  if (!pose.is_hanging) {
    const double weight = b.mass_kg * kGravity, h = b.height_m;
    const double pelvis_n = b.pelvis_mass_kg * kGravity;
    const double leg_n = (b.thigh.mass_kg + b.shank.mass_kg + b.foot.mass_kg + pose.ankle_weight_kg) * kGravity;
    const double thorax_n = (b.thorax_mass_kg + lie.movement.on_thorax_kg) * kGravity,
                 head_n = b.head_mass_kg * kGravity;
    const auto put = [&](double Contacts::*where, double at, double weight_n) {
      spots[contacts++] = {where, at, weight_n};
    };
    if (!pose.is_head_lifted) put(&Contacts::head, kHead * h, head_n);
    put(&Contacts::thorax, kUpperThorax * h, 0.5 * thorax_n + (pose.is_head_lifted ? head_n : 0));
    put(&Contacts::thorax, kLowerThorax * h, 0.5 * thorax_n);
    if (pose.is_back_pressed) put(&Contacts::lumbar, kLumbar * h, kPressed_n * passive);
    put(&Contacts::sacrum, kSacrum * h, 0.5 * pelvis_n);
    double hips_n = 0.5 * pelvis_n;
    for (std::size_t s = 0; s < 2; ++s) hips_n += pose.is_resting[s] ? 0.5 * leg_n : leg_n;
    put(&Contacts::buttocks, (pose.hands == Hands::under_hips ? kButtocksOnHands : kButtocks) * h, hips_n);
    for (std::size_t s = 0; s < 2; ++s)
      if (pose.is_resting[s] && !(is_alike && s == 1))
        put(&Contacts::heels, moments.ankle_at_m[s].x, (is_alike ? 1.0 : 0.5) * leg_n);
    p.wanted[floor_row] = moments.support_n.y / weight;
    p.wanted[floor_row + 1] = moments.support_nm / (weight * h);
    std::size_t leg = 0;
    for (std::size_t k = 0; k < contacts; ++k) {
      const Spot& spot = spots[k];
      auto& column = add(0, 10, 0, kReluctance);
      p.reward[p.shares - 1] = kReluctance * spot.weight_n / weight;
      column[floor_row] = 1, column[floor_row + 1] = spot.at / h;
      column[0] = weight * lumbar_lever(b, spot.at) / kMomentScale;
      if (spot.where != &Contacts::heels) continue;
      // A heel on the floor carries its leg: at hip and knee too. Two alike: half of the force each.
      while (leg < legs && !pose.is_resting[leg]) ++leg;
      const double half = is_alike ? 0.5 : 1;
      column[1 + 2 * leg] = -half * weight * spot.at / kMomentScale;
      column[2 + 2 * leg] = -half * weight * b.shank.length_m / kMomentScale;
      ++leg;
    }
  }

  const Sharing shared = share(p, start);
  out.residual = shared.residual, out.is_feasible = shared.is_feasible, out.is_solved = shared.is_solved;
  out.price = shared.price;
  if (!shared.is_feasible) {
    out.lumbar_moment_nm = out.l4l5_compression_n = out.psoas_n = kUnknown;
    out.contacts = {kUnknown, kUnknown, kUnknown, kUnknown, kUnknown, kUnknown};
    for (auto& side : out.hip_activation) side.fill(kUnknown);
    for (auto& side : out.hip_force_n) side.fill(kUnknown);
    out.trunk_activation.fill(kUnknown), out.trunk_force_n.fill(kUnknown);
    return out;
  }
  const double stretched_nm = passive * kStiffness * flattening_deg * kRhythm[kL4L5];
  out.l4l5_compression_n = kLigaments * stretched_nm / kLigamentArm - moments.below_l4l5_n.x;
  std::size_t share_index = 0;
  for (std::size_t leg = 0; leg < legs; ++leg) {
    for (std::size_t k = 0; k < kHipMuscles; ++k, ++share_index) {
      const HipMuscle& muscle = hip_muscles()[k];
      out.hip_activation[leg][k] = shared.x[share_index];
      out.hip_force_n[leg][k] = shared.x[share_index] * model.strength * muscle.strength_n * states[leg][k].share;
    }
    if (pose.knee_flexion[leg] < kStraightKnee) ++share_index;
  }
  if (is_alike) out.hip_activation[1] = out.hip_activation[0], out.hip_force_n[1] = out.hip_force_n[0];
  for (const auto& side : out.hip_force_n)
    for (std::size_t k = kPsoasUpper; k <= kPsoasLower; ++k) {
      out.psoas_n += side[k];
      out.l4l5_compression_n += side[k] * hip_muscles()[k].compression[kL4L5];
    }
  for (std::size_t k = 0; k < kTrunkMuscles; ++k) {
    const TrunkMuscle& muscle = trunk_muscles()[k];
    out.trunk_activation[k] = shared.x[first_trunk + k];
    out.trunk_force_n[k] = out.trunk_activation[k] * model.strength * muscle.strength_n;
    out.l4l5_compression_n += 2 * out.trunk_force_n[k] * muscle.compression[kL4L5];
  }
  out.lumbar_moment_nm = moments.lumbar[kL4L5] + stretched_nm;
  for (std::size_t k = 0; k < contacts; ++k) {
    const double force = shared.x[first_contact + k] * b.mass_kg * kGravity;
    out.contacts.*spots[k].where += force;
    out.lumbar_moment_nm -= force * std::max(b.joint_at_m[kL4L5] - spots[k].at, 0.0);
  }
  return out;
}

std::optional<double> predicted_end_range(const LoadModel& model, const LoadPose& pose, double abdominal_capacity) {
  constexpr double kHighest = 75.0_deg, kStep = 1.0_deg, kTouch_n = 0.5;
  std::array<double, kMostEquations> start{};
  const bool is_alike = pose.thigh_elevation[0] == pose.thigh_elevation[1] && !pose.is_resting[1];
  const auto presses = [&](double elevation) {
    LoadPose at = pose;
    for (std::size_t s = 0; s < 2; ++s)
      if (s == 0 || is_alike) at.thigh_elevation[s] = elevation + thigh_above_leg(model.body, pose.knee_flexion[s]);
    const Loads loads = loads_of(model, at, {true, abdominal_capacity}, start);
    if (loads.is_feasible) start = loads.price;
    return loads.is_feasible && loads.contacts.lumbar > kTouch_n;
  };
  if (!presses(kHighest)) return std::nullopt;
  double held = kHighest;
  while (held > 0) {
    const double next = std::max(held - kStep, 0.0);
    if (presses(next)) {
      held = next;
      continue;
    }
    double lost = next;
    for (int round = 0; round < 12; ++round) (presses(0.5 * (held + lost)) ? held : lost) = 0.5 * (held + lost);
    return held;
  }
  return 0;
}

std::optional<double> implied_capacity(const LoadModel& model, const LoadPose& pose, double end_range) {
  double weak = 0.05, strong = 1;
  const auto range = [&](double capacity) { return predicted_end_range(model, pose, capacity).value_or(10); };
  if (range(weak) < end_range || range(strong) > end_range) return std::nullopt;
  for (int round = 0; round < 20; ++round) {
    const double middle = 0.5 * (weak + strong);
    (range(middle) > end_range ? weak : strong) = middle;
  }
  return 0.5 * (weak + strong);
}

}  // namespace endrange
