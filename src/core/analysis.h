// analysis.h: everything that was found out about one clip. Written by analysis/, read by report/, io/, journal/.
//
// Names, units and signs are those of analysis.json (docs/formats.md). Degrees and millimetres here, because a person
// reads them. Unknown is NaN or an empty optional, never 0; the reason is in a Note or a Problem.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/landmarks.h"
#include "core/load_sheet.h"
#include "core/still.h"
#include "core/unknown.h"

namespace endrange {

struct Note {
  std::string id;       ///< stable name, snake_case
  std::string message;  ///< for a person; one or two sentences
};

/// Seconds from the first frame. Both NaN = there is no such stretch.
struct Interval {
  double from_s = kUnknown, to_s = kUnknown;
  double duration_s() const { return to_s - from_s; }
  bool is_known() const { return from_s <= to_s; }
};

// --- filled from the decoder -------------------------------------------------------------------------------------
struct ClipSummary {
  std::string file, sha256;
  int width = 0, height = 0, rotation_deg = 0;
  double duration_s = kUnknown;
  int frames = 0;
  double frames_per_s = kUnknown;  ///< median over the clip, from the timestamps
  bool is_variable_frame_rate = false;
  bool has_audio = false;
  std::string container, video_codec, audio_codec;
  double video_bits_per_s = kUnknown;
};

// --- filled by motion: side frame and view -----------------------------------------------------------------------
enum class Posture { lying, hanging, other };
/// yes: everything is measured. partly: reps are counted, angles are not given. no: the view doesn't show the movement.
enum class Usability { yes, partly, no };

struct Problem {
  std::string id;  ///< see kViewProblems in motion/view.cpp
  Interval when;
  std::string message;  ///< what is wrong and what to do about it
};

struct View {
  Usability usability = Usability::no;
  Posture posture = Posture::other;
  double posture_confidence = 0;    ///< 0…1
  std::optional<Side> near_side;    ///< of the body, towards the camera
  double near_side_confidence = 0;  ///< 0…1
  bool head_is_right = false;       ///< the head points to the picture's right; only when lying
  double yaw_deg = kUnknown;        ///< how far the camera is from square to the body's side; 0 = exactly from the side
  double floor_tilt_deg = kUnknown;  ///< the floor line in the picture, clockwise positive (right end lower)
  double angle_error_deg =
      kUnknown;                      ///< one standard deviation of a single leg elevation, from view, floor and network
  double angle_bias_deg = kUnknown;  ///< the part of it that all frames of the clip share
  double mm_per_px = kUnknown;       ///< in the plane of the near leg
  std::vector<Problem> problems;
};

struct Subject {
  double height_m = 1.70;
  bool is_height_assumed = true;
  double mass_kg = kUnknown;
  char sex = 0;  ///< 'f', 'm', 0 = not given
};

struct ExerciseGuess {
  std::string id = "other";  ///< of exercise/exercises.cpp
  bool is_given = false;     ///< named by the user rather than recognised
  double confidence = 0;     ///< 0…1
  std::string reason;
};

// --- filled by motion: reps --------------------------------------------------------------------------------------
enum class RepSide { both, left, right };
/// The leg that a rep of that side is read from: its own, or of both the near one.
inline Side leg_of(RepSide side, Side near) {
  return side == RepSide::both ? near : side == RepSide::left ? Side::left : Side::right;
}
/// What goes up and down in a rep of that side, for sentences: "the leg" or "the legs".
inline const char* legs_of(RepSide side) { return side == RepSide::both ? "the legs" : "the leg"; }
enum class Phase { none, lower, bottom, lift, top };

struct Rep {
  int index = 0;  ///< from 1, complete ones only; 0 for partial reps
  RepSide side = RepSide::both;
  bool is_complete = true;  ///< false: it turned back before two thirds of the set's own range
  bool is_cut_off = false;  ///< the clip ended before the return did
  int take = 0;
  double start_s = kUnknown, end_s = kUnknown;
  double top_s = kUnknown, bottom_s = kUnknown;  ///< the extremes: middle of the time spent within 0.75 deg of them
  Interval lower, bottom, lift, top;             ///< top and bottom: within 2.5 deg of the extreme
  double settled_s = kUnknown;  ///< the extreme with which it ends, back where it started; found like top_s
  Interval settled;             ///< within 2.5 deg of that
  double leg_elevation_top_deg = kUnknown, leg_elevation_bottom_deg = kUnknown;
  double knee_flexion_max_deg = kUnknown, knee_flexion_top_deg = kUnknown, knee_flexion_bottom_deg = kUnknown;
  double hip_rise_trunks = kUnknown;  ///< how far the hip rose from bottom to top against the shoulder, trunk lengths
  double peak_lowering_deg_per_s = kUnknown;
  double end_range_deg = kUnknown, lumbar_lift_max_mm = kUnknown;
  double end_range_s = kUnknown;   ///< when the back was lost; NaN = held, or not measured
  double floor_gap_mm = kUnknown;  ///< the opening under the back while lowering began; NaN = hidden
  bool starts_arched = false;      ///< that opening is one beyond doubt; lumbar_lift_max_mm is its height
  double confidence = 0;           ///< 0…1

