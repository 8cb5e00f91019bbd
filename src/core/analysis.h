// analysis.h: everything that was found out about one clip. Written by analysis/, read by report/, io/, journal/.
//
// Names, units and signs are those of analysis.json (docs/formats.md). Degrees and millimetres here, because a person
// reads them. Unknown is NaN or an empty optional, never 0; the reason is in a Note or a Problem.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
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

/// How long both last; 0 where they don't meet or one of them is unknown.
double overlap_s(const Interval& a, const Interval& b);

// --- filled from the decoder -------------------------------------------------------------------------------------
struct ClipSummary {
  std::string file, sha256;
  std::string called;  ///< what results call it; "" = by its file's name
  int width = 0, height = 0, rotation_deg = 0;
  double duration_s = kUnknown;
  int frames = 0;
  double frames_per_s = kUnknown;  ///< median over the clip, from the timestamps
  bool is_variable_frame_rate = false;
  bool has_audio = false;
  std::string container, video_codec, audio_codec;
  double video_bits_per_s = kUnknown;
  std::int64_t filmed_utc_s = 0;  ///< seconds since 1970 in UTC, as the camera wrote it; 0 = it didn't

  /// Without folders.
  std::string name() const { return called.empty() ? file.substr(file.rfind('/') + 1) : called; }
};

// --- filled by motion: side frame and view -----------------------------------------------------------------------
enum class Posture { lying, hanging, all_fours, other };
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

/// Reps of one kind in a row. A clip of one exercise is one set.
struct ExerciseSet {
  ExerciseGuess exercise;
  int first_rep = 0, last_rep = 0;  ///< indices of complete reps; 0 = a hold
  double start_s = kUnknown, end_s = kUnknown;
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
  double arched_by_mm = kUnknown;  ///< how far the back lay above the clip's flattest top before the lowering began
  /// The opening is one beyond doubt, or the back was pressed flatter at another top; lumbar_lift_max_mm is that
  /// height.
  bool starts_arched = false;
  /// From ear to nose against straight up from the floor, median; the chin to the chest is positive. Lying with the
  /// head at rest it is about 18.
  double head_pitch_deg = kUnknown;
  double legs_apart_deg = kUnknown;  ///< left leg above the right one, median; of both legs together only
  double peak_lifting_deg_per_s = kUnknown;
  double swing_deg = kUnknown;  ///< hanging: half of how far hands–hips swept from end to end
  double confidence = 0;        ///< 0…1

  /// Longest stretch of the rep without breath, s; of the time spent lowering, the share with breath flowing in; of
  /// lifting, out. 0…1
  double breath_held_s = kUnknown, inhale_share_lowering = kUnknown, exhale_share_lifting = kUnknown;

  bool starts_at_top() const { return top_s < bottom_s; }
  /// When the leg leaves the end at which it waited.
  double set_off_s() const { return starts_at_top() ? lower.from_s : lift.from_s; }
  Interval when() const { return {start_s, end_s}; }
};

/// A shape kept rather than a movement repeated.
struct Hold {
  std::string exercise;  ///< of exercise/exercises.cpp
  RepSide side = RepSide::both;
  Interval when;  ///< from reaching the shape, at rest, to leaving it
  int take = 0;
  double leg_elevation_deg = kUnknown;  ///< median while held
  std::string broke_by;  ///< what gave way while the rest was still held: "shoulders", "legs"; "" = it was ended
  double went_on_s = 0;  ///< how long the rest was kept up after that
};

/// What a quantity does from a set's first rep to its last, by a straight line through all of them.
struct Trend {
  double first = kUnknown, change = kUnknown;
  double error = kUnknown;  ///< of the change, one standard deviation
  int reps = 0;             ///< through which it was laid
};
struct SetTrends {
  Trend range_deg, lowering_s, lumbar_lift_mm;
};

/// One quantity of both legs apart.
struct SideDifference {
  double left = kUnknown, right = kUnknown;  ///< means over each leg's complete reps
  double error = kUnknown;                   ///< of left minus right, one standard deviation
  double difference() const { return left - right; }
};
struct SideComparison {
  int left_reps = 0, right_reps = 0;
  SideDifference top_deg, bottom_deg, range_deg, lowering_s, end_range_deg;
};

/// Where the hands are for most of the set.
enum class HandPlace { unknown, beside, under_hips, on_trunk, upright, overhead };

enum class EndRangeStatus { found, not_reached, not_measured };
struct EndRange {
  EndRangeStatus status = EndRangeStatus::not_measured;
  double deg = kUnknown, low_deg = kUnknown, high_deg = kUnknown, lowest_held_deg = kUnknown,
         pelvic_onset_deg = kUnknown;
  double criterion_mm = kUnknown;   ///< the lift that counts as losing the back
  double control_score = kUnknown;  ///< share of reps in which the back stayed down
  std::string criterion, reason;
};

