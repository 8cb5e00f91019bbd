// loads.h: what holding the legs up asks of hips and back, and how muscles and floor share it.
//
//   pose ─► chain (gravity, inertia) ─► moments at hips, knees, lumbar levels ─► sharing ─► activations, floor forces
//
// The equations: one for the whole lumbar spine (its levels move together by the Christophy rhythm), one a hip, one a
// knee, and two for the floor. The unknowns: a muscle's activation and a contact's force, none negative. The cost: Σ
// a³, and a soft body's reluctance to rest elsewhere than under its own weight. Static optimisation alone leaves the
// extensors and most of the psoas silent, which no electrode has seen: floors on their activations give the other end
// of the band. Between the two the truth may lie; neither is measured.
#pragma once

#include <array>
#include <optional>

#include "body/anthropometry.h"
#include "body/chain.h"
#include "body/sharing.h"

namespace endrange {

enum class Hands { sides, chest, overhead, under_hips };

/// A moment of the exercise. Angles by Side, rad.
struct LoadPose {
  std::array<double, 2> thigh_elevation{}, knee_flexion{};  ///< above level; hanging straight: −90 deg
  std::array<double, 2> thigh_rate{}, knee_rate{}, thigh_acceleration{}, knee_acceleration{};  ///< rad/s, rad/s²
  std::array<bool, 2> is_resting{};  ///< the heel lies on the floor
  bool is_hanging = false, is_head_lifted = false;
  bool is_back_pressed = true;  ///< false: it keeps its hollow, off the floor
  Hands hands = Hands::sides;
  double ankle_weight_kg = 0;  ///< on each leg
};

/// Of the line from hip to ankle, as everywhere else: how far the thigh stands above it.
double thigh_above_leg(const BodyModel& body, double knee_flexion);
/// Both legs alike; with `legs` 1 the right one rests.
LoadPose lying_pose(double thigh_elevation, double knee_flexion = 0, int legs = 2);
LoadPose hanging_pose(double thigh_elevation, double knee_flexion = 0);

struct LoadOptions {
  bool has_floors = true;         ///< activation floors on psoas, extensors and transversus
  double abdominal_capacity = 1;  ///< the most that the abdominals can hold, as an activation
};

/// Upward forces of the floor, N.
struct Contacts {
  double head = 0, thorax = 0, lumbar = 0, sacrum = 0, buttocks = 0, heels = 0;
};

constexpr std::size_t kHipMuscles = 12, kTrunkMuscles = 9;

struct Loads {
  double hip_moment_nm = 0;           ///< both legs, of gravity and inertia: flexors must supply it
  double inertial_hip_moment_nm = 0;  ///< the part of it that is acceleration
  double lumbar_moment_nm = 0;        ///< at L4/5, after the floor: flexors must supply it
  double l4l5_compression_n = 0;
  double psoas_n = 0;  ///< both sides
  Contacts contacts;
  std::array<std::array<double, kHipMuscles>, 2> hip_activation{};        ///< by Side, rows of hip_muscles()
  std::array<std::array<double, kHipMuscles>, 2> hip_force_n{};           ///< of one side, along the tendon
  std::array<double, kTrunkMuscles> trunk_activation{}, trunk_force_n{};  ///< rows of trunk_muscles(); of one side
  double residual = 0;                                                    ///< of the sharing, relative
  bool is_feasible = true;  ///< false: proved that these muscles can't hold this pose; the rest is then NaN
  bool is_solved = true;
  std::array<double, kMostEquations> price{};
};

/// A body, and what is computed once for it.
struct LoadModel {
  BodyModel body;
  double full_moment_nm = 0;  ///< of both straight legs at 0 deg
  /// Against the models that the muscles come from (men of 75 kg and 1.75 m): forces go with mass, arms with height, so
  /// that moments grow as gravity's do; a woman's forces are taken for 0.8 of a man's of her mass (an assumption).
  double strength = 1, size = 1;
};
LoadModel load_model(const BodyModel& body);

/// `start`: the prices of a pose nearby. Allocates nothing.
Loads loads_of(const LoadModel& model, const LoadPose& pose, const LoadOptions& options = {},
               const std::array<double, kMostEquations>& start = {});

/// The leg elevation (hip to ankle, rad) below which the lower back no longer presses on the floor, coming down from 75
/// deg; 0 when it still does there; nothing when it never does. Elevations, knees and what is carried are as in the
/// pose.
std::optional<double> predicted_end_range(const LoadModel& model, const LoadPose& pose, double abdominal_capacity);

/// The other way round: the abdominal capacity (0 … 1) whose predicted end range is this elevation (rad); nothing when
/// none between 0.05 and 1 does. An estimate to train by: the model's, not the person's strength.
std::optional<double> implied_capacity(const LoadModel& model, const LoadPose& pose, double end_range);

/// A weak, an average and a strong trunk, as abdominal capacities.
struct Trunk {
  const char* name;
  double capacity;
};
extern const std::array<Trunk, 3> kTrunks;

}  // namespace endrange
