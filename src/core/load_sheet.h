// load_sheet.h: what the forces of an exercise are, as numbers for a person. Written by body/, read by report/.
#pragma once

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "core/unknown.h"

namespace endrange {

/// From the least to the most that is plausible; one number when both are equal, NaN when there is none.
struct Band {
  double low = kUnknown, high = kUnknown;
  /// Widens it so far that it holds the value; an unknown value changes nothing.
  void hold(double value) {
    if (!(low <= value)) low = std::isnan(value) ? low : value;
    if (!(high >= value)) high = std::isnan(value) ? high : value;
  }
};

struct MuscleLoad {
  std::string name;       ///< of one side; "left …" or "right …" where the sides differ
  double activation = 0;  ///< 0…1
  double force_n = 0;
};

/// One pose. Activations, contacts and moments are those of the given or middle body with activation floors.
struct PoseLoads {
  double leg_elevation_deg = 0, knee_flexion_deg = 0;
  double hip_moment_nm = 0;     ///< gravity on the legs that are held up: flexors must supply it
  Band hip_moment_band_nm;      ///< over the bodies that are possible
  double lumbar_moment_nm = 0;  ///< at L4/5
  Band l4l5_compression_n, psoas_n;
  double head_n = 0, thorax_n = 0, lumbar_n = 0, sacrum_n = 0, buttocks_n = 0, heels_n = 0;
  std::array<double, 3> lumbar_by_trunk_n{};  ///< the contact under the lower back with a weak, average, strong trunk
  std::vector<MuscleLoad> muscles;
  double residual = 0;
  bool is_feasible = true;
};

/// The model's own end range for a trunk.
struct TrunkEndRange {
  std::string trunk;
  double capacity = 0;    ///< the most that the abdominals can hold, as an activation
  double deg = kUnknown;  ///< 0 = held to the floor; NaN = not held at all
};

struct LoadSheet {
  std::string exercise, hands;
  bool is_hanging = false, is_head_lifted = false;
  bool is_back_pressed = true;  ///< false: hollow, off the floor
  int legs = 2;
  double ankle_weight_kg = 0;
  double height_m = kUnknown;
  bool is_height_assumed = false;
  Band mass_kg;  ///< one number when given
  char sex = 0;  ///< 'f', 'm', 0 = either
  std::vector<PoseLoads> poses;
  std::vector<TrunkEndRange> end_ranges;  ///< lying, with the back pressed
  double measured_end_range_deg = kUnknown, implied_capacity = kUnknown;
};

}  // namespace endrange
