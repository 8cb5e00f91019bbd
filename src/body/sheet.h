// sheet.h: answers "what if": the loads of an exercise at one angle, or over its range.
#pragma once

#include <string>

#include "body/loads.h"
#include "core/error.h"
#include "core/load_sheet.h"

namespace endrange {

/// What isn't said is NaN, 0 or "".
struct LoadQuestion {
  std::string exercise = "double_leg_raise";
  double height_m = kUnknown, mass_kg = kUnknown;  ///< unknown: 1.70 m; masses that go with the height
  char sex = 0;                                    ///< 'f', 'm', 0 = either
  double angle_deg = 0;                            ///< leg elevation, hip to ankle
  bool is_sweep = false;                           ///< from 90 deg down to the floor instead, every 5 deg
  double knee_deg = kUnknown;                      ///< unknown: as in the exercise (bent: 90)
  std::string hands = "sides";                     ///< sides, chest, overhead, under_hips
  bool is_head_lifted = false;
  bool is_back_pressed = true;
  double ankle_weight_kg = 0;
  double end_range_deg = kUnknown;  ///< a measured one: what abdominal capacity does it imply?
  double thigh_share = kUnknown;    ///< of thigh and shank together, measured; unknown: as in the table
};

/// The bodies that fit what is known: the first is the one to show, all of them make the band. Those whom the thigh's
/// share doesn't fit keep the table's lengths.
Result<std::vector<LoadModel>> possible_bodies(double height_m, double mass_kg, char sex,
                                               double thigh_share = kUnknown);

/// Errors: bad_argument, with the accepted range or words.
Result<LoadSheet> load_sheet(const LoadQuestion& question);

}  // namespace endrange
