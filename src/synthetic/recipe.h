// recipe.h: everything that can be asked of a rendered clip. START HERE in this folder:
//
//   Recipe ─ motion ─► Moment(t) ─ posture ─► Posture(t) ─ flesh ─► mesh(t) ─ raster, room ─► light ─ sensor ─► picture
//                                     └─► truth (1 kHz)                  breath(t) ─ sound ─► samples
//
// To add a knob: one member here and one row in recipe.cpp; command line, truth file and checks follow.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/analysis.h"

namespace endrange::synthetic {

/// A clip to render. Defaults make a good clip of a double straight-leg raise.
struct Recipe {
  // The set. Angles NaN = as the exercise has them.
  std::string exercise = "double_leg_raise";
  int reps = 3;
  std::string leg = "near";           ///< which leg an exercise of one leg uses: near, far
  std::string tempo = "3-0.6-2-0.8";  ///< seconds lowering, at the bottom, lifting, at the top
  double tempo_spread = 0;            ///< each phase of each rep differs by up to this share
  double angle_spread = 0;            ///< each turn differs by up to this many degrees
  double top_deg = kUnknown, bottom_deg = kUnknown, knee_deg = kUnknown;
  double asymmetry_deg = 0;  ///< how far the far leg lags behind in elevation
  int partials = 0;          ///< partial reps, spread over the set
  double partial_share = 0.4;
  double lead_s = 1, tail_s = 1;     ///< still time before and after
  bool set_up = false;               ///< begins with the feet on the floor and raises the legs to the start
  double hold_s = 8;                 ///< of an exercise that is held
  double way_s = 1.5;                ///< into a hold, and out of it
  double fidget_deg = 0;             ///< small aimless movements of legs and arms before and after
  std::string arms = "auto";         ///< auto, sides, overhead, vertical, chest, under_hips
  double arm_motion_deg = 0;         ///< slow swaying of the arms
  std::string head = "down";         ///< down, lifted, back
  double head_pitch_deg = kUnknown;  ///< chin towards the chest, in place of `head`; negative = tipped back
  double top_bend_deg = 0;           ///< knees bend by this much more from 45 deg of elevation to 90
  double hip_roll_deg = 0;           ///< the pelvis curls up by this much more at the top
  double fade_deg = 0;               ///< the range is smaller by this in the last rep
  double sag_s = 0;                  ///< of a hold: so long before its end head and shoulders go down

  // The trunk.
  double end_range_deg = 35;   ///< while lowering, lumbar lift passes the criterion of 5 mm here
  double lumbar_lift_mm = 0;   ///< of the lower back at the lowest leg; 0 = the back stays down
  double let_go_deg = 15;      ///< over how much elevation the lift develops
  double arched_mm = 0;        ///< lift that is there from the start
  int arched_reps = 0;         ///< after so many repetitions the back is pressed flat at the top; 0 = never
  double pelvic_tilt_deg = 8;  ///< posterior, with the legs vertical
  double breaths_per_min = 15;
  double breath_depth_mm = 6;   ///< depth at the belly
  std::string breath = "free";  ///< free, matched (in while lowering, out while lifting), reversed,
                                ///< held (while lowering), none
  double swing_deg = 0;         ///< of a hanging body
  double swing_period_s = 0;    ///< 0 = as a pendulum of its length

  // The body.
  std::string sex = "m";
  double height_m = 1.75;
  double build = 1;                  ///< girth against an average body
  double skin_tone = 0.35;           ///< 0 light … 1 dark
  std::string shirt = "plain";       ///< none, plain, textured, loose
  double shirt_contrast = kUnknown;  ///< sd of the cloth's grey levels, of 255
  double shirt_grey = 0.45;          ///< mean brightness as seen, 0…1
  double slip_mm = 0;                ///< how far the cloth slides over the skin from top to bottom
  bool shoes = true;

  // The camera.
  std::string resolution = "1280x720";  ///< as seen
  double fps = 30;
  double camera_height_mm = kUnknown;  ///< above the mat; unknown = 150, for a hanging body 1100
  double distance_m = 2.5;
  double focal_mm = kUnknown;  ///< 35 mm equivalent; unknown = so that the body fits
  double yaw_deg = 0, roll_deg = 0;
  std::string near_side = "left";
  double shake_mm = 0;  ///< of a hand that holds the camera
  double exposure_ms = 8;
  double rolling_shutter_ms = 12;

  // Room, light, sensor.
  double light = 1;
  double exposure_step_ev = 0;  ///< the automatic exposure jumps by this in the middle of the clip
  double clutter = 0.5;         ///< 0 bare … 1 full room
  bool mat = true;
  double noise = 1;      ///< sensor noise, times a phone's in room light
  double denoise = 0.4;  ///< temporal, 0 none … 0.9
  double sharpen = 0.3;

  // The file.
  std::string codec = "h264";      ///< h264, hevc
  double bitrate_mbps = kUnknown;  ///< unknown = 17 at 1080p30, less in proportion
  double crf = kUnknown;           ///< constant quality in place of a bit rate
  double key_frame_s = 1;
  bool variable_rate = false;  ///< every tenth of a second or so a frame comes late
  int rotation_deg = 0;
  bool raw = false;  ///< also OUT.raw.mp4, bit-exact

  // The sound.
  bool sound = true;
  double breath_level_db = -38, room_level_db = -60;
  std::string mask = "none";  ///< none, music, speech
  double mask_level_db = -30;
  double sound_offset_ms = 0;  ///< how much later the sound lies than the picture

  int seed = 1;

  /// A sentence that says what makes no sense; empty when all does.
  std::string problem() const;
  /// Of tempo, s; NaN when it can't be read.
  std::array<double, 4> phases_s() const;
  /// Of resolution, px; 0 when it can't be read.
  int width_px() const;
  int height_px() const;
};

/// One knob of the recipe: the row that command line, truth file and checks read.
struct Knob {
  const char* name;   ///< as in JSON; on the command line without the unit: flag_of()
  const char* group;  ///< heading in the help
  const char* help;
  std::variant<double Recipe::*, int Recipe::*, bool Recipe::*, std::string Recipe::*> member;
  double least = 0, most = 0;             ///< of a number
  std::vector<const char*> choices = {};  ///< of a text; empty = any
  const char* unit = "";
};
std::span<const Knob> knobs();

/// "--end-range" of "end_range_deg".
std::string flag_of(const Knob& knob);

}  // namespace endrange::synthetic