/// Why pelvic_onset_deg is unknown in every clip so far: on rendered clips the tilt is off by 4.6 deg (RMSE) where the
/// pelvis turns by 8 to 15, and its own fit states 0.9.
inline constexpr const char* kNoPelvicOnset =
    "how far the pelvis has turned is known to some five degrees only: the thigh drags the cloth and skin along that "
    "tell of it";

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
  /// The trunk's upper contour: the ribs' top above the trunk line, and how far the belly lies below that; NaN where
  /// hidden. mm, (frames). contour_seen: share of it that was seen, 0…1, NaN where it wasn't looked for
  std::vector<double> rib_hump, belly_hollow, contour_seen;
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

/// What became of a check.
enum class CheckState { seen, clean, not_judged };
struct CheckResult {
  std::string check, title;  ///< id; what is looked at, as a person would say it
  CheckState state = CheckState::not_judged;
  std::string reason;  ///< why it wasn't judged; else ""
};

/// The one thing to do next, and the variation to go on with.
struct Advice {
  std::string check, message, cue;  ///< of the finding that counts most; "" = none
  std::string next_exercise;        ///< id; the same as the clip's = stay with it; "" = nothing to go by
  std::string next_reason;
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

// --- filled by breath --------------------------------------------------------------------------------------------
enum class BreathStatus { measured, not_measured };
/// either: air flows, which way isn't known. hold: 1.5 s or more without breath; shorter pauses have no span.
enum class BreathKind { in, out, hold, either };
struct BreathSpan {
  BreathKind kind = BreathKind::either;
  Interval when;
  double confidence = 0;  ///< 0…1
};
struct Breath {
  BreathStatus status = BreathStatus::not_measured;
  std::string source;              ///< "sound", "picture", "sound and picture"; "" where not measured
  double rate_per_min = kUnknown;  ///< NaN where fewer than two whole breaths were told apart
  double confidence = 0;           ///< 0…1
  std::string reason;              ///< why it isn't measured, or what of it is missing and why
  std::vector<BreathSpan> spans;   ///< in time order, apart from each other
  std::vector<Interval> unknown;   ///< stretches in which nothing could be told
};

struct Analysis {
  std::string version;
  ClipSummary clip;
  Subject subject;
  View view;
  ExerciseGuess exercise;         ///< of the set with most reps
  std::vector<ExerciseSet> sets;  ///< in time order
  std::vector<Rep> reps;          ///< complete and partial, in time order
  std::vector<Hold> holds;
  EndRange end_range;
  SetTrends trends;
  std::optional<SideComparison> sides_compared;  ///< where each leg did reps of its own
  HandPlace hands = HandPlace::unknown;
  std::vector<Finding> findings;
  std::vector<CheckResult> checks;  ///< those that the exercise calls for, in the order of form/
  Advice advice;
  Breath breath;
  std::optional<LoadSummary> loads;  ///< where the exercise is one whose forces are modelled
  std::vector<Note> notes;
  Series series;
  std::vector<SideGeometry> geometry;  ///< one a take that could be used
  /// One rep's lowering, from its top to past where the back is lost; empty where the lumbar lift wasn't measured.
  std::vector<BackStill> back_stills;
  std::string pose_model;
  int network_calls = 0;  ///< how many frames the network looked at

  int complete_reps() const;
  /// sides_of(reps)
  std::string sides() const;
  /// What goes up and down in the set: "the legs", or "the leg" where each complete rep is of one leg.
  const char* legs() const;
  /// Some take's leg elevation is the thigh's.
  bool is_thigh_used() const;
  /// Most complete reps began with the back off the floor: lumbar lift, which counts from there, then says nothing.
  bool starts_arched() const;
};

/// Of the complete ones: "both", "left", "right", "alternating" or "mixed"; "" without any.
std::string sides_of(std::span<const Rep> reps);

const char* name_of(Posture posture);
const char* name_of(RepSide side);
const char* name_of(Phase phase);
const char* name_of(Usability usability);
const char* name_of(EndRangeStatus status);
const char* name_of(HandPlace hands);
const char* name_of(CheckState state);
const char* name_of(BreathStatus status);
const char* name_of(BreathKind kind);

/// "1.1-0.6-1.1-1.2": seconds lowering, at the bottom, lifting, at the top; "?" where a phase wasn't seen.
std::string tempo_of(const Rep& rep);

}  // namespace endrange
