// accuracy_metrics.h: what was measured of a clip against what is true of it. Plain values in, plain values out: the
// bench pools them over many clips, tests/renders_test.cpp asserts them on a few.
//
//   NAME.truth.json ─ read_known ────► KnownClip ──┐
//   analysis.json, series.csv ─ read_measured ─► MeasuredClip ──┴─ compare ─► ClipMetrics
//
// Errors are measured minus true. Not measured is NaN.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/analysis.h"
#include "core/error.h"

namespace endrange::bench {

/// The joints that both files hold of each side.
enum class Place { shoulder, hip, knee, ankle };
inline constexpr std::array kPlaces = {Place::shoulder, Place::hip, Place::knee, Place::ankle};
constexpr std::size_t kPlaceCount = kPlaces.size();
const char* name_of(Place place);

/// px, by Side and Place.
using LegJoints = std::array<std::array<Vec2, kPlaceCount>, 2>;

/// One leg over time. deg
struct LegCurve {
  std::vector<double> leg_elevation, thigh_elevation, hip_flexion, knee_flexion;
};

/// A rep as either file tells it. What it doesn't tell is NaN.
struct RepFacts {
  std::string side;  ///< both, left, right
  bool is_complete = true;
  Interval lower, bottom, lift, top;
  double top_deg = kUnknown, bottom_deg = kUnknown, lumbar_lift_max_mm = kUnknown;
  bool is_thigh_used = false;  ///< its angles are the thigh's
};

struct KnownClip {
  std::string exercise, posture, near_side;
  int width = 0, height = 0;
  double height_m = kUnknown, yaw_deg = kUnknown, roll_deg = kUnknown, mm_per_px = kUnknown;
  /// The line on the floor under the near hip, along the body, as the camera sees it: clockwise positive. deg
  double floor_tilt_deg = kUnknown;
  double head_x = 1;              ///< picture x of "along": to the head; hanging: away from where the legs go
  std::vector<double> at_s;       ///< (frames)
  std::vector<LegJoints> joints;  ///< (frames)
  double rate_hz = kUnknown;      ///< of legs
  std::array<LegCurve, 2> legs;   ///< by Side, (samples)
  std::vector<RepFacts> reps;     ///< complete and partial
  std::string end_range_status;   ///< found, not_reached, not_measured
  double end_range_deg = kUnknown;
};

struct MeasuredClip {
  std::string exercise, posture, near_side, sides, usability, problems;  ///< problems: ids, with + between
  double yaw_deg = kUnknown, floor_tilt_deg = kUnknown, angle_error_deg = kUnknown, mm_per_px = kUnknown;
  std::vector<double> at_s;       ///< (frames)
  std::vector<LegJoints> joints;  ///< (frames); NaN where nobody was found
  std::array<LegCurve, 2> legs;   ///< by Side, (frames)
  std::vector<RepFacts> reps;     ///< complete and partial
  std::string end_range_status;
  double end_range_deg = kUnknown;
};

/// From the text of a truth file. Errors: unreadable, with what is missing or of the wrong length.
Result<KnownClip> read_known(const std::string& truth_json);
/// From the texts of analysis.json and series.csv. Errors: unreadable.
Result<MeasuredClip> read_measured(const std::string& analysis_json, const std::string& series_csv);

/// Of one angle of one leg over a clip's frames. deg
struct AngleError {
  double bias = kUnknown, rmse = kUnknown, p95 = kUnknown;
  double abstained = kUnknown;         ///< share of frames without a value; NaN: this leg isn't measured in this clip
  std::vector<double> size_quantiles;  ///< of the error's size, 0–100 % in steps of 1 %; empty without a value
};
struct LegErrors {
  AngleError elevation, hip, knee;
  double coverage = kUnknown;  ///< share of frames whose elevation is right within 1.96 angle_error_deg
};

/// Of one joint over a clip's frames. px
struct JointError {
  double median = kUnknown, rms = kUnknown;  ///< of the distance
  double along = kUnknown, up = kUnknown;    ///< mean, towards the head (KnownClip::head_x) and up in the picture
};

/// The moments at which a leg starts and stops moving, and the phases between.
enum class Boundary { lower_from, lower_to, lift_from, lift_to };
inline constexpr std::array kBoundaryNames = {"lower from", "lower to", "lift from", "lift to"};
inline constexpr std::array kPhaseNames = {"lower", "bottom", "lift", "top"};

/// A true rep and the measured one that it became.
struct RepErrors {
  std::array<double, 4> boundaries_s{kUnknown, kUnknown, kUnknown, kUnknown};  ///< by Boundary
  std::array<double, 4> durations_s{kUnknown, kUnknown, kUnknown, kUnknown};   ///< by kPhaseNames
  double top_deg = kUnknown, bottom_deg = kUnknown, lumbar_lift_mm = kUnknown;
};

/// Shares are 0…1; yes and no are 1 and 0, NaN where the question doesn't arise.
struct ClipMetrics {
  double clock_s = kUnknown;    ///< largest difference between the two files' times of a frame
  double followed = kUnknown;   ///< share of frames with the near shoulder, hip, knee and ankle all within 0.2 trunks
  double exchanged = kUnknown;  ///< share of frames in which the near leg was taken for the far one, and the other way
  std::array<std::array<JointError, kPlaceCount>, 2> joints;  ///< near and far, by Place
  double px_in_mm = kUnknown;                                 ///< true, to read the joints in mm
  std::array<LegErrors, 2> legs;                              ///< near and far; only those that the exercise moves

  double true_reps = kUnknown, reps_counted = kUnknown, true_partials = kUnknown, partials_counted = kUnknown;
  /// NaN when the truth's own reps lack a phase: then nothing can be said.
  double reps_exact = kUnknown, partials_exact = kUnknown, is_set_counted = kUnknown;
  double are_reps_found = kUnknown;  ///< each true rep has its own measured one at its time, and there are no others
  double is_side_right = kUnknown, is_posture_right = kUnknown, is_near_side_right = kUnknown,
         is_exercise_right = kUnknown;
  std::vector<RepErrors> reps;  ///< of the true complete reps that were found

  double yaw_error_deg = kUnknown, scale_error = kUnknown;  ///< scale: of mm_per_px, as a share
  double tilt_error_deg = kUnknown;                         ///< against the floor line as seen
  double roll_error_deg = kUnknown;                         ///< the same against the camera's roll alone
  double angle_error_deg = kUnknown;                        ///< as stated by the analysis

  // The trunk: NaN until it is measured.
  double is_end_range_status_right = kUnknown, end_range_error_deg = kUnknown, lumbar_lift_error_mm = kUnknown,
         breath_match = kUnknown;
};

ClipMetrics compare(const KnownClip& known, const MeasuredClip& measured);

/// "both", "left", "right", "alternating", "mixed", as Analysis::sides(); "" without complete reps.
std::string sides_of(const std::vector<RepFacts>& reps);

/// |difference| of every boundary of every rep found. s
std::vector<double> boundary_sizes(const ClipMetrics& metrics);

}  // namespace endrange::bench