  bool starts_at_top() const { return top_s < bottom_s; }
};

enum class EndRangeStatus { found, not_reached, not_measured };
struct EndRange {
  EndRangeStatus status = EndRangeStatus::not_measured;
  double deg = kUnknown, low_deg = kUnknown, high_deg = kUnknown, lowest_held_deg = kUnknown,
         pelvic_onset_deg = kUnknown;
  double criterion_mm = kUnknown;   ///< the lift that counts as losing the back
  double control_score = kUnknown;  ///< share of reps in which the back stayed down
  std::string criterion, reason;
};

/// One leg, one value a frame; NaN where not measured. deg.
struct LegSeries {
  std::vector<double> leg_elevation, thigh_elevation, hip_flexion, knee_flexion;  ///< (frames)
  std::vector<double> leg_elevation_rate;                                         ///< deg/s, (frames)
};

/// One entry a frame, in presentation order.
struct Series {
  std::vector<double> at_s;        ///< (frames)
  std::vector<Pose> poses;         ///< smoothed, px, (frames); joints NaN where nobody was found
  std::array<LegSeries, 2> legs;   ///< by Side
  std::vector<Phase> phase;        ///< of the rep under way, (frames)
  std::vector<int> rep;            ///< its index, 0 = none, (frames)
  std::vector<double> brightness;  ///< 0…1, (frames)
  /// Of the lower back, against the top of the first rep; NaN where not measured. mm, (frames)
  std::vector<double> lumbar_lift, lumbar_lift_error;
  std::vector<double> floor_gap;    ///< between lower back and floor; NaN where hidden. mm, (frames)
  std::vector<double> pelvic_tilt;  ///< posterior positive, deg, (frames)
  std::vector<double> breath_seen;  ///< rise of the belly's front, mm, (frames)
  /// Of gravity and inertia on the legs that are held up, for the first of the possible bodies. N·m, (frames)
  std::vector<double> hip_moment, hip_moment_inertial;
  /// What presses L4 on L5, and both psoas' pull: the model's least and most. N, (frames)
  std::vector<double> l4l5_compression_low, l4l5_compression_high, psoas_low, psoas_high;
  const LegSeries& leg(Side side) const { return legs[static_cast<std::size_t>(side)]; }
  LegSeries& leg(Side side) { return legs[static_cast<std::size_t>(side)]; }
};

/// How the floor and the body lie in the picture of one take. px.
struct SideGeometry {
  int take = 0;
  int first_frame = 0, last_frame = -1;
  Vec2 head;                   ///< unit vector along the floor towards the head; hanging: away from where the legs go
  Vec2 up;                     ///< unit vector away from the floor
  Vec2 floor_point;            ///< a point of the floor line
  double trunk_px = kUnknown;  ///< shoulder to hip
  bool is_thigh_used = false;  ///< leg elevation is read from the thigh, because the feet leave the picture
};

/// What a check has seen: one thing to change, with the evidence.
struct Finding {
  std::string check, severity;  ///< ids: see the contract; info, watch, fix, stop
  int rep = 0;                  ///< 0 = of the whole set
  Interval when;
  double value = kUnknown, limit = kUnknown;
  std::string unit;
  double confidence = 0;  ///< 0…1
  std::string message, cue;
};

/// The forces of a clip: at the moment that presses most, and of the exercise as such.
struct LoadSummary {
  double at_s = kUnknown, leg_elevation_deg = kUnknown;
  double hip_moment_nm = kUnknown;  ///< of the first of the possible bodies
  Band hip_moment_band_nm;          ///< over all of them
  Band l4l5_compression_n, psoas_n;
  double thigh_share = kUnknown;     ///< of thigh and shank together, as the clip shows it; NaN = the table's
  double momentum_share = kUnknown;  ///< inertia over gravity at the hips while the legs move, median
  LoadSheet sheet;                   ///< the exercise from 90 deg down, for this body
};

struct Analysis {
  std::string version;
  ClipSummary clip;
  Subject subject;
  View view;
  ExerciseGuess exercise;
  std::vector<Rep> reps;  ///< complete and partial, in time order
  EndRange end_range;
  std::vector<Finding> findings;
  std::optional<LoadSummary> loads;  ///< where the exercise is one whose forces are modelled
  std::vector<Note> notes;
  Series series;
  std::vector<SideGeometry> geometry;  ///< one a take that could be used
  /// One rep's lowering, from its top to past where the back is lost; empty where the lumbar lift wasn't measured.
  std::vector<BackStill> back_stills;
  std::string pose_model;
  int network_calls = 0;  ///< how many frames the network looked at

  int complete_reps() const;
  /// "both", "left", "right", "alternating" or "mixed"; "" without reps.
  std::string sides() const;
  /// What goes up and down in the set: "the legs", or "the leg" where each complete rep is of one leg.
  const char* legs() const;
  /// Most complete reps began with the back off the floor: lumbar lift, which counts from there, then says nothing.
  bool starts_arched() const;
};

const char* name_of(Posture posture);
const char* name_of(RepSide side);
const char* name_of(Phase phase);
const char* name_of(Usability usability);
const char* name_of(EndRangeStatus status);

/// "1.1-0.6-1.1-1.2": seconds lowering, at the bottom, lifting, at the top; "?" where a phase wasn't seen.
std::string tempo_of(const Rep& rep);

}  // namespace endrange
