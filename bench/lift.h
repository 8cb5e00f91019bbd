// lift.h: how well lumbar lift and end range are measured on rendered clips.
#pragma once

#include <string>
#include <vector>

#include "core/error.h"
#include "core/landmarks.h"
#include "synthetic/recipe.h"

namespace endrange::bench {

/// One rep of one clip.
struct LiftRep {
  double true_mm = 0, measured_mm = 0;    ///< most during the lowering; measured NaN = abstained
  double error_mm = 0;                    ///< median stated error of the clip
  double true_deg = 0, measured_deg = 0;  ///< end range; NaN = none
  double measured_s = 0;                  ///< when that was
};

/// One clip, measured minus true over its frames.
struct LiftClip {
  double n = 0, abstained = 0;  ///< frames measured; share of the set's frames that weren't
  double squares = 0, sum = 0, product = 0, truth = 0, covered = 0;
  std::string status, true_status, reason;
  double deg = 0, low_deg = 0, high_deg = 0, true_deg = 0;
  /// Where the back was lost, means over the reps, deg: measured minus true elevation at that moment; true elevation
  /// then minus that at which it truly was lost.
  double angle_off_deg = kUnknown, moment_off_deg = kUnknown;
  bool is_warned = false;  ///< of compression
  std::vector<LiftRep> reps;
};

Result<LiftClip> read_lift(const std::string& truth_json, const std::string& analysis_json,
                           const std::string& series_csv);

}  // namespace endrange::bench
